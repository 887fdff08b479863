//! `vekha person erase`

use std::path::PathBuf;

use serde_json::json;
use vekha_core::command::Action;
use vekha_core::event::Event;
use vekha_core::ids::{PartyId, Subject};
use vekha_core::people::mentions::Mentions;
use vekha_core::vault::{Content, VaultKey};
use vekha_core::view::Read;

use super::super::refusal::failure;
use super::super::{Ctx, Desk, Exit, Failure, Kind, Session, party};
use crate::app::erasures::{self, Marks};
use crate::app::naming;
use crate::store::StoreError;
use crate::store::erase::Erased;

/// Erase everything that is kept about a person: from the store, its backups and replaced files, and the name from
/// what is written about others. The journal stays and verifies; it names nobody
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha person erase 7 --reason \"заявление от 15.01.2024\" --yes")]
pub struct Args {
    /// The person: number or name
    #[arg(value_name = "PERSON")]
    person: String,

    /// Why; the person must not be named in it
    #[arg(long, value_name = "REASON")]
    reason: String,

    /// Leave the name where it stands in texts about others, and only list them
    #[arg(long)]
    keep_texts: bool,
}

/// What erasing comes to beyond the person's own rows.
struct Plan {
    id: PartyId,
    /// Texts about others that name the person, as they are to read.
    texts: Vec<(VaultKey, Content)>,
    /// What still names the person, perhaps: for a human to look at.
    mentions: Vec<String>,
    /// Files of the home that do.
    files: Vec<PathBuf>,
}

/// Notes what is to go, records the erasure, then takes the rows out of every file in reach. What was interrupted on the
/// way is finished by whoever writes next, which may be this command again.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let lang = ctx.lang;
    let told = |error: StoreError| failure(error.into(), lang);
    let (file, backups) = (ctx.home()?.store_file(), ctx.home()?.backups());
    let interrupted = erasures::is_begun(&file).map_err(told)?;
    let session = ctx.writing_session()?;
    if session.is_repeat() {
        // Opening finished what was interrupted, and whoever was erased has no name to be found by.
        return again(ctx, &session);
    }
    let plan = {
        let desk = session.desk(ctx)?;
        match party::find(&desk, &args.person) {
            Err(_) if interrupted && !ctx.globals.dry_run => {
                ctx.out.done(&ctx.lang.word("erase-finished"));
                return Ok(Exit::Done);
            }
            found => plan(&args, found?, ctx, &desk)?,
        }
    };
    let id = plan.id;
    let number = ("id", id.to_string().into());
    let question = match plan.texts.len() {
        0 => ctx.say("erase-question", &[number]),
        count => ctx.say("erase-question-texts", &[number, ("count", count.into())]),
    };
    if !ctx.globals.dry_run && !ctx.out.confirm(&question)? {
        ctx.out.note(&ctx.lang.word("told-nothing"));
        return Ok(Exit::Done);
    }
    let erase = Action::EraseParty { party: id, reason: args.reason };
    if ctx.globals.dry_run {
        session.act(erase, None)?;
        ctx.out.done(&ctx.say("erase-would", &[("id", id.to_string().into())]));
        tell_mentions(ctx, &plan);
        return Ok(Exit::Done);
    }
    let mut parties = vec![id];
    for recorded in session.would(erase.clone())? {
        if let Event::PartyErased { merged, .. } = recorded.event {
            parties.extend(merged);
        }
    }
    let options = ctx.store_options();
    let snapshot = session.app.store.snapshot().map_err(told)?;
    let marks = Marks { begun: true, texts: !args.keep_texts };
    erasures::note(&file, &snapshot, session.school, &parties, (ctx.clock.today(), marks), &options)
        .map_err(told)?;
    drop(snapshot);
    let rewrite = Action::RewriteTexts { texts: plan.texts.clone() };
    session.act(Action::Many(vec![rewrite, erase]), None)?;
    session.app.store.close().map_err(told)?;
    let done = erasures::finish(&file, &backups, &options).map_err(told)?;
    tell(ctx, &plan, &done);
    Ok(Exit::Done)
}

/// What a repeat of a command that was carried out says.
fn again(ctx: &mut Ctx, session: &Session) -> Result<Exit, Failure> {
    let done = session.act(Action::Many(Vec::new()), None)?;
    ctx.tell(session, &done)?;
    Ok(Exit::Done)
}

fn plan(args: &Args, id: PartyId, ctx: &Ctx, desk: &Desk<'_>) -> Result<Plan, Failure> {
    let told = |error: StoreError| failure(error.into(), ctx.lang);
    let rows = desk.reading.snapshot.vault_rows(desk.reading.school).map_err(told)?;
    let (mut own, mut goes) = (vec![id], Vec::new());
    for row in &rows {
        match row.key.owner {
            Subject::Party(party) if desk.reading.standing(party)? == id => own.push(party),
            Subject::Pair(pair) => {
                let pair = desk.reading.pair(pair)?;
                if pair.is_some_and(|pair| [pair.mentor, pair.mentee].contains(&id)) {
                    goes.push(row.key.owner);
                }
            }
            _ => {}
        }
    }
    goes.extend(own.iter().copied().map(Subject::Party));
    let naming = naming::naming(&rows, &own);
    if naming.named(&args.reason) {
        return Err(Failure::new(Kind::BadInput, "erase-reason-names"));
    }
    let mark = ctx.lang.word("erase-mark");
    let texts = match args.keep_texts {
        true => Vec::new(),
        false => naming::redacted(&rows, &naming, &mark, |owner| goes.contains(&owner)),
    };
    let mut mentions = mentions_of_others(desk, id, &naming, &mark, args.keep_texts);
    for row in rows.iter().filter(|row| !goes.contains(&row.key.owner)) {
        let after =
            texts.iter().find(|(key, _)| *key == row.key).map_or(&row.content, |(_, content)| content);
        let named = match after {
            Content::Text(text) => naming.named(text),
            Content::Fields(fields) => fields.values().any(|text| naming.named(text)),
            Content::Party(_) => false,
        };
        let title = if named { desk.look().title(row.key.owner)? } else { continue };
        if !mentions.contains(&title) {
            mentions.push(title);
        }
    }
    for task in desk.reading.tasks()? {
        if naming.named(&task.wording.title) {
            mentions.push(desk.look().title(Subject::Task(task.id))?);
        }
    }
    let home = ctx.home()?;
    let besides = [home.store_file(), home.backups()];
    let files = naming::files(&home.dir, &besides, &naming);
    Ok(Plan { id, texts, mentions, files })
}

/// Others who are called alike, and their fields that will still name the person.
fn mentions_of_others(
    desk: &Desk<'_>,
    id: PartyId,
    naming: &Mentions,
    mark: &str,
    keep: bool,
) -> Vec<String> {
    let mut found = Vec::new();
    for other in desk.directory.standing().filter(|other| other.party.id != id) {
        let Some(profile) = &other.profile else { continue };
        for (field, value) in &profile.fields {
            let after = if keep { None } else { naming.redacted(value, mark) };
            if naming.named(after.as_ref().unwrap_or(value)) {
                found.push(format!("vekha person edit {} --unset {field}", other.party.id));
            }
        }
    }
    found
}

fn tell(ctx: &mut Ctx, plan: &Plan, done: &[Erased]) {
    let files: Vec<String> = done.iter().map(|erased| erased.path.display().to_string()).collect();
    let rows: u64 = done.iter().map(|erased| erased.rows).sum();
    if ctx.out.is_json() {
        ctx.out.json(&json!({
            "person": plan.id.0,
            "rows": rows,
            "files": files,
            "rewritten": plan.texts.len(),
            "mentions": plan.mentions,
            "named_in": plan.files.iter().map(|path| path.display().to_string()).collect::<Vec<_>>(),
            "out_of_reach": ["backups-elsewhere", "exports", "printed", "sent"],
            "kept_by_law": ["orders", "contracts", "signed-consents"],
        }));
        return;
    }
    let id = plan.id.to_string();
    let said = [("id", id.into()), ("rows", rows.into()), ("files", files.len().into())];
    ctx.out.line(ctx.say("erase-done", &said));
    for file in files {
        ctx.out.line(format!("  {file}"));
    }
    if !plan.texts.is_empty() {
        ctx.out.line(ctx.say("erase-rewritten", &[("count", plan.texts.len().into())]));
    }
    ctx.out.line(ctx.lang.word("erase-out-of-reach"));
    ctx.out.line(ctx.lang.word("erase-kept-by-law"));
    tell_mentions(ctx, plan);
}

fn tell_mentions(ctx: &mut Ctx, plan: &Plan) {
    for (title, list) in [
        ("erase-mentions", plan.mentions.clone()),
        ("erase-named-in", plan.files.iter().map(|path| path.display().to_string()).collect()),
    ] {
        if !list.is_empty() {
            ctx.out.line(ctx.lang.word(title));
            list.into_iter().for_each(|found| ctx.out.line(format!("  {found}")));
        }
    }
}
