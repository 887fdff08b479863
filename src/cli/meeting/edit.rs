//! `vekha meeting edit`

use chrono::NaiveDate;
use vekha_core::view::Read;
use vekha_core::work::MeetingState;

use super::shared::{self, Given, Said};
use crate::cli::pair::find;
use crate::cli::{Ctx, Exit, Failure, Kind, date};

/// Correct a meeting, or say what became of a planned one
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha meeting edit 1 3 --held --minutes 40\nvekha meeting edit 1 3 --on 13.11.2023")]
pub struct Args {
    /// The pair: its number, or a name of one of the two
    #[arg(value_name = "PAIR")]
    pair: String,

    /// The meeting's number within the pair, as `meeting list` shows it
    #[arg(value_name = "NUM")]
    no: u32,

    /// The day of the meeting
    #[arg(long, value_name = "DATE", value_parser = date)]
    on: Option<NaiveDate>,

    #[command(flatten)]
    said: Said,

    /// It took place
    #[arg(long, conflicts_with_all = ["missed", "planned"])]
    held: bool,

    /// It did not take place
    #[arg(long, conflicts_with = "planned")]
    missed: bool,

    /// Nobody knows yet whether it takes place
    #[arg(long)]
    planned: bool,
}

/// Corrects it.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let mut given = Given { on: args.on, ..Given::of(&args.said) };
    given.state = match (args.held, args.missed, args.planned) {
        (true, ..) => Some(MeetingState::Held),
        (_, true, _) => Some(MeetingState::Missed),
        (.., true) => Some(MeetingState::Planned),
        _ => None,
    };
    let action = {
        let desk = session.desk(ctx)?;
        let pair = find(&desk, &args.pair)?.id;
        match desk.reading.meeting(pair, args.no)? {
            Some(known) => shared::correction(&desk, ctx, &known, &given)?,
            None => {
                let args = [("pair", pair.to_string()), ("no", args.no.to_string())];
                return Err(Failure::with(Kind::BadInput, "work-no-meeting", args)
                    .hint_command("work-list-meetings", format!("vekha meeting list {pair}")));
            }
        }
    };
    ctx.act(&session, action, None)
}
