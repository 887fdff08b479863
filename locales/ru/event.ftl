# События журнала.
event-school-added = Добавлена школа: { $what }
event-set-published = Опубликован набор { $set } (файлов: { $count }){ $why }
event-plan-added = Добавлен план на { $year } год: { $title }
event-plan-revised = Уточнён план на { $what } год
event-document = Зарегистрирован документ: { $kind } от { $date }{ $title }
event-programme-opened = Открыта программа { $id } ({ $form }): «{ $stage }»
event-unproven = . Не подтверждено: { $list }
event-count = Программа { $id }: { $what } — { $value }
event-party-added = Добавлено ({ $kind }): { $name }
event-party-rewritten = Уточнена запись: { $what }
event-party-merged = Объединено: { $from } → { $into }
event-role-held = Роль «{ $role }» держит { $by }
event-role-free = Роль «{ $what }» свободна
event-task-added = Добавлена задача { $task } ({ $term })
event-task-reworded = Изменена задача { $before }: { $after }
event-task-retimed = Срок задачи { $task } теперь «{ $phrase }»{ $terms }
event-task-assigned = { $task }: отвечает { $holders }
event-task-withdrawn = Снята с плана: { $what }
event-task-restored = Возвращена в план: { $what }
event-postponed = Перенесено: { $task } → { $term }{ $why }
event-scheduled = Назначен срок: { $task } → { $term }{ $why }
event-term-back = Прежний срок возвращён: { $task } → { $term }{ $why }
program-undo-left = Остаются в работе, потому что после шага ими уже занимались: { $tasks }
event-stage = { $mark }{ $what }: { $from } → { $to }{ $why }
event-stage-retimed = { $what }: срок этапа теперь { $dated ->
    [0] не задан
   *[other] до { $due } — вслед за задачами, от которых он зависит
}
event-version-changed = Идёт дальше по версии процесса { $version }: { $what }{ $same ->
    [1] {""}
   *[other] {""}, стадия «{ $from }» теперь «{ $to }»
}
event-undone = Отменён последний шаг: { $what }{ $why }
event-evidence = { $what }: подтверждение ({ $kind }){ $text }
event-note = { $what }: заметка: { $text }
event-exception = { $what }: условие «{ $requirement }» отложено до { $until }{ $why }
event-exception-annulled = { $what }: условие «{ $requirement }» больше не отложено
event-exception-met = Отложенное условие выполнено: { $what }
kind-person = человек
kind-role = роль
kind-unit = подразделение
form-teacher-teacher = учитель – учитель
form-pupil-pupil = ученик – ученик
form-student-pupil = студент – ученик
form-employer-pupil = работодатель – ученик
form-employer-student = работодатель – студент
form-teacher-pupil = учитель – ученик
event-basis-kept = Для предложения пар №{ $id } записано, из чего оно вычислено (журнал до записи { $seq })
