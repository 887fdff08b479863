//! `vekha task evidence`

use vekha_core::ids::Subject;

use super::super::proof::Evidence;
use super::super::{Ctx, Exit, Failure};

/// Record what shows that tasks are being done
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha task evidence 2.4 --kind link --text https://example.org/news\n\
    vekha task evidence 3.2 --doc \"Протокол № 2 от 12.09.2023\" --on 12.09.2023")]
pub struct Args {
    /// Tasks: 3.5, 1.1-1.6,1.9, 5.5@2023-12, 23/3.5 or words of a title
    #[arg(required = true, value_name = "TASK")]
    tasks: Vec<String>,

    #[command(flatten)]
    evidence: Evidence,
}

/// Records the evidence with each occurrence.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    args.evidence.record(ctx, |desk| {
        let found = desk.look().occurrences(&args.tasks)?;
        Ok(found.into_iter().map(|(task, no)| Subject::Occurrence(task, no)).collect())
    })
}
