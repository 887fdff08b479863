//! `vekha meeting add`

use chrono::NaiveDate;
use vekha_core::command::Action;
use vekha_core::work::MeetingState;

use super::shared::{self, Given, Said};
use crate::cli::pair::find;
use crate::cli::{Ctx, Exit, Failure, date};

/// Record a meeting: held, missed, or agreed on for a day to come
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha meeting add 1 --on 12.11.2023 --kind acquaintance --minutes 45 --mentor-mark 9\n\
    vekha meeting add 1 2 --on 20.11.2023 --kind group --topic \"Классный час\"\n\
    vekha meeting add \"Небылицын И.С.\" --on 27.11.2023 --missed"
)]
pub struct Args {
    /// The pairs that met: numbers, or names of one of the two
    #[arg(value_name = "PAIR", required = true)]
    pairs: Vec<String>,

    /// The day of the meeting; a day to come is a planned one [today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    on: Option<NaiveDate>,

    #[command(flatten)]
    said: Said,

    /// It was agreed on and did not take place
    #[arg(long)]
    missed: bool,

    /// One more of this kind on this day, not the one that is known
    #[arg(long)]
    another: bool,
}

/// Records it for each pair. One of the same day and kind is the same meeting and is corrected.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let today = ctx.clock.today();
    let mut given = Given { on: Some(args.on.unwrap_or(today)), ..Given::of(&args.said) };
    if args.missed {
        given.state = Some(MeetingState::Missed);
    }
    let actions = {
        let desk = session.desk(ctx)?;
        let mut actions = Vec::new();
        for word in &args.pairs {
            let pair = find(&desk, word)?.id;
            let facts = given.facts(today);
            let known = shared::same(&desk, pair, facts.on, facts.kind)?.len();
            actions.push(shared::recording(&desk, ctx, pair, &given, if args.another { known } else { 0 })?);
        }
        actions
    };
    let on = given.on.map(|on| on.min(today));
    ctx.act(&session, Action::Many(actions), on)
}
