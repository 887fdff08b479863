//! Every mutant of the core in one program, told apart by a number: `cargo mutants` builds the crate anew for each of
//! ten thousand, this once for all.
//!
//! ```sh
//! cargo install cargo-mutants
//! cargo run --release --manifest-path tools/mutants/Cargo.toml -- weave /tmp/woven core/src/work/ core/src/survey/
//! cargo run --release --manifest-path tools/mutants/Cargo.toml -- run /tmp/woven
//! ```
//!
//! `weave`, from the root of the repository, copies it and lets each place of a mutant in the files named (without names
//! in all) ask `crate::mutant(n)` which way to go; what the compiler refuses is taken out until it refuses nothing.
//! `run` notes which unit test comes past which place, tries each mutant against the tests that come past it, and
//! appends what became of it to `results.tsv` in the copy. What stands there is not tried again.

mod places;
mod run;
mod weave;

use std::path::Path;
use std::process::ExitCode;

type Fallible<T = ()> = Result<T, Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let done = match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["weave", copy, ref files @ ..] => weave::weave(Path::new(copy), files),
        ["run", copy] => run::run(Path::new(copy)),
        _ => Err("weave COPY [FILE OR FOLDER …], or run COPY".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
