//! `vekha person show`

use serde_json::json;
use vekha_core::people::Papers;
use vekha_core::state::PartyKind;
use vekha_core::view::Read;

use super::super::import_people_show::{field, part};
use super::super::{Ctx, Exit, Failure, party, tell, tell_people};

/// Show everything that is known of a person, a role or a unit
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha person show \"Соколова Н.В.\"\nvekha person show 7 --json")]
pub struct Args {
    /// The number or the name
    #[arg(value_name = "PERSON")]
    person: String,
}

/// Shows the profile, the lines in the bases, the papers and the tasks.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let desk = session.desk(ctx)?;
    let id = party::find(&desk, &args.person)?;
    let look = desk.look();
    let Some(known) = desk.directory.get(id) else { return Ok(Exit::Done) };
    let profile = known.profile.clone().unwrap_or_default();
    let parts = desk.reading.participants(Some(id))?;
    let consents = desk.reading.consents(Some(id))?;
    let day = ctx.globals.as_of.unwrap_or_else(|| ctx.clock.today());
    let mut waiting = Vec::new();
    for row in parts.iter().filter(|row| row.stands(day)) {
        for kind in Papers::of(&desk.reading, &desk.rules().forms, row, day)?.missing {
            if !waiting.contains(&kind) {
                waiting.push(kind);
            }
        }
    }
    let mut tasks = Vec::new();
    for task in desk.reading.tasks()?.into_iter().filter(|task| !task.withdrawn) {
        for holder in &task.holders {
            if desk.reading.standing(*holder)? == id {
                tasks.push(task.wording.number.clone());
            }
        }
    }
    let roles: Vec<String> = desk
        .directory
        .standing()
        .filter(|other| other.party.kind == PartyKind::Role && other.party.held_by == Some(id))
        .map(|other| look.name(other.party.id))
        .collect();
    if ctx.out.is_json() {
        let parts = parts.iter().map(|row| {
            json!({"side": row.side.as_str(), "form": row.form, "entered": row.entered, "left": row.left,
                "capacity": row.capacity, "requests": row.requests})
        });
        let papers = consents.iter().map(|row| {
            json!({"kind": row.kind, "version": row.version, "date": row.date, "signed_by": row.signer.as_str(),
                "recorded_by": row.by, "withdrawn": row.withdrawn.map(|found| found.on),
                "ends": row.withdrawn.map(|found| found.ends), "holds": row.holds(day)})
        });
        ctx.out.json(&json!({
            "id": id.0,
            "kind": format!("{:?}", known.party.kind).to_lowercase(),
            "erased": known.profile.is_none(),
            "name": profile.name,
            "spellings": profile.spellings,
            "fields": profile.fields,
            "held_by": known.party.held_by.map(|by| look.name(by)),
            "roles": roles,
            "parts": parts.collect::<Vec<_>>(),
            "consents": papers.collect::<Vec<_>>(),
            "missing": waiting,
            "tasks": tasks,
        }));
        return Ok(Exit::Done);
    }
    let lang = ctx.lang;
    ctx.out.line(format!("№ {id}  {} ({})", look.name(id), tell::party_kind(lang, known.party.kind)));
    let mut lines: Vec<(String, String)> = Vec::new();
    if !profile.spellings.is_empty() {
        lines.push((field(lang, "spellings"), profile.spellings.join(", ")));
    }
    lines.extend(profile.fields.iter().map(|(name, value)| (field(lang, name), value.clone())));
    lines.extend(known.party.held_by.map(|by| (lang.word("column-held-by"), look.name(by))));
    lines.extend((!roles.is_empty()).then(|| (lang.word("person-roles"), roles.join(", "))));
    lines.extend((!tasks.is_empty()).then(|| (lang.word("column-tasks"), tasks.join(", "))));
    for (name, value) in lines {
        ctx.out.line(format!("  {name}: {value}"));
    }
    for row in &parts {
        ctx.out.line(format!("  {}", part(lang, row)));
    }
    for row in &consents {
        let title = tell_people::record_title(&look, &row.kind);
        let mut text = format!("  {title}, {}", super::super::look::day(row.date));
        if let Some(withdrawn) = row.withdrawn {
            let said = [("date", super::super::look::day(withdrawn.ends).into())];
            text.push_str(&lang.say("person-withdrawn", &said));
        }
        ctx.out.line(text);
    }
    if !waiting.is_empty() {
        let titles: Vec<String> = waiting.iter().map(|kind| tell_people::record_title(&look, kind)).collect();
        ctx.out.line(format!("  {}: {}", lang.word("papers-waiting"), titles.join("; ")));
    }
    Ok(Exit::Done)
}
