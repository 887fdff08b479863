//! `vekha person edit`

use vekha_core::command::{Action, Part, Registration};
use vekha_core::people::sheet::{LISTS, OTHERS};
use vekha_core::people::{names, values};
use vekha_core::state::PartyKind;
use vekha_core::view::Read;

use super::super::{Ctx, Desk, Exit, Failure, Kind, party};

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

    /// A field and its value: competences="ФГОС; ИКТ"
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
            let (field, value) = pair
                .split_once('=')
                .ok_or_else(|| Failure::with(Kind::Usage, "person-bad-set", [("word", pair.clone())]))?;
            let field = field.trim();
            let value = match OTHERS.contains(&field) {
                true => numbers(&desk, value)?,
                false => tidied(field, value, ctx)?,
            };
            profile.fields.insert(field.to_owned(), value);
        }
        for field in &args.unset {
            profile.fields.remove(field);
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

/// People by number: a name stands in its own profile only, so that erasing it there erases it.
fn numbers(desk: &Desk<'_>, value: &str) -> Result<String, Failure> {
    let ids = values::list(value)
        .into_iter()
        .map(|name| Ok(format!("№{}", party::find(desk, name.trim_start_matches('№'))?)));
    Ok(ids.collect::<Result<Vec<_>, Failure>>()?.join("; "))
}

/// The value in the one way of writing that an import gives it.
fn tidied(field: &str, value: &str, ctx: &Ctx) -> Result<String, Failure> {
    let bad = |id: &'static str| Failure::new(Kind::BadInput, format!("{field}: {}", ctx.lang.word(id)));
    Ok(match field {
        "contacts" => values::contacts(value),
        "birth_year" => {
            values::birth_year(value, ctx.clock.today()).ok_or_else(|| bad("people-bad-year"))?.to_string()
        }
        "years" => values::years(value).ok_or_else(|| bad("people-bad-number"))?,
        "age" | "wished_age_from" | "wished_age_to" | "minimum" => {
            values::number(value).ok_or_else(|| bad("people-bad-number"))?.to_string()
        }
        _ if LISTS.contains(&field) => values::list(value).join("; "),
        _ => values::text(value),
    })
}
