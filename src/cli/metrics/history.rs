//! `vekha metrics history`

use serde_json::{Value, json};

use super::shared::{evaluation, name, of, parts_json, quantity, quantity_json, title, unknown_name, wanted};
use crate::cli::look::day;
use crate::cli::{Ctx, Exit, Failure, Table};

/// Show every value of a subject's indicators, restatements beside what they restate
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha metrics history pair 3\nvekha metrics history pair 3 встречи\n\
    vekha metrics history school --json")]
pub struct Args {
    /// Whose — school, program 1, mentor 5, pair 3 or a mentor's name — and then, where only one is wanted, which [all]
    #[arg(value_name = "SUBJECT", required = true)]
    words: Vec<String>,
}

/// Shows it.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let (wanted, indicator) = wanted(&desk, &args.words)?;
    let row = of(&desk, wanted)?;
    let words = [
        "metrics-column-date",
        "metrics-column-name",
        "metrics-column-value",
        "metrics-column-band",
        "column-seq",
        "metrics-column-note",
    ];
    let mut table = Table::new(words.map(|id| ctx.lang.word(id))).right(4);
    let mut list: Vec<Value> = Vec::new();
    let mut known = Vec::new();
    let mut trail = row.trail.clone();
    // A restatement stands below what it restates.
    trail.sort_by_key(|mark| (mark.on, mark.seq));
    for mark in &trail {
        let Some(found) = evaluation(&desk, mark, ctx.lang)? else { continue };
        let Some(shown) = found.of(wanted) else { continue };
        for value in &shown.values {
            known.push(value.name.clone());
            if indicator.as_ref().is_some_and(|name| *name != value.name) {
                continue;
            }
            let restated = trail.iter().find(|other| other.restates == Some(mark.seq));
            let note = match (mark.restates, restated, value.until) {
                (Some(seq), ..) => ctx.say("metrics-restates", &[("seq", seq.to_string().into())]),
                (None, Some(by), _) => ctx.say("metrics-restated-by", &[("seq", by.seq.to_string().into())]),
                (None, None, Some(until)) => ctx.say("metrics-provisional", &[("date", day(until).into())]),
                _ => String::new(),
            };
            table.row([
                day(mark.on),
                value.name.clone(),
                quantity(ctx.lang, &value.value),
                value.band.clone().unwrap_or_default(),
                mark.seq.to_string(),
                note,
            ]);
            let mut one = json!({
                "date": mark.on, "indicator": value.name, "band": value.band, "seq": mark.seq,
                "restates": mark.restates, "provisional_until": value.until, "set": found.set,
                "script": found.script, "input": shown.input, "parts": parts_json(&value.parts),
            });
            if let (Some(object), Value::Object(more)) = (one.as_object_mut(), quantity_json(&value.value)) {
                object.extend(more);
            }
            list.push(one);
        }
    }
    if let Some(name) = indicator.filter(|_| list.is_empty()) {
        known.sort();
        known.dedup();
        return Err(unknown_name(&name, known));
    }
    if ctx.out.is_json() {
        ctx.out.json(&json!({"subject": name(wanted), "values": list}));
        return Ok(Exit::Done);
    }
    let heading = title(&desk.look(), wanted)?;
    ctx.out.title(&heading);
    ctx.out.table(&table);
    Ok(Exit::Done)
}
