//! The form of mentoring that people name in words.

use alloc::string::String;
use alloc::vec::Vec;

use super::Forms;
use super::columns;

/// The form that a cell names: by its name, its title, or the two words of it in any way people write them.
pub fn form_named(forms: &Forms, raw: &str) -> Option<String> {
    let folded = columns::folded(raw);
    let by_title = forms.forms.values().find(|form| {
        [&form.name, &form.title.ru, &form.title.en].iter().any(|title| columns::folded(title) == folded)
    });
    if let Some(form) = by_title {
        return Some(form.name.clone());
    }
    let who = |word: &str| {
        let known: [(&str, &[&str]); 4] = [
            ("teacher", &["учител", "педагог", "преподавател", "teacher"]),
            ("pupil", &["учени", "обучающ", "школьник", "учащ", "pupil"]),
            ("student", &["студент", "student"]),
            ("employer", &["работодател", "предприят", "employer"]),
        ];
        known
            .into_iter()
            .find(|(_, stems)| stems.iter().any(|stem| word.starts_with(stem)))
            .map(|(who, _)| who)
    };
    let sides: Vec<&str> = folded.split(' ').filter_map(who).collect();
    let name = match sides[..] {
        [mentor, mentee] => alloc::format!("{mentor}-{mentee}"),
        _ => return None,
    };
    forms.forms.contains_key(&name).then_some(name)
}
