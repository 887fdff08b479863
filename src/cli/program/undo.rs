//! `vekha program undo`

use vekha_core::command::Action;
use vekha_core::decide::Opened;
use vekha_core::ids::Subject;
use vekha_core::state::Programme;

use super::super::programme::{find, title};
use super::super::{Ctx, Desk, Exit, Failure};

/// Take the last step of a programme back, and what it opened; the journal keeps both
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
    let desk = session.desk(ctx)?;
    let programme = find(&desk.look(), args.programme)?;
    let id = programme.id;
    let left = left(&desk, &programme)?;
    drop(desk);
    let outcome = session.act(Action::Undo { subject: Subject::Programme(id), reason: args.reason }, None)?;
    ctx.tell_with(&session, &outcome, &[("left", left.clone().into())])?;
    if !ctx.out.is_json() && !left.is_empty() {
        let line = ctx.say("program-undo-left", &[("tasks", left.join(", ").into())]);
        ctx.out.line(line);
    }
    if !ctx.out.is_json() && !session.is_dry() {
        let desk = session.desk(ctx)?;
        let look = desk.look();
        ctx.out.line(title(&look, &find(&look, Some(id.0))?)?);
    }
    Ok(Exit::Done)
}

/// Tasks that the last step opened and that somebody works on since: they stay where they are.
fn left(desk: &Desk<'_>, programme: &Programme) -> Result<Vec<String>, Failure> {
    let Some(machine) = desk.rules().machine(&programme.instance.workflow) else { return Ok(Vec::new()) };
    let opened = Opened::by(&desk.reading, machine, programme.plan, &programme.instance)?;
    let look = desk.look();
    let name = |(task, no)| Ok(look.address(Subject::Occurrence(task, no))?);
    opened.touched.into_iter().map(name).collect()
}
