//! `vekha survey codes`

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::json;
use vekha_core::command::Action;
use vekha_core::ids::PartyId;
use vekha_core::view::Read;

use super::shared;
use crate::app::work::codes;
use crate::app::work::sheet::{self, Field};
use crate::cli::import_people_show::place;
use crate::cli::refusal::failure;
use crate::cli::{Ctx, Exit, Failure, Kind, Session, Table, party, sorting};
use crate::import::{self, Options};

/// Give every participant a personal code and print who has which: it joins the answers before and after without names
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha survey codes\nvekha survey codes --form teacher-teacher --json\nvekha survey codes --from codes.csv"
)]
pub struct Args {
    /// Only participants of this form of mentoring
    #[arg(long, value_name = "NAME")]
    form: Option<String>,

    /// A table of codes that were handed out before: a column of people and one of codes
    #[arg(long, value_name = "FILE", conflicts_with = "form")]
    from: Option<PathBuf>,
}

const FIELDS: &[Field] = &[
    Field {
        name: "person", stems: &["фио", "участник", "фамилия", "имя", "person", "name"]
    },
    Field { name: "code", stems: &["код", "личный код", "code"] },
];

/// Issues codes to those who have none, then lists all by name.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let today = ctx.clock.today();
    let given = args.from.as_deref().map(|file| given(ctx, &session, file)).transpose()?;
    let (people, new) = {
        let desk = session.desk(ctx)?;
        let mut people: BTreeSet<PartyId> = BTreeSet::new();
        for line in desk.reading.participants(None)?.into_iter().filter(|line| line.stands(today)) {
            if args.form.as_ref().is_none_or(|form| *form == line.form) {
                people.insert(desk.reading.standing(line.party)?);
            }
        }
        let known = shared::known_codes(&desk, ctx)?;
        let having: BTreeSet<PartyId> = known.values().map(|(party, _)| *party).collect();
        let mut taken: BTreeSet<String> = known.into_keys().collect();
        let mut new = Vec::new();
        if let Some(given) = &given {
            people = given.keys().copied().collect();
        }
        for party in people.iter().filter(|party| !having.contains(party)) {
            let code = match given.as_ref().and_then(|given| given.get(party)) {
                Some(code) => code.clone(),
                None => codes::new(&taken).map_err(|error| failure(error, ctx.lang))?,
            };
            taken.insert(codes::digits(&code));
            new.push((*party, code));
        }
        (people, new)
    };
    let count = new.len();
    let drawn: BTreeMap<PartyId, String> = new.iter().cloned().collect();
    session.act(Action::IssueCodes { codes: new }, None)?;
    let desk = session.desk(ctx)?;
    let look = desk.look();
    let mut rows: Vec<(String, PartyId, String)> = Vec::new();
    for party in people {
        let stored = desk.reading.codes(Some(party))?.into_iter().next();
        let text = match stored {
            Some(code) => desk.text(&code.text).unwrap_or_default(),
            None => drawn.get(&party).cloned().unwrap_or_default(),
        };
        rows.push((look.name(party), party, text));
    }
    sorting::by_name(&mut rows, |(name, ..)| name);
    if ctx.out.is_json() {
        let list =
            rows.iter().map(|(name, party, code)| json!({"person": party.0, "name": name, "code": code}));
        ctx.out.json(
            &json!({"issued": count, "dry_run": ctx.globals.dry_run, "codes": list.collect::<Vec<_>>()}),
        );
        return Ok(Exit::Done);
    }
    if rows.is_empty() {
        ctx.out.note(&ctx.lang.word("survey-no-participants"));
        return Ok(Exit::Done);
    }
    let words = ["column-id", "column-name", "work-column-code"];
    let mut table = Table::new(words.map(|id| ctx.lang.word(id))).right(0);
    for (name, party, code) in rows {
        table.row([party.to_string(), name, code]);
    }
    ctx.out.table(&table);
    if ctx.globals.dry_run {
        ctx.out.note(&ctx.lang.word("told-dry-run"));
    }
    let hint = ctx.say("survey-codes-issued", &[("count", count.into())]);
    ctx.out.hint(&hint);
    Ok(Exit::Done)
}

/// Codes by person, as a table gives them; every fault is told with its row and cell.
fn given(ctx: &Ctx, session: &Session, file: &Path) -> Result<BTreeMap<PartyId, String>, Failure> {
    let read = import::read(file, &Options::default())
        .map_err(|cause| Failure::new(Kind::BadInput, cause.say(ctx.lang)))?;
    let shown = file.display().to_string();
    let Some(lines) = sheet::lines(&read.document, FIELDS, &["person", "code"]) else {
        return Err(Failure::with(Kind::BadInput, "survey-no-codes-table", [("file", shown)]));
    };
    let desk = session.desk(ctx)?;
    let taken = shared::known_codes(&desk, ctx)?;
    let (mut found, mut faults) = (BTreeMap::<PartyId, String>::new(), Vec::new());
    for line in &lines {
        let mut fault = |field: &str, id: &str| {
            let (at, heading) = line.at(field);
            let text = line.get(field).unwrap_or_default().to_owned();
            faults.push(format!(
                "{}: {}",
                place(ctx.lang, &at, heading),
                ctx.say(id, &[("text", text.into())])
            ));
        };
        let code = line.get("code").unwrap_or_default();
        let digits = codes::digits(code);
        match line.get("person").and_then(|name| party::find(&desk, name).ok()) {
            None => fault("person", "work-fault-person"),
            Some(_) if !codes::is_sound(code) => fault("code", "survey-code-misprint"),
            Some(id) => {
                let other = taken.get(&digits).is_some_and(|(owner, _)| *owner != id);
                let twice = found.iter().any(|(owner, known)| *owner != id && codes::digits(known) == digits);
                match other || twice {
                    true => fault("code", "survey-code-taken"),
                    false => drop(found.insert(id, code.trim().to_owned())),
                }
            }
        }
    }
    if faults.is_empty() {
        return Ok(found);
    }
    let said = [("file", shown.into()), ("count", faults.len().into())];
    let failure = Failure::new(Kind::BadInput, ctx.lang.say("people-faults", &said));
    Err(faults.into_iter().fold(failure, Failure::cause))
}
