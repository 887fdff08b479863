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
