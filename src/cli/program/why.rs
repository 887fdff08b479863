//! `vekha program why`

use serde_json::{Value, json};
use vekha_core::decide::{Examination, Examined};
use vekha_core::ids::Subject;
use vekha_core::workflow::Level;

use super::super::look::Look;
use super::super::programme::{self, find};
use super::super::{Ctx, Exit, Failure};
use crate::lang::Lang;

/// Show what the next stages require: what is met, what is not, and why
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha program why\nvekha program why 1 --all")]
pub struct Args {
    /// The programme's number [the only one that runs]
    #[arg(value_name = "ID")]
    programme: Option<u32>,

    /// Ways back and out too
    #[arg(long)]
    all: bool,
}

/// Shows each way out of the stage with its requirements.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let look = desk.look();
    let found = find(&look, args.programme)?;
    let subject = Subject::Programme(found.id);
    let mut ways = programme::examine(ctx, &session, &desk, subject)?;
    let onward = ways.iter().any(|way| !way.requirements.is_empty());
    ways.retain(|way| args.all || !onward || (!way.back && !way.requirements.is_empty()));
    if ctx.out.is_json() {
        let list: Vec<Value> =
            ways.iter().map(|way| as_json(&look, way, subject)).collect::<Result<_, _>>()?;
        ctx.out.json(&json!({"programme": programme::as_json(&look, &found), "ways": list}));
        return Ok(Exit::Done);
    }
    ctx.out.title(&programme::title(&look, &found)?);
    for way in &ways {
        show(ctx, &look, way, subject)?;
    }
    Ok(Exit::Done)
}

fn show(ctx: &mut Ctx, look: &Look<'_>, way: &Examination, subject: Subject) -> Result<(), Failure> {
    let russian = look.lang == Lang::Ru;
    ctx.out.heading(&format!("{} → {} ({})", way.title.pick(russian), way.to.pick(russian), way.transition));
    for found in &way.requirements {
        let (text, commands) = programme::requirement(look, found, subject)?;
        for (no, line) in text.lines().enumerate() {
            ctx.out.line(if no == 0 { line.to_owned() } else { format!("    {line}") });
        }
        for command in commands {
            ctx.out.command(&command);
        }
    }
    if way.requirements.iter().all(Examined::met) {
        let back = if way.back { " --reason '…'" } else { "" };
        ctx.out.command(&format!(
            "vekha program advance {} --by {}{back}",
            look.address(subject)?,
            way.transition
        ));
    }
    Ok(())
}

fn as_json(look: &Look<'_>, way: &Examination, subject: Subject) -> Result<Value, Failure> {
    let mut requirements = Vec::new();
    for found in &way.requirements {
        let (text, commands) = programme::requirement(look, found, subject)?;
        requirements.push(json!({
            "id": found.id,
            "level": if found.level == Level::Must { "must" } else { "should" },
            "met": found.met(),
            "text": text,
            "responsible": found.responsible.iter().map(|id| look.name(*id)).collect::<Vec<_>>(),
            "role": found.role,
            "commands": commands,
        }));
    }
    Ok(json!({
        "transition": way.transition,
        "title": way.title.pick(look.lang == Lang::Ru),
        "back": way.back,
        "roles": way.roles,
        "requirements": requirements,
    }))
}
