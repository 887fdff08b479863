//! «Did you mean»: the nearest known name.

/// The name among `known` nearest to `written`, when near enough to have been meant; else the shortest that goes on from
/// it: «рабочих_дней_между» for «рабочих_дней».
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let folded = alike(&written.to_lowercase());
    let length = folded.chars().count();
    let (mut best, mut longer): (Option<(usize, &str)>, Option<&str>) = (None, None);
    for name in known {
        if name == written {
            continue;
        }
        let distance = strsim::damerau_levenshtein(&folded, &alike(&name.to_lowercase()));
        let better = best.is_none_or(|(least, other)| (distance, name) < (least, other));
        if distance <= allowed(length) && better {
            best = Some((distance, name));
        }
        let goes_on = name.strip_prefix(written).is_some_and(|rest| rest.starts_with('_'));
        if goes_on && longer.is_none_or(|other| (name.len(), name) < (other.len(), other)) {
            longer = Some(name);
        }
    }
    best.map(|(_, name)| name).or(longer).map(str::to_string)
}

/// Russian letters that look like Latin ones, each with its Latin one.
const ALIKE: [(char, char); 22] = [
    ('а', 'a'),
    ('е', 'e'),
    ('о', 'o'),
    ('р', 'p'),
    ('с', 'c'),
    ('у', 'y'),
    ('х', 'x'),
    ('к', 'k'),
    ('А', 'A'),
    ('В', 'B'),
    ('Е', 'E'),
    ('К', 'K'),
    ('М', 'M'),
    ('Н', 'H'),
    ('О', 'O'),
    ('Р', 'P'),
    ('С', 'C'),
    ('Т', 'T'),
    ('У', 'Y'),
    ('Х', 'X'),
    ('і', 'i'),
    ('ѕ', 's'),
];

/// The same with Latin letters for all that look like them.
fn alike(text: &str) -> String {
    let latin = |c: char| ALIKE.iter().find(|(russian, _)| *russian == c).map_or(c, |(_, latin)| *latin);
    text.chars().map(latin).collect()
}

/// What was meant by a word in which Latin and Russian letters look alike: the word in one alphabet, and the letters
/// that are not of it. `None` where no such letter is out of place.
pub fn unmixed(word: &str) -> Option<(String, String)> {
    let russian = |c: char| ('\u{400}'..='\u{4ff}').contains(&c);
    let latin = |c: char| c.is_ascii_alphabetic();
    if !word.contains(russian) || !word.contains(latin) {
        return None;
    }
    let to_latin = |c: char| ALIKE.iter().find(|(one, _)| *one == c).map(|(_, other)| *other);
    let to_russian = |c: char| ALIKE.iter().find(|(_, one)| *one == c).map(|(other, _)| *other);
    let turned = |of: &dyn Fn(char) -> bool, turn: &dyn Fn(char) -> Option<char>| {
        let odd: String = word.chars().filter(|c| of(*c)).collect();
        let all: Option<String> = word.chars().map(|c| if of(c) { turn(c) } else { Some(c) }).collect();
        all.map(|all| (all, odd))
    };
    let both = [turned(&russian, &to_latin), turned(&latin, &to_russian)];
    // Where either could be meant, the fewer letters are the slip.
    both.into_iter().flatten().min_by_key(|(_, odd)| odd.chars().count())
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
    use super::{nearest, unmixed};

    #[test]
    fn the_nearest_name_is_found_in_both_alphabets() {
        let known = ["subject", "years", "предмет", "общие", "overlap", "рабочих_дней_между"];
        for (written, meant) in [
            ("subjct", Some("subject")),
            ("предмт", Some("предмет")),
            ("Предмет", Some("предмет")),
            ("overlpa", Some("overlap")),
            ("zzz", None),
            ("x", None),
            ("уеаrs", Some("years")),
            ("рабочих_дней", Some("рабочих_дней_между")),
            ("рабочих_д", None),
        ] {
            assert_eq!(nearest(written, known).as_deref(), meant, "{written}");
        }
    }

    #[test]
    fn a_letter_of_the_other_alphabet_is_found() {
        for (word, meant) in [
            ("sсore", Some(("score", "с"))),
            ("запроc", Some(("запрос", "c"))),
            ("score", None),
            ("запрос", None),
            ("ИТclub", None),
            ("id_", None),
        ] {
            let meant = meant.map(|(word, odd)| (word.to_string(), odd.to_string()));
            assert_eq!(unmixed(word), meant, "{word}");
        }
    }
}
