//! `vekha pair solve`: the pairing of scores that were computed elsewhere.

mod decimal;
mod input;
mod print;
mod records;

use std::path::PathBuf;

use clap::ValueEnum;
use indicatif::ProgressBar;
use vekha_core::pairing::{self, Objective, Watch};

pub use print::Refusal;

use crate::cli::{Ctx, Exit, Failure, Kind};

/// Find the best pairs for scores computed elsewhere, with a proof
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha pair solve --scores edges.csv --capacity mentors.csv --json\nvekha pair solve --scores edges.csv --capacity mentors.csv --fixed fixed.csv --objective fair"
)]
pub struct Args {
    /// Scored pairs: a table `mentor,mentee,score`
    #[arg(long, value_name = "FILE")]
    scores: PathBuf,

    /// Mentors: a table `mentor,capacity[,minimum]`
    #[arg(long, value_name = "FILE")]
    capacity: PathBuf,

    /// Pairs that must stand: a table `mentor,mentee`
    #[arg(long, value_name = "FILE")]
    fixed: Option<PathBuf>,

    /// Pairs that must not stand: a table `mentor,mentee`
    #[arg(long, value_name = "FILE")]
    forbidden: Option<PathBuf>,

    /// What is best: the highest total, the fairest, or the stable pairing
    #[arg(long, value_name = "NAME", value_enum, default_value = "total")]
    objective: Goal,

    /// A mentor and a mentee of one name are one person: nobody mentors himself, nor two each other
    #[arg(long)]
    same_people: bool,
}

/// The objectives as they are written.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Goal {
    Total,
    Fair,
    Stable,
}

impl Goal {
    /// The objective it names.
    pub fn objective(self) -> Objective {
        match self {
            Self::Total => Objective::Total,
            Self::Fair => Objective::Fair,
            Self::Stable => Objective::Stable,
        }
    }
}

/// Reads the files, solves, prints.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let input = input::read(&args)?;
    if input.grid.cut {
        let note = ctx.say("pair-scores-cut", &[("decimals", input.grid.decimals().into())]);
        ctx.out.note(&note);
    }
    let objective = args.objective.objective();
    let mut bar = Bar(ctx.out.progress(input.instance.mentees() as u64, &ctx.word("pair-solving")));
    let answer = pairing::solve(&input.instance, objective, &mut bar);
    bar.0.finish_and_clear();
    match answer {
        Ok(outcome) if ctx.out.is_json() => ctx.out.raw(print::json(&input, &outcome).as_bytes()),
        Ok(outcome) => print::human(ctx, &input, &outcome),
        Err(pairing::Failure::Infeasible(reason)) => {
            let mentor = |place| input.mentors.name(place).to_owned();
            let mentee = |place| input.mentees.name(place).to_owned();
            let refusal = Refusal::of(&mentor, &mentee, &reason);
            if !ctx.out.is_json() {
                return Err(refusal.failure());
            }
            let value = refusal.json(ctx);
            ctx.out.json(&value);
            return Ok(Exit::Refused);
        }
        Err(pairing::Failure::Stopped) => return Ok(Exit::Failed),
        Err(pairing::Failure::Unproved(flaw)) => {
            let reason = [("reason", format!("{flaw:?}"))];
            return Err(Failure::with(Kind::Failed, "pair-unproved", reason));
        }
    }
    Ok(Exit::Done)
}

/// Shows how many mentees are still to be settled.
pub struct Bar(pub ProgressBar);

impl Watch for Bar {
    fn go_on(&mut self, left: u64) -> bool {
        self.0.set_position(self.0.length().unwrap_or(0).saturating_sub(left));
        true
    }
}
