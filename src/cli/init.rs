//! `vekha init [DIR]`

use std::path::{Path, PathBuf};

use serde_json::json;
use vekha_core::command::{Action, Actor};
use vekha_core::ids::SchoolId;

use super::{Ctx, Exit, Failure, Kind, refusal};
use crate::app::{App, Request, WorkingSet, defaults};
use crate::clock::Clock;
use crate::config::{self, quoted};
use crate::store::Store;

/// Make a home: one school, an owner, workflows, scripts and a calendar to edit.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha init my-school\nvekha init my-school --name \"МАОУ СШ № 1\" --zone Asia/Krasnoyarsk"
)]
pub struct Args {
    /// The folder; it may exist, but must not hold a home
    #[arg(value_name = "DIR", default_value = ".")]
    pub dir: PathBuf,

    /// The school's name as it is printed [the folder's name]
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,

    /// The school's time zone, by its IANA name
    #[arg(long, value_name = "ZONE", default_value = "Europe/Moscow")]
    pub zone: String,

    /// The owner's login
    #[arg(long, value_name = "LOGIN", default_value = "admin")]
    pub owner: String,
}

/// Makes the folder, its files and the store.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let made = make(&args, ctx)?;
    let dir = made.dir.display().to_string();
    let words = ctx.say("init-done", &[("dir", dir.clone().into()), ("school", made.school.clone().into())]);
    ctx.out.outcome(&words, &json!({"home": dir, "school": made.school, "files": made.files}));
    if !ctx.out.is_json() {
        ctx.out.line(ctx.lang.word("init-next"));
        ctx.out.command(&format!("vekha --home {} import roadmap roadmap.docx", quoted(&dir)));
    }
    Ok(Exit::Done)
}

/// A home that was made.
pub struct Made {
    /// Where.
    pub dir: PathBuf,
    /// The school's name.
    pub school: String,
    /// What a person may edit.
    pub files: Vec<String>,
}

/// Makes a home. Nothing is left behind when it fails before the store is there.
pub fn make(args: &Args, ctx: &Ctx) -> Result<Made, Failure> {
    let dir = &args.dir;
    let name = named(args, ctx)?;
    if config::is_home(dir) {
        let place = dir.display().to_string();
        let failure = Failure::with(Kind::BadInput, "init-exists", [("dir", place.clone())]);
        return Err(match name {
            Some(name) => {
                let command = format!("vekha --home {} school add {}", quoted(&place), quoted(name));
                failure.hint_command("init-add-school", command)
            }
            None => failure,
        });
    }
    let school = name.map_or_else(|| folder_name(dir), str::to_owned);
    let zone: chrono_tz::Tz = args
        .zone
        .parse()
        .map_err(|_| Failure::with(Kind::Usage, "init-bad-zone", [("zone", args.zone.clone())]))?;
    let text =
        config::template(&school, &args.owner, if ctx.lang == crate::lang::Lang::Ru { "ru" } else { "en" })
            .replace(crate::clock::DEFAULT_ZONE.name(), zone.name());
    let config = config::parse(&text, config::CONFIG_FILE, ctx.lang)?;
    ctx.files.folder(dir).map_err(|error| Failure::io(dir, &error))?;
    let mut files = Vec::new();
    for (path, content) in defaults::files() {
        write_new(ctx, &dir.join(&path), content)?;
        files.push(path);
    }
    create_store(ctx, dir, &school, zone, &config.actors[&config.user].roles, &args.owner)?;
    // Last: a folder without this file is no home, so an interrupted `init` can be repeated.
    write_new(ctx, &dir.join(config::CONFIG_FILE), &text)?;
    files.push(config::CONFIG_FILE.to_owned());
    Ok(Made { dir: dir.clone(), school, files })
}

/// The school's name: `--name`, or what elsewhere says which school is meant.
fn named<'a>(args: &'a Args, ctx: &'a Ctx) -> Result<Option<&'a str>, Failure> {
    match (args.name.as_deref().map(str::trim), ctx.globals.school.as_deref().map(str::trim)) {
        (Some(name), Some(school)) if name != school => {
            let names = [("name", name.to_owned()), ("school", school.to_owned())];
            Err(Failure::with(Kind::Usage, "init-two-names", names))
        }
        (name, school) => Ok(name.or(school)),
    }
}

fn create_store(
    ctx: &Ctx,
    dir: &Path,
    school: &str,
    zone: chrono_tz::Tz,
    roles: &[String],
    owner: &str,
) -> Result<(), Failure> {
    let file = dir.join("vekha.redb");
    if file.exists() {
        // Of an `init` that was interrupted: without vekha.toml nothing was ever recorded in it.
        ctx.files.remove(&file).map_err(|error| Failure::io(&file, &error))?;
    }
    let lang = ctx.lang;
    let store =
        Store::create(&file, &ctx.store_options()).map_err(|error| refusal::failure(error.into(), lang))?;
    let app = App::new(store, Clock::new(zone, ctx.globals.date));
    let actor = Actor { login: owner.into(), roles: roles.iter().cloned().collect() };
    add_school(&app, SchoolId(1), actor, (school, zone.name()), ctx)?;
    app.store.close().map_err(|error| refusal::failure(error.into(), lang))
}

/// Adds a school with the working copies of this program.
pub fn add_school(
    app: &App,
    id: SchoolId,
    actor: Actor,
    (name, zone): (&str, &str),
    ctx: &Ctx,
) -> Result<(), Failure> {
    let set = WorkingSet::of_defaults().map_err(|error| refusal::failure(error.into(), ctx.lang))?;
    let mut request = Request::new(id, actor, founding(name, zone, &set));
    request.blobs = set.blobs();
    app.act(&request).map(drop).map_err(|error| refusal::failure(error, ctx.lang))
}

/// Adds a school and puts a set in force for it.
pub fn founding(name: &str, zone: &str, set: &WorkingSet) -> Action {
    let add = Action::AddSchool { name: name.into(), zone: zone.into() };
    Action::Many(vec![add, set.action(None)])
}

fn folder_name(dir: &Path) -> String {
    let full = std::path::absolute(dir).unwrap_or_else(|_| dir.to_owned());
    full.file_name().map_or_else(|| "1".to_owned(), |name| name.to_string_lossy().into_owned())
}

/// Writes a file that is not there yet; one that is there stays as it is.
fn write_new(ctx: &Ctx, path: &Path, content: &str) -> Result<(), Failure> {
    if path.exists() {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        ctx.files.folder(folder).map_err(|error| Failure::io(folder, &error))?;
    }
    ctx.files.put(path, content.as_bytes()).map_err(|error| Failure::io(path, &error))
}
