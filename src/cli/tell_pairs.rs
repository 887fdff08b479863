//! Events about proposals, wishes and pairs, in words.

use vekha_core::basis::ResultId;
use vekha_core::event::Event;
use vekha_core::pairs::Wish;
use vekha_core::view::ViewError;

use super::look::Look;
use super::tell::Texts;

/// The sentence of an event about pairs; `None` for any other.
///
/// # Errors
/// What the view says.
pub fn sentence(look: &Look<'_>, event: &Event, texts: &Texts<'_>) -> Result<Option<String>, ViewError> {
    let lang = look.lang;
    Ok(Some(match event {
        Event::ProposalMade(proposal) => lang.say(
            "event-proposal-made",
            &[
                ("id", proposal.id.to_string().into()),
                ("programme", proposal.programme.to_string().into()),
                ("pairs", proposal.pairs.len().into()),
                ("left", proposal.left.len().into()),
            ],
        ),
        Event::ProposalAccepted { proposal } => {
            lang.say("event-proposal-accepted", &[("id", proposal.to_string().into())])
        }
        Event::PairFormed { pair, mentor, mentee, .. } => lang.say(
            "event-pair-formed",
            &[
                ("id", pair.to_string().into()),
                ("mentor", look.name(*mentor).into()),
                ("mentee", look.name(*mentee).into()),
            ],
        ),
        Event::WishChanged { mentor, mentee, wish, reason } => {
            let id = match wish {
                Some(Wish::Pin) => "event-wish-pin",
                Some(Wish::Forbid) => "event-wish-forbid",
                None => "event-wish-free",
            };
            let why = match reason {
                None => String::new(),
                Some(sealed) => format!(": {}", texts(sealed).unwrap_or_else(|| lang.word("text-erased"))),
            };
            lang.say(
                id,
                &[
                    ("mentor", look.name(*mentor).into()),
                    ("mentee", look.name(*mentee).into()),
                    ("why", why.into()),
                ],
            )
        }
        Event::BasisKept(basis) => {
            let ResultId::Proposal(id) = basis.result;
            lang.say("event-basis-kept", &[("id", id.to_string().into()), ("seq", basis.grounds.seq.into())])
        }
        _ => return super::tell_messages::sentence(look, event),
    }))
}
