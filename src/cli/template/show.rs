//! `vekha template show`

use super::super::{Ctx, Exit, Failure};

/// Show the text of a template
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha template show task-due")]
pub struct Args {
    /// The template
    #[arg(value_name = "NAME")]
    name: String,
}

/// Shows it as it is written.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let templates = super::working(ctx, None)?;
    let text = templates.text(&args.name).ok_or_else(|| super::unknown(&args.name, &templates))?.to_owned();
    if ctx.out.is_json() {
        ctx.out.json(&serde_json::json!({ "name": args.name, "text": text }));
    } else {
        ctx.out.line(text.trim_end());
    }
    Ok(Exit::Done)
}
