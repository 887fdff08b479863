//! The judge of answers. It shares no code with the solver: only the instance and the answer are read.
//!
//! What a passed check means. `total`: no assignment within the limits pairs more mentees, and none that pairs
//! as many has a higher total worth (worth is the score plus the price of giving up an existing pair). `fair`: none
//! pairs more, and among those none has a better worst pair, then second worst, and so on. `stable`: no mentor and
//! mentee would both rather have each other. Who wins a tie is the solver's rule and no part of the proof.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;
use core::ops::Add;

use super::instance::{Couple, Instance, NOBODY, span};
use super::outcome::{Bound, Infeasible, Level, Objective, Outcome, Prices, Proof};

/// What is wrong with an answer or its proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// A pair that is not a candidate (or is forbidden).
    NotACandidate(Couple),
    /// A mentee in two pairs, or both in a pair and left out, or in neither.
    Miscounted(u32),
    /// A mentor with too many or too few mentees.
    Load(u32),
    /// A pin that does not stand.
    PinMissing(Couple),
    /// Two people mentor each other.
    BothWays(Couple),
    /// Total, worst or a score are not those of the pairs.
    Figures,
    /// The proof is of another kind than the objective or the instance asks for.
    WrongProof,
    /// Prices are missing, negative, or a price stands where none may be; at this mentor.
    Price(u32),
    /// The mentee would choose otherwise at these prices.
    Choice(u32),
    /// The bonus does not put the number of pairs first.
    Bonus,
    /// The bound is not reached.
    Gap,
    /// The levels are not the worths that occur, ascending.
    Levels,
    /// A mentor and a mentee who would both rather have each other.
    Blocking(Couple),
    /// Leaving out one of two opposite pairs would allow something better.
    BetterElsewhere(Couple),
}

/// Checks that the answer keeps every rule and that its proof holds.
pub fn verify(instance: &Instance, outcome: &Outcome) -> Result<(), Flaw> {
    let of = figures(instance, outcome)?;
    feasible(instance, &of)?;
    if let Some((pair, _)) =
        instance.opposites().into_iter().find(|(a, b)| stands(&of, *a) && stands(&of, *b))
    {
        return Err(Flaw::BothWays(pair));
    }
    match &outcome.proof {
        Proof::Either { .. } if outcome.objective != Objective::Stable => {
            split(instance, outcome.objective, &value(instance, outcome.objective, &of), &outcome.proof)
        }
        proof => relaxed(instance, outcome.objective, &of, proof),
    }
}

fn stands(of: &[u32], pair: Couple) -> bool {
    of[pair.mentee as usize] == pair.mentor
}

/// Pairs, those left out, and sums agree; gives the mentor of each mentee.
fn figures(instance: &Instance, outcome: &Outcome) -> Result<Vec<u32>, Flaw> {
    let mut of = alloc::vec![NOBODY; instance.mentees()];
    let mut seen = alloc::vec![0u8; instance.mentees()];
    let (mut total, mut worst) = (0i128, None::<i64>);
    for pair in &outcome.pairs {
        let couple = Couple { mentor: pair.mentor, mentee: pair.mentee };
        let score = instance.score(couple).ok_or(Flaw::NotACandidate(couple))?;
        if score != pair.score {
            return Err(Flaw::Figures);
        }
        total += i128::from(score);
        worst = Some(worst.map_or(score, |worst| worst.min(score)));
        of[pair.mentee as usize] = pair.mentor;
        seen[pair.mentee as usize] = seen[pair.mentee as usize].saturating_add(1);
    }
    for &mentee in &outcome.unmatched {
        let count = seen.get_mut(mentee as usize).ok_or(Flaw::Miscounted(mentee))?;
        *count = count.saturating_add(1);
    }
    if let Some(mentee) = seen.iter().position(|&count| count != 1) {
        return Err(Flaw::Miscounted(mentee as u32));
    }
    if total != outcome.total || worst != outcome.worst {
        return Err(Flaw::Figures);
    }
    Ok(of)
}

/// Candidates only, pins stand, loads within limits.
fn feasible(instance: &Instance, of: &[u32]) -> Result<(), Flaw> {
    let mut load = alloc::vec![0u32; instance.mentors()];
    for (mentee, &mentor) in of.iter().enumerate().filter(|(_, mentor)| **mentor != NOBODY) {
        let pair = Couple { mentor, mentee: mentee as u32 };
        if instance.worth(pair).is_none() || instance.is_forbidden(pair) {
            return Err(Flaw::NotACandidate(pair));
        }
        load[mentor as usize] += 1;
    }
    if let Some(pin) = instance.pins().find(|pin| !stands(of, *pin)) {
        return Err(Flaw::PinMissing(pin));
    }
    for (mentor, &load) in load.iter().enumerate() {
        let limits = instance.limits(mentor as u32);
        if load > limits.capacity || load < limits.minimum {
            return Err(Flaw::Load(mentor as u32));
        }
    }
    Ok(())
}

/// The proof that nothing is better, not counting the rule about two people.
fn relaxed(instance: &Instance, objective: Objective, of: &[u32], proof: &Proof) -> Result<(), Flaw> {
    match (objective, proof) {
        (Objective::Total, Proof::Prices(proof)) => prices(instance, of, proof, |worth| worth),
        (Objective::Fair, Proof::Levels { most, levels: proof }) => {
            prices(instance, of, most, |_| 0)?;
            levels(instance, of, proof)
        }
        (Objective::Stable, Proof::NoBlockingPair { without }) => blocking(instance, of, without),
        _ => Err(Flaw::WrongProof),
    }
}

/// What pins leave: pinned mentees, and (minimum, capacity, load) of each mentor.
fn remains(instance: &Instance, of: &[u32]) -> (BTreeSet<u32>, Vec<[u32; 3]>) {
    let mut left: Vec<[u32; 3]> = (0..instance.mentors() as u32)
        .map(|mentor| [instance.limits(mentor).minimum, instance.limits(mentor).capacity, 0])
        .collect();
    of.iter().filter(|&&mentor| mentor != NOBODY).for_each(|&mentor| left[mentor as usize][2] += 1);
    for pin in instance.pins() {
        let [minimum, capacity, load] = &mut left[pin.mentor as usize];
        (*minimum, *capacity, *load) = (minimum.saturating_sub(1), *capacity - 1, *load - 1);
    }
    (instance.pins().map(|pin| pin.mentee).collect(), left)
}

/// Linear programming duality in integers: no assignment has more than `Σu + Σcapacity·above − Σminimum·below`,
/// and this one has it.
fn prices(instance: &Instance, of: &[u32], proof: &Prices, value: impl Fn(i64) -> i64) -> Result<(), Flaw> {
    let (pinned, left) = remains(instance, of);
    if proof.above.len() != left.len() || proof.below.len() != left.len() {
        return Err(Flaw::Price(0));
    }
    let mut bound = 0i128;
    for (mentor, &[minimum, capacity, load]) in left.iter().enumerate() {
        let (above, below) = (proof.above[mentor], proof.below[mentor]);
        if above < 0 || below < 0 || (above > 0 && load < capacity) || (below > 0 && load > minimum) {
            return Err(Flaw::Price(mentor as u32));
        }
        bound += i128::from(capacity) * above - i128::from(minimum) * below;
    }
    // What a mentor adds to the value of each of his pairs, also in as few bits as hold every sum.
    let wide: Vec<i128> =
        proof.above.iter().zip(&proof.below).map(|(above, below)| proof.bonus - above + below).collect();
    let small = |number: i128| -(1 << 61) < number && number < 1 << 61;
    let narrow: Option<Vec<i64>> = wide.iter().map(|&adds| small(adds).then_some(adds as i64)).collect();
    let (mut least, mut most, mut reached) = (i64::MAX, i64::MIN, 0i128);
    for mentee in (0..of.len() as u32).filter(|mentee| !pinned.contains(mentee)) {
        let worths = instance.worths(mentee);
        if !worths.is_empty() {
            let (lowest, highest) = span(worths);
            (least, most) = (least.min(value(lowest)), most.max(value(highest)));
        }
        let best = match &narrow {
            Some(adds) if small(least.into()) && small(most.into()) => {
                i128::from(best(instance, mentee, adds, &value))
            }
            _ => best(instance, mentee, &wide, &value),
        };
        // Everybody has what he would choose at these prices.
        let mentor = of[mentee as usize];
        let own = instance.worth(Couple { mentor, mentee }).map(|worth| i128::from(value(worth)));
        if own.map_or(0, |own| own + wide[mentor as usize]) != best {
            return Err(Flaw::Choice(mentee));
        }
        bound += best;
        reached += own.map_or(0, |own| own + proof.bonus);
    }
    let people = instance.mentors().min(instance.mentees()) as i128;
    let range = i128::from(most) - i128::from(least);
    if least <= most && proof.bonus + i128::from(least) <= range * people {
        return Err(Flaw::Bonus);
    }
    if bound == reached { Ok(()) } else { Err(Flaw::Gap) }
}

/// The most that a mentee gains where each mentor adds so much; staying alone gains nothing.
fn best<N: Copy + Ord + Add<Output = N> + From<i64>>(
    instance: &Instance,
    mentee: u32,
    adds: &[N],
    value: impl Fn(i64) -> i64,
) -> N {
    let worths = instance.worths(mentee);
    if worths.len() == adds.len() {
        return best_of_all(worths, adds, value);
    }
    let gain = |(mentor, worth): (u32, i64)| N::from(value(worth)) + adds[mentor as usize];
    instance.row(mentee).map(gain).fold(N::from(0), N::max)
}

/// The most that anybody gains who could have every mentor, or 0; several at once, so that no comparison need wait.
fn best_of_all<N: Copy + Ord + Add<Output = N> + From<i64>>(
    worths: &[i64],
    adds: &[N],
    value: impl Fn(i64) -> i64,
) -> N {
    const LANES: usize = 4;
    let mut best = [N::from(0); LANES];
    let (mut parts, mut extra) = (worths.chunks_exact(LANES), adds.chunks_exact(LANES));
    for (worths, adds) in (&mut parts).zip(&mut extra) {
        for lane in 0..LANES {
            best[lane] = best[lane].max(N::from(value(worths[lane])) + adds[lane]);
        }
    }
    for (&worth, &adds) in parts.remainder().iter().zip(extra.remainder()) {
        best[0] = best[0].max(N::from(value(worth)) + adds);
    }
    best.into_iter().fold(N::from(0), N::max)
}

/// Level by level: the pairs of this worth are as few as can be among the answers that the levels before left.
/// "Alone" counts as one more mentor whose load is what it is, so that the number of pairs cannot change.
fn levels(instance: &Instance, of: &[u32], proof: &[Level]) -> Result<(), Flaw> {
    let (pinned, left) = remains(instance, of);
    let hopeful = |mentee: u32| !pinned.contains(&mentee) && instance.row(mentee).len() > 0;
    let free = || (0..of.len()).filter(|&mentee| hopeful(mentee as u32));
    let own = |mentee: usize| instance.worth(Couple { mentor: of[mentee], mentee: mentee as u32 });
    let occurring: BTreeSet<i64> = free().filter_map(own).collect();
    if !proof.iter().map(|level| level.worth).eq(occurring) {
        return Err(Flaw::Levels);
    }
    let nobody = instance.mentors();
    let alone = free().filter(|&mentee| of[mentee] == NOBODY).count() as u32;
    let mut bounds = left;
    bounds.push([alone, alone, alone]);
    let mut allowed: Vec<(u32, u32, Option<i64>)> = Vec::new();
    for mentee in free().map(|mentee| mentee as u32) {
        allowed.extend(instance.row(mentee).map(|(mentor, worth)| (mentee, mentor, Some(worth))));
        allowed.push((mentee, nobody as u32, None));
    }
    let mut before = None;
    for level in proof {
        allowed
            .retain(|&(_, _, worth)| worth.is_none_or(|worth| Some(worth) <= before || worth >= level.worth));
        before = Some(level.worth);
        let (mut price, mut pays) = (alloc::vec![0i128; nobody + 1], alloc::vec![0i128; of.len()]);
        for &(mentor, at) in &level.mentors {
            *price.get_mut(mentor as usize).ok_or(Flaw::Price(mentor))? = at.into();
        }
        for &(mentee, at) in &level.mentees {
            *pays.get_mut(mentee as usize).ok_or(Flaw::Choice(mentee))? = at.into();
        }
        for (mentor, [minimum, capacity, load]) in bounds.iter_mut().enumerate() {
            if (price[mentor] > 0 && load != capacity) || (price[mentor] < 0 && load != minimum) {
                return Err(Flaw::Price(mentor as u32));
            }
            *minimum = if price[mentor] > 0 { *load } else { *minimum };
            *capacity = if price[mentor] < 0 { *load } else { *capacity };
        }
        let slack = |&(mentee, mentor, worth): &(u32, u32, Option<i64>)| {
            let cost = i128::from(worth == Some(level.worth));
            cost + price[mentor as usize] - pays[mentee as usize]
        };
        let home =
            |mentee: u32| if of[mentee as usize] == NOBODY { nobody as u32 } else { of[mentee as usize] };
        let wrong =
            |arc: &&(u32, u32, Option<i64>)| slack(arc) < 0 || (slack(arc) > 0 && home(arc.0) == arc.1);
        if let Some(&(mentee, ..)) = allowed.iter().find(wrong) {
            return Err(Flaw::Choice(mentee));
        }
        allowed.retain(|arc| slack(arc) == 0);
    }
    Ok(())
}

/// No mentor and mentee both rank each other above what they have. Ranks: worth, then the order of input.
fn blocking(instance: &Instance, of: &[u32], without: &[Couple]) -> Result<(), Flaw> {
    for &pair in without {
        let beaten = |back: &Couple| stands(of, *back) && instance.worth(*back) >= instance.worth(pair);
        if stands(of, pair) || instance.opposite(pair).filter(beaten).is_none() {
            return Err(Flaw::WrongProof);
        }
    }
    let rank = |mentor: u32, mentee: u32| instance.worth(Couple { mentor, mentee });
    let mut load = alloc::vec![0u32; instance.mentors()];
    // The one each mentor would give up first.
    let mut last: Vec<Option<(i64, u32)>> = alloc::vec![None; instance.mentors()];
    for (mentee, &mentor) in of.iter().enumerate().filter(|(_, mentor)| **mentor != NOBODY) {
        let worth = rank(mentor, mentee as u32).unwrap_or(i64::MIN);
        load[mentor as usize] += 1;
        let worse = |&(other, _): &(i64, u32)| worth <= other;
        if last[mentor as usize].as_ref().is_none_or(worse) {
            last[mentor as usize] = Some((worth, mentee as u32));
        }
    }
    for mentee in 0..of.len() as u32 {
        let own = of[mentee as usize];
        let has = rank(own, mentee);
        for (mentor, worth) in instance.row(mentee).filter(|&(mentor, _)| mentor != own) {
            let mentee_would = has.is_none_or(|has| worth > has || (worth == has && mentor < own));
            let mentor_would = load[mentor as usize] < instance.limits(mentor).capacity
                || last[mentor as usize]
                    .is_some_and(|(least, who)| worth > least || (worth == least && mentee < who));
            let pair = Couple { mentor, mentee };
            if mentee_would && mentor_would && !without.contains(&pair) {
                return Err(Flaw::Blocking(pair));
            }
        }
    }
    Ok(())
}

/// Two pairs exclude each other, so every answer lacks one of them; neither way leads to anything better.
fn split(instance: &Instance, objective: Objective, answer: &Value, proof: &Proof) -> Result<(), Flaw> {
    let Proof::Either { pair, back, without_pair, without_back } = proof else {
        return Err(Flaw::WrongProof);
    };
    if instance.opposite(*pair) != Some(*back) {
        return Err(Flaw::WrongProof);
    }
    side(instance, objective, answer, *pair, without_pair)?;
    side(instance, objective, answer, *back, without_back)
}

fn side(
    instance: &Instance,
    objective: Objective,
    answer: &Value,
    out: Couple,
    bound: &Bound,
) -> Result<(), Flaw> {
    let less = instance.without(out);
    match bound {
        Bound::Best { of: best, proof } => {
            if best.len() != instance.mentees() {
                return Err(Flaw::WrongProof);
            }
            feasible(&less, best)?;
            relaxed(&less, objective, best, proof)?;
            if value(&less, objective, best) > *answer { Err(Flaw::BetterElsewhere(out)) } else { Ok(()) }
        }
        Bound::Split(proof) => split(&less, objective, answer, proof),
        Bound::Pinned if instance.pins().any(|pin| pin == out) => Ok(()),
        Bound::Impossible(reason) if impossible(&less, reason) => Ok(()),
        _ => Err(Flaw::WrongProof),
    }
}

/// Number of pairs, then what the objective compares: the total, or the worths from the worst up.
type Value = (usize, i128, Vec<i64>);

fn value(instance: &Instance, objective: Objective, of: &[u32]) -> Value {
    let own = |(mentee, &mentor): (usize, &u32)| instance.worth(Couple { mentor, mentee: mentee as u32 });
    let mut worths: Vec<i64> = of.iter().enumerate().filter_map(own).collect();
    worths.sort_unstable();
    let total = worths.iter().map(|&worth| i128::from(worth)).sum();
    match objective {
        Objective::Total => (worths.len(), total, Vec::new()),
        _ => (worths.len(), 0, worths),
    }
}

/// Hall's condition fails for these mentors: their minimums exceed the mentees any of them could take.
fn impossible(instance: &Instance, reason: &Infeasible) -> bool {
    let Infeasible::MinimumOutOfReach { among, .. } = reason else { return false };
    let among: BTreeSet<u32> = among.iter().copied().collect();
    if among.iter().any(|&mentor| mentor as usize >= instance.mentors()) {
        return false;
    }
    let pinned: BTreeSet<u32> = instance.pins().map(|pin| pin.mentee).collect();
    let pins = |mentor: u32| instance.pins().filter(|pin| pin.mentor == mentor).count() as u64;
    let needed: u64 =
        among.iter().map(|&m| u64::from(instance.limits(m).minimum).saturating_sub(pins(m))).sum();
    let reaches = |mentee: &u32| instance.row(*mentee).any(|(mentor, _)| among.contains(&mentor));
    let free = (0..instance.mentees() as u32).filter(|mentee| !pinned.contains(mentee));
    needed > free.filter(reaches).count() as u64
}
