//! The one integration binary. A new file is a `mod` line here; `tidy` notices a file that was forgotten.

mod command_line;
mod deadline;
mod docs;
mod guards;
mod harness;
mod import;
mod import_bad;
mod night;
mod night_year;
mod notify_hooks;
mod orders;
mod pair_solve;
mod pairs;
mod people;
mod reports;
mod rescue;
mod school;
mod script_batches;
mod script_kinds;
mod script_sets;
mod scripts;
mod store;
mod tidy;
mod words;
mod work;
mod workflow;
