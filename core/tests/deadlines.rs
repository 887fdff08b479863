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
fn check(table: &str, plan: PlanYear, calendar: &Calendar) -> usize {
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
        let found = parse(&phrase, plan, calendar);
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
    let rows = check(include_str!("data/deadlines.tsv"), PlanYear::of(2023), &Calendar::default());
    assert!(rows >= 98, "{rows} rows");
}

#[test]
fn further_phrases_are_understood() {
    let rows = check(include_str!("data/phrases.tsv"), PlanYear::of(2023), &Calendar::default());
    assert!(rows >= 3_600, "{rows} rows");
}

/// Terms that a school's own calendar dates, a row each as in the tables.
const SCHOOL: &str = "phrase\tkind\tdays
последняя неделя II четверти\twindow\t2023-12-23..2023-12-29
первые две недели I четверти\twindow\t2023-09-01..2023-09-14
I четверть – октябрь, III четверть – февраль\twindow\t2023-10-01..2023-10-31;2024-02-01..2024-02-29
до осенних каникул\tdue\t..2023-10-27
после зимних каникул\tsince\t2024-01-09..
осенние и весенние каникулы\twindow\t2023-10-28..2023-11-05;2024-03-23..2024-03-31
ноябрь (осенние каникулы)\twindow\t2023-10-28..2023-11-05
за неделю до конца II четверти\tdue\t..2023-12-22
в конце 1 и 3 четверти\twindow\t2023-10-18..2023-10-27;2024-03-13..2024-03-22
по итогам I–IV четвертей\trecurring\tquarterly
";

const CALENDAR: &str = r#"
week = 5
[[school-year]]
plan = "2023/24"
quarters = ["2023-09-01..2023-10-27", "2023-11-06..2023-12-29", "2024-01-09..2024-03-22", "2024-04-01..2024-05-24"]
[school-year.vacations]
autumn = "2023-10-28..2023-11-05"
winter = "2023-12-30..2024-01-08"
spring = "2024-03-23..2024-03-31"
"#;

#[test]
fn the_schools_own_calendar_dates_its_quarters_and_holidays() {
    let calendar = Calendar::from_toml(CALENDAR).unwrap();
    let plan = PlanYear::of(2023);
    check(SCHOOL, plan, &calendar);
    let due = parse("1 раз в четверть, до 25 числа", plan, &calendar).schedule(plan, &calendar);
    let keys: Vec<&str> = due.iter().map(|occurrence| occurrence.key.as_str()).collect();
    assert_eq!(keys, ["2023-10", "2023-12", "2024-03", "2024-05"]);
}
