use std::vec;

use super::*;
use crate::digest::Digest;
use crate::facts::Value;
use crate::ids::{PairId, PartyId, ProgrammeId, Subject, TaskId};
use crate::state::{Key, Kind};

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().expect("a date of the test")
}

fn named(name: &str, value: f64, band: &str) -> Named {
    Named {
        name: name.into(),
        value: Quantity::Number(value),
        band: Some(band.into()),
        parts: [("проведено".into(), Value::Int(7))].into(),
        until: None,
    }
}

fn workings(pair: u32, values: alloc::vec::Vec<Named>) -> Workings {
    Workings { subject: Subject::Pair(PairId(pair)), input: Digest([1; 32]), look: None, values }
}

fn evaluation(on: &str, restates: Option<u64>, band: &str) -> Evaluation {
    let values = vec![named("встречи", 70.0, band), named("план", 50.0, band)];
    let all = [workings(1, values), workings(2, vec![named("встречи", 10.0, "плохо")])];
    Evaluation::pack(day(on), Digest([2; 32]), Digest([3; 32]), restates, all)
}

#[test]
fn what_was_packed_comes_out_as_it_was() {
    let packed = evaluation("2024-03-20", None, "хорошо");
    let shown = packed.of(Subject::Pair(PairId(1))).expect("a pair");
    assert_eq!(shown.values, [named("встречи", 70.0, "хорошо"), named("план", 50.0, "хорошо")]);
    assert_eq!(packed.of(Subject::Pair(PairId(9))), None);
    let words = ["встречи", "хорошо", "проведено", "план", "плохо"];
    assert_eq!(packed.words, words, "each word once");
}

#[test]
fn a_restatement_of_an_earlier_day_leaves_the_last_values() {
    let first = evaluation("2024-03-20", None, "внимание");
    let mut row = Indicators {
        subject: Subject::Pair(PairId(1)),
        set: Digest::default(),
        input: Digest::default(),
        look: None,
        latest: vec![],
        trail: vec![],
    };
    let band = |row: &Indicators| row.latest("встречи").and_then(|latest| latest.band.clone());
    row.take(5, &first, &first.subjects[0]);
    let second = evaluation("2024-03-21", None, "хорошо");
    row.take(6, &second, &second.subjects[0]);
    let late = evaluation("2024-03-20", Some(5), "плохо");
    row.take(7, &late, &late.subjects[0]);
    assert_eq!(band(&row).as_deref(), Some("хорошо"));
    let same_day = evaluation("2024-03-21", Some(6), "плохо");
    row.take(8, &same_day, &same_day.subjects[0]);
    assert_eq!(band(&row).as_deref(), Some("плохо"), "the last day itself is restated");
    assert_eq!(row.trail.iter().map(|mark| mark.seq).collect::<vec::Vec<_>>(), [5, 6, 7, 8]);
    assert_eq!(row.last().map(|mark| mark.seq), Some(6));
}

#[test]
fn subjects_have_keys_of_their_own() {
    let subjects = [
        Subject::School,
        Subject::Occurrence(TaskId(1), 1),
        Subject::Occurrence(TaskId(1), 2),
        Subject::Programme(ProgrammeId(1)),
        Subject::Party(PartyId(1)),
        Subject::Pair(PairId(1)),
    ];
    let keys: alloc::collections::BTreeSet<_> =
        subjects.iter().filter_map(|subject| key_of(Kind::Told, *subject)).collect();
    assert_eq!(keys.len(), subjects.len());
    let back: vec::Vec<_> = keys.iter().filter_map(|key| subject_of(*key)).collect();
    assert!(subjects.iter().all(|subject| back.contains(subject)), "{back:?}");
    assert_eq!(key_of(Kind::Told, Subject::Task(TaskId(1))), None);
}

#[test]
fn a_value_is_found_by_the_place_it_was_given() {
    let mut tabling = Tabling::new(day("2024-03-20"), Digest::default(), Digest::default(), None);
    let first = tabling.figure(named("встречи", 70.0, "хорошо")).expect("few words");
    let second = tabling.figure(named("план", 50.0, "внимание")).expect("few words");
    assert_eq!(tabling.figure(named("встречи", 70.0, "хорошо")), Some(first), "the same value once");
    assert_eq!(tabling.band(first), Some(("встречи", Some("хорошо"))));
    assert_eq!(tabling.band(second), Some(("план", Some("внимание"))));
    assert_eq!(tabling.band(second + 1), None);
}

#[test]
fn a_word_has_one_place_for_good() {
    let mut lexicon = Lexicon::default();
    let words = ["встречи", "план", "встречи", "хорошо", "план"];
    assert_eq!(words.map(|word| lexicon.place(word)), [0, 1, 0, 2, 1].map(Some));
    assert_eq!([0, 1, 2, 3].map(|place| lexicon.word(place)), ["встречи", "план", "хорошо", ""]);
}

#[test]
fn every_value_is_found_again_however_many_stand_before_it() {
    let mut tabling = Tabling::new(day("2024-03-20"), Digest::default(), Digest::default(), None);
    let places: vec::Vec<u32> = (0..200)
        .map(|no| tabling.figure(named("встречи", f64::from(no), "хорошо")).expect("few words"))
        .collect();
    assert_eq!(places, (0..200).collect::<vec::Vec<_>>());
    // One that stands among the last few is the same, an older one may stand twice.
    assert_eq!(tabling.figure(named("встречи", 150.0, "хорошо")), Some(150));
    assert_eq!(tabling.figure(named("встречи", 3.0, "хорошо")), Some(200));
    let tabled = tabling.done();
    let value = |place| tabled.figure(place).map(|figure| figure.value.clone());
    assert_eq!((value(150), value(200)), (Some(Quantity::Number(150.0)), Some(Quantity::Number(3.0))));
}

#[test]
fn a_key_that_no_subject_has_leads_to_none() {
    let key = |id, sub| Key::within(Kind::Told, id, sub);
    for (key, subject) in [
        (key(0, 0), Some(Subject::School)),
        (key(1, 0), None),
        (key(1, 5), None),
        (key(1, 1 << 16 | 7), Some(Subject::Occurrence(TaskId(1), 7))),
        (key(1, 2 << 16), Some(Subject::Programme(ProgrammeId(1)))),
        (key(1, 2 << 16 | 1), None),
        (key(1, 5 << 16), None),
    ] {
        assert_eq!(subject_of(key), subject, "{key:?}");
    }
}
