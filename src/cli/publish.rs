//! `vekha publish`, and what it has in common with `vekha script publish` and `vekha script rollback`.

use serde_json::{Value, json};
use vekha_core::command::Action;
use vekha_core::digest::Digest;
use vekha_core::event::Event;
use vekha_core::view::Read;

use super::failure::Message;
use super::script::impact;
use super::script::impact::Weighed;
use super::{Ctx, Desk, Exit, Failure, Kind, Session, refusal};
use crate::app::sets::Difference;
use crate::app::sets::gate::{self, Findings};
use crate::app::sets::needs::{By, Lack};
use crate::app::versions::{self, Wanted};
use crate::app::{Reading, WorkingSet};
use crate::lang::Lang;
use crate::script::fault::Severity;
use crate::script::render;

/// Put the home's working copies in force: workflows, calendar, scripts, forms, vocabulary
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha publish --dry-run\nvekha publish --why \"Training may be let pass, as the council decided\""
)]
pub struct Args {
    /// A sentence why, for the journal
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,

    #[command(flatten)]
    failing: FailingArg,
}

/// What is done about rules that fail on the data of today under both sets.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct FailingArg {
    /// Publish though rules fail on today's data, where those in force fail on it too
    #[arg(long)]
    allow_failing: bool,
}

/// Checks the files, shows what differs from what is in force, and publishes it as one set.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    publish(args.why, args.failing, ctx)
}

/// The working copies put in force: what differs, what stands in the way, what it changes, then one event.
///
/// # Errors
/// [`Kind::Refused`] with everything that stands in the way, [`Kind::BadInput`] for a file that cannot be read.
pub fn publish(why: Option<String>, failing: FailingArg, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let dir = ctx.home()?.dir.clone();
    let set = WorkingSet::of_home(&dir).map_err(|error| refusal::failure(error.into(), ctx.lang))?;
    let reading = session.read()?;
    let published = reading.published()?;
    let before = published.as_ref().map(|set| set.parts.clone()).unwrap_or_default();
    let difference = Difference::of(&before, &set.digests());
    if published.is_some_and(|published| published.digest == set.digest) {
        let words = ctx.say("publish-nothing", &[("set", set.digest.short().into())]);
        ctx.out.outcome(&words, &json(&difference, set.digest, false));
        return Ok(Exit::Done);
    }
    if !ctx.out.is_json() {
        tell(&difference, ctx);
    }
    let findings = examine(ctx, &reading, &set)?;
    if !findings.is_sound() {
        return Err(refused(&findings, ctx.lang));
    }
    let mut value = json(&difference, set.digest, false);
    value["tests"] = findings.passed().into();
    tell_findings(&findings, ctx);
    let desk = session.desk(ctx)?;
    let weighed = impact::of_set(ctx, &desk, &set)?;
    value["impact"] = weighed.json(ctx, &desk);
    if !ctx.out.is_json() {
        weighed.show_briefly(ctx, &desk);
    }
    let fails = weighed.impact.fails();
    if weighed.impact.breaks() || (fails && !failing.allow_failing) {
        return Err(unfit(ctx, &desk, &weighed));
    }
    drop(desk);
    if session.is_dry() {
        if ctx.out.is_json() {
            ctx.out.json(&value);
        }
        return Ok(Exit::Done);
    }
    let question = ctx.say("publish-question", &[("set", set.digest.short().into())]);
    if !ctx.out.confirm(&question)? {
        return Err(Failure::new(Kind::Failed, "publish-not-wanted"));
    }
    drop(reading);
    put_in_force(&session, &set, why)?;
    value["published"] = true.into();
    let words = ctx.say("publish-done", &[("set", set.digest.short().into())]);
    ctx.out.outcome(&words, &value);
    if fails && !ctx.out.is_json() {
        let words = ctx.word("impact-failing-published");
        ctx.out.alarm(&words);
    }
    older(ctx, &session)?;
    Ok(Exit::Done)
}

/// The set's rules fail on the data of today. Where those in force do too, an edit that is about something else must
/// not have to wait for them.
fn unfit(ctx: &Ctx, desk: &Desk<'_>, weighed: &Weighed) -> Failure {
    let breaks = weighed.impact.breaks();
    let mut failure = Failure::new(Kind::Refused, if breaks { "impact-breaks" } else { "impact-fails" });
    if ctx.out.is_json() {
        failure = weighed.failures(ctx, desk).into_iter().fold(failure, Failure::cause);
    }
    failure = failure.hint_command("impact-see", "vekha script impact");
    if !breaks {
        failure = failure.hint_command("impact-publish-anyway", "vekha publish --allow-failing");
    }
    failure
}

/// What runs keeps its version: how much does, and how it is moved.
fn older(ctx: &mut Ctx, session: &Session) -> Result<(), Failure> {
    if ctx.out.is_json() {
        return Ok(());
    }
    let desk = session.desk(ctx)?;
    let found = versions::plan(&desk.reading, desk.rules(), &Wanted::default());
    let count = found.map_or(0, |found| found.len());
    if count > 0 {
        let line = ctx.say("publish-older", &[("count", count.into())]);
        ctx.out.line(line);
        ctx.out.command("vekha workflow migrate --dry-run");
    }
    Ok(())
}

/// One event: the set is in force from now on.
///
/// # Errors
/// What the engine says.
pub fn put_in_force(session: &Session, set: &WorkingSet, why: Option<String>) -> Result<(), Failure> {
    let action: Action = set.action(why);
    let done = session.act_with(action, None, set.blobs())?;
    let other = done.events.iter().find_map(|recorded| match &recorded.event {
        Event::SetPublished { set: put, .. } if *put != set.digest => Some(put.short()),
        _ => None,
    });
    match other {
        Some(put) => {
            let args = [("set", put), ("other", set.digest.short())];
            Err(Failure::with(Kind::Refused, "publish-other-set", args))
        }
        None => Ok(()),
    }
}

/// Looks for everything that stands in the way of a set.
///
/// # Errors
/// What the store says.
pub fn examine(ctx: &Ctx, reading: &Reading<'_>, set: &WorkingSet) -> Result<Findings, Failure> {
    gate::examine(reading, set, &ctx.limits()).map_err(|error| refusal::failure(error, ctx.lang))
}

/// A refusal with every reason: faults with their place, tests that fail, names that are missing.
pub fn refused(findings: &Findings, lang: Lang) -> Failure {
    let count = findings.errors().count() + findings.failures().count() + findings.lacks.len();
    let mut failure = Failure::with(Kind::Refused, "publish-refused", [("count", count)]);
    let report = |fault| render::report(fault, &findings.sources, lang, false);
    for fault in findings.errors() {
        failure = failure.cause(report(fault));
    }
    for (file, test, fault) in findings.failures() {
        let args = [("file", file.to_owned().into()), ("test", test.to_owned().into())];
        let id = if test.is_empty() { "publish-tests-not-run" } else { "publish-test-failed" };
        failure = failure.cause(format!("{}\n{}", lang.say(id, &args), report(fault)));
    }
    for lack in &findings.lacks {
        failure = failure.cause(lacking(lack, lang));
    }
    failure
}

/// «Нет условия «x» (guards.rhai): его требует процесс «pair» 1a2b3c4d».
fn lacking(lack: &Lack, lang: Lang) -> Message {
    let by = match &lack.by {
        By::Workflow(name, version) => lang.say(
            "publish-by-workflow",
            &[("name", name.as_str().into()), ("version", version.as_str().into())],
        ),
        By::Programme(id) => lang.say("publish-by-programme", &[("id", id.to_string().into())]),
        By::UnderWay => lang.word("publish-by-all"),
    };
    let args = [("name", lack.name.as_str().into()), ("by", by.into())];
    let mut text = lang.say(&format!("publish-lack-{}", lack.need.as_str()), &args);
    if let Some(hint) = &lack.hint {
        text = format!("{text}; {}", lang.say("publish-did-you-mean", &[("name", hint.as_str().into())]));
    }
    Message::Text(text)
}

/// Warnings on stderr, and a line about checks and tests.
pub fn tell_findings(findings: &Findings, ctx: &mut Ctx) {
    if ctx.out.is_json() {
        return;
    }
    for fault in findings.faults.iter().filter(|fault| fault.severity == Severity::Warning) {
        let text = render::report(fault, &findings.sources, ctx.lang, true);
        ctx.out.note(&text);
    }
    let scripts = findings.sources.iter().filter(|source| !source.name.ends_with(".test.rhai")).count();
    let args = [("scripts", scripts.into()), ("tests", findings.passed().into())];
    let line = ctx.say("publish-sound", &args);
    ctx.out.line(line);
}

/// What was edited in the home and not published yet, mistakes or not.
///
/// # Errors
/// What the store says.
pub fn pending(ctx: &Ctx, reading: &Reading<'_>) -> Result<Option<Difference>, Failure> {
    let published = reading.published()?.map(|set| set.parts).unwrap_or_default();
    let Ok(files) = WorkingSet::files(&ctx.home()?.dir) else { return Ok(None) };
    let now = files.into_iter().map(|part| (part.path, Digest::of_bytes(&part.content))).collect();
    let difference = Difference::of(&published, &now);
    Ok((!difference.is_empty()).then_some(difference))
}

/// `{"set","published","added","changed","removed"}`.
pub fn json(difference: &Difference, set: Digest, published: bool) -> Value {
    json!({
        "set": set.to_string(),
        "published": published,
        "added": difference.added,
        "changed": difference.changed,
        "removed": difference.removed,
    })
}

/// A line for each file.
pub fn tell(difference: &Difference, ctx: &mut Ctx) {
    for (sign, path) in difference.signed() {
        ctx.out.line(format!("  {sign} {path}"));
    }
}
