//! Reading what screens show: plans, tasks with their occurrences, stages in words, lateness.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde_json::{Value, json};
use vekha_core::decide::Rules;
use vekha_core::digest::Digest;
use vekha_core::ids::{PartyId, PlanId, Subject, TaskId};
pub use vekha_core::report::{SOON, Timing};
use vekha_core::schedule::PlanYear;
use vekha_core::state::{Instance, Occurrence, Outcome, Plan, Task};
use vekha_core::view::{Read, View, ViewError};

use super::address::{self, Entry, Target};
use super::failure::{Failure, Kind};
use crate::lang::Lang;

/// The longest title in a list, in characters.
const TITLE: usize = 72;

/// One school at one moment, with the words to show it in.
pub struct Look<'a> {
    /// The rows.
    pub view: &'a dyn View,
    /// Workflows and the calendar.
    pub rules: &'a Rules,
    /// How people, roles and units are written.
    pub names: &'a BTreeMap<PartyId, String>,
    /// Today, or the day of `--as-of`.
    pub today: NaiveDate,
    /// The language of the person.
    pub lang: Lang,
}

/// One occurrence of a task.
#[derive(Clone, Debug)]
pub struct Item {
    /// The task.
    pub task: Task,
    /// The occurrence.
    pub occurrence: Occurrence,
    /// How a command names it: `3.5`, `5.5@2023-12`, `22/1.1`.
    pub address: String,
}

/// What can be said of itself in a sentence.
pub trait InWords {
    /// In words: «просрочено на 3 дня»; empty where nothing needs to be said.
    fn say(self, lang: Lang) -> String;
}

impl InWords for Timing {
    fn say(self, lang: Lang) -> String {
        let days = |id: &str, days: i64| lang.say(id, &[("days", days.into())]);
        match self {
            Self::Late(late) => days("timing-late", late),
            Self::Due(0) => lang.word("timing-today"),
            Self::Due(left) => days("timing-due", left),
            Self::Ahead(_) | Self::Undated | Self::Done => String::new(),
            Self::DoneLate(late) => days("timing-done-late", late),
            Self::Cancelled => String::new(),
        }
    }
}

impl<'a> Look<'a> {
    /// The plans, by year.
    pub fn plans(&self) -> Result<Vec<Plan>, ViewError> {
        let mut plans = self.view.plans()?;
        plans.sort_by_key(|plan| plan.year.from);
        Ok(plans)
    }

    /// The plan of `year`, or the current one.
    ///
    /// # Errors
    /// [`Kind::BadInput`] where there is none.
    pub fn plan(&self, year: Option<&PlanYear>) -> Result<Plan, Failure> {
        let plans = self.plans()?;
        let found = match year {
            Some(year) => plans.iter().find(|plan| plan.year == *year),
            None => {
                let current =
                    address::current_plan(plans.iter().map(|plan| (plan.id, plan.year)), self.today);
                plans.iter().find(|plan| Some(plan.id) == current)
            }
        };
        found.cloned().ok_or_else(|| match year.filter(|_| !plans.is_empty()) {
            Some(year) => {
                let known: Vec<String> = plans.iter().map(|plan| plan.year.to_string()).collect();
                let args = [("year", year.to_string()), ("known", known.join(", "))];
                Failure::with(Kind::BadInput, "no-such-plan", args)
            }
            None => Failure::new(Kind::BadInput, "no-tasks-yet")
                .hint_command("no-tasks-import", "vekha import roadmap roadmap.docx"),
        })
    }

    /// The occurrences that stand in a plan, by number and term.
    pub fn items(&self, plan: &Plan) -> Result<Vec<Item>, ViewError> {
        let current =
            address::current_plan(self.plans()?.iter().map(|plan| (plan.id, plan.year)), self.today);
        let mut items = Vec::new();
        for task in self.tasks(plan.id)? {
            let mut standing = self.view.occurrences(Some(task.id))?;
            standing.retain(|occurrence| !occurrence.dropped);
            let several = standing.len() > 1;
            for occurrence in standing {
                let address = address_of(&task, &occurrence, several, plan, current);
                items.push(Item { task: task.clone(), occurrence, address });
            }
        }
        Ok(items)
    }

    /// One occurrence; `None` where it is not in its plan any more. `plans`: as [`Self::plans`] gives them.
    pub fn item(&self, plans: &[Plan], (task, no): (TaskId, u16)) -> Result<Option<Item>, ViewError> {
        let Some(task) = self.view.task(task)?.filter(|task| !task.withdrawn) else { return Ok(None) };
        let Some(plan) = plans.iter().find(|plan| plan.id == task.plan) else { return Ok(None) };
        let mut standing = self.view.occurrences(Some(task.id))?;
        standing.retain(|occurrence| !occurrence.dropped);
        let several = standing.len() > 1;
        let current = address::current_plan(plans.iter().map(|plan| (plan.id, plan.year)), self.today);
        Ok(standing.into_iter().find(|occurrence| occurrence.no == no).map(|occurrence| {
            let address = address_of(&task, &occurrence, several, plan, current);
            Item { task, occurrence, address }
        }))
    }

    /// The tasks of a plan, by number.
    pub fn tasks(&self, plan: PlanId) -> Result<Vec<Task>, ViewError> {
        let mut tasks = self.view.tasks()?;
        tasks.retain(|task| task.plan == plan && !task.withdrawn);
        tasks.sort_by_key(|task| number_key(&task.wording.number));
        Ok(tasks)
    }

    /// What tasks can be named by.
    pub fn entries(&self) -> Result<Vec<Entry>, ViewError> {
        let plans: BTreeMap<PlanId, PlanYear> =
            self.view.plans()?.into_iter().map(|plan| (plan.id, plan.year)).collect();
        let mut occurrences: BTreeMap<TaskId, Vec<(u16, String)>> = BTreeMap::new();
        for occurrence in self.view.occurrences(None)?.into_iter().filter(|occurrence| !occurrence.dropped) {
            occurrences.entry(occurrence.task).or_default().push((occurrence.no, occurrence.key));
        }
        let mut entries = Vec::new();
        for task in self.view.tasks()?.into_iter().filter(|task| !task.withdrawn) {
            let Some(year) = plans.get(&task.plan) else { continue };
            entries.push(Entry {
                plan: task.plan,
                year: *year,
                task: task.id,
                number: task.wording.number,
                title: task.wording.title,
                occurrences: occurrences.remove(&task.id).unwrap_or_default(),
            });
        }
        Ok(entries)
    }

    /// The occurrences that words name. A task named without an occurrence means its only one that is open, or its
    /// only one.
    ///
    /// # Errors
    /// [`Kind::BadInput`] with the nearest candidates.
    pub fn occurrences(&self, words: &[String]) -> Result<Vec<(TaskId, u16)>, Failure> {
        let entries = self.entries()?;
        let targets = address::find(&entries, self.today, words)?;
        targets.into_iter().map(|target| self.occurrence(&entries, target)).collect()
    }

    fn occurrence(&self, entries: &[Entry], target: Target) -> Result<(TaskId, u16), Failure> {
        if let Some(no) = target.no {
            return Ok((target.task, no));
        }
        let mut standing = self.view.occurrences(Some(target.task))?;
        standing.retain(|occurrence| !occurrence.dropped);
        let open: Vec<u16> = standing.iter().filter(|found| found.is_open()).map(|found| found.no).collect();
        match (standing.as_slice(), open.as_slice()) {
            ([one], _) => Ok((target.task, one.no)),
            (_, [one]) => Ok((target.task, *one)),
            _ => match entries.iter().find(|entry| entry.task == target.task) {
                Some(entry) => Err(address::which_occurrence(entry, "")),
                None => Err(Failure::new(Kind::BadInput, "no-tasks-yet")),
            },
        }
    }

    /// The one task that words name, and its occurrence where they name one.
    ///
    /// # Errors
    /// [`Kind::BadInput`] with the nearest candidates.
    pub fn task(&self, words: &[String]) -> Result<(Task, Option<u16>), Failure> {
        let target = address::find_one(&self.entries()?, self.today, words)?;
        match self.view.task(target.task)? {
            Some(task) => Ok((task, target.no)),
            None => Err(Failure::with(Kind::BadInput, "task-unknown", [("text", words.join(" "))])),
        }
    }

    /// How a command names a thing: an occurrence by its task's number, a programme by its id.
    pub fn address(&self, subject: Subject) -> Result<String, ViewError> {
        let (task, no) = match subject {
            Subject::Occurrence(task, no) => (task, Some(no)),
            Subject::Task(task) => (task, None),
            Subject::Programme(id) => return Ok(id.to_string()),
            Subject::Plan(id) => {
                return Ok(self.view.plan(id)?.map_or_else(|| id.to_string(), |plan| plan.year.to_string()));
            }
            Subject::Party(id) => return Ok(self.name(id)),
            Subject::Pair(id) => return Ok(id.to_string()),
            Subject::Document(id) => return Ok(id.to_string()),
            Subject::School => return Ok(String::new()),
        };
        let Some(row) = self.view.task(task)? else { return Ok(task.to_string()) };
        let Some(plan) = self.view.plan(row.plan)? else { return Ok(row.wording.number) };
        let current =
            address::current_plan(self.plans()?.iter().map(|plan| (plan.id, plan.year)), self.today);
        let Some(occurrence) = no.map(|no| self.view.occurrence(task, no)).transpose()?.flatten() else {
            return Ok(in_plan(row.wording.number, &plan, current));
        };
        let standing = self.view.occurrences(Some(task))?.into_iter().filter(|found| !found.dropped).count();
        Ok(address_of(&row, &occurrence, standing > 1, &plan, current))
    }

    /// What a thing is called in a sentence: «3.5 Формирование пар».
    pub fn title(&self, subject: Subject) -> Result<String, ViewError> {
        let address = self.address(subject)?;
        match subject {
            Subject::Occurrence(task, _) | Subject::Task(task) => {
                let title = self.view.task(task)?.map(|task| task.wording.title).unwrap_or_default();
                Ok(format!("{address} {}", shortened(&title)))
            }
            Subject::Programme(_) => Ok(self.lang.say("title-programme", &[("id", address.into())])),
            Subject::Pair(id) => Ok(match self.view.pair(id)? {
                Some(pair) => self.lang.say(
                    "title-pair",
                    &[
                        ("id", address.into()),
                        ("mentor", self.name(pair.mentor).into()),
                        ("mentee", self.name(pair.mentee).into()),
                    ],
                ),
                None => address,
            }),
            _ => Ok(address),
        }
    }

    /// Names separated by commas.
    pub fn names_of(&self, people: &[PartyId]) -> String {
        people.iter().map(|party| self.name(*party)).collect::<Vec<_>>().join(", ")
    }

    /// The title of the stage a thing stands in.
    pub fn stage(&self, instance: &Instance) -> String {
        self.stage_title(instance, &instance.stage)
    }

    /// The title of a stage that was left, by the version that was followed then.
    pub fn passed(&self, instance: &Instance, index: usize) -> String {
        let stage = instance.trail.get(index).map(|step| step.stage.as_str()).unwrap_or_default();
        self.stage_of(&instance.version_at(index), stage).0
    }

    /// The title of a stage of the workflow that a thing follows, or followed before; its id where the workflow is not
    /// known.
    pub fn stage_title(&self, instance: &Instance, id: &str) -> String {
        let versions =
            [&instance.workflow].into_iter().chain(instance.moved.iter().rev().map(|one| &one.workflow));
        let known = versions
            .copied()
            .find(|version| self.rules.machine(version).is_some_and(|machine| machine.stage(id).is_some()));
        self.stage_of(&known.unwrap_or(instance.workflow), id).0
    }

    /// The title and the outcome of a stage of a workflow; the id where the workflow is not known.
    pub fn stage_of(&self, workflow: &Digest, id: &str) -> (String, Option<Outcome>) {
        match self.rules.machine(workflow).and_then(|machine| machine.stage(id)) {
            Some(stage) => (stage.title.pick(self.lang == Lang::Ru).to_owned(), stage.outcome),
            None => (id.to_owned(), None),
        }
    }

    /// How a party is written.
    pub fn name(&self, id: PartyId) -> String {
        let erased = || self.lang.say("party-erased", &[("id", id.to_string().into())]);
        let standing = self.view.standing(id).unwrap_or(id);
        self.names.get(&standing).cloned().unwrap_or_else(erased)
    }

    /// Several parties in one line.
    pub fn holders(&self, ids: &[PartyId]) -> String {
        ids.iter().map(|id| self.name(*id)).collect::<Vec<_>>().join(", ")
    }

    /// A term in words: «до 30.10.2023», «01.09.2023–15.09.2023».
    pub fn term(&self, from: Option<NaiveDate>, to: Option<NaiveDate>) -> String {
        term(self.lang, from, to)
    }

    /// An occurrence for machines.
    pub fn item_json(&self, item: &Item) -> Value {
        let timing = Timing::of(&item.occurrence, self.today);
        let late = match timing {
            Timing::Late(days) | Timing::DoneLate(days) => days,
            _ => 0,
        };
        json!({
            "address": item.address,
            "number": item.task.wording.number,
            "title": item.task.wording.title,
            "section": item.task.wording.section,
            "from": item.occurrence.from,
            "to": item.occurrence.to,
            "planned_to": item.occurrence.planned_to,
            "stage": item.occurrence.instance.stage,
            "since": item.occurrence.instance.since,
            "outcome": outcome(item.occurrence.instance.outcome),
            "late_days": late,
            "evidence": item.occurrence.evidence.len(),
            "postponed": item.occurrence.postponed,
            "responsible": item.task.holders.iter().map(|id| self.name(*id)).collect::<Vec<_>>(),
            "tags": item.task.tags,
        })
    }
}

/// A title that fits a line; whole it stands in `task show`. Cut between words.
pub fn shortened(title: &str) -> String {
    if title.chars().count() <= TITLE {
        return title.to_owned();
    }
    let cut: String = title.chars().take(TITLE).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", cut[..end].trim_end_matches([',', ';', ':', '-', '(']).trim_end())
}

/// An outcome in JSON.
pub fn outcome(outcome: Option<Outcome>) -> Option<&'static str> {
    match outcome? {
        Outcome::Done => Some("done"),
        Outcome::Cancelled => Some("cancelled"),
    }
}

/// A term in words.
pub fn term(lang: Lang, from: Option<NaiveDate>, to: Option<NaiveDate>) -> String {
    let say = |id: &str, date: NaiveDate| lang.say(id, &[("date", day(date).into())]);
    match (from, to) {
        (None, None) => lang.word("term-none"),
        (None, Some(to)) => say("term-until", to),
        (Some(from), None) => say("term-since", from),
        (Some(from), Some(to)) if from == to => day(to),
        (Some(from), Some(to)) if from.year() == to.year() => format!("{}–{}", from.format("%d.%m"), day(to)),
        (Some(from), Some(to)) => format!("{}–{}", day(from), day(to)),
    }
}

/// A day as people write it, the same in both languages so that it can be copied into a command.
pub fn day(date: NaiveDate) -> String {
    date.format("%d.%m.%Y").to_string()
}

fn address_of(
    task: &Task,
    occurrence: &Occurrence,
    several: bool,
    plan: &Plan,
    current: Option<PlanId>,
) -> String {
    let number = in_plan(task.wording.number.clone(), plan, current);
    if several && !occurrence.key.is_empty() { format!("{number}@{}", occurrence.key) } else { number }
}

fn in_plan(number: String, plan: &Plan, current: Option<PlanId>) -> String {
    if current == Some(plan.id) {
        return number;
    }
    format!("{:02}/{number}", plan.year.from.year().rem_euclid(100))
}

/// «3.10» after «3.9»: numbers part by part, then whatever else is written.
pub fn number_key(number: &str) -> (Vec<u32>, String) {
    (number.split('.').map(|part| part.parse().unwrap_or(u32::MAX)).collect(), number.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_ordered_part_by_part() {
        let mut numbers = ["1.10", "1.9", "10.1", "2", "1.2.1", "1.2"];
        numbers.sort_by_key(|number| number_key(number));
        assert_eq!(numbers, ["1.2", "1.2.1", "1.9", "1.10", "2", "10.1"]);
    }

    #[test]
    fn a_long_title_is_cut_between_words() {
        let long = "Разработка и утверждение системы мотивации наставников в соответствии с механизмами, данными в методологии";
        let short = shortened(long);
        assert_eq!(short, "Разработка и утверждение системы мотивации наставников в соответствии с…");
        assert_eq!(shortened("Итоги"), "Итоги");
        assert_eq!(shortened(&"ё".repeat(80)), format!("{}…", "ё".repeat(72)));
    }

    #[test]
    fn terms_are_said_in_words() {
        let date = |text: &str| Some(text.parse().unwrap());
        let check = |from, to, ru: &str, en: &str| {
            assert_eq!((term(Lang::Ru, from, to).as_str(), term(Lang::En, from, to).as_str()), (ru, en));
        };
        check(None, date("2023-10-30"), "до 30.10.2023", "by 30.10.2023");
        check(date("2023-09-01"), date("2023-09-15"), "01.09–15.09.2023", "01.09–15.09.2023");
        check(date("2023-12-20"), date("2024-01-10"), "20.12.2023–10.01.2024", "20.12.2023–10.01.2024");
        check(date("2023-09-01"), date("2023-09-01"), "01.09.2023", "01.09.2023");
        check(date("2024-03-01"), None, "с 01.03.2024", "from 01.03.2024");
        check(None, None, "без срока", "no date");
    }

    #[test]
    fn lateness_is_said_with_the_right_plural() {
        let say = |days| Timing::Late(days).say(Lang::Ru);
        assert_eq!(say(1), "просрочена на 1 день");
        assert_eq!(say(3), "просрочена на 3 дня");
        assert_eq!(say(11), "просрочена на 11 дней");
        assert_eq!(say(21), "просрочена на 21 день");
        assert_eq!(Timing::Late(1).say(Lang::En), "1 day late");
        assert_eq!(Timing::Due(2).say(Lang::En), "2 days left");
    }
}
