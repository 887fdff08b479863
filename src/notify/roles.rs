//! Who is meant by a role: the sides of a pair and those responsible for a task at once, everybody else when the
//! message is delivered.

use vekha_core::ids::{PartyId, Subject};
use vekha_core::message::Recipient;
use vekha_core::people::Side;
use vekha_core::view::{Read, View, ViewError};
use vekha_core::workflow::vocabulary::ROLES;

/// The role that a script or a workflow names: by its id, in Russian or in English.
pub fn role(text: &str) -> Option<&'static str> {
    let text = text.trim().to_lowercase();
    let named = |(id, ru, en): &&(&'static str, &str, &str)| *id == text || *ru == text || *en == text;
    ROLES.iter().find(named).map(|(id, ..)| *id)
}

/// The people that a role means with regard to a subject; the role itself where that is settled on delivery.
///
/// # Errors
/// What the view says.
pub fn recipients(view: &dyn View, role: &str, about: Option<Subject>) -> Result<Vec<Recipient>, ViewError> {
    let parties = match (role, about) {
        ("responsible", Some(Subject::Occurrence(task, _) | Subject::Task(task))) => {
            view.task(task)?.map(|task| task.holders).unwrap_or_default()
        }
        ("mentor" | "mentee", Some(Subject::Pair(pair))) => match view.pair(pair)? {
            Some(pair) if role == "mentor" => vec![pair.mentor],
            Some(pair) => vec![pair.mentee],
            None => Vec::new(),
        },
        ("mentor" | "mentee", Some(Subject::Programme(programme))) => {
            let pairs =
                view.pairs()?.into_iter().filter(|pair| pair.programme == programme && pair.is_open());
            let side = pairs.map(|pair| if role == "mentor" { pair.mentor } else { pair.mentee });
            let mut side: Vec<PartyId> = side.collect();
            if side.is_empty()
                && let Some(programme) = view.programme(programme)?
            {
                side = of_base(view, role, &programme.form)?;
            }
            side
        }
        ("mentor" | "mentee" | "representative" | "responsible", _) => Vec::new(),
        _ => return Ok(vec![Recipient::Role(role.into())]),
    };
    let mut found: Vec<Recipient> = Vec::with_capacity(parties.len());
    for party in parties {
        let recipient = Recipient::Party(view.standing(party)?);
        if !found.contains(&recipient) {
            found.push(recipient);
        }
    }
    // Nobody answers for it: the curator hears of it, so that it is not said to nobody.
    Ok(if found.is_empty() { vec![Recipient::Role("curator".into())] } else { found })
}

/// Everybody who stands in the base of one side.
fn of_base(view: &dyn View, role: &str, form: &str) -> Result<Vec<PartyId>, ViewError> {
    let side = if role == "mentor" { Side::Mentor } else { Side::Mentee };
    let lines = view.participants(None)?.into_iter();
    let standing = lines.filter(|line| line.side == side && line.form == form && line.left.is_none());
    Ok(standing.map(|line| line.party).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_known_by_its_id_and_by_both_its_names() {
        for (text, id) in [
            ("curator", "curator"),
            ("Куратор", "curator"),
            (" head of the school ", "head"),
            ("директор", "head"),
        ] {
            assert_eq!(role(text), Some(id), "{text}");
        }
        assert_eq!(role("кто-то"), None);
    }
}
