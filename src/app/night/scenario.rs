//! What a simulated year supposes, as a file says it:
//!
//! ```toml
//! [[event]]
//! on = "10.11.2023"
//! do = "task 3.5 done"
//!
//! [[event]]
//! on = "20.11.2023"
//! do = "наставник Выдумова уходит"
//! ```

use chrono::NaiveDate;
use serde::Deserialize;

/// Something that is supposed to happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doing {
    /// A task is done.
    Done(String),
    /// A task is called off.
    Cancelled(String),
    /// A task is put off to this day.
    Postponed(String, NaiveDate),
    /// Somebody takes part no more, and their pairs end.
    Leaves(String),
    /// A programme goes on to its next stage; the only one where none is named.
    Advances(Option<u32>),
}

/// One line of a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Supposed {
    /// When.
    pub on: NaiveDate,
    /// What.
    pub doing: Doing,
    /// As the file says it.
    pub words: String,
}

/// Why a scenario cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioError {
    /// The line, from 1.
    pub line: usize,
    /// What stands there.
    pub found: String,
    /// The message id.
    pub id: &'static str,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    event: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    on: toml::Spanned<toml::Value>,
    #[serde(rename = "do")]
    doing: toml::Spanned<String>,
}

/// Reads a scenario; the events in the order of their days.
///
/// # Errors
/// The first line that cannot be read.
pub fn parse(text: &str) -> Result<Vec<Supposed>, ScenarioError> {
    let line = |at: usize| text.get(..at).map_or(1, |before| before.matches('\n').count() + 1);
    let file: File = toml::from_str(text).map_err(|error| ScenarioError {
        line: line(error.span().map_or(0, |span| span.start)),
        found: error.message().to_owned(),
        id: "scenario-syntax",
    })?;
    let mut events = Vec::new();
    for entry in file.event {
        let wrong = |at: usize, found: String, id| ScenarioError { line: line(at), found, id };
        // A day in quotation marks, or as TOML writes one.
        let told = match entry.on.get_ref() {
            toml::Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let on = day(&told).ok_or_else(|| wrong(entry.on.span().start, told, "scenario-date"))?;
        let words = entry.doing.get_ref();
        let doing =
            doing(words).ok_or_else(|| wrong(entry.doing.span().start, words.clone(), "scenario-words"))?;
        events.push(Supposed { on, doing, words: entry.doing.into_inner() });
    }
    events.sort_by_key(|event| event.on);
    Ok(events)
}

fn day(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    NaiveDate::parse_from_str(text, "%d.%m.%Y").ok().or_else(|| text.parse().ok())
}

/// Words in Russian or in English: `task 3.5 done`, «задача 3.5 перенесена на 01.12.2023», `mentor X leaves`.
fn doing(text: &str) -> Option<Doing> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (first, rest) = words.split_first()?;
    let (last, middle) = rest.split_last().map_or((None, &[][..]), |(last, middle)| (Some(*last), middle));
    let first = first.to_lowercase();
    let ending = last.map(str::to_lowercase).unwrap_or_default();
    let is = |known: &[&str]| known.contains(&ending.as_str());
    match first.as_str() {
        "task" | "задача" => {
            if is(&["done", "выполнена", "выполнено", "сделана", "сделано", "готова", "готово", "исполнена"])
            {
                return some(middle).map(Doing::Done);
            }
            if is(&["cancelled", "отменена", "отменено", "отменяется", "снята", "снимается"])
            {
                return some(middle).map(Doing::Cancelled);
            }
            let at = rest.len().checked_sub(3)?;
            let (address, tail) = rest.split_at(at);
            let verb = tail[0].to_lowercase();
            let put_off = ["postponed", "перенесена", "перенесено", "переносится", "отложена", "отложено"];
            let put_off = put_off.contains(&verb.as_str());
            let to = ["to", "until", "на", "до"].contains(&tail[1]);
            (put_off && to).then(|| Some(Doing::Postponed(some(address)?, day(tail[2])?))).flatten()
        }
        "mentor" | "mentee" | "person" | "наставник" | "наставляемый" | "человек" => {
            is(&[
                "leaves",
                "уходит",
                "ушёл",
                "ушел",
                "ушла",
                "выбывает",
                "выбыл",
                "выбыла",
                "увольняется",
                "уволился",
                "уволилась",
                "уезжает",
                "уехал",
                "уехала",
            ])
            .then(|| some(middle).map(Doing::Leaves))
            .flatten()
        }
        "program" | "programme" | "программа" => {
            let goes = is(&["advances", "переходит", "перешла"]);
            match middle {
                _ if !goes => None,
                [] => Some(Doing::Advances(None)),
                [id] => id.parse().ok().map(|id| Doing::Advances(Some(id))),
                _ => None,
            }
        }
        _ => None,
    }
}

fn some(words: &[&str]) -> Option<String> {
    (!words.is_empty()).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<Doing>) {
        assert_eq!(doing(text), expected, "{text}");
    }

    #[test]
    fn words_are_understood_in_both_languages() {
        let date = NaiveDate::from_ymd_opt(2023, 12, 1).unwrap();
        check("task 3.5 done", Some(Doing::Done("3.5".into())));
        check("Задача 5.5@2023-12 выполнена", Some(Doing::Done("5.5@2023-12".into())));
        check("task 3.5 cancelled", Some(Doing::Cancelled("3.5".into())));
        check("task 3.5 postponed to 01.12.2023", Some(Doing::Postponed("3.5".into(), date)));
        check("задача 3.5 перенесена на 2023-12-01", Some(Doing::Postponed("3.5".into(), date)));
        check("mentor Выдумова А.П. leaves", Some(Doing::Leaves("Выдумова А.П.".into())));
        check("наставник 7 уходит", Some(Doing::Leaves("7".into())));
        check("наставник Выдумова увольняется", Some(Doing::Leaves("Выдумова".into())));
        check("задача 1.1 переносится на 01.12.2023", Some(Doing::Postponed("1.1".into(), date)));
        check("program advances", Some(Doing::Advances(None)));
        check("программа 2 переходит", Some(Doing::Advances(Some(2))));
        for nonsense in [
            "",
            "task",
            "task done",
            "task 3.5",
            "task 3.5 dances",
            "задача 3.5 готовится",
            "задача 3.5 выполняется",
            "mentor leaves",
            "program x advances",
            "task 3.5 postponed to soon",
        ] {
            check(nonsense, None);
        }
    }

    #[test]
    fn events_come_in_the_order_of_their_days_and_mistakes_have_a_line() {
        let text = "[[event]]\non = \"20.11.2023\"\ndo = \"program advances\"\n\n[[event]]\non = \"2023-11-10\"\ndo = \"task 3.5 done\"\n";
        let days: Vec<String> = parse(text).unwrap().iter().map(|event| event.on.to_string()).collect();
        assert_eq!(days, ["2023-11-10", "2023-11-20"]);
        let bare = "[[event]]\non = 2023-11-10\ndo = \"program advances\"\n";
        assert_eq!(parse(bare).unwrap()[0].on.to_string(), "2023-11-10");
        let line = |text: &str| parse(text).map_err(|error| (error.line, error.id)).unwrap_err();
        assert_eq!(line("[[event]]\non = \"31.02.2024\"\ndo = \"program advances\""), (2, "scenario-date"));
        assert_eq!(line("[[event]]\non = \"01.02.2024\"\ndo = \"to dance\""), (3, "scenario-words"));
        assert_eq!(line("[[event]]\non = 1\ndo = \"program advances\"").1, "scenario-date");
        assert_eq!(line("[[event]]\non = 1\n").1, "scenario-syntax");
        assert_eq!(parse(""), Ok(vec![]));
    }
}
