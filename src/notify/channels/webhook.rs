//! Messages to another program: a POST of JSON with the parcel's key, signed where there is a secret.

use std::path::Path;
use std::time::Duration;

use serde_json::json;
use vekha_core::digest::Digest;

use super::{Channel, Letter};
use crate::clock::Clock;
use crate::notify::parcel::Try;
use crate::notify::settings::{Webhook, secret};

/// A program that listens.
pub struct Hook {
    agent: ureq::Agent,
    url: String,
    secret: Option<String>,
    repeats: bool,
    clock: Clock,
}

impl Hook {
    /// The receiver that `[webhook]` names.
    ///
    /// # Errors
    /// A secret that cannot be read: where it was looked for.
    pub fn new(webhook: &Webhook, home: &Path, clock: Clock) -> Result<Self, String> {
        let secret = secret(webhook.secret_env.as_deref(), webhook.secret_file.as_deref(), home)
            .map_err(|place| format!("[webhook] {place}"))?;
        let wait = Duration::from_secs(webhook.timeout_seconds.max(1));
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(wait))
            .timeout_connect(Some(wait))
            .max_redirects(0)
            .build();
        let (agent, url, repeats) = (config.new_agent(), webhook.url.clone(), webhook.repeats);
        Ok(Self { agent, url, secret, repeats, clock })
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

    fn concerns_all(&self, _: &str) -> bool {
        true
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
            Ok(answer) => {
                let header = answer.headers().get("retry-after").and_then(|value| value.to_str().ok());
                answered(answer.status().as_u16(), header.and_then(|value| seconds(value, self.clock.now())))
            }
            Err(error) => failed(&error),
        }
    }
}

/// What a status means. 409: the receiver has had this key before. A page that moved, that is not there or lets nobody
/// in is a setting that somebody will mend, not a letter that nobody wants; a redirect is not followed, since the
/// letter names people and goes to the address that was set and to no other.
fn answered(status: u16, wait: Option<u64>) -> Try {
    match (status, wait) {
        (200..=299 | 409, _) => Try::Sent,
        (429 | 503, Some(seconds)) => Try::Asked(status.to_string(), seconds),
        (300..=399 | 401 | 403..=405 | 407 | 408 | 425 | 429 | 500..=599, _) => {
            Try::Later(status.to_string())
        }
        _ => Try::Refused(status.to_string()),
    }
}

/// `Retry-After`: seconds, or a moment (RFC 9110, 10.2.3).
fn seconds(value: &str, now: chrono::DateTime<chrono::Utc>) -> Option<u64> {
    if let Ok(seconds) = value.trim().parse() {
        return Some(seconds);
    }
    let until = chrono::DateTime::parse_from_rfc2822(value.trim()).ok()?;
    Some(u64::try_from((until.to_utc() - now).num_seconds()).unwrap_or(0))
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
            assert_eq!(answered(status, Some(5)), Try::Sent);
        }
        for status in [301, 308, 401, 404, 408, 429, 500, 503] {
            assert_eq!(answered(status, None), Try::Later(status.to_string()));
        }
        for status in [400, 410, 413, 422] {
            assert_eq!(answered(status, Some(5)), Try::Refused(status.to_string()));
        }
        assert_eq!(answered(429, Some(5)), Try::Asked("429".into(), 5));
    }

    #[test]
    fn a_time_to_wait_is_seconds_or_a_moment() {
        let now = "2023-11-10T00:00:00Z".parse().unwrap();
        let check = |value: &str, expected| assert_eq!(seconds(value, now), expected, "{value}");
        check("120", Some(120));
        check(" 0 ", Some(0));
        check("Fri, 10 Nov 2023 00:02:00 GMT", Some(120));
        check("Thu, 09 Nov 2023 00:02:00 GMT", Some(0));
        check("soon", None);
        check("-5", None);
    }
}
