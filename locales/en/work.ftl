# The work of pairs: meetings, personal programmes, questionnaires, SWOT, numbers of the school.

arg-bad-minutes = written like 45, 1:30 or "1 h 30 min"
arg-bad-answer = written like comfort=8: a question's id or number, an equals sign, the answer

work-kind-acquaintance = acquaintance
work-kind-trial = trial
work-kind-planning = planning
work-kind-work = work
work-kind-individual = individual
work-kind-group = group
work-kind-training = training
work-kind-event = event
work-kind-final = closing
work-kind-other = other
work-state-planned = planned
work-state-held = held
work-state-missed = missed
work-state-cancelled = cancelled
work-column-pair = Pair
work-column-date = Date
work-column-state = State
work-column-minutes = Min
work-column-feedback = Feedback
work-column-topic = Topic
work-column-task = Task
work-column-plan = Plan
work-column-fact = Fact
work-column-mark = Mark
work-column-survey = Questionnaire
work-column-who = Filled in by
work-column-questions = Questions
work-column-filled = Filled in
work-column-code = Code
work-column-question = Question
work-column-change = Change
work-column-meaning = What it is
work-column-value = Number
work-column-since = From
example-task-text = What to do
work-no-meetings = There are no meetings yet.
work-meetings-sum = Held { $held } of { $planned }, missed { $missed }, with feedback { $feedback }.
work-no-items = The personal programme has no tasks yet.
work-list-meetings = The meetings of this pair
work-list-items = The personal programme of this pair
work-no-meeting = pair { $pair } has no meeting { $no }
work-no-item = the programme of pair { $pair } has no task { $no }
work-pair-over = the pair ended on { $ended }, and the meeting was on { $on }
work-bad-mark = { $mark } is no mark: it is 1 to 10
work-too-long = { $minutes } minutes are more than a day
work-no-text = words are needed: nobody can read an empty entry
work-no-thought = the SWOT analysis has no entry { $no }
work-no-number = the school tells no number "{ $name }"; it can tell { $known }
work-swot-nothing = What shall be written down? Give at least one of --strength, --weakness, --opportunity, --threat
work-swot-strength = Strengths
work-swot-weakness = Weaknesses
work-swot-opportunity = Opportunities
work-swot-threat = Threats
work-number-children = children of 10–19 years
work-number-children-mentees = of them mentees
work-number-teens = children of 15–19 years
work-number-teens-mentors = of them mentors
work-number-young-teachers = young teachers (0–3 years of teaching)
work-number-young-teachers-mentees = of them mentees
work-number-young-teachers-stayed = still there a year later
work-number-partners = partner organisations
work-number-partners-mentoring = of them with mentors
work-no-meeting-table = { $file }: no table of meetings was found; it needs a column of dates ("Date")
work-no-plan-table = { $file }: no table of a programme was found; it needs a column "Task"
work-imported-meetings = Meetings recorded: { $count }; known before: { $known }
work-would-import-meetings = Meetings that would be recorded: { $count }; known already: { $known }
work-imported-items = Tasks recorded: { $count }; known before: { $known }
work-would-import-items = Tasks that would be recorded: { $count }; known already: { $known }
survey-few = where fewer than three people answered, no mean is shown: it could tell who answered what. To show it all the same: { $command }
work-passed-over = these columns are not understood and not recorded: { $columns }
work-fault-pair = "{ $text }" is no pair; vekha pair list has the numbers
work-fault-pairs = "{ $text }" are several pairs; write a number of vekha pair list
work-fault-person = "{ $text }" is nobody known
work-fault-whose = it is not clear whose meeting this is: a column "Pair", or "Mentor" and "Mentee", or --pair is needed
work-fault-which-pair = "{ $text }": these people have no pair, or several
work-fault-term = "{ $text }": the term is not understood; write a day (12.11.2023) or words: декабрь, до 1 марта, постоянно
work-fault-date = "{ $text }" is no date; write 12.11.2023
work-fault-done = "{ $text }" does not tell whether it is done: write the day (12.11.2023), yes or no
work-fault-future = "{ $text }" has not come yet
work-fault-kind = "{ $text }" is no kind of meeting; there are acquaintance, trial, planning, work, individual, group, training, event, final, other
work-fault-minutes = "{ $text }" is no length of time; write 45 min or 1:30
work-fault-state = "{ $text }" does not say whether the meeting took place: yes, no, or planned
work-fault-mark = "{ $text }" is no mark: it is 1 to 10

survey-wave-before = before
survey-wave-after = after
survey-wave-once = once
survey-only-before = before only
survey-only-after = after only
survey-only-once = once
survey-who-mentee = mentee
survey-who-mentor = mentor
survey-who-curator = curator
survey-who-partner = partner
survey-no-surveys = The published set has no questionnaires. Put definitions into the folder surveys and run vekha publish.
survey-no-participants = There are no participants in the bases to give codes to.
survey-codes-issued = { $count ->
    [0] no new codes
    [one] { $count } new code
   *[other] { $count } new codes
    }. Hand the codes out and put the list away: with it answers have names.
survey-withdraw-whose = Whose answers? Give a code (--code 482-913), a day (--on 20.05.2024), or --all for everybody's
survey-withdraw-none = There are no such answers to the questionnaire “{ $name }”
survey-withdraw-question = Take { $count ->
    [one] { $count } filled-in questionnaire
   *[other] { $count } filled-in questionnaires
} back? Their words will be removed.
survey-withdraw-not-wanted = Nothing was taken back
survey-codes-hint = The participants' codes
survey-list-hint = Which questionnaires there are
survey-show-hint = The questions of the questionnaire
survey-none = there is no questionnaire "{ $name }"; there are { $known }
survey-which-wave = The questionnaire is asked twice: say --wave before or --wave after
survey-no-wave = "{ $survey }" is not asked at this time; it is asked { $waves }
survey-no-question = The questionnaire has no question "{ $id }"; it has { $known }
survey-not-asked = the questionnaire has no question "{ $id }" in this wave
survey-bad-answer = "{ $question }": "{ $text }" does not fit; { $expected } is expected
survey-misfit = "{ $question }": the answer does not fit; { $expected } is expected
survey-expects-scale = a whole number from { $from } to { $to }
survey-expects-yes-no = yes or no
survey-expects-choice = one of { $options }
survey-expects-text = an answer in words
survey-unanswered = these questions must be answered: { $questions }
survey-no-answers = no question is answered
survey-code-needed = "{ $survey }" is filled in under a personal code: add --code
survey-code-unknown = "{ $text }" is nobody's code
survey-code-misprint = "{ $text }" has a misprint: its last digit does not fit the others
survey-code-taken = "{ $text }" is another person's code already
survey-no-codes-table = { $file }: no table of codes was found; it needs columns of people and of codes
survey-not-this-code = this person has another code
survey-answered-twice = one code answered twice, the last questionnaire counts: { $rows }
survey-no-pair = "{ $survey }": the person is not and was not on this side; is the code another's?
survey-no-response = there is no filled-in questionnaire { $no }
survey-no-table = { $file }: no table of answers was found; it needs a column of personal codes ("Code")
survey-no-questions = { $file }: no heading looks like a question of the questionnaire
survey-imported = Questionnaires recorded: { $count }; known before: { $known }; questions in the table: { $questions }
survey-would-import = Questionnaires that would be recorded: { $count }; known already: { $known }; questions in the table: { $questions }
survey-passed-over = columns that the questionnaire does not have were passed over: { $columns }
survey-fault-wave = "{ $text }" does not say before or after; say --wave before or --wave after
survey-fault-no-code = the line has no personal code
survey-fault-answer = "{ $text }" does not fit; { $expected } is expected
survey-filled = Filled in: { $counts }; answered both before and after: { $joined }.
survey-printed = The blank is ready: { $file }, questions: { $questions }
survey-check-good = { $path }: all is well, questions: { $questions }
survey-problem-twice = "{ $name }" stands twice
survey-problem-not-one-of = "{ $found }": write one of { $known }
survey-problem-waves = waves = ["before", "after"], one of the two, or ["once"]
survey-problem-other-wave = "{ $wave }" is not among the waves of this questionnaire
survey-problem-scale = a scale needs `from` less than `to`
survey-problem-useless = "{ $key }" means nothing for such a question
survey-problem-options = a choice needs two options or more
survey-problem-countless = to be measured, every option needs a number: `value`
survey-problem-empty = the questionnaire has no question

event-meeting-added = Meeting { $no }, { $pair }: { $date }, { $kind }, { $state }{ $text }
event-meeting-corrected = Meeting { $no }, { $pair }, corrected: { $date }, { $kind }, { $state }{ $text }
event-meeting-cancelled = Meeting { $no }, { $pair }, taken out{ $text }
event-item-added = Task { $no } of the programme, { $pair }, { $due }{ $text }
event-item-changed = Task { $no } of the programme changed, { $pair }, { $due }{ $text }
event-item-done = ✓ Task { $no } of the programme done on { $done }, { $pair }, { $due }{ $text }
event-item-dropped = Task { $no } taken out of the programme, { $pair }, { $due }{ $text }
event-code-issued = Personal code given: { $who }
event-survey-filled = Questionnaire filled in: { $survey }, { $wave }, { $date }; { $answers ->
    [one] { $answers } answer
   *[other] { $answers } answers
    }
event-survey-joined = A questionnaire "before" now tells about pair { $pairs }
event-survey-withdrawn = A filled-in questionnaire was taken back{ $text }
event-swot-added = SWOT, { $quarter }, { $no }{ $text }
event-swot-dropped = Entry { $no } taken out of the SWOT analysis
event-number-told = School: { $name }: { $value } from { $on }
event-number-taken-back = School: { $name } from { $on }: taken back
