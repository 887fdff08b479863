//! `vekha person merge`

use vekha_core::command::Action;
use vekha_core::vault::Profile;

use super::super::{Ctx, Exit, Failure, party};

/// Say that two entries are one: tasks of the first go to the second
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha person merge \"Соколова Н. В.\" \"Соколова Н.В.\"\nvekha person merge 12 3")]
pub struct Args {
    /// The entry that goes: its number or name
    #[arg(value_name = "WHO")]
    from: String,

    /// The entry that stays: its number or name
    #[arg(value_name = "INTO")]
    into: String,
}

/// Merges them; the name of the first stays as a spelling of the second.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let action = {
        let desk = session.desk(ctx)?;
        let (from, into) = (party::find(&desk, &args.from)?, party::find(&desk, &args.into)?);
        let profile = |id| desk.directory.get(id).and_then(|known| known.profile.clone()).unwrap_or_default();
        Action::MergeParties { from, into, profile: joined(profile(from), profile(into)) }
    };
    ctx.act(&session, action, None)
}

fn joined(from: Profile, into: Profile) -> Profile {
    let mut spellings = into.spellings;
    for spelling in std::iter::once(from.name).chain(from.spellings) {
        if !spelling.is_empty() && spelling != into.name && !spellings.contains(&spelling) {
            spellings.push(spelling);
        }
    }
    let mut fields = from.fields;
    fields.extend(into.fields);
    Profile { name: into.name, spellings, fields }
}
