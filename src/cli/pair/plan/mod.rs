//! `vekha pair plan …`: the personal programme of a pair.

mod add;
mod done;
mod edit;
mod import;
mod list;
mod shared;

crate::cli::commands! {
    /// Keep the personal programme of a pair: task, term, plan, fact, mark
    Add => add,
    Done => done,
    Edit => edit,
    List => list,
    Import => import,
}
