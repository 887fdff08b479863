refused =
    Refused: { $count ->
        [one] { $count } condition is not met
       *[other] { $count } conditions are not met
    }
no-such-school = No school “{ $school }”; there are: { $known }
kept-moving = Other commands kept changing this school's data; try again
rules-file = { $file } cannot be read
rules-check = every mistake with its place:
command-id-empty = --command-id is empty

no-plan = The school has no roadmap yet
no-plan-import = import it:
no-such-plan = No plan “{ $plan }”; there are: { $known }
task-not-found = No task “{ $task }”
task-ambiguous = “{ $task }” fits several tasks:
task-range-reversed = The range “{ $first }-{ $last }” begins after its end
did-you-mean = did you mean { $what }?
no-such-occurrence = Task { $task } has no such occurrence; there are:
which-occurrence = Task { $task } has several occurrences, name one:

subject-school = the school
subject-plan = plan { $year }
subject-programme = programme { $no }
subject-pair = pair { $no }
subject-document = document { $no }

unmet-responsible = Responsible: { $who }
level-should = {" "}(may be let pass)
or-separator = {", or "}
no-transition = from the stage “{ $stage }” there is no “{ $wanted }”; there are: { $ways }
already-ended = it has ended: “{ $stage }”
not-allowed = only { $roles } may do “{ $transition }”
reason-needed = a reason is needed
cannot-allow-must = the requirement “{ $requirement }” is a must and cannot be let pass
cannot-allow-role = only the head (role head) may let “{ $requirement }” pass
no-such-requirement = this transition has no requirement “{ $requirement }”; there are: { $known }
in-the-future = { $on } has not come yet: today is { $today }
before-last-step = { $on } is before the step before it ({ $since })
term-reversed = the first day { $from } is after the last { $to }
not-later = the new day { $to } is not after the old one ({ $from }); to correct a term there is task schedule
school-exists = the school is there already
plan-exists = { $plan } is there already
number-taken = the number { $number } is taken
thing-not-found = not found: { $what }
nothing-to-undo = there is no step to take back
followed-by = another step followed (event { $seq }); take that back first
no-workflow = no workflow “{ $name }”; published are: { $known }
no-stage = no stage “{ $stage }”; there are: { $known }
programme-exists = programme { $programme } of the same form runs on this plan
no-name = the name or text is empty
cannot-merge = only two different records of one kind can be merged
not-a-role = only a person can hold a role

short-no-task = no task is tagged { $tag }
short-tasks = not done: { $tasks }
and-more =
    {" "}and { $count } more
short-count = { $what }: { $have }, needed { $need }
short-evidence = evidence “{ $kind }”: { $have }, needed { $need }
short-too-early = not before { $date }
short-too-late = the term ended on { $date }
short-no-date = the day is not known: the task has no date
short-no-document = not registered: { $kind }
short-guard = { $reason } (guard { $name })
short-guard-silent = the guard { $name } was not asked
short-subjects = { $have } of { $of } are there, needed { $need }

quantity-all = all
quantity-at-least = at least { $n }
quantity-share = at least { $percent } %

count-mentors = mentors in the base
count-mentees = mentees in the base
count-pairs = pairs or groups
count-trained = trained mentors
count-consents = participants with all consents
count-requests = mentees with a request
count-paired = mentees in a pair or on the waiting list
count-meetings = meetings held

evidence-any = any

place-number = NUMBER

init-done = A home is made: { $dir } (school “{ $school }”)
init-next = Next, import the roadmap:
init-exists = The folder { $dir } holds a home already
init-bad-zone = No time zone “{ $zone }”; write Europe/Moscow or Asia/Krasnoyarsk, for example
