store-busy = Хранилище занято: процесс { $pid } («{ $command }») пишет в него с { $since }. Дождитесь его окончания и повторите команду.
store-busy-unknown = Хранилище занято другим процессом. Дождитесь его окончания и повторите команду.
store-damaged = Файл хранилища повреждён: { $what }. Что именно пострадало, покажет `vekha doctor`; вернуть резервную копию: `vekha restore ФАЙЛ`.
store-newer = Файл записан более новой версией программы: { $what } имеет версию { $found }, а эта программа знает версии до { $known }. Обновите программу.
store-full = На диске нет места. Ничего не потеряно: освободите место и повторите команду.
store-no-rights = Нет прав на файл или папку { $path }. Проверьте права доступа и владельца.
store-not-a-home = Здесь нет хранилища: { $path }. Создайте его командой `vekha init ПАПКА` или укажите папку: `--home ПАПКА`.
store-exists = Файл уже есть: { $path }. Укажите другое имя или уберите этот файл.
store-read-only = Хранилище открыто только для чтения.
store-too-large = Значение слишком велико для хранилища: { $what }.
store-conflict = Журнал изменился, пока готовилась запись: { $what }. Повторите команду.
store-io = Система не смогла прочитать или записать файл: { $what }.

store-problem-unreadable = Значение не читается: { $place }
store-problem-pages = Файл не прошёл проверку redb: { $place }
store-problem-gap = В журнале пропуск: { $place }
store-problem-chain = Цепочка журнала разорвана перед событием { $place }
store-problem-time = Событие { $place } записано раньше предыдущего
store-problem-head = Отмеченный конец журнала школы { $place } не совпадает с последним событием
store-problem-link = Общая цепочка разорвана в звене { $place }
store-problem-lost = Событие { $place } названо в общей цепочке, но в журнале его нет или оно изменено
store-problem-unlinked = Журнал продолжается после последнего звена общей цепочки: { $place }
store-problem-answer = Нет ответа на команду { $place }
store-problem-vault = Запись о человеке не та, что опечатана в журнале: { $place }
store-problem-unsealed = Запись о человеке, о которой журнал не знает: { $place }
store-problem-unknown = Известного конца журнала нет среди событий: { $place }
store-problem-row = Строка состояния расходится с журналом: { $place }
store-problem-due = Указатель сроков расходится со строками: { $place }

help-backup = Скопировать хранилище в отдельный файл, не прерывая работы; каждое значение проверяется
help-backup--file = Новый файл или папка для него [backups в рабочей папке]
help-backup--daily = Копия за сегодня, если её ещё нет; старые копии сверх срока из vekha.toml удаляются
help-restore = Поставить резервную копию на место хранилища; прежний файл останется рядом
help-restore--file = Резервная копия; она проверяется до того, как что-либо заменить
help-doctor = Осмотреть рабочую папку: её файлы, а в хранилище — страницы, каждое значение, цепочки, строки и сроки против журнала
help-doctor--rebuild = Сначала построить строки и указатель сроков заново по журналу

backup-done = Копия готова: { $file } ({ $kib } КиБ)
backup-there = Копия за { $day } уже есть
restore-no-file = Нет такого файла: { $file }
restore-sound = Копия { $file } исправна. { $events ->
    [one] { $events } событие
    [few] { $events } события
   *[many] { $events } событий
}, { $schools ->
    [one] { $schools } школа
    [few] { $schools } школы
   *[many] { $schools } школ
}.
restore-ask = Заменить хранилище копией { $file }? В ней { $events ->
    [one] { $events } событие
    [few] { $events } события
   *[many] { $events } событий
}, { $schools ->
    [one] { $schools } школа
    [few] { $schools } школы
   *[many] { $schools } школ
}.
restore-done = Хранилище восстановлено из { $file }. { $events ->
    [one] { $events } событие
    [few] { $events } события
   *[many] { $events } событий
}, { $schools ->
    [one] { $schools } школа
    [few] { $schools } школы
   *[many] { $schools } школ
}.
restore-erase-reason = стёрто раньше, чем восстановлена копия
restore-erased = { $count ->
    [one] данные { $count } человека
   *[other] данные { $count } человек
} стёрты снова: в копии они ещё были; пары и места в базах закрыты
restore-replaced = прежний файл сохранён: { $file }

doctor-table = Таблица
doctor-entries = Записей
doctor-looked = Сверено с журналом: событий — { $events }, строк — { $rows }, сроков — { $due }, записей о людях — { $vault }; стёрто записей о людях — { $erased }.
doctor-sound = Хранилище исправно.
doctor-problems = { $count ->
    [one] Найдена { $count } неисправность
    [few] Найдены { $count } неисправности
   *[many] Найдено { $count } неисправностей
}
doctor-rebuild = журнал цел, разошлись только строки и сроки: их можно построить заново
doctor-restore = верните последнюю исправную копию; прежний файл останется рядом
