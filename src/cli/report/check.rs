//! `vekha report check`: whether written reports still show what is.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use vekha_core::event::Recorded;
use vekha_core::view::View;

use super::target::FOLDER;
use crate::cli::desk::event_json;
use crate::cli::look::day;
use crate::cli::refusal::failure;
use crate::cli::{Ctx, Desk, Exit, Failure, Session, tell};
use crate::export::report::stamp::{self, Written};

/// The most entries that are told of a file; JSON has all.
const TOLD: usize = 10;

/// What a file turned out to be.
enum State {
    /// Nothing happened since.
    Current,
    /// These entries came after it.
    Stale(Vec<Recorded>),
    /// It shows another journal, or an entry that stands no more: a message id.
    Foreign(&'static str),
    /// It says nothing of itself.
    Unstamped,
}

impl State {
    fn name(&self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Stale(_) => "stale",
            Self::Foreign(_) => "foreign",
            Self::Unstamped => "unstamped",
        }
    }
}

/// Checks files, or all reports of the home. Fails where one is not current.
pub fn run(files: &[String], ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let files =
        if files.is_empty() { all(ctx, &session)? } else { files.iter().map(PathBuf::from).collect() };
    if files.is_empty() {
        ctx.out.outcome(&ctx.lang.word("report-check-none"), &json!({"files": []}));
        return Ok(Exit::Done);
    }
    let mut told = Vec::new();
    let mut current = true;
    for file in &files {
        let bytes = std::fs::read(file).map_err(|error| Failure::io(file, &error))?;
        let written = stamp::read(&bytes);
        let state = match &written {
            Some(written) => judge(ctx, &session, &desk, written)?,
            None => State::Unstamped,
        };
        current &= matches!(state, State::Current);
        if ctx.out.is_json() {
            told.push(as_json(&desk, file, written.as_ref(), &state)?);
        } else {
            tell(ctx, &desk, file, written.as_ref(), &state)?;
        }
    }
    if ctx.out.is_json() {
        ctx.out.json(&json!({"files": told}));
    }
    Ok(if current { Exit::Done } else { Exit::Failed })
}

/// The reports that stand in the home, by name; of those that the night writes the school's own.
fn all(ctx: &Ctx, session: &Session) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for folder in [ctx.home()?.dir.join(FOLDER), super::night_folder(ctx, session.school)?] {
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => return Err(Failure::io(&folder, &error)),
        };
        for entry in entries {
            let path = entry.map_err(|error| Failure::io(&folder, &error))?.path();
            let extension = path.extension().and_then(|it| it.to_str()).unwrap_or_default();
            let memo = path.file_stem().is_some_and(|stem| stem.to_string_lossy().starts_with("memo"));
            if path.is_file() && !memo && ["html", "docx", "xlsx", "json"].contains(&extension) {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

fn judge(ctx: &Ctx, session: &Session, desk: &Desk<'_>, written: &Written) -> Result<State, Failure> {
    if written.school != session.school.0 {
        return Ok(State::Foreign("report-other-school"));
    }
    let told = |error: crate::store::StoreError| failure(error.into(), ctx.lang);
    let head = desk.reading.head();
    if written.seq > head.seq {
        return Ok(State::Foreign("report-longer-journal"));
    }
    let mut after = Vec::new();
    for event in desk.reading.snapshot.events(session.school, written.seq.max(1)).map_err(told)? {
        let event = event.map_err(told)?;
        if event.seq == written.seq && event.hash() != written.hash {
            return Ok(State::Foreign("report-other-journal"));
        }
        if event.seq > written.seq && event.seq <= head.seq {
            after.push(event);
        }
    }
    Ok(if after.is_empty() { State::Current } else { State::Stale(after) })
}

fn tell(
    ctx: &mut Ctx,
    desk: &Desk<'_>,
    file: &Path,
    written: Option<&Written>,
    state: &State,
) -> Result<(), Failure> {
    let name = file.display().to_string();
    ctx.out.title(&name);
    let Some(written) = written else {
        let words = ctx.word("report-unstamped");
        ctx.out.line(words);
        return Ok(());
    };
    let line = ctx.say(
        "report-check-made",
        &[
            ("report", title(ctx, &written.report).into()),
            ("date", day(written.date).into()),
            ("seq", written.seq.to_string().into()),
        ],
    );
    ctx.out.line(line);
    match state {
        State::Current | State::Unstamped => {
            let words = ctx.word("report-current");
            ctx.out.line(words);
            let today = desk.look().today;
            if today != written.date {
                let words = ctx.say("report-other-day", &[("today", day(today).into())]);
                ctx.out.hint(&words);
            }
        }
        State::Foreign(id) => {
            let words = ctx.say(id, &[("school", written.school.to_string().into())]);
            ctx.out.line(words);
        }
        State::Stale(after) => {
            let words = ctx.say("report-stale", &[("count", after.len().into())]);
            ctx.out.line(words);
            for event in after.iter().take(TOLD) {
                let sentence = tell::sentence(&desk.look(), &event.event, &|sealed| desk.text(sealed))?;
                ctx.out.line(format!("  № {} {} {sentence}", event.seq, day(event.effective)));
            }
            if after.len() > TOLD {
                let words = ctx.say("report-stale-more", &[("count", (after.len() - TOLD).into())]);
                ctx.out.line(words);
            }
        }
    }
    Ok(())
}

/// What a kind of report is called.
fn title(ctx: &Ctx, report: &str) -> String {
    let id = format!("report-title-{report}");
    if ctx.lang.knows(&id) { ctx.word(&id) } else { report.to_owned() }
}

fn as_json(desk: &Desk<'_>, file: &Path, written: Option<&Written>, state: &State) -> Result<Value, Failure> {
    let mut after = Vec::new();
    if let State::Stale(events) = state {
        for event in events {
            let text = tell::sentence(&desk.look(), &event.event, &|sealed| desk.text(sealed))?;
            after.push(event_json(event, &text));
        }
    }
    Ok(json!({
        "file": file.display().to_string(),
        "state": state.name(),
        "stamp": written,
        "after": after,
    }))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_file_of_somebody_else_has_no_stamp() {
        for bytes in
            [&b""[..], b"PK", b"{}", b"{\"stamp\": 1}", b"<html></html>", b"\xff\xfe", b"PK\x03\x04junk"]
        {
            assert_eq!(super::stamp::read(bytes), None, "{bytes:?}");
        }
    }
}
