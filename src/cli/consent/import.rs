//! `vekha consent import FILE`

use std::path::PathBuf;

use chrono::NaiveDate;
use serde_json::json;
use vekha_core::command::Action;
use vekha_core::ids::PartyId;
use vekha_core::people::columns::folded;
use vekha_core::people::{Signer, values};
use vekha_core::table::{Document, Place, Row};

use super::super::{Ctx, Desk, Exit, Failure, Kind, import_people_show::place, party};
use super::shared;
use crate::import::{self, Options};
use crate::lang::Lang;

/// Record a batch of signed papers from a table: person, kind, date, who signed
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha consent import signed.csv --dry-run\nvekha consent import \"Согласия.xlsx\" --on 2023-09-12 --yes"
)]
pub struct Args {
    /// The table: columns «ФИО» (or the number), and «Вид», «Дата», «Кто подписал» where lines differ
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// The kind of paper of lines that do not say it [everything the person lacks]
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,

    /// The date of lines that do not say it [today]
    #[arg(long, value_name = "DATE", value_parser = crate::cli::date)]
    on: Option<NaiveDate>,

    /// Who signed, in lines that do not say it
    #[arg(long, value_name = "WHO", value_enum, default_value = "own")]
    signed_by: super::add::SignerArg,
}

/// Which column holds what.
#[derive(Default)]
struct Columns {
    person: Option<usize>,
    kind: Option<usize>,
    date: Option<usize>,
    signer: Option<usize>,
}

/// Records every line, all or none; every fault is told with its row.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let read = import::read(&args.file, &Options::default())
        .map_err(|cause| Failure::new(Kind::BadInput, cause.say(ctx.lang)))?;
    let session = ctx.writing_session()?;
    let (actions, faults) = {
        let desk = session.desk(ctx)?;
        batch(&read.document, &desk, &args, ctx)?
    };
    if !faults.is_empty() {
        let said = [("file", args.file.display().to_string().into()), ("count", faults.len().into())];
        let failure = Failure::new(Kind::BadInput, ctx.lang.say("people-faults", &said));
        return Err(faults.into_iter().fold(failure, Failure::cause));
    }
    let count = actions.len();
    let outcome = session.act(Action::Many(actions), None)?;
    let events = outcome.events.len();
    let said = [("count", events.into()), ("known", (count - events.min(count)).into())];
    let id = if ctx.globals.dry_run { "consent-would-import" } else { "consent-imported" };
    let words = ctx.say(id, &said);
    ctx.out.outcome(&words, &json!({"papers": count, "recorded": events, "dry_run": ctx.globals.dry_run}));
    Ok(Exit::Done)
}

fn batch(
    document: &Document,
    desk: &Desk<'_>,
    args: &Args,
    ctx: &Ctx,
) -> Result<(Vec<Action>, Vec<String>), Failure> {
    let (mut actions, mut faults, mut tables) = (Vec::new(), Vec::new(), 0);
    for table in document.tables() {
        let Some((at, columns)) =
            table.rows.iter().take(25).enumerate().find_map(|(at, row)| Some((at, header(row)?)))
        else {
            continue;
        };
        tables += 1;
        for row in table.rows[at + 1..]
            .iter()
            .filter(|row| row.cells.iter().any(|cell| !values::is_blank(&cell.text)))
        {
            match line(row, &columns, desk, args, ctx)? {
                Ok(found) => actions.extend(found),
                Err((index, words)) => faults.push(fault(ctx.lang, &row.place.at(index), &words)),
            }
        }
    }
    if tables == 0 {
        let file = [("file", args.file.display().to_string())];
        return Err(Failure::with(Kind::BadInput, "consent-no-table", file));
    }
    Ok((actions, faults))
}

fn fault(lang: Lang, at: &Place, words: &str) -> String {
    format!("{}: {words}", place(lang, at, ""))
}

fn header(row: &Row) -> Option<Columns> {
    let mut columns = Columns::default();
    for (index, cell) in row.cells.iter().enumerate() {
        let text = folded(&cell.text);
        let starts = |stems: &[&str]| stems.iter().any(|stem| text.starts_with(stem));
        let slot = if starts(&["фио", "ф и о", "фамилия", "участник", "person", "name", "имя"])
        {
            &mut columns.person
        } else if starts(&["вид", "документ", "согласие", "kind"]) {
            &mut columns.kind
        } else if starts(&["дата", "date"]) {
            &mut columns.date
        } else if starts(&["кто подпис", "подписал", "signed"]) {
            &mut columns.signer
        } else {
            continue;
        };
        slot.get_or_insert(index);
    }
    columns.person.is_some().then_some(columns)
}

type Fault = (usize, String);

/// The papers of one line, or the cell that is wrong and why.
fn line(
    row: &Row,
    columns: &Columns,
    desk: &Desk<'_>,
    args: &Args,
    ctx: &Ctx,
) -> Result<Result<Vec<Action>, Fault>, Failure> {
    let cell = |index: Option<usize>| {
        let text = index.and_then(|index| row.cells.get(index)).map(|cell| values::text(&cell.text));
        text.filter(|text| !values::is_blank(text))
    };
    let today = ctx.clock.today();
    let at = |index: Option<usize>| index.unwrap_or(0);
    let Some(name) = cell(columns.person) else {
        return Ok(Err((at(columns.person), ctx.lang.word("people-no-name"))));
    };
    let Ok(person) = party::find(desk, &name) else {
        return Ok(Err((at(columns.person), nobody(desk, &name, ctx.lang))));
    };
    let date = match cell(columns.date).map(|text| values::date(&text)) {
        None => args.on.unwrap_or(today),
        Some(Some(day)) if day > today => {
            return Ok(Err((at(columns.date), ctx.lang.word("people-future-date"))));
        }
        Some(Some(day)) => day,
        Some(None) => return Ok(Err((at(columns.date), ctx.lang.word("people-bad-date")))),
    };
    let signer = match cell(columns.signer) {
        None => args.signed_by.into(),
        Some(text) => match signer(&text) {
            Some(signer) => signer,
            None => return Ok(Err((at(columns.signer), ctx.lang.word("consent-bad-signer")))),
        },
    };
    let kinds = match cell(columns.kind).or(args.kind.clone()) {
        None => lacking(desk, person, date)?,
        Some(text) => match shared::kind(desk, &text) {
            Some(kind) => vec![kind],
            None => return Ok(Err((at(columns.kind), ctx.lang.word("consent-bad-kind")))),
        },
    };
    let drafts = kinds
        .iter()
        .map(|kind| shared::draft(desk, person, kind, date, Some(signer)).map(Action::GiveConsent));
    Ok(Ok(drafts.collect::<Result<_, _>>()?))
}

/// A name that nobody has, or several, with those who may be meant.
fn nobody(desk: &Desk<'_>, name: &str, lang: Lang) -> String {
    let near = party::near(desk, name).into_iter().take(3).map(|(_, id, name)| format!("{name} (№ {id})"));
    let near: Vec<String> = near.collect();
    match near.is_empty() {
        true => lang.word("consent-nobody"),
        false => lang.say("consent-nobody-but", &[("near", near.join("; ").into())]),
    }
}

fn signer(text: &str) -> Option<Signer> {
    let text = text.to_lowercase();
    let has = |stems: &[&str]| stems.iter().any(|stem| text.contains(stem));
    match (
        has(&["сам", "лично", "участник", "own", "person"]),
        has(&[
            "представител",
            "родител",
            "мать",
            "мама",
            "отец",
            "папа",
            "опекун",
            "representative",
            "parent",
        ]),
    ) {
        _ if has(&["оба", "both"]) => Some(Signer::Both),
        (true, true) => Some(Signer::Both),
        (true, false) => Some(Signer::Own),
        (false, true) => Some(Signer::Representative),
        (false, false) => None,
    }
}

/// Everything the person lacks for a pair to become active.
fn lacking(desk: &Desk<'_>, person: PartyId, on: NaiveDate) -> Result<Vec<String>, Failure> {
    let mut kinds: Vec<String> = Vec::new();
    let today = on.max(desk.reading.today());
    for one in shared::standing(desk, today)?.into_iter().filter(|one| one.part.party == person) {
        kinds.extend(one.papers.missing);
    }
    kinds.sort();
    kinds.dedup();
    Ok(kinds)
}
