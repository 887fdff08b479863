//! The shipped `pairing.rhai` as somebody would write it in Rust, over structs.

use vekha_core::facts::{Record, Value};

/// A participant. Bench people left nothing out.
pub struct Person {
    pub id: i64,
    pub subject: String,
    pub years: i64,
    pub competences: Vec<String>,
    pub requests: Vec<String>,
    pub age: i64,
    pub age_from: i64,
    pub age_to: i64,
    pub interests: Vec<String>,
    pub slots: Vec<String>,
    pub place: String,
    pub form: String,
    pub model: String,
    pub preferences: Vec<i64>,
    pub avoids: Vec<i64>,
    pub load: i64,
    pub capacity: i64,
}

impl Person {
    pub fn of(record: &Record) -> Self {
        let int = |field: &str| if let Value::Int(value) = record.get(field) { *value } else { 0 };
        let text = |field: &str| {
            if let Value::Text(text) = record.get(field) { text.clone() } else { String::new() }
        };
        let list = |field: &str| if let Value::List(values) = record.get(field) { &values[..] } else { &[] };
        let texts = |field: &str| {
            list(field).iter().filter_map(|value| match value {
                Value::Text(text) => Some(text.clone()),
                _ => None,
            })
        };
        let ints = |field: &str| {
            list(field).iter().filter_map(|value| match value {
                Value::Int(value) => Some(*value),
                _ => None,
            })
        };
        Self {
            id: int("id"),
            subject: text("subject"),
            years: int("years"),
            competences: texts("competences").collect(),
            requests: texts("requests").collect(),
            age: int("age"),
            age_from: int("wished_age_from"),
            age_to: int("wished_age_to"),
            interests: texts("interests").collect(),
            slots: texts("slots").collect(),
            place: text("place"),
            form: text("form"),
            model: text("role_model"),
            preferences: ints("preferences").collect(),
            avoids: ints("avoids").collect(),
            load: int("load"),
            capacity: int("capacity"),
        }
    }
}

/// Weights in the order of the criteria.
const WEIGHTS: [f64; 9] = [4.0, 3.0, 1.0, 1.0, 2.0, 1.0, 1.0, 3.0, 1.0];

/// The score and the criteria in the order of the script, or why not.
pub fn judge(mentor: &Person, mentee: &Person) -> Result<(f64, [Option<f64>; 9]), &'static str> {
    eligible(mentor, mentee)?;
    let criteria = [
        requests(mentor, mentee),
        Some(if mentor.subject == mentee.subject { 100.0 } else { 0.0 }),
        Some(experience(mentor, mentee)),
        Some(overlap(&mentor.interests, &mentee.interests).min(3) as f64 * 100.0 / 3.0),
        Some((overlap(&mentor.slots, &mentee.slots).min(2) * 50) as f64),
        Some(if mentor.place == mentee.place { 100.0 } else { 0.0 }),
        Some(if mentor.model == mentee.model { 100.0 } else { 0.0 }),
        Some(choice(mentor, mentee)),
        Some(load(mentor)),
    ];
    let (mut sum, mut known) = (0.0, 0.0);
    for (value, weight) in criteria.iter().zip(WEIGHTS) {
        if let Some(value) = value {
            sum += weight * value;
            known += weight;
        }
    }
    Ok((sum / known, criteria))
}

fn eligible(mentor: &Person, mentee: &Person) -> Result<(), &'static str> {
    if mentor.id == mentee.id {
        return Err("self");
    }
    if mentor.form != mentee.form {
        return Err("form");
    }
    if mentee.avoids.contains(&mentor.id) {
        return Err("mentee avoids");
    }
    if mentor.avoids.contains(&mentee.id) {
        return Err("mentor avoids");
    }
    if mentee.age < mentor.age_from {
        return Err("younger");
    }
    if mentee.age > mentor.age_to {
        return Err("older");
    }
    Ok(())
}

fn requests(mentor: &Person, mentee: &Person) -> Option<f64> {
    if mentee.requests.is_empty() {
        return None;
    }
    let met = mentee.requests.iter().filter(|request| mentor.competences.contains(request)).count();
    Some(met as f64 * 100.0 / mentee.requests.len() as f64)
}

fn experience(mentor: &Person, mentee: &Person) -> f64 {
    match mentor.years - mentee.years {
        ..3 => 0.0,
        21.. => 60.0,
        _ => 100.0,
    }
}

fn choice(mentor: &Person, mentee: &Person) -> f64 {
    let chosen = i64::from(mentor.preferences.contains(&mentee.id))
        + i64::from(mentee.preferences.contains(&mentor.id));
    (20 + chosen * 40) as f64
}

fn load(mentor: &Person) -> f64 {
    if mentor.capacity <= 0 {
        return 0.0;
    }
    (100 - 100 * mentor.load.min(mentor.capacity) / mentor.capacity) as f64
}

fn overlap(left: &[String], right: &[String]) -> usize {
    let fresh = |at: usize, value: &String| !left[..at].contains(value);
    left.iter().enumerate().filter(|(at, value)| fresh(*at, value) && right.contains(value)).count()
}
