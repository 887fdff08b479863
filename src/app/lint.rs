//! What is wrong with a plan before anybody is late: terms that cannot be kept, people with too much in one week,
//! steps that wait for each other.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike as _, NaiveDate, Weekday};
use vekha_core::decide::Rules;
use vekha_core::ids::{PartyId, TaskId};
use vekha_core::schedule::{DeadlineKind, Note};
use vekha_core::state::{Occurrence, Plan, Task};
use vekha_core::view::{Read, View, ViewError};
use vekha_core::workflow::{
    Condition, Entry, InStage, Level, Machine, Outcome, Requirement, SubjectKind, Surroundings, Words,
};

/// How many terms of one person in one week are not too many.
pub const MOST_A_WEEK: usize = 5;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It cannot go well.
    Error,
    /// It may go badly.
    Warning,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub problem: Problem,
    /// How bad.
    pub severity: Severity,
}

/// What can be wrong. Each has a stable code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// A stage's term comes before the term of a task it cannot end without, in this stage or an earlier one.
    CannotFinish {
        /// The stage.
        stage: Words,
        /// Its term.
        term: NaiveDate,
        /// The task that holds it up.
        task: TaskId,
        /// The task's term.
        due: NaiveDate,
    },
    /// A stage cannot end without a task with this purpose, and the plan has none.
    NoTask {
        /// The stage.
        stage: Words,
        /// The purpose tag.
        tag: String,
    },
    /// Two stages wait for each other: one cannot end without tasks that only the other, a later one, opens.
    StagesWait {
        /// The one that cannot end.
        stage: Words,
        /// The one that opens the tasks.
        opener: Words,
        /// The purpose tag.
        tag: String,
    },
    /// Tasks whose terms are counted from each other.
    TasksWait {
        /// In a circle.
        tasks: Vec<TaskId>,
    },
    /// No working day lies between the first and the last day.
    NoWorkingDay {
        /// The occurrence.
        task: TaskId,
        /// Its number.
        no: u16,
        /// The first day.
        from: NaiveDate,
        /// The last day.
        to: NaiveDate,
    },
    /// The last day is a day off.
    DayOff {
        /// The occurrence.
        task: TaskId,
        /// Its number.
        no: u16,
        /// The last day.
        to: NaiveDate,
        /// The last working day before it.
        before: NaiveDate,
    },
    /// The term lies before the plan or after it.
    OutsidePlan {
        /// The occurrence.
        task: TaskId,
        /// Its number.
        no: u16,
        /// The last day.
        to: NaiveDate,
    },
    /// Too many terms of one person in one week.
    Overloaded {
        /// Whose.
        party: PartyId,
        /// Monday of the week.
        week: NaiveDate,
        /// The tasks.
        tasks: Vec<TaskId>,
    },
}

impl Problem {
    /// A stable name of its kind.
    pub fn code(&self) -> &'static str {
        match self {
            Self::CannotFinish { .. } => "cannot-finish",
            Self::NoTask { .. } => "no-task",
            Self::StagesWait { .. } => "stages-wait",
            Self::TasksWait { .. } => "tasks-wait",
            Self::NoWorkingDay { .. } => "no-working-day",
            Self::DayOff { .. } => "day-off",
            Self::OutsidePlan { .. } => "outside-plan",
            Self::Overloaded { .. } => "overloaded",
        }
    }
}

/// A plan with its tasks.
struct Desk<'a> {
    view: &'a dyn View,
    rules: &'a Rules,
    plan: &'a Plan,
    tasks: Vec<(Task, Vec<Occurrence>)>,
}

/// Everything that is wrong with a plan: errors first, then in the order of kinds. `most`: how many terms of one
/// person in one week are not too many.
///
/// # Errors
/// What the view says.
pub fn lint(view: &dyn View, rules: &Rules, plan: &Plan, most: usize) -> Result<Vec<Finding>, ViewError> {
    let mut tasks = Vec::new();
    for task in view.tasks()?.into_iter().filter(|task| task.plan == plan.id && !task.withdrawn) {
        let mut standing = view.occurrences(Some(task.id))?;
        standing.retain(|occurrence| !occurrence.dropped);
        tasks.push((task, standing));
    }
    let desk = Desk { view, rules, plan, tasks };
    let mut found = desk.stages();
    found.extend(desk.circles());
    found.extend(desk.days());
    found.extend(desk.loads(most)?);
    found.sort_by_key(|finding| finding.severity);
    Ok(found)
}

fn error(problem: Problem) -> Finding {
    Finding { problem, severity: Severity::Error }
}

fn warning(problem: Problem) -> Finding {
    Finding { problem, severity: Severity::Warning }
}

impl Desk<'_> {
    /// The way of every kind of programme through its stages, with the earliest day each can end.
    fn stages(&self) -> Vec<Finding> {
        let machines = self.rules.current.values().filter_map(|hash| self.rules.machine(hash));
        machines
            .filter(|machine| machine.kind == SubjectKind::Programme)
            .flat_map(|machine| self.way(machine))
            .collect()
    }

    fn way(&self, machine: &Machine) -> Vec<Finding> {
        let mut found = Vec::new();
        let mut ready: Option<(NaiveDate, TaskId)> = None;
        let mut passed: BTreeSet<&str> = BTreeSet::new();
        let mut here = machine.initial.as_str();
        let mut entered = self.plan.year.from;
        while let (Some(stage), Some(way), true) =
            (machine.stage(here), machine.forward_from(here), passed.insert(here))
        {
            for requirement in &way.requires {
                let needed = self.needed(requirement);
                ready = ready.max(needed);
                found.extend(self.missing(machine, requirement, here, &passed));
            }
            let term = stage.term.as_ref().and_then(|term| {
                term.due(&Surroundings {
                    entered,
                    plan_from: self.plan.year.from,
                    is_working: &|date| self.rules.calendar.is_working(date),
                    task_due: &|tag| self.last_due(tag).map(|(due, _)| due),
                })
            });
            if let (Some(term), Some((due, task))) = (term, ready)
                && due > term
            {
                let stage = stage.title.clone();
                found.push(error(Problem::CannotFinish { stage, term, task, due }));
            }
            entered = term.unwrap_or(entered);
            here = way.to.as_str();
        }
        found
    }

    /// The day a requirement can be met at the earliest, where only tasks can meet it, and the task that decides.
    fn needed(&self, requirement: &Requirement) -> Option<(NaiveDate, TaskId)> {
        let tags: Option<Vec<&String>> = requirement
            .any_of
            .iter()
            .map(|condition| match condition {
                Condition::Tasks { tag, stage, .. } if ends(stage) => Some(tag),
                _ => None,
            })
            .collect();
        // Any one of them suffices: the earliest counts.
        tags?.into_iter().filter_map(|tag| self.last_due(tag)).min()
    }

    /// Tasks that the plan does not have, or that only a later stage opens.
    fn missing(
        &self,
        machine: &Machine,
        requirement: &Requirement,
        here: &str,
        passed: &BTreeSet<&str>,
    ) -> Vec<Finding> {
        let only_tasks =
            requirement.any_of.iter().all(|condition| matches!(condition, Condition::Tasks { .. }));
        let mut found = Vec::new();
        let Some(stage) = machine.stage(here) else { return found };
        let mut lacking = Vec::new();
        for condition in &requirement.any_of {
            let Condition::Tasks { tag, .. } = condition else { continue };
            if !self.tasks.iter().any(|(task, _)| task.tags.contains(tag)) {
                lacking.push(tag.clone());
            }
            let opens = |entry: &Entry| matches!(entry, Entry::OpenTasks { tag: opened } if opened == tag);
            let openers: Vec<_> =
                machine.stages.iter().filter(|stage| stage.on_enter.iter().any(opens)).collect();
            let later = openers.iter().find(|opener| !passed.contains(opener.id.as_str()));
            if let (Some(opener), true) = (later, openers.iter().all(|one| !passed.contains(one.id.as_str())))
                && only_tasks
            {
                let (stage, opener) = (stage.title.clone(), opener.title.clone());
                found.push(error(Problem::StagesWait { stage, opener, tag: tag.clone() }));
            }
        }
        if only_tasks && lacking.len() == requirement.any_of.len() {
            let severity = if requirement.level == Level::Must { Severity::Error } else { Severity::Warning };
            let tag = lacking.join(", ");
            found.push(Finding { problem: Problem::NoTask { stage: stage.title.clone(), tag }, severity });
        }
        found
    }

    /// When the last task with a tag is due, and which it is.
    fn last_due(&self, tag: &str) -> Option<(NaiveDate, TaskId)> {
        let tagged = self.tasks.iter().filter(|(task, _)| task.tags.contains(tag));
        let dues = tagged.flat_map(|(task, all)| all.iter().map(move |one| (one.to, task.id)));
        dues.filter_map(|(to, task)| Some((to?, task))).max()
    }

    /// Terms that are counted from each other in a circle.
    fn circles(&self) -> Vec<Finding> {
        let after: BTreeMap<TaskId, Vec<TaskId>> =
            self.tasks.iter().map(|(task, _)| (task.id, self.named_by(task))).collect();
        let mut told: BTreeSet<Vec<TaskId>> = BTreeSet::new();
        for start in after.keys() {
            if let Some(mut circle) = circle(&after, *start) {
                // The same circle is found from each of its members.
                let least = circle.iter().enumerate().min_by_key(|(_, task)| **task).map_or(0, |(at, _)| at);
                circle.rotate_left(least);
                told.insert(circle);
            }
        }
        told.into_iter().map(|tasks| error(Problem::TasksWait { tasks })).collect()
    }

    /// The tasks that a term names by their numbers: «в сроки по п. 1.3», «через месяц после пункта 3.5».
    fn named_by(&self, task: &Task) -> Vec<TaskId> {
        if !matches!(
            task.deadline.kind,
            DeadlineKind::Linked | DeadlineKind::Relative | DeadlineKind::External
        ) {
            return Vec::new();
        }
        let phrase = task.wording.phrase.to_lowercase();
        let mut found = Vec::new();
        let mut words = phrase.split_whitespace().peekable();
        while let Some(word) = words.next() {
            let glued =
                word.strip_prefix("п.").or_else(|| word.strip_prefix("пп.")).filter(|rest| !rest.is_empty());
            let item = word.starts_with("пункт") || ["п", "п.", "пп."].contains(&word);
            let number = glued.or_else(|| if item { words.peek().copied() } else { None });
            let number = number.map(|text| text.trim_matches(|c: char| !c.is_ascii_digit()));
            let named = |other: &&(Task, Vec<Occurrence>)| Some(other.0.wording.number.as_str()) == number;
            found.extend(self.tasks.iter().find(named).map(|(other, _)| other.id));
        }
        found
    }

    /// Terms on days off, without working days, outside the plan.
    fn days(&self) -> Vec<Finding> {
        let mut found = Vec::new();
        let calendar = &self.rules.calendar;
        for (task, all) in &self.tasks {
            // What goes on for the whole year ends with it; nobody has to do it on that very day.
            let lasting = task.deadline.kind == DeadlineKind::Period;
            for one in all.iter().filter(|one| one.is_open()) {
                let Some(to) = one.to else { continue };
                let (id, no) = (task.id, one.no);
                if task.deadline.has(Note::BeforePlan) && to < self.plan.year.preparation_from()
                    || to > self.plan.year.to
                {
                    found.push(warning(Problem::OutsidePlan { task: id, no, to }));
                }
                // Of a year that the calendar does not know only the Sundays are sure.
                if !calendar.knows(to) && to.weekday() != Weekday::Sun {
                    continue;
                }
                let idle = |from: NaiveDate| {
                    from <= to
                        && from.iter_days().take_while(|day| *day <= to).all(|day| !calendar.is_working(day))
                };
                match one.from {
                    Some(from) if idle(from) => {
                        found.push(error(Problem::NoWorkingDay { task: id, no, from, to }));
                    }
                    _ if !calendar.is_working(to) && !lasting => {
                        let before = calendar.last_working_day_before(to);
                        found.push(warning(Problem::DayOff { task: id, no, to, before }));
                    }
                    _ => {}
                }
            }
        }
        found
    }

    /// People with too many terms in one week. A role's count for whoever holds it.
    fn loads(&self, most: usize) -> Result<Vec<Finding>, ViewError> {
        let mut weeks: BTreeMap<(PartyId, NaiveDate), BTreeSet<TaskId>> = BTreeMap::new();
        for (task, all) in &self.tasks {
            for to in all.iter().filter(|one| one.is_open()).filter_map(|one| one.to) {
                let monday = to - chrono::Duration::days(i64::from(to.weekday().num_days_from_monday()));
                for holder in &task.holders {
                    let id = self.view.standing(*holder)?;
                    let id = self.view.party(id)?.and_then(|party| party.held_by).unwrap_or(id);
                    weeks.entry((id, monday)).or_default().insert(task.id);
                }
            }
        }
        let overloaded = weeks.into_iter().filter(|(_, tasks)| tasks.len() > most);
        Ok(overloaded
            .map(|((party, week), tasks)| {
                warning(Problem::Overloaded { party, week, tasks: tasks.into_iter().collect() })
            })
            .collect())
    }
}

fn ends(stage: &InStage) -> bool {
    matches!(stage, InStage::Outcome(Outcome::Done) | InStage::Ended | InStage::OneOf(_))
}

/// A circle through `start`, if there is one.
fn circle(after: &BTreeMap<TaskId, Vec<TaskId>>, start: TaskId) -> Option<Vec<TaskId>> {
    let mut open = vec![vec![start]];
    let mut seen = BTreeSet::new();
    while let Some(path) = open.pop() {
        let last = *path.last()?;
        for next in after.get(&last).into_iter().flatten() {
            if *next == start {
                return Some(path);
            }
            if seen.insert(*next) {
                let mut longer = path.clone();
                longer.push(*next);
                open.push(longer);
            }
        }
    }
    None
}
