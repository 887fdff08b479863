//! `vekha script impact`

use serde_json::{Value, json};
use vekha_core::ids::{PartyId, Subject};
use vekha_core::pairs::SCORE_UNIT;
use vekha_core::view::Read;

use crate::app::impact::{
    self, Best, Impact, Indicated, Indicators, Messages, PairChange, Pairs, Possible, Question, Side, Stuck,
    Word,
};
use crate::app::sets::Difference;
use crate::app::{AppError, WorkingSet};
use crate::cli::pair::shared::{number, points, reason};
use crate::cli::{Ctx, Desk, Exit, Failure, Table, refusal};
use crate::lang::Lang;
use crate::script::fault::Fault;
use crate::script::kinds::answers::Measure;
use crate::script::render;
use crate::script::sandbox::Sandbox;
use crate::script::wire::Source;

/// Rows of a table that are shown; JSON has them all.
const SHOWN: usize = 20;

/// Show what publishing the working copy would change: pairs, scores, indicators, messages; nothing is written
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha script impact\nvekha script impact --anew --json\nvekha script impact --sample"
)]
pub struct Args {
    /// As if no pair were at work yet: what would be proposed if pairs were formed today
    #[arg(long)]
    anew: bool,

    /// Use an invented school, where the registers are thin
    #[arg(long)]
    sample: bool,

    /// How many days back hooks hear what happened
    #[arg(long, value_name = "N", default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=3660))]
    days: u32,
}

/// Compares the working copy with the set in force.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let told = |error: AppError| refusal::failure(error, ctx.lang);
    let set = WorkingSet::of_home(&ctx.home()?.dir).map_err(|error| told(error.into()))?;
    let before = desk.reading.published()?.map(|set| set.parts).unwrap_or_default();
    let difference = Difference::of(&before, &set.digests());
    let weighed = weigh(ctx, &desk, &set, &args)?;
    if ctx.out.is_json() {
        let mut value = weighed.json(ctx, &desk);
        value["files"] = json!(difference.paths());
        ctx.out.json(&value);
    } else {
        crate::cli::publish::tell(&difference, ctx);
        weighed.show(ctx, &desk);
    }
    Ok(if weighed.impact.breaks() { Exit::Failed } else { Exit::Done })
}

/// What was compared, and what came of it.
pub struct Weighed {
    question: Question,
    sample: bool,
    /// The scripts before and after, for excerpts.
    sources: [Vec<Source>; 2],
    /// What differs.
    pub impact: Impact,
}

/// What the set would change of today's data.
///
/// # Errors
/// What the store says.
pub fn of_set(ctx: &Ctx, desk: &Desk<'_>, set: &WorkingSet) -> Result<Weighed, Failure> {
    weigh(ctx, desk, set, &Args { anew: false, sample: false, days: 30 })
}

fn weigh(ctx: &Ctx, desk: &Desk<'_>, set: &WorkingSet, args: &Args) -> Result<Weighed, Failure> {
    let told = |error: AppError| refusal::failure(error, ctx.lang);
    let today = ctx.globals.as_of.unwrap_or_else(|| ctx.clock.today());
    let question = Question { on: today, days: args.days, anew: args.anew };
    let (before, after) = (Side::in_force(&desk.reading).map_err(told)?, Side::of(set).map_err(told)?);
    let sandbox = Sandbox::new(ctx.limits())?;
    let impact = match args.sample {
        true => impact::sample(&sandbox, [&before, &after], today),
        false => impact::impact(&desk.reading, &desk.directory, &sandbox, [&before, &after], question),
    };
    let impact = impact.map_err(told)?;
    Ok(Weighed { question, sample: args.sample, sources: [before.scripts, after.scripts], impact })
}

impl Weighed {
    /// For machines.
    pub fn json(&self, ctx: &Ctx, desk: &Desk<'_>) -> Value {
        let (before, after) = self.impact.messages.sent();
        let hooks = self.impact.messages.hooks.iter().map(|hook| {
            json!({"hook": hook.hook, "happened": hook.happened, "before": hook.sent.0, "after": hook.sent.1,
                   "failed_before": hook.failed.0, "failed_after": hook.failed.1})
        });
        let changed = self.impact.indicators.changed.iter().map(|change| {
            json!({"level": level(change.about), "id": id(change.about), "name": self.about(ctx, desk, change.about),
                   "indicator": change.name, "before": indicated(&change.before), "after": indicated(&change.after)})
        });
        json!({
            "on": self.question.on,
            "sample": self.sample,
            "same": self.impact.is_empty(),
            "breaks": self.impact.breaks(),
            "fails": self.impact.fails(),
            "programmes": self.impact.pairs.iter().map(|pairs| self.pairs_json(ctx, desk, pairs)).collect::<Vec<_>>(),
            "indicators": {
                "subjects": self.impact.indicators.subjects,
                "compared": self.impact.indicators.compared,
                "changed": changed.collect::<Vec<_>>(),
                "failing": self.impact.indicators.failing,
                "broken": self.impact.indicators.broken,
            },
            "messages": {"days": self.question.days, "before": before, "after": after, "hooks": hooks.collect::<Vec<_>>()},
        })
    }

    fn pairs_json(&self, ctx: &Ctx, desk: &Desk<'_>, pairs: &Pairs) -> Value {
        let side = |side: &Result<Best, Stuck>, sources: &[Source]| match side {
            Ok(best) => json!({"cardinality": best.cardinality, "total": number(best.total)}),
            Err(stuck) => json!({"stuck": self.stuck(ctx, desk, stuck, sources)}),
        };
        let name = |ids: &[PartyId]| -> Vec<Value> {
            ids.iter().map(|id| json!({"name": self.name(ctx, desk, *id), "id": id.0})).collect()
        };
        let pair = |pair: &PairChange| {
            json!({
                "mentor": self.name(ctx, desk, pair.mentor), "mentor_id": pair.mentor.0,
                "mentee": self.name(ctx, desk, pair.mentee), "mentee_id": pair.mentee.0,
                "change": pair.kind(), "same": pair.is_same(),
                "before": word_json(desk, &pair.words.0), "after": word_json(desk, &pair.words.1),
            })
        };
        json!({
            "programme": pairs.programme.map(|id| id.0),
            "anew": pairs.anew,
            "kept": pairs.kept,
            "before": side(&pairs.before, &self.sources[0]),
            "after": side(&pairs.after, &self.sources[1]),
            "possible": pairs.possible.as_ref().map(possible_json),
            "pairs": pairs.pairs.iter().map(pair).collect::<Vec<_>>(),
            "lose": name(&pairs.lose),
            "gain": name(&pairs.gain),
        })
    }

    /// For people who publish: what changes, and a line where nothing does.
    pub fn show_briefly(&self, ctx: &mut Ctx, desk: &Desk<'_>) {
        if self.impact.is_empty() && !self.impact.fails() {
            let line = ctx.word("impact-none");
            ctx.out.line(line);
        } else {
            self.show(ctx, desk);
        }
    }

    /// For people.
    pub fn show(&self, ctx: &mut Ctx, desk: &Desk<'_>) {
        if self.sample {
            let line = ctx.word("impact-sample");
            ctx.out.line(line);
        }
        for pairs in &self.impact.pairs {
            self.show_pairs(ctx, desk, pairs);
        }
        if self.impact.pairs.is_empty() {
            let line = ctx.word("impact-no-bases");
            ctx.out.line(line);
            ctx.out.command("vekha script impact --sample");
        }
        self.show_indicators(ctx, desk, &self.impact.indicators);
        self.show_messages(ctx, &self.impact.messages);
    }

    fn show_pairs(&self, ctx: &mut Ctx, desk: &Desk<'_>, pairs: &Pairs) {
        let title = match pairs.programme {
            Some(id) => ctx.say("impact-pairs-of", &[("id", id.to_string().into())]),
            None => ctx.word("impact-pairs"),
        };
        ctx.out.heading(&title);
        if pairs.anew {
            let line = ctx.word("impact-anew");
            ctx.out.line(line);
        } else if pairs.kept > 0 {
            let line = ctx.say("impact-kept", &[("count", pairs.kept.into())]);
            ctx.out.line(line);
        }
        let sides = [("impact-stuck-before", &pairs.before), ("impact-stuck-after", &pairs.after)];
        for ((id, side), sources) in sides.into_iter().zip(&self.sources) {
            if let Err(stuck) = side {
                let line = ctx.say(id, &[("reason", self.stuck(ctx, desk, stuck, sources).into())]);
                ctx.out.line(line);
            }
        }
        if let (Ok(before), Ok(after)) = (&pairs.before, &pairs.after) {
            let args = [
                ("before", before.cardinality.into()),
                ("after", after.cardinality.into()),
                ("total-before", points(ctx.lang, before.total).into()),
                ("total-after", points(ctx.lang, after.total).into()),
            ];
            let line = ctx.say("impact-totals", &args);
            ctx.out.line(line);
        }
        if let Some(possible) = &pairs.possible {
            show_possible(ctx, possible);
        }
        // Where one side has no pairs at all there is nothing to hold against each other.
        if pairs.before.is_err() || pairs.after.is_err() {
            return;
        }
        let changed: Vec<&PairChange> = pairs.pairs.iter().filter(|pair| !pair.is_same()).collect();
        if changed.is_empty() {
            let same = pairs.possible.as_ref().is_none_or(Possible::is_same);
            let line = ctx.word(if same { "impact-pairs-same" } else { "impact-chosen-same" });
            ctx.out.line(line);
            return;
        }
        let columns = [
            "impact-column-what",
            "pair-column-mentor",
            "pair-column-mentee",
            "impact-column-score",
            "impact-column-criteria",
        ];
        let mut table = Table::new(columns.map(|id| ctx.word(id))).right(3);
        for pair in changed.iter().take(SHOWN) {
            table.row([
                ctx.word(match pair.kind() {
                    "kept" => "impact-kept-pair",
                    "added" => "impact-added",
                    _ => "impact-removed",
                }),
                self.name(ctx, desk, pair.mentor),
                self.name(ctx, desk, pair.mentee),
                scores(ctx.lang, pair),
                criteria(desk, pair),
            ]);
        }
        ctx.out.table(&table);
        more(ctx, changed.len());
        for (id, people) in [("impact-lose", &pairs.lose), ("impact-gain", &pairs.gain)] {
            if !people.is_empty() {
                let names: Vec<String> = people.iter().map(|id| self.name(ctx, desk, *id)).collect();
                let line = ctx.say(id, &[("names", names.join(", ").into())]);
                ctx.out.line(line);
            }
        }
    }

    fn show_indicators(&self, ctx: &mut Ctx, desk: &Desk<'_>, found: &Indicators) {
        let heading = ctx.word("impact-indicators");
        ctx.out.heading(&heading);
        let bands = found.changed.iter().filter(|change| change.changes_band()).count();
        let args = [
            ("compared", found.compared.into()),
            ("changed", found.changed.len().into()),
            ("bands", bands.into()),
        ];
        let line = ctx.say("impact-indicators-counted", &args);
        ctx.out.line(line);
        if found.failing > 0 {
            let args = [("failing", found.failing.into()), ("count", found.broken.into())];
            let line = ctx.say("impact-indicators-broken", &args);
            ctx.out.line(line);
        }
        self.fault(ctx, found.fault.as_ref());
        if found.changed.is_empty() {
            return;
        }
        let columns =
            ["impact-column-about", "impact-column-indicator", "impact-column-before", "impact-column-after"];
        let mut table = Table::new(columns.map(|id| ctx.word(id)));
        for change in found.changed.iter().take(SHOWN) {
            table.row([
                self.about(ctx, desk, change.about),
                change.name.clone(),
                said(ctx, &change.before),
                said(ctx, &change.after),
            ]);
        }
        ctx.out.table(&table);
        more(ctx, found.changed.len());
    }

    fn show_messages(&self, ctx: &mut Ctx, found: &Messages) {
        let heading = ctx.word("impact-messages");
        ctx.out.heading(&heading);
        let (before, after) = found.sent();
        let args = [("days", self.question.days.into()), ("before", before.into()), ("after", after.into())];
        let line =
            ctx.say(if self.sample { "impact-messages-sample" } else { "impact-messages-counted" }, &args);
        ctx.out.line(line);
        for hook in
            found.hooks.iter().filter(|hook| hook.sent.0 != hook.sent.1 || hook.failed.0 != hook.failed.1)
        {
            let mut line = format!("  {} × {}: {} → {}", hook.hook, hook.happened, hook.sent.0, hook.sent.1);
            if hook.failed.1 > 0 {
                line =
                    format!("{line}, {}", ctx.say("impact-hook-failed", &[("count", hook.failed.1.into())]));
            }
            ctx.out.line(line);
        }
        self.fault(ctx, found.fault.as_ref());
    }

    /// What fails under the set after, one by one.
    pub fn failures(&self, ctx: &Ctx, desk: &Desk<'_>) -> Vec<String> {
        let stuck = self.impact.pairs.iter().filter_map(|pairs| pairs.after.as_ref().err());
        let stuck = stuck.map(|stuck| self.stuck(ctx, desk, stuck, &self.sources[1]));
        let faults = [&self.impact.indicators.fault, &self.impact.messages.fault].into_iter().flatten();
        stuck.chain(faults.map(|fault| render::report(fault, &self.sources[1], ctx.lang, false))).collect()
    }

    fn fault(&self, ctx: &mut Ctx, fault: Option<&Fault>) {
        if let Some(fault) = fault {
            let text = render::report(fault, &self.sources[1], ctx.lang, true);
            ctx.out.note(&text);
        }
    }

    fn stuck(&self, ctx: &Ctx, desk: &Desk<'_>, stuck: &Stuck, sources: &[Source]) -> String {
        let on = |(mentor, mentee): (PartyId, PartyId)| {
            format!("{} – {}", self.name(ctx, desk, mentor), self.name(ctx, desk, mentee))
        };
        match stuck {
            Stuck::Script(people, fault) => {
                let report = render::report(fault, sources, ctx.lang, false);
                match people {
                    Some(people) => format!("{}\n{report}", on(*people)),
                    None => report,
                }
            }
            Stuck::Score(people, score) => {
                ctx.say("impact-score", &[("pair", on(*people).into()), ("score", score.to_string().into())])
            }
            Stuck::Impossible => ctx.word("impact-impossible"),
        }
    }

    /// A person; of the invented school a number.
    fn name(&self, ctx: &Ctx, desk: &Desk<'_>, id: PartyId) -> String {
        match self.sample {
            true => ctx.say("impact-person", &[("id", id.to_string().into())]),
            false => desk.look().name(id),
        }
    }

    fn about(&self, ctx: &Ctx, desk: &Desk<'_>, about: Subject) -> String {
        match about {
            Subject::Pair(id) => match desk.reading.pair(id).ok().flatten().filter(|_| !self.sample) {
                Some(pair) => {
                    format!("{} – {}", desk.look().name(pair.mentor), desk.look().name(pair.mentee))
                }
                None => ctx.say("impact-pair", &[("id", id.to_string().into())]),
            },
            Subject::Party(id) => self.name(ctx, desk, id),
            Subject::Programme(id) => ctx.say("impact-programme", &[("id", id.to_string().into())]),
            _ => ctx.word("impact-school"),
        }
    }
}

/// What changes for those who could be pairs; nothing where nothing does.
fn show_possible(ctx: &mut Ctx, possible: &Possible) {
    let weight = |value: Option<f64>| match value {
        Some(value) => ctx.lang.decimal(&value.to_string()),
        None => "—".into(),
    };
    let weights = possible.weights.iter();
    let weights = weights.map(|(name, old, new)| format!("{name}: {} → {}", weight(*old), weight(*new)));
    let weights: Vec<String> = weights.collect();
    if !weights.is_empty() {
        let line = ctx.say("impact-weights", &[("weights", weights.join("; ").into())]);
        ctx.out.line(line);
    }
    if possible.is_same() {
        return;
    }
    let args = [
        ("either", possible.either.into()),
        ("opened", possible.opened.into()),
        ("closed", possible.closed.into()),
        ("rescored", possible.rescored.into()),
    ];
    let only_scores = possible.opened + possible.closed == 0;
    let line = ctx.say(if only_scores { "impact-only-scores" } else { "impact-possible" }, &args);
    ctx.out.line(line);
}

fn possible_json(possible: &Possible) -> Value {
    let weights = possible.weights.iter();
    let weights = weights.map(|(name, old, new)| json!({"criterion": name, "before": old, "after": new}));
    json!({
        "either": possible.either,
        "opened": possible.opened,
        "closed": possible.closed,
        "rescored": possible.rescored,
        "weights": weights.collect::<Vec<_>>(),
    })
}

/// Says that a table goes on.
fn more(ctx: &mut Ctx, count: usize) {
    if count > SHOWN {
        let line = ctx.say("impact-more", &[("count", (count - SHOWN).into())]);
        ctx.out.line(line);
    }
}

fn scores(lang: Lang, pair: &PairChange) -> String {
    let side = |word: &Word| word.score().map_or("—".to_owned(), |score| points(lang, score.into()));
    let (before, after) = (side(&pair.words.0), side(&pair.words.1));
    if before == after { after } else { format!("{before} → {after}") }
}

/// The criteria that differ; of a pair that may not be, why.
fn criteria(desk: &Desk<'_>, pair: &PairChange) -> String {
    let empty: &[(String, Option<i64>)] = &[];
    let of = |word: &'_ Word| match word {
        Word::Scored { criteria, .. } => criteria.clone(),
        _ => empty.to_vec(),
    };
    let mut parts: Vec<String> = Vec::new();
    for (sign, word) in [("−", &pair.words.0), ("+", &pair.words.1)] {
        if let Word::Refused(why) = word {
            parts.push(format!("{sign} {}", reason(&desk.look(), why)));
        }
    }
    if !parts.is_empty() {
        return parts.join("\n");
    }
    let (before, after) = (of(&pair.words.0), of(&pair.words.1));
    let mut names: Vec<&String> = before.iter().chain(&after).map(|(name, _)| name).collect();
    names.sort();
    names.dedup();
    let find = |list: &[(String, Option<i64>)], name: &str| {
        list.iter().find(|(known, _)| known == name).map(|(_, value)| *value)
    };
    let show = |value: Option<Option<i64>>| match value {
        Some(Some(value)) => points(desk.look().lang, value.into()),
        Some(None) => "?".into(),
        None => "—".into(),
    };
    for name in names {
        let (old, new) = (find(&before, name), find(&after, name));
        if old != new {
            parts.push(format!("{name}: {} → {}", show(old), show(new)));
        }
    }
    parts.join("\n")
}

fn word_json(desk: &Desk<'_>, word: &Word) -> Value {
    match word {
        Word::Scored { score, completeness, criteria } => {
            let criteria: serde_json::Map<String, Value> = criteria
                .iter()
                .map(|(name, value)| (name.clone(), value.map_or(Value::Null, |value| number(value.into()))))
                .collect();
            json!({"score": *score as f64 / SCORE_UNIT as f64, "completeness": completeness, "criteria": criteria})
        }
        Word::Refused(why) => json!({"refused": reason(&desk.look(), why)}),
        Word::Nothing => Value::Null,
    }
}

fn indicated(side: &Option<Indicated>) -> Value {
    match side {
        None => Value::Null,
        Some(found) => {
            let value = match &found.value {
                Measure::Number(value) => json!(value),
                Measure::NoData(field) => json!({"no_data": field}),
                Measure::NotApplicable => json!("not-applicable"),
            };
            json!({"value": value, "band": found.band})
        }
    }
}

fn said(ctx: &Ctx, side: &Option<Indicated>) -> String {
    let Some(found) = side else { return "—".into() };
    let value = match &found.value {
        Measure::Number(value) if value.fract() == 0.0 => format!("{value:.0}"),
        Measure::Number(value) => ctx.lang.decimal(&format!("{value:.1}")),
        Measure::NoData(field) if field.is_empty() => ctx.word("script-fault-no-data-plain"),
        Measure::NoData(field) => ctx.say("script-fault-no-data", &[("name", field.as_str().into())]),
        Measure::NotApplicable => ctx.word("impact-not-applicable"),
    };
    match &found.band {
        Some(band) => format!("{value} ({band})"),
        None => value,
    }
}

fn level(about: Subject) -> &'static str {
    match about {
        Subject::Pair(_) => "pair",
        Subject::Party(_) => "mentor",
        Subject::Programme(_) => "programme",
        _ => "school",
    }
}

fn id(about: Subject) -> Option<u32> {
    match about {
        Subject::Pair(id) => Some(id.0),
        Subject::Party(id) => Some(id.0),
        Subject::Programme(id) => Some(id.0),
        _ => None,
    }
}
