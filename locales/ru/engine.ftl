refused =
    Отказано: { $count ->
        [one] не выполнено { $count } условие
        [few] не выполнены { $count } условия
       *[many] не выполнено { $count } условий
    }
no-such-school = Нет школы «{ $school }»; есть: { $known }
kept-moving = Другие команды всё время меняли данные этой школы; повторите
rules-file = { $file } не прочитан
rules-check = все ошибки с местом каждой покажет
command-id-empty = --command-id пуст

no-plan = В школе ещё нет дорожной карты
no-plan-import = загрузите её:
no-such-plan = Нет плана «{ $plan }»; есть: { $known }
task-not-found = Нет задачи «{ $task }»
task-ambiguous = «{ $task }» подходит к нескольким задачам:
task-range-reversed = В диапазоне «{ $first }-{ $last }» начало стоит после конца
did-you-mean = может быть, { $what }?
no-such-occurrence = У задачи { $task } нет такого срока; есть:
which-occurrence = У задачи { $task } несколько сроков, назовите один:

subject-school = школа
subject-plan = план { $year }
subject-programme = программа { $no }
subject-pair = пара { $no }
subject-document = документ { $no }

unmet-responsible = Ответственные: { $who }
level-should = {" "}(можно отложить)
or-separator = {", или "}
no-transition = из стадии «{ $stage }» нельзя сделать «{ $wanted }»; можно: { $ways }
already-ended = уже завершено: «{ $stage }»
not-allowed = «{ $transition }» может сделать только { $roles }
reason-needed = нужна причина
cannot-allow-must = требование «{ $requirement }» обязательное, отложить его нельзя
cannot-allow-role = отложить требование «{ $requirement }» может только руководитель (роль head)
no-such-requirement = у этого перехода нет требования «{ $requirement }»; есть: { $known }
in-the-future = { $on } ещё не наступило: сегодня { $today }
before-last-step = { $on } раньше предыдущего шага ({ $since })
term-reversed = начало { $from } позже конца { $to }
not-later = новый срок { $to } не позже прежнего ({ $from }); чтобы исправить срок, есть task schedule
school-exists = школа уже заведена
plan-exists = { $plan } уже есть
number-taken = номер { $number } уже занят
thing-not-found = не найдено: { $what }
nothing-to-undo = отменять нечего: шагов ещё не было
followed-by = после этого шага был другой (событие { $seq }); сначала отмените его
no-workflow = нет процесса «{ $name }»; опубликованы: { $known }
no-stage = нет стадии «{ $stage }»; есть: { $known }
programme-exists = по этому плану уже идёт программа { $programme } той же формы
no-name = имя или текст пусты
cannot-merge = объединить можно две разные записи одного рода
not-a-role = роль может держать только человек

short-no-task = нет задачи с меткой { $tag }
short-tasks = не выполнено: { $tasks }
and-more =
    {" "}и ещё { $count }
short-count = { $what }: { $have }, нужно { $need }
short-evidence = подтверждений «{ $kind }»: { $have }, нужно { $need }
short-too-early = раньше { $date } нельзя
short-too-late = срок прошёл { $date }
short-no-date = срок не определён: у задачи нет даты
short-no-document = не зарегистрирован документ: { $kind }
short-guard = { $reason } (правило { $name })
short-guard-silent = правило { $name } не проверено
short-subjects = готово { $have } из { $of }, нужно { $need }

quantity-all = все
quantity-at-least = не меньше { $n }
quantity-share = не меньше { $percent } %

count-mentors = наставников в базе
count-mentees = наставляемых в базе
count-pairs = пар или групп
count-trained = обученных наставников
count-consents = участников со всеми согласиями
count-requests = наставляемых с запросом
count-paired = наставляемых в паре или в списке ожидающих
count-meetings = проведённых встреч

evidence-any = любых

place-number = НОМЕР

init-done = Дом создан: { $dir } (школа «{ $school }»)
init-next = Дальше загрузите дорожную карту:
init-exists = В папке { $dir } дом уже есть
init-bad-zone = Нет часового пояса «{ $zone }»; пишите, например, Europe/Moscow или Asia/Krasnoyarsk
help-init = Создать дом: школу, владельца и файлы для правки
help-init--dir = Папка; она может существовать, но дома в ней быть не должно
help-init--name = Название школы, как его печатают [имя папки]
help-init--zone = Часовой пояс школы, имя IANA
help-init--owner = Логин владельца
value-login = ЛОГИН
value-zone = ПОЯС
