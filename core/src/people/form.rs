//! Forms of mentoring as data: `forms/*.toml` say who stands on each side and which papers each side needs.
//!
//! ```toml
//! [form]
//! name = "teacher-teacher"
//! title = { ru = "Педагог — педагог", en = "Teacher to teacher" }
//!
//! [form.mentor]
//! title = { ru = "Педагог-наставник", en = "Mentoring teacher" }
//! ages = [18, 99]
//! pair = ["participation", "processing"]
//! publish = ["distribution"]
//!
//! [form.mentee]
//! title = { ru = "Молодой специалист", en = "Young specialist" }
//! pair = ["participation", "processing"]
//!
//! [[record]]
//! id = "participation"
//! title = { ru = "Согласие на участие", en = "Consent to take part" }
//! notice = 3
//! ```

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use super::{Purpose, Side};
use crate::workflow::Words;

/// All forms and kinds of records of a published set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Forms {
    /// By name.
    pub forms: BTreeMap<String, Form>,
    /// By id.
    pub records: BTreeMap<String, RecordKind>,
}

/// One form of mentoring.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// `teacher-teacher`.
    pub name: String,
    /// For people.
    pub title: Words,
    /// Who helps.
    pub mentor: FormSide,
    /// Who is helped.
    pub mentee: FormSide,
    /// Pairs of role models, each with its words: «опытный педагог — молодой специалист».
    pub models: Vec<Words>,
    /// Below this age a representative signs.
    pub minor_under: u8,
    /// From this age a minor signs beside the representative.
    pub both_from: u8,
}

/// A side whose people are all younger is a side for children (the oldest pupils are 19).
const ADULTS: u8 = 20;

impl Form {
    /// One side of it.
    pub fn side(&self, side: Side) -> &FormSide {
        match side {
            Side::Mentor => &self.mentor,
            Side::Mentee => &self.mentee,
        }
    }

    /// Who has to sign at an age in years. Where it is unknown, a side for children is taken for children: the paper
    /// of an adult signed by a representative is mended sooner than that of a child signed by nobody else.
    pub fn signer(&self, side: Side, age: Option<u8>) -> super::Signer {
        let children = self.side(side).ages.is_some_and(|(_, to)| to < ADULTS);
        match age {
            None if children => super::Signer::Representative,
            Some(age) if age < self.minor_under.min(self.both_from) => super::Signer::Representative,
            Some(age) if age < self.minor_under => super::Signer::Both,
            _ => super::Signer::Own,
        }
    }
}

/// One side of a form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FormSide {
    /// For people.
    pub title: Words,
    /// From which age to which, both included; `None`: any.
    pub ages: Option<(u8, u8)>,
    /// Records needed to be proposed.
    pub propose: Vec<String>,
    /// Records needed for a pair to become active.
    pub pair: Vec<String>,
    /// Records needed to be named in public.
    pub publish: Vec<String>,
}

impl FormSide {
    /// The records that a purpose needs.
    pub fn needed(&self, purpose: Purpose) -> &[String] {
        match purpose {
            Purpose::Propose => &self.propose,
            Purpose::Pair => &self.pair,
            Purpose::Publish => &self.publish,
        }
    }
}

/// A kind of record: a consent, an application, a supplement to the contract.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordKind {
    /// `participation`.
    pub id: String,
    /// For people.
    pub title: Words,
    /// What the blank says, in Russian, with placeholders; empty: no blank is printed.
    pub text: String,
    /// The version of the blank in force.
    pub version: String,
    /// Working days between the withdrawal and its effect.
    pub notice: u8,
    /// How sure the norm is: `K`, `H`, `M`, `L`.
    pub confidence: String,
}

/// What is wrong with a file of `forms/`, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormError {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub problem: FormProblem,
}

/// What can be wrong with a file of `forms/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormProblem {
    /// Not TOML, an unknown or missing key, a wrong type: the parser's own words (English).
    Syntax(String),
    /// A form or a record of this name stands twice.
    Twice(String),
    /// No such kind of record; these there are.
    NoRecord(String, Vec<String>),
    /// The first age is greater than the last.
    Ages(u8, u8),
    /// Not K, H, M or L.
    Confidence(String),
}

impl fmt::Display for FormProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax(message) => f.write_str(message),
            Self::Twice(name) => write!(f, "`{name}` is described twice"),
            Self::NoRecord(name, known) => {
                write!(f, "no record `{name}`; there are: {}", known.join(", "))
            }
            Self::Ages(from, to) => write!(f, "ages = [{from}, {to}]: the first must not be greater"),
            Self::Confidence(text) => write!(f, "confidence = `{text}`: write K, H, M or L"),
        }
    }
}

impl fmt::Display for FormError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.problem)
    }
}

impl core::error::Error for FormError {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    form: Option<RawForm>,
    #[serde(default)]
    record: Vec<RawRecord>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawForm {
    name: Spanned<String>,
    title: RawWords,
    #[serde(default)]
    models: Vec<RawWords>,
    #[serde(default = "eighteen")]
    minor_under: u8,
    #[serde(default = "fourteen")]
    both_from: u8,
    mentor: RawSide,
    mentee: RawSide,
}

fn eighteen() -> u8 {
    18
}

fn fourteen() -> u8 {
    14
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWords {
    ru: String,
    en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSide {
    title: RawWords,
    ages: Option<Spanned<[u8; 2]>>,
    #[serde(default)]
    propose: Vec<Spanned<String>>,
    #[serde(default)]
    pair: Vec<Spanned<String>>,
    #[serde(default)]
    publish: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRecord {
    id: Spanned<String>,
    title: RawWords,
    #[serde(default)]
    text: String,
    #[serde(default = "first_version")]
    version: String,
    #[serde(default)]
    notice: u8,
    confidence: Option<Spanned<String>>,
}

fn first_version() -> String {
    "1".into()
}

impl From<RawWords> for Words {
    fn from(words: RawWords) -> Self {
        Self { ru: words.ru, en: words.en }
    }
}

impl Forms {
    /// Reads the files of `forms/` together: name and text of each. Records of one file serve the forms of all.
    ///
    /// # Errors
    /// The first problem, with the number of the file it is in.
    pub fn read(files: &[(&str, &str)]) -> Result<Self, (usize, FormError)> {
        let mut forms = Self::default();
        let mut parsed = Vec::with_capacity(files.len());
        for (index, (_, source)) in files.iter().enumerate() {
            let mut file: File = toml::from_str(source).map_err(|error| {
                let problem = FormProblem::Syntax(error.message().to_string());
                (index, at(source, error.span().unwrap_or_default(), problem))
            })?;
            for record in core::mem::take(&mut file.record) {
                forms.add_record(record, source).map_err(|error| (index, error))?;
            }
            parsed.push((index, source, file));
        }
        for (index, source, file) in parsed {
            if let Some(form) = file.form {
                forms.add_form(form, source).map_err(|error| (index, error))?;
            }
        }
        Ok(forms)
    }

    fn add_record(&mut self, record: RawRecord, source: &str) -> Result<(), FormError> {
        let span = record.id.span();
        let id = record.id.into_inner();
        let confidence = match record.confidence {
            Some(given) if !["K", "H", "M", "L"].contains(&given.get_ref().as_str()) => {
                let problem = FormProblem::Confidence(given.get_ref().clone());
                return Err(at(source, given.span(), problem));
            }
            given => given.map(Spanned::into_inner).unwrap_or_default(),
        };
        let kind = RecordKind {
            id: id.clone(),
            title: record.title.into(),
            text: record.text,
            version: record.version,
            notice: record.notice,
            confidence,
        };
        match self.records.insert(id.clone(), kind) {
            Some(_) => Err(at(source, span, FormProblem::Twice(id))),
            None => Ok(()),
        }
    }

    fn add_form(&mut self, form: RawForm, source: &str) -> Result<(), FormError> {
        let span = form.name.span();
        let name = form.name.into_inner();
        let read = Form {
            name: name.clone(),
            title: form.title.into(),
            mentor: self.side(form.mentor, source)?,
            mentee: self.side(form.mentee, source)?,
            models: form.models.into_iter().map(Into::into).collect(),
            minor_under: form.minor_under,
            both_from: form.both_from,
        };
        match self.forms.insert(name.clone(), read) {
            Some(_) => Err(at(source, span, FormProblem::Twice(name))),
            None => Ok(()),
        }
    }

    fn side(&self, side: RawSide, source: &str) -> Result<FormSide, FormError> {
        let ages = match side.ages {
            Some(given) => {
                let [from, to] = *given.get_ref();
                if from > to {
                    return Err(at(source, given.span(), FormProblem::Ages(from, to)));
                }
                Some((from, to))
            }
            None => None,
        };
        let known = |names: Vec<Spanned<String>>| -> Result<Vec<String>, FormError> {
            names
                .into_iter()
                .map(|name| match self.records.contains_key(name.get_ref()) {
                    true => Ok(name.into_inner()),
                    false => {
                        let known = self.records.keys().cloned().collect();
                        let problem = FormProblem::NoRecord(name.get_ref().clone(), known);
                        Err(at(source, name.span(), problem))
                    }
                })
                .collect()
        };
        Ok(FormSide {
            title: side.title.into(),
            ages,
            propose: known(side.propose)?,
            pair: known(side.pair)?,
            publish: known(side.publish)?,
        })
    }
}

pub(super) fn at(source: &str, span: Range<usize>, problem: FormProblem) -> FormError {
    let before = source.get(..span.start).unwrap_or(source);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    FormError { line, column, problem }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::Signer;

    const GOOD: &str = r#"
[form]
name = "pupil-pupil"
title = { ru = "Ученик — ученик", en = "Pupil to pupil" }
[form.mentor]
title = { ru = "Наставник", en = "Mentor" }
pair = ["participation"]
[form.mentee]
title = { ru = "Наставляемый", en = "Mentee" }
ages = [10, 19]
pair = ["participation"]
publish = ["distribution"]
"#;
    const RECORDS: &str = r#"
[[record]]
id = "participation"
title = { ru = "Согласие на участие", en = "Consent to take part" }
confidence = "K"
notice = 3
[[record]]
id = "distribution"
title = { ru = "Распространение", en = "Distribution" }
"#;

    #[test]
    fn records_of_one_file_serve_the_forms_of_another() {
        let forms = Forms::read(&[("pupil.toml", GOOD), ("records.toml", RECORDS)]).unwrap();
        let form = &forms.forms["pupil-pupil"];
        assert_eq!(form.side(Side::Mentee).needed(Purpose::Publish), ["distribution"]);
        assert_eq!(form.side(Side::Mentee).ages, Some((10, 19)));
        assert!(form.side(Side::Mentor).needed(Purpose::Propose).is_empty());
        assert_eq!(forms.records["participation"].notice, 3);
        assert_eq!(forms.records["distribution"].version, "1");
    }

    #[test]
    fn who_signs_depends_on_the_age() {
        let forms = Forms::read(&[("a", GOOD), ("b", RECORDS)]).unwrap();
        let form = &forms.forms["pupil-pupil"];
        for (age, signer) in [
            (Some(11), Signer::Representative),
            (Some(13), Signer::Representative),
            (Some(14), Signer::Both),
            (Some(17), Signer::Both),
            (Some(18), Signer::Own),
            (None, Signer::Representative),
        ] {
            assert_eq!(form.signer(Side::Mentee, age), signer, "{age:?}");
        }
        let mut adults = form.clone();
        adults.mentor.ages = Some((18, 99));
        assert_eq!(adults.signer(Side::Mentor, None), Signer::Own);
        assert!(Signer::Both.covers(Signer::Representative));
        assert!(!Signer::Own.covers(Signer::Both));
        assert!(!Signer::Representative.covers(Signer::Both));
    }

    #[track_caller]
    fn check(from: &str, to: &str, expected: &str) {
        let source = GOOD.replace(from, to);
        let (file, error) = Forms::read(&[("records.toml", RECORDS), ("f.toml", &source)]).unwrap_err();
        assert_eq!(file, 1);
        assert_eq!(error.to_string(), expected);
    }

    #[test]
    fn a_mistake_is_named_with_its_line_and_column() {
        check(
            r#"publish = ["distribution"]"#,
            r#"publish = ["distributon"]"#,
            "12:12: no record `distributon`; there are: distribution, participation",
        );
        check("[10, 19]", "[19, 10]", "10:8: ages = [19, 10]: the first must not be greater");
        let source = std::format!(
            "{RECORDS}\n[[record]]\nid = \"distribution\"\ntitle = {{ ru = \"\", en = \"\" }}\n"
        );
        let (_, error) = Forms::read(&[("records.toml", &source)]).unwrap_err();
        assert_eq!(error.to_string(), "12:6: `distribution` is described twice");
        let (file, error) = Forms::read(&[("a", "[[record]]\nid = 1\n")]).unwrap_err();
        assert_eq!((file, error.line), (0, 2));
    }
}
