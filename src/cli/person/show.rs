//! `vekha person show`

use chrono::NaiveDate;
use serde_json::{Value, json};
use vekha_core::ids::PartyId;
use vekha_core::people::{Consent, Papers, Participant};
use vekha_core::state::{Party, PartyKind};
use vekha_core::vault::Profile;
use vekha_core::view::Read;

use super::super::import_people_show::{field, part};
use super::super::look::{Look, day as shown};
use super::super::{Ctx, Desk, Exit, Failure, party, tell, tell_people};
use crate::app::Known;

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
    let day = ctx.globals.as_of.unwrap_or_else(|| ctx.clock.today());
    let Some(found) = Found::of(&desk, id, day)? else { return Ok(Exit::Done) };
    if ctx.out.is_json() {
        let value = found.json(&desk.look(), day);
        ctx.out.json(&value);
    } else {
        let lines = found.lines(&desk.look());
        lines.iter().for_each(|line| ctx.out.line(line));
    }
    Ok(Exit::Done)
}

/// Everything that is known of a party.
struct Found {
    party: Party,
    /// Whether its data were erased.
    erased: bool,
    profile: Profile,
    parts: Vec<Participant>,
    consents: Vec<Consent>,
    /// Kinds of papers that pairs wait for.
    waiting: Vec<String>,
    /// Numbers of tasks.
    tasks: Vec<String>,
    /// Roles that the person holds.
    roles: Vec<String>,
}

impl Found {
    fn of(desk: &Desk<'_>, id: PartyId, day: NaiveDate) -> Result<Option<Self>, Failure> {
        let look = desk.look();
        let Some(known) = desk.directory.get(id) else { return Ok(None) };
        let parts = desk.reading.participants(Some(id))?;
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
        let holds = |other: &&Known| other.party.kind == PartyKind::Role && other.party.held_by == Some(id);
        Ok(Some(Self {
            party: known.party.clone(),
            erased: known.profile.is_none(),
            profile: known.profile.clone().unwrap_or_default(),
            consents: desk.reading.consents(Some(id))?,
            roles: desk.directory.standing().filter(holds).map(|other| look.name(other.party.id)).collect(),
            parts,
            waiting,
            tasks,
        }))
    }

    fn json(&self, look: &Look<'_>, day: NaiveDate) -> Value {
        let parts = self.parts.iter().map(|row| {
            json!({"side": row.side.as_str(), "form": row.form, "entered": row.entered, "left": row.left,
                "capacity": row.capacity, "requests": row.requests})
        });
        let papers = self.consents.iter().map(|row| {
            json!({"kind": row.kind, "version": row.version, "date": row.date, "signed_by": row.signer.as_str(),
                "recorded_by": row.by, "withdrawn": row.withdrawn.map(|found| found.on),
                "ends": row.withdrawn.map(|found| found.ends), "holds": row.holds(day)})
        });
        json!({
            "id": self.party.id.0,
            "kind": format!("{:?}", self.party.kind).to_lowercase(),
            "erased": self.erased,
            "name": self.profile.name,
            "spellings": self.profile.spellings,
            "fields": self.profile.fields,
            "held_by": self.party.held_by.map(|by| look.name(by)),
            "roles": self.roles,
            "parts": parts.collect::<Vec<_>>(),
            "consents": papers.collect::<Vec<_>>(),
            "missing": self.waiting,
            "tasks": self.tasks,
        })
    }

    fn lines(&self, look: &Look<'_>) -> Vec<String> {
        let lang = look.lang;
        let id = self.party.id;
        let kind = tell::party_kind(lang, self.party.kind);
        let mut lines = vec![format!("№ {id}  {} ({kind})", look.name(id))];
        let mut put = |name: String, value: String| {
            if !value.is_empty() {
                lines.push(format!("  {name}: {value}"));
            }
        };
        put(field(lang, "spellings"), self.profile.spellings.join(", "));
        self.profile.fields.iter().for_each(|(name, value)| put(field(lang, name), value.clone()));
        let by = self.party.held_by.map(|by| look.name(by));
        put(lang.word("column-held-by"), by.unwrap_or_default());
        put(lang.word("person-roles"), self.roles.join(", "));
        put(lang.word("column-tasks"), self.tasks.join(", "));
        lines.extend(self.parts.iter().map(|row| format!("  {}", part(lang, row))));
        for row in &self.consents {
            let title = tell_people::record_title(look, &row.kind);
            let withdrawn = row
                .withdrawn
                .map(|withdrawn| lang.say("person-withdrawn", &[("date", shown(withdrawn.ends).into())]));
            lines.push(format!("  {title}, {}{}", shown(row.date), withdrawn.unwrap_or_default()));
        }
        if !self.waiting.is_empty() {
            let titles: Vec<String> =
                self.waiting.iter().map(|kind| tell_people::record_title(look, kind)).collect();
            lines.push(format!("  {}: {}", lang.word("papers-waiting"), titles.join("; ")));
        }
        lines
    }
}
