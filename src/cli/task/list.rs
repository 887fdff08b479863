//! `vekha task list`

use serde_json::json;
use vekha_core::schedule::PlanYear;

use super::super::look::{InWords, Item, Look, Timing, shortened};
use super::super::{Ctx, Exit, Failure, Table, plan_year};

/// List the tasks of a plan
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha task list\nvekha task list --late\nvekha task list --section 3 --responsible соколова\n\
    vekha task list --plan 2023/24 --json"
)]
pub struct Args {
    /// The plan's year: 2023/24 [the current one]
    #[arg(long, value_name = "PLAN", value_parser = plan_year)]
    plan: Option<PlanYear>,

    /// Only this section
    #[arg(long, value_name = "SECTION")]
    section: Option<String>,

    /// Only those in this stage
    #[arg(long, value_name = "STAGE")]
    stage: Option<String>,

    /// Only those with this purpose
    #[arg(long, value_name = "TAG")]
    tag: Option<String>,

    /// Only those held by someone whose name begins so
    #[arg(long, value_name = "NAME")]
    responsible: Option<String>,

    /// Only those still to be done
    #[arg(long)]
    open: bool,

    /// Only those that are late
    #[arg(long)]
    late: bool,
}

/// Lists the occurrences that fit.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let look = desk.look();
    let plan = look.plan(args.plan.as_ref())?;
    let mut items = look.items(&plan)?;
    items.retain(|item| args.fits(&look, item));
    if ctx.out.is_json() {
        let tasks: Vec<_> = items.iter().map(|item| look.item_json(item)).collect();
        ctx.out.json(&json!({"plan": plan.year.to_string(), "title": plan.title, "tasks": tasks}));
        return Ok(Exit::Done);
    }
    if items.is_empty() {
        ctx.out.note(&ctx.lang.word("list-empty"));
        return Ok(Exit::Done);
    }
    let table = table(&look, &items);
    ctx.out.table(&table);
    Ok(Exit::Done)
}

impl Args {
    fn fits(&self, look: &Look<'_>, item: &Item) -> bool {
        let fold = |text: &str| text.to_lowercase().replace('ё', "е");
        let timing = Timing::of(&item.occurrence, look.today);
        let instance = &item.occurrence.instance;
        let in_stage =
            |stage: &String| instance.stage == *stage || fold(&look.stage(instance)) == fold(stage);
        let held = |name: &String| {
            let names = item.task.holders.iter().map(|id| fold(&look.name(*id)));
            names.into_iter().any(|found| found.contains(&fold(name)))
        };
        self.section.as_ref().is_none_or(|section| item.task.wording.section == *section)
            && self.stage.as_ref().is_none_or(in_stage)
            && self.tag.as_ref().is_none_or(|tag| item.task.tags.contains(tag))
            && self.responsible.as_ref().is_none_or(held)
            && (!self.open || item.occurrence.is_open())
            && (!self.late || matches!(timing, Timing::Late(_)))
    }
}

/// Occurrences as rows.
pub fn table(look: &Look<'_>, items: &[Item]) -> Table {
    let words = ["column-task", "column-title", "column-term", "column-stage", "column-responsible"];
    let mut table = Table::new(words.map(|id| look.lang.word(id))).optional(4);
    for item in items {
        let occurrence = &item.occurrence;
        let timing = Timing::of(occurrence, look.today).say(look.lang);
        let stage = look.stage(&occurrence.instance);
        table.row([
            item.address.clone(),
            shortened(&item.task.wording.title),
            look.term(occurrence.from, occurrence.to),
            if timing.is_empty() { stage } else { format!("{stage},\n{timing}") },
            look.holders(&item.task.holders),
        ]);
    }
    table
}
