kept-moving = Другие команды всё время меняли данные этой школы; повторите
rules-file = { $file } не прочитан
rules-check = все ошибки с местом каждой покажет
command-id-empty = --command-id пуст

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

help-publish = Ввести в действие рабочие копии из дома: процессы, календарь, скрипты, формы, словарь
help-publish--why = Почему — одним предложением, для журнала
publish-nothing = Рабочие копии не отличаются от набора { $set }, который уже действует
publish-question = Ввести в действие набор { $set }? То, что уже идёт, останется на прежних версиях процессов
publish-not-wanted = Ничего не опубликовано
publish-done = Действует набор { $set }
publish-pending = Отредактировано, но не опубликовано: { $files }. Проверьте и введите в действие: vekha publish
