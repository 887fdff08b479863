//! `vekha pair review`

use std::collections::BTreeMap;

use serde_json::{Value, json};
use vekha_core::ids::PartyId;
use vekha_core::pairs::{Pair, Proposal};
use vekha_core::people::Side;
use vekha_core::view::Read;

use super::html;
use super::shared::{again, number, pair_json, points, proposal};
use crate::cli::{Ctx, Desk, Exit, Failure, Table};
use crate::config::quoted;

/// Show a proposal: scores by criterion, load of mentors, those left out; the worst off first
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha pair review\nvekha pair review 2 --html pairs.html")]
pub struct Args {
    /// The proposal's number [the last one]
    #[arg(value_name = "ID")]
    proposal: Option<u32>,

    /// Write it as a page of its own, to look at and to print
    #[arg(long, value_name = "FILE")]
    html: Option<std::path::PathBuf>,
}

/// Shows it.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let found = proposal(&desk.look(), args.proposal)?;
    if let Some(path) = &args.html {
        let page = html::page(ctx, &desk, &found, &again(ctx, &desk, &found)?)?;
        ctx.files.put(path, page.as_bytes()).map_err(|error| Failure::io(path, &error))?;
        let file = path.display().to_string();
        let words = ctx.say("pairs-page-written", &[("file", file.clone().into())]);
        ctx.out.outcome(&words, &json!({"proposal": found.id.0, "file": file}));
        return Ok(Exit::Done);
    }
    if ctx.out.is_json() {
        let value = as_json(&desk, &found)?;
        ctx.out.json(&value);
        return Ok(Exit::Done);
    }
    let title = ctx.say(
        "pairs-proposal-title",
        &[
            ("id", found.id.to_string().into()),
            ("date", crate::cli::look::day(found.on).into()),
            ("objective", ctx.word(&format!("pairs-objective-{}", found.objective)).into()),
        ],
    );
    ctx.out.title(&title);
    show_pairs(ctx, &desk, &found);
    show_criteria(ctx, &desk, &found);
    show_loads(ctx, &desk, &found)?;
    show_left(ctx, &desk, &found);
    if found.accepted {
        let line = ctx.word("pairs-accepted");
        ctx.out.line(line);
    } else {
        ctx.out.command(&format!("vekha pair accept {}", found.id));
    }
    Ok(Exit::Done)
}

/// The pairs, the worst off first.
pub fn show_pairs(ctx: &mut Ctx, desk: &Desk<'_>, found: &Proposal) {
    let look = desk.look();
    let columns = ["pair-column-mentor", "pair-column-mentee", "pair-column-score", "pairs-column-complete"];
    let mut table = Table::new(columns.map(|id| ctx.word(id))).right(2).right(3);
    let mut pairs: Vec<_> = found.pairs.iter().collect();
    pairs.sort_by_key(|pair| pair.score);
    for pair in &pairs {
        table.row([
            look.name(pair.mentor),
            look.name(pair.mentee),
            points(ctx.lang, pair.score.into()),
            format!("{} %", pair.completeness),
        ]);
    }
    if !table.is_empty() {
        ctx.out.table(&table);
    }
    let total: i128 = found.pairs.iter().map(|pair| i128::from(pair.score)).sum();
    let args = [("pairs", found.pairs.len().into()), ("total", points(ctx.lang, total).into())];
    let line = ctx.say("pair-summary", &args);
    ctx.out.line(line);
}

/// Each criterion of each pair.
fn show_criteria(ctx: &mut Ctx, desk: &Desk<'_>, found: &Proposal) {
    let look = desk.look();
    let mut names: Vec<&String> = Vec::new();
    for (name, _) in found.pairs.iter().flat_map(|pair| &pair.criteria) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() {
        return;
    }
    let heading = ctx.word("pairs-criteria");
    ctx.out.heading(&heading);
    let mut pairs: Vec<_> = found.pairs.iter().collect();
    pairs.sort_by_key(|pair| pair.score);
    for pair in pairs {
        let said = pair.criteria.iter().map(|(name, value)| match value {
            Some(value) => format!("{name} {}", points(ctx.lang, (*value).into())),
            None => format!("{name} —"),
        });
        let said = said.collect::<Vec<_>>().join(", ");
        ctx.out.line(format!("{} – {}: {said}", look.name(pair.mentor), look.name(pair.mentee)));
    }
}

/// How many mentees each mentor of the form has that the proposal is not about, and how many it gives him.
pub fn loads(desk: &Desk<'_>, found: &Proposal) -> Result<Vec<(PartyId, u32, usize, usize)>, Failure> {
    let look = desk.look();
    let Some(programme) = look.view.programme(found.programme)? else { return Ok(Vec::new()) };
    let in_question = |pair: &Pair| {
        let proposed = found.pairs.iter().any(|other| other.mentee == pair.mentee);
        pair.programme == found.programme && (proposed || found.left.contains(&pair.mentee))
    };
    let mut open: Vec<Pair> = look.view.pairs()?.into_iter().filter(Pair::is_open).collect();
    open.retain(|pair| !in_question(pair));
    let mut loads: BTreeMap<PartyId, (u32, usize, usize)> = BTreeMap::new();
    for line in look.view.participants(None)? {
        if line.side == Side::Mentor && line.form == programme.form && line.stands(found.on) {
            let has = open.iter().filter(|pair| pair.mentor == line.party).count();
            let new = found.pairs.iter().filter(|pair| pair.mentor == line.party).count();
            loads.entry(line.party).or_insert((line.capacity.unwrap_or(1), has, new));
        }
    }
    Ok(loads.into_iter().map(|(party, (capacity, has, new))| (party, capacity, has, new)).collect())
}

fn show_loads(ctx: &mut Ctx, desk: &Desk<'_>, found: &Proposal) -> Result<(), Failure> {
    let heading = ctx.word("pairs-loads");
    ctx.out.heading(&heading);
    let columns = ["pair-column-mentor", "pairs-column-capacity", "pairs-column-has", "pairs-column-new"];
    let mut table = Table::new(columns.map(|id| ctx.word(id))).right(1).right(2).right(3);
    for (party, capacity, has, new) in loads(desk, found)? {
        table.row([desk.look().name(party), capacity.to_string(), has.to_string(), new.to_string()]);
    }
    ctx.out.table(&table);
    Ok(())
}

/// Those without a mentor, with the way to the reason.
pub fn show_left(ctx: &mut Ctx, desk: &Desk<'_>, found: &Proposal) {
    let count = found.pairs.len() + found.left.len();
    let args = [("paired", found.pairs.len().into()), ("count", count.into())];
    let line = ctx.say("pairs-coverage", &args);
    ctx.out.line(line);
    if found.left.is_empty() {
        return;
    }
    let heading = ctx.say("pair-unmatched", &[("count", found.left.len().into())]);
    ctx.out.heading(&heading);
    for party in &found.left {
        let name = desk.look().name(*party);
        ctx.out.line(&name);
        ctx.out.command(&format!("vekha pair explain {}", quoted(&name)));
    }
}

/// A proposal for machines.
pub fn as_json(desk: &Desk<'_>, found: &Proposal) -> Result<Value, Failure> {
    let look = desk.look();
    let total: i128 = found.pairs.iter().map(|pair| i128::from(pair.score)).sum();
    let worst = found.pairs.iter().map(|pair| pair.score).min();
    let mut pairs: Vec<_> = found.pairs.iter().collect();
    pairs.sort_by_key(|pair| pair.score);
    let loads: Vec<Value> = loads(desk, found)?
        .into_iter()
        .map(|(party, capacity, has, new)| {
            json!({"mentor": look.name(party), "mentor_id": party.0, "capacity": capacity,
                   "has": has, "proposed": new})
        })
        .collect();
    Ok(json!({
        "proposal": if found.id.0 > 0 { json!(found.id.0) } else { Value::Null },
        "programme": found.programme.0,
        "on": found.on,
        "objective": found.objective,
        "script": found.script,
        "input": found.input,
        "accepted": found.accepted,
        "rematch": found.rematch.map(|price| number(price.into())),
        "cardinality": found.pairs.len(),
        "total": number(total),
        "worst": worst.map(|worst| number(worst.into())),
        "pairs": pairs.iter().map(|pair| pair_json(&look, pair)).collect::<Vec<_>>(),
        "unmatched": found.left.iter().map(|party| look.name(*party)).collect::<Vec<_>>(),
        "unmatched_ids": found.left.iter().map(|party| party.0).collect::<Vec<_>>(),
        "prices": found.prices.iter()
            .map(|(party, price)| json!({"mentor": look.name(*party), "price": number((*price).into())}))
            .collect::<Vec<_>>(),
        "loads": loads,
    }))
}
