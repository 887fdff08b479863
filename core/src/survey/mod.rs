//! Questionnaires as data: `surveys/*.toml` say who is asked, when, and what; and what the answers come to.
//!
//! ```toml
//! [survey]
//! name = "mentee"
//! title = { ru = "Анкета наставляемого", en = "Questionnaire of the mentee" }
//! who = "mentee"                   # mentee, mentor, curator, partner
//! waves = ["before", "after"]      # or ["once"]
//! forms = ["pupil-pupil"]          # every form where none is named
//!
//! [[question]]
//! id = "comfort"
//! text = { ru = "Насколько комфортно было общение?", en = "How comfortable was it?" }
//! kind = "scale"                   # scale, yes-no, choice, text
//! from = 1
//! to = 10
//! only = "after"                   # asked in both waves where nothing is said
//! measure = "satisfaction"         # or "expectations", "curator-scale"
//! satisfied = 7                    # from which point on somebody is content
//! also = ["Было ли комфортно?"]    # how a form's export may word it
//! ```

mod read;
#[cfg(test)]
mod tests;

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::digest::Digest;
use crate::people::values;
use crate::vault::folded;
use crate::work::{Measures, Reply, Wave, Who};
use crate::workflow::Words;

pub use read::{SurveyError, SurveyProblem};

/// The questionnaires of a published set, by name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Surveys {
    /// By name.
    pub surveys: BTreeMap<String, Survey>,
}

/// One questionnaire.
#[derive(Clone, Debug, PartialEq)]
pub struct Survey {
    /// `mentee`.
    pub name: String,
    /// For people.
    pub title: Words,
    /// What is said above the questions.
    pub intro: Words,
    /// Who is asked.
    pub who: Who,
    /// When.
    pub waves: Vec<Wave>,
    /// For which forms of mentoring; every one where empty.
    pub forms: Vec<String>,
    /// The questions in order.
    pub questions: Vec<Question>,
    /// The digest of the file.
    pub digest: Digest,
}

/// One question.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// `comfort`: the same question of two waves has one id.
    pub id: String,
    /// For people.
    pub text: Words,
    /// How it is answered.
    pub kind: QuestionKind,
    /// Asked in this wave alone.
    pub only: Option<Wave>,
    /// Whether it must be answered.
    pub required: bool,
    /// What its answer measures.
    pub measure: Option<Measure>,
    /// From which number on somebody is content.
    pub satisfied: i32,
    /// Other wordings.
    pub also: Vec<String>,
}

/// How a question is answered.
#[derive(Clone, Debug, PartialEq)]
pub enum QuestionKind {
    /// A point between two, both included.
    Scale(i32, i32),
    /// Yes or no.
    YesNo,
    /// One of these.
    Choice(Vec<Choice>),
    /// In words; kept in the vault.
    Text,
}

/// One option of a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// `full`.
    pub id: String,
    /// For people.
    pub text: Words,
    /// What it counts for, where it is counted.
    pub value: Option<i32>,
}

/// What an answer measures beside itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Whether the person is content with taking part.
    Satisfaction,
    /// How far expectations came true.
    Expectations,
    /// A row of the curator's scale.
    CuratorScale,
}

/// An answer as it was understood.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// Something that can be counted.
    Reply(Reply),
    /// Words.
    Text(String),
}

/// Why an answer was not understood, or does not fit its question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// Not a whole number between these two.
    Scale(i32, i32),
    /// Neither yes nor no.
    YesNo,
    /// None of these options.
    Choice(Vec<Words>),
    /// Words stand in the vault, not among numbers; or numbers where words are asked for.
    Kind,
}

impl Survey {
    /// The questions of a wave, in order.
    pub fn asked(&self, wave: Wave) -> impl Iterator<Item = &Question> {
        self.questions.iter().filter(move |question| question.only.is_none_or(|only| only == wave))
    }

    /// A question of a wave by its id.
    pub fn question(&self, wave: Wave, id: &str) -> Option<&Question> {
        self.asked(wave).find(|question| question.id == id)
    }

    /// The question of a wave that a heading words, in either language or by its id; a number before it is passed
    /// over, and where no question is worded so, a note in brackets after it: «[от 1 до 10]», and what a question has
    /// in brackets itself, where this leaves one.
    pub fn worded(&self, wave: Wave, heading: &str) -> Option<&Question> {
        let words = |question: &'_ Question| {
            let known = [&question.id, &question.text.ru, &question.text.en];
            known.into_iter().chain(&question.also).cloned().collect::<Vec<_>>()
        };
        let find = |wanted: String| {
            self.asked(wave).find(|question| words(question).iter().any(|known| wording(known) == wanted))
        };
        let bare = |wanted: String| {
            let fits = |question: &&Question| {
                words(question).iter().any(|known| wording(&without_brackets(known)) == wanted)
            };
            let mut found = self.asked(wave).filter(fits);
            found.next().filter(|_| found.next().is_none() && !wanted.is_empty())
        };
        find(wording(heading))
            .or_else(|| find(wording(without_note(heading)?)))
            .or_else(|| bare(wording(&without_brackets(heading))))
    }

    /// Whether it is for a form of mentoring.
    pub fn is_for(&self, form: &str) -> bool {
        self.forms.is_empty() || self.forms.iter().any(|known| known == form)
    }

    /// What the answers come to.
    pub fn measures(&self, replies: &BTreeMap<String, Reply>) -> Measures {
        let mut measures = Measures::default();
        for question in &self.questions {
            let Some(value) = replies.get(&question.id).and_then(|reply| question.value(reply)) else {
                continue;
            };
            if matches!(question.kind, QuestionKind::Scale(..)) {
                measures.scores.insert(question.id.clone(), value);
            }
            match question.measure {
                // Content with everything that asks it, where several do.
                Some(Measure::Satisfaction) => {
                    let content = value >= question.satisfied;
                    measures.satisfied = Some(measures.satisfied.unwrap_or(true) && content);
                }
                Some(Measure::Expectations) => measures.expectations = Some(value),
                Some(Measure::CuratorScale) => measures.scale.push(value),
                None => {}
            }
        }
        measures
    }
}

impl Question {
    /// Understands an answer as it stands in a cell; `None`: nothing was answered.
    ///
    /// # Errors
    /// What was expected instead.
    pub fn read(&self, raw: &str) -> Result<Option<Given>, Misfit> {
        let text = values::text(raw);
        if text.is_empty() {
            return Ok(None);
        }
        if self.kind == QuestionKind::Text {
            return Ok(Some(Given::Text(raw.trim().to_string())));
        }
        let reply = match &self.kind {
            QuestionKind::Scale(..) if values::is_blank(&text) => return Ok(None),
            QuestionKind::Scale(from, to) => Reply::Number(point(&text).ok_or(Misfit::Scale(*from, *to))?),
            QuestionKind::YesNo => match values::flag(&text) {
                Some(yes) => Reply::Yes(yes),
                None if values::is_blank(&text) => return Ok(None),
                None => return Err(Misfit::YesNo),
            },
            QuestionKind::Choice(options) => match chosen(options, &text) {
                Some(option) => Reply::Choice(option.id.clone()),
                None if values::is_blank(&text) => return Ok(None),
                None => return Err(Misfit::Choice(options.iter().map(|one| one.text.clone()).collect())),
            },
            QuestionKind::Text => return Err(Misfit::Kind),
        };
        self.check(&reply).map(|()| Some(Given::Reply(reply)))
    }

    /// Whether a reply fits.
    ///
    /// # Errors
    /// What was expected instead.
    pub fn check(&self, reply: &Reply) -> Result<(), Misfit> {
        match (&self.kind, reply) {
            (QuestionKind::Scale(from, to), Reply::Number(value)) if (from..=to).contains(&value) => Ok(()),
            (QuestionKind::Scale(from, to), _) => Err(Misfit::Scale(*from, *to)),
            (QuestionKind::YesNo, Reply::Yes(_)) => Ok(()),
            (QuestionKind::YesNo, _) => Err(Misfit::YesNo),
            (QuestionKind::Choice(options), Reply::Choice(id))
                if options.iter().any(|option| option.id == *id) =>
            {
                Ok(())
            }
            (QuestionKind::Choice(options), _) => {
                Err(Misfit::Choice(options.iter().map(|option| option.text.clone()).collect()))
            }
            (QuestionKind::Text, _) => Err(Misfit::Kind),
        }
    }

    /// A reply as a number; `None` for an option that is not counted.
    pub fn value(&self, reply: &Reply) -> Option<i32> {
        match (reply, &self.kind) {
            (Reply::Number(value), _) => Some(*value),
            (Reply::Yes(yes), _) => Some(i32::from(*yes)),
            (Reply::Choice(id), QuestionKind::Choice(options)) => {
                options.iter().find(|option| option.id == *id)?.value
            }
            (Reply::Choice(_), _) => None,
        }
    }
}

/// A point of a scale: `8`, `8.0`, `8 баллов`, `8 из 10`, `8/10`, `10 — полностью`.
fn point(text: &str) -> Option<i32> {
    let text = text.replace(',', ".");
    let head = text.split(['/', '—', '–', '(', ' ']).next().unwrap_or_default();
    let number: f64 = head.trim_end_matches(['.', ')', ';']).parse().ok()?;
    (number.is_finite() && number == f64::from(number as i32)).then_some(number as i32)
}

fn chosen<'a>(options: &'a [Choice], text: &str) -> Option<&'a Choice> {
    let wanted = folded(text);
    let worded = |option: &&Choice| {
        [&option.id, &option.text.ru, &option.text.en].iter().any(|known| folded(known) == wanted)
    };
    options.iter().find(worded).or_else(|| {
        let value = point(text)?;
        options.iter().find(|option| option.value == Some(value))
    })
}

/// A heading without the note in brackets at its end, where it has one and says something before it.
fn without_note(heading: &str) -> Option<&str> {
    let heading = heading.trim();
    let opening = match heading.chars().next_back()? {
        ']' => '[',
        ')' => '(',
        _ => return None,
    };
    heading
        .rsplit_once(opening)
        .map(|(words, _)| words)
        .filter(|words| words.chars().any(char::is_alphabetic))
}

/// A text without what stands in brackets: «Насколько полезны (ожидаете, что будут полезны) встречи?» asks how useful they
/// are.
fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

/// A wording without its number, case, marks and blanks.
fn wording(text: &str) -> String {
    folded(text.trim_start_matches(|c: char| c.is_ascii_digit() || ".) \u{a0}".contains(c)))
}
