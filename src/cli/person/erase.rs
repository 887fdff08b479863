//! `vekha person erase`

use serde_json::json;
use vekha_core::command::Action;
use vekha_core::event::Event;
use vekha_core::ids::{PartyId, Subject};
use vekha_core::vault::{Content, Profile};
use vekha_core::view::Read;

use super::super::refusal::failure;
use super::super::{Ctx, Desk, Exit, Failure, Kind, party};
use crate::app::erasures;
use crate::store::StoreError;
use crate::store::erase::Erased;

/// Erase everything that is kept about a person: from the store, its backups and replaced files. The journal stays
/// and verifies; it names nobody
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha person erase 7 --reason \"заявление от 15.01.2024\" --yes")]
pub struct Args {
    /// The person: number or name
    #[arg(value_name = "PERSON")]
    person: String,

    /// Why; the person must not be named in it
    #[arg(long, value_name = "REASON")]
    reason: String,
}

/// Notes what is to go, records the erasure, then takes the rows out of every file in reach. What was interrupted on the
/// way is finished by whoever writes next, which may be this command again.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let lang = ctx.lang;
    let told = |error: StoreError| failure(error.into(), lang);
    let (file, backups) = (ctx.home()?.store_file(), ctx.home()?.backups());
    let interrupted = erasures::is_begun(&file).map_err(told)?;
    let session = ctx.writing_session()?;
    let (id, mentions) = {
        let desk = session.desk(ctx)?;
        let id = match party::find(&desk, &args.person) {
            Err(_) if interrupted && !ctx.globals.dry_run => {
                ctx.out.done(&ctx.lang.word("erase-finished"));
                return Ok(Exit::Done);
            }
            found => found?,
        };
        let profile = desk.directory.get(id).and_then(|known| known.profile.clone());
        let names = names_of(&profile.unwrap_or_default());
        if names.iter().any(|name| args.reason.to_lowercase().contains(&name.to_lowercase())) {
            return Err(Failure::new(Kind::BadInput, "erase-reason-names"));
        }
        (id, mentions(&desk, id, &names)?)
    };
    let question = ctx.say("erase-question", &[("id", id.to_string().into())]);
    if !ctx.globals.dry_run && !ctx.out.confirm(&question)? {
        ctx.out.note(&ctx.lang.word("told-nothing"));
        return Ok(Exit::Done);
    }
    let action = Action::EraseParty { party: id, reason: args.reason };
    if ctx.globals.dry_run {
        session.act(action, None)?;
        ctx.out.done(&ctx.say("erase-would", &[("id", id.to_string().into())]));
        return Ok(Exit::Done);
    }
    let mut parties = vec![id];
    for recorded in session.would(action.clone())? {
        if let Event::PartyErased { merged, .. } = recorded.event {
            parties.extend(merged);
        }
    }
    let options = ctx.store_options();
    let snapshot = session.app.store.snapshot().map_err(told)?;
    erasures::note(&file, &snapshot, session.school, &parties, (ctx.clock.today(), true), &options)
        .map_err(told)?;
    drop(snapshot);
    session.act(action, None)?;
    session.app.store.close().map_err(told)?;
    let done = erasures::finish(&file, &backups, &options).map_err(told)?;
    tell(ctx, id, &done, mentions);
    Ok(Exit::Done)
}

fn tell(ctx: &mut Ctx, id: PartyId, done: &[Erased], mentions: Vec<String>) {
    let files: Vec<String> = done.iter().map(|erased| erased.path.display().to_string()).collect();
    let rows: u64 = done.iter().map(|erased| erased.rows).sum();
    if ctx.out.is_json() {
        ctx.out.json(&json!({
            "person": id.0,
            "rows": rows,
            "files": files,
            "mentions": mentions,
            "out_of_reach": ["backups-elsewhere", "exports", "printed", "sent"],
            "kept_by_law": ["orders", "contracts", "signed-consents"],
        }));
        return;
    }
    let said = [("id", id.to_string().into()), ("rows", rows.into()), ("files", files.len().into())];
    ctx.out.line(ctx.lang.say("erase-done", &said));
    for file in files {
        ctx.out.line(format!("  {file}"));
    }
    ctx.out.line(ctx.lang.word("erase-out-of-reach"));
    ctx.out.line(ctx.lang.word("erase-kept-by-law"));
    if !mentions.is_empty() {
        ctx.out.line(ctx.lang.word("erase-mentions"));
        for mention in mentions {
            ctx.out.line(format!("  {mention}"));
        }
    }
}

/// The name in every spelling, and the surname.
fn names_of(profile: &Profile) -> Vec<String> {
    let whole = std::iter::once(&profile.name).chain(&profile.spellings);
    let mut names: Vec<String> = Vec::new();
    for name in whole.filter(|name| !name.is_empty()) {
        let surname = name.split_whitespace().find(|word| word.chars().count() > 3 && !word.contains('.'));
        names.push(name.clone());
        names.extend(surname.map(str::to_owned));
    }
    names.sort();
    names.dedup();
    names
}

/// Where else the name stands in free text: profiles of others, notes, titles of documents.
fn mentions(desk: &Desk<'_>, id: PartyId, names: &[String]) -> Result<Vec<String>, Failure> {
    let names: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
    let named = |text: &str| {
        let text = text.to_lowercase();
        names.iter().any(|name| text.contains(name))
    };
    let look = desk.look();
    let mut found = Vec::new();
    for other in desk.directory.standing().filter(|other| other.party.id != id) {
        let Some(profile) = &other.profile else { continue };
        if std::iter::once(&profile.name).chain(&profile.spellings).any(|name| named(name)) {
            found.push(format!("vekha person show {}", other.party.id));
        }
        let fields = profile.fields.iter();
        for (field, _) in fields.filter(|(_, value)| named(value)) {
            found.push(format!("vekha person edit {} --unset {field}", other.party.id));
        }
    }
    let rows = desk.reading.snapshot.vault_rows(desk.reading.school);
    for row in rows.map_err(|error| failure(error.into(), look.lang))? {
        let goes = match row.key.owner {
            Subject::Party(party) => desk.reading.standing(party)? == id,
            Subject::Pair(pair) => {
                let pair = desk.reading.pair(pair)?;
                pair.is_some_and(|pair| [pair.mentor, pair.mentee].contains(&id))
            }
            _ => false,
        };
        if !goes && matches!(&row.content, Content::Text(text) if named(text)) {
            let title = look.title(row.key.owner)?;
            if !found.contains(&title) {
                found.push(title);
            }
        }
    }
    Ok(found)
}
