# People, the bases of mentors and mentees, consents.
not-a-person = this is a role or a unit; only a person takes part and signs
person-erased = the data of this person were erased and cannot be brought back
no-such-form = there is no form “{ $form }” among the published ones; there are: { $known }
not-in-base = this person is not in the base
left-before-entered = leaving on { $left } is before the entry of { $entered }
no-such-record = there is no kind of record “{ $kind }”; there are: { $known }
consent-not-given = “{ $kind }” does not hold, so there is nothing to withdraw
consent-wrong-signer = “{ $kind }” has to be signed, by the age, by: { $needed }
papers-missing-propose = to be proposed, these are missing: { $kinds }
papers-missing-pair = for the pair to start, these are missing: { $kinds }
papers-missing-publish = without these the name must not be published: { $kinds }
may-not-erase = data may be erased by: { $roles }
signer-own = the person
signer-representative = the legal representative
signer-both = the person and the legal representative
base-mentors = base of mentors
base-mentees = base of mentees
event-participant-entered = { $who }: { $base }, form “{ $form }”, since { $date }
event-participant-corrected = { $who }: the line of the base was corrected
event-participant-left = { $who }: takes part no more from { $date }{ $why }
event-consent-given = { $who }: “{ $kind }” of { $date } (blank { $version })
event-consent-withdrawn = { $who }: “{ $kind }” does not hold from { $date }{ $why }
event-texts-rewritten = The name of an erased participant was taken out of { $count ->
        [one] { $count } text
       *[other] { $count } texts
    } about others
event-party-erased = The data of participant { $id } were erased{ $why }
example-file = FILE
people-no-table = { $file }: there is no table of people
people-no-table-hint = a table needs a column of full names and at least one column of a base: contacts, request, competences, year of birth, date of entry
people-which-form = The form of mentoring is not said; there are: { $known }
people-say-form = name the form:
people-say-side = say which base it is: --side mentors or --side mentees
people-question = Store this?
people-same-question = Are “{ $one }” and “{ $other }” one person?
people-of-this-file = a person of this file
people-columns = Columns: { $columns }
people-found = { $count ->
    [one] { $count } person
   *[other] { $count } people
}
people-look-at = Look at
people-joined = { $places }: one person, { $name }
people-differs = {". "}The rows differ, check: { $fields }
people-perhaps-same = { $place }: “{ $one }” may be { $other }. If so, repeat with --merge before it is stored, or join those that are stored: vekha person merge
people-faults = { $file }: { $count ->
    [one] { $count } fault
   *[other] { $count } faults
}, nothing was stored
people-nothing-stored = correct the cells and repeat; an empty cell means “unknown”
people-would = Dry run: { $added } new, { $changed } changed, { $same } as before
people-done = Stored: { $added } new, { $changed } changed, { $same } as before
people-unchanged = Nothing changed: all { $same } are stored already
people-next = who lacks consents: vekha consent list --missing
people-no-name = there is no name
people-not-a-name = this does not look like a name
people-bad-date = this is not a date; write 2023-09-01 or 01.09.2023
people-future-date = the date is in the future
people-bad-year = this is not a year of birth; write 2008
people-bad-number = this is not a number; write one number, such as 2
people-implausible = this cannot be; check the number
people-bad-ages = the age is not understood; write 12–15 or 15+
people-unknown-form = there is no such form of mentoring among the published ones
people-unknown-side = the role is not understood; write “mentor” or “mentee”
people-no-side = it is not clear whether this is the base of mentors or of mentees
people-left-before-entered = the completion is before the entry
people-age-outside = the age is not one that this form takes
people-no-request = no request is stated
people-no-competence = no competences are stated
people-unknown-person = this person is in no base yet: add them and import again, or the tie is not kept
people-initials = initials only: the full name helps to tell people apart
people-no-surname = there is no surname
people-several-people = several people stand here; give each a line of their own
people-other-base = this is the other base, it was not read; read it with the other --side
people-other-only = only the other one of the pair stands here; the row was left out
people-at-line = line { $line }
people-at-table = table { $table }, row { $row }
people-at-sheet = sheet “{ $sheet }”, row { $row }
people-at-column = {", "}column “{ $column }”
part-left = {", "}until { $date }
column-base = Base
column-changes = What is new
field-name = name
field-spellings = other spellings
field-side = role
field-form = form
field-entered = entered
field-left = left
field-capacity = how many mentees
field-minimum = least load
field-wished-age = wished age
field-wished-age-from = wished age, from
field-wished-age-to = wished age, to
field-contacts = contacts
field-birth-year = year of birth
field-age = age
field-requests = requests
field-competences = competences
field-achievements = achievements
field-interests = interests
field-slots = time
field-place = place of work or study
field-other-place = place of the other side
field-subject = subject
field-years = years of experience
field-position = position
field-grade = grade
field-role-model = role model
field-representative = representative
field-preferences = wishes to work with
field-avoids = does not wish to work with
field-mentor = mentor
field-mentees = mentees
field-results = results
field-link = link
field-completed = mark of completion
field-note = note
people-more = {" "}and { $count } more
column-papers = Papers
column-held = Held
column-missing = Missing
column-field = Field
column-written = Written
column-count = Times
papers-complete = complete
papers-waiting = waiting for consents
person-roles = roles
person-withdrawn = {", "}does not hold from { $date }
person-bad-set = “{ $word }”: write FIELD=VALUE, such as subject=mathematics
consent-nobody = there is nobody of this name
consent-nobody-but = there is nobody of this name, or the name fits several; write the whole name or the number, perhaps: { $near }
consent-no-such-kind = There is no kind of paper “{ $kind }”; there are:
consent-bad-signer = who signed? Write “own”, “representative” or “both”
consent-bad-kind = there is no such kind of paper; forms/records.toml lists them
consent-no-table = { $file }: there is no table with a column of names
consent-imported = Papers recorded: { $count }; known before: { $known }
consent-would-import = Dry run: { $count } would be recorded; known before: { $known }
consent-nothing-to-print = Nothing to print: nobody lacks a paper
consent-printed = Blanks: { $count }, a page each: { $file }
consent-no-blank = the school makes these papers itself, there is no blank: { $kinds }
vocabulary-all-known = The vocabulary knows everything that is written: { $count }
vocabulary-add = add them to vocabulary/competences.toml: as a new term, or as a synonym of a known one
erase-reason-names = the reason names the person: it stays in the store, so write it without the name
erase-question = Erase everything about person { $id }? It cannot be brought back
erase-would = Dry run: the data of person { $id } would be erased
erase-done = The data of person { $id } were erased: { $rows } rows, { $files } files written anew
erase-finished = An erasure that was interrupted has been finished
erase-out-of-reach = Out of the program's reach: copies taken out of the home, exports and letters, prints, snapshots of the disk – destroy them yourself
erase-kept-by-law = Kept by law on paper: orders, employment contracts and supplements, signed consents
erase-question-texts = Erase everything about person { $id } and take the name out of { $count ->
        [one] { $count } text
       *[other] { $count } texts
    } about others? This cannot be undone
erase-mark = [erased]
erase-rewritten = The name was taken out of { $count ->
        [one] { $count } text
       *[other] { $count } texts
    } about others
erase-named-in = Files of the home that may name the person; look at them yourself:
erase-mentions = The name still stands in free text; look at:
person-in-no-base = { $name } is in no such base now
person-show-hint = what is known of the person
person-leaves-pairs = this mentor still has open pairs: { $count }; find the mentees others
person-leaves-mentor = the mentee still has an open pair; end it
person-column-form = Form
person-column-entered = In the base since
person-column-requests = Requests
person-column-pairs = Pairs
person-column-papers = Papers
person-papers-there = there
person-not-a-field = “{ $field }” is not changed so: the name is --name, the number of mentees --capacity; base, form and days of entry are changed by vekha import people
