//! What is odd in a roadmap. Each check is one function over the draft; none changes it.

use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use chrono::NaiveDate;

use super::assemble::Collected;
use super::contact::Hidden;
use super::draft::{Draft, PartyKind, PlanSource, TaskDraft};
use super::finding::{Displaced, Finding, FindingKind};
use super::numbering::Numbered;
use super::rows::{Entry, RawTask};
use super::text::{folded, stems};
use super::{party, spelling, year};
use crate::schedule::{Deadline, DeadlineKind, Note, Span};
use crate::table::Place;

/// All findings: those of tasks in the order of the document, then those of the whole.
pub fn findings(
    draft: &Draft,
    collected: &Collected,
    numbered: &[Numbered],
    contacts: &[Hidden],
) -> Vec<Finding> {
    let mut found = Vec::new();
    gaps(draft, collected, numbered, &mut found);
    let council = year::council(&collected.preface.join(" \n"));
    for task in &draft.tasks {
        terms(draft, task, council, &mut found);
        let raw = collected.entries.iter().find_map(|entry| match entry {
            Entry::Task(raw) if raw.place == task.place => Some(raw),
            _ => None,
        });
        // A month that heads a section is no neighbour of its tasks.
        let headed = draft.sections.iter().any(|section| section.title == task.phrase);
        cells(draft, task, collected, raw.filter(|_| !headed), &mut found);
    }
    neighbours(draft, &mut found);
    agreement(draft, &mut found);
    steps(draft, &mut found);
    contact(draft, contacts, &mut found);
    spellings(draft, collected, &mut found);
    busiest(draft, &mut found);
    if draft.plan_source == PlanSource::Terms {
        found.push(whole(FindingKind::YearConcluded));
    }
    if let Some(title) = year::of_title(&draft.title)
        .filter(|title| *title != draft.plan && draft.plan_source == PlanSource::Given)
    {
        found.push(whole(FindingKind::YearDiffers { title, plan: draft.plan }));
    }
    // A stable sort keeps the order of the checks within a task.
    found.sort_by_key(|finding| {
        draft.tasks.iter().position(|task| task.number == finding.task).unwrap_or(draft.tasks.len())
    });
    found
}

fn whole(kind: FindingKind) -> Finding {
    Finding { task: String::new(), place: Place::default(), kind }
}

fn at(task: &TaskDraft, kind: FindingKind) -> Finding {
    Finding { task: task.number.clone(), place: task.place.clone(), kind }
}

/// Numbers that are missing or stand twice.
fn gaps(draft: &Draft, collected: &Collected, numbered: &[Numbered], found: &mut Vec<Finding>) {
    let is_section = |entry: &Entry| matches!(entry, Entry::Section { .. });
    // Where 3 is a section and a task too, sections and tasks are counted each for themselves.
    let of = |sections: bool| -> BTreeSet<&[u32]> {
        let all = collected.entries.iter().zip(numbered);
        all.filter(|(entry, _)| is_section(entry) == sections).map(|(_, own)| own.parts.as_slice()).collect()
    };
    let apart = of(true).intersection(&of(false)).any(|parts| !parts.is_empty());
    let mut last: Vec<((bool, Vec<u32>), u32)> = Vec::new();
    // «1.1» under no heading says that there is a section 1.
    let said = |wanted: &[u32]| {
        numbered.iter().any(|own| own.parts.len() > wanted.len() && own.parts.starts_with(wanted))
    };
    for (entry, own) in collected.entries.iter().zip(numbered) {
        let task =
            draft.tasks.iter().find(|task| matches!(entry, Entry::Task(_)) && task.number == own.number);
        let put = |kind| match task {
            Some(task) => at(task, kind),
            None => whole(kind),
        };
        if let Some(printed) = &own.duplicate {
            found.push(put(FindingKind::DuplicateNumber { printed: printed.clone() }));
        }
        let Some((end, parent)) = own.parts.split_last() else { continue };
        let sequence = (apart && is_section(entry), parent.to_vec());
        let before = match last.iter_mut().find(|(own, _)| *own == sequence) {
            Some((_, before)) => core::mem::replace(before, *end),
            None => {
                last.push((sequence, *end));
                0
            }
        };
        // A hole of many numbers is another way of numbering, not rows that were lost.
        if *end > before + 1 && *end - before <= 6 {
            for missing in (before + 1..*end).filter(|last| !said(&[parent, &[*last]].concat())) {
                let number = |last: u32| super::number::Number([parent, &[last]].concat()).to_string();
                let after = if before == 0 { String::new() } else { number(before) };
                found.push(put(FindingKind::NumberingGap { missing: number(missing), after }));
            }
        }
    }
}

fn end(span: &Span) -> Option<NaiveDate> {
    span.to.or(span.from)
}

/// What is odd about a task's term.
fn terms(draft: &Draft, task: &TaskDraft, council: Option<NaiveDate>, found: &mut Vec<Finding>) {
    let deadline = &task.deadline;
    let ends: Vec<NaiveDate> = deadline.occurrences.iter().filter_map(end).collect();
    match deadline.kind {
        DeadlineKind::None => found.push(at(task, FindingKind::NoTerm)),
        DeadlineKind::Invalid => {
            let note = deadline.notes.first().map(ToString::to_string).unwrap_or_default();
            found.push(at(task, FindingKind::UnreadableTerm { note }));
        }
        _ if deadline.has(Note::NoDate) => found.push(at(task, FindingKind::NoDate)),
        _ => {}
    }
    let before = |date: &&NaiveDate| **date < draft.plan.preparation_from();
    if let Some(date) = ends.iter().filter(before).max().copied().filter(|_| deadline.has(Note::BeforePlan)) {
        found.push(at(task, FindingKind::TermBeforePlan { date, plan_from: draft.plan.from }));
        return;
    }
    if deadline.has(Note::OutsidePlan) {
        let outside = |span: &&Span| {
            end(span).is_some_and(|end| end < draft.plan.from)
                || span.anchor().is_some_and(|from| from > draft.plan.to)
        };
        let dates: Vec<NaiveDate> = deadline.occurrences.iter().filter(outside).filter_map(end).collect();
        if !dates.is_empty() {
            found.push(at(task, FindingKind::OccurrenceOutsidePlan { dates }));
        }
    }
    let early = ends.iter().copied().find(|date| council.is_some_and(|council| *date < council));
    if let (Some(date), Some(council)) = (early, council) {
        found.push(at(task, FindingKind::TermBeforeCouncil { date, council }));
    }
}

/// What is odd about a task's cells.
fn cells(
    draft: &Draft,
    task: &TaskDraft,
    collected: &Collected,
    raw: Option<&RawTask>,
    found: &mut Vec<Finding>,
) {
    let blank = |text: &str| !text.chars().any(char::is_alphanumeric);
    if collected.columns.result && blank(&task.result) {
        found.push(at(task, FindingKind::EmptyResult));
    }
    if collected.columns.responsible && task.responsible.is_empty() {
        found.push(at(task, FindingKind::NoResponsible));
    }
    let looks_back = ["анализ", "итог", "отчет"].iter().any(|word| folded(&task.title).contains(word));
    for text in [&task.title, &task.result] {
        for mention in year::mentions(text) {
            let stale =
                mention.first < chrono::Datelike::year(&draft.plan.from) && mention.last == mention.first + 1;
            if stale && !looks_back {
                found.push(at(task, FindingKind::StaleYear { year: mention.printed }));
            }
        }
    }
    for remark in task.remarks.iter().filter(|remark| is_action(remark)) {
        let kind = FindingKind::SuspiciousNeighbour {
            text: remark.clone(),
            kind: Displaced::NoteAmongResponsible,
            belongs_to: task.number.clone(),
        };
        found.push(at(task, kind));
    }
    let elsewhere = collected.columns.term && !blank(&task.phrase) && raw.is_some_and(|raw| blank(&raw.term));
    if elsewhere {
        let kind = FindingKind::SuspiciousNeighbour {
            text: task.phrase.clone(),
            kind: Displaced::TermElsewhere,
            belongs_to: task.number.clone(),
        };
        found.push(at(task, kind));
    }
    let dated = |text: &str| !year::dates(text).is_empty();
    if task.deadline.kind == DeadlineKind::None && (dated(&task.responsible_text) || dated(&task.result)) {
        let text = if dated(&task.responsible_text) { &task.responsible_text } else { &task.result };
        let kind = FindingKind::SuspiciousNeighbour {
            text: text.clone(),
            kind: Displaced::TermElsewhere,
            belongs_to: task.number.clone(),
        };
        found.push(at(task, kind));
    }
}

/// Whether a remark says what is done rather than who does it.
fn is_action(remark: &str) -> bool {
    let plain = folded(remark);
    let usual = ["по согласованию", "по необходимости", "при необходимости", "по приказу", "при наличии"];
    let first = plain.split_whitespace().next().unwrap_or_default();
    let verb = first.chars().count() > 6 && ["ние", "ция", "вка"].iter().any(|end| first.ends_with(end));
    verb && !usual.iter().any(|words| plain.starts_with(words)) && !party::is_party(remark)
}

/// Results that fit the task above or below, whose own is empty, better than their own.
fn neighbours(draft: &Draft, found: &mut Vec<Finding>) {
    for (at_index, task) in draft.tasks.iter().enumerate() {
        if !task.result.is_empty() {
            continue;
        }
        let wanted = stems(&task.title);
        let near = [at_index.checked_sub(1), Some(at_index + 1)].into_iter().flatten();
        for other in near.filter_map(|at| draft.tasks.get(at)).filter(|other| other.section == task.section) {
            let result = stems(&other.result);
            let shared = |words: &alloc::collections::BTreeSet<String>| words.intersection(&result).count();
            if shared(&wanted) >= shared(&stems(&other.title)) + 2 {
                let kind = FindingKind::SuspiciousNeighbour {
                    text: other.result.clone(),
                    kind: Displaced::ResultOfNeighbour,
                    belongs_to: task.number.clone(),
                };
                found.push(at(other, kind));
            }
        }
    }
}

/// The day a task is to be done by, in the plan where it comes round more than once.
fn due(draft: &Draft, deadline: &Deadline) -> Option<NaiveDate> {
    if !matches!(deadline.kind, DeadlineKind::Due | DeadlineKind::Window) {
        return None;
    }
    let ends = || deadline.occurrences.iter().filter_map(end);
    ends().find(|date| draft.plan.contains(*date)).or_else(|| ends().next_back())
}

fn tagged<'a>(draft: &'a Draft, tag: &'a str) -> impl Iterator<Item = &'a TaskDraft> {
    draft.tasks.iter().filter(move |task| task.tags.iter().any(|own| own == tag))
}

/// Agreement of the plan after its approval.
fn agreement(draft: &Draft, found: &mut Vec<Finding>) {
    for agreed in tagged(draft, "plan.agreed") {
        for approved in tagged(draft, "plan.approved").filter(|approved| approved.number != agreed.number) {
            let (Some(late), Some(early)) = (due(draft, &agreed.deadline), due(draft, &approved.deadline))
            else {
                continue;
            };
            if late > early {
                let kind = FindingKind::AgreementAfterApproval {
                    approval: approved.number.clone(),
                    approved: early,
                    agreed: late,
                };
                found.push(at(agreed, kind));
            }
        }
    }
}

/// Steps that a programme takes one after another: the first needs to be over when the second is.
const STEPS: [(&str, &str); 7] = [
    ("participants.informed", "mentees.base"),
    ("conditions.ready", "mentees.base"),
    ("mentees.base", "mentors.base"),
    ("mentors.base", "pairs.formed"),
    ("mentors.trained", "pairs.formed"),
    ("mentees.base", "pairs.formed"),
    ("pairs.formed", "programme.completed"),
];

/// Steps out of order: a term after that of a step that needs it, or no date where that step has one.
fn steps(draft: &Draft, found: &mut Vec<Finding>) {
    for (first, second) in STEPS {
        for step in tagged(draft, first) {
            for needs in tagged(draft, second).filter(|needs| needs.number != step.number).take(1) {
                let Some(until) = due(draft, &needs.deadline) else { continue };
                let undated = matches!(
                    step.deadline.kind,
                    DeadlineKind::External
                        | DeadlineKind::AsNeeded
                        | DeadlineKind::None
                        | DeadlineKind::Yearly
                );
                let late = due(draft, &step.deadline).is_some_and(|date| date > until);
                if late || undated {
                    found.push(at(step, FindingKind::OrderOfSteps { before: needs.number.clone(), undated }));
                }
            }
        }
    }
}

fn contact(draft: &Draft, contacts: &[Hidden], found: &mut Vec<Finding>) {
    for (place, contact) in contacts {
        let same = |task: &&TaskDraft| {
            task.place.table == place.table && task.place.row == place.row && place.row > 0
        };
        let task = draft.tasks.iter().find(same).map(|task| task.number.clone()).unwrap_or_default();
        found.push(Finding {
            task,
            place: place.clone(),
            kind: FindingKind::ContactInText { contact: *contact },
        });
    }
}

/// Parties, schools and words that are spelled in several ways.
fn spellings(draft: &Draft, collected: &Collected, found: &mut Vec<Finding>) {
    let small_first = |name: &str| {
        let mut chars = name.chars();
        chars.next().map(|c| c.to_lowercase().chain(chars).collect::<String>()).unwrap_or_default()
    };
    for cluster in &draft.spellings {
        // A capital at the beginning of a cell is no other spelling.
        let canonical = small_first(&cluster.canonical);
        if cluster.variants.iter().any(|variant| small_first(variant) != canonical) {
            let mut variants = Vec::from([cluster.canonical.clone()]);
            variants.extend(cluster.variants.iter().cloned());
            let look_alike = spelling::has_latin(&variants);
            found.push(whole(FindingKind::SpellingVariants { variants, look_alike }));
        }
    }
    let texts = || {
        let tasks = draft.tasks.iter().flat_map(|task| [&task.title, &task.responsible_text, &task.result]);
        let headings =
            draft.sections.iter().map(|section| &section.title).chain(draft.groups.iter().map(|g| &g.title));
        let around = collected.preface.iter().chain(&collected.rest);
        tasks.chain(headings).chain(around).map(String::as_str)
    };
    for variants in spelling::schools(texts()) {
        let look_alike = spelling::has_latin(&variants);
        found.push(whole(FindingKind::SpellingVariants { variants, look_alike }));
    }
    let mut seen = Vec::new();
    for (wrong, right) in texts().flat_map(spelling::mixed) {
        if !seen.contains(&wrong) {
            seen.push(wrong.clone());
            let kind = FindingKind::SpellingVariants { variants: [wrong, right].into(), look_alike: true };
            found.push(whole(kind));
        }
    }
}

/// One person who answers for more than half of at least eight tasks.
fn busiest(draft: &Draft, found: &mut Vec<Finding>) {
    let of = draft.tasks.len();
    let mut people: Vec<(String, u32)> = Vec::new();
    for task in &draft.tasks {
        for party in task.responsible.iter().filter(|party| party.kind == PartyKind::Person) {
            let cluster = draft
                .spellings
                .iter()
                .find(|cluster| cluster.variants.contains(&party.name) && cluster.kind == party.kind);
            let name = cluster.map_or(&party.name, |cluster| &cluster.canonical);
            match people.iter_mut().find(|(own, _)| own == name) {
                Some((_, count)) => *count += 1,
                None => people.push((name.clone(), 1)),
            }
        }
    }
    if let Some((person, tasks)) = people.into_iter().max_by_key(|(_, count)| *count)
        && of >= 8
        && tasks as usize * 2 > of
    {
        let of = u32::try_from(of).unwrap_or(u32::MAX);
        found.push(whole(FindingKind::OnePersonMostTasks { person, tasks, of }));
    }
}
