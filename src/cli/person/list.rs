//! `vekha person list`

use std::collections::BTreeMap;

use serde_json::json;
use vekha_core::ids::PartyId;
use vekha_core::pairs::Pair;
use vekha_core::people::{Papers, Participant, Side};
use vekha_core::view::Read;

use super::super::look::day;
use super::super::party::SideArg;
use super::super::{Ctx, Desk, Exit, Failure, Table, sorting, tell};

/// List people, roles and units, with how many tasks each holds; or one base
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha person list\nvekha person list --side mentors --json")]
pub struct Args {
    /// Only this base, with places, pairs and papers
    #[arg(long, value_name = "SIDE", value_enum)]
    side: Option<SideArg>,

    /// Only of this form
    #[arg(long, value_name = "FORM", requires = "side")]
    form: Option<String>,
}

/// Lists them by name.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    match args.side {
        Some(side) => base(ctx, &desk, side.into(), args.form.as_deref()),
        None => everybody(ctx, &desk),
    }
}

fn everybody(ctx: &mut Ctx, desk: &Desk<'_>) -> Result<Exit, Failure> {
    let look = desk.look();
    let held = held(desk)?;
    let mut rows = Vec::new();
    for known in desk.directory.standing() {
        let id = known.party.id;
        let spellings = known.profile.as_ref().map(|profile| profile.spellings.clone()).unwrap_or_default();
        let by = known.party.held_by.map(|by| look.name(by));
        rows.push((look.name(id), known.party.kind, id, held.get(&id).copied().unwrap_or(0), by, spellings));
    }
    sorting::by_name(&mut rows, |row| &row.0);
    if ctx.out.is_json() {
        let list = rows.iter().map(|(name, kind, id, tasks, by, spellings)| {
            let kind = format!("{kind:?}").to_lowercase();
            json!({"id": id.0, "name": name, "kind": kind, "tasks": tasks, "held_by": by, "spellings": spellings})
        });
        ctx.out.json(&list.collect::<Vec<_>>());
        return Ok(Exit::Done);
    }
    if rows.is_empty() {
        ctx.out.note(&ctx.lang.word("list-empty"));
        return Ok(Exit::Done);
    }
    let words =
        ["column-id", "column-name", "column-kind", "column-tasks", "column-held-by", "column-spellings"];
    let mut table = Table::new(words.map(|id| ctx.lang.word(id))).right(0).right(3);
    for (name, kind, id, tasks, by, spellings) in rows {
        let kind = tell::party_kind(ctx.lang, kind);
        table.row([
            id.to_string(),
            name,
            kind,
            tasks.to_string(),
            by.unwrap_or_default(),
            spellings.join(", "),
        ]);
    }
    ctx.out.table(&table);
    Ok(Exit::Done)
}

/// How many tasks each holds.
fn held(desk: &Desk<'_>) -> Result<BTreeMap<PartyId, u32>, Failure> {
    let mut held = BTreeMap::new();
    for task in desk.reading.tasks()?.into_iter().filter(|task| !task.withdrawn) {
        for holder in task.holders {
            *held.entry(desk.reading.standing(holder)?).or_insert(0) += 1;
        }
    }
    Ok(held)
}

/// A line of a base with what it has come to.
struct Line {
    name: String,
    row: Participant,
    pairs: usize,
    missing: Vec<String>,
}

/// One base as it stands on the day.
fn base(ctx: &mut Ctx, desk: &Desk<'_>, side: Side, form: Option<&str>) -> Result<Exit, Failure> {
    let on = ctx.globals.as_of.unwrap_or_else(|| ctx.clock.today());
    let open: Vec<Pair> = desk.reading.pairs()?.into_iter().filter(Pair::is_open).collect();
    let mut lines = Vec::new();
    for row in desk.reading.participants(None)? {
        if row.side != side || !row.stands(on) || form.is_some_and(|form| form != row.form) {
            continue;
        }
        let of = |pair: &&Pair| match side {
            Side::Mentor => pair.mentor == row.party,
            Side::Mentee => pair.mentee == row.party,
        };
        lines.push(Line {
            name: desk.look().name(row.party),
            pairs: open.iter().filter(of).count(),
            missing: Papers::of(&desk.reading, &desk.rules().forms, &row, on)?.missing,
            row,
        });
    }
    sorting::by_name(&mut lines, |line| &line.name);
    if ctx.out.is_json() {
        let list = lines.iter().map(|line| {
            json!({"id": line.row.party.0, "name": line.name, "side": side.as_str(), "form": line.row.form,
                "entered": line.row.entered, "capacity": line.row.capacity, "requests": line.row.requests,
                "pairs": line.pairs, "missing": line.missing})
        });
        ctx.out.json(&list.collect::<Vec<_>>());
        return Ok(Exit::Done);
    }
    if lines.is_empty() {
        ctx.out.note(&ctx.lang.word("list-empty"));
        return Ok(Exit::Done);
    }
    show(ctx, side, lines);
    Ok(Exit::Done)
}

fn show(ctx: &mut Ctx, side: Side, lines: Vec<Line>) {
    let places = if side == Side::Mentor { "pairs-column-capacity" } else { "person-column-requests" };
    let words = [
        "column-id",
        "column-name",
        "person-column-form",
        "person-column-entered",
        places,
        "person-column-pairs",
        "person-column-papers",
    ];
    let mut table = Table::new(words.map(|id| ctx.lang.word(id))).right(0).right(4).right(5);
    for line in lines {
        let places = match side {
            Side::Mentor => line.row.capacity.map(|capacity| capacity.to_string()).unwrap_or_default(),
            Side::Mentee => line.row.requests.to_string(),
        };
        let papers = if line.missing.is_empty() { "person-papers-there" } else { "papers-waiting" };
        table.row([
            line.row.party.to_string(),
            line.name,
            tell::form_title(ctx.lang, &line.row.form),
            day(line.row.entered),
            places,
            line.pairs.to_string(),
            ctx.lang.word(papers),
        ]);
    }
    ctx.out.table(&table);
}
