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
term-not-understood = срок «{ $phrase }» не понят, и дня у задачи нет; назначьте его:
term-undated = по словам «{ $phrase }» дня не назвать; когда он станет известен, назначьте его:
term-beyond-plan = { $date } — уже за пределами учебного года { $plan }
programme-due = { $late ->
    [0] Этап должен закончиться до { $date }
    [one] Этап должен был закончиться до { $date }, просрочен на { $late } день
    [few] Этап должен был закончиться до { $date }, просрочен на { $late } дня
   *[other] Этап должен был закончиться до { $date }, просрочен на { $late } дней
}
programme-late-term = срок этапа «{ $stage }» — { $date }{ $count ->
    [0] {""}
   *[other] {" "}(по задачам дорожной карты: { $tasks })
} — прошёл раньше, чем этап начался, и этап сразу считается просроченным
programme-late-passed = если этап на деле пройден, запишите переход тем днём, когда это было:
programme-late-postpone = если срок перенесён, перенесите задачу: срок этапа сдвинется вслед за ней
programme-late-file = день, к которому этап заканчивают, задан в файле процесса: term этой стадии
programme-unproven = Когда программу открывали, не было подтверждено: { $list }
programme-unproven-list = Когда программу открывали, не было подтверждено:
exception-line = { $what }: условие «{ $requirement }» отложено до { $until }{ $late ->
    [1] {" "}— срок прошёл
   *[other] {""}
}
status-plan = План { $year } · { $date }
status-programmes = Программы
status-sections = Задачи по разделам
status-tasks = Задачи
status-total = Всего
status-exceptions = Отложенные условия
status-next = Дальше
status-all-done = Все задачи плана выполнены
status-pairs = Пары: { $list }
status-pairs-done = завершены: { $count }
status-pairs-cancelled = прекращены: { $count }
today-title = Сегодня { $date }
today-late = Просрочено: { $count }
today-due = Пора делать: { $count }
today-next = Дальше: { $count }
today-pairs = Пары, у которых подходит или прошёл срок стадии: { $count }
today-pairs-stage = «{ $stage }» до { $term }, { $timing }: { $count ->
    [one] пара { $pairs }
   *[other] пары { $pairs }
}
today-meetings = Встречи, о которых неизвестно, состоялись ли они: { $count }
today-meetings-rest = и ещё { $count }
today-plan = Задачи индивидуальных программ, которым подходит или прошёл срок: { $count }
today-plan-late = просрочены № { $numbers }
today-plan-due = подходит срок № { $numbers }
today-plan-rest = и ещё у { $count ->
    [one] { $count } пары
   *[other] { $count } пар
}
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
