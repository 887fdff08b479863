help-rescue = Собрать хранилище заново из выгруженного журнала и выгрузки сведений о людях
help-rescue--dir = Папка для нового хранилища
help-rescue--journal = Файл команды «vekha journal export --all»
help-rescue--vault = Файл команды «vekha vault export»; без него вместо людей останутся номера
help-rescue--key-file = Файл с паролем или секретным ключом к нему
help-rescue--known = Записанный конец журнала: ШКОЛА:НОМЕР:ХЕШ
help-vault = Сохранить сведения о людях под паролем
help-vault-export = Записать имена, тексты и содержимое файлов в один зашифрованный файл, рядом с журналом
help-vault-export--file = Новый файл
help-vault-export--key-file = Файл с паролем или открытым ключом age: «age1…»
help-journal-export--all = Журналы всех школ, а в ФАЙЛ.published — опубликованные сценарии и правила
help-journal-verify--file = Проверить выгруженный журнал вместо здешнего
verify-file-counts = Событий: { $events }. Концы журналов (школа:номер:хеш):
vault-exported = Сведения о людях записаны и зашифрованы: { $rows ->
    [one] { $rows } запись
    [few] { $rows } записи
   *[many] { $rows } записей
}, файл { $file }
vault-no-key = В файле { $file } нет ни пароля, ни ключа. Запишите в него пароль одной строкой.
vault-wrong-key = Этот пароль или ключ не открывает файл { $file }.
vault-damaged = Файл { $file } не читается: он не зашифрован age, обрезан или изменён.
vault-bad-line = { $file }, строка { $line }: это не выгрузка сведений о людях.
rescue-empty = В файле { $file } нет ни одного события.
rescue-not-whole = Журнал { $file } не полон или не тот.
rescue-bad-line = { $file }, строка { $line }: это не событие журнала.
rescue-bad-chain = { $file }, строка { $line } не продолжает предыдущую: журнал изменён, переставлен или обрезан. Возьмите другую копию.
rescue-done = Хранилище собрано заново: { $dir }. { $events ->
    [one] { $events } событие
    [few] { $events } события
   *[many] { $events } событий
}, { $schools ->
    [one] { $schools } школа
    [few] { $schools } школы
   *[many] { $schools } школ
}.
rescue-there = В папке { $dir } уже лежит хранилище с этим журналом; в нём ничего не изменено.
rescue-vault = сведений о людях и текстов возвращено: { $count }
rescue-missing = записей, которых нет: { $count } — стёрты раньше или не было выгрузки; вместо них номера
rescue-foreign = записей, которые не подходят к этому журналу и оставлены в стороне: { $count }
