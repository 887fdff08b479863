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
night-how-set-back = ran, behind one of a later day that a wrong clock left

value-policy = POLICY
value-subject = SUBJECT
value-indicator = INDICATOR
value-band = BAND
night-progress = Schools
night-dry = A dry run on a copy in memory: nothing was written or sent.
night-already = { $school }: the night of { $last } ran already, nothing is left to do.
night-clock-back = { $school }: the last night on record is { $last }, but today is { $today }. The clock seems to have been set back: what is recorded stays, and the next night runs after { $last }.
night-clock-far = Nothing was recorded since { $last }, not even a night, and today is { $today }: that is over a year. If the clock is wrong, a night would call everything late and tell everybody
night-clock-far-hint = If the clock is right:
night-clock-ahead = ! The last night on record is that of { $last }, { $days } days from today: a clock was wrong, then or now. Until that day no night runs, nothing is told and nothing sent.
night-clock-ahead-copy = If the clock was wrong then and little was recorded since, put back the copy that was made before that night:
night-clock-ahead-go-on = If much was recorded since, go on from today; what was recorded under that day stays in the journal:
night-school-failed = ! The night of this school is not finished: { $why }
night-restore = The store is damaged and the night has stopped. Put the last copy back:
night-summary = Night of { $date }: schools { $schools }, nights { $nights }; due { $due }, late { $late }{ $long ->
    [0] {""}
   *[other] {" "}(over a week { $long })
}, transitions { $moved }, indicators: subjects { $evaluated }, restated { $restated }, bands changed { $bands }; messages { $messages }, delivered { $sent }{ $undelivered ->
    [0] {""}
   *[other] , not delivered { $undelivered }
}{ $failed ->
    [0] .
   *[other] ; schools not finished { $failed }.
}
night-no-copy = ! Before the night no copy was made: { $why }
night-no-delivery = ! No message was sent, they wait in the outbox: { $why }
night-parcel = Letter: { $to } — { $count ->
    [one] { $count } message
   *[other] { $count } messages
}, { $did }
night-report = Report: { $file }
night-report-would = A report would be written: { $file }
night-memos = Memos of the week: { $file } (for { $count ->
    [one] { $count } person
   *[other] { $count } people
}; beside it a sheet for each)
night-memos-would = Memos of the week would be written: { $file } (for { $count ->
    [one] { $count } person
   *[other] { $count } people
})
night-no-papers = ! The report and the memos were not written: { $why }
night-told-due = Due soon: { $what } — { $date }
night-told-late = Late: { $what } — was due { $date }
night-told-very-late = More than a week late: { $what } — was due { $date }
night-told-no-consent = Papers are missing: { $what }
night-told-no-meeting = A meeting did not take place: { $what } — { $date }
night-moved = Moved on by itself: { $what } → "{ $way }"
night-band = { $what }: “{ $name }” was “{ $before }” and is “{ $after }”
night-foreseen = ! The indicators are computed, but on { $date } the script will fail at this: { $what } — { $why }
night-hook-failures = ! hooks.rhai failed { $count } times. Check it: vekha script test
metrics-no-subject = Whose indicators: “{ $subject }”? Write school, program:1, mentor:5, pair:3 or a mentor's name.
metrics-only-school-knows = these numbers are in no base, only the school knows them; tell them:
metrics-see-subjects = Whose there are:
metrics-none-of = There are no indicators yet: { $subject }.
metrics-none-by = There are no indicators on { $on } yet: { $subject }. The earliest are of { $first }.
metrics-run-nightly = The night shift computes them:
metrics-none = There are no indicators yet: the night shift computes them.
metrics-no-name = There is no indicator “{ $name }”. There are: { $known }.
metrics-mentor = mentor { $name }
metrics-no-data = no data: { $field }
metrics-not-applicable = not applicable
metrics-provisional = provisional until { $date }
metrics-restates = restates entry { $seq }
metrics-restated-by = restated by { $seq }
metrics-yes = yes
metrics-no = no
metrics-column-subject = Of
metrics-column-name = Indicator
metrics-column-value = Value
metrics-column-band = Band
metrics-column-date = Day
metrics-column-note = Note
metrics-source = Of { $date }, entry { $seq }; script { $script }, set { $set }, facts { $input }
metrics-entries = Journal entries behind it ({ $shown } of { $all })
simulate-progress = Nights
simulate-backwards = The last night { $until } is before today ({ $today }).
simulate-too-long = Too far ahead: at most { $most } nights.
simulate-note = Supposed in a simulation
simulate-title = Nights { $from }–{ $until }: { $nights }
simulate-nothing-written = Simulated on a copy in memory: nothing was written or sent.
simulate-supposed = Supposed
simulate-late = Late if nothing is done: { $count }
simulate-messages = Messages: { $count }
simulate-stages = Stages
simulate-stage-at-end = { $what }: on { $until } it stands in “{ $stage }”
simulate-bands = Indicators
simulate-no-bands = No band changes.
simulate-school = The school on { $date }:
simulate-column-from = Late from
simulate-column-what = What
simulate-column-term = Term
simulate-column-who = Responsible
simulate-column-to = To
simulate-column-count = Count
simulate-column-first = First
simulate-column-last = Last
simulate-column-about = About
scenario-syntax = { $file }:{ $line }: cannot be read: { $found }
scenario-date = { $file }:{ $line }: “{ $found }” is no date. Write 10.11.2023 or 2023-11-10.
scenario-words = { $file }:{ $line }: what happens is not clear: “{ $found }”.
scenario-forms = an event has three lines:
    { "[[event]]" }
    on = "2023-12-01"
    do = "mentor NAME leaves"
    Understood are also “task 3.5 done”, “task 3.5 cancelled”, “task 3.5 postponed to 01.12.2023”, “program advances”.
scenario-which-programme = Which programme? Name its number: “program 1 advances”
lint-title = Plan of { $plan }
lint-error = error
lint-warning = warning
lint-cannot-finish = The stage “{ $stage }” cannot end by { $term }: it needs task { $task }, which is due { $due }
lint-no-task = The stage “{ $stage }” { $must ->
    [1] cannot end
   *[0] can end only with a condition let pass
}: the plan has no task tagged “{ $tag }”. If there is such a task, tag it:
lint-stages-wait = Stages wait for each other: “{ $stage }” cannot end without the tasks “{ $tag }”, which only the later stage “{ $opener }” opens
lint-tasks-wait = Terms are counted from each other in a circle: { $tasks }
lint-no-working-day = { $task }: no working day from { $from } to { $to }
lint-day-off = { $task }: { $to } is a day off; the last working day before it is { $before }
lint-outside-plan = { $task }: the term { $to } is outside the plan
lint-overloaded = { $name }: { $count } terms in the week of { $week } ({ $tasks })
lint-summary = Errors: { $errors }, warnings: { $warnings }.
