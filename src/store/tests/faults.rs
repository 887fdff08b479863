//! Whatever else goes wrong: a full disk, missing rights, errors, damage, a newer format.

use std::io::ErrorKind;

use vekha_core::ids::SchoolId;

use super::desk::{Outcome, assert_sound, command, fresh, live, new_task, run};
use crate::store::sim::{Disk, Fault, Random};
use crate::store::{FORMAT, META_EVOLVE, META_FORMAT, Options, Store, StoreError, begin, set_meta, tables};
use vekha_core::state::EVOLVE_VERSION;

const SCHOOL: SchoolId = SchoolId(1);

fn lived() -> Disk {
    let (disk, store) = fresh();
    live(&store, SCHOOL, 11, 30);
    store.close().unwrap();
    Disk::holding(disk.bytes())
}

fn open(disk: &Disk) -> Result<Store, StoreError> {
    Store::open_on(disk.clone(), &Options::default())
}

#[test]
fn a_full_disk_is_said_and_loses_nothing() {
    let disk = lived();
    let size = disk.bytes().len() as u64;
    let disk = disk.with(Fault::Capacity(size));
    let store = open(&disk).unwrap();
    let mut told = 0;
    let error = loop {
        match run(&store, command(SCHOOL, 1000 + told, new_task(1000 + told))) {
            Ok(Outcome::Done(_)) => told += 1,
            Ok(other) => panic!("{other:?}"),
            Err(error) => break error,
        }
        assert!(told < 20_000, "the disk never gets full");
    };
    assert_eq!(error, StoreError::Full);
    drop(store);
    let store = open(&Disk::holding(disk.bytes())).unwrap();
    assert_sound(&store);
    for no in 0..told {
        let id = command(SCHOOL, 1000 + no, new_task(0)).id;
        assert!(store.snapshot().unwrap().answer(SCHOOL, id).unwrap().is_some());
    }
    assert!(matches!(run(&store, command(SCHOOL, 1000 + told, new_task(1000 + told))), Ok(Outcome::Done(_))));
}

#[test]
fn a_disk_that_may_not_be_written_is_said_so() {
    let disk = lived().with(Fault::ReadOnly);
    assert_eq!(open(&disk).unwrap_err(), StoreError::NoRights(None));
    assert_eq!(disk.counts().writes, 1);
}

#[test]
fn an_error_of_any_operation_is_an_error_and_loses_nothing() {
    let before = lived();
    let life = |disk: &Disk| -> Result<(), StoreError> {
        let store = open(disk)?;
        for no in 0..3 {
            run(&store, command(SCHOOL, 500 + no, new_task(no)))?;
        }
        store.close()
    };
    let whole = before.clone().with(Fault::Capacity(u64::MAX));
    life(&Disk::holding(whole.bytes())).unwrap();
    let mut failed = 0;
    for at in 1.. {
        let disk = Disk::holding(before.bytes()).with(Fault::Fails(at, ErrorKind::Other));
        let result = life(&disk);
        failed += u32::from(result.is_err());
        if let Err(error) = &result {
            assert!(matches!(error, StoreError::Io(_)), "operation {at}: {error:?}");
        }
        let store = open(&Disk::holding(disk.bytes())).unwrap();
        assert_sound(&store);
        if at > disk.counts().writes + disk.counts().syncs {
            assert_eq!(result, Ok(()));
            break;
        }
    }
    assert!(failed > 20, "{failed}");
}

#[test]
fn a_read_that_fails_is_an_error() {
    let before = lived();
    let mut failed = 0;
    for at in 1..40 {
        let disk = Disk::holding(before.bytes()).with(Fault::ReadFails(at));
        let result = open(&disk).and_then(|store| {
            let snapshot = store.snapshot()?;
            let verified = snapshot.verify(&[])?;
            assert_eq!(verified.problems, []);
            Ok(())
        });
        match result {
            Ok(()) => {}
            Err(StoreError::Io(_)) => failed += 1,
            Err(other) => panic!("read {at}: {other:?}"),
        }
    }
    assert!(failed > 5, "{failed}");
}

#[test]
fn a_truncated_file_is_damaged_and_not_a_panic() {
    let bytes = lived().bytes();
    for keep in [1, 100, 511, 4096, 8192, bytes.len() / 2, bytes.len() - 4096, bytes.len() - 1] {
        let disk = Disk::holding(bytes[..keep].to_vec());
        let said = open(&disk).and_then(|store| Ok(store.snapshot()?.verify(&[])?.problems));
        match said {
            Err(StoreError::Damaged(_)) => {}
            Ok(problems) if !problems.is_empty() => {}
            other => panic!("{keep} bytes of {}: {other:?}", bytes.len()),
        }
    }
}

#[test]
fn a_file_of_something_else_is_not_a_store() {
    for bytes in [b"".to_vec(), b"PK\x03\x04 a document".to_vec(), vec![0; 100_000]] {
        let disk = Disk::holding(bytes);
        assert!(matches!(open(&disk), Err(StoreError::Damaged(_))));
    }
    let other = Disk::new();
    drop(redb::Database::builder().create_with_backend(other.clone()).unwrap());
    assert!(matches!(open(&other), Err(StoreError::Damaged(_))), "a redb file without our tables");
}

#[test]
fn a_newer_format_is_left_alone() {
    for (key, what, known) in [(META_FORMAT, "the file", FORMAT), (META_EVOLVE, "evolve", EVOLVE_VERSION)] {
        let disk = lived();
        let store = open(&disk).unwrap();
        let txn = begin(store.database().unwrap()).unwrap();
        set_meta(&mut tables::WriteTables::of(&txn), key, 99).unwrap();
        txn.commit().unwrap();
        store.close().unwrap();
        let said = open(&Disk::holding(disk.bytes())).unwrap_err();
        assert_eq!(said, StoreError::Newer { what: what.into(), found: 99, known });
    }
}

#[test]
fn rows_of_an_older_evolve_are_rebuilt_when_the_store_opens() {
    let disk = lived();
    let store = open(&disk).unwrap();
    let txn = begin(store.database().unwrap()).unwrap();
    {
        let mut tables = tables::WriteTables::of(&txn);
        set_meta(&mut tables, META_EVOLVE, 0).unwrap();
        tables.rows.write().unwrap().retain(|_, _| false).unwrap();
    }
    txn.commit().unwrap();
    store.close().unwrap();
    assert_sound(&open(&disk).unwrap());
}

/// Every flipped bit changes no answer or is reported: by the read, or by what `doctor` does.
#[test]
fn a_flipped_bit_changes_no_answer_unseen() {
    let bytes = lived().bytes();
    let answers = |disk: &Disk| -> Result<String, StoreError> {
        let store = open(disk)?;
        let snapshot = store.snapshot()?;
        let view = snapshot.school(SCHOOL)?;
        let mut text = String::new();
        for kind in vekha_core::state::Kind::ALL {
            let rows = vekha_core::view::View::scan(&view, kind, None);
            text.push_str(&format!("{:?}", rows.map_err(|error| StoreError::Damaged(error.0))?));
        }
        for event in snapshot.events(SCHOOL, 1)? {
            text.push_str(&event?.line());
        }
        let due = snapshot.due(chrono::NaiveDate::MIN..=chrono::NaiveDate::MAX, usize::MAX)?;
        Ok(format!("{text}{due:?}"))
    };
    let right = answers(&Disk::holding(bytes.clone())).unwrap();
    let (mut same, mut read, mut looked) = (0, 0, 0);
    let mut random = Random(5);
    std::panic::set_hook(Box::new(|_| {}));
    for _ in 0..400 {
        let mut bytes = bytes.clone();
        let at = random.below(bytes.len() as u64) as usize;
        bytes[at] ^= 1 << random.below(8);
        match answers(&Disk::holding(bytes.clone())) {
            Ok(answer) if answer == right => same += 1,
            Err(_) => read += 1,
            Ok(_) => {
                looked += 1;
                let report = super::super::doctor::look_at(Disk::holding(bytes), &[], &Options::default());
                assert!(!report.problems.is_empty(), "byte {at}");
            }
        }
    }
    drop(std::panic::take_hook());
    println!("same answer {same}, told by the read {read}, found by doctor {looked}");
    assert!(same > 0 && read > 0);
}
