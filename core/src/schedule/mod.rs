//! Deadlines as a type: Russian phrases, occurrences, calendars.
