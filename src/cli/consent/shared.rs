//! What the commands about papers share.

use chrono::{Datelike as _, NaiveDate};
use vekha_core::command::ConsentDraft;
use vekha_core::ids::PartyId;
use vekha_core::people::columns::folded;
use vekha_core::people::{Papers, Participant, Signer, values};
use vekha_core::view::Read;

use super::super::{Desk, Failure, Kind};
use crate::lang::Lang;

/// The age of a person by the year of birth, else the age written down, else by the class; unknown where nobody said any
/// of them.
pub fn age(desk: &Desk<'_>, party: PartyId, on: NaiveDate) -> Option<u8> {
    let profile = desk.directory.get(party)?.profile.as_ref()?;
    let number = |field: &str| profile.fields.get(field).and_then(|text| values::number(text));
    if let Some(born) = number("birth_year").and_then(|year| i32::try_from(year).ok()) {
        // The day of birth is not kept: until the year is over, the younger age is the careful one.
        return u8::try_from(on.year() - born - 1).ok();
    }
    let written = number("age").and_then(|age| u8::try_from(age).ok());
    // Whoever is in the first class is six at least.
    let class = || number("grade").filter(|class| (1..=11).contains(class));
    written.or_else(|| class().and_then(|class| u8::try_from(class + 5).ok()))
}

/// Who has to sign for somebody, by the strictest of the forms the person takes part in.
pub fn needed(desk: &Desk<'_>, party: PartyId, on: NaiveDate) -> Result<Signer, Failure> {
    let age = age(desk, party, on);
    let forms = &desk.rules().forms.forms;
    let parts = desk.reading.participants(Some(party))?;
    let signers = parts.iter().filter_map(|part| Some(forms.get(&part.form)?.signer(part.side, age)));
    Ok(signers.max().unwrap_or(Signer::Own))
}

/// A draft of a paper of somebody; who has to sign does so where nothing else is said.
pub fn draft(
    desk: &Desk<'_>,
    party: PartyId,
    kind: &str,
    date: NaiveDate,
    signer: Option<Signer>,
) -> Result<ConsentDraft, Failure> {
    let needed = needed(desk, party, date)?;
    Ok(ConsentDraft {
        party,
        kind: kind.to_owned(),
        version: None,
        date,
        signer: signer.unwrap_or(Signer::Own),
        needed,
        text: None,
    })
}

/// A standing line of a base with its papers.
pub struct Standing {
    /// The line.
    pub part: Participant,
    /// Its papers.
    pub papers: Papers,
    /// The name.
    pub name: String,
}

/// Everybody who takes part on a day, by name.
pub fn standing(desk: &Desk<'_>, on: NaiveDate) -> Result<Vec<Standing>, Failure> {
    let forms = &desk.rules().forms;
    let mut found = Vec::new();
    for part in desk.reading.participants(None)?.into_iter().filter(|part| part.stands(on)) {
        let papers = Papers::of(&desk.reading, forms, &part, on)?;
        let name = desk.look().name(part.party);
        found.push(Standing { part, papers, name });
    }
    super::super::sorting::by_name(&mut found, |one| &one.name);
    Ok(found)
}

/// A kind of record by its id or its title.
pub fn kind(desk: &Desk<'_>, text: &str) -> Option<String> {
    let wanted = spelled_out(&folded(text));
    let records = desk.rules().forms.records.values();
    let is = |title: &str| folded(title) == wanted;
    let mut found = records
        .clone()
        .filter(|record| record.id == text.trim() || is(&record.title.ru) || is(&record.title.en));
    if let Some(record) = found.next() {
        return Some(record.id.clone());
    }
    // «Согласие на обработку» is the only paper with these words.
    let within = |title: &str| {
        let title = folded(title);
        wanted.split(' ').all(|word| title.split(' ').any(|whole| is_word(whole, word)))
    };
    let mut like = records.filter(|record| within(&record.title.ru) || within(&record.title.en));
    let only = like.next().filter(|_| !wanted.is_empty())?;
    like.next().is_none().then(|| only.id.clone())
}

/// «ОПД» and «обработка ПДн» in the words of titles.
fn spelled_out(folded: &str) -> String {
    let word = |word: &str| match word {
        "опд" | "опдн" => "обработку персональных данных".to_owned(),
        "пд" | "пдн" | "персданных" => "персональных данных".to_owned(),
        other => other.to_owned(),
    };
    folded.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// Whether a word stands in a title: its beginning, or the same word in another case.
fn is_word(whole: &str, word: &str) -> bool {
    let alike = whole.chars().zip(word.chars()).take_while(|(one, other)| one == other).count();
    whole.starts_with(word) || (alike >= 5 && alike + 2 >= word.chars().count())
}

/// Whether a text is the title of a paper or its beginning: what tells a column of papers from one of posts.
pub fn is_title(desk: &Desk<'_>, text: &str) -> bool {
    let first = folded(text).split(' ').next().unwrap_or_default().to_owned();
    let named = kind(desk, text).and_then(|id| desk.rules().forms.records.get(&id));
    named.is_some_and(|record| {
        record.id == text.trim()
            || [&record.title.ru, &record.title.en].iter().any(|title| folded(title).starts_with(&first))
    })
}

/// A kind of paper that is not there, with those that are.
pub fn no_such_kind(desk: &Desk<'_>, text: &str) -> Failure {
    let russian = desk.look().lang == Lang::Ru;
    let records = desk.rules().forms.records.values();
    let failure = Failure::with(Kind::BadInput, "consent-no-such-kind", [("kind", text.to_owned())]);
    records.fold(failure, |failure, record| {
        failure.cause(format!("{} — {}", record.id, record.title.pick(russian)))
    })
}
