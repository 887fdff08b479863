//! Every direct dependency has its reason on record, and no record outlives its dependency.

use std::collections::BTreeSet;
use std::path::Path;

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The dependencies that the manifests of the workspace name.
fn named() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for manifest in ["Cargo.toml", "core/Cargo.toml", "benches/Cargo.toml"] {
        let table: toml::Table = read(manifest).parse().unwrap();
        for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
            names.extend(
                table
                    .get(section)
                    .and_then(toml::Value::as_table)
                    .into_iter()
                    .flat_map(|own| own.keys().cloned()),
            );
        }
    }
    names
}

/// The first cells of the tables, and whether the second says something.
fn recorded() -> Vec<(String, bool)> {
    let text = read("docs/dependencies.md");
    let rows =
        text.lines().filter_map(|line| line.strip_prefix("| `")).filter_map(|row| row.split_once("` |"));
    rows.map(|(name, reason)| (name.to_owned(), reason.trim().len() > 10)).collect()
}

#[test]
fn each_direct_dependency_has_its_reason() {
    let (named, recorded) = (named(), recorded());
    let known: BTreeSet<String> = recorded.iter().map(|(name, _)| name.clone()).collect();
    let missing: Vec<_> = named.difference(&known).collect();
    assert!(missing.is_empty(), "no reason in docs/dependencies.md: {missing:?}");
    let idle: Vec<_> = known.difference(&named).collect();
    assert!(idle.is_empty(), "docs/dependencies.md speaks of what no manifest names: {idle:?}");
    assert_eq!(known.len(), recorded.len(), "a dependency stands there twice");
    assert!(recorded.iter().all(|(_, says)| *says), "a reason says nothing");
}

#[test]
fn each_advisory_that_is_let_be_has_its_reason() {
    let table: toml::Table = read("deny.toml").parse().unwrap();
    let ignored = table["advisories"]["ignore"].as_array().unwrap();
    let told = read("docs/dependencies.md");
    for advisory in ignored {
        let (id, reason) = (advisory["id"].as_str().unwrap(), advisory["reason"].as_str().unwrap());
        assert!(reason.len() > 20 && told.contains(id), "{id}");
    }
    assert!(!ignored.is_empty());
}
