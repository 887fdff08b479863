//! `vekha backup`

use std::path::PathBuf;

use serde_json::json;

use super::refusal::failure;
use super::{Ctx, Exit, Failure};
use crate::store::{Access, StoreError};

/// Copy the store while it is in use; every value is checked on the way
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha backup\nvekha backup /media/disk/vekha-2023-09-10.redb")]
pub struct Args {
    /// The file [a dated one in the home's backups]
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

/// Makes the copy, which appears whole or not at all.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let told = |error: StoreError| failure(error.into(), ctx.lang);
    let app = ctx.app(Access::Read)?;
    let file = match args.file {
        Some(file) => file,
        None => {
            let folder = ctx.home()?.backups();
            std::fs::create_dir_all(&folder).map_err(|error| Failure::io(&folder, &error))?;
            let local = ctx.clock.now().with_timezone(&ctx.clock.zone());
            free(folder, &local.format("vekha-%Y-%m-%dT%H%M%S").to_string())
        }
    };
    app.store.snapshot().and_then(|snapshot| snapshot.backup(&file, &ctx.store_options())).map_err(told)?;
    let size = std::fs::metadata(&file).map_err(|error| Failure::io(&file, &error))?.len();
    let shown = file.display().to_string();
    let words = ctx.say("backup-done", &[("file", shown.clone().into()), ("size", size.into())]);
    ctx.out.outcome(&words, &json!({"file": shown, "bytes": size}));
    Ok(Exit::Done)
}

/// A name that is not taken: with a number where the clock has not moved on.
fn free(folder: PathBuf, stem: &str) -> PathBuf {
    let name = |no: u32| if no == 1 { format!("{stem}.redb") } else { format!("{stem}-{no}.redb") };
    (1..).map(|no| folder.join(name(no))).find(|path| !path.exists()).unwrap_or(folder)
}
