//! Words as a reader sees them: broken ones joined, letters of one alphabet, stems to compare by.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::table::Document;

/// The words of a document that stand whole, in small letters: the judge of whether two halves are one word.
#[derive(Debug, Default)]
pub struct Vocabulary(BTreeSet<String>);

/// First halves of words that are written with a hyphen.
const COMPOUNDS: [&str; 22] = [
    "учебно",
    "научно",
    "социально",
    "психолого",
    "программно",
    "материально",
    "нормативно",
    "информационно",
    "организационно",
    "экспертно",
    "культурно",
    "военно",
    "физкультурно",
    "методико",
    "консультационно",
    "аналитико",
    "медико",
    "воспитательно",
    "духовно",
    "профессионально",
    "педагог",
    "учителя",
];

/// Ends of words that are never words themselves.
const TAILS: [&str; 26] = [
    "ния",
    "ние",
    "ний",
    "нию",
    "нием",
    "ости",
    "остью",
    "ского",
    "ских",
    "ской",
    "ским",
    "тва",
    "ства",
    "ству",
    "ции",
    "ций",
    "ция",
    "цию",
    "цией",
    "ются",
    "ется",
    "ться",
    "ными",
    "ного",
    "ющих",
    "телей",
];

impl Vocabulary {
    /// Collects the words of a document, without the ones at the edges of lines, which may be halves.
    pub fn of(document: &Document) -> Self {
        let mut words = BTreeSet::new();
        let cells = document.tables().flat_map(|table| &table.rows).flat_map(|row| &row.cells);
        for text in cells.map(|cell| cell.text.as_str()).chain(document.paragraphs()) {
            let lines: Vec<&str> = text.lines().collect();
            for (at, line) in lines.iter().enumerate() {
                let mut row: Vec<String> = split_words(line).collect();
                if at > 0 && !row.is_empty() {
                    row.remove(0);
                }
                if at + 1 < lines.len() {
                    row.pop();
                }
                words.extend(row);
            }
        }
        Self(words)
    }

    fn knows(&self, word: &str) -> bool {
        self.0.contains(word)
    }

    /// Two pieces of a text that was broken between them.
    pub fn join(&self, before: &str, after: &str) -> String {
        let (before, after) = (before.trim_end(), after.trim_start());
        if before.is_empty() || after.is_empty() {
            return [before, after].concat();
        }
        let head = last_word(before);
        let tail = first_word(after);
        let goes_on = after.starts_with(|c: char| c.is_alphabetic() && c.is_lowercase());
        if let Some(stem) =
            before.strip_suffix('-').filter(|stem| stem.ends_with(char::is_alphabetic) && goes_on)
        {
            let head = last_word(stem);
            let whole = [head.as_str(), &tail].concat();
            let hyphened = [head.as_str(), "-", &tail].concat();
            let two_words = self.knows(&head) && self.knows(&tail) || is_month(&head) && is_month(&tail);
            let compound = self.knows(&hyphened) || COMPOUNDS.contains(&head.as_str());
            let keep = !self.knows(&whole) && (two_words || compound);
            return if keep { [before, after].concat() } else { [stem, after].concat() };
        }
        let letters =
            before.ends_with(char::is_alphabetic) && goes_on && !head.is_empty() && !tail.is_empty();
        let whole = [head.as_str(), &tail].concat();
        let broken = TAILS.contains(&tail.as_str()) || self.knows(&whole) && !self.knows(&tail);
        if letters && broken { [before, after].concat() } else { [before, " ", after].concat() }
    }

    /// A text of several lines in one.
    pub fn one_line(&self, text: &str) -> String {
        let line = text.lines().fold(String::new(), |line, next| self.join(&line, next.trim()));
        if line.contains("- ") { self.mended(&line) } else { line }
    }

    /// «норматив- ных» of a text whose lines were joined before: whole where the word is known.
    fn mended(&self, line: &str) -> String {
        line.split("- ").fold(String::new(), |before, after| {
            if before.is_empty() {
                return after.to_string();
            }
            let (head, tail) = (last_word(&before), first_word(after));
            let broken = after.starts_with(char::is_lowercase) && before.ends_with(char::is_alphabetic);
            let known = TAILS.contains(&tail.as_str()) || self.knows(&[head, tail].concat());
            let mark = if broken && known { "" } else { "- " };
            [&before, mark, after].concat()
        })
    }
}

/// «февраль-» and «март» on two lines are a range, not a broken word.
fn is_month(word: &str) -> bool {
    crate::schedule::month_of(word).is_some()
}

fn split_words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !(c.is_alphabetic() || c == '-'))
        .map(|word| word.trim_matches('-').to_lowercase())
        .filter(|word| !word.is_empty())
}

fn last_word(text: &str) -> String {
    let start = text
        .rfind(|c: char| !c.is_alphabetic())
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    text[start..].to_lowercase()
}

fn first_word(text: &str) -> String {
    let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    text[..end].to_lowercase()
}

/// Small letters, Latin ones that look Russian made Russian, `ё` as `е`: what is compared, never what is shown.
pub fn folded(text: &str) -> String {
    text.to_lowercase().chars().map(|c| if c == 'ё' { 'е' } else { c }).collect()
}

/// The letters of a header cell and nothing else, so that breaks inside its words do not matter.
pub fn letters(text: &str) -> String {
    folded(text).chars().filter(|c| c.is_alphabetic()).collect()
}

/// The words of a text in small letters.
pub fn words(text: &str) -> Vec<String> {
    folded(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(ToOwned::to_owned)
        .collect()
}

/// The Cyrillic letter that a Latin one looks like.
pub fn look_alike(c: char) -> Option<char> {
    const PAIRS: [(char, char); 19] = [
        ('A', 'А'),
        ('B', 'В'),
        ('C', 'С'),
        ('E', 'Е'),
        ('H', 'Н'),
        ('K', 'К'),
        ('M', 'М'),
        ('O', 'О'),
        ('P', 'Р'),
        ('T', 'Т'),
        ('X', 'Х'),
        ('a', 'а'),
        ('c', 'с'),
        ('e', 'е'),
        ('o', 'о'),
        ('p', 'р'),
        ('x', 'х'),
        ('y', 'у'),
        ('k', 'к'),
    ];
    PAIRS.iter().find(|(latin, _)| *latin == c).map(|(_, cyrillic)| *cyrillic)
}

/// Whether a character is a Russian letter.
pub fn is_cyrillic(c: char) -> bool {
    ('\u{400}'..='\u{52F}').contains(&c)
}

/// Stems of the words that carry meaning: five letters of words of four and more, without the ones every roadmap
/// has.
pub fn stems(text: &str) -> BTreeSet<String> {
    const COMMON: [&str; 18] = [
        "насто",
        "учебн",
        "году",
        "года",
        "целев",
        "модел",
        "уровн",
        "школы",
        "реали",
        "внедр",
        "прове",
        "работ",
        "орган",
        "образ",
        "разра",
        "участ",
        "также",
        "котор",
    ];
    words(text)
        .into_iter()
        .filter(|word| word.chars().count() >= 4 && word.chars().all(char::is_alphabetic))
        .map(|word| {
            // «сформирована» and «формирование» are one action.
            let word =
                word.strip_prefix('с').filter(|rest| rest.starts_with("форм")).unwrap_or(&word).to_string();
            let end = if word.starts_with("наставни") { 9 } else { 5 };
            let stem: String = word.chars().take(end).collect();
            if word.starts_with("баз") { "баз".into() } else { stem }
        })
        .filter(|stem| !COMMON.contains(&stem.as_str()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Block;

    fn vocabulary(text: &str) -> Vocabulary {
        Vocabulary::of(&Document { blocks: [Block::Paragraph(text.into())].into(), ..Document::default() })
    }

    #[test]
    fn broken_words_join_and_whole_ones_keep_their_blank() {
        let vocabulary = vocabulary("База наставничества и социально-педагогическая служба, пара слов");
        for (before, after, expected) in [
            ("программ ", "наставничества в школах", "программ наставничества в школах"),
            ("развитие наставни", "чества в школе", "развитие наставничества в школе"),
            ("развитие настав-", "ничества", "развитие наставничества"),
            ("учебно-", "методический", "учебно-методический"),
            ("социально-", "педагогическая", "социально-педагогическая"),
            ("обеспече-", "ние условий", "обеспечение условий"),
            ("февраль-", "март", "февраль-март"),
            ("школах база-", "слов", "школах база-слов"),
            ("обеспече", "ние условий", "обеспечение условий"),
            ("включающие:", "- сроки;", "включающие: - сроки;"),
            ("пара", "слов", "пара слов"),
            ("", "слов", "слов"),
        ] {
            assert_eq!(vocabulary.join(before, after), expected);
        }
    }

    #[test]
    fn letters_do_not_mind_breaks() {
        assert_eq!(letters("Ответствен-\nный исполнитель"), "ответственныйисполнитель");
    }
}
