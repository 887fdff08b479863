//! `vekha order draft`

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::ValueEnum;
use serde_json::{Value, json};
use vekha_core::pairs::Pair;
use vekha_core::state::Programme;

use super::paper::{self, Order, Signers};
use super::template;
use crate::app::orders::{self, Listing};
use crate::cli::{Ctx, Desk, Exit, Failure, Kind, date, party, programme};
use crate::config::quoted;
use crate::export::template as docx;

/// What a school's own templates are called within its home.
const TEMPLATES: [&str; 2] = ["templates/order-pairs.docx", "templates/order-pairs-amendment.docx"];

/// What an order is about.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum About {
    /// Pairs of mentors and mentees.
    Pairs,
}

/// Make the order on pairs as a Word document, to be signed on paper
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha order draft pairs --out order.docx\nvekha order draft pairs --template my-order.docx --out order.docx\nvekha order draft pairs --amend --out amendment.docx"
)]
pub struct Args {
    /// What it is about
    #[arg(value_name = "WHAT", value_enum)]
    about: About,

    /// The programme's number [the only one that runs]
    #[arg(long = "program", alias = "programme", value_name = "ID")]
    programme: Option<u32>,

    /// The school's own template [templates/order-pairs.docx of the home, else the shipped one]
    #[arg(long, value_name = "FILE")]
    template: Option<PathBuf>,

    /// The document to make; it must not exist [order-pairs-<programme>-<date>.docx]
    #[arg(long, short = 'o', value_name = "FILE")]
    out: Option<PathBuf>,

    /// An order that amends the registered one: pairs added, ended and changed since
    #[arg(long)]
    amend: bool,

    /// Only pairs that both sides have agreed to
    #[arg(long)]
    agreed: bool,

    /// The order's number, where it is known already
    #[arg(long, value_name = "NUM")]
    number: Option<String>,

    /// The order's date, where it is known already
    #[arg(long, value_name = "DATE", value_parser = date)]
    on: Option<NaiveDate>,

    /// Who signs it [who holds the role of the head]
    #[arg(long, value_name = "PERSON")]
    director: Option<String>,

    /// Who answers for it [who holds the role of the curator]
    #[arg(long, value_name = "PERSON")]
    curator: Option<String>,
}

/// Fills the template.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let About::Pairs = args.about;
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let look = desk.look();
    let programme = programme::find(&look, args.programme)?;
    let mut listing = Listing::of(look.view, programme.id)?;
    if args.agreed {
        listing.added.retain(|pair| orders::is_agreed(desk.rules(), pair));
    }
    check(&args, &listing)?;
    let today = ctx.clock.today();
    let named = |word: &Option<String>| word.as_ref().map(|word| party::find(&desk, word)).transpose();
    let order = Order {
        number: args.number.clone(),
        date: args.on,
        signers: Signers { director: named(&args.director)?, curator: named(&args.curator)? },
    };
    let content = paper::content(&desk, &programme, &listing, &order, today)?;
    let (source, bytes) = source(&args, ctx)?;
    let shown = source.clone().unwrap_or_else(|| ctx.word("order-template-shipped"));
    let bytes = docx::fill(&bytes, &content).map_err(|fault| template::told(ctx, &shown, &fault))?;
    let out = args.out.clone().unwrap_or_else(|| default_out(&args, &programme, today));
    template::write(ctx, &out, &bytes)?;
    let next = register_command(&args, ctx);
    tell(ctx, &desk, &Drafted { listing, programme, file: out.display().to_string(), template: source, next })
}

/// There must be something to order.
fn check(args: &Args, listing: &Listing) -> Result<(), Failure> {
    if args.amend && listing.base.is_none() {
        return Err(Failure::new(Kind::BadInput, "order-nothing-to-amend")
            .hint_command("order-draft-hint", "vekha order draft pairs"));
    }
    if args.amend && listing.is_empty() {
        return Err(Failure::new(Kind::BadInput, "order-nothing-changed")
            .hint_command("pairs-list-hint", "vekha pair list"));
    }
    if !args.amend && listing.entering().next().is_none() {
        return Err(Failure::new(Kind::BadInput, "order-no-new-pairs")
            .hint_command("pairs-list-hint", "vekha pair list")
            .hint_command("pairs-propose-hint", "vekha pair propose"));
    }
    Ok(())
}

/// The template, and where it was; nothing for the shipped one.
fn source(args: &Args, ctx: &Ctx) -> Result<(Option<String>, Vec<u8>), Failure> {
    let own = ctx.home()?.dir.join(TEMPLATES[usize::from(args.amend)]);
    let file = args.template.clone().or_else(|| own.is_file().then_some(own));
    match file {
        Some(file) => {
            let bytes = std::fs::read(&file).map_err(|error| Failure::io(&file, &error))?;
            Ok((Some(file.display().to_string()), bytes))
        }
        None => Ok((None, paper::shipped(args.amend)?)),
    }
}

fn default_out(args: &Args, programme: &Programme, today: NaiveDate) -> PathBuf {
    let kind = if args.amend { "amendment" } else { "pairs" };
    PathBuf::from(format!("order-{kind}-{}-{today}.docx", programme.id))
}

/// What was drafted.
struct Drafted {
    listing: Listing,
    programme: Programme,
    file: String,
    template: Option<String>,
    /// The command for the day it is signed.
    next: String,
}

/// How the signed order is registered, as far as its number and date are known.
fn register_command(args: &Args, ctx: &Ctx) -> String {
    let number = args.number.as_deref().map_or("№".into(), quoted);
    let date = crate::cli::look::day(args.on.unwrap_or_else(|| ctx.clock.today()));
    format!("vekha order register --number {number} --date {date} --scan order.pdf")
}

fn tell(ctx: &mut Ctx, desk: &Desk<'_>, drafted: &Drafted) -> Result<Exit, Failure> {
    let look = desk.look();
    let listing = &drafted.listing;
    let waiting: Vec<&Pair> =
        listing.entering().filter(|pair| !orders::is_agreed(desk.rules(), pair)).collect();
    let amends = listing.base.as_ref();
    if ctx.out.is_json() {
        let pair = |pair: &Pair| json!({"id": pair.id.0, "mentor": look.name(pair.mentor), "mentee": look.name(pair.mentee)});
        let changed = listing.changed.iter().map(|(before, after)| {
            json!({"mentee": look.name(after.mentee), "before": pair(before), "after": pair(after)})
        });
        ctx.out.json(&json!({
            "file": drafted.file,
            "dry_run": ctx.globals.dry_run,
            "programme": drafted.programme.id.0,
            "template": drafted.template,
            "amends": amends.map_or(Value::Null, |base| json!({"number": base.number, "date": base.date})),
            "added": listing.added.iter().map(pair).collect::<Vec<_>>(),
            "ended": listing.ended.iter().map(pair).collect::<Vec<_>>(),
            "changed": changed.collect::<Vec<_>>(),
            "not_agreed": waiting.iter().map(|pair| pair.id.0).collect::<Vec<_>>(),
        }));
        return Ok(Exit::Done);
    }
    if ctx.globals.dry_run {
        ctx.out.note(&ctx.word("told-dry-run"));
    }
    let counts = [
        ("file", drafted.file.clone().into()),
        ("added", listing.added.len().into()),
        ("ended", listing.ended.len().into()),
        ("changed", listing.changed.len().into()),
    ];
    let line = ctx.say(if amends.is_some() { "order-drafted-amendment" } else { "order-drafted" }, &counts);
    ctx.out.line(line);
    for pair in &waiting {
        let names = [
            ("id", pair.id.to_string().into()),
            ("mentor", look.name(pair.mentor).into()),
            ("mentee", look.name(pair.mentee).into()),
        ];
        let line = ctx.say("order-not-agreed", &names);
        ctx.out.line(line);
    }
    let next = ctx.word("order-draft-next");
    ctx.out.line(next);
    ctx.out.command(&drafted.next);
    Ok(Exit::Done)
}
