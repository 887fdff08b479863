//! `vekha swot …`: strengths, weaknesses, opportunities and threats of a programme.

mod add;
mod drop;
mod show;

super::commands! {
    /// Keep the SWOT analysis of a programme
    Add => add,
    Show => show,
    Drop => drop,
}
