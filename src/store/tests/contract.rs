//! What a store and its twin in memory have in common, and what the journal promises.

use proptest::prelude::*;
use vekha_core::ids::{SchoolId, Subject};
use vekha_core::state::{Kind, Row};
use vekha_core::vault::{Content, VaultKey, VaultPut};
use vekha_core::view::{Memory, Read as _, View};

use super::desk::{
    Outcome, answer, any_action, assert_sound, command, decided, done, fresh, live, new_task, replayed, rows,
    run,
};
use crate::store::sim::Random;
use crate::store::{Batch, Conflict, Decided, StoreError};

const SCHOOL: SchoolId = SchoolId(7);

/// The contract of [`View`]: rows are found by key, in the order of keys, by kind and within an id.
fn contract(view: &dyn View) {
    for kind in Kind::ALL {
        let all = view.scan(kind, None).unwrap();
        assert!(all.is_sorted_by_key(|row| row.key()));
        for row in &all {
            assert_eq!(row.key().kind, kind);
            assert_eq!(view.get(row.key()).unwrap().as_ref(), Some(row));
            let within: Vec<_> = all.iter().filter(|other| other.key().id == row.key().id).cloned().collect();
            assert_eq!(view.scan(kind, Some(row.key().id)).unwrap(), within);
        }
        let absent = vekha_core::state::Key::of(kind, 4_000_000_000);
        assert_eq!(view.get(absent).unwrap(), None);
        assert_eq!(view.scan(kind, Some(absent.id)).unwrap(), []);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn the_store_and_memory_live_the_same_life(seed: u64) {
        let (_disk, store) = fresh();
        let mut twin = Memory::default();
        let mut random = Random(seed);
        for no in 1..40 {
            let asked = command(SCHOOL, no, any_action(&twin, &mut random));
            let decision = decided(&twin, &asked).unwrap();
            let outcome = run(&store, asked).unwrap();
            match decision {
                Some(decision) => {
                    assert_eq!(outcome, Outcome::Done(answer(&decision)));
                    twin.apply(decision.changes, decision.head);
                }
                None => assert_eq!(outcome, Outcome::Refused),
            }
        }
        let snapshot = store.snapshot().unwrap();
        let view = snapshot.school(SCHOOL).unwrap();
        assert_eq!(view.head(), twin.head());
        assert_eq!(rows(&view), rows(&twin));
        contract(&view);
        contract(&twin);
    }

    #[test]
    fn replay_equals_rows_and_rebuilding_changes_nothing(seed: u64) {
        let (_disk, store) = fresh();
        live(&store, SCHOOL, seed, 40);
        assert_sound(&store);
        let before = rows(&store.snapshot().unwrap().school(SCHOOL).unwrap());
        store.rebuild_rows().unwrap();
        assert_eq!(rows(&store.snapshot().unwrap().school(SCHOOL).unwrap()), before);
        assert_sound(&store);
    }

    #[test]
    fn as_of_equals_what_was_recorded_by_then(seed: u64) {
        let (_disk, store) = fresh();
        let mut random = Random(seed);
        // What was known after each command, and when the journal says it was recorded.
        let mut known: Vec<(i64, Vec<Row>)> = Vec::new();
        let mut clocks = Vec::new();
        for no in 1..40 {
            let action = any_action(&replayed(&store, SCHOOL), &mut random);
            let mut asked = command(SCHOOL, no, action);
            // A clock that stands, runs and is set back.
            asked.recorded = 1_693_526_400_000 + 1000 * random.below(20) as i64;
            clocks.push(asked.recorded);
            run(&store, asked).unwrap();
            let snapshot = store.snapshot().unwrap();
            let view = snapshot.school(SCHOOL).unwrap();
            known.push((view.head().recorded, rows(&view)));
        }
        assert!(known.is_sorted_by_key(|(recorded, _)| *recorded), "a journal's time never decreases");
        assert!(!clocks.is_sorted(), "the clock went back");
        let snapshot = store.snapshot().unwrap();
        for moment in clocks.iter().flat_map(|clock| [clock - 1, *clock, clock + 1]) {
            let then = known.iter().rfind(|(recorded, _)| *recorded <= moment);
            let then = then.map(|(_, rows)| rows.clone()).unwrap_or_default();
            assert_eq!(rows(&snapshot.as_of(SCHOOL, moment).unwrap()), then);
        }
    }

    #[test]
    fn a_repeated_command_changes_nothing(seed: u64) {
        let (disk, store) = fresh();
        let mut random = Random(seed);
        let mut asked = Vec::new();
        for no in 1..20 {
            let action = any_action(&replayed(&store, SCHOOL), &mut random);
            let outcome = run(&store, command(SCHOOL, no, action.clone())).unwrap();
            asked.push((no, action, outcome));
        }
        let (head, writes) = (store.snapshot().unwrap().file_head().unwrap(), disk.counts().writes);
        for (no, action, outcome) in asked {
            if let Outcome::Done(answer) = outcome {
                // It is the id that makes it the same, whatever is asked under it.
                for action in [action, new_task(5000 + no)] {
                    let again = run(&store, command(SCHOOL, no, action)).unwrap();
                    assert_eq!(again, Outcome::Repeated(answer.clone()));
                }
            }
        }
        assert_eq!(store.snapshot().unwrap().file_head().unwrap(), head);
        assert_eq!(disk.counts().writes, writes, "nothing was written at all");
    }
}

#[test]
fn a_snapshot_does_not_see_later_commits() {
    let (_disk, store) = fresh();
    live(&store, SCHOOL, 1, 5);
    let snapshot = store.snapshot().unwrap();
    let before = snapshot.school(SCHOOL).unwrap().head();
    run(&store, command(SCHOOL, 100, new_task(9))).unwrap();
    assert_eq!(snapshot.school(SCHOOL).unwrap().head(), before);
    assert_eq!(store.snapshot().unwrap().school(SCHOOL).unwrap().head().seq, before.seq + 1);
}

/// A batch that would be right, to be spoiled.
fn next(store: &crate::store::Store, no: u64) -> Batch {
    let snapshot = store.snapshot().unwrap();
    let asked = command(SCHOOL, no, new_task(no));
    let decision = decided(&snapshot.school(SCHOOL).unwrap(), &asked).unwrap().unwrap();
    Batch::of(&asked, decision, b"answer".to_vec())
}

#[track_caller]
fn conflict(spoil: impl FnOnce(&mut Batch), expected: Conflict) {
    let (_disk, store) = fresh();
    live(&store, SCHOOL, 1, 3);
    let before = store.snapshot().unwrap().file_head().unwrap();
    let mut batch = next(&store, 50);
    spoil(&mut batch);
    let said = store.write(|tx| tx.append(&batch));
    assert_eq!(said, Err(StoreError::Conflict(expected)));
    assert_eq!(store.snapshot().unwrap().file_head().unwrap(), before);
    assert_sound(&store);
}

#[test]
fn a_batch_that_does_not_continue_the_journal_is_refused() {
    let seq = {
        let (_disk, store) = fresh();
        live(&store, SCHOOL, 1, 3);
        next(&store, 50).events[0].seq
    };
    let moved = Conflict::Moved { school: SCHOOL, given: seq - 1, wanted: seq };
    conflict(|batch| batch.events[0].seq -= 1, moved);
    conflict(|batch| batch.events[0].prev.0[0] ^= 1, Conflict::Chain { school: SCHOOL, seq });
    conflict(|batch| batch.events[0].recorded = 0, Conflict::Chain { school: SCHOOL, seq });
    conflict(|batch| batch.events[0].school = SchoolId(8), Conflict::Foreign { seq });
    conflict(|batch| batch.command.0[0] ^= 1, Conflict::Foreign { seq });
    let blob = (vekha_core::digest::Digest::default(), b"content".to_vec());
    conflict(|batch| batch.blobs.push(blob), Conflict::WrongDigest);
}

#[test]
fn work_that_fails_writes_nothing() {
    let (disk, store) = fresh();
    live(&store, SCHOOL, 1, 3);
    let (before, writes) = (store.snapshot().unwrap().file_head().unwrap(), disk.counts());
    let batch = next(&store, 50);
    let said: Result<(), StoreError> = store.write(|tx| {
        tx.append(&batch)?;
        Err(StoreError::Io("changed my mind".into()))
    });
    assert!(said.is_err());
    assert_eq!(store.snapshot().unwrap().file_head().unwrap(), before);
    assert_eq!(disk.counts().syncs, writes.syncs);
    assert_sound(&store);
}

#[test]
fn one_transaction_may_hold_many_commands() {
    let (_disk, store) = fresh();
    live(&store, SCHOOL, 3, 2);
    store
        .write(|tx| {
            for no in 100..150 {
                let action = if no < 140 { new_task(no) } else { done(no as u32 - 139) };
                let asked = command(SCHOOL, no, action);
                let decision = decided(&tx.school(SCHOOL)?, &asked)?.unwrap();
                tx.append(&Batch::of(&asked, decision, Vec::new()))?;
            }
            Ok::<_, StoreError>(())
        })
        .unwrap();
    assert_sound(&store);
    let snapshot = store.snapshot().unwrap();
    assert_eq!(snapshot.school(SCHOOL).unwrap().head().seq, 62);
    assert_eq!(snapshot.file_head().unwrap().unwrap().0, 3, "one link for a commit of one school");
}

#[test]
fn the_outbox_holds_what_is_to_be_delivered_until_it_is() {
    let (_disk, store) = fresh();
    live(&store, SCHOOL, 1, 3);
    let mut batch = next(&store, 50);
    batch.outbox = vec![b"first".to_vec(), b"second".to_vec()];
    store.write(|tx| tx.append(&batch)).unwrap();
    let items = store.snapshot().unwrap().outbox(10).unwrap();
    let contents: Vec<_> = items.iter().map(|item| item.content.as_slice()).collect();
    assert_eq!(contents, [b"first".as_slice(), b"second"]);
    assert_eq!(items[0].seq, batch.events[0].seq);
    assert_eq!(store.write(|tx| tx.delivered(&items[0])), Ok(true));
    assert_eq!(store.write(|tx| tx.delivered(&items[0])), Ok(false));
    assert_eq!(store.snapshot().unwrap().outbox(10).unwrap(), items[1..]);
}

#[test]
fn a_blob_is_found_by_its_digest() {
    let (_disk, store) = fresh();
    live(&store, SCHOOL, 1, 3);
    let content = "дорожная карта".repeat(1000).into_bytes();
    let digest = vekha_core::digest::Digest::of_bytes(&content);
    let mut batch = next(&store, 50);
    batch.blobs = vec![(digest, content.clone())];
    store.write(|tx| tx.append(&batch)).unwrap();
    let snapshot = store.snapshot().unwrap();
    assert_eq!(snapshot.blob(digest).unwrap(), Some(content));
    assert_eq!(snapshot.blob(vekha_core::digest::Digest::default()).unwrap(), None);
}

#[test]
fn due_days_are_found_across_schools() {
    let (_disk, store) = fresh();
    for school in [SchoolId(2), SchoolId(1)] {
        live(&store, school, 1, 2);
        for offset in [30, 10, 20] {
            run(&store, command(school, 100 + offset, new_task(offset))).unwrap();
        }
    }
    let snapshot = store.snapshot().unwrap();
    let days = super::desk::day("2023-09-01")..=super::desk::day("2023-09-21");
    let found = snapshot.due(days, 3).unwrap();
    let found: Vec<_> = found.iter().map(|due| (due.date.to_string(), due.school.0)).collect();
    let expected = [("2023-09-11", 1), ("2023-09-11", 2), ("2023-09-21", 1)];
    assert_eq!(found, expected.map(|(day, school)| (day.to_owned(), school)));
}

/// A batch from elsewhere has its digests computed anew: a chain that is broken inside it is found.
#[test]
fn a_batch_whose_digests_nobody_vouches_for_is_chained_anew() {
    let (_disk, store) = fresh();
    live(&store, SCHOOL, 1, 3);
    let asked = command(SCHOOL, 50, vekha_core::command::Action::Many(vec![new_task(50), new_task(51)]));
    let decision = decided(&store.snapshot().unwrap().school(SCHOOL).unwrap(), &asked).unwrap().unwrap();
    let mut batch = Batch { head: None, ..Batch::of(&asked, decision, b"answer".to_vec()) };
    let seq = batch.events[1].seq;
    batch.events[1].prev.0[0] ^= 1;
    let said = store.write(|tx| tx.append(&batch));
    assert_eq!(said, Err(StoreError::Conflict(Conflict::Chain { school: SCHOOL, seq })));
    batch.events[1].prev = batch.events[0].hash();
    store.write(|tx| tx.append(&batch)).unwrap();
    assert_sound(&store);
}

/// What `App` does: looks, decides over what it saw, and writes that; decides again when the journal went on.
struct Writer {
    todo: Vec<vekha_core::command::Command>,
    decided: Option<Batch>,
}

impl Writer {
    fn of(numbers: std::ops::Range<u64>) -> Self {
        let todo = numbers.rev().map(|no| command(SCHOOL, no, new_task(no))).collect();
        Self { todo, decided: None }
    }

    fn step(&mut self, store: &crate::store::Store) -> bool {
        let Some(asked) = self.todo.last() else { return false };
        match self.decided.take() {
            None => {
                let snapshot = store.snapshot().unwrap();
                let decision = decided(&snapshot.school(SCHOOL).unwrap(), asked).unwrap().unwrap();
                self.decided = Some(Batch::of(asked, decision, b"answer".to_vec()));
            }
            Some(batch) => {
                let seen = batch.events[0].seq - 1;
                let said = store.commit(move |tx| {
                    let moved = tx.head(SCHOOL)?.seq != seen;
                    Ok::<_, StoreError>(Decided { batch: (!moved).then_some(batch), value: moved })
                });
                if !said.unwrap() {
                    self.todo.pop();
                }
            }
        }
        true
    }
}

#[test]
fn two_writers_in_every_interleaving_lose_nothing() {
    const STEPS: u32 = 8;
    for order in 0..1_u32 << STEPS {
        let (_disk, store) = fresh();
        live(&store, SCHOOL, 1, 2);
        let mut writers = [Writer::of(10..12), Writer::of(20..22)];
        for turn in (0..STEPS).map(|step| order >> step & 1) {
            writers[turn as usize].step(&store);
        }
        while writers.iter_mut().any(|writer| writer.step(&store)) {}
        let snapshot = store.snapshot().unwrap();
        assert_eq!(snapshot.school(SCHOOL).unwrap().head().seq, 6, "order {order:b}");
        let tasks = snapshot.school(SCHOOL).unwrap().tasks().unwrap();
        let numbers: std::collections::BTreeSet<_> = tasks.iter().map(|task| &*task.wording.number).collect();
        assert_eq!(numbers, ["1.10", "1.11", "1.20", "1.21"].into(), "order {order:b}");
        for no in [10, 11, 20, 21] {
            let id = command(SCHOOL, no, new_task(no)).id;
            assert_eq!(snapshot.answer(SCHOOL, id).unwrap().unwrap(), b"answer");
        }
        drop(snapshot);
        assert_sound(&store);
    }
}

/// A value above the limit is refused; whoever goes on after that commits nothing of the batch.
#[test]
fn a_batch_that_was_begun_and_not_ended_is_not_committed() {
    let (_disk, store) = fresh();
    live(&store, SCHOOL, 1, 3);
    let before = store.snapshot().unwrap().file_head().unwrap();
    let mut batch = next(&store, 50);
    let key = VaultKey { owner: Subject::School, version: 9 };
    let content = Content::Text("a".repeat(crate::store::codec::LIMIT + 1));
    batch.vault.push(VaultPut { key, salt: [0; 32], content });
    let said: Result<(), StoreError> = store.write(|tx| {
        assert!(matches!(tx.append(&batch), Err(StoreError::TooLarge(_))));
        Ok(())
    });
    assert!(said.is_err());
    assert_eq!(store.snapshot().unwrap().file_head().unwrap(), before);
    assert_sound(&store);
}
