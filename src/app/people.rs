//! The people of a school as importers, papers and scripts need them.

use vekha_core::ids::PartyId;
use vekha_core::people::difference::KnownPerson;
use vekha_core::people::names;
use vekha_core::state::PartyKind;
use vekha_core::view::Read;

use super::{AppError, Directory, Reading};

/// Every standing person whose data were not erased, with the lines in the bases.
///
/// # Errors
/// What the store says.
pub fn known(reading: &Reading<'_>, directory: &Directory) -> Result<Vec<KnownPerson>, AppError> {
    let mut people = Vec::new();
    for known in directory.standing().filter(|known| known.party.kind == PartyKind::Person) {
        if let Some(profile) = known.profile.clone() {
            let id = known.party.id;
            people.push(KnownPerson { id, profile, parts: reading.participants(Some(id))? });
        }
    }
    Ok(people)
}

/// The form that is meant where none is named: of the only open programme, else the only one there is.
///
/// # Errors
/// What the store says.
pub fn usual_form(reading: &Reading<'_>) -> Result<Option<String>, AppError> {
    let mut open: Vec<String> = reading
        .programmes()?
        .into_iter()
        .filter(|programme| programme.instance.outcome.is_none())
        .map(|programme| programme.form)
        .collect();
    open.dedup();
    if let [only] = &open[..] {
        return Ok(Some(only.clone()));
    }
    let rules = reading.rules()?;
    let mut all = rules.forms.forms.keys();
    Ok(all.next().filter(|_| all.next().is_none()).cloned())
}

/// The person that a text names: `№7`, or a name that fits one person alone.
pub fn who(people: &[KnownPerson], name: &str) -> Option<PartyId> {
    if let Some(number) = name.trim().strip_prefix('№') {
        return number.trim().parse().ok().map(PartyId);
    }
    let like = |person: &&KnownPerson, wanted| {
        let spellings = std::iter::once(&person.profile.name).chain(&person.profile.spellings);
        spellings.map(|spelling| names::alike(spelling, name)).max() == Some(wanted)
    };
    [names::Likeness::Same, names::Likeness::Perhaps].into_iter().find_map(|wanted| {
        let mut fitting = people.iter().filter(|person| like(person, wanted));
        fitting.next().filter(|_| fitting.next().is_none()).map(|person| person.id)
    })
}
