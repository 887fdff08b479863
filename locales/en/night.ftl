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

value-policy = POLICY
value-subject = SUBJECT
value-indicator = INDICATOR
value-band = BAND
night-progress = Schools
night-dry = A dry run on a copy in memory: nothing was written or sent.
night-already = { $school }: the night of { $last } ran already, nothing is left to do.
night-clock-back = { $school }: the last night on record is { $last }, but today is { $today }. The clock seems to have been set back: what is recorded stays, and the next night runs after { $last }.
night-school-failed = ! The night of this school is not finished: { $why }
night-restore = The store is damaged and the night has stopped. Put the last copy back:
night-summary = Night of { $date }: schools { $schools }, nights { $nights }; due { $due }, late { $late }, transitions { $moved }, indicators: subjects { $evaluated }, restated { $restated }, bands changed { $bands }; messages { $messages }{ $failed ->
    [0] .
   *[other] ; schools not finished { $failed }.
}
night-told-due = Due soon: { $what } — { $date }
night-told-late = Late: { $what } — was due { $date }
night-told-very-late = More than a week late: { $what } — was due { $date }
night-told-no-consent = Papers are missing: { $what }
night-told-no-meeting = A meeting did not take place: { $what } — { $date }
night-moved = Moved on by itself: { $what } ({ $way })
night-band = { $what }: “{ $name }” was “{ $before }” and is “{ $after }”
night-hook-failures = ! hooks.rhai failed { $count } times. Check it: vekha script test
metrics-no-subject = Whose indicators: “{ $subject }”? Write school, program:1, mentor:5, pair:3 or a mentor's name.
metrics-see-subjects = Whose there are:
metrics-none-of = There are no indicators yet: { $subject }.
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
