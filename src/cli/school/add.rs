//! `vekha school add`

use vekha_core::ids::SchoolId;

use super::super::desk::schools;
use super::super::init::founding;
use super::super::{Ctx, Exit, Failure, Session};
use crate::app::WorkingSet;
use crate::store::Access;

/// Add a school to the home, with the home's workflows, calendar and scripts
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha school add \"МБОУ СОШ № 7\"")]
pub struct Args {
    /// The name, as it is printed
    #[arg(value_name = "NAME")]
    name: String,
}

/// Adds it under the next free number.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let dry_run = ctx.writing()?.dry_run;
    let app = ctx.app(if dry_run { Access::Read } else { Access::Write })?;
    let known = schools(&app, ctx.lang)?;
    let next = known.iter().map(|(id, _)| id.0).max().unwrap_or(0) + 1;
    let mut session = Session::over(ctx, app, SchoolId(next))?;
    // A repeat finds the school that it added.
    for (school, _) in known {
        session.school = school;
        session.look_back()?;
        if session.is_repeat() {
            break;
        }
        session.school = SchoolId(next);
    }
    let home = ctx.home()?;
    let set = WorkingSet::of_home(&home.dir)
        .map_err(|error| super::super::refusal::failure(error.into(), ctx.lang))?;
    let action = founding(&args.name, home.config.time_zone.name(), &set);
    let outcome = session.act_with(action, None, set.blobs())?;
    ctx.tell(&session, &outcome)?;
    Ok(Exit::Done)
}
