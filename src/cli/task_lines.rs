//! Lines that screens of tasks and of programmes share.

use vekha_core::state::Evidence;
use vekha_core::view::Read;
use vekha_core::workflow::vocabulary::EVIDENCE;

use super::look::day;
use super::refusal::listed;
use super::{Desk, Failure};

/// A piece of evidence in a line.
pub fn evidence_line(desk: &Desk<'_>, evidence: &Evidence) -> Result<String, Failure> {
    let lang = desk.look().lang;
    let document = evidence.document.map(|id| desk.reading.document(id)).transpose()?.flatten();
    let number = document.and_then(|document| document.number).map(|number| format!(" № {number}"));
    let text = evidence.text.as_ref().and_then(|text| desk.text(text)).map(|text| format!(": {text}"));
    let args = [
        ("date", day(evidence.on).into()),
        ("kind", format!("{}{}", listed(lang, EVIDENCE, &evidence.kind), number.unwrap_or_default()).into()),
        ("text", text.unwrap_or_default().into()),
    ];
    Ok(lang.say("show-evidence", &args))
}
