//! `vekha man DIR`

use std::path::PathBuf;

use clap_mangen::Man;
use serde_json::json;

use super::{Ctx, Exit, Failure, command_line, help};
use crate::lang::Lang;

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
    collect(&root, "vekha", ctx.lang, &mut pages)?;
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
fn collect(
    command: &clap::Command,
    name: &str,
    lang: Lang,
    pages: &mut Vec<(String, String)>,
) -> Result<(), Failure> {
    let mut page = Vec::new();
    let own = command.clone().name(name.to_owned()).version(env!("CARGO_PKG_VERSION"));
    Man::new(own).render(&mut page)?;
    pages.push((name.to_owned(), worded(&String::from_utf8_lossy(&page), &synopsis(command, lang), lang)));
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        collect(sub, &format!("{name}-{}", sub.get_name()), lang, pages)?;
    }
    Ok(())
}

/// How a command is written, as its help says it: options that every command has would drown the others.
fn synopsis(command: &clap::Command, lang: Lang) -> String {
    let usage = help::finished(&command.clone().render_usage().to_string(), lang);
    let usage = usage.trim().trim_start_matches("Usage:").trim().replace('\\', "\\e").replace('-', "\\-");
    let end = usage.find(" [").into_iter().chain(usage.find(" <")).min();
    let (name, rest) = usage.split_at(end.unwrap_or(usage.len()));
    format!("\\fB{name}\\fR{rest}")
}

/// A page with its headings in the language of its text, and its synopsis.
fn worded(page: &str, synopsis: &str, lang: Lang) -> String {
    let mut out = String::with_capacity(page.len());
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let heading = line.strip_prefix(".SH ").map(|words| match words {
            "NAME" => lang.word("man-name"),
            "SYNOPSIS" => lang.word("man-synopsis"),
            "DESCRIPTION" => lang.word("man-description"),
            "EXTRA" => lang.word("man-examples"),
            "VERSION" => lang.word("man-version"),
            other => other.to_uppercase(),
        });
        match heading {
            Some(heading) => out += &format!(".SH {heading}\n"),
            None => out += &format!("{line}\n"),
        }
        match line {
            ".SH SYNOPSIS" => {
                lines.next();
                out += &format!("{synopsis}\n");
            }
            // The first line of the examples is their heading.
            ".SH EXTRA" => drop(lines.next()),
            _ => {}
        }
    }
    out
}
