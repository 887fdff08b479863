//! `vekha meeting list`

use serde_json::{Value, json};
use vekha_core::ids::Subject;
use vekha_core::view::Read;
use vekha_core::work::{Feedback, Meeting, day_number};

use super::shared::texts;
use crate::cli::look::{day, shortened};
use crate::cli::pair::find;
use crate::cli::{Ctx, Exit, Failure, Table};

/// List the meetings of a pair, or of all pairs
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha meeting list\nvekha meeting list 1 --json")]
pub struct Args {
    /// The pair: its number, or a name of one of the two [all]
    #[arg(value_name = "PAIR")]
    pair: Option<String>,

    /// Cancelled ones too
    #[arg(long)]
    all: bool,
}

/// Lists them by day.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let pair = args.pair.map(|word| find(&desk, &word)).transpose()?.map(|pair| pair.id);
    let mut meetings = desk.reading.meetings(pair)?;
    meetings.retain(|meeting| args.all || !meeting.cancelled);
    meetings.sort_by_key(|meeting| (meeting.facts.on, meeting.pair, meeting.no));
    if ctx.out.is_json() {
        let list = meetings.iter().map(|meeting| as_json(meeting, &texts(&desk, ctx, meeting)?));
        let list = list.collect::<Result<Vec<_>, Failure>>()?;
        ctx.out.json(&list);
        return Ok(Exit::Done);
    }
    if let Some(pair) = pair {
        ctx.out.title(&desk.look().title(Subject::Pair(pair))?);
    }
    if meetings.is_empty() {
        ctx.out.note(&ctx.lang.word("work-no-meetings"));
        return Ok(Exit::Done);
    }
    let words = [
        "work-column-pair",
        "column-id",
        "work-column-date",
        "column-kind",
        "work-column-state",
        "work-column-minutes",
        "work-column-feedback",
        "work-column-topic",
    ];
    let mut table = Table::new(words.map(|id| ctx.lang.word(id))).right(0).right(1).right(5);
    for meeting in &meetings {
        let said = texts(&desk, ctx, meeting)?;
        let facts = &meeting.facts;
        let state = if meeting.cancelled { "cancelled".to_owned() } else { facts.state.as_str().to_owned() };
        table.row([
            meeting.pair.to_string(),
            meeting.no.to_string(),
            day(facts.on),
            ctx.lang.word(&format!("work-kind-{}", facts.kind.as_str())),
            ctx.lang.word(&format!("work-state-{state}")),
            facts.minutes.map(|minutes| minutes.to_string()).unwrap_or_default(),
            format!("{} / {}", mark(facts.mentor), mark(facts.mentee)),
            said.get("topic").map(|topic| shortened(topic)).unwrap_or_default(),
        ]);
    }
    ctx.out.table(&table);
    if let Some(work) = pair.map(|pair| desk.reading.pair_work(pair)).transpose()?.flatten() {
        let tally = work.on(day_number(ctx.clock.today()));
        let args = [
            ("held", tally.held.into()),
            ("planned", tally.planned.into()),
            ("missed", tally.missed.into()),
            ("feedback", tally.feedback.into()),
        ];
        let line = ctx.say("work-meetings-sum", &args);
        ctx.out.line(line);
    }
    Ok(Exit::Done)
}

fn mark(feedback: Feedback) -> String {
    match (feedback.given, feedback.mark) {
        (_, Some(mark)) => mark.to_string(),
        (true, None) => "✓".into(),
        (false, None) => "—".into(),
    }
}

fn as_json(meeting: &Meeting, texts: &std::collections::BTreeMap<String, String>) -> Result<Value, Failure> {
    let feedback = |side: Feedback| json!({"given": side.given, "mark": side.mark});
    Ok(json!({
        "pair": meeting.pair.0,
        "no": meeting.no,
        "date": meeting.facts.on,
        "kind": meeting.facts.kind.as_str(),
        "state": meeting.facts.state.as_str(),
        "cancelled": meeting.cancelled,
        "minutes": meeting.facts.minutes,
        "mentor": feedback(meeting.facts.mentor),
        "mentee": feedback(meeting.facts.mentee),
        "texts": texts,
    }))
}
