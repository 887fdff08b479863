//! `vekha person add`

use vekha_core::command::{Action, NewParty};
use vekha_core::state::PartyKind;
use vekha_core::vault::Profile;

use super::super::party::{self, KindArg};
use super::super::{Ctx, Exit, Failure, Kind};

/// Add a person, a role or a unit
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha person add \"Соколова Н.В.\"\nvekha person add \"Служба медиации\" --kind unit"
)]
pub struct Args {
    /// The name
    #[arg(value_name = "NAME")]
    name: String,

    /// What it is [understood from the name]
    #[arg(long, value_name = "KIND", value_enum)]
    kind: Option<KindArg>,
}

/// Adds it; the name goes into the vault, the journal keeps a number.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let wanted = args.kind.map(PartyKind::from);
    let known = session.desk(ctx)?.directory.find(wanted, &args.name).map(|known| known.party.id);
    let kind = wanted.unwrap_or_else(|| party::guess(&args.name));
    if let Some(id) = known {
        let args = [("name", args.name), ("id", id.to_string())];
        return Err(Failure::with(Kind::Refused, "person-known", args));
    }
    let profile = Profile { name: args.name.trim().to_owned(), ..Profile::default() };
    ctx.act(&session, Action::AddParty(NewParty { kind, profile }), None)
}
