//! `vekha metrics show`

use serde_json::{Value, json};
use vekha_core::metrics::{Indicators, Latest};

use super::shared::{all, name, of, only_school_knows, quantity, quantity_json, title, unknown_name, wanted};
use crate::cli::look::day;
use crate::cli::{Ctx, Exit, Failure, Table};

/// Show the last values with their bands
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha metrics show\nvekha metrics show school\nvekha metrics show pair 3\n\
    vekha metrics show pair 3 встречи --json")]
pub struct Args {
    /// Whose — school, program 1, mentor 5, pair 3 or a mentor's name — and then, where only one is wanted, which [all]
    #[arg(value_name = "SUBJECT")]
    words: Vec<String>,

    /// Only values in this band
    #[arg(long, value_name = "BAND")]
    band: Option<String>,
}

/// Shows them.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let look = desk.look();
    let (rows, indicator) = match args.words.is_empty() {
        true => (all(&desk)?, None),
        false => {
            let (subject, indicator) = wanted(&desk, &args.words)?;
            (vec![of(&desk, subject)?], indicator)
        }
    };
    if let Some(wanted) = &indicator
        && !rows.iter().any(|row| row.latest(wanted).is_some())
    {
        let mut known: Vec<String> =
            rows.iter().flat_map(|row| &row.latest).map(|latest| latest.name.clone()).collect();
        known.sort();
        known.dedup();
        return Err(unknown_name(wanted, known));
    }
    let fits = |latest: &&Latest| {
        indicator.as_ref().is_none_or(|wanted| latest.name == *wanted)
            && args.band.as_ref().is_none_or(|band| latest.band.as_ref() == Some(band))
    };
    if ctx.out.is_json() {
        let list: Vec<Value> = rows
            .iter()
            .flat_map(|row| row.latest.iter().filter(fits).map(move |latest| as_json(row, latest)))
            .collect();
        ctx.out.json(&list);
        return Ok(Exit::Done);
    }
    if rows.is_empty() {
        ctx.out.note(&ctx.lang.word("metrics-none"));
        ctx.out.command("vekha nightly");
        return Ok(Exit::Done);
    }
    let words = [
        "metrics-column-subject",
        "metrics-column-name",
        "metrics-column-value",
        "metrics-column-band",
        "metrics-column-date",
    ];
    let mut table = Table::new(words.map(|id| ctx.lang.word(id)));
    for row in &rows {
        let of = title(&look, row.subject)?;
        for (at, latest) in row.latest.iter().filter(fits).enumerate() {
            table.row([
                if at == 0 { of.clone() } else { String::new() },
                latest.name.clone(),
                quantity(ctx.lang, &latest.value),
                latest.band.clone().unwrap_or_default(),
                date(ctx, row, latest),
            ]);
        }
    }
    ctx.out.table(&table);
    let shown = rows.iter().flat_map(|row| row.latest.iter().filter(fits).map(|latest| &latest.value));
    only_school_knows(ctx, shown);
    Ok(Exit::Done)
}

/// The day of a value, and until when it is provisional.
fn date(ctx: &Ctx, row: &Indicators, latest: &Latest) -> String {
    let on = row.last().map(|mark| day(mark.on)).unwrap_or_default();
    match latest.until {
        Some(until) => {
            format!("{on}, {}", ctx.say("metrics-provisional", &[("date", day(until).into())]))
        }
        None => on,
    }
}

fn as_json(row: &Indicators, latest: &Latest) -> Value {
    let mut value = json!({
        "subject": name(row.subject),
        "indicator": latest.name,
        "band": latest.band,
        "date": row.last().map(|mark| mark.on),
        "provisional_until": latest.until,
        "set": row.set,
        "restated": row.last().is_some_and(|last| row.trail.iter().any(|mark| mark.restates == Some(last.seq))),
    });
    if let (Some(object), Value::Object(more)) = (value.as_object_mut(), quantity_json(&latest.value)) {
        object.extend(more);
    }
    value
}
