//! Workflow definitions as files: what ships, what a home has, and their problems with the line and a caret.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use fluent_templates::fluent_bundle::FluentValue;
use serde_json::{Value, json};
use vekha_core::workflow::{Code, Diagnostic, Machine, Position, Severity, Vocabulary, parse_set};

use crate::cli::{Failure, Kind};
use crate::lang::Lang;

/// The definitions a new home gets: the file's name and its text.
pub const SHIPPED: &[(&str, &str)] = &[
    ("programme.toml", include_str!("../workflows/programme.toml")),
    ("task.toml", include_str!("../workflows/task.toml")),
    ("pair.toml", include_str!("../workflows/pair.toml")),
    ("document.toml", include_str!("../workflows/document.toml")),
];

/// A school's own names, beside the definitions.
pub const VOCABULARY_FILE: &str = "vocabulary.toml";

/// No definition is longer; a file that is was named by mistake.
const MAX_BYTES: u64 = 256 << 10;

/// A file of definitions and what reading it gave.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The path as the person would write it.
    pub path: PathBuf,
    /// The text.
    pub source: String,
    /// The machine, where no problem is an error; never for `vocabulary.toml`.
    pub machine: Option<Machine>,
    /// Every problem, in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
}

impl Checked {
    /// How many problems are of this severity.
    pub fn count(&self, severity: Severity) -> usize {
        let of_it = self.diagnostics.iter().filter(|found| found.severity == severity);
        of_it.map(|found| left_out(found).unwrap_or(1)).sum()
    }
}

/// How many problems one that ends a long list stands for.
fn left_out(found: &Diagnostic) -> Option<usize> {
    let (_, count) = found.args.iter().find(|(name, _)| found.code == Code::More && *name == "count")?;
    count.parse().ok()
}

/// The definitions that ship, checked.
pub fn shipped() -> Vec<Checked> {
    let files = SHIPPED.iter().map(|(name, text)| (PathBuf::from(name), (*text).to_owned()));
    check(files.collect(), Vocabulary::default())
}

/// The definitions in a folder: every `*.toml` by name, checked together with the school's own vocabulary.
///
/// # Errors
/// A folder or a file that cannot be read. Problems of definitions are in the answer.
pub fn load(dir: &Path, vocabulary: Vocabulary) -> Result<Vec<Checked>, Failure> {
    let entries = fs::read_dir(dir).map_err(|error| Failure::io(dir, &error))?;
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| Failure::io(dir, &error))?.path();
        if path.extension().is_some_and(|extension| extension == "toml") && path.is_file() {
            paths.push(path);
        }
    }
    paths.sort();
    load_files(&paths, vocabulary)
}

/// These files, checked together; one named `vocabulary.toml` is the school's own names.
///
/// # Errors
/// A file that cannot be read.
pub fn load_files(paths: &[PathBuf], vocabulary: Vocabulary) -> Result<Vec<Checked>, Failure> {
    let mut files = Vec::new();
    for path in paths {
        files.push((path.clone(), read(path)?));
    }
    Ok(check(files, vocabulary))
}

fn read(path: &Path) -> Result<String, Failure> {
    let fault = |error| Failure::io(path, &error);
    let size = fs::metadata(path).map_err(fault)?.len();
    let shown = path.display().to_string();
    if size > MAX_BYTES {
        return Err(Failure::with(Kind::BadInput, "workflow-file-too-large", [("path", shown)]));
    }
    String::from_utf8(fs::read(path).map_err(fault)?).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let text = String::from_utf8_lossy(&error.as_bytes()[..valid]).into_owned();
        let line = Position::of(&text, valid).line.to_string();
        Failure::with(Kind::BadInput, "workflow-file-not-utf8", [("path", shown), ("line", line)])
    })
}

fn check(files: Vec<(PathBuf, String)>, mut vocabulary: Vocabulary) -> Vec<Checked> {
    let is_vocabulary = |path: &Path| path.file_name().is_some_and(|name| name == VOCABULARY_FILE);
    let mut checked = Vec::new();
    for (path, source) in files.iter().filter(|(path, _)| is_vocabulary(path)) {
        let diagnostics = vocabulary.extend(source);
        checked.push(Checked { path: path.clone(), source: source.clone(), machine: None, diagnostics });
    }
    let definitions: Vec<_> = files.into_iter().filter(|(path, _)| !is_vocabulary(path)).collect();
    let sources: Vec<&str> = definitions.iter().map(|(_, source)| source.as_str()).collect();
    let answers = parse_set(&sources, &vocabulary);
    checked.extend(
        definitions.into_iter().zip(answers).map(|((path, source), (machine, diagnostics))| Checked {
            path,
            source,
            machine,
            diagnostics,
        }),
    );
    checked
}

/// The problem in a sentence.
pub fn message(found: &Diagnostic, lang: Lang) -> String {
    let args: Vec<(&'static str, FluentValue<'_>)> =
        found.args.iter().map(|(name, value)| (*name, value.as_str().into())).collect();
    lang.say(&format!("workflow-{}", found.code.as_str()), &args)
}

/// The problem with its line and a caret under the place, in the person's language; several lines.
pub fn excerpt(checked: &Checked, found: &Diagnostic, lang: Lang, coloured: bool) -> String {
    let (level, word) = match found.severity {
        Severity::Error => (Level::ERROR, "workflow-error"),
        Severity::Warning => (Level::WARNING, "workflow-warning"),
    };
    let text = message(found, lang);
    let labels: Vec<String> =
        found.related.iter().map(|other| lang.word(&format!("workflow-at-{}", other.label))).collect();
    let window = window(&checked.source, found);
    let shown = |span: &Range<usize>| {
        let span = visible(&checked.source, span);
        span.start - window.start..span.end - window.start
    };
    let related = found
        .related
        .iter()
        .zip(&labels)
        .map(|(other, label)| AnnotationKind::Context.span(shown(&other.span)).label(label.as_str()));
    let snippet = Snippet::source(&checked.source[window.clone()])
        .path(checked.path.display().to_string())
        .line_start(Position::of(&checked.source, window.start).line)
        .annotation(AnnotationKind::Primary.span(shown(&found.span)))
        .annotations(related);
    let title = level.with_name(lang.word(word)).primary_title(text.as_str()).id(found.code.as_str());
    let mut group = Group::with_title(title).element(snippet);
    let advice = found
        .suggestion
        .as_ref()
        .map(|meant| lang.say("workflow-did-you-mean", &[("name", meant.as_str().into())]));
    if let Some(advice) = &advice {
        let name = lang.word("workflow-help");
        group = group.element(Level::HELP.with_name(name).message(advice.as_str()));
    }
    let renderer = if coloured { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group])
}

/// The lines from the first place of the problem to the last: the whole file would be laid out anew each time.
fn window(source: &str, found: &Diagnostic) -> Range<usize> {
    let places = || found.related.iter().map(|other| &other.span).chain([&found.span]);
    let first = places().map(|span| span.start).min().unwrap_or(0);
    let last = places().map(|span| visible(source, span).end).max().unwrap_or(0);
    let start = source[..first].rfind('\n').map_or(0, |at| at + 1);
    start..source[last..].find('\n').map_or(source.len(), |at| last + at)
}

/// The span cut to its first line: a caret under a whole table says nothing.
fn visible(source: &str, span: &Range<usize>) -> Range<usize> {
    let text = &source[span.clone()];
    let first = text.split(['\n', '\r']).next().map_or(0, str::len);
    span.start..span.start + first
}

/// `{"severity","code","message","line","column","suggestion","related":[{"line","column","label"}]}`.
pub fn as_json(checked: &Checked, found: &Diagnostic, lang: Lang) -> Value {
    let place = |byte| Position::of(&checked.source, byte);
    let at = place(found.span.start);
    let related: Vec<Value> = found
        .related
        .iter()
        .map(|other| {
            let at = place(other.span.start);
            let label = lang.word(&format!("workflow-at-{}", other.label));
            json!({"line": at.line, "column": at.column, "label": label})
        })
        .collect();
    let end = place(found.span.end);
    json!({
        "severity": match found.severity { Severity::Error => "error", Severity::Warning => "warning" },
        "code": found.code.as_str(),
        "message": message(found, lang),
        "line": at.line,
        "column": at.column,
        "end_line": end.line,
        "end_column": end.column,
        "suggestion": found.suggestion,
        "related": related,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(source: &str) -> Vec<Checked> {
        check(vec![("workflows/programme.toml".into(), source.to_owned())], Vocabulary::default())
    }

    #[test]
    fn what_ships_is_in_order() {
        for file in shipped() {
            assert!(file.diagnostics.is_empty(), "{}: {:?}", file.path.display(), file.diagnostics);
            assert!(file.machine.is_some());
        }
    }

    #[test]
    fn every_code_has_words_in_both_languages_and_a_place_in_the_reference() {
        let russian = include_str!("../locales/ru/workflow.ftl");
        let english = include_str!("../locales/en/workflow.ftl");
        let reference = include_str!("../docs/workflows.md");
        for code in Code::ALL {
            let message = format!("\nworkflow-{} = ", code.as_str());
            assert!(russian.contains(&message) && english.contains(&message), "{code:?}");
            assert!(reference.contains(&format!("`{}`", code.as_str())), "{code:?} in docs/workflows.md");
        }
    }

    #[test]
    fn a_caret_stands_under_cyrillic() {
        let source =
            SHIPPED[0].1.replacen("ru = \"Подготовка условий\", en", "ru = \"Подготовка условий\", eng", 1);
        let file = &checked(&source)[0];
        let text = excerpt(file, &file.diagnostics[1], Lang::Ru, false);
        let lines: Vec<&str> = text.lines().collect();
        let source_line = lines.iter().position(|line| line.contains("Подготовка")).expect("the line");
        let column = |line: &str, word: &str| line[..line.find(word).expect("it")].chars().count();
        assert_eq!(column(lines[source_line], "eng"), column(lines[source_line + 1], "^^^"), "{text}");
        assert!(text.contains("может быть"), "{text}");
        assert!(text.starts_with("ошибка[unknown-key]"), "{text}");
    }

    #[test]
    fn json_gives_lines_and_columns() {
        let source = SHIPPED[0].1.replacen("to = \"mentees\"", "to = \"mentes\"", 1);
        let file = &checked(&source)[0];
        let found = as_json(file, &file.diagnostics[0], Lang::En);
        assert_eq!(found["code"], "unknown-stage");
        assert_eq!(found["suggestion"], "mentees");
        let line = source.lines().position(|line| line == "to = \"mentes\"").expect("the line") + 1;
        assert_eq!((found["line"].as_u64(), found["column"].as_u64()), (Some(line as u64), Some(6)));
    }
}
