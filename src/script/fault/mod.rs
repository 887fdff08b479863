//! What went wrong in a script: a kind, its words, its place. Language comes later, in [`super::render`].

mod of_rhai;
mod suggest;

pub use of_rhai::{Names, of_eval, of_parse};
pub use suggest::{nearest, unmixed};

use serde::{Deserialize, Serialize};

/// A place in a script's text. Lines and columns count from 1; columns are characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct At {
    /// The script's name, as its author knows it.
    pub file: String,
    /// Line.
    pub line: usize,
    /// Character of the line; 0 where only the line is known.
    pub column: usize,
}

/// One call on the way to the fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// The function called; empty for a closure.
    pub function: String,
    /// Where it was called.
    pub at: Option<Box<At>>,
}

/// The arguments messages take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Arg {
    /// A function, variable, field or file.
    Name,
    /// A type, by Rhai's name.
    Found,
    /// A type or symbol that was expected.
    Wanted,
    /// Types of arguments, by Rhai's names.
    Types,
    /// A number.
    Count,
    /// Another number: the bound.
    Limit,
    /// Words of the script itself or of a library, shown as they are.
    Text,
}

impl Arg {
    /// The argument's name in messages.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Found => "found",
            Self::Wanted => "wanted",
            Self::Types => "types",
            Self::Count => "count",
            Self::Limit => "limit",
            Self::Text => "text",
        }
    }
}

/// How much a fault matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Severity {
    /// The script cannot be used.
    #[default]
    Error,
    /// It can, but probably does not say what was meant.
    Warning,
}

/// What went wrong and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Error or warning.
    pub severity: Severity,
    /// The message's name in `locales/*/script.ftl` without its `script-fault-`: a stable code.
    pub code: String,
    /// The message's arguments.
    pub args: Vec<(Arg, String)>,
    /// Where.
    pub at: Option<Box<At>>,
    /// The calls that led there, innermost first.
    pub trail: Vec<Call>,
    /// What was probably meant.
    pub hint: Option<String>,
}

/// The code of "a fact is absent": the one fault that is an answer and not a failure.
pub const NO_DATA: &str = "no-data";

/// Stands around the id of a word of the program's own (`script-word-…`) within an argument: which language it is said
/// in is known only where it is shown.
pub const WORD: char = '\u{e000}';

impl Fault {
    /// A fault without place or arguments.
    pub fn new(code: &str) -> Self {
        Self {
            severity: Severity::Error,
            code: code.into(),
            args: Vec::new(),
            at: None,
            trail: Vec::new(),
            hint: None,
        }
    }

    /// The same with one more argument.
    #[must_use]
    pub fn arg(mut self, arg: Arg, value: impl ToString) -> Self {
        self.args.push((arg, value.to_string()));
        self
    }

    /// The same at a place.
    #[must_use]
    pub fn at(mut self, file: &str, line: usize, column: usize) -> Self {
        self.at = Some(Box::new(At { file: file.into(), line, column }));
        self
    }

    /// The same as a warning.
    #[must_use]
    pub fn warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }

    /// Whether a limit of the sandbox stopped the script, rather than the script failing by itself.
    pub fn is_limit(&self) -> bool {
        matches!(
            self.code.as_str(),
            "operations"
                | "time"
                | "memory"
                | "calls"
                | "size"
                | "variables"
                | "modules"
                | "stack"
                | "crashed"
        )
    }
}
