//! Bases of mentors and mentees, logs of meetings: any table of people of any carrier.

use std::sync::LazyLock;

use chrono::NaiveDate;
use vekha::app::WorkingSet;
use vekha::app::work::sheet::{Field, lines};
use vekha::import::say_place;
use vekha_core::ids::PartyId;
use vekha_core::people::difference::{Entry, KnownPerson, plan};
use vekha_core::people::sheet::{self, Setting};
use vekha_core::people::{Forms, Side};
use vekha_core::vault::Profile;

use crate::{LANGS, carrier, said};

static FORMS: LazyLock<Forms> =
    LazyLock::new(|| WorkingSet::of_defaults().and_then(|set| set.rules()).expect("what ships").forms);

const FIELDS: [Field; 3] = [
    Field { name: "date", stems: &["дата", "date"] },
    Field { name: "mentor", stems: &["наставник", "mentor", "фио"] },
    Field { name: "note", stems: &["содержание", "тема", "note"] },
];

/// Reads people, holds them against somebody known, and against themselves.
pub fn fuzz(data: &[u8]) {
    let Some(reading) = carrier::read(data) else { return };
    let today = NaiveDate::from_ymd_opt(2023, 9, 1).expect("a day");
    let _ = lines(&reading.document, &FIELDS, &["date"]);
    for (side, form) in [(None, None), (Some(Side::Mentor), Some("teacher-teacher"))] {
        let setting = Setting { side, form, forms: &FORMS, today };
        let Some(mut found) = sheet::read(&reading.document, &setting) else { continue };
        for finding in &found.findings {
            LANGS.iter().for_each(|lang| said(&say_place(&finding.place, *lang)));
        }
        found.resolve(&|name| (name.len() % 2 == 0).then_some(PartyId(1)));
        let new = plan(&found, &[], "teacher-teacher", &mut |_, _| true);
        assert!(new.iter().all(|entry| !entry.places.is_empty()));
        let actions = new.iter().filter_map(Entry::action).count();
        assert!(found.lines.is_empty() || actions > 0, "somebody is new");
        // Who was read is known the next time.
        let known: Vec<KnownPerson> = (1_u32..)
            .zip(&new)
            .map(|(id, entry)| KnownPerson {
                id: PartyId(id),
                profile: Profile { spellings: Vec::new(), ..entry.profile.clone() },
                parts: Vec::new(),
            })
            .collect();
        let _ = plan(&found, &known, "teacher-teacher", &mut |_, _| false);
    }
}
