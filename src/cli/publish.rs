//! `vekha publish`

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;
use vekha_core::digest::Digest;
use vekha_core::view::Read;

use super::{Ctx, Exit, Failure, Kind, refusal};
use crate::app::{Reading, WorkingSet};

/// Put the home's working copies in force: workflows, calendar, scripts, forms, vocabulary
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha publish --dry-run\nvekha publish --why \"Training may be let pass, as the council decided\""
)]
pub struct Args {
    /// A sentence why, for the journal
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
}

/// Checks the files, shows what differs from what is in force, and publishes it as one set.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let dir = ctx.home()?.dir.clone();
    let set = WorkingSet::of_home(&dir).map_err(|error| refusal::failure(error.into(), ctx.lang))?;
    let published = session.read()?.published()?;
    let before = published.as_ref().map(|set| set.parts.clone()).unwrap_or_default();
    let difference = Difference::of(&before, &set);
    if published.is_some_and(|published| published.digest == set.digest) {
        let words = ctx.say("publish-nothing", &[("set", set.digest.short().into())]);
        ctx.out.outcome(&words, &difference.json(set.digest, false));
        return Ok(Exit::Done);
    }
    if !ctx.out.is_json() {
        difference.tell(ctx);
    }
    if session.is_dry() {
        if ctx.out.is_json() {
            ctx.out.json(&difference.json(set.digest, false));
        }
        return Ok(Exit::Done);
    }
    let question = ctx.say("publish-question", &[("set", set.digest.short().into())]);
    if !ctx.out.confirm(&question)? {
        return Err(Failure::new(Kind::Failed, "publish-not-wanted"));
    }
    session.act_with(set.action(args.why), None, set.blobs())?;
    let words = ctx.say("publish-done", &[("set", set.digest.short().into())]);
    ctx.out.outcome(&words, &difference.json(set.digest, true));
    Ok(Exit::Done)
}

/// What was edited in the home and not published yet; nothing where the files have mistakes, which `check` shows.
///
/// # Errors
/// What the store says.
pub fn pending(ctx: &Ctx, reading: &Reading<'_>) -> Result<Option<Difference>, Failure> {
    let published = reading.published()?.map(|set| set.parts).unwrap_or_default();
    let set = WorkingSet::of_home(&ctx.home()?.dir).ok();
    let difference = set.map(|set| Difference::of(&published, &set));
    Ok(difference.filter(|difference| !difference.is_empty()))
}

/// What the working copies change of what is in force, by path.
#[derive(Debug, Default)]
pub struct Difference {
    /// New files.
    pub added: Vec<String>,
    /// Files with another content.
    pub changed: Vec<String>,
    /// Files that are gone.
    pub removed: Vec<String>,
}

impl Difference {
    /// Between the parts in force and the working copies.
    pub fn of(before: &BTreeMap<String, Digest>, set: &WorkingSet) -> Self {
        let mut difference = Self::default();
        let mut there = BTreeSet::new();
        for part in &set.parts {
            there.insert(part.path.as_str());
            match before.get(&part.path) {
                None => difference.added.push(part.path.clone()),
                Some(digest) if *digest != Digest::of_bytes(&part.content) => {
                    difference.changed.push(part.path.clone());
                }
                Some(_) => {}
            }
        }
        difference.removed = before.keys().filter(|path| !there.contains(path.as_str())).cloned().collect();
        difference
    }

    /// Whether the working copies are what is in force.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }

    /// The paths, each once.
    pub fn paths(&self) -> Vec<&str> {
        [&self.added, &self.changed, &self.removed].into_iter().flatten().map(String::as_str).collect()
    }

    fn json(&self, set: Digest, published: bool) -> serde_json::Value {
        json!({
            "set": set.to_string(),
            "published": published,
            "added": self.added,
            "changed": self.changed,
            "removed": self.removed,
        })
    }

    fn tell(&self, ctx: &mut Ctx) {
        for (sign, paths) in [("+", &self.added), ("~", &self.changed), ("-", &self.removed)] {
            for path in paths {
                ctx.out.line(format!("  {sign} {path}"));
            }
        }
    }
}
