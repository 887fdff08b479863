//! `vekha workflow migrate [WORKFLOW]`

use serde_json::{Value, json};
use vekha_core::command::Action;
use vekha_core::workflow::Level;
use vekha_core::workflow::migrate::{Blocked, Change, Target};

use crate::app::versions::{self, Candidate, Fate, VersionsError, Wanted, Why};
use crate::cli::look::Look;
use crate::cli::{Ctx, Desk, Exit, Failure, Kind, Table};
use crate::lang::Lang;

/// Move programmes and pairs that run to the version of their workflow that is in force, or to another
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha workflow migrate --dry-run\nvekha workflow migrate programme --stage training=mentors --yes\nvekha workflow migrate programme --to 3f2a91c0\nvekha workflow migrate --back"
)]
pub struct Args {
    /// The workflow's name; `task` for the occurrences of tasks [those of programmes and pairs]
    #[arg(value_name = "WORKFLOW")]
    workflow: Option<String>,

    /// The version, by the beginning of its hash [the one in force]
    #[arg(long, value_name = "VERSION", conflicts_with = "back")]
    to: Option<String>,

    /// A stage of the old version and the stage of the new one that it leads to: old=new
    #[arg(long, value_name = "STAGES", value_parser = pair, conflicts_with = "back")]
    stage: Vec<(String, String)>,

    /// Take the last change of version back
    #[arg(long)]
    back: bool,
}

fn pair(text: &str) -> Result<(String, String), String> {
    let parts = text.split_once('=').map(|(old, new)| (old.trim(), new.trim()));
    let parts = parts.filter(|(old, new)| !old.is_empty() && !new.is_empty());
    parts.map(|(old, new)| (old.to_owned(), new.to_owned())).ok_or_else(|| "arg-bad-stages".to_owned())
}

/// Shows what becomes of each, and after a confirmation moves whatever can be moved. Exit code 3 where something stays.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let wanted = Wanted {
        workflow: args.workflow,
        to: args.to,
        stages: args.stage.into_iter().collect(),
        back: args.back,
    };
    let session = ctx.writing_session()?;
    let desk = session.desk(ctx)?;
    let found = versions::plan(&desk.reading, desk.rules(), &wanted).map_err(told)?;
    let actions: Vec<Action> = found.iter().filter_map(Candidate::action).collect();
    let stays = found.iter().filter(|candidate| candidate.stays()).count();
    let json = ctx.out.is_json();
    let mut value = as_json(&desk.look(), &found)?;
    if !json {
        show(&desk, &found, ctx)?;
    }
    drop(desk);
    let exit = if stays == 0 { Exit::Done } else { Exit::Refused };
    let mut done = 0;
    if !actions.is_empty() && !session.is_dry() {
        let question = ctx.say("migrate-question", &[("count", actions.len().into())]);
        if !ctx.out.confirm(&question)? {
            return Err(Failure::new(Kind::Failed, "migrate-not-wanted"));
        }
        done = actions.len();
        session.act(Action::Many(actions), None)?;
    }
    value["moved"] = done.into();
    if json {
        ctx.out.json(&value);
        return Ok(exit);
    }
    let args = [("done", done.into()), ("stays", stays.into()), ("count", found.len().into())];
    let words = ctx.say(if session.is_dry() { "migrate-dry" } else { "migrate-done" }, &args);
    ctx.out.line(words);
    if done > 0 && !wanted.back {
        ctx.out.command("vekha workflow migrate --back");
    }
    Ok(exit)
}

fn told(error: VersionsError) -> Failure {
    match error {
        VersionsError::View(error) => error.into(),
        VersionsError::NoWorkflow(known) => {
            Failure::with(Kind::BadInput, "migrate-no-workflow", [("known", known.join(", "))])
        }
        VersionsError::NoStage(stages) => {
            Failure::with(Kind::BadInput, "migrate-no-stage", [("stages", stages.join(", "))])
        }
        VersionsError::NoVersion(known) => known
            .into_iter()
            .fold(Failure::new(Kind::BadInput, "migrate-no-version"), |failure, (name, hash)| {
                failure.cause(format!("{} {name}", hash.short()))
            }),
    }
}

fn show(desk: &Desk<'_>, found: &[Candidate], ctx: &mut Ctx) -> Result<(), Failure> {
    if found.is_empty() {
        return Ok(());
    }
    let look = desk.look();
    let columns = ["what", "from", "stage", "to", "target"];
    let mut table = Table::new(columns.map(|name| ctx.word(&format!("migrate-col-{name}"))));
    for one in found {
        let target = match &one.fate {
            Fate::Moves { stage, how, .. } => {
                let words = look.stage_of(&one.to.unwrap_or(one.from), stage).0;
                format!("{words}{}", found_how(how, ctx.lang))
            }
            Fate::Returns { stage } => look.stage_of(&one.to.unwrap_or(one.from), stage).0,
            Fate::Stays(_) => ctx.word("migrate-stays"),
        };
        table.row([
            look.title(one.subject)?,
            one.from.short(),
            look.stage_of(&one.from, &one.stage).0,
            one.to.map(|to| to.short()).unwrap_or_default(),
            target,
        ]);
    }
    ctx.out.table(&table);
    details(&look, found, ctx)
}

/// What is different for those that move, each difference once for all it concerns, and why others stay.
fn details(look: &Look<'_>, found: &[Candidate], ctx: &mut Ctx) -> Result<(), Failure> {
    let mut said: Vec<(String, Vec<String>)> = Vec::new();
    for one in found {
        let title = look.title(one.subject)?;
        for words in sentences(look, one) {
            match said.iter_mut().find(|(known, _)| *known == words) {
                Some((_, titles)) => titles.push(title.clone()),
                None => said.push((words, vec![title.clone()])),
            }
        }
        if let Fate::Stays(why) = &one.fate {
            let words = reason(look, one, why);
            let line = ctx.say("migrate-stays-line", &[("what", title.into()), ("why", words.into())]);
            ctx.out.line(line);
            if let Some(command) = remedy(one, why) {
                ctx.out.command(&command);
            }
        }
    }
    if !said.is_empty() {
        let heading = ctx.word("migrate-changes");
        ctx.out.heading(&heading);
    }
    for (words, titles) in said {
        let who = if titles.len() > 3 {
            ctx.say("migrate-many", &[("count", titles.len().into())])
        } else {
            titles.join("; ")
        };
        ctx.out.line(format!("  {words} — {who}"));
    }
    Ok(())
}

fn found_how(how: &Target, lang: Lang) -> String {
    match how {
        Target::Given(_) => format!(" {}", lang.word("migrate-how-given")),
        Target::SameTitle(_) => format!(" {}", lang.word("migrate-how-title")),
        _ => String::new(),
    }
}

fn sentences(look: &Look<'_>, one: &Candidate) -> Vec<String> {
    match &one.fate {
        Fate::Moves { changes, .. } => changes.iter().map(|change| sentence(look, one, change)).collect(),
        _ => Vec::new(),
    }
}

/// One difference in words.
fn sentence(look: &Look<'_>, one: &Candidate, change: &Change) -> String {
    let machines = [one.to, Some(one.from)].map(|hash| hash.and_then(|hash| look.rules.machine(&hash)));
    let russian = look.lang == Lang::Ru;
    let way = |id: &str| {
        let found = machines.iter().flatten().find_map(|machine| machine.transition(id));
        found.map_or_else(|| id.to_owned(), |way| way.title.pick(russian).to_owned())
    };
    let requirement = |transition: &str, id: &str| {
        let ways = machines.iter().flatten().filter_map(|machine| machine.transition(transition));
        let found = ways.flat_map(|way| &way.requires).find(|found| found.id == id);
        found.map_or_else(|| id.to_owned(), |found| found.title.pick(russian).to_owned())
    };
    let say = |id: &str, transition: &str| look.lang.say(id, &[("way", way(transition).into())]);
    let demand = |id: &str, transition: &str, name: &str, must: bool| {
        let words = requirement(transition, name);
        let args = [
            ("way", way(transition).into()),
            ("requirement", words.into()),
            ("must", i64::from(must).into()),
        ];
        look.lang.say(id, &args)
    };
    match change {
        Change::Term => look.lang.word("migrate-term"),
        Change::TransitionAdded(id) => say("migrate-way-added", id),
        Change::TransitionRemoved(id) => say("migrate-way-removed", id),
        Change::TransitionRedirected(id) => say("migrate-way-redirected", id),
        Change::TransitionTakers(id) => say("migrate-way-takers", id),
        Change::RequirementAdded { transition, requirement, level } => {
            demand("migrate-demand-added", transition, requirement, *level == Level::Must)
        }
        Change::RequirementRemoved { transition, requirement } => {
            demand("migrate-demand-removed", transition, requirement, false)
        }
        Change::RequirementChanged { transition, requirement } => {
            demand("migrate-demand-changed", transition, requirement, false)
        }
    }
}

/// Why it stays, in words.
fn reason(look: &Look<'_>, one: &Candidate, why: &Why) -> String {
    let stage = look.stage_of(&one.from, &one.stage).0;
    let say = |id: &str, stage: &str| {
        let machine = one.to.and_then(|to| look.rules.machine(&to));
        let running =
            machine.iter().flat_map(|machine| &machine.stages).filter(|stage| stage.outcome.is_none());
        let stages: Vec<&str> = running.map(|stage| stage.id.as_str()).collect();
        look.lang.say(id, &[("stage", stage.to_owned().into()), ("stages", stages.join(", ").into())])
    };
    match why {
        Why::WentOn => look.lang.word("migrate-went-on"),
        Why::NotInForce => look.lang.say("migrate-not-in-force", &[("name", one.workflow.as_str().into())]),
        Why::Blocked(Blocked::OtherKind) => look.lang.word("migrate-other-kind"),
        Why::Blocked(Blocked::Gone { .. }) => say("migrate-gone", &stage),
        Why::Blocked(Blocked::NoSuchStage { named, .. }) => say("migrate-gone", named),
        Why::Blocked(Blocked::OtherOutcome { .. }) => say("migrate-other-outcome", &stage),
    }
}

/// What to do about it: a command, with the stage to be named where nothing is like the one that is gone.
fn remedy(one: &Candidate, why: &Why) -> Option<String> {
    let perhaps = match why {
        Why::Blocked(Blocked::Gone { perhaps } | Blocked::NoSuchStage { perhaps, .. }) => perhaps.clone(),
        Why::Blocked(Blocked::OtherOutcome { .. }) => None,
        Why::WentOn => {
            let to = one.to?.short();
            return Some(format!("vekha workflow migrate {} --to {to} --dry-run", one.workflow));
        }
        _ => return None,
    };
    let stage = perhaps.unwrap_or_else(|| "STAGE".to_owned());
    Some(format!("vekha workflow migrate {} --stage {}={stage} --dry-run", one.workflow, one.stage))
}

/// `{"candidates":[{"subject","title","workflow","from","stage","to","target","how","changes","blocked"}],"stays","moved"}`.
fn as_json(look: &Look<'_>, found: &[Candidate]) -> Result<Value, Failure> {
    let mut candidates = Vec::new();
    for one in found {
        let (target, how, blocked) = match &one.fate {
            Fate::Moves { stage, how, .. } => {
                let how = match how {
                    Target::Given(_) => "named",
                    Target::SameTitle(_) => "same-title",
                    _ => "same",
                };
                (Some(stage), how, None)
            }
            Fate::Returns { stage } => (Some(stage), "back", None),
            Fate::Stays(why) => (None, "stays", Some(reason(look, one, why))),
        };
        candidates.push(json!({
            "subject": one.subject,
            "title": look.title(one.subject)?,
            "workflow": one.workflow,
            "from": one.from.to_string(),
            "stage": one.stage,
            "to": one.to.map(|to| to.to_string()),
            "target": target,
            "how": how,
            "changes": sentences(look, one),
            "blocked": blocked,
        }));
    }
    let stays = found.iter().filter(|one| one.stays()).count();
    Ok(json!({"candidates": candidates, "stays": stays, "moved": 0}))
}
