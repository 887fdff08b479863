//! Plans, tasks and steps corrected: what stays, what goes and what is told.

use std::string::String;
use std::vec::Vec;

use super::*;
use crate::decide::{Difference, Remedy};
use crate::ids::{PartyId, ProgrammeId};
use crate::state::Occurrence;
use crate::view::Read;

const IT: Subject = Subject::Programme(ProgrammeId(1));

fn occurrence(world: &World, task: u32, no: u16) -> Occurrence {
    world.state.occurrence(TaskId(task), no).unwrap().unwrap()
}

/// Number and last day of every occurrence that is not dropped.
fn standing(world: &World, task: u32) -> Vec<(u16, Option<NaiveDate>)> {
    let rows = world.state.occurrences(Some(TaskId(task))).unwrap();
    rows.into_iter().filter(|row| !row.dropped).map(|row| (row.no, row.to)).collect()
}

fn retime(world: &World, task: u32, phrase: &str) -> Action {
    let deadline = schedule::parse(phrase, PlanYear::of(2023), &world.rules.calendar);
    let edit = TaskEdit { term: Some((phrase.into(), deadline)), ..TaskEdit::default() };
    Action::EditTask { task: TaskId(task), edit }
}

fn move_to(task: u32, from: Option<&str>, to: &str, postpone: bool) -> Action {
    let (from, to) = (from.map(day), Some(day(to)));
    Action::Reschedule {
        task: TaskId(task), no: 1, from, to, reason: Some("болезнь".into()), postpone
    }
}

#[test]
fn another_term_keeps_what_has_its_days_or_was_touched_and_drops_the_rest() {
    let phrase = "10.11.2023, 10.12.2023, 10.01.2024, 10.02.2024, 10.03.2024";
    let mut world = World::with_plan(&[("1.1", "Отчёт", phrase, "")]);
    let same = retime(&world, 1, phrase);
    assert_eq!(world.given(same), [], "the same words and days");
    let of = |no| Subject::Occurrence(TaskId(1), no);
    world.given(move_to(1, Some("2023-11-10"), "2023-11-20", true));
    world.given(step(of(2), Step::Forward));
    let evidence = Action::AddEvidence { subject: of(3), kind: "photo".into(), document: None, text: None };
    world.given(evidence);
    // The first was put off and stays by the day it was planned for; the fifth is wanted still.
    let other = retime(&world, 1, "10.11.2023, 10.03.2024, 10.04.2024");
    world.given(other);
    let expected =
        [(1, "2023-11-20"), (2, "2023-12-10"), (3, "2024-01-10"), (5, "2024-03-10"), (6, "2024-04-10")];
    assert_eq!(standing(&world, 1), expected.map(|(no, to)| (no, Some(day(to)))));
    // What was put off stays, though its planned day is wanted no more; nothing ever happened in the sixth.
    let none = retime(&world, 1, "10.05.2024");
    world.given(none);
    let expected = [(1, "2023-11-20"), (2, "2023-12-10"), (3, "2024-01-10"), (7, "2024-05-10")];
    assert_eq!(standing(&world, 1), expected.map(|(no, to)| (no, Some(day(to)))));
    // The same days in other words are news of words alone.
    let reworded = retime(&world, 1, "10.05.2024 г.");
    let events = world.given(reworded);
    assert!(
        matches!(&events[..], [Event::TaskRetimed { phrase, .. }] if phrase == "10.05.2024 г."),
        "{events:?}"
    );
    assert_eq!(world.replayed(), world.state);
}

#[test]
fn a_day_less_and_another_beginning_are_news() {
    let mut world = World::with_plan(&[
        ("1.1", "Отчёт", "10.11.2023, 10.12.2023", ""),
        ("1.2", "База", "с 1 по 15 декабря", ""),
    ]);
    let less = retime(&world, 1, "10.11.2023");
    assert_eq!(world.given(less).len(), 1);
    assert_eq!(standing(&world, 1), [(1, Some(day("2023-11-10")))]);
    let later = retime(&world, 2, "с 5 по 15 декабря");
    world.given(later);
    assert_eq!(standing(&world, 2), [(2, Some(day("2023-12-15")))]);
    assert_eq!(occurrence(&world, 2, 2).from, Some(day("2023-12-05")));
}

#[test]
fn a_term_of_one_day_is_no_reversed_one() {
    let mut world = World::with_plan(&[("1.1", "Приказ", "до 30.10.2023", "")]);
    let reversed = Problem::TermReversed { from: day("2023-12-02"), to: day("2023-12-01") };
    assert_eq!(world.problems(move_to(1, Some("2023-12-02"), "2023-12-01", false)), [reversed]);
    world.given(move_to(1, Some("2023-12-01"), "2023-12-01", false));
    assert_eq!(occurrence(&world, 1, 1).from, Some(day("2023-12-01")));
}

#[test]
fn one_order_proves_many_things_and_another_order_is_another() {
    let mut world = World::with_plan(&[("1.1", "Приказ", "до 30.10.2023", "")]);
    world.given(open_programme(None));
    let order = |kind: &str, number: Option<&str>, date: &str| DocumentDraft {
        kind: kind.into(),
        number: number.map(Into::into),
        date: day(date),
        text: None,
        about: Vec::new(),
    };
    let prove = |subject, draft| Action::AddEvidence {
        subject,
        kind: "order".into(),
        document: Some(draft),
        text: None,
    };
    let same = || order("order.pairs", Some("7"), "2023-10-15");
    world.given(prove(IT, same()));
    world.given(prove(of(1), same()));
    for (draft, known) in [
        (same(), 1),
        (order("order.introduction", Some("7"), "2023-10-15"), 2),
        (order("order.pairs", Some("8"), "2023-10-15"), 3),
        (order("order.pairs", Some("7"), "2023-10-16"), 4),
        (order("order.pairs", None, "2023-10-15"), 5),
        (order("order.pairs", None, "2023-10-15"), 6),
    ] {
        world.given(prove(IT, draft.clone()));
        assert_eq!(world.state.documents().unwrap().len(), known, "{draft:?}");
    }
    let programme = world.state.programme(ProgrammeId(1)).unwrap().unwrap();
    let numbers: Vec<u32> = programme.evidence.iter().map(|evidence| evidence.no).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6, 7]);
    let shown = programme.evidence.iter().map(|evidence| evidence.document.map(|id| id.0));
    assert_eq!(shown.collect::<Vec<_>>(), [1, 1, 2, 3, 4, 5, 6].map(Some));
    assert_eq!(occurrence(&world, 1, 1).evidence.len(), 1);
}

const DOCUMENT: &[(&str, &str, &str, &str)] = &[
    ("1.1", "Издать приказ", "до 30.10.2023", "order.adopted"),
    ("1.2", "Принять положение", "до 30.10.2023", "regulation.adopted"),
];

/// Imports these rows with a holder that is known.
fn import(
    world: &mut World,
    tasks: &[(&str, &str, &str, &str)],
    holder: PartyId,
) -> (Difference, Vec<Event>) {
    let mut document = world.document(tasks);
    for task in &mut document.tasks {
        task.holders = vec![Holder::Known(holder)];
    }
    let (before, start) = (world.state.tasks().unwrap(), world.journal.len());
    let events = world.given(Action::ImportPlan(document));
    (Difference::of(&before, &world.journal[start..]), events)
}

#[test]
fn each_kind_of_change_alone_is_a_difference() {
    let empty = Difference::default();
    assert!(empty.is_empty());
    let mut world = World::with_plan(DOCUMENT);
    world.given(Action::AddParty(person("Небылицын И.С.")));
    let (one, two) = (PartyId(1), PartyId(2));
    let added = [DOCUMENT, &[("1.3", "Назначить куратора", "май", "")]].concat();
    let (difference, _) = import(&mut world, &added, one);
    assert_eq!((difference.added.len(), difference.removed.len(), difference.changed.len()), (1, 0, 0));
    assert!(!difference.is_empty());
    let (difference, _) = import(&mut world, DOCUMENT, one);
    assert_eq!((difference.added.len(), difference.removed.len(), difference.changed.len()), (0, 1, 0));
    assert!(!difference.is_empty());
    // One that comes back is a change, and is not gone again while it stays away.
    let (difference, _) = import(&mut world, &added, one);
    assert_eq!((difference.added.len(), difference.removed.len(), difference.changed.len()), (0, 0, 1));
    assert!(!difference.is_empty());
    import(&mut world, DOCUMENT, one);
    assert_eq!(import(&mut world, DOCUMENT, one).1, [], "it is gone already");
    let (difference, _) = import(&mut world, DOCUMENT, two);
    let holders = difference.changed.iter().map(|change| (change.task, change.holders, change.tags));
    assert_eq!(holders.collect::<Vec<_>>(), [(TaskId(1), true, false), (TaskId(2), true, false)]);
    // Words and term at once: neither hides the other.
    let tasks = [("1.1", "Издать распоряжение", "до 30.11.2023", "order.adopted"), DOCUMENT[1]];
    let (difference, _) = import(&mut world, &tasks, two);
    let change = &difference.changed[0];
    assert_eq!(
        (change.after.title.as_str(), change.after.phrase.as_str()),
        ("Издать распоряжение", "до 30.11.2023")
    );
    assert_eq!(
        (change.before.phrase.as_str(), change.holders, &change.dated),
        ("до 30.10.2023", false, &None)
    );
}

#[test]
fn a_document_again_leaves_what_was_added_and_assigned_by_hand() {
    let mut world = World::with_plan(DOCUMENT);
    let own = world.task(("9.1", "Своё дело", "май", ""));
    world.given(Action::AddTask { plan: PLAN, task: own });
    world.given(Action::AddParty(person("Небылицын И.С.")));
    let by_hand = PartyId(3);
    world.given(Action::AssignTask { task: TaskId(1), holders: vec![Holder::Known(by_hand)] });
    assert_eq!(import(&mut world, DOCUMENT, PartyId(1)).1, []);
    assert!(!world.state.task(TaskId(3)).unwrap().unwrap().withdrawn);
    assert_eq!(world.state.task(TaskId(1)).unwrap().unwrap().holders, [by_hand]);
}

#[test]
fn each_part_of_the_heading_alone_is_news_and_is_kept() {
    let mut world = World::with_plan(DOCUMENT);
    let revise = |world: &mut World, change: &dyn Fn(&mut PlanImport)| {
        let mut document = world.document(DOCUMENT);
        document.tasks.iter_mut().for_each(|task| task.holders = vec![Holder::Known(PartyId(1))]);
        change(&mut document);
        world.given(Action::ImportPlan(document)).len()
    };
    assert_eq!(revise(&mut world, &|_| ()), 0);
    assert_eq!(revise(&mut world, &|document| document.title = "Другая карта".into()), 1);
    assert_eq!(world.state.plan(PLAN).unwrap().unwrap().title, "Другая карта");
    let sections = |document: &mut PlanImport| {
        document.title = String::new();
        document.sections =
            vec![crate::state::Heading { number: "1".into(), title: "Условия".into() }];
    };
    assert_eq!(revise(&mut world, &sections), 1);
    assert_eq!(revise(&mut world, &sections), 0);
    let plan = world.state.plan(PLAN).unwrap().unwrap();
    assert_eq!((plan.title.as_str(), plan.sections.len()), ("Другая карта", 1));
    // Where the tasks are others, the plan is from the file that has them; another carrier of the same is no news.
    let source = crate::digest::Digest([7; 32]);
    let carrier = |document: &mut PlanImport| {
        sections(document);
        document.source = source;
    };
    assert_eq!(revise(&mut world, &carrier), 0);
    let reworded = |document: &mut PlanImport| {
        carrier(document);
        document.tasks[0].wording.title = "Издать распоряжение".into();
    };
    assert_eq!(revise(&mut world, &reworded), 2);
    assert_eq!(world.state.plan(PLAN).unwrap().unwrap().source, Some(source));
}

#[test]
fn numbers_are_free_again_within_the_command_that_frees_them() {
    let mut world = World::with_plan(DOCUMENT);
    let add = |world: &World, number: &str| Action::AddTask {
        plan: PLAN,
        task: world.task((number, "Дело", "", "")),
    };
    let known = |world: &World, tasks: &[_]| {
        let mut document = world.document(tasks);
        document.tasks.iter_mut().for_each(|task| task.holders = vec![Holder::Known(PartyId(1))]);
        Action::ImportPlan(document)
    };
    let free = |world: &World| known(world, &DOCUMENT[..1]);
    // The numbers are asked for, then a task goes or comes back, then its number is asked for again.
    let gone = vec![add(&world, "7.1"), known(&world, &DOCUMENT[..1])];
    world.given(Action::Many(gone));
    let back = vec![add(&world, "7.2"), known(&world, DOCUMENT), add(&world, "1.2")];
    assert_eq!(
        world.problems(Action::Many(back)),
        [Problem::NumberTaken { number: "1.2".into(), task: TaskId(2) }]
    );
    let all = known(&world, DOCUMENT);
    world.given(all);
    let gone = vec![add(&world, "7.3"), free(&world), add(&world, "1.2")];
    world.given(Action::Many(gone));
}

/// A step that opens the tasks of a stage, together with what is asked before and after it in one command.
fn open_stage(world: &mut World, before: Vec<Action>) {
    let allow = ["order", "plan", "curator", "regulation", "conditions"];
    let proofs = ["order.introduction", "roadmap", "order.curator", "regulation"].map(|kind| {
        Action::RegisterDocument(DocumentDraft {
            kind: kind.into(),
            number: None,
            date: day("2023-09-01"),
            text: None,
            about: Vec::new(),
        })
    });
    world.given(Action::Many(proofs.into()));
    let unmet = match world.ask(step(IT, Step::Forward)) {
        Err(crate::decide::Refused::Rule(refusal)) => refusal.unmet,
        _ => Vec::new(),
    };
    let missing = unmet.into_iter().filter_map(|unmet| match unmet.problem {
        Problem::Requirement { id, .. } => Some(id),
        _ => None,
    });
    let missing: Vec<String> = missing.collect();
    let pass = |requirement: &&str| Allowance {
        requirement: String::from(*requirement),
        reason: "примут на педсовете".into(),
        until: day("2023-12-01"),
    };
    let allow = allow.iter().filter(|id| missing.iter().any(|missing| missing == *id)).map(pass).collect();
    let advance = Action::Advance { subject: IT, step: Step::Forward, reason: None, allow };
    world.given(Action::Many([before, vec![advance]].concat()));
}

fn undone(events: &[Event]) -> Vec<Subject> {
    let subject = |event: &Event| match event {
        Event::StepUndone { subject, .. } => Some(*subject),
        _ => None,
    };
    events.iter().filter_map(subject).collect()
}

#[test]
fn a_step_back_closes_only_what_the_step_itself_opened() {
    let tag = "mentees.base";
    let mut world = World::with_plan(&[
        ("3.1", "Начата перед шагом", "октябрь", tag),
        ("3.2", "Открыта", "октябрь", tag),
        ("3.3", "Открыта и отменена", "октябрь", tag),
        ("3.4", "Открыта и отложена", "октябрь", tag),
        ("3.5", "Другая", "октябрь", ""),
    ]);
    world.given(Action::AddPlan { year: PlanYear::of(2024), title: "Следующий год".into() });
    let other = world.task(("3.1", "Другого года", "октябрь", tag));
    world.given(Action::AddTask { plan: PlanId(2), task: other });
    world.given(open_programme(None));
    open_stage(&mut world, vec![step(of(1), Step::Forward)]);
    let begun = |world: &World, task| !occurrence(world, task, 1).instance.trail.is_empty();
    assert_eq!([1, 2, 3, 4, 5, 6].map(|task| begun(&world, task)), [true, true, true, true, false, false]);
    let reason = Some("не нужна".into());
    world.given(Action::Advance { subject: of(3), step: Step::Cancel, reason, allow: Vec::new() });
    world.given(move_to(4, None, "2023-12-20", true));
    // A task that is added and begun the same day by hand was not opened by the step.
    let late = world.task(("3.9", "Начата потом", "октябрь", tag));
    world.given(Action::AddTask { plan: PLAN, task: late });
    let notes = (0..3).map(|_| Action::AddNote { subject: of(7), text: "заметка".into() });
    world.given(Action::Many(notes.collect()));
    world.given(step(of(7), Step::Forward));
    let events = world.given(Action::Undo { subject: IT, reason: None });
    assert_eq!(undone(&events), [IT, of(2)]);
    assert_eq!([1, 2, 3, 4, 7].map(|task| begun(&world, task)), [true, false, true, true, true]);
}

#[test]
fn a_task_begun_in_the_event_before_the_step_was_not_opened_by_it() {
    let mut world = World::with_plan(&[
        ("3.1", "Начата перед шагом", "октябрь", "mentees.base"),
        ("1.9", "Условия", "октябрь", "conditions.ready"),
    ]);
    world.given(open_programme(None));
    world.given(done(2));
    open_stage(&mut world, vec![step(of(1), Step::Forward)]);
    assert_eq!(world.state.exceptions().unwrap(), [], "nothing stands between the two events");
    assert_eq!(undone(&world.given(Action::Undo { subject: IT, reason: None })), [IT]);
}

#[test]
fn a_step_back_leaves_what_was_let_pass_for_another_programme() {
    let mut world = World::with_plan(&[]);
    let other = Subject::Programme(ProgrammeId(2));
    let open = |form: &str| Action::OpenProgramme {
        plan: PLAN,
        form: form.into(),
        workflow: "programme".into(),
        stage: None,
    };
    world.given(Action::Many(vec![open("teacher-teacher"), open("student-student")]));
    open_stage(&mut world, Vec::new());
    let allow = vec![Allowance {
        requirement: "conditions".into(),
        reason: "примут на педсовете".into(),
        until: day("2023-12-01"),
    }];
    world.given(Action::Advance { subject: other, step: Step::Forward, reason: None, allow });
    let open =
        |world: &World| world.state.exceptions().unwrap().iter().map(|row| row.subject).collect::<Vec<_>>();
    assert_eq!(open(&world), [IT, other]);
    world.given(Action::Undo { subject: IT, reason: None });
    assert_eq!(open(&world), [other]);
}

#[test]
fn a_way_that_there_is_not_is_named_with_those_there_are() {
    let mut world = World::with_plan(&[("1.1", "Приказ", "до 30.10.2023", "")]);
    let wanted = |world: &mut World, step: Step| match &world.refused(super::step(of(1), step))[..] {
        [unmet] => {
            assert_eq!(
                (unmet.subject, &unmet.remedies[..]),
                (Some(of(1)), &[Remedy::ShowWays { subject: of(1) }][..])
            );
            match &unmet.problem {
                Problem::NoTransition { wanted, ways, .. } => Some((wanted.clone(), ways.len() > 1)),
                Problem::Ended { .. } => None,
                other => panic!("{other:?}"),
            }
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(wanted(&mut world, Step::Transition("fly".into())), Some(("fly".into(), true)));
    assert_eq!(wanted(&mut world, Step::To("луна".into())), Some(("луна".into(), true)));
    world.given(done(1));
    for step in [Step::Forward, Step::Done, Step::Cancel] {
        assert_eq!(wanted(&mut world, step), None, "it is over");
    }
}

#[test]
fn programmes_of_other_forms_and_other_plans_run_beside() {
    let mut world = World::with_plan(&[]);
    world.given(Action::AddPlan { year: PlanYear::of(2024), title: "Следующий год".into() });
    let open = |plan: u32, form: &str| Action::OpenProgramme {
        plan: PlanId(plan),
        form: form.into(),
        workflow: "programme".into(),
        stage: None,
    };
    for (plan, form) in [(1, "teacher-teacher"), (1, "student-student"), (2, "teacher-teacher")] {
        world.given(open(plan, form));
    }
    let exists = |programme| [Problem::ProgrammeExists { programme: ProgrammeId(programme) }];
    assert_eq!(world.problems(open(1, "student-student")), exists(2));
    assert_eq!(world.problems(open(2, "teacher-teacher")), exists(3));
    assert_eq!(world.problems(open(3, "x")), [Problem::NotFound { what: Subject::Plan(PlanId(3)) }]);
}
