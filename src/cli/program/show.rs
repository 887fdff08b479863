//! `vekha program show`

use vekha_core::ids::Subject;
use vekha_core::state::Programme;

use super::super::look::{Look, day};
use super::super::programme::{self, find};
use super::super::task_lines::evidence_line;
use super::super::{Ctx, Desk, Exit, Failure};
use crate::lang::Lang;

/// Show a programme: its way, evidence and open exceptions
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha program show\nvekha program show 1 --json")]
pub struct Args {
    /// The programme's number [the only one]
    #[arg(value_name = "ID")]
    programme: Option<u32>,
}

/// Shows it.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let look = desk.look();
    let found = find(&look, args.programme)?;
    if ctx.out.is_json() {
        ctx.out.json(&programme::as_json(&look, &found));
        return Ok(Exit::Done);
    }
    ctx.out.title(&programme::title(&look, &found)?);
    way(ctx, &look, &found);
    rest(ctx, &desk, &found)?;
    ctx.out.command(&format!("vekha program why {}", found.id));
    Ok(Exit::Done)
}

/// Every stage of the way: passed, present, to come.
fn way(ctx: &mut Ctx, look: &Look<'_>, found: &Programme) {
    let Some(machine) = look.rules.machine(&found.instance.workflow) else { return };
    let stages = programme::way(machine);
    let here = stages.iter().position(|id| *id == found.instance.stage);
    for (at, id) in stages.iter().enumerate() {
        let passed =
            found.instance.trail.iter().rev().find(|step| step.stage == *id).map(|step| day(step.since));
        let (mark, since) = match here {
            Some(here) if at == here => ("▶", Some(day(found.instance.since))),
            Some(here) if at < here => ("✓", passed),
            None => ("✓", passed),
            _ => (" ", None),
        };
        let since = since.map(|since| format!(" ({since})")).unwrap_or_default();
        ctx.out.line(format!("{mark} {}. {}{since}", at + 1, look.stage_title(&found.instance, id)));
    }
}

fn rest(ctx: &mut Ctx, desk: &Desk<'_>, found: &Programme) -> Result<(), Failure> {
    let look = desk.look();
    if let Some(due) = found.instance.due.filter(|_| found.instance.outcome.is_none()) {
        let late = (look.today - due).num_days().max(0);
        let line = ctx.say("programme-due", &[("date", day(due).into()), ("late", late.into())]);
        ctx.out.line(line);
    }
    if !found.unproven.is_empty() {
        let machine = look.rules.machine(&found.instance.workflow);
        let titles = programme::unproven_titles(machine, &found.unproven, ctx.lang == Lang::Ru);
        ctx.out.line(ctx.lang.word("programme-unproven-list"));
        titles.iter().for_each(|title| ctx.out.line(format!("  ✗ {title}")));
    }
    for (what, value) in &found.counts {
        let line = format!("{}: {value}", ctx.word(&format!("count-{what}")));
        ctx.out.line(line);
    }
    for evidence in &found.evidence {
        let line = evidence_line(desk, evidence)?;
        ctx.out.line(line);
    }
    for exception in programme::open_exceptions(&look, Some(Subject::Programme(found.id)))? {
        let line = programme::exception_line(&look, &exception)?;
        ctx.out.line(line);
    }
    Ok(())
}
