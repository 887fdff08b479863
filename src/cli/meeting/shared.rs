//! What is said of a meeting, laid over what is known of it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use clap::ValueEnum;
use vekha_core::command::{Action, MeetingDraft};
use vekha_core::ids::PairId;
use vekha_core::view::Read;
use vekha_core::work::{Feedback, Meeting, MeetingFacts, MeetingKind, MeetingState};

use crate::app::work::words;
use crate::cli::refusal::failure;
use crate::cli::{Ctx, Desk, Failure};

/// What a meeting was for, on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs)]
pub enum KindArg {
    Acquaintance,
    Trial,
    Planning,
    Work,
    Individual,
    Group,
    Training,
    Event,
    Final,
    Other,
}

impl From<KindArg> for MeetingKind {
    fn from(kind: KindArg) -> Self {
        // Both lists are in the same order, which a test holds.
        Self::ALL.get(kind as usize).copied().unwrap_or(Self::Other)
    }
}

/// What can be said of a meeting with options.
#[derive(Debug, clap::Args)]
pub struct Said {
    /// What for
    #[arg(long, value_name = "KIND", value_enum)]
    pub kind: Option<KindArg>,

    /// How long: 45, 1:30, "1 h"
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub minutes: Option<u32>,

    /// What it was about; kept in the vault
    #[arg(long, value_name = "TEXT")]
    pub topic: Option<String>,

    /// What came of it; kept in the vault
    #[arg(long, value_name = "TEXT")]
    pub outcome: Option<String>,

    /// The mentor's mark, 1 to 10, or words
    #[arg(long, value_name = "MARK")]
    pub mentor_mark: Option<String>,

    /// The mentee's mark, 1 to 10, or words
    #[arg(long, value_name = "MARK")]
    pub mentee_mark: Option<String>,
}

fn duration(text: &str) -> Result<u32, String> {
    words::minutes(text).ok_or_else(|| "arg-bad-minutes".to_owned())
}

/// Everything that somebody said of a meeting; what nobody said stays as it is.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// The day.
    pub on: Option<NaiveDate>,
    /// What for.
    pub kind: Option<MeetingKind>,
    /// What became of it.
    pub state: Option<MeetingState>,
    /// How long.
    pub minutes: Option<u32>,
    /// What the mentor said.
    pub mentor: Option<Feedback>,
    /// What the mentee said.
    pub mentee: Option<Feedback>,
    /// Words by name: `topic`, `outcome`, `mentor`, `mentee`.
    pub texts: BTreeMap<String, String>,
}

impl Given {
    /// What the options say.
    pub fn of(said: &Said) -> Self {
        let mut given = Self { kind: said.kind.map(Into::into), minutes: said.minutes, ..Self::default() };
        given.text("topic", said.topic.as_deref());
        given.text("outcome", said.outcome.as_deref());
        given.mentor = given.feedback("mentor", said.mentor_mark.as_deref());
        given.mentee = given.feedback("mentee", said.mentee_mark.as_deref());
        given
    }

    /// Words of a name, where there are any.
    pub fn text(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) {
            self.texts.insert(name.to_owned(), text.to_owned());
        }
    }

    /// What a side said: a mark, a yes, or words.
    pub fn feedback(&mut self, side: &str, text: Option<&str>) -> Option<Feedback> {
        let (feedback, words) = words::feedback(text?);
        self.text(side, words.as_deref());
        Some(feedback)
    }

    /// The facts of a new meeting. One in the past took place, one ahead is planned, where nobody says otherwise.
    pub fn facts(&self, today: NaiveDate) -> MeetingFacts {
        let on = self.on.unwrap_or(today);
        let usual = if on > today { MeetingState::Planned } else { MeetingState::Held };
        MeetingFacts {
            on,
            kind: self.kind.unwrap_or(MeetingKind::Work),
            state: self.state.unwrap_or(usual),
            minutes: self.minutes,
            mentor: self.mentor.unwrap_or_default(),
            mentee: self.mentee.unwrap_or_default(),
        }
    }

    /// A known meeting with what is said laid over it.
    pub fn over(&self, known: &MeetingFacts) -> MeetingFacts {
        MeetingFacts {
            on: self.on.unwrap_or(known.on),
            kind: self.kind.unwrap_or(known.kind),
            state: self.state.unwrap_or(known.state),
            minutes: self.minutes.or(known.minutes),
            mentor: self.mentor.unwrap_or(known.mentor),
            mentee: self.mentee.unwrap_or(known.mentee),
        }
    }
}

/// The change that makes a known meeting what is said; its words only where they differ.
pub fn correction(desk: &Desk<'_>, ctx: &Ctx, known: &Meeting, given: &Given) -> Result<Action, Failure> {
    let before = texts(desk, ctx, known)?;
    let mut now = before.clone();
    now.extend(given.texts.clone());
    let texts = (now != before).then_some(now);
    let facts = given.over(&known.facts);
    Ok(Action::EditMeeting { pair: known.pair, no: known.no, facts, texts })
}

/// The change that records what is said: a new meeting, or the `nth` known one of that day and kind corrected.
pub fn recording(
    desk: &Desk<'_>,
    ctx: &Ctx,
    pair: PairId,
    given: &Given,
    nth: usize,
) -> Result<Action, Failure> {
    let facts = given.facts(ctx.clock.today());
    match same(desk, pair, facts.on, facts.kind)?.get(nth) {
        Some(known) => {
            // A planned meeting that is recorded again took place, where nobody says otherwise.
            let given = Given { state: Some(given.state.unwrap_or(facts.state)), ..given.clone() };
            correction(desk, ctx, known, &given)
        }
        None => {
            let texts = (!given.texts.is_empty()).then(|| given.texts.clone());
            Ok(Action::AddMeeting(MeetingDraft { pair, facts, texts, nth: u32::try_from(nth).unwrap_or(0) }))
        }
    }
}

/// The standing meetings of a pair on one day and of one kind.
pub fn same(
    desk: &Desk<'_>,
    pair: PairId,
    on: NaiveDate,
    kind: MeetingKind,
) -> Result<Vec<Meeting>, Failure> {
    let mut all = desk.reading.meetings(Some(pair))?;
    all.retain(|meeting| !meeting.cancelled && meeting.facts.on == on && meeting.facts.kind == kind);
    Ok(all)
}

/// The words of a meeting.
pub fn texts(desk: &Desk<'_>, ctx: &Ctx, meeting: &Meeting) -> Result<BTreeMap<String, String>, Failure> {
    desk.reading.fields(meeting.text.as_ref()).map_err(|error| failure(error, ctx.lang))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kinds_of_the_command_line_are_those_of_the_core() {
        for (at, kind) in MeetingKind::ALL.iter().enumerate() {
            let arg = KindArg::value_variants()[at];
            assert_eq!(arg.to_possible_value().unwrap().get_name(), kind.as_str());
            assert_eq!(MeetingKind::from(arg), *kind);
        }
        assert_eq!(KindArg::value_variants().len(), MeetingKind::ALL.len());
    }

    #[test]
    fn what_nobody_says_stays_as_it_is() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let given = Given { on: Some(day("2023-11-12")), ..Given::default() };
        assert_eq!(given.facts(day("2023-11-12")).state, MeetingState::Held);
        assert_eq!(given.facts(day("2023-11-11")).state, MeetingState::Planned);
        let known =
            MeetingFacts { minutes: Some(40), mentor: Feedback::marked(5), ..given.facts(day("2024-01-01")) };
        let over = Given { mentee: Some(Feedback::marked(9)), ..Given::default() }.over(&known);
        assert_eq!(over, MeetingFacts { mentee: Feedback::marked(9), ..known });
    }
}
