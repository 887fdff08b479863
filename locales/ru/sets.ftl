publish-refused = Набор не опубликован. Причин: { $count }
publish-test-failed = Тест не пройден: { $file }, { $test }
publish-tests-not-run = Тесты не исполнены: { $file }
publish-sound = Проверено: сценариев { $scripts }, тестов пройдено { $tests }
publish-did-you-mean = может быть, «{ $name }»?
publish-by-workflow = процесс «{ $name }» (версия { $version })
publish-by-programme = программа { $id }
publish-by-all = то, что уже идёт
publish-lack-guard = Нет условия «{ $name }» в scripts/guards.rhai, а оно нужно: { $by }
publish-lack-hook = Нет события «{ $name }» в scripts/hooks.rhai, а оно нужно: { $by }
publish-lack-template = Нет шаблона сообщения «{ $name }», а он нужен: { $by }
publish-lack-stage = Нет этапа «{ $name }», а его ждёт { $by }
publish-lack-workflow = Нет процесса «{ $name }», а он нужен: { $by }
publish-lack-form = Нет формы наставничества «{ $name }», а по ней идёт { $by }
publish-lack-role = Нет роли «{ $name }», а она нужна: { $by }
publish-lack-tag = Нет метки задач «{ $name }», а она нужна: { $by }
publish-lack-document = Нет вида документа «{ $name }», а он нужен: { $by }
publish-lack-evidence = Нет вида подтверждения «{ $name }», а он нужен: { $by }
publish-nothing-to-roll-back = { $set } уже действует; публиковать нечего

sets-unknown = Нет набора «{ $hash }»
sets-unknown-near = Нет набора «{ $hash }»; может быть, { $near }?
sets-ambiguous = С «{ $hash }» начинается несколько наборов: { $found }; напишите больше знаков
sets-see-history = все наборы:
sets-none = Ещё ничего не опубликовано
sets-publish = опубликуйте рабочую копию:
sets-title = набор №{ $no } { $set } от { $date }
sets-working = рабочая копия
sets-column-no = №
sets-column-set = Набор
sets-column-on = Действует с
sets-column-author = Кто
sets-column-why = Почему
sets-column-files = Файлы
sets-column-file = Файл
sets-column-bytes = Байт
sets-column-content = Содержимое
sets-first = первый набор, { $count ->
    [one] { $count } файл
    [few] { $count } файла
   *[many] { $count } файлов
}
sets-same-files = файлы те же
sets-other-engine = Часть наборов издана другой версией программы: старые числа она может вычислить иначе
sets-no-difference = Различий нет: { $from } – { $to }
sets-no-text = { $path }: содержимое изменилось, но это не текст
sets-by = Опубликовал: { $author }. Почему: { $why }
sets-by-first = Опубликовал: { $author }
sets-in-force = Действует сейчас
sets-not-in-force = Сейчас не действует
sets-no-file = В наборе { $set } нет файла «{ $file }»
sets-see-files = файлы набора:
sets-rollback-question = Вернуть { $set }? То, что уже идёт, останется на прежних версиях процессов
sets-rolled-back = Снова действует { $set }
sets-tests-failed = Тесты этого набора сейчас не проходят: { $tests }
sets-edits-stay = Рабочая копия не тронута. От действующего набора она отличается в { $count ->
    [one] { $count } файле
   *[many] { $count } файлах
}:
sets-put-aside = Правка сохранена: { $path } → { $to }
sets-would-put-aside = Правка будет отложена: { $path }
sets-written = Записано из старого набора: { $files }
sets-removed = Убрано (в старом наборе их нет, содержимое хранится в наборах): { $files }
sets-left = Оставлено, не опубликовано: { $files }

help-script-history = Показать все опубликованные наборы: когда, кто, почему и какие файлы изменились
help-script-diff = Показать по строкам, что изменилось между двумя наборами или между набором и рабочей копией
help-script-diff--from = Прежний набор: начало хеша или номер [действующий]
help-script-diff--to = Новый набор [рабочая копия]
help-script-show = Показать опубликованный набор или напечатать один его файл
help-script-show--set = Набор: начало хеша или номер
help-script-show--file = Файл, с папкой или без неё
help-script-publish = Проверить, испытать и взвесить рабочую копию, затем ввести её в действие; причина сохраняется
help-script-publish--why = Почему — одним предложением, для журнала; людей не называйте
help-script-publish--allow-failing = Опубликовать, хотя правила дают ошибку на сегодняшних данных, если её дают и действующие
help-script-rollback = Снова ввести в действие старый набор; рабочая копия остаётся как есть
help-script-rollback--set = Набор: начало хеша или номер
help-script-rollback--why = Почему — одним предложением, для журнала; людей не называйте
help-script-rollback--checkout = Записать его файлы и в рабочую копию; неопубликованные правки откладываются, а не пропадают
