//! `vekha pair diff`

use std::collections::BTreeMap;

use serde_json::json;
use vekha_core::ids::PartyId;
use vekha_core::pairs::Proposal;

use super::shared::{gained, number, points, proposal};
use crate::cli::{Ctx, Exit, Failure, Table};

/// Compare two proposals: who gets another mentor, and what it is worth
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha pair diff 1 2")]
pub struct Args {
    /// The proposal before
    #[arg(value_name = "ID")]
    before: u32,

    /// The proposal after
    #[arg(value_name = "ID")]
    after: u32,
}

/// Compares them.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let look = desk.look();
    let (before, after) = (proposal(&look, Some(args.before))?, proposal(&look, Some(args.after))?);
    let (old, new) = (mentors(&before), mentors(&after));
    let mut mentees: Vec<PartyId> = old.keys().chain(new.keys()).copied().collect();
    mentees.sort();
    mentees.dedup();
    mentees.retain(|mentee| old.get(mentee).map(|pair| pair.0) != new.get(mentee).map(|pair| pair.0));
    let gain = total(&after) - total(&before);
    let name = |pair: Option<&(PartyId, i64)>| pair.map(|(mentor, _)| look.name(*mentor));
    if ctx.out.is_json() {
        let moves = mentees.iter().map(|mentee| {
            json!({"mentee": look.name(*mentee), "from": name(old.get(mentee)), "to": name(new.get(mentee))})
        });
        ctx.out.json(&json!({
            "before": args.before,
            "after": args.after,
            "moves": moves.collect::<Vec<_>>(),
            "cardinality": after.pairs.len() as i64 - before.pairs.len() as i64,
            "total": number(gain),
        }));
        return Ok(Exit::Done);
    }
    let columns = ["pair-column-mentee", "pairs-column-before", "pairs-column-after"];
    let mut table = Table::new(columns.map(|id| ctx.lang.word(id)));
    let words = |pair: Option<&(PartyId, i64)>| match pair {
        Some((mentor, score)) => format!("{} ({})", look.name(*mentor), points(ctx.lang, (*score).into())),
        None => "—".into(),
    };
    for mentee in &mentees {
        table.row([look.name(*mentee), words(old.get(mentee)), words(new.get(mentee))]);
    }
    if table.is_empty() {
        let line = ctx.lang.word("pairs-no-difference");
        ctx.out.line(line);
        return Ok(Exit::Done);
    }
    ctx.out.table(&table);
    let args = [
        ("before", before.pairs.len().to_string().into()),
        ("after", after.pairs.len().to_string().into()),
        ("total", gained(ctx.lang, gain).into()),
    ];
    let line = ctx.lang.say("pairs-difference", &args);
    ctx.out.line(line);
    Ok(Exit::Done)
}

fn mentors(proposal: &Proposal) -> BTreeMap<PartyId, (PartyId, i64)> {
    proposal.pairs.iter().map(|pair| (pair.mentee, (pair.mentor, pair.score))).collect()
}

fn total(proposal: &Proposal) -> i128 {
    proposal.pairs.iter().map(|pair| i128::from(pair.score)).sum()
}
