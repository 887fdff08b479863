//! Phrases of deadlines: any text gives a deadline that can be told, tracked and stored.

use std::sync::LazyLock;

use vekha::words::deadline::{brief, explain};
use vekha_core::schedule::{Calendar, Deadline, PlanYear, parse};

use crate::{LANGS, said};

static RUSSIA: LazyLock<Calendar> = LazyLock::new(vekha::calendar::russia);
static WEEKENDS: LazyLock<Calendar> = LazyLock::new(Calendar::default);

/// The first byte chooses the plan and the calendar.
pub fn fuzz(data: &[u8]) {
    let Some((choice, rest)) = crate::split(data) else { return };
    let Ok(phrase) = std::str::from_utf8(rest) else { return };
    let plan = PlanYear::of(2015 + i32::from(choice >> 4));
    let calendar = if choice & 1 == 0 { &*RUSSIA } else { &*WEEKENDS };
    let found = parse(phrase, plan, calendar);
    assert_eq!(found, parse(phrase, plan, calendar), "the same phrase, the same meaning");
    for span in &found.occurrences {
        assert!(span.from.zip(span.to).is_none_or(|(from, to)| from <= to), "{span:?}");
    }
    let tracked = found.schedule(plan, calendar);
    let mut keys: Vec<&str> = tracked.iter().map(|one| one.key.as_str()).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), tracked.len(), "occurrences are told apart by their keys");
    for lang in LANGS {
        said(&explain(&found, lang));
        let _ = brief(&found, lang);
    }
    let json = serde_json::to_string(&found).expect("a deadline is JSON");
    assert_eq!(serde_json::from_str::<Deadline>(&json).expect("it reads again"), found);
}
