# Сроки: как они поняты. Проверка: vekha deadline parse "…"

# ── Вид ──
deadline-is-due = Срок: { $what } (включительно).
deadline-is-window = Время выполнения: { $what }.
deadline-is-period = Выполняется всё время: { $what }; опоздать можно только после конца.
deadline-is-recurring = Повторяется: { $what }.
deadline-is-yearly = Повторяется каждый год.
deadline-is-linked = По срокам программ наставничества, к которым относится.
deadline-is-relative = Отсчитывается от события: { $what }.
deadline-is-relative-unnamed = Отсчитывается от события, которое не названо: { $what }.
deadline-asks-calendar = четверти и каникулы у школы свои: впишите их в calendar/school.toml и укажите этот файл в --calendar
deadline-is-external = Когда именно, назначает другой документ: график, план, приказ или календарь школы.
deadline-is-as-needed = Выполняется, когда появляется необходимость; опоздать нельзя.
deadline-is-since = Начало: { $what }; конец не назван.
deadline-is-none = Срок не указан.
deadline-is-invalid = Срок не понят.
deadline-within = Только в эти дни: { $days }.
deadline-brief = { $kind ->
    [yearly] каждый год, день не назван
    [linked] по срокам программ наставничества
    [external] по другому документу
    [as-needed] по необходимости
    [none] не указан
    [invalid] не понят
   *[other] не назван
}
deadline-line = «{ $phrase }»: { $text }
deadline-empty-phrase = (пусто)

# ── Дни ──
deadline-day = { $day } { $month } { $year } г.
deadline-day-without-year = { $day } { $month }
deadline-span-until = до { $day }
deadline-from = { $number ->
    [2] со
   *[other] с
}
deadline-span-since = { deadline-from } { $day }
deadline-span-open = всё время
deadline-span-month = { $month } { $year } г.
deadline-span-days = { deadline-from } { $first } по { $last }
deadline-span-months = { deadline-from } { $first } по { $last }
deadline-span-years = { deadline-from } { $first } по { $last }
deadline-month = { $month ->
    [1] январь
    [2] февраль
    [3] март
    [4] апрель
    [5] май
    [6] июнь
    [7] июль
    [8] август
    [9] сентябрь
    [10] октябрь
    [11] ноябрь
   *[12] декабрь
}
deadline-month-of-day = { $month ->
    [1] января
    [2] февраля
    [3] марта
    [4] апреля
    [5] мая
    [6] июня
    [7] июля
    [8] августа
    [9] сентября
    [10] октября
    [11] ноября
   *[12] декабря
}
deadline-list = { $rest } и { $last }

# ── Правила ──
deadline-rule-daily = каждый день
deadline-rule-weekly = { $times ->
    [1] { $every ->
        [1] каждую неделю
        [one] раз в { $every } неделю
        [few] раз в { $every } недели
       *[other] раз в { $every } недель
    }
   *[other] { $times ->
        [one] { $times } раз
        [few] { $times } раза
       *[other] { $times } раз
    } { $every ->
        [1] в неделю
        [one] за { $every } неделю
        [few] за { $every } недели
       *[other] за { $every } недель
    }
}
deadline-rule-monthly = { $times ->
    [1] { $every ->
        [1] каждый месяц
        [one] раз в { $every } месяц
        [few] раз в { $every } месяца
       *[other] раз в { $every } месяцев
    }
   *[other] { $times ->
        [one] { $times } раз
        [few] { $times } раза
       *[other] { $times } раз
    } { $every ->
        [1] в месяц
        [one] за { $every } месяц
        [few] за { $every } месяца
       *[other] за { $every } месяцев
    }
}
deadline-rule-weekdays = { $every ->
    [1] по { $days }
   *[other] { $weeks }, по { $days }
}
deadline-on-weekdays = { $weekday ->
    [0] понедельникам
    [1] вторникам
    [2] средам
    [3] четвергам
    [4] пятницам
    [5] субботам
   *[6] воскресеньям
}
deadline-the-weekday = { $weekday ->
    [0] понедельник
    [1] вторник
    [2] среда
    [3] четверг
    [4] пятница
    [5] суббота
   *[6] воскресенье
}
deadline-nth-weekday = { $nth ->
    [-1] { $gender ->
        [feminine] последняя
        [neuter] последнее
       *[masculine] последний
    }
   *[other] { $nth }-{ $gender ->
        [feminine] я
        [neuter] е
       *[masculine] й
    }
} { $weekday }
deadline-rule-month-day = { $months }, до { $value } числа
deadline-rule-month-days = { $months }, { $value } числа
deadline-rule-month-end = { $months }, до последнего дня
deadline-rule-month-weekday = { $months }, { $value }
deadline-rule-quarter = каждый квартал
deadline-rule-school-quarter = каждую четверть
deadline-rule-trimester = каждый триместр
deadline-rule-half-year = каждое полугодие
deadline-rule-by-day = { $stretch }, до { $day } числа { $month ->
    [next] следующего месяца
    [nth] { $nth }-го месяца
   *[last] последнего месяца
}
deadline-rule-times-a-year = { $times ->
    [one] { $times } раз в год
    [few] { $times } раза в год
   *[other] { $times } раз в год
}
deadline-length = { $unit ->
    [working-days] { $count ->
        [one] { $count } рабочий день
        [few] { $count } рабочих дня
       *[other] { $count } рабочих дней
    }
    [months] { $count ->
        [one] { $count } месяц
        [few] { $count } месяца
       *[other] { $count } месяцев
    }
   *[days] { $count ->
        [one] { $count } день
        [few] { $count } дня
       *[other] { $count } дней
    }
}
deadline-offset-at = «{ $anchor }», в тот же день
deadline-offset-at-once = сразу
deadline-offset-before = за { $length } до { $anchor }
deadline-offset-before-unnamed = за { $length } до него
deadline-offset-after = { $length } после { $anchor }
deadline-offset-after-unnamed = { $length } после него

# ── Пометки ──
deadline-remark-preparation = Это лето перед началом плана: подготовка, так и бывает.
deadline-remark-before-plan = Срок раньше плана: похоже на ошибку в документе.
deadline-remark-outside-plan = Есть дни после конца плана: они сохранены, но в этом плане не отслеживаются.
deadline-remark-no-date = День не назван: впишите его, иначе напоминать не о чем.
deadline-remark-approximate = День примерный: опоздание считается через неделю после него.
deadline-remark-ambiguous-year = Август без года: взят конец плана; если имеется в виду август перед ним, допишите год.
deadline-remark-non-working = День нерабочий: срок не сдвигается, напоминание придёт в последний рабочий день до него.
deadline-remark-linked = Связан со сроками программ наставничества.
deadline-remark-multi-year = Длится больше года: в этом плане отслеживается его часть.
deadline-remark-for-previous-month = Каждый раз — за предыдущий месяц.
deadline-remark-for-previous-period = Каждый раз — за предыдущий период.
deadline-remark-no-anchor = От какого события считать, не сказано.
deadline-remark-template-blank = Бланк не заполнен: вместо даты прочерк.
deadline-remark-no-such-date = Такого дня нет, или промежуток кончается раньше, чем начинается.
deadline-remark-bad-year = Год не может быть таким, или промежуток лет идёт назад.
deadline-remark-not-a-deadline = Это не похоже на срок.

# ── Календарь ──
calendar-fault = { $path }, строка { $line }, столбец { $column }: { $problem }
calendar-not-days = «{ $value }»: нужен день 2024-01-31 или отрезок 2024-01-01..2024-01-08
calendar-bad-range = отрезок «{ $value }» кончается раньше, чем начинается, или длиннее года
calendar-week = week = { $value }: в рабочей неделе 5 или 6 дней
calendar-year = year = { $value }: нужен год с 1900 по 2200
calendar-year-twice = { $value } год описан дважды
calendar-other-year = «{ $value }» не относится к году, под которым записан
calendar-not-weekend = «{ $value }» — будний день; в work записывают только рабочие субботы и воскресенья
calendar-confidence = confidence = «{ $value }»: нужно high, medium или low
calendar-plan = «{ $value }» — не учебный год: пишите 2023/24
calendar-too-many = здесь не больше { $value }
calendar-order = «{ $value }» накладывается на предыдущий отрезок или выходит за учебный год
calendar-unreadable = не удалось прочитать календарь { $path }: { $reason }
calendar-not-text = { $path }: календарь должен быть текстом в UTF-8 не больше { $limit } КБ
calendar-hint = образец с пояснениями: vekha deadline calendar --template

# ── Команды ──
deadline-stdin-failed = не удалось прочитать стандартный ввод: { $reason }
deadline-schedule-heading = В плане { $plan }:
deadline-calendar-week = { $week ->
    [6] шестидневная рабочая неделя
   *[5] пятидневная рабочая неделя
}
deadline-calendar-quarters = Четверти { $plan }: { $days }
deadline-calendar-col-year = Год
deadline-calendar-col-working = Рабочих дней
deadline-calendar-col-source = Источник

# ── Справка ──
help-deadline = Понять срок, записанный словами; показать календари, по которым сроки считаются
help-deadline-parse = Объясняет, как понят срок: вид, дни, правило и что в нём сомнительно
help-deadline-parse--phrase = Срок, как он записан в плане
help-deadline-parse--plan = Год плана: 2023/24 или 2023-09-01..2024-08-31 [учебный год сегодняшнего дня]
help-deadline-parse--calendar = Файл календаря школы или ru — календарь из поставки: четверти, нерабочие дни [четверти из календаря школы]
help-deadline-parse--stdin = Читать со стандартного ввода, по сроку в строке
help-deadline-calendar = Проверить и показать календарь: известные годы, рабочие дни, четверти
help-deadline-calendar--file = Файл календаря школы [календарь из поставки]
help-deadline-calendar--plan = Год плана: 2023/24 или 2023-09-01..2024-08-31 [учебный год сегодняшнего дня]
help-deadline-calendar--template = Напечатать образец, чтобы его заполнить
