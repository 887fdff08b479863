use crate::harness::{Place, vekha};

/// Each phrase with what Russian and English say of it.
const EXPLAINED: [(&str, &str, &str); 16] = [
    (
        "до 20.09.2023 г.",
        "Срок: до 20 сентября 2023 г. (включительно).",
        "Due by 20 September 2023, that day included.",
    ),
    (
        "с 1 по 15 сентября",
        "Время выполнения: с 1 по 15 сентября 2023 г.",
        "To be done: 1 to 15 September 2023.",
    ),
    ("2-4 октября", "Время выполнения: со 2 по 4 октября 2023 г.", "To be done: 2 to 4 October 2023."),
    ("29 мая — 15 июня", "с 29 мая по 15 июня 2024 г.", "29 May to 15 June 2024"),
    ("ноябрь-январь", "с 1 ноября 2023 г. по 31 января 2024 г.", "1 November 2023 to 31 January 2024"),
    (
        "с 2 октября",
        "Начало: со 2 октября 2023 г.; конец не назван.",
        "Begins from 2 October 2023; no end is named.",
    ),
    ("1 раз в две недели", "Повторяется: раз в 2 недели.", "Repeats: every 2 weeks."),
    ("по средам и пятницам", "Повторяется: по средам и пятницам.", "Repeats: on Wednesdays and Fridays."),
    ("последняя пятница месяца", "каждый месяц, последняя пятница", "every month, the last Friday"),
    (
        "ежеквартально до 5 числа месяца, следующего за отчётным",
        "каждый квартал, до 5 числа следующего месяца. Каждый раз — за предыдущий период.",
        "by day 5 of the next month. Each time for the period before.",
    ),
    (
        "каждое полугодие до 20 числа",
        "Повторяется: каждое полугодие, до 20 числа последнего месяца.",
        "Repeats: every half-year, by day 20 of its last month.",
    ),
    (
        "в течение 10 рабочих дней после издания приказа",
        "Отсчитывается от события: 10 рабочих дней после издания приказа.",
        "10 working days after “издания приказа”",
    ),
    ("за 2 дня до защиты", "за 2 дня до защиты", "2 days before “защиты”"),
    ("в трехмесячный срок", "которое не названо: 3 месяца", "3 months after it"),
    ("31 сентября", "Срок не понят. Такого дня нет", "There is no such day"),
    ("-", "Срок не указан.", "No term is given."),
];

#[test]
fn a_term_is_explained_in_both_languages() {
    for (phrase, russian, english) in EXPLAINED {
        let args = ["deadline", "parse", phrase, "--plan", "2023/24"];
        vekha(&args).ok().stdout_contains(russian).stdout_lacks("..");
        vekha(&args).english().ok().stdout_contains(english);
    }
}

#[test]
fn a_term_is_one_line_of_json() {
    let ran =
        vekha(&["deadline", "parse", "до 15.10.2023", "--plan", "2023-09-01..2024-08-31", "--json"]).ok();
    assert_eq!(
        ran.stdout,
        "{\"phrase\":\"до 15.10.2023\",\"kind\":\"due\",\"occurrences\":[{\"from\":null,\"to\":\"2023-10-15\"}],\
         \"rule\":null,\"anchor\":null,\"notes\":[]}\n"
    );
}

#[test]
fn terms_are_read_from_lines_and_none_is_lost() {
    let input = "\u{feff}по факту проведения\r\n\n1 раз в 2 недели\nс 1 марта 2024 года";
    let ran = vekha(&["deadline", "parse", "--stdin", "--json", "--plan", "2023/24"]).stdin(input).ok();
    let lines: Vec<serde_json::Value> =
        ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let kinds: Vec<&str> = lines.iter().map(|line| line["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["relative", "none", "recurring", "since"]);
    assert_eq!((&lines[0]["rule"], &lines[0]["anchor"]), (&"+0d".into(), &"проведения".into()));
    assert_eq!(lines[1]["phrase"], "");
    assert_eq!(lines[2]["occurrences"], serde_json::json!([]));
    assert_eq!(lines[3]["occurrences"], serde_json::json!([{"from": "2024-03-01", "to": null}]));
    let ran = vekha(&["deadline", "parse", "--stdin", "--plan", "2023/24"]).stdin(input).ok();
    assert_eq!(ran.stdout.lines().count(), 4);
}

#[test]
fn input_that_is_no_text_is_answered_not_refused() {
    let ran = vekha(&["deadline", "parse", "--stdin", "--json"]).stdin(b"\xff\xfe\x00\n".to_vec()).ok();
    assert_eq!(ran.json()["kind"], "invalid");
    let long = "сентябрь ".repeat(100_000);
    assert_eq!(vekha(&["deadline", "parse", "--stdin", "--json"]).stdin(long).ok().json()["kind"], "invalid");
}

#[test]
fn without_a_plan_the_school_year_of_today_is_taken() {
    for (today, expected) in [("2023-08-31", "2022-10-01"), ("2023-09-01", "2023-10-01")] {
        let ran = vekha(&["deadline", "parse", "до 1 октября", "--json"]).date(today).ok();
        assert_eq!(ran.json()["occurrences"][0]["to"], expected, "{today}");
    }
    vekha(&["deadline", "parse", "май", "--plan", "2023"]).code(2).stderr_contains("2023/24");
    vekha(&["deadline", "parse"]).code(2);
}

#[test]
fn a_schools_calendar_gives_quarters_and_days_off() {
    let place = Place::new();
    let template = place.vekha(&["deadline", "calendar", "--template"]).ok().stdout;
    let filled = template.replace("# [[school-year]]", "[[school-year]]").replace("# plan", "plan");
    let quarters = "quarters = [\"2023-09-01..2023-10-27\"]\n[school-year.vacations]\nautumn = \"2023-10-28..2023-11-05\"\n";
    place.file("calendar.toml", filled.replace("# quarters = [", quarters));
    let parse = |phrase: &str, calendar: &str| {
        let args = ["deadline", "parse", phrase, "--plan", "2023/24", "--calendar", calendar, "--json"];
        place.vekha(&args).ok().json()
    };
    assert_eq!(parse("до конца I четверти", "calendar.toml")["occurrences"][0]["to"], "2023-10-27");
    assert_eq!(parse("осенние каникулы", "calendar.toml")["occurrences"][0]["from"], "2023-10-28");
    assert_eq!(parse("до 15 октября", "ru")["notes"], serde_json::json!(["non-working"]));
    assert_eq!(parse("до 27 апреля", "ru")["notes"], serde_json::json!([]));
    let home = place.path().join("home");
    place.vekha(&["init", "home", "--name", "School 158"]).date("2023-09-01").ok();
    std::fs::copy(place.path().join("calendar.toml"), home.join("calendar/school.toml")).unwrap();
    let in_home = |phrase: &str| {
        let args = ["deadline", "parse", phrase, "--plan", "2023/24", "--json", "--home", "home"];
        place.vekha(&args).ok().json()
    };
    assert_eq!(in_home("до конца I четверти")["kind"], "external", "the file is not in force yet");
    place.vekha(&["publish", "--why", "четверти", "--yes", "--home", "home"]).date("2023-09-02").ok();
    assert_eq!(in_home("до конца I четверти")["occurrences"][0]["to"], "2023-10-27");
    assert_eq!(in_home("до 15 октября")["notes"], serde_json::json!([]), "as an import reads it");
    let shown = place.vekha(&["deadline", "calendar", "calendar.toml", "--plan", "2023/24"]).ok();
    shown.stdout_contains("с 1 сентября по 27 октября 2023 г.").stdout_contains("248");
}

#[test]
fn a_fault_of_a_calendar_is_told_with_its_place() {
    let place = Place::new();
    place.file("bad.toml", "week = 5\n[[year]]\nyear = 2024\noff = [\"2024-13-01\"]\n");
    let args = ["deadline", "calendar", "bad.toml"];
    place.vekha(&args).code(4).stdout_empty().stderr_contains("bad.toml, строка 4, столбец 8: «2024-13-01»");
    place.vekha(&args).english().code(4).stderr_contains("line 4, column 8");
    place.vekha(&["deadline", "calendar", "none.toml"]).code(4).stderr_contains("none.toml");
    place.file("bytes.toml", [0xff]);
    place.vekha(&["deadline", "calendar", "bytes.toml"]).code(4).stderr_contains("UTF-8");
}
