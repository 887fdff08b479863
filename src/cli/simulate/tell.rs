//! What a simulated time brought, for people and for machines.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::{Value, json};
use vekha_core::ids::{PartyId, Subject};
use vekha_core::metrics::What;
use vekha_core::view::Read;
use vekha_core::workflow::vocabulary::{Entry, ROLES, TEMPLATES, meaning};

use super::year::Year;
use crate::app::night::{NightDone, Sent};
use crate::cli::look::{Look, day, shortened};
use crate::cli::metrics::{name as subject_name, quantity, quantity_json};
use crate::cli::nightly::{self, notice_code};
use crate::cli::{Ctx, Failure, Table};
use crate::lang::Lang;

/// Tells it.
pub fn tell(ctx: &mut Ctx, year: &Year) -> Result<(), Failure> {
    let reading = year.session.read()?;
    let desk = crate::cli::Desk::of(reading, year.until, ctx.lang)?;
    let look = desk.look();
    if ctx.out.is_json() {
        let value = as_json(ctx, &look, year)?;
        ctx.out.json(&value);
        return Ok(());
    }
    let args =
        [("from", day(year.from).into()), ("until", day(year.until).into()), ("nights", year.count.into())];
    ctx.out.title(&ctx.say("simulate-title", &args));
    ctx.out.note(&ctx.word("simulate-nothing-written"));
    supposed(ctx, year);
    late(ctx, &look, year)?;
    messages(ctx, &look, year);
    stages(ctx, &look, year)?;
    bands(ctx, &look, year)?;
    // It is met again every night until its day comes.
    if let Some(found) = year.nights.iter().find_map(|night| night.foreseen.as_ref()) {
        let text = nightly::foreseen(&look, found)?;
        ctx.out.line(text);
    }
    if let Some(failed) = &year.failed {
        let text = ctx.say("night-school-failed", &[("why", nightly::why(ctx, failed).into())]);
        ctx.out.line(text);
    }
    Ok(())
}

fn supposed(ctx: &mut Ctx, year: &Year) {
    if year.tried.is_empty() {
        return;
    }
    ctx.out.heading(&ctx.word("simulate-supposed"));
    for tried in &year.tried {
        let mark = if tried.reasons.is_empty() { "✓" } else { "✗" };
        ctx.out.line(format!("{mark} {} {}", day(tried.supposed.on), tried.supposed.words));
        for reason in &tried.reasons {
            reason.lines().for_each(|line| ctx.out.line(format!("    {line}")));
        }
    }
}

/// What will be late if nobody does anything.
fn late(ctx: &mut Ctx, look: &Look<'_>, year: &Year) -> Result<(), Failure> {
    let found = year.late();
    ctx.out.heading(&ctx.say("simulate-late", &[("count", found.len().into())]));
    if found.is_empty() {
        return Ok(());
    }
    let words =
        ["simulate-column-from", "simulate-column-what", "simulate-column-term", "simulate-column-who"];
    let mut table = Table::new(words.map(|id| ctx.lang.word(id)));
    for (on, subject, term) in found {
        table.row([day(on), shortened(&look.title(subject)?), day(term), holders(look, subject)?]);
    }
    ctx.out.table(&table);
    Ok(())
}

fn holders(look: &Look<'_>, subject: Subject) -> Result<String, Failure> {
    Ok(match subject {
        Subject::Occurrence(task, _) => {
            look.view.task(task)?.map(|task| look.holders(&task.holders)).unwrap_or_default()
        }
        Subject::Pair(pair) => look.view.pair(pair)?.map(|row| look.name(row.mentor)).unwrap_or_default(),
        _ => String::new(),
    })
}

/// To whom how much will be written, and when.
fn messages(ctx: &mut Ctx, look: &Look<'_>, year: &Year) {
    let mut by: BTreeMap<String, Vec<(NaiveDate, String)>> = BTreeMap::new();
    for night in &year.nights {
        for sent in &night.sent {
            let what = meant(look.lang, TEMPLATES, &sent.template);
            by.entry(recipient(look, sent)).or_default().push((night.planned.on, what));
        }
    }
    let all: usize = by.values().map(Vec::len).sum();
    ctx.out.heading(&ctx.say("simulate-messages", &[("count", all.into())]));
    if by.is_empty() {
        return;
    }
    let words = [
        "simulate-column-to",
        "simulate-column-count",
        "simulate-column-first",
        "simulate-column-last",
        "simulate-column-about",
    ];
    let mut table = Table::new(words.map(|id| ctx.lang.word(id))).right(1);
    for (who, list) in by {
        let mut about: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, what) in &list {
            *about.entry(what).or_default() += 1;
        }
        let about = about.into_iter().map(|(what, count)| format!("{what} — {count}")).collect::<Vec<_>>();
        let (first, last) = (list.first().map(|one| one.0), list.last().map(|one| one.0));
        table.row([
            who,
            list.len().to_string(),
            first.map(day).unwrap_or_default(),
            last.map(day).unwrap_or_default(),
            about.join("; "),
        ]);
    }
    ctx.out.table(&table);
}

fn recipient(look: &Look<'_>, sent: &Sent) -> String {
    match sent.to.parse() {
        Ok(id) => look.name(PartyId(id)),
        Err(_) => meant(look.lang, ROLES, &sent.to),
    }
}

/// An entry of the vocabulary in words; as it is written where it is none.
fn meant(lang: Lang, entries: &[Entry], id: &str) -> String {
    meaning(entries, id).map_or_else(|| id.to_owned(), |words| words.pick(lang == Lang::Ru).to_owned())
}

/// Stages of programmes and pairs: moves, and terms that come and pass.
fn stages(ctx: &mut Ctx, look: &Look<'_>, year: &Year) -> Result<(), Failure> {
    let mut lines = Vec::new();
    for night in &year.nights {
        let staged = |subject: &Subject| matches!(subject, Subject::Programme(_) | Subject::Pair(_));
        let only = NightDone {
            told: night.told.iter().filter(|notice| staged(&notice.subject)).copied().collect(),
            moves: night.moves.iter().filter(|(subject, _)| staged(subject)).cloned().collect(),
            bands: Vec::new(),
            hook_failures: 0,
            ..night.clone()
        };
        lines.extend(
            nightly::lines(look, &only)?.into_iter().map(|line| format!("{} {line}", day(night.planned.on))),
        );
    }
    ctx.out.heading(&ctx.word("simulate-stages"));
    for found in look.view.programmes()? {
        let (title, stage) = (look.title(Subject::Programme(found.id))?, look.stage(&found.instance));
        let args = [("what", title.into()), ("stage", stage.into()), ("until", day(year.until).into())];
        let line = ctx.say("simulate-stage-at-end", &args);
        ctx.out.line(line);
    }
    for line in lines {
        ctx.out.line(line);
    }
    Ok(())
}

fn bands(ctx: &mut Ctx, look: &Look<'_>, year: &Year) -> Result<(), Failure> {
    ctx.out.heading(&ctx.word("simulate-bands"));
    let mut any = false;
    for night in &year.nights {
        let only = NightDone { told: Vec::new(), moves: Vec::new(), hook_failures: 0, ..night.clone() };
        for line in nightly::lines(look, &only)? {
            any = true;
            ctx.out.line(format!("{} {line}", day(night.planned.on)));
        }
    }
    if !any {
        ctx.out.line(ctx.lang.word("simulate-no-bands"));
    }
    let Some(last) = year.evaluations.iter().rev().find_map(|found| found.of(Subject::School)) else {
        return Ok(());
    };
    let values = last.values.iter().map(|value| {
        let band = value.band.as_ref().map(|band| format!(" ({band})")).unwrap_or_default();
        format!("{}: {}{band}", value.name, quantity(look.lang, &value.value))
    });
    let heading = ctx.say("simulate-school", &[("date", day(last.on).into())]);
    ctx.out.line(heading);
    for value in values {
        ctx.out.line(format!("    {value}"));
    }
    Ok(())
}

fn as_json(ctx: &Ctx, look: &Look<'_>, year: &Year) -> Result<Value, Failure> {
    let mut late = Vec::new();
    for (on, subject, term) in year.late() {
        late.push(json!({
            "date": on, "subject": subject, "address": look.address(subject)?, "title": look.title(subject)?,
            "term": term, "responsible": holders(look, subject)?,
        }));
    }
    let (mut messages, mut stages, mut bands) = (Vec::new(), Vec::new(), Vec::new());
    for night in &year.nights {
        let on = night.planned.on;
        for sent in &night.sent {
            messages.push(json!({
                "date": on, "to": sent.to, "name": recipient(look, sent), "template": sent.template, "about": sent.about,
            }));
        }
        for notice in &night.told {
            if matches!(notice.subject, Subject::Programme(_) | Subject::Pair(_))
                && notice.what != What::NoConsent
            {
                stages.push(json!({
                    "date": on, "subject": notice.subject, "what": notice_code(notice.what), "term": notice.term,
                }));
            }
        }
        for (subject, way) in &night.moves {
            stages.push(json!({"date": on, "subject": subject, "what": "moved", "transition": way}));
        }
        for change in &night.bands {
            bands.push(json!({
                "date": on, "subject": subject_name(change.subject), "indicator": change.name,
                "before": change.before, "after": change.after,
            }));
        }
    }
    let mut indicators = Vec::new();
    for evaluation in &year.evaluations {
        for found in &evaluation.subjects {
            for value in evaluation.of(found.subject).map(|shown| shown.values).unwrap_or_default() {
                let mut one = json!({
                    "date": evaluation.on, "subject": subject_name(found.subject), "indicator": value.name,
                    "band": value.band, "provisional_until": value.until,
                });
                if let (Some(object), Value::Object(more)) =
                    (one.as_object_mut(), quantity_json(&value.value))
                {
                    object.extend(more);
                }
                indicators.push(one);
            }
        }
    }
    let supposed: Vec<Value> = year
        .tried
        .iter()
        .map(|tried| {
            json!({
                "on": tried.supposed.on, "do": tried.supposed.words, "done": tried.reasons.is_empty(),
                "reasons": tried.reasons,
            })
        })
        .collect();
    Ok(json!({
        "from": year.from, "until": year.until, "nights": year.count, "scenario": supposed, "late": late,
        "messages": messages, "stages": stages, "bands": bands, "indicators": indicators,
        "error": year.failed.as_ref().map(|failed| nightly::why(ctx, failed)),
    }))
}
