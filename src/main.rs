//! Vekha's command line; everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    vekha::cli::main(std::env::args_os())
}
