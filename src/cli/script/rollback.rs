//! `vekha script rollback HASH`

use serde_json::json;
use vekha_core::view::Read;

use super::sets::{history, named, title, working};
use crate::app::sets::checkout::{self, Checkout};
use crate::app::sets::{self, Difference, Publication};
use crate::app::{Reading, WorkingSet};
use crate::cli::publish::{examine, put_in_force, refused, tell};
use crate::cli::{Ctx, Exit, Failure, Kind, Session, publish, refusal};

/// Put an old set in force again; the working copy stays as it is
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha script rollback 1a2b3c4d --why \"The new weights were a mistake\" --dry-run\nvekha script rollback 1 --why \"The new weights were a mistake\" --checkout --yes"
)]
pub struct Args {
    /// The set: the beginning of its hash, or its number
    #[arg(value_name = "HASH")]
    set: String,

    /// A sentence why, for the journal; it must not name people
    #[arg(long, value_name = "TEXT")]
    why: String,

    /// Write its files to the working copy too; edits that were never published are put aside, not lost
    #[arg(long)]
    checkout: bool,
}

/// Publishes the content of an old set as a new event.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let reading = session.read()?;
    let all = history(ctx, &reading)?;
    let publication = named(&all, &args.set)?;
    let set = sets::again(&reading, publication).map_err(|error| refusal::failure(error, ctx.lang))?;
    let in_force = reading.published()?.map(|set| set.parts).unwrap_or_default();
    let difference = Difference::of(&in_force, &set.digests());
    let plan = match args.checkout {
        true => Some(checkout::plan(&working(ctx)?, &set.parts, &all)),
        false => None,
    };
    if !ctx.out.is_json() {
        tell(&difference, ctx);
    }
    if !difference.is_empty() {
        allowed(ctx, &reading, &set)?;
    }
    let mut value = publish::json(&difference, set.digest, false);
    value["rolled_back_to"] = publication.no.into();
    if session.is_dry() {
        value["checkout"] = plan.as_ref().map(json).into();
        match (ctx.out.is_json(), &plan) {
            (true, _) => ctx.out.json(&value),
            (false, Some(plan)) => show(ctx, plan),
            (false, None) => {}
        }
        return Ok(Exit::Done);
    }
    carry_out(ctx, &session, publication, &set, (&difference, args.why))?;
    value["published"] = (!difference.is_empty()).into();
    let done = match plan {
        Some(plan) => {
            let home = ctx.home()?.dir.clone();
            let done = checkout::carry_out(&home, plan, &set.parts, ctx.clock.today(), &ctx.files);
            Some(done.map_err(|(path, error)| Failure::io(&path, &error))?)
        }
        None => None,
    };
    value["checkout"] = done.as_ref().map(json).into();
    if ctx.out.is_json() {
        ctx.out.json(&value);
        return Ok(Exit::Done);
    }
    let id = if difference.is_empty() { "publish-nothing-to-roll-back" } else { "sets-rolled-back" };
    let line = ctx.say(id, &[("set", title(ctx, publication).into())]);
    ctx.out.line(line);
    match done {
        Some(done) => show(ctx, &done),
        None => working_copy(ctx, &set)?,
    }
    Ok(Exit::Done)
}

/// The old set must still fit what is under way, and its scripts the program. Its tests are told, and no obstacle: it
/// was in force with them.
fn allowed(ctx: &mut Ctx, reading: &Reading<'_>, set: &WorkingSet) -> Result<(), Failure> {
    let mut findings = examine(ctx, reading, set)?;
    let failed: Vec<String> = findings.failures().map(|(file, test, _)| format!("{file}: {test}")).collect();
    findings.trials.clear();
    if !findings.is_sound() {
        return Err(refused(&findings, ctx.lang));
    }
    if !failed.is_empty() {
        let note = ctx.say("sets-tests-failed", &[("tests", failed.join(", ").into())]);
        ctx.out.note(&note);
    }
    Ok(())
}

fn carry_out(
    ctx: &mut Ctx,
    session: &Session,
    publication: &Publication,
    set: &WorkingSet,
    (difference, why): (&Difference, String),
) -> Result<(), Failure> {
    let question = ctx.say("sets-rollback-question", &[("set", title(ctx, publication).into())]);
    if !ctx.out.confirm(&question)? {
        return Err(Failure::new(Kind::Failed, "publish-not-wanted"));
    }
    if difference.is_empty() { Ok(()) } else { put_in_force(session, set, Some(why)) }
}

/// What the working copy is now, compared with what is in force.
fn working_copy(ctx: &mut Ctx, set: &WorkingSet) -> Result<(), Failure> {
    let now = working(ctx)?;
    let now = now.into_iter().map(|part| (part.path, vekha_core::digest::Digest::of_bytes(&part.content)));
    let edits = Difference::of(&set.digests(), &now.collect());
    if !edits.is_empty() {
        let line = ctx.say("sets-edits-stay", &[("count", edits.paths().len().into())]);
        ctx.out.line(line);
        ctx.out.command("vekha script diff");
    }
    Ok(())
}

fn show(ctx: &mut Ctx, done: &Checkout) {
    for (path, to) in &done.aside {
        let id = if to.as_os_str().is_empty() { "sets-would-put-aside" } else { "sets-put-aside" };
        let args = [("path", path.as_str().into()), ("to", to.display().to_string().into())];
        let line = ctx.say(id, &args);
        ctx.out.line(line);
    }
    for (id, list) in
        [("sets-written", &done.written), ("sets-removed", &done.removed), ("sets-left", &done.left)]
    {
        if !list.is_empty() {
            let line = ctx.say(id, &[("files", list.join(", ").into())]);
            ctx.out.line(line);
        }
    }
}

fn json(done: &Checkout) -> serde_json::Value {
    let aside = done.aside.iter().map(|(path, to)| {
        let to = (!to.as_os_str().is_empty()).then(|| to.display().to_string());
        json!({"path": path, "to": to})
    });
    json!({
        "written": done.written,
        "removed": done.removed,
        "left": done.left,
        "put_aside": aside.collect::<Vec<_>>(),
    })
}
