//! The whole product under power cuts, kills, faults and flipped bits.
//!
//! ```text
//! cargo test --test crash                              a few hundred cuts, a few dozen kills: what CI runs
//! cargo test --release --test crash -- cuts  --points 10000
//! cargo test --release --test crash -- kills --points 1000
//! cargo test --release --test crash -- faults
//! cargo test --release --test crash -- flips           every bit of a small store
//! ```
//!
//! It is a program of its own because the workers that run scripts are this same program.

mod cuts;
mod faults;
mod flips;
mod kills;
mod life;
mod tree;

use std::process::ExitCode;

/// How much is tried, and from where.
#[derive(Clone, Debug)]
pub struct Options {
    /// How many points.
    pub points: Option<u64>,
    /// What everything follows from.
    pub seed: u64,
    /// Only this operation.
    pub at: Option<u64>,
    /// How many at a time.
    pub threads: usize,
}

fn main() -> ExitCode {
    if vekha::script::worker::is_asked_for() {
        return vekha::script::worker::main();
    }
    let words: Vec<String> = std::env::args().skip(1).collect();
    let options = match options(&words) {
        Ok(options) => options,
        Err(word) => {
            // The names of tests that cargo hands to every test program are none of ours.
            println!(
                "crash: nothing is called {word}; cuts, kills, faults, flips, --points, --seed, --at, --threads"
            );
            return ExitCode::SUCCESS;
        }
    };
    let all = !words.iter().any(|word| !word.starts_with("--") && word.parse::<u64>().is_err());
    let is = |name: &str| all || words.iter().any(|word| word == name);
    let mut sound = true;
    for (name, run) in [
        ("cuts", cuts::run as fn(&Options) -> bool),
        ("faults", faults::run),
        ("flips", flips::run),
        ("kills", kills::run),
    ] {
        if is(name) {
            let begun = std::time::Instant::now();
            sound &= run(&options);
            println!("{name}: {:.1} s", begun.elapsed().as_secs_f64());
        }
    }
    if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn options(words: &[String]) -> Result<Options, String> {
    let threads = std::thread::available_parallelism().map_or(1, |count| count.get().min(4));
    let mut options = Options { points: None, seed: 2023, at: None, threads };
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let mut number = || words.next().and_then(|next| next.parse().ok()).ok_or_else(|| word.clone());
        match word.as_str() {
            "cuts" | "kills" | "faults" | "flips" => {}
            "--points" => options.points = Some(number()?),
            "--seed" => options.seed = number()?,
            "--at" => options.at = Some(number()?),
            "--threads" => options.threads = number()? as usize,
            other => return Err(other.to_owned()),
        }
    }
    Ok(options)
}
