//! `vekha order list`

use serde_json::json;
use vekha_core::ids::{PairId, Subject};

use crate::app::orders::{AMENDMENT, orders};
use crate::cli::look::day;
use crate::cli::{Ctx, Exit, Failure, Table};

/// List the registered orders on pairs
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha order list\nvekha order list --json")]
pub struct Args {}

/// Lists them, the oldest first.
pub fn run(_: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let found = orders(&desk.reading)?;
    let pairs = |about: &[Subject]| -> Vec<PairId> {
        let pair = |subject: &Subject| match subject {
            Subject::Pair(id) => Some(*id),
            _ => None,
        };
        about.iter().filter_map(pair).collect()
    };
    if ctx.out.is_json() {
        let list = found.iter().map(|order| {
            json!({"document": order.id.0, "kind": order.kind, "number": order.number, "date": order.date,
                "title": order.text.as_ref().and_then(|text| desk.text(text)),
                "pairs": pairs(&order.about).iter().map(|id| id.0).collect::<Vec<_>>()})
        });
        ctx.out.json(&list.collect::<Vec<_>>());
        return Ok(Exit::Done);
    }
    if found.is_empty() {
        ctx.out.note(&ctx.word("order-none"));
        return Ok(Exit::Done);
    }
    let columns = ["order-column-number", "order-column-date", "order-column-kind", "order-column-pairs"];
    let mut table = Table::new(columns.map(|id| ctx.word(id)));
    for order in &found {
        let kind = if order.kind == AMENDMENT { "order-kind-amendment" } else { "order-kind-pairs" };
        let ids: Vec<String> = pairs(&order.about).iter().map(ToString::to_string).collect();
        table.row([
            order.number.clone().unwrap_or_default(),
            day(order.date),
            ctx.word(kind),
            ids.join(", "),
        ]);
    }
    ctx.out.table(&table);
    Ok(Exit::Done)
}
