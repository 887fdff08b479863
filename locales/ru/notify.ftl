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

notify-digest = Наставничество: { $count ->
    [one] { $count } сообщение
    [few] { $count } сообщения
   *[many] { $count } сообщений
}
notify-plainly = (Шаблон { $file } не удалось заполнить, строка { $line }; проверьте его: vekha template preview)
notify-bad-channel = Канал сообщений настроен с ошибкой или не полностью: { $place }
notify-no-category = Нет категории «{ $name }». Есть: { $known }
outbox-empty = Очередь пуста: отправлять нечего
outbox-id = №
outbox-to = Кому
outbox-what = О чём
outbox-since = Не раньше
outbox-parcel = Отправление
outbox-log = Журнал доставки
outbox-channel = Канал
outbox-attempts = Попыток
outbox-status = Состояние
outbox-count = Сообщений
outbox-did-sent = доставлено
outbox-did-later = не дошло{ $code }, будет повторено
outbox-did-failed = не доставлено{ $code }
outbox-did-cancelled = отменено
outbox-did-opted-out = не отправлено: адресат отказался
outbox-did-erased = не отправлено: сведения об адресате удалены
outbox-did-stale = не отправлено: устарело
outbox-did-outdated = не отправлено: дело уже сделано
outbox-did-would = было бы отправлено
outbox-did-no-channel = ждёт: канал не настроен
outbox-did-no-address = ждёт: нет адреса
outbox-did-channel-down = ждёт: канал не отвечает
outbox-did-not-yet = ждёт своего дня
outbox-did-back-off = ждёт повтора{ $code }
outbox-did-doubt = неизвестно, дошло ли: пока не повторяется
outbox-did-one-a-day = ждёт до завтра: одно письмо в день
outbox-show = Отправление { $no }: { $to } — { $status }; попыток: { $attempts }{ $code }
outbox-code-connection = нет связи
outbox-code-time-out = ответа не дождались
outbox-code-tls = защищённое соединение не установлено
outbox-code-certificate = сертификат сервера не принят
outbox-code-client = сервер ответил непонятно
outbox-code-address = негодный адрес
outbox-code-letter = письмо не составить
outbox-code-interrupted = прервано
outbox-message = Сообщение { $id }: { $to } — { $about }. Не раньше { $date }{ $parcel ->
    [0] {""}
   *[other] , в отправлении { $parcel }
}
outbox-no-parcel = Нет отправления { $no }
outbox-see-log = посмотрите журнал доставки
outbox-no-message = В очереди нет «{ $id }»
outbox-closed = С отправлением { $no } всё уже решено
outbox-in-parcel = Сообщение уже в отправлении { $no }: отмените отправление целиком
outbox-again = Отправление { $no } будет повторено при следующей доставке
outbox-cancelled = Отменено сообщений: { $count }
template-name = Шаблон
template-category = Категория
template-meaning = О чём
template-unknown = Нет шаблона «{ $name }». Есть: { $known }
template-wrong = Шаблон «{ $name }» написан с ошибкой
memo-title = Памятка на неделю
memo-week = с { $from } по { $to }
memo-nobody = Ответственный не назначен
memo-late = Срок прошёл
memo-due = Сделать на этой неделе
memo-next = Впереди: следующие четыре недели
memo-no = №
memo-task = Что сделать
memo-term = Срок
memo-evidence = Чем подтвердить
memo-any-evidence = документ, ссылка или заметка
memo-days-late = { $days ->
    [one] { $days } день назад
    [few] { $days } дня назад
   *[many] { $days } дней назад
}
memo-more = …и ещё { $count }. Полный список — у куратора программы.
memo-foot = Если срок нужно перенести, скажите об этом куратору до того, как он пройдёт.
memo-written = Записано: { $file } ({ $pages ->
    [one] { $pages } страница
    [few] { $pages } страницы
   *[many] { $pages } страниц
})
calendar-nothing = Открытых сроков нет: записывать нечего
calendar-written = Записано: { $file } ({ $count ->
    [one] { $count } срок
    [few] { $count } срока
   *[many] { $count } сроков
})
help-outbox = Увидеть и доставить сообщения, которые в пути
help-outbox-list = Показать, что ждёт отправки, а с --log — и что стало с остальным
help-outbox-list--log = Показать и журнал доставки, новое в конце
help-outbox-show = Показать отправление: что в нём и чем кончились попытки; или сообщение, которое ждёт
help-outbox-show--id = Номер отправления или сообщения: 17.0
help-outbox-deliver = Доставить то, что ждёт, по каналам из vekha.toml
help-outbox-retry = Повторить отправление при следующей доставке, чего бы оно ни ждало
help-outbox-retry-long = Отправление, о котором неизвестно, дошло ли оно, может тогда прийти дважды.
help-outbox-retry--parcel = Номер отправления
help-outbox-cancel = Отменить сообщения: отправление или одно ждущее сообщение
help-outbox-cancel--id = Номер отправления или сообщения: 17.0
help-template = Посмотреть, что говорят письма
help-template-list = Показать шаблоны сообщений с их категориями
help-template-show = Показать текст шаблона
help-template-show--name = Шаблон
help-template-preview--both = На обоих языках [на языке писем]
help-template-preview = Заполнить один шаблон или все вымышленными данными
help-template-preview--name = Шаблон; все, если не назван ни один
help-memo = Написать страницы, которые раздают
help-memo-week = Написать памятку на неделю: каждому ответственному по странице
help-memo-week--out = Папка или файл, куда писать: memo.html, memo.docx
help-memo-week--format = html или docx [по имени файла, иначе html]
help-calendar = Передать сроки в календари, которыми пользуются люди
help-calendar-export = Записать открытые сроки файлом календаря, с напоминаниями за неделю и за день
help-calendar-export--person = Только сроки этого человека; всей школы, если не сказано
help-calendar-export--out = Файл, который записать
help-person-optout = Сказать, чего человеку не присылать
help-person-optout--person = Человек: номер или имя
help-person-optout--category = Категория: tasks, stages, pairs, meetings, documents, consents, indicators, other
help-person-optout--back = Снова присылать
