//! `vekha script show HASH [FILE]`

use serde_json::{Value, json};

use super::sets::{files, history, named, stands, title, why};
use crate::app::sets::Publication;
use crate::cli::{Ctx, Exit, Failure, Kind, Table};
use crate::script::fault::nearest;

/// Show a published set, or print one of its files
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha script show 1a2b3c4d\nvekha script show 2 scripts/pairing.rhai > old-pairing.rhai"
)]
pub struct Args {
    /// The set: the beginning of its hash, or its number
    #[arg(value_name = "HASH")]
    set: String,

    /// The file, with or without its folder
    #[arg(value_name = "FILE")]
    file: Option<String>,
}

/// Shows the set, or prints the file as it was published.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let reading = session.read()?;
    let all = history(ctx, &reading)?;
    let publication = named(&all, &args.set)?;
    let parts = files(ctx, &reading, publication)?;
    if let Some(file) = &args.file {
        let path = path(publication, file)?;
        let content = parts.iter().find(|part| part.path == path).map(|part| part.content.as_slice());
        let content = content.unwrap_or_default();
        if ctx.out.is_json() {
            let text = String::from_utf8_lossy(content);
            ctx.out.json(&json!({"set": publication.digest.to_string(), "path": path, "text": text}));
        } else {
            ctx.out.raw(content);
        }
        return Ok(Exit::Done);
    }
    let (why, in_force) = (why(ctx, &reading, publication)?, stands(&reading, &all, publication)?);
    if ctx.out.is_json() {
        let value = as_json(publication, &why, in_force);
        ctx.out.json(&value);
        return Ok(Exit::Done);
    }
    let name = title(ctx, publication);
    ctx.out.title(&name);
    ctx.out.line(publication.digest.to_string());
    let id = if why.is_empty() { "sets-by-first" } else { "sets-by" };
    let author = ctx.say(id, &[("author", publication.author.as_str().into()), ("why", why.into())]);
    ctx.out.line(author);
    let state = if in_force { "sets-in-force" } else { "sets-not-in-force" };
    let state = ctx.word(state);
    ctx.out.line(state);
    if !publication.is_of_this_engine() {
        let line = ctx.word("sets-other-engine");
        ctx.out.line(line);
    }
    let columns = ["sets-column-file", "sets-column-bytes", "sets-column-content"];
    let mut table = Table::new(columns.map(|id| ctx.word(id))).right(1);
    for part in &parts {
        let digest = publication.parts.get(&part.path).map(|digest| digest.short()).unwrap_or_default();
        table.row([part.path.clone(), part.content.len().to_string(), digest]);
    }
    ctx.out.table(&table);
    Ok(Exit::Done)
}

/// The file of the set that is meant.
fn path(publication: &Publication, file: &str) -> Result<String, Failure> {
    let wanted = file.trim_start_matches("./");
    let paths = || publication.parts.keys().map(String::as_str);
    if let Some(found) = paths().find(|path| *path == wanted) {
        return Ok(found.to_owned());
    }
    let tail = |path: &&str| path.rsplit('/').next() == Some(wanted);
    let found: Vec<&str> = paths().filter(tail).collect();
    if let [one] = found[..] {
        return Ok(one.to_owned());
    }
    let args = [("file", file.to_owned()), ("set", publication.digest.short())];
    let failure = Failure::with(Kind::BadInput, "sets-no-file", args);
    let names = paths().chain(paths().filter_map(|path| path.rsplit('/').next()));
    let near = if found.is_empty() { nearest(wanted, names) } else { Some(found.join(", ")) };
    Err(match near {
        Some(name) => {
            failure.hint(crate::cli::Message::Id("publish-did-you-mean", vec![("name", name.into())]))
        }
        None => failure
            .hint_command("sets-see-files", format!("vekha script show {}", publication.digest.short())),
    })
}

fn as_json(publication: &Publication, why: &str, in_force: bool) -> Value {
    json!({
        "no": publication.no,
        "set": publication.digest.to_string(),
        "seq": publication.seq,
        "on": publication.on,
        "recorded": publication.recorded,
        "author": publication.author,
        "why": why,
        "in_force": in_force,
        "this_engine": publication.is_of_this_engine(),
        "files": publication.parts,
        "workflows": publication.machines,
    })
}
