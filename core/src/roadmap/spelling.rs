//! Spellings that mean one party, and names of schools written in several ways.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::draft::{Cluster, PartyDraft, PartyKind};
use super::text::{folded, is_cyrillic, look_alike, words};

/// Spellings in the order met, each with how often it stands there.
type Spellings = Vec<(String, u32)>;

/// Groups the parties of a draft; parties with one spelling are left out.
pub fn clusters<'a>(parties: impl Iterator<Item = &'a PartyDraft>) -> Vec<Cluster> {
    let mut groups: Vec<(PartyKind, String, Spellings)> = Vec::new();
    for party in parties {
        let key = key_of(party);
        let at = groups.iter().position(|(kind, own, _)| *kind == party.kind && *own == key);
        let spellings = match at {
            Some(at) => &mut groups[at].2,
            None => {
                groups.push((party.kind, key, Vec::new()));
                let last = groups.len() - 1;
                &mut groups[last].2
            }
        };
        match spellings.iter_mut().find(|(name, _)| *name == party.name) {
            Some((_, count)) => *count += 1,
            None => spellings.push((party.name.clone(), 1)),
        }
    }
    groups.into_iter().filter_map(|(kind, _, spellings)| cluster(kind, spellings)).collect()
}

/// What all spellings of a party have in common.
fn key_of(party: &PartyDraft) -> String {
    match party.kind {
        PartyKind::Person => person_key(&party.name),
        PartyKind::Role | PartyKind::Unit => role_key(&party.name),
    }
}

/// Surname and first letters of the names: `Соколова Н.В.`, `Н. В. Соколова`, `Соколова Наталья Викторовна`.
fn person_key(name: &str) -> String {
    let name: String = name.chars().map(|c| look_alike(c).unwrap_or(c)).collect();
    let name = folded(&name);
    let parts: Vec<&str> =
        name.split(|c: char| !(c.is_alphabetic() || c == '-')).filter(|p| !p.is_empty()).collect();
    let patronymic = |word: &str| ["вич", "вна", "ична", "ьич"].iter().any(|end| word.ends_with(end));
    let surname = match parts.as_slice() {
        // First name, patronymic, surname.
        [_, middle, last] if patronymic(middle) => last,
        all => all.iter().find(|part| part.chars().count() > 1).unwrap_or(&""),
    };
    let mut key = String::from(*surname);
    for part in parts.iter().filter(|part| part != &surname) {
        key.push(' ');
        key.extend(part.chars().next());
    }
    key
}

/// A role without what people leave out or shorten: «Зам по УВР» is «заместитель директора по УВР».
fn role_key(name: &str) -> String {
    let mut key: Vec<String> = Vec::new();
    for word in words(name) {
        let word = match word.as_str() {
            "директора" if !key.is_empty() => continue,
            "зам" | "замы" | "замдиректора" | "заместители" => {
                "заместитель".to_string()
            }
            "шмо" | "мо" | "методобъединений" | "методобъединения" => {
                "мо".to_string()
            }
            "учебно" | "воспитательной" | "работе" | "методических" | "объединений" | "школьных" =>
            {
                match (word.as_str(), key.last_mut()) {
                    ("воспитательной", Some(last)) if last == "учебно" => {
                        *last = "увр".into()
                    }
                    ("воспитательной", _) => key.push("вр".into()),
                    ("объединений", Some(last)) if last == "методических" => {
                        *last = "мо".into()
                    }
                    ("работе" | "школьных", _) => {}
                    (other, _) => key.push(other.into()),
                }
                continue;
            }
            other => singular(other),
        };
        key.push(word);
    }
    key.join(" ")
}

/// The nominative singular of the commonest roles.
fn singular(word: &str) -> String {
    const PLURALS: [(&str, &str); 14] = [
        ("руководители", "руководитель"),
        ("кураторы", "куратор"),
        ("наставники", "наставник"),
        ("учителя", "учитель"),
        ("педагоги", "педагог"),
        ("психологи", "психолог"),
        ("методисты", "методист"),
        ("специалисты", "специалист"),
        ("координаторы", "координатор"),
        ("завучи", "завуч"),
        ("председатели", "председатель"),
        ("классные", "классный"),
        ("тьюторы", "тьютор"),
        ("советники", "советник"),
    ];
    PLURALS.iter().find(|(plural, _)| *plural == word).map_or(word, |(_, single)| single).to_string()
}

fn cluster(kind: PartyKind, spellings: Vec<(String, u32)>) -> Option<Cluster> {
    if spellings.len() < 2 {
        return None;
    }
    // The fullest role says most; of a person the most frequent spelling is the one people use.
    let weight = |(name, count): &(String, u32)| match kind {
        PartyKind::Person => (*count as usize, name.chars().count()),
        PartyKind::Role | PartyKind::Unit => (name.chars().count(), *count as usize),
    };
    let mut canonical = &spellings[0];
    for spelling in &spellings[1..] {
        if weight(spelling) > weight(canonical) {
            canonical = spelling;
        }
    }
    let bare = |name: &str| -> String { folded(name).chars().filter(|c| c.is_alphanumeric()).collect() };
    let certain = spellings.iter().all(|(name, _)| bare(name) == bare(&canonical.0));
    let canonical = canonical.0.clone();
    let variants = spellings.into_iter().map(|(name, _)| name).filter(|name| *name != canonical).collect();
    Some(Cluster { kind, canonical, variants, certain })
}

/// Names of schools by their numbers, where a number has more than one name: «MAOU SSh №158», «МАОУ СШ №158».
pub fn schools<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<Vec<String>> {
    let mut by_number: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for text in texts {
        for (at, sign) in text.match_indices('№') {
            let digits: String =
                text[at + sign.len()..].trim_start().chars().take_while(char::is_ascii_digit).collect();
            let name = school_before(&text[..at]);
            if digits.is_empty() || name.is_empty() {
                continue;
            }
            let name = [name.join(" ").as_str(), " №", &digits].concat();
            let names = by_number.entry(digits).or_default();
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    by_number.into_values().filter(|names| names.len() > 1).collect()
}

/// The words of a school's name that end a text: «в МБОУ СОШ» gives «МБОУ СОШ».
fn school_before(text: &str) -> Vec<&str> {
    const KINDS: [&str; 12] = [
        "сш",
        "сош",
        "оош",
        "нош",
        "школа",
        "школы",
        "школе",
        "гимназия",
        "гимназии",
        "лицей",
        "лицея",
        "лицее",
    ];
    const LATIN: [&str; 6] = ["ssh", "sosh", "oosh", "gimnaziya", "litsey", "shkola"];
    let mut words: Vec<&str> = text.split_whitespace().rev().take(4).collect();
    words.reverse();
    let is_form = |word: &&str| {
        let plain = folded(word);
        let short = word.chars().filter(|c| c.is_uppercase()).count() >= 3 && word.chars().count() <= 6;
        short && (plain.ends_with("оу") || plain.ends_with("ou"))
    };
    let Some(last) = words.last().map(|word| folded(word)) else { return Vec::new() };
    let named =
        KINDS.contains(&last.as_str()) || LATIN.contains(&last.as_str()) || is_form(&words[words.len() - 1]);
    match words.iter().position(is_form) {
        Some(from) if named => words.split_off(from),
        _ => Vec::new(),
    }
}

/// Whether letters of another alphabet are the difference.
pub fn has_latin(names: &[String]) -> bool {
    let latin = |name: &String| name.chars().any(|c| c.is_ascii_alphabetic());
    names.iter().any(latin) && names.iter().any(|name| name.chars().any(is_cyrillic))
}

/// Words that mix both alphabets, each with what it should be: `Cоколова` with a Latin C.
pub fn mixed(text: &str) -> Vec<(String, String)> {
    text.split(|c: char| !c.is_alphabetic())
        .filter(|word| {
            let latin = word.chars().filter(char::is_ascii_alphabetic);
            let cyrillic = word.chars().filter(|c| is_cyrillic(*c)).count();
            let (all, alike) =
                latin.fold((0, 0), |(all, alike), c| (all + 1, alike + usize::from(look_alike(c).is_some())));
            all > 0 && all == alike && cyrillic > all
        })
        .map(|word| (word.to_string(), word.chars().map(|c| look_alike(c).unwrap_or(c)).collect()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roadmap::split_parties;

    fn of(cells: &[&str]) -> Vec<Cluster> {
        let parties: Vec<PartyDraft> = cells.iter().flat_map(|cell| split_parties(cell).0).collect();
        clusters(parties.iter())
    }

    #[test]
    fn one_role_in_four_spellings_is_proposed_and_dots_are_certain() {
        let found = of(&[
            "Заместитель по УВР, Ключевской Р.М.",
            "заместитель директора по УВР, Ключевской Р.М",
            "заместители по УВР",
            "Зам по УВР, Ключевской Р.М.",
        ]);
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].canonical.as_str(), found[0].certain), ("заместитель директора по УВР", false));
        assert_eq!(found[0].variants, ["Заместитель по УВР", "заместители по УВР", "Зам по УВР"]);
        assert_eq!((found[1].canonical.as_str(), found[1].certain), ("Ключевской Р.М.", true));
        assert_eq!(found[1].variants, ["Ключевской Р.М"]);
    }

    #[test]
    fn different_people_and_posts_stay_apart() {
        assert_eq!(
            of(&[
                "Соколова Н.В., Соколова О.В.",
                "заместитель директора по ВР, заместитель директора по УВР"
            ]),
            []
        );
        assert_eq!(of(&["Соколова Н.В.", "Н.В. Соколова", "Соколова Наталья Викторовна"]).len(), 1);
    }

    #[test]
    fn schools_in_two_alphabets_are_seen() {
        let found = schools(
            ["в MAOU SSh №158 «Грани»", "в МАОУ СШ № 158", "распоряжение №158", "МАОУ СШ №158"].into_iter(),
        );
        assert_eq!(found, [["MAOU SSh №158", "МАОУ СШ №158"]]);
        assert!(has_latin(&found[0]));
        assert_eq!(mixed("Cоколова и XX век"), [("Cоколова".to_string(), "Соколова".to_string())]);
    }
}
