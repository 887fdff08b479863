//! The solver: small instances against every assignment there is, the program's CSV in between, and CSV of any bytes.

use std::cmp::Reverse;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use libfuzzer_sys::arbitrary::{Result, Unstructured};
use serde_json::Value;
use vekha::cli::{Exit, captured};
use vekha_core::pairing::{
    Builder, Couple, Failure, Instance, Limits, NOBODY, Objective, Outcome, Pair, solve, verify,
};

#[path = "../../core/src/pairing/tests/brute.rs"]
mod brute;

static DIR: LazyLock<PathBuf> = LazyLock::new(|| {
    let dir = std::env::temp_dir().join(format!("vekha-fuzz-solver-{}", std::process::id()));
    fs::create_dir_all(&dir).expect("a temporary folder");
    dir
});

/// The first byte: 0 any CSV through the program, 1 an instance through the program, else an instance.
pub fn fuzz(data: &[u8]) {
    let Some((choice, rest)) = crate::split(data) else { return };
    if choice == 0 {
        return any_csv(rest);
    }
    let mut from = Unstructured::new(rest);
    let Ok(sketch) = Sketch::grow(&mut from, choice == 1) else { return };
    let Ok(instance) = sketch.builder().build() else { return };
    for objective in [Objective::Total, Objective::Fair] {
        best(&instance, objective);
    }
    if !exclusive(&instance) {
        stable(&instance);
    }
    if choice == 1 {
        through_csv(&sketch, &instance);
    }
}

struct Sketch {
    limits: Vec<Limits>,
    mentees: u32,
    scores: Vec<(u32, u32, i64)>,
    pins: Vec<(u32, u32)>,
    forbidden: Vec<(u32, u32)>,
    existing: Vec<(u32, u32, i64)>,
    persons: Vec<(u32, u32)>,
}

impl Sketch {
    /// `plain`: only what a CSV can say.
    fn grow(from: &mut Unstructured<'_>, plain: bool) -> Result<Self> {
        let mentors = from.int_in_range(1..=5)?;
        let mentees = from.int_in_range(1..=6)?;
        let mut limits = Vec::new();
        for _ in 0..mentors {
            let minimum = if from.ratio(1, 4)? { from.int_in_range(1..=2)? } else { 0 };
            limits.push(Limits { capacity: from.int_in_range(0..=3)?, minimum });
        }
        let (range, gaps) = (from.int_in_range(0..=3)?, from.int_in_range(0..=3)?);
        let mut scores = Vec::new();
        for mentor in 0..mentors {
            for mentee in 0..mentees {
                if gaps > 0 && from.ratio(gaps, 5)? {
                    continue;
                }
                let score = match range {
                    0 => from.int_in_range(0..=2)?,
                    1 => i64::from(from.arbitrary::<i8>()?),
                    2 => from.int_in_range(-(1_i64 << 60)..=1_i64 << 60)?,
                    _ => from.int_in_range(0..=1000)?,
                };
                scores.push((mentor, mentee, score));
            }
        }
        let mut couples = |most: u32| -> Result<Vec<(u32, u32)>> {
            let count = from.int_in_range(0..=most)?;
            (0..count)
                .map(|_| Ok((from.int_in_range(0..=mentors - 1)?, from.int_in_range(0..=mentees - 1)?)))
                .collect()
        };
        let (pins, forbidden) = (couples(2)?, couples(2)?);
        let (existing, persons) = if plain { Default::default() } else { (couples(2)?, couples(2)?) };
        let existing = existing.into_iter().map(|(mentor, mentee)| (mentor, mentee, 3)).collect();
        Ok(Self { limits, mentees, scores, pins, forbidden, existing, persons })
    }

    fn builder(&self) -> Builder {
        let mut builder = Builder::new(self.limits.clone(), self.mentees);
        for &(mentor, mentee, score) in &self.scores {
            builder.candidate(mentor, mentee, score);
        }
        self.pins.iter().for_each(|&(mentor, mentee)| _ = builder.pin(mentor, mentee));
        self.forbidden.iter().for_each(|&(mentor, mentee)| _ = builder.forbid(mentor, mentee));
        self.existing.iter().for_each(|&(mentor, mentee, price)| _ = builder.existing(mentor, mentee, price));
        self.persons.iter().for_each(|&(mentor, mentee)| _ = builder.same_person(mentor, mentee));
        builder
    }
}

fn couples(outcome: &Outcome) -> Vec<Couple> {
    outcome.pairs.iter().map(|&Pair { mentor, mentee, .. }| Couple { mentor, mentee }).collect()
}

/// The best there is and, where no two people could mentor each other, exactly the first of the best.
fn best(instance: &Instance, objective: Objective) {
    let all = brute::all(instance);
    let best = all.iter().map(|of| brute::value(instance, objective, of)).max();
    match solve(instance, objective, &mut ()) {
        Ok(outcome) => {
            verify(instance, &outcome).expect("an outcome has passed its verifier");
            let of = outcome.assignment(instance.mentees());
            assert!(all.contains(&of), "breaks a rule: {of:?}");
            assert_eq!(Some(brute::value(instance, objective, &of)), best, "{objective:?}");
            if !exclusive(instance) {
                let ties = all.iter().filter(|of| Some(brute::value(instance, objective, of)) == best);
                assert_eq!(Some(couples(&outcome)), ties.map(|of| brute::couples(of)).min());
            }
        }
        Err(Failure::Infeasible(_)) => assert!(best.is_none(), "there is an answer: {best:?}"),
        Err(other) => panic!("{objective:?}: {other:?}"),
    }
}

/// Whether two candidates exclude each other.
fn exclusive(instance: &Instance) -> bool {
    (0..instance.mentees() as u32).any(|mentee| {
        instance.row(mentee).any(|(mentor, _)| {
            instance.opposite(Couple { mentor, mentee }).is_some_and(|back| instance.worth(back).is_some())
        })
    })
}

/// Among stable answers the one in which every mentee has his best stable mentor.
fn stable(instance: &Instance) {
    let all = brute::all_stable(instance);
    let rank = |of: &Vec<u32>, mentee: usize| {
        let pair = Couple { mentor: of[mentee], mentee: mentee as u32 };
        (pair.mentor != NOBODY).then(|| (instance.worth(pair), Reverse(pair.mentor)))
    };
    let best = |of: &&Vec<u32>| {
        (0..of.len()).all(|mentee| all.iter().all(|other| rank(of, mentee) >= rank(other, mentee)))
    };
    let expected = all.iter().find(best).expect("deferred acceptance always ends");
    let keeps = brute::all(instance).contains(expected);
    match solve(instance, Objective::Stable, &mut ()) {
        Ok(outcome) => {
            assert_eq!(&outcome.assignment(instance.mentees()), expected);
            assert!(keeps);
        }
        Err(Failure::Infeasible(_)) => assert!(!keeps),
        Err(other) => panic!("{other:?}"),
    }
}

fn put(name: &str, content: &[u8]) -> String {
    let path = DIR.join(name);
    fs::write(&path, content).expect("a temporary file");
    path.display().to_string()
}

/// The instance written as CSV and solved by the program.
fn through_csv(sketch: &Sketch, instance: &Instance) {
    let mut scores = "mentor,mentee,score\n".to_owned();
    // Equal ranks of a stable answer go by the order of input: mentees come as the instance has them.
    let mut rows = sketch.scores.clone();
    rows.sort_by_key(|&(mentor, mentee, _)| (mentee, mentor));
    for (mentor, mentee, score) in &rows {
        let _ = writeln!(scores, "м{mentor},у{mentee},{score}");
    }
    let mut mentors = "mentor,capacity,minimum\n".to_owned();
    for (mentor, limits) in sketch.limits.iter().enumerate() {
        let _ = writeln!(mentors, "м{mentor},{},{}", limits.capacity, limits.minimum);
    }
    let pairs = |list: &[(u32, u32)]| {
        list.iter().fold("mentor,mentee\n".to_owned(), |mut text, (mentor, mentee)| {
            let _ = writeln!(text, "м{mentor},у{mentee}");
            text
        })
    };
    let files = [
        put("scores.csv", scores.as_bytes()),
        put("mentors.csv", mentors.as_bytes()),
        put("fixed.csv", pairs(&sketch.pins).as_bytes()),
        put("forbidden.csv", pairs(&sketch.forbidden).as_bytes()),
    ];
    for (objective, name) in
        [(Objective::Total, "total"), (Objective::Fair, "fair"), (Objective::Stable, "stable")]
    {
        let (printed, exit) = program(&files, name);
        let meant = solve(instance, objective, &mut ());
        match (exit, meant) {
            (Exit::Done, Ok(outcome)) => {
                let answer: Value = serde_json::from_slice(&printed).expect("JSON");
                let pairs = answer["pairs"].as_array().expect("pairs");
                assert_eq!(pairs.len(), outcome.pairs.len(), "{answer}");
                let value: i128 = pairs.iter().map(|pair| score(&pair["score"])).sum();
                assert_eq!(value, outcome.total, "{answer}");
            }
            (Exit::Refused, Err(Failure::Infeasible(_))) => (),
            (exit, meant) => panic!("{name}: {exit:?}, {meant:?}\n{}", String::from_utf8_lossy(&printed)),
        }
    }
}

fn score(value: &Value) -> i128 {
    value.to_string().trim_matches('"').parse().unwrap_or_else(|_| panic!("{value}"))
}

fn program(files: &[String; 4], objective: &str) -> (Vec<u8>, Exit) {
    let [scores, mentors, fixed, forbidden] = files;
    let words = [
        "vekha",
        "pair",
        "solve",
        "--json",
        "--scores",
        scores,
        "--capacity",
        mentors,
        "--fixed",
        fixed,
        "--forbidden",
        forbidden,
        "--objective",
        objective,
    ];
    let (printed, done) = captured(&words.map(str::to_owned));
    (printed, done.unwrap_or_else(|failure| failure.kind.exit()))
}

/// Four files parted by zero bytes: an answer, a refusal, or bad input; nothing else.
fn any_csv(data: &[u8]) {
    let mut parts = data.splitn(4, |byte| *byte == 0);
    let names = ["scores.csv", "mentors.csv", "fixed.csv", "forbidden.csv"];
    let files = names.map(|name| put(name, parts.next().unwrap_or(b"mentor,mentee\n")));
    let (printed, exit) = program(&files, "fair");
    match exit {
        Exit::Done => drop(serde_json::from_slice::<Value>(&printed).expect("JSON")),
        Exit::Refused | Exit::BadInput => (),
        other => panic!("{other:?}\n{}", String::from_utf8_lossy(&printed)),
    }
}
