//! `vekha survey show`

use serde_json::{Value, json};
use vekha_core::survey::{Question, QuestionKind};

use super::shared::{self, WaveArg};
use crate::cli::{Ctx, Exit, Failure};
use crate::lang::Lang;

/// Show the questions of a questionnaire with the ids that `survey fill` takes
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha survey show mentee\nvekha survey show mentee --wave after --json")]
pub struct Args {
    /// The questionnaire
    #[arg(value_name = "NAME")]
    name: String,

    /// Only the questions of this wave
    #[arg(long, value_name = "WAVE", value_enum)]
    wave: Option<WaveArg>,
}

/// Shows it.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let survey = shared::survey(&desk, &args.name)?;
    let russian = ctx.lang == Lang::Ru;
    let asked = survey.questions.iter().filter(|question| match args.wave {
        Some(wave) => question.only.is_none_or(|only| only == wave.into()),
        None => true,
    });
    if ctx.out.is_json() {
        let questions: Vec<Value> = asked.map(|question| as_json(question, russian)).collect();
        let waves: Vec<&str> = survey.waves.iter().map(|wave| wave.as_str()).collect();
        ctx.out.json(&json!({
            "name": survey.name,
            "title": survey.title.pick(russian),
            "who": survey.who.as_str(),
            "waves": waves,
            "questions": questions,
        }));
        return Ok(Exit::Done);
    }
    ctx.out.title(survey.title.pick(russian));
    if !survey.intro.pick(russian).is_empty() {
        ctx.out.line(survey.intro.pick(russian));
    }
    for (question, number) in asked.zip(1..) {
        let only = question.only.map(|wave| ctx.lang.word(&format!("survey-only-{}", wave.as_str())));
        let only = only.map(|only| format!(", {only}")).unwrap_or_default();
        ctx.out.line(format!("{number}. {}", question.text.pick(russian)));
        ctx.out.line(format!("   {}: {}{only}", question.id, answer(ctx.lang, question)));
    }
    Ok(Exit::Done)
}

/// How a question is answered, in words.
fn answer(lang: Lang, question: &Question) -> String {
    match &question.kind {
        QuestionKind::Scale(from, to) => format!("{from}–{to}"),
        QuestionKind::YesNo => lang.word("survey-expects-yes-no"),
        QuestionKind::Choice(options) => {
            let options = options.iter().map(|option| {
                let value = option.value.map(|value| format!(" ({value})")).unwrap_or_default();
                format!("{} — {}{value}", option.id, option.text.pick(lang == Lang::Ru))
            });
            options.collect::<Vec<_>>().join("; ")
        }
        QuestionKind::Text => lang.word("survey-expects-text"),
    }
}

fn as_json(question: &Question, russian: bool) -> Value {
    let (kind, detail) = match &question.kind {
        QuestionKind::Scale(from, to) => ("scale", json!({"from": from, "to": to})),
        QuestionKind::YesNo => ("yes-no", Value::Null),
        QuestionKind::Text => ("text", Value::Null),
        QuestionKind::Choice(options) => {
            let options = options.iter().map(
                |option| json!({"id": option.id, "text": option.text.pick(russian), "value": option.value}),
            );
            ("choice", Value::Array(options.collect()))
        }
    };
    json!({
        "id": question.id,
        "text": question.text.pick(russian),
        "kind": kind,
        "answers": detail,
        "only": question.only.map(|wave| wave.as_str()),
        "required": question.required,
    })
}
