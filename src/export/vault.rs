//! The vault export: lines of JSON, encrypted with age, so that the file may lie where the journal export lies.
//!
//! Whoever has the passphrase or the key reads everything that is said about people. The file is a plain age file:
//! the `age` program opens it without Vekha.

use std::io::{Read, Write};
use std::str::FromStr as _;

use age::secrecy::SecretString;
use age::{Decryptor, Encryptor, x25519};

use crate::app::rescue::Kept;

/// What opens the file.
pub enum Lock {
    /// A passphrase.
    Passphrase(SecretString),
    /// The public half of a key, `age1…`.
    Recipient(x25519::Recipient),
    /// The private half, `AGE-SECRET-KEY-1…`.
    Identity(x25519::Identity),
}

/// What went wrong.
#[derive(Debug)]
pub enum VaultError {
    /// The passphrase or the key does not open the file.
    WrongKey,
    /// The file is no age file, or was cut or changed.
    Damaged(String),
    /// A line holds nothing that a vault export holds.
    Line {
        /// Which line, from 1.
        line: usize,
        /// Why not.
        why: String,
    },
    /// The file cannot be read or written.
    Io(std::io::Error),
}

impl From<std::io::Error> for VaultError {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}

impl Lock {
    /// A passphrase, or a key in the words of age.
    pub fn of_text(text: &str) -> Self {
        let text = text.trim();
        let words = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
        let key = words.unwrap_or_default();
        if let Ok(recipient) = x25519::Recipient::from_str(key) {
            return Self::Recipient(recipient);
        }
        match x25519::Identity::from_str(key) {
            Ok(identity) => Self::Identity(identity),
            Err(_) => Self::Passphrase(SecretString::from(text.to_owned())),
        }
    }
}

/// Writes the export.
///
/// # Errors
/// [`VaultError::Io`].
pub fn write(kept: &[Kept], lock: Lock, to: impl Write) -> Result<(), VaultError> {
    let encryptor = match lock {
        Lock::Passphrase(passphrase) => Encryptor::with_user_passphrase(passphrase),
        Lock::Recipient(recipient) => for_recipient(&recipient)?,
        Lock::Identity(identity) => for_recipient(&identity.to_public())?,
    };
    let mut writer = encryptor.wrap_output(to)?;
    for one in kept {
        serde_json::to_writer(&mut writer, one).map_err(std::io::Error::from)?;
        writer.write_all(b"\n")?;
    }
    writer.finish()?;
    Ok(())
}

fn for_recipient(recipient: &x25519::Recipient) -> Result<Encryptor, VaultError> {
    Encryptor::with_recipients(std::iter::once(recipient as &dyn age::Recipient))
        .map_err(|error| VaultError::Damaged(error.to_string()))
}

/// Reads an export.
///
/// # Errors
/// [`VaultError`].
pub fn read(from: impl Read, lock: &Lock) -> Result<Vec<Kept>, VaultError> {
    let decryptor = Decryptor::new(from).map_err(told)?;
    let mut reader = match lock {
        Lock::Passphrase(passphrase) => {
            let identity = age::scrypt::Identity::new(passphrase.clone());
            decryptor.decrypt(std::iter::once(&identity as &dyn age::Identity)).map_err(told)?
        }
        Lock::Identity(identity) => {
            decryptor.decrypt(std::iter::once(identity as &dyn age::Identity)).map_err(told)?
        }
        Lock::Recipient(_) => return Err(VaultError::WrongKey),
    };
    let mut text = String::new();
    reader.read_to_string(&mut text).map_err(|error| VaultError::Damaged(error.to_string()))?;
    parse(&text)
}

/// Reads lines that are not encrypted: published files.
///
/// # Errors
/// [`VaultError::Line`].
pub fn parse(text: &str) -> Result<Vec<Kept>, VaultError> {
    let line = |(at, line): (usize, &str)| {
        serde_json::from_str(line).map_err(|error| VaultError::Line { line: at + 1, why: error.to_string() })
    };
    text.lines().enumerate().map(line).collect()
}

fn told(error: age::DecryptError) -> VaultError {
    match error {
        age::DecryptError::NoMatchingKeys
        | age::DecryptError::DecryptionFailed
        | age::DecryptError::KeyDecryptionFailed => VaultError::WrongKey,
        age::DecryptError::Io(error) => VaultError::Damaged(error.to_string()),
        other => VaultError::Damaged(other.to_string()),
    }
}
