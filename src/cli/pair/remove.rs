//! `vekha pair remove`

use vekha_core::pairs::{Proposal, ProposedPair, Wish};

use super::propose::{Wanted, make};
use super::shared::{objective, proposal};
use crate::app::pairing::Question;
use crate::cli::look::Look;
use crate::cli::{Ctx, Desk, Exit, Failure, Kind, party};

/// Take a pair out of the last proposal: it is forbidden, and the best pairs without it are proposed
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha pair remove \"Придумов Б.С.\" \"Небылицын И.С.\"\nvekha pair remove \"Небылицын И.С.\" --reason \"Просят другого\" --dry-run"
)]
pub struct Args {
    /// One of the two: name or number
    #[arg(value_name = "PERSON")]
    who: String,

    /// The other, where the first is in several pairs
    #[arg(value_name = "PERSON")]
    other: Option<String>,

    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

/// Forbids the pair and proposes anew.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let wanted = {
        let desk = session.desk(ctx)?;
        let last = open_proposal(&desk.look())?;
        let words: Vec<&String> = [&args.who].into_iter().chain(&args.other).collect();
        let pair = proposed(&desk, &last, &words)?;
        instead_of(ctx, &desk, last, vec![(pair.mentor, pair.mentee, Some(Wish::Forbid))], args.reason)?
    };
    make(ctx, &session, &wanted)
}

/// The last proposal, which was not accepted yet.
///
/// # Errors
/// [`Kind::BadInput`] where there is none, or its pairs are formed.
pub fn open_proposal(look: &Look<'_>) -> Result<Proposal, Failure> {
    let last = proposal(look, None)?;
    if last.accepted {
        return Err(Failure::with(Kind::BadInput, "pairs-formed-already", [("id", last.id.to_string())])
            .hint_command("pairs-close-hint", "vekha pair close ID --reason …")
            .hint_command("pairs-rematch-hint", "vekha pair rematch --price 10"));
    }
    Ok(last)
}

/// The only pair of a proposal that all these people are in.
///
/// # Errors
/// [`Kind::BadInput`] with the pairs that fit.
pub fn proposed(desk: &Desk<'_>, found: &Proposal, words: &[&String]) -> Result<ProposedPair, Failure> {
    let look = desk.look();
    let people = words.iter().map(|word| party::find(desk, word)).collect::<Result<Vec<_>, _>>()?;
    let fits = |pair: &&ProposedPair| people.iter().all(|who| [pair.mentor, pair.mentee].contains(who));
    let fitting: Vec<&ProposedPair> = found.pairs.iter().filter(fits).collect();
    if let [only] = fitting[..] {
        return Ok(only.clone());
    }
    let names = look.names_of(&people);
    let id = if fitting.is_empty() { "pairs-not-proposed" } else { "pairs-several-proposed" };
    let args = [("id", found.id.to_string()), ("name", names)];
    let mut failure = Failure::with(Kind::BadInput, id, args);
    for pair in fitting {
        failure = failure.cause(format!("{} – {}", look.name(pair.mentor), look.name(pair.mentee)));
    }
    Err(failure.hint_command("pairs-review-hint", format!("vekha pair review {}", found.id)))
}

/// The same question with other wishes.
///
/// # Errors
/// What the store says.
pub fn instead_of(
    ctx: &Ctx,
    desk: &Desk<'_>,
    last: Proposal,
    wishes: Vec<(vekha_core::ids::PartyId, vekha_core::ids::PartyId, Option<Wish>)>,
    reason: Option<String>,
) -> Result<Wanted, Failure> {
    let without = super::shared::input(ctx, desk, &last)?.map(|input| input.without).unwrap_or_default();
    Ok(Wanted {
        programme: Some(last.programme.0),
        objective: objective(&last),
        draft: false,
        question: Question { rematch: last.rematch, without, before: None },
        wishes,
        reason,
        instead_of: Some(last),
    })
}
