//! The frame around every command: help, errors, exit codes, languages.

use crate::harness::{Place, vekha};

#[test]
fn help_is_in_russian_to_the_last_word() {
    for args in [&["--help"][..], &["completions", "--help"], &["help", "completions"]] {
        let ran = vekha(args).ok();
        for english in
            ["Usage", "Options", "Commands", "OPTIONS", "COMMAND", "Print", "Arguments", "possible"]
        {
            assert!(!ran.stdout.contains(english), "{args:?} says `{english}`:\n{}", ran.stdout);
        }
        ran.stdout_contains("Как пишется: vekha")
            .stdout_contains("Общие параметры")
            .stdout_contains("Примеры");
    }
}

#[test]
fn help_is_in_english_when_asked() {
    vekha(&["--help"]).english().ok().stdout_contains("Usage: vekha").stdout_contains("Global options");
    vekha(&["--help"]).env("LANG", "en_US.UTF-8").ok().stdout_contains("Usage: vekha");
}

#[test]
fn a_slip_of_the_finger_is_answered_with_the_nearest_word() {
    vekha(&["completion"])
        .code(2)
        .stdout_empty()
        .stderr_contains("Нет команды «completion»")
        .stderr_contains("может быть, completions?");
    vekha(&["completions", "bash", "--jsno"]).english().code(2).stderr_contains("did you mean --json?");
    vekha(&["completions", "bsh"]).code(2).stderr_contains("bash, elvish, fish");
}

#[test]
fn a_day_that_is_no_day_is_refused_in_the_language_of_the_person() {
    vekha(&["completions", "bash"]).date("31.02.2023").code(2).stderr_contains("день пишется так");
    vekha(&["completions", "bash"]).date("завтра").english().code(2).stderr_contains("a day is written");
    vekha(&["completions", "bash"]).date("10.09.2023").ok();
}

#[test]
fn an_error_of_usage_is_json_when_json_is_asked_for() {
    let error = vekha(&["statsu", "--json"]).code(2).stdout_empty().error();
    assert_eq!(error["kind"], "usage");
    assert_eq!(error["message"], "Нет команды «statsu»");
    assert!(error["hints"].as_array().is_some_and(|hints| !hints.is_empty()));
}

#[test]
fn without_a_command_the_help_is_shown_and_it_is_an_error_of_usage() {
    vekha(&[]).code(2).stdout_empty().stderr_contains("Какая команда нужна?");
}

#[test]
fn the_version_is_that_of_the_package() {
    vekha(&["--version"]).ok().stdout_contains(env!("CARGO_PKG_VERSION"));
}

#[test]
fn every_shell_gets_a_script() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        vekha(&["completions", shell]).ok().stdout_contains("vekha");
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let place = Place::new();
    let script = format!("set -o pipefail; {} completions zsh | head -c 1", env!("CARGO_BIN_EXE_vekha"));
    let output =
        std::process::Command::new("bash").args(["-c", &script]).current_dir(place.path()).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_failure_that_says_so() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_vekha"));
    let output = command.args(["completions", "bash", "--lang", "en"]).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("could not be written"), "{output:?}");
}
