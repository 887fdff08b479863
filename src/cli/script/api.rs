//! `vekha script api`

use std::sync::Arc;

use serde_json::json;

use crate::cli::{Ctx, Exit, Failure};
use crate::lang::Lang;
use crate::script::api::VERSION;
use crate::script::api::doc::CHAPTERS;
use crate::script::api::facts::{FIELDS, Schema};
use crate::script::kinds::Kind;
use crate::script::kinds::guards::GIVEN;
use crate::script::limits::{Limits, Meter};
use crate::script::program::{Surroundings, furnished};

/// Show what scripts may call and read.
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha script api\nvekha script api --definitions > scripts/vekha.d.rhai")]
pub struct Args {
    /// Print a definitions file for editors
    #[arg(long)]
    definitions: bool,
}

/// Prints the host API.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    if args.definitions {
        let text = definitions();
        ctx.out.raw(text.as_bytes());
        return Ok(Exit::Done);
    }
    let index = usize::from(ctx.lang == Lang::En);
    if ctx.out.is_json() {
        let functions: Vec<_> = CHAPTERS
            .iter()
            .flat_map(|chapter| chapter.entries.iter().map(move |entry| (chapter, entry)))
            .map(|(chapter, entry)| {
                json!({"chapter": chapter.title[index], "names": entry.names, "signature": entry.signature,
                    "words": entry.words[index]})
            })
            .collect();
        let fields: Vec<_> =
            FIELDS.iter().map(|(en, ru, words)| json!({"names": [en, ru], "words": words[index]})).collect();
        let given: serde_json::Map<_, _> =
            GIVEN.iter().map(|(of, names)| ((*of).into(), json!(names))).collect();
        ctx.out.json(&json!({"version": VERSION, "functions": functions, "fields": fields, "guards": given}));
        return Ok(Exit::Done);
    }
    let title = ctx.say("script-api-title", &[("version", VERSION.into())]);
    ctx.out.line(title);
    for chapter in CHAPTERS {
        ctx.out.heading(chapter.title[index]);
        for entry in chapter.entries {
            ctx.out.line(format!("  {} · {} {}", entry.names[1], entry.names[0], entry.signature));
            ctx.out.line(format!("      {}", entry.words[index]));
        }
    }
    ctx.out.heading(&ctx.word("script-api-fields"));
    for (english, russian, words) in FIELDS {
        ctx.out.line(format!("  {russian} · {english} — {}", words[index]));
    }
    ctx.out.heading(&ctx.word("script-api-kinds"));
    for kind in Kind::ALL {
        let duties: Vec<String> =
            kind.duties().iter().map(|duty| format!("{}/{}", duty.name, duty.params)).collect();
        ctx.out.line(format!("  {}.rhai: {}", kind.name(), duties.join(", ")));
    }
    ctx.out.heading(&ctx.word("script-api-given"));
    for (of, names) in GIVEN {
        let spelled = names.iter().filter_map(|name| FIELDS.iter().find(|(english, ..)| english == name));
        let names: Vec<&str> = spelled.map(|(en, ru, _)| if index == 0 { *ru } else { *en }).collect();
        let of = ctx.word(&format!("script-api-given-{of}"));
        ctx.out.line(format!("  {of}: {}", names.join(", ")));
    }
    Ok(Exit::Done)
}

/// Every function with its types, as Rhai's language server reads them.
fn definitions() -> String {
    let limits = Limits::default();
    let schema = Schema::of([]);
    let calendar = vekha_core::schedule::Calendar::default();
    let around = Surroundings {
        limits: &limits,
        modules: &[],
        calendar: &calendar,
        schema: &schema,
        say: Arc::new(|_, _| ()),
    };
    let engine = furnished(&Meter::new(&limits, None), &around);
    engine.definitions().with_headers(true).single_file()
}
