//! Who stands behind a recipient, and at which address.

use std::collections::BTreeMap;

use vekha_core::ids::PartyId;
use vekha_core::message::Recipient;
use vekha_core::state::PartyKind;
use vekha_core::vault::{Profile, folded};
use vekha_core::workflow::vocabulary::{ROLES, meaning};

use crate::app::{Directory, Known};
use crate::lang::Lang;

/// Fields of a profile that may hold an address.
const FIELDS: [&str; 5] = ["email", "mail", "почта", "e-mail", "contacts"];

/// Somebody a letter can be written to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addressee {
    /// The person; none for a role that nobody is known to hold.
    pub party: Option<PartyId>,
    /// How it is written.
    pub name: String,
    /// The address of mail.
    pub address: Option<String>,
}

/// Looks people up.
pub struct Lookup<'a> {
    /// Who is who.
    pub directory: &'a Directory,
    /// `[notify.roles]`.
    pub roles: &'a BTreeMap<String, String>,
    /// The language of letters.
    pub lang: Lang,
}

impl Lookup<'_> {
    /// Who is meant; `None` for a person who was erased.
    pub fn find(&self, to: &Recipient) -> Option<Addressee> {
        match to {
            Recipient::Party(id) => self.party(self.directory.get(*id)?),
            Recipient::Role(role) => Some(self.role(role)),
        }
    }

    /// A person; for a role of the roadmap whoever holds it, or acts as the role that the program knows by its name.
    fn party(&self, known: &Known) -> Option<Addressee> {
        match self.holder(known) {
            Some(holder) => self.written(holder),
            None => match self.role_of(known) {
                Some(role) => Some(self.role(role)),
                None => self.written(known),
            },
        }
    }

    fn holder(&self, known: &Known) -> Option<&Known> {
        known.party.held_by.and_then(|by| self.directory.get(by))
    }

    /// The role that a role of the roadmap is: the one that bears its name, or is found by it.
    fn role_of(&self, known: &Known) -> Option<&'static str> {
        let name = folded(&known.profile.as_ref()?.name);
        let is = |(_, russian, english): &(&'static str, &str, &str)| {
            known.party.kind == PartyKind::Role
                && ([folded(russian), folded(english)].contains(&name)
                    || self.office(russian).is_some_and(|office| office.party.id == known.party.id))
        };
        ROLES.iter().find(|role| is(role)).map(|(id, ..)| *id)
    }

    /// The role of the roadmap that is called like this: one that somebody holds before others.
    fn office(&self, russian: &str) -> Option<&Known> {
        let russian = folded(russian);
        let fits = |known: &&Known| {
            known.party.kind == PartyKind::Role
                && known.profile.as_ref().is_some_and(|profile| folded(&profile.name).starts_with(&russian))
        };
        let offices: Vec<&Known> = self.directory.standing().filter(fits).collect();
        let held = offices.iter().find(|office| self.holder(office).is_some());
        held.or(offices.first()).copied()
    }

    fn written(&self, known: &Known) -> Option<Addressee> {
        let profile = known.profile.as_ref()?;
        Some(Addressee { party: Some(known.party.id), name: profile.name.clone(), address: address(profile) })
    }

    fn role(&self, role: &str) -> Addressee {
        let words = meaning(ROLES, role);
        let name = words.as_ref().map_or(role, |words| words.pick(self.lang == Lang::Ru)).to_owned();
        let nobody = |address: Option<&str>| Addressee {
            party: None,
            name: name.clone(),
            address: address.map(str::to_owned),
        };
        if let Some(named) = self.roles.get(role) {
            if named.contains('@') {
                return nobody(Some(named));
            }
            let by_number = named.parse().ok().and_then(|id| self.directory.get(PartyId(id)));
            let known = by_number.or_else(|| self.directory.find(None, named));
            return self.whoever(known).unwrap_or_else(|| nobody(None));
        }
        let office = words.and_then(|words| self.office(&words.ru));
        self.whoever(office).unwrap_or_else(|| nobody(None))
    }

    /// Whoever holds a role of the roadmap, or the role itself.
    fn whoever(&self, known: Option<&Known>) -> Option<Addressee> {
        let known = known?;
        self.written(self.holder(known).unwrap_or(known))
    }
}

/// The first address of mail among what is known of somebody.
fn address(profile: &Profile) -> Option<String> {
    let texts = FIELDS.iter().filter_map(|field| profile.fields.get(*field));
    let words = texts.flat_map(|text| text.split(|c: char| c.is_whitespace() || ",;()<>".contains(c)));
    let looks = |word: &&str| {
        word.split_once('@').is_some_and(|(who, domain)| !who.is_empty() && domain.contains('.'))
    };
    words.map(|word| word.trim_end_matches('.')).find(looks).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_found_among_contacts() {
        let of = |text: &str| {
            let fields = [("contacts".to_owned(), text.to_owned())].into();
            address(&Profile { fields, ..Profile::default() })
        };
        assert_eq!(of("+7 800 000-00-01, a.b@school.example"), Some("a.b@school.example".into()));
        assert_eq!(of("<a@b.example>; c@d.example"), Some("a@b.example".into()));
        assert_eq!(of("+7 800 000-00-01, @nobody"), None);
    }
}
