//! Calendar files: a day for every open term, with alarms a week and a day before.

use chrono::{Duration, NaiveDate};
use icalendar::{Alarm, Calendar, Component as _, Event, EventLike as _};

use super::memo::Item;

/// A calendar file. `name`: what the calendar is called; `scope`: what makes its entries different from those of
/// other schools. The same term has the same UID in every file, so that an import brings it up to date.
pub fn calendar(name: &str, scope: &str, items: &[Item], on: NaiveDate) -> String {
    let mut calendar = Calendar::new();
    calendar.name(name);
    let stamp = on.and_time(chrono::NaiveTime::MIN).and_utc();
    for item in items {
        let title = format!("{} {}", item.number, item.title);
        let mut event = Event::new();
        event
            .uid(&format!("{}-{scope}@vekha", item.id))
            .timestamp(stamp)
            .summary(&title)
            .description(&item.evidence)
            // A day ends where the next one begins.
            .starts(item.to)
            .ends(item.to + Duration::days(1));
        for days in [7, 1] {
            let mut alarm = Alarm::display(&title, -Duration::days(days));
            alarm.uid(&format!("{}-{scope}-{days}@vekha", item.id)).timestamp(stamp);
            event.alarm(alarm);
        }
        calendar.push(event.done());
    }
    calendar.to_string()
}
