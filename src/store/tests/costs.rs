//! What a command may cost: syncs, and reads of what it does not need.

use chrono::NaiveDate;
use vekha_core::command::Action;
use vekha_core::ids::SchoolId;

use super::desk::{Outcome, assert_sound, command, day, fresh, live, new_task, run};
use crate::store::sim::Random;
use crate::store::{Options, Store};

const SCHOOL: SchoolId = SchoolId(1);

#[test]
fn a_writing_command_costs_seven_syncs_at_most_also_when_the_file_grows() {
    let (disk, store) = fresh();
    live(&store, SCHOOL, 1, 3);
    store.close().unwrap();
    let (mut grown, mut most) = (0, 0);
    for no in 100..220 {
        let before = (disk.counts().syncs, disk.bytes().len());
        let store = Store::open_on(disk.clone(), &Options::default()).unwrap();
        let task = new_task(no);
        assert!(matches!(run(&store, command(SCHOOL, no, task)).unwrap(), Outcome::Done(_)));
        let counted = store.syncs();
        store.close().unwrap();
        let syncs = disk.counts().syncs - before.0;
        assert!(syncs <= 7, "command {no}: {syncs} syncs, {} bytes before", before.1);
        assert!(counted <= syncs && counted >= 3, "counted {counted} of {syncs}");
        grown += u32::from(disk.bytes().len() > before.1);
        most = most.max(syncs);
    }
    assert!(grown > 20, "the file grew {grown} times");
    println!("at most {most} syncs; the file grew {grown} times");
    assert_sound(&Store::open_on(disk, &Options::default()).unwrap());
}

#[test]
fn a_large_import_grows_the_file_many_times_and_syncs_no_more() {
    let (disk, store) = fresh();
    live(&store, SCHOOL, 1, 3);
    let before = (disk.counts().syncs, disk.bytes().len());
    let tasks = (1000..1600).map(new_task).collect();
    run(&store, command(SCHOOL, 10, Action::Many(tasks))).unwrap();
    assert!(disk.bytes().len() > 4 * before.1);
    assert_eq!(disk.counts().syncs - before.0, 2);
}

#[test]
fn what_one_school_wants_is_found_among_many() {
    let (_disk, store) = fresh();
    for school in 1..=5 {
        live(&store, SchoolId(school), u64::from(school), 40);
    }
    let snapshot = store.snapshot().unwrap();
    let mut random = Random(3);
    for school in 0..=6 {
        let school = SchoolId(school);
        for _ in 0..20 {
            let from = day("2023-08-01") + chrono::Days::new(random.below(400));
            let to = from + chrono::Days::new(random.below(200));
            for days in [from..=to, from..=from, to..=from, NaiveDate::MIN..=NaiveDate::MAX] {
                let all = snapshot.due(days.clone(), usize::MAX).unwrap();
                let wanted: Vec<_> = all.into_iter().filter(|due| due.school == school).collect();
                let found: Result<Vec<_>, _> = snapshot.due_of(school, days).unwrap().collect();
                assert_eq!(found.unwrap(), wanted);
            }
        }
    }
}
