# Ночная смена: показатели, напоминания, имитация.
event-evaluated = Показатели на { $date } посчитаны: { $count }
event-restated = Показатели на { $date } пересчитаны по поздним данным: { $count }
event-notices = Напоминания на { $date }: подходит срок — { $due }, просрочено — { $late }, прочее — { $other }
event-night = Ночь { $date }: { $how }
event-night-skipped = ; пропущены ночи { $from }–{ $to } (правило «{ $why }»)
night-how-ran = прошла
night-how-caught-up = проведена позже
night-how-set-back = прошла после ночи более позднего дня, записанной по неверным часам

value-policy = ПРАВИЛО
value-subject = ЧЕЙ
value-indicator = ПОКАЗАТЕЛЬ
value-band = УРОВЕНЬ
help-nightly = Провести ночную смену: сроки, опоздания, показатели, сообщения и запись о ночи
help-nightly--only = Только эта школа, по номеру или названию [все]
help-nightly--no-deliver = В этот раз оставить сообщения в очереди
help-nightly--set-back = Провести сегодняшнюю ночь, хотя записана ночь более позднего дня: часы были неверны
help-nightly--no-report = В этот раз не писать ни отчёта, ни памяток на неделю
help-nightly--catch-up = Что делать с пропущенными ночами: each — провести все, last — ни одной, число — столько последних [из настроек, иначе 7]
night-progress = Школы
night-dry = Пробный прогон на копии в памяти: ничего не записано и не отправлено.
night-already = { $school }: ночь { $last } уже прошла, делать нечего.
night-clock-back = { $school }: последняя ночь записана { $last }, а сегодня { $today }. Похоже, часы переведены назад: записанное не тронуто, ночь пройдёт, когда настанет { $last }.
night-clock-far = С { $last } не записано ничего, даже ночей, а сегодня { $today }: прошло больше года. Если часы неверны, ночь сочла бы всё просроченным и всем напомнила бы
night-clock-far-hint = Если часы верны:
night-clock-ahead = ! Последняя ночь записана { $last }, до неё от сегодняшнего дня { $days ->
    [one] { $days } день
    [few] { $days } дня
   *[other] { $days } дней
}: часы были или стали неверны. До этого дня ночи не будет: ничего не напомнят и не отправят.
night-clock-ahead-copy = Если неверны были часы той ночью, а записано с тех пор немного, верните копию, сделанную перед ней:
night-clock-ahead-go-on = Если записано много, продолжайте с сегодняшнего дня; то, что записано тем днём, останется в журнале:
night-school-failed = ! Ночь этой школы не закончена: { $why }
night-restore = Файл базы повреждён, ночь остановлена. Верните последнюю копию:
night-summary = Ночь { $date }: школ — { $schools }, ночей — { $nights }; подходит срок — { $due }, просрочено — { $late }{ $long ->
    [0] {""}
   *[other] {" "}(больше недели — { $long })
}, переходов — { $moved }; показатели посчитаны — { $evaluated }, пересчитаны — { $restated }, сменили уровень — { $bands }; сообщений — { $messages }, доставлено — { $sent }{ $undelivered ->
    [0] {""}
   *[other] , не доставлено — { $undelivered }
}{ $failed ->
    [0] .
   *[other] ; не закончено школ — { $failed }.
}
night-no-copy = ! Перед ночью копии не сделано: { $why }
night-no-delivery = ! Сообщения не отправлены, они ждут в очереди: { $why }
night-parcel = Письмо: { $to } — { $count ->
    [one] { $count } сообщение
    [few] { $count } сообщения
   *[many] { $count } сообщений
}, { $did }
night-report = Отчёт: { $file }
night-report-would = Был бы записан отчёт: { $file }
night-memos = Памятки на неделю: { $file } (для { $count ->
    [one] { $count } человека
   *[other] { $count } человек
}; рядом — отдельный лист каждого)
night-memos-would = Были бы записаны памятки на неделю: { $file } (для { $count ->
    [one] { $count } человека
   *[other] { $count } человек
})
night-no-papers = ! Отчёт и памятки не записаны: { $why }
night-told-due = Подходит срок: { $what } — { $date }
night-told-late = Просрочено: { $what } — срок был { $date }
night-told-very-late = Просрочено больше недели: { $what } — срок был { $date }
night-told-no-consent = Не хватает согласий: { $what }
night-told-no-meeting = Встреча не состоялась: { $what } — { $date }
night-moved = Переход сам собой: { $what } → «{ $way }»
night-band = { $what }: «{ $name }» — было «{ $before }», стало «{ $after }»
night-foreseen = ! Показатели посчитаны, но { $date } сценарий на этом не сработает: { $what } — { $why }
night-hook-failures = ! Сценарий hooks.rhai не справился с событиями: { $count }. Проверьте: vekha script test
help-metrics = Смотреть показатели пар, наставников, программ и школы, какими их посчитала ночь
help-metrics-show = Показать последние значения с уровнями
help-metrics-show--words = Чьи показатели — school, program 1, mentor 5, pair 3 или имя наставника, — а за ними, если нужен один, какой [все]
help-metrics-show--band = Только значения этого уровня
help-metrics-history = Показать все значения; пересчитанные стоят рядом с прежними
help-metrics-history--words = Чьи показатели — school, program 1, mentor 5, pair 3 или имя наставника, — а за ними, если нужен один, какой [все]
help-metrics-explain = Объяснить, из чего сложилось значение: части, сценарий, записи журнала
help-metrics-explain--words = Чьи показатели — school, program 1, mentor 5, pair 3 или имя наставника, — а за ними, если нужен один, какой [все]
help-metrics-explain--on = Каким было в этот день [последнее]
help-metrics-explain--last = Сколько записей журнала
metrics-no-subject = Непонятно, чьи показатели: «{ $subject }». Напишите school, program:1, mentor:5, pair:3 или имя наставника.
metrics-only-school-knows = этих чисел нет в базах, их знает только школа; сообщите их:
metrics-see-subjects = Чьи показатели есть:
metrics-none-of = Показателей ещё нет: { $subject }.
metrics-none-by = На { $on } показателей ещё нет: { $subject }. Самые ранние — на { $first }.
metrics-run-nightly = Ночная смена считает их для школы, программ, пар и тех, у кого пара есть или была:
metrics-none = Показателей ещё нет: их считает ночная смена.
metrics-no-name = Нет показателя «{ $name }». Есть: { $known }.
metrics-mentor = наставник { $name }
metrics-no-data = нет данных: { $field }
metrics-not-applicable = не применимо
metrics-provisional = предварительно до { $date }
metrics-restates = пересчёт записи { $seq }
metrics-restated-by = есть пересчёт: { $seq }
metrics-yes = да
metrics-no = нет
metrics-column-subject = О ком
metrics-column-name = Показатель
metrics-column-value = Значение
metrics-column-band = Уровень
metrics-column-date = На день
metrics-column-note = Примечание
metrics-source = На { $date }, запись { $seq }; сценарий { $script }, набор { $set }, факты { $input }
metrics-entries = Записи журнала, на которых это стоит ({ $shown } из { $all })
help-simulate = Прожить ночи вперёд на копии в памяти: что опоздает, кому напишут, как пойдут этапы и показатели
help-simulate--until = Последняя ночь
help-simulate--with = Что предположить: файл, где у каждого [[event]] есть on = "25.11.2023" и do = "наставник Иванов уходит"
simulate-progress = Ночи
simulate-backwards = Последняя ночь { $until } раньше сегодняшней ({ $today }).
simulate-too-long = Слишком далеко: не больше { $most } ночей.
simulate-note = Предположение имитации
simulate-title = Ночи { $from }–{ $until }: { $nights }
simulate-nothing-written = Имитация на копии в памяти: ничего не записано и не отправлено.
simulate-supposed = Предположено
simulate-late = Опоздает, если ничего не делать: { $count }
simulate-messages = Сообщения: { $count }
simulate-stages = Этапы
simulate-stage-at-end = { $what }: { $until } стоит на этапе «{ $stage }»
simulate-bands = Показатели
simulate-no-bands = Уровни не меняются.
simulate-school = Школа на { $date }:
simulate-column-from = Опоздает с
simulate-column-what = Что
simulate-column-term = Срок
simulate-column-who = Кто отвечает
simulate-column-to = Кому
simulate-column-count = Сколько
simulate-column-first = Первое
simulate-column-last = Последнее
simulate-column-about = О чём
scenario-syntax = { $file }:{ $line }: файл не читается: { $found }
scenario-date = { $file }:{ $line }: «{ $found }» — не дата. Пишите 10.11.2023 или 2023-11-10.
scenario-words = { $file }:{ $line }: непонятно, что происходит: «{ $found }».
scenario-forms = событие записывают тремя строками:
    { "[[event]]" }
    on = "01.12.2023"
    do = "наставник ИМЯ уходит"
    Понятны также «задача 3.5 выполнена», «задача 3.5 отменена», «задача 3.5 перенесена на 01.12.2023», «программа переходит».
scenario-which-programme = Какая программа? Назовите её номер: «программа 1 переходит»
help-plan = Проверить план целиком
help-plan-lint = Найти слабые места плана, пока никто не опоздал
help-plan-lint--plan = Учебный год плана: 2023/24 [текущий]
help-plan-lint--most = Сколько сроков у одного человека за неделю — ещё не много
lint-title = План на { $plan } год
lint-error = ошибка
lint-warning = внимание
lint-cannot-finish = Этап «{ $stage }» не закончить к { $term }: для него нужна задача { $task }, а её срок — { $due }
lint-no-task = Этап «{ $stage }» { $must ->
    [1] не закончить
   *[0] закончить можно будет, только отложив условие
}: в плане нет задачи с меткой «{ $tag }». Если такая задача есть, пометьте её:
lint-stages-wait = Этапы ждут друг друга: «{ $stage }» не закончить без задач «{ $tag }», а открывает их только более поздний этап «{ $opener }»
lint-tasks-wait = Сроки задач отсчитываются друг от друга по кругу: { $tasks }
lint-no-working-day = { $task }: с { $from } по { $to } нет ни одного рабочего дня
lint-day-off = { $task }: { $to } — выходной; последний рабочий день перед ним — { $before }
lint-outside-plan = { $task }: срок { $to } — вне плана
lint-overloaded = { $name }: на неделе с { $week } { $count ->
    [one] { $count } срок
    [few] { $count } срока
   *[other] { $count } сроков
} ({ $tasks })
lint-summary = Ошибок — { $errors }, замечаний — { $warnings }.
