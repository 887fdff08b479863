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

fn about(subject: Subject, name: &str, value: f64) -> Workings {
    let named = Named {
        name: name.into(),
        value: Quantity::Number(value),
        band: Some("хорошо".into()),
        parts: Default::default(),
        until: None,
    };
    let look = Some(day("2023-12-01"));
    Workings { subject, input: Digest([value as u8; 32]), look, values: vec![named] }
}

fn tabled(on: &str, all: Vec<Workings>) -> Tabled {
    Tabled::pack(day(on), Digest([2; 32]), Digest([3; 32]), None, all)
}

#[test]
fn values_are_kept_of_whatever_was_ever_given_a_number_and_of_nothing_else() {
    use crate::people::Side::{Mentee, Mentor};
    let mut bases = super::pairs::Bases::new(&[(Mentor, Some(1)), (Mentee, None)]);
    bases.world.given(bases.form(0, 1));
    let last = bases.who(1).0;
    let world = &mut bases.world;
    for (subject, known) in [
        (Subject::School, true),
        (Subject::Pair(crate::ids::PairId(1)), true),
        (Subject::Pair(crate::ids::PairId(2)), false),
        (Subject::Pair(crate::ids::PairId(0)), false),
        (Subject::Party(crate::ids::PartyId(last)), true),
        (Subject::Party(crate::ids::PartyId(last + 1)), false),
        (Subject::Programme(crate::ids::ProgrammeId(1)), true),
        (Subject::Programme(crate::ids::ProgrammeId(2)), false),
        (Subject::Plan(PLAN), false),
        (of(1), false),
    ] {
        let keep = Action::KeepIndicators(tabled("2023-11-01", vec![about(subject, "встречи", 5.0)]));
        match known {
            true => assert_eq!(world.given(keep).len(), 1, "{subject:?}"),
            false => assert_eq!(world.problems(keep), [Problem::NotFound { what: subject }]),
        }
    }
}

/// Many subjects are read at once, few one by one; values written out are an older event of the same meaning.
#[test]
fn values_stand_alike_whether_they_came_many_few_or_written_out() {
    let names: Vec<String> = (0..40).map(|no| std::format!("Выдумов {no}")).collect();
    let mut world = World::new();
    world.given(Action::Many(names.iter().map(|name| Action::AddParty(person(name))).collect()));
    let parties: Vec<Subject> = (1..=40).map(|id| Subject::Party(crate::ids::PartyId(id))).collect();
    let all = |subjects: &[Subject], name: &str| -> Vec<Workings> {
        subjects.iter().zip(1..).map(|(subject, value)| about(*subject, name, f64::from(value))).collect()
    };
    let school = about(Subject::School, "охват", 9.0);
    let first = tabled("2023-10-30", [all(&parties[..3], "встречи"), vec![school]].concat());
    // A subject twice in one event: the later value stands, and both are in the trail.
    let second = tabled("2023-10-31", all(&[&parties[..], &parties[..1]].concat(), "план"));
    world.given(Action::KeepIndicators(first.clone()));
    world.given(Action::KeepIndicators(second.clone()));
    let row = |world: &World, at: usize| world.state.indicators(parties[at]).unwrap().unwrap();
    let shown = row(&world, 2);
    assert_eq!(shown.latest("план").map(|latest| &latest.value), Some(&Quantity::Number(3.0)));
    assert_eq!(shown.latest("встречи"), None, "the last evaluation alone");
    assert_eq!((shown.look, shown.input), (Some(day("2023-12-01")), Digest([3; 32])));
    assert_eq!((shown.trail.len(), row(&world, 39).trail.len(), row(&world, 0).trail.len()), (2, 1, 3));
    assert_eq!(row(&world, 0).latest("план").map(|latest| &latest.value), Some(&Quantity::Number(41.0)));
    let once = world.state.indicators(Subject::School).unwrap().unwrap();
    assert_eq!(once.latest("охват").and_then(|latest| latest.band.as_deref()), Some("хорошо"), "words stay");
    let mut written = Memory::default();
    for recorded in &world.journal {
        let event = match &recorded.event {
            Event::IndicatorsTabled(found) => Event::IndicatorsEvaluated(found.evaluation()),
            other => other.clone(),
        };
        fold(&mut written, [&Recorded { event, ..recorded.clone() }]).unwrap();
    }
    let rows = |state: &Memory| state.scan(Kind::Indicators, None).unwrap();
    assert_eq!(rows(&written), rows(&world.state));
    assert_eq!(world.replayed(), world.state);
}

#[test]
fn an_agreed_meeting_that_nobody_marked_is_asked_about_after_three_days_and_once() {
    use crate::people::Side::{Mentee, Mentor};
    use crate::work::MeetingState::{Held, Planned};
    let mut bases = super::pairs::Bases::new(&[(Mentor, Some(1)), (Mentee, None)]);
    bases.world.given(bases.form(0, 1));
    let world = &mut bases.world;
    let pair = crate::ids::PairId(1);
    let meet = |on: &str, state| {
        let facts = super::work::facts(on, state);
        Action::AddMeeting(MeetingDraft { pair, facts, texts: None, nth: 9 })
    };
    for (on, state) in [("2023-10-10", Planned), ("2023-10-12", Planned), ("2023-10-10", Held)] {
        world.given(meet(on, state));
    }
    let asked = |world: &World, no, on: &str| {
        let row = world.state.get(Key::within(Kind::Meeting, pair.0, no)).unwrap().unwrap();
        outstanding(&world.state, &row, day(on), 3).unwrap()
    };
    assert_eq!(asked(world, 1, "2023-10-13"), []);
    let notice = Notice { subject: Subject::Pair(pair), what: What::NoMeeting, term: day("2023-10-10") };
    assert_eq!(asked(world, 1, "2023-10-14"), [notice]);
    assert_eq!(asked(world, 3, "2023-10-14"), [], "it was held");
    let tell = |term: &str| Action::Tell {
        on: day("2023-11-01"),
        notices: vec![Notice { term: day(term), ..notice }],
    };
    world.given(tell("2023-10-10"));
    assert_eq!(asked(world, 1, "2023-10-14"), []);
    assert_eq!(asked(world, 2, "2023-10-16").len(), 1, "a later one is another");
    // The last that was told stands for those before it, and another reason beside it.
    world.given(tell("2023-10-12"));
    assert_eq!((asked(world, 1, "2023-10-20"), asked(world, 2, "2023-10-20")), (vec![], vec![]));
    let late = Notice { what: What::Late, ..notice };
    assert_eq!(world.given(Action::Tell { on: day("2023-11-01"), notices: vec![late] }).len(), 1);
    assert_eq!(world.given(tell("2023-10-11")), []);
    assert_eq!(world.given(Action::Tell { on: day("2023-11-01"), notices: vec![late] }), []);
    world.given(Action::CancelMeeting { pair, no: 2, reason: None });
    assert_eq!(asked(world, 2, "2023-10-20"), []);
}

#[test]
fn terms_of_programmes_are_told_like_those_of_tasks() {
    let mut world = World::with_plan(&[]);
    world.given(open_programme(Some("training")));
    let key = Key::of(Kind::Programme, 1);
    let on = |on: &str| {
        let row = world.state.get(key).unwrap().unwrap();
        outstanding(&world.state, &row, day(on), 3).unwrap()
    };
    let notice = |what| Notice {
        subject: Subject::Programme(crate::ids::ProgrammeId(1)),
        what,
        term: day("2023-10-15"),
    };
    assert_eq!(on("2023-10-11"), []);
    assert_eq!(on("2023-10-12"), [notice(What::Due)]);
    assert_eq!(on("2023-10-16"), [notice(What::Late)]);
    assert_eq!(on("2023-10-22"), [notice(What::VeryLate)]);
}

#[test]
fn terms_of_pairs_are_told_too() {
    use crate::people::Side::{Mentee, Mentor};
    let mut bases = super::pairs::Bases::new(&[(Mentor, Some(1)), (Mentee, None)]);
    bases.world.given(bases.form(0, 1));
    let pair = crate::ids::PairId(1);
    let row = bases.world.state.get(Key::of(Kind::Pair, pair.0)).unwrap().unwrap();
    let term = bases.world.state.pair(pair).unwrap().unwrap().instance.due.expect("a stage with a term");
    let on = |on: NaiveDate| outstanding(&bases.world.state, &row, on, 3).unwrap();
    assert_eq!(on(term), [Notice { subject: Subject::Pair(pair), what: What::Due, term }]);
    assert_eq!(
        on(term.succ_opt().unwrap()),
        [Notice { subject: Subject::Pair(pair), what: What::Late, term }]
    );
}

#[test]
fn an_approximate_term_has_a_week_before_it_counts_as_passed() {
    check("примерно до 30.10.2023", "2023-10-30", &[What::Due]);
    check("примерно до 30.10.2023", "2023-11-06", &[]);
    check("примерно до 30.10.2023", "2023-11-07", &[What::VeryLate]);
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
