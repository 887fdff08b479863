//! `vekha workflow diagram NAME [--format mermaid|svg] [--output FILE]`

use std::path::PathBuf;

use clap::ValueEnum;
use serde_json::json;

use super::find;
use crate::cli::{Ctx, Exit, Failure};
use crate::lang::Lang;

/// Draw a workflow.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha workflow diagram programme\nvekha workflow diagram pair --output pair.svg\nvekha workflow diagram workflows/task.toml --format svg"
)]
pub struct Args {
    /// The workflow's name or its file
    #[arg(value_name = "WORKFLOW")]
    name: String,

    /// How to draw it [by the ending of the output's name, else mermaid]
    #[arg(long, value_name = "FORMAT", value_enum)]
    format: Option<Format>,

    /// Where to write it [the screen]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// The form of a drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Text that pages with Mermaid draw.
    Mermaid,
    /// A drawing.
    Svg,
}

/// Prints or writes the drawing in the person's language.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let (_, machine) = find::one(&args.name, ctx)?;
    let ending = args.output.as_ref().and_then(|path| path.extension());
    let by_name = if ending.is_some_and(|ending| ending == "svg") { Format::Svg } else { Format::Mermaid };
    let russian = ctx.lang == Lang::Ru;
    let drawing = match args.format.unwrap_or(by_name) {
        Format::Mermaid => machine.to_mermaid(russian),
        Format::Svg => machine.to_svg(russian),
    };
    match args.output {
        None => ctx.out.raw(drawing.as_bytes()),
        Some(path) => {
            ctx.files.put(&path, drawing.as_bytes()).map_err(|error| Failure::io(&path, &error))?;
            let shown = path.display().to_string();
            let words = ctx.say("workflow-written", &[("path", shown.as_str().into())]);
            ctx.out.outcome(&words, &json!({"written": shown}));
        }
    }
    Ok(Exit::Done)
}
