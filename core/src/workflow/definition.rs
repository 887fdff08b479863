//! Reading a definition: TOML with places → a draft, checked into a [`Machine`].

use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use toml::de::DeTable;

use super::canonical;
use super::check;
use super::diagnostic::{Code, Diagnostic, Severity};
use super::fields::{At, Fields, Reader};
use super::machine::{Entry, Machine, Outcome, Stage, SubjectKind, Transition, Words};
use super::requirement::KINDS;
use super::vocabulary::{LISTS, Vocabulary};

/// Where `from = "*"` stands for every stage without an outcome.
const EVERY_OPEN_STAGE: &str = "*";

/// A file with more problems than this is not a definition; listing them all would only take long.
const MOST_PROBLEMS: usize = 200;

/// A definition as read, with the places that later checks point to.
pub(super) struct Draft {
    pub name: Option<At<String>>,
    pub title: Words,
    pub kind: SubjectKind,
    pub initial: Option<At<String>>,
    pub stages: Vec<At<Stage>>,
    pub transitions: Vec<DraftTransition>,
    /// Something that shapes the graph could not be read.
    pub doubtful: bool,
}

/// A transition and its places.
pub(super) struct DraftTransition {
    pub transition: Transition,
    pub id: Range<usize>,
    pub title: Range<usize>,
    pub from: Vec<At<String>>,
    pub to: Range<usize>,
}

/// Reads a definition against the shipped vocabulary; see [`parse_with`].
pub fn parse(source: &str) -> (Option<Machine>, Vec<Diagnostic>) {
    parse_with(source, &Vocabulary::default())
}

/// Reads a definition and lists every problem, in the order of the file. There is a machine exactly where none of
/// the problems is an error.
pub fn parse_with(source: &str, vocabulary: &Vocabulary) -> (Option<Machine>, Vec<Diagnostic>) {
    let examined = examine(source, vocabulary);
    (examined.machine, examined.diagnostics)
}

/// Reads the definitions of one school together: each may name the stages of the others, and no two may have one
/// name. The answers are in the order of the sources.
pub fn parse_set(sources: &[&str], vocabulary: &Vocabulary) -> Vec<(Option<Machine>, Vec<Diagnostic>)> {
    let mut vocabulary = vocabulary.clone();
    let read: Vec<_> = sources.iter().map(|source| examine(source, &vocabulary).stages).collect();
    for (kind, ids) in read.into_iter().flatten() {
        vocabulary.stages.entry(kind).or_default().extend(ids);
    }
    let mut names: Vec<String> = Vec::new();
    let mut answers = Vec::new();
    for source in sources {
        let mut examined = examine(source, &vocabulary);
        if let Some(name) = examined.name {
            if names.contains(&name.value) {
                let twice = Diagnostic::new(Code::DuplicateName, name.span).with("name", name.value);
                examined.diagnostics.insert(0, twice);
                examined.machine = None;
            } else {
                names.push(name.value);
            }
        }
        answers.push((examined.machine, examined.diagnostics));
    }
    answers
}

/// What reading one definition gave.
struct Examined {
    machine: Option<Machine>,
    diagnostics: Vec<Diagnostic>,
    name: Option<At<String>>,
    /// What it is for and its stages, where that could be read.
    stages: Option<(SubjectKind, Vec<String>)>,
}

fn examine(source: &str, vocabulary: &Vocabulary) -> Examined {
    let (document, errors) = DeTable::parse_recoverable(source);
    let mut reader = Reader { vocabulary, diagnostics: Vec::new(), doubtful: false };
    let draft = reader.draft(document.get_ref());
    let mut diagnostics = reader.diagnostics;
    let errors_free = errors.is_empty();
    if errors_free {
        if let Some(draft) = &draft {
            check::check(draft, &mut diagnostics);
        }
    } else {
        diagnostics = with_syntax(source, errors, diagnostics);
    }
    in_order(source, &mut diagnostics);
    let name = draft.as_ref().and_then(|draft| draft.name.clone());
    let whole = draft.as_ref().filter(|draft| errors_free && !draft.doubtful);
    let stages = whole.map(|draft| {
        (draft.kind, draft.stages.iter().map(|stage| stage.value.id.clone()).collect::<Vec<_>>())
    });
    let usable = diagnostics.iter().all(|diagnostic| diagnostic.severity == Severity::Warning);
    let machine = draft.filter(|_| usable).and_then(|draft| machine(draft, document.get_ref()));
    Examined { machine, diagnostics, name, stages }
}

/// The lists of a school's own names and what is wrong with them.
pub(super) fn read_additions(source: &str) -> (Vec<(&'static str, Vec<String>)>, Vec<Diagnostic>) {
    let (document, errors) = DeTable::parse_recoverable(source);
    let nothing = Vocabulary::default();
    let mut reader = Reader { vocabulary: &nothing, diagnostics: Vec::new(), doubtful: false };
    let mut fields = Fields::new(document.get_ref(), 0..0, "vocabulary");
    let mut additions = Vec::new();
    for list in LISTS {
        let names = reader.list(&mut fields, list);
        additions.push((*list, names.into_iter().map(|name| name.value).collect()));
    }
    reader.finish(fields);
    let mut diagnostics = reader.diagnostics;
    if !errors.is_empty() {
        diagnostics = with_syntax(source, errors, diagnostics);
    }
    in_order(source, &mut diagnostics);
    (additions, diagnostics)
}

fn in_order(source: &str, diagnostics: &mut Vec<Diagnostic>) {
    for diagnostic in diagnostics.iter_mut() {
        diagnostic.span = whole_characters(source, &diagnostic.span);
    }
    diagnostics.sort_by_key(|diagnostic| (diagnostic.span.start, diagnostic.span.end, diagnostic.code));
    diagnostics.dedup();
    if diagnostics.len() > MOST_PROBLEMS {
        let rest = diagnostics.split_off(MOST_PROBLEMS);
        let mut more =
            Diagnostic::new(Code::More, rest[0].span.clone()).with("count", rest.len().to_string());
        more.severity = rest.iter().map(|left_out| left_out.severity).min().unwrap_or(Severity::Error);
        diagnostics.push(more);
    }
}

fn machine(draft: Draft, document: &DeTable<'_>) -> Option<Machine> {
    Some(Machine {
        name: draft.name?.value,
        title: draft.title,
        kind: draft.kind,
        hash: canonical::hash(document),
        initial: draft.initial?.value,
        stages: draft.stages.into_iter().map(|stage| stage.value).collect(),
        transitions: draft.transitions.into_iter().map(|draft| draft.transition).collect(),
    })
}

/// What the parser could not read, and of the rest only what stays true if those lines were right.
fn with_syntax(source: &str, errors: Vec<toml::de::Error>, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let starts: Vec<usize> =
        source.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(at, _)| at).collect();
    let line = |byte: usize| starts.partition_point(|start| *start < byte);
    let mut diagnostics: Vec<Diagnostic> = errors
        .iter()
        .map(|error| {
            let span = error.span().unwrap_or(source.len()..source.len());
            Diagnostic::new(Code::Syntax, span)
                .with("kind", syntax_kind(error.message()))
                .with("detail", error.message())
        })
        .collect();
    let broken: BTreeSet<usize> =
        diagnostics.iter().flat_map(|broken| [line(broken.span.start), line(broken.span.end)]).collect();
    let local = |code| !matches!(code, Code::MissingKey | Code::EmptyList | Code::NoStages | Code::NotOneOf);
    let stays = |found: &Diagnostic| local(found.code) && !broken.contains(&line(found.span.start));
    diagnostics.extend(found.into_iter().filter(stays));
    diagnostics
}

/// A class of syntax errors of the TOML reader that has words of its own in both languages; `other` where it has none.
pub fn syntax_kind(message: &str) -> &'static str {
    const CLASSES: &[(&str, &str)] = &[
        ("duplicate key", "duplicate"),
        ("string values must be quoted", "quotes"),
        ("missing opening quote", "quotes"),
        ("missing closing quote", "quotes"),
        ("invalid basic string", "unclosed"),
        ("invalid literal string", "unclosed"),
        ("unclosed", "unclosed"),
        ("missing comma", "comma"),
        ("extra comma", "extra-comma"),
        ("missing value", "value"),
        ("key with no value", "value"),
        ("invalid unquoted key", "key"),
        ("missing key", "key"),
        ("recurs", "deep"),
        ("leading zero", "number"),
        ("numeric sign", "number"),
        ("unexpected sign", "number"),
        ("radix", "number"),
        ("number prefix", "number"),
        ("between digits", "number"),
        ("invalid integer", "number"),
        ("invalid float", "number"),
        ("escape", "escape"),
        ("unicode value", "escape"),
        ("assignment", "equals"),
        ("extra `=`", "equals"),
        ("unexpected `=`", "equals"),
        ("unexpected key or value", "line"),
        ("unexpected content", "line"),
        ("date", "date"),
    ];
    CLASSES.iter().find(|(part, _)| message.contains(part)).map_or("other", |(_, kind)| kind)
}

/// The span inside the source, widened to whole characters.
fn whole_characters(source: &str, span: &Range<usize>) -> Range<usize> {
    let mut start = span.start.min(source.len());
    let mut end = span.end.clamp(start, source.len());
    while !source.is_char_boundary(start) {
        start -= 1;
    }
    while !source.is_char_boundary(end) {
        end += 1;
    }
    start..end
}

impl Reader<'_> {
    fn draft(&mut self, document: &DeTable<'_>) -> Option<Draft> {
        let mut fields = Fields::new(document, 0..0, "file");
        let header = match fields.take("workflow").map(|found| (found.get_ref().as_table(), found.span())) {
            Some((Some(table), span)) => Some(self.header(Fields::new(table, span, "workflow"))),
            _ => {
                self.missing(&fields, "workflow");
                None
            }
        };
        let kind = header.as_ref().and_then(|header| header.1).unwrap_or(SubjectKind::Programme);
        let mut taken = Vec::new();
        let tables = self.tables(&mut fields, "stage", "stage");
        let stages: Vec<_> = tables.into_iter().filter_map(|table| self.stage(table, &mut taken)).collect();
        if !fields.has("stage") {
            self.note(Diagnostic::new(Code::NoStages, fields.span.clone()));
        }
        let mut taken = Vec::new();
        let tables = self.tables(&mut fields, "transition", "transition");
        let transitions = tables
            .into_iter()
            .filter_map(|table| self.transition(table, kind, &stages, &mut taken))
            .collect();
        self.finish(fields);
        let (name, _, title, initial) = header?;
        Some(Draft {
            name,
            title: title.unwrap_or_default(),
            kind,
            initial,
            stages,
            transitions,
            doubtful: self.doubtful,
        })
    }

    #[allow(clippy::type_complexity)]
    fn header(
        &mut self,
        mut fields: Fields<'_, '_>,
    ) -> (Option<At<String>>, Option<SubjectKind>, Option<Words>, Option<At<String>>) {
        let name = self.need_id(&mut fields, "name");
        if !fields.has("kind") {
            self.missing(&fields, "kind");
        }
        let kind = self.choice(&mut fields, "kind", KINDS).map(|kind| kind.value);
        let title = self.need_words(&mut fields, "title").map(|title| title.value);
        let initial = self.need_text(&mut fields, "initial");
        self.finish(fields);
        (name, kind, title, initial)
    }

    fn stage(&mut self, mut fields: Fields<'_, '_>, taken: &mut Vec<At<String>>) -> Option<At<Stage>> {
        let id = self.need_id(&mut fields, "id");
        if let Some(id) = &id {
            self.unique(id, taken);
        }
        let title = self.need_words(&mut fields, "title");
        let outcomes = [("done", Outcome::Done), ("cancelled", Outcome::Cancelled)];
        let outcome = self.choice(&mut fields, "outcome", &outcomes).map(|outcome| outcome.value);
        self.doubtful |= id.is_none() || (fields.has("outcome") && outcome.is_none());
        let term = self.term(&mut fields, "term");
        let evidence = self.list(&mut fields, "evidence");
        for kind in &evidence {
            self.known(&self.vocabulary.evidence.clone(), Code::UnknownEvidence, kind);
        }
        let entries = self.tables(&mut fields, "enter", "enter");
        let on_enter = entries.into_iter().filter_map(|table| self.entry(table)).collect();
        self.finish(fields);
        let id = id?;
        Some(At {
            value: Stage {
                id: id.value,
                title: title.map(|title| title.value).unwrap_or_default(),
                outcome,
                term,
                on_enter,
                evidence: evidence.into_iter().map(|kind| kind.value).collect(),
            },
            span: id.span,
        })
    }

    fn entry(&mut self, mut fields: Fields<'_, '_>) -> Option<Entry> {
        const ACTIONS: &[&str] = &["notify", "open", "draft", "hook"];
        let found: Vec<&'static str> = ACTIONS.iter().copied().filter(|key| fields.has(key)).collect();
        for key in ACTIONS {
            fields.take(key);
        }
        let entry = match found.as_slice() {
            ["notify"] => self.notify(&mut fields),
            ["open"] => self.text(&mut fields, "open").map(|tag| {
                self.known(&self.vocabulary.tags.clone(), Code::UnknownTag, &tag);
                Entry::OpenTasks { tag: tag.value }
            }),
            ["draft"] => self.text(&mut fields, "draft").map(|document| {
                self.known(&self.vocabulary.documents.clone(), Code::UnknownDocument, &document);
                Entry::Draft { document: document.value }
            }),
            ["hook"] => self.text(&mut fields, "hook").map(|name| {
                self.known(&self.vocabulary.hooks.clone(), Code::UnknownHook, &name);
                Entry::Hook { name: name.value }
            }),
            _ => {
                let place = found.get(1).map_or_else(|| fields.span.clone(), |second| fields.place(second));
                fields.take("to");
                self.note(
                    Diagnostic::new(Code::NotOneOf, place)
                        .with("found", found.join(", "))
                        .with("allowed", ACTIONS.join(", ")),
                );
                None
            }
        };
        self.finish(fields);
        entry
    }

    fn notify(&mut self, fields: &mut Fields<'_, '_>) -> Option<Entry> {
        let template = self.text(fields, "notify");
        let to = self.list(fields, "to");
        for role in &to {
            self.known(&self.vocabulary.roles.clone(), Code::UnknownRole, role);
        }
        if to.is_empty() {
            self.note(Diagnostic::new(Code::EmptyList, fields.place("to")).with("key", "to"));
        }
        let template = template?;
        self.known(&self.vocabulary.templates.clone(), Code::UnknownTemplate, &template);
        Some(Entry::Notify { template: template.value, to: to.into_iter().map(|role| role.value).collect() })
    }

    fn transition(
        &mut self,
        mut fields: Fields<'_, '_>,
        kind: SubjectKind,
        stages: &[At<Stage>],
        taken: &mut Vec<At<String>>,
    ) -> Option<DraftTransition> {
        let id = self.need_id(&mut fields, "id");
        if let Some(id) = &id {
            self.unique(id, taken);
        }
        let title = self.need_words(&mut fields, "title");
        let from = self.from(&mut fields, stages);
        let to = self.need_text(&mut fields, "to");
        let back = self.flag(&mut fields, "back").is_some_and(|back| back.value);
        let automatic = self.flag(&mut fields, "automatic").is_some_and(|automatic| automatic.value);
        let needs_reason = self.flag(&mut fields, "reason").is_some_and(|reason| reason.value);
        let roles = self.list(&mut fields, "roles");
        for role in &roles {
            self.known(&self.vocabulary.roles.clone(), Code::UnknownRole, role);
        }
        let mut requirement_ids = Vec::new();
        let tables = self.tables(&mut fields, "require", "require");
        let requires = tables
            .into_iter()
            .filter_map(|table| self.requirement(table, kind, &mut requirement_ids))
            .collect();
        self.finish(fields);
        self.doubtful |= id.is_none() || to.is_none() || from.is_empty();
        let (id, to) = (id?, to?);
        let (title, title_span) = title.map(|title| (title.value, title.span)).unwrap_or_default();
        Some(DraftTransition {
            transition: Transition {
                id: id.value,
                title,
                from: from.iter().map(|stage| stage.value.clone()).collect(),
                to: to.value,
                back,
                roles: roles.into_iter().map(|role| role.value).collect(),
                requires,
                automatic,
                needs_reason,
            },
            id: id.span,
            title: title_span,
            from,
            to: to.span,
        })
    }

    /// The stages a transition leads from, `"*"` spelled out, each once.
    fn from(&mut self, fields: &mut Fields<'_, '_>, stages: &[At<Stage>]) -> Vec<At<String>> {
        if !fields.has("from") {
            fields.take("from");
            self.missing(fields, "from");
            return Vec::new();
        }
        let place = fields.place("from");
        let written = self.list(fields, "from");
        if written.is_empty() {
            self.note(Diagnostic::new(Code::EmptyList, place).with("key", "from"));
        }
        let mut from: Vec<At<String>> = Vec::new();
        for stage in written {
            let open = stages.iter().filter(|open| open.value.outcome.is_none());
            let meant: Vec<String> = if stage.value == EVERY_OPEN_STAGE {
                open.map(|open| open.value.id.clone()).collect()
            } else {
                Vec::from([stage.value])
            };
            for id in meant {
                if from.iter().all(|known| known.value != id) {
                    from.push(At { value: id, span: stage.span.clone() });
                }
            }
        }
        from
    }
}
