//! `vekha pair …`: who mentors whom.

mod solve;

super::commands! {
    /// Pair mentors and mentees
    Solve => solve,
}
