# Сообщения: события, категории, каналы.
event-hook-failed = Сценарий не справился: { $function }{ $about } — { $code }{ $place }; сам шаг выполнен
event-messages-delivered = Доставлено ({ $channel }), отправление { $parcel }: { $count ->
    [one] { $count } сообщение
    [few] { $count } сообщения
   *[many] { $count } сообщений
}
event-messages-failed = Не доставлено ({ $channel }), отправление { $parcel }: { $count ->
    [one] { $count } сообщение
    [few] { $count } сообщения
   *[many] { $count } сообщений
}
event-messages-cancelled = Отменено { $count ->
    [one] { $count } сообщение
    [few] { $count } сообщения
   *[many] { $count } сообщений
}
event-messages-opted-out = Не отправлено, адресат отказался: { $count ->
    [one] { $count } сообщение
    [few] { $count } сообщения
   *[many] { $count } сообщений
}
event-messages-erased = Не отправлено, сведения об адресате удалены: { $count ->
    [one] { $count } сообщение
    [few] { $count } сообщения
   *[many] { $count } сообщений
}
event-messages-stale = Не отправлено, устарело: { $count ->
    [one] { $count } сообщение
    [few] { $count } сообщения
   *[many] { $count } сообщений
}
event-messages-outdated = Не отправлено, дело уже сделано: { $count ->
    [one] { $count } сообщение
    [few] { $count } сообщения
   *[many] { $count } сообщений
}
event-opt-out = { $who }: не присылать — { $what }
event-opt-out-none = { $who }: присылать всё
category-tasks = сроки задач
category-stages = этапы программ
category-pairs = пары
category-meetings = встречи
category-documents = документы
category-consents = согласия
category-indicators = показатели
category-other = прочее
channel-mail = почта
channel-webhook = вебхук
channel-file = файл
channel-console = экран
