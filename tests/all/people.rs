//! The bases of mentors and mentees. Everybody here is invented.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::harness::{Place, Run};

fn fixture(name: &str) -> String {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/people").join(name).display().to_string()
}

/// A home of an invented school.
fn home() -> Place {
    let place = Place::new();
    place.vekha(&["init", ".", "--name", "Выдуманная школа"]).ok();
    place
}

/// A run of a command on 20 September 2023.
fn run(place: &Place, args: &[&str]) -> Run {
    place.vekha(args).date("2023-09-20")
}

fn import(place: &Place, file: &str, more: &[&str]) -> Run {
    run(place, &["import", "people", file, "--form", "teacher-teacher"]).args(more)
}

fn people(value: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    value["people"].as_array().unwrap().iter().map(|one| (text(&one["action"]), text(&one["name"]))).collect()
}

/// Both bases, imported.
fn bases() -> Place {
    let place = home();
    import(&place, &fixture("mentees.csv"), &["--yes"]).ok();
    import(&place, &fixture("mentors.csv"), &["--yes"]).ok();
    // Mentors are known now, so the tie that the first base names is kept: by number.
    import(&place, &fixture("mentees.csv"), &["--yes"]).ok();
    place
}

#[test]
fn a_base_is_read_with_every_way_of_writing() {
    let place = home();
    let found = import(&place, &fixture("mentees.csv"), &["--dry-run", "--json"]).ok().json();
    let expected = ["Выдумова Анна Петровна", "Небылицын Иван Сергеевич", "Ёлкина Мария Игоревна"];
    assert_eq!(people(&found), expected.map(|name| ("add".to_owned(), name.to_owned())));
    let first = &found["people"][0];
    assert_eq!(first["fields"]["contacts"], "+7 800 000-00-01; vydumova@school.example");
    assert_eq!(first["fields"]["requests"], "кл. рук-во; работа с родителями");
    assert_eq!(first["fields"]["любимый_жанр"], "фантастика");
    assert_eq!(first["parts"][0]["side"], "mentee");
    assert_eq!(first["parts"][0]["form"], "teacher-teacher");
    assert_eq!(found["people"][1]["fields"]["birth_year"], "1998");
    assert_eq!(found["people"][1]["parts"][0]["entered"], "2023-09-01");
    assert_eq!(found["findings"][0]["code"], "no-request");
}

#[test]
fn the_same_file_twice_changes_nothing() {
    let place = bases();
    for file in ["mentees.csv", "mentors.csv"] {
        let again = import(&place, &fixture(file), &["--dry-run", "--json"]).ok().json();
        assert!(people(&again).iter().all(|(action, _)| action == "same"), "{again:#}");
    }
    import(&place, &fixture("mentees.csv"), &["--yes"]).ok().stdout_contains("Ничего не изменилось");
    import(&place, &fixture("mentees.csv"), &["--yes"]).english().ok().stdout_contains("Nothing changed");
}

#[test]
fn a_corrected_file_shows_the_difference() {
    let place = bases();
    let text = std::fs::read_to_string(fixture("mentees.csv")).unwrap();
    let file = place.file("corrected.csv", text.replace("ФГОС", "ФГОС, оценивание"));
    let found = import(&place, &file.display().to_string(), &["--dry-run", "--json"]).ok().json();
    assert_eq!(people(&found)[1].0, "update");
    let changes = &found["people"][1]["changes"];
    assert_eq!(changes.as_array().unwrap().len(), 1, "{changes:#}");
    assert_eq!((&changes[0]["before"], &changes[0]["after"]), (&"ФГОС".into(), &"ФГОС; оценивание".into()));
}

#[test]
fn a_person_in_both_bases_and_in_other_spellings_is_one() {
    let place = bases();
    let mentors =
        "ФИО наставника;Компетенции;Контакты\nВыдумова А.П.;методика;88000000001\nНебылицын И.С.;ИКТ;\n";
    let file = place.file("more.csv", mentors).display().to_string();
    let apart = import(&place, &file, &["--dry-run", "--json"]).ok().json();
    // The telephone number joins the first; the second may be somebody else.
    assert_eq!(apart["people"][0]["action"], "update");
    assert_eq!(apart["people"][0]["name"], "Выдумова Анна Петровна");
    assert_eq!(apart["people"][1]["action"], "add");
    assert_eq!(apart["people"][1]["perhaps"][0]["party"], 2);
    let joined = import(&place, &file, &["--dry-run", "--json", "--merge"]).ok().json();
    assert_eq!(joined["people"][1]["action"], "update");
    import(&place, &file, &["--yes"]).ok().stdout_contains("возможно, это Небылицын Иван Сергеевич (№ 2)");
    import(&place, &file, &["--yes"]).ok().stdout_contains("Ничего не изменилось");
}

#[test]
fn two_rows_about_one_person_add_up() {
    let place = home();
    let rows = "ФИО наставляемого;Год рождения;Запрос\nСказкин Пётр Ильич;1999;план урока\n\
        Сказкин Петр Ильич;1999;методика, план урока\n";
    let file = place.file("twice.csv", rows).display().to_string();
    let found = import(&place, &file, &["--dry-run", "--json"]).ok().json();
    assert_eq!(people(&found), [("add".to_owned(), "Сказкин Пётр Ильич".to_owned())]);
    assert_eq!(found["people"][0]["fields"]["requests"], "план урока; методика");
    import(&place, &file, &["--yes"]).ok().stdout_contains("строка 2; строка 3: один человек — Сказкин");
    import(&place, &file, &["--yes"]).ok().stdout_contains("Ничего не изменилось");
}

#[test]
fn a_table_of_pairs_is_read_for_either_base() {
    let place = home();
    let rows = "№;ФИО наставника;Должность;ФИО наставляемого;Должность;Запрос\n\
        1;Придyмов Борис Семёнович;учитель;Сказкин Пётр Ильич;стажёр;методика\n\
        2;Борис Семёнович Придумов;завуч;Выдумова Анна Петровна;стажёр;ИКТ\n3;Громова Е.П.;учитель;;;\nВсего:;2;;2;;\n";
    let file = place.file("pairs.csv", rows).display().to_string();
    let read = |side: &str, more: &[&str]| {
        let args = ["--side", side, "--dry-run", "--json"];
        import(&place, &file, &[&args, more].concat()).ok().json()
    };
    let names = |found: &Value| people(found).into_iter().map(|(_, name)| name).collect::<Vec<_>>();
    let codes = |found: &Value| {
        let all = found["findings"].as_array().unwrap().iter();
        all.map(|finding| finding["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let mentees = read("mentees", &[]);
    assert_eq!(names(&mentees), ["Сказкин Пётр Ильич", "Выдумова Анна Петровна"]);
    let fields = &mentees["people"][0]["fields"];
    assert_eq!((&fields["position"], &fields["должность_наставника"]), (&"стажёр".into(), &"учитель".into()));
    assert_eq!(fields["requests"], "методика");
    assert!(codes(&mentees).contains(&"other-only".to_owned()), "{mentees}");
    let mentors = read("mentors", &["--merge"]);
    assert_eq!(names(&mentors), ["Придумов Борис Семёнович", "Громова Е.П."]);
    let first = &mentors["people"][0];
    assert_eq!(first["fields"]["запрос_наставляемого"], "методика; ИКТ");
    assert_eq!(first["differs"], serde_json::json!(["position"]));
    let shown = import(&place, &file, &["--side", "mentors", "--merge", "--dry-run"]).ok();
    shown.stdout_contains("В строках сказано разное, проверьте: должность");
}

#[test]
fn a_name_merged_over_rows_and_a_position_behind_a_name() {
    let place = home();
    let html = "<table><tr><td>Наставник (ФИО, должность)</td><td>Компетенции</td></tr>\
        <tr><td rowspan=2>Придумов Борис Семёнович, учитель физики</td><td>ИКТ</td></tr><tr><td>методика</td></tr>\
        <tr><td>Сказкина В.Л. (завуч)</td><td>право</td></tr></table>";
    let file = place.file("merged.html", html).display().to_string();
    let found = import(&place, &file, &["--side", "mentors", "--dry-run", "--json"]).ok().json();
    let fields = |at: usize| &found["people"][at]["fields"];
    assert_eq!(people(&found).len(), 2, "{found}");
    assert_eq!(
        (&fields(0)["competences"], &fields(0)["position"]),
        (&"ИКТ; методика".into(), &"учитель физики".into())
    );
    assert_eq!(
        (&found["people"][1]["name"], &fields(1)["position"]),
        (&"Сказкина В.Л.".into(), &"завуч".into())
    );
}

#[test]
fn classmates_with_nearly_one_name_stay_two() {
    let place = home();
    let rows = "ФИО наставляемого;Год рождения;Контакты;Запрос\nСказкина Алёна Ильинична;2011;88000000005;алгебра\n\
        Сказкина Елена Ильинична;2011;88000000005;физика\n";
    let file = place.file("twins.csv", rows).display().to_string();
    let found = import(&place, &file, &["--dry-run", "--json"]).ok().json();
    assert_eq!(people(&found).len(), 2, "{found}");
    let perhaps = import(&place, &file, &["--dry-run"]).ok();
    perhaps.stdout_contains("Сказкина Елена Ильинична» — возможно, это Сказкина Алёна Ильинична");
}

#[test]
fn every_fault_is_named_with_its_row_and_cell_and_nothing_is_stored() {
    let place = home();
    let text = "ФИО наставляемого;Год рождения;Дата вхождения;Запрос\n\
        Выдумова Анна Петровна;19999;31.02.2023;ФГОС\n;2000;01.09.2023;план\nВсего 5 человек;2001;01.09.2024;план\n";
    let file = place.file("bad.csv", text).display().to_string();
    let error = import(&place, &file, &["--yes"]).code(4);
    for words in [
        "строка 2, столбец «Год рождения»: это не год рождения",
        "строка 2, столбец «Дата вхождения»: это не дата",
        "строка 3, столбец «ФИО наставляемого»: нет имени",
        "строка 4, столбец «ФИО наставляемого»: это не похоже на имя",
        "строка 4, столбец «Дата вхождения»: этот день ещё не наступил",
    ] {
        assert!(error.stderr.contains(words), "{words}:\n{}", error.stderr);
    }
    let text = "Фамилия;Имя;Отчество;Запрос\n;Анна;Петровна;план\nВыдумова;Анна;;план\n";
    let nobody = place.file("nobody.csv", text).display().to_string();
    import(&place, &nobody, &["--side", "mentees", "--yes"])
        .code(4)
        .stderr_contains("строка 2, столбец «Фамилия»: нет фамилии");
    let text = "ФИО;Запрос\nВыдумова Анна Петровна / Сказкин П.И.;план\n";
    let several = place.file("several.csv", text).display().to_string();
    import(&place, &several, &["--side", "mentees", "--yes"])
        .code(4)
        .stderr_contains("строка 2, столбец «ФИО»: здесь несколько человек");
    let english = import(&place, &file, &["--yes"]).english().code(4);
    assert!(english.stderr.contains("line 2, column “Год рождения”: this is not a year of birth"));
    assert_eq!(run(&place, &["person", "list", "--json"]).ok().json(), serde_json::json!([]));
}

#[test]
fn what_is_no_base_is_refused_with_what_was_looked_for() {
    let place = home();
    let file = place.file("tasks.csv", "Мероприятие;Срок\nСовет;сентябрь\n").display().to_string();
    import(&place, &file, &["--yes"]).code(4).stderr_contains("таблицы людей нет").stderr_contains("ФИО");
    let file = place.file("list.csv", "ФИО;Телефон\nВыдумова Анна Петровна;\n").display().to_string();
    import(&place, &file, &["--yes"]).code(4).stderr_contains("--side mentors");
    import(&place, &file, &["--yes", "--side", "mentors"]).ok();
    run(&place, &["import", "people", &file, "--side", "mentors"]).code(2).stderr_contains("teacher-teacher");
    run(&place, &["import", "people", &file, "--form", "нет такой"]).code(2);
}

#[test]
fn names_never_reach_the_journal() {
    let place = bases();
    let text = run(&place, &["journal", "export"]).ok().stdout;
    assert!(text.contains("ParticipantEntered"), "{text}");
    for name in ["Выдумов", "Придумов", "800 000", "фантастика", "рук-во", "vydumova"]
    {
        assert!(!text.contains(name), "{name}");
    }
}

#[test]
fn papers_are_recorded_printed_and_waited_for() {
    let place = bases();
    let waiting = run(&place, &["consent", "list", "--missing", "--json"]).ok().json();
    assert_eq!(waiting.as_array().unwrap().len(), 5);
    run(&place, &["consent", "list"]).ok().stdout_contains("ждём согласия");
    run(&place, &["consent", "print", "blanks.docx", "--json"]).ok().stdout_contains("\"blanks\": 12");
    assert!(std::fs::read(place.path().join("blanks.docx")).unwrap().starts_with(b"PK"));
    run(&place, &["consent", "add", "1", "--kind", "participation", "--kind", "processing"]).ok();
    // A column of papers is known by its cells, whatever its heading; nothing else is recorded.
    let some =
        "ФИО;Что подписано;Дата\nЁлкина Мария Игоревна;согласие на участие;31.09.2023\nНикто;что-то;\n";
    place.file("some.csv", some);
    let refused = run(&place, &["consent", "import", "some.csv"]).code(4);
    for words in ["строка 2, столбец «Дата»: «31.09.2023»", "строка 3, столбец «ФИО»: «Никто»", "«что-то»"]
    {
        assert!(refused.stderr.contains(words), "{words}: {}", refused.stderr);
    }
    place.file("some.csv", some.replace("31.09", "12.09").replace("Никто;что-то;\n", ""));
    let recorded = run(&place, &["consent", "import", "some.csv", "--dry-run", "--json"]).ok().json();
    assert_eq!(recorded["kinds"], serde_json::json!({"participation": 1}));
    // A column of posts is none of papers, whatever papers are called.
    place.file("posts.csv", "ФИО;Категория\nЁлкина Мария Игоревна;работник\n");
    let posts = run(&place, &["consent", "import", "posts.csv", "--dry-run", "--json"]).ok().json();
    assert_eq!(posts["papers"], 2, "{posts}");
    run(&place, &["consent", "import", "posts.csv", "--kind", "нечто"])
        .code(4)
        .stderr_contains("participation");
    // A birthday is no day of signing, and of two days the one of signing counts.
    place.file("born.csv", "ФИО;Дата рождения;Дата выдачи;Дата подписания\nЁлкина Мария Игоревна;12.04.1980;01.09.2023;11.09.2023\n");
    run(&place, &["consent", "import", "born.csv", "--kind", "participation", "--dry-run"])
        .ok()
        .stdout_contains(": 1 (11.09.2023)");
    for words in ["обработка персональных данных", "ОПД", "Обработка ПДн"]
    {
        place.file("kind.csv", format!("ФИО;Вид\nЁлкина Мария Игоревна;{words}\n"));
        let told = run(&place, &["consent", "import", "kind.csv", "--dry-run", "--json"]).ok().json();
        assert_eq!(told["kinds"], serde_json::json!({"processing": 1}), "{words}");
    }
    // A list of names is a table, too.
    place.file("names.txt", "ФИО\nЁлкина Мария Игоревна\n");
    run(&place, &["consent", "import", "names.txt", "--dry-run"]).ok().stdout_contains("было бы записано 2");
    let signed = "ФИО;Дата\nНебылицын Иван Сергеевич;12.09.2023\nЁлкина Мария Игоревна;\n";
    place.file("signed.csv", signed);
    run(&place, &["consent", "import", "signed.csv"]).ok().stdout_contains("4");
    let waiting = run(&place, &["consent", "list", "--missing", "--json"]).ok().json();
    assert_eq!(waiting.as_array().unwrap().len(), 2, "only mentors wait");
    run(&place, &["consent", "withdraw", "1", "--kind", "processing"]).ok();
    let waiting = run(&place, &["consent", "list", "--missing", "--json"]).ok().json();
    assert_eq!(waiting.as_array().unwrap().len(), 3);
    run(&place, &["consent", "add", "1", "--kind", "процессинг"]).code(4).stderr_contains("participation");
}

#[test]
fn blanks_read_as_a_russian_writes_them_whoever_signs() {
    let place = home();
    let pupils = "ФИО наставляемого;Год рождения;Класс;Запрос\nНебылицын Иван Сергеевич;2012;5А;чтение\n\
        Ёлкина Мария Игоревна;2004;11Б;физика\n";
    let file = place.file("pupils.csv", pupils).display().to_string();
    run(&place, &["import", "people", &file, "--form", "pupil-pupil", "--yes"]).ok();
    run(&place, &["consent", "print", "blanks.docx"]).ok();
    let text = crate::orders::text_of(&place.path().join("blanks.docx"));
    for words in [
        "Я, Ёлкина Мария Игоревна, даю согласие на участие в программе наставничества (образовательная организация: Выдуманная школа) в 2023/24 учебном году.",
        "Я, Ёлкина Мария Игоревна, даю согласие на обработку моих персональных данных",
        "законный представитель участника (Небылицын Иван Сергеевич), даю согласие на обработку его (её) персональных данных",
    ] {
        assert!(text.contains(words), "no {words} in {text}");
    }
    assert!(!text.contains("{{"), "{text}");
}

#[test]
fn an_erased_person_is_in_no_file_and_a_restored_backup_forgets_again() {
    let place = bases();
    run(&place, &["backup"]).ok();
    let aside = place.path().join("aside.bak");
    run(&place, &["backup", "aside.bak"]).ok();
    assert!(!found_in(place.path(), "Придумов").is_empty());
    run(&place, &["person", "erase", "4", "--reason", "просит Придумов", "--yes"]).code(4);
    let erased = run(&place, &["person", "erase", "4", "--reason", "по заявлению", "--yes"]).ok();
    assert!(erased.stdout.contains("Вне досягаемости"), "{erased:?}");
    let copy = std::slice::from_ref(&aside);
    assert_eq!(found_in(place.path(), "Придумов"), copy, "only the copy out of reach");
    assert_eq!(found_in(place.path(), "+7 800 000-00-03"), copy);
    run(&place, &["journal", "verify"]).ok();
    run(&place, &["restore", "aside.bak", "--yes"]).ok();
    assert_eq!(found_in(place.path(), "Придумов"), [aside], "restoring forgets again");
    run(&place, &["journal", "verify"]).ok();
    run(&place, &["person", "list"]).ok().stdout_lacks("Придумов");
}

#[test]
fn erasing_ends_the_pairs_of_a_person_and_takes_the_name_out_of_every_text() {
    let place = bases();
    run(&place, &["task", "add", "1.1", "Приказ", "--term", "до 30.09.2023"]).ok();
    run(&place, &["task", "note", "1.1", "Звонил Придумов"]).ok();
    run(&place, &["person", "edit", "Выдумова", "--set", "note=После Бориса Семёновича Придумова"]).ok();
    run(&place, &["program", "open"]).ok();
    run(&place, &["pair", "propose"]).ok();
    run(&place, &["pair", "accept"]).ok();
    run(&place, &["backup"]).ok();
    let list = run(&place, &["pair", "list", "--json"]).ok().json();
    let of = |pair: &&Value| pair["mentor"] == "Придумов Борис Семёнович";
    let pair = list.as_array().unwrap().iter().find(of).expect("a pair")["id"].to_string();
    run(&place, &["pair", "evidence", &pair, "--text", "Придумов звонил"]).ok();
    run(&place, &["pair", "pin", "Придумов", "Елкина", "--reason", "Хочет к Придумову"]).ok();
    let erase = ["person", "erase", "4", "--reason", "по заявлению", "--yes", "--json"];
    let erased = run(&place, &erase).ok().json();
    assert_eq!(erased["rewritten"], 3, "two notes and the reason of the pin: {erased}");
    assert_eq!(erased["mentions"], serde_json::json!([]));
    run(&place, &["task", "show", "1.1"]).ok().stdout_contains("Звонил [удалено]");
    run(&place, &["journal", "show"]).ok().stdout_contains("Имя стёртого участника убрано из 3 текстов");
    let shown = run(&place, &["pair", "show", &pair, "--json"]).ok().json();
    assert_eq!(shown["outcome"], "cancelled");
    run(&place, &["pair", "show", &pair]).ok().stdout_lacks("Придумов");
    run(&place, &["journal", "verify"]).ok();
    run(&place, &["doctor"]).ok();
    // Neither the store nor the copy that was made before says it anywhere.
    let still = found_in(place.path(), "Придумов");
    assert!(still.is_empty(), "{still:?}");
    // What the copy says about others is there without the name.
    let copies: Vec<_> = std::fs::read_dir(place.path().join("backups")).unwrap().collect();
    let copy = copies[0].as_ref().unwrap().path().display().to_string();
    let restored = run(&place, &["restore", &copy, "--yes", "--json"]).ok().json();
    assert_eq!(restored["erased_again"], 1);
    // The copy's journal learns of it: the pair ends, the place in the base goes.
    let shown = run(&place, &["pair", "show", &pair, "--json"]).ok().json();
    assert_eq!(shown["outcome"], "cancelled");
    let again = run(&place, &["pair", "propose", "--rematch", "5", "--json"]).ok().json();
    assert!(again["pairs"].as_array().unwrap().iter().all(|pair| pair["mentor_id"] != 4), "{again}");
    run(&place, &["task", "show", "1.1"]).ok().stdout_contains("Звонил […]");
    run(&place, &["person", "show", "Выдумова"]).ok().stdout_contains("После […]");
    run(&place, &["journal", "verify"]).ok();
    run(&place, &["doctor"]).ok();
}

#[test]
fn who_may_be_somebody_else_stays_in_texts_and_is_listed_with_the_files_that_say_the_name() {
    let place = bases();
    let file = "ФИО;Основные компетенции\nПридумов Игорь Ильич;методика\n";
    let file = place.file("list.csv", file).display().to_string();
    import(&place, &file, &["--yes", "--side", "mentors"]).ok();
    run(&place, &["task", "add", "1.1", "Приказ", "--term", "до 30.09.2023"]).ok();
    run(&place, &["task", "note", "1.1", "Придумов опоздал"]).ok();
    place.file("memo.txt", "Придумов Б.С. болен");
    let erase = ["person", "erase", "4", "--reason", "по заявлению", "--yes", "--json"];
    let erased = run(&place, &erase).ok().json();
    assert_eq!(erased["rewritten"], 0);
    let list = |name: &str| erased[name].to_string();
    assert!(list("mentions").contains("1.1"), "{erased}");
    assert!(list("named_in").contains("memo.txt"), "{erased}");
    run(&place, &["task", "show", "1.1"]).ok().stdout_contains("Придумов опоздал");
}

#[test]
fn a_person_is_shown_and_edited() {
    let place = bases();
    run(&place, &["person", "edit", "2", "--set", "subject=физика", "--set", "contacts=88000000009"]).ok();
    let shown = run(&place, &["person", "show", "небылицын", "--json"]).ok().json();
    assert_eq!(shown["fields"]["subject"], "физика");
    assert_eq!(shown["fields"]["contacts"], "+7 800 000-00-09");
    assert_eq!(shown["missing"], serde_json::json!(["participation", "processing"]));
    // A field is called as a column is, and what it may hold is the same.
    let words = ["стаж=2", "Основной запрос=ФГОС", "Любимый цвет=синий", "email=a@school.example"];
    let set = words.iter().flat_map(|word| ["--set", word]);
    run(&place, &["person", "edit", "2"]).args(&set.collect::<Vec<_>>()).ok();
    let shown = run(&place, &["person", "show", "Небылицын И.С.", "--json"]).ok().json();
    for (field, value) in
        [("years", "2"), ("requests", "ФГОС"), ("любимый_цвет", "синий"), ("contacts", "+7 800 000-00-09")]
    {
        assert_eq!(shown["fields"][field], value, "{shown}");
    }
    for (word, reason) in
        [("стаж=много", "это не число"), ("возраст=300", "столько не бывает"), ("ФИО=Кто", "--name")]
    {
        run(&place, &["person", "edit", "2", "--set", word]).code(4).stderr_contains(reason);
    }
    run(&place, &["person", "show", "2"]).english().ok().stdout_contains("waiting for consents");
}

#[test]
fn the_vocabulary_says_what_it_does_not_know() {
    let place = bases();
    run(&place, &["person", "edit", "2", "--set", "requests=кл. рук-во; жонглирование"]).ok();
    let found = run(&place, &["vocabulary", "check", "--json"]).ok().json();
    assert_eq!(found["unknown"].as_array().unwrap().len(), 1, "{found}");
    assert_eq!(found["unknown"][0]["term"], "жонглирование");
}

/// Whether any file below the folder holds the bytes.
fn found_in(folder: &Path, needle: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(found_in(&path, needle));
        } else if std::fs::read(&path)
            .unwrap()
            .windows(needle.len())
            .any(|window| window == needle.as_bytes())
        {
            found.push(path);
        }
    }
    found
}
