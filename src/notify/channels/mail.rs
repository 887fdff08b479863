//! Letters by mail, over SMTP spoken step by step: what fails before the letter itself was handed over certainly did
//! not arrive, what fails after may have.

use std::path::Path;
use std::time::Duration;

use lettre::message::{Mailbox, Mailboxes};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{Certificate, SmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail as From, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, Message};

use super::{Channel, Letter};
use crate::notify::parcel::Try;
use crate::notify::settings::{Mail, Security, secret};

/// A mail server.
pub struct Post {
    host: String,
    port: u16,
    security: Security,
    from: Mailbox,
    credentials: Option<Credentials>,
    authority: Option<Certificate>,
    timeout: Duration,
}

/// Answers to a login: a setting that somebody will mend, not a letter that nobody wants.
const LOGIN: [&str; 4] = ["530", "534", "535", "538"];

impl Post {
    /// The server that `[mail]` names.
    ///
    /// # Errors
    /// A sender that is no address; a password or a certificate that cannot be read: only where it was looked for.
    pub fn new(mail: &Mail, home: &Path) -> Result<Self, String> {
        let from = mail.from.parse().map_err(|_| "[mail] from".to_owned())?;
        let password = secret(mail.password_env.as_deref(), mail.password_file.as_deref(), home)
            .map_err(|place| format!("[mail] {place}"))?;
        let credentials = match &mail.user {
            Some(user) => Some(Credentials::new(user.clone(), password.ok_or("[mail] password_env")?)),
            None => None,
        };
        if credentials.is_some() && mail.security == Security::None && !is_this_machine(&mail.host) {
            return Err("[mail] security".to_owned());
        }
        let authority = match &mail.ca_file {
            Some(file) => {
                let pem = std::fs::read(home.join(file)).map_err(|_| format!("[mail] {}", file.display()))?;
                Some(Certificate::from_pem(&pem).map_err(|_| format!("[mail] {}", file.display()))?)
            }
            None => None,
        };
        let port = mail.port.unwrap_or(match mail.security {
            Security::Tls => 465,
            Security::Starttls => 587,
            Security::None => 25,
        });
        Ok(Self {
            host: mail.host.clone(),
            port,
            security: mail.security,
            from,
            credentials,
            authority,
            timeout: Duration::from_secs(mail.timeout_seconds.max(1)),
        })
    }

    fn tls(&self) -> Result<TlsParameters, Error> {
        let mut builder = TlsParameters::builder(self.host.clone());
        if let Some(authority) = &self.authority {
            builder = builder.add_root_certificate(authority.clone());
        }
        builder.build()
    }

    /// A connection that is ready for a letter.
    fn connect(&self) -> Result<SmtpConnection, Error> {
        let client = ClientId::default();
        let at = (self.host.as_str(), self.port);
        let first = match self.security {
            Security::Tls => Some(self.tls()?),
            Security::Starttls | Security::None => None,
        };
        let mut connection = SmtpConnection::connect(at, Some(self.timeout), &client, first.as_ref(), None)?;
        if self.security == Security::Starttls {
            connection.starttls(&self.tls()?, &client)?;
        }
        if let Some(credentials) = &self.credentials {
            connection.auth(DEFAULT_MECHANISMS, credentials)?;
        }
        Ok(connection)
    }

    /// The letter as it is sent. Its Message-ID is the parcel's key, the same for every attempt.
    fn message(&self, letter: &Letter, to: Address) -> Option<Vec<u8>> {
        let id = format!("<{}@{}>", letter.key, self.from.email.domain());
        let to: Mailboxes = Mailbox::new(Some(letter.name.clone()), to).into();
        let message = Message::builder()
            .message_id(Some(id))
            .from(self.from.clone())
            .mailbox(lettre::message::header::To::from(to))
            .subject(letter.subject.clone())
            .header(lettre::message::header::ContentType::TEXT_PLAIN)
            .body(letter.text.clone());
        message.ok().map(|message| message.formatted())
    }
}

impl Channel for Post {
    fn name(&self) -> &'static str {
        "mail"
    }

    fn reaches(&self, address: Option<&str>) -> bool {
        address.is_some_and(|address| address.parse::<Address>().is_ok())
    }

    fn knows_repeats(&self) -> bool {
        false
    }

    fn concerns_all(&self, code: &str) -> bool {
        code.parse::<u16>().is_err() || code == "421" || LOGIN.contains(&code)
    }

    fn send(&self, letter: &Letter) -> Try {
        let Some(to) = letter.address.as_ref().and_then(|address| address.parse::<Address>().ok()) else {
            return Try::Refused("address".into());
        };
        let Some(content) = self.message(letter, to.clone()) else { return Try::Refused("letter".into()) };
        // Until the recipient is named the server speaks of us, never of the letter.
        let mut connection = match self.connect() {
            Ok(connection) => connection,
            Err(error) => return Try::Later(code(&error)),
        };
        if let Err(error) = connection.command(From::new(Some(self.from.email.clone()), Vec::new())) {
            connection.abort();
            return Try::Later(code(&error));
        }
        let begun = connection.command(Rcpt::new(to, Vec::new())).and_then(|_| connection.command(Data));
        if let Err(error) = begun {
            connection.abort();
            return before(&error);
        }
        let handed = connection.message(&content);
        let result = match &handed {
            Ok(_) => Try::Sent,
            // An answer with a code. One that was cut short says nothing of the letter.
            Err(error) if error.status().is_some() => before(error),
            Err(error) => Try::Doubt(code(error)),
        };
        match result {
            // It was taken: what happens to the connection afterwards does not matter.
            Try::Sent => drop(connection.quit()),
            _ => connection.abort(),
        }
        result
    }
}

/// What an error means once the recipient was named, or in an answer to the letter.
fn before(error: &Error) -> Try {
    match error.is_permanent() {
        true if !LOGIN.contains(&code(error).as_str()) => Try::Refused(code(error)),
        _ => Try::Later(code(error)),
    }
}

/// Whether a password sent in the open stays on this machine.
fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Whether a connection failed because the server could not prove who it is.
fn speaks_of_a_certificate(error: &Error) -> bool {
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(found) = cause {
        if found.to_string().contains("certificate") {
            return true;
        }
        cause = found.source();
    }
    false
}

/// A code without the server's words, which may name the recipient.
fn code(error: &Error) -> String {
    match error.status() {
        Some(status) => status.to_string(),
        None if error.is_timeout() => "time-out".into(),
        None if speaks_of_a_certificate(error) => "certificate".into(),
        None if error.is_tls() => "tls".into(),
        None if error.is_client() => "client".into(),
        None => "connection".into(),
    }
}
