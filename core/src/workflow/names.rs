//! «Did you mean»: the nearest known name.

use alloc::string::String;
use alloc::vec::Vec;
use core::mem;

/// The known name nearest to `wrong`, where it is near enough to be a slip: a third of the letters, at least one,
/// or one is a whole part of the other's dotted name. Equal distances go to the first.
pub(super) fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let wrong: Vec<char> = wrong.to_lowercase().chars().take(64).collect();
    let allowed = (wrong.len() / 3).max(1);
    known
        .into_iter()
        .map(|name| (distance(&wrong, &name.to_lowercase().chars().collect::<Vec<_>>()), name))
        .filter(|(distance, name)| *distance <= allowed && *distance < name.chars().count())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name.into())
}

/// Levenshtein's distance where swapping neighbours counts as one.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(b.len() + 1);
        row.push(i + 1);
        for (j, y) in b.iter().enumerate() {
            let mut best = (last[j] + usize::from(x != y)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        before = mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_find_their_name_and_strangers_none() {
        let known = ["curator", "head", "mentor", "mentee", "pairs.formed", "куратор"];
        for (wrong, expected) in [
            ("curater", Some("curator")),
            ("haed", Some("head")),
            ("Mentor", Some("mentor")),
            ("pair.formed", Some("pairs.formed")),
            ("кураттор", Some("куратор")),
            ("director", None),
            ("", None),
        ] {
            assert_eq!(nearest(wrong, known).as_deref(), expected, "{wrong}");
        }
    }
}
