//! Roadmaps of every carrier, and files that are no roadmaps.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use vekha::draft::draft_json;
use vekha::import::{self, Options};
use vekha::lang::Lang;
use vekha_core::roadmap;
use vekha_core::schedule::Calendar;

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The draft of a file as JSON in Russian.
fn drafted(name: &str) -> Value {
    let reading =
        import::read(&data(name), &Options::default()).unwrap_or_else(|e| panic!("{}", e.say(Lang::En)));
    let draft = roadmap::draft(&reading.document, None, &Calendar::default())
        .unwrap_or_else(|why| panic!("{name}: {why:?}"));
    draft_json(&draft, Lang::Ru)
}

/// Compares with the golden file; `VEKHA_BLESS=1` writes it anew, for a person to read the difference.
fn golden(name: &str, actual: &Value) {
    let path = data(name);
    if std::env::var_os("VEKHA_BLESS").is_some() {
        std::fs::write(&path, format!("{}\n", serde_json::to_string_pretty(actual).unwrap())).unwrap();
    }
    let expected: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    assert_eq!(actual, &expected, "{name}");
}

const SEED: [&str; 16] = [
    "examples/school-158/roadmap-158.txt",
    "examples/school-158/roadmap-158.docx",
    "examples/school-158/roadmap-158.odt",
    "examples/school-158/roadmap-158.html",
    "examples/school-158/roadmap-158.xlsx",
    "examples/school-158/roadmap-158.csv",
    "tests/data/roadmaps/seed/roadmap.md",
    "tests/data/roadmaps/seed/roadmap.ods",
    "tests/data/roadmaps/seed/roadmap.tsv",
    "tests/data/roadmaps/seed/roadmap-cp1251.csv",
    "tests/data/roadmaps/seed/roadmap-comma-utf16.csv",
    "tests/data/roadmaps/seed/bars-row-a-line.txt",
    "tests/data/roadmaps/seed/bars-drawn.txt",
    "tests/data/roadmaps/seed/bars-cell-a-line.txt",
    "tests/data/roadmaps/seed/bars-cell-a-line-solid.txt",
    "tests/data/roadmaps/seed/bars-cell-a-line-merged.txt",
];

/// How a phrase is understood is judged by the tests of deadlines; here only the phrase counts.
fn without_deadlines(mut table: Value) -> Value {
    for task in table[2].as_array_mut().expect("tasks") {
        task["deadline"] = task["deadline"]["phrase"].take();
    }
    table
}

#[test]
fn every_carrier_of_the_seed_gives_the_same_tasks_sections_and_groups() {
    let table = |draft: &Value| json!([draft["sections"], draft["groups"], draft["tasks"]]);
    golden("tests/data/roadmaps/seed/draft.json", &without_deadlines(table(&drafted(SEED[0]))));
    let first = table(&drafted(SEED[0]));
    assert_eq!(first[0].as_array().unwrap().len(), 6);
    assert_eq!(first[1].as_array().unwrap().len(), 2);
    assert_eq!(first[2].as_array().unwrap().len(), 32);
    for carrier in SEED {
        assert_eq!(table(&drafted(carrier)), first, "{carrier}");
    }
}
