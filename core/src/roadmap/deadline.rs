//! What the roadmap needs of deadlines, under one name until `schedule` has it.
use alloc::string::String;
use alloc::vec::Vec;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The year of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanYear {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

/// A stretch of days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// First day, open where `None`.
    pub from: Option<NaiveDate>,
    /// Last day, open where `None`.
    pub to: Option<NaiveDate>,
}

/// A deadline understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// When.
    pub occurrences: Vec<Span>,
    /// The rule of a recurring one.
    pub rule: Option<String>,
}

/// Days off.
#[derive(Clone, Debug, Default)]
pub struct Calendar {}
