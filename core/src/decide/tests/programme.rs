//! Programmes: opening, taking over, advancing, refusing.

use std::string::String;
use std::vec;
use std::vec::Vec;

use super::*;
use crate::decide::{Opened, Remedy, Shortfall, examine};
use crate::ids::ProgrammeId;
use crate::view::Read;

const TASKS: &[(&str, &str, &str, &str)] = &[
    ("1.1", "Издать приказ", "до 30.08.2023", "order.adopted"),
    ("1.8", "Утвердить дорожную карту", "до 30.08.2023", "plan.approved"),
    ("3.2", "База наставляемых", "с 1 по 15 сентября", "mentees.base"),
];

const IT: Subject = Subject::Programme(ProgrammeId(1));

fn stage(world: &World) -> String {
    world.state.programme(ProgrammeId(1)).unwrap().unwrap().instance.stage
}

#[test]
fn a_refusal_lists_every_unmet_condition_with_the_tasks_that_would_meet_it() {
    let mut world = World::with_plan(TASKS);
    world.given(open_programme(None));
    let unmet = world.refused(step(IT, Step::Forward));
    let ids: Vec<&str> = unmet
        .iter()
        .map(|unmet| match &unmet.problem {
            Problem::Requirement { id, .. } => id.as_str(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(ids, ["order", "plan", "curator", "regulation", "conditions"]);
    assert_eq!(unmet[0].responsible, [crate::ids::PartyId(1)]);
    assert!(unmet[0].remedies.contains(&Remedy::FinishTask { task: TaskId(1), no: 1 }));
    assert!(
        unmet[0]
            .remedies
            .contains(&Remedy::RegisterDocument { kind: "order.introduction".into(), subject: IT })
    );
    let Problem::Requirement { shortfalls, .. } = &unmet[4].problem else { panic!("{unmet:?}") };
    assert_eq!(shortfalls[..], [Shortfall::NoTask { tag: "conditions.ready".into() }]);
}

#[test]
fn met_conditions_open_the_way_and_the_next_stage_opens_its_tasks() {
    let mut world = World::with_plan(TASKS);
    world.given(open_programme(None));
    world.given(Action::Many(vec![done(1), done(2)]));
    let pass = |requirement: &str| Allowance {
        requirement: requirement.into(),
        reason: "примут на педсовете".into(),
        until: day("2023-12-01"),
    };
    let allow = vec![pass("regulation"), pass("conditions")];
    world.given(Action::Advance { subject: IT, step: Step::Forward, reason: None, allow });
    assert_eq!(stage(&world), "mentees");
    let opened = world.state.occurrence(TaskId(3), 1).unwrap().unwrap();
    assert_eq!(opened.instance.stage, "in-progress");
    assert_eq!(world.state.exceptions().unwrap().len(), 2);
}

#[test]
fn a_step_taken_back_takes_back_what_was_let_pass_for_it() {
    let mut world = World::with_plan(TASKS);
    world.given(open_programme(None));
    world.given(Action::Many(vec![done(1), done(2)]));
    let pass = |requirement: &str| Allowance {
        requirement: requirement.into(),
        reason: "примут на педсовете".into(),
        until: day("2023-12-01"),
    };
    let forward = || {
        let allow = vec![pass("regulation"), pass("conditions")];
        Action::Advance { subject: IT, step: Step::Forward, reason: None, allow }
    };
    world.given(forward());
    let events = world.given(Action::Undo { subject: IT, reason: None });
    let annulled = |event: &&Event| matches!(event, Event::ExceptionAnnulled { .. });
    assert_eq!(events.iter().filter(annulled).count(), 2, "{events:?}");
    assert_eq!(world.state.exceptions().unwrap(), []);
    world.given(forward());
    assert_eq!(world.state.exceptions().unwrap().len(), 2);
    assert_eq!(world.replayed(), world.state);
}

#[test]
fn a_step_taken_back_leaves_what_was_let_pass_for_others() {
    let mut world = World::with_plan(TASKS);
    world.given(open_programme(None));
    world.given(Action::Many(vec![done(1), done(2)]));
    let allow = ["regulation", "conditions"].map(|requirement| Allowance {
        requirement: requirement.into(),
        reason: "примут на педсовете".into(),
        until: day("2023-12-01"),
    });
    world.given(Action::Advance { subject: IT, step: Step::Forward, reason: None, allow: allow.into() });
    let events = world.given(Action::Undo { subject: of(3), reason: None });
    assert!(matches!(events[..], [Event::StepUndone { .. }]), "{events:?}");
    assert_eq!(world.state.exceptions().unwrap().len(), 2);
}

#[test]
fn a_step_taken_back_closes_what_it_opened_and_nobody_touched() {
    let mut world = World::with_plan(&[
        TASKS[0],
        TASKS[1],
        TASKS[2],
        ("3.3", "Анкетирование", "октябрь", "mentees.base"),
        ("3.4", "Согласия", "октябрь", "mentees.base"),
        ("3.5", "Уже начата", "октябрь", "mentees.base"),
    ]);
    world.given(open_programme(None));
    world.given(Action::Many(vec![done(1), done(2), step(of(6), Step::Forward)]));
    let allow = ["regulation", "conditions"].map(|requirement| Allowance {
        requirement: requirement.into(),
        reason: "примут на педсовете".into(),
        until: day("2023-12-01"),
    });
    world.given(Action::Advance { subject: IT, step: Step::Forward, reason: None, allow: allow.into() });
    world.given(done(4));
    let evidence = Action::AddEvidence {
        subject: of(5),
        kind: "link".into(),
        document: None,
        text: Some("https://school.example".into()),
    };
    world.given(evidence);
    let programme = world.state.programme(ProgrammeId(1)).unwrap().unwrap();
    let machine = world.rules.machine(&programme.instance.workflow).unwrap();
    let opened = Opened::by(&world.state, machine, programme.plan, &programme.instance).unwrap();
    assert_eq!(opened.touched, [(TaskId(4), 1), (TaskId(5), 1)]);
    let events = world.given(Action::Undo { subject: IT, reason: None });
    let back = |event: &Event| match event {
        Event::StepUndone { subject, .. } => Some(*subject),
        _ => None,
    };
    assert_eq!(events.iter().filter_map(back).collect::<Vec<_>>(), [IT, of(3)]);
    let stage = |task| world.state.occurrence(TaskId(task), 1).unwrap().unwrap().instance.stage;
    assert_eq!([3, 4, 5, 6].map(stage), ["planned", "done", "in-progress", "in-progress"]);
    assert_eq!(world.replayed(), world.state);
}

#[test]
fn a_must_cannot_be_let_pass() {
    let mut world = World::with_plan(TASKS);
    world.given(open_programme(None));
    let allow =
        vec![Allowance {
            requirement: "order".into(), reason: "потом".into(), until: day("2023-12-01")
        }];
    let problems = world.problems(Action::Advance { subject: IT, step: Step::Forward, reason: None, allow });
    assert!(problems.contains(&Problem::CannotAllow { requirement: "order".into(), must: true }));
}

#[test]
fn a_registered_document_meets_a_condition_that_no_task_does() {
    let mut world = World::with_plan(&[]);
    world.given(open_programme(None));
    for kind in ["order.introduction", "roadmap", "regulation"] {
        world.given(Action::RegisterDocument(DocumentDraft {
            kind: kind.into(),
            number: Some("12".into()),
            date: day("2023-09-01"),
            text: None,
            about: Vec::new(),
        }));
    }
    let unmet = world.refused(step(IT, Step::Forward));
    assert_eq!(unmet.len(), 1, "only the task that the plan lacks: {unmet:?}");
}

#[test]
fn a_programme_taken_over_lists_what_nothing_proves() {
    let mut world = World::with_plan(TASKS);
    world.given(done(3));
    world.given(open_programme(Some("5")));
    let row = world.state.programme(ProgrammeId(1)).unwrap().unwrap();
    assert_eq!(row.instance.stage, "pairs");
    assert!(row.unproven.contains(&"order".into()) && row.unproven.contains(&"requests".into()), "{row:?}");
}

#[test]
fn going_back_needs_a_reason() {
    let mut world = World::with_plan(TASKS);
    world.given(open_programme(Some("mentees")));
    let back = |reason: Option<&str>| Action::Advance {
        subject: IT,
        step: Step::To("conditions".into()),
        reason: reason.map(Into::into),
        allow: Vec::new(),
    };
    assert_eq!(world.problems(back(None)), [Problem::ReasonNeeded]);
    world.given(back(Some("приказ отозван")));
    assert_eq!(stage(&world), "conditions");
}

#[test]
fn one_programme_of_a_form_runs_on_a_plan() {
    let mut world = World::with_plan(TASKS);
    world.given(open_programme(None));
    let problems = world.problems(open_programme(None));
    assert_eq!(problems, [Problem::ProgrammeExists { programme: ProgrammeId(1) }]);
}

#[test]
fn an_unknown_stage_or_way_is_answered_with_those_there_are() {
    let mut world = World::with_plan(TASKS);
    let problems = world.problems(open_programme(Some("9")));
    assert_eq!(problems.len(), 1);
    assert!(matches!(&problems[0], Problem::NoStage { known, .. } if known.contains(&"mentees".into())));
    world.given(open_programme(None));
    let problems = world.problems(step(IT, Step::To("work".into())));
    assert!(matches!(&problems[0], Problem::NoTransition { ways, .. } if ways[0].0 == "to-mentees"));
}

#[test]
fn a_running_programme_stays_on_the_version_it_began_with() {
    let mut world = World::with_plan(TASKS);
    world.given(open_programme(None));
    let began = world.state.programme(ProgrammeId(1)).unwrap().unwrap().instance.workflow;
    let source = include_str!("../../../../workflows/programme.toml").replace("Подготовка условий", "Начало");
    let changed = crate::workflow::parse(&source).0.expect("a workflow");
    assert_ne!(changed.hash, began);
    world.rules.add(changed);
    assert_eq!(world.refused(step(IT, Step::Forward)).len(), 5, "the old version still judges");
}

#[test]
fn why_shows_met_and_unmet_alike() {
    let mut world = World::with_plan(TASKS);
    world.given(open_programme(None));
    world.given(done(1));
    let command = world.command(Action::Many(Vec::new()));
    let ways = examine(&world.state, &world.rules, &command, IT).unwrap();
    let forward = ways.iter().find(|way| way.transition == "to-mentees").unwrap();
    let met: Vec<bool> = forward.requirements.iter().map(|requirement| requirement.met()).collect();
    assert_eq!(met, [true, false, true, false, false]);
}

fn due(world: &World) -> Option<NaiveDate> {
    world.state.programme(ProgrammeId(1)).unwrap().unwrap().instance.due
}

fn put_off(to: &str) -> Action {
    Action::Reschedule {
        task: TaskId(3),
        no: 1,
        from: None,
        to: Some(day(to)),
        reason: Some("Курсы позже".into()),
        postpone: true,
    }
}

#[test]
fn the_term_of_a_stage_goes_along_with_the_tasks_that_it_hangs_on() {
    let mut world = World::with_plan(TASKS);
    world.given(open_programme(Some("mentees")));
    assert_eq!(due(&world), Some(day("2023-09-15")));
    let events = world.given(put_off("2023-10-05"));
    assert!(matches!(
        events[..],
        [Event::Rescheduled { .. }, Event::StageRetimed { subject: IT, due: Some(_) }]
    ));
    assert_eq!(due(&world), Some(day("2023-10-05")));
    // Tasks without that purpose are none of its business.
    let other = Action::AddNote { subject: of(1), text: "заметка".into() };
    assert_eq!(world.given(other).len(), 1);
    // No task has the purpose any more: the day of the workflow stands in.
    let edit = TaskEdit { tags: Some(tags(&[])), ..TaskEdit::default() };
    world.given(Action::EditTask { task: TaskId(3), edit });
    assert_eq!(due(&world), Some(day("2023-09-15")));
}

#[test]
fn a_step_taken_back_leads_to_the_term_that_stands_by_now() {
    let mut world = World::with_plan(TASKS);
    world.given(open_programme(Some("mentees")));
    world.given(done(3));
    let pass =
        Allowance {
            requirement: "requests".into(), reason: "соберём".into(), until: day("2023-12-01")
        };
    world.given(Action::Advance { subject: IT, step: Step::Forward, reason: None, allow: vec![pass] });
    let term = due(&world);
    world.given(Action::Undo { subject: of(3), reason: None });
    world.given(put_off("2023-10-05"));
    // The programme stands elsewhere meanwhile.
    assert_eq!(due(&world), term);
    world.given(Action::Undo { subject: IT, reason: None });
    assert_eq!((stage(&world).as_str(), due(&world)), ("mentees", Some(day("2023-10-05"))));
}

#[test]
fn a_stage_is_named_by_its_id_its_number_or_its_title() {
    for name in ["mentees", "2", "База наставляемых", "base of mentees"] {
        let mut world = World::with_plan(TASKS);
        world.given(open_programme(Some("mentors")));
        let back = Action::Advance {
            subject: IT,
            step: Step::To(name.into()),
            reason: Some("Рано".into()),
            allow: Vec::new(),
        };
        world.given(back);
        assert_eq!(stage(&world), "mentees", "{name}");
        let mut world = World::with_plan(TASKS);
        world.given(open_programme(Some(name)));
        assert_eq!(stage(&world), "mentees", "{name}");
    }
}
