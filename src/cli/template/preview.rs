//! `vekha template preview`

use super::super::{Ctx, Exit, Failure, Kind};
use crate::lang::Lang;
use crate::notify::proofread;
use crate::notify::templates::{Rendered, Templates, folder};
use crate::script::render;
use crate::script::wire::Source;

/// Fill a template, or every one, with invented data
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha template preview task-due\nvekha template preview --both\nvekha template preview --lang en"
)]
pub struct Args {
    /// The template; all where none is named
    #[arg(value_name = "NAME")]
    name: Option<String>,

    /// In both languages [in the language of letters]
    #[arg(long)]
    both: bool,
}

/// Fills it; a mistake in a template is shown with its line.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let own = super::super::outbox::letters(ctx)?;
    let languages = match (args.both, ctx.globals.lang) {
        (true, _) => vec![Lang::Ru, Lang::En],
        (false, Some(_)) => vec![ctx.lang],
        (false, None) => vec![own],
    };
    let mut made = Vec::new();
    for lang in languages {
        let templates = super::working(ctx, Some(lang))?;
        let names: Vec<String> = match &args.name {
            Some(name) if templates.text(name).is_none() => return Err(super::unknown(name, &templates)),
            Some(name) => vec![name.clone()],
            None => templates.names().map(str::to_owned).collect(),
        };
        for name in names {
            let rendered = rendered(ctx, &templates, lang, &name)?;
            made.push((lang, name, rendered));
        }
    }
    if ctx.out.is_json() {
        let one = |(lang, name, letter): &(Lang, String, Rendered)| serde_json::json!({ "name": name, "lang": lang.code(), "subject": letter.subject, "text": letter.text });
        ctx.out.json(&made.iter().map(one).collect::<Vec<_>>());
        return Ok(Exit::Done);
    }
    for (lang, name, letter) in made {
        ctx.out.heading(&if args.both { format!("{name} ({})", lang.code()) } else { name });
        ctx.out.line(&letter.subject);
        ctx.out.line("");
        ctx.out.line(&letter.text);
    }
    Ok(Exit::Done)
}

/// A template filled with invented data, or what is wrong with it, with the line and a caret.
fn rendered(ctx: &Ctx, templates: &Templates, lang: Lang, name: &str) -> Result<Rendered, Failure> {
    let wrong = || Failure::with(Kind::BadInput, "template-wrong", [("name", name.to_owned())]);
    let text = templates.text(name).unwrap_or_default();
    let path = format!("{}{name}.txt", folder(lang));
    let hooks = std::fs::read_to_string(ctx.home()?.scripts().join("hooks.rhai")).unwrap_or_default();
    let known = proofread::variables(&hooks);
    let faults = proofread::of_template(&path, text, &known);
    if !faults.is_empty() {
        let source = [Source { name: path, text: text.to_owned() }];
        let report = |fault| render::report(fault, &source, ctx.lang, false);
        return Err(faults.iter().fold(wrong(), |failure, fault| failure.cause(report(fault))));
    }
    templates.render(name, &proofread::filled(&known)).map_err(|error| wrong().cause(error.to_string()))
}
