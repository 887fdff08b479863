//! The preview: what would be stored, and what to look at before it is.

use vekha_core::roadmap::{Draft, PlanSource, TaskDraft};
use vekha_core::schedule::{Deadline, DeadlineKind, Span, asks_calendar};

use super::findings::{day, sentence};
use crate::lang::Lang;

/// The parts of a preview; how they are laid out is the terminal's business.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// The document's title, the plan, the counts: a line each.
    pub head: Vec<String>,
    /// Names of the columns.
    pub columns: [String; 5],
    /// Headings of sections and rows of tasks.
    pub rows: Vec<Line>,
    /// Heading of the findings, and each as task and sentence; empty where there are none.
    pub findings: (String, Vec<(String, String)>),
    /// Heading of the spellings, and each as a line.
    pub spellings: (String, Vec<String>),
}

/// A line of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// A section or group.
    Heading(String),
    /// Number, title, term as understood, responsible, result.
    Task([String; 5]),
}

impl Preview {
    /// The preview of a draft in `lang`.
    pub fn of(draft: &Draft, lang: Lang) -> Self {
        let columns =
            ["preview-number", "preview-task", "preview-understood", "preview-responsible", "preview-result"];
        Self {
            head: head(draft, lang),
            columns: columns.map(|id| lang.word(id)),
            rows: rows(draft, lang),
            findings: (lang.word("preview-findings"), findings(draft, lang)),
            spellings: (lang.word("preview-spellings"), spellings(draft, lang)),
        }
    }
}

fn head(draft: &Draft, lang: Lang) -> Vec<String> {
    let plan = match draft.plan_source {
        PlanSource::Given => "preview-plan-given",
        PlanSource::Title => "preview-plan-title",
        PlanSource::Terms => "preview-plan-terms",
    };
    let counts = [
        ("tasks", draft.tasks.len().into()),
        ("sections", draft.sections.len().into()),
        ("findings", draft.findings.len().into()),
    ];
    let mut head = vec![
        draft.title.clone(),
        lang.say(plan, &[("plan", draft.plan.to_string().into())]),
        lang.say("preview-counts", &counts),
    ];
    head.retain(|line| !line.is_empty());
    head
}

fn rows(draft: &Draft, lang: Lang) -> Vec<Line> {
    let mut rows = Vec::new();
    let (mut section, mut group) = (None, None);
    for task in &draft.tasks {
        if section != Some(&task.section) {
            section = Some(&task.section);
            let own = draft.sections.iter().find(|own| own.number == task.section);
            rows.extend(own.map(|own| {
                let args = [("number", own.number.as_str().into()), ("title", own.title.as_str().into())];
                Line::Heading(lang.say("preview-section", &args))
            }));
        }
        if group != task.group.as_ref() {
            group = task.group.as_ref();
            let own = draft.groups.iter().find(|own| Some(&own.number) == group);
            rows.extend(own.map(|own| Line::Heading(format!("{} {}", own.number, own.title))));
        }
        rows.push(row(task, lang));
    }
    rows
}

fn row(task: &TaskDraft, lang: Lang) -> Line {
    let responsible: Vec<&str> = task.responsible.iter().map(|party| party.name.as_str()).collect();
    Line::Task([
        task.number.clone(),
        task.title.clone(),
        match task.deadline.kind {
            DeadlineKind::External if asks_calendar(&task.phrase) => lang.word("import-term-calendar"),
            _ => understood(&task.deadline, lang),
        },
        responsible.join(", "),
        task.result.clone(),
    ])
}

/// What a deadline was understood as, in a few words.
pub fn understood(deadline: &Deadline, lang: Lang) -> String {
    let kind = match deadline.kind {
        DeadlineKind::Due | DeadlineKind::Window | DeadlineKind::Since => {
            let spans: Vec<String> = deadline.occurrences.iter().map(|span| shown(span, lang)).collect();
            return spans.join("; ");
        }
        DeadlineKind::Period => {
            let whole = deadline.occurrences.first().and_then(|span| Some((span.from?, span.to?)));
            return match whole {
                Some((from, to)) => {
                    lang.say("import-term-period", &[("from", day(from).into()), ("to", day(to).into())])
                }
                None => deadline.kind.as_str().to_owned(),
            };
        }
        DeadlineKind::Recurring | DeadlineKind::Relative => {
            return crate::words::deadline::brief(deadline, lang);
        }
        DeadlineKind::Yearly => "import-term-yearly",
        DeadlineKind::Linked => "import-term-linked",
        DeadlineKind::External => "import-term-external",
        DeadlineKind::AsNeeded => "import-term-as-needed",
        DeadlineKind::None => "import-term-none",
        DeadlineKind::Invalid => "import-term-invalid",
    };
    lang.word(kind)
}

fn shown(span: &Span, lang: Lang) -> String {
    match (span.from, span.to) {
        (None, Some(to)) => lang.say("import-term-due", &[("to", day(to).into())]),
        (Some(from), None) => lang.say("import-term-since", &[("from", day(from).into())]),
        (Some(from), Some(to)) if from == to => lang.say("import-term-day", &[("from", day(from).into())]),
        (Some(from), Some(to)) => {
            lang.say("import-term-window", &[("from", day(from).into()), ("to", day(to).into())])
        }
        (None, None) => String::new(),
    }
}

fn findings(draft: &Draft, lang: Lang) -> Vec<(String, String)> {
    draft
        .findings
        .iter()
        .map(|finding| {
            let task =
                if finding.task.is_empty() { lang.word("preview-whole") } else { finding.task.clone() };
            (task, sentence(finding, draft, lang))
        })
        .collect()
}

fn spellings(draft: &Draft, lang: Lang) -> Vec<String> {
    draft
        .spellings
        .iter()
        .map(|cluster| {
            let why = lang.word(if cluster.certain { "preview-certain" } else { "preview-ask" });
            format!("{} ← {} ({why})", cluster.canonical, cluster.variants.join(", "))
        })
        .collect()
}
