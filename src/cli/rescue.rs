//! `vekha rescue DIR --journal FILE`

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde_json::json;
use vekha_core::digest::Digest;
use vekha_core::event::{Event, Recorded};
use vekha_core::ids::{PartyId, SchoolId, Subject};
use vekha_core::vault::VaultKey;

use super::vault::{key_of, vault_failure};
use super::{Ctx, Exit, Failure, Kind, refusal};
use crate::app::rescue::{Kept, Lines, RescueError, Rescued, rescue};
use crate::app::{defaults, erasures};
use crate::config;
use crate::lang::Lang;
use crate::store::{Access, Known, Snapshot, Store, StoreError};

/// Make a home anew from an exported journal and, beside it, the exported vault
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha rescue restored --journal journal.jsonl\n\
    vekha rescue restored --journal journal.jsonl --vault vault.age --key-file passphrase.txt")]
pub struct Args {
    /// The folder of the new home
    #[arg(value_name = "DIR")]
    dir: PathBuf,

    /// What `vekha journal export --all` wrote
    #[arg(long, value_name = "FILE")]
    journal: PathBuf,

    /// What `vekha vault export` wrote; without it people stay as numbers
    #[arg(long, value_name = "FILE", requires = "key_file")]
    vault: Option<PathBuf>,

    /// The file with the passphrase or the secret key that opens it
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,

    /// The end of a journal that was written down: SCHOOL:NUMBER:DIGEST
    #[arg(long, value_name = "HEAD", value_parser = super::journal::known)]
    known: Vec<Known>,
}

/// Reads, checks and writes; the home is there only when everything went well.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    if config::is_home(&args.dir) || args.dir.join(STORE).exists() {
        return there(&args, ctx);
    }
    let kept = match (&args.vault, &args.key_file) {
        (Some(vault), Some(key)) => {
            let file = File::open(vault).map_err(|error| Failure::io(vault, &error))?;
            let kept = crate::export::vault::read(BufReader::new(file), &key_of(key)?);
            kept.map_err(|error| vault_failure(vault, error))?
        }
        _ => Vec::new(),
    };
    let kept = kept.into_iter().chain(published(&args.journal)?).collect();
    ctx.files.folder(&args.dir).map_err(|error| Failure::io(&args.dir, &error))?;
    let draft = args.dir.join("vekha.redb.rescue");
    ctx.files.remove(&draft).map_err(|error| Failure::io(&draft, &error))?;
    let done = fill(&draft, &args, kept, ctx);
    if done.is_err() {
        // The first error is the one to tell.
        let _ = ctx.files.remove(&draft);
    }
    let (done, heads) = done?;
    tell(done, &heads, &args, ctx);
    Ok(Exit::Done)
}

/// A store stands there already. One that holds this very journal is what was asked for: whoever was cut off at the end
/// asks again. Nothing that stands there is written over.
fn there(args: &Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let lang = ctx.lang;
    let mut lines = lines(args)?;
    let read = lines.by_ref().try_fold(0_u64, |events, event| event.map(|_| events + 1));
    let events = read.map_err(|error| line_failure(&args.journal, error, lang))?;
    let told = |error: StoreError| refusal::failure(error.into(), lang);
    let store = Store::open(&args.dir.join(STORE), Access::Read, &ctx.store_options()).map_err(told)?;
    let snapshot = store.snapshot().map_err(told)?;
    let schools = snapshot.schools().map_err(told)?;
    let held: Heads = schools.into_iter().map(|(school, head)| (school, (head.seq, head.hash))).collect();
    if held != *lines.heads() {
        let place = [("dir", args.dir.display().to_string())];
        return Err(Failure::with(Kind::BadInput, "init-exists", place));
    }
    if !config::is_home(&args.dir) {
        let config = lay_out(&args.dir, &snapshot, false, ctx)?;
        make_home(&args.dir, &config, ctx)?;
    }
    let dir = args.dir.display().to_string();
    let words = ctx.say("rescue-there", &[("dir", dir.clone().into())]);
    let ends = ends(lines.heads());
    let schools = held.len();
    ctx.out.outcome(
        &words,
        &json!({"home": dir, "changed": false, "schools": schools, "events": events, "heads": ends}),
    );
    Ok(Exit::Done)
}

/// Where the store of a home lies.
const STORE: &str = "vekha.redb";

type Heads = BTreeMap<SchoolId, (u64, Digest)>;

fn fill(draft: &Path, args: &Args, kept: Vec<Kept>, ctx: &Ctx) -> Result<(Rescued, Heads), Failure> {
    let lang = ctx.lang;
    let told = |error: StoreError| refusal::failure(error.into(), lang);
    let options = ctx.store_options();
    // Read once to the end before anything is made: it is whole, and it says who was erased since the vault was kept.
    let (erased, rewritten) =
        erased(lines(args)?).map_err(|error| line_failure(&args.journal, error, lang))?;
    let gone = |one: &Kept| of_erased(one, &erased) || of_rewritten(one, &rewritten);
    let kept = kept.into_iter().filter(|one| !gone(one)).collect();
    let mut lines = lines(args)?;
    let store = Store::create(draft, &options).map_err(told)?;
    let done = rescue(&store, &mut lines, kept).map_err(|error| line_failure(&args.journal, error, lang))?;
    if done.events == 0 {
        let name = args.journal.display().to_string();
        return Err(Failure::with(Kind::BadInput, "rescue-empty", [("file", name)]));
    }
    let snapshot = store.snapshot().map_err(told)?;
    let verified = snapshot.verify(&args.known).map_err(told)?;
    if !verified.problems.is_empty() {
        let name = args.journal.display().to_string();
        let failure = Failure::with(Kind::BadInput, "rescue-not-whole", [("file", name)]);
        return Err(verified
            .problems
            .iter()
            .fold(failure, |failure, problem| failure.cause(problem.say(lang))));
    }
    let config = lay_out(&args.dir, &snapshot, true, ctx)?;
    let target = args.dir.join(STORE);
    for (school, party, day) in erased {
        let marks = erasures::Marks { begun: false, texts: !rewritten.is_empty() };
        erasures::note(&target, &snapshot, school, &[party], (day, marks), &options).map_err(told)?;
    }
    drop(snapshot);
    store.close().map_err(told)?;
    ctx.files.put_in_place(draft, &target).map_err(|error| Failure::io(&target, &error))?;
    make_home(&args.dir, &config, ctx)?;
    Ok((done, lines.heads().clone()))
}

/// The files that were published, from beside the journal, and this program's own: a home that never changed them needs
/// no other.
fn published(journal: &Path) -> Result<Vec<Kept>, Failure> {
    let path = super::journal::published_beside(journal);
    let mut kept: Vec<Kept> =
        defaults::files().map(|(_, text)| Kept::Text { text: text.to_owned() }).collect();
    if path.exists() {
        let text = fs::read_to_string(&path).map_err(|error| Failure::io(&path, &error))?;
        kept.extend(crate::export::vault::parse(&text).map_err(|error| vault_failure(&path, error))?);
    }
    Ok(kept)
}

fn lines(args: &Args) -> Result<Lines<BufReader<File>>, Failure> {
    let file = File::open(&args.journal).map_err(|error| Failure::io(&args.journal, &error))?;
    Ok(Lines::new(BufReader::new(file)))
}

/// Whose data were erased, and when.
type Gone = Vec<(SchoolId, PartyId, NaiveDate)>;

/// Which texts were put in other words, and how they are sealed since.
type Rewritten = BTreeMap<(SchoolId, VaultKey), Digest>;

fn erased(
    events: impl Iterator<Item = Result<Recorded, RescueError>>,
) -> Result<(Gone, Rewritten), RescueError> {
    let (mut gone, mut rewritten) = (Vec::new(), BTreeMap::new());
    for event in events {
        let event = event?;
        if let Event::PartyErased { party, merged, .. } = event.event {
            let all = merged.into_iter().chain([party]);
            gone.extend(all.map(|party| (event.school, party, event.effective)));
        } else if let Event::TextsRewritten { texts } = event.event {
            rewritten.extend(texts.into_iter().map(|seal| ((event.school, seal.key), seal.digest)));
        }
    }
    Ok((gone, rewritten))
}

/// A text as it read before it was put in other words.
fn of_rewritten(kept: &Kept, rewritten: &Rewritten) -> bool {
    let Kept::Vault { school, row } = kept else { return false };
    rewritten.get(&(*school, row.key)).is_some_and(|digest| *digest != row.seal().digest)
}

fn of_erased(kept: &Kept, erased: &[(SchoolId, PartyId, NaiveDate)]) -> bool {
    let Kept::Vault { school, row } = kept else { return false };
    erased.iter().any(|(own, party, _)| own == school && row.key.owner == Subject::Party(*party))
}

/// Writes the file that makes a folder a home. Last: so a rescue that was interrupted can be repeated.
fn make_home(dir: &Path, config: &str, ctx: &Ctx) -> Result<(), Failure> {
    let path = dir.join(config::CONFIG_FILE);
    ctx.files.put(&path, config.as_bytes()).map_err(|error| Failure::io(&path, &error))
}

/// Writes the files of a home: what was published last where its content is known, this program's own otherwise; those
/// that stand there are written over or not. Gives the content of the file that makes the folder a home.
fn lay_out(dir: &Path, snapshot: &Snapshot, over: bool, ctx: &Ctx) -> Result<String, Failure> {
    let lang = ctx.lang;
    let told = |error: StoreError| refusal::failure(error.into(), lang);
    let (mut name, mut zone, mut owner) = (String::new(), String::new(), String::new());
    let mut parts = BTreeMap::new();
    for event in snapshot.events(SchoolId(1), 1).map_err(told)? {
        let event = event.map_err(told)?;
        match event.event {
            Event::SchoolAdded { name: school, zone: own } => {
                (name, zone, owner) = (school, own, event.actor.to_string());
            }
            Event::SetPublished { parts: published, .. } => parts = published,
            _ => {}
        }
    }
    let write = |path: PathBuf, content: &[u8]| -> Result<(), Failure> {
        if !over && path.exists() {
            return Ok(());
        }
        let folder = path.parent().unwrap_or(dir);
        ctx.files.folder(folder).map_err(|error| Failure::io(folder, &error))?;
        ctx.files.put(&path, content).map_err(|error| Failure::io(&path, &error))
    };
    for (path, content) in defaults::files() {
        write(dir.join(&path), content.as_bytes())?;
    }
    for (path, digest) in parts {
        if let Some(content) = snapshot.blob(digest).map_err(told)? {
            write(dir.join(&path), &content)?;
        }
    }
    let language = if lang == Lang::Ru { "ru" } else { "en" };
    Ok(config::template(&name, &owner, language).replace(crate::clock::DEFAULT_ZONE.name(), &zone))
}

pub fn line_failure(file: &Path, error: RescueError, lang: Lang) -> Failure {
    let name = file.display().to_string();
    match error {
        RescueError::Read(error) => Failure::io(file, &error),
        RescueError::Store(error) => refusal::failure(error.into(), lang),
        RescueError::Line { line, why } => {
            Failure::with(Kind::BadInput, "rescue-bad-line", [("file", name), ("line", line.to_string())])
                .cause(why)
        }
        RescueError::Chain { line } => {
            Failure::with(Kind::BadInput, "rescue-bad-chain", [("file", name), ("line", line.to_string())])
        }
    }
}

fn ends(heads: &Heads) -> Vec<serde_json::Value> {
    let end = |(school, (seq, hash)): (&SchoolId, &(u64, Digest))| json!({"school": school.0, "seq": seq, "hash": hash.to_string()});
    heads.iter().map(end).collect()
}

fn tell(done: Rescued, heads: &Heads, args: &Args, ctx: &mut Ctx) {
    let dir = args.dir.display().to_string();
    let words = ctx.say(
        "rescue-done",
        &[("dir", dir.clone().into()), ("events", done.events.into()), ("schools", done.schools.into())],
    );
    let ends = ends(heads);
    ctx.out.outcome(
        &words,
        &json!({
            "home": dir, "schools": done.schools, "events": done.events, "vault": done.vault,
            "missing": done.missing, "foreign": done.foreign, "heads": ends,
        }),
    );
    for (id, count) in
        [("rescue-vault", done.vault), ("rescue-missing", done.missing), ("rescue-foreign", done.foreign)]
    {
        if count > 0 {
            let words = ctx.say(id, &[("count", count.into())]);
            ctx.out.hint(&words);
        }
    }
}
