//! Text without a font: how wide it surely is, and where it breaks.

use alloc::string::String;
use alloc::vec::Vec;

/// An upper estimate of the width in pixels, by the wide faces that a page may fall back to.
pub(super) fn width(text: &str, size: i32) -> i32 {
    let thousandths: i32 = text
        .chars()
        .map(|c| match c {
            ' ' | 'i' | 'l' | 'j' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | '(' | ')' | 'І' => 400,
            'ш' | 'щ' | 'ж' | 'ю' | 'ы' | 'м' | 'ф' | 'm' | 'w' | '—' | '№' => 950,
            'Ш' | 'Щ' | 'Ж' | 'Ю' | 'Ы' | 'М' | 'Ф' | 'M' | 'W' => 1050,
            c if c.is_uppercase() => 780,
            c if (c as u32) < 0x2000 => 650,
            _ => 1000,
        })
        .sum();
    thousandths * size / 1000
}

/// Lines not wider than `most` pixels; a word that is wider alone is cut.
pub(super) fn wrap(text: &str, size: i32, most: i32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let joined = lines.last().map(|line| alloc::format!("{line} {word}"));
        match (lines.last_mut(), joined) {
            (Some(line), Some(joined)) if width(&joined, size) <= most => *line = joined,
            _ => cut(word, size, most, &mut lines),
        }
    }
    lines
}

/// Adds a word on lines of its own.
fn cut(word: &str, size: i32, most: i32, lines: &mut Vec<String>) {
    let mut line = String::new();
    for c in word.chars() {
        line.push(c);
        if width(&line, size) > most && line.chars().nth(1).is_some() {
            line.pop();
            lines.push(core::mem::replace(&mut line, String::from(c)));
        }
    }
    lines.push(line);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_break_between_words() {
        assert_eq!(wrap("Отбор и обучение наставников", 13, 140), ["Отбор и обучение", "наставников"]);
        assert_eq!(wrap("", 13, 100), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_it_may_be_and_no_letter_is_lost(text in "[а-яА-Яa-z ]{0,80}", most in 40i32..300) {
            let lines = wrap(&text, 13, most);
            prop_assert!(lines.iter().all(|line| width(line, 13) <= most), "{:?}", lines);
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
        }
    }
}
