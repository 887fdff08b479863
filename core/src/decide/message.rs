//! What became of messages, what hooks failed at, and what people do not want to be told.

use alloc::vec::Vec;

use super::{Act, Desk};
use crate::event::Event;
use crate::ids::PartyId;
use crate::message::{Category, HookFailure, Settled};
use crate::view::Read;

impl Desk<'_> {
    /// Records calls of hooks that came to nothing.
    pub(super) fn report_hooks(&mut self, failures: &[HookFailure]) -> Act {
        failures.iter().try_for_each(|failure| self.emit(Event::HookFailed(failure.clone())))
    }

    /// Records how it ended with the messages of a parcel.
    pub(super) fn settle_messages(
        &mut self,
        parcel: u32,
        messages: &[(u64, u32)],
        channel: &str,
        outcome: Settled,
    ) -> Act {
        if messages.is_empty() {
            return Ok(());
        }
        self.emit(Event::MessagesSettled {
            parcel,
            messages: messages.to_vec(),
            channel: channel.into(),
            outcome,
        })
    }

    /// Changes what a person is told. No news is no event.
    pub(super) fn opt_out(&mut self, party: PartyId, categories: &[Category], out: bool) -> Act {
        let party = self.known(party)?.id;
        let before = self.overlay.opt_out(party)?.map(|row| row.categories).unwrap_or_default();
        let mut after = before.clone();
        for category in categories {
            if out {
                after.insert(*category);
            } else {
                after.remove(category);
            }
        }
        if after == before {
            return Ok(());
        }
        self.emit(Event::OptOutChanged { party, categories: after.into_iter().collect::<Vec<_>>() })
    }
}
