//! `vekha survey results`

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use vekha_core::ids::CodeId;
use vekha_core::survey::{Question, QuestionKind, Survey};
use vekha_core::view::Read;
use vekha_core::work::{Reply, Response, Score, Wave};

use super::shared;
use crate::cli::{Ctx, Exit, Failure, Table};
use crate::lang::Lang;

/// Below this many answers nothing is shown: somebody could be told by it.
const FEW: usize = 3;

/// Show what a questionnaire came to: means before and after, and the change of those who answered both times
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha survey results mentee\nvekha survey results curator --json")]
pub struct Args {
    /// The questionnaire
    #[arg(value_name = "NAME")]
    name: String,

    /// Show means of fewer than three answers too
    #[arg(long)]
    few: bool,
}

/// Shows it; no answer of one person is shown unless asked for, and no free text.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let survey = shared::survey(&desk, &args.name)?;
    let mut responses = desk.reading.responses(None)?;
    responses.retain(|response| !response.withdrawn && response.survey == survey.name);
    let few = if args.few || matches!(survey.who, vekha_core::work::Who::Curator) { 1 } else { FEW };
    let lines: Vec<Line> = survey
        .questions
        .iter()
        .filter(|question| question.kind != QuestionKind::Text)
        .map(|question| Line::of(survey, question, &responses, few))
        .collect();
    let filled = |wave: Wave| responses.iter().filter(|response| response.wave == wave).count();
    let joined = joined(&responses);
    if ctx.out.is_json() {
        let waves: BTreeMap<&str, usize> =
            survey.waves.iter().map(|wave| (wave.as_str(), filled(*wave))).collect();
        ctx.out.json(&json!({
            "name": survey.name,
            "filled": waves,
            "joined": joined,
            "questions": lines.iter().map(|line| line.json(ctx.lang)).collect::<Vec<_>>(),
        }));
        return Ok(Exit::Done);
    }
    ctx.out.title(survey.title.pick(ctx.lang == Lang::Ru));
    let counts = survey.waves.iter().map(|wave| {
        let word = ctx.lang.word(&format!("survey-wave-{}", wave.as_str()));
        format!("{word}: {}", filled(*wave))
    });
    let counts = counts.collect::<Vec<_>>().join(", ");
    let line = ctx.say("survey-filled", &[("counts", counts.into()), ("joined", joined.into())]);
    ctx.out.line(line);
    let mut words = vec!["work-column-question".to_owned()];
    words.extend(survey.waves.iter().map(|wave| format!("survey-wave-{}", wave.as_str())));
    let twice = survey.waves.len() > 1;
    if twice {
        words.push("work-column-change".into());
    }
    let mut table = Table::new(words.iter().map(|id| ctx.lang.word(id)));
    for at in 1..words.len() {
        table = table.right(at);
    }
    for line in &lines {
        let mut cells = vec![line.question.text.pick(ctx.lang == Lang::Ru).to_owned()];
        let share = line.question.kind == QuestionKind::YesNo;
        let mean = |wave| line.means.get(wave).copied().flatten();
        cells.extend(survey.waves.iter().map(|wave| shown(ctx.lang, mean(wave), share)));
        if twice {
            let change = line.change.map(|change| ctx.lang.decimal(&format!("{change:+.1}")));
            cells.push(change.unwrap_or_else(|| "—".into()));
        }
        table.row(cells);
    }
    ctx.out.table(&table);
    // A dash where somebody answered has a reason that is not seen in it.
    let hidden = |line: &Line<'_>| line.counts.values().any(|count| (1..few).contains(count));
    if lines.iter().any(hidden) {
        let command = format!("vekha survey results {} --few", survey.name);
        let words = ctx.say("survey-few", &[("command", command.into())]);
        ctx.out.hint(&words);
    }
    Ok(Exit::Done)
}

/// A mean, or for yes and no the share of those who said yes.
fn shown(lang: Lang, mean: Option<f64>, share: bool) -> String {
    match mean {
        None => "—".to_owned(),
        Some(mean) if share => format!("{:.0} %", mean * 100.0),
        Some(mean) => lang.decimal(&format!("{mean:.1}")),
    }
}

/// How many codes answered both before and after.
fn joined(responses: &[Response]) -> usize {
    let of = |wave| -> BTreeSet<CodeId> {
        responses.iter().filter(|found| found.wave == wave).filter_map(|found| found.code).collect()
    };
    of(Wave::Before).intersection(&of(Wave::After)).count()
}

/// One question.
struct Line<'a> {
    question: &'a Question,
    counts: BTreeMap<Wave, usize>,
    means: BTreeMap<Wave, Option<f64>>,
    /// Of those who answered both times.
    change: Option<f64>,
    /// How many chose what, by wave.
    options: BTreeMap<Wave, BTreeMap<String, usize>>,
}

impl<'a> Line<'a> {
    fn of(survey: &Survey, question: &'a Question, responses: &[Response], few: usize) -> Self {
        let mut line = Self {
            question,
            counts: BTreeMap::new(),
            means: BTreeMap::new(),
            change: None,
            options: BTreeMap::new(),
        };
        let mut values: BTreeMap<CodeId, BTreeMap<Wave, i32>> = BTreeMap::new();
        for wave in survey.waves.iter().copied() {
            let mut score = Score::default();
            let mut chosen: BTreeMap<String, usize> = BTreeMap::new();
            let mut count = 0;
            for response in responses.iter().filter(|response| response.wave == wave) {
                let Some(reply) = response.replies.get(&question.id) else { continue };
                count += 1;
                if let Reply::Choice(id) = reply {
                    *chosen.entry(id.clone()).or_default() += 1;
                }
                if let Some(value) = question.value(reply) {
                    score.add(value, false);
                    if let Some(code) = response.code {
                        values.entry(code).or_default().insert(wave, value);
                    }
                }
            }
            line.counts.insert(wave, count);
            line.means.insert(wave, score.mean().filter(|_| count >= few));
            if count >= few && !chosen.is_empty() {
                line.options.insert(wave, chosen);
            }
        }
        let both: Vec<i32> =
            values.values().filter_map(|of| Some(of.get(&Wave::After)? - of.get(&Wave::Before)?)).collect();
        if both.len() >= few && !both.is_empty() {
            let sum: i64 = both.iter().map(|change| i64::from(*change)).sum();
            line.change = Some(sum as f64 / both.len() as f64);
        }
        line
    }

    fn json(&self, lang: Lang) -> Value {
        let by = |wave: &Wave| wave.as_str();
        json!({
            "id": self.question.id,
            "text": self.question.text.pick(lang == Lang::Ru),
            "answers": self.counts.iter().map(|(wave, count)| (by(wave), *count)).collect::<BTreeMap<_, _>>(),
            "mean": self.means.iter().map(|(wave, mean)| (by(wave), *mean)).collect::<BTreeMap<_, _>>(),
            "change": self.change,
            "options": self.options.iter().map(|(wave, chosen)| (by(wave), chosen)).collect::<BTreeMap<_, _>>(),
        })
    }
}
