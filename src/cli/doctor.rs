//! `vekha doctor`

use std::collections::BTreeMap;

use serde_json::json;

use super::refusal::failure;
use super::{Ctx, Exit, Failure};
use crate::app::WorkingSet;
use crate::store::StoreError;
use crate::store::doctor::doctor;

/// Look thoroughly at the home: its settings, its files, every value of the store and the journal
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha doctor\nvekha doctor --json")]
pub struct Args {}

/// Looks, and changes nothing; exit code 5 when the store is damaged, 4 when a file has mistakes.
pub fn run(_: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let told = |error: StoreError| failure(error.into(), ctx.lang);
    let home = ctx.home()?;
    let report = doctor(&home.store_file(), &[], &ctx.store_options()).map_err(told)?;
    let files = WorkingSet::of_home(&home.dir).err().map(|error| failure(error.into(), ctx.lang));
    let place = home.dir.display().to_string();
    let problems: Vec<String> = report.problems.iter().map(|problem| problem.say(ctx.lang)).collect();
    let faults: Vec<String> = files.iter().map(|failure| failure.text(ctx.lang)).collect();
    if ctx.out.is_json() {
        let counts: BTreeMap<_, _> = report.counts.iter().cloned().collect();
        ctx.out.json(&json!({
            "home": place,
            "tables": counts,
            "rows": report.rows,
            "events": report.verified.events,
            "problems": problems,
            "files": faults,
        }));
    } else {
        let counts =
            [("rows", report.rows.into()), ("events", report.verified.events.into()), ("dir", place.into())];
        let line = ctx.say("doctor-counts", &counts);
        ctx.out.line(line);
        problems.iter().chain(&faults).for_each(|problem| ctx.out.line(problem.trim_end()));
        let verdict = ctx.say("doctor-verdict", &[("problems", (problems.len() + faults.len()).into())]);
        ctx.out.line(verdict);
    }
    Ok(match (problems.is_empty(), faults.is_empty()) {
        (false, _) => Exit::Store,
        (true, false) => Exit::BadInput,
        (true, true) => Exit::Done,
    })
}
