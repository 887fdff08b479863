# Pairs: proposals, explanations, forming.

title-pair = pair { $id } ({ $mentor } – { $mentee })
pair-wish-turned = { $mentor } stands in the base of mentors, { $mentee } in that of mentees: recorded in this order
pair-wish-no-mentor = { $name } does not stand in the base of mentors
pair-wish-no-mentee = { $name } does not stand in the base of mentees
pair-wish-bases = who stands in it:
title-pairs = pairs { $ids }
title-tasks = tasks { $ids }

pairs-judging = Judging pairs
pairs-stopped = Pairing was stopped
pairs-objective-total = highest total
pairs-objective-fair = fairness
pairs-objective-stable = stability
pairs-objectives = What each objective would give
pairs-impossible = impossible
pairs-column-objective = Objective
pairs-column-pairs = Pairs
pairs-column-total = Total
pairs-column-worst = Worst
pairs-column-complete = Data
pairs-column-capacity = Takes
pairs-column-has = Has
pairs-column-new = New
pairs-column-before = Before
pairs-column-after = After
pairs-criteria = By criterion
pairs-loads = Load of mentors
pairs-coverage = With a mentor: { $paired } of { $count }
pairs-kept = { $count ->
    [one] { $count } existing pair is kept
   *[other] { $count } existing pairs are kept
}
pairs-proved-total = Proved: no pairing gives more people a mentor, and none that gives as many has a higher total
pairs-proved-fair = Proved: no more pairs can be made, and with as many the weakest pair cannot be better, nor then the next, and so on
pairs-proved-stable = Proved: there is no mentor and mentee who would both rather have each other
pairs-proposal-number = Proposal { $id }
pairs-proposal-title = Proposal { $id } of { $date }: { $objective }
pairs-proposed-before = The same proposal is there already
pairs-accepted = Accepted: the pairs are formed
pairs-page-written = The page is written: { $file }
pairs-suitable-full = suitable, but all places are taken: { $count }
pairs-score = Score: { $score }
pairs-no-mentors = Nobody stands in the base of mentors of the form "{ $form }" now
pairs-no-mentees = Nobody stands in the base of mentees of the form "{ $form }" now
pairs-everybody-paired = All mentees of the form "{ $form }" have a mentor already
pairs-import-hint = enter people
pairs-propose-hint = make a proposal
pairs-list-hint = the pairs
pairs-pin-refused = pinned pair { $mentor } – { $mentee }: { $reason }
pairs-script-failed = The pairing script failed
pairs-script-failed-on = The pairing script failed on the pair { $mentor } – { $mentee }
pairs-score-unusable = The score of the pair { $mentor } – { $mentee } cannot be counted with: { $score }
pairs-script-gone = The script { $hash } that the proposal was made with is gone
pairs-reason-threshold = the score is below the threshold { $least }
pairs-reason-no-data = no criterion has data
pairs-reason-banned = the pair is forbidden by a curator, or stands the other way round
pairs-reason-oneself = it is one and the same person
pairs-nobody = nobody
pairs-keeps-existing = Proposal { $id } keeps existing pairs: there is nothing to end
pairs-no-way-out = Pair { $id } cannot be ended before its time from this stage
no-such-proposal = There is no proposal { $id }
no-proposals = There are no proposals yet
no-such-pair = There is no pair { $id }
no-pairs = There are no pairs
pairs-none-of = "{ $name }" has no pairs
pairs-several-of = "{ $name }" has several pairs: name one by its number
pairs-verified = Proposal no. { $id } was checked against the data it was made from (candidates: { $candidates }, input { $input }): the certificate holds
pairs-not-proved = Proposal { $id } is not proved: { $reason }
pairs-prices-differ = Stored prices or pairs of proposal { $id } differ from those computed again
pairs-no-difference = The proposals are the same
pairs-difference = Pairs: { $before } → { $after }, the total changes by { $total }

pairs-explained-now = The data have changed since proposal { $id }: this explains the pairing from the data of now
pairs-not-in-question = This pair is not in question
pairs-has-mentor-already = { $name } has a mentor already: { $mentor }
pairs-in-no-base = { $name } does not stand in a base of this form now
pairs-in-no-base-then = { $name } does not stand in a base of this form on { $date }, the day of the proposal
pairs-explain-pair = { $mentor } – { $mentee }: the pair is proposed
pairs-explain-no-pair = { $mentor } – { $mentee }: the pair is not proposed
pairs-may-not = They cannot be a pair: { $reason }
pairs-explain-score = Score { $score }, data { $completeness } % complete
pairs-not-applicable = not applicable
pairs-no-data = no data ({ $field })
pairs-next-for-mentee = Next for the mentee: { $mentor } ({ $score })
pairs-next-for-mentee-none = There is no other mentor for the mentee
pairs-next-for-mentor = Next for the mentor: { $mentee } ({ $score })
pairs-next-for-mentor-none = There is no other mentee for the mentor
pairs-cost = Insisting on this pair would change the total by { $total }; as many pairs. Swaps:
pairs-cost-pairs = Insisting on this pair would change the total by { $total } and the number of pairs by { $pairs }. Swaps:
pairs-cannot-force = This pair cannot be insisted on: { $reason }
pairs-explain-left = { $name }: no mentor was found
pairs-explain-idle = { $name }: no mentee was found
pairs-refused-so-many = { $reason }: { $count ->
    [one] { $count } pair
   *[other] { $count } pairs
}
pairs-full = { $mentor }: all places are taken ({ $capacity }); this pair would score { $score }
pairs-smallest-capacity = The smallest change: { $mentor } takes { $capacity } — then there is a pair
pairs-no-candidate = No mentor may take this person
pairs-smallest-capacity-pin = The smallest change: { $mentor } takes { $capacity } and the pair is pinned; without the pin the place goes to somebody else
pairs-smallest-pin = Nearest to the threshold is { $mentor }: { $score }. The smallest change is to pin this pair: a curator’s decision is stronger than the threshold
pairs-smallest-rule = The smallest change: drop the refusal "{ $reason }", which closed most pairs ({ $count })
pairs-no-places = No free places: all are taken ({ $capacity })
pairs-best-for-idle = The best possible mentee: { $mentee } ({ $score })

event-proposal-made = Proposal of pairs { $id } for programme { $programme }: { $pairs } pairs, { $left } without a mentor
event-proposal-accepted = Proposal of pairs { $id } was accepted
event-pair-formed = Pair { $id } was formed: { $mentor } – { $mentee }
event-wish-pin = { $mentor } – { $mentee }: the pair is pinned{ $why }
event-wish-forbid = { $mentor } – { $mentee }: the pair is forbidden{ $why }
event-wish-free = { $mentor } – { $mentee }: no longer pinned or forbidden{ $why }

problem-mentor-full = no places left: takes { $capacity ->
    [one] { $capacity } mentee
   *[other] { $capacity } mentees
}
problem-has-mentor = has a mentor in this programme already: { $pair }
problem-oneself = nobody mentors himself
problem-circular = { $mentee } mentors this person already: no two mentor each other
problem-not-on-side = is not there now ({ $base }, form "{ $form }")
problem-no-proposal = there is no proposal { $id }
problem-already-accepted = pairs were formed from proposal { $id } already
problem-programme-ended = programme { $id } has ended

pairs-heading = Pairs
pairs-changes = What changes among existing pairs
pairs-column-gain = Gain
pairs-column-price = Price
pairs-costs-points = Against proposal no. { $id } the total changes by { $total }; the number of pairs is the same
pairs-costs-pairs = Against proposal no. { $id } the total changes by { $total }, the number of pairs by { $pairs }
pairs-formed-already = The pairs of the last proposal (no. { $id }) are formed already
pairs-rematch-closed = where the pairs are closed already, the mentees get others as usual:
pairs-close-hint = end the pair
pairs-rematch-hint = or propose anew
pairs-review-hint = the proposal
pairs-not-proposed = Proposal no. { $id } has no such pair: { $name }
pairs-several-proposed = Proposal no. { $id } has several such pairs, name both people: { $name }
pairs-swap-same = Both have the same mentor: { $mentor }
pairs-swap-refused = They cannot change mentors
pairs-swap-costs = The total changes by { $total }
pairs-swap-unpriced = What the change costs cannot be said: not all of these pairs have a score
pairs-input-gone = The data that proposal no. { $id } was made from are not in the store
pairs-since-nothing = Nothing has changed since
pairs-since = What has changed since
pairs-since-changed = Data or papers: { $names }
pairs-since-entered = Entered the bases: { $names }
pairs-since-left = Left the bases: { $names }
pairs-since-script = The pairing script is another one now
pair-was-pinned = The pair was pinned before: the pin is over
pair-was-forbidden = The pair was forbidden before: the ban is over
pairs-no-wishes = No pairs are pinned or forbidden
pairs-column-wish = Decision
pairs-wish-pinned = pinned
pairs-wish-forbidden = forbidden
pairs-since-wishes = Pins and bans are others now
pairs-page-intro = The program compared all mentors and mentees by the school's criteria. The higher the score, the better two people fit; completeness says for which share of the criteria there were data. Pairs stand from the weakest to the strongest.
pairs-page-no-data = no data: { $names }
pairs-page-taken = Places taken
pairs-page-fair = How fair it is
pairs-page-fairness = The weakest pair has { $worst }, the middle one { $middle }, the strongest { $best }. Pairs with less than half of that: { $half }.
pairs-page-foot = Script { $script }, input { $input }. To check: vekha pair verify
pairs-page-no-reason = paired by now, or in the base no more
