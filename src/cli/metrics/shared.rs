//! What the commands about indicators share: subjects by name, values in words.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde_json::{Value as Json, json};
use vekha_core::facts::Value;
use vekha_core::ids::{PairId, PartyId, ProgrammeId, Subject};
use vekha_core::metrics::{Evaluation, Indicators, Mark, Quantity};
use vekha_core::view::Read;
use vekha_core::work::SchoolNumbers;

use crate::cli::look::{Look, day};
use crate::cli::{Ctx, Desk, Failure, Kind, party, refusal};
use crate::lang::Lang;
use crate::script::api::facts::spelled;

/// The subject that the first words name, and the indicator that the others name: `school`, `pair 3 встречи`,
/// `pair:3`, `mentor:5`, `program:1`, or a mentor's name.
///
/// # Errors
/// [`Kind::BadInput`] for what names nothing.
pub fn wanted(desk: &Desk<'_>, words: &[String]) -> Result<(Subject, Option<String>), Failure> {
    for many in (1..=words.len()).rev() {
        let (first, others) = words.split_at(many);
        if let Some(found) = named(desk, &first.join(" "))? {
            return Ok((found, (!others.is_empty()).then(|| others.join(" "))));
        }
    }
    Err(unknown(&words.join(" ")))
}

/// The subject that these words name.
///
/// # Errors
/// [`Kind::BadInput`] for what names nothing.
pub fn subject(desk: &Desk<'_>, words: &str) -> Result<Subject, Failure> {
    named(desk, words)?.ok_or_else(|| unknown(words))
}

fn unknown(words: &str) -> Failure {
    Failure::with(Kind::BadInput, "metrics-no-subject", [("subject", words.to_owned())])
        .hint_command("metrics-see-subjects", "vekha metrics show")
}

fn named(desk: &Desk<'_>, words: &str) -> Result<Option<Subject>, Failure> {
    let lower = words.trim().to_lowercase();
    if ["school", "школа"].contains(&lower.as_str()) {
        return Ok(Some(Subject::School));
    }
    if let Some((kind, id)) = lower.split_once([':', ' ', '-', '='])
        && let Ok(id) = id.trim().trim_start_matches('№').parse::<u32>()
    {
        return Ok(match kind.trim() {
            "pair" | "пара" => desk.reading.pair(PairId(id))?.map(|pair| Subject::Pair(pair.id)),
            "mentor" | "наставник" => {
                desk.reading.party(PartyId(id))?.map(|party| Subject::Party(party.id))
            }
            "program" | "programme" | "программа" => {
                desk.reading.programme(ProgrammeId(id))?.map(|row| Subject::Programme(row.id))
            }
            _ => None,
        });
    }
    Ok(party::find(desk, words.trim()).ok().map(Subject::Party))
}

/// Advises how to tell the numbers that values lack and nobody but the school knows.
pub fn only_school_knows<'v>(ctx: &mut Ctx, values: impl Iterator<Item = &'v Quantity>) {
    let lacking: BTreeSet<&str> = values
        .filter_map(|value| match value {
            Quantity::NoData(field) => {
                SchoolNumbers::NAMES.iter().copied().find(|name| name == field).map(whole)
            }
            _ => None,
        })
        .collect();
    if lacking.is_empty() {
        return;
    }
    let number = ctx.word("example-number");
    let commands: String =
        lacking.iter().map(|name| format!("\n      vekha school facts set {name} {number}")).collect();
    ctx.out.hint(&format!("{}{commands}", ctx.lang.word("metrics-only-school-knows")));
}

/// The number to tell: of how many there are in all the bases say how many take part.
fn whole(name: &'static str) -> &'static str {
    match name {
        "children_mentees" => "children",
        "teens_mentors" => "teens",
        "young_teachers_mentees" => "young_teachers",
        other => other,
    }
}

/// How a subject is named on the command line.
pub fn name(subject: Subject) -> String {
    match subject {
        Subject::Pair(id) => format!("pair:{id}"),
        Subject::Party(id) => format!("mentor:{id}"),
        Subject::Programme(id) => format!("program:{id}"),
        _ => "school".into(),
    }
}

/// What a subject is called in a table.
pub fn title(look: &Look<'_>, subject: Subject) -> Result<String, Failure> {
    Ok(match subject {
        Subject::School => look.view.school()?.map(|school| school.name).unwrap_or_default(),
        Subject::Party(id) => look.lang.say("metrics-mentor", &[("name", look.name(id).into())]),
        other => look.title(other)?,
    })
}

/// The indicators of every subject: the school, programmes, mentors, pairs.
pub fn all(desk: &Desk<'_>) -> Result<Vec<Indicators>, Failure> {
    let mut found = desk.reading.all_indicators()?;
    let order = |subject: Subject| match subject {
        Subject::School => (0, 0),
        Subject::Programme(id) => (1, id.0),
        Subject::Party(id) => (2, id.0),
        Subject::Pair(id) => (3, id.0),
        _ => (4, 0),
    };
    found.sort_by_key(|row| order(row.subject));
    Ok(found)
}

/// The indicators of one subject.
///
/// # Errors
/// [`Kind::BadInput`] where no night has evaluated it.
pub fn of(desk: &Desk<'_>, subject: Subject) -> Result<Indicators, Failure> {
    match desk.reading.indicators(subject)? {
        Some(row) => Ok(row),
        None => Err(Failure::with(Kind::BadInput, "metrics-none-of", [("subject", name(subject))])
            .hint_command("metrics-run-nightly", "vekha nightly")),
    }
}

/// The last evaluation of a subject, or the last up to a day.
///
/// # Errors
/// [`Kind::BadInput`] where no night has evaluated it by then.
pub fn mark_of(desk: &Desk<'_>, subject: Subject, on: Option<NaiveDate>) -> Result<Mark, Failure> {
    let by = |mark: &&Mark| on.is_none_or(|on| mark.on <= on);
    let row = of(desk, subject)?;
    let last = row.trail.iter().filter(by).max_by_key(|mark| (mark.on, mark.seq)).copied();
    last.ok_or_else(|| {
        let shown = |date: Option<NaiveDate>| date.map(day).unwrap_or_default();
        let first = row.trail.iter().map(|mark| mark.on).min();
        let args = [("subject", name(subject)), ("on", shown(on)), ("first", shown(first))];
        Failure::with(Kind::BadInput, "metrics-none-by", args)
    })
}

/// The evaluation that a mark points to.
pub fn evaluation(desk: &Desk<'_>, mark: &Mark, lang: Lang) -> Result<Option<Evaluation>, Failure> {
    let told = |error: crate::store::StoreError| refusal::failure(error.into(), lang);
    let mut events = desk.reading.snapshot.events(desk.reading.school, mark.seq).map_err(told)?;
    let recorded = events.next().transpose().map_err(told)?;
    Ok(recorded.and_then(|recorded| recorded.event.evaluation()))
}

/// A value in words.
pub fn quantity(lang: Lang, value: &Quantity) -> String {
    match value {
        Quantity::Number(number) => decimal(lang, *number),
        Quantity::NoData(field) if field.is_empty() => lang.word("script-fault-no-data-plain"),
        Quantity::NoData(field) => {
            lang.say("metrics-no-data", &[("field", spelled(field, lang).replace('_', " ").into())])
        }
        Quantity::NotApplicable => lang.word("metrics-not-applicable"),
    }
}

/// A value for machines: the number or null, and why it is null.
pub fn quantity_json(value: &Quantity) -> Json {
    match value {
        Quantity::Number(number) => json!({"value": number, "status": "number"}),
        Quantity::NoData(field) => json!({"value": null, "status": "no-data", "missing": field}),
        Quantity::NotApplicable => json!({"value": null, "status": "not-applicable"}),
    }
}

/// At most two digits after the point; a whole number without one.
fn decimal(lang: Lang, number: f64) -> String {
    let text = format!("{number:.2}");
    lang.decimal(text.trim_end_matches('0').trim_end_matches('.'))
}

/// A part of an indicator in words.
pub fn part(lang: Lang, value: &Value) -> String {
    match value {
        Value::Unknown => "—".into(),
        Value::Bool(yes) => lang.word(if *yes { "metrics-yes" } else { "metrics-no" }),
        Value::Int(number) => number.to_string(),
        Value::Float(number) => decimal(lang, *number),
        Value::Text(text) => text.clone(),
        Value::Date(date) => crate::cli::look::day(*date),
        Value::List(values) => values.iter().map(|value| part(lang, value)).collect::<Vec<_>>().join(", "),
        Value::Map(values) => parts(lang, values),
    }
}

/// The parts in one line.
pub fn parts(lang: Lang, values: &BTreeMap<String, Value>) -> String {
    let one = |(name, value): (&String, &Value)| format!("{name}: {}", part(lang, value));
    values.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// A part for machines.
pub fn part_json(value: &Value) -> Json {
    match value {
        Value::Unknown => Json::Null,
        Value::Bool(yes) => json!(yes),
        Value::Int(number) => json!(number),
        Value::Float(number) => json!(number),
        Value::Text(text) => json!(text),
        Value::Date(date) => json!(date),
        Value::List(values) => values.iter().map(part_json).collect(),
        Value::Map(values) => parts_json(values),
    }
}

/// The parts for machines.
pub fn parts_json(values: &BTreeMap<String, Value>) -> Json {
    Json::Object(values.iter().map(|(name, value)| (name.clone(), part_json(value))).collect())
}

/// Names of indicators that are not there, with those that are.
pub fn unknown_name(name: &str, known: Vec<String>) -> Failure {
    let args = [("name", name.to_owned()), ("known", known.join(", "))];
    Failure::with(Kind::BadInput, "metrics-no-name", args)
}
