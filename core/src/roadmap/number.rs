//! Numbers of rows as printed: `3.`, `3.5.`, `IV`, `№ 2`, `1)`, `Б.2`.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// A number of one to five parts, all above zero: `3.5` is `[3, 5]`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Number(pub Vec<u32>);

impl Number {
    /// Reads a cell that holds a number and nothing else.
    pub fn parse(text: &str) -> Option<Self> {
        let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let compact = compact.strip_prefix("п.").unwrap_or(&compact);
        let body = compact.trim_start_matches(['№', 'N']).trim_end_matches(['.', ')', ',']);
        if body.is_empty() {
            return None;
        }
        let (first, rest) = body.split_once('.').map_or((body, None), |(first, rest)| (first, Some(rest)));
        let first = part(first).or_else(|| letter(first));
        let rest = rest.into_iter().flat_map(|rest| rest.split('.')).map(part);
        let parts: Option<Vec<u32>> = core::iter::once(first).chain(rest).collect();
        parts.filter(|parts| parts.len() <= 5).map(Self)
    }

    /// Reads the number that a text begins with, and the text after it: `1.1. Приказ` or `IV. Обучение`. A lone
    /// number needs its dot or bracket, so that «3 пары» stays a text.
    pub fn leading(text: &str) -> Option<(Self, &str)> {
        let text = text.trim_start();
        let end = text.find(char::is_whitespace)?;
        let (first, rest) = (&text[..end], text[end..].trim_start());
        // «А. Обучение» is a number no more than «А. Громов» is.
        let lettered = letter(first.trim_end_matches(['.', ')'])).is_some();
        let number = Self::parse(first).filter(|_| !lettered)?;
        let marked = first.ends_with(['.', ')']) || number.0.len() > 1;
        (marked && !rest.is_empty()).then_some((number, rest))
    }

    /// The number of a row below this one.
    pub fn child(&self, last: u32) -> Self {
        let mut parts = self.0.clone();
        parts.push(last);
        Self(parts)
    }

    /// Without its last part.
    pub fn parent(&self) -> Option<Self> {
        let (_, parents) = self.0.split_last()?;
        (!parents.is_empty()).then(|| Self(parents.to_vec()))
    }

    /// Its last part.
    pub fn last(&self) -> u32 {
        self.0.last().copied().unwrap_or(0)
    }

    /// Whether `other` stands below this one.
    pub fn heads(&self, other: &Self) -> bool {
        other.0.len() > self.0.len() && other.0.starts_with(&self.0)
    }
}

impl core::fmt::Display for Number {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let parts: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&parts.join("."))
    }
}

fn part(text: &str) -> Option<u32> {
    if text.chars().all(|c| c.is_ascii_digit()) {
        return text.parse().ok().filter(|number| (1..1000).contains(number));
    }
    roman(text)
}

/// A section by its capital letter; those that Roman numbers are written with are not among them.
fn letter(text: &str) -> Option<u32> {
    const LETTERS: [&str; 10] = ["А", "Б", "В", "Г", "Д", "Е", "Ж", "З", "И", "К"];
    LETTERS.iter().position(|own| *own == text).and_then(|at| u32::try_from(at + 1).ok())
}

/// A roman number up to 39; Cyrillic letters that look like Roman ones are taken for them.
pub fn roman(text: &str) -> Option<u32> {
    let digits: Option<Vec<u32>> = text
        .chars()
        .map(|c| match c {
            'I' | 'І' | 'i' => Some(1),
            'V' | 'v' => Some(5),
            'X' | 'Х' | 'x' => Some(10),
            _ => None,
        })
        .collect();
    let digits = digits.filter(|digits| !digits.is_empty() && digits.len() <= 7)?;
    let worth = |at: usize| digits[at] as i32;
    let signed = (0..digits.len()).map(|at| {
        let less = digits.get(at + 1).is_some_and(|next| *next > digits[at]);
        if less { -worth(at) } else { worth(at) }
    });
    u32::try_from(signed.sum::<i32>()).ok().filter(|number| (1..40).contains(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_printed() {
        for (text, expected) in [
            ("1.", Some("1")),
            ("2.2.", Some("2.2")),
            ("1. 10.", Some("1.10")),
            ("6.1.1", Some("6.1.1")),
            ("IV.", Some("4")),
            ("II.3", Some("2.3")),
            ("XII", Some("12")),
            ("№ 3", Some("3")),
            ("4)", Some("4")),
            ("А", Some("1")),
            ("Б.2.", Some("2.2")),
            ("а)", None),
            ("0", None),
            ("", None),
            ("Приказ", None),
            ("2023", None),
            ("1.2.3.4.5.6", None),
        ] {
            assert_eq!(Number::parse(text).map(|n| n.to_string()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_leading_number_needs_a_mark() {
        let leading = |text| Number::leading(text).map(|(number, rest)| (number.to_string(), rest));
        assert_eq!(leading("1.1 Приказ"), Some(("1.1".into(), "Приказ")));
        assert_eq!(leading("II. Обучение наставников"), Some(("2".into(), "Обучение наставников")));
        assert_eq!(leading("3 пары"), None);
        assert_eq!(leading("А. Громов"), None);
        assert_eq!(leading("Б.2 Опрос"), Some(("2.2".into(), "Опрос")));
        assert_eq!(leading("Приказ"), None);
    }
}
