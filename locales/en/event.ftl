# Events of the journal.
event-school-added = School added: { $what }
event-set-published = Set { $set } published (files: { $count }){ $why }
event-plan-added = Plan of { $year } added: { $title }
event-plan-revised = Plan of { $what } corrected
event-document = Document registered: { $kind } of { $date }{ $title }
event-programme-opened = Programme { $id } opened ({ $form }): “{ $stage }”
event-unproven = . Not proved: { $list }
event-count = Programme { $id }: { $what }: { $value }
event-party-added = Added ({ $kind }): { $name }
event-party-rewritten = Corrected: { $what }
event-party-merged = Merged: { $from } → { $into }
event-role-held = The role “{ $role }” is held by { $by }
event-role-free = The role “{ $what }” is free
event-task-added = Task added: { $task } ({ $term })
event-task-reworded = Task { $before } changed: { $after }
event-task-retimed = The term of { $task } is now “{ $phrase }”{ $terms }
event-task-assigned = { $task }: responsible is { $holders }
event-task-withdrawn = Taken off the plan: { $what }
event-task-restored = Back on the plan: { $what }
event-postponed = Postponed: { $task } → { $term }{ $why }
event-scheduled = Scheduled: { $task } → { $term }{ $why }
event-term-back = Term put back: { $task } → { $term }{ $why }
program-undo-left = These stay in work, as something was done about them since: { $tasks }
event-stage = { $mark }{ $what }: { $from } → { $to }{ $why }
event-stage-retimed = { $what }: the stage now has { $dated ->
    [0] no term
   *[other] the term { $due }, as the tasks that it hangs on
}
event-version-changed = Goes on under version { $version } of its workflow: { $what }{ $same ->
    [1] {""}
   *[other] {""}, “{ $from }” is now “{ $to }”
}
event-undone = Last step undone: { $what }{ $why }
event-evidence = { $what }: evidence ({ $kind }){ $text }
event-note = { $what }: note: { $text }
event-exception = { $what }: the condition “{ $requirement }” is let pass until { $until }{ $why }
event-exception-annulled = { $what }: the condition “{ $requirement }” is not let pass any more
event-exception-met = A condition that was let pass is met: { $what }
kind-person = person
kind-role = role
kind-unit = unit
form-teacher-teacher = teacher–teacher
form-pupil-pupil = pupil–pupil
form-student-pupil = student–pupil
form-employer-pupil = employer–pupil
form-employer-student = employer–student
form-teacher-pupil = teacher–pupil
event-basis-kept = What proposal { $id } was computed from is kept (journal up to entry { $seq })
