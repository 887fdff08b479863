verify-file-counts = Events: { $events }. Ends of the journals (school:number:digest):
vault-exported = What is said about people is written and encrypted: { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
}, file { $file }
vault-no-key = There is neither a passphrase nor a key in { $file }. Write a passphrase into it, on one line.
vault-wrong-key = This passphrase or key does not open { $file }.
vault-damaged = { $file } cannot be read: it is not encrypted with age, was cut or changed.
vault-bad-line = { $file }, line { $line }: this is no vault export.
rescue-empty = There is no event in { $file }.
rescue-not-whole = The journal { $file } is not whole, or another one.
rescue-bad-line = { $file }, line { $line }: this is no event of a journal.
rescue-bad-chain = { $file }, line { $line } does not follow the line before: the journal was changed, reordered or cut. Take another copy.
rescue-done = The store is made anew: { $dir }. { $events ->
    [one] { $events } event
   *[other] { $events } events
}, { $schools ->
    [one] { $schools } school
   *[other] { $schools } schools
}.
rescue-there = { $dir } holds this journal already; nothing in the store was changed.
rescue-vault = rows about people and texts put back: { $count }
rescue-missing = rows that are not there: { $count } — erased before, or the vault was not exported; numbers stand for them
rescue-foreign = rows that do not fit this journal, left aside: { $count }
