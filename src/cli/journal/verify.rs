//! `vekha journal verify`

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use serde_json::json;
use vekha_core::digest::Digest;
use vekha_core::ids::SchoolId;

use super::super::refusal::failure;
use super::super::rescue::line_failure;
use super::super::{Ctx, Exit, Failure};
use crate::app::rescue::Lines;
use crate::store::{Access, Known, Problem};

/// Compute every digest of the journal again, and say whether anything was changed, removed or lost
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha journal verify\n\
    vekha journal verify --file journal.jsonl\n\
    vekha journal verify --known 1:42:5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9")]
pub struct Args {
    /// The end of a journal that was written down: SCHOOL:NUMBER:DIGEST
    #[arg(long, value_name = "HEAD", value_parser = known)]
    known: Vec<Known>,

    /// An exported journal instead of the home's: neither store nor program is needed to have made it
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
}

/// The end of a journal as it is written down: `1:42:5fec…`.
pub fn known(text: &str) -> Result<Known, String> {
    let parts: Vec<&str> = text.split(':').collect();
    let parsed = match parts.as_slice() {
        [school, seq, hash] => school.parse().ok().zip(seq.parse().ok()).zip(Digest::from_hex(hash)),
        _ => None,
    };
    let parsed = parsed.map(|((school, seq), hash)| Known { school: SchoolId(school), seq, hash });
    parsed.ok_or_else(|| "arg-bad-head".to_owned())
}

/// Verifies the journals of all schools of the home; exit code 5 when something is wrong.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    if let Some(file) = &args.file {
        return exported(file, &args.known, ctx);
    }
    let told = |error: crate::store::StoreError| failure(error.into(), ctx.lang);
    let app = ctx.app(Access::Read)?;
    let snapshot = app.store.snapshot().map_err(told)?;
    let verified = snapshot.verify(&args.known).map_err(told)?;
    let problems: Vec<String> = verified.problems.iter().map(|problem| problem.say(ctx.lang)).collect();
    if ctx.out.is_json() {
        let heads = verified.heads.iter().map(
            |(school, head)| json!({"school": school.0, "seq": head.seq, "hash": head.hash.to_string()}),
        );
        ctx.out.json(&json!({
            "events": verified.events,
            "vault": verified.vault,
            "erased": verified.erased,
            "heads": heads.collect::<Vec<_>>(),
            "problems": problems,
        }));
    } else {
        let args = [
            ("events", verified.events.into()),
            ("vault", verified.vault.into()),
            ("erased", verified.erased.into()),
        ];
        let line = ctx.say("verify-counts", &args);
        ctx.out.line(line);
        for (school, head) in &verified.heads {
            ctx.out.line(format!("{school}:{}:{}", head.seq, head.hash));
        }
        let verdict = ctx.say("verify-verdict", &[("problems", problems.len().into())]);
        ctx.out.line(verdict);
        problems.iter().for_each(|problem| ctx.out.line(format!("  {problem}")));
    }
    Ok(if problems.is_empty() { Exit::Done } else { Exit::Store })
}

/// Verifies an export. A cut end is found only by a head that was written down.
fn exported(file: &Path, known: &[Known], ctx: &mut Ctx) -> Result<Exit, Failure> {
    let reader = File::open(file).map_err(|error| Failure::io(file, &error))?;
    let mut lines = Lines::new(BufReader::new(reader));
    let mut wanted: Vec<&Known> = known.iter().collect();
    let mut events = 0_u64;
    let mut wrong = None;
    while let Some(event) = lines.next() {
        let Ok(event) = event.map_err(|error| wrong = Some(line_failure(file, error, ctx.lang))) else {
            break;
        };
        events += 1;
        let end = lines.heads().get(&event.school).copied().unwrap_or_default();
        wanted.retain(|known| known.school != event.school || (known.seq, known.hash) != end);
    }
    if let Some(failure) = wrong {
        return Err(failure);
    }
    let lost = |known: &&Known| Problem::Unknown { school: known.school, seq: known.seq }.say(ctx.lang);
    let problems: Vec<String> = wanted.iter().map(lost).collect();
    if ctx.out.is_json() {
        let heads = lines
            .heads()
            .iter()
            .map(|(school, (seq, hash))| json!({"school": school.0, "seq": seq, "hash": hash.to_string()}));
        ctx.out.json(&json!({"events": events, "heads": heads.collect::<Vec<_>>(), "problems": problems}));
    } else {
        let line = ctx.say("verify-file-counts", &[("events", events.into())]);
        ctx.out.line(line);
        lines.heads().iter().for_each(|(school, (seq, hash))| ctx.out.line(format!("{school}:{seq}:{hash}")));
        let verdict = ctx.say("verify-verdict", &[("problems", problems.len().into())]);
        ctx.out.line(verdict);
        problems.iter().for_each(|problem| ctx.out.line(format!("  {problem}")));
    }
    Ok(if problems.is_empty() { Exit::Done } else { Exit::Store })
}
