//! Personal codes: six digits that carry no name, the last of which tells a misprint.

use std::collections::BTreeSet;

use crate::app::AppError;

/// How many digits, with the one that checks.
const DIGITS: usize = 6;

/// A new code that nobody has: `482-913`. Never begins with 0, which spreadsheets drop.
///
/// # Errors
/// What the system says when it has no random bits, or when every code is taken.
pub fn new(taken: &BTreeSet<String>) -> Result<String, AppError> {
    for _ in 0..1000 {
        let mut bits = [0; 4];
        getrandom::fill(&mut bits).map_err(|error| AppError::Random(error.to_string()))?;
        // 90 000 codes; the bias of the remainder is below 0.01 %.
        let number = 10_000 + u32::from_le_bytes(bits) % 90_000;
        let mut text = number.to_string();
        text.push(check_digit(&text));
        if !taken.contains(&text) {
            return Ok(format!("{}-{}", &text[..3], &text[3..]));
        }
    }
    Err(AppError::Random("every personal code is taken".into()))
}

/// The digits of a code however it is written: `482-913`, `482 913`, `482913.0`.
pub fn digits(text: &str) -> String {
    let text = text.trim();
    let whole = text.strip_suffix(".0").or_else(|| text.strip_suffix(",0")).unwrap_or(text);
    whole.chars().filter(char::is_ascii_digit).collect()
}

/// Whether the last digit fits the others: a misprint of one digit, or two neighbours swapped, does not.
pub fn is_sound(text: &str) -> bool {
    let digits = digits(text);
    digits.len() == DIGITS && digits.ends_with(check_digit(&digits[..DIGITS - 1]))
}

/// Luhn's digit.
fn check_digit(digits: &str) -> char {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, byte)| {
            let digit = u32::from(byte - b'0');
            match (at % 2 == 0, digit) {
                (true, 5..) => digit * 2 - 9,
                (true, _) => digit * 2,
                (false, _) => digit,
            }
        })
        .sum();
    char::from_digit((10 - sum % 10) % 10, 10).unwrap_or('0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misprint_of_one_digit_is_told() {
        let code = digits(&new(&BTreeSet::new()).unwrap());
        assert!(is_sound(&code) && !code.starts_with('0'));
        for at in 0..code.len() {
            for digit in '0'..='9' {
                let mut other: Vec<char> = code.chars().collect();
                other[at] = digit;
                let other: String = other.into_iter().collect();
                assert_eq!(is_sound(&other), other == code, "{code} {other}");
            }
        }
    }

    #[test]
    fn a_code_is_read_as_people_and_spreadsheets_write_it() {
        for text in ["482-913", " 482 913", "482913.0", "482–913"] {
            assert_eq!(digits(text), "482913", "{text}");
        }
        assert!(!is_sound("") && !is_sound("12"));
    }
}
