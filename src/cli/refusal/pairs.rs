//! Refusals about proposals and pairs, in words.

use vekha_core::decide::Problem;
use vekha_core::ids::Subject;
use vekha_core::view::ViewError;

use crate::cli::look::Look;
use crate::cli::tell::form_title;
use crate::cli::tell_people::base;

/// The words of a problem about pairs; `None` for any other.
///
/// # Errors
/// What the view says.
pub fn problem(look: &Look<'_>, problem: &Problem) -> Result<Option<String>, ViewError> {
    let say = |id: &str, args: &[(&'static str, String)]| {
        let args: Vec<_> = args.iter().map(|(name, value)| (*name, value.clone().into())).collect();
        look.lang.say(id, &args)
    };
    Ok(Some(match problem {
        Problem::MentorFull { capacity, .. } => {
            look.lang.say("problem-mentor-full", &[("capacity", (*capacity).into())])
        }
        Problem::HasMentor { pair, .. } => {
            say("problem-has-mentor", &[("pair", look.title(Subject::Pair(*pair))?)])
        }
        Problem::Circular { mentor, mentee } if mentor == mentee => look.lang.word("problem-oneself"),
        Problem::Circular { mentee, .. } => say("problem-circular", &[("mentee", look.name(*mentee))]),
        Problem::NotOnSide { side, form, .. } => say(
            "problem-not-on-side",
            &[("base", base(look.lang, *side)), ("form", form_title(look.lang, form))],
        ),
        Problem::NoProposal { proposal } => say("problem-no-proposal", &[("id", proposal.to_string())]),
        Problem::AlreadyAccepted { proposal } => {
            say("problem-already-accepted", &[("id", proposal.to_string())])
        }
        Problem::ProgrammeEnded { programme } => {
            say("problem-programme-ended", &[("id", programme.to_string())])
        }
        _ => return Ok(None),
    }))
}
