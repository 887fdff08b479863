//! What templates are filled with when a message is delivered: names from the vault, terms and stages as they are now.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use minijinja::Value;
use vekha_core::decide::Rules;
use vekha_core::facts;
use vekha_core::ids::Subject;
use vekha_core::message::Message;
use vekha_core::state::Instance;
use vekha_core::view::{Read, View, ViewError};
use vekha_core::workflow::vocabulary::{DOCUMENTS, meaning};

use crate::app::Directory;
use crate::lang::Lang;

/// What letters are filled from.
pub struct Filling<'a> {
    /// The rows.
    pub view: &'a dyn View,
    /// Workflows, for the titles of stages.
    pub rules: &'a Rules,
    /// Names.
    pub directory: &'a Directory,
    /// Today.
    pub today: NaiveDate,
    /// The language of the letters.
    pub lang: Lang,
}

type Data = BTreeMap<String, Value>;

fn put(data: &mut Data, russian: &str, english: &str, value: impl Into<Value>) {
    let value = value.into();
    data.insert(russian.into(), value.clone());
    data.insert(english.into(), value);
}

fn day(date: NaiveDate) -> String {
    date.format("%d.%m.%Y").to_string()
}

impl Filling<'_> {
    /// The variables of a message. What the state says stands above what the message brought.
    ///
    /// # Errors
    /// What the view says.
    pub fn data(&self, message: &Message, recipient: &str) -> Result<Data, ViewError> {
        let mut data: Data = message.data.iter().map(|(name, value)| (name.clone(), plain(value))).collect();
        put(&mut data, "получатель", "recipient", recipient);
        put(&mut data, "школа", "school", self.view.school()?.map(|school| school.name).unwrap_or_default());
        put(&mut data, "сегодня", "today", day(self.today));
        if let Some(facts::Value::Text(kind)) = message.data.get("document") {
            put(&mut data, "вид_документа", "document_kind", kind.as_str());
            let title = meaning(DOCUMENTS, kind).map(|words| words.pick(self.lang == Lang::Ru).to_owned());
            put(&mut data, "документ", "document", title.unwrap_or_else(|| kind.clone()));
        }
        match message.about {
            Some(Subject::Occurrence(..) | Subject::Task(_)) => self.task(message, &mut data)?,
            Some(Subject::Pair(id)) => {
                if let Some(pair) = self.view.pair(id)? {
                    put(&mut data, "номер", "number", id.0);
                    put(&mut data, "пара", "pair", id.0);
                    put(&mut data, "наставник", "mentor", self.directory.name(pair.mentor));
                    put(&mut data, "наставляемый", "mentee", self.directory.name(pair.mentee));
                    self.instance(&pair.instance, message, &mut data);
                    self.as_a_task(&pair.instance, &mut data);
                }
            }
            Some(Subject::Programme(id)) => {
                if let Some(programme) = self.view.programme(id)? {
                    put(&mut data, "номер", "number", id.0);
                    let form = format!("form-{}", programme.form);
                    let form = if self.lang.knows(&form) { self.lang.word(&form) } else { programme.form };
                    put(&mut data, "программа", "programme", form);
                    self.instance(&programme.instance, message, &mut data);
                    self.as_a_task(&programme.instance, &mut data);
                }
            }
            Some(Subject::Party(id)) => put(&mut data, "человек", "person", self.directory.name(id)),
            _ => {}
        }
        Ok(data)
    }

    fn task(&self, message: &Message, data: &mut Data) -> Result<(), ViewError> {
        let (id, no) = match message.about {
            Some(Subject::Occurrence(id, no)) => (id, Some(no)),
            Some(Subject::Task(id)) => (id, None),
            _ => return Ok(()),
        };
        let Some(task) = self.view.task(id)? else { return Ok(()) };
        put(data, "название", "title", task.wording.title);
        put(data, "результат", "result", task.wording.result);
        put(data, "ответственные", "holders", self.directory.names(&task.holders));
        let mut number = task.wording.number;
        let occurrence = match no {
            Some(no) => self.view.occurrence(id, no)?,
            None => None,
        };
        put(data, "срок", "due", "");
        put(data, "дней", "days", 0);
        if let Some(occurrence) = occurrence {
            if !occurrence.key.is_empty() {
                number = format!("{number}@{}", occurrence.key);
            }
            self.instance(&occurrence.instance, message, data);
            put(data, "срок", "due", occurrence.to.map(day).unwrap_or_default());
            let late = occurrence.to.map_or(0, |to| (self.today - to).num_days().max(0));
            put(data, "дней", "days", late);
        }
        put(data, "задача", "task", number);
        Ok(())
    }

    /// A stage that is late is told by the template of a late task, so it has what a task has.
    fn as_a_task(&self, instance: &Instance, data: &mut Data) {
        put(data, "название", "title", self.stage(instance));
        put(data, "результат", "result", "");
    }

    fn stage(&self, instance: &Instance) -> String {
        let machine = self.rules.machine(&instance.workflow);
        let stage = machine.and_then(|machine| machine.stage(&instance.stage));
        let title = stage.map(|stage| stage.title.pick(self.lang == Lang::Ru).to_owned());
        title.unwrap_or_else(|| instance.stage.clone())
    }

    /// The stage that the message is of, with its term; the one that is entered by now where it names none.
    fn instance(&self, instance: &Instance, message: &Message, data: &mut Data) {
        match message.data.get("stage") {
            Some(facts::Value::Text(stage)) if *stage != instance.stage => {
                let left = Instance { stage: stage.clone(), ..instance.clone() };
                put(data, "этап", "stage", self.stage(&left));
            }
            _ => {
                put(data, "этап", "stage", self.stage(instance));
                put(data, "срок", "due", instance.due.map(day).unwrap_or_default());
            }
        }
    }
}

fn plain(value: &facts::Value) -> Value {
    match value {
        facts::Value::Unknown => Value::from("—"),
        facts::Value::Bool(value) => Value::from(*value),
        facts::Value::Int(value) => Value::from(*value),
        facts::Value::Float(value) => Value::from(*value),
        facts::Value::Text(value) => Value::from(value.as_str()),
        facts::Value::Date(value) => Value::from(day(*value)),
        facts::Value::List(values) => values.iter().map(plain).collect(),
        facts::Value::Map(values) => {
            let named = values.iter().map(|(name, value)| (name.clone(), plain(value)));
            Value::from(named.collect::<BTreeMap<_, _>>())
        }
    }
}
