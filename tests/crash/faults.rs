//! Disks that fail: each step of the life with each of its changes to files refused, once or from then on.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::sync_channel;

use vekha::files::{Change, Files, Gate};
use vekha::store::doctor::doctor;
use vekha::store::sim::Random;
use vekha::store::{Access, Store};

use crate::Options;
use crate::life::{Act, STEPS, Told, day, deliver, folder, lived, opening, take};
use crate::tree::{Contents, Happened, Tree, lay_out};

const STORE: &str = "home/vekha.redb";
/// How many changes of each step are refused where nobody asked for more.
const QUICK: u64 = 1;

/// Refuses a change.
struct Failing {
    made: AtomicU64,
    /// From 1.
    at: u64,
    kind: ErrorKind,
    /// From then on, or once.
    lasting: bool,
}

impl Gate for Failing {
    fn ask(&self, change: Change<'_>) -> io::Result<()> {
        let no = self.made.fetch_add(1, Ordering::Relaxed) + 1;
        // A disk that is full still lets go of files, and has nothing against syncs.
        let harmless = matches!(change, Change::Remove(_) | Change::Sync(_) | Change::SyncFolder(_));
        let spared = self.kind == ErrorKind::StorageFull && harmless;
        let hit = if self.lasting { no >= self.at } else { no == self.at };
        if hit && !spared { Err(self.kind.into()) } else { Ok(()) }
    }
}

/// A step with a fault in it.
struct Try {
    step: usize,
    at: u64,
    kind: ErrorKind,
    lasting: bool,
    before: Arc<Contents>,
    /// The exit code without a fault, and the end of each journal after it.
    code: u8,
    heads: Heads,
}

type Heads = Vec<(u32, u64)>;

/// Refuses, looks and counts.
pub fn run(options: &Options) -> bool {
    let lived = lived();
    std::panic::set_hook(Box::new(|_| {}));
    let (to, from) = sync_channel::<Try>(2);
    let from = Arc::new(std::sync::Mutex::new(from));
    let working: Vec<_> = (0..options.threads)
        .map(|_| {
            let from = from.clone();
            std::thread::spawn(move || {
                let (mut counts, mut wrong) = (BTreeMap::<String, u64>::new(), Vec::new());
                loop {
                    let next = from.lock().unwrap().recv();
                    let Ok(trial) = next else { return (counts, wrong) };
                    match catch_unwind(AssertUnwindSafe(|| tried(&trial))) {
                        Ok(outcome) => *counts.entry(outcome).or_default() += 1,
                        Err(panic) => {
                            let said = panic.downcast_ref::<String>().cloned().unwrap_or_default();
                            let Try { step, at, kind, lasting, .. } = trial;
                            wrong.push(format!(
                                "wrong: step {step} {:?}, change {at}, {kind:?}, lasting {lasting}: {said}",
                                STEPS[step]
                            ));
                        }
                    }
                }
            })
        })
        .collect();
    for trial in trials(&lived.happened, &lived.inputs, options) {
        to.send(trial).unwrap();
    }
    drop(to);
    let (mut counts, mut wrong) = (BTreeMap::<String, u64>::new(), Vec::new());
    for thread in working {
        let (own, bad) = thread.join().unwrap();
        for (outcome, count) in own {
            *counts.entry(outcome).or_default() += count;
        }
        wrong.extend(bad);
    }
    drop(std::panic::take_hook());
    for (outcome, count) in &counts {
        println!("  {count:>6}  {outcome}");
    }
    wrong.iter().for_each(|line| println!("{line}"));
    println!("faults: {} tried, {} wrong", counts.values().sum::<u64>(), wrong.len());
    wrong.is_empty()
}

/// Every step with faults at changes drawn from it; with `--points` as many a step, at most all.
fn trials(happened: &[Happened], inputs: &Contents, options: &Options) -> Vec<Try> {
    let mut random = Random(options.seed);
    let mut tree = Tree::holding(inputs);
    let (mut trials, mut step, mut changes) = (Vec::new(), 0, 0_u64);
    let mut before = Arc::new(inputs.clone());
    for happened in happened {
        tree.goes_on(happened);
        match happened {
            Happened::Begins(no) => (step, changes, before) = (*no, 0, Arc::new(tree.contents())),
            Happened::Ended(_, code) => {
                let heads = tree.bytes(Path::new(STORE)).map(|bytes| {
                    let place = folder();
                    let path = place.path().join("store.redb");
                    std::fs::write(&path, bytes).unwrap();
                    heads(&path)
                });
                let heads = heads.unwrap_or_default();
                let wanted = options.points.unwrap_or(QUICK);
                let all: Vec<u64> = match changes <= wanted {
                    true => (1..=changes).collect(),
                    false => (0..wanted).map(|_| 1 + random.below(changes)).collect(),
                };
                for at in all {
                    let kind = [ErrorKind::Other, ErrorKind::StorageFull, ErrorKind::PermissionDenied]
                        [random.below(3) as usize];
                    let lasting = random.below(2) == 0;
                    trials.push(Try {
                        step,
                        at,
                        kind,
                        lasting,
                        before: before.clone(),
                        code: *code,
                        heads: heads.clone(),
                    });
                }
            }
            Happened::Sent(_) => {}
            _ => changes += 1,
        }
    }
    trials
}

fn heads(store: &Path) -> Heads {
    let store = Store::open(store, Access::Read, &opening(&Files::default())).unwrap();
    let schools = store.snapshot().unwrap().schools().unwrap();
    schools.into_iter().map(|(school, head)| (school.0, head.seq)).collect()
}

fn tried(trial: &Try) -> String {
    let place = folder();
    let root = place.path();
    lay_out(&trial.before, root);
    let store = root.join(STORE);
    let old = if store.exists() { heads(&store) } else { Heads::new() };
    let failing = Failing { made: AtomicU64::new(0), at: trial.at, kind: trial.kind, lasting: trial.lasting };
    let told: Told = Arc::new(|_| {});
    let (code, said) = take(trial.step, root, &Files::watched(Arc::new(failing)), true, &told);
    let kind = match trial.kind {
        ErrorKind::StorageFull => "full disk",
        ErrorKind::PermissionDenied => "no rights",
        _ => "input/output error",
    };
    if store.exists() {
        let report = doctor(&store, &[], &opening(&Files::default())).unwrap();
        assert_eq!(report.problems, [], "after exit {code}");
        let now = heads(&store);
        for (school, seq) in &old {
            let kept = now.iter().any(|(other, now)| school == other && now >= seq);
            // What restoring puts in place of the store is older.
            assert!(kept || restores(trial.step), "school {school} lost events: {old:?} {now:?}");
        }
    }
    if code == trial.code {
        assert_eq!(heads(&store), trial.heads, "exit {code}, and not everything is there");
        return format!("{kind}: done all the same");
    }
    assert!(matches!(code, 1 | 4 | 5), "exit {code}: {said}");
    // What only a part of the night failed at stands in the account that it prints.
    let in_account = code == 1 && said.is_empty() && is_night(trial.step);
    assert!(in_account || !said.is_empty(), "exit {code} without a word");
    let says_full = ["space", "full"].iter().any(|word| said.to_lowercase().contains(word));
    if trial.kind == ErrorKind::StorageFull && !in_account && !says_full {
        panic!("a full disk is told as: {said}");
    }
    let (again, said) = take(trial.step, root, &Files::default(), true, &told);
    assert_eq!(again, trial.code, "again, without a fault: {said}");
    // A letter that may have left waits for its window, and a receiver gets one a day.
    if matches!(STEPS[trial.step].2, Act::Deliver) {
        for days in 1..4 {
            let on = day(STEPS[trial.step].0) + chrono::Days::new(days);
            deliver(&root.join("home"), on, true, &Files::default(), &told).unwrap();
        }
        let (now, then) = (heads(&store), &trial.heads);
        let all = then.iter().all(|(school, seq)| now.iter().any(|(own, now)| own == school && now >= seq));
        assert!(all, "not everything is delivered: {now:?}, {then:?}");
        return format!("{kind}: told with exit code {code}, delivered later");
    }
    assert_eq!(heads(&store), trial.heads, "again, without a fault, and not everything is there");
    format!("{kind}: told with exit code {code}, done when asked again")
}

fn is_night(step: usize) -> bool {
    matches!(STEPS[step].2, Act::Command(words) if words[0] == "nightly")
}

fn restores(step: usize) -> bool {
    matches!(STEPS[step].2, Act::Command(words) if words[0] == "restore")
}
