//! What must hold of the whole: every stage can be reached and left, every way is clear to whoever takes it.

use alloc::collections::btree_map::Entry;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::definition::{Draft, DraftTransition};
use super::diagnostic::{Code, Diagnostic};
use super::machine::{Condition, Outcome};
use super::names::nearest;

/// The draft as a graph: stages by index, edges that name existing stages.
struct Graph<'a> {
    draft: &'a Draft,
    index: BTreeMap<&'a str, usize>,
    /// From, to, and the transition's index.
    edges: Vec<(usize, usize, usize)>,
    /// Some edge is missing or names a stage that nothing resembles: what can be reached is anybody's guess.
    uncertain: bool,
}

/// Adds the problems of the whole to those of the parts.
pub(super) fn check(draft: &Draft, diagnostics: &mut Vec<Diagnostic>) {
    if draft.stages.is_empty() {
        return;
    }
    let graph = Graph::build(draft, diagnostics);
    let initial = graph.initial(diagnostics);
    for transition in &draft.transitions {
        each_transition(transition, diagnostics);
    }
    graph.direction(diagnostics);
    graph.self_loops(diagnostics);
    graph.siblings(diagnostics);
    graph.automatic_cycle(diagnostics);
    if !graph.uncertain {
        graph.ends(initial, diagnostics);
        if let Some(initial) = initial {
            graph.reachable(initial, diagnostics);
        }
    }
}

fn each_transition(draft: &DraftTransition, diagnostics: &mut Vec<Diagnostic>) {
    let transition = &draft.transition;
    if transition.automatic && transition.needs_reason {
        diagnostics.push(Diagnostic::new(Code::AutomaticReason, draft.id.clone()));
    }
    if !transition.automatic && transition.roles.is_empty() {
        diagnostics.push(Diagnostic::new(Code::NoTaker, draft.id.clone()));
    }
}

impl<'a> Graph<'a> {
    /// Resolves names; a name with a near one counts as that one, so that one slip is one problem.
    fn build(draft: &'a Draft, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut index = BTreeMap::new();
        for (i, stage) in draft.stages.iter().enumerate() {
            index.entry(stage.value.id.as_str()).or_insert(i);
        }
        let mut graph = Self { draft, index, edges: Vec::new(), uncertain: draft.doubtful };
        for (t, transition) in draft.transitions.iter().enumerate() {
            let to = graph.resolve(&transition.transition.to, &transition.to, diagnostics);
            for from in &transition.from {
                let from = graph.resolve(&from.value, &from.span, diagnostics);
                match (from, to) {
                    (Some(from), Some(to)) => graph.edges.push((from, to, t)),
                    _ => graph.uncertain = true,
                }
            }
        }
        graph
    }

    fn resolve(
        &self,
        name: &str,
        span: &core::ops::Range<usize>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<usize> {
        if let Some(found) = self.index.get(name) {
            return Some(*found);
        }
        let meant = nearest(name, self.draft.stages.iter().map(|stage| stage.value.id.as_str()));
        let resolved = meant.as_deref().and_then(|meant| self.index.get(meant).copied());
        diagnostics.push(Diagnostic::new(Code::UnknownStage, span.clone()).with("name", name).meant(meant));
        resolved
    }

    fn initial(&self, diagnostics: &mut Vec<Diagnostic>) -> Option<usize> {
        let initial = self.draft.initial.as_ref()?;
        self.resolve(&initial.value, &initial.span, diagnostics)
    }

    fn stage_id(&self, stage: usize) -> &'a str {
        &self.draft.stages[stage].value.id
    }

    fn outcome(&self, stage: usize) -> Option<Outcome> {
        self.draft.stages[stage].value.outcome
    }

    /// About a stage, at its id.
    fn about(&self, code: Code, stage: usize) -> Diagnostic {
        Diagnostic::new(code, self.draft.stages[stage].span.clone()).with("stage", self.stage_id(stage))
    }

    /// Every stage that can be reached from these, along the edges or against them.
    fn spread(&self, start: impl IntoIterator<Item = usize>, against: bool) -> Vec<bool> {
        let mut seen = alloc::vec![false; self.draft.stages.len()];
        let mut waiting: Vec<usize> = start.into_iter().collect();
        while let Some(stage) = waiting.pop() {
            if core::mem::replace(&mut seen[stage], true) {
                continue;
            }
            for &(from, to, _) in &self.edges {
                let (here, there) = if against { (to, from) } else { (from, to) };
                if here == stage && !seen[there] {
                    waiting.push(there);
                }
            }
        }
        seen
    }

    fn reachable(&self, initial: usize, diagnostics: &mut Vec<Diagnostic>) {
        let seen = self.spread([initial], false);
        let lost = (0..seen.len()).filter(|stage| !seen[*stage] && self.is_first(*stage));
        diagnostics.extend(lost.map(|stage| self.about(Code::UnreachableStage, stage)));
    }

    /// Whether this is the stage its id names, and not a duplicate.
    fn is_first(&self, stage: usize) -> bool {
        self.index.get(self.stage_id(stage)) == Some(&stage)
    }

    fn ends(&self, initial: Option<usize>, diagnostics: &mut Vec<Diagnostic>) {
        let stages = 0..self.draft.stages.len();
        if stages.clone().all(|stage| self.outcome(stage).is_none()) {
            let place = self.draft.initial.as_ref().map_or(0..0, |initial| initial.span.clone());
            diagnostics.push(Diagnostic::new(Code::NoFinalStage, place));
        }
        let ended = self.spread(stages.clone().filter(|stage| self.outcome(*stage).is_some()), true);
        let done = self.spread(stages.clone().filter(|s| self.outcome(*s) == Some(Outcome::Done)), true);
        for stage in stages.filter(|stage| self.outcome(*stage).is_none() && self.is_first(*stage)) {
            let leaves = self.edges.iter().any(|(from, to, _)| *from == stage && to != from);
            if !leaves {
                diagnostics.push(self.about(Code::DeadEnd, stage));
            } else if !ended[stage] || (!done[stage] && initial == Some(stage)) {
                diagnostics.push(self.about(Code::NoWayToEnd, stage));
            } else if !done[stage] {
                diagnostics.push(self.about(Code::OnlyCancelled, stage).warning());
            }
        }
    }

    fn direction(&self, diagnostics: &mut Vec<Diagnostic>) {
        for (t, draft) in self.draft.transitions.iter().enumerate() {
            let mut edges = self.edges.iter().filter(|edge| edge.2 == t);
            let (back, id) = (draft.transition.back, draft.id.clone());
            if back && edges.clone().any(|(from, to, _)| to > from) {
                diagnostics.push(Diagnostic::new(Code::BackLeadsOn, id).warning());
            } else if !back && edges.any(|(from, to, _)| to < from && self.outcome(*to).is_none()) {
                diagnostics.push(Diagnostic::new(Code::NotMarkedBack, id).warning());
            }
        }
    }

    fn self_loops(&self, diagnostics: &mut Vec<Diagnostic>) {
        for &(from, to, t) in &self.edges {
            let draft = &self.draft.transitions[t];
            if from == to && !draft.transition.needs_reason {
                let place = draft.to.clone();
                diagnostics.push(Diagnostic::new(Code::SelfLoop, place).with("stage", self.stage_id(from)));
            }
        }
    }

    /// Ways out of one stage that cannot be told apart, by a person or by the nightly job; each two once.
    fn siblings(&self, diagnostics: &mut Vec<Diagnostic>) {
        let mut ways: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        self.edges.iter().for_each(|(from, _, t)| ways.entry(*from).or_default().push(*t));
        let mut seen = BTreeSet::new();
        for (stage, ways) in ways {
            for (i, second) in ways.iter().enumerate() {
                for first in ways[..i].iter().filter(|first| *first != second) {
                    if seen.insert((*first, *second)) {
                        self.two_ways(stage, *first, *second, diagnostics);
                    }
                }
            }
        }
    }

    fn two_ways(&self, stage: usize, first: usize, second: usize, diagnostics: &mut Vec<Diagnostic>) {
        let [a, b] = [first, second].map(|t| &self.draft.transitions[t]);
        let (one, two) = (&a.transition.title, &b.transition.title);
        let same =
            |x: &str, y: &str| !x.trim().is_empty() && x.trim().to_lowercase() == y.trim().to_lowercase();
        if same(&one.ru, &two.ru) || same(&one.en, &two.en) {
            let title = if same(&one.ru, &two.ru) { &two.ru } else { &two.en };
            diagnostics.push(
                Diagnostic::new(Code::AmbiguousTitle, b.title.clone())
                    .with("stage", self.stage_id(stage))
                    .with("title", title.as_str())
                    .near(a.title.clone(), "first"),
            );
        }
        if a.transition.automatic && b.transition.automatic && (covers(a, b) || covers(b, a)) {
            diagnostics.push(
                Diagnostic::new(Code::AmbiguousAutomatic, b.id.clone())
                    .with("stage", self.stage_id(stage))
                    .with("first", a.transition.id.as_str())
                    .with("second", b.transition.id.as_str())
                    .near(a.id.clone(), "first"),
            );
        }
    }

    /// One circle of automatic ways, if there is any, told at its first transition.
    fn automatic_cycle(&self, diagnostics: &mut Vec<Diagnostic>) {
        let automatic: Vec<_> =
            self.edges.iter().filter(|(_, _, t)| self.draft.transitions[*t].transition.automatic).collect();
        for start in 0..self.draft.stages.len() {
            // The way by which each stage was first reached from `start`.
            let mut came: BTreeMap<usize, usize> = BTreeMap::new();
            let mut waiting = Vec::from([start]);
            while let Some(stage) = waiting.pop() {
                for &&(from, to, t) in automatic.iter().filter(|edge| edge.0 == stage) {
                    if to == start {
                        let path = self.path(start, from, &came);
                        let place = self.draft.transitions[t].id.clone();
                        diagnostics.push(Diagnostic::new(Code::AutomaticCycle, place).with("path", path));
                        return;
                    }
                    if let Entry::Vacant(place) = came.entry(to) {
                        place.insert(from);
                        waiting.push(to);
                    }
                }
            }
        }
    }

    fn path(&self, start: usize, last: usize, came: &BTreeMap<usize, usize>) -> String {
        let mut stages = Vec::from([self.stage_id(start)]);
        let mut stage = last;
        while stage != start {
            stages.push(self.stage_id(stage));
            stage = came[&stage];
        }
        stages.push(self.stage_id(start));
        stages.reverse();
        stages.join(" → ").to_string()
    }
}

/// Whether everything `a` wants is wanted by `b` too: whenever `b` may be taken, so may `a`.
fn covers(a: &DraftTransition, b: &DraftTransition) -> bool {
    let wants = |draft: &DraftTransition, condition: &[Condition]| {
        draft.transition.requires.iter().any(|requirement| requirement.any_of == condition)
    };
    a.transition.requires.iter().all(|requirement| wants(b, &requirement.any_of))
}
