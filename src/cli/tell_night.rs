//! What the night shift wrote down, in words.

use vekha_core::event::Event;
use vekha_core::metrics::{How, What};
use vekha_core::view::ViewError;

use super::look::{Look, day};

/// The sentence of an event of the night shift; `None` for any other.
///
/// # Errors
/// What the view says.
pub fn sentence(look: &Look<'_>, event: &Event) -> Result<Option<String>, ViewError> {
    let lang = look.lang;
    Ok(Some(match event {
        Event::IndicatorsEvaluated(found) => {
            evaluated(look, found.on, found.restates.is_some(), found.subjects.len())
        }
        Event::IndicatorsTabled(found) => {
            evaluated(look, found.on, found.restates.is_some(), found.subjects.len())
        }
        Event::NoticesGiven { on, notices } => {
            let count = |of: &[What]| notices.iter().filter(|notice| of.contains(&notice.what)).count();
            let late = count(&[What::Late, What::VeryLate]);
            let due = count(&[What::Due]);
            let args = [
                ("date", day(*on).into()),
                ("due", due.into()),
                ("late", late.into()),
                ("other", (notices.len() - due - late).into()),
            ];
            lang.say("event-notices", &args)
        }
        Event::NightRan(night) => {
            let how = lang.word(match night.how {
                How::Ran => "night-how-ran",
                How::CaughtUp => "night-how-caught-up",
                How::SetBack => "night-how-set-back",
            });
            let mut text = lang.say("event-night", &[("date", day(night.on).into()), ("how", how.into())]);
            if let Some(skipped) = &night.skipped {
                let args = [
                    ("from", day(skipped.from).into()),
                    ("to", day(skipped.to).into()),
                    ("why", skipped.why.clone().into()),
                ];
                text.push_str(&lang.say("event-night-skipped", &args));
            }
            text
        }
        _ => return Ok(None),
    }))
}

fn evaluated(look: &Look<'_>, on: chrono::NaiveDate, again: bool, subjects: usize) -> String {
    let id = if again { "event-restated" } else { "event-evaluated" };
    look.lang.say(id, &[("date", day(on).into()), ("count", subjects.into())])
}
