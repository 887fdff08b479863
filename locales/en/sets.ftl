publish-refused = The set was not published. Reasons: { $count }
publish-test-failed = A test fails: { $file }, { $test }
publish-tests-not-run = Tests could not be run: { $file }
publish-sound = Checked: { $scripts } scripts, { $tests } tests passed
publish-did-you-mean = did you mean `{ $name }`?
publish-by-workflow = workflow `{ $name }` (version { $version })
publish-by-programme = programme { $id }
publish-by-all = what is under way
publish-lack-guard = scripts/guards.rhai has no condition `{ $name }`, needed by { $by }
publish-lack-hook = scripts/hooks.rhai has no event `{ $name }`, needed by { $by }
publish-lack-template = There is no message template `{ $name }`, needed by { $by }
publish-lack-stage = There is no stage `{ $name }`, awaited by { $by }
publish-lack-workflow = There is no workflow `{ $name }`, needed by { $by }
publish-lack-form = There is no form of mentoring `{ $name }`, which is that of { $by }
publish-lack-role = There is no role `{ $name }`, needed by { $by }
publish-lack-tag = There is no task tag `{ $name }`, needed by { $by }
publish-lack-document = There is no kind of document `{ $name }`, needed by { $by }
publish-lack-evidence = There is no kind of evidence `{ $name }`, needed by { $by }
publish-nothing-to-roll-back = { $set } is in force already; there is nothing to publish

sets-unknown = There is no set `{ $hash }`
sets-unknown-near = There is no set `{ $hash }`; did you mean { $near }?
sets-ambiguous = Several sets begin with `{ $hash }`: { $found }; write more digits
sets-see-history = all sets:
sets-none = Nothing has been published yet
sets-publish = publish the working copy:
sets-title = set { $no } { $set } of { $date }
sets-working = working copy
sets-column-no = No.
sets-column-set = Set
sets-column-on = In force from
sets-column-author = Who
sets-column-why = Why
sets-column-files = Files
sets-column-file = File
sets-column-bytes = Bytes
sets-column-content = Content
sets-first = first set, { $count ->
    [one] { $count } file
   *[other] { $count } files
}
sets-same-files = the same files
sets-other-engine = Some sets were published by another version of the program, which may have computed other numbers
sets-no-difference = No difference: { $from } – { $to }
sets-no-text = { $path }: the content changed, and it is no text
sets-by = Published by { $author }. Why: { $why }
sets-by-first = Published by { $author }
sets-in-force = In force now
sets-not-in-force = Not in force now
sets-no-file = Set { $set } has no file `{ $file }`
sets-see-files = the files of the set:
sets-rollback-question = Put { $set } in force again? What is under way stays on the versions it began with
sets-rolled-back = In force again: { $set }
sets-tests-failed = Tests of this set fail now: { $tests }
sets-edits-stay = The working copy was not touched. It differs from the set in force in { $count ->
    [one] { $count } file
   *[other] { $count } files
}:
sets-put-aside = Edit kept: { $path } → { $to }
sets-would-put-aside = Edit would be put aside: { $path }
sets-written = Written from the old set: { $files }
sets-removed = Removed (not in the old set; the content is kept in sets): { $files }
sets-left = Left, not published: { $files }
