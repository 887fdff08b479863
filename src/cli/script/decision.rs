//! Which decision a command is about: a pair, or a subject with its indicators, guards and hooks.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use vekha_core::ids::{PartyId, ProposalId, Subject};
use vekha_core::view::Read;

use super::shared::{LimitArgs, calendar, folder, modules, source};
use crate::app::decision::{self, Gone, Taken};
use crate::app::results::Rerun;
use crate::cli::metrics::shared::subject;
use crate::cli::pair::shared::proposal;
use crate::cli::programme::find;
use crate::cli::{Ctx, Desk, Failure, Kind, party, refusal};
use crate::script::fault::nearest;
use crate::script::kinds::{HOOKS, Kind as ScriptKind, Script};
use crate::script::sandbox::Sandbox;

/// What a decision is about.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct About {
    /// A pair of the registers: the mentor and the mentee, by name or number
    #[arg(long, num_args = 2, value_names = ["MENTOR", "MENTEE"])]
    pub pair: Option<Vec<String>>,

    /// What else: pair:3, mentor:5 or a mentor's name, program:1, school
    #[arg(long, value_name = "SUBJECT", conflicts_with = "pair")]
    pub of: Option<String>,

    /// As this proposal judged it [the last one]
    #[arg(long, value_name = "N")]
    pub proposal: Option<u32>,
}

impl About {
    /// Whether something of the registers is named.
    pub fn is_real(&self) -> bool {
        self.pair.is_some() || self.of.is_some() || self.proposal.is_some()
    }
}

/// Which script is asked, and about what.
#[derive(Debug, clap::Args)]
pub struct Which {
    /// The script, or the name of its kind
    #[arg(value_name = "FILE")]
    file: PathBuf,

    #[command(flatten)]
    pub about: About,

    /// The function: of guards the condition, of hooks the event
    #[arg(long, value_name = "NAME")]
    pub function: Option<String>,
}

/// A script that is asked.
pub struct Asked {
    /// Where it lies.
    pub path: PathBuf,
    /// What kind it is of.
    pub kind: ScriptKind,
    /// The script and what it may import.
    pub script: Script,
    /// What runs it.
    pub sandbox: Sandbox,
}

impl Which {
    /// Reads it.
    ///
    /// # Errors
    /// A file that is no script.
    pub fn read(&self, limits: &LimitArgs, ctx: &Ctx) -> Result<Asked, Failure> {
        let limits = limits.limits(ctx);
        let path = path_of(&self.file, ctx);
        let source = source(&path, &limits)?;
        let kind = ScriptKind::of_file(&source.name);
        let script = Script { source, modules: modules(&path, &limits), calendar: calendar(ctx) };
        Ok(Asked { path, kind, script, sandbox: Sandbox::new(limits)? })
    }

    /// The decision that is meant; see [`taken`].
    ///
    /// # Errors
    /// As there.
    pub fn taken(
        &self,
        ctx: &Ctx,
        desk: &Desk<'_>,
        kind: ScriptKind,
        only: &[String],
    ) -> Result<Taken, Failure> {
        taken(ctx, desk, kind, &self.about, self.function.as_deref(), only)
    }
}

/// A script by its path, or by the name of its kind: `pairing` is `pairing.rhai` of the scripts folder.
fn path_of(file: &Path, ctx: &Ctx) -> PathBuf {
    let text = file.to_string_lossy();
    let named = ScriptKind::ALL.iter().any(|kind| kind.name() == text) && !file.is_file();
    if named { folder(ctx).join(format!("{text}.rhai")) } else { file.to_owned() }
}

/// The decision of a kind of script that is meant.
///
/// # Errors
/// [`Kind::Usage`] where too little is said; [`Kind::BadInput`] where there is no such thing; [`Kind::Refused`] where
/// the facts of then cannot be had any more.
fn taken(
    ctx: &Ctx,
    desk: &Desk<'_>,
    kind: ScriptKind,
    about: &About,
    function: Option<&str>,
    only: &[String],
) -> Result<Taken, Failure> {
    let on = desk.look().today;
    let told = |error| refusal::failure(error, ctx.lang);
    let about_what = || about.of.as_deref().map(|words| subject(desk, words)).transpose();
    let named = || {
        let failure = Failure::new(Kind::Usage, "script-try-function");
        function.ok_or_else(|| failure.hint("script-try-function-hint"))
    };
    match kind {
        ScriptKind::Pairing => pair(ctx, desk, about, on),
        ScriptKind::Efficiency => {
            let about = about_what()?.ok_or_else(no_subject)?;
            let taken =
                decision::indicators(&desk.reading, desk.rules(), about, on, only.to_vec()).map_err(told)?;
            taken.ok_or_else(|| Failure::new(Kind::BadInput, "record-no-facts"))
        }
        ScriptKind::Guards => {
            let (function, about) = (named()?, about_what()?.ok_or_else(no_subject)?);
            decision::guard(&desk.reading, desk.rules(), function, about, on).map_err(told)
        }
        ScriptKind::Hooks => {
            let function = named()?;
            if !HOOKS.contains(&function) {
                let failure =
                    Failure::with(Kind::BadInput, "record-no-hook", [("name", function.to_owned())]);
                return Err(match nearest(function, HOOKS) {
                    Some(near) => failure.cause("did-you-mean").cause(near),
                    None => failure,
                });
            }
            let taken = decision::hook(&desk.reading, function, about_what()?, on).map_err(told)?;
            taken.ok_or_else(|| {
                Failure::with(Kind::BadInput, "record-no-occasion", [("name", function.to_owned())])
            })
        }
        ScriptKind::Module => Err(Failure::new(Kind::Usage, "record-no-kind")),
    }
}

fn no_subject() -> Failure {
    Failure::new(Kind::Usage, "record-no-subject").hint("record-no-subject-hint")
}

fn pair(ctx: &Ctx, desk: &Desk<'_>, about: &About, on: NaiveDate) -> Result<Taken, Failure> {
    let told = |error| refusal::failure(error, ctx.lang);
    let (mentor, mentee) = people(desk, about)?;
    let id = match about.proposal {
        Some(id) => Some(proposal(&desk.look(), Some(id))?.id),
        // A pair that stands has the proposal it came from; any other the last.
        None => standing(desk, mentor, mentee)?.or(desk.reading.proposals()?.last().map(|last| last.id)),
    };
    if let Some(id) = id {
        let found = proposal(&desk.look(), Some(id.0))?;
        match decision::proposed(&desk.reading, &found, mentor, mentee).map_err(told)? {
            Ok(taken) => return Ok(taken),
            Err(Gone::Result(Rerun::NoGrounds) | Gone::NotInQuestion) if about.proposal.is_none() => {}
            Err(gone) => return Err(lost(&gone, id)),
        }
    }
    let programme = find(&desk.look(), None)?;
    let taken =
        decision::pair(&desk.reading, &desk.directory, &programme, on, mentor, mentee).map_err(told)?;
    let names = [mentor, mentee].map(|id| desk.look().name(id));
    let [first, second] = names;
    taken.ok_or_else(|| {
        Failure::with(Kind::BadInput, "record-not-in-question", [("mentor", first), ("mentee", second)])
    })
}

/// The two that are meant.
fn people(desk: &Desk<'_>, about: &About) -> Result<(PartyId, PartyId), Failure> {
    if let Some([mentor, mentee]) = about.pair.as_deref() {
        return Ok((party::find(desk, mentor)?, party::find(desk, mentee)?));
    }
    if let Some(words) = &about.of
        && let Subject::Pair(id) = subject(desk, words)?
        && let Some(pair) = desk.reading.pair(id)?
    {
        return Ok((pair.mentor, pair.mentee));
    }
    Err(Failure::new(Kind::Usage, "record-no-pair").hint("record-no-pair-hint"))
}

fn standing(desk: &Desk<'_>, mentor: PartyId, mentee: PartyId) -> Result<Option<ProposalId>, Failure> {
    let pairs = desk.reading.pairs()?;
    let found = pairs.iter().rev().find(|pair| pair.mentor == mentor && pair.mentee == mentee);
    Ok(found.and_then(|pair| pair.proposal))
}

fn lost(gone: &Gone, id: ProposalId) -> Failure {
    let reason = match gone {
        Gone::Result(Rerun::Erased(_)) => "record-erased",
        Gone::Result(Rerun::EngineChanged(_)) => "record-engine-changed",
        Gone::Result(Rerun::ScriptGone(_)) => "record-script-gone",
        Gone::Result(_) => "record-no-grounds",
        Gone::NotInQuestion => "record-not-in-proposal",
    };
    let kind = if matches!(gone, Gone::NotInQuestion) { Kind::BadInput } else { Kind::Refused };
    Failure::with(kind, reason, [("id", id.to_string())])
}
