//! `vekha survey print`

use std::path::PathBuf;

use serde_json::json;
use vekha_core::view::Read;

use super::shared::{self, WaveArg};
use crate::cli::{Ctx, Exit, Failure, Kind};
use crate::export::surveys;

/// Make a blank of a questionnaire to print, as a Word document
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha survey print mentee mentee-before.docx --wave before")]
pub struct Args {
    /// The questionnaire
    #[arg(value_name = "NAME")]
    name: String,

    /// The document to make; it must not exist
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Which time
    #[arg(long, value_name = "WAVE", value_enum)]
    wave: Option<WaveArg>,
}

/// Makes the document. Blanks are in Russian: participants of a Russian school fill them in.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let survey = shared::survey(&desk, &args.name)?;
    let wave = shared::wave(survey, args.wave)?;
    if args.file.exists() {
        return Err(Failure::io(&args.file, &std::io::ErrorKind::AlreadyExists.into()));
    }
    let school = desk.reading.school()?.map(|school| school.name).unwrap_or_default();
    let bytes = surveys::docx(survey, wave, &school).map_err(|error| Failure::new(Kind::Failed, error))?;
    ctx.files.put(&args.file, &bytes).map_err(|error| Failure::io(&args.file, &error))?;
    let file = args.file.display().to_string();
    let questions = survey.asked(wave).count();
    let words = ctx.say("survey-printed", &[("file", file.clone().into()), ("questions", questions.into())]);
    ctx.out.outcome(&words, &json!({"file": file, "questions": questions}));
    Ok(Exit::Done)
}
