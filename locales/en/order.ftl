# Orders on pairs.
order-no-pairs = No pairs are agreed upon and waiting for an order
order-no-new-pairs = There are no pairs that no order names yet
order-nothing-to-amend = There is nothing to amend: no order on the pairs of this programme is registered yet
order-nothing-changed = Nothing has changed since the last order
order-draft-hint = draft the order
order-pairs-title = On the mentoring pairs
order-amendment-title = On changes to the order on the mentoring pairs
order-template-shipped = the shipped template
order-template-written = The template is written: { $file }. What may stand in it:
order-template-blocks = A table row with {"{{"} pair.… {"}}"} is repeated for each pair. What stands between the paragraphs {"{{"} if ended {"}}"} and {"{{"} end {"}}"} stays only where the list has somebody
order-template-broken = This is no Word document (docx), or a broken one: { $file } ({ $reason })
order-template-wrong = The template cannot be filled: { $file }
order-template-unknown = there is no such placeholder: {"{{"} { $text } {"}}"}
order-template-open = the braces {"{{"} are not closed: “{ $text }”
order-template-block = a block has no beginning or no end: {"{{"} { $text } {"}}"}
order-template-two-lists = placeholders of two lists in one row: “{ $text }”
order-template-no-list = there is no such list: {"{{"} if { $text } {"}}"}
order-template-known = known placeholders: { $known }
order-drafted = The order is drafted: { $file }. { $added ->
    [one] It names { $added } pair
   *[other] It names { $added } pairs
}
order-drafted-amendment = The order is drafted: { $file }. Pairs added: { $added }, ended: { $ended }, mentors changed: { $changed }
order-not-agreed = Not agreed upon yet: pair { $id } ({ $mentor } – { $mentee }); an order on it can be registered once both sides agree
order-draft-next = When it is signed, register it:
order-amend-hint = order no. { $number } differs from the pairs (added: { $added }, ended: { $ended }, mentors changed: { $changed }); draft an amending order
order-none = There are no orders on pairs yet
order-column-number = Number
order-column-date = Date
order-column-kind = Kind
order-column-pairs = Pairs
order-kind-pairs = on pairs
order-kind-amendment = amendment
