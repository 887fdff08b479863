//! Vekha's command line; everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    if vekha::script::worker::is_asked_for() {
        return vekha::script::worker::main();
    }
    vekha::cli::main(std::env::args_os())
}
