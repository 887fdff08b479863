//! Values as people read them.

use chrono::NaiveDate;
use vekha_core::report::Source;
use vekha_core::report::document::Value;

/// How many numbers or ranges of entries are shown before an ellipsis.
const SHOWN: usize = 8;

/// A value in words: shares with one decimal at most, days as 30.10.2023.
pub fn shown(value: &Value, lang: &str) -> String {
    match value {
        Value::Empty => String::new(),
        Value::Text(text) => text.clone(),
        Value::Count(count) => count.to_string(),
        Value::Number(number) => decimal(*number, lang),
        Value::Share(part, whole) => percent(*part, *whole, lang),
        Value::Day(day) => self::day(*day),
    }
}

/// A header without the hyphens that only a page needs.
pub fn header(title: &str) -> String {
    title.replace('\u{ad}', "")
}

/// A day as people write it.
pub fn day(day: NaiveDate) -> String {
    day.format("%d.%m.%Y").to_string()
}

/// A number with two decimals at most.
fn decimal(number: f64, lang: &str) -> String {
    // Half a hundredth goes up, as people round.
    let text = format!("{:.2}", (number * 100.0).round() / 100.0);
    let text = text.trim_end_matches('0').trim_end_matches('.');
    let text = if text == "-0" { "0" } else { text };
    text.replace('-', "−").replace('.', if lang == "ru" { "," } else { "." })
}

/// «42,5 %», “42.5%”.
pub fn percent(part: u64, whole: u64, lang: &str) -> String {
    let permille = Value::permille(part, whole);
    let (whole, rest) = (permille / 10, permille % 10);
    let (point, sign) = if lang == "ru" { (',', "\u{a0}%") } else { ('.', "%") };
    if rest == 0 { format!("{whole}{sign}") } else { format!("{whole}{point}{rest}{sign}") }
}

/// Entries: their numbers as ranges, and the beginning of the digest of the last: «№ 3, 12–18 · 3fa2b1c9».
pub fn entries(sources: &[Source]) -> String {
    let Some(last) = sources.last() else { return String::new() };
    let mut ranges: Vec<(u64, u64)> = Vec::new();
    for source in sources {
        match ranges.last_mut() {
            Some((_, to)) if *to + 1 == source.seq => *to = source.seq,
            _ => ranges.push((source.seq, source.seq)),
        }
    }
    let hidden = ranges.len().saturating_sub(SHOWN);
    let mut words: Vec<String> = Vec::new();
    for (from, to) in &ranges[hidden..] {
        words.push(if from == to { from.to_string() } else { format!("{from}–{to}") });
    }
    let more = if hidden > 0 { "…, " } else { "" };
    format!("№\u{a0}{more}{} · {}", words.join(", "), hash(last))
}

/// The beginning of a digest.
pub fn hash(source: &Source) -> String {
    source.hash.to_string().chars().take(8).collect()
}

/// Whether a spreadsheet would take this text for a formula or a command: it begins with `=`, `+`, `-`, `@`, a
/// tabulator or a line end.
pub fn is_hostile(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n'])
}

#[cfg(test)]
mod tests {
    use vekha_core::digest::Digest;

    use super::*;

    #[test]
    fn shares_are_rounded_to_a_tenth() {
        for (part, whole, ru, en) in [
            (1, 3, "33,3\u{a0}%", "33.3%"),
            (2, 3, "66,7\u{a0}%", "66.7%"),
            (6, 6, "100\u{a0}%", "100%"),
            (0, 7, "0\u{a0}%", "0%"),
            (1, 2000, "0,1\u{a0}%", "0.1%"),
        ] {
            assert_eq!((percent(part, whole, "ru").as_str(), percent(part, whole, "en").as_str()), (ru, en));
        }
    }

    #[test]
    fn numbers_have_two_decimals_at_most() {
        for (number, ru, en) in [
            (65.0, "65", "65"),
            (0.125, "0,13", "0.13"),
            (-1.5, "−1,5", "−1.5"),
            (-0.001, "0", "0"),
            (1000.0, "1000", "1000"),
        ] {
            assert_eq!((decimal(number, "ru").as_str(), decimal(number, "en").as_str()), (ru, en));
        }
    }

    #[test]
    fn entries_are_ranges_with_the_digest_of_the_last() {
        let source = |seq| Source { seq, hash: Digest([0xab; 32]) };
        let all = |seqs: &[u64]| entries(&seqs.iter().copied().map(source).collect::<Vec<_>>());
        assert_eq!(all(&[]), "");
        assert_eq!(all(&[7]), "№\u{a0}7 · abababab");
        assert_eq!(all(&[3, 12, 13, 14]), "№\u{a0}3, 12–14 · abababab");
        let far: Vec<u64> = (1..=10).map(|n| n * 2).collect();
        assert_eq!(all(&far), "№\u{a0}…, 6, 8, 10, 12, 14, 16, 18, 20 · abababab");
    }
}
