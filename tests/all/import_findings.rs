//! Every code of a finding both ways: a clean roadmap with one cell changed that raises it, and one changed nearly the
//! same way that raises nothing.

use serde_json::Value;
use vekha::draft::draft_json;
use vekha::import::{self, Options};
use vekha::lang::Lang;
use vekha_core::roadmap;
use vekha_core::schedule::{Calendar, PlanYear};

use crate::harness::Place;

const CLEAN: &str = include_str!("../data/roadmaps/other/nine-steps.md");

/// Task and code of all that is found, in order.
fn found(text: &str, plan: Option<PlanYear>) -> Vec<String> {
    let reading = import::read_bytes("plan.md", text.as_bytes(), &Options::default()).expect("a table");
    let draft = roadmap::draft(&reading.document, plan, &Calendar::default()).expect("a roadmap");
    let draft = draft_json(&draft, Lang::En);
    let word = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let findings = draft["findings"].as_array().expect("findings").iter();
    findings.map(|finding| format!("{} {}", word(&finding["task"]), word(&finding["code"]))).collect()
}

fn changed(from: &str, to: &str) -> String {
    assert!(CLEAN.contains(from), "{from} is not in the clean roadmap");
    CLEAN.replace(from, to)
}

#[test]
fn every_finding_is_made_of_its_defect_and_of_nothing_near_it() {
    assert_eq!(found(CLEAN, None), Vec::<String>::new());
    for (finding, from, defect, near) in [
        ("10 numbering-gap", "| 9 |", "| 10 |", "| 9. |"),
        ("8.1 duplicate-number", "| 9 |", "| 8 |", "| 8.1 |"),
        ("3 term-before-plan", "до 08.09.2023", "до 08.09.2022", "до 31.08.2023"),
        ("9 occurrence-outside-plan", "май 2024", "май 2024, май 2025", "май, июнь 2024"),
        ("1 agreement-after-approval", "до 01.09.2023", "до 06.09.2023", "до 05.09.2023"),
        ("1 term-before-council", "до 01.09.2023", "до 29.08.2023", "до 30.08.2023"),
        ("8 no-date", "в течение учебного года", "ежегодно", "ежегодно в октябре"),
        ("8 no-term", "в течение учебного года", "", "постоянно"),
        ("8 unreadable-term", "в течение учебного года", "31 сентября", "30 сентября"),
        ("8 empty-result", "Журнал", "", "№ 5"),
        ("8 no-responsible", "Наставники | Журнал", " | Журнал", "Администрация | Журнал"),
        (
            "8 stale-year",
            "Работа пар",
            "Работа пар в 2022/23 учебном году",
            "Анализ работы пар в 2022/23 учебном году",
        ),
        (
            "8 suspicious-neighbour",
            "Наставники |",
            "Наставники (выставление документов на сайте) |",
            "Наставники (по согласованию) |",
        ),
        (
            "- spelling-variants",
            "15.09.2023 | Лаптева И.С.",
            "15.09.2023 | Лаптева Ирина Сергеевна",
            "15.09.2023 | Лаптева А.С.",
        ),
        ("8 contact-in-text", "Журнал", "Журнал, тел. 8 (000) 000-00-00", "Журнал от 15.09.2023 № 8"),
        ("6 order-of-steps", "до 10.10.2023", "по отдельному графику", "до 30.10.2023"),
        ("- year-concluded", " на 2023/24 учебный год", "", " (2023-2024)"),
    ] {
        assert_eq!(found(&changed(from, defect), None), [finding], "{defect}");
        assert_eq!(found(&changed(from, near), None), Vec::<String>::new(), "{near}");
    }
}

#[test]
fn one_person_with_most_tasks_is_told_and_with_nearly_half_is_not() {
    assert_eq!(found(&changed("Директор", "Рощин К.К."), None), ["- one-person-most-tasks"]);
    assert_eq!(found(&changed("Куратор", "Рощин К.К."), None), Vec::<String>::new());
}

#[test]
fn a_year_given_against_the_title_is_told() {
    let plan = Some(PlanYear::of(2023));
    assert_eq!(found(&changed("2023/24", "2024/25"), plan), ["- year-differs"]);
    assert_eq!(found(CLEAN, plan), Vec::<String>::new());
}

#[test]
fn a_year_that_nothing_says_is_told_and_asked_for() {
    let place = Place::new();
    place.vekha(&["init", ".", "--name", "School"]).ok();
    let codes = |text: &str| {
        let file = place.file("plan.md", text);
        let ran =
            place.vekha(&["import", "roadmap", &file.display().to_string(), "--dry-run", "--json"]).ok();
        let json = ran.json();
        let findings = json["findings"].as_array().expect("findings").iter();
        findings.filter_map(|finding| finding["code"].as_str().map(str::to_owned)).collect::<Vec<_>>()
    };
    let table = "| № | Мероприятие | Срок | Ответственный |\n|---|---|---|---|\n| 1 | Опрос | сентябрь | Психолог |\n";
    assert_eq!(codes(&format!("План мероприятий\n\n{table}")), ["year-unknown"]);
    assert_eq!(codes(&format!("План мероприятий на 2023/24 учебный год\n\n{table}")), Vec::<String>::new());
}
