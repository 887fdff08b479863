//! What an order on pairs has to say: which pairs no order names yet, and what became otherwise since the last one.

use vekha_core::decide::Rules;
use vekha_core::ids::{PairId, ProgrammeId, Subject};
use vekha_core::pairs::Pair;
use vekha_core::state::{Document, Outcome};
use vekha_core::view::{Read, View, ViewError};

/// The order that forms pairs, as `workflows/pair.toml` names it.
pub const ORDER: &str = "order.pairs";

/// The order that amends it.
pub const AMENDMENT: &str = "order.pairs.amendment";

/// The stage that an order leads to.
pub const ORDERED: &str = "ordered";

/// What the next order of a programme has to say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listing {
    /// The last registered order on pairs of the programme.
    pub base: Option<Document>,
    /// Open pairs that no order names yet.
    pub added: Vec<Pair>,
    /// Pairs that an order names and that were broken off, and no later order says so.
    pub ended: Vec<Pair>,
    /// Mentees whose mentor is another: the pair before and the pair now, which are not among the above.
    pub changed: Vec<(Pair, Pair)>,
}

impl Listing {
    /// What no order says yet.
    ///
    /// # Errors
    /// What the view says.
    pub fn of(view: &dyn View, programme: ProgrammeId) -> Result<Self, ViewError> {
        let mut pairs = view.pairs()?;
        pairs.retain(|pair| pair.programme == programme);
        let orders = orders(view)?;
        let of_programme =
            |order: &&Document| pairs.iter().any(|pair| order.about.contains(&Subject::Pair(pair.id)));
        let mut listing = Self { base: orders.iter().rfind(of_programme).cloned(), ..Self::default() };
        for pair in pairs {
            let about = naming(&orders, pair.id);
            if pair.is_open() && about.is_empty() && !went_past(&pair) {
                listing.added.push(pair);
            } else if pair.instance.outcome == Some(Outcome::Cancelled)
                && !about.is_empty()
                && !says_ended(&about, &pair)
            {
                listing.ended.push(pair);
            }
        }
        listing.pair_off();
        Ok(listing)
    }

    /// An ended pair and an added one of the same mentee with another mentor are a change of the mentor.
    fn pair_off(&mut self) {
        for before in std::mem::take(&mut self.ended) {
            let changes = |after: &Pair| after.mentee == before.mentee && after.mentor != before.mentor;
            match self.added.iter().position(changes) {
                Some(at) => {
                    let after = self.added.remove(at);
                    self.changed.push((before, after));
                }
                None => self.ended.push(before),
            }
        }
    }

    /// Pairs that the order would put in force: the added ones, and those that changed.
    pub fn entering(&self) -> impl Iterator<Item = &Pair> {
        self.added.iter().chain(self.changed.iter().map(|(_, after)| after))
    }

    /// Pairs that the order would strike.
    pub fn leaving(&self) -> impl Iterator<Item = &Pair> {
        self.ended.iter().chain(self.changed.iter().map(|(before, _)| before))
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.ended.is_empty() && self.changed.is_empty()
    }
}

/// The registered orders on pairs, the oldest first.
///
/// # Errors
/// What the view says.
pub fn orders(view: &dyn View) -> Result<Vec<Document>, ViewError> {
    let mut all = view.documents()?;
    all.retain(|document| [ORDER, AMENDMENT].contains(&document.kind.as_str()));
    all.sort_by_key(|document| document.id);
    Ok(all)
}

/// Whether an order may take the pair to its next stage: both have agreed.
pub fn is_agreed(rules: &Rules, pair: &Pair) -> bool {
    let machine = rules.machine(&pair.instance.workflow);
    machine.is_some_and(|machine| {
        machine.transitions_from(&pair.instance.stage).any(|way| way.to == ORDERED && !way.back)
    })
}

fn naming(orders: &[Document], pair: PairId) -> Vec<&Document> {
    orders.iter().filter(|order| order.about.contains(&Subject::Pair(pair))).collect()
}

/// Whether the pair is at work without an order that names it: it was taken over, or the order was let pass.
fn went_past(pair: &Pair) -> bool {
    pair.instance.stage == ORDERED || pair.instance.trail.iter().any(|step| step.stage == ORDERED)
}

/// Whether an amendment after the order that formed the pair names it again, on or after the day it ended.
fn says_ended(about: &[&Document], pair: &Pair) -> bool {
    about.iter().skip(1).any(|order| order.kind == AMENDMENT && order.date >= pair.instance.since)
}
