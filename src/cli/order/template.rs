//! `vekha order template`

use std::path::{Path, PathBuf};

use serde_json::json;

use super::paper;
use crate::cli::{Ctx, Exit, Failure, Kind};

/// Write the template of an order on pairs, to be edited in Word
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha order template --out templates/order-pairs.docx\nvekha order template --amend --out templates/order-pairs-amendment.docx"
)]
pub struct Args {
    /// The document to make; it must not exist
    #[arg(long, short = 'o', value_name = "FILE")]
    out: PathBuf,

    /// The template of an order that amends an earlier one
    #[arg(long)]
    amend: bool,
}

/// Writes it and says what may stand in it.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let bytes = paper::shipped(args.amend)?;
    let file = args.out.display().to_string();
    write(ctx, &args.out, &bytes)?;
    let known = paper::known();
    let line = ctx.say("order-template-written", &[("file", file.clone().into())]);
    ctx.out.outcome(&line, &json!({"file": file, "dry_run": ctx.globals.dry_run, "placeholders": known}));
    if !ctx.out.is_json() {
        for name in known {
            ctx.out.line(format!("  {{{{ {name} }}}}"));
        }
        let line = ctx.word("order-template-blocks");
        ctx.out.line(line);
    }
    Ok(Exit::Done)
}

/// Writes a new file; with `--dry-run` only looks whether it could be written.
///
/// # Errors
/// A file that is there already, and what the system says.
pub fn write(ctx: &Ctx, file: &Path, bytes: &[u8]) -> Result<(), Failure> {
    if file.exists() {
        return Err(Failure::io(file, &std::io::ErrorKind::AlreadyExists.into()));
    }
    if ctx.globals.dry_run {
        return Ok(());
    }
    let told = |error: &std::io::Error| Failure::io(file, error);
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        ctx.files.folder(folder).map_err(|error| told(&error))?;
    }
    ctx.files.put(file, bytes).map_err(|error| told(&error))
}

/// A failure to fill a template, with everything that is wrong and what may stand there.
pub fn told(ctx: &Ctx, file: &str, fault: &crate::export::template::Fault) -> Failure {
    use crate::export::template::{Fault, Wrong};
    let file = || ("file", file.to_owned().into());
    match fault {
        Fault::NotDocx(why) => {
            let args = vec![file(), ("reason", why.clone().into())];
            Failure::new(Kind::BadInput, crate::cli::Message::Id("order-template-broken", args))
        }
        Fault::Wrong(wrong) => {
            let mut failure =
                Failure::new(Kind::BadInput, crate::cli::Message::Id("order-template-wrong", vec![file()]));
            for found in wrong {
                let (id, text) = match found {
                    Wrong::Unknown(name) => ("order-template-unknown", name),
                    Wrong::Open(text) => ("order-template-open", text),
                    Wrong::Block(text) => ("order-template-block", text),
                    Wrong::TwoLists(text) => ("order-template-two-lists", text),
                    Wrong::NoList(name) => ("order-template-no-list", name),
                };
                failure = failure.cause(ctx.say(id, &[("text", text.clone().into())]));
            }
            let known = paper::known().join(", ");
            failure.hint(ctx.say("order-template-known", &[("known", known.into())]))
        }
    }
}
