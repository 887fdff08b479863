//! `vekha outbox deliver`

use serde_json::json;

use super::super::{Ctx, Exit, Failure, Table, refusal};
use super::shared::{PATIENCE, channels, did, letters, line_json, recipient};
use crate::notify::Worker;

/// Deliver what waits, by the channels of vekha.toml
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha outbox deliver\nvekha outbox deliver --dry-run")]
pub struct Args {}

/// Delivers it.
pub fn run(_: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let channels = channels(ctx, PATIENCE)?;
    let lang = ctx.lang;
    let letters = letters(ctx)?;
    let home = ctx.home()?;
    let worker = Worker {
        app: &session.app,
        settings: &home.config.notify,
        channels: &channels,
        lang: letters,
        actor: session.actor.clone(),
        command: None,
    };
    let lines =
        worker.deliver(session.school, session.is_dry()).map_err(|error| refusal::failure(error, lang))?;
    if ctx.out.is_json() {
        let lines: Vec<_> = lines.iter().map(|line| line_json(lang, line)).collect();
        ctx.out.json(&json!({ "dry_run": session.is_dry(), "parcels": lines }));
        return Ok(Exit::Done);
    }
    if lines.is_empty() {
        ctx.out.line(lang.word("outbox-empty"));
        return Ok(Exit::Done);
    }
    let desk = session.desk(ctx)?;
    let heads = ["outbox-parcel", "outbox-to", "outbox-count", "outbox-status"];
    let mut table = Table::new(heads.map(|id| lang.word(id)));
    for line in &lines {
        let parcel = if line.parcel == 0 { "—".into() } else { line.parcel.to_string() };
        let to = recipient(&desk, lang, &line.to);
        table.row([parcel, to, line.messages.to_string(), did(lang, &line.did).1]);
    }
    ctx.out.table(&table);
    Ok(Exit::Done)
}
