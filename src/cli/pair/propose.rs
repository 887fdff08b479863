//! `vekha pair propose`

use serde_json::{Value, json};
use vekha_core::command::{Action, Created, ProposalDraft};
use vekha_core::digest::Digest;
use vekha_core::ids::{PartyId, ProposalId};
use vekha_core::pairing::{Objective, Outcome, Proof};
use vekha_core::pairs::{Proposal, Wish};
use vekha_core::view::Read;

use super::shared::{Answer, Ready, number, points, reason, script};
use super::solve::Goal;
use super::{moves, review};
use crate::app::pairing::{Question, Round, Seat, units};
use crate::cli::programme::find;
use crate::cli::{Ctx, Desk, Exit, Failure, Kind, Session, Table, refusal, tell};
use crate::lang::Lang;

/// The other objectives are computed for comparison up to so many candidates.
const COMPARED: usize = 50_000;

/// Propose the best pairs of a programme, with a proof
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha pair propose\nvekha pair propose --program 1 --objective fair --dry-run\n\
    vekha pair propose --rematch 10")]
pub struct Args {
    /// The programme's number [the only one that runs]
    #[arg(long = "program", alias = "programme", value_name = "ID")]
    programme: Option<u32>,

    /// What is best: the highest total, the fairest, or the stable pairing
    #[arg(long, value_name = "NAME", value_enum, default_value = "total")]
    objective: Goal,

    /// Judge by scripts/pairing.rhai of the home, not by the published one
    #[arg(long)]
    draft: bool,

    /// Existing pairs may change too; giving one up costs so many points
    #[arg(long, value_name = "NUMBER", value_parser = price)]
    rematch: Option<f64>,
}

pub fn price(text: &str) -> Result<f64, String> {
    match text.replace(',', ".").parse::<f64>() {
        Ok(price) if (0.0..=1e6).contains(&price) => Ok(price),
        _ => Err("0 … 1000000".into()),
    }
}

/// Computes, keeps and shows the proposal.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let wanted = Wanted {
        programme: args.programme,
        objective: args.objective.objective(),
        draft: args.draft,
        question: Question { rematch: args.rematch.map(units), ..Question::default() },
        ..Wanted::default()
    };
    make(ctx, &session, &wanted)
}

/// What is asked of a new proposal.
#[derive(Default)]
pub struct Wanted {
    /// The programme's number; the only one that runs.
    pub programme: Option<u32>,
    /// What is best.
    pub objective: Objective,
    /// Whether the working copy of the script judges.
    pub draft: bool,
    /// Which existing pairs are in question.
    pub question: Question,
    /// Wishes that are recorded with it: mentor, mentee, what is wanted.
    pub wishes: Vec<(PartyId, PartyId, Option<Wish>)>,
    /// Why.
    pub reason: Option<String>,
    /// The proposal that it changes: what the change costs is shown.
    pub instead_of: Option<Proposal>,
}

/// Computes, keeps and shows a proposal.
///
/// # Errors
/// Nobody to pair, a script that fails, and what the store says.
pub fn make(ctx: &mut Ctx, session: &Session, wanted: &Wanted) -> Result<Exit, Failure> {
    let desk = session.desk(ctx)?;
    let look = desk.look();
    let programme = find(&look, wanted.programme)?;
    let today = ctx.clock.today();
    let mut round = Round::gather(&desk.reading, &desk.directory, &programme, today, &wanted.question)
        .map_err(|error| refusal::failure(error, ctx.lang))?;
    wanted.wishes.iter().for_each(|(mentor, mentee, wish)| round.wish(*mentor, *mentee, *wish));
    enough(ctx.lang, &round)?;
    let ready = Ready::new(ctx, &desk, round, script(ctx, &desk, wanted.draft)?)?;
    pins(&desk, &ready)?;
    let outcome = match ready.solve(ctx, &look, wanted.objective)? {
        Answer::Best(outcome) => outcome,
        Answer::None(refusal) if ctx.out.is_json() => {
            let value = refusal.json(ctx);
            ctx.out.json(&value);
            return Ok(Exit::Refused);
        }
        Answer::None(refusal) => return Err(refusal.failure()),
    };
    let draft = draft(ctx, &desk, &ready, &outcome, wanted.draft)?;
    let made = keep(session, wanted, &ready, &draft)?;
    let id = if session.is_dry() { None } else { made.or(known(session, &draft)?) };
    let compared = compare(ctx, &desk, &ready, &outcome)?;
    let proposal = stored(ctx, &draft, id);
    let moves = moves::of(&ready, &outcome);
    if ctx.out.is_json() {
        let mut value = review::as_json(&desk, &proposal)?;
        value["dry_run"] = session.is_dry().into();
        value["certificate"] = "verified".into();
        value["objectives"] = compared.iter().map(Compared::json).collect();
        value["changes"] = moves.iter().map(|found| found.json(&look)).collect();
        if let Some(before) = &wanted.instead_of {
            value["cost"] = moves::cost_json(before, &proposal);
        }
        ctx.out.json(&value);
        return Ok(Exit::Done);
    }
    if session.is_dry() {
        ctx.out.note(&ctx.word("told-dry-run"));
    } else if made.is_none() {
        ctx.out.note(&ctx.word("pairs-proposed-before"));
    }
    show(ctx, &desk, &ready, &proposal, &compared)?;
    moves::show(ctx, &desk, &moves);
    if let Some(before) = &wanted.instead_of {
        moves::show_cost(ctx, before, &proposal);
    }
    next(ctx, &proposal, !moves.is_empty());
    Ok(Exit::Done)
}

/// Records the wishes and the proposal, with the script and the input it rests on.
fn keep(
    session: &Session,
    wanted: &Wanted,
    ready: &Ready,
    draft: &ProposalDraft,
) -> Result<Option<ProposalId>, Failure> {
    let wish = |(mentor, mentee, wish): &(PartyId, PartyId, Option<Wish>)| Action::WishPair {
        mentor: *mentor,
        mentee: *mentee,
        wish: *wish,
        reason: wanted.reason.clone(),
    };
    let wishes = wanted.wishes.iter().map(wish);
    let actions = wishes.chain([Action::Propose(draft.clone())]).collect();
    let content = |text: &str| (Digest::of_bytes(text.as_bytes()), text.as_bytes().to_vec());
    let mut blobs: Vec<_> = ready.script.files().map(|source| content(&source.text)).collect();
    blobs.push((draft.input, ready.input.bytes()));
    let done = session.act_with(Action::Many(actions), None, blobs)?;
    Ok(done.created.iter().find_map(|created| match created {
        Created::Proposal(id) => Some(*id),
        _ => None,
    }))
}

/// Both bases must have somebody.
fn enough(lang: Lang, round: &Round) -> Result<(), Failure> {
    let id = match (round.mentors.is_empty(), round.mentees.is_empty()) {
        (true, _) => "pairs-no-mentors",
        (_, true) if !round.kept.is_empty() => "pairs-everybody-paired",
        (_, true) => "pairs-no-mentees",
        _ => return Ok(()),
    };
    let failure =
        Failure::with(Kind::BadInput, id, [("form", tell::form_title(lang, &round.programme.form))]);
    Err(failure.hint_command("pairs-import-hint", "vekha import people …"))
}

/// A pin that the script refuses is named with the rule before anything is solved.
fn pins(desk: &Desk<'_>, ready: &Ready) -> Result<(), Failure> {
    let look = desk.look();
    let mut failure = Failure::new(Kind::Refused, "pair-infeasible");
    for &pin in ready.round.pins() {
        if let Some(why) = ready.judged.reason(pin) {
            let (mentor, mentee) = ready.round.people(pin);
            let args = [
                ("mentor", look.name(mentor).into()),
                ("mentee", look.name(mentee).into()),
                ("reason", reason(&look, why).into()),
            ];
            failure = failure.cause(look.lang.say("pairs-pin-refused", &args));
        }
    }
    if failure.causes.is_empty() { Ok(()) } else { Err(failure) }
}

fn draft(
    ctx: &Ctx,
    desk: &Desk<'_>,
    ready: &Ready,
    outcome: &Outcome,
    working: bool,
) -> Result<ProposalDraft, Failure> {
    let grounds = ready.round.grounds(&desk.reading, &desk.directory, &ready.script, working);
    let grounds = grounds.map_err(|error| refusal::failure(error, ctx.lang))?;
    let name = match outcome.objective {
        Objective::Total => "total",
        Objective::Fair => "fair",
        Objective::Stable => "stable",
    };
    Ok(ProposalDraft {
        programme: ready.round.programme.id,
        objective: name.into(),
        script: ready.script.digest(),
        input: ready.digest(),
        pairs: ready.proposed(ctx, desk, outcome)?,
        left: outcome.unmatched.iter().map(|&place| ready.round.mentees[place as usize]).collect(),
        prices: prices(&ready.round.mentors, outcome),
        rematch: ready.round.rematch.as_ref().map(|(_, price)| *price),
        grounds: Some(grounds),
    })
}

/// What one more place at each mentor is worth, where the proof says so.
pub fn prices(mentors: &[Seat], outcome: &Outcome) -> Vec<(PartyId, i64)> {
    let Proof::Prices(prices) = &outcome.proof else { return Vec::new() };
    let of = mentors.iter().zip(&prices.above);
    of.filter(|(_, price)| **price != 0)
        .map(|(seat, price)| (seat.party, i64::try_from(*price).unwrap_or(i64::MAX)))
        .collect()
}

/// The number of the same proposal that was made before.
fn known(session: &Session, draft: &ProposalDraft) -> Result<Option<ProposalId>, Failure> {
    let all = session.read()?.proposals()?;
    let same = |known: &&Proposal| known.input == draft.input && known.objective == draft.objective;
    Ok(all.iter().rev().find(same).map(|known| known.id))
}

fn stored(ctx: &Ctx, draft: &ProposalDraft, id: Option<ProposalId>) -> Proposal {
    Proposal {
        // 0 stands for a dry run: numbers begin with 1.
        id: id.unwrap_or(ProposalId(0)),
        programme: draft.programme,
        on: ctx.clock.today(),
        objective: draft.objective.clone(),
        script: draft.script,
        input: draft.input,
        pairs: draft.pairs.clone(),
        left: draft.left.clone(),
        prices: draft.prices.clone(),
        rematch: draft.rematch,
        accepted: false,
    }
}

/// What another objective would give.
struct Compared {
    name: &'static str,
    chosen: bool,
    found: Option<(usize, i128, Option<i64>)>,
}

impl Compared {
    fn json(&self) -> Value {
        let found = self.found.map(|(pairs, total, worst)| {
            json!({"cardinality": pairs, "total": number(total), "worst": worst.map(|worst| number(worst.into()))})
        });
        json!({"objective": self.name, "chosen": self.chosen, "result": found})
    }
}

fn compare(ctx: &Ctx, desk: &Desk<'_>, ready: &Ready, outcome: &Outcome) -> Result<Vec<Compared>, Failure> {
    let mut all = Vec::new();
    for (name, objective) in
        [("total", Objective::Total), ("fair", Objective::Fair), ("stable", Objective::Stable)]
    {
        let chosen = objective == outcome.objective;
        let figures = |found: &Outcome| (found.pairs.len(), found.total, found.worst);
        let found = if chosen {
            Some(figures(outcome))
        } else if ready.instance.candidates() > COMPARED {
            continue;
        } else {
            match ready.solve(ctx, &desk.look(), objective)? {
                Answer::Best(other) => Some(figures(&other)),
                Answer::None(_) => None,
            }
        };
        all.push(Compared { name, chosen, found });
    }
    Ok(all)
}

fn show(
    ctx: &mut Ctx,
    desk: &Desk<'_>,
    ready: &Ready,
    proposal: &Proposal,
    compared: &[Compared],
) -> Result<(), Failure> {
    review::show_pairs(ctx, desk, proposal);
    let proved = ctx.word(&format!("pairs-proved-{}", proposal.objective));
    ctx.out.line(proved);
    if !ready.round.kept.is_empty() {
        let kept = ctx.say("pairs-kept", &[("count", ready.round.kept.len().into())]);
        ctx.out.line(kept);
    }
    review::show_left(ctx, desk, proposal);
    let heading = ctx.word("pairs-objectives");
    ctx.out.heading(&heading);
    let columns =
        ["pairs-column-objective", "pairs-column-pairs", "pairs-column-total", "pairs-column-worst"];
    let mut table = Table::new(columns.map(|id| ctx.word(id))).right(1).right(2).right(3);
    for other in compared {
        let mark = if other.chosen { "▶ " } else { "  " };
        let name = format!("{mark}{}", ctx.word(&format!("pairs-objective-{}", other.name)));
        match other.found {
            Some((pairs, total, worst)) => {
                let worst = worst.map(|worst| points(ctx.lang, worst.into())).unwrap_or_default();
                table.row([name, pairs.to_string(), points(ctx.lang, total), worst]);
            }
            None => table.row([name, ctx.word("pairs-impossible")]),
        }
    }
    ctx.out.table(&table);
    Ok(())
}

/// What to do with it.
fn next(ctx: &mut Ctx, proposal: &Proposal, changes: bool) {
    if proposal.id.0 > 0 {
        let line = ctx.say("pairs-proposal-number", &[("id", proposal.id.to_string().into())]);
        ctx.out.line(line);
        ctx.out.command(&format!("vekha pair review {}", proposal.id));
        let replace = if changes { " --replace --reason …" } else { "" };
        ctx.out.command(&format!("vekha pair accept {}{replace}", proposal.id));
    }
}
