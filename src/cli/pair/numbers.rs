//! Numbers of pairs as people write them: `1-3,7`.

use std::ops::RangeInclusive;

use vekha_core::ids::PairId;

/// `1-3,7` as ranges of numbers; `None` for anything else, a lone number included.
pub fn read(word: &str) -> Option<Vec<RangeInclusive<u32>>> {
    let range = |part: &str| {
        let (from, to) = part.split_once(['-', '–', '—']).unwrap_or((part, part));
        let (from, to) = (from.trim().parse().ok()?, to.trim().parse().ok()?);
        (from <= to).then_some(from..=to)
    };
    let ranges = word.split(',').map(range).collect::<Option<Vec<_>>>()?;
    (word.parse::<u32>().is_err()).then_some(ranges)
}

/// Numbers with those that follow one another drawn together: 1–3, 7.
pub fn write(pairs: &[PairId], to: &str, and: &str) -> String {
    let mut numbers: Vec<u32> = pairs.iter().map(|pair| pair.0).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let runs = numbers.chunk_by(|before, after| before + 1 == *after);
    let words = runs.map(|run| match run {
        [] => String::new(),
        [one] => one.to_string(),
        [first, .., last] => format!("{first}{to}{last}"),
    });
    words.collect::<Vec<_>>().join(and)
}

/// The same as commands take it.
pub fn argument(pairs: &[PairId]) -> String {
    write(pairs, "-", ",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_of_pairs_are_numbers_and_nothing_else() {
        for (word, expected) in [
            ("1-3", Some(vec![1, 2, 3])),
            ("1–2,7", Some(vec![1, 2, 7])),
            ("4", None),
            ("3-1", None),
            ("Римская-Корсакова", None),
            ("1,", None),
            ("", None),
        ] {
            let found = read(word).map(|ranges| ranges.into_iter().flatten().collect::<Vec<u32>>());
            assert_eq!(found, expected, "{word}");
        }
    }

    #[test]
    fn numbers_that_follow_one_another_are_drawn_together() {
        let check = |numbers: &[u32], expected: &str| {
            let pairs: Vec<PairId> = numbers.iter().copied().map(PairId).collect();
            assert_eq!(argument(&pairs), expected);
        };
        check(&[7, 1, 2, 3], "1-3,7");
        check(&[5], "5");
        check(&[1, 3, 4, 3], "1,3-4");
        check(&[], "");
    }
}
