//! What is said about people stands in the vault; the journal keeps only where, and a digest keyed with random bits.
//!
//! The random bits (the salt) stand in the vault row alone. When the row is erased nobody can test a guess against
//! the digest that stays in the journal, and the journal's chain still verifies.

use alloc::collections::BTreeMap;
use alloc::string::String;

use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::ids::Subject;

/// Random bits that key a digest; 32 bytes from outside the core.
pub type Salt = [u8; 32];

/// Where a vault row stands: about whom or what, and which version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct VaultKey {
    /// About whom or what.
    pub owner: Subject,
    /// Counted from 1 for each owner; a version is never written twice.
    pub version: u32,
}

/// What an event keeps of a vault row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    /// Where the row stands.
    pub key: VaultKey,
    /// SHA-256 of the salt and the content.
    pub digest: Digest,
}

/// What a vault row holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Content {
    /// A party as it is written.
    Party(Profile),
    /// A note, a reason, the title of a document.
    Text(String),
    /// Several texts by name: of a meeting, of a task, of a questionnaire.
    Fields(BTreeMap<String, String>),
}

/// A person, role or unit as it is written.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Profile {
    /// «Соколова Н.В.», «Заместитель директора по УВР».
    pub name: String,
    /// Other spellings met in documents.
    pub spellings: alloc::vec::Vec<String>,
    /// Any further column of a registry: `contacts`, `birth_year`, `request`, …
    pub fields: BTreeMap<String, String>,
}

/// A name without what does not tell parties apart: case, ё, dots, dashes and blanks.
pub fn folded(name: &str) -> String {
    name.chars()
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'ё' { 'е' } else { c })
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// A row to be written to the vault with the events that name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VaultPut {
    /// Where.
    pub key: VaultKey,
    /// The random bits of the digest.
    pub salt: Salt,
    /// What.
    pub content: Content,
}

impl VaultPut {
    /// What the event keeps of this row.
    pub fn seal(&self) -> Sealed {
        Sealed { key: self.key, digest: digest(&self.salt, &self.content) }
    }
}

/// The keyed digest of a content: SHA-256 over the salt and the content's canonical JSON.
pub fn digest(salt: &Salt, content: &Content) -> Digest {
    // A content is strings and maps of strings: its JSON cannot fail.
    let json = serde_json::to_vec(content).unwrap_or_default();
    Digest::of(&[b"vekha vault 1", salt, &json])
}
