//! `vekha pair list`

use serde_json::json;
use vekha_core::pairs::Wish;
use vekha_core::view::Read;

use super::shared::{pairs, points};
use super::show::as_json;
use crate::cli::look::{Look, day};
use crate::cli::{Ctx, Exit, Failure, Table};

/// List the pairs with their stages
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha pair list\nvekha pair list --all --json\nvekha pair list --wishes")]
pub struct Args {
    /// Only of this programme
    #[arg(long = "program", alias = "programme", value_name = "ID")]
    programme: Option<u32>,

    /// Those that have ended too
    #[arg(long)]
    all: bool,

    /// Instead of pairs, whom the curator pinned or forbade
    #[arg(long, conflicts_with_all = ["programme", "all"])]
    wishes: bool,
}

/// Lists them.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let look = desk.look();
    if args.wishes {
        return wishes(ctx, &look);
    }
    let mut found = pairs(&look, args.programme.map(vekha_core::ids::ProgrammeId))?;
    found.retain(|pair| args.all || pair.is_open());
    if ctx.out.is_json() {
        let list: Vec<_> = found.iter().map(|pair| as_json(&look, pair)).collect();
        ctx.out.json(&list);
        return Ok(Exit::Done);
    }
    if found.is_empty() {
        ctx.out.note(&ctx.lang.word("no-pairs"));
        return Ok(Exit::Done);
    }
    let words = [
        "column-id",
        "pair-column-mentor",
        "pair-column-mentee",
        "pair-column-score",
        "column-stage",
        "column-since",
        "column-due",
    ];
    let mut table = Table::new(words.map(|id| ctx.lang.word(id))).right(3);
    for pair in &found {
        table.row([
            pair.id.to_string(),
            look.name(pair.mentor),
            look.name(pair.mentee),
            pair.score.map(|score| points(ctx.lang, score.into())).unwrap_or_default(),
            look.stage(&pair.instance),
            day(pair.instance.since),
            pair.instance.due.map(day).unwrap_or_default(),
        ]);
    }
    ctx.out.table(&table);
    Ok(Exit::Done)
}

/// Pins and bans.
fn wishes(ctx: &mut Ctx, look: &Look<'_>) -> Result<Exit, Failure> {
    let found = look.view.wishes()?;
    if ctx.out.is_json() {
        let one = |wished: &vekha_core::pairs::Wished| {
            json!({
                "mentor": look.name(wished.mentor),
                "mentor_id": wished.mentor.0,
                "mentee": look.name(wished.mentee),
                "mentee_id": wished.mentee.0,
                "wish": word(wished.wish),
            })
        };
        let list: Vec<_> = found.iter().map(one).collect();
        ctx.out.json(&list);
        return Ok(Exit::Done);
    }
    if found.is_empty() {
        ctx.out.note(&ctx.lang.word("pairs-no-wishes"));
        return Ok(Exit::Done);
    }
    let words = ["pair-column-mentor", "pair-column-mentee", "pairs-column-wish"];
    let mut table = Table::new(words.map(|id| ctx.lang.word(id)));
    for wished in &found {
        let wish = ctx.lang.word(&format!("pairs-wish-{}", word(wished.wish)));
        table.row([look.name(wished.mentor), look.name(wished.mentee), wish]);
    }
    ctx.out.table(&table);
    Ok(Exit::Done)
}

/// A wish for machines.
pub fn word(wish: Wish) -> &'static str {
    match wish {
        Wish::Pin => "pinned",
        Wish::Forbid => "forbidden",
    }
}
