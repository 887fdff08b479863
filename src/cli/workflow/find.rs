//! From what a person named to a machine.

use std::path::{Path, PathBuf};

use vekha_core::workflow::{Known, Machine, Vocabulary};

use crate::cli::{Ctx, Failure, Kind};
use crate::config::quoted;
use crate::script::kinds::guards;
use crate::workflows::{self, Checked, VOCABULARY_FILE};

/// The names that a school's definitions may use: what ships, the roles of the home's actors, and the guards of its
/// script.
pub(super) fn vocabulary(ctx: &Ctx) -> Vocabulary {
    let mut vocabulary = Vocabulary::default();
    if let Ok(home) = ctx.home() {
        let roles = home.config.actors.values().flat_map(|actor| &actor.roles);
        roles.for_each(|role| vocabulary.roles.add(role));
        let script = std::fs::read_to_string(home.dir.join("scripts/guards.rhai")).unwrap_or_default();
        vocabulary.guards = Known::Only(guards::names(&script).into_iter().collect());
    }
    vocabulary
}

/// The definitions of the home, or those that ship where there is no home (said on stderr).
///
/// # Errors
/// A home that is broken, a folder or a file that cannot be read.
pub(super) fn all(ctx: &mut Ctx) -> Result<Vec<Checked>, Failure> {
    if !crate::config::is_home(&ctx.home_dir()) {
        let words = ctx.word("workflow-shipped-shown");
        ctx.out.hint(&words);
        return Ok(workflows::shipped());
    }
    let dir = ctx.home()?.workflows();
    workflows::load(&dir, vocabulary(ctx))
}

/// The machine by its name, or in a file.
///
/// # Errors
/// No such name, or a definition with errors: then with the command that shows them.
pub(super) fn one(name: &str, ctx: &mut Ctx) -> Result<(Checked, Machine), Failure> {
    let path = Path::new(name);
    let is_path = name.contains(['/', '\\']) || path.extension().is_some_and(|extension| extension == "toml");
    let files = if is_path { in_context(&[path.to_owned()], ctx)? } else { all(ctx)? };
    let of_name = |file: &Checked| {
        is_path
            || file.machine.as_ref().is_some_and(|machine| machine.name == name)
            || (file.machine.is_none() && file.path.file_stem().is_some_and(|stem| stem == name))
    };
    let Some(found) = files.iter().find(|file| of_name(file)) else {
        let known: Vec<&str> = files
            .iter()
            .filter_map(|file| file.machine.as_ref())
            .map(|machine| machine.name.as_str())
            .collect();
        let args = [("name", name.to_owned()), ("known", known.join(", "))];
        return Err(Failure::with(Kind::BadInput, "workflow-none-named", args));
    };
    match &found.machine {
        Some(machine) => Ok((found.clone(), machine.clone())),
        None => {
            let shown = found.path.display().to_string();
            let command = format!("vekha workflow check {}", quoted(&shown));
            Err(Failure::with(Kind::BadInput, "workflow-has-errors", [("path", shown)])
                .hint_command("workflow-check-it", command))
        }
    }
}

/// These files, read beside their neighbours: the stages and the vocabulary in the same folder are known to them.
///
/// # Errors
/// A named file that cannot be read; a neighbour that cannot is left out.
pub(super) fn in_context(paths: &[PathBuf], ctx: &Ctx) -> Result<Vec<Checked>, Failure> {
    let mut vocabulary = vocabulary(ctx);
    let mut folders: Vec<&Path> = paths.iter().filter_map(|path| path.parent()).collect();
    folders.sort();
    folders.dedup();
    for folder in folders {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        if let Ok(text) = std::fs::read_to_string(folder.join(VOCABULARY_FILE)) {
            vocabulary.extend(&text);
        }
        let neighbours = workflows::load(folder, vocabulary.clone()).unwrap_or_default();
        let named = |file: &Checked| paths.iter().any(|path| path.file_name() == file.path.file_name());
        for machine in neighbours.into_iter().filter(|file| !named(file)).filter_map(|file| file.machine) {
            let ids = machine.stages.into_iter().map(|stage| stage.id);
            vocabulary.stages.entry(machine.kind).or_default().extend(ids);
        }
    }
    workflows::load_files(paths, vocabulary)
}
