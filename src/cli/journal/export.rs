//! `vekha journal export`

use std::path::PathBuf;

use super::super::{Ctx, Exit, Failure};
use super::show::events;

/// Write the journal out, a line of JSON an event; each line names the SHA-256 of the line before
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha journal export > journal.jsonl\nvekha journal export journal.jsonl")]
pub struct Args {
    /// The file [stdout]
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

/// Writes every event of the school. The export holds no personal data: names are in the vault.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let until = ctx.as_of().map(|until| until.timestamp_millis());
    let mut text = String::new();
    let mut count = 0_usize;
    for event in
        events(ctx, &session)?.iter().take_while(|event| until.is_none_or(|until| event.recorded <= until))
    {
        text.push_str(&event.line());
        text.push('\n');
        count += 1;
    }
    match args.file {
        None => ctx.out.raw(text.as_bytes()),
        Some(file) => {
            std::fs::write(&file, text).map_err(|error| Failure::io(&file, &error))?;
            let args = [("count", count.into()), ("file", file.display().to_string().into())];
            let line = ctx.say("journal-exported", &args);
            ctx.out.done(&line);
        }
    }
    Ok(Exit::Done)
}
