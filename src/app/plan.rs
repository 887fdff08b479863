//! From a roadmap as it was read to what is asked of the engine: names become parties.

use std::collections::BTreeMap;

use vekha_core::command::{Holder, NewParty, NewTask, PlanImport};
use vekha_core::digest::Digest;
use vekha_core::roadmap::{self, Cluster, Draft, TaskDraft};
use vekha_core::state::{Heading, PartyKind, Wording};
use vekha_core::vault::{Profile, folded};

use super::Directory;

/// What importing a draft asks. Spellings that `same` says are one party become one; people already known, under
/// any of their spellings, stay who they are. `source`: the digest of the file.
pub fn plan_import(
    draft: &Draft,
    source: Digest,
    directory: &Directory,
    same: &dyn Fn(&Cluster) -> bool,
) -> PlanImport {
    let parties = Parties::of(draft, directory, same);
    let heading = |number: &str, title: &str| Heading { number: number.into(), title: title.into() };
    PlanImport {
        year: draft.plan,
        title: draft.title.clone(),
        sections: draft.sections.iter().map(|section| heading(&section.number, &section.title)).collect(),
        groups: draft.groups.iter().map(|group| heading(&group.number, &group.title)).collect(),
        source,
        tasks: draft.tasks.iter().map(|task| parties.task(task)).collect(),
    }
}

/// The names of a draft with the party that each means.
struct Parties<'a> {
    directory: &'a Directory,
    /// Folded spelling → the profile of the party it belongs to.
    clusters: BTreeMap<(PartyKind, String), Profile>,
}

impl<'a> Parties<'a> {
    fn of(draft: &Draft, directory: &'a Directory, same: &dyn Fn(&Cluster) -> bool) -> Self {
        let mut clusters = BTreeMap::new();
        for cluster in draft.spellings.iter().filter(|cluster| same(cluster)) {
            let profile = Profile {
                name: cluster.canonical.clone(),
                spellings: cluster.variants.clone(),
                fields: BTreeMap::new(),
            };
            for spelling in cluster.variants.iter().chain([&cluster.canonical]) {
                clusters.insert((kind(cluster.kind), folded(spelling)), profile.clone());
            }
        }
        Self { directory, clusters }
    }

    fn task(&self, task: &TaskDraft) -> NewTask {
        NewTask {
            wording: Wording {
                number: task.number.clone(),
                section: task.section.clone(),
                group: task.group.clone(),
                title: task.title.clone(),
                phrase: task.phrase.clone(),
                result: task.result.clone(),
            },
            deadline: task.deadline.clone(),
            tags: task.tags.iter().cloned().collect(),
            holders: task
                .responsible
                .iter()
                .map(|party| self.holder(kind(party.kind), &party.name))
                .collect(),
        }
    }

    fn holder(&self, kind: PartyKind, name: &str) -> Holder {
        let cluster = self.clusters.get(&(kind, folded(name)));
        let mut spellings = vec![name];
        if let Some(profile) = cluster {
            spellings.push(&profile.name);
            spellings.extend(profile.spellings.iter().map(String::as_str));
        }
        for spelling in spellings {
            if let Some(known) = self.directory.find(Some(kind), spelling) {
                return Holder::Known(known.party.id);
            }
        }
        let profile = cluster.cloned().unwrap_or_else(|| Profile { name: name.into(), ..Profile::default() });
        Holder::New(NewParty { kind, profile })
    }
}

fn kind(kind: roadmap::PartyKind) -> PartyKind {
    match kind {
        roadmap::PartyKind::Person => PartyKind::Person,
        roadmap::PartyKind::Role => PartyKind::Role,
        roadmap::PartyKind::Unit => PartyKind::Unit,
    }
}
