//! Commits that callers share.

use std::collections::BTreeSet;
use std::sync::Barrier;
use std::thread;

use vekha_core::ids::SchoolId;
use vekha_core::view::View as _;

use super::desk::{Outcome, assert_sound, command, done, fresh, live, new_task, run};
use crate::store::{Conflict, Decided, StoreError};

#[test]
fn writers_in_any_interleaving_lose_nothing() {
    const WRITERS: u64 = 16;
    const EACH: u64 = 20;
    let (disk, store) = fresh();
    let schools = [SchoolId(1), SchoolId(2), SchoolId(3)];
    for school in schools {
        live(&store, school, 5, 2);
    }
    let (syncs, start) = (disk.counts().syncs, Barrier::new(WRITERS as usize));
    let outcomes: Vec<_> = thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let (store, start) = (&store, &start);
                scope.spawn(move || {
                    start.wait();
                    let commands = (0..EACH).map(|no| {
                        let school = schools[((writer + no) % 3) as usize];
                        // Half of them are the same command as a neighbour's.
                        let no = 100 + (writer / 2) * EACH + no;
                        run(store, command(school, no, new_task(no)))
                    });
                    commands.collect::<Vec<_>>()
                })
            })
            .collect();
        writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect()
    });
    let done = outcomes.iter().filter(|outcome| matches!(outcome, Ok(Outcome::Done(_)))).count() as u64;
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Ok(Outcome::Done(_) | Outcome::Repeated(_)))));
    let snapshot = store.snapshot().unwrap();
    let events: u64 = snapshot.schools().unwrap().iter().map(|(_, head)| head.seq - 2).sum();
    assert_eq!(events, done);
    assert!(disk.counts().syncs - syncs <= 2 * done, "never more than two syncs for a command");
    assert_sound(&store);
}

#[test]
fn a_refusal_of_one_does_not_spoil_the_others() {
    let (_disk, store) = fresh();
    let school = SchoolId(1);
    live(&store, school, 5, 2);
    let start = Barrier::new(30);
    let kinds: BTreeSet<_> = thread::scope(|scope| {
        let callers: Vec<_> = (0..30)
            .map(|no| {
                let (store, start) = (&store, &start);
                scope.spawn(move || {
                    start.wait();
                    match no % 3 {
                        0 => matches!(
                            run(store, command(school, 200 + no, new_task(no))),
                            Ok(Outcome::Done(_))
                        ),
                        1 => {
                            matches!(run(store, command(school, 200 + no, done(9999))), Ok(Outcome::Refused))
                        }
                        _ => {
                            let said: Result<(), _> = store.commit(move |tx| {
                                tx.school(school)?;
                                Err(StoreError::Io("not now".into()))
                            });
                            said == Err(StoreError::Io("not now".into()))
                        }
                    }
                })
            })
            .collect();
        callers.into_iter().map(|caller| caller.join().unwrap()).collect()
    });
    assert_eq!(kinds, BTreeSet::from([true]));
    assert_eq!(store.snapshot().unwrap().school(school).unwrap().head().seq, 12);
    assert_sound(&store);
}

#[test]
fn a_batch_decided_before_another_is_told_so_and_not_written() {
    let (_disk, store) = fresh();
    let school = SchoolId(1);
    live(&store, school, 5, 2);
    let asked = command(school, 300, new_task(3));
    let stale = {
        let snapshot = store.snapshot().unwrap();
        super::desk::decided(&snapshot.school(school).unwrap(), &asked).unwrap().unwrap()
    };
    run(&store, command(school, 301, new_task(4))).unwrap();
    let batch = crate::store::Batch::of(&asked, stale, Vec::new());
    let said = store.commit(move |_| Ok::<_, StoreError>(Decided { batch: Some(batch), value: () }));
    assert_eq!(said, Err(StoreError::Conflict(Conflict::Moved { school, given: 3, wanted: 4 })));
    assert_sound(&store);
}

#[test]
fn a_panic_in_one_caller_ends_as_an_error_and_the_store_goes_on() {
    let (_disk, store) = fresh();
    let school = SchoolId(1);
    live(&store, school, 5, 2);
    let said: Result<(), StoreError> =
        store.commit(|_| -> Result<Decided<()>, StoreError> { std::panic::panic_any("on purpose") });
    assert_eq!(said, Err(StoreError::Damaged("on purpose".into())));
    assert!(matches!(run(&store, command(school, 400, new_task(1))), Ok(Outcome::Done(_))));
    assert_sound(&store);
}
