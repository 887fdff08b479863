//! From the words of the command line to an exit code.

use std::cell::RefCell;
use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;
use std::rc::Rc;

use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches, Parser};
use tracing_subscriber::EnvFilter;

use super::{Ctx, Exit, Failure, Globals, Kind, clap_errors, help, output};
use crate::files::Files;
use crate::lang::Lang;

/// Run a school's mentoring programme from its roadmap
#[derive(Debug, Parser)]
#[command(
    name = "vekha",
    version,
    after_help = "vekha init school --name \"МАОУ СШ № 158\"\n\
    vekha import roadmap roadmap.docx --dry-run\nvekha today\nvekha help task done\nvekha demo"
)]
struct Root {
    #[command(flatten)]
    globals: Globals,
    #[command(flatten)]
    command: super::Args,
}

/// Runs the program; never panics on what a person wrote.
pub fn main(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args = Globals::order_date(Globals::help_first(args.into_iter().collect()));
    let glimpse = Globals::glimpse(&args);
    let exit = match parse(&args, &glimpse) {
        Ok((root, command)) => execute(root, command),
        Err(exit) => exit,
    };
    exit.into()
}

/// The tree of commands with its help in `lang`.
pub fn command_line(lang: Lang) -> clap::Command {
    help::localized(Root::command(), lang)
}

fn parse(args: &[OsString], glimpse: &Globals) -> Result<(Root, String), Exit> {
    let lang = glimpse.language();
    let mut tree = command_line(lang);
    let error = match tree.try_get_matches_from_mut(args) {
        Ok(found) => match Root::from_arg_matches(&found) {
            Ok(root) => return Ok((root, words(&found))),
            Err(error) => error.format(&mut tree),
        },
        Err(error) => error,
    };
    Err(match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let text = help::finished(&error.render().ansi().to_string(), lang);
            ended(output::help(&text, glimpse).map(|()| Exit::Done), glimpse)
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let failure = clap_errors::missing_command(&help::finished(&error.render().to_string(), lang));
            ended(Err(failure), glimpse)
        }
        _ => ended(Err(clap_errors::failure(&error, args, lang)), glimpse),
    })
}

/// The command's words without arguments: `task done`.
fn words(found: &clap::ArgMatches) -> String {
    let mut words = Vec::new();
    let mut level = found.subcommand();
    while let Some((name, below)) = level {
        words.push(name);
        level = below.subcommand();
    }
    words.join(" ")
}

fn execute(root: Root, command: String) -> Exit {
    trace(root.globals.verbose);
    let mut ctx = Ctx::new(root.globals, command);
    if super::nightly::is_first_of_day(&ctx) {
        first_of_day(&mut ctx);
    }
    let outcome = super::run(root.command, &mut ctx);
    let outcome = outcome.and_then(|exit| ctx.out.finish().map(|()| exit));
    match outcome {
        Ok(exit) => exit,
        Err(failure) => {
            let failure = by_then(failure, &ctx.globals);
            ctx.out.failure(&failure);
            failure.kind.exit()
        }
    }
}

/// Nothing to show on a day before the first entry is no missing import.
fn by_then(failure: Failure, globals: &Globals) -> Failure {
    match globals.as_of {
        Some(day) if failure.says("no-tasks-yet") => {
            let day = day.format("%d.%m.%Y").to_string();
            Failure::with(failure.kind, "nothing-by-then", [("day", day)])
                .hint_command("nothing-by-then-look", "vekha journal show --last 1000")
        }
        _ => failure,
    }
}

/// The night that the settings leave to the first command of a day. Whatever goes wrong is told and stands in nobody's
/// way: the command itself meets it again where it matters.
fn first_of_day(ctx: &mut Ctx) {
    match super::nightly::first_of_day(ctx) {
        Ok(Some(summary)) => ctx.out.note(&summary),
        Ok(None) => {}
        // A rule that refuses wants an answer of somebody.
        Err(failure) if failure.kind == Kind::Refused && !ctx.out.is_json() => {
            ctx.out.note(failure.text(ctx.lang).trim_end());
        }
        Err(failure) => tracing::warn!(kind = failure.kind.name(), "the night of the first command"),
    }
}

/// Carries out one command of this process on watched files and prints nowhere: how the crash tests live a life. The
/// words stand behind the name of the program.
///
/// # Errors
/// What the command says.
pub fn carry_out(words: &[String], files: &Files) -> Result<Exit, Failure> {
    let (root, command) = understood(words, Lang::En)?;
    let mut ctx = Ctx::new(root.globals, command);
    ctx.out = output::Output::silent(&ctx.globals);
    ctx.files = files.clone();
    super::run(root.command, &mut ctx)
}

/// Carries out another command within this one: its words stand behind the name of the program. It prints where this
/// one prints, or nowhere.
pub(super) fn within(ctx: &mut Ctx, words: &[String], silent: bool) -> Result<Exit, Failure> {
    let (root, command) = understood(words, ctx.lang)?;
    let mut inner = Ctx::new(root.globals, command);
    inner.files = ctx.files.clone();
    if silent {
        inner.out = super::Output::silent(&inner.globals);
        return super::run(root.command, &mut inner);
    }
    inner.out.trade(&mut ctx.out);
    let done = super::run(root.command, &mut inner);
    inner.out.trade(&mut ctx.out);
    done
}

/// Carries out a command in this process: what it wrote as data, and how it ended. Its words stand behind the name of
/// the program, as on a command line.
pub fn captured(words: &[String]) -> (Vec<u8>, Result<Exit, Failure>) {
    let (root, command) = match understood(words, Lang::En) {
        Ok(understood) => understood,
        Err(failure) => return (Vec::new(), Err(failure)),
    };
    let data = Captured::default();
    let mut ctx = Ctx::new(root.globals, command);
    ctx.out = super::Output::to(&ctx.globals, Box::new(data.clone()));
    let done = super::run(root.command, &mut ctx);
    let done = done.and_then(|exit| ctx.out.finish().map(|()| exit));
    (data.0.take(), done)
}

/// What was written, kept.
#[derive(Clone, Default)]
struct Captured(Rc<RefCell<Vec<u8>>>);

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn understood(words: &[String], lang: Lang) -> Result<(Root, String), Failure> {
    let mut tree = command_line(lang);
    let words = Globals::order_date(words.iter().map(OsString::from).collect());
    let found = tree.try_get_matches_from_mut(&words);
    let parsed = found.and_then(|found| Ok((Root::from_arg_matches(&found)?, self::words(&found))));
    parsed.map_err(|error| clap_errors::failure(&error, &words, lang))
}

fn ended(outcome: Result<Exit, Failure>, globals: &Globals) -> Exit {
    match outcome {
        Ok(exit) => exit,
        Err(failure) => {
            output::fault(&failure, globals);
            failure.kind.exit()
        }
    }
}

/// Tracing goes to stderr: what is done with `-v`, how with `-vv`; `RUST_LOG` overrides both.
fn trace(verbose: u8) {
    let level = match verbose {
        0 => "off",
        1 => "vekha=info,vekha_core=info",
        _ => "vekha=debug,vekha_core=debug",
    };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(level));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).without_time();
    // A second subscriber in one process (tests) is no reason to stop.
    let _ = lines.try_init();
}
