//! Messages to another program: a POST of JSON with the parcel's key, signed where there is a secret.

use std::path::Path;
use std::time::Duration;

use serde_json::json;
use vekha_core::digest::Digest;

use super::{Channel, Letter};
use crate::notify::parcel::Try;
use crate::notify::settings::{Webhook, secret};

/// A program that listens.
pub struct Hook {
    agent: ureq::Agent,
    url: String,
    secret: Option<String>,
    repeats: bool,
}

impl Hook {
    /// The receiver that `[webhook]` names.
    ///
    /// # Errors
    /// A secret that cannot be read: where it was looked for.
    pub fn new(webhook: &Webhook, home: &Path) -> Result<Self, String> {
        let secret = secret(webhook.secret_env.as_deref(), webhook.secret_file.as_deref(), home)
            .map_err(|place| format!("[webhook] {place}"))?;
        let wait = Duration::from_secs(webhook.timeout_seconds.max(1));
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(wait))
            .timeout_connect(Some(wait))
            .max_redirects(0)
            .build();
        Ok(Self { agent: config.new_agent(), url: webhook.url.clone(), secret, repeats: webhook.repeats })
    }
}

impl Channel for Hook {
    fn name(&self) -> &'static str {
        "webhook"
    }

    fn reaches(&self, _: Option<&str>) -> bool {
        true
    }

    fn knows_repeats(&self) -> bool {
        self.repeats
    }

    fn send(&self, letter: &Letter) -> Try {
        let body = json!({
            "key": letter.key,
            "to": { "id": letter.to, "name": letter.name, "address": letter.address },
            "subject": letter.subject,
            "text": letter.text,
            "templates": letter.templates,
        })
        .to_string();
        let mut request = self
            .agent
            .post(&self.url)
            .header("content-type", "application/json; charset=utf-8")
            .header("idempotency-key", &letter.key);
        if let Some(secret) = &self.secret {
            let signature = hmac(secret.as_bytes(), body.as_bytes());
            request = request.header("x-vekha-signature", format!("sha256={signature}"));
        }
        match request.send(body) {
            Ok(answer) => answered(answer.status().as_u16()),
            Err(error) => failed(&error),
        }
    }
}

/// What a status means. 409: the receiver has had this key before.
fn answered(status: u16) -> Try {
    match status {
        200..=299 | 409 => Try::Sent,
        408 | 425 | 429 | 500..=599 => Try::Later(status.to_string()),
        _ => Try::Refused(status.to_string()),
    }
}

fn failed(error: &ureq::Error) -> Try {
    use ureq::{Error, Timeout};
    match error {
        Error::HostNotFound | Error::ConnectionFailed => Try::Later("connection".into()),
        Error::Timeout(Timeout::Resolve | Timeout::Connect) => Try::Later("time-out".into()),
        Error::Timeout(_) => Try::Doubt("time-out".into()),
        Error::Io(io) if io.kind() == std::io::ErrorKind::ConnectionRefused => {
            Try::Later("connection".into())
        }
        Error::BadUri(_) | Error::Http(_) => Try::Refused("address".into()),
        Error::Tls(_) | Error::Rustls(_) => Try::Later("tls".into()),
        _ => Try::Doubt("connection".into()),
    }
}

/// HMAC-SHA-256 (RFC 2104) over the digest that the rest of the program uses.
fn hmac(key: &[u8], text: &[u8]) -> Digest {
    const BLOCK: usize = 64;
    let mut block = [0_u8; BLOCK];
    if key.len() > BLOCK {
        block[..32].copy_from_slice(&Digest::of_bytes(key).0);
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    let pad = |with: u8| block.map(|byte| byte ^ with);
    let inner = Digest::of_bytes(&[&pad(0x36)[..], text].concat());
    Digest::of_bytes(&[&pad(0x5c)[..], &inner.0].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_are_those_of_rfc_4231() {
        let check = |key: &[u8], text: &[u8], expected: &str| {
            assert_eq!(hmac(key, text).to_string(), expected);
        };
        let first = "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7";
        check(&[0x0b; 20], b"Hi There", first);
        let second = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        check(b"Jefe", b"what do ya want for nothing?", second);
        let long = "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54";
        check(&[0xaa; 131], b"Test Using Larger Than Block-Size Key - Hash Key First", long);
    }

    #[test]
    fn a_status_says_whether_to_try_again() {
        for status in [200, 204, 409] {
            assert_eq!(answered(status), Try::Sent);
        }
        for status in [408, 429, 500, 503] {
            assert_eq!(answered(status), Try::Later(status.to_string()));
        }
        for status in [301, 400, 404, 410] {
            assert_eq!(answered(status), Try::Refused(status.to_string()));
        }
    }
}
