//! Messages that hooks would send under two sets, counted.

use std::collections::BTreeMap;

use super::Side;
use crate::script::fault::Fault;
use crate::script::kinds::Kind;
use crate::script::kinds::hooks::{self, Happening};
use crate::script::sandbox::Sandbox;

/// What one hook would send.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HookCount {
    /// The hook.
    pub hook: String,
    /// How often it is called.
    pub happened: usize,
    /// How many messages it sends before, after.
    pub sent: (usize, usize),
    /// How many of its calls fail before, after.
    pub failed: (usize, usize),
}

/// What comes of comparing messages.
#[derive(Clone, Debug, Default)]
pub struct Messages {
    /// By hook, in the order of names; hooks that are not called are left out.
    pub hooks: Vec<HookCount>,
    /// The first fault after.
    pub fault: Option<Fault>,
}

impl Messages {
    /// How many messages before, after.
    pub fn sent(&self) -> (usize, usize) {
        self.hooks.iter().fold((0, 0), |sum, hook| (sum.0 + hook.sent.0, sum.1 + hook.sent.1))
    }

    /// Whether as many are sent and as many calls fail.
    pub fn is_same(&self) -> bool {
        self.hooks.iter().all(|hook| hook.sent.0 == hook.sent.1 && hook.failed.0 == hook.failed.1)
    }
}

/// Lets the hooks of both sets hear the same.
pub(super) fn compare(sandbox: &Sandbox, sides: [&Side; 2], happenings: Vec<Happening>) -> Messages {
    let mut counts: BTreeMap<String, HookCount> = BTreeMap::new();
    for happening in &happenings {
        let hook = happening.hook.clone();
        let count = counts.entry(hook.clone()).or_insert_with(|| HookCount { hook, ..HookCount::default() });
        count.happened += 1;
    }
    let mut fault = None;
    for (at, side) in sides.into_iter().enumerate() {
        let Some(script) = side.script(Kind::Hooks) else { continue };
        let hooks: Vec<String> = happenings.iter().map(|happening| happening.hook.clone()).collect();
        let answers = match hooks::messages(sandbox, &script, happenings.clone()).result {
            Ok(answers) => answers,
            Err(fault) => hooks.iter().map(|_| Err(fault.clone())).collect(),
        };
        for (hook, answer) in hooks.iter().zip(answers) {
            let Some(count) = counts.get_mut(hook) else { continue };
            let (sent, failed) = match at {
                0 => (&mut count.sent.0, &mut count.failed.0),
                _ => (&mut count.sent.1, &mut count.failed.1),
            };
            match answer {
                Ok(messages) => *sent += messages.len(),
                Err(found) => {
                    *failed += 1;
                    if at == 1 {
                        fault.get_or_insert(found);
                    }
                }
            }
        }
    }
    Messages { hooks: counts.into_values().collect(), fault }
}
