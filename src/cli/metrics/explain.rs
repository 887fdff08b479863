//! `vekha metrics explain`

use std::collections::BTreeSet;

use serde_json::{Value, json};
use vekha_core::event::Recorded;
use vekha_core::ids::{PairId, Subject};
use vekha_core::metrics::{Mark, Named};
use vekha_core::vault::Sealed;
use vekha_core::view::Read;

use super::shared::{
    evaluation, mark_of, name, only_school_knows, part, parts_json, quantity, quantity_json, title,
    unknown_name, wanted,
};
use crate::cli::desk::event_json;
use crate::cli::look::day;
use crate::cli::{Ctx, Desk, Exit, Failure, Table, date, refusal, tell};

/// Show what a value was made of: its parts, its script and the journal entries behind it
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha metrics explain pair 3 встречи\nvekha metrics explain school --on 10.11.2023")]
pub struct Args {
    /// Whose — school, program 1, mentor 5, pair 3 or a mentor's name — and then, where only one is wanted, which [all]
    #[arg(value_name = "SUBJECT", required = true)]
    words: Vec<String>,

    /// As it was on this day [the last]
    #[arg(long, value_name = "DATE", value_parser = date)]
    on: Option<chrono::NaiveDate>,

    /// How many journal entries
    #[arg(long, value_name = "N", default_value_t = 20)]
    last: usize,
}

/// Explains it.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let (wanted, indicator) = wanted(&desk, &args.words)?;
    let mark = &mark_of(&desk, wanted, args.on)?;
    let Some(found) = evaluation(&desk, mark, ctx.lang)? else { return Ok(Exit::Done) };
    let Some(shown) = found.of(wanted) else { return Ok(Exit::Done) };
    let fits = |value: &&Named| indicator.as_ref().is_none_or(|name| *name == value.name);
    let values: Vec<&Named> = shown.values.iter().filter(fits).collect();
    if let Some(name) = indicator.as_ref().filter(|_| values.is_empty()) {
        return Err(unknown_name(name, shown.values.iter().map(|value| value.name.clone()).collect()));
    }
    let behind = behind(&desk, wanted, mark, ctx)?;
    let from = behind.len().saturating_sub(args.last);
    let look = desk.look();
    let texts = |sealed: &Sealed| desk.text(sealed);
    let mut entries = Vec::new();
    for recorded in &behind[from..] {
        entries.push((recorded, tell::sentence(&look, &recorded.event, &texts)?));
    }
    if ctx.out.is_json() {
        let one = |value: &&Named| {
            let mut one = json!({
                "indicator": value.name, "band": value.band, "provisional_until": value.until,
                "parts": parts_json(&value.parts),
            });
            if let (Some(object), Value::Object(more)) = (one.as_object_mut(), quantity_json(&value.value)) {
                object.extend(more);
            }
            one
        };
        ctx.out.json(&json!({
            "subject": name(wanted), "date": mark.on, "seq": mark.seq, "restates": mark.restates,
            "set": found.set, "script": found.script, "input": shown.input,
            "values": values.iter().map(one).collect::<Vec<_>>(),
            "entries": entries.iter().map(|(recorded, text)| event_json(recorded, text)).collect::<Vec<_>>(),
            "entries_total": behind.len(),
        }));
        return Ok(Exit::Done);
    }
    ctx.out.title(&title(&look, wanted)?);
    values.iter().for_each(|value| print(ctx, value));
    only_school_knows(ctx, values.iter().map(|value| &value.value));
    let args_of = [
        ("date", day(mark.on).into()),
        ("seq", mark.seq.to_string().into()),
        ("script", found.script.short().into()),
        ("set", found.set.short().into()),
        ("input", shown.input.short().into()),
    ];
    let line = ctx.say("metrics-source", &args_of);
    ctx.out.line(line);
    if !entries.is_empty() {
        let heading =
            ctx.say("metrics-entries", &[("shown", entries.len().into()), ("all", behind.len().into())]);
        ctx.out.heading(&heading);
        let words = ["column-seq", "column-effective", "column-event"];
        let mut table = Table::new(words.map(|id| ctx.lang.word(id))).right(0);
        for (recorded, text) in entries {
            table.row([recorded.seq.to_string(), day(recorded.effective), text]);
        }
        ctx.out.table(&table);
    }
    Ok(Exit::Done)
}

fn print(ctx: &mut Ctx, value: &Named) {
    let mut line = format!("{}: {}", value.name, quantity(ctx.lang, &value.value));
    if let Some(band) = &value.band {
        line.push_str(&format!(" — {band}"));
    }
    if let Some(until) = value.until {
        line.push_str(&format!(" ({})", ctx.say("metrics-provisional", &[("date", day(until).into())])));
    }
    ctx.out.heading(&line);
    for (name, value) in &value.parts {
        let text = part(ctx.lang, value);
        ctx.out.line(format!("    {name}: {text}"));
    }
}

/// The journal entries about a subject up to the evaluation: of a mentor, a programme and the school those about
/// their pairs.
fn behind(desk: &Desk<'_>, subject: Subject, mark: &Mark, ctx: &Ctx) -> Result<Vec<Recorded>, Failure> {
    let told = |error: crate::store::StoreError| refusal::failure(error.into(), ctx.lang);
    let mut pairs: BTreeSet<PairId> = BTreeSet::new();
    for pair in desk.reading.pairs()? {
        let of = match subject {
            Subject::Pair(id) => pair.id == id,
            Subject::Party(id) => pair.mentor == id,
            Subject::Programme(id) => pair.programme == id,
            _ => true,
        };
        if of {
            pairs.insert(pair.id);
        }
    }
    let mut parties: BTreeSet<u32> = BTreeSet::new();
    if let Subject::Pair(id) = subject
        && let Some(pair) = desk.reading.pair(id)?
    {
        parties.extend([pair.mentor.0, pair.mentee.0]);
    }
    let mut found = Vec::new();
    for recorded in desk.reading.snapshot.events(desk.reading.school, 1).map_err(told)? {
        let recorded = recorded.map_err(told)?;
        if recorded.seq > mark.seq {
            break;
        }
        if concerns(&recorded, &pairs, &parties) {
            found.push(recorded);
        }
    }
    Ok(found)
}

/// Whether an event names one of the pairs, or is about the papers of one of the parties. Events say whom they are
/// about under the same names, so their JSON is asked.
fn concerns(recorded: &Recorded, pairs: &BTreeSet<PairId>, parties: &BTreeSet<u32>) -> bool {
    use vekha_core::event::Event;
    if matches!(
        recorded.event,
        Event::IndicatorsEvaluated(_)
            | Event::IndicatorsTabled(_)
            | Event::NoticesGiven { .. }
            | Event::NightRan(_)
    ) {
        return false;
    }
    let Ok(Value::Object(event)) = serde_json::to_value(&recorded.event) else { return false };
    let number = |value: &Value| value.as_u64().and_then(|id| u32::try_from(id).ok());
    event.values().any(|body| {
        let pair = body.get("pair").or_else(|| body.get("subject").and_then(|subject| subject.get("Pair")));
        let of_pair = pair.and_then(number).is_some_and(|id| pairs.contains(&PairId(id)));
        let party = body.get("party").and_then(number).is_some_and(|id| parties.contains(&id));
        of_pair || party
    })
}
