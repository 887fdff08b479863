//! An invented school to try scripts on: its people, pairs and numbers are made up and belong to nobody.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use vekha_core::facts::{Record, Value};

const SUBJECTS: [&str; 6] = ["математика", "русский язык", "физика", "история", "химия", "начальные классы"];
const SKILLS: [&str; 8] = [
    "классное руководство",
    "методика урока",
    "работа с родителями",
    "конфликты",
    "цифровые инструменты",
    "оценивание",
    "проектная работа",
    "одарённые дети",
];
const INTERESTS: [&str; 6] = ["туризм", "театр", "шахматы", "робототехника", "музыка", "спорт"];
const SLOTS: [&str; 5] = ["пн", "вт", "ср", "чт", "пт"];
const PLACES: [&str; 2] = ["главный корпус", "второй корпус"];
const MODELS: [&str; 2] = ["опытный — молодой", "лидер — педагог с трудностями"];

/// Each `step`-th of `all`, `count` of them from `from`: the same on every machine.
fn some(all: &[&str], from: usize, step: usize, count: usize) -> Vec<Value> {
    let mut found: Vec<Value> = Vec::new();
    for index in 0..count {
        let value = Value::from(all[(from + index * step) % all.len()]);
        if !found.contains(&value) {
            found.push(value);
        }
    }
    found
}

/// `count` mentors; every third left something out of the form.
pub fn mentors(count: usize) -> Vec<Record> {
    (0..count).map(mentor).collect()
}

fn mentor(index: usize) -> Record {
    let record = Record::default()
        .with("id", index as i64 + 1)
        .with("role", "mentor")
        .with("subject", SUBJECTS[index % SUBJECTS.len()])
        .with("years", 6 + (index as i64 * 7) % 25)
        .with("competences", Value::List(some(&SKILLS, index, 3, 3)))
        .with("slots", Value::List(some(&SLOTS, index, 2, 3)))
        .with("place", PLACES[index % PLACES.len()])
        .with("form", "учитель — учитель")
        .with("role_model", MODELS[index % MODELS.len()])
        .with("load", (index % 2) as i64)
        .with("capacity", 2 + (index % 3) as i64);
    match index % 3 {
        0 => record.with("interests", Value::List(some(&INTERESTS, index, 1, 3))),
        1 => record.with("preferences", vec![101 + index as i64]),
        _ => record,
    }
}

/// `count` mentees.
pub fn mentees(count: usize) -> Vec<Record> {
    (0..count).map(mentee).collect()
}

fn mentee(index: usize) -> Record {
    let record = Record::default()
        .with("id", 101 + index as i64)
        .with("role", "mentee")
        .with("subject", SUBJECTS[(index * 5) % SUBJECTS.len()])
        .with("years", (index % 3) as i64)
        .with("requests", Value::List(some(&SKILLS, index * 2, 3, 2)))
        .with("slots", Value::List(some(&SLOTS, index + 1, 1, 2)))
        .with("place", PLACES[(index / 2) % PLACES.len()])
        .with("form", "учитель — учитель")
        .with("role_model", MODELS[0]);
    match index % 3 {
        0 => record.with("interests", Value::List(some(&INTERESTS, index, 2, 2))),
        1 => record.with("avoids", vec![index as i64 % 4 + 1]),
        _ => record.with("preferences", vec![index as i64 % 5 + 1]),
    }
}

fn answers(values: &[(&str, i64)]) -> Value {
    let answers = values.iter().map(|(question, value)| ((*question).to_string(), Value::Int(*value)));
    Value::Map(answers.collect::<BTreeMap<_, _>>())
}

/// Facts of everything else: what the functions of efficiency, guards and hooks are given.
pub fn facts(today: NaiveDate) -> Record {
    let ago = |days| today.checked_sub_days(chrono::Days::new(days)).unwrap_or(today);
    Record::default()
        .with("id", 1)
        .with("form", "учитель — учитель")
        .with("today", today)
        .with("started", ago(150))
        .with("mentor", 1)
        .with("mentee", 101)
        .with("meetings_planned", 10)
        .with("meetings_held", 7)
        .with("meetings_feedback", 5)
        .with("last_meeting", ago(18))
        .with("plan_total", 12)
        .with("plan_done", 8)
        .with("before", answers(&[("комфорт", 5), ("поддержка", 4), ("вовлечённость", 6)]))
        .with("after", answers(&[("комфорт", 7), ("поддержка", 8), ("удовлетворённость", 9)]))
        .with("expectations", vec![8, 7])
        .with("consents_required", vec!["участие", "обработка"])
        .with("consents", vec!["участие"])
        .with("deadlines", 6)
        .with("overdue", 1)
        .with("load", 2)
        .with("capacity", 3)
        .with("pairs_started", 14)
        .with("pairs_completed", 9)
        .with("pairs_active", 5)
        .with("pairs_on_track", 4)
        .with("curator_scale", vec![2_i64, 2, 1, 2, 2, 1, 1, 2, 2])
        .with("year", 2024)
        .with("children", 420)
        .with("children_mentees", 60)
        .with("teens", 130)
        .with("teens_mentors", 9)
        .with("young_teachers", 6)
        .with("young_teachers_mentees", 5)
        .with("partners", 0)
        .with("partners_mentoring", 0)
        .with("mentees", 14)
        .with("mentees_satisfied", 12)
        .with("base_mentees", 14)
        .with("with_requests", 12)
        .with("base_mentors", 6)
        .with("trained", 6)
        .with("programme", "1")
        .with("stage", "work")
        .with("task", "3.5")
        .with("due", ago(8))
        .with("days_late", 8)
        .with("responsible", vec![3_i64, 5])
        .with("indicator", "встречи")
        .with("band_before", "хорошо")
        .with("band", "внимание")
}
