//! A short list of bans, each with what to use in place of it.

use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The Rust files under `dir`, as paths from the root.
fn sources(dir: &str) -> Vec<PathBuf> {
    let mut folders = vec![root().join(dir)];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ext| ext == "rs") {
                found.push(path.strip_prefix(root()).unwrap().to_owned());
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "{dir}");
    found
}

/// The lines before a file's tests.
fn code(path: &Path) -> Vec<(usize, String)> {
    let text = std::fs::read_to_string(root().join(path)).unwrap();
    let lines = text.lines().enumerate().map(|(index, line)| (index + 1, line.to_owned()));
    lines.take_while(|(_, line)| !line.starts_with("#[cfg(test)]")).collect()
}

/// Nothing under `dir` says one of `words`, but for the files that may.
#[track_caller]
fn banned(dir: &str, words: &[&str], may: &[&str], instead: &str) {
    let mut found = Vec::new();
    for path in sources(dir) {
        let is_test = path.components().any(|part| part.as_os_str() == "tests");
        if is_test || may.iter().any(|may| path.starts_with(may)) {
            continue;
        }
        for (number, line) in code(&path) {
            let line = line.split("//").next().unwrap_or_default();
            if words.iter().any(|word| line.contains(word)) {
                found.push(format!("{}:{number}: {}", path.display(), line.trim()));
            }
        }
    }
    assert!(found.is_empty(), "{instead}:\n{}", found.join("\n"));
}

#[test]
fn only_the_output_prints() {
    let words = ["println!", "print!(", "dbg!", "io::stdout()", "io::stderr()"];
    banned(
        "src",
        &words,
        &["src/cli/output.rs", "src/bin", "src/script/worker.rs"],
        "print through cli::Output",
    );
}

#[test]
fn only_the_clock_knows_the_time() {
    let words = ["Utc::now", "Local::now", "SystemTime::now", "now_v7"];
    banned("src", &words, &["src/clock.rs"], "ask cli::Ctx::clock");
}

#[test]
fn files_are_written_whole() {
    let words = ["fs::write(", "File::create(", "fs::rename(", "fs::copy(", "create_dir_all("];
    // A note that nobody misses, a copy that is looked at and thrown away, pages and folders that are made anew.
    let may = [
        "src/files.rs",
        "src/store/holder.rs",
        "src/store/doctor.rs",
        "src/cli/demo",
        "src/cli/demo.rs",
        "src/cli/man.rs",
        "src/cli/script/new.rs",
    ];
    banned("src", &words, &may, "write through cli::Ctx::files or store::Options::files");
}

#[test]
fn the_core_is_pure() {
    let words =
        ["HashMap", "HashSet", "std::fs", "std::env", "std::time", "std::process", "println!", "Utc::now"];
    banned("core/src", &words, &[], "the core takes what it needs as arguments, in ordered maps");
}

#[test]
fn nothing_is_left_to_do_later() {
    for dir in ["src", "core/src"] {
        banned(dir, &["todo!", "unimplemented!", "unreachable_unchecked"], &[], "finish it");
    }
}

#[test]
fn every_file_of_tests_runs() {
    let main = std::fs::read_to_string(root().join("tests/all/main.rs")).unwrap();
    for entry in std::fs::read_dir(root().join("tests/all")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        let module = path.is_dir() || path.extension().is_some_and(|ext| ext == "rs");
        let known = name == "main" || main.contains(&format!("mod {name};"));
        assert!(known || !module, "tests/all/main.rs has no `mod {name};`");
    }
}
