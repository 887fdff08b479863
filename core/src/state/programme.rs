//! A programme, what it was let off, and the papers that prove it.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Evidence, Instance};
use crate::ids::{DocumentId, ExceptionId, Login, PlanId, ProgrammeId, Subject};
use crate::vault::Sealed;

/// A programme of mentoring.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Programme {
    /// Its id.
    pub id: ProgrammeId,
    /// The plan whose tasks it is tied to.
    pub plan: PlanId,
    /// `teacher-teacher`, `pupil-pupil`, …
    pub form: String,
    /// Where it stands.
    pub instance: Instance,
    /// Requirements of earlier stages that nobody proved, of a programme taken over while it ran.
    pub unproven: Vec<String>,
    /// What shows that conditions hold.
    pub evidence: Vec<Evidence>,
    /// Named numbers reported for it (`mentors`, `mentees`, `pairs`) until registers count them.
    pub counts: BTreeMap<String, u32>,
}

/// A requirement that was let pass, with a term.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Exception {
    /// Its id.
    pub id: ExceptionId,
    /// What it was let pass for.
    pub subject: Subject,
    /// The requirement's id in the workflow.
    pub requirement: String,
    /// The transition it was let pass in.
    pub transition: String,
    /// Who let it pass.
    pub by: Login,
    /// Until when it must be met all the same.
    pub until: NaiveDate,
    /// Why.
    pub reason: Sealed,
    /// When it was met after all.
    pub met: Option<NaiveDate>,
}

/// A registered document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Its id.
    pub id: DocumentId,
    /// `order`, `protocol`, `regulation`, …
    pub kind: String,
    /// Its number in the school's register.
    pub number: Option<String>,
    /// Its date.
    pub date: NaiveDate,
    /// Its title as written.
    pub text: Option<Sealed>,
    /// What it approves or proves.
    pub about: Vec<Subject>,
}
