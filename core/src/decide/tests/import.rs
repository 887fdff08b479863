//! A plan imported, imported again, and corrected.

use std::string::String;
use std::vec::Vec;

use super::*;
use crate::decide::Difference;
use crate::state::{Origin, Outcome, Task};
use crate::view::Read;

const OLD: &[(&str, &str, &str, &str)] = &[
    ("1.1", "Издать приказ", "до 30.10.2023", "order.adopted"),
    ("1.2", "Принять положение", "до 30.10.2023", "regulation.adopted"),
    ("1.3", "Обновить сайт", "Декабрь, июнь в период с 2023 по 2024 г.", ""),
];

fn import(world: &mut World, tasks: &[(&str, &str, &str, &str)]) -> Difference {
    let document = world.document(tasks);
    // Who is known already is told by the caller, who alone can read names.
    let mut document = document;
    if !world.state.parties().unwrap().is_empty() {
        for task in &mut document.tasks {
            task.holders = vec![Holder::Known(crate::ids::PartyId(1))];
        }
    }
    let before = world.state.tasks().unwrap();
    let start = world.journal.len();
    world.given(Action::ImportPlan(document));
    Difference::of(&before, &world.journal[start..])
}

#[test]
fn the_same_document_twice_changes_nothing() {
    let mut world = World::with_plan(OLD);
    let length = world.journal.len();
    assert!(import(&mut world, OLD).is_empty());
    assert_eq!(world.journal.len(), length);
}

#[test]
fn a_correction_is_a_difference_and_keeps_progress() {
    let mut world = World::with_plan(OLD);
    world.given(done(1));
    let difference = import(
        &mut world,
        &[
            ("1.1", "Издать приказ о внедрении", "до 30.10.2023", "order.adopted"),
            ("1.3", "Обновить сайт", "Декабрь 2023", ""),
            ("1.4", "Назначить куратора", "до 01.11.2023", "curator.appointed"),
        ],
    );
    let numbers = |tasks: &[Wording]| tasks.iter().map(|task| task.number.clone()).collect::<Vec<_>>();
    assert_eq!(numbers(&difference.added), ["1.4"]);
    assert_eq!(numbers(&difference.removed), ["1.2"]);
    assert_eq!(difference.changed.len(), 2, "{difference:#?}");
    let row = world.state.occurrence(TaskId(1), 1).unwrap().unwrap();
    assert_eq!(row.instance.outcome, Some(Outcome::Done));
    let site = world.state.occurrences(Some(TaskId(3))).unwrap();
    let kept: Vec<&str> = site.iter().filter(|row| !row.dropped).map(|row| row.key.as_str()).collect();
    assert_eq!(kept, ["2023-12"]);
}

#[test]
fn a_task_that_is_renumbered_stays_itself() {
    let mut world = World::with_plan(OLD);
    let difference =
        import(&mut world, &[("2.7", "Издать приказ", "до 30.10.2023", "order.adopted"), OLD[1], OLD[2]]);
    assert!(difference.added.is_empty() && difference.removed.is_empty(), "{difference:#?}");
    assert_eq!(world.state.task(TaskId(1)).unwrap().unwrap().wording.number, "2.7");
}

#[test]
fn what_was_edited_by_hand_is_not_changed_back() {
    let mut world = World::with_plan(OLD);
    let edit = TaskEdit {
        title: Some("Издать приказ до сентября".into()),
        tags: Some(tags(&["curator.appointed"])),
        ..TaskEdit::default()
    };
    world.given(Action::EditTask { task: TaskId(1), edit });
    assert!(import(&mut world, OLD).is_empty());
    let task = world.state.task(TaskId(1)).unwrap().unwrap();
    assert_eq!(task.wording.title, "Издать приказ до сентября");
    assert_eq!(task.tags, tags(&["curator.appointed"]));
}

#[test]
fn a_task_that_comes_back_is_the_one_that_went() {
    let mut world = World::with_plan(OLD);
    world.given(done(2));
    import(&mut world, &OLD[..1]);
    assert!(world.state.task(TaskId(2)).unwrap().unwrap().withdrawn);
    import(&mut world, OLD);
    let task = world.state.task(TaskId(2)).unwrap().unwrap();
    let row = world.state.occurrence(TaskId(2), 1).unwrap().unwrap();
    assert!(!task.withdrawn && row.instance.outcome == Some(Outcome::Done));
}

#[test]
fn another_year_is_another_plan() {
    let mut world = World::with_plan(OLD);
    let next = PlanImport { year: PlanYear::of(2024), ..world.document(&OLD[..1]) };
    world.given(Action::ImportPlan(next));
    assert_eq!(world.state.plans().unwrap().len(), 2);
    assert_eq!(world.state.tasks().unwrap().len(), 4);
}

#[test]
fn one_person_in_many_rows_is_added_once() {
    let world = World::with_plan(OLD);
    assert_eq!(world.state.parties().unwrap().len(), 1);
}

#[test]
fn spellings_that_differ_in_dots_and_capitals_are_one_party() {
    let mut world = World::new();
    let mut document = world.document(&OLD[..2]);
    document.tasks[1].holders = [Holder::New(person("ИВАНОВА И. И"))].into();
    world.given(Action::ImportPlan(document));
    assert_eq!(world.state.parties().unwrap().len(), 1);
}

#[test]
fn a_table_without_a_title_leaves_the_title() {
    let mut world = World::with_plan(OLD);
    let mut document = world.document(OLD);
    document.title = String::new();
    for task in &mut document.tasks {
        task.holders = [Holder::Known(crate::ids::PartyId(1))].into();
    }
    assert!(world.given(Action::ImportPlan(document)).is_empty());
    assert!(!world.state.plan(PLAN).unwrap().unwrap().title.is_empty());
}

/// Tasks are recognised as if each were compared with every other.
#[test]
fn thousands_of_tasks_are_recognised_as_a_few_are() {
    use crate::decide::import::recognise;
    let world = World::with_plan(&[]);
    let mut random = 7_u32;
    let mut number = |below: u32| {
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (random >> 16) % below
    };
    let mut drafts = |count| -> Vec<NewTask> {
        let mut draft = |_| {
            let (place, title) = (std::format!("1.{}", number(40)), std::format!("Дело {}", number(30)));
            world.task((place.as_str(), title.as_str(), "", ""))
        };
        (0..count).map(&mut draft).collect()
    };
    for _ in 0..20 {
        let (known, new) = (drafts(60), drafts(60));
        let known: Vec<Task> = known.into_iter().zip(1..).map(|(draft, id)| task(id, draft)).collect();
        assert_eq!(recognise(&known, &new), one_by_one(&known, &new));
    }
    let known: Vec<Task> =
        (1..=10_000).map(|id| task(id, world.task((&std::format!("1.{id}"), "Дело", "", "")))).collect();
    let new: Vec<NewTask> =
        (1..=10_000).rev().map(|id| world.task((&std::format!("1.{id}"), "Дело", "", ""))).collect();
    let found = recognise(&known, &new);
    assert_eq!((found[0], found[9_999]), (Some(9_999), Some(0)));
}

fn task(id: u32, draft: NewTask) -> Task {
    Task {
        id: TaskId(id),
        plan: PlanId(1),
        wording: draft.wording,
        deadline: draft.deadline,
        tags: draft.tags,
        holders: Vec::new(),
        origin: if id.is_multiple_of(7) { Origin::Manual } else { Origin::Imported },
        edited: BTreeSet::new(),
        occurrences: 1,
        withdrawn: false,
    }
}

fn one_by_one(known: &[Task], new: &[NewTask]) -> Vec<Option<usize>> {
    let tests: [fn(&Wording, &Wording) -> bool; 3] = [
        |a, b| a.number == b.number && a.title == b.title,
        |a, b| a.title == b.title,
        |a, b| a.number == b.number,
    ];
    let mut found = vec![None; new.len()];
    for same in tests {
        for at in 0..new.len() {
            let free = |index: &usize| {
                !found.contains(&Some(*index))
                    && known[*index].origin == Origin::Imported
                    && same(&known[*index].wording, &new[at].wording)
            };
            if found[at].is_none() {
                found[at] = (0..known.len()).find(free);
            }
        }
    }
    found
}

#[test]
fn many_tasks_added_in_one_command_have_numbers_of_their_own() {
    let mut world = World::with_plan(OLD);
    let add = |world: &World, number: &str| Action::AddTask {
        plan: PLAN,
        task: world.task((number, "Дело", "", "")),
    };
    let many = Action::Many((1..=500).map(|no| add(&world, &std::format!("9.{no}"))).collect());
    world.given(many);
    let twice =
        Action::Many(vec![add(&world, "8.1"), add(&world, "8.1"), add(&world, "9.500"), add(&world, "1.1")]);
    let problems = world.problems(twice);
    let taken = |number: &str, task| Problem::NumberTaken { number: number.into(), task: TaskId(task) };
    assert_eq!(problems, [taken("8.1", 504), taken("9.500", 503), taken("1.1", 1)]);
    let renumbered = |task, number: &str| Action::EditTask {
        task: TaskId(task),
        edit: TaskEdit { number: Some(number.into()), ..TaskEdit::default() },
    };
    world.given(Action::Many(vec![renumbered(1, "7.7"), add(&world, "1.1"), renumbered(2, "1.3x")]));
    assert_eq!(world.problems(renumbered(3, "7.7")), [taken("7.7", 1)]);
}

#[test]
fn a_calendar_that_knows_more_dates_what_hung_on_it_and_nothing_that_was_dated_by_hand() {
    let tasks = &[("2.1", "Собрать данные", "1 четверть", ""), ("2.2", "Провести встречу", "1 четверть", "")];
    let mut world = World::with_plan(tasks);
    world.given(Action::Reschedule {
        task: TaskId(2),
        no: 1,
        from: None,
        to: Some(day("2023-10-10")),
        reason: None,
        postpone: false,
    });
    assert!(import(&mut world, tasks).is_empty());
    let quarters = "[[school-year]]\nplan = \"2023/24\"\nquarters = [\"2023-09-01..2023-10-27\"]\n";
    world.rules.calendar = Calendar::from_toml(quarters).unwrap();
    let difference = import(&mut world, tasks);
    let dated: Vec<_> = difference.changed.iter().map(|change| change.dated.as_ref()).collect();
    assert!(matches!(dated[..], [Some(deadline)] if deadline.occurrences[0].to == Some(day("2023-10-27"))));
    let last = |task| world.state.occurrences(Some(TaskId(task))).unwrap().last().and_then(|row| row.to);
    assert_eq!((last(1), last(2)), (Some(day("2023-10-27")), Some(day("2023-10-10"))));
    assert!(import(&mut world, tasks).is_empty());
}

#[test]
fn another_purpose_is_a_change_that_is_told() {
    let mut world = World::with_plan(OLD);
    let mut tasks = OLD.to_vec();
    tasks[0].3 = "plan.approved";
    let difference = import(&mut world, &tasks);
    let told: Vec<_> = difference.changed.iter().map(|change| (change.task, change.tags)).collect();
    assert_eq!(told, [(TaskId(1), true)]);
}

#[test]
fn what_has_no_days_yet_is_not_dated_again() {
    let tasks = &[("4.1", "Провести праздник", "по отдельному графику", "")];
    let mut world = World::with_plan(tasks);
    let length = world.journal.len();
    assert!(import(&mut world, tasks).is_empty());
    assert_eq!(world.journal.len(), length);
}
