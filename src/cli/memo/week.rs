//! `vekha memo week`

use std::path::PathBuf;

use super::super::{Ctx, Exit, Failure};
use crate::lang::Lang;
use crate::notify::memo;

/// Write the memo of the week: a page for every responsible person
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha memo week\nvekha memo week --out memos --format docx\nvekha memo week --out memo.docx"
)]
pub struct Args {
    /// The folder to write to, or the file: memo.html, memo.docx
    #[arg(long, short = 'o', value_name = "PATH", default_value = ".")]
    out: PathBuf,

    /// html or docx [by the name of the file, else html]
    #[arg(long, value_name = "FORMAT", value_parser = ["html", "docx"])]
    format: Option<String>,
}

/// Writes it, in the language of the school's letters.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let from = ctx.globals.as_of.unwrap_or_else(|| ctx.clock.today());
    let lang = ctx.home()?.config.language.parse().unwrap_or(Lang::Ru);
    let memo = memo::week(&desk.reading, desk.rules(), &desk.directory, from, lang)?;
    let named = args.out.extension().and_then(|end| end.to_str()).map(str::to_lowercase);
    let named = named.filter(|end| ["html", "docx"].contains(&end.as_str()) && !args.out.is_dir());
    let format = args.format.or_else(|| named.clone()).unwrap_or_else(|| "html".into());
    let path = match named {
        Some(_) => args.out,
        None => {
            ctx.files.folder(&args.out).map_err(|error| Failure::io(&args.out, &error))?;
            args.out.join(format!("memo-{from}.{format}"))
        }
    };
    let content = match format.as_str() {
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
