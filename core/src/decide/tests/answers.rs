//! Codes, questionnaires, meetings and thoughts: the days and numbers at which they begin and end to be taken.

use std::string::ToString;

use super::pairs::Bases;
use super::work::{bases, draft, facts};
use super::*;
use crate::ids::{CodeId, PairId, PartyId, ProgrammeId};
use crate::people::Side::{Mentee, Mentor};
use crate::vault::Content;
use crate::work::*;

const PAIR: PairId = PairId(1);

fn meeting(facts: MeetingFacts) -> Action {
    Action::AddMeeting(MeetingDraft { pair: PAIR, facts, texts: None, nth: 9 })
}

fn texts(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, text)| (name.to_string(), text.to_string())).collect()
}

#[test]
fn a_meeting_of_today_a_whole_day_long_with_the_best_marks_is_taken() {
    let mut world = bases().world;
    let today = facts("2023-11-01", MeetingState::Held);
    let marked = |mark| MeetingFacts {
        mentor: Feedback::marked(mark),
        mentee: Feedback::marked(mark),
        ..today.clone()
    };
    let long = |minutes| MeetingFacts { minutes: Some(minutes), ..today.clone() };
    for good in [today.clone(), marked(1), marked(10), long(1440), long(0)] {
        world.given(meeting(good));
    }
    for (bad, problem) in [
        (marked(0), Problem::BadMark { mark: 0 }),
        (marked(11), Problem::BadMark { mark: 11 }),
        (long(1441), Problem::TooLong { minutes: 1441 }),
    ] {
        let problems = world.problems(meeting(bad));
        assert!(problems.iter().all(|found| *found == problem) && !problems.is_empty(), "{problems:?}");
    }
    let item = |done: &str, mark| {
        let facts = ItemFacts { due: None, done: Some(day(done)), mark, dropped: false };
        Action::AddItem { pair: PAIR, facts, texts: texts(&[("task", "Открытый урок")]) }
    };
    world.given(item("2023-11-01", Some(10)));
    let tomorrow = Problem::InTheFuture { on: day("2023-11-02"), today: day("2023-11-01") };
    assert_eq!(world.problems(item("2023-11-02", Some(11))), [tomorrow, Problem::BadMark { mark: 11 }]);
}

#[test]
fn a_pair_that_has_ended_met_up_to_its_last_day() {
    let mut world = bases().world;
    world.on = Some(day("2023-10-20"));
    let decline = Action::Advance {
        subject: Subject::Pair(PAIR),
        step: Step::Transition("decline".into()),
        reason: Some("Переезд".into()),
        allow: Vec::new(),
    };
    world.given(decline);
    world.on = None;
    world.given(meeting(facts("2023-10-19", MeetingState::Held)));
    world.given(meeting(facts("2023-10-20", MeetingState::Held)));
    let over = Problem::PairOver { pair: PAIR, on: day("2023-10-21"), ended: day("2023-10-20") };
    assert_eq!(world.problems(meeting(facts("2023-10-21", MeetingState::Held))), [over]);
}

#[test]
fn of_several_texts_the_blank_ones_are_left_out_and_those_not_told_stay() {
    let mut world = bases().world;
    let facts = facts("2023-10-03", MeetingState::Held);
    let told = texts(&[("topic", " Тема "), ("result", " "), ("next", "")]);
    let action = Action::AddMeeting(MeetingDraft { pair: PAIR, facts, texts: Some(told), nth: 0 });
    let decision = world.ask(action).expect("a meeting");
    let contents: Vec<_> = decision.vault.iter().map(|put| put.content.clone()).collect();
    assert_eq!(contents, [Content::Fields(texts(&[("topic", "Тема")]))]);
    let item = texts(&[("task", "Открытый урок")]);
    world.given(Action::AddItem { pair: PAIR, facts: ItemFacts::default(), texts: item });
    let text = |world: &World| world.state.item(PAIR, 1).unwrap().unwrap().text;
    let before = text(&world);
    assert!(before.is_some());
    let done = ItemFacts { done: Some(day("2023-10-12")), ..ItemFacts::default() };
    world.given(Action::EditItem { pair: PAIR, no: 1, facts: done, texts: None });
    assert_eq!(text(&world), before, "the words of a task that is done stay");
}

#[test]
fn codes_are_given_once_each_and_go_on_from_the_last() {
    let mut bases = bases();
    let ids = [0, 1, 2].map(|no| bases.who(no));
    let issue = |of: &[PartyId]| Action::IssueCodes {
        codes: of.iter().map(|id| (*id, std::format!("код {}", id.0))).collect(),
    };
    bases.world.given(issue(&ids[..2]));
    bases.world.given(issue(&ids));
    let codes = bases.world.state.codes(None).unwrap();
    let shown: Vec<_> = codes.iter().map(|code| (code.party, code.id)).collect();
    assert_eq!(shown, [(ids[0], CodeId(1)), (ids[1], CodeId(2)), (ids[2], CodeId(3))]);
}

#[test]
fn questions_are_answered_in_their_own_kind_and_no_later_than_today() {
    let mut bases = bases();
    let party = bases.who(1);
    bases.world.given(Action::IssueCodes { codes: vec![(party, "482-913".into())] });
    let by = Some((party, CodeId(1)));
    let before = |on: &str, told: &[(&str, &str)]| {
        let draft = draft(by, Wave::Before, on, &[("comfort", Reply::Number(5))]);
        Action::FillSurvey(ResponseDraft { texts: Some(texts(told)), ..draft })
    };
    let world = &mut bases.world;
    let tomorrow = Problem::InTheFuture { on: day("2023-11-02"), today: day("2023-11-01") };
    assert_eq!(world.problems(before("2023-11-02", &[])), [tomorrow]);
    let wrong =
        world.problems(before("2023-11-01", &[("comfort", "да"), ("expect", "узнать"), ("valuable", "всё")]));
    let no = |question: &str| Problem::NoQuestion { question: question.into() };
    assert_eq!(wrong, [no("comfort"), no("valuable")], "words for numbers, and a question of another wave");
    world.given(before("2023-11-01", &[("expect", "узнать")]));
}

/// How many questionnaires of a person stand, after each of these days in turn.
#[test]
fn a_questionnaire_replaces_that_of_its_wave_and_school_year_alone() {
    let mut bases = bases();
    let (party, other) = (bases.who(1), bases.who(2));
    bases.world.today = day("2025-11-01");
    let codes = vec![(party, "111-111".into()), (other, "222-222".into())];
    bases.world.given(Action::IssueCodes { codes });
    let by = |at| Some(([party, other][at], CodeId(at as u32 + 1)));
    let fill = |at, wave, on: &str, value| {
        let satisfied = (wave == Wave::After).then_some(("satisfaction", Reply::Number(9)));
        let replies: Vec<_> = [("comfort", Reply::Number(value))].into_iter().chain(satisfied).collect();
        Action::FillSurvey(draft(by(at), wave, on, &replies))
    };
    let filled = |world: &World| world.state.responses(None).unwrap().len();
    for (at, wave, on, count) in [
        (0, Wave::Before, "2024-08-31", 1),
        (0, Wave::Before, "2023-09-01", 1),
        (0, Wave::Before, "2024-09-01", 2),
        (0, Wave::Before, "2025-01-10", 2),
        (0, Wave::After, "2025-01-10", 3),
        (1, Wave::Before, "2025-01-10", 4),
        (0, Wave::Before, "2025-09-01", 5),
    ] {
        bases.world.given(fill(at, wave, on, count as i32));
        assert_eq!(filled(&bases.world), count, "{wave:?} {on}");
    }
    // A withdrawn one is not replaced: the next stands beside it.
    bases.world.given(Action::WithdrawResponse { code: Some(CodeId(2)), no: 1, reason: None });
    assert_eq!(
        bases.world.given(Action::WithdrawResponse { code: Some(CodeId(2)), no: 1, reason: None }),
        []
    );
    bases.world.given(fill(1, Wave::Before, "2025-01-11", 7));
    assert_eq!(filled(&bases.world), 6);
    let unknown = Action::WithdrawResponse { code: Some(CodeId(2)), no: 9, reason: None };
    assert_eq!(bases.world.problems(unknown), [Problem::NoResponse { no: 9 }]);
    assert_eq!(bases.world.replayed(), bases.world.state);
}

#[test]
fn questionnaires_without_a_code_are_one_by_day_moment_and_programme() {
    let mut bases = bases();
    let fill = |on: &str, at, programme, value| {
        let replies = [("satisfaction", Reply::Number(value))];
        Action::FillSurvey(ResponseDraft {
            survey: "partner".into(),
            at,
            programme,
            ..draft(None, Wave::Once, on, &replies)
        })
    };
    let programme = Some(ProgrammeId(1));
    for (on, at, programme, value, count) in [
        ("2023-10-30", None, None, 5, 1),
        ("2023-10-30", None, None, 5, 1),
        ("2023-10-30", None, None, 6, 2),
        ("2023-10-31", None, None, 5, 3),
        ("2023-10-30", None, programme, 5, 4),
        ("2023-10-30", Some(600), None, 5, 5),
        ("2023-10-30", Some(600), None, 7, 5),
        ("2023-10-30", Some(601), None, 7, 6),
    ] {
        bases.world.given(fill(on, at, programme, value));
        let filled = bases.world.state.responses(None).unwrap();
        assert_eq!(filled.len(), count, "{on} {at:?} {programme:?} {value}");
        let last =
            filled.iter().filter(|row| row.on == day(on) && row.at == at && row.programme == programme);
        assert!(last.into_iter().any(|row| row.replies["satisfaction"] == Reply::Number(value)));
    }
}

#[test]
fn a_pair_that_was_broken_off_is_told_about_up_to_its_last_day() {
    for (on, tells) in [("2023-10-20", true), ("2023-10-21", false)] {
        let mut bases = bases();
        let party = bases.who(1);
        bases.world.given(Action::IssueCodes { codes: vec![(party, "482-913".into())] });
        bases.world.on = Some(day("2023-10-20"));
        let step = Step::Transition("decline".into());
        let reason = Some("Переезд".into());
        bases.world.given(Action::Advance { subject: Subject::Pair(PAIR), step, reason, allow: Vec::new() });
        bases.world.on = None;
        let replies = [("satisfaction", Reply::Number(9))];
        bases.world.given(Action::FillSurvey(draft(Some((party, CodeId(1))), Wave::After, on, &replies)));
        let told = &bases.world.state.responses(None).unwrap()[0].pairs;
        assert_eq!(told.contains(&PAIR), tells, "{on}");
    }
}

#[test]
fn a_pair_that_was_brought_to_its_end_is_told_about_for_a_quarter_of_a_year() {
    for (on, tells) in [("2023-10-01", true), ("2024-01-01", true), ("2024-01-02", false)] {
        let mut bases = bases();
        let party = bases.who(1);
        bases.world.given(Action::IssueCodes { codes: vec![(party, "482-913".into())] });
        // Done on 1 October: 92 days later is New Year's Day.
        let mut pair = bases.world.state.pair(PAIR).unwrap().unwrap();
        pair.instance.outcome = Some(crate::state::Outcome::Done);
        pair.instance.since = day("2023-10-01");
        let head = bases.world.state.head();
        bases.world.state.apply([crate::view::Change::Put(crate::state::Row::Pair(pair))], head);
        bases.world.today = day("2024-02-01");
        let replies = [("satisfaction", Reply::Number(9))];
        bases.world.given(Action::FillSurvey(draft(Some((party, CodeId(1))), Wave::After, on, &replies)));
        let told = &bases.world.state.responses(None).unwrap()[0].pairs;
        assert_eq!(told.contains(&PAIR), tells, "{on}");
    }
}

#[test]
fn answers_before_the_pair_join_it_where_side_wave_year_and_form_fit() {
    for (side, wave, on, withdrawn, joins) in [
        (Mentee, Wave::Before, "2023-09-01", false, true),
        (Mentee, Wave::Before, "2023-08-31", false, false),
        (Mentee, Wave::After, "2023-09-01", false, false),
        (Mentee, Wave::Before, "2023-09-01", true, false),
        // Somebody who answered as a mentee and is the mentor of the pair.
        (Mentor, Wave::Before, "2023-09-01", false, false),
    ] {
        let mut bases = Bases::new(&[(Mentor, Some(3)), (Mentee, None)]);
        bases.world.rules.surveys = super::work::surveys();
        let party = bases.who(u32::from(side == Mentee));
        if side == Mentor {
            bases.register(Some(party), 0, Mentee, None);
        }
        bases.world.given(Action::IssueCodes { codes: vec![(party, "482-913".into())] });
        let replies = [("comfort", Reply::Number(6)), ("satisfaction", Reply::Number(6))];
        let replies = if wave == Wave::Before { &replies[..1] } else { &replies[..] };
        bases.world.given(Action::FillSurvey(draft(Some((party, CodeId(1))), wave, on, replies)));
        if withdrawn {
            bases.world.given(Action::WithdrawResponse { code: Some(CodeId(1)), no: 1, reason: None });
        }
        let events = bases.world.given(bases.form(0, 1));
        let joined = events.iter().any(|event| matches!(event, Event::SurveyJoined { .. }));
        assert_eq!(joined, joins, "{side:?} {wave:?} {on} {withdrawn}");
    }
}

#[test]
fn a_questionnaire_takes_the_codes_of_its_side() {
    for (side, survey_side_fits) in [(Mentee, true), (Mentor, false)] {
        let mut bases = Bases::new(&[(Mentor, Some(3)), (Mentee, None)]);
        bases.world.rules.surveys = super::work::surveys();
        let party = bases.who(u32::from(side == Mentee));
        bases.world.given(Action::IssueCodes { codes: vec![(party, "482-913".into())] });
        let by = Some((party, CodeId(1)));
        let filled =
            Action::FillSurvey(draft(by, Wave::Before, "2023-09-01", &[("comfort", Reply::Number(6))]));
        assert_eq!(bases.world.ask(filled).is_ok(), survey_side_fits, "{side:?}");
    }
}

#[test]
fn thoughts_are_numbered_and_dropped_once() {
    let mut world = bases().world;
    let programme = ProgrammeId(1);
    let add = |quarter| Action::AddSwot { programme, quarter, text: "Мысль".into() };
    for quarter in [Quarter::Strength, Quarter::Strength, Quarter::Threat] {
        world.given(add(quarter));
    }
    let numbers = |world: &World| {
        let rows = world.state.swots(Some(programme)).unwrap();
        rows.into_iter().map(|row| (row.no, row.quarter, row.dropped)).collect::<Vec<_>>()
    };
    let counted = |world: &World| world.state.programme_work(programme).unwrap().unwrap().swot;
    let expected = |dropped| {
        [(1, Quarter::Strength, dropped), (2, Quarter::Strength, false), (3, Quarter::Threat, false)]
    };
    assert_eq!(numbers(&world), expected(false));
    assert_eq!(counted(&world), [(Quarter::Strength, 2), (Quarter::Threat, 1)].into());
    let drop = |no| Action::DropSwot { programme, no };
    assert_eq!(world.given(drop(1)).len(), 1);
    assert_eq!(world.given(drop(1)), [], "no news");
    assert_eq!(world.problems(drop(4)), [Problem::NoThought { no: 4 }]);
    assert_eq!(numbers(&world), expected(true));
    assert_eq!(counted(&world), [(Quarter::Strength, 1), (Quarter::Threat, 1)].into());
    let blank = Action::AddSwot { programme, quarter: Quarter::Threat, text: " ".into() };
    assert_eq!(world.problems(blank), [Problem::NoText]);
    assert_eq!(world.replayed(), world.state);
}

#[test]
fn a_line_of_a_base_that_is_over_is_told_again_without_news() {
    let mut bases = Bases::new(&[(Mentee, None)]);
    let party = bases.who(0);
    let part = |side, entered: Option<&str>, left: Option<&str>| {
        let (entered, left) = (entered.map(day), left.map(day));
        let part = Part { side, form: "teacher-teacher".into(), entered, capacity: None, requests: 0, left };
        Action::Register(Registration { party: Some(party), profile: None, parts: vec![part] })
    };
    let world = &mut bases.world;
    let reversed = Problem::LeftBeforeEntered { entered: day("2023-10-02"), left: day("2023-10-01") };
    assert_eq!(world.problems(part(Mentor, Some("2023-10-02"), Some("2023-10-01"))), [reversed]);
    // Entered and gone on one day; told again it is the same line, by the day it ended or the day it began.
    assert_eq!(world.given(part(Mentor, Some("2023-10-02"), Some("2023-10-02"))).len(), 2);
    assert_eq!(world.given(part(Mentor, Some("2023-10-02"), Some("2023-10-02"))), []);
    assert_eq!(world.given(part(Mentor, None, Some("2023-10-02"))), []);
    assert_eq!(world.given(part(Mentor, Some("2023-10-02"), None)), []);
    let lines = |world: &World| world.state.participants(Some(party)).unwrap().len();
    assert_eq!(lines(world), 2);
    // Another beginning is another participation; so is the other side, begun the same day.
    assert_eq!(world.given(part(Mentee, Some("2023-10-02"), None)).len(), 1, "the line that stands, dated");
    world.given(part(Mentor, Some("2023-10-20"), None));
    assert_eq!(lines(world), 3);
    let leave = |of| Action::Leave { party, of, on: day("2023-11-01"), reason: None };
    let of = |side, form: &str| Some((side, String::from(form)));
    assert_eq!(world.problems(leave(of(Mentor, "student-student"))), [Problem::NotInBase]);
    world.given(leave(of(Mentee, "teacher-teacher")));
    let left: Vec<_> = world.state.participants(Some(party)).unwrap().iter().map(|row| row.left).collect();
    assert_eq!(left, [Some(day("2023-11-01")), Some(day("2023-10-02")), None]);
}

#[test]
fn somebody_enters_both_sides_on_one_day() {
    let mut bases = Bases::new(&[]);
    let part = |side, left: Option<&str>| Part {
        side,
        form: "teacher-teacher".into(),
        entered: Some(day("2023-10-02")),
        capacity: None,
        requests: 0,
        left: left.map(day),
    };
    let profile = Some(Profile { name: "Придумов Б.С.".into(), ..Profile::default() });
    let parts = vec![part(Mentor, Some("2023-10-20")), part(Mentee, None)];
    bases.world.given(Action::Register(Registration { party: None, profile, parts }));
    let lines = bases.world.state.participants(None).unwrap();
    let shown: Vec<_> = lines.iter().map(|row| (row.side, row.left)).collect();
    assert_eq!(shown, [(Mentor, Some(day("2023-10-20"))), (Mentee, None)]);
}

#[test]
fn a_role_is_held_by_a_person_and_only_a_role_is_held() {
    let mut world = World::new();
    let new = |kind, name: &str| {
        Action::AddParty(NewParty { kind, profile: Profile { name: name.into(), ..Profile::default() } })
    };
    let all =
        [(PartyKind::Person, "Придумов Б.С."), (PartyKind::Role, "Куратор"), (PartyKind::Role, "Завуч")];
    world.given(Action::Many(all.map(|(kind, name)| new(kind, name)).into()));
    let [person, role, other] = [1, 2, 3].map(PartyId);
    let hold = |role, by| Action::HoldRole { role, by };
    for (role, by) in [(person, None), (person, Some(person)), (role, Some(other))] {
        assert_eq!(world.problems(hold(role, by)), [Problem::NotARole], "{role:?} {by:?}");
    }
    assert_eq!(world.given(hold(role, Some(person))).len(), 1);
    assert_eq!(world.given(hold(role, Some(person))), []);
    assert_eq!(world.given(hold(role, None)).len(), 1);
}
