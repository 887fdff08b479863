//! `vekha survey …`: questionnaires before and after.

mod check;
mod codes;
mod fill;
mod import;
mod list;
mod print;
mod results;
mod shared;
mod show;
mod withdraw;

pub use check::excerpt;
pub use shared::misfit;

super::commands! {
    /// Ask participants before and after, without names
    List => list,
    Show => show,
    Print => print,
    Codes => codes,
    Fill => fill,
    Import => import,
    Results => results,
    Withdraw => withdraw,
    Check => check,
}
