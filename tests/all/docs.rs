//! What the documents promise is done: the commands of both READMEs run, in order, on a copy of the example.

use std::path::{Path, PathBuf};

use crate::harness::Place;

fn document(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// The lines of ```sh blocks: a command, and the exit code that its comment names.
fn commands(text: &str) -> Vec<(String, i32)> {
    let blocks = text.split("```sh\n").skip(1).filter_map(|rest| rest.split_once("```"));
    let lines = blocks.flat_map(|(block, _)| block.lines());
    lines
        .filter(|line| !line.trim().is_empty())
        .map(|line| {
            let (command, comment) = line.split_once(" #").unwrap_or((line, ""));
            let code = ["exit ", "код "].iter().find_map(|word| comment.split_once(word));
            let code = code.and_then(|(_, rest)| rest.chars().next()?.to_digit(10)).unwrap_or(0);
            (command.trim().to_owned(), i32::try_from(code).unwrap())
        })
        .collect()
}

/// The settings that a document shows first: what the reader writes into `vekha.toml`.
fn settings(text: &str) -> Option<&str> {
    Some(text.split_once("```toml\n")?.1.split_once("```")?.0)
}

fn example(place: &Place, text: &str) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/school-158/roadmap-158.docx");
    place.file("examples/school-158/roadmap-158.docx", std::fs::read(from).unwrap());
    // What the reader writes himself.
    if text.contains("passphrase.txt") {
        place.file("school/passphrase.txt", "a passphrase of six words or more\n");
    }
}

#[track_caller]
fn runs(name: &str) {
    let place = Place::new();
    let (text, mut ran) = (document(name), 0);
    example(&place, &text);
    let mut folder: PathBuf = place.path().to_owned();
    for block in text.split("\n```").skip(1).step_by(2) {
        if let Some(edit) = block.strip_prefix("diff\n") {
            apply(edit, &folder);
        }
        let Some(block) = block.strip_prefix("sh\n") else { continue };
        for (command, code) in commands(&format!("```sh\n{block}\n```")) {
            let words = crate::words::split(&command);
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            match words.as_slice() {
                ["cargo", "test"] => {}
                ["cargo", "run", "--release", "--", rest @ ..] => drop(place.vekha(rest).ok()),
                ["cd", to] => {
                    folder = folder.join(to);
                    if let Some(settings) = settings(&text) {
                        crate::servers::with_settings(&folder, settings);
                    }
                }
                ["vekha", rest @ ..] => drop(place.vekha(rest).within(&folder).code(code)),
                _ => panic!("{name}: `{command}`"),
            }
            ran += 1;
        }
    }
    assert!(ran > 10, "{name} shows {ran} commands");
}

/// Writes an edit that a document shows: the file after `---`, then lines that go and lines that come.
#[track_caller]
fn apply(edit: &str, folder: &Path) {
    let (file, edit) = edit.strip_prefix("--- ").and_then(|edit| edit.split_once('\n')).expect("a file");
    let lines = |sign: char| {
        let lines: Vec<&str> = edit.lines().filter_map(|line| line.strip_prefix(sign)).collect();
        lines.join("\n")
    };
    let path = folder.join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(&lines('-')), "{file} has no\n{}", lines('-'));
    std::fs::write(&path, text.replacen(&lines('-'), &lines('+'), 1)).unwrap();
}

#[test]
fn the_commands_of_the_english_readme_run() {
    runs("README.md");
}

#[test]
fn the_commands_about_messages_run() {
    runs("docs/notifications.md");
    runs("docs/notifications.ru.md");
}

#[test]
fn the_commands_of_the_russian_readme_run() {
    runs("README.ru.md");
}

#[test]
fn the_commands_of_the_russian_guide_to_scripts_run() {
    runs("docs/scripts.ru.md");
}

#[test]
fn the_commands_of_the_english_guide_to_scripts_run() {
    runs("docs/scripts.md");
}

#[test]
fn what_is_told_in_two_languages_shows_the_same_commands() {
    let shape = |name: &str| {
        let all = commands(&document(name)).into_iter();
        all.map(|(command, code)| (command.split(' ').take(3).collect::<Vec<_>>().join(" "), code))
            .filter(|(command, _)| !command.starts_with("vekha task show"))
            .collect::<Vec<_>>()
    };
    for name in ["README", "docs/notifications", "docs/reports", "docs/workflows"] {
        let (english, russian) = (format!("{name}.md"), format!("{name}.ru.md"));
        assert_eq!(shape(&english), shape(&russian), "{name}");
        assert!(shape(&english).len() > 3, "{name}");
    }
}

#[test]
fn the_demo_tells_its_story_and_can_be_run_again() {
    let place = Place::new();
    // What a person put there stays when the demo begins anew.
    let note = place.file("vekha-demo/note.txt", "mine");
    place.file("vekha-demo/demo.txt", "vekha demo\n");
    for lang in ["ru", "en"] {
        let (refusal, done) = match lang {
            "ru" => ("мешают 5 условий", "База наставляемых → База наставников"),
            _ => ("5 conditions are in the way", "Base of mentees → Base of mentors"),
        };
        let ran = place.vekha(&["demo", "--lang", lang]).ok();
        let ran = ran.stdout_contains(refusal).stdout_contains(done).stdout_contains("vekha.redb");
        let told: &[&str] = match lang {
            "ru" => &[
                "+     if известно(наставник.стаж) && наставник.стажж",
                "нет поля «стажж»",
                "━━━━━",
                "− распадётся",
                "Останутся без наставника: Чудинов",
                "опубликован",
            ],
            _ => &["Editing scripts/pairing.rhai", "no field `стажж`", "━━━━━", "Чудинов"],
        };
        for words in told {
            assert!(ran.stdout.contains(words), "no `{words}` in\n{}", ran.stdout);
        }
        assert!(!ran.stdout.contains("Unknown localization"), "{}", ran.stdout);
        let home = ["--home", "vekha-demo", "--date", "2023-11-10"];
        let status = place.vekha(&["program", "list", "--json"]).args(&home).ok().json();
        assert_eq!(status[0]["stage"], "work");
        let pairs = place.vekha(&["pair", "list", "--json"]).args(&home).ok().json();
        // The order puts pairs in force; the night of the story may lead them on.
        let in_force = |pair: &&serde_json::Value| {
            ["ordered", "acquaintance"].contains(&pair["stage"].as_str().unwrap())
        };
        assert_eq!(pairs.as_array().unwrap().iter().filter(in_force).count(), 6, "{pairs}");
        for whose in ["pair 1", "program 1", "school"] {
            let again = place.vekha(&["script", "rerun", whose, "--json"]).args(&home);
            let again = again.ok().json();
            assert_eq!(again["verdict"], "equal", "{whose}: {again}");
        }
        place.vekha(&["journal", "verify"]).args(&home).ok();
        assert_eq!(std::fs::read_to_string(&note).unwrap(), "mine");
    }
}

#[test]
fn the_demo_leaves_the_folders_of_others_alone() {
    let place = Place::new();
    let file = place.file("vekha-demo/report.txt", "mine");
    place.vekha(&["demo"]).code(4).stderr_contains("vekha demo my-demo");
    assert_eq!(std::fs::read_to_string(file).unwrap(), "mine");
    let steps = place.vekha(&["demo", "other", "--json"]).ok().json();
    assert!(steps["steps"].as_array().unwrap().len() > 15, "{steps}");
}
