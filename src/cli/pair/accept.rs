//! `vekha pair accept`

use vekha_core::command::{Action, Step};
use vekha_core::ids::Subject;
use vekha_core::pairs::{Pair, Proposal};
use vekha_core::view::Read;

use super::shared::proposal;
use crate::cli::order::hint_amendment;
use crate::cli::{Ctx, Desk, Exit, Failure, Kind};

/// Form the pairs of a proposal, all or none
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha pair accept\nvekha pair accept 2 --replace --reason \"Перераспределение с 1 ноября\""
)]
pub struct Args {
    /// The proposal's number [the last one]
    #[arg(value_name = "ID")]
    proposal: Option<u32>,

    /// End the existing pairs that a proposal with --rematch gives up
    #[arg(long, requires = "reason")]
    replace: bool,

    /// Why existing pairs end
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

/// Forms them.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let actions = {
        let desk = session.desk(ctx)?;
        let found = proposal(&desk.look(), args.proposal)?;
        let accept = Action::AcceptProposal { proposal: found.id };
        let mut actions = Vec::new();
        if args.replace {
            actions = given_up(&desk, &found)?
                .iter()
                .map(|pair| end(&desk, pair, args.reason.clone()))
                .collect::<Result<Vec<_>, _>>()?;
        }
        actions.push(accept);
        actions
    };
    let exit = ctx.act(&session, Action::Many(actions), None)?;
    hint_amendment(ctx, &session)?;
    Ok(exit)
}

/// Open pairs of the programme that a proposal which could change them does not keep.
fn given_up(desk: &Desk<'_>, found: &Proposal) -> Result<Vec<Pair>, Failure> {
    let mut pairs = desk.reading.pairs()?;
    pairs.retain(|pair| {
        let stays = found.pairs.iter().any(|kept| (kept.mentor, kept.mentee) == (pair.mentor, pair.mentee));
        let meant =
            found.pairs.iter().any(|other| other.mentee == pair.mentee) || found.left.contains(&pair.mentee);
        pair.is_open() && pair.programme == found.programme && meant && !stays
    });
    // A proposal that kept what there was is not about anybody who has a mentor.
    if pairs.is_empty() && found.rematch.is_none() {
        return Err(Failure::with(Kind::BadInput, "pairs-keeps-existing", [("id", found.id.to_string())]));
    }
    Ok(pairs)
}

/// The step that ends a pair before its time: the first way out of its stage to a cancelled end.
pub fn end(desk: &Desk<'_>, pair: &Pair, reason: Option<String>) -> Result<Action, Failure> {
    let machine = desk.rules().machine(&pair.instance.workflow);
    let way = machine.and_then(|machine| {
        let cancelled = |id: &str| {
            machine
                .stage(id)
                .is_some_and(|stage| stage.outcome == Some(vekha_core::workflow::Outcome::Cancelled))
        };
        machine.transitions.iter().find(|way| way.from.contains(&pair.instance.stage) && cancelled(&way.to))
    });
    match way {
        Some(way) => Ok(Action::Advance {
            subject: Subject::Pair(pair.id),
            step: Step::Transition(way.id.clone()),
            reason,
            allow: Vec::new(),
        }),
        None => Err(Failure::with(Kind::Refused, "pairs-no-way-out", [("id", pair.id.to_string())])),
    }
}
