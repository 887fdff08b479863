//! The roadmap in a report: how far it has come, its terms along the months, its tasks.

use chrono::NaiveDate;
use vekha_core::report::document::{
    Bars, Block, Cell, Curve, Gantt, Row, RowKind, Stretch, Table, Tone, Value,
};
use vekha_core::report::progress::{self, Standing};
use vekha_core::report::{Source, Timing};
use vekha_core::state::{Evidence, Key, Kind as RowOf, Plan};

use super::paper::{Paper, body, key, task_key, tone};
use crate::cli::Failure;
use crate::cli::look::{Item, shortened};

/// The most rows of one drawing: a page holds no more.
const ROWS: usize = 36;

/// A section of the roadmap with where its occurrences stand.
pub struct Section<'a> {
    /// Its number; empty for tasks of no section.
    pub number: &'a str,
    /// Its title.
    pub title: String,
    /// Its occurrences.
    pub items: Vec<&'a Item>,
    /// Where they stand.
    pub standing: Standing,
}

impl Paper<'_> {
    /// The sections in their order, and what stands in none.
    pub fn sections(&self) -> Vec<Section<'_>> {
        let Some(plan) = &self.plan else { return Vec::new() };
        let section =
            |number, title| Section { number, title, items: Vec::new(), standing: Standing::default() };
        let mut found: Vec<Section<'_>> = plan
            .sections
            .iter()
            .map(|heading| section(heading.number.as_str(), heading.title.clone()))
            .collect();
        let known = found.len();
        found.push(section("", self.word("report-no-section")));
        for item in &self.items {
            let at = found[..known].iter().position(|section| section.number == item.task.wording.section);
            let section = &mut found[at.unwrap_or(known)];
            section.standing.add(Timing::of(&item.occurrence, self.today()));
            section.items.push(item);
        }
        found.retain(|section| !section.items.is_empty());
        found
    }

    /// Where all occurrences stand.
    pub fn standing(&self) -> Standing {
        let mut all = Standing::default();
        self.items.iter().for_each(|item| all.add(Timing::of(&item.occurrence, self.today())));
        all
    }

    /// The entries behind the occurrences that fit.
    pub fn behind(&self, fits: impl Fn(Timing) -> bool) -> Vec<Source> {
        let fitting = self.items.iter().filter(|item| fits(Timing::of(&item.occurrence, self.today())));
        self.stages(fitting.map(key))
    }

    /// Sections with their counts.
    pub fn section_table(&self) -> Table {
        let cells = |number: &str, title: &str, count: &Standing| -> Vec<Cell> {
            let some = |value: u64| if value == 0 { Cell::default() } else { value.into() };
            vec![
                number.into(),
                title.into(),
                count.all.into(),
                some(count.finished()),
                some(count.late).tone(Tone::Late),
                some(count.due),
                some(count.ahead + count.undated),
                Value::share(count.finished(), count.wanted()).into(),
            ]
        };
        let mut rows = Vec::new();
        for section in self.sections() {
            let sources = self.stages(section.items.iter().map(|item| key(item)));
            let cells = cells(section.number, &section.title, &section.standing);
            rows.push(Row { kind: RowKind::Body, cells, sources });
        }
        if !rows.is_empty() {
            let cells = cells("", &self.word("report-total"), &self.standing());
            rows.push(Row { kind: RowKind::Total, cells, sources: self.behind(|_| true) });
        }
        let columns = [
            ("number", 6),
            ("section", 52),
            ("all", 9),
            ("done", 11),
            ("late", 11),
            ("due", 9),
            ("later", 9),
            ("share", 9),
        ];
        self.table("sections", &columns, rows)
    }

    /// Sections as bars.
    pub fn section_bars(&self) -> Option<Bars> {
        let sections = self.sections();
        let parts = |count: &Standing| {
            [
                (Tone::Done, count.done),
                (Tone::DoneLate, count.done_late),
                (Tone::Late, count.late),
                (Tone::Due, count.due),
                (Tone::Ahead, count.ahead),
                (Tone::Undated, count.undated),
                (Tone::Cancelled, count.cancelled),
            ]
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .collect::<Vec<_>>()
        };
        let rows: Vec<_> = sections
            .iter()
            .map(|section| {
                (format!("{} {}", section.number, shortened(&section.title)), parts(&section.standing))
            })
            .collect();
        let legend = self.legend(rows.iter().flat_map(|(_, parts)| parts).map(|(tone, _)| *tone));
        let all = self.standing();
        (!rows.is_empty()).then(|| Bars {
            title: self.word("report-bars-sections"),
            description: self.say(
                "report-bars-sections-text",
                &[
                    ("all", all.all.into()),
                    ("done", all.finished().into()),
                    ("late", all.late.into()),
                    ("sections", rows.len().into()),
                ],
            ),
            legend,
            rows,
        })
    }

    /// What was planned and what was done, day by day.
    pub fn curve(&self) -> Option<Curve> {
        let plan = self.plan.as_ref()?;
        let curve = progress::Curve::of(self.items.iter().map(|item| &item.occurrence), self.today());
        let by_now = |totals: &[(NaiveDate, u64)]| {
            totals.iter().rev().find(|(day, _)| *day <= self.today()).map_or(0, |(_, count)| *count)
        };
        let first = curve.planned.iter().chain(&curve.done).map(|(day, _)| *day).min()?;
        let text = [
            ("planned", by_now(&curve.planned).into()),
            ("done", by_now(&curve.done).into()),
            ("all", curve.planned.last().map_or(0, |(_, count)| *count).into()),
        ];
        Some(Curve {
            title: self.word("report-curve"),
            description: self.say("report-curve-text", &text),
            span: (first.min(plan.year.from).max(earliest(plan)), plan.year.to),
            today: self.today(),
            planned: (self.word("report-curve-planned"), curve.planned),
            done: (self.word("report-curve-done"), curve.done),
        })
    }

    /// The terms of every section along the months, in drawings of a page at most.
    pub fn gantts(&self) -> Vec<Block> {
        let Some(plan) = &self.plan else { return Vec::new() };
        let first = self.items.iter().filter_map(|item| item.occurrence.from.or(item.occurrence.to)).min();
        let from = first.map_or(plan.year.from, |day| day.min(plan.year.from));
        let from = from.max(earliest(plan));
        let mut blocks = Vec::new();
        for section in self.sections() {
            let rows = gantt_rows(self, &section.items);
            for part in rows.chunks(ROWS) {
                let tones = part.iter().flat_map(|(_, _, bars)| bars).map(|bar| bar.tone);
                let lines: Vec<String> = part
                    .iter()
                    .map(|(number, title, bars)| {
                        let terms: Vec<&str> = bars.iter().map(|bar| bar.label.as_str()).collect();
                        format!("{number} {title}: {}", terms.join("; "))
                    })
                    .collect();
                blocks.push(Block::Gantt(Gantt {
                    title: format!("{} {}", section.number, section.title).trim().to_owned(),
                    description: lines.join(". "),
                    span: (from, plan.year.to),
                    today: self.today(),
                    legend: self.legend(tones),
                    rows: part.to_vec(),
                }));
            }
        }
        blocks
    }

    /// Occurrences that fit, a row each.
    pub fn task_table(&self, id: &'static str, fits: impl Fn(Timing) -> bool) -> Result<Table, Failure> {
        let mut rows = Vec::new();
        for item in &self.items {
            if !fits(Timing::of(&item.occurrence, self.today())) {
                continue;
            }
            let term = self.look.term(item.occurrence.from, item.occurrence.to);
            let code = item.occurrence.to.map(|day| day.to_string()).unwrap_or_default();
            rows.push(body(
                [
                    // The term beside it tells occurrences apart; machines read the whole address.
                    Cell::from(item.task.wording.number.as_str()).code(item.address.as_str()),
                    item.task.wording.title.as_str().into(),
                    Cell::from(term).code(code),
                    self.name_list(&item.task.holders).into(),
                    self.status(item),
                    self.evidence_lines(&item.occurrence.evidence)?.into(),
                ],
                self.stages([key(item)]),
            ));
        }
        let columns = [
            ("number", 8),
            ("title", 44),
            ("term", 16),
            ("responsible", 22),
            ("status", 20),
            ("evidence", 22),
        ];
        Ok(self.table(id, &columns, rows))
    }

    /// The roadmap as it was published, with what became of it: a row for each task.
    pub fn roadmap_table(&self) -> Result<Table, Failure> {
        let mut rows = Vec::new();
        let groups = self.plan.as_ref().map(|plan| plan.groups.as_slice()).unwrap_or_default();
        for section in self.sections() {
            rows.push(heading(section.number, &section.title));
            let mut group = None;
            for occurrences in section.items.chunk_by(|a, b| a.task.id == b.task.id) {
                let Some(first) = occurrences.first() else { continue };
                let own = first.task.wording.group.as_ref();
                if own != group {
                    let known = own.and_then(|own| groups.iter().find(|heading| heading.number == *own));
                    rows.extend(known.map(|known| heading(&known.number, &known.title)));
                    group = own;
                }
                rows.push(self.roadmap_row(first, occurrences)?);
            }
        }
        let columns = [
            ("number", 7),
            ("activity", 40),
            ("deadline", 18),
            ("holder", 20),
            ("result", 26),
            ("status", 18),
            ("evidence", 22),
        ];
        Ok(self.table("roadmap", &columns, rows))
    }

    fn roadmap_row(&self, first: &Item, occurrences: &[&Item]) -> Result<Row, Failure> {
        let wording = &first.task.wording;
        let several = occurrences.len() > 1;
        let (mut status, mut codes, mut evidence) = (Vec::new(), Vec::new(), Vec::new());
        for item in occurrences {
            let cell = self.status(item);
            let text = if let Value::Text(text) = cell.value { text } else { String::new() };
            let term = self.look.term(item.occurrence.from, item.occurrence.to);
            status.push(if several { format!("{term}: {text}") } else { text });
            codes.extend(cell.code);
            // A roadmap is shown around: notes that people wrote stay inside.
            let kept = |one: &Evidence| Evidence {
                text: one.text.filter(|_| one.document.is_some()),
                ..one.clone()
            };
            let shown: Vec<Evidence> = item.occurrence.evidence.iter().map(kept).collect();
            evidence.extend(Some(self.evidence_lines(&shown)?).filter(|text| !text.is_empty()));
        }
        let tones = occurrences.iter().map(|item| tone(Timing::of(&item.occurrence, self.today())));
        let worst = tones.min_by_key(|tone| (*tone != Tone::Late, *tone != Tone::Due, *tone));
        codes.dedup();
        let status = Cell::from(status.join("\n")).code(codes.join("; ")).tone(worst.unwrap_or_default());
        let keys = occurrences.iter().map(|item| key(item)).chain([task_key(first)]);
        Ok(body(
            [
                wording.number.as_str().into(),
                wording.title.as_str().into(),
                wording.phrase.as_str().into(),
                self.name_list(&first.task.holders).into(),
                wording.result.as_str().into(),
                status,
                evidence.join("\n").into(),
            ],
            self.stages(keys),
        ))
    }

    /// The row of the plan.
    pub fn plan_key(&self) -> Option<Key> {
        self.plan.as_ref().map(|plan| Key::of(RowOf::Plan, plan.id.0))
    }
}

/// The first day that a drawing shows: a term from years ago would press the year into a corner.
fn earliest(plan: &Plan) -> NaiveDate {
    plan.year.from - chrono::Duration::days(92)
}

fn heading(number: &str, title: &str) -> Row {
    Row { kind: RowKind::Section, cells: vec![number.into(), title.into()], sources: Vec::new() }
}

fn gantt_rows(paper: &Paper<'_>, items: &[&Item]) -> Vec<(String, String, Vec<Stretch>)> {
    let mut rows = Vec::new();
    for occurrences in items.chunk_by(|a, b| a.task.id == b.task.id) {
        let Some(first) = occurrences.first() else { continue };
        let stretch = |item: &&Item| {
            let Cell { value, tone, .. } = paper.status(item);
            let status = if let Value::Text(text) = value { text } else { String::new() };
            let (from, to) = (item.occurrence.from, item.occurrence.to);
            Stretch { from, to, tone, label: format!("{}, {status}", paper.look.term(from, to)) }
        };
        let title = first.task.wording.title.split_whitespace().collect::<Vec<_>>().join(" ");
        rows.push((first.task.wording.number.clone(), title, occurrences.iter().map(stretch).collect()));
    }
    rows
}
