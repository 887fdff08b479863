failure-error = Error
failure-hint = Hint

confirm-choice = [y/N]
confirm-needs-yes = This needs an answer, and there is no terminal to ask at: { $question }
confirm-add-yes = add --yes to agree beforehand
output-failed = The output could not be written: { $reason }

io-not-found = { $path }: no such file or folder
io-no-rights = { $path }: no rights to it
io-disk-full = { $path }: the disk is full
io-is-a-folder = { $path } is a folder, and a file is needed
io-not-a-folder = { $path }: a part of this path is a file, and a folder is needed
io-exists = { $path } is already there
io-read-only = { $path }: the disk is read-only
io-other = { $path }: { $reason }

no-home = There is no Vekha home in { $dir }: it has no vekha.toml
no-home-init = make one, or name another folder with --home:
config-bad = { $file } cannot be read
config-bad-login = { $file }: “{ $word }” is not a login. An actor stands in the journal, so it has no name: Latin letters, digits, “.”, “-”, “_”
config-user-unknown = { $file }: the default actor “{ $word }” is not among [actors]
config-bad-language = { $file }: there is no language “{ $word }”; ru and en are there
config-bad-limit = { $file }: the limit “{ $word }” may be { $least } to { $most }
no-such-actor = There is no actor “{ $actor }” in { $file }; there are: { $known }
as-of-is-for-reading = --as-of shows the past, and this command writes
as-of-use-on = to say when something happened use --on; to work as if on another day use --date

arg-bad-date = a day is written 2023-09-10 or 10.09.2023
arg-not-a-number = a whole number is needed
arg-number-too-large = this number is too large
arg-not-in-range = the range is { $range }
arg-bad-moment = a moment is written 2023-09-10T12:00:00+03:00

usage-no-such-command = There is no command “{ $word }”
usage-no-such-argument = Unexpected argument “{ $word }”
usage-no-such-option = This command has no option { $word }
usage-missing = Missing: { $words }
usage-missing-command = Which command?
usage-no-value = { $arg } needs a value
usage-bad-value = “{ $value }” does not fit { $arg }: { $reason }
usage-conflict = { $one } and { $other } do not go together
usage-number-of-values = { $arg }: wrong number of values
usage-not-utf8 = An argument is not valid UTF-8
usage-other = { $reason }
usage-did-you-mean = did you mean { $words }?
usage-usage = usage:
usage-help = what each option means, with examples:
usage-one-of = there are { $known }
usage-elsewhere = there is such a command in a group:

did-you-mean = did you mean:
task-unknown = There is no task “{ $text }”{ $near ->
    [1] ; did you mean:
   *[0] {""}
}
task-ambiguous = “{ $text }” means several tasks, and one is needed; did you mean:
occurrence-see-all = every occurrence of this task:
and-more = … and { $count } more
occurrence-unknown = Task { $task } has no occurrence “{ $key }”; it has:
occurrence-ambiguous = Task { $task } “{ $title }” has several occurrences; name one:
no-tasks-yet = There are no tasks yet
nothing-by-then = By the end of { $day } nothing stood in the journal yet
nothing-by-then-look = since when the journal is kept:
no-tasks-import = read them from the school's roadmap:

no-such-school = There is no school “{ $school }”; there are: { $known }
told-dry-run = A dry run: nothing was written. This would be done:
told-repeated = This command was carried out before; this is what it did:
told-nothing = Nothing changed
text-erased = (erased)
arg-bad-plan = the year of a plan is written 2023/24 or 2023-09-01..2024-08-31
arg-bad-count = written like mentors=8; mentors, mentees, pairs, trained, consents, requests, paired, meetings can be counted
arg-bad-head = written SCHOOL:NUMBER:DIGEST, as journal verify prints it
allow-needs-more = To let a requirement pass, --allow needs a reason and a term: --reason "why" --until 20.11.2023
evidence-empty = What shows it? Give --doc, --link, --note, or --kind and --text
edit-empty = What is to be changed? Give --number, --title, --term, --result, --tag or --untag
no-such-person = There is no person, role or unit “{ $name }”{ $near ->
    [1] ; did you mean:
   *[0] {""}
}
person-known = “{ $name }” is on the list already as no. { $id }
