# The words of screens: status, today, task, program.
timing-late = { $days } { $days ->
    [one] day
   *[other] days
} late
timing-done-late = { $days } { $days ->
    [one] day
   *[other] days
} late
timing-due = { $days } { $days ->
    [one] day
   *[other] days
} left
timing-today = due today
term-until = by { $date }
term-since = from { $date }
term-none = no date
party-erased = no. { $id } (erased)
title-programme = programme { $id }
no-such-plan = There is no plan of { $year }; there are: { $known }
column-task = No.
column-title = Task
column-term = Term
column-stage = Stage
column-responsible = Responsible
column-id = No.
column-form = Form
column-plan = Plan
column-school = School
column-since = Since
column-due = Due
column-name = Name
column-kind = Kind
column-tasks = Tasks
column-held-by = Held by
column-spellings = Other spellings
column-seq = No.
column-recorded = Recorded
column-effective = Happened
column-actor = Who
column-event = Event
column-section = Section
column-all = All
column-done = Done
column-late = Late
column-soon = Due
column-stages = By stage
list-empty = Nothing was found
show-phrase = Term in the roadmap: { $value }
show-result = Result: { $value }
show-responsible = Responsible: { $value }
show-tags = Purpose: { $value }
show-postponed = postponed { $count } { $count ->
    [one] time
   *[other] times
}, the first term was { $date }
show-evidence = { "  " }{ $date } evidence ({ $kind }){ $text }
show-note = { "  " }note: { $text }
no-programmes = There are no programmes yet
no-programmes-open = open one:
programme-unknown = There is no such programme; there are:
programme-which = Which programme? There are:
term-not-understood = the term “{ $phrase }” was not understood, and the task has no day; give it one:
term-undated = the words “{ $phrase }” name no day; when it is known, give it:
term-beyond-plan = { $date } lies after the school year { $plan }
programme-due = { $late ->
    [0] The stage should end by { $date }
    [one] The stage should have ended by { $date } and is { $late } day late
   *[other] The stage should have ended by { $date } and is { $late } days late
}
programme-late-term = the term of the stage “{ $stage }” is { $date }{ $count ->
    [0] {""}
   *[other] {" "}(by the roadmap's tasks { $tasks })
}: it passed before the stage began, so the stage is late from the start
programme-late-passed = if the stage was in fact passed, record the step on the day it happened:
programme-late-postpone = if the term was put off, postpone the task: the stage's term goes along with it
programme-late-file = the day by which a stage ends stands in the file of the workflow: the `term` of this stage
programme-unproven = When the programme was opened, nothing proved: { $list }
programme-unproven-list = When the programme was opened, nothing proved:
exception-line = { $what }: the condition “{ $requirement }” is let pass until { $until }{ $late ->
    [1] {" "}— that day has passed
   *[other] {""}
}
status-plan = Plan { $year } · { $date }
status-programmes = Programmes
status-sections = Tasks by section
status-tasks = Tasks
status-total = All
status-exceptions = Conditions let pass
status-next = Next
status-all-done = All tasks of the plan are done
status-pairs = Pairs: { $list }
status-pairs-done = completed: { $count }
status-pairs-cancelled = ended early: { $count }
today-title = Today is { $date }
today-late = Late: { $count }
today-due = Due: { $count }
today-next = Next: { $count }
today-pairs = Pairs whose stage should end soon or should have ended: { $count }
today-pairs-stage = "{ $stage }" by { $term }, { $timing }: { $count ->
    [one] pair { $pairs }
   *[other] pairs { $pairs }
}
today-meetings = Meetings of which nobody said whether they took place: { $count }
today-meetings-rest = and { $count } more
today-plan = Tasks of personal programmes that are due or late: { $count }
today-plan-late = late No. { $numbers }
today-plan-due = due No. { $numbers }
today-plan-rest = and { $count ->
    [one] { $count } more pair
   *[other] { $count } more pairs
}
today-nothing = Nothing waits
journal-more = these are the latest entries, { $count } more stand before them; --last 1000000 shows all
journal-exported = Events written: { $count }, file { $file }
verify-counts = Events: { $events }, entries about people: { $vault }, of them erased: { $erased }. Ends of journals (school:number:digest):
verify-verdict = { $problems ->
    [0] The journal is sound
    [one] { $problems } problem was found:
   *[other] { $problems } problems were found:
}
doctor-verdict = { $problems ->
    [0] All is well
    [one] { $problems } problem was found
   *[other] { $problems } problems were found
}
plan-untitled = Plan of the school year { $year }
