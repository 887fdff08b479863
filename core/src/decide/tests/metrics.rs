//! The night shift: what is kept, what is told once, what a night leaves.

use super::*;
use crate::digest::Digest;
use crate::facts::Value;
use crate::metrics::{
    How, Indicators, Named, NightDraft, Notice, Quantity, Shift, Tabled, What, Workings, outstanding,
};
use crate::state::{Key, Kind, Row};

const PAIRLESS: Subject = Subject::School;

fn workings(value: Quantity) -> Workings {
    let parts = [("было".into(), Value::Int(6))].into();
    let named =
        Named {
            name: "закрепление".into(), value, band: None, parts, until: Some(day("2024-09-01"))
        };
    Workings { subject: PAIRLESS, input: Digest([1; 32]), look: None, values: vec![named] }
}

fn keep(on: &str, restates: Option<u64>, value: f64) -> Action {
    let all = [workings(Quantity::Number(value))];
    Action::KeepIndicators(Tabled::pack(day(on), Digest([2; 32]), Digest([3; 32]), restates, all))
}

fn night(on: &str) -> Action {
    Action::RecordNight(NightDraft {
        on: day(on),
        how: How::Ran,
        skipped: None,
        seen: 3,
        set: Some(Digest([2; 32])),
        counts: [("due".into(), 2)].into(),
    })
}

fn indicators(world: &World) -> Indicators {
    world.state.indicators(PAIRLESS).expect("memory does not fail").expect("indicators")
}

#[test]
fn a_restatement_stands_beside_the_old_value() {
    let mut world = World::new();
    let seq = world.state.head().seq + 1;
    world.given(keep("2023-10-31", None, 50.0));
    world.given(keep("2023-10-31", Some(seq), 75.0));
    let row = indicators(&world);
    assert_eq!(row.latest("закрепление").map(|latest| &latest.value), Some(&Quantity::Number(75.0)));
    assert_eq!(row.trail.iter().map(|mark| mark.restates).collect::<Vec<_>>(), [None, Some(seq)]);
    let old = world.journal.iter().find_map(|recorded| match &recorded.event {
        event if recorded.seq == seq => event.evaluation().and_then(|old| old.of(PAIRLESS)),
        _ => None,
    });
    assert_eq!(old.map(|old| old.values[0].value.clone()), Some(Quantity::Number(50.0)));
    assert_eq!(world.replayed(), world.state);
}

#[test]
fn values_of_nothing_of_tomorrow_and_without_a_number_are_refused() {
    let mut world = World::new();
    assert!(matches!(world.problems(keep("2023-11-02", None, 1.0))[..], [Problem::InTheFuture { .. }]));
    assert!(matches!(world.problems(keep("2023-11-01", None, f64::NAN))[..], [Problem::NotFound { .. }]));
    let nobody =
        Workings { subject: Subject::Pair(crate::ids::PairId(7)), ..workings(Quantity::NotApplicable) };
    let of_nobody = Tabled::pack(day("2023-11-01"), Digest::default(), Digest::default(), None, [nobody]);
    assert!(matches!(world.problems(Action::KeepIndicators(of_nobody))[..], [Problem::NotFound { .. }]));
}

#[test]
fn a_notice_is_given_once_for_a_term() {
    let mut world = World::with_plan(&[("1.1", "Издать приказ", "до 30.10.2023", "")]);
    let notice = Notice { subject: of(1), what: What::Late, term: day("2023-10-30") };
    let tell = |notices: &[Notice]| Action::Tell { on: day("2023-11-01"), notices: notices.to_vec() };
    assert_eq!(world.given(tell(&[notice, notice])).len(), 1);
    assert_eq!(world.given(tell(&[notice])), []);
    let other = Notice { term: day("2023-11-30"), ..notice };
    assert_eq!(world.given(tell(&[other])).len(), 1, "another term is told anew");
}

#[track_caller]
fn check(phrase: &str, on: &str, expected: &[What]) {
    let world = World::with_plan(&[("1.1", "Издать приказ", phrase, "")]);
    let row = world.state.get(Key::occurrence(TaskId(1), 1)).expect("memory").expect("an occurrence");
    let found = outstanding(&world.state, &row, day(on), 3).expect("memory");
    assert_eq!(found.iter().map(|notice| notice.what).collect::<Vec<_>>(), expected, "{phrase} on {on}");
}

#[test]
fn terms_are_told_when_they_come_and_when_they_have_passed() {
    check("до 30.10.2023", "2023-10-26", &[]);
    check("до 30.10.2023", "2023-10-27", &[What::Due]);
    check("до 30.10.2023", "2023-10-30", &[What::Due]);
    check("до 30.10.2023", "2023-10-31", &[What::Late]);
    check("до 30.10.2023", "2023-11-05", &[What::Late]);
    check("до 30.10.2023", "2023-11-06", &[What::VeryLate]);
    check("по мере необходимости", "2023-11-06", &[]);
}

#[test]
fn what_is_done_is_not_told() {
    let mut world = World::with_plan(&[("1.1", "Издать приказ", "до 30.10.2023", "")]);
    world.given(done(1));
    let row = world.state.get(Key::occurrence(TaskId(1), 1)).expect("memory").expect("an occurrence");
    assert_eq!(outstanding(&world.state, &row, day("2023-11-20"), 3), Ok(Vec::new()));
}

#[test]
fn a_night_is_recorded_once_and_never_after_a_later_one() {
    let mut world = World::new();
    assert_eq!(world.given(night("2023-10-31")).len(), 1);
    assert_eq!(world.given(night("2023-10-31")), []);
    assert_eq!(world.given(night("2023-10-30")), []);
    assert_eq!(world.given(night("2023-11-01")).len(), 1);
    let shift = Shift { last: day("2023-11-01"), seen: 3, set: Some(Digest([2; 32])) };
    assert_eq!(world.state.get(Key::of(Kind::Shift, 0)), Ok(Some(Row::Shift(shift))));
    assert_eq!(world.state.scan(Kind::Night, None).map(|rows| rows.len()), Ok(2));
    assert_eq!(world.replayed(), world.state);
}

#[test]
fn what_was_told_is_not_outstanding_and_what_comes_after_it_is() {
    let mut world = World::with_plan(&[("1.1", "Издать приказ", "до 30.10.2023", "")]);
    let row = world.state.get(Key::occurrence(TaskId(1), 1)).expect("memory").expect("an occurrence");
    let on = |world: &World, on: &str| outstanding(&world.state, &row, day(on), 3).expect("memory");
    let due = on(&world, "2023-10-27");
    assert_eq!(due.len(), 1);
    world.given(Action::Tell { on: day("2023-10-27"), notices: due });
    assert_eq!(on(&world, "2023-10-28"), []);
    let late = on(&world, "2023-10-31");
    assert_eq!(late.iter().map(|notice| notice.what).collect::<Vec<_>>(), [What::Late]);
}
