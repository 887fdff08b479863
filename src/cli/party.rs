//! People, roles and units on a command line.

use clap::ValueEnum;
use vekha_core::command::Holder;
use vekha_core::ids::PartyId;
use vekha_core::people::{Side, names};
use vekha_core::state::PartyKind;
use vekha_core::vault::Profile;

use super::{Desk, Failure, Kind, Message};

/// What a party is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum KindArg {
    /// A person.
    Person,
    /// A role.
    Role,
    /// A unit.
    Unit,
}

impl From<KindArg> for PartyKind {
    fn from(kind: KindArg) -> Self {
        match kind {
            KindArg::Person => Self::Person,
            KindArg::Role => Self::Role,
            KindArg::Unit => Self::Unit,
        }
    }
}

/// A base on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SideArg {
    /// Those who help.
    #[value(alias = "mentor")]
    Mentors,
    /// Those who are helped.
    #[value(alias = "mentee")]
    Mentees,
}

impl From<SideArg> for Side {
    fn from(side: SideArg) -> Self {
        match side {
            SideArg::Mentors => Self::Mentor,
            SideArg::Mentees => Self::Mentee,
        }
    }
}

/// What a name seems to be: «Соколова Н.В.» and «Соколова Нина Викторовна» are people, all else a role.
pub fn guess(name: &str) -> PartyKind {
    let words: Vec<&str> = name.split([' ', '.', '-']).filter(|word| !word.is_empty()).collect();
    let named = |word: &&str| {
        let mut chars = word.chars();
        chars.next().is_some_and(char::is_uppercase) && chars.all(char::is_lowercase)
    };
    if (2..=4).contains(&words.len()) && words.iter().all(named) {
        PartyKind::Person
    } else {
        PartyKind::Role
    }
}

/// The party of a name: known in any spelling, or new; what it is, where the name alone has to say it, is guessed.
pub fn holder(desk: &Desk<'_>, name: &str, kind: Option<KindArg>) -> Holder {
    match desk.directory.find(None, name) {
        Some(known) => Holder::Known(known.party.id),
        None => desk.directory.holder(kind.map_or_else(|| guess(name), PartyKind::from), name),
    }
}

/// The section of a numbered task: the first part of its number, nothing where it has one part.
pub fn section_of(number: &str) -> String {
    number.split_once('.').map(|(section, _)| section.to_owned()).unwrap_or_default()
}

/// The party that a word names: its number, or its name in any known spelling.
///
/// # Errors
/// [`Kind::BadInput`] with the nearest names.
pub fn find(desk: &Desk<'_>, word: &str) -> Result<PartyId, Failure> {
    if let Some(known) = word.parse().ok().and_then(|id| desk.directory.get(PartyId(id))) {
        return Ok(known.party.id);
    }
    if let Some(known) = desk.directory.find(None, word) {
        return Ok(known.party.id);
    }
    if let Some(known) = by_initials(desk, word) {
        return Ok(known);
    }
    let near = near(desk, word);
    // One whose name begins so is meant, however many are spelled alike.
    let mut begin = near.iter().take_while(|(score, ..)| *score >= 1.0);
    if let (Some((_, id, _)), None) = (begin.next(), begin.next()) {
        return Ok(*id);
    }
    let args = vec![("name", word.to_owned().into()), ("near", i64::from(!near.is_empty()).into())];
    let failure = Failure::new(Kind::BadInput, Message::Id("no-such-person", args));
    Err(near
        .into_iter()
        .take(6)
        .fold(failure, |failure, (_, id, name)| failure.cause(format!("{id} {name}"))))
}

/// Whose names are like a word: how like, nearest first.
pub fn near(desk: &Desk<'_>, word: &str) -> Vec<(f64, PartyId, String)> {
    let fold = |text: &str| text.to_lowercase().replace('ё', "е");
    let mut near: Vec<(f64, PartyId, String)> = Vec::new();
    for known in desk.directory.standing() {
        let Some(profile) = &known.profile else { continue };
        let score = if begins(&fold(&profile.name), fold(word).trim()) {
            1.0
        } else {
            strsim::jaro_winkler(&fold(&profile.name), &fold(word))
        };
        near.push((score, known.party.id, profile.name.clone()));
    }
    near.retain(|(score, ..)| *score > 0.75);
    near.sort_by(|a, b| b.0.total_cmp(&a.0));
    near
}

/// Whether a name begins with whole words: «Ёлкин» is not «Ёлкина Софья». Behind a surname a name may break off: «Ёлкина Соф».
fn begins(name: &str, words: &str) -> bool {
    name.strip_prefix(words).is_some_and(|rest| {
        !words.is_empty()
            && (words.contains(' ') || rest.chars().next().is_none_or(|c| !c.is_alphabetic() && c != '-'))
    })
}

/// The only party whose name is written with initials: «Новиков И.П.».
fn by_initials(desk: &Desk<'_>, word: &str) -> Option<PartyId> {
    let fits = |profile: &Profile| {
        let mut names = std::iter::once(&profile.name).chain(&profile.spellings);
        names.any(|name| names::is_short_for(word, name))
    };
    let mut found = desk.directory.standing().filter(|known| known.profile.as_ref().is_some_and(fits));
    let first = found.next()?.party.id;
    found.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_surname_is_no_part_of_another() {
        for (words, expected) in [
            ("ёлкина", true),
            ("ёлкина соф", true),
            ("ёлкин", false),
            ("ёлкина софья игоревна", true),
            ("", false),
        ] {
            assert_eq!(begins("ёлкина софья игоревна", words), expected, "{words}");
        }
        assert!(!begins("сосна-ёлкина анна", "сосна"));
    }

    #[test]
    fn people_are_told_from_roles_by_their_names() {
        for name in ["Соколова Н.В.", "Соколова Нина Викторовна", "Иванов Иван", "Салтыкова-Щедрина А. Б."]
        {
            assert_eq!(guess(name), PartyKind::Person, "{name}");
        }
        for name in ["Куратор", "Заместитель директора по УВР", "директор школы", "Педагог-психолог", "ВТГ"]
        {
            assert_eq!(guess(name), PartyKind::Role, "{name}");
        }
    }
}
