//! Names of people, and whether two of them may be one person.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use crate::roadmap::text::{is_cyrillic, look_alike};

/// How sure it is that two entries are one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// They are not.
    Different,
    /// Somebody has to say.
    Perhaps,
    /// They are.
    Same,
}

/// What tells people apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// Every spelling of the name.
    pub names: Vec<String>,
    /// The year of birth.
    pub birth_year: Option<i32>,
    /// Telephone numbers and e-mails in one way of writing.
    pub contacts: Vec<String>,
}

impl Identity {
    /// Of a profile with its fields.
    pub fn of(profile: &crate::vault::Profile) -> Self {
        let names = core::iter::once(&profile.name).chain(&profile.spellings).cloned().collect();
        let contacts = profile.fields.get("contacts").map(|contacts| telling(contacts)).unwrap_or_default();
        let birth_year = profile.fields.get("birth_year").and_then(|year| year.parse().ok());
        Self { names, birth_year, contacts }
    }

    /// Whether two entries are one person. Other years of birth tell namesakes apart; the same year or contact joins a
    /// name with its initials. A letter that differs is always a question: classmates have one year of birth, and
    /// brothers and sisters one telephone.
    pub fn likeness(&self, other: &Self) -> Likeness {
        let pairs = || self.names.iter().flat_map(|a| other.names.iter().map(move |b| (a, b)));
        let name = pairs().map(|(a, b)| alike(a, b)).max().unwrap_or(Likeness::Different);
        let years = self.birth_year.zip(other.birth_year);
        match (name, years) {
            (Likeness::Different, _) => Likeness::Different,
            (_, Some((a, b))) if a != b => Likeness::Different,
            (Likeness::Same, _) => Likeness::Same,
            (Likeness::Perhaps, years) => {
                let contact = || self.contacts.iter().any(|contact| other.contacts.contains(contact));
                let shorter = pairs().any(|(a, b)| shortened(&parts(a), &parts(b)));
                if shorter && (years.is_some() || contact()) { Likeness::Same } else { Likeness::Perhaps }
            }
        }
    }
}

/// The contacts that belong to few: telephone numbers and e-mails.
fn telling(contacts: &str) -> Vec<String> {
    contacts
        .split("; ")
        .filter(|part| part.starts_with('+') || part.contains('@'))
        .map(ToOwned::to_owned)
        .collect()
}

/// A name with its blanks made single, initials in one way, words in capitals made ordinary.
pub fn tidy(raw: &str) -> String {
    let text = super::values::text(raw);
    let text = text.trim_matches([',', ';', ' ', '-', '–']);
    let text = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == ')' || c == '.').trim_start();
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    let shouted = letters().count() > 4 && letters().all(char::is_uppercase);
    let text = if shouted { ordinary(text) } else { text.to_owned() };
    let text: String = text.split_inclusive(' ').map(in_one_alphabet).collect();
    spaced(&text.replace(". ", "."))
}

/// A word with Latin letters among Cyrillic ones, which look the same, in Cyrillic: what a keyboard left in another
/// layout does to a name.
fn in_one_alphabet(word: &str) -> String {
    if !word.chars().any(is_cyrillic) {
        return word.to_owned();
    }
    word.chars().map(|c| look_alike(c).unwrap_or(c)).collect()
}

/// «А.П. Иванова», «Иванова А.П.»: a blank before the surname that follows initials, none between initials.
fn spaced(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len() + 2);
    for (at, c) in chars.iter().enumerate() {
        out.push(*c);
        let long = chars.get(at + 2).is_some_and(|c| c.is_lowercase());
        if *c == '.' && long && chars.get(at + 1).is_some_and(|c| c.is_uppercase()) {
            out.push(' ');
        }
    }
    out
}

fn ordinary(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut first = true;
    for c in text.chars() {
        if first {
            out.push(c)
        } else {
            out.extend(c.to_lowercase())
        }
        first = !c.is_alphabetic();
    }
    out
}

/// Whether it looks like a person's name: two to five words of letters, the first longer than an initial.
pub fn is_name(name: &str) -> bool {
    let words = words(name);
    let lettered = name.chars().all(|c| c.is_alphabetic() || " .-–'’()".contains(c));
    (2..=5).contains(&words.len()) && lettered && words.iter().any(|word| word.chars().count() > 1)
}

fn words(name: &str) -> Vec<String> {
    name.split([' ', '.', ',', '\u{a0}'])
        .map(in_one_alphabet)
        .map(|word| {
            word.chars()
                .collect::<Vec<_>>()
                .into_iter()
                .flat_map(char::to_lowercase)
                .map(|c| if c == 'ё' { 'е' } else { c })
        })
        .map(|word| word.filter(|c| c.is_alphabetic() || *c == '-').collect::<String>())
        .filter(|word| !word.is_empty())
        .collect()
}

/// Two spellings of a name, by themselves.
pub fn alike(a: &str, b: &str) -> Likeness {
    let (a, b) = (parts(a), parts(b));
    if a.is_empty() || b.is_empty() {
        return Likeness::Different;
    }
    if a == b {
        return Likeness::Same;
    }
    let whole = |words: &[String]| words.len() > 2 && words[1..].iter().all(|word| word.chars().count() > 1);
    let slips: usize = a.iter().zip(&b).map(|(a, b)| near(a, b)).sum();
    let slipped = whole(&a) && whole(&b) && a.len() == b.len() && slips <= 1;
    if slipped || shortened(&a, &b) { Likeness::Perhaps } else { Likeness::Different }
}

/// Whether `short` is `whole` with initials, without its end, or with the surname last.
pub fn is_short_for(short: &str, whole: &str) -> bool {
    let (short, whole) = (parts(short), parts(whole));
    short.len() > 1 && short.len() <= whole.len() && shortened(&short, &whole)
}

/// One name is the other with initials, without its end, or with the surname last: «Анна Петровна Иванова».
fn shortened(a: &[String], b: &[String]) -> bool {
    let same = |a: &String, b: &String| a == b || initial_of(a, b) || initial_of(b, a);
    let rest = || a[1..].iter().zip(&b[1..]).all(|(a, b)| same(a, b));
    let turned = |a: &[String], b: &[String]| {
        let given = || a[1..].iter().zip(&b[..2]).all(|(a, b)| same(a, b));
        a.len() == 3 && b.len() == 3 && a[0] == b[2] && a[0].chars().count() > 1 && given()
    };
    (a.len().min(b.len()) > 1 && a[0] == b[0] && rest()) || turned(a, b) || turned(b, a)
}

/// Surname first: initials that stand before it go behind.
pub(super) fn parts(name: &str) -> Vec<String> {
    let mut words = words(name);
    let initials = words.iter().take_while(|word| word.chars().count() == 1).count();
    if initials < words.len() {
        words.rotate_left(initials);
    }
    words
}

fn initial_of(short: &str, whole: &str) -> bool {
    short.chars().count() == 1 && whole.starts_with(short)
}

/// 0: equal; 1: one letter more, less or other; 2: further.
fn near(a: &str, b: &str) -> usize {
    if a == b {
        return 0;
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > 1 || a.len().min(b.len()) < 4 {
        return 2;
    }
    let head = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let tail = a[head..].iter().rev().zip(b[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    if a.len().max(b.len()) - head - tail <= 1 { 1 } else { 2 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Likeness::{Different, Perhaps, Same};
    use std::vec;

    #[test]
    fn names_are_tidied() {
        for (raw, expected) in [
            ("  Выдумова\n Анна  Петровна ", "Выдумова Анна Петровна"),
            ("ВЫДУМОВА АННА ПЕТРОВНА", "Выдумова Анна Петровна"),
            ("Выдумова А. П.", "Выдумова А.П."),
            ("Выдумова А.П", "Выдумова А.П"),
            ("А.П.Выдумова", "А.П. Выдумова"),
            ("3. Выдумова Анна", "Выдумова Анна"),
            ("Придyмов Бopис", "Придумов Борис"),
            ("Ann Smith", "Ann Smith"),
            ("САЛТЫКОВ-ЩЕДРИН", "Салтыков-Щедрин"),
        ] {
            assert_eq!(tidy(raw), expected, "{raw}");
        }
    }

    #[test]
    fn what_is_no_name_is_told() {
        for name in ["Выдумова Анна Петровна", "Выдумова А.П.", "А.П. Выдумова", "Smith-Jones Ann"]
        {
            assert!(is_name(name), "{name}");
        }
        for name in ["Выдумова", "А.П.", "10 класс", "всего 5 чел", "+7 913", ""] {
            assert!(!is_name(name), "{name}");
        }
    }

    #[test]
    fn spellings_of_one_name_are_alike() {
        for (a, b, expected) in [
            ("Выдумова Анна Петровна", "выдумова анна петровна", Same),
            ("Семёнова Анна Петровна", "Семенова Анна Петровна", Same),
            ("Выдумова А.П.", "Выдумова А. П.", Same),
            ("Выдумова Анна Петровна", "Выдумова А.П.", Perhaps),
            ("Выдумова Анна Петровна", "А.П. Выдумова", Perhaps),
            ("Выдумова Анна Петровна", "Выдумова Анна", Perhaps),
            ("Выдумова Анна Петровна", "Выдунова Анна Петровна", Perhaps),
            ("Выдумова Анна Петровна", "Анна Петровна Выдумова", Perhaps),
            ("Анна Петровна Выдумова", "Выдумова А П", Perhaps),
            ("Выдумoва Aнна Петровна", "Выдумова Анна Петровна", Same),
            ("Выдумова Анна Петровна", "Выдумова Алла Петровна", Different),
            ("Выдумова Анна Петровна", "Выдумова Б.П.", Different),
            ("Выдумова А.П.", "Выдумова А.С.", Different),
            ("Придумов Борис", "Выдумова Анна", Different),
            ("", "Выдумова Анна", Different),
        ] {
            assert_eq!(alike(a, b), expected, "{a} / {b}");
            assert_eq!(alike(b, a), expected, "{b} / {a}");
        }
    }

    #[test]
    fn years_and_contacts_decide_what_names_leave_open() {
        let who = |name: &str, birth_year, contact: &str| Identity {
            names: vec![name.to_owned()],
            birth_year,
            contacts: telling(contact),
        };
        let (full, short) = ("Выдумова Анна Петровна", "Выдумова А.П.");
        let phone = "+7 800 000-00-01";
        assert_eq!(who(full, Some(2008), "").likeness(&who(full, Some(2010), "")), Different);
        assert_eq!(who(full, Some(2008), "").likeness(&who(full, None, "")), Same);
        assert_eq!(who(full, Some(2008), "").likeness(&who(short, Some(2008), "")), Same);
        assert_eq!(who(full, None, phone).likeness(&who(short, None, phone)), Same);
        assert_eq!(who(full, None, phone).likeness(&who("Выдумов Иван Петрович", None, phone)), Different);
        assert_eq!(who(full, None, "").likeness(&who(short, None, "")), Perhaps);
        let slip = "Выдунова Анна Петровна";
        assert_eq!(who(full, Some(2008), phone).likeness(&who(slip, Some(2008), phone)), Perhaps);
    }
}
