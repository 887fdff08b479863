//! `vekha restore`

use std::path::PathBuf;

use serde_json::json;

use super::refusal::failure;
use super::{Ctx, Exit, Failure};
use crate::store::StoreError;
use crate::store::backup::restore;

/// Put a backup in the place of the store; what stood there is kept beside it
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha restore backups/vekha-2023-09-10T120000.redb --yes")]
pub struct Args {
    /// The backup
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Verifies the backup and puts it in place.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let to = ctx.home()?.store_file();
    if !args.file.is_file() {
        return Err(Failure::io(&args.file, &std::io::ErrorKind::NotFound.into()));
    }
    let question = ctx.say("restore-question", &[("file", to.display().to_string().into())]);
    if !ctx.out.confirm(&question)? {
        ctx.out.note(&ctx.lang.word("told-nothing"));
        return Ok(Exit::Done);
    }
    let told = |error: StoreError| failure(error.into(), ctx.lang);
    let restored = restore(&args.file, &to, &ctx.store_options()).map_err(told)?;
    let replaced = restored.replaced.as_ref().map(|path| path.display().to_string());
    let said = [
        ("events", restored.verified.events.into()),
        ("replaced", replaced.clone().unwrap_or_default().into()),
    ];
    let words = ctx.say("restore-done", &said);
    ctx.out.outcome(&words, &json!({"events": restored.verified.events, "replaced": replaced}));
    Ok(Exit::Done)
}
