//! `vekha completions SHELL`

use clap_complete::Shell;

use super::{Ctx, Exit, Failure, command_line};

/// Print a script that completes commands in a shell.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha completions bash > /etc/bash_completion.d/vekha\nvekha completions zsh > ~/.zfunc/_vekha"
)]
pub struct Args {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Prints the script.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command_line(ctx.lang), "vekha", &mut script);
    ctx.out.raw(&script);
    Ok(Exit::Done)
}
