//! `vekha pair rematch`

use vekha_core::pairs::Pair;
use vekha_core::view::Read;

use super::propose::{Wanted, make, price};
use super::solve::Goal;
use crate::app::pairing::{Question, units};
use crate::cli::{Ctx, Exit, Failure, Kind, party};

/// Propose other mentors: for the mentees of one who leaves, or wherever a change is worth its price
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha pair rematch --without \"Придумов Б.С.\"\nvekha pair rematch --without 3 --price 10\nvekha pair rematch --price 15 --dry-run"
)]
pub struct Args {
    /// A mentor who leaves; may be given several times
    #[arg(long, value_name = "PERSON", required_unless_present = "price")]
    without: Vec<String>,

    /// Other existing pairs may change too; giving one up costs so many points
    #[arg(long, value_name = "NUMBER", value_parser = price)]
    price: Option<f64>,

    /// The programme's number [the only one that runs]
    #[arg(long = "program", alias = "programme", value_name = "ID")]
    programme: Option<u32>,

    /// What is best: the highest total, the fairest, or the stable pairing
    #[arg(long, value_name = "NAME", value_enum, default_value = "total")]
    objective: Goal,

    /// Judge by scripts/pairing.rhai of the home, not by the published one
    #[arg(long)]
    draft: bool,
}

/// Computes and keeps the proposal; nothing changes before it is accepted.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let mut without = Vec::new();
    {
        let desk = session.desk(ctx)?;
        let pairs = desk.reading.pairs()?;
        for word in &args.without {
            let mentor = party::find(&desk, word)?;
            let leads = |pair: &Pair| pair.is_open() && pair.mentor == mentor;
            if !pairs.iter().any(leads) {
                let name = [("name", desk.look().name(mentor))];
                return Err(Failure::with(Kind::BadInput, "pairs-none-of", name)
                    .hint_command("pairs-rematch-closed", "vekha pair propose"));
            }
            without.push(mentor);
        }
    }
    let wanted = Wanted {
        programme: args.programme,
        objective: args.objective.objective(),
        draft: args.draft,
        question: Question { rematch: args.price.map(units), without, before: None },
        ..Wanted::default()
    };
    let exit = make(ctx, &session, &wanted)?;
    if !ctx.out.is_json() {
        for word in &args.without {
            let name = crate::config::quoted(word);
            ctx.out.command(&format!("vekha person leave {name} --reason …"));
        }
    }
    Ok(exit)
}
