//! What is wrong with a definition, where, and what was probably meant. Words are put to it outside the core.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

/// Whether the definition can be used all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It cannot.
    Error,
    /// It can, but somebody should look.
    Warning,
}

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How grave it is.
    pub severity: Severity,
    /// What it is; its words are the message `workflow-<code>`.
    pub code: Code,
    /// Bytes of the source, on character boundaries.
    pub span: Range<usize>,
    /// What the words mention, by name.
    pub args: Vec<(&'static str, String)>,
    /// Other places that belong to it.
    pub related: Vec<Related>,
    /// The known name that was probably meant.
    pub suggestion: Option<String>,
}

/// Another place that belongs to a problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Bytes of the source.
    pub span: Range<usize>,
    /// What it is; its words are the message `workflow-at-<label>`.
    pub label: &'static str,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// What is wrong. The text of a code is stable.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// Every code there is.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The stable text, as `--json` prints it.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

codes! {
    /// Not TOML. `detail`: the parser's words, English.
    Syntax = "syntax",
    /// A key that means nothing here. `key`, `table`.
    UnknownKey = "unknown-key",
    /// A key that has to be here. `key`, `table`.
    MissingKey = "missing-key",
    /// A value of another type. `key`, `expected`, `found`: names of types.
    WrongType = "wrong-type",
    /// A value of the right type that makes no sense. `key`, `value`, `allowed`.
    BadValue = "bad-value",
    /// An id with spaces or signs. `id`.
    BadId = "bad-id",
    /// An id that was taken. `id`.
    DuplicateId = "duplicate-id",
    /// A definition's name that another file has. `name`.
    DuplicateName = "duplicate-name",
    /// Words without one of the languages. `lang`.
    MissingLanguage = "missing-language",
    /// A list that has to have something in it. `key`.
    EmptyList = "empty-list",
    /// More tables of one kind than a definition may have. `key`, `most`.
    TooMany = "too-many",
    /// More problems than are worth listing; the rest is left out. `count`.
    More = "more",
    /// A stage that does not exist. `name`.
    UnknownStage = "unknown-stage",
    /// A role that does not exist. `name`.
    UnknownRole = "unknown-role",
    /// A purpose tag that does not exist. `name`.
    UnknownTag = "unknown-tag",
    /// A kind of document that does not exist. `name`.
    UnknownDocument = "unknown-document",
    /// A kind of evidence that does not exist. `name`.
    UnknownEvidence = "unknown-evidence",
    /// A guard that does not exist. `name`.
    UnknownGuard = "unknown-guard",
    /// A hook that does not exist. `name`.
    UnknownHook = "unknown-hook",
    /// A message template that does not exist. `name`.
    UnknownTemplate = "unknown-template",
    /// A term that cannot be read. `value`, `reason`: `form`, `day`, `far`.
    BadTerm = "bad-term",
    /// A requirement or an entry that says nothing or several things at once. `found`, `allowed`.
    NotOneOf = "not-one-of",
    /// A condition that cannot hold for what goes through this machine. `key`, `kind`.
    WrongSubject = "wrong-subject",
    /// No stages at all.
    NoStages = "no-stages",
    /// No stage has an outcome.
    NoFinalStage = "no-final-stage",
    /// No way leads to the stage. `stage`.
    UnreachableStage = "unreachable-stage",
    /// No way leads out of a stage without an outcome. `stage`.
    DeadEnd = "dead-end",
    /// Ways lead on, but none to a stage with an outcome. `stage`.
    NoWayToEnd = "no-way-to-end",
    /// The only ways out of the stage end in giving up. `stage`.
    OnlyCancelled = "only-cancelled",
    /// Two automatic ways out of a stage that may hold together. `stage`, `first`, `second`.
    AmbiguousAutomatic = "ambiguous-automatic",
    /// Two ways out of a stage that a person cannot tell apart. `stage`, `title`.
    AmbiguousTitle = "ambiguous-title",
    /// A way from a stage to itself without a reason. `stage`.
    SelfLoop = "self-loop",
    /// Automatic ways that run in a circle. `path`.
    AutomaticCycle = "automatic-cycle",
    /// An automatic way that wants a reason: nobody is there to give one.
    AutomaticReason = "automatic-reason",
    /// A way that nobody may take and that is not automatic.
    NoTaker = "no-taker",
    /// `back = true`, but it leads to a later stage.
    BackLeadsOn = "back-leads-on",
    /// It leads to an earlier stage without `back = true`.
    NotMarkedBack = "not-marked-back",
}

/// A place for people: both counted from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The character in the line.
    pub column: usize,
}

impl Position {
    /// Where a byte of the source stands; past the end it is the end.
    pub fn of(source: &str, byte: usize) -> Self {
        let mut end = byte.min(source.len());
        while !source.is_char_boundary(end) {
            end -= 1;
        }
        let before = &source[..end];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Self {
            line: before.bytes().filter(|b| *b == b'\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }
}

impl Diagnostic {
    pub(super) fn new(code: Code, span: Range<usize>) -> Self {
        Self {
            severity: Severity::Error,
            code,
            span,
            args: Vec::new(),
            related: Vec::new(),
            suggestion: None,
        }
    }

    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.args.push((name, value.into()));
        self
    }

    pub(super) fn warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }

    pub(super) fn near(mut self, span: Range<usize>, label: &'static str) -> Self {
        self.related.push(Related { span, label });
        self
    }

    pub(super) fn meant(mut self, suggestion: Option<String>) -> Self {
        self.suggestion = suggestion;
        self
    }
}
