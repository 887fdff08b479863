//! Events about the bases, papers and erasing, in words.

use vekha_core::event::Event;
use vekha_core::people::Side;
use vekha_core::vault::Sealed;
use vekha_core::view::{Read, ViewError};

use super::look::{Look, day};
use super::tell::{Texts, form_title};
use crate::lang::Lang;

/// The sentence of an event about people; `None` for any other.
///
/// # Errors
/// What the view says.
pub fn sentence(look: &Look<'_>, event: &Event, texts: &Texts<'_>) -> Result<Option<String>, ViewError> {
    let lang = look.lang;
    let reason = |sealed: &Option<Sealed>| match sealed {
        None => String::new(),
        Some(sealed) => format!(": {}", texts(sealed).unwrap_or_else(|| lang.word("text-erased"))),
    };
    let say = |id: &str, args: &[(&'static str, String)]| {
        let args: Vec<_> = args.iter().map(|(name, value)| (*name, value.clone().into())).collect();
        lang.say(id, &args)
    };
    Ok(Some(match event {
        Event::ParticipantEntered { party, side, form, entered, .. } => say(
            "event-participant-entered",
            &[
                ("who", look.name(*party)),
                ("base", base(lang, *side)),
                ("form", form_title(lang, form)),
                ("date", day(*entered)),
            ],
        ),
        Event::ParticipantCorrected { party, .. } => {
            say("event-participant-corrected", &[("who", look.name(*party))])
        }
        Event::ParticipantLeft { party, left, reason: why, .. } => say(
            "event-participant-left",
            &[("who", look.name(*party)), ("date", day(*left)), ("why", reason(why))],
        ),
        Event::ConsentGiven { party, kind, version, date, .. } => say(
            "event-consent-given",
            &[
                ("who", look.name(*party)),
                ("kind", record_title(look, kind)),
                ("version", version.clone()),
                ("date", day(*date)),
            ],
        ),
        Event::ConsentWithdrawn { party, no, ends, reason: why } => {
            let papers = look.view.consents(Some(*party))?;
            let kind = papers.iter().find(|paper| paper.no == *no).map(|paper| paper.kind.clone());
            say(
                "event-consent-withdrawn",
                &[
                    ("who", look.name(*party)),
                    ("kind", record_title(look, &kind.unwrap_or_default())),
                    ("date", day(*ends)),
                    ("why", reason(why)),
                ],
            )
        }
        Event::PartyErased { party, reason: why, .. } => {
            say("event-party-erased", &[("id", party.to_string()), ("why", reason(why))])
        }
        Event::TextsRewritten { texts } => {
            say("event-texts-rewritten", &[("count", texts.len().to_string())])
        }
        _ => return Ok(None),
    }))
}

/// The base of a side.
pub fn base(lang: Lang, side: Side) -> String {
    lang.word(match side {
        Side::Mentor => "base-mentors",
        Side::Mentee => "base-mentees",
    })
}

/// The title of a kind of record; its id where the published set does not know it.
pub fn record_title(look: &Look<'_>, kind: &str) -> String {
    let record = look.rules.forms.records.get(kind);
    record.map_or_else(|| kind.to_owned(), |record| record.title.pick(look.lang == Lang::Ru).to_owned())
}
