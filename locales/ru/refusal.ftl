# Отказы: чего не хватает, кто отвечает, какой командой исправить.
refused = Не выполнено: { $count ->
    [one] мешает одно условие
    [few] мешают { $count } условия
   *[other] мешают { $count } условий
}
unmet-responsible = отвечает: { $who }
unmet-own-two = участники каждой из этих пар
unmet-or = либо
level-must = обязательно
level-should = желательно
problem-no-transition = из стадии «{ $stage }» нельзя перейти к «{ $wanted }»; можно: { $ways }
problem-ended = уже завершено: «{ $stage }»
problem-not-allowed = «{ $transition }» доступно не всем: { $roles }
problem-reason-needed = нужна причина: добавьте --reason "…"
problem-cannot-allow-must = условие «{ $requirement }» обязательное, обойти его нельзя
problem-cannot-allow-role = отложить условие «{ $requirement }» может только директор
problem-no-such-requirement = у этого перехода нет условия «{ $requirement }»; есть: { $known }
problem-in-the-future = { $on } ещё не наступило (сегодня { $today })
problem-before-last-step = { $on } — раньше предыдущего шага ({ $since })
problem-term-reversed = срок кончается раньше, чем начинается: { $from } – { $to }
problem-not-later = новый срок { $to } не позже прежнего { $from }; это не перенос, а уточнение: vekha task schedule
problem-school-exists = такая школа уже есть
problem-plan-exists = план на { $plan } год уже есть
problem-number-taken = номер { $number } занят: { $task }
problem-not-found = нет такого: { $what }
problem-nothing-to-undo = отменять нечего: ни шагов, ни смены срока ещё не было
problem-went-on = тем временем пошло дальше и стоит в стадии «{ $stage }»; посмотрите ещё раз
problem-no-workflow = нет процесса «{ $name }»; есть: { $known }
problem-no-stage = нет стадии «{ $stage }»; есть: { $known }
problem-programme-exists = такая программа уже идёт: { $programme }
problem-no-name = имя или текст пусты
problem-cannot-merge = объединить можно двух разных людей, две роли или два подразделения
problem-not-a-role = роль может держать только человек, и только роль
short-no-task = ни у одной задачи плана нет метки «{ $tag }»
short-tasks = не выполнено: { $tasks }
short-of = { " " }(есть { $have }, нужно { $need })
short-more = { $count ->
    [one] и ещё { $count } задача
    [few] и ещё { $count } задачи
   *[other] и ещё { $count } задач
}
short-count = { $what }: { $have }, нужно { $need }
short-count-all = { $what }: { $have }, нужны все
short-evidence-any = нет ни одного подтверждения
short-evidence = подтверждений «{ $kind }»: { $have }, нужно { $need }
short-too-early = раньше { $date } нельзя
short-too-late = после { $date } нельзя
short-no-date = срок зависит от задач без даты
short-no-document = не зарегистрирован документ «{ $kind }»
short-guard-silent = правило «{ $name }» не проверено
short-subjects = готово { $have } из { $of }
count-mentors = наставников
count-mentees = наставляемых
count-pairs = пар
count-trained = обученных наставников
count-consents = согласий
count-requests = запросов наставляемых
count-paired = наставляемых в паре или в списке ожидающих
count-meetings = встреч
subject-school = школа{ $number }
subject-plan = план { $number }
subject-task = задача { $number }
subject-occurrence = срок задачи { $number }
subject-programme = программа { $number }
subject-party = человек, роль или подразделение { $number }
subject-pair = пара { $number }
subject-document = документ { $number }
example-note = что сделано
example-reason = почему
example-task = ЗАДАЧА
example-number = ЧИСЛО
example-date = ДАТА
