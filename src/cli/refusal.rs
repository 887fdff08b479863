//! A refusal in words: every unmet condition, who is responsible, and the command that would meet it.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use vekha_core::decide::{Problem, Refusal, Remedy, Shortfall, Unmet};
use vekha_core::ids::{PartyId, Subject, TaskId};
use vekha_core::view::Read;
use vekha_core::workflow::{CountOf, Level, Quantity, Words, vocabulary};

use super::refs::{Tasks, shortened};
use super::{Failure, Kind, Message};
use crate::app::{AppError, Directory, Reading, RulesError};
use crate::lang::Lang;
use crate::store::StoreError;

/// An error of the engine as a failure of a command.
pub fn failure(error: AppError, lang: Lang) -> Failure {
    match error {
        AppError::Store(error) => store(&error, lang),
        AppError::Rules(error) => rules(&error),
        AppError::NoSchool { wanted, known } => {
            Failure::with(Kind::BadInput, "no-such-school", [("school", wanted), ("known", known.join("; "))])
        }
        AppError::Moved => Failure::new(Kind::StoreBusy, "kept-moving"),
        AppError::Random(reason) => Failure::new(Kind::Failed, Message::Text(reason)),
        AppError::Script(words) => Failure::new(Kind::Failed, Message::Text(words)),
        AppError::Refused(refusal) => {
            Failure::with(Kind::Refused, "refused", [("count", refusal.unmet.len())])
        }
    }
}

fn store(error: &StoreError, lang: Lang) -> Failure {
    let kind = match error {
        StoreError::Busy(_) => Kind::StoreBusy,
        error if error.is_damaged() => Kind::StoreDamaged,
        StoreError::NotAHome(_) | StoreError::Exists(_) => Kind::BadInput,
        _ => Kind::Failed,
    };
    Failure::new(kind, Message::Text(error.say(lang)))
}

fn rules(error: &RulesError) -> Failure {
    let file = [("file", error.path().to_owned())];
    match error {
        RulesError::Io(_, reason) => Failure::with(Kind::BadInput, "rules-file", file).cause(reason.clone()),
        RulesError::Workflow(path, ..) => Failure::with(Kind::BadInput, "rules-file", file)
            .hint_command("rules-check", format!("vekha workflow check {path}")),
        RulesError::Calendar(_, _, wrong) => Failure::with(Kind::BadInput, "rules-file", file)
            .cause(format!("{}:{}", wrong.line, wrong.column)),
    }
}

/// A refusal with everything that stands in the way.
pub fn refused(refusal: &Refusal, reading: &Reading<'_>, lang: Lang) -> Failure {
    let count = refusal.unmet.len();
    let mut failure = Failure::with(Kind::Refused, "refused", [("count", count)]);
    match Teller::new(reading, lang) {
        Ok(teller) => {
            for unmet in &refusal.unmet {
                failure = failure.unmet(teller.unmet(unmet), teller.command(unmet));
            }
        }
        Err(error) => failure = failure.cause(error.to_string()),
    }
    failure
}

/// Puts what the core says into words.
pub struct Teller<'a> {
    reading: &'a Reading<'a>,
    names: Directory,
    tasks: Tasks,
    lang: Lang,
}

impl<'a> Teller<'a> {
    /// Reads the names it needs.
    pub fn new(reading: &'a Reading<'a>, lang: Lang) -> Result<Self, AppError> {
        let names = reading.directory()?;
        let tasks =
            Tasks::read(reading, reading.today()).map_err(|failure| AppError::Script(failure.text(lang)))?;
        Ok(Self { reading, names, tasks, lang })
    }

    fn words(&self, words: &Words) -> String {
        words.pick(self.lang == Lang::Ru).to_owned()
    }

    fn date(&self, date: NaiveDate) -> String {
        date.format("%d.%m.%Y").to_string()
    }

    /// What a subject is called.
    pub fn subject(&self, subject: Subject) -> String {
        match subject {
            Subject::School => self.lang.word("subject-school"),
            Subject::Plan(id) => match self.reading.plan(id) {
                Ok(Some(plan)) => self.lang.say("subject-plan", &[("year", plan.year.to_string().into())]),
                _ => self.lang.say("subject-plan", &[("year", id.to_string().into())]),
            },
            Subject::Task(id) => {
                self.tasks.by_id(id).map_or_else(|| id.to_string(), |task| self.tasks.name(task))
            }
            Subject::Occurrence(task, no) => self.occurrence(task, no),
            Subject::Programme(id) => self.lang.say("subject-programme", &[("no", id.to_string().into())]),
            Subject::Party(id) => self.names.name(id),
            Subject::Pair(id) => self.lang.say("subject-pair", &[("no", id.to_string().into())]),
            Subject::Document(id) => self.lang.say("subject-document", &[("no", id.to_string().into())]),
        }
    }

    fn occurrence(&self, task: TaskId, no: u16) -> String {
        match (self.tasks.by_id(task), self.reading.occurrence(task, no)) {
            (Some(task), Ok(Some(found))) => self.tasks.name_of(task, &found),
            _ => format!("{task}#{no}"),
        }
    }

    /// One unmet condition in words, with who is responsible.
    pub fn unmet(&self, unmet: &Unmet) -> String {
        let mut text = self.problem(&unmet.problem);
        if let Some(subject) = unmet.subject.filter(|_| !matches!(unmet.problem, Problem::Requirement { .. }))
        {
            text = format!("{}: {text}", self.subject(subject));
        }
        if let Some(who) = self.who(&unmet.responsible, unmet.role.as_deref()) {
            text.push('\n');
            text.push_str(&self.lang.say("unmet-responsible", &[("who", who.into())]));
        }
        text
    }

    /// Names, else the role.
    pub fn who(&self, responsible: &[PartyId], role: Option<&str>) -> Option<String> {
        if !responsible.is_empty() {
            return Some(self.names.names(responsible));
        }
        role.map(|role| self.role(role))
    }

    /// A role in words, where it has any.
    pub fn role(&self, role: &str) -> String {
        self.meaning(vocabulary::ROLES, role)
    }

    fn problem(&self, problem: &Problem) -> String {
        let say = |id: &str, args: &[(&'static str, String)]| {
            let args: Vec<_> = args.iter().map(|(name, value)| (*name, value.clone().into())).collect();
            self.lang.say(id, &args)
        };
        match problem {
            Problem::Requirement { title, hint, level, shortfalls, .. } => {
                let level =
                    if *level == Level::Should { self.lang.word("level-should") } else { String::new() };
                let why: BTreeSet<String> = shortfalls.iter().map(|found| self.shortfall(found)).collect();
                let why: Vec<String> = why.into_iter().collect();
                let mut text =
                    format!("{}{level}: {}", self.words(title), why.join(&self.lang.word("or-separator")));
                if let Some(hint) = hint {
                    text.push_str(&format!("\n{}", self.words(hint)));
                }
                text
            }
            Problem::NoTransition { stage, wanted, ways } => {
                let ways: Vec<String> =
                    ways.iter().map(|(id, title)| format!("{id} ({})", self.words(title))).collect();
                say(
                    "no-transition",
                    &[("stage", self.words(stage)), ("wanted", wanted.clone()), ("ways", ways.join(", "))],
                )
            }
            Problem::Ended { stage } => say("already-ended", &[("stage", self.words(stage))]),
            Problem::NotAllowed { transition, roles } => say(
                "not-allowed",
                &[
                    ("transition", self.words(transition)),
                    ("roles", roles.iter().map(|role| self.role(role)).collect::<Vec<_>>().join(", ")),
                ],
            ),
            Problem::ReasonNeeded => self.lang.word("reason-needed"),
            Problem::CannotAllow { requirement, must: true } => {
                say("cannot-allow-must", &[("requirement", requirement.clone())])
            }
            Problem::CannotAllow { requirement, must: false } => {
                say("cannot-allow-role", &[("requirement", requirement.clone())])
            }
            Problem::NoSuchRequirement { requirement, known } => say(
                "no-such-requirement",
                &[("requirement", requirement.clone()), ("known", known.join(", "))],
            ),
            Problem::InTheFuture { on, today } => {
                say("in-the-future", &[("on", self.date(*on)), ("today", self.date(*today))])
            }
            Problem::BeforeLastStep { on, since } => {
                say("before-last-step", &[("on", self.date(*on)), ("since", self.date(*since))])
            }
            Problem::TermReversed { from, to } => {
                say("term-reversed", &[("from", self.date(*from)), ("to", self.date(*to))])
            }
            Problem::NotLater { from, to } => {
                say("not-later", &[("from", self.date(*from)), ("to", self.date(*to))])
            }
            Problem::SchoolExists => self.lang.word("school-exists"),
            Problem::PlanExists { plan } => {
                say("plan-exists", &[("plan", self.subject(Subject::Plan(*plan)))])
            }
            Problem::NumberTaken { number, .. } => say("number-taken", &[("number", number.clone())]),
            Problem::NotFound { what } => say("thing-not-found", &[("what", self.subject(*what))]),
            Problem::NothingToUndo => self.lang.word("nothing-to-undo"),
            Problem::FollowedBy { seq } => say("followed-by", &[("seq", seq.to_string())]),
            Problem::NoWorkflow { name, known } => {
                say("no-workflow", &[("name", name.clone()), ("known", known.join(", "))])
            }
            Problem::NoStage { stage, known } => {
                say("no-stage", &[("stage", stage.clone()), ("known", known.join(", "))])
            }
            Problem::ProgrammeExists { programme } => {
                say("programme-exists", &[("programme", programme.to_string())])
            }
            Problem::NoName => self.lang.word("no-name"),
            Problem::CannotMerge => self.lang.word("cannot-merge"),
            Problem::NotARole => self.lang.word("not-a-role"),
        }
    }

    /// Why a condition does not hold.
    pub fn shortfall(&self, shortfall: &Shortfall) -> String {
        let say = |id: &str, args: &[(&'static str, String)]| {
            let args: Vec<_> = args.iter().map(|(name, value)| (*name, value.clone().into())).collect();
            self.lang.say(id, &args)
        };
        match shortfall {
            Shortfall::NoTask { tag } => say("short-no-task", &[("tag", tag.clone())]),
            Shortfall::Tasks { open, .. } => {
                let named: Vec<String> =
                    open.iter().take(5).map(|(task, no)| self.titled(*task, *no)).collect();
                let more = open.len().saturating_sub(named.len());
                let mut text = say("short-tasks", &[("tasks", named.join("; "))]);
                if more > 0 {
                    text.push_str(&self.lang.say("and-more", &[("count", more.into())]));
                }
                text
            }
            Shortfall::Count { what, have, quantity } => say(
                "short-count",
                &[
                    ("what", self.count(*what)),
                    ("have", have.to_string()),
                    ("need", self.quantity(*quantity)),
                ],
            ),
            Shortfall::Evidence { kind, have, need } => say(
                "short-evidence",
                &[
                    (
                        "kind",
                        kind.as_deref()
                            .map(|kind| self.evidence(kind))
                            .unwrap_or_else(|| self.lang.word("evidence-any")),
                    ),
                    ("have", have.to_string()),
                    ("need", need.to_string()),
                ],
            ),
            Shortfall::TooEarly { date: Some(date) } => say("short-too-early", &[("date", self.date(*date))]),
            Shortfall::TooLate { date: Some(date) } => say("short-too-late", &[("date", self.date(*date))]),
            Shortfall::TooEarly { date: None } | Shortfall::TooLate { date: None } => {
                self.lang.word("short-no-date")
            }
            Shortfall::NoDocument { kind } => say("short-no-document", &[("kind", self.document(kind))]),
            Shortfall::Guard { name, reason } if reason.is_empty() => {
                say("short-guard-silent", &[("name", name.clone())])
            }
            Shortfall::Guard { name, reason } => {
                say("short-guard", &[("name", name.clone()), ("reason", reason.clone())])
            }
            Shortfall::Subjects { have, of, quantity } => say(
                "short-subjects",
                &[("have", have.to_string()), ("of", of.to_string()), ("need", self.quantity(*quantity))],
            ),
        }
    }

    fn titled(&self, task: TaskId, no: u16) -> String {
        let title = self.tasks.by_id(task).map(|task| shortened(&task.wording.title, 60)).unwrap_or_default();
        format!("{} «{title}»", self.occurrence(task, no))
    }

    fn count(&self, what: CountOf) -> String {
        self.lang.word(&format!("count-{}", what.as_str()))
    }

    fn quantity(&self, quantity: Quantity) -> String {
        match quantity {
            Quantity::All => self.lang.word("quantity-all"),
            Quantity::AtLeast(n) => self.lang.say("quantity-at-least", &[("n", n.into())]),
            Quantity::Share(percent) => self.lang.say("quantity-share", &[("percent", percent.into())]),
        }
    }

    /// A kind of document in words, where it has any.
    pub fn document(&self, kind: &str) -> String {
        self.meaning(vocabulary::DOCUMENTS, kind)
    }

    /// A kind of evidence in words, where it has any.
    pub fn evidence(&self, kind: &str) -> String {
        self.meaning(vocabulary::EVIDENCE, kind)
    }

    fn meaning(&self, entries: &[vocabulary::Entry], id: &str) -> String {
        vocabulary::meaning(entries, id).map_or_else(|| id.to_owned(), |words| self.words(&words))
    }

    /// The first command that would meet a condition.
    pub fn command(&self, unmet: &Unmet) -> Option<String> {
        unmet.remedies.iter().find_map(|remedy| self.remedy(remedy))
    }

    /// A command to copy.
    pub fn remedy(&self, remedy: &Remedy) -> Option<String> {
        Some(match remedy {
            Remedy::FinishTask { task, no } => format!("vekha task done {}", self.occurrence(*task, *no)),
            Remedy::TagTask { tag } => {
                format!("vekha task edit {} --tag {tag}", self.lang.word("place-number"))
            }
            Remedy::AddEvidence { subject: Subject::Occurrence(task, no), kind } => format!(
                "vekha task evidence {} --kind {} --text …",
                self.occurrence(*task, *no),
                kind.as_deref().unwrap_or("document")
            ),
            Remedy::AddEvidence { subject: Subject::Programme(id), kind } => {
                format!(
                    "vekha program evidence {id} --kind {} --text …",
                    kind.as_deref().unwrap_or("document")
                )
            }
            Remedy::RegisterDocument { kind, .. } => {
                format!("vekha document register {kind} --number … --date …")
            }
            Remedy::ReportCount { programme, what } => {
                format!("vekha program count {programme} {} …", what.as_str())
            }
            Remedy::Wait { .. } | Remedy::AddEvidence { .. } => return None,
            Remedy::Allow { requirement } => format!("… --allow {requirement} --reason … --until …"),
            Remedy::AskRole { .. } => return None,
            Remedy::GiveReason => "… --reason \"…\"".into(),
            Remedy::ShowWays { subject: Subject::Programme(id) } => format!("vekha program why {id}"),
            Remedy::ShowWays { subject: Subject::Occurrence(task, no) } => {
                format!("vekha task show {}", self.occurrence(*task, *no))
            }
            Remedy::ShowWays { .. } => return None,
        })
    }
}
