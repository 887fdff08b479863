//! `vekha order …`: signed orders.

mod register;

super::commands! {
    /// Orders about pairs: a signed paper is what puts them in force
    Register => register,
}
