//! `vekha school list`

use serde_json::json;

use super::super::desk::schools;
use super::super::{Ctx, Exit, Failure, Table};
use crate::store::Access;

/// List the schools of the home
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha school list")]
pub struct Args {}

/// Lists them with their numbers.
pub fn run(_: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let app = ctx.app(Access::Read)?;
    let schools = schools(&app, ctx.lang)?;
    if ctx.out.is_json() {
        let list = schools.iter().map(|(id, name)| json!({"id": id.0, "name": name}));
        ctx.out.json(&list.collect::<Vec<_>>());
        return Ok(Exit::Done);
    }
    let mut table = Table::new([ctx.word("column-id"), ctx.word("column-name")]).right(0);
    for (id, name) in schools {
        table.row([id.to_string(), name]);
    }
    ctx.out.table(&table);
    Ok(Exit::Done)
}
