//! `vekha survey check`

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};
use vekha_core::survey::{Survey, SurveyError, SurveyProblem};

use crate::cli::{Ctx, Exit, Failure};
use crate::lang::Lang;
use crate::words;

/// Check definitions of questionnaires: the line of the file and a caret at each problem
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha survey check\nvekha survey check surveys/mentee.toml --json")]
pub struct Args {
    /// Files [every file in the home's folder `surveys`]
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
}

/// Prints every problem. Exit code 4 where there is one.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let files = if args.files.is_empty() { of_home(ctx)? } else { args.files };
    let (mut listed, mut problems) = (Vec::new(), 0);
    for path in files {
        let source = fs::read_to_string(&path).map_err(|error| Failure::io(&path, &error))?;
        let shown = path.display().to_string();
        let found = Survey::read(&source);
        match &found {
            Ok((survey, _)) => {
                if !ctx.out.is_json() {
                    let args = [("path", shown.clone().into()), ("questions", survey.questions.len().into())];
                    let line = ctx.say("survey-check-good", &args);
                    ctx.out.line(line);
                }
            }
            Err(found) => {
                problems += found.len();
                for error in found.iter().filter(|_| !ctx.out.is_json()).cloned().collect::<Vec<_>>() {
                    ctx.out.line(excerpt(&shown, &source, &error, ctx.lang, true) + "\n");
                }
            }
        }
        let errors: Vec<Value> =
            found.err().unwrap_or_default().iter().map(|e| as_json(e, ctx.lang)).collect();
        listed.push(json!({"path": shown, "problems": errors}));
    }
    if ctx.out.is_json() {
        ctx.out.json(&json!({"files": listed, "errors": problems}));
    }
    Ok(if problems == 0 { Exit::Done } else { Exit::BadInput })
}

fn of_home(ctx: &Ctx) -> Result<Vec<PathBuf>, Failure> {
    let dir = ctx.home()?.dir.join("surveys");
    let mut files = Vec::new();
    if dir.is_dir() {
        for entry in fs::read_dir(&dir).map_err(|error| Failure::io(&dir, &error))? {
            let path = entry.map_err(|error| Failure::io(&dir, &error))?.path();
            if path.extension().is_some_and(|ending| ending == "toml") {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// The problem in a sentence.
pub fn message(problem: &SurveyProblem, lang: Lang) -> String {
    let one = |id: &str, name: &'static str, value: &str| lang.say(id, &[(name, value.to_owned().into())]);
    match problem {
        SurveyProblem::Syntax(message) => words::toml::say(message, lang),
        SurveyProblem::Twice(name) => one("survey-problem-twice", "name", name),
        SurveyProblem::NotOneOf(found, known) => lang.say(
            "survey-problem-not-one-of",
            &[("found", found.clone().into()), ("known", known.join(", ").into())],
        ),
        SurveyProblem::Waves => lang.word("survey-problem-waves"),
        SurveyProblem::OtherWave(wave) => one("survey-problem-other-wave", "wave", wave),
        SurveyProblem::Scale => lang.word("survey-problem-scale"),
        SurveyProblem::Useless(key) => one("survey-problem-useless", "key", key),
        SurveyProblem::Options => lang.word("survey-problem-options"),
        SurveyProblem::Countless => lang.word("survey-problem-countless"),
        SurveyProblem::Empty => lang.word("survey-problem-empty"),
    }
}

/// The problem with its line and a caret under the place.
pub fn excerpt(path: &str, source: &str, error: &SurveyError, lang: Lang, coloured: bool) -> String {
    let text = message(&error.problem, lang);
    words::excerpt::excerpt(path, source, error.span.clone(), &text, lang, coloured)
}

fn as_json(error: &SurveyError, lang: Lang) -> Value {
    json!({"line": error.line, "column": error.column, "message": message(&error.problem, lang)})
}
