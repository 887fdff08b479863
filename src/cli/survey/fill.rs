//! `vekha survey fill`

use std::collections::BTreeMap;

use chrono::NaiveDate;
use vekha_core::command::{Action, ResponseDraft};
use vekha_core::survey::Given;
use vekha_core::work::Who;

use super::shared::{self, WaveArg};
use crate::app::work::codes;
use crate::cli::pair::find;
use crate::cli::{Ctx, Exit, Failure, Kind, date, programme};
use crate::lang::Lang;

/// Record a filled-in questionnaire; filled in again under the same code it replaces the first
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha survey fill mentee --code 482-913 --wave before comfort=7 support=8 \"expect=Освоиться\"\n\
    vekha survey fill curator --program 1 goals=2 principles=2 modern=1 climate=2 logic=2 content=1 partners=1 interest=2 applied=2"
)]
pub struct Args {
    /// The questionnaire
    #[arg(value_name = "NAME")]
    name: String,

    /// The answers: a question's id or number and the answer
    #[arg(value_name = "ANSWER", required = true, value_parser = answer)]
    answers: Vec<(String, String)>,

    /// The personal code of who filled it in
    #[arg(long, value_name = "CODE")]
    code: Option<String>,

    /// Which time
    #[arg(long, value_name = "WAVE", value_enum)]
    wave: Option<WaveArg>,

    /// When it was filled in [today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    on: Option<NaiveDate>,

    /// The pairs it tells about [all of the person's]
    #[arg(long, value_name = "PAIR")]
    pair: Vec<String>,

    /// The programme it tells about, for a curator or a partner [the only one]
    #[arg(long = "program", value_name = "ID")]
    programme: Option<u32>,
}

fn answer(text: &str) -> Result<(String, String), String> {
    let found = text.split_once('=').map(|(id, answer)| (id.trim().to_owned(), answer.trim().to_owned()));
    found.filter(|(id, _)| !id.is_empty()).ok_or_else(|| "arg-bad-answer".to_owned())
}

/// Records it.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let on = args.on.unwrap_or_else(|| ctx.clock.today());
    let draft = {
        let desk = session.desk(ctx)?;
        let survey = shared::survey(&desk, &args.name)?;
        let wave = shared::wave(survey, args.wave)?;
        let by = match &args.code {
            None => None,
            Some(code) => match shared::known_codes(&desk, ctx)?.get(&codes::digits(code)) {
                Some(by) => Some(*by),
                None => {
                    return Err(Failure::with(
                        Kind::BadInput,
                        shared::bad_code(code),
                        [("text", code.clone())],
                    )
                    .hint_command("survey-codes-hint", "vekha survey codes"));
                }
            },
        };
        let mut pairs = Vec::new();
        for word in &args.pair {
            pairs.push(find(&desk, word)?.id);
        }
        let programme = match (survey.who, by) {
            (Who::Curator | Who::Partner, None) if pairs.is_empty() => {
                Some(programme::find(&desk.look(), args.programme)?.id)
            }
            _ => None,
        };
        let (mut replies, mut texts) = (BTreeMap::new(), BTreeMap::new());
        let questions: Vec<_> = survey.asked(wave).collect();
        for (id, raw) in &args.answers {
            let numbered = id.parse::<usize>().ok().and_then(|number| questions.get(number.checked_sub(1)?));
            let question = numbered.copied().or_else(|| survey.question(wave, id)).ok_or_else(|| {
                let known: Vec<&str> = questions.iter().map(|question| question.id.as_str()).collect();
                let args = [("id", id.clone()), ("known", known.join(", "))];
                Failure::with(Kind::BadInput, "survey-no-question", args)
            })?;
            match question.read(raw) {
                Ok(Some(Given::Reply(reply))) => drop(replies.insert(question.id.clone(), reply)),
                Ok(Some(Given::Text(text))) => drop(texts.insert(question.id.clone(), text)),
                Ok(None) => {}
                Err(misfit) => {
                    let text = question.text.pick(ctx.lang == Lang::Ru).to_owned();
                    let args = [
                        ("question", text),
                        ("text", raw.clone()),
                        ("expected", shared::misfit(ctx.lang, &misfit)),
                    ];
                    return Err(Failure::with(Kind::BadInput, "survey-bad-answer", args));
                }
            }
        }
        let known = match by {
            Some((_, code)) => shared::filled(&desk, code, &survey.name, wave, on)?,
            None => None,
        };
        let texts = shared::news(&desk, ctx, known.as_ref(), texts)?;
        ResponseDraft {
            survey: survey.name.clone(),
            wave,
            by,
            on,
            at: None,
            pairs: (!pairs.is_empty()).then_some(pairs),
            programme,
            replies,
            texts,
        }
    };
    let on = on.min(ctx.clock.today());
    ctx.act(&session, Action::FillSurvey(draft), Some(on))
}
