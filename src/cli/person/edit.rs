//! `vekha person edit`

use vekha_core::command::{Action, Part, Registration};
use vekha_core::people::columns::{self, Column};
use vekha_core::people::sheet::{LISTS, OTHERS};
use vekha_core::people::{names, values};
use vekha_core::state::PartyKind;
use vekha_core::view::Read;

use super::super::{Ctx, Desk, Exit, Failure, Kind, import_people_show, party};

/// Change what is known of a person, a role or a unit
#[derive(Debug, clap::Args)]
#[command(
    after_help = "vekha person edit 7 --set subject=математика --set \"contacts=8 800 000-00-01\"\nvekha person edit \"Соколова Н.В.\" --name \"Соколова Нина Викторовна\"\nvekha person edit 7 --capacity 2 --unset interests"
)]
pub struct Args {
    /// The number or the name
    #[arg(value_name = "PERSON")]
    person: String,

    /// The name from now on; the one before stays as a spelling
    #[arg(long, value_name = "NAME")]
    name: Option<String>,

    /// A field, called as in a base, and its value: компетенции="ФГОС; ИКТ"
    #[arg(long, value_name = "FIELD-VALUE")]
    set: Vec<String>,

    /// A field to be forgotten
    #[arg(long, value_name = "FIELD-VALUE")]
    unset: Vec<String>,

    /// How many mentees a mentor takes
    #[arg(long, value_name = "N")]
    capacity: Option<u32>,
}

/// Changes it; nothing where nothing is otherwise.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.writing_session()?;
    let action = {
        let desk = session.desk(ctx)?;
        let id = party::find(&desk, &args.person)?;
        let known = desk.directory.get(id);
        let kind = known.map(|known| known.party.kind);
        let before = known.and_then(|known| known.profile.clone()).unwrap_or_default();
        let mut profile = before.clone();
        if let Some(name) = &args.name {
            let name = names::tidy(name);
            if name != profile.name && !profile.spellings.contains(&profile.name) {
                profile.spellings.push(std::mem::replace(&mut profile.name, name));
            } else {
                profile.name = name;
            }
            let name = profile.name.clone();
            profile.spellings.retain(|spelling| *spelling != name);
        }
        for pair in &args.set {
            let (written, value) = pair
                .split_once('=')
                .ok_or_else(|| Failure::with(Kind::Usage, "person-bad-set", [("word", pair.clone())]))?;
            profile.fields.remove(written.trim());
            for (field, value) in fields(&desk, written, value, ctx)? {
                profile.fields.insert(field, value);
            }
        }
        for written in &args.unset {
            if profile.fields.remove(written.trim()).is_none()
                && let Some(Column::Field(field)) = columns::meaning(written)
            {
                profile.fields.remove(&field);
            }
        }
        let changed = (profile != before).then_some(profile);
        if kind != Some(PartyKind::Person) {
            match changed {
                Some(profile) => Action::RewriteParty { party: id, profile },
                None => Action::Many(Vec::new()),
            }
        } else {
            let requests =
                changed.as_ref().unwrap_or(&before).fields.get("requests").cloned().unwrap_or_default();
            let requests = u32::try_from(values::list(&requests).len()).unwrap_or(u32::MAX);
            let parts = desk.reading.participants(Some(id))?.into_iter().filter(|row| row.left.is_none());
            let parts = parts.map(|row| Part {
                side: row.side,
                entered: Some(row.entered),
                capacity: args
                    .capacity
                    .filter(|_| row.side == vekha_core::people::Side::Mentor)
                    .or(row.capacity),
                requests: if row.side == vekha_core::people::Side::Mentee { requests } else { row.requests },
                left: None,
                form: row.form,
            });
            Action::Register(Registration { party: Some(id), profile: changed, parts: parts.collect() })
        }
    };
    ctx.act(&session, action, None)
}

/// What is to be written: a field is called as a column of a base is, so that «запросы» are the requests scripts know.
fn fields(desk: &Desk<'_>, written: &str, value: &str, ctx: &Ctx) -> Result<Vec<(String, String)>, Failure> {
    let field = match columns::meaning(written) {
        // One of several contacts: the others stay.
        Some(Column::Field(field)) if field == "contacts" && !is_contacts(written) => {
            columns::further(written)
        }
        Some(Column::Field(field)) => field,
        Some(Column::WishedAge) => {
            let (from, to) =
                values::ages(value).ok_or_else(|| bad(written.trim(), "people-bad-ages", ctx))?;
            let ends = [("wished_age_from", from), ("wished_age_to", to)];
            let known =
                ends.into_iter().filter_map(|(field, age)| Some((field.to_owned(), age?.to_string())));
            return Ok(known.collect());
        }
        _ => {
            return Err(Failure::with(
                Kind::BadInput,
                "person-not-a-field",
                [("field", written.trim().to_owned())],
            ));
        }
    };
    let value = match OTHERS.contains(&field.as_str()) {
        true => numbers(desk, value)?,
        false => tidied(&field, value, ctx)?,
    };
    Ok(vec![(field, value)])
}

fn is_contacts(written: &str) -> bool {
    ["contacts", "контакты"].contains(&columns::folded(written).as_str())
}

fn bad(field: &str, id: &str, ctx: &Ctx) -> Failure {
    Failure::new(Kind::BadInput, format!("{field}: {}", ctx.lang.word(id)))
}

/// People by number: a name stands in its own profile only, so that erasing it there erases it.
fn numbers(desk: &Desk<'_>, value: &str) -> Result<String, Failure> {
    let ids = values::list(value)
        .into_iter()
        .map(|name| Ok(format!("№{}", party::find(desk, name.trim_start_matches('№'))?)));
    Ok(ids.collect::<Result<Vec<_>, Failure>>()?.join("; "))
}

/// The value in the one way of writing that an import gives it.
fn tidied(field: &str, value: &str, ctx: &Ctx) -> Result<String, Failure> {
    let words = import_people_show::field(ctx.lang, field);
    let bad = |id: &str| bad(&words, id, ctx);
    let no_number =
        || bad(if values::number(value).is_some() { "people-implausible" } else { "people-bad-number" });
    Ok(match field {
        "contacts" => values::contacts(value),
        "birth_year" => {
            values::birth_year(value, ctx.clock.today()).ok_or_else(|| bad("people-bad-year"))?.to_string()
        }
        "years" => values::years(value).ok_or_else(no_number)?,
        "age" => values::age(value).ok_or_else(no_number)?.to_string(),
        "wished_age_from" | "wished_age_to" | "minimum" => {
            values::number(value).ok_or_else(|| bad("people-bad-number"))?.to_string()
        }
        _ if LISTS.contains(&field) => values::list(value).join("; "),
        _ => values::text(value),
    })
}
