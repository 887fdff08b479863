//! `vekha vault export FILE --key-file FILE`

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::super::refusal::failure;
use super::super::{Ctx, Exit, Failure, Kind};
use crate::app::rescue::{Kept, kept};
use crate::export::vault::{Lock, VaultError, write};
use crate::store::Access;

/// Write names, texts and the contents of files into one encrypted file, beside the exported journal
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha vault export vault.age --key-file passphrase.txt\n\
    vekha vault export /media/usb/vault.age --key-file recipient.txt")]
pub struct Args {
    /// The new file
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// A file with a passphrase, or with a key of age: `age1…`
    #[arg(long, value_name = "FILE")]
    key_file: PathBuf,
}

/// Writes the file whole or not at all.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let told = |error: crate::store::StoreError| failure(error.into(), ctx.lang);
    let lock = lock(&args.key_file)?;
    let app = ctx.app(Access::Read)?;
    let kept = kept(&app.store.snapshot().map_err(told)?).map_err(told)?;
    let people = kept.iter().filter(|one| matches!(one, Kept::Vault { .. })).count();
    let mut sealed = Vec::new();
    write(&kept, lock, &mut sealed).map_err(|error| vault_failure(&args.file, error))?;
    ctx.files.put(&args.file, &sealed).map_err(|error| Failure::io(&args.file, &error))?;
    let file = args.file.display().to_string();
    let counts = [("file", file.clone().into()), ("rows", people.into())];
    let words = ctx.say("vault-exported", &counts);
    ctx.out.outcome(&words, &json!({"file": file, "rows": people, "files": kept.len() - people}));
    Ok(Exit::Done)
}

/// The passphrase or the key that a file holds.
pub fn lock(file: &Path) -> Result<Lock, Failure> {
    let text = fs::read_to_string(file).map_err(|error| Failure::io(file, &error))?;
    if text.trim().is_empty() {
        let place = [("file", file.display().to_string())];
        return Err(Failure::with(Kind::BadInput, "vault-no-key", place));
    }
    Ok(Lock::of_text(&text))
}

/// What went wrong with a vault file.
pub fn vault_failure(file: &Path, error: VaultError) -> Failure {
    let name = file.display().to_string();
    match error {
        VaultError::Io(error) => Failure::io(file, &error),
        VaultError::WrongKey => Failure::with(Kind::BadInput, "vault-wrong-key", [("file", name)]),
        VaultError::Damaged(why) => {
            Failure::with(Kind::BadInput, "vault-damaged", [("file", name)]).cause(why)
        }
        VaultError::Line { line, why } => {
            Failure::with(Kind::BadInput, "vault-bad-line", [("file", name), ("line", line.to_string())])
                .cause(why)
        }
    }
}
