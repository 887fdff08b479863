//! `vekha man DIR`

use std::path::PathBuf;

use clap_mangen::Man;
use serde_json::json;

use super::{Ctx, Exit, Failure, command_line};

/// Write the manual pages of every command, for the program `man`
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha man ~/.local/share/man/man1\nvekha man man1 --lang en")]
pub struct Args {
    /// The folder to write them to; it is made where it is missing
    #[arg(value_name = "DIR")]
    dir: PathBuf,
}

/// Writes `vekha.1`, `vekha-task.1`, `vekha-task-done.1`, …
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let io = |error| Failure::io(&args.dir, &error);
    std::fs::create_dir_all(&args.dir).map_err(io)?;
    let mut root = command_line(ctx.lang);
    root.build();
    let mut pages = Vec::new();
    collect(&root, "vekha", &mut pages)?;
    for (name, page) in &pages {
        let path = args.dir.join(format!("{name}.1"));
        std::fs::write(&path, page).map_err(|error| Failure::io(&path, &error))?;
    }
    let dir = args.dir.display().to_string();
    let words = ctx.say("man-written", &[("count", pages.len().into()), ("dir", dir.clone().into())]);
    ctx.out.outcome(&words, &json!({"dir": dir, "pages": pages.len()}));
    Ok(Exit::Done)
}

/// The page of a command and of those below it, by name.
fn collect(command: &clap::Command, name: &str, pages: &mut Vec<(String, Vec<u8>)>) -> Result<(), Failure> {
    let mut page = Vec::new();
    let own = command.clone().name(name.to_owned()).version(env!("CARGO_PKG_VERSION"));
    Man::new(own).render(&mut page)?;
    pages.push((name.to_owned(), page));
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        collect(sub, &format!("{name}-{}", sub.get_name()), pages)?;
    }
    Ok(())
}
