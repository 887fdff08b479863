//! Seeded instances of the families in which assignments differ in kind: dense and sparse, wide scores and ties,
//! room to spare, a tight balance, and far more mentees than places.

/// An instance as plain arrays, for ours and for peers.
pub struct Family {
    pub name: &'static str,
    pub capacity: Vec<u32>,
    /// Candidates of mentee `i` stand at `row[i]..row[i + 1]`, mentors ascending.
    pub row: Vec<usize>,
    pub mentor: Vec<u32>,
    pub score: Vec<i64>,
}

impl Family {
    pub fn mentees(&self) -> usize {
        self.row.len() - 1
    }
}

/// xorshift64*, so that an instance is the same everywhere.
struct Dice(u64);

impl Dice {
    fn new(seed: u64) -> Self {
        let mut dice = Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        (0..8).for_each(|_| _ = dice.next());
        dice
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn unit(&mut self) -> f64 {
        self.next() as f64 / (1u64 << 48) as f64
    }

    /// 3, 4 or 5 places: 4.2 on average.
    fn places(&mut self) -> u32 {
        [3, 4, 4, 5, 5][self.below(5)].max(3)
    }

    fn poisson(&mut self, mean: f64) -> usize {
        let (mut count, mut product) = (0, self.unit());
        while product > (-mean).exp() {
            count += 1;
            product *= self.unit();
        }
        count
    }
}

/// Wide scores, or ties: scores from 0 to one less.
const WIDE: usize = 1_000_001;
const TIES: usize = 21;

fn dense(name: &'static str, seed: u64, mentees: usize, capacity: Vec<u32>, top: usize) -> Family {
    let mut dice = Dice::new(seed);
    let n = capacity.len();
    Family {
        name,
        row: (0..=mentees).map(|i| i * n).collect(),
        mentor: (0..mentees).flat_map(|_| 0..n as u32).collect(),
        score: (0..mentees * n).map(|_| dice.below(top) as i64).collect(),
        capacity,
    }
}

fn capacitated(seed: u64, mentors: usize) -> Vec<u32> {
    let mut dice = Dice::new(seed + 1000);
    (0..mentors).map(|_| dice.places()).collect()
}

/// Rows made by `draw`, sorted and without repetition; scores by `score`.
fn rows(
    name: &'static str,
    mentees: usize,
    capacity: Vec<u32>,
    mut draw: impl FnMut(usize, &mut Vec<u32>),
    mut score: impl FnMut(usize, u32) -> i64,
) -> Family {
    let (mut row, mut mentor, mut scores, mut line) = (vec![0], Vec::new(), Vec::new(), Vec::new());
    for mentee in 0..mentees {
        line.clear();
        draw(mentee, &mut line);
        line.sort_unstable();
        line.dedup();
        for &place in &line {
            mentor.push(place);
            scores.push(score(mentee, place));
        }
        row.push(mentor.len());
    }
    Family { name, capacity, row, mentor, score: scores }
}

fn sparse(
    name: &'static str,
    seed: u64,
    mentees: usize,
    capacity: Vec<u32>,
    degree: usize,
    top: usize,
) -> Family {
    let (mut dice, mut points) = (Dice::new(seed), Dice::new(seed + 7));
    let n = capacity.len();
    let draw = |_: usize, line: &mut Vec<u32>| line.extend((0..degree).map(|_| dice.below(n) as u32));
    rows(name, mentees, capacity, draw, |_, _| points.below(top) as i64)
}

/// Skewed popularity, few candidates each, fewer places than mentees.
fn crowded(name: &'static str, seed: u64, mentors: usize, mentees: usize, top: usize) -> Family {
    let (mut dice, mut points) = (Dice::new(seed), Dice::new(seed + 7));
    let capacity = (0..mentors).map(|_| 1 + dice.below(5) as u32).collect();
    let draw = |_: usize, line: &mut Vec<u32>| {
        let degree = dice.poisson(4.0);
        line.extend((0..degree).map(|_| (dice.unit().powi(2) * mentors as f64) as u32));
    };
    rows(name, mentees, capacity, draw, |_, _| points.below(top) as i64)
}

/// Eight criteria with points, people in 25 clusters: many equal scores, in clusters.
struct Crowd {
    cluster: Vec<usize>,
    features: Vec<[u8; 8]>,
}

const POINTS: [i64; 8] = [5, 4, 3, 2, 2, 2, 1, 1];

impl Crowd {
    fn new(seed: u64, people: usize) -> Self {
        let (mut dice, mut base) = (Dice::new(seed), Dice::new(4242));
        let types: Vec<[u8; 8]> = (0..25).map(|_| std::array::from_fn(|_| base.below(5) as u8)).collect();
        let cluster: Vec<usize> = (0..people).map(|_| dice.below(25)).collect();
        let person = |&cluster: &usize| {
            types[cluster].map(|own| if dice.unit() < 0.35 { dice.below(5) as u8 } else { own })
        };
        let features = cluster.iter().map(person).collect();
        Self { cluster, features }
    }
}

fn points(one: &[u8; 8], other: &[u8; 8]) -> i64 {
    (0..8).map(|k| if one[k] == other[k] { POINTS[k] } else { 0 }).sum()
}

fn clustered(name: &'static str, seed: u64, mentors: usize, mentees: usize, degree: Option<usize>) -> Family {
    let (them, us) = (Crowd::new(seed, mentees), Crowd::new(seed + 1, mentors));
    let mut members: Vec<Vec<u32>> = vec![Vec::new(); 25];
    (0u32..).zip(&us.cluster).for_each(|(mentor, &cluster)| members[cluster].push(mentor));
    let mut dice = Dice::new(seed + 2);
    let draw = |mentee: usize, line: &mut Vec<u32>| match degree {
        None => line.extend(0..mentors as u32),
        Some(degree) => line.extend((0..degree).map(|_| {
            let own = &members[them.cluster[mentee]];
            if dice.unit() < 0.6 && !own.is_empty() {
                own[dice.below(own.len())]
            } else {
                dice.below(mentors) as u32
            }
        })),
    };
    let score = |mentee: usize, mentor: u32| points(&them.features[mentee], &us.features[mentor as usize]);
    rows(name, mentees, capacitated(seed, mentors), draw, score)
}

/// The names of all families.
pub const NAMES: [&str; 16] = [
    "dense-1000",
    "dense-3000",
    "dense-ties-1000",
    "dense-500x2000",
    "points-500x2000",
    "dense-2000x8000",
    "points-2000x8000",
    "sparse-20k",
    "sparse-ties-20k",
    "points-20k",
    "tight-20k",
    "tight-ties-20k",
    "crowded-20k",
    "crowded-ties-20k",
    "crowded-2k",
    "sparse-100k",
];

/// The family of a name.
pub fn family(name: &str) -> Option<Family> {
    let name = NAMES.into_iter().find(|known| *known == name)?;
    // Three, four and five places equally often: on average as many places as mentees.
    let tight = |seed: u64, n: usize| -> Vec<u32> {
        let mut dice = Dice::new(seed);
        let mut places: Vec<u32> = (0..n).map(|_| 3 + dice.below(3) as u32).collect();
        let mut sum: u32 = places.iter().sum();
        // Just short of the demand, by 200 places.
        for at in (0..n).cycle().take(8 * n) {
            let place = &mut places[at];
            if sum as usize > 4 * n - 200 && *place > 3 {
                (*place, sum) = (*place - 1, sum - 1);
            } else if (sum as usize) < 4 * n - 200 && *place < 5 {
                (*place, sum) = (*place + 1, sum + 1);
            }
        }
        places
    };
    Some(match name {
        "dense-1000" => dense(name, 2, 1000, vec![1; 1000], WIDE),
        "dense-3000" => dense(name, 3, 3000, vec![1; 3000], WIDE),
        "dense-ties-1000" => dense(name, 31, 1000, vec![1; 1000], TIES),
        "dense-500x2000" => dense(name, 11, 2000, capacitated(11, 500), WIDE),
        "points-500x2000" => clustered(name, 32, 500, 2000, None),
        "dense-2000x8000" => dense(name, 12, 8000, capacitated(12, 2000), WIDE),
        "points-2000x8000" => clustered(name, 34, 2000, 8000, None),
        "sparse-20k" => sparse(name, 21, 80_000, capacitated(21, 20_000), 30, WIDE),
        "sparse-ties-20k" => sparse(name, 35, 80_000, capacitated(35, 20_000), 30, TIES),
        "points-20k" => clustered(name, 33, 20_000, 80_000, Some(30)),
        "tight-20k" => sparse(name, 23, 80_000, tight(23, 20_000), 30, WIDE),
        "tight-ties-20k" => sparse(name, 24, 80_000, tight(24, 20_000), 30, TIES),
        "crowded-20k" => crowded(name, 41, 20_000, 80_000, WIDE),
        "crowded-ties-20k" => crowded(name, 43, 20_000, 80_000, TIES),
        "crowded-2k" => crowded(name, 42, 2_000, 8_000, WIDE),
        _ => sparse(name, 22, 400_000, capacitated(22, 100_000), 30, WIDE),
    })
}
