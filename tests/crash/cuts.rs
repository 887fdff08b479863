//! Power cuts: the life is lived once and recorded; then the power is cut at any moment of it, and what is left is
//! looked at, gone on with, and cut again.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use vekha::files::Files;
use vekha::notify::parcel::Parcel;
use vekha::notify::worker::Did;
use vekha::store::doctor::doctor;
use vekha::store::sim::{Disk, Random};
use vekha::store::{Access, Store};
use vekha_core::digest::Digest;
use vekha_core::message::Settled;

use crate::Options;
use crate::life::{ERASED, Lived, SCHOOL, STEPS, Told, day, deliver, folder, lived, opening, take};
use crate::tree::{Contents, Happened, Recorder, Tree, lay_out};

const STORE: &str = "home/vekha.redb";
/// In debug a point costs a tenth of a second.
const QUICK: u64 = 200;

/// What a store holds, a digest a table.
type Held = BTreeMap<String, Digest>;

/// What is known of the life as it was lived.
struct Known {
    lived: Lived,
    /// What the store held after each of its commits: the operation, what.
    held: Vec<(usize, Held)>,
    /// Steps: where they begin, where they ended, their exit code, the digests of files at their end.
    steps: Vec<Ended>,
    /// Letters: the operation, the key.
    sent: Vec<(usize, String)>,
}

#[derive(Clone, Debug, Default)]
struct Ended {
    begins: usize,
    ends: usize,
    code: u8,
    files: BTreeMap<PathBuf, Digest>,
}

/// One cut.
struct Point {
    at: usize,
    seed: u64,
    keep: u64,
    left: Contents,
    /// Whether the interrupted step is done again, and the outbox emptied.
    goes_on: bool,
    /// Whether the recovery is cut too.
    again: bool,
}

impl Known {
    fn of(lived: Lived) -> Self {
        let mut known = Self { held: Vec::new(), steps: Vec::new(), sent: Vec::new(), lived };
        let mut tree = Tree::holding(&known.lived.inputs);
        let mut header = Vec::new();
        for (at, happened) in known.lived.happened.iter().enumerate() {
            tree.goes_on(happened);
            match happened {
                Happened::Begins(_) => known.steps.push(Ended { begins: at, ..Ended::default() }),
                Happened::Ended(no, code) => {
                    let files = tree.contents().into_iter().filter(|(path, _)| is_plain(path));
                    let files = files.map(|(path, bytes)| (path, Digest::of_bytes(&bytes))).collect();
                    let step = &mut known.steps[*no];
                    (step.ends, step.code, step.files) = (at, *code, files);
                }
                Happened::Sent(key) => known.sent.push((at, key.clone())),
                Happened::Sync(_) | Happened::SyncFolder(_) => {
                    let Some(bytes) = tree.bytes(Path::new(STORE)) else { continue };
                    // The first page tells commits apart.
                    if bytes.get(..512) == Some(&header[..]) {
                        continue;
                    }
                    header = bytes[..512].to_vec();
                    let held = held(&bytes);
                    if known.held.last().map(|(_, held)| held) != Some(&held) {
                        known.held.push((at, held));
                    }
                }
                _ => {}
            }
        }
        known
    }

    /// The step under way after so many operations, if one is; and the last one that said it was done.
    fn step(&self, at: usize) -> (Option<usize>, Option<usize>) {
        let under_way = self.steps.iter().position(|step| (step.begins..=step.ends).contains(&at));
        let done = self.steps.iter().rposition(|step| step.ends < at);
        (under_way, done)
    }

    /// What the store may hold after a cut: what it held when the last step ended, and after every commit since, the
    /// one under way included.
    fn may_hold(&self, at: usize) -> &[(usize, Held)] {
        let (_, done) = self.step(at);
        let ended = done.map_or(0, |no| self.steps[no].ends);
        let from = self.held.iter().rposition(|(held, _)| *held <= ended).unwrap_or(0);
        let to = self.held.iter().position(|(held, _)| *held >= at).map_or(self.held.len(), |to| to + 1);
        &self.held[from..to.max(from)]
    }
}

/// Files whose content is the same in every run of their step: not stores, drafts and notes.
fn is_plain(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    !name.contains(".redb") && !name.ends_with(".new")
}

fn held(bytes: &[u8]) -> Held {
    let store = Store::open_on(Disk::holding(bytes.to_vec()), &opening(&Files::default())).unwrap();
    store.snapshot().unwrap().contents().unwrap()
}

fn held_in(path: &Path, access: Access) -> Held {
    let store = Store::open(path, access, &opening(&Files::default())).unwrap();
    store.snapshot().unwrap().contents().unwrap()
}

/// Cuts, looks and counts.
pub fn run(options: &Options) -> bool {
    let known = Arc::new(Known::of(lived()));
    println!(
        "cuts: a life of {} steps, {} operations, {} commits, {} letters",
        STEPS.len(),
        known.lived.happened.len(),
        known.held.len(),
        known.sent.len()
    );
    std::panic::set_hook(Box::new(|_| {}));
    let (to, from) = sync_channel::<Point>(options.threads);
    let from = Arc::new(Mutex::new(from));
    let looking: Vec<_> = (0..options.threads)
        .map(|_| {
            let (known, from) = (known.clone(), from.clone());
            std::thread::spawn(move || look_at_all(&known, &from))
        })
        .collect();
    for point in points(&known, &known.lived.happened, options) {
        to.send(point).unwrap();
    }
    drop(to);
    let (mut counts, mut wrong) = (BTreeMap::<String, u64>::new(), Vec::new());
    for thread in looking {
        let (own, bad) = thread.join().unwrap();
        for (outcome, count) in own {
            *counts.entry(outcome).or_default() += count;
        }
        wrong.extend(bad);
    }
    if options.at.is_none() {
        wrong.extend(unnoticed(&known, options));
    }
    drop(std::panic::take_hook());
    for (outcome, count) in &counts {
        println!("  {count:>6}  {outcome}");
    }
    for line in &wrong {
        println!("{line}");
    }
    println!("cuts: {} wrong", wrong.len());
    wrong.is_empty()
}

/// The points in the order of the life, each with what is left. Half are drawn from all operations, half from a step
/// that is drawn first, so that short steps are met too.
fn points<'a>(
    known: &'a Known,
    happened: &'a [Happened],
    options: &Options,
) -> impl Iterator<Item = Point> + use<'a> {
    let mut random = Random(options.seed);
    let all = happened.len();
    let mut drawn: Vec<(usize, u64)> = match options.at {
        Some(at) => vec![(at as usize, options.seed)],
        None => (0..options.points.unwrap_or(QUICK))
            .map(|no| {
                let at = match no % 2 {
                    0 => random.below(all as u64 + 1) as usize,
                    _ => {
                        let step = &known.steps[random.below(known.steps.len() as u64) as usize];
                        step.begins + random.below((step.ends - step.begins) as u64 + 2) as usize
                    }
                };
                (at, random.below(u64::MAX))
            })
            .collect(),
    };
    drawn.sort_unstable();
    let chosen = options.at.is_some();
    let mut tree = Tree::holding(&known.lived.inputs);
    let mut done = 0;
    drawn.into_iter().map(move |(at, seed)| {
        happened[done..at.min(all)].iter().for_each(|happened| tree.goes_on(happened));
        done = at.min(all);
        let mut random = Random(seed);
        let keep = match random.below(4) {
            0 => 0,
            1 => 100,
            _ => random.below(101),
        };
        let left = tree.after_cut(keep, &mut random);
        let (goes_on, again) = (chosen || random.below(8) == 0, chosen || random.below(8) == 0);
        Point { at, seed, keep, left, goes_on, again }
    })
}

/// What is left out, and whether something is it.
type Kind<'a> = (&'a str, &'a dyn Fn(&Happened) -> bool);

/// A product that left something out would be found: the same life without the syncs of one kind must come to harm.
/// The kinds that did not.
fn unnoticed(known: &Known, options: &Options) -> Vec<String> {
    let mut names = BTreeMap::new();
    for happened in &known.lived.happened {
        if let Happened::Open { file, path, .. } = happened {
            names.insert(*file, path.clone());
        }
    }
    let is_of = |file: &u64, draft: bool| {
        let name = names[file].to_string_lossy();
        if draft { name.ends_with(".new") } else { names[file] == Path::new(STORE) }
    };
    let kinds: [Kind<'_>; 3] = [
        (
            "the store is not synced",
            &|happened| matches!(happened, Happened::Sync(file) if is_of(file, false)),
        ),
        ("drafts are not synced", &|happened| matches!(happened, Happened::Sync(file) if is_of(file, true))),
        ("folders are not synced", &|happened| matches!(happened, Happened::SyncFolder(_))),
    ];
    let few = Options { points: Some(150), ..options.clone() };
    let mut missed = Vec::new();
    for (kind, left_out) in kinds {
        let nothing = || Happened::Sent(String::new());
        let broken =
            known.lived.happened.iter().map(|one| if left_out(one) { nothing() } else { one.clone() });
        let broken: Vec<Happened> = broken.collect();
        let tried = points(known, &broken, &few).enumerate().find(|(_, point)| {
            let point = Point { goes_on: false, again: false, left: point.left.clone(), ..*point };
            catch_unwind(AssertUnwindSafe(|| look(known, &point))).is_err()
        });
        match tried {
            Some((no, _)) => println!("  were it so that {kind}: found by cut {}", no + 1),
            None => missed.push(format!("wrong: were it so that {kind}, no cut of 150 would find it")),
        }
    }
    missed
}

fn look_at_all(known: &Known, from: &Mutex<Receiver<Point>>) -> (BTreeMap<String, u64>, Vec<String>) {
    let (mut counts, mut wrong) = (BTreeMap::new(), Vec::new());
    loop {
        let next = from.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(point) = next else { return (counts, wrong) };
        match catch_unwind(AssertUnwindSafe(|| look(known, &point))) {
            Ok(outcomes) => {
                for outcome in outcomes {
                    *counts.entry(outcome).or_default() += 1;
                }
            }
            Err(panic) => {
                let said = panic.downcast_ref::<String>().cloned();
                let said = said.or_else(|| panic.downcast_ref::<&str>().map(|said| (*said).to_owned()));
                let (under_way, _) = known.step(point.at);
                wrong.push(format!(
                    "wrong: {}\n  in step {:?}\n  again: cargo test --test crash -- cuts --at {} --seed {}",
                    said.unwrap_or_default(),
                    under_way.map(|no| STEPS[no]),
                    point.at,
                    point.seed
                ));
            }
        }
    }
}

/// Looks at what a cut left. Panics where something is wrong.
fn look(known: &Known, point: &Point) -> Vec<String> {
    let place = folder();
    let root = place.path();
    lay_out(&point.left, root);
    let store = root.join(STORE);
    let (under_way, done) = known.step(point.at);
    let kept = match point.keep {
        0 => "nothing unsynced kept",
        100 => "everything kept",
        _ => "a part kept, torn",
    };
    files_are_whole(known, point, done, under_way);
    if done.is_some_and(|no| no >= erasing()) {
        nobody_is_named(&point.left, false);
    }
    if done.is_none() && !store.exists() {
        let mut outcomes = vec![format!("{kept}: no store yet")];
        outcomes.extend(point.goes_on.then(|| go_on(known, point, root)));
        return outcomes;
    }
    let held = held_in(&store, Access::Read);
    let may = known.may_hold(point.at);
    let Some(found) = may.iter().position(|(_, may)| *may == held) else {
        panic!("the store holds what it never held: {}", differs(&held, &may[0].1));
    };
    is_sound(&store);
    let mut outcomes = vec![match (found, under_way) {
        (0, None) => format!("{kept}: between steps"),
        (0, Some(_)) => format!("{kept}: as acknowledged"),
        _ => format!("{kept}: with commits of the step under way"),
    }];
    if point.again {
        cut_again(point, &held);
        outcomes.push("also cut while recovering".into());
    }
    outcomes.extend(point.goes_on.then(|| go_on(known, point, root)));
    outcomes
}

/// Every table that differs.
fn differs(held: &Held, other: &Held) -> String {
    let tables = held.iter().filter(|(table, digest)| other.get(*table) != Some(*digest));
    tables.map(|(table, _)| table.as_str()).collect::<Vec<_>>().join(", ")
}

fn is_sound(store: &Path) {
    let report = doctor(store, &[], &opening(&Files::default())).unwrap();
    assert_eq!(report.problems, [], "{}", store.display());
}

fn erasing() -> usize {
    let erases = |words: &[&str]| words.starts_with(&["person", "erase"]);
    STEPS
        .iter()
        .position(|(.., act)| matches!(act, crate::life::Act::Command(words) if erases(words)))
        .unwrap()
}

/// Who was erased is in no file but those that the program did not make. A draft of a restore, which is on its way to be
/// erased from, goes when the store is written to next.
fn nobody_is_named(left: &Contents, drafts: bool) {
    // What was carried elsewhere is out of reach.
    let is_ours = |path: &Path| !path.starts_with("kept") && (drafts || !path.ends_with("vekha.redb.new"));
    for (path, bytes) in left.iter().filter(|(path, _)| is_ours(path)) {
        let named = bytes.windows(ERASED.len()).any(|window| window == ERASED.as_bytes());
        assert!(!named, "{} names who was erased", path.display());
    }
}

/// A file is as the last step left it, or as the step under way leaves it: never half.
fn files_are_whole(known: &Known, point: &Point, done: Option<usize>, under_way: Option<usize>) {
    let empty = BTreeMap::new();
    let before = done.map_or(&empty, |no| &known.steps[no].files);
    let after = under_way.map_or(before, |no| &known.steps[no].files);
    let is_input = |path: &Path| path.starts_with("in") || path.ends_with(".keep");
    for (path, bytes) in point.left.iter().filter(|(path, _)| is_plain(path) && !is_input(path)) {
        let digest = Some(Digest::of_bytes(bytes));
        let known = [before.get(path).copied(), after.get(path).copied()];
        assert!(known.contains(&digest), "{} is neither old nor new", path.display());
    }
    for path in before.keys().filter(|path| after.contains_key(*path)) {
        assert!(point.left.contains_key(path), "{} is gone", path.display());
    }
    // Copies of the store are files of their own: whole ones.
    let is_copy = |path: &Path| path.extension().is_some_and(|end| end == "redb") && path != Path::new(STORE);
    for (path, bytes) in point.left.iter().filter(|(path, _)| is_copy(path)) {
        let store = Store::open_on(Disk::holding(bytes.clone()), &opening(&Files::default()));
        let verified = store.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let verified = verified.snapshot().unwrap().verify(&[]).unwrap();
        assert_eq!(verified.problems, [], "{}", path.display());
    }
}

/// Cuts the power while what is left is opened for the first time.
fn cut_again(point: &Point, held: &Held) {
    let mut left = point.left.clone();
    let mut random = Random(point.seed ^ 1);
    for _ in 0..2 {
        let place = folder();
        lay_out(&left, place.path());
        let recorder = Arc::new(Recorder::new(place.path()));
        let options = opening(&Files::watched(recorder.clone()));
        Store::open(&place.path().join(STORE), Access::Write, &options).unwrap().close().unwrap();
        let happened = recorder.take();
        let mut tree = Tree::holding(&left);
        let cut = random.below(happened.len() as u64 + 1) as usize;
        happened[..cut].iter().for_each(|happened| tree.goes_on(happened));
        left = tree.after_cut(random.below(101), &mut random);
        let place = folder();
        lay_out(&left, place.path());
        let now = held_in(&place.path().join(STORE), Access::Read);
        assert!(now == *held, "a second cut changed {}", differs(&now, held));
    }
}

/// Does the interrupted step again, empties the outbox, and looks once more.
fn go_on(known: &Known, point: &Point, root: &Path) -> String {
    let (under_way, done) = known.step(point.at);
    let before: Vec<&String> =
        known.sent.iter().filter(|(at, _)| *at < point.at).map(|(_, key)| key).collect();
    let after = Arc::new(Mutex::new(Vec::<String>::new()));
    let noting = after.clone();
    let told: Told = Arc::new(move |key| noting.lock().unwrap().push(key.to_owned()));
    let files = Files::default();
    let repeats = point.seed.is_multiple_of(2);
    if let Some(no) = under_way {
        let (code, said) = take(no, root, &files, repeats, &told);
        assert_eq!(code, known.steps[no].code, "done again, the step says {code}: {said}");
        let twice = after.lock().unwrap().iter().any(|key| before.contains(&key));
        assert!(repeats || !twice, "a letter was sent twice within the window");
    }
    if under_way.or(done).is_none_or(|no| no < 1) {
        return "went on: made the home".into();
    }
    let last = day(STEPS[under_way.or(done).unwrap()].0);
    for days in 2..12 {
        let on = last + chrono::Days::new(days);
        let lines = deliver(&root.join("home"), on, repeats, &files, &told).unwrap();
        let ends = |did: &Did| matches!(did, Did::Sent | Did::Dropped(_));
        assert!(lines.iter().all(|line| ends(&line.did) || line.did == Did::Waits("one-a-day")), "{lines:?}");
        if lines.is_empty() {
            break;
        }
        assert!(days < 11, "the outbox is never empty: {lines:?}");
    }
    let sent: Vec<String> =
        before.into_iter().cloned().chain(after.lock().unwrap().iter().cloned()).collect();
    delivered_was_sent(&root.join(STORE), &sent);
    is_sound(&root.join(STORE));
    if under_way.or(done).is_some_and(|no| no >= erasing()) {
        nobody_is_named(&crate::tree::read_in(root), true);
    }
    "went on: the step again, the outbox emptied".into()
}

/// No parcel is closed as delivered that nobody sent.
fn delivered_was_sent(store: &Path, sent: &[String]) {
    let store = Store::open(store, Access::Read, &opening(&Files::default())).unwrap();
    let snapshot = store.snapshot().unwrap();
    for no in 1..=snapshot.last_parcel(SCHOOL).unwrap() {
        let parcel = Parcel::read(no, &snapshot.parcel(SCHOOL, no).unwrap()).unwrap();
        if matches!(parcel.closed, Some((_, Settled::Delivered))) {
            assert!(sent.contains(&parcel.key), "parcel {no} was never sent");
        }
    }
}
