//! `vekha order register`

use chrono::NaiveDate;
use vekha_core::command::{Action, DocumentDraft, Step};
use vekha_core::ids::{ProgrammeId, Subject};
use vekha_core::pairs::Pair;

use crate::cli::pair::{find, pairs};
use crate::cli::{Ctx, Desk, Exit, Failure, Kind, date};

/// The kind of the document, and the stage it leads to, as `workflows/pair.toml` names them.
const ORDER: &str = "order.pairs";
const ORDERED: &str = "ordered";

/// Register the signed order on pairs: those agreed upon become ordered from its date
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha order register --number 57 --on 01.11.2023\n\
    vekha order register --number 57 --on 01.11.2023 --pair 1 --pair 2")]
pub struct Args {
    /// The order's number
    #[arg(long, value_name = "NUMBER")]
    number: String,

    /// The order's date [today, or the day of --date]
    #[arg(long, value_name = "DATE", value_parser = date)]
    on: Option<NaiveDate>,

    /// Its title
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,

    /// Only this pair; may be given several times [all agreed upon]
    #[arg(long = "pair", value_name = "PAIR")]
    pairs: Vec<String>,

    /// Only pairs of this programme
    #[arg(long = "program", value_name = "ID")]
    programme: Option<u32>,
}

/// Registers it and takes the step with each pair, all or none.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let meant = meant(&session.desk(ctx)?, &args)?;
    if meant.is_empty() {
        return Err(
            Failure::new(Kind::BadInput, "order-no-pairs").hint_command("pairs-list-hint", "vekha pair list")
        );
    }
    let day = args.on.unwrap_or(ctx.clock.today());
    let text = args.title.unwrap_or_else(|| ctx.word("order-pairs-title"));
    let order = Action::RegisterDocument(DocumentDraft {
        kind: ORDER.into(),
        number: Some(args.number),
        date: day,
        text: Some(text),
        // Not the plan: an order proves the pairs it names and no others.
        about: meant.iter().map(|pair| Subject::Pair(pair.id)).collect(),
    });
    let steps = meant.iter().map(|pair| Action::Advance {
        subject: Subject::Pair(pair.id),
        step: Step::To(ORDERED.into()),
        reason: None,
        allow: Vec::new(),
    });
    let actions = std::iter::once(order).chain(steps).collect();
    ctx.act(&session, Action::Many(actions), Some(day))
}

/// The pairs named, or all from whose stage the workflow leads to an order.
fn meant(desk: &Desk<'_>, args: &Args) -> Result<Vec<Pair>, Failure> {
    if !args.pairs.is_empty() {
        return args.pairs.iter().map(|word| find(desk, word)).collect();
    }
    let mut all = pairs(&desk.look(), args.programme.map(ProgrammeId))?;
    all.retain(|pair| {
        let machine = desk.rules().machine(&pair.instance.workflow);
        let leads = machine.is_some_and(|machine| {
            let ways = machine.transitions.iter();
            ways.filter(|way| way.to == ORDERED).any(|way| way.from.contains(&pair.instance.stage))
        });
        pair.is_open() && leads
    });
    Ok(all)
}
