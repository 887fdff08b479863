//! `vekha task …`: the tasks of the roadmap.

mod add;
mod advance;
mod assign;
mod cancel;
mod done;
mod edit;
mod evidence;
mod list;
mod note;
mod postpone;
mod schedule;
mod show;
mod undo;

pub use list::table;

super::commands! {
    /// Work with the tasks of the roadmap
    List => list,
    Show => show,
    Add => add,
    Edit => edit,
    Done => done,
    Advance => advance,
    Schedule => schedule,
    Postpone => postpone,
    Cancel => cancel,
    Assign => assign,
    Evidence => evidence,
    Note => note,
    Undo => undo,
}
