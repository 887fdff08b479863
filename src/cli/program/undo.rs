//! `vekha program undo`

use vekha_core::command::Action;
use vekha_core::ids::Subject;

use super::super::programme::{find, title};
use super::super::{Ctx, Exit, Failure};

/// Take the last step of a programme back; the journal keeps both
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha program undo 1 --reason \"Рано\"")]
pub struct Args {
    /// The programme's number [the only one that runs]
    #[arg(value_name = "ID")]
    programme: Option<u32>,

    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

/// Takes it back.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let id = find(&session.desk(ctx)?.look(), args.programme)?.id;
    ctx.act(&session, Action::Undo { subject: Subject::Programme(id), reason: args.reason }, None)?;
    if !ctx.out.is_json() && !session.is_dry() {
        let desk = session.desk(ctx)?;
        let look = desk.look();
        ctx.out.line(title(&look, &find(&look, Some(id.0))?)?);
    }
    Ok(Exit::Done)
}
