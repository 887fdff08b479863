//! What shows that something was done: arguments that several commands share.

use chrono::NaiveDate;
use vekha_core::command::Action;
use vekha_core::ids::Subject;
use vekha_core::view::Read;

use super::doc::Doc;
use super::{Ctx, Desk, Exit, Failure, Kind, date};

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

/// Evidence as `evidence` commands take it.
#[derive(Clone, Debug, clap::Args)]
pub struct Evidence {
    /// The kind, as the workflow names it: document, photo, link, meeting, plan, agreement.mentor… [note]
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,

    /// What it is
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,

    /// When it came to be [today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    on: Option<NaiveDate>,

    #[command(flatten)]
    proof: Proof,
}

impl Evidence {
    /// Records it with each of the subjects that `subjects` finds.
    ///
    /// # Errors
    /// Nothing that would show anything, and what finding and recording say.
    pub fn record(
        self,
        ctx: &mut Ctx,
        subjects: impl FnOnce(&Desk<'_>) -> Result<Vec<Subject>, Failure>,
    ) -> Result<Exit, Failure> {
        if self.kind.is_none() && self.text.is_none() && self.proof.is_empty() {
            return Err(Failure::new(Kind::Usage, "evidence-empty"));
        }
        let session = ctx.writing_session()?;
        let mut actions = Vec::new();
        {
            let desk = session.desk(ctx)?;
            let day = self.on.unwrap_or(ctx.clock.today());
            for subject in subjects(&desk)? {
                actions.extend(self.plain(subject));
                actions.extend(self.proof.actions(subject, day, about(&desk, subject)?));
            }
        }
        ctx.act(&session, Action::Many(actions), self.on)
    }

    /// Evidence of `--kind` and `--text`; none where neither was given.
    fn plain(&self, subject: Subject) -> Option<Action> {
        if self.kind.is_none() && self.text.is_none() {
            return None;
        }
        let kind = self.kind.clone().unwrap_or_else(|| "note".to_owned());
        Some(Action::AddEvidence { subject, kind, document: None, text: self.text.clone() })
    }
}
