//! Workflow definitions: every problem has a place and words, every machine can be drawn, published and moved to.

use std::path::PathBuf;
use std::sync::LazyLock;

use vekha::workflows::{Checked, SHIPPED, as_json, excerpt};
use vekha_core::workflow::migrate;
use vekha_core::workflow::{Machine, Severity, Vocabulary, parse_set};

use crate::{LANGS, said};

static OURS: LazyLock<Vec<Machine>> = LazyLock::new(|| {
    let files: Vec<&str> = SHIPPED.iter().map(|(_, text)| *text).collect();
    parse_set(&files, &Vocabulary::default())
        .into_iter()
        .map(|(machine, _)| machine.expect("ships"))
        .collect()
});

/// The file alone, and after what a home may add to the vocabulary.
pub fn fuzz(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let _ = Vocabulary::default().extend(text);
    let mut answers = parse_set(&[text], &Vocabulary::default());
    let (machine, diagnostics) = answers.remove(0);
    let faulty = diagnostics.iter().any(|found| found.severity == Severity::Error);
    assert_eq!(machine.is_none(), faulty, "a machine comes out only where no problem is an error");
    let path = PathBuf::from("workflows/a.toml");
    let checked = Checked { path, source: text.to_owned(), machine: None, diagnostics };
    for found in &checked.diagnostics {
        assert!(text.get(found.span.clone()).is_some(), "{found:?}");
        for lang in LANGS {
            said(&excerpt(&checked, found, lang, false));
            let _ = as_json(&checked, found, lang);
        }
    }
    if let Some(machine) = machine {
        shown(&machine, text);
    }
}

fn shown(machine: &Machine, text: &str) {
    let again = parse_set(&[text], &Vocabulary::default()).remove(0).0.expect("it was read before");
    assert_eq!(again.hash, machine.hash);
    for russian in [true, false] {
        let svg = machine.to_svg(russian);
        assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"));
        said(&machine.to_mermaid(russian));
    }
    let still = migrate::plan(machine, machine, &Default::default());
    assert!(machine.stages.iter().all(|stage| still.moves(&stage.id)), "to itself everything moves");
    for ours in OURS.iter() {
        let there = migrate::plan(ours, machine, &Default::default());
        assert_eq!(there.mappings.len(), ours.stages.len());
        assert!(ours.kind == machine.kind || there.mappings.iter().all(|one| !there.moves(&one.stage)));
        let _ = migrate::plan(machine, ours, &Default::default());
    }
}
