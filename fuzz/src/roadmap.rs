//! Roadmaps of every carrier: the draft, its preview and its JSON in both languages, what would be stored.

use std::collections::BTreeSet;

use vekha::app::{Directory, plan_import};
use vekha::draft::{self, Preview, draft_json};
use vekha_core::digest::Digest;
use vekha_core::roadmap;
use vekha_core::schedule::{Calendar, PlanYear};

use crate::{LANGS, carrier, said};

/// Reads a roadmap and everything that is made of it before it is stored.
pub fn fuzz(data: &[u8]) {
    let Some(reading) = carrier::read(data) else { return };
    let calendar = Calendar::default();
    // With the year given, and as the document says it.
    for plan in [Some(PlanYear::of(2023)), None] {
        let found = match roadmap::draft(&reading.document, plan, &calendar) {
            Ok(found) => found,
            Err(why) => {
                LANGS.iter().for_each(|lang| said(&draft::no_roadmap(&why, *lang)));
                continue;
            }
        };
        let numbers: BTreeSet<&str> = found.tasks.iter().map(|task| task.number.as_str()).collect();
        assert_eq!(numbers.len(), found.tasks.len(), "numbers are unique in a draft");
        for lang in LANGS {
            found.findings.iter().for_each(|finding| said(&draft::sentence(finding, &found, lang)));
            let _ = Preview::of(&found, lang);
            let _ = draft_json(&found, lang);
        }
        let import =
            plan_import(&found, Digest::default(), &Directory::default(), &|cluster| cluster.certain);
        assert_eq!(import.tasks.len(), found.tasks.len());
    }
}
