//! Pairs whose stage should end soon or should have ended, meetings of which nobody said what became of them, and tasks
//! of personal programmes whose term is near or over.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::{Value, json};
use vekha_core::ids::{PairId, Subject};
use vekha_core::state::{Key, Kind};
use vekha_core::view::Read;

use crate::cli::look::{InWords, Look, SOON, Timing, day};
use crate::cli::pair::numbers;
use crate::cli::{Ctx, Failure};

/// How many meetings, and how many pairs with tasks, are shown before the rest is only counted.
const MOST: usize = 5;

/// What pairs want done, in the order of terms.
#[derive(Default)]
pub struct Waiting {
    /// The term of a stage and the stage → pairs.
    stages: BTreeMap<(NaiveDate, String), Vec<PairId>>,
    /// Planned for a day that has come.
    meetings: Vec<(NaiveDate, PairId, u32)>,
    /// Tasks of the personal programmes of open pairs, with their terms.
    tasks: BTreeMap<PairId, Vec<(NaiveDate, u32)>>,
}

impl Waiting {
    /// Takes in an entry of the index of terms, where it is about pairs and not too far ahead.
    pub fn add(&mut self, look: &Look<'_>, term: NaiveDate, key: Key) -> Result<(), Failure> {
        match key.kind {
            Kind::Pair if (term - look.today).num_days() <= SOON => {
                if let Some(pair) = look.view.pair(PairId(key.id))? {
                    let pairs = self.stages.entry((term, look.stage(&pair.instance))).or_default();
                    pairs.push(pair.id);
                }
            }
            Kind::Meeting if term <= look.today => {
                self.meetings.push((term, PairId(key.id), key.sub));
            }
            Kind::Item if (term - look.today).num_days() <= SOON => {
                let pair = PairId(key.id);
                if self.tasks.contains_key(&pair) || look.view.pair(pair)?.is_some_and(|pair| pair.is_open())
                {
                    self.tasks.entry(pair).or_default().push((term, key.sub));
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Whether no pair wants anything.
    pub fn is_empty(&self) -> bool {
        self.stages.is_empty() && self.meetings.is_empty() && self.tasks.is_empty()
    }

    /// Shows them, each stage and each meeting with its command.
    pub fn show(&self, ctx: &mut Ctx, look: &Look<'_>, program: &str) -> Result<(), Failure> {
        if !self.stages.is_empty() {
            let count = self.stages.values().map(Vec::len).sum::<usize>();
            let heading = ctx.say("today-pairs", &[("count", count.into())]);
            ctx.out.heading(&heading);
        }
        for ((term, stage), pairs) in &self.stages {
            let timing = timing(*term, look.today).say(ctx.lang);
            let said = [
                ("stage", stage.as_str().into()),
                ("term", day(*term).into()),
                ("timing", timing.into()),
                ("pairs", numbers::write(pairs, "–", ", ").into()),
                ("count", pairs.len().into()),
            ];
            let line = ctx.say("today-pairs-stage", &said);
            ctx.out.line(line);
            ctx.out.command(&advance(program, pairs));
        }
        if !self.meetings.is_empty() {
            let heading = ctx.say("today-meetings", &[("count", self.meetings.len().into())]);
            ctx.out.heading(&heading);
        }
        for (on, pair, no) in self.meetings.iter().take(MOST) {
            let title = look.title(Subject::Pair(*pair))?;
            ctx.out.line(format!("{}: {title}", day(*on)));
            ctx.out.command(&meeting(program, *pair, *no));
        }
        if self.meetings.len() > MOST {
            let rest = ctx.say("today-meetings-rest", &[("count", (self.meetings.len() - MOST).into())]);
            ctx.out.line(rest);
            ctx.out.command(&format!("{program} meeting list"));
        }
        Ok(())
    }

    /// The tasks of personal programmes, a line for each pair.
    pub fn show_tasks(&self, ctx: &mut Ctx, look: &Look<'_>, program: &str) -> Result<(), Failure> {
        if self.tasks.is_empty() {
            return Ok(());
        }
        let count = self.tasks.values().map(Vec::len).sum::<usize>();
        let heading = ctx.say("today-plan", &[("count", count.into())]);
        ctx.out.heading(&heading);
        for (pair, tasks) in self.tasks.iter().take(MOST) {
            let (late, due) = parted(tasks, look.today);
            let mut parts = Vec::new();
            for (id, numbers) in [("today-plan-late", late), ("today-plan-due", due)] {
                let list = numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
                if !list.is_empty() {
                    parts.push(ctx.say(id, &[("numbers", list.into())]));
                }
            }
            ctx.out.line(format!("{}: {}", look.title(Subject::Pair(*pair))?, parts.join("; ")));
            ctx.out.command(&plan(program, *pair));
        }
        if self.tasks.len() > MOST {
            let rest = ctx.say("today-plan-rest", &[("count", (self.tasks.len() - MOST).into())]);
            ctx.out.line(rest);
        }
        Ok(())
    }

    /// `personal_tasks` for machines.
    pub fn tasks_json(&self, look: &Look<'_>, program: &str) -> Value {
        let one = |(pair, tasks): (&PairId, &Vec<(NaiveDate, u32)>)| {
            let (late, due) = parted(tasks, look.today);
            json!({"pair": pair.0, "late": late, "due": due, "command": plan(program, *pair)})
        };
        self.tasks.iter().map(one).collect()
    }

    /// `pairs` and `meetings` for machines.
    pub fn json(&self, look: &Look<'_>, program: &str) -> (Value, Value) {
        let stage = |((term, stage), pairs): (&(NaiveDate, String), &Vec<PairId>)| {
            json!({
                "due": term, "stage": stage, "late_days": (look.today - *term).num_days().max(0),
                "pairs": pairs.iter().map(|pair| pair.0).collect::<Vec<_>>(),
                "command": advance(program, pairs),
            })
        };
        let held = |(on, pair, no): &(NaiveDate, PairId, u32)| json!({"date": on, "pair": pair.0, "no": no, "command": meeting(program, *pair, *no)});
        (self.stages.iter().map(stage).collect(), self.meetings.iter().map(held).collect())
    }
}

fn timing(term: NaiveDate, today: NaiveDate) -> Timing {
    match (term - today).num_days() {
        left if left < 0 => Timing::Late(-left),
        left => Timing::Due(left),
    }
}

/// What leads the pairs on, or says of each what stands in the way.
fn advance(program: &str, pairs: &[PairId]) -> String {
    format!("{program} pair advance {} --dry-run", numbers::argument(pairs))
}

/// The numbers of tasks whose term has passed, and of the others.
fn parted(tasks: &[(NaiveDate, u32)], today: NaiveDate) -> (Vec<u32>, Vec<u32>) {
    let numbers = |late: bool| {
        tasks.iter().filter(|(term, _)| (*term < today) == late).map(|(_, no)| *no).collect::<Vec<_>>()
    };
    (numbers(true), numbers(false))
}

fn plan(program: &str, pair: PairId) -> String {
    format!("{program} pair plan list {pair}")
}

fn meeting(program: &str, pair: PairId, no: u32) -> String {
    format!("{program} meeting edit {pair} {no} --held")
}
