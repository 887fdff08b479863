//! Each kind of condition that a workflow can state, on both sides of its edge.

use std::format;

use super::pairs::Bases;
use super::*;
use crate::decide::{Examined, Remedy, Shortfall, examine};
use crate::ids::{PairId, PartyId, ProgrammeId};
use crate::people::Side::{Mentee, Mentor};
use crate::people::Signer;
use crate::work::{Feedback, ItemFacts, MeetingFacts, MeetingKind, MeetingState};
use crate::workflow::{CountOf, Quantity};

const PROGRAMME: Subject = Subject::Programme(ProgrammeId(1));
const PAIR: Subject = Subject::Pair(PairId(1));

/// Holds one condition against the facts of a day, as if the workflow of the subject asked for it here.
fn held(world: &mut World, subject: Subject, condition: &str) -> Examined {
    let (instance, kind) = match subject {
        Subject::Programme(id) => (world.state.programme(id).unwrap().unwrap().instance, "programme"),
        Subject::Pair(id) => (world.state.pair(id).unwrap().unwrap().instance, "pair"),
        other => panic!("{other:?}"),
    };
    let here = &instance.stage;
    let source = format!(
        "[workflow]\nname = 'one'\nkind = '{kind}'\ntitle = 'W'\ninitial = '{here}'\n\
         [[stage]]\nid = '{here}'\ntitle = 'A'\n[[stage]]\nid = 'over'\ntitle = 'B'\noutcome = 'done'\n\
         [[transition]]\nid = 'go'\ntitle = 'G'\nfrom = '{here}'\nto = 'over'\nroles = ['curator']\n\
         [[transition.require]]\nid = 'it'\ntitle = 'R'\n{condition}\n"
    );
    let (machine, diagnostics) = workflow::parse(&source);
    let mut rules = world.rules.clone();
    rules.machines.insert(instance.workflow, machine.unwrap_or_else(|| panic!("{diagnostics:?}")));
    let command = world.command(step(subject, Step::Forward));
    let mut ways = examine(&world.state, &rules, &command, subject).unwrap();
    assert_eq!(ways.len(), 1);
    ways.remove(0).requirements.remove(0)
}

#[track_caller]
fn check(world: &mut World, subject: Subject, rows: &[(&str, bool)]) {
    for (condition, met) in rows {
        let found = held(world, subject, condition);
        assert_eq!(found.met(), *met, "{condition}: {found:?}");
    }
}

#[test]
fn terms_hold_on_their_day_and_on_one_side_of_it() {
    let mut world = World::with_plan(&[]);
    world.given(open_programme(None));
    let rows = [
        ("not_before = '31.10.2023'", true),
        ("not_before = '01.11.2023'", true),
        ("not_before = '02.11.2023'", false),
        ("not_after = '31.10.2023'", false),
        ("not_after = '01.11.2023'", true),
        ("not_after = '02.11.2023'", true),
    ];
    check(&mut world, PROGRAMME, &rows);
    let early = held(&mut world, PROGRAMME, "not_before = '02.11.2023'");
    assert_eq!(early.shortfalls, [Shortfall::TooEarly { date: Some(day("2023-11-02")) }]);
    assert_eq!(early.remedies, [Remedy::Wait { until: day("2023-11-02") }]);
}

/// Two tasks with the tag (one comes back each month), one with another, one of another plan, one withdrawn.
fn tagged() -> World {
    let mut world = World::with_plan(&[
        ("1.1", "Собрать базу", "до 30.10.2023", "mentees.base"),
        ("1.2", "Обновлять базу", "1.11.2023, 15.12.2023, 15.01.2024", "mentees.base"),
        ("1.3", "Издать приказ", "до 30.10.2023", "order.adopted"),
        ("1.4", "Лишняя", "до 30.10.2023", "mentees.base"),
    ]);
    let kept: &[_] = &[
        ("1.1", "Собрать базу", "до 30.10.2023", "mentees.base"),
        ("1.2", "Обновлять базу", "1.11.2023, 15.12.2023, 15.01.2024", "mentees.base"),
        ("1.3", "Издать приказ", "до 30.10.2023", "order.adopted"),
    ];
    let again = world.document(kept);
    world.given(Action::ImportPlan(again));
    world.given(Action::AddPlan { year: PlanYear::of(2024), title: "Следующий год".into() });
    let other = world.task(("1.1", "База", "до 30.10.2024", "mentees.base"));
    world.given(Action::AddTask { plan: PlanId(2), task: other });
    world.given(open_programme(None));
    world
}

#[test]
fn tasks_of_the_plan_with_the_tag_are_asked_about_and_no_others() {
    let mut world = tagged();
    let all = held(&mut world, PROGRAMME, "tasks = 'mentees.base'");
    let open = vec![(TaskId(1), 1), (TaskId(2), 1), (TaskId(2), 2), (TaskId(2), 3)];
    let quantity = Quantity::All;
    assert_eq!(all.shortfalls, [Shortfall::Tasks { tag: "mentees.base".into(), open, have: 0, quantity }]);
    // On 1 November the first task is overdue and the second has its first day.
    let due = "tasks = 'mentees.base'\noccurrences = 'due'";
    let asked = held(&mut world, PROGRAMME, due);
    let open = vec![(TaskId(1), 1), (TaskId(2), 1)];
    assert_eq!(asked.shortfalls, [Shortfall::Tasks { tag: "mentees.base".into(), open, have: 0, quantity }]);
    world.given(Action::Many(vec![done(1), done(2)]));
    let rows = [
        (due, true),
        ("tasks = 'mentees.base'", false),
        ("tasks = 'mentees.base'\nat_least = 2", true),
        ("tasks = 'mentees.base'\nat_least = 3", false),
        ("tasks = 'mentees.base'\nshare = 50", true),
        ("tasks = 'mentees.base'\nshare = 51", false),
        ("tasks = 'order.adopted'", false),
        ("tasks = 'pairs.formed'", false),
        // Tasks at all: five occurrences of this plan are not dropped.
        ("subjects = 'task'\nat_least = 2", true),
        ("subjects = 'task'\nat_least = 3", false),
        ("subjects = 'task'\nshare = 40", true),
        ("subjects = 'task'\nshare = 41", false),
    ];
    check(&mut world, PROGRAMME, &rows);
}

#[test]
fn a_task_none_of_whose_days_has_come_is_asked_about_by_its_first() {
    let mut world = World::with_plan(&[("1.1", "База", "15.12.2023, 15.01.2024", "mentees.base")]);
    world.given(open_programme(None));
    let due = "tasks = 'mentees.base'\noccurrences = 'due'";
    check(&mut world, PROGRAMME, &[(due, false)]);
    world.given(done(1));
    check(&mut world, PROGRAMME, &[(due, true), ("tasks = 'mentees.base'", false)]);
}

#[test]
fn the_last_task_with_the_tag_is_the_term_of_a_stage() {
    let mut world = tagged();
    world.today = day("2024-01-14");
    let before = "not_before = { task = 'mentees.base' }";
    let early = held(&mut world, PROGRAMME, before);
    assert_eq!(early.shortfalls, [Shortfall::TooEarly { date: Some(day("2024-01-15")) }]);
    world.today = day("2024-01-15");
    check(&mut world, PROGRAMME, &[(before, true)]);
}

/// A document about things, of a day.
fn document(kind: &str, date: &str, about: &[Subject]) -> Action {
    Action::RegisterDocument(DocumentDraft {
        kind: kind.into(),
        number: Some("7".into()),
        date: day(date),
        text: None,
        about: about.to_vec(),
    })
}

#[test]
fn a_document_counts_from_its_date_on_and_for_what_it_is_about() {
    let asked = "document = 'order.pairs'";
    let other = Subject::Programme(ProgrammeId(9));
    for (kind, date, about, met) in [
        ("order.pairs", "2023-10-15", vec![], true),
        ("order.pairs", "2023-10-15", vec![PROGRAMME], true),
        ("order.pairs", "2023-10-15", vec![Subject::Plan(PLAN)], true),
        ("order.pairs", "2023-10-15", vec![Subject::School], true),
        ("order.pairs", "2023-10-15", vec![other], false),
        ("order.pairs", "2023-10-15", vec![other, PROGRAMME], true),
        ("order.introduction", "2023-10-15", vec![], false),
        ("order.pairs", "2023-10-16", vec![], false),
    ] {
        let mut world = World::with_plan(&[]);
        world.given(open_programme(None));
        world.given(document(kind, date, &about));
        // Asked about a day in the past: what was signed after it did not hold then.
        world.on = Some(day("2023-10-15"));
        check(&mut world, PROGRAMME, &[(asked, met)]);
    }
    let mut world = World::new();
    world.given(document("order.pairs", "2023-11-01", &[]));
    let early = Problem::InTheFuture { on: day("2023-11-02"), today: day("2023-11-01") };
    assert_eq!(world.problems(document("order.pairs", "2023-11-02", &[])), [early]);
}

fn met_on(on: &str) -> Action {
    let facts = MeetingFacts {
        on: day(on),
        kind: MeetingKind::Work,
        state: MeetingState::Held,
        minutes: None,
        mentor: Feedback::default(),
        mentee: Feedback::default(),
    };
    Action::AddMeeting(MeetingDraft { pair: PairId(1), facts, texts: None, nth: 0 })
}

fn told(subject: Subject, kind: &str) -> Action {
    Action::AddEvidence { subject, kind: kind.into(), document: None, text: None }
}

#[test]
fn a_pair_counts_the_meetings_it_keeps_and_those_it_was_told_of() {
    let mut bases = Bases::new(&[(Mentor, Some(1)), (Mentee, None)]);
    bases.world.given(bases.form(0, 1));
    let (mentor, mentee) = (bases.who(0), bases.who(1));
    let world = &mut bases.world;
    for action in [
        met_on("2023-10-03"),
        met_on("2023-10-10"),
        told(PAIR, "meeting"),
        told(PAIR, "order"),
        told(PAIR, "order"),
    ] {
        world.given(action);
    }
    let rows = [
        ("count = 'meetings'\nat_least = 3", true),
        ("count = 'meetings'\nat_least = 4", false),
        ("evidence = 'meeting'\nat_least = 3", true),
        ("evidence = 'meeting'\nat_least = 4", false),
        // «any» takes what was told of every kind, and not what the pair keeps by itself.
        ("evidence = 'any'\nat_least = 3", true),
        ("evidence = 'any'\nat_least = 4", false),
        ("evidence = 'plan'", false),
        ("evidence = 'survey.before'", false),
    ];
    check(world, PAIR, &rows);
    let few = held(world, PAIR, "count = 'meetings'\nat_least = 4");
    let quantity = Quantity::AtLeast(4);
    assert_eq!(few.shortfalls, [Shortfall::Count { what: CountOf::Meetings, have: 3, quantity }]);
    assert_eq!(few.responsible, [mentor, mentee]);
    assert_eq!(few.remedies, [Remedy::AddEvidence { subject: PAIR, kind: Some("meeting".into()) }]);
    assert_eq!(held(world, PAIR, "count = 'meetings'\nat_least = 3").responsible, []);
    let item = Action::AddItem {
        pair: PairId(1),
        facts: ItemFacts::default(),
        texts: BTreeMap::from([("task".into(), "Открытый урок".into())]),
    };
    world.given(item);
    check(world, PAIR, &[("evidence = 'plan'", true)]);
}

#[test]
fn questionnaires_of_a_wave_are_evidence_of_that_wave() {
    use crate::work::{Reply, Wave};
    let mut bases = super::work::bases();
    let party = bases.who(1);
    bases.world.given(Action::IssueCodes { codes: vec![(party, "482-913".into())] });
    let by = Some((party, crate::ids::CodeId(1)));
    let replies = [("comfort", Reply::Number(5)), ("satisfaction", Reply::Number(5))];
    for (wave, replies, rows) in [
        (
            Wave::Before,
            &replies[..1],
            [("evidence = 'survey.before'", true), ("evidence = 'survey.after'", false)],
        ),
        (
            Wave::After,
            &replies[..],
            [("evidence = 'survey.before'", true), ("evidence = 'survey.after'", true)],
        ),
    ] {
        let draft = super::work::draft(by, wave, "2023-10-01", replies);
        bases.world.given(Action::FillSurvey(draft));
        check(&mut bases.world, PAIR, &rows);
        let twice = rows.map(|(row, _)| std::format!("{row}\nat_least = 2"));
        twice.iter().for_each(|row| check(&mut bases.world, PAIR, &[(row, false)]));
    }
}

/// The mentor stands in the base of mentees as well, which asks for fewer papers.
#[test]
fn consents_of_a_pair_count_who_has_every_paper() {
    let mut bases = Bases::new(&[(Mentee, None), (Mentee, None)]);
    let part = Part {
        side: Mentor,
        form: "teacher-teacher".into(),
        entered: None,
        capacity: Some(1),
        requests: 0,
        left: None,
    };
    let party = Some(bases.who(0));
    bases.world.given(Action::Register(Registration { party, profile: None, parts: vec![part] }));
    bases.world.given(bases.form(0, 1));
    let paper = |party: PartyId, kind: &str| {
        Action::GiveConsent(ConsentDraft {
            party,
            kind: kind.into(),
            version: None,
            date: day("2023-11-01"),
            signer: Signer::Own,
            needed: Signer::Own,
            text: None,
        })
    };
    let count = |world: &mut World| {
        let found = held(world, PAIR, "count = 'consents'\nall = true");
        match found.shortfalls[..] {
            [] => 2,
            [Shortfall::Count { what: CountOf::Consents, have, .. }] => have,
            ref other => panic!("{other:?}"),
        }
    };
    let (mentor, mentee) = (bases.who(0), bases.who(1));
    assert_eq!(count(&mut bases.world), 0);
    bases.world.given(paper(mentee, "participation"));
    assert_eq!(count(&mut bases.world), 0, "one paper of two");
    bases.world.given(paper(mentee, "processing"));
    assert_eq!(count(&mut bases.world), 1);
    for kind in ["participation", "processing"] {
        bases.world.given(paper(mentor, kind));
    }
    assert_eq!(count(&mut bases.world), 1, "enough for a mentee, and not for a mentor");
    for kind in ["staff-consent", "contract-supplement"] {
        bases.world.given(paper(mentor, kind));
    }
    assert_eq!(count(&mut bases.world), 2);
}

#[test]
fn a_programme_counts_its_own_open_pairs() {
    let mut bases = Bases::new(&[(Mentor, Some(2)), (Mentee, None), (Mentee, None), (Mentee, None)]);
    let at_least = |what: &str, n: u32| format!("count = '{what}'\nat_least = {n}");
    let exactly = |world: &mut World, what: &str, n: u32| {
        check(world, PROGRAMME, &[(&at_least(what, n), true), (&at_least(what, n + 1), false)]);
    };
    // What was reported holds while no pair is formed, then what is there.
    for (what, value) in [("pairs", 5), ("paired", 6), ("trained", 3)] {
        bases.world.given(Action::ReportCount { programme: ProgrammeId(1), what: what.into(), value });
    }
    exactly(&mut bases.world, "pairs", 5);
    exactly(&mut bases.world, "paired", 6);
    bases.world.given(bases.form(0, 1));
    bases.world.given(bases.form(0, 2));
    exactly(&mut bases.world, "pairs", 2);
    exactly(&mut bases.world, "paired", 2);
    exactly(&mut bases.world, "trained", 3);
    let decline = Action::Advance {
        subject: PAIR,
        step: Step::Transition("decline".into()),
        reason: Some("Переезд".into()),
        allow: Vec::new(),
    };
    bases.world.given(decline);
    exactly(&mut bases.world, "pairs", 1);
    // One of two pairs has ended, and none was brought to its end.
    let rows = [
        ("subjects = 'pair'\noutcome = 'ended'\nat_least = 1", true),
        ("subjects = 'pair'\noutcome = 'ended'\nat_least = 2", false),
        ("subjects = 'pair'\noutcome = 'ended'\nshare = 50", true),
        ("subjects = 'pair'\noutcome = 'ended'\nshare = 51", false),
        ("subjects = 'pair'\nat_least = 1", false),
    ];
    check(&mut bases.world, PROGRAMME, &rows);
}
