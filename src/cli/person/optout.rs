//! `vekha person optout`

use vekha_core::command::Action;
use vekha_core::message::Category;

use super::super::{Ctx, Exit, Failure, Kind, party};

/// Say what a person does not want to be told
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha person optout \"Соколова Н.В.\" --category stages\nvekha person optout \"Соколова Н.В.\" --category stages --back"
)]
pub struct Args {
    /// The person: number or name
    #[arg(value_name = "PERSON")]
    person: String,

    /// The category: tasks, stages, pairs, meetings, documents, consents, indicators, other
    #[arg(long, value_name = "KIND", required = true)]
    category: Vec<String>,

    /// Tell it again
    #[arg(long)]
    back: bool,
}

/// Records it.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let known = || Category::ALL.map(Category::as_str).join(", ");
    let category = |name: &String| {
        Category::parse(name).ok_or_else(|| {
            Failure::with(Kind::Usage, "notify-no-category", [("name", name.clone()), ("known", known())])
        })
    };
    let categories = args.category.iter().map(category).collect::<Result<Vec<_>, _>>()?;
    let session = ctx.writing_session()?;
    let party = party::find(&session.desk(ctx)?, &args.person)?;
    ctx.act(&session, Action::OptOut { party, categories, out: !args.back }, None)
}
