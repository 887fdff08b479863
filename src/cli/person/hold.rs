//! `vekha person hold`

use vekha_core::command::Action;

use super::super::{Ctx, Exit, Failure, party};

/// Say who holds a role
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha person hold \"Куратор\" \"Соколова Н.В.\"\nvekha person hold \"Куратор\" --nobody"
)]
pub struct Args {
    /// The role: its number or name
    #[arg(value_name = "ROLE")]
    role: String,

    /// The person: number or name
    #[arg(value_name = "PERSON", required_unless_present = "nobody", conflicts_with = "nobody")]
    person: Option<String>,

    /// Nobody holds it
    #[arg(long)]
    nobody: bool,
}

/// Records it.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let action = {
        let desk = session.desk(ctx)?;
        let by = args.person.as_ref().map(|person| party::find(&desk, person)).transpose()?;
        Action::HoldRole { role: party::find(&desk, &args.role)?, by }
    };
    ctx.act(&session, action, None)
}
