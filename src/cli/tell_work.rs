//! Events about the work of pairs, in words.

use vekha_core::event::Event;
use vekha_core::ids::Subject;
use vekha_core::vault::Sealed;
use vekha_core::view::ViewError;
use vekha_core::work::{ItemFacts, MeetingFacts};

use super::look::{Look, day};
use super::school::facts_title;
use super::tell::Texts;
use crate::app::work::words::quarter_id;
use crate::lang::Lang;

/// The sentence of an event about the work of pairs; `None` for any other.
///
/// # Errors
/// What the view says.
pub fn sentence(look: &Look<'_>, event: &Event, texts: &Texts<'_>) -> Result<Option<String>, ViewError> {
    let lang = look.lang;
    let say = |id: &str, args: &[(&'static str, String)]| {
        let args: Vec<_> = args.iter().map(|(name, value)| (*name, value.clone().into())).collect();
        lang.say(id, &args)
    };
    let words = |sealed: &Option<Sealed>| match sealed {
        None => String::new(),
        Some(sealed) => format!(": {}", texts(sealed).unwrap_or_else(|| lang.word("text-erased"))),
    };
    Ok(Some(match event {
        Event::MeetingAdded { pair, no, facts, text } => {
            let pair = look.title(Subject::Pair(*pair))?;
            say("event-meeting-added", &meeting(lang, pair, *no, facts, words(text)))
        }
        Event::MeetingCorrected { pair, no, facts, text } => {
            let pair = look.title(Subject::Pair(*pair))?;
            say("event-meeting-corrected", &meeting(lang, pair, *no, facts, words(text)))
        }
        Event::MeetingCancelled { pair, no, reason } => say(
            "event-meeting-cancelled",
            &[("pair", look.title(Subject::Pair(*pair))?), ("no", no.to_string()), ("text", words(reason))],
        ),
        Event::ItemAdded { pair, no, facts, text } => {
            let pair = look.title(Subject::Pair(*pair))?;
            say("event-item-added", &item(lang, pair, *no, facts, words(text)))
        }
        Event::ItemChanged { pair, no, facts, text } => {
            let id = match (facts.dropped, facts.done) {
                (true, _) => "event-item-dropped",
                (false, Some(_)) => "event-item-done",
                (false, None) => "event-item-changed",
            };
            let pair = look.title(Subject::Pair(*pair))?;
            say(id, &item(lang, pair, *no, facts, words(text)))
        }
        Event::SwotAdded { no, quarter, text, .. } => say(
            "event-swot-added",
            &[
                ("no", no.to_string()),
                ("quarter", lang.word(&quarter_id(*quarter))),
                ("text", words(&Some(*text))),
            ],
        ),
        Event::SwotDropped { no, .. } => say("event-swot-dropped", &[("no", no.to_string())]),
        Event::SchoolNumberTold { name, on, value } => {
            let id = if value.is_some() { "event-number-told" } else { "event-number-taken-back" };
            let value = value.map(|value| value.to_string()).unwrap_or_default();
            say(id, &[("name", lang.word(&facts_title(name))), ("on", day(*on)), ("value", value)])
        }
        other => return Ok(answers(look, other, &words)),
    }))
}

/// Codes and questionnaires. Nobody is named beside an answer.
fn answers(look: &Look<'_>, event: &Event, words: &dyn Fn(&Option<Sealed>) -> String) -> Option<String> {
    let lang = look.lang;
    let title = |name: &str| {
        let survey = look.rules.surveys.surveys.get(name);
        survey.map_or_else(|| name.to_owned(), |survey| survey.title.pick(lang == Lang::Ru).to_owned())
    };
    Some(match event {
        Event::CodeIssued { party, .. } => {
            lang.say("event-code-issued", &[("who", look.name(*party).into())])
        }
        Event::SurveyFilled(response) => lang.say(
            "event-survey-filled",
            &[
                ("survey", title(&response.survey).into()),
                ("wave", lang.word(&format!("survey-wave-{}", response.wave.as_str())).into()),
                ("date", day(response.on).into()),
                ("answers", response.replies.len().into()),
            ],
        ),
        Event::SurveyJoined { pairs, .. } => {
            let pairs: Vec<String> = pairs.iter().map(ToString::to_string).collect();
            lang.say("event-survey-joined", &[("pairs", pairs.join(", ").into())])
        }
        Event::SurveyWithdrawn { reason, .. } => {
            lang.say("event-survey-withdrawn", &[("text", words(reason).into())])
        }
        _ => return None,
    })
}

fn meeting(
    lang: Lang,
    pair: String,
    no: u32,
    facts: &MeetingFacts,
    text: String,
) -> [(&'static str, String); 6] {
    [
        ("pair", pair),
        ("no", no.to_string()),
        ("date", day(facts.on)),
        ("kind", lang.word(&format!("work-kind-{}", facts.kind.as_str()))),
        ("state", lang.word(&format!("work-state-{}", facts.state.as_str()))),
        ("text", text),
    ]
}

fn item(lang: Lang, pair: String, no: u32, facts: &ItemFacts, text: String) -> [(&'static str, String); 5] {
    let due =
        facts.due.map_or_else(|| lang.word("term-none"), |due| super::look::term(lang, None, Some(due)));
    let done = facts.done.map(day).unwrap_or_default();
    [("pair", pair), ("no", no.to_string()), ("due", due), ("done", done), ("text", text)]
}
