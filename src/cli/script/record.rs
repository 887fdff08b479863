//! `vekha script record FILE`

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::decision::{Asked, Which};
use super::shared::{LimitArgs, show_fault};
use crate::cli::{Ctx, Desk, Exit, Failure, Kind};
use crate::script::kinds::Script;
use crate::script::record::{self, Recorded, Trouble};
use crate::script::sandbox::Sandbox;
use crate::script::wire::{Done, Source, Task};

/// Make a real decision a test beside its script, with people, texts and years under other names
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha script record pairing --pair Фантазёров Небылицын\nvekha script record efficiency --of pair:3 --indicator встречи\nvekha script record guards --function пара_встречалась --of pair:3\nvekha script record hooks --function on_task_overdue"
)]
pub struct Args {
    #[command(flatten)]
    which: Which,

    /// Only this indicator; may be repeated [all]
    #[arg(long = "indicator", value_name = "NAME")]
    indicators: Vec<String>,

    #[command(flatten)]
    limits: LimitArgs,
}

/// Records it: exit 3 where that cannot be done without saying something about a person.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let Asked { path, kind, script: working, sandbox } = args.which.read(&args.limits, ctx)?;
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let taken = args.which.taken(ctx, &desk, kind, &args.indicators)?;
    let script = taken.script.unwrap_or_else(|| working.clone());
    let file = tests_of(&path);
    let before = match fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            record::header(&file_name(&path), ctx.lang)
        }
        Err(error) => return Err(Failure::io(&file, &error)),
    };
    let name = record::next_name(&before, ctx.lang);
    let people = names(&desk);
    let recorded = record::record(&sandbox, &script, &taken.decision, &people, &name, ctx.lang);
    let recorded = match recorded {
        Ok(recorded) => recorded,
        Err(Trouble::Fault(fault)) => {
            let sources: Vec<Source> = std::iter::once(script.source).chain(script.modules).collect();
            return Ok(show_fault(&fault, &sources, ctx));
        }
        Err(trouble) => return Err(refused(&trouble)),
    };
    let tests = Source { name: file.display().to_string(), text: format!("{before}\n{}", recorded.text) };
    if !passes(&sandbox, &script, &tests, &name)? {
        return Err(refused(&Trouble::Unfaithful));
    }
    if !ctx.globals.dry_run {
        ctx.files.put(&file, tests.text.as_bytes()).map_err(|error| Failure::io(&file, &error))?;
    }
    let agrees = passes(&sandbox, &working, &tests, &name)?;
    tell(ctx, &file, &name, &recorded, agrees);
    Ok(Exit::Done)
}

/// `pairing.recorded.test.rhai` beside `pairing.rhai`.
fn tests_of(script: &Path) -> PathBuf {
    script.with_extension("recorded.test.rhai")
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Every word of the names of everybody the school knows, in each spelling.
fn names(desk: &Desk<'_>) -> std::collections::BTreeSet<String> {
    let profiles = desk.directory.standing().filter_map(|known| known.profile.as_ref());
    let all = profiles.flat_map(|profile| std::iter::once(&profile.name).chain(&profile.spellings));
    record::people(all.map(String::as_str))
}

/// Whether a test passes with a script.
fn passes(sandbox: &Sandbox, script: &Script, tests: &Source, name: &str) -> Result<bool, Failure> {
    let task = Task::Test(script.source.clone(), tests.clone());
    match sandbox.task(task, &script.modules, &script.calendar).result {
        Ok(Done::Tested(tested)) => {
            Ok(tested.cases.iter().any(|case| case.name == name && case.fault.is_none()))
        }
        _ => Ok(false),
    }
}

fn refused(trouble: &Trouble) -> Failure {
    match trouble {
        Trouble::Private(field) => Failure::with(Kind::Refused, "record-private", [("field", field.clone())]),
        _ => Failure::new(Kind::Refused, "record-unfaithful"),
    }
}

fn tell(ctx: &mut Ctx, file: &Path, name: &str, recorded: &Recorded, agrees: bool) {
    let path = file.display().to_string();
    if ctx.out.is_json() {
        ctx.out.json(&json!({
            "file": path, "test": name, "text": recorded.text, "kept": recorded.kept,
            "shifted": recorded.shifted, "agrees": agrees, "written": !ctx.globals.dry_run,
        }));
        return;
    }
    if ctx.globals.dry_run {
        ctx.out.note(&ctx.word("told-dry-run"));
    }
    for line in recorded.text.lines() {
        ctx.out.line(line);
    }
    let args = [("path", path.into()), ("name", name.into())];
    let line = ctx.say(if ctx.globals.dry_run { "record-would" } else { "record-written" }, &args);
    ctx.out.line(line);
    if recorded.shifted {
        let line = ctx.word("record-shifted");
        ctx.out.line(line);
    }
    if !recorded.kept.is_empty() {
        let line = ctx.say("record-kept", &[("fields", recorded.kept.join(", ").into())]);
        ctx.out.line(line);
    }
    let line = ctx.word(if agrees { "record-agrees" } else { "record-disagrees" });
    ctx.out.line(line);
    ctx.out.command("vekha script test");
}
