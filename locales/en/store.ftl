store-busy = The store is busy: process { $pid } ({ $command }) has been writing to it since { $since }. Wait until it ends and repeat the command.
store-busy-unknown = Another process is writing to the store. Wait until it ends and repeat the command.
store-damaged = The store's file is damaged: { $what }. `vekha doctor` says what has suffered; `vekha restore FILE` brings a backup back.
store-newer = The file was written by a newer version of the program: { $what } has version { $found }, and this program knows versions up to { $known }. Update the program.
store-full = No space is left on the disk. Nothing is lost: free some space and repeat the command.
store-no-rights = No rights to the file or folder { $path }. Check its permissions and its owner.
store-not-a-home = There is no store here: { $path }. Make one with `vekha init DIR`, or name the folder: `--home DIR`.
store-exists = The file is there already: { $path }. Choose another name or move this file away.
store-read-only = The store is open for reading only.
store-too-large = A value is too large for the store: { $what }.
store-conflict = The journal changed while this was being prepared: { $what }. Repeat the command.
store-io = The system could not read or write the file: { $what }.

store-problem-unreadable = A value does not read: { $place }
store-problem-pages = The file does not pass redb's check: { $place }
store-problem-gap = The journal has a gap: { $place }
store-problem-chain = The journal's chain is broken before event { $place }
store-problem-time = Event { $place } was recorded before the one before it
store-problem-head = The noted end of the journal of school { $place } is not its last event
store-problem-link = The chain over all schools is broken at link { $place }
store-problem-lost = Event { $place } is named in the chain over all schools, and the journal does not have it, or not as it was
store-problem-unlinked = The journal goes on beyond the last link of the chain over all schools: { $place }
store-problem-answer = There is no answer to the command { $place }
store-problem-vault = What stands about a person is not what the journal sealed: { $place }
store-problem-unsealed = Something stands about a person that the journal does not know of: { $place }
store-problem-unknown = A known end of the journal is not among its events: { $place }
store-problem-row = A row of the state differs from the journal: { $place }
store-problem-due = The index of terms differs from the rows: { $place }

backup-done = The copy is ready: { $file } ({ $kib } KiB)
backup-there = There is a copy of { $day } already
restore-no-file = There is no such file: { $file }
restore-sound = The copy { $file } is sound. { $events ->
    [one] { $events } event
   *[other] { $events } events
}, { $schools ->
    [one] { $schools } school
   *[other] { $schools } schools
}.
restore-ask = Replace the store with the copy { $file }? It holds { $events ->
    [one] { $events } event
   *[other] { $events } events
}, { $schools ->
    [one] { $schools } school
   *[other] { $schools } schools
}.
restore-done = The store is restored from { $file }. { $events ->
    [one] { $events } event
   *[other] { $events } events
}, { $schools ->
    [one] { $schools } school
   *[other] { $schools } schools
}.
restore-erase-reason = erased before the copy was restored
restore-erased = the data of { $count ->
    [one] { $count } person
   *[other] { $count } people
} were erased again: the copy still had them; their pairs and places in the bases are closed
restore-replaced = the file that stood there is kept: { $file }

doctor-table = Table
doctor-entries = Entries
doctor-looked = Compared with the journal: { $events } events, { $rows } rows, { $due } terms, { $vault } entries about people; { $erased } entries about people are erased.
doctor-sound = The store is sound.
doctor-problems = { $count ->
    [one] { $count } problem was found
   *[other] { $count } problems were found
}
doctor-rebuild = the journal is whole and only rows and terms differ: they can be made anew
doctor-restore = bring the last sound copy back; the file that stands there stays beside it
