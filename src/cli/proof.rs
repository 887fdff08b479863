//! What shows that something was done: arguments that several commands share.

use chrono::NaiveDate;
use vekha_core::command::Action;
use vekha_core::ids::Subject;
use vekha_core::view::Read;

use super::doc::Doc;
use super::{Desk, Failure};

/// Evidence on a command line.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Proof {
    /// A document that shows it; registered with its number and date: "Приказ № 123 от 30.08.2023"
    #[arg(long, value_name = "TEXT")]
    pub doc: Option<String>,

    /// A link that shows it
    #[arg(long, value_name = "TEXT")]
    pub link: Option<String>,

    /// A note that shows it
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
}

impl Proof {
    /// The evidence as actions. A document without a date is of `day`.
    pub fn actions(&self, subject: Subject, day: NaiveDate, about: Vec<Subject>) -> Vec<Action> {
        let text = |kind: &str, text: &String| Action::AddEvidence {
            subject,
            kind: kind.into(),
            document: None,
            text: Some(text.clone()),
        };
        let doc = self.doc.as_ref().map(|text| {
            let doc = Doc::read(text);
            let (kind, document) = (doc.evidence().to_owned(), Some(doc.draft(day, about)));
            Action::AddEvidence { subject, kind, document, text: Some(doc.text) }
        });
        let link = self.link.as_ref().map(|link| text("link", link));
        let note = self.note.as_ref().map(|note| text("note", note));
        doc.into_iter().chain(link).chain(note).collect()
    }

    /// Whether nothing was given.
    pub fn is_empty(&self) -> bool {
        self.doc.is_none() && self.link.is_none() && self.note.is_none()
    }
}

/// What a document about a subject is about: the subject itself and its plan, so that it does not prove another year.
pub fn about(desk: &Desk<'_>, subject: Subject) -> Result<Vec<Subject>, Failure> {
    let plan = match subject {
        Subject::Occurrence(task, _) => desk.reading.task(task)?.map(|task| task.plan),
        Subject::Programme(id) => desk.reading.programme(id)?.map(|programme| programme.plan),
        // A document about one pair proves nothing of the others.
        Subject::Pair(_) => None,
        _ => None,
    };
    Ok([Some(subject), plan.map(Subject::Plan)].into_iter().flatten().collect())
}

/// Evidence of `--kind` and `--text`; none where neither was given.
pub fn plain(subject: Subject, kind: Option<&str>, text: Option<&str>) -> Option<Action> {
    if kind.is_none() && text.is_none() {
        return None;
    }
    let kind = kind.unwrap_or("note").to_owned();
    Some(Action::AddEvidence { subject, kind, document: None, text: text.map(str::to_owned) })
}
