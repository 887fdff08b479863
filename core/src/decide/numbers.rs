//! Which task has which number: read once for a command, however many tasks it adds or renumbers.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use super::Desk;
use crate::event::Event;
use crate::ids::{PlanId, TaskId};
use crate::view::{Read, ViewError};

/// The numbers of tasks that are not withdrawn.
#[derive(Default)]
pub(super) struct Numbers {
    tasks: BTreeMap<(PlanId, String), Vec<TaskId>>,
    of: BTreeMap<TaskId, (PlanId, String)>,
}

impl Numbers {
    fn put(&mut self, task: TaskId, plan: PlanId, number: String) {
        self.remove(task);
        self.tasks.entry((plan, number.clone())).or_default().push(task);
        self.of.insert(task, (plan, number));
    }

    fn remove(&mut self, task: TaskId) {
        if let Some(at) = self.of.remove(&task)
            && let Some(tasks) = self.tasks.get_mut(&at)
        {
            tasks.retain(|other| *other != task);
        }
    }
}

impl Desk<'_> {
    /// The task of a plan that has this number already, other than `except`.
    pub(super) fn number_taken(
        &mut self,
        plan: PlanId,
        number: &str,
        except: Option<TaskId>,
    ) -> Result<Option<TaskId>, ViewError> {
        let numbers = match &self.numbers {
            Some(numbers) => numbers,
            None => {
                let mut numbers = Numbers::default();
                for task in self.overlay.tasks()?.into_iter().filter(|task| !task.withdrawn) {
                    numbers.put(task.id, task.plan, task.wording.number);
                }
                self.numbers.insert(numbers)
            }
        };
        let taken = numbers.tasks.get(&(plan, number.into()));
        Ok(taken.and_then(|tasks| tasks.iter().copied().find(|task| Some(*task) != except)))
    }

    /// Keeps the numbers right after an event.
    pub(super) fn renumber(&mut self, event: &Event) {
        let Some(numbers) = &mut self.numbers else { return };
        match event {
            Event::TaskAdded { task, plan, wording, .. } => numbers.put(*task, *plan, wording.number.clone()),
            Event::TaskReworded { task, wording, .. } => {
                if let Some((plan, _)) = numbers.of.get(task) {
                    numbers.put(*task, *plan, wording.number.clone());
                }
            }
            Event::TaskWithdrawn { task } => numbers.remove(*task),
            // Rare: read them again when they are asked for.
            Event::TaskRestored { .. } => self.numbers = None,
            _ => {}
        }
    }
}
