//! `vekha program count`

use chrono::NaiveDate;
use vekha_core::command::Action;

use super::super::programme::find;
use super::super::{Ctx, Exit, Failure, date};

/// Report numbers that no register counts yet: mentors, mentees, pairs
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha program count 1 mentors=8 mentees=12 consents=20")]
pub struct Args {
    /// The programme's number
    #[arg(value_name = "ID")]
    programme: u32,

    /// What and how many: mentors, mentees, pairs, trained, consents, requests, paired, meetings
    #[arg(required = true, value_name = "COUNT", value_parser = count)]
    counts: Vec<(String, u32)>,

    /// As of when [today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    on: Option<NaiveDate>,
}

const COUNTS: [&str; 8] =
    ["mentors", "mentees", "pairs", "trained", "consents", "requests", "paired", "meetings"];

/// `mentors=8`.
fn count(text: &str) -> Result<(String, u32), String> {
    let parsed = text.split_once('=').and_then(|(what, value)| Some((what, value.parse().ok()?)));
    let parsed = parsed.filter(|(what, _)| COUNTS.contains(what));
    parsed.map(|(what, value)| (what.to_owned(), value)).ok_or_else(|| "arg-bad-count".to_owned())
}

/// Records them.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let programme = find(&session.desk(ctx)?.look(), Some(args.programme))?.id;
    let report = |(what, value)| Action::ReportCount { programme, what, value };
    ctx.act(&session, Action::Many(args.counts.into_iter().map(report).collect()), args.on)
}
