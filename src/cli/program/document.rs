//! `vekha program document`

use chrono::NaiveDate;
use vekha_core::command::Action;
use vekha_core::ids::Subject;

use super::super::doc::Doc;
use super::super::programme::find;
use super::super::{Ctx, Exit, Failure, date, proof};

/// Register a signed document of a programme: an order, minutes, a report
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha program document 1 order.pairs --doc \"Приказ № 45 от 01.11.2023\"")]
pub struct Args {
    /// The programme's number
    #[arg(value_name = "ID")]
    programme: u32,

    /// The kind: order.introduction, order.pairs, regulation, roadmap, protocol, report.programme…
    #[arg(value_name = "KIND")]
    kind: String,

    /// What it is, with its number and date
    #[arg(long, value_name = "TEXT")]
    doc: String,

    /// Its date, where the words do not say it [today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    on: Option<NaiveDate>,
}

/// Registers it.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let draft = {
        let desk = session.desk(ctx)?;
        let subject = Subject::Programme(find(&desk.look(), Some(args.programme))?.id);
        let doc = Doc { kind: args.kind, ..Doc::read(&args.doc) };
        doc.draft(args.on.unwrap_or(ctx.clock.today()), proof::about(&desk, subject)?)
    };
    ctx.act(&session, Action::RegisterDocument(draft), None)
}
