//! `vekha meeting import`

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use chrono::NaiveDate;
use serde_json::json;
use vekha_core::command::Action;
use vekha_core::ids::{PairId, PartyId};
use vekha_core::pairs::Pair;
use vekha_core::people::values;
use vekha_core::view::Read;
use vekha_core::work::MeetingState;

use super::shared::{self, Given};
use crate::app::work::sheet::{self, Field, Line};
use crate::app::work::words;
use crate::cli::import_people_show::{passed_over, place};
use crate::cli::pair::find;
use crate::cli::{Ctx, Desk, Exit, Failure, Kind, party};
use crate::import::{self, Options};
use crate::lang::Lang;

/// Record meetings from a table: xlsx, ods, csv, or a table of a docx or odt
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha meeting import meetings.xlsx --dry-run\nvekha meeting import log.docx --pair 1 --yes"
)]
pub struct Args {
    /// The table: a column of dates, and of pairs (number, or mentor and mentee) unless --pair says it
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// The pair of lines that do not name one
    #[arg(long, value_name = "PAIR")]
    pair: Option<String>,

    /// The sheet of a workbook [all]
    #[arg(long, value_name = "SHEET")]
    sheet: Option<String>,
}

const FIELDS: &[Field] = &[
    Field {
        name: "date",
        stems: &["дата", "дата встречи", "дата проведения", "когда", "date", "date of the meeting", "день"],
    },
    Field { name: "pair", stems: &["пара", "номер пары", "№ пары", "pair"] },
    Field { name: "mentor", stems: &["наставник", "фио наставника", "mentor"] },
    Field {
        name: "mentee", stems: &["наставляем", "фио наставляемого", "mentee", "молодой"]
    },
    Field { name: "kind", stems: &["вид", "тип", "форма", "kind"] },
    Field { name: "topic", stems: &["тема", "содержание", "topic", "повестка"] },
    Field {
        name: "outcome", stems: &["результат", "итог", "вывод", "outcome", "договор"]
    },
    Field {
        name: "minutes", stems: &["длительность", "продолжительность", "время", "мин", "minutes"]
    },
    Field {
        name: "state", stems: &["состоялась", "статус", "отметка о проведении", "проведен", "state"]
    },
    Field {
        name: "mentor-mark",
        stems: &[
            "оценка наставника",
            "отзыв наставника",
            "обратная связь наставника",
            "обратная связь от наставника",
            "mentor mark",
        ],
    },
    Field {
        name: "mentee-mark",
        stems: &[
            "оценка наставляемого",
            "отзыв наставляемого",
            "обратная связь наставляемого",
            "обратная связь от наставляемого",
            "mentee mark",
        ],
    },
];

/// Records every line, all or none; every fault is told with its row and cell.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let options = Options { sheet: args.sheet.clone(), ..Options::default() };
    let read = import::read(&args.file, &options)
        .map_err(|cause| Failure::new(Kind::BadInput, cause.say(ctx.lang)))?;
    let file = args.file.display().to_string();
    let Some(lines) = sheet::lines(&read.document, FIELDS, &["date"]) else {
        return Err(Failure::with(Kind::BadInput, "work-no-meeting-table", [("file", file)]));
    };
    passed_over(ctx, &lines);
    let session = ctx.writing_session()?;
    let (actions, faults) = {
        let desk = session.desk(ctx)?;
        let usual = args.pair.as_ref().map(|word| find(&desk, word)).transpose()?.map(|pair| pair.id);
        batch(&desk, ctx, &lines, usual)?
    };
    if !faults.is_empty() {
        let said = [("file", file.into()), ("count", faults.len().into())];
        let failure = Failure::new(Kind::BadInput, ctx.lang.say("people-faults", &said));
        return Err(faults.into_iter().fold(failure, Failure::cause));
    }
    let count = actions.len();
    let outcome = session.act(Action::Many(actions), None)?;
    let new = outcome.events.len();
    let said = [("count", new.into()), ("known", count.saturating_sub(new).into())];
    let id = if ctx.globals.dry_run { "work-would-import-meetings" } else { "work-imported-meetings" };
    let words = ctx.say(id, &said);
    ctx.out.outcome(&words, &json!({"lines": count, "recorded": new, "dry_run": ctx.globals.dry_run}));
    Ok(Exit::Done)
}

type Fault = (&'static str, &'static str);

fn batch(
    desk: &Desk<'_>,
    ctx: &Ctx,
    lines: &[Line],
    usual: Option<PairId>,
) -> Result<(Vec<Action>, Vec<String>), Failure> {
    let pairs = desk.reading.pairs()?;
    let (mut actions, mut faults) = (Vec::new(), Vec::new());
    // The k-th line of a pair, a day and a kind is the k-th meeting of that day and kind.
    let mut seen: BTreeMap<_, usize> = BTreeMap::new();
    for line in lines {
        match (pair_of(desk, &pairs, line, usual), meeting(line, ctx.clock.today())) {
            (Ok(pair), Ok(given)) => {
                let facts = given.facts(ctx.clock.today());
                let nth = seen.entry((pair, facts.on, facts.kind)).or_default();
                actions.push(shared::recording(desk, ctx, pair, &given, *nth)?);
                *nth += 1;
            }
            (pair, given) => {
                let wrong = pair.err().into_iter().chain(given.err().into_iter().flatten());
                faults.extend(wrong.map(|fault| told(ctx.lang, line, fault)));
            }
        }
    }
    Ok((actions, faults))
}

/// «Таблица 1, строка 4, столбец «Дата»: не дата: «вчера»».
fn told(lang: Lang, line: &Line, (field, id): Fault) -> String {
    let (at, heading) = line.at(field);
    let text = line.get(field).unwrap_or_default().to_owned();
    format!("{}: {}", place(lang, &at, heading), lang.say(id, &[("text", text.into())]))
}

fn pair_of(desk: &Desk<'_>, pairs: &[Pair], line: &Line, usual: Option<PairId>) -> Result<PairId, Fault> {
    let (mentors, mentees) =
        (pairs.iter().map(|pair| pair.mentor).collect(), pairs.iter().map(|pair| pair.mentee).collect());
    if let Some(word) = line.get("pair") {
        let word = word.trim_start_matches('№').trim();
        if let Ok(pair) = find(desk, word) {
            return Ok(pair.id);
        }
        // «Придумов Б.С. – Выдумова А.П.»
        let named = both(word).and_then(|[mentor, mentee]| {
            Some((person(desk, &mentors, mentor)?, person(desk, &mentees, mentee)?))
        });
        let among = match named {
            Some((mentor, mentee)) => those(pairs, Some(mentor), Some(mentee)),
            None => person(desk, &mentors, word).map_or_else(Vec::new, |who| those(pairs, Some(who), None)),
        };
        let many = if among.len() > 1 { "work-fault-pairs" } else { "work-fault-pair" };
        return only(&among).ok_or(("pair", many));
    }
    let named = |field: &'static str, among: &BTreeSet<PartyId>| match line.get(field) {
        None => Ok(None),
        Some(name) => person(desk, among, name).map(Some).ok_or((field, "work-fault-person")),
    };
    let (mentor, mentee) = (named("mentor", &mentors)?, named("mentee", &mentees)?);
    if mentor.is_none() && mentee.is_none() {
        return usual.ok_or(("date", "work-fault-whose"));
    }
    let field = if mentee.is_some() { "mentee" } else { "mentor" };
    only(&those(pairs, mentor, mentee)).ok_or((field, "work-fault-which-pair"))
}

/// The two names of a cell that names a pair.
fn both(text: &str) -> Option<[&str; 2]> {
    let marks = [" – ", " — ", " - ", "–", "—", "/", ";", ",", " и "];
    let parts = marks.iter().find(|mark| text.contains(**mark)).map(|mark| text.split(mark));
    let parts: Vec<&str> = parts?.map(str::trim).collect();
    <[&str; 2]>::try_from(parts).ok()
}

/// The pairs of these people.
fn those(pairs: &[Pair], mentor: Option<PartyId>, mentee: Option<PartyId>) -> Vec<&Pair> {
    let fits =
        |pair: &&Pair| mentor.is_none_or(|id| pair.mentor == id) && mentee.is_none_or(|id| pair.mentee == id);
    pairs.iter().filter(fits).collect()
}

/// The only one that is open, or the only one.
fn only(among: &[&Pair]) -> Option<PairId> {
    let open: Vec<&&Pair> = among.iter().filter(|pair| pair.is_open()).collect();
    match (open.as_slice(), among) {
        ([one], _) => Some(one.id),
        ([], [one]) => Some(one.id),
        _ => None,
    }
}

/// A person as a log names them: by name or number, or by surname and initials where these are those of one person
/// alone.
fn person(desk: &Desk<'_>, among: &BTreeSet<PartyId>, text: &str) -> Option<PartyId> {
    if let Ok(found) = party::find(desk, text) {
        return Some(found);
    }
    let mut fitting = among.iter().filter(|id| initialed(&desk.directory.name(**id), text));
    fitting.next().copied().filter(|_| fitting.next().is_none())
}

/// Whether «Выдумова А. П.» or «А.П. Выдумова» may be «Выдумова Анна Петровна».
fn initialed(full: &str, short: &str) -> bool {
    let plain = |name: &str| name.to_lowercase().replace('ё', "е");
    let full = plain(full);
    let full: Vec<&str> = full.split_whitespace().collect();
    let short = plain(short);
    let parts: Vec<&str> =
        short.split(|c: char| c.is_whitespace() || c == '.').filter(|part| !part.is_empty()).collect();
    let letter = |part: &&str| part.chars().count() == 1;
    let (surnames, initials): (Vec<&str>, Vec<&str>) = parts.into_iter().partition(|part| !letter(part));
    let ([surname], [own, rest @ ..]) = (surnames.as_slice(), full.as_slice()) else { return false };
    !initials.is_empty()
        && surname == own
        && initials.len() <= rest.len()
        && initials.iter().zip(rest).all(|(initial, name)| name.starts_with(initial))
}

/// What a line says of a meeting, or everything that is wrong with it.
fn meeting(line: &Line, today: NaiveDate) -> Result<Given, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut given = Given { on: line.get("date").and_then(values::date), ..Given::default() };
    if given.on.is_none() {
        faults.push(("date", "work-fault-date"));
    }
    if let Some(text) = line.get("kind") {
        given.kind = words::kind(text);
        faults.extend(given.kind.is_none().then_some(("kind", "work-fault-kind")));
    }
    if let Some(text) = line.get("minutes") {
        given.minutes = words::minutes(text);
        faults.extend(given.minutes.is_none().then_some(("minutes", "work-fault-minutes")));
    }
    // A dash or a «нет» says that it did not take place, so blankness is not asked here.
    let state = line.raw("state").map(str::trim).filter(|text| !text.is_empty());
    if let Some(text) = state {
        given.state = words::state(text);
        faults.extend(given.state.is_none().then_some(("state", "work-fault-state")));
    }
    given.text("topic", line.get("topic"));
    // Where no column says whether it took place, the outcome may say nothing else.
    match line.get("outcome").filter(|_| state.is_none()).and_then(words::only_state) {
        Some(state) => given.state = Some(state),
        None => given.text("outcome", line.get("outcome")),
    }
    let came = |state| matches!(state, Some(MeetingState::Held | MeetingState::Missed));
    if given.on.is_some_and(|on| on > today) && came(given.state) {
        faults.push(("date", "work-fault-future"));
    }
    for (side, field) in [("mentor", "mentor-mark"), ("mentee", "mentee-mark")] {
        let feedback = given.feedback(side, line.get(field));
        if feedback.and_then(|feedback| feedback.mark).is_some_and(|mark| !(1..=10).contains(&mark)) {
            faults.push((field, "work-fault-mark"));
        }
        match side {
            "mentor" => given.mentor = feedback,
            _ => given.mentee = feedback,
        }
    }
    if faults.is_empty() { Ok(given) } else { Err(faults) }
}

#[cfg(test)]
mod tests {
    use super::{both, initialed};

    #[test]
    fn a_cell_may_name_both_of_a_pair() {
        for text in ["Ёлкин А.П. – Сосна О.И.", "Ёлкин А.П./Сосна О.И.", "Ёлкин А.П. и Сосна О.И."]
        {
            assert_eq!(both(text), Some(["Ёлкин А.П.", "Сосна О.И."]), "{text}");
        }
        assert_eq!(both("Мамин-Сибиряк А.П. - Сосна О.И."), Some(["Мамин-Сибиряк А.П.", "Сосна О.И."]));
        assert_eq!(both("Ёлкин А.П."), None);
        assert_eq!(both("а – б – в"), None);
    }

    #[test]
    fn a_surname_with_initials_is_known() {
        let check = |short: &str, expected: bool| {
            assert_eq!(initialed("Ёлкина Софья Игоревна", short), expected, "{short}");
        };
        for short in ["Ёлкина С.И.", "Елкина С. И.", "С.И. Ёлкина", "ёлкина с", "Ёлкина С.И"]
        {
            check(short, true);
        }
        for short in ["Ёлкина", "Ёлкина П.И.", "Ёлкин С.И.", "С.И.", "Ёлкина С.И.К.", "Ёлкина Софья", ""]
        {
            check(short, false);
        }
    }
}
