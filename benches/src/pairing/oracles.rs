//! Solvers of others that take a dense square matrix: capacity is expanded into copies for them.

use ndarray::Array2;
use pathfinding::kuhn_munkres::kuhn_munkres;
use pathfinding::matrix::Matrix;

use crate::families::Family;

/// CPU seconds, pairs, total; none where the instance is not theirs or too large for them.
type Answer = Option<(f64, usize, i128)>;

/// An oracle: how it is called, and the clock it is timed with.
type Oracle = fn(&Family, fn() -> f64) -> Answer;

/// All oracles.
pub const ALL: [(&str, Oracle); 2] = [("lapjv", lapjv), ("pathfinding", pathfinding)];

/// Scores as rows of mentees and columns of places, if every mentor is everybody's candidate and nobody is left over.
fn matrix(family: &Family, most: usize) -> Option<(usize, Vec<i64>)> {
    let (n, m) = (family.capacity.len(), family.mentees());
    let places: usize = family.capacity.iter().map(|&places| places as usize).sum();
    if family.mentor.len() != n * m || places < m || places > most {
        return None;
    }
    let mut scores = Vec::with_capacity(m * places);
    for mentee in 0..m {
        for (mentor, &places) in family.capacity.iter().enumerate() {
            scores.extend((0..places).map(|_| family.score[mentee * n + mentor]));
        }
    }
    Some((places, scores))
}

fn lapjv(family: &Family, clock: fn() -> f64) -> Answer {
    let (places, mut scores) = matrix(family, 3000)?;
    // Square: mentees who do not exist cost nothing anywhere.
    scores.resize(places * places, 0);
    let top = scores.iter().copied().max().unwrap_or(0);
    let m = family.mentees();
    let cost = |(i, j): (usize, usize)| if i < m { (top - scores[i * places + j]) as f64 } else { 0.0 };
    let matrix = Array2::from_shape_fn((places, places), cost);
    let start = clock();
    let (rows, _) = ::lapjv::lapjv(&matrix).ok()?;
    let time = clock() - start;
    let total = (0..m).map(|i| i128::from(scores[i * places + rows[i]])).sum();
    Some((time, m, total))
}

fn pathfinding(family: &Family, clock: fn() -> f64) -> Answer {
    let (places, scores) = matrix(family, 1000)?;
    let weights = Matrix::from_vec(family.mentees(), places, scores).ok()?;
    let start = clock();
    let (total, _) = kuhn_munkres(&weights);
    Some((clock() - start, family.mentees(), total.into()))
}
