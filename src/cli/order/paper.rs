//! What stands in an order: the school, the pairs, who signs. Of people only names and duties.

use chrono::{Datelike as _, Locale, NaiveDate};
use vekha_core::ids::PartyId;
use vekha_core::pairs::Pair;
use vekha_core::schedule::PlanYear;
use vekha_core::state::{PartyKind, Programme};
use vekha_core::vault::folded;
use vekha_core::view::{Read, View as _};

use crate::app::orders::Listing;
use crate::cli::{Desk, Failure, Kind, tell};
use crate::export::orders;
use crate::export::template::{Content, List, Values};
use crate::lang::Lang;

const PAIR: [&str; 5] = ["no", "mentor", "mentor_duty", "mentee", "mentee_duty"];
const ENDED: [&str; 6] = ["no", "mentor", "mentor_duty", "mentee", "mentee_duty", "date"];
const CHANGED: [&str; 7] = ["no", "mentee", "mentee_duty", "before", "before_duty", "after", "after_duty"];
const PERSON: [&str; 3] = ["no", "name", "duty"];

/// A line to be filled in by hand.
const BLANK: &str = "__________";

/// The template that the program brings.
///
/// # Errors
/// What the writer of Word documents says.
pub fn shipped(amend: bool) -> Result<Vec<u8>, Failure> {
    let made = if amend { orders::amendment() } else { orders::order() };
    made.map_err(|error| Failure::new(Kind::Failed, error))
}

/// Every placeholder.
pub fn known() -> Vec<String> {
    empty().known()
}

/// Placeholders without values.
fn empty() -> Content {
    let values = [
        "school",
        "programme",
        "year",
        "number",
        "date",
        "count",
        "director",
        "director_duty",
        "curator",
        "curator_duty",
        "base.number",
        "base.date",
        "journal",
    ];
    let list = |fields: &[&'static str]| List { fields: fields.to_vec(), items: Vec::new() };
    Content {
        values: values.into_iter().map(|name| (name, String::new())).collect(),
        lists: [
            ("pair", list(&PAIR)),
            ("added", list(&PAIR)),
            ("ended", list(&ENDED)),
            ("changed", list(&CHANGED)),
            ("person", list(&PERSON)),
        ]
        .into(),
    }
}

/// Who signs an order and who answers for it, where the command line says so.
#[derive(Clone, Copy, Debug, Default)]
pub struct Signers {
    /// The head of the school.
    pub director: Option<PartyId>,
    /// Who answers for it.
    pub curator: Option<PartyId>,
}

/// What is known of the order before it is signed.
#[derive(Clone, Debug, Default)]
pub struct Order {
    /// Its number.
    pub number: Option<String>,
    /// Its date.
    pub date: Option<NaiveDate>,
    /// Who signs.
    pub signers: Signers,
}

/// Everything that the placeholders of an order mean.
///
/// # Errors
/// What the view says.
pub fn content(
    desk: &Desk<'_>,
    programme: &Programme,
    listing: &Listing,
    order: &Order,
    today: NaiveDate,
) -> Result<Content, Failure> {
    let mut content = empty();
    let year =
        desk.reading.plan(programme.plan)?.map_or_else(|| PlanYear::containing(today), |plan| plan.year);
    let form = desk.rules().forms.forms.get(&programme.form).map(|form| form.title.ru.clone());
    let blank_date = || format!("«____» ______________ {} г.", order.date.unwrap_or(today).year());
    let (director, director_duty) = signer(desk, order.signers.director, "директор", "Директор");
    let (curator, curator_duty) =
        signer(desk, order.signers.curator, "куратор", "куратор программы наставничества");
    let base = listing.base.as_ref();
    let number = base.and_then(|base| base.number.clone()).unwrap_or_else(|| BLANK.into());
    let mut put = |name: &'static str, value: String| content.values.insert(name, value);
    put("school", desk.reading.school()?.map(|school| school.name).unwrap_or_default());
    put("programme", form.unwrap_or_else(|| tell::form_title(Lang::Ru, &programme.form)));
    put("year", year.to_string());
    put("number", order.number.clone().unwrap_or_else(|| BLANK.into()));
    put("date", order.date.map_or_else(blank_date, words));
    put("count", listing.entering().count().to_string());
    put("director", director);
    put("director_duty", director_duty);
    put("curator", curator);
    put("curator_duty", curator_duty);
    put("base.number", number);
    put("base.date", base.map_or_else(|| BLANK.into(), |base| words(base.date)));
    let head = desk.reading.head();
    put("journal", format!("{}:{}:{}", desk.reading.school, head.seq, head.hash));
    lists(desk, listing, &mut content);
    Ok(content)
}

/// The pairs and the people in them.
fn lists(desk: &Desk<'_>, listing: &Listing, content: &mut Content) {
    let mut fill = |name: &str, items: Vec<Values>| {
        if let Some(list) = content.lists.get_mut(name) {
            list.items = numbered(items);
        }
    };
    let pairs = |pairs: &mut dyn Iterator<Item = &Pair>| pairs.map(|pair| of_pair(desk, pair)).collect();
    fill("pair", pairs(&mut listing.entering()));
    fill("added", pairs(&mut listing.added.iter()));
    let ended = listing.ended.iter().map(|pair| {
        let mut values = of_pair(desk, pair);
        values.insert("date", words(pair.instance.since));
        values
    });
    fill("ended", ended.collect());
    let changed = listing.changed.iter().map(|(before, after)| {
        Values::from([
            ("mentee", name(desk, after.mentee)),
            ("mentee_duty", duty(desk, after.mentee)),
            ("before", name(desk, before.mentor)),
            ("before_duty", duty(desk, before.mentor)),
            ("after", name(desk, after.mentor)),
            ("after_duty", duty(desk, after.mentor)),
        ])
    });
    fill("changed", changed.collect());
    let everybody = listing.entering().chain(listing.leaving());
    let mut people: Vec<PartyId> = everybody.flat_map(|pair| [pair.mentor, pair.mentee]).collect();
    people.sort();
    people.dedup();
    let mut people: Vec<(String, PartyId)> =
        people.into_iter().map(|party| (name(desk, party), party)).collect();
    crate::cli::sorting::by_name(&mut people, |(name, _)| name);
    let person =
        |(name, party): (String, PartyId)| Values::from([("name", name), ("duty", duty(desk, party))]);
    fill("person", people.into_iter().map(person).collect());
}

fn numbered(items: Vec<Values>) -> Vec<Values> {
    let number = |(at, mut item): (usize, Values)| {
        item.insert("no", (at + 1).to_string());
        item
    };
    items.into_iter().enumerate().map(number).collect()
}

fn of_pair(desk: &Desk<'_>, pair: &Pair) -> Values {
    Values::from([
        ("mentor", name(desk, pair.mentor)),
        ("mentor_duty", duty(desk, pair.mentor)),
        ("mentee", name(desk, pair.mentee)),
        ("mentee_duty", duty(desk, pair.mentee)),
    ])
}

fn name(desk: &Desk<'_>, party: PartyId) -> String {
    desk.directory.name(party)
}

/// The duty at work, or the class of a pupil.
fn duty(desk: &Desk<'_>, party: PartyId) -> String {
    let Some(profile) = desk.directory.get(party).and_then(|known| known.profile.as_ref()) else {
        return String::new();
    };
    let field = |name: &str| profile.fields.get(name).map(|text| text.trim()).filter(|text| !text.is_empty());
    match (field("position"), field("grade")) {
        (Some(position), _) => position.to_owned(),
        // «8А» is a class; «группа 12» says itself what it is.
        (None, Some(grade)) if grade.chars().count() <= 4 => format!("{grade} класс"),
        (None, Some(grade)) => grade.to_owned(),
        (None, None) => String::new(),
    }
}

/// The name as it is signed and the duty: of the person named, of who holds the role, of who has that duty.
fn signer(desk: &Desk<'_>, named: Option<PartyId>, stem: &str, title: &str) -> (String, String) {
    let holds = |party: &crate::app::Known| {
        let profile = party.profile.as_ref()?;
        (party.party.kind == PartyKind::Role && folded(&profile.name).starts_with(stem))
            .then_some((party.party.held_by?, profile.name.clone()))
    };
    let has_duty = |party: &crate::app::Known| {
        let position = party.profile.as_ref()?.fields.get("position")?;
        folded(position).starts_with(stem).then(|| (party.party.id, position.clone()))
    };
    let found = match named {
        Some(party) => Some((party, Some(duty(desk, party)).filter(|duty| !duty.is_empty()))),
        None => desk
            .directory
            .standing()
            .find_map(holds)
            .or_else(|| desk.directory.standing().find_map(has_duty))
            .map(|(party, duty)| (party, Some(duty))),
    };
    match found {
        Some((party, duty)) => (signed(&name(desk, party)), duty.unwrap_or_else(|| title.to_owned())),
        None => (BLANK.repeat(2), title.to_owned()),
    }
}

/// «Соколова Нина Викторовна», «Соколова Н.В.» → «Н.В. Соколова».
fn signed(name: &str) -> String {
    let words: Vec<&str> = name.split([' ', '.']).filter(|word| !word.is_empty()).collect();
    let [surname, given @ ..] = words.as_slice() else { return name.to_owned() };
    if given.is_empty() || given.len() > 2 {
        return name.to_owned();
    }
    let initials: String =
        given.iter().filter_map(|word| word.chars().next()).map(|c| format!("{c}.")).collect();
    format!("{initials} {surname}")
}

/// «1 ноября 2023 г.»
pub fn words(day: NaiveDate) -> String {
    day.format_localized("%-d %B %Y г.", Locale::ru_RU).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_begins_with_initials() {
        for (name, expected) in [
            ("Соколова Нина Викторовна", "Н.В. Соколова"),
            ("Соколова Н.В.", "Н.В. Соколова"),
            ("Соколова Нина", "Н. Соколова"),
            ("Соколова", "Соколова"),
        ] {
            assert_eq!(signed(name), expected);
        }
    }

    #[test]
    fn days_read_as_a_russian_writes_them() {
        assert_eq!(words(NaiveDate::from_ymd_opt(2023, 11, 1).unwrap()), "1 ноября 2023 г.");
    }

    #[test]
    fn the_shipped_templates_know_their_placeholders() {
        let mut content = empty();
        for list in content.lists.values_mut() {
            list.items.push(Values::new());
        }
        for amend in [false, true] {
            let bytes = shipped(amend).unwrap();
            crate::export::template::fill(&bytes, &content).unwrap();
            crate::export::template::fill(&bytes, &empty()).unwrap();
        }
    }
}
