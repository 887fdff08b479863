//! `vekha demo`: a school's first weeks, carried out by the same commands that a person would type.

mod night;
mod pairing;
mod report;
mod script;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::{Ctx, Exit, Failure, Kind, entry};
use crate::config::{self, quoted};
use crate::lang::Lang;

/// Show what Vekha does on a real roadmap: a home, a plan, a programme, a refusal, stages, pairs, an edited rule
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha demo\nvekha demo my-demo --lang en")]
pub struct Args {
    /// The folder; a demo that is there already begins anew
    #[arg(value_name = "DIR", default_value = "vekha-demo")]
    dir: PathBuf,
}

/// The roadmap of a school as it was published; its people are invented.
const ROADMAP: &[u8] = include_bytes!("../../examples/school-158/roadmap-158.docx");
const ROADMAP_NAME: &str = "roadmap-158.docx";

/// Tells a folder that the demo made from any other.
const MARK: &str = "demo.txt";

/// One command of the story.
struct Step {
    /// Today.
    day: &'static str,
    /// The words after `vekha`.
    words: Vec<String>,
    /// How it ends.
    exit: Exit,
    /// Whether its output is too long for a story.
    quiet: bool,
    /// What is edited before it.
    edit: Option<script::Edit>,
}

/// Runs the story.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    prepare(&args.dir)?;
    let file = args.dir.join(ROADMAP_NAME);
    fs::write(&file, ROADMAP).map_err(|error| Failure::io(&file, &error))?;
    pairing::prepare(&args.dir)?;
    let mut told = Vec::new();
    let mut day = "";
    for step in story(&args.dir, ctx.lang) {
        if day != step.day {
            day = step.day;
            announce(ctx, day);
        }
        if let Some(edit) = step.edit {
            script::write(ctx, &args.dir, edit)?;
        }
        let exit = perform(ctx, &args.dir, &step)?;
        if exit != step.exit {
            return Err(Failure::with(Kind::Failed, "demo-astray", [("command", shown(&step.words))]));
        }
        told.push(json!({"date": step.day, "command": shown(&step.words), "exit": exit.code()}));
    }
    if ctx.out.is_json() {
        ctx.out.json(&json!({"home": args.dir.display().to_string(), "date": day, "steps": told,
            "report": report::file(&args.dir).display().to_string()}));
    } else {
        places(ctx, &args.dir, day);
    }
    Ok(Exit::Done)
}

/// An empty place. What the demo made before goes; a folder that it did not make is left alone if it holds anything.
fn prepare(dir: &Path) -> Result<(), Failure> {
    let io = |error| Failure::io(dir, &error);
    if dir.exists() && fs::read_dir(dir).map_err(io)?.next().is_some() {
        if !dir.join(MARK).is_file() {
            return Err(Failure::with(
                Kind::BadInput,
                "demo-not-empty",
                [("dir", dir.display().to_string())],
            )
            .hint_command("demo-elsewhere", "vekha demo my-demo"));
        }
        clear(dir).map_err(io)?;
    }
    fs::create_dir_all(dir).map_err(io)?;
    fs::write(dir.join(MARK), "vekha demo\n").map_err(io)
}

/// Removes what a demo makes: the settings first, so that what is left of an interrupted clearing is no home.
fn clear(dir: &Path) -> std::io::Result<()> {
    let made = [config::CONFIG_FILE, "vekha.redb", "vekha.redb.pid", ROADMAP_NAME];
    for file in made.into_iter().chain(pairing::files()) {
        remove(fs::remove_file(dir.join(file)))?;
    }
    let shipped = ["workflows", "scripts", "calendar", "forms", "vocabulary", "surveys", "templates"];
    for folder in shipped.map(|folder| dir.join(folder)).into_iter().chain([report::of_nights(dir)]) {
        remove(fs::remove_dir_all(folder))?;
    }
    remove(fs::remove_file(report::file(dir)))
}

fn remove(done: std::io::Result<()>) -> std::io::Result<()> {
    match done {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn story(dir: &Path, lang: Lang) -> Vec<Step> {
    let home = dir.display().to_string();
    let file = dir.join(ROADMAP_NAME).display().to_string();
    let said = |id: &str| lang.word(id);
    let order = said("demo-order");
    let mut story = vec![
        step("2023-09-01", &["init", &home, "--name", &said("demo-school")]),
        Step { quiet: true, ..step("2023-09-01", &["import", "roadmap", &file, "--yes"]) },
        step("2023-09-01", &["program", "open", "--form", "teacher-teacher"]),
        refused(step("2023-09-01", &["program", "advance"])),
        step("2023-09-01", &["task", "done", "1.1,1.2,1.5,1.8-1.9", "--on", "30.08.2023", "--doc", &order]),
        step(
            "2023-09-01",
            &["task", "done", "3.1", "--on", "31.08.2023", "--note", &said("demo-conditions")],
        ),
        step("2023-09-01", &["program", "advance"]),
    ];
    story.extend(pairing::story(dir, lang));
    story.extend([step("2023-11-10", &["status"]), step("2023-11-10", &["today"])]);
    story.extend(night::steps(step));
    story.push(Step { words: report::words(dir), ..step(night::DAY, &[]) });
    story.push(night::year(step));
    story
}

/// A step that is carried out.
fn step(day: &'static str, words: &[&str]) -> Step {
    Step {
        day,
        words: words.iter().map(ToString::to_string).collect(),
        exit: Exit::Done,
        quiet: false,
        edit: None,
    }
}

/// A step that is refused.
fn refused(step: Step) -> Step {
    Step { exit: Exit::Refused, ..step }
}

fn announce(ctx: &mut Ctx, day: &str) {
    if !ctx.out.is_json() {
        ctx.out.heading(&format!("── {day} ──"));
    }
}

/// Carries out one command. A refusal is a part of the story, so it is told where the other answers are.
fn perform(ctx: &mut Ctx, dir: &Path, step: &Step) -> Result<Exit, Failure> {
    let json = ctx.out.is_json();
    if !json {
        ctx.out.line("");
        ctx.out.title(&format!("$ {}", shown(&step.words)));
    }
    let home = dir.display().to_string();
    let lang = ctx.lang.code();
    let around = ["vekha", "--home", &home, "--date", step.day, "--lang", lang];
    let words: Vec<String> =
        around.iter().map(ToString::to_string).chain(step.words.iter().cloned()).collect();
    match entry::within(ctx, &words, step.quiet || json) {
        Ok(exit) => {
            if step.quiet && !json {
                let id = if step.words[0] == "import" { "demo-imported" } else { "demo-quiet" };
                let line = ctx.word(id);
                ctx.out.line(line);
            }
            Ok(exit)
        }
        Err(failure) if failure.kind.exit() == step.exit => {
            if !json {
                ctx.out.line(failure.text(ctx.lang).trim_end());
            }
            Ok(step.exit)
        }
        Err(failure) => Err(failure),
    }
}

/// The command as a person would type it in the home.
fn shown(words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    format!("vekha {}", words.join(" "))
}

fn places(ctx: &mut Ctx, dir: &Path, day: &str) {
    ctx.out.heading(&ctx.lang.word("demo-places"));
    let full = std::path::absolute(dir).unwrap_or_else(|_| dir.to_owned());
    for (name, id) in [
        (config::CONFIG_FILE, "demo-place-config"),
        ("vekha.redb", "demo-place-store"),
        ("workflows", "demo-place-workflows"),
        ("scripts", "demo-place-scripts"),
        ("calendar", "demo-place-calendar"),
        (ROADMAP_NAME, "demo-place-roadmap"),
        (pairing::ORDER, "demo-place-order"),
    ] {
        let path = full.join(name);
        if path.exists() {
            ctx.out.line(format!("{}  {}", path.display(), ctx.lang.word(id)));
        }
    }
    report::place(ctx, dir);
    ctx.out.heading(&ctx.lang.word("demo-next"));
    let home = quoted(&dir.display().to_string());
    for words in ["program why", "task list --late", "journal show", "journal verify"] {
        ctx.out.command(&format!("vekha --home {home} --date {day} {words}"));
    }
}
