pair-solving = Pairing
pair-column-mentor = Mentor
pair-column-mentee = Mentee
pair-column-score = Score
pair-summary = { $pairs ->
    [one] { $pairs } pair, total score { $total }
   *[other] { $pairs } pairs, total score { $total }
}
pair-worst = The lowest score of a pair is { $score }
pair-verified = The certificate is verified: nothing better can be had
pair-unmatched = { $count ->
    [one] { $count } mentee is left without a mentor
   *[other] { $count } mentees are left without a mentor
}
pair-scores-cut = Some scores are too long to be counted exactly: digits after decimal place { $decimals } were dropped
pair-unproved = The answer did not pass its own check, so it is not shown: { $reason }. Please report this

pair-file-empty = { $file } is empty: it needs a header { $columns }
pair-file-utf16 = { $file } is in UTF-16: save it as CSV in UTF-8
pair-file-no-column = { $file }, line 1: there is no column “{ $column }”; the header says: { $found }
pair-file-columns = the columns needed are { $columns }
pair-file-two-columns = { $file }, line 1: two columns are called “{ $column }”
pair-file-broken = { $file }, line { $line }: { $reason }
pair-line-long = { $file }, line { $line }: { $found } values for { $columns } columns of the header
pair-line-long-comma = part the fraction by a point; if by a comma, part the columns by semicolons
pair-line-open = { $file }, line { $line }: a quotation mark is not closed
pair-cell-empty = { $file }, line { $line }, column “{ $column }”: the cell is empty
pair-cell-no-number = { $file }, line { $line }, column “{ $column }”: “{ $text }” is not a decimal number
pair-cell-too-large = { $file }, line { $line }, column “{ $column }”: “{ $text }” is too large
pair-cell-no-count = { $file }, line { $line }, column “{ $column }”: “{ $text }” is not a number of people
pair-mentor-unknown = { $file }, line { $line }, column “{ $column }”: this mentor has no line in the file of capacities
pair-mentor-unknown-hint = give the mentor a line there; capacity 0 keeps them out
pair-mentor-twice = { $file }: one mentor stands on lines { $first } and { $second }
pair-scored-twice = { $file }: one pair is scored on lines { $first } and { $second }
pair-too-many = Such an amount cannot be paired: { $reason }

pair-infeasible = No pairing keeps all the conditions
pair-no-minimum-above-capacity = mentor { $mentor } must take at least { $minimum }, but at most { $capacity }
pair-no-pins-above-capacity = fixed pairs of mentor { $mentor }: { $pins }, but { $capacity } at most can be taken
pair-no-pins-no-place = mentor { $mentor } has no free place, and fixed pairs: { $pins }
pair-no-minimum = mentor { $mentor } cannot reach the minimum: { $needed } more are needed, but only { $available } could be theirs
pair-no-minimum-together = mentor { $mentor } cannot reach the minimum: together with others ({ $among }) { $needed } more are needed, but only { $available } could be theirs
pair-no-stable-minimum = mentor { $mentor } must take at least { $minimum }, but has { $load } in every stable pairing
pair-no-pin-unscored = the fixed pair { $mentor } – { $mentee } is not among the scored pairs
pair-no-pin-forbidden = the fixed pair { $mentor } – { $mentee } is forbidden
pair-no-pin-twice = { $mentee } is fixed both to { $mentor } and to { $first }
pair-no-pin-both-ways = { $mentor } and { $mentee } are fixed to mentor each other
pair-no-stable-pin = the fixed pair { $mentor } – { $mentee } does not stand in the stable pairing that is best for the mentees
