//! `vekha workflow`: a school's definitions, good and bad.

use crate::harness::{Place, vekha};

const PAIR: &str = include_str!("../../workflows/pair.toml");
const PROGRAMME: &str = include_str!("../../workflows/programme.toml");

#[test]
fn good_definitions_pass() {
    let place = Place::new();
    place.file("workflows/pair.toml", PAIR);
    place.file("workflows/programme.toml", PROGRAMME);
    place
        .vekha(&["workflow", "check", "workflows"])
        .ok()
        .stdout_contains("pair.toml: ошибок нет — 10 стадий, 12 переходов")
        .stdout_contains("Ошибок нет, предупреждений нет");
}

#[test]
fn a_bad_definition_is_shown_with_line_and_caret_and_ends_with_four() {
    let place = Place::new();
    place.file("programme.toml", PROGRAMME.replacen("to = \"mentees\"", "to = \"mentes\"", 1));
    let line = PROGRAMME.lines().position(|line| line == "to = \"mentees\"").expect("the line") + 1;
    place
        .vekha(&["workflow", "check", "programme.toml"])
        .code(4)
        .stdout_contains(&format!("programme.toml:{line}:6"))
        .stdout_contains("нет стадии «mentes»")
        .stdout_contains("^^^^^^^^")
        .stdout_contains("может быть, «mentees»?")
        .stdout_contains("1 ошибка");
    let ran = place.vekha(&["workflow", "check", "programme.toml", "--json"]).english().code(4);
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let found = &report["files"][0]["diagnostics"][0];
    assert_eq!(found["code"], "unknown-stage");
    assert_eq!(found["line"], line);
    assert_eq!(report["errors"], 1);
}

#[test]
fn a_file_is_checked_beside_its_neighbours() {
    let place = Place::new();
    place.file("pair.toml", PAIR.replace("\"closed\"", "\"finished\""));
    place.file("programme.toml", PROGRAMME);
    place.vekha(&["workflow", "check", "programme.toml"]).code(4).stdout_contains("нет стадии «closed»");
    place.file("vocabulary.toml", "roles = [\"завуч\"]\n");
    place.file("pair.toml", PAIR.replace("\"curator\"", "\"завуч\""));
    place.vekha(&["workflow", "check", "pair.toml"]).ok();
}

#[test]
fn files_that_cannot_be_read_are_bad_input() {
    let place = Place::new();
    place.vekha(&["workflow", "check", "nothing.toml"]).code(4).stderr_contains("nothing.toml");
    place.file("cp1251.toml", b"[workflow]\nname = \"\xcf\xf0\"\n");
    place.vekha(&["workflow", "check", "cp1251.toml"]).code(4).stderr_contains("cp1251.toml, строка 2");
    place.file("empty.toml", "");
    place.vekha(&["workflow", "check", "empty.toml"]).code(4).stdout_contains("нет ключа «workflow»");
    place.vekha(&["workflow", "check"]).code(4).stderr_contains("vekha init");
}

#[test]
fn a_workflow_is_shown_in_both_languages() {
    vekha(&["workflow", "show", "programme"])
        .ok()
        .stdout_contains("5. Формирование пар или групп (pairs)")
        .stdout_contains("обязательно: Приказ о закреплении пар издан — отвечает директор")
        .stdout_contains("– подтверждение «приказ»: не меньше 1");
    vekha(&["workflow", "show", "programme"])
        .english()
        .ok()
        .stdout_contains("5. Forming pairs or groups (pairs)")
        .stdout_contains("must: The order on pairs is issued — seen to by the head of the school");
    vekha(&["workflow", "show"]).ok().stdout_contains("Наставническая пара");
    let ran = vekha(&["workflow", "show", "task", "--json"]).ok();
    let task: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!(task["initial"], "planned");
    assert_eq!(task["stages"][3]["outcome"], "done");
}

#[test]
fn a_name_that_is_unknown_or_a_file_with_errors_is_refused() {
    vekha(&["workflow", "show", "programm"]).code(4).stderr_contains("есть: programme, task, pair, document");
    let place = Place::new();
    place.file("bad.toml", "[workflow]\n");
    place
        .vekha(&["workflow", "show", "bad.toml"])
        .code(4)
        .stderr_contains("В bad.toml есть ошибки")
        .stderr_contains("vekha workflow check bad.toml");
}

/// The drawings in `docs/workflows/`; `UPDATE_GOLDEN=1 cargo test workflow` writes them anew, to be looked at.
#[test]
fn drawings_in_the_docs_are_those_of_what_ships() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/workflows");
    for name in ["programme", "task", "pair", "document"] {
        for (format, lang, file) in
            [("svg", "ru", format!("{name}.svg")), ("mermaid", "en", format!("{name}.mmd"))]
        {
            let drawn = vekha(&["workflow", "diagram", name, "--format", format, "--lang", lang]).ok().stdout;
            let path = folder.join(file);
            if std::env::var_os("UPDATE_GOLDEN").is_some() {
                std::fs::create_dir_all(&folder).expect("a folder");
                std::fs::write(&path, &drawn).expect("a file");
            }
            let kept = std::fs::read_to_string(&path).unwrap_or_default();
            assert_eq!(drawn, kept, "{} is old", path.display());
        }
    }
}

#[test]
fn a_drawing_goes_to_a_file_in_the_form_its_name_says() {
    let place = Place::new();
    place.vekha(&["workflow", "diagram", "pair", "-o", "pair.svg"]).ok().stdout_contains("pair.svg");
    let svg = std::fs::read_to_string(place.path().join("pair.svg")).expect("the drawing");
    assert!(svg.starts_with("<svg ") && svg.contains("Подведение итогов") && svg.contains("<desc"));
    place
        .vekha(&["workflow", "diagram", "pair", "-o", "nowhere/pair.svg"])
        .code(4)
        .stderr_contains("nowhere");
    place.vekha(&["workflow", "diagram", "pair", "--format", "png"]).code(2).stderr_contains("mermaid, svg");
}
