//! The report of a school, for its head and its team.

use vekha_core::ids::Subject;
use vekha_core::report::Timing;
use vekha_core::report::document::{
    Audience, Block, Cell, Document, Row, RowKind, Step, Steps, Table, Tone, Value,
};
use vekha_core::report::people::{self, Counted, FormCount};
use vekha_core::state::{Key, Kind as RowOf, Programme};
use vekha_core::view::Read;

use super::indicators::Of;
use super::paper::{Paper, body};
use crate::cli::look::{InWords, day};
use crate::cli::programme::{open_exceptions, requirement_title, way};
use crate::cli::{Failure, tell};

/// Makes it.
pub fn document(paper: &Paper<'_>) -> Result<Document, Failure> {
    let mut blocks = vec![Block::Heading(paper.word("report-heading-short")), paper.short()?];
    if paper.plan.is_none() {
        blocks.push(Block::Notice(paper.word("report-no-plan")));
    }
    blocks.extend(paper.programme_blocks()?);
    blocks.extend(paper.people_blocks()?);
    blocks.extend(paper.indicators(Of::All)?);
    if paper.plan.is_some() {
        blocks.push(Block::Heading(paper.word("report-heading-roadmap")));
        blocks.extend(paper.section_bars().map(Block::Bars));
        blocks.push(Block::Table(paper.section_table()));
        blocks.extend(paper.curve().map(Block::Curve));
        blocks.push(Block::Heading(paper.word("report-heading-attention")));
        blocks.push(Block::Table(paper.task_table("late", |timing| matches!(timing, Timing::Late(_)))?));
        blocks.push(Block::Table(paper.task_table("due", |timing| matches!(timing, Timing::Due(_)))?));
    }
    blocks.push(Block::Table(paper.exception_table()?));
    if paper.plan.is_some() {
        blocks.push(Block::Heading(paper.word("report-heading-gantt")));
        blocks.extend(paper.gantts());
        blocks.push(Block::Heading(paper.word("report-heading-tasks")));
        blocks.push(Block::Table(paper.task_table("tasks", |_| true)?));
    }
    let audience = if paper.names { Audience::Names } else { Audience::Numbers };
    let mut document = paper.document("school", "", audience, blocks)?;
    document.signatures = vec![paper.word("report-sign-curator"), paper.word("report-sign-head")];
    document.main = "tasks";
    document.wide = true;
    Ok(document)
}

impl Paper<'_> {
    /// The whole in a few numbers.
    pub fn short(&self) -> Result<Block, Failure> {
        let all = self.standing();
        let toned = |tone: Tone, fact| vekha_core::report::document::Fact { tone, ..fact };
        let done = |timing| matches!(timing, Timing::Done | Timing::DoneLate(_));
        let mut facts = vec![
            self.fact("tasks", all.all, self.sources(self.plan_key())),
            toned(Tone::Done, self.fact("done", all.finished(), self.behind(done))),
            self.fact("share", Value::share(all.finished(), all.wanted()), self.behind(done)),
        ];
        let late = self.fact("late", all.late, self.behind(|timing| matches!(timing, Timing::Late(_))));
        facts.push(if all.late > 0 { toned(Tone::Late, late) } else { late });
        let due = self.fact("due", all.due, self.behind(|timing| matches!(timing, Timing::Due(_))));
        facts.push(if all.due > 0 { toned(Tone::Due, due) } else { due });
        let counts = people::forms(&self.desk.reading, &self.desk.rules().forms, self.today())?;
        for (id, pick) in [
            ("mentors", (|form| &form.mentors) as fn(&FormCount) -> &Counted),
            ("mentees", |form| &form.mentees),
            ("pairs", |form| &form.pairs),
        ] {
            facts.push(self.counted(id, &sum(counts.iter().map(pick))));
        }
        let open = open_exceptions(&self.look, None)?;
        let keys = open.iter().map(|found| Key::of(RowOf::Exception, found.id.0));
        facts.push(self.fact("exceptions", open.len() as u64, self.sources(keys)));
        Ok(Block::Facts(facts))
    }

    /// Programmes of the plan, or all where there is no plan.
    pub fn programmes(&self) -> Result<Vec<Programme>, Failure> {
        let mut all = self.desk.reading.programmes()?;
        all.retain(|found| self.plan.as_ref().is_none_or(|plan| plan.id == found.plan));
        Ok(all)
    }

    /// The stages of every programme.
    pub fn programme_blocks(&self) -> Result<Vec<Block>, Failure> {
        let mut blocks = vec![Block::Heading(self.word("report-heading-programmes"))];
        let all = self.programmes()?;
        if all.is_empty() {
            blocks.push(Block::Notice(self.word("report-no-programmes")));
        }
        for found in &all {
            blocks.push(Block::Steps(self.steps(found)));
        }
        Ok(blocks)
    }

    /// The way of a programme: what is behind, what lasts, what is ahead.
    pub fn steps(&self, programme: &Programme) -> Steps {
        let key = Key::of(RowOf::Programme, programme.id.0);
        let instance = &programme.instance;
        let form = tell::form_title(self.lang(), &programme.form);
        let title =
            self.say("report-programme", &[("id", programme.id.to_string().into()), ("form", form.into())]);
        let machine = self.desk.rules().machine(&instance.workflow);
        let mut stages: Vec<&str> = machine.map(way).unwrap_or_default();
        if !stages.contains(&instance.stage.as_str()) {
            stages.push(&instance.stage);
        }
        let at = stages.iter().position(|stage| *stage == instance.stage).unwrap_or(0);
        let steps = stages.iter().enumerate().map(|(index, stage)| {
            let step = instance.trail.iter().rposition(|step| step.stage == *stage);
            let since = step.and_then(|step| instance.trail.get(step)).map(|step| step.since);
            let (tone, state, since) = match index.cmp(&at) {
                _ if index == at && instance.outcome.is_some() => {
                    (Tone::Done, "report-step-over", Some(instance.since))
                }
                std::cmp::Ordering::Less => (Tone::Done, "report-step-over", since),
                std::cmp::Ordering::Equal => (Tone::Due, "report-step-now", Some(instance.since)),
                std::cmp::Ordering::Greater => (Tone::Ahead, "report-step-ahead", None),
            };
            let source = match step {
                Some(0) => self.made(key),
                Some(step) => self.entry(key, instance.trail[step - 1].seq),
                None if index == at => self.stages([key]).first().copied(),
                None => None,
            };
            let mut note = since.map(|day| self.look.term(Some(day), None)).unwrap_or_default();
            if index == at
                && instance.outcome.is_none()
                && let Some(due) = instance.due
            {
                let days = (self.today() - due).num_days();
                let timing = if days > 0 { Timing::Late(days) } else { Timing::Ahead(-days) };
                let late = timing.say(self.lang());
                note = self.say("report-step-due", &[("since", note.into()), ("due", day(due).into())]);
                if !late.is_empty() {
                    note = format!("{note}, {late}");
                }
            }
            let title = self.look.stage_title(instance, stage);
            Step { title, note, tone, state: self.word(state), source }
        });
        Steps { title, steps: steps.collect() }
    }

    /// Who takes part, and the pairs by stage.
    pub fn people_blocks(&self) -> Result<Vec<Block>, Failure> {
        Ok(vec![
            Block::Heading(self.word("report-heading-people")),
            Block::Table(self.form_table()?),
            Block::Table(self.pair_stages()?),
        ])
    }

    /// Forms of mentoring in numbers.
    pub fn form_table(&self) -> Result<Table, Failure> {
        let counts = people::forms(&self.desk.reading, &self.desk.rules().forms, self.today())?;
        let row = |kind, title: String, count: &FormCount| {
            let parts = [&count.programmes, &count.mentors, &count.mentees, &count.consents, &count.pairs];
            let keys = parts.iter().flat_map(|part| part.rows.iter().copied());
            let sources = self.sources(keys);
            let mut cells = vec![Cell::from(title).code(&*count.form)];
            cells.extend(parts.iter().map(|part| Cell::from(part.value)));
            let share = count.paired.value.zip(count.mentees.value);
            cells.push(share.map_or(Value::Empty, |(part, whole)| Value::share(part, whole)).into());
            Row { kind, cells, sources }
        };
        let mut rows: Vec<Row> = counts
            .iter()
            .map(|count| row(RowKind::Body, tell::form_title(self.lang(), &count.form), count))
            .collect();
        if counts.len() > 1 {
            rows.push(row(RowKind::Total, self.word("report-total"), &total(&counts)));
        }
        let columns = [
            ("form", 30),
            ("programmes", 12),
            ("mentors", 14),
            ("mentees", 14),
            ("consents", 14),
            ("pairs", 10),
            ("paired-share", 14),
        ];
        Ok(self.table("forms", &columns, rows))
    }

    /// How many pairs stand in which stage.
    pub fn pair_stages(&self) -> Result<Table, Failure> {
        let mut stages: Vec<(String, String, Vec<Key>)> = Vec::new();
        for pair in self.desk.reading.pairs()? {
            let stage = pair.instance.stage.clone();
            let key = Key::of(RowOf::Pair, pair.id.0);
            match stages.iter_mut().find(|(id, ..)| *id == stage) {
                Some((.., keys)) => keys.push(key),
                None => stages.push((stage, self.look.stage(&pair.instance), vec![key])),
            }
        }
        let rows = stages.into_iter().map(|(id, title, keys)| {
            body([Cell::from(title).code(id), (keys.len() as u64).into()], self.stages(keys))
        });
        Ok(self.table("pair-stages", &[("stage", 40), ("pairs", 15)], rows.collect()))
    }

    /// Requirements that were let pass and are not met yet.
    pub fn exception_table(&self) -> Result<Table, Failure> {
        let mut rows = Vec::new();
        for found in open_exceptions(&self.look, None)? {
            let late = found.until < self.today();
            let subject = match found.subject {
                Subject::Pair(id) if !self.names => {
                    self.say("report-pair-number", &[("id", id.to_string().into())])
                }
                Subject::Party(id) => self.name(id),
                other => self.look.title(other)?,
            };
            rows.push(body(
                [
                    subject.into(),
                    Cell::from(requirement_title(
                        &self.look,
                        found.subject,
                        &found.transition,
                        &found.requirement,
                    )?)
                    .code(&*found.requirement),
                    Cell::from(found.until).tone(if late { Tone::Late } else { Tone::Plain }),
                    found.by.as_str().into(),
                ],
                self.sources([Key::of(RowOf::Exception, found.id.0)]),
            ));
        }
        let columns = [("subject", 35), ("requirement", 45), ("until-day", 15), ("by", 15)];
        Ok(self.table("exceptions", &columns, rows))
    }
}

/// Several numbers together; unknown ones count for nothing unless all are.
fn sum<'a>(counts: impl Iterator<Item = &'a Counted>) -> Counted {
    counts.fold(Counted::default(), |mut all, count| {
        all.value = all.value.zip(count.value).map(|(a, b)| a + b).or(all.value).or(count.value);
        all.rows.extend(&count.rows);
        all.reported |= count.reported && count.value.is_some();
        all
    })
}

/// All forms together.
pub fn total(counts: &[FormCount]) -> FormCount {
    let all = |pick: fn(&FormCount) -> &Counted| sum(counts.iter().map(pick));
    FormCount {
        form: String::new(),
        programmes: all(|form| &form.programmes),
        mentors: all(|form| &form.mentors),
        mentees: all(|form| &form.mentees),
        consents: all(|form| &form.consents),
        pairs: all(|form| &form.pairs),
        open: all(|form| &form.open),
        done: all(|form| &form.done),
        paired: all(|form| &form.paired),
    }
}
