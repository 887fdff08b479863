//! `vekha consent …`: consents and other papers of participants.

mod add;
mod import;
mod list;
mod print;
mod shared;
mod withdraw;

super::commands! {
    /// Keep the consents and papers of participants
    List => list,
    Add => add,
    Withdraw => withdraw,
    Print => print,
    Import => import,
}
