help-pair = Подобрать пары наставников и наставляемых
help-pair-solve = Найти лучшие пары по готовым баллам — с доказательством
help-pair-solve--scores = Оценённые пары: таблица `mentor,mentee,score`
help-pair-solve--capacity = Наставники: таблица `mentor,capacity[,minimum]`
help-pair-solve--fixed = Обязательные пары: таблица `mentor,mentee`
help-pair-solve--forbidden = Запрещённые пары: таблица `mentor,mentee`
help-pair-solve--objective = Что считать лучшим: наибольшую сумму, справедливость или устойчивость
help-pair-solve--same-people = Наставник и наставляемый с одним именем — один человек: никто не наставляет себя, и двое — друг друга

pair-solving = Подбор пар
pair-column-mentor = Наставник
pair-column-mentee = Наставляемый
pair-column-score = Балл
pair-summary = { $pairs ->
    [one] { $pairs } пара, сумма баллов { $total }
    [few] { $pairs } пары, сумма баллов { $total }
   *[many] { $pairs } пар, сумма баллов { $total }
}
pair-worst = Самый низкий балл пары: { $score }
pair-verified = Сертификат проверен: лучшего подбора нет
pair-unmatched = { $count ->
    [one] Без наставника остался { $count } наставляемый
    [few] Без наставника остались { $count } наставляемых
   *[many] Без наставника остались { $count } наставляемых
}
pair-scores-cut = Некоторые баллы слишком длинны для точного счёта: цифры после { $decimals }-го знака отброшены
pair-unproved = Ответ не прошёл собственную проверку и поэтому не показан: { $reason }. Пожалуйста, сообщите об этом

pair-file-empty = Файл { $file } пуст: нужна строка заголовка { $columns }
pair-file-utf16 = Файл { $file } в кодировке UTF-16: сохраните его как CSV в UTF-8
pair-file-no-column = { $file }, строка 1: нет столбца «{ $column }»; в заголовке: { $found }
pair-file-columns = нужны столбцы { $columns }
pair-file-two-columns = { $file }, строка 1: два столбца называются «{ $column }»
pair-file-broken = { $file }, строка { $line }: { $reason }
pair-line-long = { $file }, строка { $line }: значений { $found }, а столбцов в заголовке { $columns }
pair-line-long-comma = дробную часть отделяйте точкой, а если запятой — разделите столбцы точкой с запятой
pair-line-open = { $file }, строка { $line }: кавычка не закрыта
pair-cell-empty = { $file }, строка { $line }, столбец «{ $column }»: ячейка пуста
pair-cell-no-number = { $file }, строка { $line }, столбец «{ $column }»: «{ $text }» — не десятичное число
pair-cell-too-large = { $file }, строка { $line }, столбец «{ $column }»: «{ $text }» — слишком большое число
pair-cell-no-count = { $file }, строка { $line }, столбец «{ $column }»: «{ $text }» — не число людей
pair-mentor-unknown = { $file }, строка { $line }, столбец «{ $column }»: этого наставника нет в файле вместимости
pair-mentor-unknown-hint = дайте ему там строку; вместимость 0 оставит его без пар
pair-mentor-twice = { $file }: один наставник стоит на строках { $first } и { $second }
pair-scored-twice = { $file }: одна пара оценена на строках { $first } и { $second }
pair-too-many = Столько подобрать нельзя: { $reason }

pair-infeasible = Выполнить все условия сразу нельзя
pair-no-minimum-above-capacity = наставник { $mentor } должен взять не меньше { $minimum }, но не больше { $capacity }
pair-no-pins-above-capacity = обязательных пар у наставника { $mentor } — { $pins }, а взять он может не больше { $capacity }
pair-no-pins-no-place = у наставника { $mentor } свободных мест нет, а обязательных пар — { $pins }
pair-no-minimum = наставник { $mentor } не набирает минимум: нужно ещё { $needed }, а подходящих — { $available }
pair-no-minimum-together = наставник { $mentor } не набирает минимум: вместе с другими ({ $among }) нужно ещё { $needed }, а подходящих — { $available }
pair-no-stable-minimum = наставник { $mentor } должен взять не меньше { $minimum }, но при любом устойчивом подборе у него { $load }
pair-no-pin-unscored = обязательной пары { $mentor } – { $mentee } нет среди оценённых
pair-no-pin-forbidden = обязательная пара { $mentor } – { $mentee } запрещена
pair-no-pin-twice = { $mentee } стоит в обязательных парах и с { $mentor }, и с { $first }
pair-no-pin-both-ways = { $mentor } и { $mentee } — обязательные наставники друг друга
pair-no-stable-pin = обязательной пары { $mentor } – { $mentee } нет в устойчивом подборе, лучшем для наставляемых
