//! What a run of the night came to, for people and for machines.

use serde_json::{Value, json};
use vekha_core::ids::{SchoolId, Subject};
use vekha_core::message::Settled;
use vekha_core::metrics::{How, Notice, What};
use vekha_core::state::Instance;
use vekha_core::view::Read;

use super::Done;
use super::morning::Paper;
use crate::app::night::{BandChange, Failed, Foreseen, NightDone, SchoolReport};
use crate::cli::desk::Desk;
use crate::cli::look::{Look, day};
use crate::cli::outbox::{did, recipient};
use crate::cli::{Ctx, Failure, refusal};
use crate::config::quoted;
use crate::lang::Lang;
use crate::notify::worker::{Did, Line};
use crate::script::fault::Fault;
use crate::script::render;

/// A run that is told.
pub struct Told<'a> {
    /// The schools with their names.
    pub names: &'a [(SchoolId, String)],
    /// What it came to.
    pub done: &'a Done,
    /// Whether nothing of it is kept.
    pub dry: bool,
}

impl Told<'_> {
    /// Tells everything: what was done on stdout, whatever somebody should look at on stderr, where it arrives though
    /// the timer throws stdout away.
    ///
    /// # Errors
    /// What the store says.
    pub fn tell(&self, ctx: &mut Ctx) -> Result<(), Failure> {
        if ctx.out.is_json() {
            let value = self.json(ctx)?;
            ctx.out.json(&value);
            return Ok(());
        }
        if self.dry {
            ctx.out.note(&ctx.lang.word("night-dry"));
        }
        for report in &self.done.reports {
            if report.nights.is_empty() && report.failed.is_none() {
                self.nothing(ctx, report);
            }
            let failed = report.failed.is_some() || self.done.morning.failed.contains_key(&report.school);
            if self.done.reports.len() <= 3 || self.dry || failed {
                self.school(ctx, report)?;
            }
        }
        let summary = self.summary(ctx);
        ctx.out.line(summary);
        for line in self.alarms(ctx)? {
            ctx.out.alarm(&line);
        }
        Ok(())
    }

    /// What somebody should look at, the school named where it is of one.
    fn alarms(&self, ctx: &Ctx) -> Result<Vec<String>, Failure> {
        let mut lines = Vec::new();
        let failed =
            |id: &str, failure: &Failure| ctx.say(id, &[("why", failure.message.say(ctx.lang).into())]);
        lines.extend(self.done.copied.as_ref().err().map(|failure| failed("night-no-copy", failure)));
        let delivered = &self.done.delivered;
        lines.extend(delivered.fault.as_ref().map(|fault| failed("night-no-delivery", fault)));
        for report in &self.done.reports {
            let mut of_school = Vec::new();
            if let Some(failed) = &report.failed {
                of_school.push(ctx.say("night-school-failed", &[("why", why(ctx, failed).into())]));
            }
            // It is met again every night until its day comes.
            if let Some(found) = report.nights.iter().rev().find_map(|night| night.foreseen.as_ref()) {
                of_school.push(foreseen(&self.desk(ctx, report.school)?.look(), found)?);
            }
            of_school.extend(self.ahead(ctx, report));
            if let Some(error) = delivered.error(report.school, ctx.lang) {
                of_school.push(ctx.say("night-no-delivery", &[("why", error.into())]));
            }
            let parcels: Vec<&Line> =
                delivered.lines(report.school).iter().filter(|line| lost(line)).collect();
            if !parcels.is_empty() {
                let desk = self.desk(ctx, report.school)?;
                of_school.extend(parcels.into_iter().map(|line| parcel(ctx, &desk, line)));
            }
            let papers = self.done.morning.failed.get(&report.school);
            of_school.extend(papers.map(|failure| failed("night-no-papers", failure)));
            lines.extend(
                of_school
                    .into_iter()
                    .map(|line| format!("{}: {}", self.name(report.school), line.trim_start())),
            );
        }
        Ok(lines)
    }

    /// Why no night runs for long: one of a later day is on record. With what can be done.
    fn ahead(&self, ctx: &Ctx, report: &SchoolReport) -> Option<String> {
        let today = ctx.clock.today();
        let last = report.ahead_of(today)?;
        let args = [("last", day(last).into()), ("days", (last - today).num_days().into())];
        let mut text = ctx.say("night-clock-ahead", &args);
        // The night copies the store before it changes anything.
        let copy = ctx.home().ok().map(|home| home.backups().join(format!("vekha-{last}.redb")));
        if let Some(copy) = copy.filter(|copy| copy.is_file()) {
            let copy = quoted(&copy.display().to_string());
            text = format!("{text}\n{}\n    vekha restore {copy}", ctx.word("night-clock-ahead-copy"));
        }
        Some(format!("{text}\n{}\n    vekha nightly --set-back", ctx.word("night-clock-ahead-go-on")))
    }

    fn desk(&self, ctx: &Ctx, school: SchoolId) -> Result<Desk<'_>, Failure> {
        let reading = self.done.session.app.read(school, None);
        let reading = reading.map_err(|error| refusal::failure(error, ctx.lang))?;
        Desk::of(reading, ctx.clock.today(), ctx.lang)
    }

    fn name(&self, school: SchoolId) -> &str {
        self.names.iter().find(|(id, _)| *id == school).map_or("", |(_, name)| name)
    }

    /// The night of today ran already, or a clock was set back.
    fn nothing(&self, ctx: &mut Ctx, report: &SchoolReport) {
        let Some(last) = report.last else { return };
        if report.ahead_of(ctx.clock.today()).is_some() {
            return;
        }
        let id = if last > ctx.clock.today() { "night-clock-back" } else { "night-already" };
        let args = [
            ("school", self.name(report.school).to_owned().into()),
            ("last", day(last).into()),
            ("today", day(ctx.clock.today()).into()),
        ];
        let text = ctx.say(id, &args);
        ctx.out.note(&text);
    }

    fn school(&self, ctx: &mut Ctx, report: &SchoolReport) -> Result<(), Failure> {
        let mut lines = Vec::new();
        let parcels = self.done.delivered.lines(report.school);
        if !report.nights.is_empty() || !parcels.is_empty() {
            let desk = self.desk(ctx, report.school)?;
            for night in &report.nights {
                lines.push(heading(ctx, night));
                lines.extend(self::lines(&desk.look(), night)?.into_iter().map(|line| format!("  {line}")));
            }
            lines.extend(
                parcels
                    .iter()
                    .filter(|line| worth_telling(line) && !lost(line))
                    .map(|line| parcel(ctx, &desk, line)),
            );
        }
        lines.extend(self.papers(ctx, report.school));
        if !lines.is_empty() {
            ctx.out.title(self.name(report.school));
            lines.iter().for_each(|line| ctx.out.line(line));
        }
        Ok(())
    }

    /// The files that were written.
    fn papers(&self, ctx: &Ctx, school: SchoolId) -> Vec<String> {
        let morning = &self.done.morning;
        let mut lines = Vec::new();
        let papers = morning.papers.get(&school).map_or(&[][..], Vec::as_slice);
        let (reports, memos): (Vec<_>, Vec<_>) = papers.iter().partition(|paper| paper.kind == "report");
        for paper in reports.into_iter().filter(|paper| paper.written) {
            let id = if self.dry { "night-report-would" } else { "night-report" };
            lines.push(ctx.say(id, &[("file", paper.path.display().to_string().into())]));
        }
        // The last one is that of all.
        if let Some(all) = memos.last().filter(|_| memos.iter().any(|paper| paper.written)) {
            let id = if self.dry { "night-memos-would" } else { "night-memos" };
            let nobody = |paper: &&&Paper| paper.path.file_stem().is_some_and(|stem| stem == "memo-nobody");
            let people = memos.len() - 1 - memos.iter().filter(nobody).count();
            let args = [("file", all.path.display().to_string().into()), ("count", people.into())];
            lines.push(ctx.say(id, &args));
        }
        lines
    }

    /// The whole run in one line.
    pub fn summary(&self, ctx: &Ctx) -> String {
        let nights = || self.done.reports.iter().flat_map(|report| &report.nights);
        let told = |of: &[What]| {
            nights().flat_map(|night| &night.told).filter(|notice| of.contains(&notice.what)).count()
        };
        let count = |what: &str| nights().filter_map(|night| night.counts.get(what)).sum::<u32>();
        let delivered = self.done.delivered.counts();
        let args = [
            ("date", day(ctx.clock.today()).into()),
            ("schools", self.done.reports.len().into()),
            ("nights", nights().count().into()),
            ("due", told(&[What::Due]).into()),
            ("late", told(&[What::Late, What::VeryLate]).into()),
            ("long", told(&[What::VeryLate]).into()),
            ("moved", nights().map(|night| night.moves.len()).sum::<usize>().into()),
            ("evaluated", count("evaluated").into()),
            ("restated", count("restated").into()),
            ("bands", nights().map(|night| night.bands.len()).sum::<usize>().into()),
            ("messages", nights().map(|night| night.sent.len()).sum::<usize>().into()),
            ("sent", delivered.sent.into()),
            ("undelivered", (delivered.failed + delivered.down).into()),
            ("failed", self.done.reports.iter().filter(|report| report.failed.is_some()).count().into()),
        ];
        ctx.say("night-summary", &args)
    }

    fn json(&self, ctx: &Ctx) -> Result<Value, Failure> {
        let mut list = Vec::new();
        for report in &self.done.reports {
            let reading = self.done.session.app.read(report.school, None);
            let desk = reading
                .map_err(|error| refusal::failure(error, ctx.lang))
                .and_then(|reading| Desk::of(reading, ctx.clock.today(), ctx.lang));
            let nights: Vec<Value> = match &desk {
                Ok(desk) => {
                    let look = desk.look();
                    report.nights.iter().map(|night| night_json(&look, night)).collect::<Result<_, _>>()?
                }
                Err(_) => Vec::new(),
            };
            let morning = &self.done.morning;
            let papers = morning.papers.get(&report.school).map_or(&[][..], Vec::as_slice);
            let paper = |paper: &Paper| json!({"kind": paper.kind, "file": paper.path.display().to_string(), "written": paper.written});
            let no_papers = morning.failed.get(&report.school).map(|failure| failure.message.say(ctx.lang));
            list.push(json!({
                "school": report.school.0,
                "name": self.name(report.school),
                "last": report.last,
                "clock_back": report.last.is_some_and(|last| last > ctx.clock.today()),
                "nights": nights,
                "delivery": self.done.delivered.json(report.school, ctx.lang),
                "papers": papers.iter().map(paper).collect::<Vec<_>>(),
                "papers_error": no_papers,
                "error": report.failed.as_ref().map(|failed| why(ctx, failed)),
            }));
        }
        let failed = self.done.reports.iter().filter(|report| report.failed.is_some()).count();
        Ok(json!({
            "date": ctx.clock.today(),
            "dry_run": self.dry,
            "schools": list,
            "failed": failed,
            "delivery": self.done.delivered.summary_json(ctx.lang),
            "copy_failed": self.done.copied.as_ref().err().map(|failure| failure.message.say(ctx.lang)),
            "papers_failed": self.done.morning.failed.len(),
            "summary": self.summary(ctx),
        }))
    }
}

/// Whether a parcel is news: what waits for a channel that nobody set up is not.
fn worth_telling(line: &Line) -> bool {
    !matches!(line.did, Did::Waits("no-channel" | "not-yet"))
}

/// Whether somebody should look at it: it will not arrive, or a channel is down.
fn lost(line: &Line) -> bool {
    matches!(line.did, Did::Failed(_) | Did::Dropped(Settled::Failed) | Did::Waits("channel-down"))
}

/// One parcel: to whom, how many messages, what became of it.
fn parcel(ctx: &Ctx, desk: &Desk<'_>, line: &Line) -> String {
    let args = [
        ("to", recipient(desk, ctx.lang, &line.to).into()),
        ("count", line.messages.into()),
        ("did", did(ctx.lang, &line.did).1.into()),
    ];
    format!("  {}", ctx.say("night-parcel", &args))
}

/// Why the night of a school ended early, in words.
pub fn why(ctx: &Ctx, failed: &Failed) -> String {
    match failed {
        Failed::Script(fault) => fault_words(ctx.lang, fault),
        Failed::Engine(error) => refusal::failure(error.clone(), ctx.lang).message.say(ctx.lang),
    }
}

/// A fault of a script on one line, its place first.
fn fault_words(lang: Lang, fault: &Fault) -> String {
    let place = fault.at.as_ref().map(|at| match at.line {
        0 => format!("{}: ", at.file),
        line => format!("{}:{line}:{}: ", at.file, at.column),
    });
    format!("{}{}", place.unwrap_or_default(), render::message(fault, lang))
}

fn heading(ctx: &Ctx, night: &NightDone) -> String {
    let how = match night.planned.how {
        How::Ran => "night-how-ran",
        How::CaughtUp => "night-how-caught-up",
        How::SetBack => "night-how-set-back",
    };
    let mut text =
        ctx.say("event-night", &[("date", day(night.planned.on).into()), ("how", ctx.word(how).into())]);
    if let Some(skipped) = &night.planned.skipped {
        let args = [
            ("from", day(skipped.from).into()),
            ("to", day(skipped.to).into()),
            ("why", skipped.why.clone().into()),
        ];
        text.push_str(&ctx.say("event-night-skipped", &args));
    }
    text
}

/// The title of the stage that a transition leads to.
fn entered(look: &Look<'_>, subject: Subject, way: &str) -> Result<Option<String>, Failure> {
    let instance = match subject {
        Subject::Pair(id) => look.view.pair(id)?.map(|pair| pair.instance),
        Subject::Programme(id) => look.view.programme(id)?.map(|programme| programme.instance),
        Subject::Occurrence(task, no) => look.view.occurrence(task, no)?.map(|row| row.instance),
        _ => None,
    };
    let Some(instance) = instance else { return Ok(None) };
    let machine = look.rules.machine(&instance.workflow);
    let to = machine.and_then(|machine| machine.transition(way)).map(|transition| transition.to.clone());
    Ok(to.map(|stage| look.stage(&Instance { stage, ..instance })))
}

/// What a night did, a line for each thing.
pub fn lines(look: &Look<'_>, night: &NightDone) -> Result<Vec<String>, Failure> {
    let mut lines = Vec::new();
    for notice in &night.told {
        let args = [("what", look.title(notice.subject)?.into()), ("date", day(notice.term).into())];
        lines.push(look.lang.say(notice_id(notice.what), &args));
    }
    for (subject, way) in &night.moves {
        let way = entered(look, *subject, way)?.unwrap_or_else(|| way.clone());
        let args = [("what", look.title(*subject)?.into()), ("way", way.into())];
        lines.push(look.lang.say("night-moved", &args));
    }
    for change in &night.bands {
        let args = [
            ("what", look.title(change.subject)?.into()),
            ("name", change.name.clone().into()),
            ("before", change.before.clone().into()),
            ("after", change.after.clone().into()),
        ];
        lines.push(look.lang.say("night-band", &args));
    }
    if night.hook_failures > 0 {
        lines.push(look.lang.say("night-hook-failures", &[("count", night.hook_failures.into())]));
    }
    Ok(lines)
}

/// What the script of indicators will fail at, and when.
pub fn foreseen(look: &Look<'_>, found: &Foreseen) -> Result<String, Failure> {
    let args = [
        ("what", look.title(found.subject)?.into()),
        ("date", day(found.on).into()),
        ("why", fault_words(look.lang, &found.fault).into()),
    ];
    Ok(look.lang.say("night-foreseen", &args))
}

fn notice_id(what: What) -> &'static str {
    match what {
        What::Due => "night-told-due",
        What::Late => "night-told-late",
        What::VeryLate => "night-told-very-late",
        What::NoConsent => "night-told-no-consent",
        What::NoMeeting => "night-told-no-meeting",
    }
}

fn night_json(look: &Look<'_>, night: &NightDone) -> Result<Value, Failure> {
    let told = |notice: &Notice| -> Result<Value, Failure> {
        Ok(json!({
            "what": notice_code(notice.what),
            "subject": notice.subject,
            "title": look.title(notice.subject)?,
            "term": notice.term,
        }))
    };
    let band = |change: &BandChange| -> Result<Value, Failure> {
        Ok(json!({
            "subject": change.subject, "title": look.title(change.subject)?,
            "indicator": change.name, "before": change.before, "after": change.after,
        }))
    };
    Ok(json!({
        "date": night.planned.on,
        "how": match night.planned.how {
            How::Ran => "ran",
            How::CaughtUp => "caught-up",
            How::SetBack => "set-back",
        },
        "skipped": night.planned.skipped.as_ref().map(|skipped| {
            json!({"from": skipped.from, "to": skipped.to, "why": skipped.why})
        }),
        "counts": night.counts,
        "told": night.told.iter().map(told).collect::<Result<Vec<_>, _>>()?,
        "moves": night.moves.iter().map(|(subject, way)| json!({"subject": subject, "transition": way})).collect::<Vec<_>>(),
        "bands": night.bands.iter().map(band).collect::<Result<Vec<_>, _>>()?,
        "messages": night.sent.iter().map(|sent| json!({"to": sent.to, "template": sent.template, "about": sent.about})).collect::<Vec<_>>(),
        "hook_failures": night.hook_failures,
        "foreseen": night.foreseen.as_ref().map(|found| {
            json!({"subject": found.subject, "date": found.on, "why": fault_words(look.lang, &found.fault)})
        }),
    }))
}

/// A reason in JSON.
pub fn notice_code(what: What) -> &'static str {
    match what {
        What::Due => "due",
        What::Late => "late",
        What::VeryLate => "very-late",
        What::NoConsent => "no-consent",
        What::NoMeeting => "no-meeting",
    }
}
