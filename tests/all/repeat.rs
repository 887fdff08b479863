//! Every command that writes, given twice under one id: the second time it says what it said, and nothing is written.
//! People here are invented.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;
use vekha::store::{Access, Options, Store};
use vekha_core::ids::SchoolId;

use crate::harness::Place;

/// Commands that keep no answer: what they did is in the file, and running them again finds nothing to do.
const WITHOUT_ANSWER: [&str; 3] = ["nightly", "outbox deliver", "outbox retry"];

const ROADMAP: &str = "№;Мероприятие;Срок;Ответственный;Результат\n\
    1.1;Издать приказ о введении наставничества;до 10.09.2023;Придумов Б.С.;Приказ\n\
    3.5;Сформировать пары;до 30.10.2023;Куратор;Пары\n\
    4.1;Провести встречи;до 30.11.2023;Куратор;Отчёт\n";

const MENTORS: &str = "ФИО наставника;Основные компетенции;Количество наставляемых;Дата внесения\n\
    Придумов Борис Семёнович;классное руководство, ИКТ;1;01.09.2023\n\
    Сказочникова Вера Львовна;классное руководство, ФГОС;1;01.09.2023\n";

const CONSENTS: &str = "Согласия на участие;\nФИО;Дата\nНебылицын Иван Сергеевич;02.09.2023\n";

const QUESTION: &str = "Насколько комфортно (ожидаете, что будет комфортно) общаться с наставником?";

/// A home in which commands are given twice.
struct Life {
    place: Place,
    day: &'static str,
    given: usize,
}

impl Life {
    fn new() -> Self {
        let place = Place::new();
        place.vekha(&["init", ".", "--name", "Школа"]).date("2023-09-01").ok();
        let mentees = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/people/mentees.csv");
        let files = [
            ("roadmap.csv", ROADMAP),
            ("mentors.csv", MENTORS),
            ("mentees.csv", &std::fs::read_to_string(mentees).unwrap()),
            ("consents.csv", CONSENTS),
            ("scan.pdf", "%PDF"),
            ("log.csv", "Дата встречи;Пара;Тема\n10.10.2023;1;Разбор\n"),
            ("plan.csv", "Задача;Срок\nВторой урок;15.01.2024\n"),
        ];
        for (name, text) in files {
            place.file(name, text);
        }
        Self { place, day: "2023-09-02", given: 0 }
    }

    /// The ends of the journals of all schools.
    fn heads(&self) -> Vec<(SchoolId, u64, String)> {
        let file = self.place.path().join("vekha.redb");
        let store = Store::open(&file, Access::Read, &Options::default()).unwrap();
        let heads = store.snapshot().unwrap().schools().unwrap();
        heads.into_iter().map(|(school, head)| (school, head.seq, head.hash.to_string())).collect()
    }

    #[track_caller]
    fn once(&mut self, words: &[&str]) -> Value {
        self.place.vekha(words).args(&["--json", "--yes"]).english().date(self.day).ok().json()
    }

    /// Gives a command twice; what it answered.
    #[track_caller]
    fn twice(&mut self, words: &[&str]) -> Value {
        self.given += 1;
        let id = format!("command {}", self.given);
        let give = || {
            let run = self.place.vekha(words).args(&["--json", "--yes", "--command-id", &id]);
            let mut answer = run.english().date(self.day).ok().json();
            // Events told say too whether they were told before.
            if let Some(repeated) = answer.get_mut("repeated") {
                *repeated = Value::Null;
            }
            answer
        };
        let before = self.heads();
        let first = give();
        let heads = self.heads();
        assert_ne!(before, heads, "{words:?} recorded nothing");
        assert_eq!(give(), first, "{words:?}");
        assert_eq!(self.heads(), heads, "{words:?}");
        first
    }

    /// A line at the end of a file of the home.
    fn edit(&self, file: &str, from: &str, to: &str) {
        let path = self.place.path().join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from));
        std::fs::write(path, text.replace(from, to)).unwrap();
    }
}

#[test]
fn a_plan_and_its_programme() {
    let mut life = Life::new();
    for words in [
        &["import", "roadmap", "roadmap.csv"][..],
        &["task", "add", "9.1", "Экскурсия", "--term", "до 20 октября", "--responsible", "Куратор"],
        &["task", "edit", "9.1", "--title", "Экскурсия в музей"],
        &["task", "assign", "9.1", "Придумов Б.С.", "Куратор"],
        &["task", "schedule", "9.1", "--to", "25.10.2023"],
        &["task", "postpone", "9.1", "--to", "30.10.2023", "--reason", "Нет автобуса"],
        &["task", "evidence", "9.1", "--kind", "link", "--text", "https://example.org/news"],
        &["task", "note", "9.1", "Договорились"],
        &["task", "advance", "9.1"],
        &["task", "undo", "9.1"],
        &["task", "done", "9.1"],
        &["task", "cancel", "4.1", "--reason", "Решение педсовета"],
        &["program", "open", "--form", "teacher-teacher", "--at-stage", "training"],
        &["program", "count", "1", "mentors=8", "mentees=12"],
        &["program", "document", "1", "order.pairs", "--doc", "Приказ № 45 от 01.09.2023"],
        &["program", "evidence", "1", "--kind", "event", "--text", "Конференция"],
        &["program", "advance", "1", "--by", "back-to-mentors", "--reason", "Мало наставников"],
        &["program", "undo", "1", "--reason", "Рано"],
    ] {
        life.twice(words);
    }
    life.twice(&["program", "cancel", "1", "--reason", "Перенесена"]);
}

#[test]
fn a_school_its_rules_and_its_people() {
    let mut life = Life::new();
    life.once(&["import", "roadmap", "roadmap.csv"]);
    life.once(&["program", "open", "--form", "teacher-teacher", "--at-stage", "training"]);
    for words in [
        &["school", "facts", "set", "young_teachers", "6", "--on", "2023-09-01"][..],
        &["school", "facts", "unset", "young_teachers", "--on", "2023-09-01"],
        &["swot", "add", "1", "--strength", "Опыт", "--threat", "Отъезд"],
        &["swot", "drop", "2"],
        &["person", "add", "Соколова Н.В."],
        &["person", "add", "Соколова Нина Викторовна"],
        &["person", "edit", "Соколова Н.В.", "--set", "subject=математика"],
        &["person", "hold", "Куратор", "Соколова Н.В."],
        &["person", "optout", "Соколова Н.В.", "--category", "stages"],
        &["person", "merge", "Соколова Нина Викторовна", "Соколова Н.В."],
    ] {
        life.twice(words);
    }
    life.edit("scripts/pairing.rhai", "fn eligible", "// Другая мысль.\nfn eligible");
    life.twice(&["publish", "--why", "Проба"]);
    life.twice(&["script", "rollback", "1", "--why", "Обратно"]);
    life.edit("workflows/programme.toml", "\"training\"", "\"learning\"");
    life.twice(&["publish"]);
    life.twice(&["workflow", "migrate"]);
    life.twice(&["workflow", "migrate", "--back"]);
    let schools = life.heads().len();
    life.twice(&["school", "add", "Школа № 2"]);
    assert_eq!(life.heads().len(), schools + 1);
}

#[test]
fn an_id_that_published_other_files_is_told() {
    let mut life = Life::new();
    life.edit("scripts/pairing.rhai", "fn eligible", "// Другая мысль.\nfn eligible");
    life.once(&["publish", "--command-id", "p"]);
    life.edit("scripts/pairing.rhai", "Другая", "Третья");
    let heads = life.heads();
    let again = life.place.vekha(&["publish", "--yes", "--command-id", "p"]).english().date(life.day);
    again.code(3).stderr_contains("give another id");
    assert_eq!(life.heads(), heads);
}

/// Whoever was erased is found by no name: the answer is what is on record of it.
#[test]
fn an_erasure() {
    let mut life = Life::new();
    life.once(&["person", "add", "Забываемый Семён Семёнович"]);
    life.once(&["task", "add", "1.1", "Встреча", "--term", "до 20 октября"]);
    life.once(&["task", "note", "1.1", "Просил Забываемый Семён Семёнович"]);
    let erase = ["person", "erase", "Забываемый Семён Семёнович", "--reason", "Заявление"];
    let erase = [&erase[..], &["--command-id", "erase"]].concat();
    let before = life.heads()[0].1;
    assert_eq!(life.once(&erase)["rewritten"], 1);
    let heads = life.heads();
    assert_eq!(heads[0].1, before + 2, "texts rewritten, person erased");
    let again = life.once(&erase);
    let kinds: Vec<&str> = again["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["event"].as_object().unwrap().keys().next().unwrap().as_str())
        .collect();
    assert_eq!((kinds, &again["repeated"]), (vec!["TextsRewritten", "PartyErased"], &true.into()));
    assert_eq!(life.heads(), heads);
}

#[test]
fn the_bases_and_the_forming_of_pairs() {
    let mut life = Life::new();
    based(&mut life, Life::twice);
    for words in [
        &["consent", "withdraw", "Ёлкина Мария Игоревна", "--kind", "staff-consent"][..],
        &["pair", "pin", "Придумов Борис Семёнович", "Выдумова Анна Петровна"],
        &["pair", "forbid", "Придумов Борис Семёнович", "Небылицын Иван Сергеевич"],
        &["pair", "free", "Придумов Борис Семёнович", "Небылицын Иван Сергеевич"],
        &["pair", "free", "Придумов Борис Семёнович", "Выдумова Анна Петровна"],
        &["pair", "propose"],
        &["pair", "swap", "Выдумова Анна Петровна", "Небылицын Иван Сергеевич"],
        &["pair", "remove", "Выдумова Анна Петровна"],
        &["pair", "rematch", "--price", "1"],
        &["pair", "accept"],
    ] {
        life.twice(words);
    }
    life.twice(&["person", "leave", "Сказочникова Вера Львовна", "--reason", "Уволилась"]);
}

/// People with their papers.
fn based(life: &mut Life, give: fn(&mut Life, &[&str]) -> Value) {
    life.once(&["import", "roadmap", "roadmap.csv"]);
    life.once(&["program", "open", "--form", "teacher-teacher"]);
    life.day = "2023-09-12";
    give(life, &["import", "people", "mentors.csv", "--form", "teacher-teacher"]);
    give(life, &["import", "people", "mentees.csv", "--form", "teacher-teacher"]);
    give(life, &["consent", "import", "consents.csv"]);
    let kinds = ["participation", "processing", "staff-consent", "contract-supplement"];
    let kinds: Vec<&str> = kinds.iter().flat_map(|kind| ["--kind", kind]).collect();
    let paper = |who| [&["consent", "add", who][..], &kinds].concat();
    give(life, &paper("Придумов Борис Семёнович"));
    for who in [
        "Выдумова Анна Петровна",
        "Небылицын Иван Сергеевич",
        "Ёлкина Мария Игоревна",
        "Сказочникова Вера Львовна",
    ] {
        life.once(&paper(who));
    }
}

#[test]
fn the_work_of_a_pair_and_what_is_asked_about_it() {
    let mut life = Life::new();
    based(&mut life, Life::once);
    life.once(&["pair", "propose"]);
    life.once(&["pair", "accept"]);
    life.twice(&["pair", "evidence", "1", "--kind", "agreement.mentor"]);
    life.once(&["pair", "evidence", "1", "--kind", "agreement.mentee"]);
    life.twice(&["pair", "advance", "1"]);
    life.twice(&["order", "register", "--number", "57", "--scan", "scan.pdf"]);
    life.day = "2023-10-12";
    for words in [
        &["meeting", "add", "1", "--on", "20.09.2023", "--minutes", "45", "--topic", "Урок"][..],
        &["meeting", "edit", "1", "1", "--minutes", "40"],
        &["meeting", "import", "log.csv"],
        &["meeting", "cancel", "1", "2", "--reason", "Записана дважды"],
        &["pair", "plan", "add", "1", "Открытый урок", "--due", "15.12.2023"],
        &["pair", "plan", "edit", "1", "1", "--due", "20.12.2023"],
        &["pair", "plan", "import", "plan.csv", "--pair", "1"],
        &["pair", "plan", "done", "1", "1", "--fact", "Проведён"],
    ] {
        life.twice(words);
    }
    let codes = life.twice(&["survey", "codes"]);
    let of = |row: &&Value| row["name"] == "Выдумова Анна Петровна";
    let code = codes["codes"].as_array().unwrap().iter().find(of).unwrap()["code"].as_str().unwrap();
    life.twice(&["survey", "fill", "mentee", "--code", code, "--wave", "before", "comfort=7"]);
    life.twice(&["survey", "withdraw", "mentee", "--code", code, "--wave", "before"]);
    life.place.file("answers.csv", format!("Код;{QUESTION}\n{code};8\n"));
    life.twice(&["survey", "import", "answers.csv", "--survey", "mentee", "--wave", "before"]);
    life.once(&["nightly", "--no-deliver"]);
    let waiting = life.once(&["outbox", "list"])["waiting"].clone();
    life.twice(&["outbox", "cancel", waiting[0]["id"].as_str().unwrap()]);
    life.twice(&["pair", "close", "1", "--reason", "Переехал"]);
}

/// The files of `src/cli` that open a home to write in it, by the words of their command.
fn writing() -> BTreeSet<String> {
    fn walk(dir: &Path, words: &str, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            let stem = path.file_stem().unwrap().to_str().unwrap();
            let command = if words.is_empty() { stem.to_owned() } else { format!("{words} {stem}") };
            if path.is_dir() {
                walk(&path, &command, found);
            } else {
                let text = std::fs::read_to_string(&path).unwrap();
                if text.contains("writing_session()?") || text.contains("writing()?") {
                    found.insert(command.trim_end_matches(" mod").to_owned());
                }
            }
        }
    }
    let mut found = BTreeSet::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli"), "", &mut found);
    found
}

#[test]
fn no_command_that_writes_is_left_out() {
    let found = writing();
    assert!(found.len() > 50 && found.contains("pair plan add"), "{found:?}");
    let tried = include_str!("repeat.rs");
    for command in found {
        // How the session is made, and evidence of whatever goes through stages.
        if ["session", "proof"].contains(&command.as_str()) || WITHOUT_ANSWER.contains(&command.as_str()) {
            continue;
        }
        let words: Vec<String> = command.split(' ').map(|word| format!("\"{word}\"")).collect();
        assert!(
            tried.contains(&words.join(", ")),
            "vekha {command} is not given twice in tests/all/repeat.rs"
        );
    }
}
