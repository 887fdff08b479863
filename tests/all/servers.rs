//! Servers on loopback that speak SMTP or HTTP with whoever connects, in a mood that a test chooses: they refuse,
//! fall silent, die half-way, and remember everything that arrived.

use std::io::{BufRead as _, BufReader, Read, Result, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// How a server behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    Willing,
    /// Answers a connection with this code and hangs up.
    Greets(u16),
    /// Refuses the sender with this code.
    RefusesSender(u16),
    /// Refuses the recipient, or the request, with this code, naming the address as real servers do.
    Refuses(u16),
    /// Takes the letter and answers with this code.
    RefusesLetter(u16),
    /// Refuses, and says after how many seconds it may be tried again.
    AsksFor(u16, u64),
    /// Sends whoever comes to `/elsewhere`.
    Redirects,
    /// Never says a word.
    Silent,
    /// Takes the letter and closes the connection without an answer.
    DiesAfterData,
    /// Takes the letter and falls silent.
    SilentAfterData,
    /// Takes half of the letter and closes the connection.
    DiesWithinData,
    /// Knows no TLS.
    Plain,
}

/// How connections are protected.
#[derive(Clone, Debug)]
enum Cover {
    None,
    Tls(Arc<ServerConfig>),
    StartTls(Arc<ServerConfig>),
}

/// A server.
#[derive(Clone)]
pub struct Server {
    pub port: u16,
    mood: Arc<Mutex<Mood>>,
    /// Everything that arrived: letters, or requests with their headers.
    arrived: Arc<Mutex<Vec<String>>>,
    /// How many connections there were.
    met: Arc<Mutex<usize>>,
    /// The user and the password that are let in; without them nobody has to say who they are.
    login: Option<(String, String)>,
    cover: Cover,
}

/// A server's certificate, and the authority that vouches for it: each name has one of its own, see
/// `tests/data/tls/make.sh`.
pub struct Papers {
    /// The authority's certificate, PEM.
    pub authority: String,
    config: Arc<ServerConfig>,
}

impl Papers {
    pub fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/tls");
        let file = |ending: &str| folder.join(format!("{name}.{ending}"));
        let shown = CertificateDer::from_pem_file(file("pem")).unwrap();
        let key = PrivateKeyDer::from_pem_file(file("key")).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let config = builder.unwrap().with_no_client_auth().with_single_cert(vec![shown], key).unwrap();
        let authority = std::fs::read_to_string(file("authority.pem")).unwrap();
        Self { authority, config: Arc::new(config) }
    }
}

impl Server {
    pub fn smtp(mood: Mood) -> Self {
        Self::start(mood, Cover::None, None, |server, stream| server.mail(stream))
    }

    /// Mail over TLS from the first byte, or after STARTTLS; with a login.
    pub fn secure(mood: Mood, papers: &Papers, at_once: bool, login: (&str, &str)) -> Self {
        let config = papers.config.clone();
        let cover = if at_once { Cover::Tls(config) } else { Cover::StartTls(config) };
        let login = Some((login.0.to_owned(), login.1.to_owned()));
        Self::start(mood, cover, login, |server, stream| server.mail(stream))
    }

    pub fn http(mood: Mood) -> Self {
        Self::start(mood, Cover::None, None, |server, stream| server.page(stream))
    }

    fn start(
        mood: Mood,
        cover: Cover,
        login: Option<(String, String)>,
        talk: fn(&Self, TcpStream) -> Result<()>,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let mood = Arc::new(Mutex::new(mood));
        let server = Self { port, mood, arrived: Arc::default(), met: Arc::default(), login, cover };
        let inner = server.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                *inner.met.lock().unwrap() += 1;
                // A client that goes away is what some of these tests are about.
                let _ = talk(&inner, stream);
            }
        });
        server
    }

    pub fn is(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    pub fn arrived(&self) -> Vec<String> {
        self.arrived.lock().unwrap().clone()
    }

    /// What arrived, once whoever was killed while it talked is through: connections are served one after another.
    pub fn arrived_by_now(&self) -> Vec<String> {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        BufReader::new(stream).read_line(&mut String::new()).unwrap();
        self.arrived()
    }

    /// How many connections there were.
    pub fn met(&self) -> usize {
        *self.met.lock().unwrap()
    }

    fn mood(&self) -> Mood {
        *self.mood.lock().unwrap()
    }

    fn keep(&self, what: String) {
        self.arrived.lock().unwrap().push(what);
    }

    fn mail(&self, stream: TcpStream) -> Result<()> {
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        let secure = |config: &Arc<ServerConfig>, stream| {
            let connection = ServerConnection::new(config.clone()).map_err(std::io::Error::other)?;
            std::io::Result::Ok(StreamOwned::new(connection, stream))
        };
        match &self.cover {
            Cover::Tls(config) => self.smtp_talk(secure(config, stream)?, true, true).map(drop),
            Cover::StartTls(config) => match self.smtp_talk(stream, true, false)? {
                Some(stream) => self.smtp_talk(secure(config, stream)?, false, true).map(drop),
                None => Ok(()),
            },
            Cover::None => self.smtp_talk(stream, true, true).map(drop),
        }
    }

    /// Talks until the client leaves; gives the stream back where the client wants TLS on it.
    fn smtp_talk<S: Read + Write>(&self, stream: S, greet: bool, safe: bool) -> Result<Option<S>> {
        let mood = self.mood();
        if mood == Mood::Silent {
            std::thread::sleep(Duration::from_millis(1_500));
            return Ok(None);
        }
        let mut talk = BufReader::new(stream);
        let say = |talk: &mut BufReader<S>, text: &str| {
            talk.get_mut().write_all(text.as_bytes()).and_then(|()| talk.get_mut().flush())
        };
        if let Mood::Greets(code) = mood {
            return say(&mut talk, &format!("{code} go away\r\n")).map(|()| None);
        }
        if greet {
            say(&mut talk, "220 loopback\r\n")?;
        }
        let mut let_in = self.login.is_none();
        loop {
            let mut line = String::new();
            if talk.read_line(&mut line)? == 0 {
                return Ok(None);
            }
            let line = line.trim_end();
            let command = line.split(' ').next().unwrap_or_default().to_uppercase();
            let answer = match (command.as_str(), mood) {
                ("EHLO", Mood::Plain) => "250 loopback\r\n".into(),
                ("EHLO", _) if !safe => "250-loopback\r\n250 STARTTLS\r\n".into(),
                ("EHLO", _) if self.login.is_some() => "250-loopback\r\n250 AUTH PLAIN LOGIN\r\n".into(),
                ("STARTTLS", _) if !safe => {
                    say(&mut talk, "220 go ahead\r\n")?;
                    return Ok(Some(talk.into_inner()));
                }
                ("AUTH", _) => {
                    let_in = self.knows(line);
                    (if let_in { "235 welcome\r\n" } else { "535 who are you\r\n" }).into()
                }
                ("MAIL", _) if !let_in => "530 say who you are\r\n".into(),
                ("MAIL", Mood::RefusesSender(code)) | ("RCPT", Mood::Refuses(code)) => {
                    format!("{code} {line} is not welcome\r\n")
                }
                ("DATA", _) => {
                    say(&mut talk, "354 go on\r\n")?;
                    match self.letter(&mut talk, mood)? {
                        Some(answer) => answer,
                        None => return Ok(None),
                    }
                }
                ("QUIT", _) => return say(&mut talk, "221 bye\r\n").map(|()| None),
                _ => "250 fine\r\n".to_owned(),
            };
            say(&mut talk, &answer)?;
        }
    }

    /// Takes a letter; the answer, where there is one.
    fn letter<S: Read>(&self, talk: &mut BufReader<S>, mood: Mood) -> Result<Option<String>> {
        let mut letter = String::new();
        for line in talk.by_ref().lines() {
            let line = line?;
            if mood == Mood::DiesWithinData {
                return Ok(None);
            }
            if line == "." {
                break;
            }
            letter += &line;
            letter.push('\n');
        }
        if let Mood::RefusesLetter(code) = mood {
            return Ok(Some(format!("{code} not such a letter\r\n")));
        }
        self.keep(letter);
        match mood {
            Mood::DiesAfterData => Ok(None),
            Mood::SilentAfterData => {
                std::thread::sleep(Duration::from_millis(1_500));
                Ok(None)
            }
            _ => Ok(Some("250 taken\r\n".into())),
        }
    }

    /// Whether `AUTH PLAIN …` holds the right user and password.
    fn knows(&self, line: &str) -> bool {
        let Some((user, password)) = &self.login else { return false };
        let said = line.rsplit(' ').next().unwrap_or_default();
        said == STANDARD.encode(format!("\0{user}\0{password}"))
    }

    fn page(&self, stream: TcpStream) -> Result<()> {
        let mut say = stream.try_clone()?;
        let mut reader = BufReader::new(stream);
        let (mut request, mut length) = (String::new(), 0);
        loop {
            let mut line = String::new();
            reader.read_line(&mut line)?;
            if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap_or(0);
            }
            if line.trim().is_empty() {
                break;
            }
            request += &line.to_lowercase();
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        self.keep(format!("{request}{}", String::from_utf8_lossy(&body)));
        let (status, header) = match self.mood() {
            Mood::Silent => {
                std::thread::sleep(Duration::from_millis(1_500));
                return Ok(());
            }
            Mood::Refuses(code) => (code, String::new()),
            Mood::AsksFor(code, seconds) => (code, format!("retry-after: {seconds}\r\n")),
            Mood::Redirects => (307, format!("location: http://127.0.0.1:{}/elsewhere\r\n", self.port)),
            Mood::Willing => (200, String::new()),
            _ => return Ok(()),
        };
        say.write_all(format!("HTTP/1.1 {status} Said\r\n{header}content-length: 0\r\n\r\n").as_bytes())
    }
}

/// The header of a letter or a request.
pub fn header<'l>(letter: &'l str, name: &str) -> &'l str {
    letter.lines().find(|line| line.to_lowercase().starts_with(name)).unwrap_or_default()
}

/// Writes settings of mail to the end of a home's `vekha.toml`.
pub fn with_settings(home: &Path, settings: &str) {
    let file = home.join("vekha.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, format!("{text}\n{settings}")).unwrap();
}
