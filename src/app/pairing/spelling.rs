//! One spelling for what is written in several ways: «Физика» and «физика » are one subject to scripts.

use std::collections::BTreeMap;

use vekha_core::facts::{Record, Value};

use crate::script::api::text::fold;

/// Facts that the program words itself, or by the vocabulary and the forms of the school.
const OWN: [&str; 6] = ["role", "form", "consents", "competences", "requests", "role_model"];

/// Gives texts that differ only in case, «ё» and blanks one spelling, over all records: the most frequent, of equally
/// frequent ones the first that is met. So scripts may compare them by `==`, `in` and `overlap`.
pub fn unify(records: &mut [&mut Record]) {
    let mut known: BTreeMap<String, Vec<(String, usize)>> = BTreeMap::new();
    for record in records.iter_mut() {
        for_each(record, |text| {
            let spellings = known.entry(fold(text)).or_default();
            match spellings.iter_mut().find(|(spelling, _)| spelling == text) {
                Some((_, count)) => *count += 1,
                None => spellings.push((text.clone(), 1)),
            }
        });
    }
    known.retain(|_, spellings| spellings.len() > 1);
    if known.is_empty() {
        return;
    }
    for record in records.iter_mut() {
        for_each(record, |text| {
            let Some(spellings) = known.get(&fold(text)) else { return };
            let most = spellings.iter().map(|(_, count)| *count).max();
            if let Some((spelling, _)) = spellings.iter().find(|(_, count)| Some(*count) == most) {
                text.clone_from(spelling);
            }
        });
    }
}

/// Every text that a register gave a record.
fn for_each(record: &mut Record, mut see: impl FnMut(&mut String)) {
    for (name, value) in &mut record.0 {
        if OWN.contains(&name.as_str()) {
            continue;
        }
        match value {
            Value::Text(text) => see(text),
            Value::List(values) => {
                for value in values {
                    if let Value::Text(text) = value {
                        see(text);
                    }
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_frequent_spelling_stands_for_all() {
        let record = |subject: &str, slots: &[&str]| {
            Record::default().with("subject", subject).with("slots", slots.to_vec()).with("form", "A")
        };
        let mut records = [
            record("Физика", &["Среда", "шахматы"]),
            record("физика", &["среда"]),
            record("физика", &["СРЕДА", "Актёрское  мастерство"]),
            record("Химия", &["актерское мастерство"]),
        ];
        let mut all: Vec<&mut Record> = records.iter_mut().collect();
        unify(&mut all);
        let subjects = records.each_ref().map(|record| record.get("subject").clone());
        assert_eq!(subjects, ["физика", "физика", "физика", "Химия"].map(Value::from));
        let slots = records.each_ref().map(|record| record.get("slots").clone());
        let list = |texts: &[&str]| Value::List(texts.iter().map(|text| Value::from(*text)).collect());
        let expected = [
            list(&["Среда", "шахматы"]),
            list(&["Среда"]),
            list(&["Среда", "Актёрское  мастерство"]),
            list(&["Актёрское  мастерство"]),
        ];
        assert_eq!(slots, expected);
    }
}
