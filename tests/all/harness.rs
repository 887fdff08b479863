//! Runs the program in a home of its own:
//!
//! ```ignore
//! vekha(&["status"]).date("2023-09-10").ok().stdout_contains("Дорожная карта");
//! ```

#![allow(dead_code)] // a tool box: not every command uses every tool

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A folder for one test; gone with it.
pub struct Place(TempDir);

impl Place {
    /// An empty folder.
    pub fn new() -> Self {
        Self(TempDir::new().expect("a temporary folder"))
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes a file in it, with its folders.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        std::fs::write(&path, content).expect("a file");
        path
    }

    /// A run of the program in this folder.
    pub fn vekha(&self, args: &[&str]) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vekha"));
        command.current_dir(self.path()).args(args).env_remove("VEKHA_HOME").env_remove("RUST_LOG");
        command.env("LANG", "C").env_remove("LC_ALL").env_remove("LC_MESSAGES").env_remove("LANGUAGE");
        Run { command, input: Vec::new(), place: None }
    }
}

/// A run of the program in an empty folder.
pub fn vekha(args: &[&str]) -> Run {
    let place = Place::new();
    let mut run = place.vekha(args);
    run.place = Some(place);
    run
}

/// A run that is being prepared. Speaks Russian unless told otherwise, since its locale is "C".
pub struct Run {
    command: Command,
    input: Vec<u8>,
    place: Option<Place>,
}

impl Run {
    /// Sets today.
    pub fn date(self, day: &str) -> Self {
        self.args(&["--date", day])
    }

    /// Speaks English.
    pub fn english(self) -> Self {
        self.args(&["--lang", "en"])
    }

    /// More arguments.
    pub fn args(mut self, args: &[&str]) -> Self {
        self.command.args(args);
        self
    }

    /// A variable of the environment.
    pub fn env(mut self, name: &str, value: impl AsRef<std::ffi::OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Runs from another folder.
    pub fn within(mut self, dir: &Path) -> Self {
        self.command.current_dir(dir);
        self
    }

    /// What stands on stdin.
    pub fn stdin(mut self, input: impl Into<Vec<u8>>) -> Self {
        self.input = input.into();
        self
    }

    /// Runs it, expecting success.
    #[track_caller]
    pub fn ok(self) -> Ran {
        self.code(0)
    }

    /// Runs it, expecting this exit code.
    #[track_caller]
    pub fn code(mut self, expected: i32) -> Ran {
        self.command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = self.command.spawn().expect("the program starts");
        let mut stdin = child.stdin.take().expect("stdin");
        let input = std::mem::take(&mut self.input);
        // A program that does not read its input closes the pipe, which is no fault of the test.
        let writer = std::thread::spawn(move || drop(std::io::Write::write_all(&mut stdin, &input)));
        let output = child.wait_with_output().expect("the program ends");
        writer.join().expect("the input is written");
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        let ran = Ran { stdout: text(output.stdout), stderr: text(output.stderr), place: self.place };
        assert_eq!(output.status.code(), Some(expected), "{:?}\n{ran:?}", self.command);
        ran
    }
}

/// What a run left.
#[derive(Debug)]

pub struct Ran {
    /// Data.
    pub stdout: String,
    /// Everything else.
    pub stderr: String,
    place: Option<Place>,
}

impl std::fmt::Debug for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.path().fmt(f)
    }
}

impl Ran {
    /// Data says `words`.
    #[track_caller]
    pub fn stdout_contains(self, words: &str) -> Self {
        assert!(self.stdout.contains(words), "no `{words}` in stdout:\n{}", self.stdout);
        self
    }

    /// Data does not say `words`.
    #[track_caller]
    pub fn stdout_lacks(self, words: &str) -> Self {
        assert!(!self.stdout.contains(words), "`{words}` is in stdout:\n{}", self.stdout);
        self
    }

    /// The rest says `words`.
    #[track_caller]
    pub fn stderr_contains(self, words: &str) -> Self {
        assert!(self.stderr.contains(words), "no `{words}` in stderr:\n{}", self.stderr);
        self
    }

    /// Nothing was printed as data.
    #[track_caller]
    pub fn stdout_empty(self) -> Self {
        assert_eq!(self.stdout, "");
        self
    }

    /// Data as JSON.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}:\n{}", self.stdout))
    }

    /// The failure as JSON.
    #[track_caller]
    pub fn error(&self) -> serde_json::Value {
        let value: serde_json::Value =
            serde_json::from_str(&self.stderr).unwrap_or_else(|error| panic!("{error}:\n{}", self.stderr));
        value["error"].clone()
    }
}
