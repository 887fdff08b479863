//! `vekha calendar export`

use std::collections::BTreeMap;
use std::path::PathBuf;

use vekha_core::view::Read as _;

use super::super::{Ctx, Exit, Failure, Kind};
use crate::lang::Lang;
use crate::notify::ics;
use crate::notify::memo::{self, Item};

/// Write open terms as a calendar file, with alarms a week and a day before
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha calendar export --out school.ics\nvekha calendar export --person \"Соколова Н.В.\" --out sokolova.ics"
)]
pub struct Args {
    /// Only the terms of this person; of the whole school where it is not said
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,

    /// The file to write
    #[arg(long, short = 'o', value_name = "FILE")]
    out: PathBuf,
}

/// Writes it.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let today = ctx.globals.as_of.unwrap_or_else(|| ctx.clock.today());
    let lang = ctx.home()?.config.language.parse().unwrap_or(Lang::Ru);
    let memo = memo::all(&desk.reading, desk.rules(), &desk.directory, today, lang)?;
    let mut name = desk.reading.school()?.map(|school| school.name).unwrap_or_default();
    let mut items: BTreeMap<String, Item> = BTreeMap::new();
    let wanted = match &args.person {
        Some(person) => {
            let party = super::super::party::find(&desk, person)?;
            name = desk.directory.name(party);
            Some(party)
        }
        None => None,
    };
    for page in memo.pages.iter().filter(|page| wanted.is_none_or(|wanted| page.party == Some(wanted))) {
        let all = page.late.iter().chain(&page.due).chain(&page.next);
        items.extend(all.map(|item| (item.id.clone(), item.clone())));
    }
    if items.is_empty() {
        return Err(Failure::new(Kind::BadInput, "calendar-nothing"));
    }
    let mut items: Vec<Item> = items.into_values().collect();
    items.sort_by(|a, b| (a.to, &a.number).cmp(&(b.to, &b.number)));
    let content = ics::calendar(&name, &format!("school-{}", session.school), &items, today);
    ctx.files.put(&args.out, content.as_bytes()).map_err(|error| Failure::io(&args.out, &error))?;
    let file = args.out.display().to_string();
    let words = ctx.say("calendar-written", &[("file", file.clone().into()), ("count", items.len().into())]);
    ctx.out.outcome(&words, &serde_json::json!({ "file": file, "terms": items.len() }));
    Ok(Exit::Done)
}
