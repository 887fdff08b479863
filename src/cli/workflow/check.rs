//! `vekha workflow check [FILE]…`

use std::path::PathBuf;

use serde_json::json;
use vekha_core::workflow::Severity;

use super::find;
use crate::cli::{Ctx, Exit, Failure};
use crate::workflows::{self, Checked};

/// Check definitions of workflows: the line of the file and a caret at each problem.
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha workflow check\nvekha workflow check workflows/programme.toml --json")]
pub struct Args {
    /// Files or folders [the home's folder `workflows`]
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
}

/// Prints every problem. Exit code 4 where one of them is an error; warnings do not count.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let files = read(&args.files, ctx)?;
    let total = |severity| files.iter().map(|file| file.count(severity)).sum::<usize>();
    let (errors, warnings) = (total(Severity::Error), total(Severity::Warning));
    if ctx.out.is_json() {
        let listed: Vec<_> = files.iter().map(|file| as_json(file, ctx)).collect();
        ctx.out.json(&json!({"files": listed, "errors": errors, "warnings": warnings}));
    } else {
        for file in &files {
            tell(file, ctx);
        }
        let args = [("errors", errors.into()), ("warnings", warnings.into())];
        let summary = ctx.say("workflow-check-summary", &args);
        ctx.out.line(summary);
    }
    Ok(if errors == 0 { Exit::Done } else { Exit::BadInput })
}

fn read(named: &[PathBuf], ctx: &mut Ctx) -> Result<Vec<Checked>, Failure> {
    let mut folders: Vec<PathBuf> = named.iter().filter(|path| path.is_dir()).cloned().collect();
    if named.is_empty() {
        folders.push(ctx.home()?.workflows());
    }
    let files: Vec<PathBuf> = named.iter().filter(|path| !path.is_dir()).cloned().collect();
    let mut checked = if files.is_empty() { Vec::new() } else { find::in_context(&files, ctx)? };
    for folder in folders {
        let found = workflows::load(&folder, find::vocabulary(ctx))?;
        if found.is_empty() {
            let words = ctx.say("workflow-check-nothing", &[("path", folder.display().to_string().into())]);
            ctx.out.note(&words);
        }
        checked.extend(found);
    }
    Ok(checked)
}

fn tell(file: &Checked, ctx: &mut Ctx) {
    for found in &file.diagnostics {
        // Colours are taken out on the way where nobody wants them.
        let text = workflows::excerpt(file, found, ctx.lang, true);
        ctx.out.line(text + "\n");
    }
    let path = ("path", file.path.display().to_string().into());
    if file.count(Severity::Error) > 0 {
        return;
    }
    let text = match &file.machine {
        Some(machine) => {
            let numbers =
                [("stages", machine.stages.len().into()), ("transitions", machine.transitions.len().into())];
            let [stages, transitions] = numbers;
            ctx.say("workflow-check-file-good", &[path, stages, transitions])
        }
        None => ctx.say("workflow-check-vocabulary-good", &[path]),
    };
    ctx.out.line(text);
}

/// `{"path","name","hash","errors","warnings","diagnostics":[…]}`; `name` and `hash` are null where there is no machine.
fn as_json(file: &Checked, ctx: &Ctx) -> serde_json::Value {
    let diagnostics: Vec<_> =
        file.diagnostics.iter().map(|found| workflows::as_json(file, found, ctx.lang)).collect();
    json!({
        "path": file.path.display().to_string(),
        "name": file.machine.as_ref().map(|machine| &machine.name),
        "hash": file.machine.as_ref().map(|machine| machine.hash.to_string()),
        "errors": file.count(Severity::Error),
        "warnings": file.count(Severity::Warning),
        "diagnostics": diagnostics,
    })
}
