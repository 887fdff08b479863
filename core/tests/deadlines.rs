//! Phrases from real plans against what they mean, a row each: phrase, kind, occurrences or rule, notes, anchor.

use std::collections::BTreeSet;

use vekha_core::schedule::{Calendar, Deadline, PlanYear, parse};

fn spans(deadline: &Deadline) -> String {
    deadline.occurrences.iter().map(ToString::to_string).collect::<Vec<_>>().join(";")
}

fn described(deadline: &Deadline) -> String {
    let rule = deadline.rule.map(|rule| rule.to_string());
    [rule.unwrap_or_default(), spans(deadline)].concat()
}

fn notes(text: &str) -> BTreeSet<String> {
    text.split([',', ' ', ';']).filter(|note| !note.is_empty()).map(str::to_owned).collect()
}

/// Checks every row of a table and reports all that differ.
fn check(table: &str, plan: PlanYear) -> usize {
    let mut wrong = Vec::new();
    let mut rows = 0;
    for (number, line) in table.lines().enumerate().skip(1) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let mut cells = line.split('\t').map(|cell| cell.replace("\\n", "\n"));
        let mut cell = || cells.next().unwrap_or_default();
        let (phrase, kind, days, expected) = (cell(), cell(), cell(), cell());
        let anchor = cell();
        rows += 1;
        let found = parse(&phrase, plan, &Calendar::default());
        let found_notes: BTreeSet<String> = found.notes.iter().map(ToString::to_string).collect();
        let anchored = anchor.is_empty() || found.anchor.as_deref() == Some(anchor.as_str());
        if found.kind.as_str() != kind
            || described(&found) != days
            || found_notes != notes(&expected)
            || !anchored
        {
            wrong.push(format!(
                "line {}: «{phrase}»\n  expected {kind} [{days}] {:?} {anchor}\n  found    {} [{}] {found_notes:?} {:?}",
                number + 1,
                notes(&expected),
                found.kind,
                described(&found),
                found.anchor
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {rows} rows differ\n{}", wrong.len(), wrong.join("\n"));
    rows
}

#[test]
fn the_phrases_of_the_domain_page_are_understood() {
    let rows = check(include_str!("data/deadlines.tsv"), PlanYear::of(2023));
    assert!(rows >= 98, "{rows} rows");
}

#[test]
fn further_phrases_are_understood() {
    let rows = check(include_str!("data/phrases.tsv"), PlanYear::of(2023));
    assert!(rows >= 3_600, "{rows} rows");
}
