//! «Памятка на неделю»: for every responsible person one page with what is late, what is due, what comes next and
//! what shows that it was done. It needs no channel: it is printed and handed over.

mod paper;

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use vekha_core::decide::Rules;
use vekha_core::ids::PartyId;
use vekha_core::state::{Occurrence, Task};
use vekha_core::view::{Read, View, ViewError};
use vekha_core::workflow::vocabulary::{EVIDENCE, meaning};

use crate::app::Directory;
use crate::lang::Lang;

/// How far «next» looks beyond the week, in days.
const AHEAD: u64 = 28;

/// One task of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What tells it from the terms of all plans: the same in every file.
    pub id: String,
    /// The number: «3.5». Its term tells it from the others of the year.
    pub number: String,
    /// The title.
    pub title: String,
    /// The last day.
    pub to: NaiveDate,
    /// How many days ago that was; 0 where it is ahead.
    pub late: i64,
    /// What should come of it, and what shows it.
    pub evidence: String,
}

/// A person's page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Whose; none for what nobody answers for.
    pub party: Option<PartyId>,
    /// How the person is written.
    pub name: String,
    /// Past their last day.
    pub late: Vec<Item>,
    /// Due within the week.
    pub due: Vec<Item>,
    /// Due in the four weeks after.
    pub next: Vec<Item>,
}

/// The memos of a week.
#[derive(Clone, Debug)]
pub struct Memo {
    /// The school's name.
    pub school: String,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// The pages, by number of the person; nobody without anything to do.
    pub pages: Vec<Page>,
}

/// Gathers the memos of the week that begins on a day.
///
/// # Errors
/// What the view says.
pub fn week(
    view: &dyn View,
    rules: &Rules,
    directory: &Directory,
    from: NaiveDate,
    lang: Lang,
) -> Result<Memo, ViewError> {
    gather(view, rules, directory, (from, from + Days::new(6 + AHEAD)), lang)
}

/// The same with every open term, however far ahead.
///
/// # Errors
/// What the view says.
pub fn all(
    view: &dyn View,
    rules: &Rules,
    directory: &Directory,
    from: NaiveDate,
    lang: Lang,
) -> Result<Memo, ViewError> {
    gather(view, rules, directory, (from, NaiveDate::MAX), lang)
}

fn gather(
    view: &dyn View,
    rules: &Rules,
    directory: &Directory,
    (from, horizon): (NaiveDate, NaiveDate),
    lang: Lang,
) -> Result<Memo, ViewError> {
    let to = from + Days::new(6);
    let tasks: BTreeMap<_, Task> = view.tasks()?.into_iter().map(|task| (task.id, task)).collect();
    let mut pages: BTreeMap<Option<PartyId>, Page> = BTreeMap::new();
    for occurrence in view.occurrences(None)? {
        let Some(task) = tasks.get(&occurrence.task).filter(|task| !task.withdrawn) else { continue };
        let Some(day) = occurrence.to.filter(|day| occurrence.is_open() && *day <= horizon) else { continue };
        let item = item(rules, task, &occurrence, day, from, lang);
        for holder in responsible(view, &task.holders)? {
            let page = pages.entry(holder).or_default();
            let list = match day {
                day if day < from => &mut page.late,
                day if day <= to => &mut page.due,
                _ => &mut page.next,
            };
            list.push(item.clone());
        }
    }
    let nobody = lang.word("memo-nobody");
    let pages = pages.into_iter().map(|(holder, mut page)| {
        page.party = holder;
        page.name = holder.map_or_else(|| nobody.clone(), |holder| directory.name(holder));
        for list in [&mut page.late, &mut page.due, &mut page.next] {
            list.sort_by(|a, b| (a.to, &a.number).cmp(&(b.to, &b.number)));
        }
        page
    });
    let school = view.school()?.map(|school| school.name).unwrap_or_default();
    Ok(Memo { school, from, to, pages: pages.collect() })
}

/// Those who answer for a task: whoever holds a role, each once; nobody is somebody too, so that nothing is lost.
fn responsible(view: &dyn View, holders: &[PartyId]) -> Result<Vec<Option<PartyId>>, ViewError> {
    let mut found = Vec::new();
    for holder in holders {
        let standing = view.standing(*holder)?;
        let held = view.party(standing)?.and_then(|party| party.held_by).unwrap_or(standing);
        if !found.contains(&Some(held)) {
            found.push(Some(held));
        }
    }
    if found.is_empty() {
        found.push(None);
    }
    Ok(found)
}

fn item(
    rules: &Rules,
    task: &Task,
    occurrence: &Occurrence,
    to: NaiveDate,
    today: NaiveDate,
    lang: Lang,
) -> Item {
    let stage = rules
        .machine(&occurrence.instance.workflow)
        .and_then(|machine| machine.stage(&occurrence.instance.stage));
    let kinds = stage.map(|stage| stage.evidence.as_slice()).unwrap_or_default();
    let named = |kind: &String| {
        meaning(EVIDENCE, kind).map_or_else(|| kind.clone(), |words| words.pick(lang == Lang::Ru).to_owned())
    };
    let mut evidence: Vec<String> = Vec::new();
    if !task.wording.result.trim().is_empty() {
        evidence.push(task.wording.result.trim().to_owned());
    }
    evidence.extend(kinds.iter().map(named));
    let evidence = if evidence.is_empty() { lang.word("memo-any-evidence") } else { evidence.join(", ") };
    let id = format!("{}-{}", task.id, occurrence.no);
    let (number, title) = (task.wording.number.clone(), task.wording.title.clone());
    Item { id, number, title, to, late: (today - to).num_days().max(0), evidence }
}
