//! `vekha survey withdraw`

use chrono::NaiveDate;
use vekha_core::command::Action;
use vekha_core::view::Read;
use vekha_core::work::{Response, Wave};

use super::shared::{self, WaveArg};
use crate::app::work::codes;
use crate::cli::refusal::failure;
use crate::cli::{Ctx, Desk, Exit, Failure, Kind, date};

/// Take answers back: sums follow, and the words leave the vault
///
/// The journal keeps that there was a questionnaire and that it was taken back. Copies of the file that were made
/// before keep the words; see `vekha backup`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha survey withdraw mentee --code 482-913 --wave before --reason \"Ошиблись классом\"\n\
    vekha survey withdraw curator --on 20.05.2024\nvekha survey withdraw mentee --wave before --all"
)]
pub struct Args {
    /// The questionnaire
    #[arg(value_name = "NAME")]
    name: String,

    /// Whose: the personal code
    #[arg(long, value_name = "CODE")]
    code: Option<String>,

    /// Only those of this time [all]
    #[arg(long, value_name = "WAVE", value_enum)]
    wave: Option<WaveArg>,

    /// Only those filled in on this day [all]
    #[arg(long, value_name = "DATE", value_parser = date)]
    on: Option<NaiveDate>,

    /// Of everybody
    #[arg(long, conflicts_with = "code")]
    all: bool,

    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

/// Takes them back.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    if args.code.is_none() && args.on.is_none() && !args.all {
        return Err(Failure::new(Kind::Usage, "survey-withdraw-whose"));
    }
    let session = ctx.writing_session()?;
    let found = meant(&args, &session.desk(ctx)?, ctx)?;
    let open: Vec<&Response> = found.iter().filter(|response| !response.withdrawn).collect();
    if open.is_empty() && found.iter().all(|response| response.text.is_none()) {
        return Err(Failure::with(Kind::BadInput, "survey-withdraw-none", [("name", args.name.clone())])
            .hint_command("survey-list-hint", "vekha survey list"));
    }
    if args.all && !session.is_dry() {
        let question = ctx.say("survey-withdraw-question", &[("count", open.len().into())]);
        if !ctx.out.confirm(&question)? {
            return Err(Failure::new(Kind::Failed, "survey-withdraw-not-wanted"));
        }
    }
    let withdraw = |response: &&Response| Action::WithdrawResponse {
        code: response.code,
        no: response.no,
        reason: args.reason.clone(),
    };
    let exit = ctx.act(&session, Action::Many(open.iter().map(withdraw).collect()), None)?;
    if !session.is_dry() {
        // Also those that an interrupted run withdrew before their words went.
        let keys: Vec<_> = found.iter().filter_map(|response| Some(response.text?.key)).collect();
        let school = session.school;
        let gone = session
            .app
            .store
            .write(|tx| keys.iter().try_for_each(|key| tx.forget_text(school, key).map(drop)));
        gone.map_err(|error: crate::store::StoreError| failure(error.into(), ctx.lang))?;
    }
    Ok(exit)
}

/// The questionnaires that the words of the command mean, withdrawn ones too.
fn meant(args: &Args, desk: &Desk<'_>, ctx: &Ctx) -> Result<Vec<Response>, Failure> {
    let survey = shared::survey(desk, &args.name)?;
    let wave = args.wave.map(Wave::from);
    let code = match &args.code {
        None => None,
        Some(code) => match shared::known_codes(desk, ctx)?.get(&codes::digits(code)) {
            Some((_, id)) => Some(*id),
            None => {
                let why = shared::bad_code(code);
                return Err(Failure::with(Kind::BadInput, why, [("text", code.clone())])
                    .hint_command("survey-codes-hint", "vekha survey codes"));
            }
        },
    };
    let mut found = desk.reading.responses(code)?;
    found.retain(|response| {
        response.survey == survey.name
            && wave.is_none_or(|wave| response.wave == wave)
            && args.on.is_none_or(|on| response.on == on)
    });
    Ok(found)
}
