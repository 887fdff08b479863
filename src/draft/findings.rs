//! Findings and refusals in words.

use chrono::NaiveDate;
use fluent_templates::fluent_bundle::FluentValue;
use vekha_core::roadmap::{Contact, Displaced, Draft, Finding, FindingKind, NoRoadmap};

use crate::import::say_place;
use crate::lang::Lang;

type Args = Vec<(&'static str, FluentValue<'static>)>;

/// A day as people here write it.
pub fn day(date: NaiveDate) -> String {
    date.format("%d.%m.%Y").to_string()
}

/// A finding as a sentence; the draft knows the phrase it speaks of.
pub fn sentence(finding: &Finding, draft: &Draft, lang: Lang) -> String {
    let (id, args) = match terms(finding, draft, lang) {
        Some(said) => said,
        None => texts(finding),
    };
    lang.say(id, &args)
}

/// Findings about dates.
fn terms(finding: &Finding, draft: &Draft, lang: Lang) -> Option<(&'static str, Args)> {
    Some(match &finding.kind {
        FindingKind::TermBeforePlan { date, plan_from } => {
            ("finding-term-before-plan", vec![("date", day(*date).into()), ("from", day(*plan_from).into())])
        }
        FindingKind::OccurrenceOutsidePlan { dates } => (
            "finding-occurrence-outside-plan",
            vec![
                ("count", dates.len().into()),
                ("dates", dates.iter().map(|date| day(*date)).collect::<Vec<_>>().join(", ").into()),
            ],
        ),
        FindingKind::AgreementAfterApproval { approval, approved, agreed } => (
            "finding-agreement-after-approval",
            vec![
                ("approval", approval.clone().into()),
                ("approved", day(*approved).into()),
                ("agreed", day(*agreed).into()),
            ],
        ),
        FindingKind::TermBeforeCouncil { date, council } => (
            "finding-term-before-council",
            vec![("date", day(*date).into()), ("council", day(*council).into())],
        ),
        FindingKind::NoDate => ("finding-no-date", vec![]),
        FindingKind::NoTerm => ("finding-no-term", vec![]),
        FindingKind::UnreadableTerm { note } => {
            let task = draft.tasks.iter().find(|task| task.number == finding.task);
            let phrase = task.map(|task| task.phrase.clone()).unwrap_or_default();
            let id = format!("deadline-note-{note}");
            let why = if lang.knows(&id) { lang.word(&id) } else { note.clone() };
            ("finding-unreadable-term", vec![("phrase", phrase.into()), ("note", why.into())])
        }
        FindingKind::OrderOfSteps { before, undated } => (
            if *undated { "finding-order-undated" } else { "finding-order-late" },
            vec![("before", before.clone().into())],
        ),
        FindingKind::YearConcluded => ("finding-year-concluded", vec![]),
        FindingKind::YearUnknown { plan } => {
            ("finding-year-unknown", vec![("plan", plan.to_string().into())])
        }
        FindingKind::YearDiffers { title, plan } => (
            "finding-year-differs",
            vec![("title", title.to_string().into()), ("plan", plan.to_string().into())],
        ),
        _ => return None,
    })
}

/// Findings about numbers, cells and spellings.
fn texts(finding: &Finding) -> (&'static str, Args) {
    match &finding.kind {
        FindingKind::NumberingGap { missing, after } => {
            let after = if after.is_empty() { "none".to_owned() } else { after.clone() };
            ("finding-numbering-gap", vec![("missing", missing.clone().into()), ("after", after.into())])
        }
        FindingKind::DuplicateNumber { printed } => (
            "finding-duplicate-number",
            vec![("printed", printed.clone().into()), ("task", finding.task.clone().into())],
        ),
        FindingKind::NoResponsible => ("finding-no-responsible", vec![]),
        FindingKind::StaleYear { year } => ("finding-stale-year", vec![("year", year.clone().into())]),
        FindingKind::SuspiciousNeighbour { text, kind, belongs_to } => (
            match kind {
                Displaced::NoteAmongResponsible => "finding-note-among-responsible",
                Displaced::ResultOfNeighbour => "finding-result-of-neighbour",
                Displaced::TermElsewhere => "finding-term-elsewhere",
            },
            vec![("text", text.clone().into()), ("other", belongs_to.clone().into())],
        ),
        FindingKind::SpellingVariants { variants, look_alike } => {
            let list: Vec<String> = variants.iter().map(|variant| format!("«{variant}»")).collect();
            let id = if *look_alike { "finding-spelling-look-alike" } else { "finding-spelling-variants" };
            (id, vec![("variants", list.join(", ").into())])
        }
        FindingKind::OnePersonMostTasks { person, tasks, of } => (
            "finding-one-person-most-tasks",
            vec![("person", person.clone().into()), ("tasks", (*tasks).into()), ("of", (*of).into())],
        ),
        FindingKind::ContactInText { contact: Contact::Phone } => ("finding-contact-phone", vec![]),
        FindingKind::ContactInText { contact: Contact::Email } => ("finding-contact-email", vec![]),
        // Empty results; the kinds about dates were said before.
        _ => ("finding-empty-result", vec![]),
    }
}

/// Why a document gave no roadmap, as a sentence.
pub fn no_roadmap(why: &NoRoadmap, lang: Lang) -> String {
    match why {
        NoRoadmap::NoTables { .. } => lang.word("no-roadmap-no-tables"),
        NoRoadmap::NoHeader { seen } => {
            let seen: Vec<String> = seen.iter().map(|row| format!("«{row}»")).collect();
            lang.say("no-roadmap-no-header", &[("seen", seen.join("; ").into())])
        }
        NoRoadmap::NoRows { place } => {
            lang.say("no-roadmap-no-rows", &[("place", say_place(place, lang).into())])
        }
        NoRoadmap::NoYear => lang.word("no-roadmap-no-year"),
        NoRoadmap::TooLong { rows, most } => {
            lang.say("no-roadmap-too-long", &[("rows", (*rows).into()), ("most", (*most).into())])
        }
    }
}
