//! `vekha survey list`

use serde_json::json;
use vekha_core::view::Read;

use crate::cli::{Ctx, Exit, Failure, Table};
use crate::lang::Lang;

/// List the questionnaires and how many were filled in
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha survey list\nvekha survey list --json")]
pub struct Args {}

/// Lists them by name.
pub fn run(_: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let responses = desk.reading.responses(None)?;
    let surveys = &desk.rules().surveys.surveys;
    let count = |name: &str, wave| {
        let of = |found: &&vekha_core::work::Response| {
            !found.withdrawn && found.survey == name && found.wave == wave
        };
        responses.iter().filter(of).count()
    };
    if ctx.out.is_json() {
        let list = surveys.values().map(|survey| {
            let waves = survey.waves.iter().map(|wave| (wave.as_str(), count(&survey.name, *wave)));
            json!({
                "name": survey.name,
                "title": survey.title.pick(ctx.lang == Lang::Ru),
                "who": survey.who.as_str(),
                "forms": survey.forms,
                "questions": survey.questions.len(),
                "filled": waves.collect::<std::collections::BTreeMap<_, _>>(),
            })
        });
        ctx.out.json(&list.collect::<Vec<_>>());
        return Ok(Exit::Done);
    }
    if surveys.is_empty() {
        ctx.out.note(&ctx.lang.word("survey-no-surveys"));
        return Ok(Exit::Done);
    }
    let words = [
        "column-name",
        "work-column-survey",
        "work-column-who",
        "work-column-questions",
        "work-column-filled",
    ];
    let mut table = Table::new(words.map(|id| ctx.lang.word(id))).right(3);
    for survey in surveys.values() {
        let waves = survey.waves.iter().map(|wave| {
            let word = ctx.lang.word(&format!("survey-wave-{}", wave.as_str()));
            format!("{word}: {}", count(&survey.name, *wave))
        });
        table.row([
            survey.name.clone(),
            survey.title.pick(ctx.lang == Lang::Ru).to_owned(),
            ctx.lang.word(&format!("survey-who-{}", survey.who.as_str())),
            survey.questions.len().to_string(),
            waves.collect::<Vec<_>>().join(", "),
        ]);
    }
    ctx.out.table(&table);
    Ok(Exit::Done)
}
