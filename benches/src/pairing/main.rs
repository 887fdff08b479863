//! Pairing beside oracles, in one run: `cargo run --release -p vekha-benches --bin pairing [-- NAME…]`.
//!
//! Prints CPU seconds of the solver call (the instance is built, nothing is read or printed) and, where an oracle can
//! take the instance, the ratio of its time to ours (not with `--alone`). `--fair` and `--stable` choose other
//! objectives; `--write DIR` writes the instances for `peers/pairing.py`.

mod families;
mod oracles;

use std::io::Write;
use std::path::Path;

use families::{Family, NAMES, family};
use vekha_core::pairing::{Builder, Couple, Instance, Limits, Objective, solve};

/// CPU seconds of this process so far.
fn clock() -> f64 {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    now.tv_sec as f64 + now.tv_nsec as f64 * 1e-9
}

/// Forgets the largest amount of memory so far, where the system can.
fn forget_peak() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// The largest amount of memory this process has had since then, in MB: the instance, its source and the solver.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or(0) / 1024
}

fn instance(family: &Family) -> Instance {
    let limits = family.capacity.iter().map(|&capacity| Limits { capacity, minimum: 0 }).collect();
    let mut builder = Builder::new(limits, family.mentees() as u32);
    let mut arcs = Vec::with_capacity(family.mentor.len());
    for mentee in 0..family.mentees() {
        for at in family.row[mentee]..family.row[mentee + 1] {
            arcs.push((Couple { mentor: family.mentor[at], mentee: mentee as u32 }, family.score[at]));
        }
    }
    builder.candidates(arcs);
    builder.build().expect("a family has no defects")
}

/// The best of a few runs: (CPU seconds, pairs, total).
fn best(rounds: usize, mut run: impl FnMut() -> (usize, i128)) -> (f64, usize, i128) {
    let mut least = f64::INFINITY;
    let mut answer = (0, 0);
    for _ in 0..rounds {
        let start = clock();
        answer = run();
        least = least.min(clock() - start);
    }
    (least, answer.0, answer.1)
}

fn compare(family: &Family, objective: Objective, alone: bool) {
    let instance = instance(family);
    forget_peak();
    let rounds = if family.mentor.len() > 3_000_000 { 2 } else { 3 };
    let ours = best(rounds, || {
        let outcome = solve(&instance, objective, &mut ()).expect("an answer");
        (outcome.pairs.len(), outcome.total)
    });
    print!("{:18} {:>8.4} s  {:>6} pairs  total {:<12}", family.name, ours.0, ours.1, ours.2);
    if objective == Objective::Total && !alone {
        for (name, oracle) in oracles::ALL {
            let Some(theirs) = oracle(family, clock) else { continue };
            assert_eq!((theirs.1, theirs.2), (ours.1, ours.2), "{name} disagrees on {}", family.name);
            print!("  {name} {:.4} s = ×{:.1}", theirs.0, theirs.0 / ours.0);
        }
    }
    println!("  peak {} MB", peak());
}

/// `MMB1`, little endian: mentors u32, mentees u32, candidates u64, capacity i32 each, row u64 each, mentor u32
/// each, score i64 each.
fn write(family: &Family, dir: &Path) -> std::io::Result<()> {
    let mut file = std::io::BufWriter::new(std::fs::File::create(dir.join(family.name))?);
    file.write_all(b"MMB1")?;
    file.write_all(&(family.capacity.len() as u32).to_le_bytes())?;
    file.write_all(&(family.mentees() as u32).to_le_bytes())?;
    file.write_all(&(family.mentor.len() as u64).to_le_bytes())?;
    family.capacity.iter().try_for_each(|value| file.write_all(&value.to_le_bytes()))?;
    family.row.iter().try_for_each(|&value| file.write_all(&(value as u64).to_le_bytes()))?;
    family.mentor.iter().try_for_each(|value| file.write_all(&value.to_le_bytes()))?;
    family.score.iter().try_for_each(|value| file.write_all(&value.to_le_bytes()))?;
    file.flush()
}

fn main() -> std::io::Result<()> {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let mut objective = Objective::Total;
    let mut alone = false;
    args.retain(|arg| match arg.as_str() {
        "--alone" => {
            alone = true;
            false
        }
        "--fair" => {
            objective = Objective::Fair;
            false
        }
        "--stable" => {
            objective = Objective::Stable;
            false
        }
        _ => true,
    });
    let dir = match args.first().map(String::as_str) {
        Some("--write") if args.len() > 1 => {
            args.remove(0);
            Some(args.remove(0))
        }
        _ => None,
    };
    let names: Vec<&str> =
        if args.is_empty() { NAMES.to_vec() } else { args.iter().map(String::as_str).collect() };
    for name in names {
        let Some(family) = family(name) else {
            println!("no family `{name}`; there are {}", NAMES.join(", "));
            continue;
        };
        match &dir {
            Some(dir) => write(&family, Path::new(dir))?,
            None => compare(&family, objective, alone),
        }
    }
    Ok(())
}
