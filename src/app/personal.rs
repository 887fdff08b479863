//! What stands in the vault, field by field, and how much it says about people. `docs/personal-data.md` has the same
//! table for readers; tests keep both whole: an event that seals something, a column that registries know, and a field
//! that a life in the tests leaves in the vault are all here.

use vekha_core::event::Event;
use vekha_core::ids::Subject;
use vekha_core::vault::Content;

/// How much a field says about people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Tells who somebody is, or how to reach them.
    Identifies,
    /// Says something about somebody who is known.
    Describes,
    /// Words of people: may name anybody and say anything.
    Words,
}

/// Fields of a profile that registries know. Any other column is kept too and is taken for [`Class::Describes`].
pub const PROFILE: &[(&str, Class)] = &[
    ("name", Class::Identifies),
    ("spellings", Class::Identifies),
    ("contacts", Class::Identifies),
    ("representative", Class::Identifies),
    ("link", Class::Identifies),
    ("mentor", Class::Identifies),
    ("mentees", Class::Identifies),
    ("preferences", Class::Identifies),
    ("avoids", Class::Identifies),
    ("birth_year", Class::Describes),
    ("age", Class::Describes),
    ("subject", Class::Describes),
    ("years", Class::Describes),
    ("competences", Class::Describes),
    ("requests", Class::Describes),
    ("interests", Class::Describes),
    ("slots", Class::Describes),
    ("place", Class::Describes),
    ("other_place", Class::Describes),
    ("role_model", Class::Describes),
    ("achievements", Class::Describes),
    ("position", Class::Describes),
    ("results", Class::Describes),
    ("grade", Class::Describes),
    ("completed", Class::Describes),
    ("wished_age_from", Class::Describes),
    ("wished_age_to", Class::Describes),
    ("minimum", Class::Describes),
    ("note", Class::Words),
];

/// What an event seals in the vault, by a name for readers; nothing for an event that seals nothing. A new event has to
/// be entered here.
pub fn sealed_by(event: &Event) -> Option<(&'static str, Class)> {
    Some(match event {
        Event::PartyAdded { .. } | Event::PartyRewritten { .. } => ("profile", Class::Identifies),
        Event::ConsentGiven { .. } => ("consent", Class::Identifies),
        Event::CodeIssued { .. } => ("code", Class::Identifies),
        Event::SetPublished { .. } => ("publication", Class::Words),
        Event::Rescheduled { .. }
        | Event::StageEntered { .. }
        | Event::StepUndone { .. }
        | Event::ParticipantLeft { .. }
        | Event::ConsentWithdrawn { .. }
        | Event::PartyErased { .. }
        | Event::WishChanged { .. }
        | Event::MeetingCancelled { .. }
        | Event::SurveyWithdrawn { .. }
        | Event::ExceptionGranted { .. } => ("reason", Class::Words),
        Event::EvidenceAdded { .. } => ("evidence", Class::Words),
        Event::DocumentRegistered { .. } => ("document", Class::Words),
        Event::NoteAdded { .. } => ("note", Class::Words),
        Event::MeetingAdded { .. } | Event::MeetingCorrected { .. } => ("meeting", Class::Words),
        Event::ItemAdded { .. } | Event::ItemChanged { .. } => ("personal programme", Class::Words),
        Event::SurveyFilled(_) => ("answers", Class::Words),
        Event::SwotAdded { .. } => ("swot", Class::Words),
        Event::TextsRewritten { .. } => ("words without a name", Class::Words),
        Event::SchoolAdded { .. }
        | Event::PlanAdded { .. }
        | Event::PlanRevised { .. }
        | Event::PartyMerged { .. }
        | Event::RoleHeld { .. }
        | Event::HookFailed(_)
        | Event::MessagesSettled { .. }
        | Event::OptOutChanged { .. }
        | Event::TaskAdded { .. }
        | Event::TaskReworded { .. }
        | Event::TaskRetimed { .. }
        | Event::TaskAssigned { .. }
        | Event::TaskWithdrawn { .. }
        | Event::TaskRestored { .. }
        | Event::ProgrammeOpened { .. }
        | Event::CountReported { .. }
        | Event::ExceptionMet { .. }
        | Event::ExceptionAnnulled { .. }
        | Event::ParticipantEntered { .. }
        | Event::ParticipantCorrected { .. }
        | Event::ProposalMade(_)
        | Event::ProposalAccepted { .. }
        | Event::PairFormed { .. }
        | Event::IndicatorsEvaluated(_)
        | Event::IndicatorsTabled(_)
        | Event::NoticesGiven { .. }
        | Event::NightRan(_)
        | Event::SurveyJoined { .. }
        | Event::SwotDropped { .. }
        | Event::SchoolNumberTold { .. }
        | Event::VersionChanged { .. }
        | Event::StageRetimed { .. }
        | Event::BasisKept(_) => return None,
    })
}

/// Every field of a vault row: its place, its class.
pub fn fields(owner: Subject, content: &Content) -> Vec<(String, Class)> {
    let of = |name: &str| format!("{}.{name}", owner_name(owner));
    match content {
        Content::Party(profile) => {
            let class =
                |name: &str| PROFILE.iter().find(|(known, _)| *known == name).map(|(_, class)| *class);
            let further = profile.fields.keys().map(String::as_str);
            let all = ["name", "spellings"].into_iter().chain(further);
            all.map(|name| (of(name), class(name).unwrap_or(Class::Describes))).collect()
        }
        Content::Text(_) => vec![(of("text"), Class::Words)],
        Content::Fields(texts) => texts.keys().map(|name| (of(name), Class::Words)).collect(),
    }
}

fn owner_name(owner: Subject) -> &'static str {
    match owner {
        Subject::School => "school",
        Subject::Plan(_) => "plan",
        Subject::Task(_) => "task",
        Subject::Occurrence(..) => "occurrence",
        Subject::Programme(_) => "programme",
        Subject::Party(_) => "party",
        Subject::Pair(_) => "pair",
        Subject::Document(_) => "document",
    }
}
