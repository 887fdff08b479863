# Справка по командам: help-<путь команды>, справка по аргументам: help-<путь команды>--<аргумент>.
# Английский текст — в комментариях к командам (src/cli).
# Справка по командам своей области может стоять и в файле этой области.
help-heading-usage = Как пишется
help-heading-commands = Команды
help-heading-arguments = Аргументы
help-heading-options = Параметры
help-heading-globals = Общие параметры
help-heading-examples = Примеры
help-possible = варианты
help-default = по умолчанию
value-command = КОМАНДА
value-options = ПАРАМЕТРЫ

value-actor = ЛОГИН
value-date = ДАТА
value-deadline = СРОК
value-dir = ПАПКА
value-document = ДОКУМЕНТ
value-encoding = КОДИРОВКА
value-file = ФАЙЛ
value-format = ФОРМАТ
value-hash = ХЕШ
value-id = ID
value-kind = ВИД
value-lang = ЯЗЫК
value-n = N
value-name = ИМЯ
value-number = ЧИСЛО
value-pair = ПАРА
value-path = ПУТЬ
value-period = ПЕРИОД
value-person = ЧЕЛОВЕК
value-phrase = ФРАЗА
value-plan = ПЛАН
value-program = ПРОГРАММА
value-reason = ПРИЧИНА
value-role = РОЛЬ
value-school = ШКОЛА
value-script = СЦЕНАРИЙ
value-seconds = СЕКУНДЫ
value-section = РАЗДЕЛ
value-seed = ЗЕРНО
value-shell = ОБОЛОЧКА
value-stage = ЭТАП
value-tag = МЕТКА
value-task = ЗАДАЧА
value-tasks = ЗАДАЧИ
value-text = ТЕКСТ
value-title = НАЗВАНИЕ
value-transition = ПЕРЕХОД
value-when = КОГДА
value-workflow = ПРОЦЕСС

help = Ведёт программу наставничества школы по её дорожной карте
help--home = Дом: папка с файлом vekha.toml [ближайшая вверх по пути, иначе $VEKHA_HOME, иначе текущая]
help--school = Школа, с которой работать [школа по умолчанию из vekha.toml]
help--user = Кто действует: логин из vekha.toml [пользователь по умолчанию]
help--date = Считать этот день сегодняшним: 2023-09-10 или 10.09.2023
help--as-of = Показать то, что было записано к концу этого дня (для команд чтения)
help--json = Печатать JSON
help--lang = Язык: ru или en [язык системы]
help--dry-run = Сказать, что изменится, и ничего не менять (для команд записи)
help--command-id = Номер этой команды: повтор ничего не меняет и возвращает прежний ответ (для команд записи)
help--yes = Отвечать «да» на все вопросы
help--verbose = Говорить в stderr, что делается; дважды — подробнее
help--color = Когда раскрашивать вывод: auto — на терминале, always — всегда, never — никогда
help--help = Показать справку
help--version = Показать версию

# completions
help-completions = Печатает сценарий, по которому оболочка дополняет команды
help-completions--shell = Оболочка
