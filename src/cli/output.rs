//! The only place that prints. Data goes to stdout, everything else to stderr.

use std::io::{self, BufRead, IsTerminal, Write};
use std::time::Duration;

use anstyle::{Effects, Style};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;
use serde_json::json;

use super::globals::{Color, Globals};
use super::{Failure, Kind, Table};
use crate::lang::Lang;

const BOLD: Style = Style::new().effects(Effects::BOLD);
const DIM: Style = Style::new().effects(Effects::DIMMED);

/// Where a command writes. Nothing here fails: a reader that went away (a closed pipe) ends the output quietly, any
/// other fault is reported once by [`Output::finish`].
pub struct Output {
    stdout: Box<dyn Write>,
    stderr: Box<dyn Write>,
    json: bool,
    yes: bool,
    lang: Lang,
    /// Columns of the terminal; none when stdout is not one.
    width: Option<usize>,
    fault: Option<io::Error>,
}

impl Output {
    /// The output of the process.
    pub fn of_process(globals: &Globals) -> Self {
        let choice = |color| match color {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        };
        let stdout = io::BufWriter::new(anstream::AutoStream::new(io::stdout(), choice(globals.color)));
        let width = io::stdout().is_terminal().then(|| comfy_table::Table::new().width()).flatten();
        Self {
            stdout: Box::new(stdout),
            stderr: Box::new(anstream::AutoStream::new(io::stderr(), choice(globals.color))),
            json: globals.json,
            yes: globals.yes,
            lang: globals.language(),
            width: width.map(|columns| usize::from(columns).max(40)),
            fault: None,
        }
    }

    /// An output that nobody sees.
    pub fn silent(globals: &Globals) -> Self {
        Self::to(globals, Box::new(io::sink()))
    }

    /// An output whose data goes elsewhere and whose remarks nobody sees.
    pub fn to(globals: &Globals, stdout: Box<dyn Write>) -> Self {
        Self { stdout, stderr: Box::new(io::sink()), width: None, ..Self::of_process(globals) }
    }

    /// Changes places with the output of another command, but for the answer that `--yes` gives beforehand.
    pub(super) fn trade(&mut self, other: &mut Self) {
        std::mem::swap(self, other);
        std::mem::swap(&mut self.yes, &mut other.yes);
    }

    /// Whether `--json` was asked for.
    pub fn is_json(&self) -> bool {
        self.json
    }

    /// Whether data goes to a terminal.
    pub fn is_terminal(&self) -> bool {
        self.width.is_some()
    }

    /// A line of data.
    pub fn line(&mut self, text: impl AsRef<str>) {
        let text = text.as_ref();
        self.data(|out| writeln!(out, "{text}"));
    }

    /// Text or bytes as they are: a diagram, a document, a completion script.
    pub fn raw(&mut self, bytes: &[u8]) {
        self.data(|out| out.write_all(bytes));
    }

    /// The title of a screen.
    pub fn title(&mut self, text: &str) {
        self.data(|out| writeln!(out, "{BOLD}{text}{BOLD:#}"));
    }

    /// A heading, with an empty line above it.
    pub fn heading(&mut self, text: &str) {
        self.data(|out| writeln!(out, "\n{BOLD}{text}{BOLD:#}"));
    }

    /// A command to copy, below what it is for.
    pub fn command(&mut self, command: &str) {
        self.data(|out| writeln!(out, "    {DIM}{command}{DIM:#}"));
    }

    /// A table.
    pub fn table(&mut self, table: &Table) {
        let text = table.render(self.width);
        self.data(|out| writeln!(out, "{text}"));
    }

    /// One JSON document, indented.
    pub fn json(&mut self, value: &impl Serialize) {
        self.serialized(serde_json::to_string_pretty(value));
    }

    /// One JSON document on one line, for a stream of them.
    pub fn json_line(&mut self, value: &impl Serialize) {
        self.serialized(serde_json::to_string(value));
    }

    /// Words about what is being done, to stderr; not data.
    pub fn note(&mut self, text: &str) {
        // Nothing can be done about a stderr that cannot be written to.
        let _ = writeln!(self.stderr, "{text}");
    }

    /// What somebody has to look at, to stderr, behind the data that was written before.
    pub fn alarm(&mut self, text: &str) {
        self.settle();
        self.note(text);
    }

    /// Advice, to stderr, behind the data that was written before; silent with `--json`.
    pub fn hint(&mut self, text: &str) {
        if !self.json {
            self.settle();
            let lead = self.lang.word("failure-hint");
            self.note(&format!("{DIM}{lead}: {text}{DIM:#}"));
        }
    }

    /// A failure: words on stderr, or with `--json` one object there.
    pub fn failure(&mut self, failure: &Failure) {
        self.settle();
        let text = if self.json { failure.json(self.lang).to_string() } else { failure.text(self.lang) };
        self.note(text.trim_end());
    }

    /// A bar for `total` steps, on a terminal only; elsewhere it draws nothing.
    pub fn progress(&self, total: u64, words: &str) -> ProgressBar {
        let hidden = self.json || !io::stderr().is_terminal();
        let target = if hidden { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(Some(total), target).with_message(words.to_owned());
        match ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}") {
            Ok(style) => bar.set_style(style),
            Err(error) => tracing::debug!(%error, "progress template"),
        }
        if !hidden {
            bar.enable_steady_tick(Duration::from_millis(200));
        }
        bar
    }

    /// Whether somebody sits at a terminal who could answer.
    pub fn can_ask(&self) -> bool {
        io::stdin().is_terminal() && io::stderr().is_terminal()
    }

    /// Asks a question whose safe answer is no. `--yes` answers it; without a terminal there is nobody to ask, which
    /// is a failure that says so.
    pub fn confirm(&mut self, question: &str) -> Result<bool, Failure> {
        if self.yes {
            return Ok(true);
        }
        if !self.can_ask() {
            let asked = [("question", question.to_owned())];
            return Err(Failure::with(Kind::Usage, "confirm-needs-yes", asked).hint("confirm-add-yes"));
        }
        self.settle();
        let _ = write!(self.stderr, "{question} {} ", self.lang.word("confirm-choice"));
        let _ = self.stderr.flush();
        let mut answer = String::new();
        io::stdin().lock().read_line(&mut answer)?;
        let answer = answer.trim().to_lowercase();
        Ok(["y", "yes", "д", "да"].contains(&answer.as_str()))
    }

    /// Writes out what is still held. The fault that stopped the output, if it was not a closed pipe.
    pub fn finish(&mut self) -> Result<(), Failure> {
        self.settle();
        match self.fault.take() {
            Some(fault) if fault.kind() != io::ErrorKind::BrokenPipe => {
                Err(Failure::with(Kind::Failed, "output-failed", [("reason", fault.to_string())]))
            }
            _ => Ok(()),
        }
    }

    fn serialized(&mut self, text: serde_json::Result<String>) {
        match text {
            Ok(text) => self.line(text),
            Err(error) => self.fault = Some(io::Error::other(error)),
        }
    }

    fn settle(&mut self) {
        self.data(|out| out.flush());
    }

    fn data(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
        if self.fault.is_none() {
            self.fault = write(&mut *self.stdout).err();
        }
    }
}

/// Where letters of the console go: people at it read them, and what a program reads stays data.
pub(super) fn console() -> Box<dyn Write> {
    Box::new(io::stderr())
}

/// What clap printed, for stdout (help, version).
pub(super) fn help(text: &str, globals: &Globals) -> Result<(), Failure> {
    let mut out = Output::of_process(globals);
    out.raw(text.as_bytes());
    out.finish()
}

/// An internal fault that left no context to speak through.
pub(super) fn fault(failure: &Failure, globals: &Globals) {
    Output::of_process(globals).failure(failure);
}

/// The outcome of a command that changed something: a line for people, an object for machines.
impl Output {
    /// Says `words`, or with `--json` prints `value`.
    pub fn outcome(&mut self, words: &str, value: &impl Serialize) {
        if self.json { self.json(value) } else { self.line(words) }
    }

    /// With `--json` an object of one field, which is enough for a bare confirmation.
    pub fn done(&mut self, words: &str) {
        self.outcome(words, &json!({"done": words}));
    }
}
