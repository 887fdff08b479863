//! `vekha pair swap`

use vekha_core::command::Action;
use vekha_core::ids::PartyId;
use vekha_core::pairing::Couple;
use vekha_core::pairs::{Pair, Wish};
use vekha_core::view::Read;

use super::accept::end;
use super::propose::make;
use super::remove::{instead_of, open_proposal, proposed};
use super::shared::{Ready, gained, reason, script};
use crate::app::pairing::{Question, Reason, Round, units};
use crate::cli::order::hint_amendment;
use crate::cli::{Ctx, Desk, Exit, Failure, Kind, party, refusal};

/// Let two mentees change mentors: in the last proposal, or of pairs that are formed
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha pair swap \"Выдумова А.П.\" \"Небылицын И.С.\"\nvekha pair swap \"Выдумова А.П.\" \"Небылицын И.С.\" --reason \"Так удобнее по времени\" --dry-run"
)]
pub struct Args {
    /// One mentee, or a mentor of one: name or number
    #[arg(value_name = "PERSON")]
    one: String,

    /// The other: name or number
    #[arg(value_name = "PERSON")]
    other: String,

    /// Why; needed where pairs that are formed end
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

/// Pins the two new pairs in a new proposal, or ends two pairs and forms two others.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let formed = formed(&session.desk(ctx)?, &args)?;
    if let Some([one, other]) = formed {
        let actions = {
            let desk = session.desk(ctx)?;
            let price = priced(ctx, &desk, &one, &other)?;
            let actions = exchange(&desk, &one, &other, args.reason)?;
            if ctx.out.is_json() {
                ctx.out.note(&price)
            } else {
                ctx.out.line(price)
            }
            actions
        };
        let exit = ctx.act(&session, Action::Many(actions), None)?;
        hint_amendment(ctx, &session)?;
        return Ok(exit);
    }
    let wanted = {
        let desk = session.desk(ctx)?;
        let last = open_proposal(&desk.look())?;
        let [one, other] = [&args.one, &args.other].map(|word| proposed(&desk, &last, &[word]));
        let (one, other) = (one?, other?);
        if one.mentor == other.mentor {
            return Err(same_mentor(&desk, one.mentor));
        }
        let wishes = vec![
            (one.mentor, one.mentee, None),
            (other.mentor, other.mentee, None),
            (other.mentor, one.mentee, Some(Wish::Pin)),
            (one.mentor, other.mentee, Some(Wish::Pin)),
        ];
        instead_of(ctx, &desk, last, wishes, args.reason)?
    };
    make(ctx, &session, &wanted)
}

fn same_mentor(desk: &Desk<'_>, mentor: PartyId) -> Failure {
    Failure::with(Kind::BadInput, "pairs-swap-same", [("mentor", desk.look().name(mentor))])
}

/// The open pairs of both, where both have one in the same programme.
fn formed(desk: &Desk<'_>, args: &Args) -> Result<Option<[Pair; 2]>, Failure> {
    let people = [party::find(desk, &args.one)?, party::find(desk, &args.other)?];
    let open: Vec<Pair> = desk.reading.pairs()?.into_iter().filter(Pair::is_open).collect();
    // A mentor stands for his mentee where he has one alone.
    let [one, other] = people.map(|who| {
        let led: Vec<&Pair> = open.iter().filter(|pair| pair.mentor == who).collect();
        let own: Vec<&Pair> = open.iter().filter(|pair| pair.mentee == who).collect();
        if own.is_empty() && led.len() == 1 { led } else { own }
    });
    let both = one.iter().flat_map(|one| other.iter().map(move |other| [*one, *other]));
    let mut both = both.filter(|[one, other]| one.programme == other.programme && one.id != other.id);
    match both.next() {
        Some([one, other]) if one.mentor == other.mentor => Err(same_mentor(desk, one.mentor)),
        found => Ok(found.map(|pairs| pairs.map(Clone::clone))),
    }
}

/// Both pairs end, and two others are formed.
fn exchange(
    desk: &Desk<'_>,
    one: &Pair,
    other: &Pair,
    reason: Option<String>,
) -> Result<Vec<Action>, Failure> {
    let form = |mentor: &Pair, mentee: &Pair| Action::FormPair {
        programme: one.programme,
        mentor: mentor.mentor,
        mentee: mentee.mentee,
    };
    Ok(vec![end(desk, one, reason.clone())?, end(desk, other, reason)?, form(other, one), form(one, other)])
}

/// What the change is worth by the script, in words. A pair that the script refuses is not formed.
fn priced(ctx: &Ctx, desk: &Desk<'_>, one: &Pair, other: &Pair) -> Result<String, Failure> {
    let look = desk.look();
    let Some(programme) = desk.reading.programme(one.programme)? else {
        return Err(Failure::new(Kind::BadInput, "programme-unknown"));
    };
    let question = Question { rematch: Some(0), ..Question::default() };
    let round = Round::gather(&desk.reading, &desk.directory, &programme, ctx.clock.today(), &question)
        .map_err(|error| refusal::failure(error, ctx.lang))?;
    let ready = Ready::new(ctx, desk, round, script(ctx, desk, false)?)?;
    let couple = |mentor, mentee| ready.round.couple(mentor, mentee);
    let after = [couple(other.mentor, one.mentee), couple(one.mentor, other.mentee)];
    let before = [one, other].map(|pair| couple(pair.mentor, pair.mentee));
    for couple in after.into_iter().flatten() {
        let why = ready.judged.reason(couple);
        if let Some(why) =
            why.filter(|why| matches!(why, Reason::Rule(_) | Reason::Unknown(_) | Reason::Banned))
        {
            let (mentor, mentee) = ready.round.people(couple);
            let names = [
                ("mentor", look.name(mentor).into()),
                ("mentee", look.name(mentee).into()),
                ("reason", reason(&look, why).into()),
            ];
            return Err(
                Failure::new(Kind::Refused, "pairs-swap-refused").cause(ctx.say("pairs-pin-refused", &names))
            );
        }
    }
    let all: Vec<Couple> = after.into_iter().chain(before).flatten().collect();
    let scores = ready.scores(ctx, desk, &all)?;
    // A pair below the threshold has a score too.
    let score = |couple: Option<Couple>| Some(units(scores.get(&couple?)?.total?));
    let total = |couples: [Option<Couple>; 2]| Some(score(couples[0])? + score(couples[1])?);
    let sum = total(after).zip(total(before)).map(|(after, before)| after - before);
    let words = match sum {
        Some(sum) => ctx.say("pairs-swap-costs", &[("total", gained(ctx.lang, sum.into()).into())]),
        None => ctx.word("pairs-swap-unpriced"),
    };
    Ok(words)
}
