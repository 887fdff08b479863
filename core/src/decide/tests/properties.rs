//! What holds after any sequence of requests.

use std::string::String;
use std::vec::Vec;

use proptest::prelude::*;

use super::*;
use crate::evolve::fold;

#[derive(Clone, Debug)]
enum Request {
    Done(u32),
    Start(u32),
    Cancel(u32),
    Undo(u32),
    Postpone(u32, u16),
    Note(u32),
    Edit(u32, String),
    Assign(u32, u8),
    Open,
    Advance,
    Import(Vec<bool>),
}

fn requests() -> impl Strategy<Value = Vec<Request>> {
    let task = 1..5u32;
    let one = prop_oneof![
        task.clone().prop_map(Request::Done),
        task.clone().prop_map(Request::Start),
        task.clone().prop_map(Request::Cancel),
        task.clone().prop_map(Request::Undo),
        (task.clone(), 1..300u16).prop_map(|(task, days)| Request::Postpone(task, days)),
        task.clone().prop_map(Request::Note),
        (task.clone(), "[а-я ]{1,12}").prop_map(|(task, title)| Request::Edit(task, title)),
        (task, 0..3u8).prop_map(|(task, who)| Request::Assign(task, who)),
        Just(Request::Open),
        Just(Request::Advance),
        proptest::collection::vec(any::<bool>(), 4).prop_map(Request::Import),
    ];
    proptest::collection::vec(one, 1..25)
}

const TASKS: &[(&str, &str, &str, &str)] = &[
    ("1.1", "Издать приказ", "до 30.10.2023", "order.adopted"),
    ("1.2", "Утвердить план", "сентябрь, декабрь", "plan.approved"),
    ("2.1", "Обновлять сайт", "ежемесячно", "mentees.base"),
    ("2.2", "Обучить", "по отдельному графику", "mentors.trained"),
];

fn action(world: &World, request: &Request) -> Action {
    let reason = Some(String::from("причина"));
    match request {
        Request::Done(task) => done(*task),
        Request::Start(task) => step(of(*task), Step::Forward),
        Request::Cancel(task) => {
            Action::Advance { subject: of(*task), step: Step::Cancel, reason, allow: Vec::new() }
        }
        Request::Undo(task) => Action::Undo { subject: of(*task), reason: None },
        Request::Postpone(task, days) => Action::Reschedule {
            task: TaskId(*task),
            no: 1,
            from: None,
            to: day("2023-09-01").checked_add_days(chrono::Days::new(u64::from(*days))),
            reason,
            postpone: days % 2 == 0,
        },
        Request::Note(task) => Action::AddNote { subject: of(*task), text: "заметка".into() },
        Request::Edit(task, title) => Action::EditTask {
            task: TaskId(*task),
            edit: TaskEdit { title: Some(title.clone()), ..TaskEdit::default() },
        },
        Request::Assign(task, who) => Action::AssignTask {
            task: TaskId(*task),
            holders: [Holder::New(person(["Петров П.П.", "Сидоров С.С.", "Ильин И.И."][usize::from(*who)]))]
                .into(),
        },
        Request::Open => open_programme(None),
        Request::Advance => step(Subject::Programme(crate::ids::ProgrammeId(1)), Step::Forward),
        Request::Import(present) => {
            let kept: Vec<_> =
                TASKS.iter().zip(present).filter(|(_, kept)| **kept).map(|(task, _)| *task).collect();
            Action::ImportPlan(world.document(&kept))
        }
    }
}

/// Carries out what is not refused.
fn run(requests: &[Request]) -> World {
    let mut world = World::with_plan(TASKS);
    for request in requests {
        let asked = action(&world, request);
        if let Ok(decision) = world.ask(asked) {
            world.state.apply(decision.changes, decision.head);
            world.journal.extend(decision.events);
        }
    }
    world
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn replaying_the_journal_gives_the_rows(requests in requests()) {
        let world = run(&requests);
        prop_assert_eq!(world.replayed(), world.state);
    }

    #[test]
    fn a_prefix_of_the_journal_is_the_state_of_then(requests in requests(), cut in 0..60usize) {
        let world = run(&requests);
        let cut = cut.min(world.journal.len());
        let mut then = Memory::default();
        fold(&mut then, &world.journal[..cut]).unwrap();
        fold(&mut then, &world.journal[cut..]).unwrap();
        prop_assert_eq!(then, world.state);
    }

    #[test]
    fn deciding_twice_over_the_same_state_gives_the_same(requests in requests()) {
        let mut world = run(&requests[..requests.len() - 1]);
        let command = { let asked = action(&world, &requests[requests.len() - 1]); world.command(asked) };
        let once = decide(&world.state, &world.rules, &command);
        prop_assert_eq!(once, decide(&world.state, &world.rules, &command));
    }

    #[test]
    fn the_tally_always_counts_what_is_there(requests in requests()) {
        use crate::view::Read;
        let world = run(&requests);
        let (places, days) = super::counted(&world.state);
        prop_assert_eq!(super::agendas(&world.state), days);
        prop_assert_eq!(world.state.tally(PLAN).unwrap().unwrap().counts, places);
    }
}
