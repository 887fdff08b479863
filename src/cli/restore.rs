//! `vekha restore FILE`

use std::path::{Path, PathBuf};

use serde_json::json;
use vekha_core::command::{Action, Actor};

use super::{Ctx, Exit, Failure, Kind, refusal};
use crate::app::{AppError, Request, erasures};
use crate::store::backup::{inspect, restore};
use crate::store::{Access, StoreError, Verified};

/// Put a backup in the place of the store; what it replaces is kept beside it
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha restore backups/vekha-2023-11-01.redb\nvekha restore backups/vekha-2023-11-01.redb --dry-run"
)]
pub struct Args {
    /// The backup; it is verified before anything is replaced
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Verifies the backup, asks, and puts it in place. With `--dry-run` it only verifies.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let store = ctx.home()?.store_file();
    let options = ctx.store_options();
    let lang = ctx.lang;
    let fail = |error: StoreError| refusal::failure(error.into(), lang);
    if !args.file.is_file() {
        let path = args.file.display().to_string();
        return Err(Failure::with(Kind::BadInput, "restore-no-file", [("file", path)]));
    }
    let held = inspect(&args.file, &options).map_err(fail)?;
    let file = args.file.display().to_string();
    let counts =
        [("file", file.clone().into()), ("events", held.events.into()), ("schools", held.heads.len().into())];
    if ctx.globals.dry_run {
        let words = ctx.say("restore-sound", &counts);
        ctx.out.outcome(&words, &json(&file, &held, None));
        return Ok(Exit::Done);
    }
    let question = ctx.say("restore-ask", &counts);
    if !ctx.out.confirm(&question)? {
        return Ok(Exit::Failed);
    }
    // A backup from elsewhere may hold people whose data were erased since.
    let forget = |draft: &Path| erasures::apply_to(draft, &store, &options);
    let restored = restore(&args.file, &store, &options, forget).map_err(fail)?;
    let backups = ctx.home()?.backups();
    erasures::apply(&store, &backups, &options).map_err(fail)?;
    let again = erase_again(ctx, &store)?;
    let replaced = restored.replaced.map(|path| path.display().to_string());
    let words = ctx.say("restore-done", &counts);
    let mut told = json(&file, &restored.verified, replaced.as_deref());
    told["erased_again"] = again.into();
    ctx.out.outcome(&words, &told);
    if again > 0 {
        let words = ctx.say("restore-erased", &[("count", again.into())]);
        ctx.out.hint(&words);
    }
    if let Some(replaced) = replaced {
        let words = ctx.say("restore-replaced", &[("file", replaced.into())]);
        ctx.out.hint(&words);
    }
    Ok(Exit::Done)
}

/// Records in the journal of the copy, which is older, that people were erased, so that their pairs end and their places
/// in the bases go; how many they are.
fn erase_again(ctx: &Ctx, store: &Path) -> Result<usize, Failure> {
    let fail = |error: AppError| refusal::failure(error, ctx.lang);
    let gone = erasures::unrecorded(store, &ctx.store_options()).map_err(|error| fail(error.into()))?;
    if gone.is_empty() {
        return Ok(0);
    }
    let (login, roles) = ctx.actor()?;
    let app = ctx.app(Access::Write)?;
    for (school, party) in &gone {
        let reason = ctx.word("restore-erase-reason");
        let erase = Action::EraseParty { party: *party, reason };
        let actor = Actor { login: login.clone(), roles: roles.iter().cloned().collect() };
        match app.act(&Request::new(*school, actor, erase)) {
            // Of two that were merged the other's erasure was this one's too.
            Ok(_) | Err(AppError::Refused(_)) => {}
            Err(error) => return Err(fail(error)),
        }
    }
    app.store.close().map_err(|error| fail(error.into()))?;
    Ok(gone.len())
}

fn json(file: &str, held: &Verified, replaced: Option<&str>) -> serde_json::Value {
    json!({"file": file, "schools": held.heads.len(), "events": held.events, "replaced": replaced})
}
