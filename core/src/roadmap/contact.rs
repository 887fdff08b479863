//! Phone numbers and addresses of e-mail: they are hidden before anything else reads the text.

use alloc::string::String;
use alloc::vec::Vec;

use super::finding::Contact;
use crate::table::{Block, Document, Place};

/// A contact that stood in the document; an empty place means outside the tables.
pub type Hidden = (Place, Contact);

const PHONE: &str = "[телефон скрыт]";
const EMAIL: &str = "[почта скрыта]";

/// The document without contacts, and where they stood.
pub fn hide(document: &Document) -> (Document, Vec<Hidden>) {
    let mut document = document.clone();
    let mut found = Vec::new();
    for block in &mut document.blocks {
        match block {
            Block::Paragraph(text) => hide_in(text, &Place::default(), &mut found),
            Block::Table(table) => {
                for row in &mut table.rows {
                    for (at, cell) in row.cells.iter_mut().enumerate() {
                        hide_in(&mut cell.text, &row.place.at(at), &mut found);
                    }
                }
            }
        }
    }
    (document, found)
}

fn hide_in(text: &mut String, place: &Place, found: &mut Vec<Hidden>) {
    while let Some((from, to)) = email(text) {
        text.replace_range(from..to, EMAIL);
        found.push((place.clone(), Contact::Email));
    }
    while let Some((from, to)) = phone(text) {
        text.replace_range(from..to, PHONE);
        found.push((place.clone(), Contact::Phone));
    }
}

/// Where an address of e-mail stands.
fn email(text: &str) -> Option<(usize, usize)> {
    let part = |c: char| c.is_ascii_alphanumeric() || "._%+-".contains(c);
    for (at, _) in text.match_indices('@') {
        let from = text[..at]
            .rfind(|c: char| !part(c))
            .map_or(0, |begin| begin + text[begin..].chars().next().map_or(1, char::len_utf8));
        let tail = &text[at + 1..];
        let domain = |c: char| c.is_alphanumeric() || ".-".contains(c);
        let length = tail.find(|c: char| !domain(c)).unwrap_or(tail.len());
        let host = tail[..length].trim_end_matches(['.', '-']);
        if from < at && host.contains('.') {
            return Some((from, at + 1 + host.len()));
        }
    }
    None
}

/// Where a phone number stands: ten digits with a 7 or 8 before them, or five to eleven after «тел.».
fn phone(text: &str) -> Option<(usize, usize)> {
    let starts = text.char_indices().filter(|(at, c)| {
        (c.is_ascii_digit() || "+(".contains(*c))
            && !text[..*at].ends_with(|b: char| b.is_alphanumeric() || b == '.')
    });
    for (from, first) in starts {
        let run = &text[from..];
        let length =
            run.find(|c: char| !(c.is_ascii_digit() || "+()- \u{a0}–—".contains(c))).unwrap_or(run.len());
        let run = run[..length].trim_end_matches(|c: char| !c.is_ascii_digit());
        let digits: String = run.chars().filter(char::is_ascii_digit).collect();
        let long = digits.len() == 11 && digits.starts_with(['7', '8'])
            || first == '+' && (11..=13).contains(&digits.len());
        let city = first == '(' && digits.len() == 10;
        let named = (5..=11).contains(&digits.len()) && after_word(&text[..from]);
        // «2023 – 2024» and «1 – 15» are years and days; a range of years has eight digits.
        if long || city || named {
            return Some((from, from + run.len()));
        }
    }
    None
}

/// Whether a text ends with a word that announces a phone number.
fn after_word(text: &str) -> bool {
    let tail = text.trim_end_matches(|c: char| c.is_whitespace() || ".:№".contains(c)).to_lowercase();
    let word = tail.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    ["тел", "телефон", "телефону", "телефоны", "факс", "моб", "сот"].contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec;

    #[test]
    fn contacts_are_hidden_and_numbers_stay() {
        for (text, expected, contacts) in [
            (
                "Исп. Зимина О.П., тел. 8 (391) 200-00-00",
                "Исп. Зимина О.П., тел. [телефон скрыт]",
                vec![Contact::Phone],
            ),
            (
                "+7 900 000-00-00, a.b@school.example",
                "[телефон скрыт], [почта скрыта]",
                vec![Contact::Email, Contact::Phone],
            ),
            ("тел. 2-00-00", "тел. [телефон скрыт]", vec![Contact::Phone]),
            ("(391) 200-00-00", "[телефон скрыт]", vec![Contact::Phone]),
            (
                "на 2023 – 2024 учебный год, до 30.08.2023, с 1 по 15",
                "на 2023 – 2024 учебный год, до 30.08.2023, с 1 по 15",
                vec![],
            ),
            ("Приказ № 123-45 от 01.09.2023; Р-145", "Приказ № 123-45 от 01.09.2023; Р-145", vec![]),
        ] {
            let (mut hidden, mut found) = (String::from(text), Vec::new());
            hide_in(&mut hidden, &Place::default(), &mut found);
            assert_eq!(hidden, expected);
            assert_eq!(found.into_iter().map(|(_, contact)| contact).collect::<Vec<_>>(), contacts);
        }
    }
}
