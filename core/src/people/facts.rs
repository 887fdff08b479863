//! What a script may know of a participant: a record without the name, the contacts and the year of birth.

use alloc::borrow::ToOwned;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use chrono::{Datelike, NaiveDate};

use super::{Forms, Papers, Participant, Purpose, Side, Terms, values};
use crate::facts::{Record, Value};
use crate::ids::PartyId;
use crate::vault::Profile;

/// Fields that tell who somebody is, or that nothing should be decided by.
const HIDDEN: &[&str] =
    &["contacts", "birth_year", "representative", "mentor", "mentees", "note", "link", "other_place"];

/// Fields that are lists whatever is in them.
const LISTS: &[&str] = &["requests", "competences", "interests", "achievements", "slots"];

/// Fields whose parts the vocabulary brings to one name.
const TERMS: &[&str] = &["requests", "competences"];

/// Fields that name people.
const PEOPLE: &[&str] = &["preferences", "avoids"];

/// Facts about one participant.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonFacts {
    /// Who.
    pub party: PartyId,
    /// On which side.
    pub side: Side,
    /// Of which form.
    pub form: String,
    /// What a script reads.
    pub record: Record,
}

/// What facts are made of beside the participant.
pub struct Making<'a> {
    /// The forms and the papers they need.
    pub forms: &'a Forms,
    /// One name for each competence and request.
    pub terms: &'a Terms,
    /// The day the facts are of.
    pub today: NaiveDate,
    /// How many mentees a mentor has, by person.
    pub load: &'a BTreeMap<PartyId, u32>,
    /// Who is meant by a name.
    pub who: &'a dyn Fn(&str) -> Option<PartyId>,
    /// Further fields that some person has a list in: they are lists for all.
    pub lists: &'a BTreeSet<String>,
}

/// The further fields in which some profile has several values.
pub fn lists<'a>(profiles: impl IntoIterator<Item = &'a Profile>) -> BTreeSet<String> {
    let several = profiles.into_iter().flat_map(|profile| &profile.fields);
    several.filter(|(_, value)| value.contains(';')).map(|(field, _)| field.clone()).collect()
}

/// The facts of one participant.
pub fn facts(
    participant: &Participant,
    profile: &Profile,
    papers: &Papers,
    making: &Making<'_>,
) -> PersonFacts {
    let mut record = Record::default();
    let mut put = |field: &str, value: Value| {
        if value != Value::Unknown {
            record.0.insert(field.to_owned(), value);
        }
    };
    put("id", Value::Int(i64::from(participant.party.0)));
    put("role", Value::Text(participant.side.as_str().into()));
    put("form", Value::Text(participant.form.clone()));
    put("today", Value::Date(making.today));
    put("started", Value::Date(participant.entered));
    put("ended", participant.left.map_or(Value::Unknown, Value::Date));
    put("capacity", participant.capacity.map_or(Value::Unknown, |count| Value::Int(i64::from(count))));
    let load = making.load.get(&participant.party).copied().unwrap_or(0);
    put("load", Value::Int(i64::from(load)));
    put("consents", texts(&papers.held));
    let form = making.forms.forms.get(&participant.form);
    let needed = form.map(|form| form.side(participant.side).needed(Purpose::Pair)).unwrap_or_default();
    put("consents_required", texts(needed));
    put("age", age(profile, making.today));
    for (field, text) in &profile.fields {
        if !HIDDEN.contains(&field.as_str()) && field != "age" {
            put(field, value(field, text, making));
        }
    }
    PersonFacts { party: participant.party, side: participant.side, form: participant.form.clone(), record }
}

fn texts(texts: &[String]) -> Value {
    Value::List(texts.iter().cloned().map(Value::Text).collect())
}

/// The age that is reached this year, by the year of birth; else the age that the base states.
fn age(profile: &Profile, today: NaiveDate) -> Value {
    let number = |field: &str| profile.fields.get(field).and_then(|text| text.parse::<i64>().ok());
    let born = number("birth_year").map(|year| i64::from(today.year()) - year);
    born.or(number("age")).map_or(Value::Unknown, Value::Int)
}

fn value(field: &str, text: &str, making: &Making<'_>) -> Value {
    if PEOPLE.contains(&field) {
        let ids = values::list(text).into_iter().filter_map(|name| (making.who)(&name));
        return Value::List(ids.map(|id| Value::Int(i64::from(id.0))).collect());
    }
    if TERMS.contains(&field) {
        return texts(&terms(text, making.terms));
    }
    if LISTS.contains(&field) {
        return texts(&values::list(text));
    }
    if making.lists.contains(field) {
        return Value::List(text.split("; ").map(plain).collect());
    }
    plain(text)
}

/// The parts of a text under the names of the vocabulary, each once; what it does not know stays as written.
pub fn terms(text: &str, terms: &Terms) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for part in values::list(text) {
        let name = terms.normalise(&part).map_or_else(|| part.to_lowercase(), ToString::to_string);
        if !found.contains(&name) {
            found.push(name);
        }
    }
    found
}

/// A value by its look: a number, a day, yes or no; else the text.
fn plain(text: &str) -> Value {
    let text = text.trim();
    if values::is_blank(text) && values::flag(text).is_none() {
        return Value::Unknown;
    }
    // «007» is a code and no number.
    let code = text.len() > 1 && text.starts_with('0') && !text.starts_with("0,") && !text.starts_with("0.");
    if let Some(number) = text.parse::<i64>().ok().filter(|_| !code && !text.starts_with('+')) {
        return Value::Int(number);
    }
    let digits = text.chars().all(|c| c.is_ascii_digit() || ".,-".contains(c));
    if let Some(number) = text.replace(',', ".").parse::<f64>().ok().filter(|_| digits && !code) {
        return Value::Float(number);
    }
    if let Some(day) = values::date(text) {
        return Value::Date(day);
    }
    match values::flag(text) {
        Some(flag) if !["+", "v"].contains(&text) => Value::Bool(flag),
        _ => Value::Text(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn participant(side: Side) -> Participant {
        Participant {
            party: PartyId(7),
            no: 1,
            side,
            form: "teacher-teacher".into(),
            entered: "2023-09-01".parse().unwrap(),
            capacity: Some(2),
            requests: 0,
            left: None,
        }
    }

    fn of(fields: &[(&str, &str)]) -> Record {
        let fields = fields.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())).collect();
        let profile = Profile {
            name: "Выдумова Анна Петровна".into(), fields, ..Profile::default()
        };
        let vocabulary = "[[term]]\nname = \"классное руководство\"\n";
        let making = Making {
            forms: &Forms::default(),
            terms: &Terms::read(vocabulary).unwrap(),
            today: "2023-10-01".parse().unwrap(),
            load: &BTreeMap::new(),
            // Lists lose the dot at the end of a part; names are compared without dots.
            who: &|name| name.starts_with("Придумов Б.С").then_some(PartyId(4)),
            lists: &lists([&profile]),
        };
        facts(&participant(Side::Mentor), &profile, &Papers::default(), &making).record
    }

    #[test]
    fn a_script_is_not_told_who_it_is_about() {
        let record = of(&[
            ("contacts", "+7 800 000-00-01"),
            ("birth_year", "1999"),
            ("representative", "Выдумова О."),
        ]);
        let told = std::format!("{record:?}");
        for hidden in ["Выдумов", "800", "1999"] {
            assert!(!told.contains(hidden), "{told}");
        }
        assert_eq!(record.get("age"), &Value::Int(24));
        assert_eq!(record.get("capacity"), &Value::Int(2));
        assert_eq!(record.get("slots"), &Value::Unknown);
    }

    #[test]
    fn requests_and_competences_meet_under_one_name() {
        let one = Value::from(alloc::vec!["классное руководство", "шахматы"]);
        assert_eq!(of(&[("competences", "Классного руководства; Шахматы")]).get("competences"), &one);
        assert_eq!(of(&[("requests", "кл. рук-во, шахматы, классное руководство")]).get("requests"), &one);
    }

    #[test]
    fn people_are_named_by_number() {
        let wished = of(&[("preferences", "Придумов Б.С., Небылицын")]);
        assert_eq!(wished.get("preferences"), &Value::List(alloc::vec![Value::Int(4)]));
    }

    #[test]
    fn a_further_field_is_what_it_looks_like() {
        let value = |text: &str| of(&[("поле", text)]).get("поле").clone();
        assert_eq!(value("12"), Value::Int(12));
        assert_eq!(value("-3"), Value::Int(-3));
        assert_eq!(value("2,5"), Value::Float(2.5));
        assert_eq!(value("007"), Value::Text("007".into()));
        assert_eq!(value("01.09.2023"), Value::Date("2023-09-01".parse().unwrap()));
        assert_eq!(value("да"), Value::Bool(true));
        assert_eq!(value("нет"), Value::Bool(false));
        assert_eq!(value("—"), Value::Unknown);
        assert_eq!(value("7А"), Value::Text("7А".into()));
        assert_eq!(value("1; 2"), Value::List(alloc::vec![Value::Int(1), Value::Int(2)]));
    }
}
