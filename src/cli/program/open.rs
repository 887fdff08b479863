//! `vekha program open`

use chrono::NaiveDate;
use vekha_core::command::Action;
use vekha_core::people::named::form_named;
use vekha_core::schedule::PlanYear;

use super::super::programme::late_from_the_start;
use super::super::{Ctx, Exit, Failure, date, plan_year};

/// Open a programme, or take over one that already runs
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha program open --form teacher-teacher\n\
    vekha program open --form teacher-teacher --at-stage 5 --since 15.10.2023")]
pub struct Args {
    /// The form: teacher-teacher, pupil-pupil, student-pupil, employer-pupil, employer-student, teacher-pupil
    #[arg(long, value_name = "FORM", default_value = "teacher-teacher")]
    form: String,

    /// The year of the plan it is tied to: 2023/24 [the current one]
    #[arg(long, value_name = "PLAN", value_parser = plan_year)]
    plan: Option<PlanYear>,

    /// The stage it stands in already, by number or name; what is not proved is listed
    #[arg(long, value_name = "STAGE")]
    at_stage: Option<String>,

    /// Since when [today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    since: Option<NaiveDate>,

    /// The workflow it follows
    #[arg(long, value_name = "WORKFLOW", default_value = "programme")]
    workflow: String,
}

/// Opens the programme.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let plan = session.desk(ctx)?.look().plan(args.plan.as_ref())?.id;
    // A form may be named by its title too.
    let form = form_named(&session.desk(ctx)?.rules().forms, &args.form).unwrap_or(args.form);
    let action = Action::OpenProgramme { plan, form, workflow: args.workflow, stage: args.at_stage };
    let outcome = session.act(action, args.since)?;
    ctx.tell(&session, &outcome)?;
    late_from_the_start(ctx, &session, &outcome)?;
    Ok(Exit::Done)
}
