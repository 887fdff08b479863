//! The cell of the responsible, parted into people, roles and units.
//!
//! | Cell | Parties |
//! |---|---|
//! | `Зимина О.П., Н.В. Лаптева Рощин К.К.` | three people |
//! | `Зимина О.П. социально-психологическая служба` | a person, a unit |
//! | `Зам по УВР, руководители МО/ШМО` | two roles |
//! | `Заместитель директора по УВР Зимина О.П. (по согласованию)` | a role, a person; a remark |

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::draft::{PartyDraft, PartyKind};
use super::text::{Vocabulary, folded, look_alike};

/// Words that a role begins with or is, in the nominative.
const ROLES: [&str; 46] = [
    "директор",
    "директора",
    "заместитель",
    "заместители",
    "зам",
    "замы",
    "замдиректора",
    "завуч",
    "завучи",
    "руководитель",
    "руководители",
    "куратор",
    "кураторы",
    "наставник",
    "наставники",
    "наставляемый",
    "наставляемые",
    "психолог",
    "психологи",
    "педагог",
    "педагоги",
    "учитель",
    "учителя",
    "методист",
    "методисты",
    "секретарь",
    "специалист",
    "специалисты",
    "председатель",
    "председатели",
    "координатор",
    "координаторы",
    "ответственный",
    "ответственные",
    "бухгалтер",
    "библиотекарь",
    "воспитатель",
    "воспитатели",
    "вожатый",
    "советник",
    "советники",
    "тьютор",
    "тьюторы",
    "члены",
    "участники",
    "представители",
];

/// Words of a unit: several people or an organisation.
const UNITS: [&str; 42] = [
    "администрация",
    "служба",
    "группа",
    "группы",
    "совет",
    "комиссия",
    "объединение",
    "объединения",
    "кафедра",
    "кафедры",
    "команда",
    "центр",
    "штаб",
    "коллектив",
    "организация",
    "организации",
    "школа",
    "университет",
    "колледж",
    "институт",
    "управление",
    "отдел",
    "департамент",
    "министерство",
    "библиотека",
    "педсовет",
    "методсовет",
    "профком",
    "комитет",
    "бюро",
    "партнеры",
    "предприятия",
    "предприятие",
    "ассоциация",
    "актив",
    "сообщество",
    "родители",
    "мо",
    "шмо",
    "рмо",
    "умс",
    "ппк",
];

const PATRONYMICS: [&str; 8] = ["вич", "вна", "ична", "инична", "ьич", "мич", "кызы", "оглы"];

/// The letters that posts are shortened to: «заместители по УВР, НМР» is one role.
const AREAS: [&str; 12] = ["увр", "вр", "нмр", "мр", "ур", "нр", "ахч", "ахр", "икт", "ир", "бж", "пр"];

/// Parts a cell; the second list is what is no party: parentheses, «и др.».
pub fn split(cell: &str) -> (Vec<PartyDraft>, Vec<String>) {
    let mut remarks = Vec::new();
    let mut parties = Vec::new();
    let text = without_parentheses(cell, &mut remarks);
    let mut named = Vec::new();
    for remark in &remarks {
        let (people, rest) = people_of(&tokens(remark));
        if !people.is_empty() && rest.iter().all(|chunk| chunk.is_empty()) {
            named.extend(people);
        }
    }
    for part in text.split([',', ';', '\n', '•']) {
        part_of(part, &mut parties, &mut remarks);
    }
    parties.extend(named);
    let mut seen: Vec<PartyDraft> = Vec::new();
    for party in parties {
        if !seen.contains(&party) {
            seen.push(party);
        }
    }
    (seen, remarks)
}

/// The lines of a cell in one: a comma where the next line names another party, the broken words of `vocabulary` joined.
pub fn one_line(cell: &str, vocabulary: &Vocabulary) -> String {
    let mut out = String::new();
    let mut party = String::new();
    for line in cell.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if begins_another(&party, line) {
            out.push_str(&party);
            out.push_str(", ");
            party = line.to_string();
        } else {
            party = vocabulary.join(&party, line);
        }
    }
    out + &party
}

/// Whether a line below `above` names another party rather than going on with it.
fn begins_another(above: &str, line: &str) -> bool {
    // Forms that may as well be a genitive: «члены рабочей / группы», «заместитель / директора».
    const UNSURE: [&str; 8] =
        ["директора", "учителя", "группы", "объединения", "организации", "кафедры", "предприятия", "школа"];
    // Whose heads are named before them: «руководители / МО».
    const UNITS_OF_HEADS: [&str; 5] = ["мо", "шмо", "рмо", "умс", "ппк"];
    const OPEN: [&str; 9] = ["и", "по", "с", "за", "зам", "заместитель", "заместители", "замы", "отв"];
    let last_party = above.rsplit([',', ';']).next().unwrap_or_default();
    let before = tokens(last_party);
    // «сентябрь 2023» above «Психолог Жукова А.С.» is a term that slipped into the cell.
    let month = |word: &String| crate::schedule::month_of(&folded(word)).is_some();
    let complete = before.iter().any(|word| kind_of_word(word).is_some() || month(word))
        || (0..before.len()).any(|at| person_at(&before, at).is_some());
    let last = folded(before.last().map_or("", String::as_str));
    let inside = above.matches('(').count() > above.matches(')').count();
    // «Берёзкина / О.П.», «социально-психологическая / служба».
    let goes_on =
        line.split_whitespace().next().is_some_and(|word| initials(word.trim_end_matches([',', ';'])) > 0)
            || is_adjective(&last) && line.starts_with(char::is_lowercase);
    if !complete
        || goes_on
        || inside
        || above.ends_with(['-', '/'])
        || OPEN.contains(&last.trim_end_matches('.'))
    {
        return false;
    }
    let capital = line.starts_with(char::is_uppercase);
    let sure = |word: &&str| {
        let plain = folded(word);
        let plain = plain.trim_matches(|c: char| !c.is_alphanumeric());
        kind_of_word(word).is_some()
            && !UNITS_OF_HEADS.contains(&plain)
            && (capital || !UNSURE.contains(&plain))
    };
    line.split_whitespace().take(2 + usize::from(capital)).any(|word| sure(&word))
}

/// Whether a folded word has the ending of an adjective, which waits for its noun.
fn is_adjective(word: &str) -> bool {
    ["ый", "ий", "ой", "ая", "яя", "ое", "ые"].iter().any(|ending| word.ends_with(ending))
}

/// Takes out what stands in parentheses; one that is never closed stays.
fn without_parentheses(text: &str, remarks: &mut Vec<String>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(open) = rest.find('(') {
        let Some(length) = rest[open..].find(')') else { break };
        out.push_str(&rest[..open]);
        out.push(' ');
        remarks.push(rest[open + 1..open + length].trim().to_string());
        rest = &rest[open + length + 1..];
    }
    out.push_str(rest);
    out
}

/// Words of a text; initials that stand apart belong together: `Н. В.` is `Н.В.`.
fn tokens(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        for piece in after_initials(word) {
            match out.last_mut() {
                Some(last) if initials(last) == 1 && last.ends_with('.') && initials(&piece) == 1 => {
                    last.push_str(&piece)
                }
                _ => out.push(piece),
            }
        }
    }
    out
}

/// `Н.В.Соколова` and `Соколова Н.В.Берёзкина` lack blanks that a person would see.
fn after_initials(word: &str) -> Vec<String> {
    let name = word.rfind('.').map_or(word.len(), |at| at + 1);
    let (head, tail) = word.split_at(name);
    if initials(head) > 0 && head.ends_with('.') && is_name(tail) {
        return [head.to_string(), tail.to_string()].into();
    }
    [word.to_string()].into()
}

/// How many initials a word is; 0 where it is none. The last may lack its dot where there are two.
fn initials(word: &str) -> usize {
    let letters: Vec<char> = word.chars().filter(|c| *c != '.').collect();
    let dots = word.chars().filter(|c| *c == '.').count();
    let capitals = letters
        .iter()
        .all(|c| c.is_uppercase() && (look_alike(*c).is_some() || super::text::is_cyrillic(*c)));
    let alternate = word.split('.').all(|part| part.chars().count() <= 1);
    if capitals && alternate && (1..=2).contains(&letters.len()) && dots >= 1 && !word.starts_with('.') {
        letters.len()
    } else {
        0
    }
}

/// A capital followed by small letters, possibly double with a hyphen.
fn is_name(word: &str) -> bool {
    let parts = word.split('-');
    word.chars().count() >= 2
        && parts.into_iter().all(|part| {
            let mut chars = part.chars();
            chars.next().is_some_and(char::is_uppercase)
                && chars.clone().next().is_some()
                && chars.all(|c| c.is_lowercase())
        })
}

fn is_surname(word: &str) -> bool {
    let plain = folded(word);
    is_name(word) && !ROLES.contains(&plain.as_str()) && !UNITS.contains(&plain.as_str())
}

fn is_patronymic(word: &str) -> bool {
    let plain = folded(word.trim_end_matches('.'));
    PATRONYMICS.iter().any(|end| plain.ends_with(end))
        && (is_name(word.trim_end_matches('.')) || ["кызы", "оглы"].contains(&plain.as_str()))
}

/// How many words at `at` name a person.
fn person_at(words: &[String], at: usize) -> Option<usize> {
    let word = |offset: usize| words.get(at + offset).map(String::as_str).unwrap_or_default();
    let clean = |offset: usize| word(offset).trim_end_matches(['.', ':']);
    if is_surname(word(0)) && initials(word(1)) > 0 {
        return Some(2);
    }
    if initials(word(0)) > 0 && is_surname(clean(1)) {
        return Some(2);
    }
    let three = is_surname(word(0)) && is_name(clean(1)) && is_name(clean(2));
    if three && (is_patronymic(word(2)) || is_patronymic(word(1))) {
        return Some(3);
    }
    (is_surname(word(0)) && is_patronymic(word(1))).then_some(2)
}

/// The people of a run of words, and the words between them.
fn people_of(words: &[String]) -> (Vec<PartyDraft>, Vec<Vec<String>>) {
    let (mut people, mut between) = (Vec::new(), Vec::from([Vec::new()]));
    let mut at = 0;
    while at < words.len() {
        match person_at(words, at) {
            Some(length) => {
                people.push(person(&words[at..at + length]));
                between.push(Vec::new());
                at += length;
            }
            None => {
                if let Some(last) = between.last_mut() {
                    last.push(words[at].clone());
                }
                at += 1;
            }
        }
    }
    (people, between)
}

fn person(words: &[String]) -> PartyDraft {
    let name = words.join(" ");
    let name = if words.iter().any(|word| initials(word) > 0) && initials(&words[words.len() - 1]) > 0 {
        name
    } else {
        name.trim_end_matches(['.', ':']).to_string()
    };
    PartyDraft { name, kind: PartyKind::Person }
}

/// Parts what stands between two commas.
fn part_of(text: &str, parties: &mut Vec<PartyDraft>, remarks: &mut Vec<String>) {
    let words = tokens(text);
    let (people, between) = people_of(&words);
    let mut people = people.into_iter();
    for (at, chunk) in between.iter().enumerate() {
        if at > 0 {
            parties.extend(people.next());
        }
        chunk_of(chunk, parties, remarks);
    }
}

/// Words between people: one role or unit, or several where nothing parts them.
fn chunk_of(words: &[String], parties: &mut Vec<PartyDraft>, remarks: &mut Vec<String>) {
    let mut current: Vec<&str> = Vec::new();
    for word in words {
        let head = kind_of_word(word);
        let complete = current.iter().any(|word| kind_of_word(word).is_some());
        let capital =
            word.starts_with(char::is_uppercase) && word.chars().nth(1).is_some_and(char::is_lowercase);
        let deputy = folded(word).starts_with("зам");
        let joins = folded(word) == "и" || folded(word) == "/";
        let next_begins =
            head.is_some() && (capital || deputy || current.last().is_some_and(|w| folded(w) == "и"));
        if complete && next_begins && !current.is_empty() {
            if current.last().is_some_and(|word| folded(word) == "и") {
                current.pop();
            }
            finish(&current, parties, remarks);
            current.clear();
        }
        if !(current.is_empty() && joins) {
            current.push(word);
        }
    }
    finish(&current, parties, remarks);
}

fn kind_of_word(word: &str) -> Option<PartyKind> {
    let plain = folded(word);
    let plain = plain.trim_matches(|c: char| !c.is_alphanumeric());
    let first = plain.split(['-', '/']).next().unwrap_or_default();
    if ROLES.contains(&plain) || ROLES.contains(&first) {
        return Some(PartyKind::Role);
    }
    if UNITS.contains(&plain) {
        return Some(PartyKind::Unit);
    }
    None
}

fn finish(words: &[&str], parties: &mut Vec<PartyDraft>, remarks: &mut Vec<String>) {
    let text = words.join(" ");
    let name = text.trim_matches(|c: char| c.is_whitespace() || "-–—.:;/•".contains(c)).to_string();
    if name.is_empty() {
        return;
    }
    let plain = folded(&name);
    if ["и др", "др", "и", "и т.д", "все", "и другие", "и пр"].contains(&plain.as_str())
    {
        remarks.push(name);
        return;
    }
    let area = AREAS.contains(&plain.as_str()) || plain.starts_with("по ");
    if let Some(above) = parties
        .last_mut()
        .filter(|above| area && above.kind == PartyKind::Role && above.name.contains(" по "))
    {
        above.name.push_str(", ");
        above.name.push_str(&name);
        return;
    }
    let kind = words.iter().find_map(|word| kind_of_word(word)).unwrap_or_else(|| guess(&name));
    parties.push(PartyDraft { name, kind });
}

/// What a name without a known word is: letters alone or a quoted name are an organisation, a lone surname a person.
fn guess(name: &str) -> PartyKind {
    let mut words = name.split_whitespace();
    let first = words.next().unwrap_or_default();
    let capitals = first.chars().filter(|c| c.is_uppercase()).count();
    if capitals >= 2 || name.contains('«') || name.contains('"') {
        return PartyKind::Unit;
    }
    const SURNAMES: [&str; 12] =
        ["ова", "ева", "ина", "ов", "ев", "ин", "ский", "ская", "цкий", "цкая", "енко", "ых"];
    let plain = folded(first);
    let surname = is_name(first) && words.next().is_none() && SURNAMES.iter().any(|end| plain.ends_with(end));
    if surname { PartyKind::Person } else { PartyKind::Role }
}

/// Whether a text is a role or names a person, rather than a remark on what is done.
pub fn is_party(text: &str) -> bool {
    let words = tokens(text);
    words.iter().any(|word| kind_of_word(word).is_some())
        || (0..words.len()).any(|at| person_at(&words, at).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(cell: &str) -> String {
        let (parties, remarks) = split(cell);
        let parties: Vec<String> = parties
            .iter()
            .map(|party| {
                let kind = match party.kind {
                    PartyKind::Person => "P",
                    PartyKind::Role => "R",
                    PartyKind::Unit => "U",
                };
                [kind, ":", &party.name].concat()
            })
            .collect();
        let remarks: Vec<String> = remarks.iter().map(|remark| [" (", remark, ")"].concat()).collect();
        [parties.join(" | "), remarks.concat()].concat()
    }

    #[test]
    fn lines_of_a_cell_are_parties_or_broken_ones() {
        let vocabulary = Vocabulary::default();
        for (cell, expected) in [
            ("Куратор\nнаставники", "Куратор, наставники"),
            (
                "Зам. директора по УВР\nклассные руководители\nпедагог-психолог",
                "Зам. директора по УВР, классные руководители, педагог-психолог",
            ),
            ("Заместитель\nдиректора по\nУВР", "Заместитель директора по УВР"),
            ("Члены рабочей\nгруппы", "Члены рабочей группы"),
            ("классный\nруководитель", "классный руководитель"),
            ("Куратор Зимина О.П.\nДиректор", "Куратор Зимина О.П., Директор"),
            ("Зимина О.П.,\nдиректор", "Зимина О.П., директор"),
            ("сентябрь 2023\nПсихолог Жукова А.С.", "сентябрь 2023, Психолог Жукова А.С."),
            ("Руководители\nшкольных МО", "Руководители школьных МО"),
            ("Руководители\nМО", "Руководители МО"),
            ("Учителя, классные\nруководители", "Учителя, классные руководители"),
            ("родители (законные\nпредставители)", "родители (законные представители)"),
            ("Социальный педагог\nпедагог-психолог", "Социальный педагог, педагог-психолог"),
            ("Зимина О.П. Жукова\nА.С., куратор", "Зимина О.П. Жукова А.С., куратор"),
            ("Зимина О.П. социально-психологическая\nслужба", "Зимина О.П. социально-психологическая служба"),
        ] {
            assert_eq!(one_line(cell, &vocabulary), expected, "{cell}");
        }
    }

    #[test]
    fn cells_are_parted_whatever_stands_between() {
        for (cell, expected) in [
            (
                "Гранин П.О., Соколова Н.В. Берёзкина О.П.",
                "P:Гранин П.О. | P:Соколова Н.В. | P:Берёзкина О.П.",
            ),
            (
                "Соколова Н.В.; Ключевской Р.М. социально-психологическая служба",
                "P:Соколова Н.В. | P:Ключевской Р.М. | U:социально-психологическая служба",
            ),
            (
                "Соколова Н.В., Ключевской Р.М (выставление документов на сайте), социально-психологическая служба",
                "P:Соколова Н.В. | P:Ключевской Р.М | U:социально-психологическая служба (выставление документов на сайте)",
            ),
            (
                "Соколова Н.В. Берёзкина О.П., заместитель директора по УВР, руководители МО",
                "P:Соколова Н.В. | P:Берёзкина О.П. | R:заместитель директора по УВР | R:руководители МО",
            ),
            ("Зам по УВР, руководители ШМО", "R:Зам по УВР | R:руководители ШМО"),
            (
                "Соколова Н.В. социально-психологическая служба.",
                "P:Соколова Н.В. | U:социально-психологическая служба",
            ),
            ("Н.В. Соколова, О. П. Берёзкина", "P:Н.В. Соколова | P:О.П. Берёзкина"),
            ("Соколова Наталья Викторовна", "P:Соколова Наталья Викторовна"),
            ("Директор Заместитель директора по УВР", "R:Директор | R:Заместитель директора по УВР"),
            ("Заместитель директора по УВР Зимина О.П.", "R:Заместитель директора по УВР | P:Зимина О.П."),
            ("директор, заместители директора по УВР, ВР", "R:директор | R:заместители директора по УВР, ВР"),
            ("Директор и куратор программы", "R:Директор | R:куратор программы"),
            (
                "Администрация, МО учителей, рабочая группа, педагог-психолог",
                "U:Администрация | U:МО учителей | U:рабочая группа | R:педагог-психолог",
            ),
            ("Классные руководители", "R:Классные руководители"),
            ("Куратор (Зимина О.П.)", "R:Куратор | P:Зимина О.П. (Зимина О.П.)"),
            ("МКУ КИМЦ", "U:МКУ КИМЦ"),
            ("Руководители МО/ШМО", "R:Руководители МО/ШМО"),
            ("Н.В.Соколова", "P:Н.В. Соколова"),
            ("Петрова-Лугова А. Б.", "P:Петрова-Лугова А.Б."),
            ("", ""),
        ] {
            assert_eq!(shown(cell), expected, "{cell}");
        }
    }
}
