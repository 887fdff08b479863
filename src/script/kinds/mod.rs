//! The kinds of scripts: what each must define, what it is given, what it must return.

pub mod answers;
pub mod efficiency;
pub mod guards;
pub mod hooks;
pub mod pairing;

use vekha_core::schedule::Calendar;

use super::wire::Source;

/// A script with what it may import and the calendar it counts working days by.
#[derive(Clone, Debug)]
pub struct Script {
    /// The script.
    pub source: Source,
    /// What it may import.
    pub modules: Vec<Source>,
    /// Working days.
    pub calendar: Calendar,
}

impl Script {
    /// A script that imports nothing.
    pub fn alone(name: &str, text: &str) -> Self {
        let source = Source { name: name.into(), text: text.into() };
        Self { source, modules: Vec::new(), calendar: Calendar::default() }
    }
}

/// A kind of script, known by its file's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// `pairing.rhai`.
    Pairing,
    /// `efficiency.rhai`.
    Efficiency,
    /// `guards.rhai`.
    Guards,
    /// `hooks.rhai`.
    Hooks,
    /// Any other: a module of the school's own.
    Module,
}

/// A function of a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duty {
    /// Its name.
    pub name: &'static str,
    /// How many parameters.
    pub params: usize,
    /// Whether a script of this kind must have it.
    pub required: bool,
}

const fn duty(name: &'static str, params: usize, required: bool) -> Duty {
    Duty { name, params, required }
}

/// The events of hooks.
pub const HOOKS: [&str; 8] = [
    "on_stage_entered",
    "on_task_due",
    "on_task_overdue",
    "on_pair_formed",
    "on_pair_closed",
    "on_indicator_band_changed",
    "on_meeting_missed",
    "on_consent_missing",
];

const PAIRING: [Duty; 4] = [
    duty("eligible", 2, true),
    duty("score", 2, true),
    duty("weights", 0, false),
    duty("threshold", 0, false),
];
const EFFICIENCY: [Duty; 4] =
    [duty("pair", 1, false), duty("mentor", 1, false), duty("programme", 1, false), duty("school", 1, false)];

impl Kind {
    /// Every kind with a contract.
    pub const ALL: [Self; 4] = [Self::Pairing, Self::Efficiency, Self::Guards, Self::Hooks];

    /// The kind of the script in a file.
    pub fn of_file(name: &str) -> Self {
        let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
        match file {
            "pairing.rhai" => Self::Pairing,
            "efficiency.rhai" => Self::Efficiency,
            "guards.rhai" => Self::Guards,
            "hooks.rhai" => Self::Hooks,
            _ => Self::Module,
        }
    }

    /// The name used on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pairing => "pairing",
            Self::Efficiency => "efficiency",
            Self::Guards => "guards",
            Self::Hooks => "hooks",
            Self::Module => "module",
        }
    }

    /// The functions of this kind that the program calls.
    pub fn duties(self) -> Vec<Duty> {
        match self {
            Self::Pairing => PAIRING.to_vec(),
            Self::Efficiency => EFFICIENCY.to_vec(),
            Self::Hooks => HOOKS.iter().map(|name| duty(name, 1, false)).collect(),
            Self::Guards | Self::Module => Vec::new(),
        }
    }
}
