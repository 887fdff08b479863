# Слова экранов: status, today, task, program.
timing-late = просрочена на { $days } { $days ->
    [one] день
    [few] дня
   *[other] дней
}
timing-done-late = с опозданием на { $days } { $days ->
    [one] день
    [few] дня
   *[other] дней
}
timing-due = { $days ->
    [one] остался { $days } день
    [few] осталось { $days } дня
   *[other] осталось { $days } дней
}
timing-today = срок сегодня
term-until = до { $date }
term-since = с { $date }
term-none = без срока
party-erased = № { $id } (данные стёрты)
title-programme = программа { $id }
no-such-plan = Нет плана на { $year } год; есть: { $known }
column-task = №
column-title = Мероприятие
column-term = Срок
column-stage = Стадия
column-responsible = Ответственные
column-id = №
column-form = Форма
column-plan = План
column-school = Школа
column-since = С
column-due = До
column-name = Имя
column-kind = Вид
column-tasks = Задач
column-held-by = Держит
column-spellings = Другие написания
column-seq = №
column-recorded = Записано
column-effective = Произошло
column-actor = Кто
column-event = Событие
column-section = Раздел
column-all = Всего
column-done = Выполнено
column-late = Просрочено
column-soon = Пора
column-stages = По стадиям
list-empty = Ничего не найдено
show-phrase = Срок в дорожной карте: { $value }
show-result = Результат: { $value }
show-responsible = Отвечает: { $value }
show-tags = Назначение: { $value }
show-postponed = переносилась: { $count } { $count ->
    [one] раз
    [few] раза
   *[other] раз
}, первоначальный срок — { $date }
show-evidence = { "  " }{ $date } подтверждение ({ $kind }){ $text }
show-note = { "  " }заметка: { $text }
no-programmes = Программ пока нет
no-programmes-open = откройте программу:
programme-unknown = Нет такой программы; есть:
programme-which = Какая программа? Есть:
programme-due = Этап должен закончиться до { $date }
programme-unproven = Когда программу открывали, не было подтверждено: { $list }
programme-unproven-list = Когда программу открывали, не было подтверждено:
exception-line = { $what }: условие «{ $requirement }» отложено до { $until }{ $late ->
    [1] {" "}— срок прошёл
   *[other] {""}
}
status-plan = План { $year } · { $date } · { $title }
status-programmes = Программы
status-sections = Задачи по разделам
status-tasks = Задачи
status-total = Всего
status-exceptions = Отложенные условия
status-next = Дальше
status-all-done = Все задачи плана выполнены
today-title = Сегодня { $date }
today-late = Просрочено: { $count }
today-due = Пора делать: { $count }
today-next = Дальше: { $count }
today-nothing = Ничего не ждёт
journal-more = показаны последние записи, раньше есть ещё { $count }; все покажет --last 1000000
journal-exported = Записано событий: { $count }, файл { $file }
verify-counts = Событий: { $events }, записей о людях: { $vault }, из них стёрто: { $erased }. Концы журналов (школа:номер:хеш):
verify-verdict = { $problems ->
    [0] Журнал цел
    [one] Найдена { $problems } ошибка:
    [few] Найдены { $problems } ошибки:
   *[other] Найдено { $problems } ошибок:
}
doctor-verdict = { $problems ->
    [0] Всё в порядке
    [one] Найдена { $problems } ошибка
    [few] Найдены { $problems } ошибки
   *[other] Найдено { $problems } ошибок
}
plan-untitled = План на { $year } учебный год
