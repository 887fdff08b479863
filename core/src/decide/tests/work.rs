//! Meetings, personal programmes, questionnaires. People here are invented.

use std::collections::BTreeMap;
use std::string::ToString;

use proptest::prelude::*;

use super::pairs::Bases;
use super::*;
use crate::ids::{CodeId, PairId, PartyId, ProgrammeId};
use crate::people::Side::{Mentee, Mentor};
use crate::survey::{Misfit, Surveys};
use crate::view::Read;
use crate::work::*;

const PAIR: PairId = PairId(1);

/// The shipped questionnaires.
pub(super) fn surveys() -> Surveys {
    Surveys::read(&[
        ("mentee.toml", include_str!("../../../../surveys/mentee.toml")),
        ("mentor.toml", include_str!("../../../../surveys/mentor.toml")),
        ("curator.toml", include_str!("../../../../surveys/curator.toml")),
        ("partner.toml", include_str!("../../../../surveys/partner.toml")),
    ])
    .expect("the shipped questionnaires")
}

/// Two pairs of one mentor, with the shipped questionnaires.
pub(super) fn bases() -> Bases {
    let mut bases = Bases::new(&[(Mentor, Some(3)), (Mentee, None), (Mentee, None)]);
    bases.world.rules.surveys = surveys();
    bases.world.given(bases.form(0, 1));
    bases.world.given(bases.form(0, 2));
    bases
}

pub(super) fn facts(on: &str, state: MeetingState) -> MeetingFacts {
    MeetingFacts {
        on: day(on),
        kind: MeetingKind::Work,
        state,
        minutes: Some(45),
        mentor: Feedback::default(),
        mentee: Feedback::default(),
    }
}

fn meeting(on: &str, state: MeetingState) -> Action {
    let texts = Some(BTreeMap::from([("topic".to_string(), "Тайная тема".to_string())]));
    Action::AddMeeting(MeetingDraft { pair: PAIR, facts: facts(on, state), texts, nth: 0 })
}

fn work(world: &World) -> PairWork {
    world.state.pair_work(PAIR).unwrap().unwrap()
}

fn on(world: &World, day: &str) -> Tally {
    work(world).on(day_number(self::day(day)))
}

#[test]
fn meetings_add_up_and_the_day_they_are_counted_on_matters() {
    let mut world = bases().world;
    world.given(meeting("2023-10-03", MeetingState::Held));
    world.given(meeting("2023-10-17", MeetingState::Missed));
    world.given(meeting("2023-11-20", MeetingState::Planned));
    let now = on(&world, "2023-11-01");
    assert_eq!((now.planned, now.held, now.missed, now.minutes), (2, 1, 1, 45));
    assert_eq!(now.last, Some(day_number(day("2023-10-03"))));
    assert_eq!(on(&world, "2023-11-20").planned, 3);
    assert_eq!(on(&world, "2023-10-02"), Tally::default());
    let programme = world.state.programme_work(ProgrammeId(1)).unwrap().unwrap();
    assert_eq!((programme.held, programme.missed, programme.mentors, programme.mentees), (1, 1, 1, 2));
    assert_eq!(programme.planned(day_number(day("2023-11-01"))), 2);
    assert_eq!(programme.planned(day_number(day("2023-11-20"))), 3);
}

#[test]
fn a_pair_that_left_its_first_stage_is_at_work() {
    let mut world = bases().world;
    let counted = |world: &World| {
        let row = world.state.programme_work(ProgrammeId(1)).unwrap().unwrap();
        (row.started, row.active, row.completed)
    };
    assert_eq!(counted(&world), (0, 0, 0));
    for kind in ["agreement.mentor", "agreement.mentee"] {
        let subject = Subject::Pair(PAIR);
        world.given(Action::AddEvidence { subject, kind: kind.into(), document: None, text: None });
    }
    world.given(step(Subject::Pair(PAIR), Step::Forward));
    assert_eq!(counted(&world), (1, 1, 0));
    world.given(Action::Undo { subject: Subject::Pair(PAIR), reason: None });
    assert_eq!(counted(&world), (0, 0, 0));
}

#[test]
fn pairs_are_counted_and_every_fact_raises_the_revision() {
    let mut bases = bases();
    let mentor = bases.who(0);
    let programme = |world: &World| world.state.programme_work(ProgrammeId(1)).unwrap().unwrap();
    assert_eq!(programme(&bases.world).pairs, 2);
    let pairs = bases.world.state.person_work(mentor).unwrap().unwrap().mentor_in;
    assert_eq!(pairs, [PairId(1), PairId(2)]);
    for on in ["2023-10-03", "2023-10-04", "2023-10-05"] {
        let before = (work(&bases.world).revision, programme(&bases.world).revision);
        bases.world.given(meeting(on, MeetingState::Held));
        let after = (work(&bases.world).revision, programme(&bases.world).revision);
        assert!(before.0 < after.0 && before.1 < after.1, "{before:?} {after:?}");
        assert_eq!(work(&bases.world).changed, bases.world.state.head().seq);
    }
}

#[test]
fn the_same_meeting_again_is_no_news_and_another_of_that_day_is_one() {
    let mut world = bases().world;
    world.given(meeting("2023-10-03", MeetingState::Held));
    let draft =
        |nth| MeetingDraft { pair: PAIR, facts: facts("2023-10-03", MeetingState::Held), texts: None, nth };
    assert_eq!(world.given(Action::AddMeeting(draft(0))), []);
    assert_eq!(world.given(Action::AddMeeting(draft(1))).len(), 1);
    assert_eq!(on(&world, "2023-11-01").held, 2);
    let longer = MeetingFacts { minutes: Some(60), ..facts("2023-10-03", MeetingState::Held) };
    let corrected = world.given(Action::AddMeeting(MeetingDraft { facts: longer, ..draft(0) }));
    assert!(matches!(corrected[..], [Event::MeetingCorrected { no: 1, .. }]), "{corrected:?}");
    assert_eq!(on(&world, "2023-11-01").minutes, 105);
    world.given(Action::CancelMeeting { pair: PAIR, no: 2, reason: None });
    assert_eq!(on(&world, "2023-11-01").held, 1);
    assert_eq!(world.given(Action::CancelMeeting { pair: PAIR, no: 2, reason: None }), []);
}

#[test]
fn what_cannot_be_true_of_a_meeting_is_told_at_once() {
    let mut world = bases().world;
    let wrong = MeetingFacts {
        minutes: Some(2000),
        mentor: Feedback::marked(11),
        ..facts("2023-11-02", MeetingState::Held)
    };
    let problems =
        world.problems(Action::AddMeeting(MeetingDraft { pair: PAIR, facts: wrong, texts: None, nth: 0 }));
    let future = Problem::InTheFuture { on: day("2023-11-02"), today: day("2023-11-01") };
    assert_eq!(problems, [future, Problem::TooLong { minutes: 2000 }, Problem::BadMark { mark: 11 }]);
    let problems = world.problems(Action::CancelMeeting { pair: PAIR, no: 7, reason: None });
    assert_eq!(problems, [Problem::NoMeeting { pair: PAIR, no: 7 }]);
}

#[test]
fn the_journal_does_not_say_what_was_talked_about() {
    let mut world = bases().world;
    world.given(meeting("2023-10-03", MeetingState::Held));
    assert!(world.journal.iter().all(|recorded| !recorded.line().contains("Тайная")));
    assert_eq!(world.replayed(), world.state);
}

#[test]
fn a_personal_programme_is_done_and_late() {
    let mut world = bases().world;
    let item = |due: &str| Action::AddItem {
        pair: PAIR,
        facts: ItemFacts { due: Some(day(due)), ..ItemFacts::default() },
        texts: BTreeMap::from([("task".to_string(), "Открытый урок".to_string())]),
    };
    world.given(item("2023-10-10"));
    world.given(item("2023-10-20"));
    world.given(item("2023-12-20"));
    let done = ItemFacts {
        due: Some(day("2023-10-10")),
        done: Some(day("2023-10-12")),
        mark: Some(9),
        dropped: false,
    };
    world.given(Action::EditItem { pair: PAIR, no: 1, facts: done.clone(), texts: None });
    assert_eq!(world.given(Action::EditItem { pair: PAIR, no: 1, facts: done, texts: None }), []);
    let tally = on(&world, "2023-11-01");
    assert_eq!((tally.items, tally.done, tally.due, tally.late), (3, 1, 2, 2));
    let early = on(&world, "2023-10-11");
    assert_eq!((early.done, early.due, early.late), (0, 1, 1));
    let empty = Action::AddItem { pair: PAIR, facts: ItemFacts::default(), texts: BTreeMap::new() };
    assert_eq!(world.problems(empty), [Problem::NoText]);
}

/// Issues a code to the mentee of the first pair.
fn code(bases: &mut Bases) -> (PartyId, CodeId) {
    let party = bases.who(1);
    bases.world.given(Action::IssueCodes { codes: vec![(party, "482-913".into())] });
    (party, CodeId(1))
}

pub(super) fn draft(
    by: Option<(PartyId, CodeId)>,
    wave: Wave,
    on: &str,
    replies: &[(&str, Reply)],
) -> ResponseDraft {
    ResponseDraft {
        survey: "mentee".into(),
        wave,
        by,
        on: day(on),
        at: None,
        pairs: None,
        programme: None,
        replies: replies.iter().map(|(id, reply)| (id.to_string(), reply.clone())).collect(),
        texts: None,
    }
}

#[test]
fn answers_before_and_after_are_joined_by_the_code() {
    let mut bases = bases();
    let by = Some(code(&mut bases));
    let world = &mut bases.world;
    world.given(Action::FillSurvey(draft(by, Wave::Before, "2023-10-01", &[("comfort", Reply::Number(5))])));
    let after =
        [("comfort", Reply::Number(8)), ("satisfaction", Reply::Number(9)), ("again", Reply::Yes(true))];
    world.given(Action::FillSurvey(draft(by, Wave::After, "2023-10-30", &after)));
    let work = work(world);
    let today = day_number(day("2023-11-01"));
    let mean = |wave| work.answers(wave, Who::Mentee, today).unwrap().scores["comfort"].mean();
    assert_eq!((mean(Wave::Before), mean(Wave::After)), (Some(5.0), Some(8.0)));
    assert!(work.answers(Wave::After, Who::Mentee, day_number(day("2023-10-29"))).is_none());
    let programme = world.state.programme_work(ProgrammeId(1)).unwrap().unwrap();
    assert_eq!(programme.votes[&Who::Mentee], Votes { asked: 1, satisfied: 1 });
    assert!(world.journal.iter().all(|recorded| !recorded.line().contains("482-913")));
}

#[test]
fn a_questionnaire_filled_in_again_replaces_the_first() {
    let mut bases = bases();
    let by = Some(code(&mut bases));
    let world = &mut bases.world;
    let first = draft(by, Wave::Before, "2023-10-01", &[("comfort", Reply::Number(5))]);
    world.given(Action::FillSurvey(first.clone()));
    assert_eq!(world.given(Action::FillSurvey(first)), []);
    world.given(Action::FillSurvey(draft(by, Wave::Before, "2023-10-02", &[("comfort", Reply::Number(7))])));
    let answered = work(world).answers[&(Wave::Before, Who::Mentee)].clone();
    assert_eq!((answered.responses, answered.scores["comfort"]), (1, Score { sum: 7, count: 1 }));
    world.given(Action::WithdrawResponse { code: Some(CodeId(1)), no: 1, reason: None });
    assert!(work(world).answers.is_empty());
    assert_eq!(world.replayed(), world.state);
}

#[test]
fn a_questionnaire_before_the_pair_tells_about_the_pair_formed_later() {
    let mut bases = Bases::new(&[(Mentor, Some(3)), (Mentee, None)]);
    bases.world.rules.surveys = surveys();
    let by = Some(code(&mut bases));
    let reply = [("comfort", Reply::Number(6))];
    bases.world.given(Action::FillSurvey(draft(by, Wave::Before, "2023-10-01", &reply)));
    let events = bases.world.given(bases.form(0, 1));
    assert!(matches!(events[..], [Event::PairFormed { .. }, Event::SurveyJoined { .. }]), "{events:?}");
    assert_eq!(work(&bases.world).answers[&(Wave::Before, Who::Mentee)].responses, 1);
}

#[test]
fn answers_that_do_not_fit_are_all_told() {
    let mut bases = bases();
    let (party, id) = code(&mut bases);
    let by = Some((party, id));
    let world = &mut bases.world;
    let replies =
        [("comfort", Reply::Number(11)), ("nonsense", Reply::Yes(true)), ("again", Reply::Yes(true))];
    let problems = world.problems(Action::FillSurvey(draft(by, Wave::After, "2023-10-30", &replies)));
    assert!(
        matches!(
            &problems[..],
            [
                Problem::BadReply { misfit: Misfit::Scale(1, 10), .. },
                Problem::NoQuestion { .. },
                Problem::Unanswered { .. },
            ]
        ),
        "{problems:?}"
    );
    let reply = [("comfort", Reply::Number(5))];
    let problems = world.problems(Action::FillSurvey(draft(None, Wave::Before, "2023-10-01", &reply)));
    assert!(matches!(problems[..], [Problem::CodeNeeded { .. }]), "{problems:?}");
    let other = Some((party, CodeId(9)));
    let problems = world.problems(Action::FillSurvey(draft(other, Wave::Before, "2023-10-01", &reply)));
    assert_eq!(problems, [Problem::NoCode]);
}

#[test]
fn the_curators_scale_keeps_its_order() {
    let mut world = bases().world;
    let rows =
        ["goals", "principles", "modern", "climate", "logic", "content", "partners", "interest", "applied"];
    let options = ["full", "partly", "none"];
    let replies: Vec<(&str, Reply)> =
        rows.iter().enumerate().map(|(at, id)| (*id, Reply::Choice(options[at % 3].into()))).collect();
    let draft = ResponseDraft {
        survey: "curator".into(),
        programme: Some(ProgrammeId(1)),
        ..draft(None, Wave::Once, "2023-10-30", &replies)
    };
    world.given(Action::FillSurvey(draft));
    let programme = world.state.programme_work(ProgrammeId(1)).unwrap().unwrap();
    assert_eq!(programme.scale_on(day_number(day("2023-10-30"))), Some(&[2, 1, 0, 2, 1, 0, 2, 1, 0][..]));
    assert_eq!(programme.scale_on(day_number(day("2023-10-29"))), None);
}

#[test]
fn numbers_of_the_school_hold_for_a_year_and_can_be_taken_back() {
    let mut world = World::new();
    let tell = |on: &str, value| Action::TellNumber { name: "teens".into(), on: day(on), value };
    world.given(tell("2022-09-01", Some(40)));
    world.given(tell("2023-09-01", Some(50)));
    assert_eq!(world.given(tell("2023-09-01", Some(50))), []);
    let value = |world: &World, on: &str| {
        world.state.school_numbers().unwrap().on("teens", day(on)).map(|(_, value)| value)
    };
    assert_eq!(value(&world, "2023-08-31"), Some(40));
    assert_eq!(value(&world, "2023-10-01"), Some(50));
    assert_eq!(value(&world, "2025-10-01"), None);
    world.given(tell("2023-09-01", None));
    assert_eq!(value(&world, "2023-10-01"), None);
    let problems =
        world.problems(Action::TellNumber { name: "cats".into(), on: day("2023-09-01"), value: Some(1) });
    assert!(matches!(problems[..], [Problem::NoNumber { .. }]), "{problems:?}");
    // What is true today may be told today, and nothing of tomorrow.
    let (today, tomorrow) = (world.today, world.today.succ_opt().unwrap());
    assert_eq!(world.given(tell(&today.to_string(), Some(7))).len(), 1);
    let early = world.problems(tell(&tomorrow.to_string(), Some(7)));
    assert_eq!(early, [Problem::InTheFuture { on: tomorrow, today }]);
}

#[test]
fn meetings_held_meet_the_requirement_of_the_pairs_way() {
    let mut bases = bases();
    for (on, no) in [("2023-10-03", 0), ("2023-10-10", 1)] {
        let facts = facts(on, if no == 0 { MeetingState::Missed } else { MeetingState::Held });
        bases.world.given(Action::AddMeeting(MeetingDraft { pair: PAIR, facts, texts: None, nth: 0 }));
    }
    assert!(first_is_met(&mut bases.world, "acquaintance"));
    assert!(!first_is_met(&mut bases.world, "planning"));
    let item = Action::AddItem {
        pair: PAIR,
        facts: ItemFacts::default(),
        texts: BTreeMap::from([("task".to_string(), "Урок".to_string())]),
    };
    bases.world.given(item);
    assert!(first_is_met(&mut bases.world, "planning"));
}

/// Whether the first requirement of the way on is met, were the first pair in this stage.
fn first_is_met(world: &mut World, stage: &str) -> bool {
    let command = world.command(step(Subject::Pair(PAIR), Step::Forward));
    assert!(world.rules.current("pair").unwrap().stage(stage).is_some());
    let mut state = world.state.clone();
    let mut pair = state.pair(PAIR).unwrap().unwrap();
    pair.instance.stage = stage.into();
    let head = state.head();
    state.apply([crate::view::Change::Put(crate::state::Row::Pair(pair))], head);
    let ways = crate::decide::examine(&state, &world.rules, &command, Subject::Pair(PAIR)).unwrap();
    let way = ways.iter().find(|way| !way.back).unwrap();
    way.requirements[0].met()
}

#[derive(Clone, Debug)]
enum Request {
    Meet(u8, u16, u8, bool),
    Edit(u8, u8, u16, u8),
    Cancel(u8, u8),
    Plan(u8, u16),
    Do(u8, u8, u16),
    Fill(u8, bool, u8),
    Step(u8),
}

fn requests() -> impl Strategy<Value = Vec<Request>> {
    let pair = 1..3u8;
    let one = prop_oneof![
        (pair.clone(), 0..90u16, 0..3u8, any::<bool>()).prop_map(|(a, b, c, d)| Request::Meet(a, b, c, d)),
        (pair.clone(), 1..6u8, 0..90u16, 0..3u8).prop_map(|(a, b, c, d)| Request::Edit(a, b, c, d)),
        (pair.clone(), 1..6u8).prop_map(|(a, b)| Request::Cancel(a, b)),
        (pair.clone(), 0..90u16).prop_map(|(a, b)| Request::Plan(a, b)),
        (pair.clone(), 1..4u8, 0..90u16).prop_map(|(a, b, c)| Request::Do(a, b, c)),
        (1..3u8, any::<bool>(), 1..11u8).prop_map(|(a, b, c)| Request::Fill(a, b, c)),
        pair.prop_map(Request::Step),
    ];
    proptest::collection::vec(one, 1..40)
}

fn state(no: u8) -> MeetingState {
    MeetingState::ALL[usize::from(no) % 3]
}

fn action(bases: &Bases, request: &Request) -> Action {
    let at = |days: u16| day("2023-08-20") + chrono::Days::new(u64::from(days));
    let base = |days, no| MeetingFacts { on: at(days), ..facts("2023-09-01", state(no)) };
    let pair = |no: u8| PairId(u32::from(no));
    match *request {
        Request::Meet(no, days, became, marked) => {
            let mentee = if marked { Feedback::marked(7) } else { Feedback::default() };
            let facts = MeetingFacts { mentee, ..base(days, became) };
            Action::AddMeeting(MeetingDraft { pair: pair(no), facts, texts: None, nth: 0 })
        }
        Request::Edit(no, meeting, days, became) => {
            Action::EditMeeting { pair: pair(no), no: meeting.into(), facts: base(days, became), texts: None }
        }
        Request::Cancel(no, meeting) => {
            Action::CancelMeeting { pair: pair(no), no: meeting.into(), reason: None }
        }
        Request::Plan(no, days) => Action::AddItem {
            pair: pair(no),
            facts: ItemFacts { due: Some(at(days)), ..ItemFacts::default() },
            texts: BTreeMap::from([("task".to_string(), "Урок".to_string())]),
        },
        Request::Do(no, item, days) => Action::EditItem {
            pair: pair(no),
            no: item.into(),
            facts: ItemFacts { due: Some(at(30)), done: Some(at(days)), mark: None, dropped: days % 7 == 0 },
            texts: None,
        },
        Request::Fill(who, after, points) => {
            let points = Reply::Number(points.into());
            let by = Some((bases.who(who.into()), CodeId(who.into())));
            match after {
                false => Action::FillSurvey(draft(by, Wave::Before, "2023-10-01", &[("comfort", points)])),
                true => Action::FillSurvey(draft(by, Wave::After, "2023-10-30", &[("satisfaction", points)])),
            }
        }
        Request::Step(no) => Action::Advance {
            subject: Subject::Pair(pair(no)),
            step: Step::Cancel,
            reason: Some("Причина".into()),
            allow: Vec::new(),
        },
    }
}

/// What the rows of meetings, tasks and questionnaires come to when they are counted one by one.
fn recounted(world: &World, programme: ProgrammeId) -> (BTreeMap<PairId, Tally>, ProgrammeWork) {
    let mut sums = ProgrammeWork::new(programme);
    let mut tallies = BTreeMap::new();
    for pair in world.state.pairs().unwrap() {
        let mut work = PairWork::new(pair.id, programme);
        for meeting in world.state.meetings(Some(pair.id)).unwrap().iter().filter(|row| !row.cancelled) {
            let brief = MeetingBrief::of(meeting.no, &meeting.facts);
            sums.meeting(None, Some(&brief));
            work.set_meeting(meeting.no, Some(brief));
        }
        for item in world.state.items(Some(pair.id)).unwrap().iter().filter(|row| !row.facts.dropped) {
            work.set_item(item.no, Some(ItemBrief::of(item.no, &item.facts)));
        }
        sums.recount(&PairCount::default(), &PairCount::now(&pair, &work));
        tallies.insert(pair.id, work.on(DayNumber::MAX));
    }
    for response in world.state.responses(None).unwrap() {
        sums.add_response(&response, false);
    }
    (tallies, sums)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn sums_are_what_counting_one_by_one_gives(requests in requests()) {
        let mut bases = bases();
        let codes = vec![(bases.who(1), "1".into()), (bases.who(2), "2".into())];
        bases.world.given(Action::IssueCodes { codes });
        for request in &requests {
            let action = action(&bases, request);
            if let Ok(decision) = bases.world.ask(action) {
                bases.world.state.apply(decision.changes, decision.head);
                bases.world.journal.extend(decision.events);
            }
        }
        let world = &bases.world;
        let kept = world.state.programme_work(ProgrammeId(1)).unwrap().unwrap();
        let (tallies, counted) = recounted(world, ProgrammeId(1));
        for (pair, tally) in tallies {
            let work = world.state.pair_work(pair).unwrap().unwrap();
            prop_assert_eq!(work.on(DayNumber::MAX), tally);
        }
        let sums = |row: &ProgrammeWork| {
            (row.started, row.active, row.on_track, row.held, row.missed, row.feedback, row.minutes)
        };
        prop_assert_eq!(sums(&kept), sums(&counted));
        prop_assert_eq!(&kept.ahead, &counted.ahead);
        prop_assert_eq!(&kept.votes, &counted.votes);
        prop_assert_eq!(world.replayed(), world.state.clone());
    }
}

#[test]
fn a_pair_is_on_track_with_a_programme_that_is_done_enough_and_not_without_one() {
    let on_track = |items, done| {
        let tally = Tally { held: ON_TRACK_MEETINGS, items, done, ..Tally::default() };
        PairCount::of(None, true, &tally).on_track
    };
    assert!(!on_track(0, 0), "without a programme");
    assert!(!on_track(100, ON_TRACK_SHARE - 1));
    assert!(on_track(100, ON_TRACK_SHARE));
}
