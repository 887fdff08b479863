//! What single facts come to, on both sides of each edge.

use std::string::ToString;
use std::vec;
use std::vec::Vec;

use super::totals::Tally;
use super::*;
use crate::state::Outcome;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date of the test")
}

fn facts(on: &str, state: MeetingState) -> MeetingFacts {
    let none = Feedback::default();
    MeetingFacts { on: day(on), kind: MeetingKind::Work, state, minutes: None, mentor: none, mentee: none }
}

#[test]
fn a_day_is_the_number_it_came_from() {
    for text in ["0001-01-01", "2024-02-29", "2024-03-01"] {
        assert_eq!(day_of(day_number(day(text))), Some(day(text)));
    }
    assert_eq!(day_number(day("2024-03-01")) - day_number(day("2024-02-28")), 2);
    assert_eq!(day_of(DayNumber::MAX), None);
}

#[test]
fn meetings_that_nobody_marked_and_tasks_that_nobody_did_are_open() {
    let meeting = |state, cancelled| {
        Meeting { pair: PairId(1), no: 1, facts: facts("2023-10-03", state), text: None, cancelled }.is_open()
    };
    assert!(meeting(MeetingState::Planned, false));
    assert!(!meeting(MeetingState::Planned, true));
    assert!(!meeting(MeetingState::Held, false) && !meeting(MeetingState::Missed, false));
    let item = |done: Option<&str>, dropped| {
        let facts = ItemFacts { done: done.map(day), dropped, ..ItemFacts::default() };
        Item { pair: PairId(1), no: 1, facts, text: None }.is_open()
    };
    assert!(item(None, false));
    assert!(!item(Some("2023-10-03"), false) && !item(None, true) && !item(Some("2023-10-03"), true));
}

#[test]
fn a_pair_has_begun_is_at_work_or_was_brought_to_its_end() {
    for (outcome, left_first, held, expected) in [
        (None, false, 0, (false, false, false)),
        (None, true, 0, (true, true, false)),
        (None, false, 1, (true, true, false)),
        (Some(Outcome::Done), true, 0, (true, false, true)),
        (Some(Outcome::Done), false, 0, (true, false, true)),
        (Some(Outcome::Cancelled), true, 0, (false, false, false)),
        (Some(Outcome::Cancelled), true, 1, (true, false, false)),
    ] {
        let count = PairCount::of(outcome, left_first, &Tally { held, ..Tally::default() });
        let found = (count.started, count.active, count.completed);
        assert_eq!(found, expected, "{outcome:?} {left_first} {held}");
    }
}

#[test]
fn a_pair_on_track_has_done_two_thirds_and_met_six_times() {
    for (outcome, items, done, held, on_track) in [
        (None, 20, 13, 6, true),
        (None, 20, 12, 6, false),
        (None, 20, 13, 5, false),
        (None, 0, 0, 6, false),
        (Some(Outcome::Done), 20, 20, 9, false),
        (Some(Outcome::Cancelled), 20, 20, 9, false),
    ] {
        let tally = Tally { items, done, held, ..Tally::default() };
        let count = PairCount::of(outcome, true, &tally);
        assert_eq!(count.on_track, on_track, "{outcome:?} {items} {done} {held}");
    }
}

#[test]
fn numbers_put_in_and_taken_out_leave_the_mean_of_the_rest() {
    let mut score = Score::default();
    assert_eq!(score.mean(), None);
    for (value, out, mean) in [
        (5, false, Some(5.0)),
        (-2, false, Some(1.5)),
        (4, false, Some(7.0 / 3.0)),
        (5, true, Some(1.0)),
        (-2, true, Some(4.0)),
        (4, true, None),
    ] {
        score.add(value, out);
        assert_eq!(score.mean(), mean, "{value} {out}");
    }
    assert_eq!(score, Score::default());
}

#[test]
fn feedback_of_either_side_is_feedback() {
    let brief = |mentor, mentee| {
        let given = |given| Feedback { given, mark: None };
        let facts = MeetingFacts {
            mentor: given(mentor),
            mentee: given(mentee),
            ..facts("2023-10-03", MeetingState::Held)
        };
        MeetingBrief::of(1, &facts).feedback
    };
    assert_eq!([brief(false, false), brief(true, false), brief(false, true)], [false, true, true]);
}

#[test]
fn meetings_stand_by_day_and_tasks_by_number_however_they_came() {
    let mut work = PairWork::new(PairId(1), ProgrammeId(1));
    let brief =
        |no: u32, day, feedback| MeetingBrief { no, day, state: MeetingState::Held, minutes: 30, feedback };
    for (no, day) in [(1, 10), (2, 5), (4, 7), (3, 7), (5, 12)] {
        assert_eq!(work.set_meeting(no, Some(brief(no, day, no != 1))), None);
    }
    let order = |work: &PairWork| work.meetings.iter().map(|meeting| meeting.no).collect::<Vec<_>>();
    assert_eq!(order(&work), [2, 3, 4, 1, 5]);
    assert_eq!(work.set_meeting(2, Some(brief(2, 11, true))), Some(brief(2, 5, true)));
    assert_eq!(order(&work), [3, 4, 1, 2, 5]);
    assert_eq!(work.set_meeting(4, None), Some(brief(4, 7, true)));
    assert_eq!(order(&work), [3, 1, 2, 5]);
    let on = |day| {
        let tally = work.on(day);
        (tally.planned, tally.held, tally.feedback, tally.minutes, tally.last)
    };
    assert_eq!(on(6), (0, 0, 0, 0, None));
    assert_eq!(on(7), (1, 1, 1, 30, Some(7)));
    assert_eq!(on(10), (2, 2, 1, 60, Some(10)));
    assert_eq!(on(12), (4, 4, 3, 120, Some(12)));
    for no in [2, 1, 3] {
        work.set_item(no, Some(ItemBrief { no, due: None, done: None }));
    }
    work.set_item(2, Some(ItemBrief { no: 2, due: Some(4), done: None }));
    assert_eq!(
        work.items.iter().map(|item| (item.no, item.due)).collect::<Vec<_>>(),
        [(1, None), (2, Some(4)), (3, None)]
    );
    work.set_item(1, None);
    assert_eq!(work.items.len(), 2);
}

#[test]
fn a_task_is_late_the_day_after_its_term_and_stays_late_when_it_was_done_late() {
    let tally = |done, on| {
        let mut work = PairWork::new(PairId(1), ProgrammeId(1));
        work.set_item(1, Some(ItemBrief { no: 1, due: Some(10), done }));
        let tally = work.on(on);
        (tally.done, tally.due, tally.late)
    };
    for (done, on, expected) in [
        (None, 9, (0, 0, 0)),
        (None, 10, (0, 1, 0)),
        (None, 11, (0, 1, 1)),
        (Some(8), 8, (1, 1, 0)),
        (Some(8), 7, (0, 0, 0)),
        (Some(10), 12, (1, 1, 0)),
        (Some(11), 12, (1, 1, 1)),
        (Some(11), 10, (0, 1, 0)),
    ] {
        assert_eq!(tally(done, on), expected, "done {done:?} on {on}");
    }
}

#[test]
fn answers_taken_out_are_no_answers() {
    let mut work = PairWork::new(PairId(1), ProgrammeId(1));
    let response = |no, on: &str| Response {
        code: Some(CodeId(1)),
        no,
        survey: "mentee".to_string(),
        definition: Digest::default(),
        wave: Wave::After,
        who: Who::Mentee,
        on: day(on),
        at: None,
        pairs: vec![PairId(1)],
        programme: None,
        replies: BTreeMap::new(),
        measures: Measures { satisfied: Some(no == 1), ..Measures::default() },
        text: None,
        withdrawn: false,
    };
    let (one, two) = (response(1, "2023-10-01"), response(2, "2023-10-05"));
    work.add_response(&one, false);
    work.add_response(&two, false);
    let on = |work: &PairWork, text: &str| {
        let found = work.answers(Wave::After, Who::Mentee, day_number(day(text)));
        found.map(|answered| (answered.responses, answered.votes))
    };
    assert_eq!(on(&work, "2023-10-04"), None, "they are those of the last day");
    assert_eq!(on(&work, "2023-10-05"), Some((2, Votes { asked: 2, satisfied: 1 })));
    work.add_response(&one, true);
    assert_eq!(on(&work, "2023-10-05"), Some((1, Votes { asked: 1, satisfied: 0 })));
    work.add_response(&two, true);
    assert_eq!((on(&work, "2023-10-05"), work.answers.len()), (None, 0));
}
