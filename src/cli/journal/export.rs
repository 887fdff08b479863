//! `vekha journal export`

use std::path::{Path, PathBuf};

use vekha_core::event::Recorded;
use vekha_core::ids::SchoolId;

use super::super::refusal::failure;
use super::super::{Ctx, Exit, Failure};
use super::show::events;
use crate::app::rescue::{Kept, published};

/// Write the journal out, a line of JSON an event; each line names the SHA-256 of the line before
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha journal export > journal.jsonl\nvekha journal export journal.jsonl\n\
    vekha journal export --all journal.jsonl")]
pub struct Args {
    /// The file [stdout]
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,

    /// The journals of all schools of the home, and in FILE.published the files that were published
    #[arg(long)]
    all: bool,
}

/// Writes every event of the school. The export holds no personal data: names are in the vault.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let until = ctx.as_of().map(|until| until.timestamp_millis());
    let mut text = String::new();
    let mut count = 0_usize;
    let told = |error: crate::store::StoreError| failure(error.into(), ctx.lang);
    let schools: Vec<SchoolId> = match args.all {
        false => vec![session.school],
        true => {
            let all = session.app.store.snapshot().and_then(|snapshot| snapshot.schools()).map_err(told)?;
            all.into_iter().map(|(school, _)| school).collect()
        }
    };
    for school in schools {
        let known = |event: &&Recorded| until.is_none_or(|until| event.recorded <= until);
        for event in events(ctx, &session, school)?.iter().take_while(known) {
            text.push_str(&event.line());
            text.push('\n');
            count += 1;
        }
    }
    match args.file {
        None => ctx.out.raw(text.as_bytes()),
        Some(file) => {
            ctx.files.put(&file, text.as_bytes()).map_err(|error| Failure::io(&file, &error))?;
            if args.all {
                let snapshot = session.app.store.snapshot().map_err(told)?;
                write_published(ctx, &file, &published(&snapshot).map_err(told)?)?;
            }
            let args = [("count", count.into()), ("file", file.display().to_string().into())];
            let line = ctx.say("journal-exported", &args);
            ctx.out.done(&line);
        }
    }
    Ok(Exit::Done)
}

/// The file beside an exported journal that holds what was published: without it the rules of old days are digests.
pub fn published_beside(journal: &Path) -> PathBuf {
    journal.with_added_extension("published")
}

fn write_published(ctx: &Ctx, journal: &Path, kept: &[Kept]) -> Result<(), Failure> {
    let path = published_beside(journal);
    let lines: serde_json::Result<Vec<String>> = kept.iter().map(serde_json::to_string).collect();
    let lines = lines.map_err(|error| Failure::io(&path, &error.into()))?;
    ctx.files.put(&path, lines.join("\n").as_bytes()).map_err(|error| Failure::io(&path, &error))
}
