//! The command line. One command is one file: its arguments, and one function that runs it.
//!
//! To add a command `vekha wave`:
//! 1. write `src/cli/wave.rs` with `pub struct Args` (clap derive, English doc comments, `after_help` with examples:
//!    one command a line) and `pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure>`;
//! 2. add `mod wave;` and a line `Wave => wave,` below;
//! 3. say the same in Russian in `locales/ru/<area>.ftl`: `help-wave`, `help-wave--name` for every argument, and
//!    `value-name` for a value name that `locales/ru/help.ftl` does not know yet. A test tells what is missing.
//!
//! A command of a group (`vekha task done`) goes the same way into `src/cli/task/`, whose `mod.rs` holds only its list.

mod address;
mod allow;
mod args;
mod backup;
mod calendar;
mod clap_errors;
mod completions;
mod consent;
mod ctx;
mod deadline;
mod demo;
mod desk;
mod doc;
mod doctor;
mod entry;
mod exit;
pub mod failure;
mod globals;
mod help;
mod import;
mod import_people_show;
mod init;
mod journal;
mod look;
mod man;
mod meeting;
mod memo;
mod metrics;
mod nightly;
mod order;
mod outbox;
mod output;
mod pair;
mod party;
mod person;
mod plan;
mod program;
mod programme;
mod proof;
pub mod publish;
pub mod refusal;
mod report;
mod rescue;
mod restore;
mod school;
mod script;
mod session;
mod simulate;
mod sorting;
mod status;
mod steps;
mod survey;
mod swot;
mod table;
mod task;
mod task_lines;
mod tell;
mod tell_messages;
mod tell_night;
mod tell_pairs;
mod tell_people;
mod tell_work;
mod template;
mod today;
mod vault;
mod vocabulary;
mod workflow;

pub use args::{date, date_time, plan_year};
pub use ctx::{Ctx, Writing};
pub use desk::Desk;
pub use entry::{captured, carry_out, command_line, main};
pub use exit::Exit;
pub use failure::{Failure, Hint, Kind, Message};
pub use globals::Globals;
pub use help::{message_id, value_id};
pub use output::Output;
pub use session::{Outcome, Session};
pub use table::Table;

/// Declares the commands of one level: their enum, the arguments that hold it, and the way to the file of each.
macro_rules! commands {
    ($(#[$meta:meta])* $($variant:ident => $module:ident,)*) => {
        $(#[$meta])*
        #[derive(Debug, clap::Args)]
        pub struct Args {
            #[command(subcommand)]
            command: Command,
        }

        #[derive(Debug, clap::Subcommand)]
        #[allow(clippy::large_enum_variant)] // one value per run of the program
        enum Command {
            $($variant($module::Args),)*
        }

        /// Runs the command that was chosen.
        pub fn run(args: Args, ctx: &mut $crate::cli::Ctx) -> Result<$crate::cli::Exit, $crate::cli::Failure> {
            match args.command {
                $(Command::$variant(args) => $module::run(args, ctx),)*
            }
        }
    };
}
pub(crate) use commands;

commands! {
    /// Run a school's mentoring programme from its roadmap.
    Init => init,
    Demo => demo,
    Import => import,
    Status => status,
    Today => today,
    Task => task,
    Program => program,
    Person => person,
    Deadline => deadline,
    Workflow => workflow,
    Script => script,
    Publish => publish,
    Pair => pair,
    Meeting => meeting,
    Survey => survey,
    Swot => swot,
    Order => order,
    Consent => consent,
    Vocabulary => vocabulary,
    Report => report,
    Outbox => outbox,
    Template => template,
    Memo => memo,
    Calendar => calendar,
    Journal => journal,
    Nightly => nightly,
    Metrics => metrics,
    Simulate => simulate,
    Plan => plan,
    School => school,
    Backup => backup,
    Restore => restore,
    Rescue => rescue,
    Vault => vault,
    Doctor => doctor,
    Completions => completions,
    Man => man,
}
