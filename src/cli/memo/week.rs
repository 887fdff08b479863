//! `vekha memo week`

use std::path::PathBuf;

use super::super::{Ctx, Exit, Failure};
use crate::lang::Lang;
use crate::notify::memo;

/// Write the memo of the week: a page for every responsible person
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha memo week\nvekha memo week --out memos --format docx")]
pub struct Args {
    /// The folder to write to
    #[arg(long, value_name = "DIR", default_value = ".")]
    out: PathBuf,

    /// html or docx
    #[arg(long, value_name = "FORMAT", default_value = "html", value_parser = ["html", "docx"])]
    format: String,
}

/// Writes it, in the language of the school's letters.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let from = ctx.globals.as_of.unwrap_or_else(|| ctx.clock.today());
    let lang = ctx.home()?.config.language.parse().unwrap_or(Lang::Ru);
    let memo = memo::week(&desk.reading, desk.rules(), &desk.directory, from, lang)?;
    ctx.files.folder(&args.out).map_err(|error| Failure::io(&args.out, &error))?;
    let path = args.out.join(format!("memo-{from}.{}", args.format));
    let content = match args.format.as_str() {
        "docx" => memo.docx(lang),
        _ => memo.html(lang).into_bytes(),
    };
    ctx.files.put(&path, &content).map_err(|error| Failure::io(&path, &error))?;
    let pages = memo.pages.len();
    let file = path.display().to_string();
    let words = ctx.say("memo-written", &[("file", file.clone().into()), ("pages", pages.into())]);
    ctx.out.outcome(&words, &serde_json::json!({ "file": file, "pages": pages }));
    Ok(Exit::Done)
}
