# Messages: events, categories, channels.
event-hook-failed = A hook failed: { $function }{ $about } — { $code }{ $place }; the step itself was taken
event-messages-delivered = Delivered ({ $channel }), parcel { $parcel }: { $count ->
    [one] { $count } message
   *[other] { $count } messages
}
event-messages-failed = Not delivered ({ $channel }), parcel { $parcel }: { $count ->
    [one] { $count } message
   *[other] { $count } messages
}
event-messages-cancelled = Called off: { $count ->
    [one] { $count } message
   *[other] { $count } messages
}
event-messages-opted-out = Not sent, the recipient opted out: { $count ->
    [one] { $count } message
   *[other] { $count } messages
}
event-messages-erased = Not sent, the recipient was erased: { $count ->
    [one] { $count } message
   *[other] { $count } messages
}
event-messages-stale = Not sent, too old: { $count ->
    [one] { $count } message
   *[other] { $count } messages
}
event-messages-outdated = Not sent, done meanwhile: { $count ->
    [one] { $count } message
   *[other] { $count } messages
}
event-opt-out = { $who }: not to be told of { $what }
event-opt-out-none = { $who }: to be told of everything
category-tasks = terms of tasks
category-stages = stages of programmes
category-pairs = pairs
category-meetings = meetings
category-documents = documents
category-consents = consents
category-indicators = indicators
category-other = anything else
channel-mail = mail
channel-webhook = webhook
channel-file = file
channel-console = screen

notify-digest = Mentoring: { $count ->
    [one] { $count } message
   *[other] { $count } messages
}
notify-plainly = (The template { $file } could not be filled, line { $line }; look at it: vekha template preview)
notify-bad-channel = A channel for messages is not complete: { $place } cannot be read
notify-no-category = There is no category "{ $name }". There are: { $known }
outbox-empty = The outbox is empty: there is nothing to send
outbox-id = No.
outbox-to = To
outbox-what = About
outbox-since = Not before
outbox-parcel = Parcel
outbox-log = Log of deliveries
outbox-channel = Channel
outbox-attempts = Attempts
outbox-status = State
outbox-count = Messages
outbox-did-sent = delivered
outbox-did-later = did not arrive{ $code }, will be tried again
outbox-did-failed = not delivered{ $code }
outbox-did-cancelled = called off
outbox-did-opted-out = not sent: the recipient opted out
outbox-did-erased = not sent: the recipient was erased
outbox-did-stale = not sent: too old
outbox-did-outdated = not sent: done meanwhile
outbox-did-would = would be sent
outbox-did-no-channel = waits: no channel is configured
outbox-did-no-address = waits: there is no address
outbox-did-channel-down = waits: the channel does not answer
outbox-did-not-yet = waits for its day
outbox-did-back-off = waits to be tried again{ $code }
outbox-did-doubt = nobody knows whether it arrived: not repeated for now
outbox-did-one-a-day = waits until tomorrow: one letter a day
outbox-show = Parcel { $no }: { $to } — { $status }; attempts: { $attempts }{ $code }
outbox-code-connection = no connection
outbox-code-time-out = no answer in time
outbox-code-tls = no secure connection
outbox-code-certificate = the certificate of the server is not accepted
outbox-code-client = the server answered strangely
outbox-code-address = the address is no good
outbox-code-letter = the letter cannot be made
outbox-code-interrupted = interrupted
outbox-message = Message { $id }: { $to } — { $about }. Not before { $date }{ $parcel ->
    [0] {""}
   *[other] , in parcel { $parcel }
}
outbox-no-parcel = There is no parcel { $no }
outbox-see-log = see the log of deliveries
outbox-no-message = There is no "{ $id }" in the outbox
outbox-closed = Parcel { $no } has ended already
outbox-in-parcel = The message is in parcel { $no } already: call the whole parcel off
outbox-again = Parcel { $no } will be tried again at the next delivery
outbox-cancelled = Messages called off: { $count }
template-name = Template
template-category = Category
template-meaning = About
template-unknown = There is no template "{ $name }". There are: { $known }
template-wrong = There is a mistake in the template "{ $name }"
memo-title = Memo of the week
memo-week = from { $from } to { $to }
memo-nobody = Nobody is responsible
memo-late = Overdue
memo-due = To be done this week
memo-next = Ahead: the next four weeks
memo-no = No.
memo-task = What to do
memo-term = By
memo-evidence = What shows it
memo-any-evidence = a document, a link or a note
memo-days-late = { $days ->
    [one] { $days } day ago
   *[other] { $days } days ago
}
memo-more = …and { $count } more. The curator of the programme has the whole list.
memo-foot = If a term has to be put off, please tell the curator before it has passed.
memo-written = Written: { $file } ({ $pages ->
    [one] { $pages } page
   *[other] { $pages } pages
})
calendar-nothing = There are no open terms: there is nothing to write
calendar-written = Written: { $file } ({ $count ->
    [one] { $count } term
   *[other] { $count } terms
})
