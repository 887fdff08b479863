//! From TOML to a checked questionnaire; every problem with its place.

use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use super::{Choice, Measure, Question, QuestionKind, Survey, Surveys};
use crate::digest::Digest;
use crate::work::{Wave, Who};
use crate::workflow::Words;

/// What is wrong with a file of `surveys/`, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurveyError {
    /// The bytes of the file it is about.
    pub span: Range<usize>,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub problem: SurveyProblem,
}

/// What can be wrong with a file of `surveys/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SurveyProblem {
    /// Not TOML, an unknown or missing key, a wrong type: the parser's own words (English).
    Syntax(String),
    /// A questionnaire, question or option of this name stands twice.
    Twice(String),
    /// Not one of these words.
    NotOneOf(String, Vec<String>),
    /// No wave, or «once» beside others.
    Waves,
    /// The wave is not one of the questionnaire's own.
    OtherWave(String),
    /// A scale needs a first point below the last.
    Scale,
    /// A key that this kind of question has no use for.
    Useless(String),
    /// A choice needs two options or more.
    Options,
    /// A measured question must be countable: every option needs a value.
    Countless,
    /// There is no question.
    Empty,
}

impl fmt::Display for SurveyProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax(message) => f.write_str(message),
            Self::Twice(name) => write!(f, "`{name}` stands twice"),
            Self::NotOneOf(found, known) => write!(f, "`{found}`: write one of {}", known.join(", ")),
            Self::Waves => f.write_str("waves = [\"before\", \"after\"], one of them, or [\"once\"]"),
            Self::OtherWave(wave) => write!(f, "`{wave}` is not among the waves of this questionnaire"),
            Self::Scale => f.write_str("a scale needs `from` less than `to`"),
            Self::Useless(key) => write!(f, "`{key}` means nothing for this kind of question"),
            Self::Options => f.write_str("a choice needs two options or more"),
            Self::Countless => f.write_str("a measured question needs numbers: give every option a `value`"),
            Self::Empty => f.write_str("a questionnaire needs a question"),
        }
    }
}

impl fmt::Display for SurveyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.problem)
    }
}

impl core::error::Error for SurveyError {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    survey: RawSurvey,
    #[serde(default)]
    question: Vec<RawQuestion>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSurvey {
    name: Spanned<String>,
    title: RawWords,
    #[serde(default)]
    intro: RawWords,
    who: Spanned<String>,
    waves: Spanned<Vec<Spanned<String>>>,
    #[serde(default)]
    forms: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawQuestion {
    id: Spanned<String>,
    text: RawWords,
    kind: Spanned<String>,
    from: Option<Spanned<i32>>,
    to: Option<Spanned<i32>>,
    only: Option<Spanned<String>>,
    #[serde(default)]
    required: bool,
    measure: Option<Spanned<String>>,
    satisfied: Option<Spanned<i32>>,
    #[serde(default)]
    also: Vec<String>,
    #[serde(default)]
    option: Vec<RawChoice>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawChoice {
    id: Spanned<String>,
    text: RawWords,
    value: Option<i32>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct RawWords {
    ru: String,
    en: String,
}

impl From<RawWords> for Words {
    fn from(words: RawWords) -> Self {
        Self { ru: words.ru, en: words.en }
    }
}

impl Surveys {
    /// Reads the files of `surveys/`: name and text of each.
    ///
    /// # Errors
    /// Every problem of the first file that has any, with the number of the file.
    pub fn read(files: &[(&str, &str)]) -> Result<Self, (usize, Vec<SurveyError>)> {
        let mut surveys = Self::default();
        for (index, (_, source)) in files.iter().enumerate() {
            let (survey, name) = Survey::read(source).map_err(|problems| (index, problems))?;
            if surveys.surveys.contains_key(&survey.name) {
                let problem = SurveyProblem::Twice(survey.name);
                return Err((index, alloc::vec![at(source, name, problem)]));
            }
            surveys.surveys.insert(survey.name.clone(), survey);
        }
        Ok(surveys)
    }
}

impl Survey {
    /// Reads one file, and where its name stands in it.
    ///
    /// # Errors
    /// Every problem.
    pub fn read(source: &str) -> Result<(Self, Range<usize>), Vec<SurveyError>> {
        let file: File = toml::from_str(source).map_err(|error| {
            let problem = SurveyProblem::Syntax(error.message().to_string());
            alloc::vec![at(source, error.span().unwrap_or_default(), problem)]
        })?;
        let mut reader = Reader { source, problems: Vec::new(), waves: Vec::new() };
        let survey = reader.survey(file);
        match (survey, reader.problems.is_empty()) {
            (Some(survey), true) => Ok(survey),
            _ => Err(reader.problems),
        }
    }
}

struct Reader<'a> {
    source: &'a str,
    problems: Vec<SurveyError>,
    waves: Vec<Wave>,
}

impl Reader<'_> {
    fn problem(&mut self, span: Range<usize>, problem: SurveyProblem) {
        self.problems.push(at(self.source, span, problem));
    }

    fn word<T: Copy>(
        &mut self,
        given: &Spanned<String>,
        known: &[T],
        as_str: impl Fn(T) -> &'static str,
    ) -> Option<T> {
        let found = known.iter().copied().find(|known| as_str(*known) == given.get_ref());
        if found.is_none() {
            let known = known.iter().map(|known| as_str(*known).into()).collect();
            self.problem(given.span(), SurveyProblem::NotOneOf(given.get_ref().clone(), known));
        }
        found
    }

    fn survey(&mut self, file: File) -> Option<(Survey, Range<usize>)> {
        let raw = file.survey;
        let who = self.word(&raw.who, Who::ALL, Who::as_str);
        let span = raw.waves.span();
        for wave in raw.waves.get_ref() {
            if let Some(wave) = self.word(wave, Wave::ALL, Wave::as_str) {
                match self.waves.contains(&wave) {
                    true => self.problem(span.clone(), SurveyProblem::Waves),
                    false => self.waves.push(wave),
                }
            }
        }
        let alone = !self.waves.contains(&Wave::Once) || self.waves.len() == 1;
        if (self.waves.is_empty() && self.problems.is_empty()) || !alone {
            self.problem(span, SurveyProblem::Waves);
        }
        if file.question.is_empty() {
            self.problem(raw.name.span(), SurveyProblem::Empty);
        }
        let mut ids = BTreeSet::new();
        let mut questions = Vec::with_capacity(file.question.len());
        for question in file.question {
            if !ids.insert(question.id.get_ref().clone()) {
                let problem = SurveyProblem::Twice(question.id.get_ref().clone());
                self.problem(question.id.span(), problem);
            }
            questions.extend(self.question(question));
        }
        let name = raw.name.span();
        let survey = Survey {
            name: raw.name.into_inner(),
            title: raw.title.into(),
            intro: raw.intro.into(),
            who: who?,
            waves: self.waves.clone(),
            forms: raw.forms,
            questions,
            digest: Digest::of_bytes(self.source.as_bytes()),
        };
        Some((survey, name))
    }

    fn question(&mut self, raw: RawQuestion) -> Option<Question> {
        const KINDS: [&str; 4] = ["scale", "yes-no", "choice", "text"];
        const MEASURES: [(&str, Measure); 3] = [
            ("satisfaction", Measure::Satisfaction),
            ("expectations", Measure::Expectations),
            ("curator-scale", Measure::CuratorScale),
        ];
        let only = raw.only.as_ref().and_then(|wave| self.word(wave, Wave::ALL, Wave::as_str));
        if let (Some(wave), Some(given)) = (only, &raw.only)
            && !self.waves.contains(&wave)
        {
            self.problem(given.span(), SurveyProblem::OtherWave(given.get_ref().clone()));
        }
        let measure = raw.measure.as_ref().and_then(|given| self.word(given, &MEASURES, |known| known.0));
        let measure = measure.map(|(_, measure)| measure);
        let kind = self.word(&raw.kind, &KINDS, |kind| kind)?;
        self.useless(&raw, kind, measure);
        let satisfied = raw.satisfied.as_ref().map(|given| *given.get_ref());
        let kind = match kind {
            "scale" => self.scale(&raw),
            "yes-no" => QuestionKind::YesNo,
            "choice" => self.choice(&raw, measure.is_some()),
            _ => QuestionKind::Text,
        };
        let upper = match &kind {
            // The upper quarter of a scale: from 8 of 1–10.
            QuestionKind::Scale(from, to) => to - (to - from) / 4,
            _ => 1,
        };
        Some(Question {
            id: raw.id.into_inner(),
            text: raw.text.into(),
            kind,
            only,
            required: raw.required,
            measure,
            satisfied: satisfied.unwrap_or(upper),
            also: raw.also,
        })
    }

    /// Keys that say nothing for a kind are slips, and are told.
    fn useless(&mut self, raw: &RawQuestion, kind: &str, measure: Option<Measure>) {
        let mut useless = |span: Option<Range<usize>>, key: &str| {
            if let Some(span) = span {
                self.problem(span, SurveyProblem::Useless(key.into()));
            }
        };
        if kind != "scale" {
            useless(raw.from.as_ref().map(Spanned::span), "from");
            useless(raw.to.as_ref().map(Spanned::span), "to");
        }
        if kind != "choice" {
            useless(raw.option.first().map(|option| option.id.span()), "option");
        }
        if kind == "text" {
            useless(raw.measure.as_ref().map(Spanned::span), "measure");
        }
        if measure != Some(Measure::Satisfaction) {
            useless(raw.satisfied.as_ref().map(Spanned::span), "satisfied");
        }
    }

    fn scale(&mut self, raw: &RawQuestion) -> QuestionKind {
        let end = |end: &Option<Spanned<i32>>, usual| end.as_ref().map_or(usual, |end| *end.get_ref());
        let (from, to) = (end(&raw.from, 1), end(&raw.to, 10));
        if from >= to {
            let span = raw.to.as_ref().or(raw.from.as_ref()).map_or(raw.kind.span(), Spanned::span);
            self.problem(span, SurveyProblem::Scale);
        }
        QuestionKind::Scale(from, to)
    }

    fn choice(&mut self, raw: &RawQuestion, measured: bool) -> QuestionKind {
        let mut options: Vec<Choice> = Vec::with_capacity(raw.option.len());
        for option in &raw.option {
            if options.iter().any(|known| known.id == *option.id.get_ref()) {
                let problem = SurveyProblem::Twice(option.id.get_ref().clone());
                self.problem(option.id.span(), problem);
            }
            if measured && option.value.is_none() {
                self.problem(option.id.span(), SurveyProblem::Countless);
            }
            let text = Words { ru: option.text.ru.clone(), en: option.text.en.clone() };
            options.push(Choice { id: option.id.get_ref().clone(), text, value: option.value });
        }
        if options.len() < 2 {
            self.problem(raw.kind.span(), SurveyProblem::Options);
        }
        QuestionKind::Choice(options)
    }
}

fn at(source: &str, span: Range<usize>, problem: SurveyProblem) -> SurveyError {
    let before = source.get(..span.start).unwrap_or(source);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    SurveyError { span, line, column, problem }
}
