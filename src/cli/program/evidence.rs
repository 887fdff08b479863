//! `vekha program evidence`

use vekha_core::ids::Subject;

use super::super::programme::find;
use super::super::proof::Evidence;
use super::super::{Ctx, Exit, Failure};

/// Record what shows that a programme goes its way
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha program evidence 1 --kind survey.before --text \"Анкеты «до», 12 штук\"\n\
    vekha program evidence 1 --kind event --text \"Итоговая конференция\" --on 20.05.2024")]
pub struct Args {
    /// The programme's number [the only one that runs]
    #[arg(value_name = "ID")]
    programme: Option<u32>,

    #[command(flatten)]
    evidence: Evidence,
}

/// Records it.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    args.evidence.record(ctx, |desk| Ok(vec![Subject::Programme(find(&desk.look(), args.programme)?.id)]))
}
