//! What every report is made with: the school at one moment, its trace, its words, and whose eyes it is for.

use chrono::{DateTime, NaiveDate};
use fluent_templates::fluent_bundle::FluentValue;
use vekha_core::ids::{PartyId, Subject};
use vekha_core::report::document::{
    Audience, Block, Cell, Column, Document, Fact, Row, RowKind, Stamp, Table, Tone, Value, Words,
};
use vekha_core::report::people::Counted;
use vekha_core::report::{Source, Timing, Trace};
use vekha_core::schedule::PlanYear;
use vekha_core::state::{Evidence, Instance, Key, Kind as RowOf, PartyKind, Plan};
use vekha_core::view::{Read, View};
use vekha_core::workflow::vocabulary::{DOCUMENTS, EVIDENCE};

use crate::cli::look::{InWords, Item, Look, day};
use crate::cli::refusal::listed;
use crate::cli::{Ctx, Desk, Failure, Session, programme};
use crate::lang::Lang;

/// The roles that may see who is who.
pub const MAY_SEE_NAMES: [&str; 5] = ["owner", "administrator", "head", "deputy", "curator"];

/// A report in the making.
pub struct Paper<'a> {
    /// The surroundings.
    pub ctx: &'a Ctx,
    /// The open home.
    pub session: &'a Session,
    /// The school at one moment.
    pub desk: &'a Desk<'a>,
    /// What screens are made of.
    pub look: Look<'a>,
    /// The plan, where there is one.
    pub plan: Option<Plan>,
    /// Its occurrences by number and term.
    pub items: Vec<Item>,
    /// Whether people stand by their names.
    pub names: bool,
    trace: Trace,
}

impl<'a> Paper<'a> {
    /// Reads what reports need. `names`: whether the reader may see them.
    pub fn new(
        ctx: &'a Ctx,
        session: &'a Session,
        desk: &'a Desk<'a>,
        year: Option<&PlanYear>,
        names: bool,
    ) -> Result<Self, Failure> {
        let look = desk.look();
        let plan = match (year, look.plans()?.is_empty()) {
            (None, true) => None,
            _ => Some(look.plan(year)?),
        };
        let items = plan.as_ref().map(|plan| look.items(plan)).transpose()?.unwrap_or_default();
        let last = desk.reading.head().seq;
        let told = |error: crate::store::StoreError| crate::cli::refusal::failure(error.into(), ctx.lang);
        let events = desk.reading.snapshot.events(session.school, 1).map_err(told)?;
        let events = events.map(|event| event.map_err(told));
        let trace =
            Trace::of(events.take_while(|event| event.as_ref().is_ok_and(|found| found.seq <= last)))?;
        Ok(Self { ctx, session, desk, look, plan, items, names, trace })
    }

    /// The language.
    pub fn lang(&self) -> Lang {
        self.look.lang
    }

    /// The day that lateness is judged on.
    pub fn today(&self) -> NaiveDate {
        self.look.today
    }

    /// A message without arguments.
    pub fn word(&self, id: &str) -> String {
        self.lang().word(id)
    }

    /// A message.
    pub fn say(&self, id: &str, args: &[(&'static str, FluentValue<'_>)]) -> String {
        self.lang().say(id, args)
    }

    /// How a party may be written: roles and units by their names, people by theirs or by a number.
    pub fn name(&self, party: PartyId) -> String {
        let known = self.desk.directory.get(party);
        let person = known.is_none_or(|known| known.party.kind == PartyKind::Person);
        if self.names || !person {
            return self.look.name(party);
        }
        let id = known.map_or(party, |known| known.party.id);
        self.say("report-person-number", &[("id", id.to_string().into())])
    }

    /// Several parties in one line.
    pub fn name_list(&self, parties: &[PartyId]) -> String {
        parties.iter().map(|party| self.name(*party)).collect::<Vec<_>>().join(", ")
    }

    /// The entries behind rows, in order, each once.
    pub fn sources(&self, keys: impl IntoIterator<Item = Key>) -> Vec<Source> {
        let mut found: Vec<Source> = keys.into_iter().filter_map(|key| self.trace.last(key)).collect();
        found.sort();
        found.dedup();
        found
    }

    /// The entries that brought the things of rows where they stand.
    pub fn stages(&self, keys: impl IntoIterator<Item = Key>) -> Vec<Source> {
        let mut found: Vec<Source> = keys.into_iter().filter_map(|key| self.trace.stage(key)).collect();
        found.sort();
        found.dedup();
        found
    }

    /// The entry that left a stage, by its number; the one that made the row where it is none of its.
    pub fn entry(&self, key: Key, seq: u64) -> Option<Source> {
        self.trace.at(key, seq).or_else(|| self.trace.first(key))
    }

    /// The entry that made a row.
    pub fn made(&self, key: Key) -> Option<Source> {
        self.trace.first(key)
    }

    /// A named value.
    pub fn fact(&self, id: &'static str, value: impl Into<Value>, sources: Vec<Source>) -> Fact {
        let label = self.word(&format!("report-fact-{id}"));
        Fact { id, label, value: value.into(), tone: Tone::Plain, sources }
    }

    /// A counted number; what was only reported says so.
    pub fn counted(&self, id: &'static str, count: &Counted) -> Fact {
        let mut fact = self.fact(id, count.value, self.sources(count.rows.iter().copied()));
        if count.reported && count.value.is_some() {
            fact.label = self.say("report-reported", &[("what", fact.label.into())]);
        }
        fact
    }

    /// Columns by their ids and widths, with their headers.
    pub fn columns(&self, columns: &[(&'static str, u16)]) -> Vec<Column> {
        let column = |(id, width): &(&'static str, u16)| Column {
            id,
            title: self.word(&format!("report-column-{id}")),
            width: *width,
        };
        columns.iter().map(column).collect()
    }

    /// A table with its caption and what is said where it is empty: `report-table-ID`, `report-table-ID-none`.
    pub fn table(&self, id: &'static str, columns: &[(&'static str, u16)], rows: Vec<Row>) -> Table {
        Table {
            id,
            title: self.word(&format!("report-table-{id}")),
            columns: self.columns(columns),
            rows,
            empty: self.word(&format!("report-table-{id}-none")),
            traced: true,
        }
    }

    /// What an occurrence has come to.
    pub fn status(&self, item: &Item) -> Cell {
        let timing = Timing::of(&item.occurrence, self.today());
        let instance = &item.occurrence.instance;
        let done = |id: &str| self.say(id, &[("date", day(instance.since).into())]);
        let words = timing.say(self.lang());
        let text = match timing {
            Timing::Done => done("report-done-on"),
            Timing::DoneLate(_) => format!("{}, {words}", done("report-done-on")),
            Timing::Cancelled => done("report-cancelled-on"),
            _ if words.is_empty() => self.look.stage(instance),
            _ => format!("{}, {words}", self.look.stage(instance)),
        };
        Cell::from(text).code(timing.as_str()).tone(tone(timing))
    }

    /// A piece of evidence in a line. Its own words only for those who may see names: people write names into them.
    pub fn evidence(&self, evidence: &Evidence) -> Result<String, Failure> {
        let document = evidence.document.map(|id| self.desk.reading.document(id)).transpose()?.flatten();
        let text = evidence.text.as_ref().filter(|_| self.names).and_then(|text| self.desk.text(text));
        let title = document.as_ref().and_then(|row| row.text.as_ref()).filter(|_| self.names);
        if let Some(text) = title.and_then(|text| self.desk.text(text)).or(text) {
            return Ok(text);
        }
        let mut words = listed(self.lang(), EVIDENCE, &evidence.kind);
        if let Some(document) = document {
            let kind = listed(self.lang(), DOCUMENTS, &document.kind);
            words = if kind == document.kind { words } else { kind };
            if let Some(number) = document.number {
                words.push_str(&format!(" № {number}"));
            }
            return Ok(
                self.say("report-of-day", &[("what", words.into()), ("date", day(document.date).into())])
            );
        }
        Ok(self.say("report-of-day", &[("what", words.into()), ("date", day(evidence.on).into())]))
    }

    /// All evidence, a line each.
    pub fn evidence_lines(&self, evidence: &[Evidence]) -> Result<String, Failure> {
        let lines: Result<Vec<String>, Failure> = evidence.iter().map(|one| self.evidence(one)).collect();
        Ok(lines?.join("\n"))
    }

    /// The stages that a thing went through, and the one it stands in, with the entry of each.
    pub fn trail(&self, instance: &Instance, key: Key) -> Table {
        let mut rows = Vec::new();
        for (index, step) in instance.trail.iter().enumerate() {
            let next = instance.trail.get(index + 1).map_or(instance.since, |next| next.since);
            let opened = match index.checked_sub(1).and_then(|before| instance.trail.get(before)) {
                Some(before) => self.entry(key, before.seq),
                None => self.made(key),
            };
            rows.push(body(
                [
                    Cell::from(self.look.passed(instance, index)).code(&*step.stage),
                    step.since.into(),
                    next.into(),
                    step.due.into(),
                ],
                opened.into_iter().collect(),
            ));
        }
        rows.push(body(
            [
                Cell::from(self.look.stage(instance)).code(&*instance.stage),
                instance.since.into(),
                Cell::default(),
                instance.due.into(),
            ],
            self.stages([key]),
        ));
        self.table("trail", &[("stage", 40), ("since", 15), ("until", 15), ("due-day", 15)], rows)
    }

    /// What the next stage of a thing requires, met or not.
    pub fn requirements(&self, subject: Subject) -> Result<Table, Failure> {
        let russian = self.lang() == Lang::Ru;
        let mut rows = Vec::new();
        let ways = programme::examine(self.ctx, self.session, self.desk, subject)?;
        for way in ways.iter().filter(|way| !way.back && !way.requirements.is_empty()) {
            for found in &way.requirements {
                let state = if found.met() { "report-met" } else { "report-unmet" };
                let tone = if found.met() { Tone::Done } else { Tone::Late };
                rows.push(body(
                    [
                        Cell::from(way.to.pick(russian)),
                        Cell::from(found.title.pick(russian)).code(&*found.id),
                        Cell::from(self.word(state))
                            .code(if found.met() { "met" } else { "unmet" })
                            .tone(tone),
                        Cell::from(self.name_list(&found.responsible)),
                    ],
                    Vec::new(),
                ));
            }
        }
        let columns = [("to-stage", 25), ("requirement", 45), ("state", 15), ("responsible", 25)];
        Ok(Table { traced: false, ..self.table("requirements", &columns, rows) })
    }

    /// A document around its blocks.
    pub fn document(
        &self,
        report: &str,
        what: &str,
        audience: Audience,
        blocks: Vec<Block>,
    ) -> Result<Document, Failure> {
        let head = self.desk.reading.head();
        let school = self.desk.reading.school()?.map(|school| school.name).unwrap_or_default();
        let stamp = Stamp {
            report: report.to_owned(),
            what: what.to_owned(),
            school: self.session.school,
            head,
            date: self.today(),
            audience,
        };
        let title = self.word(&format!("report-title-{report}"));
        let mut subtitle = vec![self.say("report-on-day", &[("date", day(self.today()).into())])];
        if let Some(plan) = &self.plan {
            subtitle.insert(0, self.say("report-plan-year", &[("year", plan.year.to_string().into())]));
        }
        let warning = match audience {
            Audience::Public | Audience::Numbers => None,
            Audience::Names => Some(self.word("report-warning-names")),
            Audience::Personal => Some(self.word("report-warning-personal")),
        };
        Ok(Document {
            foot: self.foot(&stamp),
            stamp,
            lang: if self.lang() == Lang::Ru { "ru" } else { "en" },
            school,
            title,
            subtitle,
            approval: Vec::new(),
            warning,
            blocks,
            signatures: Vec::new(),
            words: self.words(),
            wide: false,
            main: "",
        })
    }

    fn foot(&self, stamp: &Stamp) -> Vec<String> {
        let recorded = DateTime::from_timestamp_millis(stamp.head.recorded).unwrap_or_default();
        let recorded = recorded.with_timezone(&self.ctx.clock.zone()).format("%d.%m.%Y %H:%M").to_string();
        vec![
            self.say(
                "report-foot-head",
                &[
                    ("seq", stamp.head.seq.to_string().into()),
                    ("hash", stamp.head.hash.to_string().into()),
                    ("recorded", recorded.into()),
                ],
            ),
            self.word("report-foot-entries"),
            self.say("report-foot-made", &[("version", env!("CARGO_PKG_VERSION").into())]),
        ]
    }

    fn words(&self) -> Words {
        Words {
            entry: self.word("report-column-entry"),
            skip: self.word("report-skip"),
            today: self.word("report-today"),
            sign: ["report-sign-signature", "report-sign-name", "report-sign-date"].map(|id| self.word(id)),
            page: self.word("report-page"),
            months: self.word("report-months").split_whitespace().map(str::to_owned).collect(),
        }
    }

    /// What the tones of terms mean, for a legend; only those that occur.
    pub fn legend(&self, tones: impl IntoIterator<Item = Tone>) -> Vec<(Tone, String)> {
        let mut tones: Vec<Tone> = tones.into_iter().collect();
        tones.sort();
        tones.dedup();
        tones.into_iter().map(|tone| (tone, self.word(tone_word(tone)))).collect()
    }
}

/// The row of an occurrence.
pub fn key(item: &Item) -> Key {
    Key::occurrence(item.task.id, item.occurrence.no)
}

/// The row of a task.
pub fn task_key(item: &Item) -> Key {
    Key::of(RowOf::Task, item.task.id.0)
}

/// A row of values.
pub fn body<const N: usize>(cells: [Cell; N], sources: Vec<Source>) -> Row {
    Row { kind: RowKind::Body, cells: cells.into(), sources }
}

/// How a term is marked.
pub fn tone(timing: Timing) -> Tone {
    match timing {
        Timing::Late(_) => Tone::Late,
        Timing::Due(_) => Tone::Due,
        Timing::Ahead(_) => Tone::Ahead,
        Timing::Undated => Tone::Undated,
        Timing::Done => Tone::Done,
        Timing::DoneLate(_) => Tone::DoneLate,
        Timing::Cancelled => Tone::Cancelled,
    }
}

fn tone_word(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "report-tone-plain",
        Tone::Done => "report-tone-done",
        Tone::DoneLate => "report-tone-done-late",
        Tone::Late => "report-tone-late",
        Tone::Due => "report-tone-due",
        Tone::Ahead => "report-tone-ahead",
        Tone::Undated => "report-tone-undated",
        Tone::Cancelled => "report-tone-cancelled",
    }
}
