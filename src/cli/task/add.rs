//! `vekha task add`

use vekha_core::command::{Action, Holder, NewTask};
use vekha_core::schedule::{self, PlanYear};
use vekha_core::state::Wording;
use vekha_core::view::Read;

use super::super::party::{holder, section_of};
use super::super::{Ctx, Exit, Failure, plan_year};

/// Add a task that the roadmap's file does not have
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha task add 3.8 \"Экскурсия наставников\" --term \"до 20 октября\" --responsible \"Соколова Н.В.\""
)]
pub struct Args {
    /// Its number: 3.8
    #[arg(value_name = "NUM")]
    number: String,

    /// What is to be done
    #[arg(value_name = "TITLE")]
    title: String,

    /// The term in words, as roadmaps write it: "до 20 октября", "ежемесячно"
    #[arg(long, value_name = "PHRASE", default_value = "")]
    term: String,

    /// The expected result
    #[arg(long, value_name = "TEXT", default_value = "")]
    result: String,

    /// Who is responsible; may be given several times
    #[arg(long, value_name = "NAME")]
    responsible: Vec<String>,

    /// A purpose tag: pairs.formed; may be given several times
    #[arg(long, value_name = "TAG")]
    tag: Vec<String>,

    /// The section [the first part of the number]
    #[arg(long, value_name = "SECTION")]
    section: Option<String>,

    /// The plan's year: 2023/24 [the current one; of today where there is none]
    #[arg(long, value_name = "PLAN", value_parser = plan_year)]
    plan: Option<PlanYear>,
}

/// Adds it; a plan of the year is made where there is none.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let (actions, number, deadline) = {
        let desk = session.desk(ctx)?;
        let look = desk.look();
        let mut actions = Vec::new();
        let (plan, year) = match look.plan(args.plan.as_ref()) {
            Ok(plan) => (plan.id, plan.year),
            Err(_) => {
                let year = args.plan.unwrap_or_else(|| PlanYear::containing(look.today));
                actions.push(Action::AddPlan {
                    year,
                    title: ctx.say("plan-untitled", &[("year", year.to_string().into())]),
                });
                (vekha_core::ids::PlanId(desk.reading.counters()?.plan), year)
            }
        };
        let number = args.number.trim_end_matches('.').to_owned();
        let wording = Wording {
            section: args.section.clone().unwrap_or_else(|| section_of(&number)),
            number: number.clone(),
            group: None,
            title: args.title.clone(),
            phrase: args.term.clone(),
            result: args.result.clone(),
        };
        let deadline = schedule::parse(&args.term, year, &desk.rules().calendar);
        let holders: Vec<Holder> = args.responsible.iter().map(|name| holder(&desk, name, None)).collect();
        let task = NewTask {
            wording,
            deadline: deadline.clone(),
            tags: args.tag.iter().cloned().collect(),
            holders,
        };
        actions.push(Action::AddTask { plan, task });
        (actions, number, deadline)
    };
    ctx.act(&session, Action::Many(actions), None)?;
    super::warn_undated(ctx, &number, &args.term, &deadline);
    Ok(Exit::Done)
}
