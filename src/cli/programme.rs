//! Programmes on a command line and on screens.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use vekha_core::command::{Action, Command};
use vekha_core::decide::{Examination, Examined};
use vekha_core::event::Event;
use vekha_core::ids::{PlanId, ProgrammeId, Subject};
use vekha_core::state::{Exception, Outcome as End, Programme};
use vekha_core::view::{Read, ViewError};
use vekha_core::workflow::{Machine, Stage, Term};

use super::failure::{Failure, Kind};
use super::look::{Look, day, outcome};
use super::{Ctx, Desk, Outcome, Session, refusal, tell};
use crate::config::quoted;
use crate::lang::Lang;

/// How many days an example puts a term off.
const POSTPONED: u64 = 14;

/// The programme with this id, or the only one that runs.
///
/// # Errors
/// [`Kind::BadInput`] with those there are.
pub fn find(look: &Look<'_>, id: Option<u32>) -> Result<Programme, Failure> {
    let all = look.view.programmes()?;
    let running: Vec<&Programme> = all.iter().filter(|found| found.instance.outcome.is_none()).collect();
    let found = match (id, running.as_slice(), all.as_slice()) {
        (Some(id), ..) => all.iter().find(|found| found.id == ProgrammeId(id)),
        (None, [one], _) => Some(*one),
        (None, [], [one]) => Some(one),
        _ => None,
    };
    if let Some(found) = found {
        return Ok(found.clone());
    }
    if all.is_empty() {
        return Err(Failure::new(Kind::BadInput, "no-programmes")
            .hint_command("no-programmes-open", "vekha program open --form teacher-teacher"));
    }
    let failure =
        Failure::new(Kind::BadInput, if id.is_some() { "programme-unknown" } else { "programme-which" });
    let mut failure = failure;
    for found in &all {
        failure = failure.cause(title(look, found)?);
    }
    Err(failure)
}

/// «2 учитель – учитель, 2023/24: Формирование пар».
///
/// # Errors
/// What the view says.
pub fn title(look: &Look<'_>, programme: &Programme) -> Result<String, Failure> {
    let year = look.address(Subject::Plan(programme.plan))?;
    let form = tell::form_title(look.lang, &programme.form);
    Ok(format!("{} {form}, {year}: {}", programme.id, stage(look, programme)))
}

/// «5/9 Формирование пар»: the number of the stage among those of the way, and its title.
pub fn stage(look: &Look<'_>, programme: &Programme) -> String {
    let title = look.stage(&programme.instance);
    let Some(machine) = look.rules.machine(&programme.instance.workflow) else { return title };
    let way: Vec<&str> = way(machine);
    match way.iter().position(|id| *id == programme.instance.stage) {
        Some(at) if programme.instance.outcome.is_none() => format!("{} / {}. {title}", at + 1, way.len()),
        _ => title,
    }
}

/// The stages of the plain way, without those that end it.
pub fn way(machine: &Machine) -> Vec<&str> {
    let mut way = Vec::new();
    let mut here = machine.initial.as_str();
    // A way is no longer than the stages are many.
    while way.len() < machine.stages.len() && machine.stage(here).is_some_and(|stage| stage.outcome.is_none())
    {
        way.push(here);
        match machine.forward_from(here) {
            Some(next) => here = &next.to,
            None => break,
        }
    }
    way
}

/// Requirements of a subject that were let pass and are not met yet.
///
/// # Errors
/// What the view says.
pub fn open_exceptions(look: &Look<'_>, subject: Option<Subject>) -> Result<Vec<Exception>, Failure> {
    let mut open = look.view.exceptions()?;
    open.retain(|found| found.met.is_none() && subject.is_none_or(|subject| found.subject == subject));
    Ok(open)
}

/// Every way out of the stage with its requirements, as they stand on `today`.
///
/// # Errors
/// What the store says.
pub fn examine(
    ctx: &Ctx,
    session: &Session,
    desk: &Desk<'_>,
    subject: Subject,
) -> Result<Vec<Examination>, Failure> {
    let day = desk.look().today;
    let command = Command {
        id: vekha_core::ids::CommandId([0; 16]),
        school: session.school,
        actor: session.actor.clone(),
        effective: day,
        today: day,
        recorded: ctx.clock.now().timestamp_millis(),
        seed: [0; 32],
        guards: Default::default(),
        action: Action::Many(Vec::new()),
    };
    let found = session.app.examine(&desk.reading, desk.rules(), &command, subject);
    found.map_err(|error| refusal::failure(error, ctx.lang))
}

/// One requirement in lines: met or not, why not, who is responsible, and commands.
///
/// # Errors
/// What the view says.
pub fn requirement(
    look: &Look<'_>,
    found: &Examined,
    about: Subject,
) -> Result<(String, Vec<String>), Failure> {
    let mark = if found.met() { "✓" } else { "✗" };
    let hint = found.hint.as_ref().filter(|_| !found.met());
    let words = refusal::requirement(look, &found.title, hint, found.level, &found.shortfalls)?;
    let mut text = format!("{mark} {words}");
    if !found.met() && !found.responsible.is_empty() {
        let who = look.holders(&found.responsible);
        text.push('\n');
        text.push_str(&look.lang.say("unmet-responsible", &[("who", who.into())]));
    }
    Ok((text, refusal::remedies(look, &found.remedies, about)?))
}

/// A programme for machines.
pub fn as_json(look: &Look<'_>, programme: &Programme) -> Value {
    let machine = look.rules.machine(&programme.instance.workflow);
    let number =
        machine.and_then(|machine| way(machine).iter().position(|id| *id == programme.instance.stage));
    json!({
        "id": programme.id.0,
        "plan": look.address(Subject::Plan(programme.plan)).ok(),
        "form": programme.form,
        "workflow": machine.map(|machine| &machine.name),
        "stage": programme.instance.stage,
        "stage_number": number.map(|number| number + 1),
        "stage_title": look.stage(&programme.instance),
        "since": programme.instance.since,
        "due": programme.instance.due,
        "outcome": outcome(programme.instance.outcome),
        "unproven": programme.unproven,
        "counts": programme.counts,
        "evidence": programme.evidence.len(),
        "trail": programme.instance.trail.iter()
            .map(|step| json!({"stage": step.stage, "since": step.since})).collect::<Vec<_>>(),
    })
}

/// How many pairs of a programme stand where.
#[derive(Default)]
pub struct PairCounts {
    /// Open ones by stage, in the order of the way: id, title, count.
    pub open: Vec<(String, String, u32)>,
    /// Those that came to their end.
    pub done: u32,
    /// Those that were ended before.
    pub cancelled: u32,
}

impl PairCounts {
    /// Counts the pairs of a programme.
    ///
    /// # Errors
    /// What the view says.
    pub fn of(look: &Look<'_>, programme: ProgrammeId) -> Result<Self, ViewError> {
        let mut counts = Self::default();
        let mut open: BTreeMap<(usize, String), (String, u32)> = BTreeMap::new();
        for pair in look.view.pairs()?.into_iter().filter(|pair| pair.programme == programme) {
            match pair.instance.outcome {
                Some(End::Done) => counts.done += 1,
                Some(End::Cancelled) => counts.cancelled += 1,
                None => {
                    let machine = look.rules.machine(&pair.instance.workflow);
                    let at = machine.and_then(|machine| {
                        machine.stages.iter().position(|stage| stage.id == pair.instance.stage)
                    });
                    let title = look.stage(&pair.instance);
                    let key = (at.unwrap_or(usize::MAX), pair.instance.stage);
                    open.entry(key).or_insert((title, 0)).1 += 1;
                }
            }
        }
        counts.open = open.into_iter().map(|((_, id), (title, count))| (id, title, count)).collect();
        Ok(counts)
    }

    /// «Пары: Знакомство — 3, Работа — 4; завершены: 2»; `None` where there never was one.
    pub fn line(&self, lang: Lang) -> Option<String> {
        let open = self.open.iter().map(|(_, title, count)| format!("{title} — {count}"));
        let mut parts = vec![open.collect::<Vec<_>>().join(", ")];
        for (id, count) in [("status-pairs-done", self.done), ("status-pairs-cancelled", self.cancelled)] {
            if count > 0 {
                parts.push(lang.say(id, &[("count", count.into())]));
            }
        }
        parts.retain(|part| !part.is_empty());
        (!parts.is_empty()).then(|| lang.say("status-pairs", &[("list", parts.join("; ").into())]))
    }

    /// The same for machines.
    pub fn json(&self) -> Value {
        let open: BTreeMap<&str, u32> =
            self.open.iter().map(|(id, _, count)| (id.as_str(), *count)).collect();
        json!({"open": open, "done": self.done, "cancelled": self.cancelled})
    }
}

/// An open exception in a line.
///
/// # Errors
/// What the view says.
pub fn exception_line(look: &Look<'_>, exception: &Exception) -> Result<String, Failure> {
    let args = [
        ("what", look.title(exception.subject)?.into()),
        ("requirement", title_of(look, exception)?.into()),
        ("until", day(exception.until).into()),
        ("late", i64::from(exception.until < look.today).into()),
    ];
    Ok(look.lang.say("exception-line", &args))
}

fn title_of(look: &Look<'_>, exception: &Exception) -> Result<String, ViewError> {
    requirement_title(look, exception.subject, &exception.transition, &exception.requirement)
}

/// Says of a stage whose term had passed when it was entered that it is late from the start, and what helps.
///
/// # Errors
/// What the store says.
pub fn late_from_the_start(ctx: &mut Ctx, session: &Session, done: &Outcome) -> Result<(), Failure> {
    if ctx.out.is_json() {
        return Ok(());
    }
    let desk = session.desk(ctx)?;
    let look = desk.look();
    for recorded in &done.events {
        let (programme, plan, stage, due, opened) = match &recorded.event {
            Event::ProgrammeOpened { programme, plan, entry, .. } => {
                (*programme, Some(*plan), &entry.stage, entry.due, Some(entry.workflow))
            }
            Event::StageEntered { subject: Subject::Programme(id), to, due, outcome: None, .. } => {
                (*id, look.view.programme(*id)?.map(|row| row.plan), to, *due, None)
            }
            _ => continue,
        };
        let Some(due) = due.filter(|due| *due < recorded.effective) else { continue };
        let workflow = match opened {
            Some(workflow) => Some(workflow),
            None => look.view.programme(programme)?.map(|row| row.instance.workflow),
        };
        let stage = workflow.and_then(|version| look.rules.machine(&version)?.stage(stage));
        let (Some(stage), Some(plan)) = (stage, plan) else { continue };
        let tasks = timing_tasks(&look, plan, stage)?;
        let args = [
            ("stage", stage.title.pick(look.lang == Lang::Ru).to_owned().into()),
            ("date", day(due).into()),
            ("count", tasks.len().into()),
            ("tasks", tasks.join(", ").into()),
        ];
        ctx.out.hint(&look.lang.say("programme-late-term", &args));
        if opened.is_some() {
            let command = format!("vekha program advance {programme} --on {}", day(due));
            ctx.out.hint(&format!("{}\n      {command}", look.lang.word("programme-late-passed")));
        }
        match tasks.last() {
            Some(task) => {
                let to = day(recorded.effective + chrono::Days::new(POSTPONED));
                let why = quoted(&look.lang.word("example-reason"));
                let command = format!("vekha task postpone {task} --to {to} --reason {why}");
                ctx.out.hint(&format!("{}\n      {command}", look.lang.word("programme-late-postpone")));
            }
            None => ctx.out.hint(&look.lang.word("programme-late-file")),
        }
    }
    Ok(())
}

/// The open tasks that the term of a stage hangs on, by address, in the order of their terms.
fn timing_tasks(look: &Look<'_>, plan: PlanId, stage: &Stage) -> Result<Vec<String>, ViewError> {
    let Some(Term::Task { tag, .. }) = &stage.term else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for task in look.view.tasks()? {
        if task.plan == plan && !task.withdrawn && task.tags.contains(tag) {
            let open = look.view.occurrences(Some(task.id))?.into_iter().filter(|row| row.is_open());
            found.extend(open.filter_map(|row| Some((row.to?, row.task, row.no))));
        }
    }
    found.sort();
    found.into_iter().map(|(_, task, no)| look.address(Subject::Occurrence(task, no))).collect()
}

/// The titles of what nothing proves of the way to the stage a programme was opened at. `unproven` are ids of requirements
/// in the order of the way; one id may stand on several of its transitions.
pub fn unproven_titles(machine: Option<&Machine>, unproven: &[String], russian: bool) -> Vec<String> {
    let mut left = unproven.iter().peekable();
    let mut titles = Vec::new();
    let mut here = machine.map(|machine| machine.initial.clone()).unwrap_or_default();
    for _ in 0..machine.map_or(0, |machine| machine.stages.len()) {
        let Some(way) = machine.and_then(|machine| machine.forward_from(&here)) else { break };
        for requirement in &way.requires {
            if left.next_if(|id| **id == requirement.id).is_some() {
                titles.push(requirement.title.pick(russian).to_owned());
            }
        }
        here.clone_from(&way.to);
    }
    titles.extend(left.cloned());
    titles
}

/// The title of a requirement of a transition that a subject takes; its id where the workflow is not known.
///
/// # Errors
/// What the view says.
pub fn requirement_title(
    look: &Look<'_>,
    subject: Subject,
    transition: &str,
    requirement: &str,
) -> Result<String, ViewError> {
    let instance = match subject {
        Subject::Programme(id) => look.view.programme(id)?.map(|row| row.instance),
        Subject::Occurrence(task, no) => look.view.occurrence(task, no)?.map(|row| row.instance),
        Subject::Pair(id) => look.view.pair(id)?.map(|row| row.instance),
        _ => None,
    };
    let title = instance.and_then(|instance| {
        let way = look.rules.machine(&instance.workflow)?.transition(transition)?;
        let found = way.requires.iter().find(|found| found.id == requirement)?;
        Some(found.title.pick(look.lang == Lang::Ru).to_owned())
    });
    Ok(title.unwrap_or_else(|| requirement.to_owned()))
}
