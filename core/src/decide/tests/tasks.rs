//! Tasks: done, put off, edited, undone.

use std::string::String;
use std::vec;
use std::vec::Vec;

use super::*;
use crate::decide::{Remedy, Shortfall};
use crate::state::Outcome;
use crate::view::Read;
use crate::workflow::Level;

const ONE: &[(&str, &str, &str, &str)] = &[("1.1", "Издать приказ", "до 30.10.2023", "order.adopted")];

#[test]
fn a_task_is_done_in_one_step_with_its_evidence() {
    let mut world = World::with_plan(ONE);
    world.on = Some(day("2023-10-20"));
    world.given(done(1));
    let row = world.state.occurrence(TaskId(1), 1).unwrap().unwrap();
    assert_eq!((row.instance.stage.as_str(), row.instance.outcome), ("done", Some(Outcome::Done)));
    assert_eq!(row.evidence.len(), 1);
    assert!(!row.is_late(day("2023-11-01")), "done in time, although recorded after the term");
}

#[test]
fn without_evidence_the_refusal_says_who_and_how() {
    let mut world = World::with_plan(ONE);
    let unmet = world.refused(step(of(1), Step::Done));
    assert_eq!(unmet.len(), 1);
    let Problem::Requirement { id, level, shortfalls, .. } = &unmet[0].problem else { panic!("{unmet:?}") };
    assert_eq!((id.as_str(), *level), ("evidence", Level::Should));
    assert_eq!(shortfalls[..], [Shortfall::Evidence { kind: None, have: 0, need: 1 }]);
    assert_eq!(unmet[0].remedies[0], Remedy::AddEvidence { subject: of(1), kind: None });
    assert!(unmet[0].remedies.contains(&Remedy::Allow { requirement: "evidence".into() }));
}

#[test]
fn the_head_may_let_a_should_pass_and_evidence_later_closes_it() {
    let mut world = World::with_plan(ONE);
    let allow = |reason: &str| Action::Advance {
        subject: of(1),
        step: Step::Done,
        reason: None,
        allow: vec![Allowance {
            requirement: "evidence".into(),
            reason: reason.into(),
            until: day("2023-12-01"),
        }],
    };
    assert!(matches!(world.problems(allow(" "))[..], [Problem::ReasonNeeded]));
    world.actor = actor(&["curator"]);
    assert!(matches!(world.problems(allow("скан позже"))[..], [Problem::CannotAllow { must: false, .. }]));
    world.actor = actor(&["head"]);
    world.given(allow("скан позже"));
    let open = world.state.exceptions().unwrap();
    assert_eq!((open.len(), open[0].met), (1, None));
    world.given(Action::AddEvidence { subject: of(1), kind: "photo".into(), document: None, text: None });
    assert_eq!(world.state.exceptions().unwrap()[0].met, Some(day("2023-11-01")));
}

#[test]
fn several_tasks_are_done_together_or_not_at_all_and_every_reason_is_listed() {
    let mut world = World::with_plan(&[
        ("1.1", "Приказ", "до 30.10.2023", ""),
        ("1.2", "Положение", "до 30.10.2023", ""),
    ]);
    let both = Action::Many(vec![step(of(1), Step::Done), step(of(2), Step::Done)]);
    assert_eq!(world.refused(both).len(), 2);
    world.given(Action::Many(vec![done(1), done(2)]));
    assert!(world.state.occurrences(None).unwrap().iter().all(|row| row.instance.outcome.is_some()));
}

#[test]
fn a_role_that_may_not_take_a_step_is_told_who_may() {
    let mut world = World::with_plan(ONE);
    world.actor = actor(&["teacher"]);
    let problems = world.problems(done(1));
    assert!(
        matches!(&problems[..], [Problem::NotAllowed { roles, .. }] if roles.contains(&"curator".into()))
    );
}

#[test]
fn putting_off_needs_a_reason_and_a_later_day() {
    let mut world = World::with_plan(ONE);
    let postpone = |to: &str, reason: Option<&str>| Action::Reschedule {
        task: TaskId(1),
        no: 1,
        from: None,
        to: Some(day(to)),
        reason: reason.map(Into::into),
        postpone: true,
    };
    let problems = world.problems(postpone("2023-10-01", None));
    assert_eq!(problems.len(), 2, "both reasons at once: {problems:?}");
    world.given(postpone("2023-12-01", Some("болезнь")));
    let row = world.state.occurrence(TaskId(1), 1).unwrap().unwrap();
    assert_eq!((row.to, row.planned_to), (Some(day("2023-12-01")), Some(day("2023-10-30"))));
    assert!(!row.is_late(day("2023-11-01")));
}

#[test]
fn a_term_put_off_is_put_back() {
    let mut world = World::with_plan(ONE);
    let before = world.state.occurrence(TaskId(1), 1).unwrap().unwrap();
    let to = |text: &str| (None, Some(day(text)));
    let postpone = |text: &str| {
        let reason = Some("болезнь".into());
        Action::Reschedule { task: TaskId(1), no: 1, from: None, to: Some(day(text)), reason, postpone: true }
    };
    let back =
        |now, was| Action::RestoreTerm { task: TaskId(1), no: 1, now, was, postponed: true, reason: None };
    world.given(Action::Many(vec![postpone("2023-12-01"), postpone("2023-12-10")]));
    assert_eq!(world.problems(back(to("2023-12-01"), to("2023-10-30"))), [Problem::NothingToUndo]);
    world.given(back(to("2023-12-10"), to("2023-12-01")));
    let row = world.state.occurrence(TaskId(1), 1).unwrap().unwrap();
    assert_eq!((row.to, row.planned_to, row.postponed), (to("2023-12-01").1, to("2023-10-30").1, 1));
    world.given(back(to("2023-12-01"), to("2023-10-30")));
    assert_eq!(world.state.occurrence(TaskId(1), 1).unwrap().unwrap(), before);
    assert_eq!(world.problems(back(to("2023-10-30"), to("2023-10-30"))), [Problem::NothingToUndo]);
    assert_eq!(world.replayed(), world.state);
}

#[test]
fn cancelling_needs_a_reason() {
    let mut world = World::with_plan(ONE);
    assert_eq!(world.problems(step(of(1), Step::Cancel)), [Problem::ReasonNeeded]);
    let reason = Some("отменено приказом".into());
    world.given(Action::Advance { subject: of(1), step: Step::Cancel, reason, allow: Vec::new() });
    let row = world.state.occurrence(TaskId(1), 1).unwrap().unwrap();
    assert_eq!(row.instance.outcome, Some(Outcome::Cancelled));
}

#[test]
fn a_step_cannot_lie_before_the_step_before_it() {
    let mut world = World::with_plan(ONE);
    world.on = Some(day("2023-10-20"));
    world.given(step(of(1), Step::Forward));
    world.on = Some(day("2023-10-10"));
    let expected = Problem::BeforeLastStep { on: day("2023-10-10"), since: day("2023-10-20") };
    assert!(world.problems(step(of(1), Step::Forward)).contains(&expected));
}

#[test]
fn undo_appends_and_brings_the_stage_back() {
    let mut world = World::with_plan(ONE);
    let before = world.state.occurrence(TaskId(1), 1).unwrap().unwrap().instance;
    world.given(done(1));
    let steps = world.journal.len();
    world.given(Action::Undo { subject: of(1), reason: None });
    assert_eq!(world.journal.len(), steps + 1);
    assert_eq!(world.state.occurrence(TaskId(1), 1).unwrap().unwrap().instance, before);
    let undo = Action::Undo { subject: of(1), reason: None };
    assert_eq!(world.problems(undo), [Problem::NothingToUndo]);
}

#[test]
fn whoever_may_not_take_a_step_may_not_take_it_back() {
    let mut world = World::with_plan(ONE);
    let (subject, reason) = (of(1), Some("Ошибка".into()));
    world.given(Action::Advance { subject, step: Step::Cancel, reason, allow: Vec::new() });
    world.actor = actor(&["responsible"]);
    let undo = || Action::Undo { subject: of(1), reason: None };
    assert!(matches!(world.problems(undo())[..], [Problem::NotAllowed { .. }]));
    world.actor = actor(&["curator"]);
    world.given(undo());
}

#[test]
fn numbers_of_occurrences_that_run_out_are_no_panic() {
    let world = World::with_plan(ONE);
    let command =
        Command { action: Action::Many(Vec::new()), ..World::new().command(Action::Many(Vec::new())) };
    let desk = super::super::Desk::new(&world.state, &world.rules, &command);
    let deadline = schedule::parse("ежемесячно", PlanYear::of(2023), &world.rules.calendar);
    let numbers =
        |last| desk.slots(&deadline, PlanYear::of(2023), last).iter().map(|slot| slot.no).collect::<Vec<_>>();
    assert_eq!(numbers(0).len(), 12);
    assert_eq!(numbers(u16::MAX - 2), [u16::MAX - 1, u16::MAX]);
    assert!(numbers(u16::MAX).is_empty());
}

#[test]
fn a_recurring_task_has_an_occurrence_for_each_date() {
    let world = World::with_plan(&[("5.5", "Оценить", "Декабрь, июнь в период с 2023 по 2024 г.", "")]);
    let keys: Vec<String> =
        world.state.occurrences(Some(TaskId(1))).unwrap().into_iter().map(|row| row.key).collect();
    assert!(keys.contains(&"2023-12".into()) && keys.contains(&"2024-06".into()), "{keys:?}");
}

#[test]
fn a_task_for_the_whole_period_is_late_only_after_its_end() {
    let world = World::with_plan(&[("2.3", "Обновлять сайт", "в течение всего периода реализации ЦМН", "")]);
    let row = world.state.occurrence(TaskId(1), 1).unwrap().unwrap();
    assert_eq!(row.to, Some(day("2024-08-31")));
    assert!(!row.is_late(day("2024-08-31")) && row.is_late(day("2024-09-01")));
}

#[test]
fn a_number_is_given_once() {
    let mut world = World::with_plan(ONE);
    let task = world.task(("1.1", "Другое", "", ""));
    let problems = world.problems(Action::AddTask { plan: PLAN, task });
    assert_eq!(problems, [Problem::NumberTaken { number: "1.1".into(), task: TaskId(1) }]);
}

#[test]
fn the_tally_counts_what_is_there() {
    let mut world = World::with_plan(&[
        ("1.1", "Приказ", "до 30.10.2023", ""),
        ("1.2", "Положение", "до 30.10.2023", ""),
        ("2.1", "Сайт", "Декабрь, июнь в период с 2023 по 2024 г.", ""),
    ]);
    world.given(done(1));
    let (places, days) = super::counted(&world.state);
    assert_eq!((places.len(), days.len()), (3, 3));
    assert_eq!(world.state.tally(PLAN).unwrap().unwrap().counts, places);
    assert_eq!(super::agendas(&world.state), days);
    let until = day("2023-10-30");
    assert_eq!(world.state.agenda(PLAN, until).unwrap().len(), 1);
    assert_eq!(world.state.agenda(PLAN, until.pred_opt().unwrap()).unwrap(), []);
}

#[test]
fn a_merged_person_answers_for_the_tasks_of_both() {
    let mut world = World::with_plan(ONE);
    world.given(Action::AddParty(person("Иванова Ирина Ивановна")));
    let (from, into) = (crate::ids::PartyId(1), crate::ids::PartyId(2));
    world.given(Action::MergeParties {
        from, into, profile: person("Иванова Ирина Ивановна").profile
    });
    assert_eq!(world.state.task(TaskId(1)).unwrap().unwrap().holders, [into]);
    assert_eq!(world.state.standing(from).unwrap(), into);
    let again = Action::MergeParties { from, into, profile: Profile::default() };
    assert_eq!(world.problems(again), [Problem::CannotMerge]);
}

#[test]
fn who_is_assigned_again_is_no_news_and_somebody_else_is() {
    let mut world = World::with_plan(&[("1.1", "Издать приказ", "до 30.10.2023", "")]);
    let assign = |holders: Vec<Holder>| Action::AssignTask { task: TaskId(1), holders };
    let same = vec![Holder::Known(crate::ids::PartyId(1))];
    assert_eq!(world.given(assign(same)), []);
    let events = world.given(assign(vec![Holder::New(person("Петрова П.П."))]));
    assert!(matches!(events.last(), Some(Event::TaskAssigned { by_hand: true, .. })), "{events:?}");
    assert_eq!(world.state.task(TaskId(1)).unwrap().unwrap().holders, [crate::ids::PartyId(2)]);
}
