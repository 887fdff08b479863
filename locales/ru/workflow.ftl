# Процессы: проверка, показ, схема.

workflow-error = ошибка
workflow-warning = предупреждение
workflow-help = подсказка
workflow-did-you-mean = может быть, «{ $name }»?
workflow-at-first = первое определение здесь

workflow-file-too-large = { $path }: файл больше 256 КБ — это не определение процесса
workflow-file-not-utf8 = { $path }, строка { $line }: текст не в кодировке UTF-8; сохраните файл в UTF-8

# ── Что не так ──
workflow-syntax = { $kind ->
    [duplicate] этот ключ или раздел уже есть выше
    [quotes] здесь нужно значение; текст берут в кавычки: "…"
    [unclosed] нет закрывающей кавычки или скобки
    [comma] между элементами нужна запятая
    [extra-comma] лишняя запятая
    [value] после «=» нет значения
    [key] здесь ожидается ключ: латинские буквы, цифры, «-» и «_»
    [number] число записано неверно
    [escape] после «\» стоит знак, которого там не бывает; чтобы написать сам «\», удвойте его
    [equals] между ключом и значением нужен один знак «=»
    [line] в этой строке что-то лишнее: на каждую запись — своя строка
    [date] дата или время записаны неверно: 2023-09-01, 09:30:00
    [deep] слишком глубокая вложенность
   *[other] запись не в формате TOML ({ $detail })
}
workflow-unknown-key = неизвестный ключ «{ $key }» { workflow-in-table }
workflow-missing-key = нет ключа «{ $key }» { workflow-in-table }
workflow-in-table = { $table ->
    [file] в файле
    [workflow] в разделе [workflow]
    [stage] у стадии
    [transition] у перехода
    [require] у требования
    [any] у одного из условий any
    [enter] у действия при входе
    [words] у надписи (есть ru и en)
    [term] у срока (есть task и otherwise)
    [vocabulary] в словаре школы
   *[other] здесь
}
workflow-wrong-type = значение «{ $key }» — { workflow-type-found }, а нужно { workflow-type-expected }
workflow-type-found = { $found ->
    [string] текст
    [integer] число
    [float] дробное число
    [boolean] true/false
    [datetime] дата
    [array] список
    [table] таблица
   *[other] { $found }
}
workflow-type-expected = { $expected ->
    [string] текст в кавычках
    [strings] текст или список текстов
    [integer] целое число
    [boolean] true или false
    [table] таблица {"{"} … {"}"}
    [tables] список таблиц
    [words] {"{"} ru = "…", en = "…" {"}"}
    [term] срок: "+10bd", "30.10", дата или {"{"} task = "метка" {"}"}
   *[other] { $expected }
}
workflow-bad-value = «{ $value }» не подходит для «{ $key }»; можно: { $allowed }
workflow-bad-id = «{ $id }» не годится как id: буквы, цифры, «.», «-», «_», до 64 знаков
workflow-duplicate-id = id «{ $id }» уже занят
workflow-duplicate-name = процесс с именем «{ $name }» уже есть в другом файле
workflow-missing-language = { $lang ->
    [ru] нет надписи по-русски (ru)
   *[en] нет надписи по-английски (en)
}
workflow-empty-list = список «{ $key }» пуст
workflow-too-many = больше { $most } таблиц «{ $key }»: для одного процесса это слишком много
workflow-more = и ещё замечаний: { $count }; исправьте сначала показанные
workflow-unknown-stage = нет стадии «{ $name }»
workflow-unknown-role = нет роли «{ $name }»
workflow-unknown-tag = нет метки назначения «{ $name }»
workflow-unknown-document = нет вида документа «{ $name }»
workflow-unknown-evidence = нет вида подтверждения «{ $name }»
workflow-unknown-guard = в guards.rhai нет условия «{ $name }»
workflow-unknown-hook = в hooks.rhai нет функции «{ $name }»
workflow-unknown-template = нет шаблона сообщения «{ $name }»
workflow-bad-term = { $reason ->
    [day] нет такого дня: «{ $value }»
    [far] слишком далёкий срок: «{ $value }»; самое большее 1000
   *[form] срок «{ $value }» непонятен; пишут "+14d", "+10bd" (рабочие дни), "+2w", "+1m", "30.10" или дату
}
workflow-not-one-of = нужен ровно один ключ из: { $allowed }
workflow-wrong-subject = «{ $key }» здесь не считают: процесс { $kind ->
    [programme] программы
    [task] задачи
    [pair] пары
   *[document] документа
}
workflow-no-stages = нет ни одной стадии [[stage]]
workflow-no-final-stage = нет итоговой стадии: хотя бы у одной должно быть outcome = "done"
workflow-unreachable-stage = в стадию «{ $stage }» нельзя попасть
workflow-dead-end = из стадии «{ $stage }» нет выхода, а итога (outcome) у неё нет
workflow-no-way-to-end = из стадии «{ $stage }» нет пути к завершению
workflow-only-cancelled = из стадии «{ $stage }» можно только прекратить дело, но не завершить его
workflow-ambiguous-automatic = из стадии «{ $stage }» сработают сразу два автоматических перехода: «{ $first }» и «{ $second }»
workflow-ambiguous-title = из стадии «{ $stage }» ведут два перехода с одинаковой надписью «{ $title }»
workflow-self-loop = переход возвращает в ту же стадию «{ $stage }»; если так задумано, добавьте reason = true
workflow-automatic-cycle = автоматические переходы ходят по кругу: { $path }
workflow-automatic-reason = автоматический переход не может требовать причину: её некому назвать
workflow-no-taker = этот переход никто не может сделать: укажите roles или automatic = true
workflow-back-leads-on = back = true, а переход ведёт к более поздней стадии
workflow-not-marked-back = переход ведёт к более ранней стадии; добавьте back = true

# ── Команды ──
help-workflow = Проверить процессы, показать, нарисовать, перевести идущее на другую версию
help-workflow-check = Проверить определения процессов: строка файла и указатель на место ошибки
help-workflow-check--files = Файлы или папки [workflows в рабочей папке]
help-workflow-show = Показать процесс: стадии, переходы, кто их делает и что для этого нужно
help-workflow-show--name = Имя процесса или файл [перечень процессов]
help-workflow-diagram = Нарисовать схему процесса
help-workflow-diagram--name = Имя процесса или файл
help-workflow-diagram--format = Вид схемы [по окончанию имени файла, иначе mermaid]
help-workflow-diagram--output = Куда записать [на экран]

workflow-check-file-good = { $path }: ошибок нет — { $stages ->
    [one] { $stages } стадия
    [few] { $stages } стадии
   *[other] { $stages } стадий
}, { $transitions ->
    [one] { $transitions } переход
    [few] { $transitions } перехода
   *[other] { $transitions } переходов
}
workflow-check-vocabulary-good = { $path }: словарь школы, ошибок нет
workflow-check-nothing = { $path }: в папке нет файлов *.toml
workflow-check-summary = { $errors ->
    [0] Ошибок нет
    [one] { $errors } ошибка
    [few] { $errors } ошибки
   *[other] { $errors } ошибок
}, { $warnings ->
    [0] предупреждений нет
    [one] { $warnings } предупреждение
    [few] { $warnings } предупреждения
   *[other] { $warnings } предупреждений
}
workflow-none-named = Нет процесса «{ $name }»; есть: { $known }
workflow-has-errors = В { $path } есть ошибки
workflow-check-it = проверьте файл:
workflow-shipped-shown = Рабочей папки Вехи здесь нет, поэтому показаны процессы из поставки.
workflow-written = Схема записана: { $path }

# ── Показ ──
workflow-col-name = Имя
workflow-col-title = Название
workflow-col-kind = Для чего
workflow-col-stages = Стадий
workflow-col-transitions = Переходов
workflow-col-hash = Версия
workflow-col-file = Файл
workflow-kind-programme = программа
workflow-kind-task = задача
workflow-kind-pair = пара
workflow-kind-document = документ
workflow-show-version = имя { $name }, версия { $hash }, файл { $path }
workflow-show-stages = Стадии
workflow-outcome-done = итог: выполнено
workflow-outcome-cancelled = итог: прекращено
workflow-show-begins = начало
workflow-show-term = завершить: { $term }
workflow-show-evidence = собирать: { $kinds }
workflow-show-who = кто: { $roles }
workflow-show-automatic = сам собой, как только требования выполнены
workflow-show-reason = нужна причина
workflow-show-must = обязательно
workflow-show-should = желательно
workflow-show-responsible = отвечает { $role }
workflow-show-back = назад
workflow-show-either = любое из условий:
workflow-term-days = { $n ->
    [one] через { $n } день
    [few] через { $n } дня
   *[other] через { $n } дней
} после входа
workflow-term-working-days = { $n ->
    [one] через { $n } рабочий день
    [few] через { $n } рабочих дня
   *[other] через { $n } рабочих дней
} после входа
workflow-term-weeks = { $n ->
    [one] через { $n } неделю
    [few] через { $n } недели
   *[other] через { $n } недель
} после входа
workflow-term-months = { $n ->
    [one] через { $n } месяц
    [few] через { $n } месяца
   *[other] через { $n } месяцев
} после входа
workflow-term-month-day = до { $day } (в учебном году плана)
workflow-term-task = к сроку задач с меткой «{ $tag }»
workflow-term-otherwise = к сроку задач с меткой «{ $tag }», а если у них нет даты — до { $day }
workflow-enter-notify = при входе: сообщить «{ $template }» — { $roles }
workflow-enter-open = при входе: взять в работу задачи с меткой «{ $tag }»
workflow-enter-draft = при входе: подготовить проект «{ $document }»
workflow-enter-hook = при входе: вызвать { $name }
workflow-condition-tasks = задачи с меткой «{ $tag }» { $where }: { $quantity }{ $occurrences ->
    [due] { " (чей срок наступил)" }
   *[all] { "" }
}
workflow-condition-count = { $what ->
    [mentors] наставники в реестре
    [mentees] наставляемые в реестре
    [pairs] пары
    [trained] обученные наставники
    [consents] участники со всеми согласиями
    [requests] наставляемые с запросом
    [paired] наставляемые в паре или в списке ожидающих
   *[meetings] встречи
}: { $quantity }
workflow-condition-evidence = подтверждение «{ $kind }»: { $quantity }
workflow-condition-evidence-any = любое подтверждение: { $quantity }
workflow-condition-not-before = не раньше срока: { $term }
workflow-condition-not-after = не позже срока: { $term }
workflow-condition-document = зарегистрирован документ «{ $document }»
workflow-condition-guard = условие школы «{ $name }»
workflow-condition-subjects = { $kind ->
    [task] задачи
    [pair] пары
    [document] документы
   *[programme] программы
} { $where }: { $quantity }
workflow-where-done = выполнены
workflow-where-cancelled = прекращены
workflow-where-ended = окончены
workflow-where-stage = в стадии { $stages }
workflow-quantity-all = все
workflow-quantity-at-least = не меньше { $n }
workflow-quantity-share = не меньше { $n } %

# ── Перевод на другую версию ──
help-workflow-migrate = Перевести идущие программы и пары на действующую версию процесса или на другую
help-workflow-migrate--workflow = Имя процесса; «task» — для мероприятий по срокам [процессы программ и пар]
help-workflow-migrate--to = Версия, по началу её хеша [действующая]
help-workflow-migrate--stage = Стадия старой версии и стадия новой, в которую она переходит: старая=новая
help-workflow-migrate--back = Вернуть прежнюю версию
arg-bad-stages = пишется так: training=mentors — стадия старой версии и стадия новой

migrate-col-what = Что
migrate-col-from = Версия
migrate-col-stage = Стадия
migrate-col-to = Новая версия
migrate-col-target = Новая стадия
migrate-how-given = (задано)
migrate-how-title = (по названию — проверьте)
migrate-stays = остаётся
migrate-stays-line = { $what } остаётся на прежней версии: { $why }
migrate-changes = Что изменится
migrate-many = { $count ->
    [one] { $count } дело
    [few] { $count } дела
   *[other] { $count } дел
}
migrate-term = у стадии другой срок
migrate-way-added = появится переход «{ $way }»
migrate-way-removed = не будет перехода «{ $way }»
migrate-way-redirected = переход «{ $way }» приведёт в другую стадию
migrate-way-takers = переход «{ $way }» смогут сделать другие роли
migrate-demand-added = для перехода «{ $way }» { $must ->
    [1] обязательно потребуется
   *[other] будет желательно
}: { $requirement }
migrate-demand-removed = для перехода «{ $way }» больше не потребуется: { $requirement }
migrate-demand-changed = для перехода «{ $way }» изменится требование: { $requirement }
migrate-gone = в новой версии нет стадии «{ $stage }»; назовите ту, в которую перевести: { $stages }
migrate-other-outcome = стадия «{ $stage }» завершает дело в одной версии и не завершает в другой; назовите ту, где работа продолжается: { $stages }
migrate-other-kind = версии относятся к разным видам процессов
migrate-not-in-force = процесса «{ $name }» нет среди опубликованных
migrate-went-on = после перевода сделан шаг; по стадиям назад переводит --to
migrate-question = { $count ->
    [one] Перевести { $count } дело?
    [few] Перевести { $count } дела?
   *[other] Перевести { $count } дел?
}
migrate-not-wanted = Ничего не переведено
migrate-dry = { $count ->
    [0] Всё идёт по нужной версии, переводить нечего
    [one] { $count } дело идёт по другой версии, остаётся на ней: { $stays }; ничего не изменено
    [few] { $count } дела идут по другой версии, остаётся на ней: { $stays }; ничего не изменено
   *[other] { $count } дел идут по другой версии, остаётся на ней: { $stays }; ничего не изменено
}
migrate-done = { $count ->
    [0] Всё идёт по нужной версии, переводить нечего
   *[other] Переведено: { $done }, осталось на прежней версии: { $stays }
}
migrate-no-workflow = Процесса с таким именем не было среди опубликованных; есть: { $known }
migrate-no-stage = Ни у одного из идущих дел нет в старой версии стадии: { $stages }
migrate-no-version = Нет такой версии, или так начинаются несколько; есть:
