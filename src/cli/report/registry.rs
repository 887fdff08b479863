//! The bases of mentors and mentees in the forms of the methodology. Personal data: only for those who may see it.

use std::collections::BTreeMap;

use vekha_core::ids::PartyId;
use vekha_core::people::{Participant, Side};
use vekha_core::report::document::{Audience, Block, Cell, Document, Row, RowKind};
use vekha_core::state::{Key, Kind as RowOf};
use vekha_core::vault::Profile;
use vekha_core::view::Read;

use super::paper::{MAY_SEE_NAMES, Paper};
use crate::cli::refusal::role_titles;
use crate::cli::{Failure, Kind, sorting, tell};

/// The columns of a base: the id, the width, the field of the profile where it is one.
type Columns = &'static [(&'static str, u16, &'static str)];

const MENTEES: Columns = &[
    ("number", 4, ""),
    ("full-name", 15, ""),
    ("contacts", 14, "contacts"),
    ("birth-year", 7, "birth_year"),
    ("request", 18, "requests"),
    ("entered", 10, ""),
    ("mentor", 14, ""),
    ("form", 12, ""),
    ("mentor-place", 12, ""),
    ("left", 10, ""),
    ("results", 14, "results"),
    ("link", 12, "link"),
    ("mark", 8, "completed"),
];

const MENTORS: Columns = &[
    ("number", 4, ""),
    ("full-name", 15, ""),
    ("contacts", 14, "contacts"),
    ("place", 12, "place"),
    ("competences", 15, "competences"),
    ("achievements", 12, "achievements"),
    ("interests", 12, "interests"),
    ("wished-age", 9, ""),
    ("slots", 10, "slots"),
    ("entered", 10, ""),
    ("mentees-of", 14, ""),
    ("form", 12, ""),
    ("mentee-place", 12, ""),
    ("left", 10, ""),
    ("results", 12, "results"),
    ("link", 10, "link"),
];

/// Makes it.
///
/// # Errors
/// [`Kind::Refused`] for an actor who may not see personal data.
pub fn document(paper: &Paper<'_>, side: Side) -> Result<Document, Failure> {
    if !paper.names {
        let roles = role_titles(paper.lang(), &MAY_SEE_NAMES.map(str::to_owned));
        return Err(Failure::with(Kind::Refused, "report-personal-roles", [("roles", roles)])
            .hint("report-personal-user"));
    }
    let columns = if side == Side::Mentor { MENTORS } else { MENTEES };
    let mut lines: Vec<(String, Participant)> = paper
        .desk
        .reading
        .participants(None)?
        .into_iter()
        .filter(|row| row.side == side)
        .map(|row| (paper.name(row.party), row))
        .collect();
    sorting::by_name(&mut lines, |(name, _)| name);
    let partners = partners(paper, side)?;
    let rows = lines.iter().enumerate().map(|(index, (name, part))| {
        let known = partners.get(&part.party).map(Vec::as_slice).unwrap_or_default();
        let line = Line {
            paper,
            no: index as u64 + 1,
            name,
            part,
            profile: profile(paper, part.party),
            partners: known,
        };
        let sources = paper.sources([Key::within(RowOf::Participant, part.party.0, part.no)]);
        let cells = columns.iter().map(|(id, _, field)| line.cell(id, field)).collect();
        Row { kind: RowKind::Body, cells, sources }
    });
    let widths: Vec<(&'static str, u16)> = columns.iter().map(|(id, width, _)| (*id, *width)).collect();
    let (id, what) = if side == Side::Mentor { ("mentors", "mentors") } else { ("mentees", "mentees") };
    let mut table = paper.table(id, &widths, rows.collect());
    table.title.clear();
    let mut document = paper.document("registry", what, Audience::Personal, vec![Block::Table(table)])?;
    document.title = paper.word(&format!("report-title-{what}"));
    document.signatures = vec![paper.word("report-sign-curator")];
    document.wide = true;
    document.main = id;
    Ok(document)
}

/// One line of a base.
struct Line<'a> {
    paper: &'a Paper<'a>,
    no: u64,
    name: &'a str,
    part: &'a Participant,
    profile: Profile,
    partners: &'a [PartyId],
}

impl Line<'_> {
    fn cell(&self, id: &str, field: &str) -> Cell {
        let own = |field: &str| self.profile.fields.get(field).cloned().unwrap_or_default();
        match id {
            "number" => self.no.into(),
            "full-name" => self.name.into(),
            "entered" => self.part.entered.into(),
            "left" => self.part.left.into(),
            "form" => Cell::from(tell::form_title(self.paper.lang(), &self.part.form)).code(&*self.part.form),
            "mentor" => self.partner_names(own("mentor")).into(),
            "mentees-of" => self.partner_names(own("mentees")).into(),
            "mentor-place" | "mentee-place" => self.partner_places(own("other_place")).into(),
            "wished-age" => match (own("wished_age_from"), own("wished_age_to")) {
                (from, to) if from.is_empty() || from == to => to.into(),
                (from, to) => format!("{from}–{to}").into(),
            },
            _ => own(field).into(),
        }
    }

    /// Those of the pairs; where there is no pair, what the base says.
    fn partner_names(&self, written: String) -> String {
        if self.partners.is_empty() { written } else { self.paper.name_list(self.partners) }
    }

    fn partner_places(&self, written: String) -> String {
        let mut places: Vec<String> = self
            .partners
            .iter()
            .filter_map(|party| profile(self.paper, *party).fields.get("place").cloned())
            .collect();
        places.dedup();
        if places.is_empty() { written } else { places.join("; ") }
    }
}

fn profile(paper: &Paper<'_>, party: PartyId) -> Profile {
    paper.desk.directory.get(party).and_then(|known| known.profile.clone()).unwrap_or_default()
}

/// With whom everybody of a side is or was in a pair.
fn partners(paper: &Paper<'_>, side: Side) -> Result<BTreeMap<PartyId, Vec<PartyId>>, Failure> {
    let mut found: BTreeMap<PartyId, Vec<PartyId>> = BTreeMap::new();
    for pair in paper.desk.reading.pairs()? {
        let (own, other) = match side {
            Side::Mentor => (pair.mentor, pair.mentee),
            Side::Mentee => (pair.mentee, pair.mentor),
        };
        let own = found.entry(paper.desk.reading.standing(own)?).or_default();
        if !own.contains(&other) {
            own.push(other);
        }
    }
    Ok(found)
}
