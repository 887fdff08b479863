//! What `pairing.rhai` may know of a participant: the profile's fields typed, the vocabulary applied, and no name.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use vekha_core::facts::{Record, Value};
use vekha_core::ids::PartyId;
use vekha_core::people::columns::{self, Column};
use vekha_core::people::{Forms, Participant, Terms, records, values};
use vekha_core::vault::{Profile, folded};
use vekha_core::view::View;
use vekha_core::workflow::Words;

use crate::app::{AppError, Directory};
use crate::script::api::facts::FIELDS;

/// Fields that hold several values.
const LISTS: &[&str] = &["competences", "requests", "interests", "slots"];

/// Fields that name people; scripts see their numbers.
const PEOPLE: &[&str] = &["preferences", "avoids"];

/// Fields that tell who somebody is, or that nothing should be decided by. The year of birth becomes an age.
const PRIVATE: &[&str] =
    &["contacts", "birth_year", "representative", "mentor", "mentees", "note", "link", "other_place"];

/// Whether scripts must not see a field: a second column of contacts is one of contacts too.
fn is_private(name: &str) -> bool {
    let meant = columns::meaning(name);
    PRIVATE.contains(&name)
        || matches!(meant, Some(Column::Field(field)) if PRIVATE.contains(&field.as_str()))
}

/// Facts of a person that the program itself knows; a base may have a column called so.
const OWN: &[&str] = &["id", "role", "form", "today", "started", "load", "capacity", "consents"];

/// What facts are made from.
pub struct Sources<'a> {
    /// The rows.
    pub view: &'a dyn View,
    /// Names, to know who is meant by a preference.
    pub directory: &'a Directory,
    /// The vocabulary of competences and requests.
    pub terms: &'a Terms,
    /// The forms, for their role models.
    pub forms: &'a Forms,
    /// The day.
    pub on: NaiveDate,
}

impl Sources<'_> {
    /// The record of one line of a base. `load`: how many mentees a mentor has.
    ///
    /// # Errors
    /// What the view says.
    pub fn record(&self, line: &Participant, load: u32) -> Result<Record, AppError> {
        let mut record = match self.directory.get(line.party).and_then(|known| known.profile.as_ref()) {
            Some(profile) => self.profile(profile, self.models(&line.form)),
            None => Record::default(),
        };
        record = record
            .with("id", i64::from(line.party.0))
            .with("role", line.side.as_str())
            .with("form", line.form.as_str())
            .with("today", self.on)
            .with("started", line.entered);
        if line.side == vekha_core::people::Side::Mentor {
            let capacity = line.capacity.unwrap_or(1);
            record = record.with("load", i64::from(load)).with("capacity", i64::from(capacity));
        }
        let held = records::held(self.view, line.party, self.on)?;
        Ok(record.with("consents", held.iter().map(String::as_str).collect::<Vec<_>>()))
    }

    fn models(&self, form: &str) -> &[Words] {
        self.forms.forms.get(form).map(|form| form.models.as_slice()).unwrap_or_default()
    }

    fn profile(&self, profile: &Profile, models: &[Words]) -> Record {
        let mut record = Record::default();
        for (written, text) in &profile.fields {
            let name = script_name(written);
            let name = name.as_ref();
            if name != written && profile.fields.contains_key(name) {
                continue;
            }
            if is_private(name) || text.trim().is_empty() {
                continue;
            }
            record = if LISTS.contains(&name) {
                record.with(name, self.listed(name, text))
            } else if PEOPLE.contains(&name) {
                record.with(name, self.people(text))
            } else if name == "role_model" {
                record.with(name, role_model(models, text).as_str())
            } else {
                record.with(name, text.trim())
            };
        }
        let birth = profile.fields.get("birth_year").and_then(|text| text.trim().parse::<i64>().ok());
        match birth {
            // Only the year is kept, so the age is the one reached in the course of this year.
            Some(year) if !record.0.contains_key("age") => {
                record.with("age", i64::from(self.on.year()) - year)
            }
            _ => record,
        }
    }

    /// The values of a list; competences and requests under the name the vocabulary gives them.
    fn listed(&self, name: &str, text: &str) -> Vec<Value> {
        let known = |part: String| match self.terms.normalise(&part) {
            Some(term) if name == "competences" || name == "requests" => term.to_owned(),
            _ => part,
        };
        values::list(text).into_iter().map(known).map(Value::Text).collect()
    }

    /// Numbers of the people named; who is not known is left out.
    fn people(&self, text: &str) -> Vec<Value> {
        let named = |part: String| -> Option<PartyId> {
            let by_number = part.parse().ok().and_then(|id| self.directory.get(PartyId(id)));
            Some(by_number.or_else(|| self.directory.find(None, &part))?.party.id)
        };
        values::list(text).into_iter().filter_map(named).map(|id| Value::Int(i64::from(id.0))).collect()
    }
}

/// What scripts call a field of a profile. A column of the school's own that is called as a fact is in Russian must not
/// stand in its place: «запросы» are the requests, while «нагрузка» is not the program's count of mentees, and scripts
/// find it as «нагрузка_в_базе».
pub fn script_name(field: &str) -> Cow<'_, str> {
    match FIELDS.iter().find(|(_, russian, _)| *russian == field) {
        Some((english, ..)) if columns::FIELD_NAMES.contains(english) => Cow::Borrowed(english),
        Some(_) => Cow::Owned(format!("{field}_в_базе")),
        None if OWN.contains(&field) => Cow::Owned(format!("{field}_in_base")),
        None => Cow::Borrowed(field),
    }
}

/// The columns that a school's bases have beside those that every school's may have, as scripts call them.
pub fn own_columns(directory: &Directory) -> Vec<String> {
    let profiles = directory.standing().filter_map(|known| known.profile.as_ref());
    let names: BTreeSet<Cow<'_, str>> =
        profiles.flat_map(|profile| profile.fields.keys()).map(|field| script_name(field)).collect();
    let own = |name: &Cow<'_, str>| !is_private(name);
    names.into_iter().filter(own).map(Cow::into_owned).collect()
}

/// The name that a form gives to a role model, however it is written; as written where the form has no such one.
/// Two words of it are enough where they fit one model alone: «лидер» is «лидер — пассивный».
fn role_model(models: &[Words], text: &str) -> String {
    let wanted = folded(text);
    let same = |model: &&Words| folded(&model.ru) == wanted || folded(&model.en) == wanted;
    let like = |model: &&Words| folded(&model.ru).contains(&wanted) || folded(&model.en).contains(&wanted);
    let found = models.iter().find(same).or_else(|| {
        let mut fitting = models.iter().filter(like);
        fitting.next().filter(|_| fitting.next().is_none() && !wanted.is_empty())
    });
    found.map_or_else(|| values::text(text), |model| model.ru.clone())
}

/// Makes numbers of the texts of every field in which each record that fills it wrote a number: a column of numbers
/// is compared as numbers, a column with one «12а» in it stays text. Yes and no likewise.
pub fn typed(records: &mut [&mut Record]) {
    let mut seen: BTreeMap<String, bool> = BTreeMap::new();
    for record in records.iter() {
        for (name, value) in &record.0 {
            if let Value::Text(text) = value {
                let all = seen.entry(name.clone()).or_insert(true);
                *all &= scalar(text).is_some();
            }
        }
    }
    let plain: BTreeSet<String> = seen.into_iter().filter(|(_, all)| *all).map(|(name, _)| name).collect();
    for record in records.iter_mut() {
        for (name, value) in &mut record.0 {
            if let Value::Text(text) = value
                && plain.contains(name)
                && let Some(made) = scalar(text)
            {
                *value = made;
            }
        }
    }
}

/// A number or a yes; a leading zero or a plus makes it a code, which stays text.
fn scalar(text: &str) -> Option<Value> {
    match text.to_lowercase().as_str() {
        "да" | "yes" | "true" => return Some(Value::Bool(true)),
        "нет" | "no" | "false" => return Some(Value::Bool(false)),
        _ => {}
    }
    let digits = text.strip_prefix('-').unwrap_or(text);
    let numeric = !digits.is_empty()
        && digits.len() <= 15
        && digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',');
    if !numeric
        || (digits.len() > 1 && digits.starts_with('0') && !digits.starts_with(['.', ','])) && {
            !digits[1..].starts_with(['.', ','])
        }
    {
        return None;
    }
    match text.parse::<i64>() {
        Ok(number) => Some(Value::Int(number)),
        Err(_) => text.replace(',', ".").parse::<f64>().ok().map(Value::Float),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_is_not_told_who_it_is_about() {
        let (directory, terms, forms) = (Directory::default(), Terms::default(), Forms::default());
        let view = vekha_core::view::Memory::default();
        let on = NaiveDate::from_ymd_opt(2023, 10, 1).unwrap();
        let sources = Sources { view: &view, directory: &directory, terms: &terms, forms: &forms, on };
        let fields = [
            ("contacts", "+7 800 000-00-01"),
            ("birth_year", "1999"),
            ("representative", "Выдумова О."),
            ("mentor", "Придумов Б."),
            ("mentees", "Небылицын В."),
            ("years", "3"),
        ];
        let fields = fields.map(|(name, text)| (name.to_owned(), text.to_owned())).into();
        let record = sources.profile(&Profile { fields, ..Profile::default() }, &[]);
        let told = format!("{record:?}");
        for hidden in ["Выдумов", "Придумов", "Небылицын", "800", "1999"] {
            assert!(!told.contains(hidden), "{told}");
        }
        assert_eq!((record.get("age"), record.get("years")), (&Value::Int(24), &Value::from("3")));
    }

    #[test]
    fn a_role_model_has_the_name_that_the_form_gives_it() {
        let words = |ru: &str, en: &str| Words { ru: ru.into(), en: en.into() };
        let models = [
            words("лидер — пассивный", "leader – passive"),
            words("равный — равному", "peer to peer"),
            words("успевающий — неуспевающий", "successful – falling behind"),
        ];
        for (written, expected) in [
            ("Лидер-пассивный", "лидер — пассивный"),
            ("leader – passive", "лидер — пассивный"),
            ("Лидер", "лидер — пассивный"),
            ("равный – равному", "равный — равному"),
            ("успевающий", "успевающий — неуспевающий"),
            ("своя  модель", "своя модель"),
        ] {
            assert_eq!(role_model(&models, written), expected);
        }
        assert_eq!(role_model(&[], "лидер"), "лидер");
    }

    #[test]
    fn a_column_of_the_school_stands_in_no_place_of_the_programs_facts() {
        for (field, name) in [
            ("requests", "requests"),
            ("запросы", "requests"),
            ("стаж", "years"),
            ("нагрузка", "нагрузка_в_базе"),
            ("load", "load_in_base"),
            ("любимый_цвет", "любимый_цвет"),
        ] {
            assert_eq!(script_name(field), name);
        }
    }

    #[test]
    fn a_column_is_numbers_only_where_every_cell_is_one() {
        let mut records = [
            Record::default().with("years", "3").with("room", "12").with("tutor", "да"),
            Record::default().with("years", "2,5").with("room", "12а").with("tutor", "Нет"),
            Record::default().with("code", "007"),
        ];
        let mut all: Vec<&mut Record> = records.iter_mut().collect();
        typed(&mut all);
        assert_eq!(records[0].get("years"), &Value::Int(3));
        assert_eq!(records[1].get("years"), &Value::Float(2.5));
        assert_eq!(records[0].get("room"), &Value::Text("12".into()));
        assert_eq!(records[1].get("tutor"), &Value::Bool(false));
        assert_eq!(records[2].get("code"), &Value::Text("007".into()));
    }
}
