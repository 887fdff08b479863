//! How a person names tasks: `3.5`, `1.1-1.6,1.9`, `23/3.5`, `5.5@2023-12`, or words of the title.
//!
//! | Written | Means |
//! |---|---|
//! | `3.5` | task 3.5 of the current plan |
//! | `3`, `6.1` | every task of section 3, of group 6.1 |
//! | `1.1-1.6,1.9` | tasks 1.1 to 1.6 in order of number, as many as there are, and 1.9 |
//! | `23/3.5`, `2023/24/3.5` | task 3.5 of the plan that begins in 2023 |
//! | `5.5@2023-12` | one occurrence; a beginning of its name is enough where only one has it |
//! | `формирование пар` | the task whose title has words with these beginnings |

use chrono::{Datelike, NaiveDate};
use vekha_core::ids::{PlanId, TaskId};
use vekha_core::schedule::PlanYear;

use super::failure::{Failure, Hint, Kind, Message};
use super::look::shortened;

/// How many candidates a question shows.
const SHOWN: usize = 8;

/// A task as far as finding it needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its plan.
    pub plan: PlanId,
    /// The plan's year.
    pub year: PlanYear,
    /// Its id.
    pub task: TaskId,
    /// «3.5».
    pub number: String,
    /// The title.
    pub title: String,
    /// Occurrences that stand: number and name.
    pub occurrences: Vec<(u16, String)>,
}

/// A task, or one occurrence of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Target {
    /// The task.
    pub task: TaskId,
    /// The occurrence, where one was named.
    pub no: Option<u16>,
}

/// Finds what the words of a command line mean, in the order written, each once. A plan that is not named is the one
/// of `today`, or the last.
///
/// # Errors
/// [`Kind::BadInput`] with the nearest candidates, when nothing or too much is meant.
pub fn find(entries: &[Entry], today: NaiveDate, words: &[String]) -> Result<Vec<Target>, Failure> {
    let parts: Vec<&str> = words.iter().flat_map(|word| word.split(',')).map(str::trim).collect();
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let mut found = Vec::new();
    if parts.iter().all(|part| Numbered::read(part).is_some()) {
        for part in &parts {
            if let Some(address) = Numbered::read(part) {
                found.extend(address.find(entries, today, part)?);
            }
        }
    } else {
        found.push(by_title(entries, today, &words.join(" "))?);
    }
    let mut seen = Vec::new();
    found.retain(|target| {
        !seen.contains(target) && {
            seen.push(*target);
            true
        }
    });
    Ok(found)
}

/// Finds exactly one task.
///
/// # Errors
/// As [`find`], and when several are meant.
pub fn find_one(entries: &[Entry], today: NaiveDate, words: &[String]) -> Result<Target, Failure> {
    let found = find(entries, today, words)?;
    match found.as_slice() {
        [one] => Ok(*one),
        many => {
            let of = |target: &Target| entries.iter().find(|entry| entry.task == target.task);
            Err(question("task-ambiguous", &words.join(" "), many.iter().filter_map(of)))
        }
    }
}

/// An address by number, in parts.
#[derive(Debug, PartialEq)]
struct Numbered<'a> {
    year: Option<i32>,
    first: &'a str,
    last: Option<&'a str>,
    occurrence: Option<&'a str>,
}

impl<'a> Numbered<'a> {
    /// `None` where the text is not built of numbers.
    fn read(text: &'a str) -> Option<Self> {
        let (head, occurrence) = match text.split_once('@') {
            Some((head, key)) => (head, Some(key.trim())),
            None => (text, None),
        };
        let (year, range) = match head.rsplit_once('/') {
            Some((year, range)) => (Some(plan_year(year)?), range),
            None => (None, head),
        };
        let (first, last) = match range.split_once(['-', '–', '—', '…']).or_else(|| range.split_once(".."))
        {
            Some((first, last)) => (first, Some(last)),
            None => (range, None),
        };
        let number = |text: &'a str| {
            let text = text.trim().trim_end_matches('.');
            (!text.is_empty() && parsed(text).is_some()).then_some(text)
        };
        let last = match last {
            Some(last) => Some(number(last)?),
            None => None,
        };
        Some(Self { year, first: number(first)?, last, occurrence })
    }

    fn find(&self, entries: &[Entry], today: NaiveDate, text: &str) -> Result<Vec<Target>, Failure> {
        let plan = plan_of(entries, self.year, today);
        let inside: Vec<&Entry> = entries.iter().filter(|entry| Some(entry.plan) == plan).collect();
        let mut named: Vec<&Entry> =
            inside.iter().copied().filter(|entry| self.covers(&entry.number)).collect();
        if self.last.is_none() && named.iter().any(|entry| parsed(&entry.number) == parsed(self.first)) {
            named.retain(|entry| parsed(&entry.number) == parsed(self.first));
        }
        named.sort_by_key(|entry| parsed(&entry.number));
        if named.is_empty() {
            return Err(unknown(text, self.first, &inside, entries));
        }
        named.into_iter().map(|entry| self.target(entry)).collect()
    }

    fn covers(&self, number: &str) -> bool {
        let (Some(first), Some(number)) = (parsed(self.first), parsed(number)) else { return false };
        match self.last.and_then(parsed) {
            Some(last) => number >= first && (number <= last || number.starts_with(&last)),
            None => number.starts_with(&first),
        }
    }

    fn target(&self, entry: &Entry) -> Result<Target, Failure> {
        let Some(key) = self.occurrence else { return Ok(Target { task: entry.task, no: None }) };
        let near: Vec<&(u16, String)> =
            entry.occurrences.iter().filter(|(_, name)| name.starts_with(key)).collect();
        let exact = near.iter().find(|(_, name)| name == key);
        match (exact, near.as_slice()) {
            (Some((no, _)), _) | (None, [(no, _)]) => Ok(Target { task: entry.task, no: Some(*no) }),
            _ => Err(which_occurrence(entry, key)),
        }
    }
}

/// Asks which occurrence of a task is meant.
pub fn which_occurrence(entry: &Entry, key: &str) -> Failure {
    let id = if key.is_empty() { "occurrence-ambiguous" } else { "occurrence-unknown" };
    let args = [("task", entry.number.clone()), ("key", key.to_owned()), ("title", entry.title.clone())];
    let mut failure = Failure::with(Kind::BadInput, id, args);
    let named: Vec<&String> =
        entry.occurrences.iter().map(|(_, name)| name).filter(|name| !name.is_empty()).collect();
    // Of many those are meant that begin as it was written.
    let near: Vec<&String> = named.iter().copied().filter(|name| name.starts_with(key)).collect();
    let offered = if near.is_empty() { named } else { near };
    failure.causes =
        offered.iter().take(SHOWN).map(|name| line(format!("{}@{name}", entry.number))).collect();
    match offered.len().saturating_sub(SHOWN) {
        0 => failure,
        more => failure
            .cause(Message::Id("and-more", vec![("count", more.into())]))
            .hint_command("occurrence-see-all", format!("vekha task show {}", entry.number)),
    }
}

/// The plan that an address without a year means: of today, its preparation in summer included, else the last.
pub fn current_plan(
    entries: impl IntoIterator<Item = (PlanId, PlanYear)>,
    today: NaiveDate,
) -> Option<PlanId> {
    let mut plans: Vec<_> = entries.into_iter().collect();
    plans.sort_by_key(|(_, year)| year.from);
    let now = plans.iter().rev().find(|(_, year)| year.preparation_from() <= today && today <= year.to);
    now.or(plans.last()).map(|(plan, _)| *plan)
}

fn plan_of(entries: &[Entry], year: Option<i32>, today: NaiveDate) -> Option<PlanId> {
    match year {
        Some(year) => entries.iter().find(|entry| entry.year.from.year() == year).map(|entry| entry.plan),
        None => current_plan(entries.iter().map(|entry| (entry.plan, entry.year)), today),
    }
}

/// The year a plan begins in: `23`, `2023`, `2023/24`, `2023-24`.
fn plan_year(text: &str) -> Option<i32> {
    if let Ok(year) = PlanYear::parse(text) {
        return Some(year.from.year());
    }
    match (text.len(), text.parse::<i32>()) {
        (2, Ok(year @ 0..)) => Some(2000 + year),
        (4, Ok(year @ 1900..)) => Some(year),
        _ => None,
    }
}

/// «6.1.2» as numbers to compare by.
fn parsed(number: &str) -> Option<Vec<u32>> {
    number.trim_end_matches('.').split('.').map(|part| part.parse().ok()).collect()
}

/// The task whose title has words with these beginnings: in the current plan, else in any.
fn by_title(entries: &[Entry], today: NaiveDate, text: &str) -> Result<Target, Failure> {
    let wanted = stems(text);
    let fits = |entry: &&Entry| {
        let title = stems(&entry.title);
        !wanted.is_empty()
            && wanted.iter().all(|want| title.iter().any(|word| word.starts_with(want.as_str())))
    };
    let plan = plan_of(entries, None, today);
    let mut found: Vec<&Entry> =
        entries.iter().filter(|entry| Some(entry.plan) == plan).filter(fits).collect();
    if found.is_empty() {
        found = entries.iter().filter(fits).collect();
    }
    match found.as_slice() {
        [one] => Ok(Target { task: one.task, no: None }),
        [] => Err(question("task-unknown", text, nearest_titles(entries, &wanted))),
        _ => match whole_words(&found, &wanted).as_slice() {
            [exact] => Ok(Target { task: exact.task, no: None }),
            _ => Err(question("task-ambiguous", text, found)),
        },
    }
}

/// Those whose titles have the words themselves: «пар» is no beginning of «партнёров» then.
fn whole_words<'a>(found: &[&'a Entry], wanted: &[String]) -> Vec<&'a Entry> {
    let has = |entry: &&&'a Entry| {
        let title = stems(&entry.title);
        wanted.iter().all(|want| title.contains(want))
    };
    let whole: Vec<&Entry> = found.iter().filter(has).copied().collect();
    let same: Vec<&Entry> = whole.iter().filter(|entry| stems(&entry.title) == wanted).copied().collect();
    if same.is_empty() { whole } else { same }
}

/// Words in lower case without their endings, so that «формированию» finds «Формирование».
fn stems(text: &str) -> Vec<String> {
    let lower = text.to_lowercase().replace('ё', "е");
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(stem).collect()
}

fn stem(word: &str) -> String {
    let length = word.chars().count();
    let kept = match length {
        0..=4 => length,
        5..=6 => length - 1,
        _ => length - 2,
    };
    word.chars().take(kept).collect()
}

/// Titles that share the most words with what was asked, a letter or two apart.
fn nearest_titles<'a>(entries: &'a [Entry], wanted: &[String]) -> Vec<&'a Entry> {
    let near = |a: &str, b: &str| strsim::jaro_winkler(a, b) > 0.88;
    let shared = |entry: &Entry| {
        let title = stems(&entry.title);
        wanted.iter().filter(|want| title.iter().any(|word| near(word, want))).count()
    };
    let mut scored: Vec<(usize, &Entry)> = entries.iter().map(|entry| (shared(entry), entry)).collect();
    scored.retain(|(score, _)| *score > 0);
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    scored.into_iter().map(|(_, entry)| entry).collect()
}

/// No task has this number: those of the same section, or the nearest numbers.
fn unknown(text: &str, number: &str, inside: &[&Entry], all: &[Entry]) -> Failure {
    if all.is_empty() {
        return Failure::new(Kind::BadInput, "no-tasks-yet")
            .hint_command("no-tasks-import", "vekha import roadmap roadmap.docx");
    }
    let mut near: Vec<(f64, &Entry)> =
        inside.iter().map(|entry| (strsim::jaro_winkler(&entry.number, number), *entry)).collect();
    near.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    question(
        "task-unknown",
        text,
        near.into_iter().filter(|(score, _)| *score > 0.6).map(|(_, entry)| entry).take(4),
    )
}

fn question<'a>(id: &'static str, text: &str, near: impl IntoIterator<Item = &'a Entry>) -> Failure {
    let near: Vec<&Entry> = near.into_iter().collect();
    let args = vec![("text", text.to_owned().into()), ("near", i64::from(!near.is_empty()).into())];
    let mut failure = Failure::new(Kind::BadInput, Message::Id(id, args));
    failure.causes.extend(
        near.iter().take(SHOWN).map(|entry| line(format!("{} {}", entry.number, shortened(&entry.title)))),
    );
    match near.len().saturating_sub(SHOWN) {
        0 => failure,
        more => failure.cause(Message::Id("and-more", vec![("count", more.into())])),
    }
}

fn line(text: String) -> Hint {
    Hint::new(Message::Text(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;

    fn entries() -> Vec<Entry> {
        let plan = |year: i32| (PlanId(year.unsigned_abs()), PlanYear::of(year));
        let mut id = 0;
        let mut entry = |year, number: &str, title: &str, keys: &[&str]| {
            id += 1;
            let (plan, year) = plan(year);
            let keys = (1..).zip(keys.iter().map(ToString::to_string)).collect();
            Entry {
                plan,
                year,
                task: TaskId(id),
                number: number.into(),
                title: title.into(),
                occurrences: keys,
            }
        };
        vec![
            entry(2022, "1.1", "Приказ прошлого года", &[""]),
            entry(2023, "1.1", "Приказ о внедрении", &[""]),
            entry(2023, "1.2", "Назначение куратора", &[""]),
            entry(2023, "1.10", "Формирование перечня партнёров", &[""]),
            entry(2023, "3.4", "Обучение наставников", &[""]),
            entry(2023, "3.5", "Формирование наставнических пар или групп", &[""]),
            entry(2023, "3.6", "Организация работы пар", &["2023-12", "2024-02", "2024-05-10", "2024-05-20"]),
            entry(2023, "6.1.1", "Ёлка для наставников", &[""]),
            entry(2023, "6.1.2", "Итоги", &[""]),
        ]
    }

    fn day() -> NaiveDate {
        "2023-10-01".parse().unwrap()
    }

    #[track_caller]
    fn check(words: &str, expected: &[(u32, Option<u16>)]) {
        let words: Vec<String> = words.split(' ').map(str::to_owned).collect();
        let found = find(&entries(), day(), &words).map_err(|failure| failure.text(Lang::En)).unwrap();
        let found: Vec<_> = found.into_iter().map(|target| (target.task.0, target.no)).collect();
        assert_eq!(found, expected);
    }

    #[track_caller]
    fn refused(words: &str, said: &[&str]) {
        let words: Vec<String> = words.split(' ').map(str::to_owned).collect();
        let text = find_one(&entries(), day(), &words).unwrap_err().text(Lang::Ru);
        for word in said {
            assert!(text.contains(word), "no `{word}` in:\n{text}");
        }
    }

    #[test]
    fn numbers_name_tasks_of_the_current_plan() {
        check("1.1", &[(2, None)]);
        check("1.1.", &[(2, None)]);
        check("3.5 1.2", &[(6, None), (3, None)]);
        check("3.5,3.5", &[(6, None)]);
        check("6.1", &[(8, None), (9, None)]);
    }

    #[test]
    fn a_range_is_in_order_of_number_and_passes_over_gaps() {
        check("1.1-1.9", &[(2, None), (3, None)]);
        check("1.2–1.12,3.4", &[(3, None), (4, None), (5, None)]);
        check("1.2 - 1.10".replace(' ', "").as_str(), &[(3, None), (4, None)]);
        check("3", &[(5, None), (6, None), (7, None)]);
        check("6.1.1-6.1.2", &[(8, None), (9, None)]);
    }

    #[test]
    fn another_plan_is_named_by_its_year() {
        check("22/1.1", &[(1, None)]);
        check("2022/1.1", &[(1, None)]);
        check("2022/23/1.1", &[(1, None)]);
        check("2022-23/1.1", &[(1, None)]);
    }

    #[test]
    fn an_occurrence_is_named_by_its_key_or_a_beginning_that_is_enough() {
        check("3.6@2023-12", &[(7, Some(1))]);
        check("3.6@2024-02", &[(7, Some(2))]);
        check("3.6@2023", &[(7, Some(1))]);
        refused("3.6@2024-05", &["3.6@2024-05-10", "3.6@2024-05-20"]);
        refused("3.6@2025", &["3.6@2023-12"]);
    }

    #[test]
    fn words_of_a_title_find_it_in_any_case_and_ending() {
        check("внедрение", &[(2, None)]);
        check("назначению куратора", &[(3, None)]);
        check("ФОРМИРОВАНИЕ пар", &[(6, None)]);
        check("елка", &[(8, None)]);
        check("прошлого года", &[(1, None)]);
    }

    #[test]
    fn what_is_ambiguous_or_unknown_is_asked_about() {
        refused("наставников", &["3.4 Обучение", "6.1.1 Ёлка", "имели в виду"]);
        refused("1.3", &["1.3", "1.1 Приказ о внедрении"]);
        refused("фармирование", &["3.5 Формирование"]);
        refused("1.1-1.2", &["1.2 Назначение"]);
        refused("ничего такого", &["ничего такого"]);
    }

    #[test]
    fn without_tasks_the_way_to_them_is_shown() {
        let text = find(&[], day(), &["1.1".into()]).unwrap_err().text(Lang::En);
        assert!(text.contains("vekha import roadmap"), "{text}");
    }
}
