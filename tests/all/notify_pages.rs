//! Opting out, templates, the memo of the week and calendar files. People here are invented.

use crate::harness::{Place, Run};

struct School(Place);

impl School {
    fn new() -> Self {
        let place = Place::new();
        place.vekha(&["init", ".", "--name", "Школа <№ 0>"]).date("2023-09-01").ok();
        let school = Self(place);
        for (number, title, term, who) in [
            ("1.1", "Приказ о внедрении", "до 30.09.2023", "Выдумова А.П."),
            ("3.5", "Формирование пар", "до 10.10.2023", "Выдумова А.П."),
            ("5.5", "Мониторинг", "до 25.10.2023", "Придумов Б.С."),
        ] {
            school.run(&["task", "add", number, title, "--term", term, "--responsible", who]).ok();
        }
        school
    }

    fn run(&self, args: &[&str]) -> Run {
        self.0.vekha(args).date("2023-10-05")
    }
}

#[test]
fn the_memo_has_a_page_for_everybody_who_is_responsible() {
    let school = School::new();
    let made = school.run(&["memo", "week", "--out", "memos", "--json"]).ok().json();
    assert_eq!(made["pages"], 2);
    let html = std::fs::read_to_string(school.0.path().join(made["file"].as_str().unwrap())).unwrap();
    for part in [
        "Памятка на неделю",
        "Школа &lt;№ 0&gt;",
        "Выдумова А.П.",
        "Срок прошёл",
        "5 дней назад",
        "Сделать на этой неделе",
        "10.10.2023",
        "Впереди",
    ] {
        assert!(html.contains(part), "no `{part}` in {html}");
    }
    assert!(!html.contains("http"), "a memo needs no network");
    school.run(&["memo", "week", "--out", "memos", "--format", "docx"]).ok().stdout_contains("2 страницы");
    let docx = std::fs::read(school.0.path().join("memos/memo-2023-10-05.docx")).unwrap();
    assert!(docx.starts_with(b"PK"));
}

#[test]
fn calendar_files_hold_open_terms_with_alarms() {
    let school = School::new();
    school.run(&["calendar", "export", "--out", "all.ics"]).ok().stdout_contains("3 срока");
    let all = std::fs::read_to_string(school.0.path().join("all.ics")).unwrap();
    assert_eq!(all.matches("BEGIN:VEVENT").count(), 3);
    // A day ends where the next one begins, and the same day gives the same file.
    let days = |name: &str| -> Vec<chrono::NaiveDate> {
        let lead = format!("{name};VALUE=DATE:");
        let day = |line: &str| chrono::NaiveDate::parse_from_str(line.trim(), "%Y%m%d").unwrap();
        all.lines().filter_map(|line| line.strip_prefix(&lead)).map(day).collect()
    };
    assert_eq!(days("DTSTART").len(), 3);
    assert!(days("DTSTART").into_iter().zip(days("DTEND")).all(|(from, to)| from.succ_opt() == Some(to)));
    school.run(&["calendar", "export", "--out", "again.ics"]).ok();
    assert_eq!(std::fs::read_to_string(school.0.path().join("again.ics")).unwrap(), all);
    assert_eq!(all.matches("BEGIN:VALARM").count(), 6);
    assert!(all.contains("DTSTART;VALUE=DATE:20231010"), "{all}");
    school.run(&["calendar", "export", "--person", "Придумов Б.С.", "--out", "one.ics"]).ok();
    let one = std::fs::read_to_string(school.0.path().join("one.ics")).unwrap();
    assert_eq!(one.matches("BEGIN:VEVENT").count(), 1);
    school.run(&["calendar", "export", "--person", "Никто", "--out", "no.ics"]).code(4);
}

#[test]
fn a_person_opts_out_of_a_category_and_in_again() {
    let school = School::new();
    let opt = |more: &[&str]| {
        school.run(&["person", "optout", "Выдумова А.П.", "--category", "stages"]).args(more).ok().stdout
    };
    assert!(opt(&[]).contains("не присылать — этапы программ"));
    assert!(!opt(&[]).contains("не присылать"), "a repeat is no news");
    assert!(opt(&["--back"]).contains("присылать всё"));
    school.run(&["person", "optout", "Выдумова А.П.", "--category", "погода"]).code(2);
    let journal = school.run(&["journal", "show", "--last", "9", "--json"]).ok().json();
    let events: Vec<String> =
        journal.as_array().unwrap().iter().map(|event| event["event"].to_string()).collect();
    assert!(events.iter().any(|event| event.contains("OptOutChanged") && !event.contains("Выдумова")));
}

#[test]
fn templates_are_listed_shown_and_filled() {
    let school = School::new();
    school.run(&["template", "list"]).ok().stdout_contains("task-due");
    school.run(&["template", "show", "task-due"]).ok().stdout_contains("{{ задача }}");
    school.run(&["template", "preview"]).ok().stdout_contains("Формирование наставнических пар");
    school.run(&["template", "preview", "task-due"]).english().ok().stdout_contains("Due soon");
    school.run(&["template", "show", "no-such"]).code(4).stderr_contains("task-due");
    school.0.file("templates/ru/task-due.txt", "Тема: x\n\n{{ задча }}\n");
    school.run(&["template", "preview", "task-due"]).code(4).stderr_contains("task-due.txt:3:4");
}

#[test]
fn a_set_whose_letters_would_not_be_written_is_not_published() {
    let school = School::new();
    let publish = || school.run(&["publish", "--why", "письма", "--yes"]);
    let file = "templates/ru/task-due.txt";
    for (text, words) in [
        ("Тема: x\n\nСрок: {{ сорк }}\n", ["task-due.txt:3:10", "«сорк»", "━━━━", "«срок»"]),
        ("Тема: x\n\n{{ задача\n", ["task-due.txt:3", "template-wrong", "3 │", "╰"]),
        ("{{ задача }}\n", ["task-due.txt:1", "Тема: …", "1 │", "━"]),
    ] {
        school.0.file(file, text);
        let refused = publish().code(3);
        for word in words {
            assert!(refused.stderr.contains(word), "no {word} in:\n{}", refused.stderr);
        }
    }
    school.0.file(file, "Тема: Скоро {{ задача }}\n\n{{ получатель }}, срок {{ срок }}.\n");
    let hooks = school.0.path().join("scripts/hooks.rhai");
    let text = std::fs::read_to_string(&hooks).unwrap();
    school.0.file(
        "scripts/hooks.rhai",
        format!("{text}\nfn своё() {{ сообщение(\"куратор\", \"task-deu\") }}\n"),
    );
    publish()
        .code(3)
        .stderr_contains("«task-deu»")
        .stderr_contains("hooks.rhai:")
        .stderr_contains("«task-due»");
    // A template of one's own in one language alone serves both.
    school.0.file(
        "scripts/hooks.rhai",
        format!("{text}\nfn своё() {{ сообщение(\"куратор\", \"my-letter\") }}\n"),
    );
    school.0.file("templates/en/my-letter.txt", "Subject: Mine\n\n{{ task }}\n");
    publish().ok();
    school.run(&["template", "preview", "my-letter", "--lang", "en"]).ok().stdout_contains("Mine");
}
