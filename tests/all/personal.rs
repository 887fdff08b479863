//! Personal data go nowhere but into the vault: words that are nobody's are planted in every field that may say something
//! about people, and looked for in everything the program puts out for others. People here are invented.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;
use vekha::app::personal;
use vekha::store::{Access, Options, Store, sealed};
use vekha_core::ids::SchoolId;

use crate::harness::{Place, Ran, Run};

/// What was planted, by the field that it was planted in.
const MARKS: &[(&str, &str)] = &[
    ("a mentor's name", "Щукозвонов"),
    ("a mentor's first name", "Ипполитович"),
    ("a mentor's phone", "000-77-31"),
    ("a mentor's mail", "shchukozv"),
    ("a mentor's competences", "гравилётик"),
    ("a mentee's name", "Жужелицын"),
    ("a mentee's mail", "zhuzhel"),
    ("a mentee's year of birth", "1937"),
    ("a mentee's request", "ксиломанти"),
    ("a mentee's representative", "Ыгыхов"),
    ("a remark in the base", "зюмрачн"),
    ("a column nobody knows", "фыркограф"),
    ("a name in the roadmap", "Йодльборг"),
    ("a person by hand", "Цвырьков"),
    ("a field set by hand", "хлюмпикан"),
    ("a note of a task", "бздынькал"),
    ("a reason to postpone", "тырцевал"),
    ("evidence of a task", "пурхавец"),
    ("a document's title", "шмурдякин"),
    ("a reason to undo", "квыкалось"),
    ("a wish's reason", "глокаяку"),
    ("a meeting's topic", "штекобуд"),
    ("a meeting's outcome", "бокранул"),
    ("feedback of a mentor", "курдячит"),
    ("feedback of a mentee", "бокрёнок"),
    ("a task of a pair", "пуськибят"),
    ("a planned result", "сяпаляпу"),
    ("a result", "вазилаку"),
    ("an answer", "калушанд"),
    ("a strength", "некузяво"),
    ("a remark on a consent", "подудони"),
    ("a scan's name", "зафымцол"),
    ("why something was published", "стрямкал"),
    ("a reason to leave", "мызякнул"),
    ("why somebody was erased", "хрямзает"),
    ("an exception's reason", "дуддылки"),
];

/// A school where everything was said.
struct School {
    place: Place,
    /// Everything that was logged, with the commands.
    logs: Vec<(String, String)>,
}

impl School {
    fn run(&self, day: &str, words: &[&str]) -> Run {
        self.place.vekha(words).date(day)
    }

    /// Does something with everything logged.
    #[track_caller]
    fn does(&mut self, day: &str, words: &[&str]) -> Ran {
        let ran = self.run(day, words).args(&["-vv"]).env("RUST_LOG", "trace").ok();
        // A line of the log begins with its level; what is said to whoever typed the command may repeat the words.
        let is_log = |line: &&str| {
            let line = line.trim_start_matches(|c: char| !c.is_ascii_uppercase());
            ["TRACE", "DEBUG", "INFO", "WARN", "ERROR"].iter().any(|level| line.starts_with(level))
        };
        let log: Vec<&str> = ran.stderr.lines().filter(is_log).collect();
        self.logs.push((words.join(" "), log.join("\n")));
        ran
    }

    fn store(&self) -> Store {
        Store::open(&self.place.path().join("vekha.redb"), Access::Read, &Options::default()).unwrap()
    }
}

const MENTORS: &str = "ФИО наставника;Контакты;Основные компетенции;Количество наставляемых;Дата внесения\n\
    Щукозвонов Эраст Ипполитович;8 800 000-77-31, shchukozv@school.example;гравилётика;2;01.09.2023\n";

const MENTEES: &str = "ФИО наставляемого;Контактные данные;Год рождения;Основной запрос;Законный представитель;\
    Примечание;Любимый жанр;Дата вхождения в программу\n\
    Жужелицына Фёкла Львовна;zhuzhel@school.example;1937;ксиломантика;Ыгыхова Ц.Ц.;зюмрачник;фыркография;01.09.2023\n";

const ROADMAP: &str = "№;Мероприятие;Срок;Ответственный;Результат\n\
    1.1;Издать приказ о введении наставничества;до 10.09.2023;Йодльборг Т.Ю.;Приказ\n\
    3.5;Сформировать пары;до 30.10.2023;Куратор;Пары\n\
    4.1;Провести встречи;до 30.11.2023;Йодльборг Т.Ю.;Отчёт\n";

fn told_everything() -> School {
    let place = Place::new();
    place.vekha(&["init", ".", "--name", "Школа"]).date("2023-09-01").ok();
    let files = [
        ("mentors.csv", MENTORS),
        ("mentees.csv", MENTEES),
        ("roadmap.csv", ROADMAP),
        ("зафымцол.pdf", "скан"),
    ];
    for (name, text) in files {
        place.file(name, text);
    }
    let mut school = School { place, logs: Vec::new() };
    let form = ["--form", "teacher-teacher", "--yes"];
    school.does("2023-09-01", &["import", "roadmap", "roadmap.csv", "--yes"]);
    for (side, file) in [("mentors", "mentors.csv"), ("mentees", "mentees.csv")] {
        school.does("2023-09-12", &[&["import", "people", file, "--side", side][..], &form].concat());
    }
    for words in [
        &["program", "open", "--form", "teacher-teacher"][..],
        &["person", "add", "Цвырьков Г.Г."],
        &["person", "edit", "Цвырьков Г.Г.", "--set", "position=хлюмпикан"],
        &["task", "note", "1.1", "Там бздынькал кто-то"],
        &["task", "postpone", "3.5", "--to", "20.11.2023", "--reason", "Долго тырцевал"],
        &["task", "done", "1.1", "--note", "Пурхавец пурхавец"],
        &["task", "undo", "1.1", "--reason", "Квыкалось"],
        &["task", "done", "1.1", "--doc", "Приказ шмурдякин № 1 от 05.09.2023"],
        &[
            "task",
            "done",
            "4.1",
            "--allow",
            "evidence",
            "--reason",
            "Нашлись дуддылки",
            "--until",
            "20.09.2023",
        ],
        &[
            "pair",
            "pin",
            "Щукозвонов Эраст Ипполитович",
            "Жужелицына Фёкла Львовна",
            "--reason",
            "Глокаяку сказала",
        ],
        &["pair", "propose"],
        &["pair", "accept"],
        &["pair", "evidence", "1", "--kind", "agreement.mentor"],
        &["pair", "evidence", "1", "--kind", "agreement.mentee"],
        &["pair", "advance", "1"],
        &["survey", "codes"],
        &["swot", "add", "--strength", "Некузяво у нас"],
    ] {
        school.does("2023-09-12", words);
    }
    worked(&mut school);
    school
}

/// The work of the pair, its papers, what was published.
fn worked(school: &mut School) {
    let kinds = ["participation", "processing", "staff-consent", "contract-supplement"];
    let kinds: Vec<&str> = kinds.iter().flat_map(|kind| ["--kind", kind]).collect();
    for who in ["Щукозвонов Эраст Ипполитович", "Жужелицына Фёкла Львовна"]
    {
        let words = [&["consent", "add", who, "--note", "Лежит у подудони"][..], &kinds].concat();
        school.does("2023-09-13", &words);
    }
    let meeting = ["meeting", "add", "1", "--on", "20.09.2023", "--kind", "acquaintance", "--minutes", "45"];
    let said = [
        "--topic",
        "Штекобуд",
        "--outcome",
        "Бокранул",
        "--mentor-mark",
        "курдячит",
        "--mentee-mark",
        "бокрёнок",
    ];
    for words in [
        &["order", "register", "--number", "57", "--scan", "зафымцол.pdf", "--pair", "1"][..],
        &[&meeting[..], &said].concat(),
        &["pair", "plan", "add", "1", "Пуськибятый урок", "--due", "15.12.2023", "--plan", "Сяпаляпу"],
        &["pair", "plan", "done", "1", "1", "--fact", "Вазилаку"],
    ] {
        school.does("2023-09-21", words);
    }
    let codes = school.run("2023-09-21", &["survey", "codes", "--json"]).ok().json();
    let code =
        codes["codes"].as_array().unwrap().iter().find(|row| row["name"] == "Жужелицына Фёкла Львовна");
    let code = code.unwrap()["code"].as_str().unwrap().to_owned();
    let answers = ["comfort=7", "expect=Калушанды"];
    let words = [&["survey", "fill", "mentee", "--code", &code, "--wave", "before"][..], &answers].concat();
    school.does("2023-09-21", &words);
    let script = school.place.path().join("scripts/pairing.rhai");
    let text = std::fs::read_to_string(&script).unwrap();
    let opening = "fn eligible(наставник, наставляемый) {";
    assert!(text.contains(opening));
    std::fs::write(
        &script,
        text.replacen(opening, &format!("{opening}\n    print(`${{наставляемый}}`);"), 1),
    )
    .unwrap();
    school.does("2023-09-22", &["publish", "--why", "Стрямкал", "--yes"]);
    school.does("2023-10-02", &["nightly"]);
    school.does("2023-10-02", &["backup", "--daily"]);
    school.does("2023-10-03", &["person", "leave", "Щукозвонов Эраст Ипполитович", "--reason", "Мызякнул"]);
}

/// The marks that a text holds. Digits count only where no other letters or digits stand beside them: a digest may hold
/// any four of them.
fn marks(bytes: &[u8]) -> Vec<&'static str> {
    let text = String::from_utf8_lossy(bytes).to_lowercase();
    let holds = |mark: &str| {
        let mark = mark.to_lowercase();
        let beside = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let digits = mark.chars().all(|c| c.is_ascii_digit());
        text.match_indices(&mark).any(|(at, _)| {
            !digits
                || !(beside(text[..at].chars().next_back()) || beside(text[at + mark.len()..].chars().next()))
        })
    };
    MARKS.iter().filter(|(_, mark)| holds(mark)).map(|(field, _)| *field).collect()
}

#[track_caller]
fn names_nobody(what: &str, bytes: &[u8]) {
    let found = marks(bytes);
    assert!(found.is_empty(), "{what} tells {found:?}:\n{}", String::from_utf8_lossy(bytes));
}

#[test]
fn what_is_said_about_people_stands_in_the_vault_and_nowhere_else() {
    let mut school = told_everything();
    planted(&school);
    classified(&school);
    assert!(
        school.logs.iter().any(|(_, log)| log.contains("printed a line")),
        "a script printed, and it was logged"
    );
    for (command, log) in &school.logs {
        names_nobody(&format!("the log of `{command}`"), log.as_bytes());
    }
    for_others(&school);
    stored_outside_the_vault(&school);
    erased(&mut school);
}

/// Every mark but that of an erasure is in the vault: a mark that was never planted would be looked for in vain.
fn planted(school: &School) {
    let store = school.store();
    let rows = store.snapshot().unwrap().vault_rows(SchoolId(1)).unwrap();
    let all: String = rows.iter().map(|row| serde_json::to_string(&row.content).unwrap()).collect();
    let missing: Vec<_> = MARKS.iter().filter(|(field, _)| !marks(all.as_bytes()).contains(field)).collect();
    assert_eq!(missing, [&("why somebody was erased", "хрямзает")]);
}

/// Every field in the vault is of a class, and every event that seals something is known to seal it.
fn classified(school: &School) {
    let store = school.store();
    let snapshot = store.snapshot().unwrap();
    let mut known = BTreeSet::new();
    for event in snapshot.events(SchoolId(1), 1).unwrap() {
        let event = event.unwrap().event;
        if !sealed(&event).is_empty() {
            known.insert(personal::sealed_by(&event).expect("a class").0);
        }
    }
    let expected = [
        "answers",
        "code",
        "consent",
        "document",
        "evidence",
        "meeting",
        "note",
        "personal programme",
        "profile",
        "publication",
        "reason",
        "swot",
    ];
    assert_eq!(known.into_iter().collect::<Vec<_>>(), expected);
    let page =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/personal-data.md")).unwrap();
    for row in snapshot.vault_rows(SchoolId(1)).unwrap() {
        for (field, _) in personal::fields(row.key.owner, &row.content) {
            let name = field.split('.').next_back().unwrap();
            let further =
                field.starts_with("party.") && !personal::PROFILE.iter().any(|(known, _)| *known == name);
            assert!(further || page.contains(&format!("`{name}`")) || field.contains("_"), "{field}");
        }
    }
    for (name, _) in personal::PROFILE {
        assert!(page.contains(&format!("`{name}`")), "docs/personal-data.md has no `{name}`");
    }
    for name in expected {
        assert!(page.contains(name), "docs/personal-data.md has no {name}");
    }
}

/// What is made to be handed out, or to be looked at by whoever edits rules.
fn for_others(school: &School) {
    let day = "2023-10-04";
    for words in [
        &["report", "municipal", "--of", "teacher-teacher=14", "--format", "html"][..],
        &["report", "municipal", "--of", "teacher-teacher=14", "--format", "json"],
        &["report", "public", "--format", "html"],
        &["report", "school", "--without-names", "--format", "html"],
        &["journal", "export"],
        &["journal", "verify"],
        &["workflow", "diagram", "programme"],
        &["workflow", "diagram", "pair", "--format", "svg"],
        &["script", "history"],
        &["script", "api"],
        &["script", "impact"],
        &["script", "impact", "--json"],
        &["script", "rerun", "1"],
        &["doctor"],
        &["doctor", "--json"],
    ] {
        let ran = school.run(day, words).args(&["-vv"]).env("RUST_LOG", "trace").ok();
        let published = words == ["script", "history"];
        let said = if published { ran.stdout.replace("Стрямкал", "") } else { ran.stdout };
        names_nobody(&words.join(" "), said.as_bytes());
        names_nobody(&format!("the log of {}", words.join(" ")), ran.stderr.as_bytes());
    }
    school.run(day, &["report", "municipal", "--out", "municipal.docx"]).ok();
    school.run(day, &["report", "public", "--out", "public.html"]).ok();
    school.run(day, &["journal", "export", "--all", "journal.jsonl"]).ok();
    for file in ["public.html", "journal.jsonl", "journal.jsonl.published"] {
        names_nobody(file, &std::fs::read(school.place.path().join(file)).unwrap());
    }
    names_nobody(
        "municipal.docx",
        crate::orders::text_of(&school.place.path().join("municipal.docx")).as_bytes(),
    );
    // Failures: the words that were typed come back to whoever typed them, nobody else's do.
    for (code, words) in [
        (4, &["task", "done", "9.9"][..]),
        (3, &["program", "advance"]),
        (4, &["person", "show", "Никтошин"]),
        (4, &["pair", "show", "99"]),
    ] {
        let ran = school.run(day, words).args(&["--json", "-vv"]).env("RUST_LOG", "trace").code(code);
        let log: String = ran.stderr.lines().filter(|line| !line.starts_with('{')).collect();
        names_nobody(&format!("the log of {}", words.join(" ")), log.as_bytes());
    }
}

/// Every table of the file but the vault, as it is stored.
fn stored_outside_the_vault(school: &School) {
    let store = school.store();
    let snapshot = store.snapshot().unwrap();
    for item in snapshot.outbox(10_000).unwrap() {
        names_nobody("the outbox", &item.content);
    }
    assert!(!snapshot.outbox(10_000).unwrap().is_empty());
    for no in 1..=snapshot.last_parcel(SchoolId(1)).unwrap() {
        snapshot.parcel(SchoolId(1), no).unwrap().iter().for_each(|step| names_nobody("a parcel", step));
    }
    // A copy without the vault holds everything else.
    let copy = school.place.path().join("emptied.redb");
    snapshot.backup(&copy, &Options::default()).unwrap();
    let every = snapshot.vault_rows(SchoolId(1)).unwrap();
    let owners: BTreeSet<_> = every.iter().map(|row| row.key.owner).collect();
    let owners: Vec<_> = owners.into_iter().collect();
    vekha::store::erase::erase_in(&copy, SchoolId(1), &owners, &|_| Vec::new(), &Options::default()).unwrap();
    let bytes = std::fs::read(&copy).unwrap();
    names_nobody_quietly("the file without its vault", &bytes);
    std::fs::remove_file(copy).unwrap();
}

#[track_caller]
fn names_nobody_quietly(what: &str, bytes: &[u8]) {
    let found: Vec<_> = marks(bytes).into_iter().filter(|field| !field.contains("birth")).collect();
    assert!(found.is_empty(), "{what} tells {found:?}");
}

/// Somebody is erased: of the person nothing is left in any file of the home.
fn erased(school: &mut School) {
    for who in ["Жужелицына Фёкла Львовна", "Щукозвонов Эраст Ипполитович", "Цвырьков Г.Г."]
    {
        school.does("2023-10-05", &["person", "erase", who, "--reason", "Хрямзает", "--yes"]);
    }
    for (command, log) in &school.logs {
        names_nobody(&format!("the log of `{command}`"), log.as_bytes());
    }
    let gone = [
        "a mentor's name",
        "a mentor's first name",
        "a mentor's phone",
        "a mentor's mail",
        "a mentor's competences",
        "a mentee's name",
        "a mentee's mail",
        "a mentee's request",
        "a mentee's representative",
        "a remark in the base",
        "a column nobody knows",
        "a person by hand",
        "a field set by hand",
        "a meeting's topic",
        "a meeting's outcome",
        "feedback of a mentor",
        "feedback of a mentee",
        "a task of a pair",
        "a planned result",
        "a result",
        "a remark on a consent",
        "a reason to leave",
        "a wish's reason",
        "an answer",
        "a scan's name",
    ];
    let home = school.place.path();
    let mut files = vec![home.join("vekha.redb"), home.join("vekha.redb.erased")];
    files.extend(std::fs::read_dir(home.join("backups")).unwrap().map(|entry| entry.unwrap().path()));
    for file in files {
        let found = marks(&std::fs::read(&file).unwrap());
        let left: Vec<_> = gone.iter().filter(|field| found.contains(field)).collect();
        assert!(left.is_empty(), "{} still tells {left:?}", file.display());
    }
    let verified: Value = school.run("2023-10-06", &["journal", "verify", "--json"]).ok().json();
    assert_eq!(verified["problems"], serde_json::json!([]), "{verified}");
    school.run("2023-10-06", &["doctor"]).ok();
}
