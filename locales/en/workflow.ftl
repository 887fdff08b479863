# Workflows: checking, showing, drawing.

workflow-error = error
workflow-warning = warning
workflow-help = help
workflow-did-you-mean = did you mean “{ $name }”?
workflow-at-first = first defined here

workflow-file-too-large = { $path }: the file is larger than 256 KB and cannot be a workflow
workflow-file-not-utf8 = { $path }, line { $line }: the text is not UTF-8; save the file as UTF-8

# ── What is wrong ──
workflow-syntax = { $kind ->
    [duplicate] this key or section is already there above
    [quotes] a value is needed here; text stands in quotes: "…"
    [unclosed] a closing quote or bracket is missing
    [comma] a comma is missing between the elements
    [extra-comma] one comma too many
    [value] there is no value after “=”
    [key] a key is expected here: Latin letters, digits, “-” and “_”
    [number] the number is not written right
    [escape] the sign after “\” does not belong there; to write “\” itself, double it
    [equals] one “=” is needed between a key and its value
    [line] there is something else on this line: each entry stands on a line of its own
    [date] the date or time is not written right: 2023-09-01, 09:30:00
    [deep] nested too deep
   *[other] this is not TOML: { $detail }
}
workflow-unknown-key = unknown key “{ $key }” { workflow-in-table }
workflow-missing-key = key “{ $key }” is missing { workflow-in-table }
workflow-in-table = { $table ->
    [file] in the file
    [workflow] in [workflow]
    [stage] of a stage
    [transition] of a transition
    [require] of a requirement
    [any] of one of the conditions in any
    [enter] of an action on entering
    [words] of a saying (there are ru and en)
    [term] of a term (there are task and otherwise)
    [vocabulary] in the school's vocabulary
   *[other] here
}
workflow-wrong-type = the value of “{ $key }” is { workflow-type-found }, { workflow-type-expected } is wanted
workflow-type-found = { $found ->
    [string] text
    [integer] a number
    [float] a fraction
    [boolean] true/false
    [datetime] a date
    [array] a list
    [table] a table
   *[other] { $found }
}
workflow-type-expected = { $expected ->
    [string] text in quotes
    [strings] text or a list of texts
    [integer] a whole number
    [boolean] true or false
    [table] a table {"{"} … {"}"}
    [tables] a list of tables
    [words] {"{"} ru = "…", en = "…" {"}"}
    [term] a term ("+10bd", "30.10", a date or {"{"} task = "tag" {"}"})
   *[other] { $expected }
}
workflow-bad-value = “{ $value }” does not suit “{ $key }”; it may be: { $allowed }
workflow-bad-id = “{ $id }” cannot be an id: letters, digits, “.”, “-”, “_”, up to 64 of them
workflow-duplicate-id = the id “{ $id }” is taken
workflow-duplicate-name = another file has a workflow named “{ $name }”
workflow-missing-language = { $lang ->
    [ru] there are no Russian words (ru)
   *[en] there are no English words (en)
}
workflow-empty-list = the list “{ $key }” is empty
workflow-too-many = more than { $most } tables “{ $key }”: too many for one workflow
workflow-more = and { $count } more; correct those above first
workflow-unknown-stage = there is no stage “{ $name }”
workflow-unknown-role = there is no role “{ $name }”
workflow-unknown-tag = there is no purpose tag “{ $name }”
workflow-unknown-document = there is no kind of document “{ $name }”
workflow-unknown-evidence = there is no kind of evidence “{ $name }”
workflow-unknown-guard = guards.rhai has no condition “{ $name }”
workflow-unknown-hook = hooks.rhai has no function “{ $name }”
workflow-unknown-template = there is no message template “{ $name }”
workflow-bad-term = { $reason ->
    [day] there is no such day: “{ $value }”
    [far] too far away: “{ $value }”; 1000 at most
   *[form] the term “{ $value }” cannot be read; write "+14d", "+10bd" (working days), "+2w", "+1m", "30.10" or a date
}
workflow-not-one-of = exactly one key is wanted of: { $allowed }
workflow-wrong-subject = “{ $key }” cannot be counted here: this is the workflow of a { $kind ->
    [programme] programme
    [task] task
    [pair] pair
   *[document] document
}
workflow-no-stages = there is no stage [[stage]]
workflow-no-final-stage = there is no final stage: at least one needs outcome = "done"
workflow-unreachable-stage = no way leads to stage “{ $stage }”
workflow-dead-end = no way leads out of stage “{ $stage }”, which has no outcome
workflow-no-way-to-end = no way leads from stage “{ $stage }” to an end
workflow-only-cancelled = from stage “{ $stage }” the matter can only be given up, not completed
workflow-ambiguous-automatic = two automatic transitions would be taken from stage “{ $stage }” at once: “{ $first }” and “{ $second }”
workflow-ambiguous-title = two transitions from stage “{ $stage }” have the same title “{ $title }”
workflow-self-loop = the transition returns to the same stage “{ $stage }”; if that is meant, add reason = true
workflow-automatic-cycle = automatic transitions run in a circle: { $path }
workflow-automatic-reason = an automatic transition cannot want a reason: nobody is there to give one
workflow-no-taker = nobody may take this transition: give roles or automatic = true
workflow-back-leads-on = back = true, but the transition leads to a later stage
workflow-not-marked-back = the transition leads to an earlier stage; add back = true

# ── Commands ──
workflow-check-file-good = { $path }: no errors — { $stages ->
    [one] { $stages } stage
   *[other] { $stages } stages
}, { $transitions ->
    [one] { $transitions } transition
   *[other] { $transitions } transitions
}
workflow-check-vocabulary-good = { $path }: the school's vocabulary, no errors
workflow-check-nothing = { $path }: there are no *.toml files in the folder
workflow-check-summary = { $errors ->
    [0] No errors
    [one] { $errors } error
   *[other] { $errors } errors
}, { $warnings ->
    [0] no warnings
    [one] { $warnings } warning
   *[other] { $warnings } warnings
}
workflow-none-named = There is no workflow “{ $name }”; there are: { $known }
workflow-has-errors = There are errors in { $path }
workflow-check-it = check the file:
workflow-shipped-shown = There is no home here, so these are the workflows that ship.
workflow-written = The diagram is written: { $path }

# ── Showing ──
workflow-col-name = Name
workflow-col-title = Title
workflow-col-kind = For
workflow-col-stages = Stages
workflow-col-transitions = Transitions
workflow-col-hash = Version
workflow-col-file = File
workflow-kind-programme = programme
workflow-kind-task = task
workflow-kind-pair = pair
workflow-kind-document = document
workflow-show-version = name { $name }, version { $hash }, file { $path }
workflow-show-stages = Stages
workflow-outcome-done = outcome: done
workflow-outcome-cancelled = outcome: given up
workflow-show-begins = begins here
workflow-show-term = due: { $term }
workflow-show-evidence = collect: { $kinds }
workflow-show-who = who: { $roles }
workflow-show-automatic = by itself as soon as the requirements hold
workflow-show-reason = wants a reason
workflow-show-must = must
workflow-show-should = should
workflow-show-responsible = seen to by the { $role }
workflow-show-back = back
workflow-show-either = any of these:
workflow-term-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
} after entering
workflow-term-working-days = { $n ->
    [one] { $n } working day
   *[other] { $n } working days
} after entering
workflow-term-weeks = { $n ->
    [one] { $n } week
   *[other] { $n } weeks
} after entering
workflow-term-months = { $n ->
    [one] { $n } month
   *[other] { $n } months
} after entering
workflow-term-month-day = { $day } of the plan year
workflow-term-task = when the tasks tagged “{ $tag }” are due
workflow-term-otherwise = when the tasks tagged “{ $tag }” are due, else { $day } of the plan year
workflow-enter-notify = on entering: tell “{ $template }” to { $roles }
workflow-enter-open = on entering: start the tasks tagged “{ $tag }”
workflow-enter-draft = on entering: draft “{ $document }”
workflow-enter-hook = on entering: call { $name }
workflow-condition-tasks = tasks tagged “{ $tag }” { $where }: { $quantity }{ $occurrences ->
    [due] { " (of those due)" }
   *[all] { "" }
}
workflow-condition-count = { $what ->
    [mentors] mentors in the register
    [mentees] mentees in the register
    [pairs] pairs
    [trained] trained mentors
    [consents] people with every consent
    [requests] mentees with a request
    [paired] mentees with a pair or on the waiting list
   *[meetings] meetings
}: { $quantity }
workflow-condition-evidence = evidence “{ $kind }”: { $quantity }
workflow-condition-evidence-any = any evidence: { $quantity }
workflow-condition-not-before = not before: { $term }
workflow-condition-not-after = not after: { $term }
workflow-condition-document = “{ $document }” is registered
workflow-condition-guard = the school's condition “{ $name }”
workflow-condition-subjects = { $kind ->
    [task] tasks
    [pair] pairs
    [document] documents
   *[programme] programmes
} { $where }: { $quantity }
workflow-where-done = done
workflow-where-cancelled = given up
workflow-where-ended = ended
workflow-where-stage = in stage { $stages }
workflow-quantity-all = all
workflow-quantity-at-least = at least { $n }
workflow-quantity-share = at least { $n } %

# ── Moving to another version ──
arg-bad-stages = written like training=mentors: a stage of the old version and one of the new

migrate-col-what = What
migrate-col-from = Version
migrate-col-stage = Stage
migrate-col-to = New version
migrate-col-target = New stage
migrate-how-given = (named)
migrate-how-title = (by its title: look at it)
migrate-stays = stays
migrate-stays-line = { $what } stays on its version: { $why }
migrate-changes = What will be different
migrate-many = { $count ->
    [one] { $count } matter
   *[other] { $count } matters
}
migrate-term = the stage is due at another time
migrate-way-added = there will be a transition “{ $way }”
migrate-way-removed = the transition “{ $way }” will be gone
migrate-way-redirected = the transition “{ $way }” will lead to another stage
migrate-way-takers = other roles may take the transition “{ $way }”
migrate-demand-added = the transition “{ $way }” { $must ->
    [1] will need
   *[other] should have
}: { $requirement }
migrate-demand-removed = the transition “{ $way }” will no longer need: { $requirement }
migrate-demand-changed = for the transition “{ $way }” this will be demanded otherwise: { $requirement }
migrate-gone = the new version has no stage “{ $stage }”; name the one to move to: { $stages }
migrate-other-outcome = the stage “{ $stage }” ends the matter in one version and not in the other; name one where the work goes on: { $stages }
migrate-other-kind = the versions are for different kinds of workflows
migrate-not-in-force = no workflow “{ $name }” is published
migrate-went-on = it took a step since; --to moves it back by its stages
migrate-question = { $count ->
    [one] Move { $count } matter?
   *[other] Move { $count } matters?
}
migrate-not-wanted = Nothing was moved
migrate-dry = { $count ->
    [0] Everything goes by the version wanted; there is nothing to move
    [one] { $count } matter goes by another version, staying there: { $stays }; nothing was changed
   *[other] { $count } matters go by another version, staying there: { $stays }; nothing was changed
}
migrate-done = { $count ->
    [0] Everything goes by the version wanted; there is nothing to move
   *[other] Moved: { $done }, staying on their version: { $stays }
}
migrate-no-workflow = No workflow of this name was ever published; there are: { $known }
migrate-no-stage = Nothing that runs has this stage in its old version: { $stages }
migrate-no-version = There is no such version, or several begin so; there are:
