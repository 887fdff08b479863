//! The people of a school as importers, papers and scripts need them.

use vekha_core::people::difference::KnownPerson;
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
