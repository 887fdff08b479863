# Deadlines: how they were understood. Try: vekha deadline parse "…"

# ── Kind ──
deadline-is-due = Due { $what }, that day included.
deadline-is-window = To be done: { $what }.
deadline-is-period = Goes on all the time: { $what }; late only after its end.
deadline-is-recurring = Repeats: { $what }.
deadline-is-yearly = Repeats every year.
deadline-is-linked = By the terms of the mentoring programmes it serves.
deadline-is-relative = Counted from an event: { $what }.
deadline-is-relative-unnamed = Counted from an event that is not named: { $what }.
deadline-asks-calendar = quarters and holidays are the school's own: enter them in calendar/school.toml and name that file with --calendar
deadline-is-external = Another document says when: a schedule, a plan, an order or the school's calendar.
deadline-is-as-needed = Done when there is a need; never late.
deadline-is-since = Begins { $what }; no end is named.
deadline-is-none = No term is given.
deadline-is-invalid = The term was not understood.
deadline-within = Only in these days: { $days }.
deadline-brief = { $kind ->
    [yearly] every year, no day named
    [linked] by the terms of the programmes
    [external] by another document
    [as-needed] as needed
    [none] not given
    [invalid] not understood
   *[other] not named
}
deadline-line = “{ $phrase }”: { $text }
deadline-empty-phrase = (empty)

# ── Days ──
deadline-day = { $day } { $month } { $year }
deadline-day-without-year = { $day } { $month }
deadline-span-until = by { $day }
deadline-from = { $number ->
   *[other] from
}
deadline-span-since = { deadline-from } { $day }
deadline-span-open = always
deadline-span-month = { $month } { $year }
deadline-span-days = { $first } to { $last }
deadline-span-months = { $first } to { $last }
deadline-span-years = { $first } to { $last }
deadline-month = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
deadline-month-of-day = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
deadline-list = { $rest } and { $last }

# ── Rules ──
deadline-rule-daily = every day
deadline-rule-weekly = { $times ->
    [1] { $every ->
        [1] every week
       *[other] every { $every } weeks
    }
   *[other] { $times } times { $every ->
        [1] a week
       *[other] in { $every } weeks
    }
}
deadline-rule-monthly = { $times ->
    [1] { $every ->
        [1] every month
       *[other] every { $every } months
    }
   *[other] { $times } times { $every ->
        [1] a month
       *[other] in { $every } months
    }
}
deadline-rule-weekdays = { $every ->
    [1] on { $days }
   *[other] { $weeks }, on { $days }
}
deadline-on-weekdays = { $weekday ->
    [0] Mondays
    [1] Tuesdays
    [2] Wednesdays
    [3] Thursdays
    [4] Fridays
    [5] Saturdays
   *[6] Sundays
}
deadline-the-weekday = { $weekday ->
    [0] Monday
    [1] Tuesday
    [2] Wednesday
    [3] Thursday
    [4] Friday
    [5] Saturday
   *[6] Sunday
}
deadline-nth-weekday = { $gender ->
   *[other] the
} { $nth ->
    [-1] last
    [1] first
    [2] second
    [3] third
    [4] fourth
   *[5] fifth
} { $weekday }
deadline-rule-month-day = { $months }, by day { $value }
deadline-rule-month-days = { $months }, by days { $value }
deadline-rule-month-end = { $months }, by its last day
deadline-rule-month-weekday = { $months }, { $value }
deadline-rule-quarter = every quarter of the calendar year
deadline-rule-school-quarter = every school quarter
deadline-rule-trimester = every trimester
deadline-rule-half-year = every half-year
deadline-rule-by-day = { $stretch }, by day { $day } of { $month ->
    [next] the next month
    [nth] its month { $nth }
   *[last] its last month
}
deadline-rule-times-a-year = { $times } times a year
deadline-length = { $unit ->
    [working-days] { $count ->
        [one] { $count } working day
       *[other] { $count } working days
    }
    [months] { $count ->
        [one] { $count } month
       *[other] { $count } months
    }
   *[days] { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
}
deadline-offset-at = on the day of “{ $anchor }”
deadline-offset-at-once = at once
deadline-offset-before = { $length } before “{ $anchor }”
deadline-offset-before-unnamed = { $length } before it
deadline-offset-after = { $length } after “{ $anchor }”
deadline-offset-after-unnamed = { $length } after it

# ── Notes ──
deadline-remark-preparation = That is the summer before the plan: preparation, as usual.
deadline-remark-before-plan = The term is before the plan: probably a mistake in the document.
deadline-remark-outside-plan = Some days lie after the plan: they are kept, but not tracked in it.
deadline-remark-no-date = No day is named: write one, or there is nothing to remind of.
deadline-remark-approximate = The day is approximate: late only a week after it.
deadline-remark-ambiguous-year = August without a year: the end of the plan was taken; if the August before it is meant, write the year.
deadline-remark-non-working = The day is off: the term does not shift, the reminder comes on the last working day before it.
deadline-remark-linked = Tied to the terms of the mentoring programmes.
deadline-remark-multi-year = Longer than a year: this plan tracks its part.
deadline-remark-for-previous-month = Each time for the month before.
deadline-remark-for-previous-period = Each time for the period before.
deadline-remark-no-anchor = The event to count from is not named.
deadline-remark-template-blank = The form was not filled in: a blank stands for the date.
deadline-remark-no-such-date = There is no such day, or the range ends before it begins.
deadline-remark-bad-year = The year cannot be meant, or a range of years runs backwards.
deadline-remark-not-a-deadline = This does not look like a term.

# ── Calendar ──
calendar-fault = { $path }, line { $line }, column { $column }: { $problem }
calendar-not-days = “{ $value }”: write a day 2024-01-31 or a range 2024-01-01..2024-01-08
calendar-bad-range = the range “{ $value }” ends before it begins, or is longer than a year
calendar-week = week = { $value }: a working week has 5 or 6 days
calendar-year = year = { $value }: write a year from 1900 to 2200
calendar-year-twice = { $value } is described twice
calendar-other-year = “{ $value }” does not belong to the year it is listed under
calendar-not-weekend = “{ $value }” is a weekday; `work` lists only worked Saturdays and Sundays
calendar-confidence = confidence = “{ $value }”: write high, medium or low
calendar-plan = “{ $value }” is not a school year: write 2023/24
calendar-too-many = at most { $value } here
calendar-order = “{ $value }” overlaps the range before it or leaves the school year
calendar-unreadable = cannot read the calendar { $path }: { $reason }
calendar-not-text = { $path }: a calendar is UTF-8 text of at most { $limit } KB
calendar-hint = a sample with explanations: vekha deadline calendar --template

# ── Commands ──
deadline-stdin-failed = cannot read the standard input: { $reason }
deadline-schedule-heading = In the plan { $plan }:
deadline-calendar-week = { $week ->
    [6] a working week of six days
   *[5] a working week of five days
}
deadline-calendar-quarters = School quarters of { $plan }: { $days }
deadline-calendar-col-year = Year
deadline-calendar-col-working = Working days
deadline-calendar-col-source = Source
