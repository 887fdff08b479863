//! `vekha person list`

use serde_json::json;
use vekha_core::view::Read;

use super::super::{Ctx, Exit, Failure, Table, tell};

/// List people, roles and units, with how many tasks each holds
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha person list\nvekha person list --json")]
pub struct Args {}

/// Lists them by name.
pub fn run(_: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let look = desk.look();
    let mut held = std::collections::BTreeMap::new();
    for task in desk.reading.tasks()?.into_iter().filter(|task| !task.withdrawn) {
        for holder in task.holders {
            *held.entry(desk.reading.standing(holder)?).or_insert(0_u32) += 1;
        }
    }
    let mut rows = Vec::new();
    for known in desk.directory.standing() {
        let id = known.party.id;
        let spellings = known.profile.as_ref().map(|profile| profile.spellings.clone()).unwrap_or_default();
        let by = known.party.held_by.map(|by| look.name(by));
        rows.push((look.name(id), known.party.kind, id, held.get(&id).copied().unwrap_or(0), by, spellings));
    }
    super::super::sorting::by_name(&mut rows, |row| &row.0);
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
