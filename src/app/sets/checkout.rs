//! The files of an old set written to the working copy, without losing anybody's edits.
//!
//! A working file is replaced only where its content stands in some published set, so that it can be had again. Any
//! other content is somebody's edit: it is moved aside, under a name that nothing else has, before the old file is
//! written. A file that only the working copy has is left where it is.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use vekha_core::digest::Digest;

use super::Publication;
use crate::app::Part;
use crate::files::Files;

/// Where edits are put, within the home.
pub const ASIDE: &str = "put-aside";

/// What was, or would be, done to the working copy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checkout {
    /// Files written with the content of the old set.
    pub written: Vec<String>,
    /// Files that were published and are not in the old set: removed, their content is in the store.
    pub removed: Vec<String>,
    /// Edits that were moved aside: the file, and where it is now.
    pub aside: Vec<(String, PathBuf)>,
    /// Unpublished files that the old set does not have: left as they are.
    pub left: Vec<String>,
}

/// What would be done to the working files `now` for the files `old` to take their place.
pub fn plan(now: &[Part], old: &[Part], history: &[Publication]) -> Checkout {
    let published: BTreeSet<Digest> =
        history.iter().flat_map(|publication| publication.parts.values().copied()).collect();
    let is_published = |part: &Part| published.contains(&Digest::of_bytes(&part.content));
    let mut done = Checkout::default();
    for part in old {
        match now.iter().find(|known| known.path == part.path) {
            Some(known) if known.content == part.content => continue,
            Some(known) if !is_published(known) => done.aside.push((part.path.clone(), PathBuf::new())),
            _ => {}
        }
        done.written.push(part.path.clone());
    }
    for part in now.iter().filter(|part| old.iter().all(|other| other.path != part.path)) {
        let list = if is_published(part) { &mut done.removed } else { &mut done.left };
        list.push(part.path.clone());
    }
    done
}

/// Carries a plan out in a home: edits go aside first, then files are written, each whole or not at all.
///
/// # Errors
/// What the system says, with the path. What was done until then stays, and nothing of it is lost.
pub fn carry_out(
    home: &Path,
    mut plan: Checkout,
    old: &[Part],
    day: NaiveDate,
    files: &Files,
) -> Result<Checkout, (PathBuf, io::Error)> {
    let mut folder = None;
    for (path, to) in &mut plan.aside {
        let base = match &folder {
            Some(base) => base,
            None => folder.insert(new_folder(home, day, files)?),
        };
        *to = base.join(&*path);
        moved(&home.join(&*path), to, files)?;
    }
    for part in old.iter().filter(|part| plan.written.contains(&part.path)) {
        let path = home.join(&part.path);
        write(&path, &part.content, files).map_err(|error| (path, error))?;
    }
    for path in plan.removed.iter().map(|path| home.join(path)) {
        files.remove(&path).map_err(|error| (path, error))?;
    }
    Ok(plan)
}

/// `put-aside/2023-10-02`, with a number where there is one already.
fn new_folder(home: &Path, day: NaiveDate, files: &Files) -> Result<PathBuf, (PathBuf, io::Error)> {
    let parent = home.join(ASIDE);
    for no in 1_u32.. {
        let name = if no == 1 { day.to_string() } else { format!("{day}-{no}") };
        let path = parent.join(name);
        if !path.exists() {
            return files.folder(&path).map(|()| path.clone()).map_err(|error| (path, error));
        }
    }
    Err((parent, io::Error::from(io::ErrorKind::AlreadyExists)))
}

fn moved(from: &Path, to: &Path, files: &Files) -> Result<(), (PathBuf, io::Error)> {
    let fault = |error| (to.to_owned(), error);
    if let Some(parent) = to.parent() {
        files.folder(parent).map_err(fault)?;
    }
    files.put_in_place(from, to).map_err(fault)
}

fn write(path: &Path, content: &[u8], files: &Files) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        files.folder(parent)?;
    }
    files.put(path, content)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(path: &str, content: &str) -> Part {
        Part { path: path.into(), content: content.into() }
    }

    fn published(parts: &[Part]) -> Publication {
        Publication {
            no: 1,
            seq: 1,
            digest: Digest::default(),
            parts: parts.iter().map(|part| (part.path.clone(), Digest::of_bytes(&part.content))).collect(),
            machines: Vec::new(),
            author: "admin".into(),
            on: NaiveDate::MIN,
            recorded: 0,
            why: None,
        }
    }

    #[test]
    fn an_edit_is_put_aside_and_what_was_published_is_replaced() {
        let old = [part("scripts/a.rhai", "1"), part("scripts/b.rhai", "1"), part("scripts/c.rhai", "1")];
        let newer = [part("scripts/a.rhai", "2"), part("scripts/gone.rhai", "x")];
        let now = [
            part("scripts/a.rhai", "2"),
            part("scripts/b.rhai", "edited"),
            part("scripts/c.rhai", "1"),
            part("scripts/gone.rhai", "x"),
            part("scripts/own.rhai", "mine"),
        ];
        let plan = plan(&now, &old, &[published(&old), published(&newer)]);
        assert_eq!(plan.written, ["scripts/a.rhai", "scripts/b.rhai"]);
        assert_eq!(plan.aside, [("scripts/b.rhai".to_owned(), PathBuf::new())]);
        assert_eq!(plan.removed, ["scripts/gone.rhai"]);
        assert_eq!(plan.left, ["scripts/own.rhai"]);

        let (home, files) = (tempfile::tempdir().unwrap(), Files::default());
        for part in &now {
            write(&home.path().join(&part.path), &part.content, &files).unwrap();
        }
        let day = "2023-10-02".parse().unwrap();
        let done = carry_out(home.path(), plan.clone(), &old, day, &files).unwrap();
        assert!(done.aside[0].1.ends_with("put-aside/2023-10-02/scripts/b.rhai"), "{done:?}");
        let read = |path: &Path| std::fs::read_to_string(path).unwrap();
        assert_eq!(read(&done.aside[0].1), "edited");
        assert_eq!(read(&home.path().join("scripts/b.rhai")), "1");
        assert_eq!(read(&home.path().join("scripts/own.rhai")), "mine");
        assert!(!home.path().join("scripts/gone.rhai").exists());
        write(&home.path().join("scripts/b.rhai"), b"edited again", &files).unwrap();
        write(&home.path().join("scripts/gone.rhai"), b"x", &files).unwrap();
        let done = carry_out(home.path(), plan, &old, day, &files).unwrap();
        assert!(done.aside[0].1.ends_with("put-aside/2023-10-02-2/scripts/b.rhai"), "{done:?}");
    }
}
