//! `vekha task assign`

use vekha_core::command::{Action, Holder};

use super::super::party::{self, KindArg};
use super::super::{Ctx, Exit, Failure};

/// Say who is responsible for a task
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha task assign 3.5 \"Соколова Н.В.\" \"Куратор\"\n\
    vekha task assign 2.4 \"Служба информатизации\" --kind unit --add")]
pub struct Args {
    /// The task: 3.5, 23/3.5 or words of its title
    #[arg(value_name = "TASK")]
    task: String,

    /// People, roles or units
    #[arg(required = true, value_name = "NAME")]
    names: Vec<String>,

    /// What the new ones among them are [understood from the name]
    #[arg(long, value_name = "KIND", value_enum)]
    kind: Option<KindArg>,

    /// Keep those who are responsible already
    #[arg(long)]
    add: bool,
}

/// Changes who is responsible; names that are not known are added.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let (task, holders) = {
        let desk = session.desk(ctx)?;
        let (task, _) = desk.look().task(&[args.task])?;
        let mut holders: Vec<Holder> = Vec::new();
        if args.add {
            holders.extend(task.holders.iter().map(|id| Holder::Known(*id)));
        }
        holders.extend(args.names.iter().map(|name| party::holder(&desk, name, args.kind)));
        (task.id, holders)
    };
    ctx.act(&session, Action::AssignTask { task, holders }, None)
}
