failure-error = Ошибка
failure-hint = Подсказка

confirm-choice = [д/Н]
confirm-needs-yes = Нужен ответ, а спросить не у кого — это не терминал: { $question }
confirm-add-yes = добавьте --yes, чтобы согласиться заранее
output-failed = Не удалось записать вывод: { $reason }

io-not-found = { $path }: нет такого файла или папки
io-no-rights = { $path }: нет прав доступа
io-disk-full = { $path }: на диске нет места
io-is-a-folder = { $path } — папка, а нужен файл
io-not-a-folder = { $path }: часть этого пути — файл, а нужна папка
io-exists = { $path } уже существует
io-read-only = { $path }: диск доступен только для чтения
io-other = { $path }: { $reason }

no-home = { $dir } — не рабочая папка Вехи: в ней нет файла vekha.toml
no-home-init = создайте его или укажите другую папку через --home:
config-bad = Не удалось прочитать { $file }
config-bad-login = { $file }: «{ $word }» не логин. Логин попадает в журнал, поэтому имени в нём быть не должно: латинские буквы, цифры, «.», «-», «_»
config-user-unknown = { $file }: пользователя по умолчанию «{ $word }» нет среди [actors]
config-bad-language = { $file }: нет языка «{ $word }»; есть ru и en
config-bad-limit = { $file }: предел «{ $word }» может быть от { $least } до { $most }
no-such-actor = В { $file } нет пользователя «{ $actor }»; есть: { $known }
as-of-is-for-reading = --as-of показывает прошлое, а эта команда записывает
as-of-use-on = когда событие произошло, говорит --on; чтобы работать как бы в другой день, есть --date

arg-bad-date = день пишется так: 2023-09-10 или 10.09.2023
arg-not-a-number = нужно целое число
arg-number-too-large = такое число слишком велико
arg-not-in-range = допустимо { $range }
arg-bad-moment = момент пишется так: 2023-09-10T12:00:00+03:00

usage-no-such-command = Нет команды «{ $word }»
usage-no-such-argument = Лишнее слово: «{ $word }»
usage-no-such-option = У этой команды нет параметра { $word }
usage-missing = Не хватает: { $words }
usage-missing-command = Какая команда нужна?
usage-no-value = Параметру { $arg } нужно значение
usage-bad-value = «{ $value }» не подходит для { $arg }: { $reason }
usage-conflict = { $one } и { $other } нельзя указать вместе
usage-number-of-values = { $arg }: неверное число значений
usage-not-utf8 = Аргумент записан не в UTF-8
usage-other = { $reason }
usage-did-you-mean = может быть, { $words }?
usage-usage = как пишется:
usage-help = что значит каждый параметр, с примерами:
usage-one-of = бывает { $known }
usage-elsewhere = такая команда есть в группе:

did-you-mean = вы имели в виду:
task-unknown = Нет задачи «{ $text }»{ $near ->
    [1] ; вы имели в виду:
   *[0] {""}
}
task-ambiguous = «{ $text }» — это несколько задач, а нужна одна; вы имели в виду:
occurrence-see-all = все сроки этой задачи:
and-more = … и ещё { $count }
occurrence-unknown = У задачи { $task } нет срока «{ $key }»; есть:
occurrence-ambiguous = У задачи { $task } «{ $title }» несколько сроков; назовите один:
no-tasks-yet = Задач пока нет
nothing-by-then = К концу дня { $day } в журнале ещё ничего не было
nothing-by-then-look = с какого дня ведётся журнал:
no-tasks-import = прочитайте их из дорожной карты школы:

no-such-school = Нет школы «{ $school }»; есть: { $known }
told-dry-run = Проба: ничего не записано. Было бы сделано:
told-repeated = Эта команда уже выполнялась; вот что она сделала:
told-nothing = Ничего не изменилось
text-erased = (стёрто)
arg-bad-plan = год плана пишется так: 2023/24 или 2023-09-01..2024-08-31
arg-bad-count = пишется так: mentors=8; можно считать mentors, mentees, pairs, trained, consents, requests, paired, meetings
arg-bad-head = пишется так: ШКОЛА:НОМЕР:ХЕШ, как печатает journal verify
allow-needs-more = Чтобы отложить условие, к --allow нужны причина и срок: --reason "почему" --until 20.11.2023
evidence-empty = Чем подтверждается? Укажите --doc, --link, --note или --kind и --text
edit-empty = Что изменить? Укажите --number, --title, --term, --result, --tag или --untag
no-such-person = Нет человека, роли или подразделения «{ $name }»{ $near ->
    [1] ; вы имели в виду:
   *[0] {""}
}
person-known = «{ $name }» уже есть в списке под номером { $id }
