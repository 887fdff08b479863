//! `vekha survey import`

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::{NaiveDate, NaiveTime, Timelike as _};
use serde_json::json;
use vekha_core::command::{Action, ResponseDraft};
use vekha_core::ids::{CodeId, PartyId, ProgrammeId};
use vekha_core::people::values;
use vekha_core::schedule::PlanYear;
use vekha_core::survey::{Given, Survey};
use vekha_core::work::{Reply, Wave, Who};

use super::shared::{self, WaveArg};
use crate::app::work::sheet::{self, Field, Line};
use crate::app::work::{codes, words};
use crate::cli::import_people_show::place;
use crate::cli::{Ctx, Desk, Exit, Failure, Kind, date, programme};
use crate::import::{self, Options};
use crate::lang::Lang;

/// Record answers from a table or the export of a form: a timestamp, a code, and the questions as headings
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha survey import answers.xlsx --survey mentee --wave before --dry-run\n\
    vekha survey import form.csv --survey mentor --wave after")]
pub struct Args {
    /// The table: xlsx, ods, csv, or a table of a docx or odt
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// The questionnaire
    #[arg(long, value_name = "NAME")]
    survey: String,

    /// Which time, for lines that do not say it
    #[arg(long, value_name = "WAVE", value_enum)]
    wave: Option<WaveArg>,

    /// When it was filled in, for lines that do not say it [today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    on: Option<NaiveDate>,

    /// The programme, for a questionnaire of curators or partners [the only one]
    #[arg(long = "program", value_name = "ID")]
    programme: Option<u32>,
}

const FIELDS: &[Field] = &[
    Field {
        name: "when",
        stems: &["отметка времени", "timestamp", "дата", "время", "когда", "date", "submitted"],
    },
    Field {
        name: "code",
        stems: &[
            "код",
            "личный код",
            "ваш код",
            "ваш личный код",
            "персональный код",
            "укажите код",
            "укажите ваш",
            "code",
            "personal code",
            "your code",
        ],
    },
    Field {
        name: "wave", stems: &["этап", "волна", "до или после", "до/после", "замер", "wave"]
    },
];

/// What is the same for every line.
struct Job<'a> {
    survey: &'a Survey,
    wave: Option<Wave>,
    on: NaiveDate,
    today: NaiveDate,
    programme: Option<ProgrammeId>,
    codes: BTreeMap<String, (PartyId, CodeId)>,
}

/// Records every line, all or none; every fault is told with its row and cell.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let read = import::read(&args.file, &Options::default())
        .map_err(|cause| Failure::new(Kind::BadInput, cause.say(ctx.lang)))?;
    let file = args.file.display().to_string();
    let session = ctx.writing_session()?;
    let (mut actions, mut faults) = (Vec::new(), Vec::new());
    let (mut unknown, mut again, mut asked) = (Vec::new(), Vec::new(), 0);
    {
        let desk = session.desk(ctx)?;
        let survey = shared::survey(&desk, &args.survey)?;
        let needs_code = matches!(survey.who, Who::Mentee | Who::Mentor);
        let required: &[&str] = if needs_code { &["code"] } else { &[] };
        let Some(lines) = sheet::lines(&read.document, FIELDS, required) else {
            return Err(Failure::with(Kind::BadInput, "survey-no-table", [("file", file)]));
        };
        let job = Job {
            survey,
            wave: match (args.wave, survey.waves.as_slice()) {
                (Some(wave), _) => Some(wave.into()),
                (None, [only]) => Some(*only),
                (None, _) => None,
            },
            on: args.on.unwrap_or_else(|| ctx.clock.today()),
            today: ctx.clock.today(),
            programme: match needs_code {
                true => None,
                false => Some(programme::find(&desk.look(), args.programme)?.id),
            },
            codes: shared::known_codes(&desk, ctx)?,
        };
        for line in &lines {
            match job.line(&desk, ctx, line, &mut unknown)? {
                Ok((action, count)) => {
                    asked = asked.max(count);
                    // Who answers twice means the second: otherwise each import would record both once more.
                    let row = place(ctx.lang, &line.cell(0), "");
                    if let Some(at) = actions.iter().position(|(known, _)| is_again(known, &action)) {
                        let (_, earlier) = actions.remove(at);
                        again.push(format!("{earlier} – {row}"));
                    }
                    actions.push((action, row));
                }
                Err(found) => faults.extend(found),
            }
        }
        if asked == 0 && faults.is_empty() && !lines.is_empty() {
            return Err(Failure::with(Kind::BadInput, "survey-no-questions", [("file", file)])
                .hint_command("survey-show-hint", format!("vekha survey show {}", args.survey)));
        }
    }
    if !faults.is_empty() {
        let said = [("file", file.into()), ("count", faults.len().into())];
        let failure = Failure::new(Kind::BadInput, ctx.lang.say("people-faults", &said));
        return Err(faults.into_iter().fold(failure, Failure::cause));
    }
    let count = actions.len();
    let actions = actions.into_iter().map(|(action, _)| action).collect();
    let new = session.act(Action::Many(actions), None)?.events.len();
    let said =
        [("count", new.into()), ("known", count.saturating_sub(new).into()), ("questions", asked.into())];
    let id = if ctx.globals.dry_run { "survey-would-import" } else { "survey-imported" };
    let words = ctx.say(id, &said);
    let dry_run = ctx.globals.dry_run;
    ctx.out.outcome(
        &words,
        &json!({"lines": count, "recorded": new, "questions": asked, "passed_over": unknown, "answered_twice": again, "dry_run": dry_run}),
    );
    if !again.is_empty() {
        let hint = ctx.say("survey-answered-twice", &[("rows", again.join("; ").into())]);
        ctx.out.hint(&hint);
    }
    if !unknown.is_empty() {
        let hint = ctx.say("survey-passed-over", &[("columns", unknown.join("; ").into())]);
        ctx.out.hint(&hint);
    }
    Ok(Exit::Done)
}

/// Whether two questionnaires are one that somebody filled in twice: the same code and time, of one school year.
fn is_again(one: &Action, other: &Action) -> bool {
    let (Action::FillSurvey(one), Action::FillSurvey(other)) = (one, other) else { return false };
    let year = |on: NaiveDate| PlanYear::containing(on);
    one.by.is_some() && one.by == other.by && one.wave == other.wave && year(one.on) == year(other.on)
}

/// What is wrong in a line.
struct Faults<'a> {
    lang: Lang,
    line: &'a Line,
    found: Vec<String>,
}

impl Faults<'_> {
    /// The cell of a field, and why it is wrong.
    fn of(&mut self, field: &str, id: &str) {
        let (at, heading) = self.line.at(field);
        let text = self.line.get(field).unwrap_or_default().to_owned();
        let words = self.lang.say(id, &[("text", text.into())]);
        self.found.push(format!("{}: {words}", place(self.lang, &at, heading)));
    }
}

/// The answers of a line by question, and how many questions it has columns for.
#[derive(Default)]
struct Answers {
    replies: BTreeMap<String, Reply>,
    texts: BTreeMap<String, String>,
    asked: usize,
}

impl Job<'_> {
    /// The questionnaire of a line and how many questions it has columns for, or everything that is wrong in it.
    #[allow(clippy::type_complexity)]
    fn line(
        &self,
        desk: &Desk<'_>,
        ctx: &Ctx,
        line: &Line,
        unknown: &mut Vec<String>,
    ) -> Result<Result<(Action, usize), Vec<String>>, Failure> {
        let mut faults = Faults { lang: ctx.lang, line, found: Vec::new() };
        let (on, at, wave) = self.moment(line, &mut faults);
        let by = match line.get("code") {
            None if self.programme.is_none() => {
                faults.of("code", "survey-fault-no-code");
                None
            }
            None => None,
            Some(text) => match self.codes.get(&codes::digits(text)) {
                Some(by) => Some(*by),
                None => {
                    faults.of("code", shared::bad_code(text));
                    None
                }
            },
        };
        let Answers { replies, texts, asked } = self.answers(line, wave, unknown, &mut faults);
        if !faults.found.is_empty() {
            return Ok(Err(faults.found));
        }
        let known = match by {
            Some((_, code)) => shared::filled(desk, code, &self.survey.name, wave, on)?,
            None => self.uncoded(desk, wave, on, at, &replies)?,
        };
        let texts = shared::news(desk, ctx, known.as_ref(), texts)?;
        let draft = ResponseDraft {
            survey: self.survey.name.clone(),
            wave,
            by,
            on,
            at,
            pairs: None,
            programme: self.programme,
            replies,
            texts,
        };
        Ok(Ok((Action::FillSurvey(draft), asked)))
    }

    /// When it was filled in: the day, the minute where the file says it, and which of the times it is asked.
    fn moment(&self, line: &Line, faults: &mut Faults<'_>) -> (NaiveDate, Option<u32>, Wave) {
        let (on, at) = match line.get("when").map(moment) {
            None => (self.on, None),
            Some(Some((on, _))) if on > self.today => {
                faults.of("when", "work-fault-future");
                (on, None)
            }
            Some(Some(moment)) => moment,
            Some(None) => {
                faults.of("when", "work-fault-date");
                (self.on, None)
            }
        };
        let wave = match line.get("wave") {
            Some(text) => words::wave(text),
            None => self.wave,
        };
        let wave = match wave.filter(|wave| self.survey.waves.contains(wave)) {
            Some(wave) => wave,
            None => {
                faults.of("wave", "survey-fault-wave");
                self.survey.waves.first().copied().unwrap_or(Wave::Once)
            }
        };
        (on, at, wave)
    }

    /// What the columns of questions hold; headings of no question go to `unknown`.
    fn answers(
        &self,
        line: &Line,
        wave: Wave,
        unknown: &mut Vec<String>,
        faults: &mut Faults<'_>,
    ) -> Answers {
        let mut found = Answers::default();
        for (index, heading, text) in &line.others {
            let Some(question) = self.survey.worded(wave, heading) else {
                let elsewhere =
                    self.survey.waves.iter().any(|wave| self.survey.worded(*wave, heading).is_some());
                if !heading.is_empty() && !elsewhere && !unknown.contains(heading) {
                    unknown.push(heading.clone());
                }
                continue;
            };
            found.asked += 1;
            match question.read(text) {
                Ok(Some(Given::Reply(reply))) => drop(found.replies.insert(question.id.clone(), reply)),
                Ok(Some(Given::Text(text))) => drop(found.texts.insert(question.id.clone(), text)),
                Ok(None) => {}
                Err(misfit) => {
                    let lang = faults.lang;
                    let at = place(lang, &line.cell(*index), heading);
                    let expected = shared::misfit(lang, &misfit);
                    let args = [("text", text.clone().into()), ("expected", expected.into())];
                    faults.found.push(format!("{at}: {}", lang.say("survey-fault-answer", &args)));
                }
            }
        }
        found
    }

    /// The same questionnaire of somebody without a code, recorded before.
    fn uncoded(
        &self,
        desk: &Desk<'_>,
        wave: Wave,
        on: NaiveDate,
        at: Option<u32>,
        replies: &BTreeMap<String, Reply>,
    ) -> Result<Option<vekha_core::work::Response>, Failure> {
        use vekha_core::view::Read as _;
        let filed = desk.reading.responses(Some(CodeId(0)))?;
        Ok(filed.into_iter().find(|known| {
            !known.withdrawn
                && (&known.survey, known.wave, known.on, known.at) == (&self.survey.name, wave, on, at)
                && known.programme == self.programme
                && (at.is_some() || known.replies == *replies)
        }))
    }
}

/// A day with its time, where there is one: `12.11.2023 14:05:33`, `2023/11/12 2:05:33 PM GMT+3`.
fn moment(text: &str) -> Option<(NaiveDate, Option<u32>)> {
    let text = values::text(text);
    let (head, tail) = match text.split_once([' ', 'T']) {
        Some((head, tail)) if tail.contains(':') => (head.trim_end_matches(','), tail),
        _ => (text.as_str(), ""),
    };
    let slashed = || NaiveDate::parse_from_str(head, "%Y/%m/%d").ok();
    let day = slashed().or_else(|| values::date(head)).or_else(|| values::date(&text))?;
    let clock = tail.split(' ').next().unwrap_or_default();
    let clock = clock.split(['+', 'Z', '.']).next().unwrap_or_default();
    let time = ["%H:%M:%S", "%H:%M"].iter().find_map(|shape| NaiveTime::parse_from_str(clock, shape).ok());
    let afternoon = tail.to_uppercase().contains("PM");
    let seconds = time.map(|time| {
        let hour = if afternoon && time.hour() < 12 { 12 * 3600 } else { 0 };
        time.num_seconds_from_midnight() + hour
    });
    Some((day, seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_of_forms_are_read() {
        let check = |text: &str, day: &str, at: Option<u32>| {
            assert_eq!(moment(text), Some((day.parse().unwrap(), at)), "{text}");
        };
        check("12.11.2023 14:05:33", "2023-11-12", Some(50_733));
        check("2023/11/12 2:05:33 PM GMT+3", "2023-11-12", Some(50_733));
        check("2023-11-12T14:05:33.120Z", "2023-11-12", Some(50_733));
        check("12.11.2023", "2023-11-12", None);
        check("12 ноября 2023 г.", "2023-11-12", None);
        assert_eq!(moment("вчера"), None);
    }
}
