# Пары: предложения, объяснения, закрепление.
help-pair-propose = Предложить лучшие пары программы — с доказательством
help-pair-propose--programme = Номер программы [единственная, которая идёт]
help-pair-propose--objective = Что считать лучшим: наибольшую сумму, справедливость или устойчивость
help-pair-propose--draft = Оценивать по scripts/pairing.rhai рабочей папки, а не по опубликованному
help-pair-propose--rematch = Менять можно и существующие пары; отказ от каждой стоит столько баллов
help-pair-review = Показать предложение: баллы по критериям, нагрузку наставников, кто остался; сначала самые слабые пары
help-pair-review--proposal = Номер предложения [последнее]
help-pair-review--html = Записать отдельной страницей — смотреть и печатать
help-pair-explain = Объяснить пару, цену непредложенной пары или почему человек остался один
help-pair-explain--who = Человек: имя или номер; если названы двое, то наставник
help-pair-explain--mentee = Наставляемый: имя или номер
help-pair-explain--proposal = Номер предложения [последнее]
help-pair-pin = Закрепить пару: следующие предложения её сохранят
help-pair-pin--mentor = Наставник: имя или номер
help-pair-pin--mentee = Наставляемый: имя или номер
help-pair-pin--reason = Почему
help-pair-forbid = Запретить пару
help-pair-forbid--mentor = Наставник: имя или номер
help-pair-forbid--mentee = Наставляемый: имя или номер
help-pair-forbid--reason = Почему
help-pair-free = Снять закрепление или запрет пары
help-pair-free--mentor = Наставник: имя или номер
help-pair-free--mentee = Наставляемый: имя или номер
help-pair-free--reason = Почему
help-pair-diff = Сравнить два предложения: у кого другой наставник и что это даёт
help-pair-diff--before = Прежнее предложение
help-pair-diff--after = Новое предложение
help-pair-verify = Проверить сертификат предложения: лучше было нельзя
help-pair-verify--proposal = Номер предложения [последнее]
help-pair-accept = Образовать пары предложения: все или ни одной
help-pair-accept--proposal = Номер предложения [последнее]
help-pair-accept--replace = Завершить существующие пары, от которых отказывается предложение с --rematch
help-pair-accept--reason = Почему завершаются существующие пары
help-pair-list = Показать пары и их стадии
help-pair-list--programme = Только этой программы
help-pair-list--all = И завершённые
help-pair-show = Показать пару: её путь, подтверждения и что нужно для следующей стадии
help-pair-show--pair = Пара: номер или имя одного из двоих
help-pair-advance = Провести пары на следующую стадию или на другую
help-pair-advance--pairs = Пары: номера или имена одного из двоих
help-pair-advance--to = Стадия, на которую перейти [следующая]
help-pair-advance--by = Переход
help-pair-advance--on = Когда это было [сегодня]
help-pair-advance--allow = Требование, которое пропустить; нужны --reason и --until
help-pair-advance--reason = Почему
help-pair-advance--until = До какого дня его надо выполнить
help-pair-evidence = Записать, что подтверждает ход пар: согласия, встречи, планы
help-pair-evidence--pairs = Пары: номера или имена одного из двоих
help-pair-evidence--kind = Вид: agreement.mentor, agreement.mentee, meeting, plan, survey.before… [note]
help-pair-evidence--text = Что это
help-pair-evidence--on = Когда это появилось [сегодня]
help-pair-evidence--doc = Документ, который это подтверждает; регистрируется с номером и датой: «Приказ № 123 от 30.08.2023»
help-pair-evidence--link = Ссылка, которая это подтверждает
help-pair-evidence--note = Заметка, которая это подтверждает
help-pair-close = Завершить пары досрочно: отказ или уход наставника
help-pair-close--pair = Пара: номер или имя одного из двоих
help-pair-close--mentor = Все открытые пары этого наставника
help-pair-close--reason = Почему
help-pair-close--on = Когда это было [сегодня]


title-pair = пара { $id } ({ $mentor } – { $mentee })

pairs-judging = Оценка пар
pairs-stopped = Подбор прерван
pairs-objective-total = наибольшая сумма
pairs-objective-fair = справедливость
pairs-objective-stable = устойчивость
pairs-objectives = Что дали бы разные цели
pairs-impossible = невозможно
pairs-column-objective = Цель
pairs-column-pairs = Пар
pairs-column-total = Сумма
pairs-column-worst = Худшая
pairs-column-complete = Полнота
pairs-column-capacity = Может взять
pairs-column-has = Есть
pairs-column-new = Добавится
pairs-column-before = Было
pairs-column-after = Стало
pairs-criteria = По критериям
pairs-loads = Нагрузка наставников
pairs-coverage = С наставником: { $paired } из { $count }
pairs-kept = { $count ->
    [one] { $count } существующая пара сохранена
    [few] { $count } существующие пары сохранены
   *[many] { $count } существующих пар сохранено
}
pairs-proved-total = Доказано: больше людей с наставниками не будет при любом подборе, а при таком же числе не бывает большей суммы
pairs-proved-fair = Доказано: больше пар составить нельзя, и при таком же числе нельзя улучшить самую слабую пару, затем следующую и так далее
pairs-proved-stable = Доказано: нет наставника и наставляемого, которые оба предпочли бы друг друга своим парам
pairs-proposal-number = Предложение № { $id }
pairs-proposal-title = Предложение № { $id } от { $date }: { $objective }
pairs-proposed-before = Такое предложение уже есть
pairs-accepted = Принято: пары образованы
pairs-page-written = Страница записана: { $file }
pairs-suitable-full = подходят, но все места заняты: { $count }
pairs-score = Балл: { $score }
pairs-no-mentors = В базе наставников формы «{ $form }» сейчас никого нет
pairs-no-mentees = В базе наставляемых формы «{ $form }» сейчас никого нет
pairs-everybody-paired = У всех наставляемых формы «{ $form }» наставник уже есть
pairs-import-hint = внесите людей
pairs-propose-hint = составьте предложение
pairs-list-hint = пары
pairs-pin-refused = закреплённая пара { $mentor } – { $mentee }: { $reason }
pairs-script-failed = Сценарий подбора не сработал
pairs-script-failed-on = Сценарий подбора не сработал на паре { $mentor } – { $mentee }
pairs-score-unusable = Балл пары { $mentor } – { $mentee } не годится для счёта: { $score }
pairs-script-gone = Сценария { $hash }, по которому составлено предложение, больше нет
pairs-reason-threshold = балл ниже порога { $least }
pairs-reason-no-data = ни по одному критерию нет данных
pairs-reason-banned = пара запрещена куратором или стоит наоборот
pairs-reason-oneself = это один и тот же человек
pairs-nobody = никого
pairs-keeps-existing = Предложение № { $id } сохраняет существующие пары: завершать нечего
pairs-no-way-out = Из этой стадии пару { $id } досрочно завершить нельзя
no-such-proposal = Предложения № { $id } нет
no-proposals = Предложений ещё нет
no-such-pair = Пары № { $id } нет
no-pairs = Пар нет
pairs-none-of = У участника «{ $name }» нет пар
pairs-several-of = У участника «{ $name }» пар несколько, назовите номер
pairs-verified = Предложение № { $id } пересчитано по тем же данным (кандидатов: { $candidates }, вход { $input }): сертификат верен
pairs-input-changed = Данные с тех пор изменились: предложение № { $id } составлено по входу { $was }, а теперь { $now }
pairs-not-proved = Предложение № { $id } не доказано: { $reason }
pairs-prices-differ = Сохранённые цены или пары предложения № { $id } расходятся с пересчётом
pairs-no-difference = Предложения одинаковы
pairs-difference = Пар: { $before } → { $after }, сумма меняется на { $total }

pairs-explained-now = Данные изменились после предложения № { $id }: объясняется подбор по нынешним данным
pairs-not-in-question = О такой паре речи нет
pairs-has-mentor-already = { $name }: наставник уже есть — { $mentor }
pairs-in-no-base = { $name }: сейчас не стоит в базе этой формы
pairs-explain-pair = { $mentor } – { $mentee }: пара предложена
pairs-explain-no-pair = { $mentor } – { $mentee }: пара не предложена
pairs-may-not = Такой пары быть не может: { $reason }
pairs-explain-score = Балл { $score }, полнота данных { $completeness } %
pairs-not-applicable = не применимо
pairs-no-data = нет данных ({ $field })
pairs-next-for-mentee = Следующий для наставляемого: { $mentor } ({ $score })
pairs-next-for-mentee-none = Другого наставника для наставляемого нет
pairs-next-for-mentor = Следующий для наставника: { $mentee } ({ $score })
pairs-next-for-mentor-none = Другого наставляемого для наставника нет
pairs-cost = Если настоять на этой паре, сумма изменится на { $total }; число пар то же. Перестановки:
pairs-cost-pairs = Если настоять на этой паре, сумма изменится на { $total }, число пар — на { $pairs }. Перестановки:
pairs-cannot-force = Настоять на этой паре нельзя: { $reason }
pairs-explain-left = { $name }: наставника не нашлось
pairs-explain-idle = { $name }: наставляемого не нашлось
pairs-refused-so-many = { $reason }: { $count ->
    [one] { $count } пара
    [few] { $count } пары
   *[many] { $count } пар
}
pairs-full = { $mentor }: все места заняты ({ $capacity }); балл такой пары — { $score }
pairs-smallest-capacity = Самое малое изменение: { $mentor } берёт { $capacity } — тогда пара найдётся
pairs-no-candidate = Ни один наставник не подходит
pairs-smallest-rule = Самое малое изменение: снять отказ «{ $reason }» — он закрыл больше всего пар ({ $count })
pairs-no-places = Свободных мест нет: все заняты ({ $capacity })
pairs-best-for-idle = Лучший возможный наставляемый: { $mentee } ({ $score })

event-proposal-made = Предложение пар № { $id } для программы { $programme }: пар { $pairs }, без наставника { $left }
event-proposal-accepted = Предложение пар № { $id } принято
event-pair-formed = Образована пара { $id }: { $mentor } – { $mentee }
event-wish-pin = { $mentor } – { $mentee }: пара закреплена{ $why }
event-wish-forbid = { $mentor } – { $mentee }: пара запрещена{ $why }
event-wish-free = { $mentor } – { $mentee }: закрепление или запрет снят{ $why }

problem-mentor-full = мест больше нет: берёт { $capacity ->
    [one] { $capacity } наставляемого
   *[other] { $capacity } наставляемых
}
problem-has-mentor = наставник в этой программе уже есть: { $pair }
problem-oneself = никто не наставляет сам себя
problem-circular = { $mentee } уже наставляет этого человека: двое не наставляют друг друга
problem-not-on-side = этого человека сейчас нет ({ $base }, форма «{ $form }»)
problem-no-proposal = предложения № { $id } нет
problem-already-accepted = по предложению № { $id } пары уже образованы
problem-programme-ended = программа { $id } завершена
