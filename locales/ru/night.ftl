# Ночная смена: показатели, напоминания, имитация.
event-evaluated = Показатели на { $date }: { $count ->
    [one] { $count } участник счёта
    [few] { $count } участника счёта
   *[other] { $count } участников счёта
}
event-restated = Показатели на { $date } пересчитаны по поздним данным: { $count }
event-notices = Напоминания на { $date }: подходит срок — { $due }, просрочено — { $late }, прочее — { $other }
event-night = Ночь { $date }: { $how }
event-night-skipped = ; пропущены ночи { $from }–{ $to } (правило «{ $why }»)
night-how-ran = прошла
night-how-caught-up = нагнана позже
