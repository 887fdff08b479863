//! How tasks are named on the command line: `3.5`, `23/3.5`, `5.5@2023-12`, `1.1-1.6,1.9`, or words of the title.

use std::cmp::Ordering;

use chrono::{Datelike, NaiveDate};
use vekha_core::ids::{PlanId, TaskId};
use vekha_core::state::{Occurrence, Plan, Task};
use vekha_core::view::Read;

use super::{Failure, Kind};
use crate::app::{Reading, directory::folded};

/// How many similar names a message offers.
const OFFERED: usize = 5;

/// The tasks of a school with the plan that is meant when none is named.
pub struct Tasks {
    /// All plans, oldest first.
    pub plans: Vec<Plan>,
    /// The plan of today; the newest where today is in none.
    pub current: Option<PlanId>,
    /// Tasks that are not withdrawn, in the order of the document.
    pub tasks: Vec<Task>,
}

/// One name as it was resolved.
#[derive(Clone, Debug)]
pub struct Named {
    /// The task.
    pub task: Task,
    /// What stood after `@`.
    pub occurrence: Option<String>,
}

impl Tasks {
    /// Reads the tasks of a school.
    pub fn read(reading: &Reading<'_>, today: NaiveDate) -> Result<Self, Failure> {
        let mut plans = reading.plans()?;
        plans.sort_by_key(|plan| plan.year.from);
        let holds = |plan: &&Plan| plan.year.preparation_from() <= today && today <= plan.year.to;
        let current = plans.iter().rfind(holds).or(plans.last()).map(|plan| plan.id);
        let mut tasks: Vec<Task> = reading.tasks()?.into_iter().filter(|task| !task.withdrawn).collect();
        tasks.sort_by(|a, b| {
            a.plan
                .cmp(&b.plan)
                .then_with(|| by_number(&a.wording.number, &b.wording.number))
                .then(a.id.cmp(&b.id))
        });
        Ok(Self { plans, current, tasks })
    }

    /// The plan by `2023/24`, `23` or `2023`; the current one where none is named.
    pub fn plan(&self, name: Option<&str>) -> Result<&Plan, Failure> {
        let found = match name {
            None => self.plans.iter().find(|plan| Some(plan.id) == self.current),
            Some(name) => self.plans.iter().find(|plan| is_year(plan, name)),
        };
        found.ok_or_else(|| match (name, self.plans.is_empty()) {
            (_, true) => Failure::new(Kind::BadInput, "no-plan")
                .hint_command("no-plan-import", "vekha import roadmap FILE"),
            (name, false) => {
                let known: Vec<String> = self.plans.iter().map(|plan| plan.year.to_string()).collect();
                Failure::with(
                    Kind::BadInput,
                    "no-such-plan",
                    [("plan", name.unwrap_or_default().to_owned()), ("known", known.join(", "))],
                )
            }
        })
    }

    /// The name of a task, as short as it can be: with its plan's year where the plan is not the current one.
    pub fn name(&self, task: &Task) -> String {
        let number = &task.wording.number;
        match self.plans.iter().find(|plan| plan.id == task.plan) {
            Some(plan) if Some(plan.id) != self.current => {
                format!("{:02}/{number}", plan.year.from.year() % 100)
            }
            _ => number.clone(),
        }
    }

    /// The name of an occurrence: with its key where the task has several.
    pub fn name_of(&self, task: &Task, occurrence: &Occurrence) -> String {
        let name = self.name(task);
        match task.occurrences > 1 && !occurrence.key.is_empty() {
            true => format!("{name}@{}", occurrence.key),
            false => name,
        }
    }

    /// A task by its id.
    pub fn by_id(&self, id: TaskId) -> Option<&Task> {
        self.tasks.iter().find(|task| task.id == id)
    }

    /// Everything a list of names means, each once, in order.
    pub fn resolve(&self, names: &[String]) -> Result<Vec<Named>, Failure> {
        let mut found: Vec<Named> = Vec::new();
        for name in names {
            for named in self.resolve_one(name.trim())? {
                let again =
                    |known: &Named| known.task.id == named.task.id && known.occurrence == named.occurrence;
                if !found.iter().any(again) {
                    found.push(named);
                }
            }
        }
        Ok(found)
    }

    fn resolve_one(&self, name: &str) -> Result<Vec<Named>, Failure> {
        // Words of a title may hold commas and dashes: lists and ranges are of numbers only.
        if !name.contains(',') || !name.split(',').all(is_numeric) {
            return self.part(name);
        }
        let mut found = Vec::new();
        for part in name.split(',').filter(|part| !part.trim().is_empty()) {
            found.extend(self.part(part.trim())?);
        }
        Ok(found)
    }

    fn part(&self, name: &str) -> Result<Vec<Named>, Failure> {
        let (wanted, occurrence) = match name.split_once('@') {
            Some((task, key)) => (task, Some(key.to_owned())),
            None => (name, None),
        };
        let (plan, number) = match wanted.split_once('/') {
            Some((year, number)) if is_numeric(year) && is_numeric(number) => {
                (self.plan(Some(year))?.id, number)
            }
            _ => match self.current {
                Some(plan) => (plan, wanted),
                None => (self.plan(None)?.id, wanted),
            },
        };
        let of_plan: Vec<&Task> = self.tasks.iter().filter(|task| task.plan == plan).collect();
        let named = |task: &Task| Named { task: task.clone(), occurrence: occurrence.clone() };
        let number = number.trim_end_matches('.');
        if let Some(task) = of_plan.iter().find(|task| task.wording.number == number) {
            return Ok(vec![named(task)]);
        }
        if let Some((first, last)) = number.split_once(['-', '–', '—']).filter(|_| is_numeric(number)) {
            return range(&of_plan, first.trim(), last.trim())
                .map(|tasks| tasks.into_iter().map(named).collect());
        }
        self.by_words(&of_plan, wanted).map(|task| vec![named(task)])
    }

    /// The one task whose title has the words.
    fn by_words<'t>(&self, of_plan: &[&'t Task], words: &str) -> Result<&'t Task, Failure> {
        let wanted: Vec<String> =
            words.split_whitespace().map(folded).filter(|word| !word.is_empty()).collect();
        let has = |task: &&&Task| {
            let title = folded(&task.wording.title);
            !wanted.is_empty() && wanted.iter().all(|word| title.contains(word.as_str()))
        };
        let found: Vec<&&Task> = of_plan.iter().filter(has).collect();
        match found[..] {
            [only] if !is_numeric(words) => Ok(only),
            [] => Err(self.no_such(of_plan, words)),
            _ if is_numeric(words) => Err(self.no_such(of_plan, words)),
            _ => {
                let failure = Failure::with(Kind::BadInput, "task-ambiguous", [("task", words.to_owned())]);
                Err(found.iter().take(OFFERED).fold(failure, |failure, task| failure.cause(self.offer(task))))
            }
        }
    }

    fn no_such(&self, of_plan: &[&Task], words: &str) -> Failure {
        let failure = Failure::with(Kind::BadInput, "task-not-found", [("task", words.to_owned())]);
        let wanted = folded(words);
        let mut near: Vec<(f64, &&Task)> = of_plan
            .iter()
            .map(|task| {
                let number = strsim::jaro_winkler(&task.wording.number, words);
                let title = strsim::sorensen_dice(&folded(&task.wording.title), &wanted);
                (number.max(title), task)
            })
            .filter(|(score, _)| *score >= 0.5)
            .collect();
        near.sort_by(|a, b| b.0.total_cmp(&a.0));
        near.iter().take(3).fold(failure, |failure, (_, task)| {
            failure.hint(super::Message::Id("did-you-mean", vec![("what", self.offer(task).into())]))
        })
    }

    fn offer(&self, task: &Task) -> String {
        format!("{} — {}", self.name(task), shortened(&task.wording.title, 70))
    }

    /// The occurrence meant: by its key; else the only one; else the only open one.
    pub fn occurrence(&self, reading: &Reading<'_>, named: &Named) -> Result<Occurrence, Failure> {
        let mut all = reading.occurrences(Some(named.task.id))?;
        all.retain(|occurrence| !occurrence.dropped);
        let fits: Vec<&Occurrence> = match &named.occurrence {
            Some(key) => {
                all.iter().filter(|found| found.key == *key || found.key.starts_with(key.as_str())).collect()
            }
            None if all.len() == 1 => all.iter().collect(),
            None => all.iter().filter(|found| found.is_open()).collect(),
        };
        match fits[..] {
            [only] => Ok(only.clone()),
            _ => {
                let id = if named.occurrence.is_some() && fits.is_empty() {
                    "no-such-occurrence"
                } else {
                    "which-occurrence"
                };
                let offered = if fits.is_empty() { all.iter().collect() } else { fits };
                let failure = Failure::with(Kind::BadInput, id, [("task", self.name(&named.task))]);
                Err(offered
                    .iter()
                    .take(12)
                    .fold(failure, |failure, found| failure.cause(self.name_of(&named.task, found))))
            }
        }
    }
}

/// All tasks from one number to another, both of which must be there.
fn range<'t>(of_plan: &[&'t Task], first: &str, last: &str) -> Result<Vec<&'t Task>, Failure> {
    for end in [first, last] {
        if !of_plan.iter().any(|task| task.wording.number == end) {
            return Err(Failure::with(Kind::BadInput, "task-not-found", [("task", end.to_owned())]));
        }
    }
    if by_number(first, last) == Ordering::Greater {
        let ends = [("first", first.to_owned()), ("last", last.to_owned())];
        return Err(Failure::with(Kind::BadInput, "task-range-reversed", ends));
    }
    let within = |task: &&&Task| {
        let number = &task.wording.number;
        by_number(first, number) != Ordering::Greater && by_number(number, last) != Ordering::Greater
    };
    Ok(of_plan.iter().filter(within).copied().collect())
}

/// `1.10` after `1.9`.
pub fn by_number(a: &str, b: &str) -> Ordering {
    let parts = |text: &str| -> Vec<Result<u64, String>> {
        text.split('.').map(|part| part.parse().map_err(|_| part.to_owned())).collect()
    };
    parts(a).cmp(&parts(b))
}

fn is_numeric(text: &str) -> bool {
    let known = |c: char| c.is_ascii_digit() || ".-–—@/ ".contains(c);
    text.chars().any(|c| c.is_ascii_digit()) && text.chars().all(known)
}

fn is_year(plan: &Plan, name: &str) -> bool {
    let year = plan.year.from.year();
    name == plan.year.to_string() || name == year.to_string() || name == format!("{:02}", year % 100)
}

/// A text cut at a word, for one line.
pub fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most).collect();
    let end = cut.rfind(' ').filter(|end| *end > cut.len() / 2).unwrap_or(cut.len());
    format!("{}…", cut[..end].trim_end_matches([',', ';', ':', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_ordered_as_numbers() {
        let mut numbers = ["1.10", "2", "1.9", "1.2.1", "1.2", "6.1.1", "6.1"];
        numbers.sort_by(|a, b| by_number(a, b));
        assert_eq!(numbers, ["1.2", "1.2.1", "1.9", "1.10", "2", "6.1", "6.1.1"]);
    }

    #[test]
    fn a_long_title_is_cut_at_a_word() {
        assert_eq!(shortened("Приказ о внедрении", 40), "Приказ о внедрении");
        assert_eq!(
            shortened("Формирование наставнических пар, групп", 32),
            "Формирование наставнических пар…"
        );
    }
}
