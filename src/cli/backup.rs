//! `vekha backup [FILE]`

use std::path::{Path, PathBuf};

use serde_json::json;

use super::{Ctx, Exit, Failure, refusal};
use crate::app::App;
use crate::config::Home;
use crate::store::backup::{Retention, daily, inspect};
use crate::store::{Access, Options, Store, StoreError};

/// Copy the store into a file of its own while others work; every value is checked on the way
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha backup\nvekha backup /media/usb/vekha.redb\nvekha backup --daily")]
pub struct Args {
    /// The new file, or a folder for it [the home's folder for backups]
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,

    /// Today's copy, unless it is there already; then those older than `vekha.toml` keeps are removed
    #[arg(long, conflicts_with = "file")]
    daily: bool,
}

/// Makes the copy.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let home = ctx.home()?.clone();
    let made = copy(&args, ctx, &home).map_err(|error| refusal::failure(error.into(), ctx.lang))?;
    let Some((file, bytes)) = made else {
        let words = ctx.say("backup-there", &[("day", ctx.clock.today().to_string().into())]);
        ctx.out.outcome(&words, &json!({"file": null}));
        return Ok(Exit::Done);
    };
    let file = file.display().to_string();
    let said = [("file", file.clone().into()), ("kib", bytes.div_ceil(1024).to_string().into())];
    let words = ctx.say("backup-done", &said);
    ctx.out.outcome(&words, &json!({"file": file, "bytes": bytes}));
    Ok(Exit::Done)
}

/// The new file and its size; nothing when today's copy is there already.
fn copy(args: &Args, ctx: &Ctx, home: &Home) -> Result<Option<(PathBuf, u64)>, StoreError> {
    let options = ctx.store_options();
    let store = Store::open(&home.store_file(), Access::Read, &options)?;
    let made = if args.daily {
        daily(&store, &home.backups(), ctx.clock.today(), retention(home), &options)?
    } else {
        let path = target(args.file.as_deref(), ctx, home)?;
        match store.snapshot()?.backup(&path, &options) {
            Err(StoreError::Exists(_)) if holds_the_same(&store, &path, &options)? => {}
            done => done?,
        }
        Some(path)
    };
    store.close()?;
    Ok(match made {
        Some(path) => Some((path.clone(), std::fs::metadata(path)?.len())),
        None => None,
    })
}

/// Whether a file is a whole copy of what the store holds now: made by this command before it was interrupted.
fn holds_the_same(store: &Store, path: &Path, options: &Options) -> Result<bool, StoreError> {
    if inspect(path, options).is_err() {
        return Ok(false);
    }
    let copy = Store::open(path, Access::Read, options)?;
    let (there, here) = (copy.snapshot()?, store.snapshot()?);
    Ok(there.file_head()? == here.file_head()? && there.counts()? == here.counts()?)
}

/// Today's copy in the home's folder for backups, unless it is there; older ones go as the settings say.
///
/// # Errors
/// What the store says.
pub fn automatic(ctx: &Ctx, app: &App) -> Result<(), Failure> {
    let home = ctx.home()?;
    let made = daily(&app.store, &home.backups(), ctx.clock.today(), retention(home), &ctx.store_options());
    made.map(drop).map_err(|error| refusal::failure(error.into(), ctx.lang))
}

fn retention(home: &Home) -> Retention {
    match home.config.backup.keep {
        0 => Retention { days: usize::MAX, months: 0 },
        keep => Retention { days: keep as usize, ..Retention::default() },
    }
}

/// The file that was asked for; in a folder, one named by the moment, so that the automatic copies, which are named
/// by the day, leave it alone.
fn target(file: Option<&Path>, ctx: &Ctx, home: &Home) -> Result<PathBuf, StoreError> {
    let folder = match file {
        Some(file) if !file.is_dir() => return Ok(file.to_owned()),
        Some(folder) => folder.to_owned(),
        None => home.backups(),
    };
    ctx.files.folder(&folder)?;
    let moment = ctx.clock.now().with_timezone(&ctx.clock.zone()).format("%Y-%m-%d-%H%M%S");
    let name = |no: u32| match no {
        1 => folder.join(format!("vekha-{moment}.redb")),
        no => folder.join(format!("vekha-{moment}-{no}.redb")),
    };
    Ok((1..).map(name).find(|path| !path.exists()).unwrap_or(folder))
}
