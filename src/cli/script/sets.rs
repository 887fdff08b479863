//! What the commands of published sets have in common.

use vekha_core::view::Read;

use crate::app::sets::{self, Publication, Unknown};
use crate::app::{Part, Reading, WorkingSet};
use crate::cli::{Ctx, Failure, Kind, refusal};

/// Every publication, the oldest first.
pub fn history(ctx: &Ctx, reading: &Reading<'_>) -> Result<Vec<Publication>, Failure> {
    sets::history(reading).map_err(|error| refusal::failure(error, ctx.lang))
}

/// The publication that a word names.
///
/// # Errors
/// [`Kind::BadInput`] with what was probably meant.
pub fn named<'a>(history: &'a [Publication], word: &str) -> Result<&'a Publication, Failure> {
    let hint = |failure: Failure| failure.hint_command("sets-see-history", "vekha script history");
    sets::find(history, word).map_err(|unknown| match unknown {
        Unknown::Nothing(near) if near.is_empty() => {
            hint(Failure::with(Kind::BadInput, "sets-unknown", [("hash", word.to_owned())]))
        }
        Unknown::Nothing(near) => {
            let args = [("hash", word.to_owned()), ("near", near.join(", "))];
            hint(Failure::with(Kind::BadInput, "sets-unknown-near", args))
        }
        Unknown::Several(found) => {
            let args = [("hash", word.to_owned()), ("found", found.join(", "))];
            Failure::with(Kind::BadInput, "sets-ambiguous", args)
        }
    })
}

/// The publication in force: the last one.
///
/// # Errors
/// [`Kind::BadInput`] before anything was published.
pub fn in_force(history: &[Publication]) -> Result<&Publication, Failure> {
    let none = || Failure::new(Kind::BadInput, "sets-none").hint_command("sets-publish", "vekha publish");
    history.last().ok_or_else(none)
}

/// The files of a publication.
pub fn files(ctx: &Ctx, reading: &Reading<'_>, publication: &Publication) -> Result<Vec<Part>, Failure> {
    sets::parts(reading, &publication.parts).map_err(|error| refusal::failure(error, ctx.lang))
}

/// The files of the working copy, right or wrong.
pub fn working(ctx: &Ctx) -> Result<Vec<Part>, Failure> {
    WorkingSet::files(&ctx.home()?.dir).map_err(|error| refusal::failure(error.into(), ctx.lang))
}

/// «набор №2 1a2b3c4d от 02.10.2023».
pub fn title(ctx: &Ctx, publication: &Publication) -> String {
    ctx.say(
        "sets-title",
        &[
            ("no", publication.no.into()),
            ("set", publication.digest.short().into()),
            ("date", crate::cli::look::day(publication.on).into()),
        ],
    )
}

/// The sentence why; empty where none was given.
pub fn why(ctx: &Ctx, reading: &Reading<'_>, publication: &Publication) -> Result<String, Failure> {
    let Some(sealed) = &publication.why else { return Ok(String::new()) };
    let text = reading.text(Some(sealed)).map_err(|error| refusal::failure(error, ctx.lang))?;
    Ok(text.unwrap_or_else(|| ctx.word("text-erased")))
}

/// Whether a publication is the one in force.
pub fn stands(
    reading: &Reading<'_>,
    history: &[Publication],
    publication: &Publication,
) -> Result<bool, Failure> {
    let last = history.last().is_some_and(|last| last.no == publication.no);
    Ok(last && reading.published()?.is_some_and(|set| set.digest == publication.digest))
}
