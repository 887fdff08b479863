//! A command becomes events, or a refusal that lists every unmet condition.
//!
//! [`decide`] reads a [`View`] and the published [`Rules`] and writes nothing: a dry run is `decide` without the
//! append. Each part of a command sees the effects of the parts before it through an [`Overlay`].

mod follow;
mod import;
mod message;
mod metrics;
mod numbers;
mod open;
mod pair;
mod party;
mod people;
mod programme;
mod refusal;
mod require;
mod step;
mod survey;
mod task;
mod undo;
mod version;
mod work;

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

pub use import::{Difference, TaskChange};
pub use people::papers_unmet;
pub use refusal::{Problem, Refusal, Refused, Remedy, Shortfall, Unmet};
pub use require::{Examination, Examined};
pub use undo::Opened;

use crate::command::{Action, Answer, Command, Created, DocumentDraft};
use crate::digest::Digest;
use crate::event::{Event, Recorded};
use crate::evolve::evolve;
use crate::ids::{DocumentId, PartyId, Subject};
use crate::people::{Forms, Terms};
use crate::schedule::Calendar;
use crate::state::PartyKind;
use crate::survey::Surveys;
use crate::vault::{Content, Salt, Sealed, VaultKey, VaultPut};
use crate::view::{Change, Head, Overlay, Read, View, ViewError};
use crate::workflow::Machine;

/// What the published set says: workflows by version, the calendar.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// Working days, quarters, holidays.
    pub calendar: Calendar,
    /// Every version that something still stands in, and the current ones.
    pub machines: BTreeMap<Digest, Machine>,
    /// The current version of each workflow by its name: `programme`, `task`, …
    pub current: BTreeMap<String, Digest>,
    /// Forms of mentoring and the papers they need.
    pub forms: Forms,
    /// One name for each competence and request.
    pub terms: Terms,
    /// Questionnaires.
    pub surveys: Surveys,
}

impl Rules {
    /// The current version of a workflow.
    pub fn current(&self, name: &str) -> Option<&Machine> {
        self.current.get(name).and_then(|hash| self.machines.get(hash))
    }

    /// A version of a workflow.
    pub fn machine(&self, hash: &Digest) -> Option<&Machine> {
        self.machines.get(hash)
    }

    /// Adds a machine as the current version of its name.
    pub fn add(&mut self, machine: Machine) {
        self.current.insert(machine.name.clone(), machine.hash);
        self.machines.insert(machine.hash, machine);
    }
}

/// What has to be written, and what was done.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// In order, chained to the head that was read.
    pub events: Vec<Recorded>,
    /// The rows they change.
    pub changes: Vec<Change>,
    /// Rows of the vault that the events name.
    pub vault: Vec<VaultPut>,
    /// What to answer, now and when the command is repeated.
    pub answer: Answer,
    /// The end of the journal afterwards.
    pub head: Head,
}

/// Decides a command.
///
/// # Errors
/// [`Refused::Rule`] with every unmet condition, or [`Refused::View`] where the store could not be read.
pub fn decide(view: &dyn View, rules: &Rules, command: &Command) -> Result<Decision, Refused> {
    let mut desk = Desk::new(view, rules, command);
    match desk.act(&command.action).and_then(|()| desk.follow_terms()).and_then(|()| desk.settle()) {
        Ok(()) | Err(Stop::Refused) => {}
        Err(Stop::View(error)) => return Err(Refused::View(error)),
    }
    if !desk.unmet.is_empty() {
        return Err(Refused::Rule(Refusal { unmet: desk.unmet }));
    }
    let first = desk.events.first().map_or(0, |event| event.seq);
    let last = desk.events.last().map_or(0, |event| event.seq);
    Ok(Decision {
        answer: Answer { first, last, created: desk.created },
        head: desk.overlay.head(),
        changes: desk.overlay.into_changes(),
        events: desk.events,
        vault: desk.vault,
    })
}

/// What a transition would need, met or not, and nothing done: `program why`.
///
/// # Errors
/// What the view says.
pub fn examine(
    view: &dyn View,
    rules: &Rules,
    command: &Command,
    subject: Subject,
) -> Result<Vec<Examination>, ViewError> {
    let desk = Desk::new(view, rules, command);
    match desk.examine_all(subject) {
        Ok(found) => Ok(found),
        Err(Stop::View(error)) => Err(error),
        Err(Stop::Refused) => Ok(Vec::new()),
    }
}

/// Why work on a part of a command ended.
enum Stop {
    /// The reasons are in [`Desk::unmet`].
    Refused,
    /// The store could not be read.
    View(ViewError),
}

impl From<ViewError> for Stop {
    fn from(error: ViewError) -> Self {
        Self::View(error)
    }
}

type Act<T = ()> = Result<T, Stop>;

/// One command at work.
struct Desk<'a> {
    overlay: Overlay<'a>,
    rules: &'a Rules,
    command: &'a Command,
    events: Vec<Recorded>,
    vault: Vec<VaultPut>,
    created: Vec<Created>,
    unmet: Vec<Unmet>,
    /// Parties added by this command, by kind and folded name.
    added: BTreeMap<(PartyKind, String), PartyId>,
    /// Which task has which number, once it was asked for.
    numbers: Option<numbers::Numbers>,
    /// Who is in an open pair with whom, once it was asked for.
    open: Option<open::OpenPairs>,
    /// Vault versions taken by this command before their events are applied.
    versions: BTreeMap<Subject, u32>,
}

impl<'a> Desk<'a> {
    fn new(view: &'a dyn View, rules: &'a Rules, command: &'a Command) -> Self {
        Self {
            overlay: Overlay::new(view),
            rules,
            command,
            events: Vec::new(),
            vault: Vec::new(),
            created: Vec::new(),
            unmet: Vec::new(),
            added: BTreeMap::new(),
            numbers: None,
            open: None,
            versions: BTreeMap::new(),
        }
    }

    fn act(&mut self, action: &Action) -> Act {
        self.check_times()?;
        match action {
            Action::Many(actions) => {
                for action in actions {
                    match self.act(action) {
                        Ok(()) | Err(Stop::Refused) => {}
                        stop => return stop,
                    }
                }
                Ok(())
            }
            Action::AddSchool { name, zone } => self.add_school(name, zone),
            Action::Publish { set, parts, machines, why } => {
                let why = self.seal_text(Subject::School, why.as_deref())?;
                self.emit(Event::SetPublished {
                    set: *set,
                    parts: parts.clone(),
                    machines: machines.clone(),
                    why,
                })
            }
            Action::ImportPlan(import) => self.import_plan(import),
            Action::AddPlan { year, title } => self.add_plan(*year, title),
            Action::AddTask { plan, task } => {
                self.add_task(*plan, task, crate::state::Origin::Manual).map(drop)
            }
            Action::EditTask { task, edit } => self.edit_task(*task, edit),
            Action::AssignTask { task, holders } => self.assign_task(*task, holders),
            Action::Reschedule { task, no, from, to, reason, postpone } => {
                self.reschedule((*task, *no), (*from, *to), reason.as_deref(), *postpone)
            }
            Action::RestoreTerm { task, no, now, was, postponed, reason } => {
                self.restore_term((*task, *no), *now, *was, *postponed, reason.as_deref())
            }
            Action::Advance { subject, step, reason, allow } => {
                self.advance(*subject, step, reason.as_deref(), allow)
            }
            Action::ChangeVersion { subject, from, to } => self.change_version(*subject, from, to),
            Action::Undo { subject, reason } => self.undo(*subject, reason.as_deref()),
            Action::AddEvidence { subject, kind, document, text } => {
                self.add_evidence(*subject, kind, document.as_ref(), text.as_deref())
            }
            Action::AddNote { subject, text } => self.add_note(*subject, text),
            Action::RegisterDocument(document) => self.register(document).map(drop),
            Action::OpenProgramme { plan, form, workflow, stage } => {
                self.open_programme(*plan, form, workflow, stage.as_deref())
            }
            Action::ReportCount { programme, what, value } => self.report_count(*programme, what, *value),
            Action::AddParty(party) => self.party_of(party).map(drop),
            Action::RewriteParty { party, profile } => self.rewrite_party(*party, profile),
            Action::MergeParties { from, into, profile } => self.merge_parties(*from, *into, profile),
            Action::HoldRole { role, by } => self.hold_role(*role, *by),
            Action::Register(registration) => self.register_person(registration),
            Action::Leave { party, of, on, reason } => {
                self.leave(*party, of.as_ref(), *on, reason.as_deref())
            }
            Action::Propose(draft) => self.propose(draft),
            Action::AcceptProposal { proposal } => self.accept_proposal(*proposal),
            Action::FormPair { programme, mentor, mentee } => {
                self.form_pair(*programme, *mentor, *mentee, None).map(drop)
            }
            Action::WishPair { mentor, mentee, wish, reason } => {
                self.wish_pair(*mentor, *mentee, *wish, reason.as_deref())
            }
            Action::GiveConsent(draft) => self.give_consent(draft),
            Action::WithdrawConsent { party, kind, reason } => {
                self.withdraw_consent(*party, kind, reason.as_deref())
            }
            Action::EraseParty { party, reason } => self.erase_party(*party, reason),
            Action::RewriteTexts { texts } => self.rewrite_texts(texts),
            Action::KeepIndicators(evaluation) => self.keep_indicators(evaluation),
            Action::Tell { on, notices } => self.tell(*on, notices),
            Action::RecordNight(night) => self.record_night(night),
            Action::AddMeeting(draft) => self.add_meeting(draft),
            Action::EditMeeting { pair, no, facts, texts } => {
                self.edit_meeting(*pair, *no, facts, texts.as_ref())
            }
            Action::CancelMeeting { pair, no, reason } => self.cancel_meeting(*pair, *no, reason.as_deref()),
            Action::AddItem { pair, facts, texts } => self.add_item(*pair, facts, texts),
            Action::EditItem { pair, no, facts, texts } => self.edit_item(*pair, *no, facts, texts.as_ref()),
            Action::IssueCodes { codes } => self.issue_codes(codes),
            Action::FillSurvey(draft) => self.fill_survey(draft),
            Action::WithdrawResponse { code, no, reason } => {
                self.withdraw_response(*code, *no, reason.as_deref())
            }
            Action::AddSwot { programme, quarter, text } => self.add_swot(*programme, *quarter, text),
            Action::DropSwot { programme, no } => self.drop_swot(*programme, *no),
            Action::TellNumber { name, on, value } => self.tell_number(name, *on, *value),
            Action::ReportHooks(failures) => self.report_hooks(failures),
            Action::SettleMessages { parcel, messages, channel, outcome } => {
                self.settle_messages(*parcel, messages, channel, *outcome)
            }
            Action::OptOut { party, categories, out } => self.opt_out(*party, categories, *out),
        }
    }

    /// Nothing happened tomorrow.
    fn check_times(&mut self) -> Act {
        let (on, today) = (self.command.effective, self.command.today);
        if on > today {
            return self.refuse(Unmet::of(Problem::InTheFuture { on, today }));
        }
        Ok(())
    }

    fn add_school(&mut self, name: &str, zone: &str) -> Act {
        if self.overlay.school()?.is_some() {
            return self.refuse(Unmet::of(Problem::SchoolExists));
        }
        self.emit(Event::SchoolAdded { name: name.into(), zone: zone.into() })
    }

    /// Appends an event and applies it to what the next part of the command sees.
    fn emit(&mut self, event: Event) -> Act {
        let head = self.overlay.head();
        let recorded = Recorded {
            prev: head.hash,
            school: self.command.school,
            seq: head.seq + 1,
            command: self.command.id,
            actor: self.command.actor.login.clone(),
            effective: self.command.effective,
            // The clock may be set back; the journal's never is.
            recorded: self.command.recorded.max(head.recorded),
            event,
        };
        let changes = evolve(&self.overlay, &recorded)?;
        self.overlay.apply(changes, crate::evolve::head_after(&recorded));
        self.renumber(&recorded.event);
        self.repair(&recorded.event);
        self.events.push(recorded);
        Ok(())
    }

    fn refuse<T>(&mut self, unmet: Unmet) -> Act<T> {
        self.unmet.push(unmet);
        Err(Stop::Refused)
    }

    /// Puts a content into the vault and gives what the event keeps of it.
    fn seal(&mut self, owner: Subject, content: Content) -> Act<Sealed> {
        let known = self.overlay.last_text(owner)?;
        let last = self.versions.entry(owner).or_default();
        *last = known.max(*last) + 1;
        let key = VaultKey { owner, version: *last };
        Ok(self.seal_at(key, content))
    }

    fn seal_at(&mut self, key: VaultKey, content: Content) -> Sealed {
        let put = VaultPut { key, salt: self.salt(), content };
        let sealed = put.seal();
        self.vault.push(put);
        sealed
    }

    fn seal_text(&mut self, owner: Subject, text: Option<&str>) -> Act<Option<Sealed>> {
        match text.map(str::trim).filter(|text| !text.is_empty()) {
            Some(text) => self.seal(owner, Content::Text(text.to_string())).map(Some),
            None => Ok(None),
        }
    }

    /// Seals several texts under one key; blank ones are left out.
    fn seal_fields(&mut self, owner: Subject, texts: &BTreeMap<String, String>) -> Act<Option<Sealed>> {
        let filled = texts.iter().filter(|(_, text)| !text.trim().is_empty());
        let fields: BTreeMap<String, String> =
            filled.map(|(name, text)| (name.clone(), text.trim().to_string())).collect();
        match fields.is_empty() {
            true => Ok(None),
            false => self.seal(owner, Content::Fields(fields)).map(Some),
        }
    }

    /// The next salt: nobody without the seed can guess it, and the same command draws the same ones.
    fn salt(&self) -> Salt {
        let count = self.vault.len() as u64;
        Digest::of(&[b"vekha salt 1", &self.command.seed, &count.to_le_bytes()]).0
    }

    fn register(&mut self, draft: &DocumentDraft) -> Act<DocumentId> {
        if draft.date > self.command.today {
            return self
                .refuse(Unmet::of(Problem::InTheFuture { on: draft.date, today: self.command.today }));
        }
        let id = DocumentId(self.overlay.counters()?.document);
        let text = self.seal_text(Subject::Document(id), draft.text.as_deref())?;
        self.emit(Event::DocumentRegistered {
            document: id,
            kind: draft.kind.clone(),
            number: draft.number.clone(),
            date: draft.date,
            text,
            about: draft.about.clone(),
        })?;
        self.created.push(Created::Document(id));
        Ok(id)
    }
}

#[cfg(test)]
pub(crate) mod tests;
