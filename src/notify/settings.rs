//! What `vekha.toml` says about channels. Passwords and secrets come from the environment or a file, never from it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// `[notify]`
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Notify {
    /// One message a day for each person.
    pub digest: bool,
    /// The channels in the order they are tried; those that are configured where it is not said.
    pub channels: Option<Vec<String>>,
    /// How often a parcel is tried before it counts as failed.
    pub attempts: u32,
    /// How long an attempt without a known end is not repeated, in hours.
    pub window_hours: u32,
    /// How long a message may wait for a channel or an address, in days.
    pub stale_days: u32,
    /// Who acts as a role: the number or name of a person, or an address.
    pub roles: BTreeMap<String, String>,
}

impl Default for Notify {
    fn default() -> Self {
        Self {
            digest: true,
            channels: None,
            attempts: 6,
            window_hours: 24,
            stale_days: 14,
            roles: BTreeMap::new(),
        }
    }
}

/// How a connection to a mail server is protected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// From the first byte.
    Tls,
    /// After STARTTLS, which the server must offer.
    #[default]
    Starttls,
    /// Not at all: for a server on the same machine.
    None,
}

/// `[mail]`
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// The server.
    pub host: String,
    /// Its port; 465 for `tls`, 587 for `starttls`, 25 for `none`.
    pub port: Option<u16>,
    /// How the connection is protected.
    #[serde(default)]
    pub security: Security,
    /// The sender: `Школа № 158 <vekha@school.example>`.
    pub from: String,
    /// The login; without one nobody logs in.
    pub user: Option<String>,
    /// The variable of the environment with the password.
    pub password_env: Option<String>,
    /// The file with the password, relative to the home.
    pub password_file: Option<PathBuf>,
    /// A further certificate authority, PEM, relative to the home.
    pub ca_file: Option<PathBuf>,
    /// How long the server may be silent.
    #[serde(default = "half_a_minute")]
    pub timeout_seconds: u64,
}

/// `[webhook]`
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Webhook {
    /// Where messages are posted.
    pub url: String,
    /// The variable of the environment with the secret of the signature.
    pub secret_env: Option<String>,
    /// The file with the secret, relative to the home.
    pub secret_file: Option<PathBuf>,
    /// Whether the receiver knows a repeat by its `Idempotency-Key`: then an attempt in doubt is repeated at once.
    #[serde(default)]
    pub repeats: bool,
    /// How long an answer may take.
    #[serde(default = "half_a_minute")]
    pub timeout_seconds: u64,
}

/// `[letters]`
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letters {
    /// The folder, relative to the home.
    pub dir: PathBuf,
}

fn half_a_minute() -> u64 {
    30
}

/// A secret from the environment or a file. It is in no log and no message: the error names the place alone.
///
/// # Errors
/// The variable or the file that cannot be read.
pub fn secret(env: Option<&str>, file: Option<&Path>, home: &Path) -> Result<Option<String>, String> {
    if let Some(name) = env {
        return std::env::var(name).map(Some).map_err(|_| format!("${name}"));
    }
    let Some(file) = file else { return Ok(None) };
    let path = home.join(file);
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned())),
        Err(_) => Err(path.display().to_string()),
    }
}
