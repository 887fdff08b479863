//! `vekha consent import FILE`

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::NaiveDate;
use serde_json::json;
use vekha_core::command::Action;
use vekha_core::ids::PartyId;
use vekha_core::people::columns::folded;
use vekha_core::people::{Signer, values};
use vekha_core::table::{Document, Row};

use super::super::{Ctx, Desk, Exit, Failure, Kind, import_people_show::place, party, tell_people};
use super::shared;
use crate::app::work::sheet::says_birth;
use crate::cli::look::day;
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

impl Columns {
    /// The column with titles of papers, where no heading says which it is: taking it for nothing would
    /// record every paper that a person lacks.
    fn with_kind(mut self, rows: &[Row], desk: &Desk<'_>) -> Self {
        let taken = [self.person, self.date, self.signer];
        let widest = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let is_kind = |column: &usize| {
            let mut cells = rows.iter().filter_map(|row| row.cells.get(*column));
            cells.any(|cell| shared::is_title(desk, &values::text(&cell.text)))
        };
        let mut free = (0..widest).filter(|column| !taken.contains(&Some(*column)));
        self.kind = self.kind.or_else(|| free.find(is_kind));
        self
    }
}

/// Records every line, all or none; every fault is told with its row.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let read = import::read(&args.file, &Options::default())
        .map_err(|cause| Failure::new(Kind::BadInput, cause.say(ctx.lang)))?
        .lined();
    let session = ctx.writing_session()?;
    let (actions, faults) = {
        let desk = session.desk(ctx)?;
        if let Some(kind) = args.kind.as_ref().filter(|kind| shared::kind(&desk, kind).is_none()) {
            return Err(shared::no_such_kind(&desk, kind));
        }
        batch(&read.document, &desk, &args, ctx)?
    };
    if !faults.is_empty() {
        let said = [("file", args.file.display().to_string().into()), ("count", faults.len().into())];
        let failure = Failure::new(Kind::BadInput, ctx.lang.say("people-faults", &said));
        return Err(faults.into_iter().fold(failure, Failure::cause));
    }
    let count = actions.len();
    let kinds = by_kind(&actions);
    let outcome = session.act(Action::Many(actions), None)?;
    let events = outcome.events.len();
    let said = [("count", events.into()), ("known", (count - events.min(count)).into())];
    let id = if ctx.globals.dry_run { "consent-would-import" } else { "consent-imported" };
    let mut words = ctx.say(id, &said);
    for (kind, days) in &kinds {
        let desk = session.desk(ctx)?;
        let (first, last) = (days.iter().min(), days.iter().max());
        let span: Vec<String> =
            first.into_iter().chain(last.filter(|_| first != last)).map(|on| day(*on)).collect();
        let title = tell_people::record_title(&desk.look(), kind);
        words.push_str(&format!("\n    {title}: {} ({})", days.len(), span.join(" – ")));
    }
    let kinds: BTreeMap<&String, usize> = kinds.iter().map(|(kind, days)| (kind, days.len())).collect();
    let dry_run = ctx.globals.dry_run;
    let told = json!({"papers": count, "recorded": events, "kinds": kinds, "dry_run": dry_run});
    ctx.out.outcome(&words, &told);
    Ok(Exit::Done)
}

/// The days of the papers of each kind that the lines speak of: what a column that was not understood would have changed.
fn by_kind(actions: &[Action]) -> BTreeMap<String, Vec<NaiveDate>> {
    let mut kinds: BTreeMap<String, Vec<NaiveDate>> = BTreeMap::new();
    for action in actions {
        if let Action::GiveConsent(draft) = action {
            kinds.entry(draft.kind.clone()).or_default().push(draft.date);
        }
    }
    kinds
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
        let columns = columns.with_kind(&table.rows[at + 1..], desk);
        for row in table.rows[at + 1..]
            .iter()
            .filter(|row| row.cells.iter().any(|cell| !values::is_blank(&cell.text)))
        {
            match line(row, &columns, desk, args, ctx)? {
                Ok(found) => actions.extend(found),
                Err(wrong) => {
                    let told = wrong.iter().map(|fault| told(ctx.lang, &table.rows[at], row, fault));
                    faults.extend(told);
                }
            }
        }
    }
    if tables == 0 {
        let file = [("file", args.file.display().to_string())];
        return Err(Failure::with(Kind::BadInput, "consent-no-table", file));
    }
    Ok((actions, faults))
}

/// «строка 4, столбец «Дата»: «31.09.2023» — это не дата».
fn told(lang: Lang, header: &Row, row: &Row, (index, words): &Fault) -> String {
    let cell = |row: &Row| row.cells.get(*index).map(|cell| values::text(&cell.text)).unwrap_or_default();
    let (at, text) = (place(lang, &row.place.at(*index), &cell(header)), cell(row));
    if text.is_empty() { format!("{at}: {words}") } else { format!("{at}: «{text}» — {words}") }
}

fn header(row: &Row) -> Option<Columns> {
    let mut columns = Columns::default();
    for (index, cell) in row.cells.iter().enumerate() {
        let text = folded(&cell.text);
        let starts = |stems: &[&str]| stems.iter().any(|stem| text.starts_with(stem));
        let slot = if starts(&["фио", "ф и о", "фамилия", "участник", "person", "name", "имя"])
        {
            &mut columns.person
        } else if starts(&["вид", "документ", "согласие", "бумага", "тип", "kind", "paper", "consent"])
        {
            &mut columns.kind
        } else if starts(&["дата", "date"]) {
            // A birthday is no day of signing, and of two days the one of signing counts.
            if says_birth(&text) {
                continue;
            }
            if text.contains("подпис") || text.contains("sign") {
                columns.date = Some(index);
            }
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

/// The papers of one line, or every cell that is wrong and why.
fn line(
    row: &Row,
    columns: &Columns,
    desk: &Desk<'_>,
    args: &Args,
    ctx: &Ctx,
) -> Result<Result<Vec<Action>, Vec<Fault>>, Failure> {
    let cell = |index: Option<usize>| {
        let text = index.and_then(|index| row.cells.get(index)).map(|cell| values::text(&cell.text));
        text.filter(|text| !values::is_blank(text))
    };
    let today = ctx.clock.today();
    let mut faults: Vec<Fault> = Vec::new();
    let mut wrong = |index: Option<usize>, words: String| faults.push((index.unwrap_or(0), words));
    let person = match cell(columns.person) {
        None => Err(ctx.lang.word("people-no-name")),
        Some(name) => party::find(desk, &name).map_err(|_| nobody(desk, &name, ctx.lang)),
    };
    let person = person.map_err(|words| wrong(columns.person, words)).ok();
    let date = match cell(columns.date).map(|text| values::date(&text)) {
        None => Ok(args.on.unwrap_or(today)),
        Some(Some(day)) if day > today => Err("people-future-date"),
        Some(Some(day)) => Ok(day),
        Some(None) => Err("people-bad-date"),
    };
    let date = date.map_err(|id| wrong(columns.date, ctx.lang.word(id))).ok();
    let signed = cell(columns.signer).map_or(Some(args.signed_by.into()), |text| signer(&text));
    if signed.is_none() {
        wrong(columns.signer, ctx.lang.word("consent-bad-signer"));
    }
    let named = cell(columns.kind).or(args.kind.clone()).map(|text| shared::kind(desk, &text));
    if named == Some(None) {
        wrong(columns.kind, ctx.lang.word("consent-bad-kind"));
    }
    let (Some(person), Some(date), Some(signed), true) = (person, date, signed, faults.is_empty()) else {
        return Ok(Err(faults));
    };
    let kinds = match named.flatten() {
        None => lacking(desk, person, date)?,
        Some(kind) => vec![kind],
    };
    let drafts = kinds
        .iter()
        .map(|kind| shared::draft(desk, person, kind, date, Some(signed)).map(Action::GiveConsent));
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
