# The night shift: indicators, reminders, simulation.
event-evaluated = Indicators of { $date }: { $count ->
    [one] { $count } subject
   *[other] { $count } subjects
}
event-restated = Indicators of { $date } restated by late facts: { $count }
event-notices = Reminders of { $date }: due { $due }, late { $late }, other { $other }
event-night = The night of { $date } { $how }
event-night-skipped = ; the nights { $from }–{ $to } were skipped (rule “{ $why }”)
night-how-ran = ran
night-how-caught-up = was caught up later
