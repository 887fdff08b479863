use std::format;
use std::string::ToString;
use std::vec::Vec;

use chrono::NaiveDate;

use super::*;

const RUSSIA: &str = include_str!("../../../../calendars/ru.toml");
const SCHOOL: &str = include_str!("../../../../calendars/school.toml");

/// The template with its examples in force: every line that is TOML behind its `# `.
fn filled_in() -> std::string::String {
    let means = |line: &str| {
        line.contains('"')
            || line.starts_with(['[', ']'])
            || line.ends_with('[')
            || line.starts_with("year =")
    };
    let lines = SCHOOL.lines().map(|line| match line.strip_prefix("# ") {
        Some(example) if means(example) && !example.starts_with("Свой") => example,
        _ => line,
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn russia() -> Calendar {
    Calendar::from_toml(RUSSIA).unwrap()
}

#[test]
fn the_working_days_of_each_year_are_as_many_as_the_official_calendar_counts() {
    let calendar = russia();
    for (year, expected) in
        [(2020, 248), (2021, 247), (2022, 247), (2023, 247), (2024, 248), (2025, 247), (2026, 247)]
    {
        let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        let days = first.iter_days().take_while(|day| day.year() == year);
        assert_eq!(days.filter(|day| calendar.is_working(*day)).count(), expected, "{year}");
    }
}

#[test]
fn holidays_and_transferred_days_are_known() {
    let calendar = russia();
    for off in ["2024-01-01", "2024-04-29", "2023-11-06", "2025-06-13", "2023-10-15", "2023-11-18"] {
        assert!(!calendar.is_working(date(off)), "{off}");
    }
    for worked in ["2024-04-27", "2024-11-02", "2023-11-07", "2025-11-01", "2022-03-05"] {
        assert!(calendar.is_working(date(worked)), "{worked}");
    }
    assert!(calendar.knows(date("2023-10-15")) && !calendar.knows(date("2030-01-01")));
}

#[test]
fn working_days_are_counted_over_holidays_in_both_directions() {
    let calendar = russia();
    for (from, n, expected) in [
        ("2023-12-29", 1, "2024-01-09"),
        ("2024-01-09", -1, "2023-12-29"),
        ("2024-04-26", 2, "2024-05-02"),
        ("2024-05-02", 0, "2024-05-02"),
    ] {
        assert_eq!(calendar.add_working_days(date(from), n), date(expected), "{from} {n}");
    }
    assert_eq!(calendar.last_working_day_before(date("2024-05-01")), date("2024-04-27"));
    assert_eq!(calendar.last_working_day_by(date("2023-10-15")), date("2023-10-13"));
    assert_eq!(calendar.last_working_day_by(date("2023-10-16")), date("2023-10-16"));
}

#[test]
fn a_six_day_week_works_on_saturdays() {
    assert!(Calendar::weekends(6).is_working(date("2023-10-14")));
    assert!(!Calendar::weekends(5).is_working(date("2023-10-14")));
    assert!(!Calendar::weekends(6).is_working(date("2023-10-15")));
}

#[test]
fn a_schools_file_stands_on_top_of_the_countrys() {
    let school = "week = 6\n[[year]]\nyear = 2024\noff = [\"2024-03-05\"]\n";
    let calendar = russia().with(Calendar::from_toml(school).unwrap());
    assert_eq!((calendar.week, calendar.name.as_str()), (6, "Производственный календарь России"));
    assert!(!calendar.is_working(date("2024-03-05")));
    assert!(calendar.is_working(date("2024-01-02")), "the whole year is replaced");
    assert!(!calendar.is_working(date("2023-11-06")), "other years stay");
}

#[test]
fn the_template_of_a_school_reads_and_gives_its_parts() {
    assert_eq!(Calendar::from_toml(SCHOOL).unwrap(), Calendar::default());
    let calendar = Calendar::from_toml(&filled_in()).unwrap();
    assert!(calendar.knows(date("2024-05-01")) && calendar.trimester(PlanYear::of(2023), 2).is_some());
    let plan = PlanYear::of(2023);
    assert_eq!(calendar.quarter(plan, 3).unwrap().to_string(), "2024-01-09..2024-03-22");
    assert_eq!(calendar.quarter(plan, 0), None);
    assert_eq!(calendar.quarter(plan, 5), None);
    assert_eq!(calendar.quarter(PlanYear::of(2024), 1), None);
    assert_eq!(calendar.vacation(plan, Vacation::Spring).unwrap().to_string(), "2024-03-23..2024-03-31");
    assert_eq!(calendar.vacation(plan, Vacation::Summer).unwrap().to_string(), "2024-06-01..2024-08-31");
    assert_eq!(calendar.vacation(plan, Vacation::Extra), None);
}

#[test]
fn every_fault_of_a_file_is_told_with_its_line_and_column() {
    let cases: [(&str, usize, usize, &str); 14] = [
        ("week = 7\n", 1, 8, "week = 7: write 5 or 6"),
        ("name = \"Школа\"\nweek = \n", 2, 8, ""),
        ("неделя = 5\n", 1, 1, ""),
        ("wek = 5\n", 1, 1, "unknown field"),
        ("[[year]]\nyear = 24\n", 2, 8, "year = 24"),
        ("[[year]]\nyear = 2024\noff = [\"2024-02-30\"]\n", 3, 8, "`2024-02-30`"),
        ("[[year]]\nyear = 2024\noff = [\"2024-01-08..2024-01-01\"]\n", 3, 8, "ends before"),
        ("[[year]]\nyear = 2024\noff = [\"2023-01-08\"]\n", 3, 8, "outside the year"),
        ("[[year]]\nyear = 2024\nwork = [\"2024-04-26\"]\n", 3, 9, "not a weekend day"),
        ("[[year]]\nyear = 2024\nconfidence = \"sure\"\n", 3, 14, "confidence"),
        ("[[year]]\nyear = 2024\n[[year]]\nyear = 2024\n", 4, 8, "twice"),
        ("[[school-year]]\nplan = \"2023\"\n", 2, 8, "not a school year"),
        (
            "[[school-year]]\nplan = \"2023/24\"\nquarters = [\"2023-09-01..2023-10-27\", \"2023-10-20..2023-12-29\"]\n",
            3,
            39,
            "overlaps",
        ),
        ("[[school-year]]\nplan = \"2023/24\"\nquarters = [\"2024-09-01..2024-10-27\"]\n", 3, 13, "leaves"),
    ];
    for (text, line, column, part) in cases {
        let error = Calendar::from_toml(text).unwrap_err();
        assert_eq!((error.line, error.column), (line, column), "{text}: {error}");
        assert!(error.to_string().contains(part), "{error}");
    }
    let many: Vec<&str> = [r#""2023-09-01""#; 5].to_vec();
    let text = format!("[[school-year]]\nplan = \"2023/24\"\nquarters = [{}]", many.join(", "));
    assert_eq!(Calendar::from_toml(&text).unwrap_err().problem, CalendarProblem::TooMany(4));
}
