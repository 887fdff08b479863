//! What several pairs or tasks lack alike, told once for all of them.

use vekha_core::decide::{Remedy, Unmet};
use vekha_core::ids::Subject;
use vekha_core::pairs::Pair;
use vekha_core::view::{Read, ViewError};

use super::remedy::{Whom, commands};
use super::{condition, hint, responsible};
use crate::cli::failure::{Hint, Message};
use crate::cli::look::Look;
use crate::cli::pair::numbers;

/// The conditions in the order of their first; those that differ in nothing but the pair or the task stand together.
///
/// # Errors
/// What the view says.
pub(super) fn together(look: &Look<'_>, unmet: &[Unmet]) -> Result<Vec<Hint>, ViewError> {
    let mut groups: Vec<(String, Vec<&Unmet>)> = Vec::new();
    for one in unmet {
        let who = in_common(look, one)?;
        let found = groups.iter_mut().find(|(whose, group)| *whose == who && alike(group[0], one));
        match found {
            Some((_, group)) => group.push(one),
            None => groups.push((who, vec![one])),
        }
    }
    groups
        .iter()
        .map(|(who, group)| match group.as_slice() {
            [one] => hint(look, one),
            several => of_several(look, who, several),
        })
        .collect()
}

/// Who is responsible, in words that hold for other pairs too where it is the pair's own two.
fn in_common(look: &Look<'_>, unmet: &Unmet) -> Result<String, ViewError> {
    if let (Some(Subject::Pair(id)), [_, ..]) = (unmet.subject, unmet.responsible.as_slice()) {
        let own = |pair: &Pair| unmet.responsible.iter().all(|who| [pair.mentor, pair.mentee].contains(who));
        if look.view.pair(id)?.as_ref().is_some_and(own) {
            return Ok(look.lang.word("unmet-own-two"));
        }
    }
    responsible(look, unmet)
}

fn of_several(look: &Look<'_>, who: &str, group: &[&Unmet]) -> Result<Hint, ViewError> {
    let subjects: Vec<Subject> = group.iter().filter_map(|one| one.subject).collect();
    let pairs: Vec<_> = subjects
        .iter()
        .filter_map(|subject| if let Subject::Pair(id) = subject { Some(*id) } else { None })
        .collect();
    let (id, listed, all) = if pairs.is_empty() {
        let addresses =
            subjects.iter().map(|subject| look.address(*subject)).collect::<Result<Vec<_>, _>>()?;
        ("title-tasks", addresses.join(", "), addresses.join(","))
    } else {
        ("title-pairs", numbers::write(&pairs, "–", ", "), numbers::argument(&pairs))
    };
    // The first way of each, then the second of each.
    let each =
        group.iter().map(|one| commands(look, &one.remedies, Whom { about: one.subject, all: Some(&all) }));
    let each: Vec<Vec<String>> = each.collect::<Result<_, _>>()?;
    let ways = each.iter().map(Vec::len).max().unwrap_or(0);
    let mut told: Vec<String> = Vec::new();
    for command in (0..ways).flat_map(|way| each.iter().filter_map(move |commands| commands.get(way))) {
        if !told.contains(command) {
            told.push(command.clone());
        }
    }
    let whose = look.lang.say(id, &[("ids", listed.into())]);
    Ok(Hint { text: Message::Text(condition(look, Some(whose), group[0], who)?), commands: told })
}

/// Whether two conditions differ in nothing but whom they are about.
fn alike(one: &Unmet, other: &Unmet) -> bool {
    let kinds = matches!(
        (one.subject, other.subject),
        (Some(Subject::Pair(_)), Some(Subject::Pair(_)))
            | (Some(Subject::Occurrence(..)), Some(Subject::Occurrence(..)))
    );
    let mine = |unmet: &Unmet| -> Vec<Remedy> {
        let own = |subject: &Subject| Some(*subject) == unmet.subject;
        let neutral = |remedy: &Remedy| match remedy {
            Remedy::AddEvidence { subject, kind } if own(subject) => {
                Remedy::AddEvidence { subject: Subject::School, kind: kind.clone() }
            }
            Remedy::RegisterDocument { kind, subject } if own(subject) => {
                Remedy::RegisterDocument { kind: kind.clone(), subject: Subject::School }
            }
            Remedy::ShowWays { subject } if own(subject) => Remedy::ShowWays { subject: Subject::School },
            other => other.clone(),
        };
        unmet.remedies.iter().map(neutral).collect()
    };
    kinds && one.problem == other.problem && mine(one) == mine(other)
}
