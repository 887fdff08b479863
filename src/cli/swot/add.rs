//! `vekha swot add`

use chrono::NaiveDate;
use vekha_core::command::Action;
use vekha_core::work::Quarter;

use crate::cli::programme::find;
use crate::cli::{Ctx, Exit, Failure, Kind, date};

/// Write down strengths, weaknesses, opportunities and threats
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha swot add --strength \"Опытные наставники\" --weakness \"Мало времени на встречи\"\n\
    vekha swot add 1 --opportunity \"Педагогический институт рядом\" --threat \"Текучесть кадров\""
)]
pub struct Args {
    /// The programme's number [the only one]
    #[arg(value_name = "ID")]
    programme: Option<u32>,

    /// What is good within
    #[arg(long, value_name = "TEXT")]
    strength: Vec<String>,

    /// What is bad within
    #[arg(long, value_name = "TEXT")]
    weakness: Vec<String>,

    /// What is good around
    #[arg(long, value_name = "TEXT")]
    opportunity: Vec<String>,

    /// What is bad around
    #[arg(long, value_name = "TEXT")]
    threat: Vec<String>,

    /// When it was found [today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    on: Option<NaiveDate>,
}

/// Writes them down; the words stand in the vault.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let all = [
        (Quarter::Strength, args.strength),
        (Quarter::Weakness, args.weakness),
        (Quarter::Opportunity, args.opportunity),
        (Quarter::Threat, args.threat),
    ];
    if all.iter().all(|(_, texts)| texts.is_empty()) {
        return Err(Failure::new(Kind::Usage, "work-swot-nothing"));
    }
    let session = ctx.writing_session()?;
    let programme = find(&session.desk(ctx)?.look(), args.programme)?.id;
    let actions = all.into_iter().flat_map(|(quarter, texts)| {
        texts.into_iter().map(move |text| Action::AddSwot { programme, quarter, text })
    });
    ctx.act(&session, Action::Many(actions.collect()), args.on)
}
