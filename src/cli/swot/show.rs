//! `vekha swot show`

use serde_json::json;
use vekha_core::view::Read;
use vekha_core::work::Quarter;

use crate::app::work::words::quarter_id;
use crate::cli::programme::find;
use crate::cli::{Ctx, Exit, Failure};

/// Show the SWOT analysis of a programme
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha swot show\nvekha swot show 1 --json")]
pub struct Args {
    /// The programme's number [the only one]
    #[arg(value_name = "ID")]
    programme: Option<u32>,
}

/// Shows it by quarters.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let programme = find(&desk.look(), args.programme)?.id;
    let mut rows = desk.reading.swots(Some(programme))?;
    rows.retain(|row| !row.dropped);
    let text = |sealed| desk.text(sealed).unwrap_or_else(|| ctx.lang.word("text-erased"));
    if ctx.out.is_json() {
        let list = rows.iter().map(|row| {
            json!({"no": row.no, "quarter": row.quarter.as_str(), "on": row.on, "text": text(&row.text)})
        });
        ctx.out.json(&list.collect::<Vec<_>>());
        return Ok(Exit::Done);
    }
    for quarter in Quarter::ALL {
        ctx.out.heading(&ctx.lang.word(&quarter_id(*quarter)));
        let mut empty = true;
        for row in rows.iter().filter(|row| row.quarter == *quarter) {
            empty = false;
            ctx.out.line(format!("{:>3}. {}", row.no, text(&row.text)));
        }
        if empty {
            ctx.out.line("  —");
        }
    }
    Ok(Exit::Done)
}
