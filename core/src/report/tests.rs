//! Counting and tracing over journals of invented schools.

use std::string::{String, ToString};
use std::vec;
use std::vec::Vec;

use super::document::Value;
use super::progress::{Curve, Standing};
use super::{Timing, Trace, people};
use crate::command::*;
use crate::decide::tests::{World, actor, day, done, of, open_programme};
use crate::ids::{PartyId, ProgrammeId, TaskId};
use crate::people::{Forms, Side, Signer};
use crate::state::{Key, Kind};
use crate::vault::Profile;
use crate::view::{Read, ViewError};

const TASKS: &[(&str, &str, &str, &str)] = &[
    ("1.1", "Издать приказ", "до 30.08.2023", "order.adopted"),
    ("1.2", "Собрать базу", "до 30.10.2023", ""),
    ("1.3", "Подвести итоги", "до 05.11.2023", ""),
    ("2.1", "Опубликовать", "до 20.05.2024", ""),
    ("2.2", "По мере надобности", "по мере необходимости", ""),
];

fn trace(world: &World) -> Trace {
    Trace::of(world.journal.iter().cloned().map(Ok::<_, ViewError>)).expect("memory does not fail")
}

#[test]
fn a_row_knows_the_entry_that_brought_it_where_it_stands() {
    let mut world = World::with_plan(TASKS);
    let key = Key::occurrence(TaskId(1), 1);
    let made = trace(&world).first(key).expect("an entry");
    world.given(done(1));
    let stage = world.journal.last().expect("an event").clone();
    world.given(Action::AddEvidence { subject: of(1), kind: "photo".into(), document: None, text: None });
    let last = world.journal.last().expect("an event").clone();
    let found = trace(&world);
    assert_eq!(found.first(key), Some(made));
    let at = |recorded: &crate::event::Recorded| super::Source { seq: recorded.seq, hash: recorded.hash() };
    assert_eq!(found.stage(key), Some(at(&stage)), "evidence moves nothing");
    assert_eq!(found.last(key), Some(at(&last)));
    assert_eq!(found.at(key, stage.seq), Some(at(&stage)));
    assert_eq!(found.at(key, 1), None);
    assert_eq!(found.last(Key::occurrence(TaskId(99), 1)), None);
}

#[test]
fn every_row_of_a_school_has_an_entry() {
    let mut world = World::with_plan(TASKS);
    world.given(open_programme(None));
    world.given(done(2));
    let found = trace(&world);
    for row in world.state.rows() {
        let source = found.last(row.key()).unwrap_or_else(|| panic!("{:?} has no entry", row.key()));
        let index = usize::try_from(source.seq - 1).unwrap();
        assert_eq!(world.journal[index].hash(), source.hash);
    }
}

#[test]
fn counts_by_timing_add_up() {
    let mut world = World::with_plan(TASKS);
    world.on = Some(day("2023-08-20"));
    world.given(done(1));
    world.on = None;
    world.given(done(2));
    world.given(Action::Advance {
        subject: of(4),
        step: Step::Cancel,
        reason: Some("Публикация отменена".into()),
        allow: Vec::new(),
    });
    let mut standing = Standing::default();
    for row in world.state.occurrences(None).unwrap() {
        standing.add(Timing::of(&row, world.today));
    }
    let expected =
        Standing { all: 5, done: 1, done_late: 1, due: 1, cancelled: 1, undated: 1, ..Standing::default() };
    assert_eq!(standing, expected);
    assert_eq!((standing.finished(), standing.wanted()), (2, 4));
}

#[test]
fn the_curve_of_what_was_planned_and_done_ends_today() {
    let mut world = World::with_plan(TASKS);
    world.on = Some(day("2023-08-20"));
    world.given(done(1));
    world.on = None;
    world.given(done(2));
    let rows = world.state.occurrences(None).unwrap();
    let curve = Curve::of(&rows, day("2023-10-01"));
    let days = |totals: &[(chrono::NaiveDate, u64)]| -> Vec<(String, u64)> {
        totals.iter().map(|(day, count)| (day.to_string(), *count)).collect()
    };
    let planned = [("2023-08-30", 1), ("2023-10-30", 2), ("2023-11-05", 3), ("2024-05-20", 4)];
    assert_eq!(days(&curve.planned), planned.map(|(day, count)| (day.to_string(), count)));
    assert_eq!(days(&curve.done), [("2023-08-20".to_string(), 1)]);
    assert_eq!(Curve::of(&rows, world.today).done.len(), 2);
    assert_eq!(Curve::of(&[], world.today), Curve::default());
}

#[test]
fn a_share_is_rounded_and_never_of_nothing() {
    assert_eq!(Value::share(1, 0), Value::Empty);
    assert_eq!(Value::permille(1, 3), 333);
    assert_eq!(Value::permille(2, 3), 667);
    assert_eq!(Value::permille(1, 2000), 1);
    assert_eq!(Value::permille(u64::from(u32::MAX), u64::from(u32::MAX)), 1000);
}

/// A school with bases: a mentor and two mentees; the first free number of a party.
fn bases() -> (World, u32) {
    let mut world = World::with_plan(TASKS);
    world.rules.add(crate::workflow::parse(include_str!("../../../workflows/pair.toml")).0.unwrap());
    world.rules.forms = Forms::read(&[
        ("records.toml", include_str!("../../../forms/records.toml")),
        ("teacher-teacher.toml", include_str!("../../../forms/teacher-teacher.toml")),
    ])
    .unwrap();
    world.given(open_programme(None));
    let first = world.state.counters().unwrap().party;
    for (name, side) in
        [("Придумов Б.С.", Side::Mentor), ("Выдумова А.П.", Side::Mentee), ("Небылицын И.С.", Side::Mentee)]
    {
        let part = Part {
            side,
            form: "teacher-teacher".into(),
            entered: None,
            capacity: Some(2),
            requests: 1,
            left: None,
        };
        let profile = Some(Profile { name: name.into(), ..Profile::default() });
        world.given(Action::Register(Registration { party: None, profile, parts: vec![part] }));
    }
    (world, first)
}

fn consent(party: PartyId, kind: &str) -> Action {
    Action::GiveConsent(ConsentDraft {
        party,
        kind: kind.into(),
        version: None,
        date: day("2023-10-01"),
        signer: Signer::Own,
        needed: Signer::Own,
        text: None,
    })
}

#[test]
fn forms_are_counted_from_the_bases_and_before_them_from_reports() {
    let mut world = World::with_plan(TASKS);
    world.given(open_programme(None));
    let count =
        |what: &str, value| Action::ReportCount { programme: ProgrammeId(1), what: what.into(), value };
    world.given(count("mentees", 6));
    let forms = people::forms(&world.state, &world.rules.forms, world.today).unwrap();
    assert_eq!(forms.len(), 1);
    assert_eq!((forms[0].mentees.value, forms[0].mentees.reported), (Some(6), true));
    assert_eq!((forms[0].mentors.value, forms[0].pairs.value), (None, None));

    let (mut world, first) = bases();
    world.given(count("mentees", 6));
    for mentee in [1, 2] {
        let (mentor, mentee) = (PartyId(first), PartyId(first + mentee));
        world.given(Action::FormPair { programme: ProgrammeId(1), mentor, mentee });
    }
    let forms = people::forms(&world.state, &world.rules.forms, world.today).unwrap();
    let values = [
        &forms[0].mentors,
        &forms[0].mentees,
        &forms[0].pairs,
        &forms[0].open,
        &forms[0].done,
        &forms[0].paired,
    ];
    assert_eq!(values.map(|count| count.value), [Some(1), Some(2), Some(2), Some(2), Some(0), Some(2)]);
    assert!(!forms[0].mentees.reported, "the base is believed before the report");
    assert_eq!(forms[0].pairs.rows, [Key::of(Kind::Pair, 1), Key::of(Kind::Pair, 2)]);
    assert_eq!(forms[0].consents.value, Some(0));
}

#[test]
fn only_who_agreed_in_writing_is_named_in_public() {
    let (mut world, first) = bases();
    let named = |world: &World, on: &str| -> Vec<u32> {
        let found = people::publishable(&world.state, &world.rules.forms, day(on)).unwrap();
        found.keys().map(|party| party.0 - first).collect()
    };
    assert_eq!(named(&world, "2023-11-01"), [0; 0]);
    world.given(consent(PartyId(first + 1), "participation"));
    assert_eq!(named(&world, "2023-11-01"), [0; 0], "another paper is no consent to be published");
    world.given(consent(PartyId(first + 1), "distribution"));
    assert_eq!(named(&world, "2023-11-01"), [1]);
    world.actor = actor(&["owner", "curator"]);
    world.given(Action::WithdrawConsent {
        party: PartyId(first + 1),
        kind: "distribution".into(),
        reason: None,
    });
    assert_eq!(named(&world, "2023-11-02"), [0; 0], "withdrawn");
    world.given(consent(PartyId(first + 2), "distribution"));
    world.rules.forms = Forms::default();
    assert_eq!(named(&world, "2023-11-02"), [0; 0], "a form that nobody described names nobody");
}
