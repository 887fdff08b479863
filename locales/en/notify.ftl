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
