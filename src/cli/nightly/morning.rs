//! The papers of the morning: the report of each school, and where nobody is told by a channel the memo of the week
//! for each responsible person. They stand in `reports/night/SCHOOL/` and are replaced by those of the next night.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use vekha_core::ids::SchoolId;
use vekha_core::view::View as _;

use crate::cli::outbox::letters;
use crate::cli::{Ctx, Desk, Failure, Kind, Session, report};
use crate::config::Nightly;
use crate::export::report::{self as export, Format, stamp};
use crate::files::Files;
use crate::lang::Lang;
use crate::notify::memo::{self, Memo};

/// One file.
pub struct Paper {
    /// `report` or `memo`.
    pub kind: &'static str,
    /// Where it stands.
    pub path: PathBuf,
    /// Whether this run wrote it, or in a dry run would; else it stood there as it is.
    pub written: bool,
}

/// What was written.
#[derive(Default)]
pub struct Morning {
    /// The files of each school.
    pub papers: BTreeMap<SchoolId, Vec<Paper>>,
    /// The schools that have no papers, and why.
    pub failed: BTreeMap<SchoolId, Failure>,
}

impl Morning {
    /// Writes the papers of schools. What fails for one is told and leaves the others alone.
    pub fn write(
        ctx: &Ctx,
        session: &mut Session,
        schools: &[SchoolId],
        settings: &Nightly,
        memos: bool,
        dry: bool,
    ) -> Self {
        let mut morning = Self::default();
        for school in schools {
            session.school = *school;
            match papers(ctx, session, settings, memos, dry) {
                Ok(papers) => {
                    morning.papers.insert(*school, papers);
                }
                Err(failure) => {
                    tracing::warn!(school = school.0, "the papers of the morning could not be written");
                    morning.failed.insert(*school, failure);
                }
            }
        }
        morning
    }
}

fn papers(
    ctx: &Ctx,
    session: &Session,
    settings: &Nightly,
    memos: bool,
    dry: bool,
) -> Result<Vec<Paper>, Failure> {
    let mut papers = Vec::new();
    let memos = settings.memo.filter(|_| memos);
    if settings.report.is_none() && settings.memo.is_none() {
        return Ok(papers);
    }
    let folder = report::night_folder(ctx, session.school)?;
    let shelf = Shelf { folder, dry, files: &ctx.files };
    if !dry {
        ctx.files.folder(&shelf.folder).map_err(|error| Failure::io(&shelf.folder, &error))?;
    }
    let lang = letters(ctx)?;
    let today = ctx.clock.today();
    let mut kept = Vec::new();
    if let Some(format) = memos {
        let desk = Desk::of(session.read()?, today, lang)?;
        let memo = memo::week(&desk.reading, desk.rules(), &desk.directory, today, lang)?;
        for (name, memo) in leaves(memo) {
            let name = format!("{name}.{}", format.extension());
            let bytes = match format {
                Format::Docx => memo.docx(lang),
                _ => memo.html(lang).into_bytes(),
            };
            papers.push(shelf.put("memo", &name, &bytes, Readers::Owner)?);
            kept.push(name);
        }
    }
    if settings.memo.is_some() {
        shelf.sweep(&kept)?;
    }
    if let Some(format) = settings.report {
        papers.push(shelf.report(ctx, session, format, lang)?);
    }
    Ok(papers)
}

/// The memo of all, to be printed, and the memo of each person, to be handed over, by names of files that name nobody.
fn leaves(all: Memo) -> Vec<(String, Memo)> {
    let mut leaves = Vec::new();
    for page in &all.pages {
        let name = page.party.map_or("memo-nobody".into(), |party| format!("memo-{party}"));
        leaves.push((name, Memo { pages: vec![page.clone()], ..all.clone() }));
    }
    if !all.pages.is_empty() {
        leaves.push(("memo".into(), all));
    }
    leaves
}

/// The folder of a school's papers.
struct Shelf<'a> {
    folder: PathBuf,
    dry: bool,
    files: &'a Files,
}

impl Shelf<'_> {
    /// Puts a file there unless it stands there already.
    fn put(&self, kind: &'static str, name: &str, bytes: &[u8], readers: Readers) -> Result<Paper, Failure> {
        let path = self.folder.join(name);
        // What cannot be read is written anew; then the system says why it could not be.
        let written = std::fs::read(&path).map_or(true, |before| before != bytes);
        if written && !self.dry {
            let done = match readers {
                Readers::All => self.files.put(&path, bytes),
                Readers::Owner => self.files.put_private(&path, bytes),
            };
            done.map_err(|error| Failure::io(&path, &error))?;
        }
        Ok(Paper { kind, path, written })
    }

    /// The report of the school, unless the one that stands there shows this very day and journal.
    fn report(&self, ctx: &Ctx, session: &Session, format: Format, lang: Lang) -> Result<Paper, Failure> {
        let name = format!("school.{}", format.extension());
        let path = self.folder.join(&name);
        let head = session.read()?.head();
        let shown = std::fs::read(&path).ok().and_then(|bytes| stamp::read(&bytes));
        let current = |shown: stamp::Written| {
            (shown.school, shown.seq, shown.hash) == (session.school.0, head.seq, head.hash)
                && shown.date == ctx.clock.today()
        };
        if shown.is_some_and(current) {
            return Ok(Paper { kind: "report", path, written: false });
        }
        let document = report::of_school(ctx, session, lang)?;
        let table = export::tables(&document).next().ok_or_else(String::new);
        let bytes = table
            .and_then(|table| export::write(&document, format, table))
            .map_err(|error| Failure::with(Kind::Failed, "report-not-written", [("reason", error)]))?;
        self.put("report", &name, &bytes, Readers::All)
    }

    /// Takes away memos of people who have nothing to do any more, and what killed runs left behind.
    fn sweep(&self, kept: &[String]) -> Result<(), Failure> {
        let Ok(entries) = std::fs::read_dir(&self.folder) else { return Ok(()) };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if is_memo(&name) && !kept.contains(&name) && !self.dry {
                let path = entry.path();
                self.files.remove(&path).map_err(|error| Failure::io(&path, &error))?;
            }
        }
        Ok(())
    }
}

/// Who may read a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Readers {
    /// Whoever the folder lets.
    All,
    /// The user of the process alone.
    Owner,
}

/// Whether a file is one of ours: `memo.html`, `memo-12.docx`, or the draft of one that a killed run left.
fn is_memo(name: &str) -> bool {
    let path = Path::new(name.strip_suffix(".new").unwrap_or(name));
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let whose = stem.strip_prefix("memo-");
    ["html", "docx"].contains(&ending)
        && (stem == "memo" || whose == Some("nobody") || whose.is_some_and(|no| no.parse::<u32>().is_ok()))
}

#[cfg(test)]
mod tests {
    use super::is_memo;

    #[test]
    fn only_files_that_the_night_wrote_are_swept() {
        for name in ["memo.html", "memo-12.docx", "memo-nobody.html", "memo-7.html.new"] {
            assert!(is_memo(name), "{name}");
        }
        for name in ["memo.txt", "memo-anna.html", "my memo.html", "school.html", "memo-.html"] {
            assert!(!is_memo(name), "{name}");
        }
    }
}
