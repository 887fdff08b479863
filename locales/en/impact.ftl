impact-sample = The school is invented: its people, pairs and numbers are nobody's
impact-no-bases = There is nobody to pair: the bases are empty, or no programme is open. With an invented school:
impact-pairs-of = Pairs of programme { $id }
impact-pairs = Pairs
impact-anew = As if pairs were formed anew today
impact-kept = Pairs at work: { $count }; they stay; --anew shows what would be without them
impact-stuck-before = Before: no pairs can be made: { $reason }
impact-stuck-after = After: no pairs can be made: { $reason }
impact-score = { $pair }: a score of { $score } cannot be counted with
impact-impossible = what curators pinned contradicts the rules
impact-totals = Pairs: { $before } → { $after }, total score: { $total-before } → { $total-after }
impact-pairs-same = The same pairs and scores
impact-chosen-same = The same pairs are chosen, with the same scores
impact-weights = Weights: { $weights }
impact-only-scores = Who may be a pair does not change; { $rescored } of { $either } possible pairs get another score
impact-possible = Possible pairs: { $opened } more, { $closed } fewer; { $rescored } get another score
impact-column-what = What
impact-column-score = Score
impact-column-criteria = Criteria
impact-column-about = Of
impact-column-indicator = Indicator
impact-column-before = Before
impact-column-after = After
impact-added = + new
impact-removed = − gone
impact-kept-pair = = the same
impact-more = … and { $count } more; --json has them all
impact-lose = Left without a mentor: { $names }
impact-gain = Get a mentor: { $names }
impact-indicators = Indicators
impact-indicators-counted = Compared { $compared }, changed { $changed }, in another band { $bands }
impact-indicators-broken = The script fails to give indicators: { $failing }; those in force give them: { $count }
impact-messages = Messages
impact-messages-counted = Of { $days ->
    [one] { $days } day
   *[other] { $days } days
} and of today's terms: { $before } → { $after }
impact-messages-sample = Of one event of each kind: { $before } → { $after }
impact-hook-failed = { $count } failures
impact-person = No. { $id }
impact-pair = pair { $id }
impact-programme = programme { $id }
impact-school = school
impact-not-applicable = not applicable
impact-breaks = This cannot be published: the rules fail on the school's data of today, and those in force do not; what exactly is said above
impact-fails = Not published: the rules fail on the school's data of today, as those in force do; what exactly is said above
impact-publish-anyway = if the edit is about something else, publish it so and mend the rules later:
impact-failing-published = ! The rules still fail on the school's data: mend them and publish again
impact-none = Nothing changes on today's data: the same pairs, scores, indicators and messages
impact-see = in detail:

rerun-what = `{ $text }` is no number of a proposal and nothing that has indicators; write 1, proposal:1, pair:3, mentor:5, program:1 or school
rerun-values-equal = { $subject }, indicators of { $date } (entry { $seq }) were computed again: { $count ->
    [one] { $count } value is
   *[other] { $count } values are
} equal, bit for bit
rerun-values-facts-differ = { $subject }, indicators of { $date } (entry { $seq }): the facts of that day come out otherwise now, they cannot be computed again
rerun-values-inputs-erased = { $subject }, indicators of { $date } (entry { $seq }): inputs erased, they cannot be computed again
rerun-values-engine-changed = { $subject }, indicators of { $date } (entry { $seq }): engine changed, the same facts and the same script { $script } give something else
rerun-values-script-gone = { $subject }, indicators of { $date } (entry { $seq }): the script { $script } is not in the store, they cannot be computed again
rerun-equal = Proposal { $id } was computed again: { $pairs ->
    [one] { $pairs } pair
   *[other] { $pairs } pairs
}, total score { $total } – equal, bit for bit{ $what }
rerun-differs = Proposal { $id } was computed again and differs (it was { $pairs } pairs, total score { $total }){ $what }
rerun-inputs-erased = Proposal { $id }: inputs erased (records of people: { $what }), it cannot be computed again; it was { $pairs } pairs, total score { $total }
rerun-engine-changed = Proposal { $id }: engine changed (then: scripts of version { $what }), it cannot be computed again; it was { $pairs } pairs, total score { $total }
rerun-script-gone = Proposal { $id }: the script { $what } is not in the store, it cannot be computed again; it was { $pairs } pairs, total score { $total }
rerun-no-grounds = Proposal { $id } is older than the record of what it was computed from, it cannot be computed again; it was { $pairs } pairs, total score { $total }{ $what }
