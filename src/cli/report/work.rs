//! The work of a pair in a report: its meetings and its personal programme.

use std::collections::BTreeMap;

use vekha_core::ids::PairId;
use vekha_core::report::document::{Cell, Table, Tone, Value};
use vekha_core::state::{Key, Kind as RowOf};
use vekha_core::vault::{Content, Sealed};
use vekha_core::view::Read;
use vekha_core::work::MeetingState;

use super::paper::{Paper, body};
use crate::cli::Failure;

impl Paper<'_> {
    /// Meetings that stand, by day. What was talked about only for those who may see names.
    pub fn meeting_table(&self, pair: PairId) -> Result<Table, Failure> {
        let mut found = self.desk.reading.meetings(Some(pair))?;
        found.retain(|meeting| !meeting.cancelled);
        found.sort_by_key(|meeting| (meeting.facts.on, meeting.no));
        let rows = found.iter().map(|meeting| {
            let facts = &meeting.facts;
            let kind = self.word(&format!("report-meeting-{}", facts.kind.as_str()));
            let state = self.word(&format!("report-meeting-{}", facts.state.as_str()));
            let tone = match facts.state {
                MeetingState::Held => Tone::Done,
                MeetingState::Missed => Tone::Late,
                MeetingState::Planned => Tone::Ahead,
            };
            let mark = |mark: Option<u8>| Cell::from(mark.map(u64::from));
            body(
                [
                    facts.on.into(),
                    Cell::from(kind).code(facts.kind.as_str()),
                    Cell::from(state).code(facts.state.as_str()).tone(tone),
                    facts.minutes.map(u64::from).into(),
                    self.words_of(meeting.text.as_ref(), &["topic", "outcome"]).into(),
                    mark(facts.mentor.mark),
                    mark(facts.mentee.mark),
                ],
                self.sources([Key::within(RowOf::Meeting, pair.0, meeting.no)]),
            )
        });
        let columns = [
            ("day", 12),
            ("kind", 18),
            ("state", 14),
            ("minutes", 9),
            ("topic", 34),
            ("mentor-mark", 11),
            ("mentee-mark", 12),
        ];
        Ok(self.table("meetings", &columns, rows.collect()))
    }

    /// The personal programme: task, term, plan, fact, mark.
    pub fn item_table(&self, pair: PairId) -> Result<Table, Failure> {
        let mut found = self.desk.reading.items(Some(pair))?;
        found.retain(|item| !item.facts.dropped);
        let rows = found.iter().map(|item| {
            let facts = &item.facts;
            let late = item.is_open() && facts.due.is_some_and(|due| due < self.today());
            let word = |name| self.words_of(item.text.as_ref(), &[name]);
            body(
                [
                    u64::from(item.no).into(),
                    word("task").into(),
                    match facts.due {
                        Some(_) => Cell::from(facts.due).tone(if late { Tone::Late } else { Tone::Plain }),
                        None => word("term").into(),
                    },
                    word("plan").into(),
                    word("fact").into(),
                    facts.done.into(),
                    Cell::from(facts.mark.map_or(Value::Empty, |mark| Value::Count(mark.into()))),
                ],
                self.sources([Key::within(RowOf::Item, pair.0, item.no)]),
            )
        });
        let columns = [
            ("number", 6),
            ("task", 34),
            ("due-day", 13),
            ("plan", 24),
            ("fact", 24),
            ("done-day", 13),
            ("own-mark", 9),
        ];
        Ok(self.table("items", &columns, rows.collect()))
    }

    /// What stands in the vault under these names; nothing for those who may not see names.
    fn words_of(&self, sealed: Option<&Sealed>, names: &[&str]) -> String {
        let content =
            sealed.filter(|_| self.names).and_then(|sealed| self.desk.reading.content(sealed).ok()?);
        let fields: BTreeMap<String, String> = match content {
            Some(Content::Fields(fields)) => fields,
            _ => return String::new(),
        };
        let found: Vec<&str> =
            names.iter().filter_map(|name| fields.get(*name)).map(String::as_str).collect();
        found.join("\n")
    }
}
