//! `vekha pair evidence`

use vekha_core::ids::Subject;

use super::show::find_all;
use crate::cli::proof::Evidence;
use crate::cli::{Ctx, Exit, Failure};

/// Record what shows that pairs go their way: agreements, meetings, plans
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha pair evidence 1-5 --kind agreement.mentor\n\
    vekha pair evidence 1 --kind meeting --text \"Первая встреча\" --on 12.11.2023")]
pub struct Args {
    /// The pairs: numbers, ranges of numbers, or names of one of the two
    #[arg(value_name = "PAIR", required = true)]
    pairs: Vec<String>,

    #[command(flatten)]
    evidence: Evidence,
}

/// Records it for each pair.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    args.evidence.record(ctx, |desk| {
        Ok(find_all(desk, &args.pairs)?.into_iter().map(|pair| Subject::Pair(pair.id)).collect())
    })
}
