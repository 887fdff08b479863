//! `vekha deadline calendar [FILE]`

use std::path::PathBuf;

use chrono::{Datelike, NaiveDate};
use serde_json::json;
use vekha_core::schedule::{Calendar, PlanYear};

use super::shared;
use crate::calendar;
use crate::cli::args::plan_year;
use crate::cli::{Ctx, Exit, Failure, Table};
use crate::words::deadline as words;

/// Check and show a calendar: the years it knows, their working days, the school's quarters.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha deadline calendar\nvekha deadline calendar --template > calendar.toml\nvekha deadline calendar calendar.toml --plan 2023/24"
)]
pub struct Args {
    /// A school's calendar file [the calendar that ships]
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,

    /// The plan's year: 2023/24 or 2023-09-01..2024-08-31 [the school year of today]
    #[arg(long, value_name = "PLAN", value_parser = plan_year)]
    plan: Option<PlanYear>,

    /// Print a file to fill in instead
    #[arg(long, conflicts_with = "file")]
    template: bool,
}

/// Prints the calendar. A fault of the file is told with its line and column.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    if args.template {
        ctx.out.raw(calendar::SCHOOL_TEMPLATE.as_bytes());
        return Ok(Exit::Done);
    }
    let plan = args.plan.unwrap_or_else(|| PlanYear::containing(ctx.clock.today()));
    let found = match &args.file {
        Some(path) => shared::load(path, ctx)?,
        None => calendar::russia(),
    };
    let quarters = found.school_year(plan).map(|year| year.quarters.clone()).unwrap_or_default();
    if ctx.out.is_json() {
        let years: Vec<_> = found
            .years()
            .map(|(year, source)| json!({"year": year, "working_days": working_days(&found, year), "source": source}))
            .collect();
        let quarters: Vec<_> = quarters.iter().map(ToString::to_string).collect();
        let (name, week) = (&found.name, found.week);
        ctx.out.json(&json!({"name": name, "week": week, "years": years, "plan": plan.to_string(), "quarters": quarters}));
        return Ok(Exit::Done);
    }
    let week = ctx.say("deadline-calendar-week", &[("week", found.week.into())]);
    ctx.out.line(format!("{}, {week}", found.name));
    let heads =
        ["deadline-calendar-col-year", "deadline-calendar-col-working", "deadline-calendar-col-source"];
    let mut table = Table::new(heads.map(|id| ctx.word(id))).right(1);
    for (year, source) in found.years() {
        table.row([year.to_string(), working_days(&found, year).to_string(), source.to_owned()]);
    }
    ctx.out.table(&table);
    if !quarters.is_empty() {
        let days: Vec<String> = quarters.iter().map(|span| words::span(*span, ctx.lang)).collect();
        let args = [("plan", plan.to_string().into()), ("days", days.join("; ").into())];
        let text = ctx.say("deadline-calendar-quarters", &args);
        ctx.out.line(text);
    }
    Ok(Exit::Done)
}

fn working_days(calendar: &Calendar, year: i32) -> usize {
    let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
    let days = first.iter_days().take_while(|day| day.year() == year);
    days.filter(|day| calendar.is_working(*day)).count()
}
