//! `vekha order register`

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use vekha_core::command::{Action, DocumentDraft, Step};
use vekha_core::digest::Digest;
use vekha_core::ids::{ProgrammeId, Subject};
use vekha_core::pairs::Pair;
use vekha_core::view::Read;

use crate::app::orders::{AMENDMENT, Listing, ORDER, ORDERED, is_agreed};
use crate::cli::pair::find;
use crate::cli::{Ctx, Desk, Exit, Failure, Kind, Session, date, programme};

/// Where copies of scans lie within a home.
const SCANS: &str = "scans";

/// The evidence that a scan is.
const SCAN: &str = "order.scan";

/// Register the signed order on pairs: those agreed upon become ordered from its date
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha order register --number 57 --date 01.11.2023 --scan order-57.pdf\n\
    vekha order register --number 57 --on 01.11.2023 --pair 1 --pair 2")]
pub struct Args {
    /// The order's number
    #[arg(long, value_name = "NUM")]
    number: String,

    /// The order's date; behind `order register` it may be written --date too [today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    on: Option<NaiveDate>,

    /// Its title
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,

    /// The scan of the signed paper: its name and SHA-256 are recorded with each pair
    #[arg(long, value_name = "FILE")]
    scan: Option<PathBuf>,

    /// Keep a copy of the scan in the home too
    #[arg(long, requires = "scan")]
    keep: bool,

    /// Only this pair; may be given several times [all agreed upon]
    #[arg(long = "pair", value_name = "PAIR")]
    pairs: Vec<String>,

    /// Only pairs of this programme
    #[arg(long = "program", alias = "programme", value_name = "ID")]
    programme: Option<u32>,
}

/// Registers it and takes the step with each pair, all or none.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let meant = Meant::of(&session.desk(ctx)?, &args)?;
    if meant.entering.is_empty() && meant.leaving.is_empty() {
        return Err(
            Failure::new(Kind::BadInput, "order-no-pairs").hint_command("pairs-list-hint", "vekha pair list")
        );
    }
    let scan = args.scan.as_deref().map(Scan::read).transpose()?;
    let day = args.on.unwrap_or(ctx.clock.today());
    let title = if meant.amends { "order-amendment-title" } else { "order-pairs-title" };
    let everybody = || meant.entering.iter().chain(&meant.leaving);
    let order = Action::RegisterDocument(DocumentDraft {
        kind: if meant.amends { AMENDMENT } else { ORDER }.into(),
        number: Some(args.number),
        date: day,
        text: Some(args.title.unwrap_or_else(|| ctx.word(title))),
        // Not the plan: an order proves the pairs it names and no others, and that its programme has one.
        about: everybody().map(|pair| Subject::Pair(pair.id)).chain(meant.programmes()).collect(),
    });
    let scans = scan.iter().flat_map(|scan| everybody().map(|pair| scan.evidence(pair)));
    let steps = meant.entering.iter().map(|pair| Action::Advance {
        subject: Subject::Pair(pair.id),
        step: Step::To(ORDERED.into()),
        reason: None,
        allow: Vec::new(),
    });
    let actions = std::iter::once(order).chain(scans).chain(steps).collect();
    let exit = ctx.act(&session, Action::Many(actions), Some(day))?;
    if let Some(scan) = scan.filter(|_| args.keep && !session.is_dry()) {
        scan.keep(ctx, &ctx.home()?.dir)?;
    }
    Ok(exit)
}

/// The pairs that an order is about.
struct Meant {
    entering: Vec<Pair>,
    /// Pairs that an earlier order named and that have ended.
    leaving: Vec<Pair>,
    amends: bool,
}

impl Meant {
    /// The pairs named, or all from whose stage the workflow leads to an order, and those that ended since the last.
    fn of(desk: &Desk<'_>, args: &Args) -> Result<Self, Failure> {
        let mut meant = Self { entering: Vec::new(), leaving: Vec::new(), amends: false };
        if args.programme.is_some() {
            programme::find(&desk.look(), args.programme)?;
        }
        let named = args.pairs.iter().map(|word| find(desk, word)).collect::<Result<Vec<_>, _>>()?;
        for programme in desk.reading.programmes()? {
            if args.programme.is_some_and(|id| ProgrammeId(id) != programme.id) {
                continue;
            }
            let listing = Listing::of(&desk.reading, programme.id)?;
            let of_programme = |pair: &&Pair| pair.programme == programme.id;
            let before = meant.entering.len() + meant.leaving.len();
            if named.is_empty() {
                let agreed = listing.entering().filter(|pair| is_agreed(desk.rules(), pair));
                meant.entering.extend(agreed.cloned());
                meant.leaving.extend(listing.leaving().cloned());
            } else {
                let (open, ended) = named.iter().filter(of_programme).cloned().partition(Pair::is_open);
                meant.entering.extend::<Vec<_>>(open);
                meant.leaving.extend::<Vec<_>>(ended);
            }
            let takes_part = meant.entering.len() + meant.leaving.len() > before;
            meant.amends |= takes_part && listing.base.is_some();
        }
        Ok(meant)
    }
}

impl Meant {
    /// Whose pairs they are.
    fn programmes(&self) -> Vec<Subject> {
        let pairs = self.entering.iter().chain(&self.leaving);
        let ids: std::collections::BTreeSet<ProgrammeId> = pairs.map(|pair| pair.programme).collect();
        ids.into_iter().map(Subject::Programme).collect()
    }
}

/// A scan: its name and what tells it from any other file.
struct Scan {
    name: String,
    digest: Digest,
    bytes: Vec<u8>,
}

impl Scan {
    fn read(file: &Path) -> Result<Self, Failure> {
        let bytes = std::fs::read(file).map_err(|error| Failure::io(file, &error))?;
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Ok(Self { name, digest: Digest::of_bytes(&bytes), bytes })
    }

    fn evidence(&self, pair: &Pair) -> Action {
        Action::AddEvidence {
            subject: Subject::Pair(pair.id),
            kind: SCAN.into(),
            document: None,
            text: Some(format!("{}, SHA-256 {}", self.name, self.digest)),
        }
    }

    /// Under its digest, so that the same scan is kept once.
    fn keep(&self, ctx: &Ctx, home: &Path) -> Result<(), Failure> {
        let folder = home.join(SCANS);
        let told = |error: &std::io::Error| Failure::io(&folder, error);
        ctx.files.folder(&folder).map_err(|error| told(&error))?;
        let extension = Path::new(&self.name).extension().unwrap_or_default();
        let file = folder.join(self.digest.to_string()).with_extension(extension);
        ctx.files.put(&file, &self.bytes).map_err(|error| Failure::io(&file, &error))
    }
}

/// After pairs were added, ended or changed: says that the registered order wants amending, where it does.
///
/// # Errors
/// What the view says.
pub fn hint_amendment(ctx: &mut Ctx, session: &Session) -> Result<(), Failure> {
    let desk = session.desk(ctx)?;
    for programme in desk.reading.programmes()? {
        let listing = Listing::of(&desk.reading, programme.id)?;
        if let Some(base) = listing.base.as_ref().filter(|_| !listing.is_empty()) {
            let args = [
                ("number", base.number.clone().unwrap_or_default().into()),
                ("added", listing.added.len().into()),
                ("ended", listing.ended.len().into()),
                ("changed", listing.changed.len().into()),
            ];
            let hint = ctx.say("order-amend-hint", &args);
            ctx.out.hint(&hint);
            let command = format!("vekha order draft pairs --amend --program {}", programme.id);
            if !ctx.out.is_json() {
                ctx.out.note(&format!("    {command}"));
            }
        }
    }
    Ok(())
}
