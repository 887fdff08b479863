//! `kill -9` on the program itself, under commands that write, read, back up and run the night at the same time.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use vekha::files::Files;
use vekha::store::sim::Random;
use vekha::store::{Access, Known, Store};
use vekha_core::ids::CommandId;

use crate::Options;
use crate::life::{SCHOOL, folder, inputs, opening};

/// Kills where nobody asked for more.
const QUICK: u64 = 36;

/// A process under way.
struct Running {
    what: &'static str,
    /// The id of a command that writes.
    id: Option<String>,
    child: Child,
}

/// Kills, looks and counts.
pub fn run(options: &Options) -> bool {
    let wanted = options.points.unwrap_or(QUICK);
    let place = folder();
    let home = place.path().join("home");
    crate::tree::lay_out(&inputs(), place.path());
    for words in [
        &["init", "@home", "--name", "Школа"][..],
        &["import", "roadmap", "@in/roadmap.txt", "--yes"],
        &["import", "people", "@in/mentees.csv", "--form", "teacher-teacher", "--yes"],
        &["import", "people", "@in/mentors.csv", "--form", "teacher-teacher", "--yes"],
        &["program", "open", "--form", "teacher-teacher"],
        &["pair", "propose"],
    ] {
        let mut child = spawn(place.path(), words, "2023-09-12", None);
        assert!(child.wait().unwrap().success(), "{words:?}");
    }
    let mut kills = Kills {
        usual: usual(place.path()),
        root: place.path().to_owned(),
        home,
        random: Random(options.seed),
        told: Vec::new(),
        doubtful: Vec::new(),
        known: Vec::new(),
        counts: BTreeMap::new(),
        wrong: Vec::new(),
    };
    let (mut round, mut killed) = (0, 0);
    while killed < wanted {
        killed += kills.round(round);
        kills.look(round);
        round += 1;
    }
    kills.last_look();
    println!("kills: {killed} processes in {round} rounds, {} commands acknowledged", kills.told.len());
    for (what, count) in &kills.counts {
        println!("  {count:>6}  {what}");
    }
    kills.wrong.iter().for_each(|line| println!("{line}"));
    println!("kills: {} wrong", kills.wrong.len());
    kills.wrong.is_empty()
}

struct Kills {
    /// How long a command that writes takes when nobody else is there, in milliseconds.
    usual: u64,
    root: PathBuf,
    home: PathBuf,
    random: Random,
    /// Commands that ended with exit code 0.
    told: Vec<String>,
    /// Commands that were killed.
    doubtful: Vec<String>,
    /// Heads that were read.
    known: Vec<Known>,
    counts: BTreeMap<String, u64>,
    wrong: Vec<String>,
}

impl Kills {
    fn store(&self) -> PathBuf {
        self.home.join("vekha.redb")
    }

    /// Starts some commands at once and kills whatever still runs after a while. How many were killed.
    fn round(&mut self, round: u64) -> u64 {
        let day = crate::life::day("2023-09-12") + chrono::Days::new(1 + round % 240);
        let date = day.to_string();
        let mut running = Vec::new();
        for no in 0..3 {
            let id = format!("{:032x}", (u128::from(round) << 8) + no + 1);
            let text = format!("Заметка {round}.{no}");
            let child = spawn(&self.root, &["task", "note", "1.1", &text], &date, Some(&id));
            running.push(Running { what: "a writer", id: Some(id), child });
        }
        let others: [(&'static str, &[&str]); 5] = [
            ("a reader", &["status", "--json"]),
            ("the night", &["nightly"]),
            ("a backup", &["backup", "--daily"]),
            ("a list", &["task", "list", "--json"]),
            ("a certificate", &["pair", "verify"]),
        ];
        for (what, words) in others {
            if self.random.below(2) == 0 {
                running.push(Running { what, id: None, child: spawn(&self.root, words, &date, None) });
            }
        }
        // Some are killed before they have the file, some with it, some have ended.
        let most = self.usual * if self.random.below(3) == 0 { 10 } else { 4 };
        let wait = self.random.below(most);
        std::thread::sleep(Duration::from_millis(wait));
        let mut killed = 0;
        for Running { what, id, mut child } in running {
            // It may have ended by itself: then its exit code stands.
            let _ = child.kill();
            let status = child.wait().unwrap();
            let ended = match status.code() {
                Some(0) => "ended with exit code 0 before it",
                Some(5) => "found the store busy",
                Some(code) => {
                    self.wrong.push(format!("wrong: round {round}, {what} ended with exit code {code}"));
                    "failed"
                }
                None => {
                    killed += 1;
                    "was killed"
                }
            };
            *self.counts.entry(format!("{what} {ended}")).or_default() += 1;
            match (id, status.code()) {
                (Some(id), Some(0)) => self.told.push(id),
                (Some(id), None) => self.doubtful.push(id),
                _ => {}
            }
        }
        killed
    }

    /// The first command after a kill reads. Then everything that was acknowledged is looked for.
    fn look(&mut self, round: u64) {
        let mut first = spawn(&self.root, &["status"], "2024-06-01", None);
        match first.wait().unwrap().code() {
            Some(0) => {}
            code => self.wrong.push(format!("wrong: round {round}, the first reader ended with {code:?}")),
        }
        if let Err(why) = self.looked(round) {
            self.wrong.push(format!("wrong: round {round}: {why}"));
        }
        if round.is_multiple_of(8) {
            for words in [&["doctor"][..], &["journal", "verify"], &["pair", "verify"]] {
                let status = spawn(&self.root, words, "2024-06-01", None).wait().unwrap();
                if !status.success() {
                    self.wrong.push(format!("wrong: round {round}, {words:?}: {status}"));
                }
            }
        }
    }

    fn looked(&mut self, round: u64) -> Result<(), String> {
        let said = |error: vekha::store::StoreError| error.to_string();
        let store = Store::open(&self.store(), Access::Read, &opening(&Files::default())).map_err(said)?;
        let snapshot = store.snapshot().map_err(said)?;
        for id in &self.told {
            let command = CommandId::from_hex(id).unwrap();
            if snapshot.answer(SCHOOL, command).map_err(said)?.is_none() {
                return Err(format!("command {id} was acknowledged and is gone"));
            }
        }
        let doubtful = std::mem::take(&mut self.doubtful);
        for id in doubtful {
            let there = snapshot.answer(SCHOOL, CommandId::from_hex(&id).unwrap()).map_err(said)?.is_some();
            let what = if there { "had written" } else { "had written nothing" };
            *self.counts.entry(format!("a writer that was killed {what}")).or_default() += 1;
        }
        // The whole chain takes time; the last heads are looked for every time.
        if round.is_multiple_of(4) {
            let verified = snapshot.verify(&self.known).map_err(said)?;
            if !verified.problems.is_empty() {
                return Err(format!("{:?}", verified.problems));
            }
        }
        for (school, head) in snapshot.schools().map_err(said)? {
            self.known = vec![Known { school, seq: head.seq, hash: head.hash }];
        }
        backups_are_whole(&self.home.join("backups"))
    }

    /// At the end everything is done again that was killed: it is there once.
    fn last_look(&mut self) {
        let before = self.events();
        let repeated: Vec<String> = self.told.iter().take(5).cloned().collect();
        for id in repeated {
            let mut child = spawn(&self.root, &["task", "note", "1.1", "Повтор"], "2024-06-02", Some(&id));
            if !child.wait().unwrap().success() {
                self.wrong.push(format!("wrong: repeating {id} failed"));
            }
        }
        if self.events() != before {
            self.wrong.push("wrong: repeated commands changed something".into());
        }
    }

    fn events(&self) -> u64 {
        let store = Store::open(&self.store(), Access::Read, &opening(&Files::default())).unwrap();
        store.snapshot().unwrap().schools().unwrap().iter().map(|(_, head)| head.seq).sum()
    }
}

/// How long a command that writes takes here and now, in milliseconds.
fn usual(root: &Path) -> u64 {
    let begun = std::time::Instant::now();
    for no in 0..3 {
        let text = format!("Проба {no}");
        assert!(spawn(root, &["task", "note", "1.1", &text], "2023-09-12", None).wait().unwrap().success());
    }
    u64::try_from(begun.elapsed().as_millis() / 3).unwrap_or(1_000).max(5)
}

/// A backup that bears its name is whole; it has been looked at and goes.
fn backups_are_whole(folder: &Path) -> Result<(), String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Ok(()) };
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.extension().is_some_and(|end| end == "redb") {
            let verified = vekha::store::backup::inspect(&path, &opening(&Files::default()));
            verified.map_err(|error| format!("{}: {error}", path.display()))?;
            std::fs::remove_file(&path).map_err(|error| error.to_string())?;
        }
    }
    Ok(())
}

fn spawn(root: &Path, words: &[&str], date: &str, id: Option<&str>) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vekha"));
    command.args(["--home".as_ref(), root.join("home").as_os_str()]).args(["--date", date]);
    command.args(id.into_iter().flat_map(|id| ["--command-id", id]));
    command.args(words.iter().map(|word| match word.strip_prefix('@') {
        Some(path) => root.join(path).into_os_string(),
        None => word.into(),
    }));
    command.env_remove("VEKHA_HOME").env_remove("RUST_LOG").env("LANG", "C");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().expect("the program starts")
}
