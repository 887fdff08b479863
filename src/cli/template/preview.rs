//! `vekha template preview`

use super::super::{Ctx, Exit, Failure, Kind};
use crate::notify::templates::sample;

/// Fill a template, or every one, with invented data
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha template preview task-due\nvekha template preview")]
pub struct Args {
    /// The template; all where none is named
    #[arg(value_name = "NAME")]
    name: Option<String>,
}

/// Fills it; a mistake in a template is shown with its line.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let templates = super::working(ctx, ctx.globals.lang.map(|_| ctx.lang))?;
    let names: Vec<String> = match &args.name {
        Some(name) if templates.text(name).is_none() => return Err(super::unknown(name, &templates)),
        Some(name) => vec![name.clone()],
        None => templates.names().map(str::to_owned).collect(),
    };
    let mut made = Vec::new();
    for name in names {
        let rendered = templates.render(&name, &sample()).map_err(|error| {
            Failure::with(Kind::BadInput, "template-wrong", [("name", name.clone())]).cause(error.to_string())
        })?;
        made.push((name, rendered));
    }
    if ctx.out.is_json() {
        let one = |(name, letter): &(String, crate::notify::templates::Rendered)| serde_json::json!({ "name": name, "subject": letter.subject, "text": letter.text });
        ctx.out.json(&made.iter().map(one).collect::<Vec<_>>());
        return Ok(Exit::Done);
    }
    for (name, letter) in made {
        ctx.out.heading(&name);
        ctx.out.line(&letter.subject);
        ctx.out.line("");
        ctx.out.line(&letter.text);
    }
    Ok(Exit::Done)
}
