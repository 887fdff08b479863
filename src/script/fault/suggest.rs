//! «Did you mean»: the nearest known name.

/// The name among `known` nearest to `written`, when near enough to have been meant.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let folded = written.to_lowercase();
    let length = folded.chars().count();
    let mut best: Option<(usize, &str)> = None;
    for name in known {
        if name == written {
            continue;
        }
        let distance = strsim::damerau_levenshtein(&folded, &name.to_lowercase());
        let better = best.is_none_or(|(least, other)| (distance, name) < (least, other));
        if distance <= allowed(length) && better {
            best = Some((distance, name));
        }
    }
    best.map(|(_, name)| name.to_string())
}

/// How many slips a name of `length` characters may hold.
fn allowed(length: usize) -> usize {
    match length {
        0..=2 => 0,
        3..=5 => 1,
        6..=8 => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn the_nearest_name_is_found_in_both_alphabets() {
        let known = ["subject", "years", "предмет", "общие", "overlap"];
        for (written, meant) in [
            ("subjct", Some("subject")),
            ("предмт", Some("предмет")),
            ("Предмет", Some("предмет")),
            ("overlpa", Some("overlap")),
            ("zzz", None),
            ("x", None),
        ] {
            assert_eq!(nearest(written, known).as_deref(), meant, "{written}");
        }
    }
}
