//! `vekha person leave`

use chrono::NaiveDate;
use vekha_core::command::Action;
use vekha_core::people::Side;
use vekha_core::view::Read;

use super::super::party::SideArg;
use super::super::{Ctx, Exit, Failure, Kind, date, party};

/// Let a person leave the bases: from that day on the person is in no new proposal
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha person leave \"Придумов Б.С.\" --reason \"Переезд\"\nvekha person leave 7 --side mentors --form teacher-teacher --on 15.11.2023"
)]
pub struct Args {
    /// The person: number or name
    #[arg(value_name = "PERSON")]
    person: String,

    /// Only this base [both]
    #[arg(long, value_name = "SIDE", value_enum)]
    side: Option<SideArg>,

    /// Only of this form [all forms]
    #[arg(long, value_name = "FORM")]
    form: Option<String>,

    /// From which day [today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    on: Option<NaiveDate>,

    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

/// Records it. Open pairs stay until they are ended: what becomes of the mentees is a decision of its own.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let day = args.on.unwrap_or(ctx.clock.today());
    let (actions, leads, led) = {
        let desk = session.desk(ctx)?;
        let id = party::find(&desk, &args.person)?;
        let mut lines = desk.reading.participants(Some(id))?;
        lines.retain(|line| {
            line.left.is_none()
                && args.side.is_none_or(|side| line.side == Side::from(side))
                && args.form.as_ref().is_none_or(|form| line.form == *form)
        });
        if lines.is_empty() {
            let name = [("name", desk.look().name(id))];
            return Err(Failure::with(Kind::BadInput, "person-in-no-base", name)
                .hint_command("person-show-hint", format!("vekha person show {id}")));
        }
        let leave = |line: &vekha_core::people::Participant| Action::Leave {
            party: id,
            of: Some((line.side, line.form.clone())),
            on: day,
            reason: args.reason.clone(),
        };
        let open = desk.reading.pairs()?;
        let open = |mentor: bool| {
            let of = |pair: &&vekha_core::pairs::Pair| {
                pair.is_open() && if mentor { pair.mentor == id } else { pair.mentee == id }
            };
            open.iter().filter(of).map(|pair| pair.id).collect::<Vec<_>>()
        };
        let left = |side: Side| lines.iter().any(|line| line.side == side);
        let leads = if left(Side::Mentor) { open(true) } else { Vec::new() };
        let led = if left(Side::Mentee) { open(false) } else { Vec::new() };
        (lines.iter().map(leave).collect(), leads, led)
    };
    let exit = ctx.act(&session, Action::Many(actions), Some(day))?;
    if !leads.is_empty() {
        let hint = ctx.say("person-leaves-pairs", &[("count", leads.len().into())]);
        ctx.out.hint(&hint);
        note(ctx, &format!("vekha pair rematch --without {}", crate::config::quoted(&args.person)));
    }
    for pair in led {
        let hint = ctx.word("person-leaves-mentor");
        ctx.out.hint(&hint);
        note(ctx, &format!("vekha pair close {pair} --reason …"));
    }
    Ok(exit)
}

fn note(ctx: &mut Ctx, command: &str) {
    if !ctx.out.is_json() {
        ctx.out.note(&format!("    {command}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::ValueEnum as _;

    #[test]
    fn sides_are_named_as_the_bases_are() {
        let names: Vec<_> = SideArg::value_variants()
            .iter()
            .filter_map(|side| Some(side.to_possible_value()?.get_name().to_owned()))
            .collect();
        assert_eq!(names, ["mentors", "mentees"]);
    }
}
