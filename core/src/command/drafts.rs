//! What commands bring with them: things as they were written, before anything was decided about them.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use chrono::NaiveDate;

use crate::basis::Grounds;
use crate::digest::Digest;
use crate::ids::{CodeId, PairId, PartyId, ProgrammeId, Subject};
use crate::pairs::ProposedPair;
use crate::people::{Side, Signer};
use crate::schedule::{Deadline, PlanYear};
use crate::state::{Heading, PartyKind, Wording};
use crate::vault::Profile;
use crate::work::{MeetingFacts, Reply, Wave};

/// A plan's document, as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanImport {
    /// The school year.
    pub year: PlanYear,
    /// The document's title.
    pub title: String,
    /// Sections in order.
    pub sections: Vec<Heading>,
    /// Groups in order.
    pub groups: Vec<Heading>,
    /// The digest of the file.
    pub source: Digest,
    /// Tasks in order.
    pub tasks: Vec<NewTask>,
}

/// A task to be added.
#[derive(Clone, Debug, PartialEq)]
pub struct NewTask {
    /// What the roadmap says.
    pub wording: Wording,
    /// How the term was understood.
    pub deadline: Deadline,
    /// Purposes.
    pub tags: BTreeSet<String>,
    /// Who is responsible.
    pub holders: Vec<Holder>,
}

/// Changes to a task; `None` leaves as it is.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct TaskEdit {
    /// The number.
    pub number: Option<String>,
    /// The title.
    pub title: Option<String>,
    /// The result.
    pub result: Option<String>,
    /// The term as written, and how it was understood.
    pub term: Option<(String, Deadline)>,
    /// The purposes.
    pub tags: Option<BTreeSet<String>>,
}

/// Someone responsible: known, or new with this command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holder {
    /// Known.
    Known(PartyId),
    /// New; the same name and kind within one command, but for case and dots, is the same party.
    New(NewParty),
}

/// A party to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewParty {
    /// What it is.
    pub kind: PartyKind,
    /// How it is written.
    pub profile: Profile,
}

/// A document to be registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentDraft {
    /// `order`, `protocol`, …
    pub kind: String,
    /// Its number.
    pub number: Option<String>,
    /// Its date.
    pub date: NaiveDate,
    /// Its title as written.
    pub text: Option<String>,
    /// What it approves or proves.
    pub about: Vec<Subject>,
}

/// A line of a base with the person in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    /// Who; `None`: somebody new, also where another has the same name.
    pub party: Option<PartyId>,
    /// How the person is written from now on; `None`: as before. Needed for somebody new.
    pub profile: Option<Profile>,
    /// On which sides of which forms; none: only the person.
    pub parts: Vec<Part>,
}

/// What a base says of a participant beside the profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Which side.
    pub side: Side,
    /// `teacher-teacher`, …
    pub form: String,
    /// The day of entry; the effective day where the base does not say.
    pub entered: Option<NaiveDate>,
    /// How many mentees a mentor takes.
    pub capacity: Option<u32>,
    /// How many requests a mentee states.
    pub requests: u32,
    /// The day of completion.
    pub left: Option<NaiveDate>,
}

/// A signed paper to be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentDraft {
    /// Whose.
    pub party: PartyId,
    /// The kind of record.
    pub kind: String,
    /// The version of the blank; the one in force where it is not said.
    pub version: Option<String>,
    /// The date on the paper.
    pub date: NaiveDate,
    /// Who signed.
    pub signer: Signer,
    /// Who has to sign, by the age that the vault knows.
    pub needed: Signer,
    /// A remark.
    pub text: Option<String>,
}

/// A proposal of pairs, as it was computed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposalDraft {
    /// Whose pairs.
    pub programme: ProgrammeId,
    /// `total`, `fair` or `stable`.
    pub objective: String,
    /// The digest of the script that judged.
    pub script: Digest,
    /// The digest of everything it was computed from.
    pub input: Digest,
    /// The pairs.
    pub pairs: Vec<ProposedPair>,
    /// Mentees left without a mentor.
    pub left: Vec<PartyId>,
    /// What one more place at each mentor is worth.
    pub prices: Vec<(PartyId, i64)>,
    /// What giving up an existing pair cost, in millionths of a point; `None`: existing pairs were kept.
    pub rematch: Option<i64>,
    /// What it was computed from, so that it can be computed again.
    pub grounds: Option<Grounds>,
}

/// A meeting to be recorded. One of the same day and kind is the same meeting and is corrected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeetingDraft {
    /// The pair.
    pub pair: PairId,
    /// What is known of it.
    pub facts: MeetingFacts,
    /// Its words; `None`: none, or as they were.
    pub texts: Option<BTreeMap<String, String>>,
    /// Which of several on one day and of one kind, from 0.
    pub nth: u32,
}

/// A filled-in questionnaire to be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponseDraft {
    /// Which questionnaire.
    pub survey: String,
    /// Which time.
    pub wave: Wave,
    /// Whose, with the code; `None` for who needs none.
    pub by: Option<(PartyId, CodeId)>,
    /// When it was filled in.
    pub on: NaiveDate,
    /// Seconds since midnight, where the file says it.
    pub at: Option<u32>,
    /// The pairs it tells about; `None`: all that the person has at that time.
    pub pairs: Option<Vec<PairId>>,
    /// The programme it tells about, where it is not about pairs.
    pub programme: Option<ProgrammeId>,
    /// The answers by question.
    pub replies: BTreeMap<String, Reply>,
    /// The text answers by question; `None`: none, or as they were.
    pub texts: Option<BTreeMap<String, String>>,
}
