//! `vekha order …`: orders about pairs, from the draft to the register.

mod draft;
mod list;
mod paper;
mod register;
mod template;

pub use register::hint_amendment;

super::commands! {
    /// Orders about pairs: a signed paper is what puts them in force
    Draft => draft,
    Template => template,
    Register => register,
    List => list,
}
