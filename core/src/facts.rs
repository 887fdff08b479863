//! What a script may read: records of named values.
//!
//! Any column of a registry becomes a field, so a record has no fixed shape. A field that nobody filled in is
//! [`Value::Unknown`]: never zero, never an empty text.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One value of a record.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// Nobody said.
    #[default]
    Unknown,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number with a fraction; finite.
    Float(f64),
    /// Text as written.
    Text(String),
    /// A day.
    Date(NaiveDate),
    /// Several values, in the order written.
    List(Vec<Value>),
    /// Named values.
    Map(BTreeMap<String, Value>),
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<i32> for Value {
    fn from(value: i32) -> Self {
        Self::Int(value.into())
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Float(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.into())
    }
}

impl From<NaiveDate> for Value {
    fn from(value: NaiveDate) -> Self {
        Self::Date(value)
    }
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(values: Vec<T>) -> Self {
        Self::List(values.into_iter().map(Into::into).collect())
    }
}

/// The facts about one mentor, mentee, pair, programme or school, by the English name of the field.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Record(pub BTreeMap<String, Value>);

impl Record {
    /// The value of `field`; [`Value::Unknown`] where there is none.
    pub fn get(&self, field: &str) -> &Value {
        static UNKNOWN: Value = Value::Unknown;
        self.0.get(field).unwrap_or(&UNKNOWN)
    }

    /// This record with `field` set.
    #[must_use]
    pub fn with(mut self, field: &str, value: impl Into<Value>) -> Self {
        self.0.insert(field.into(), value.into());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_absent_field_is_unknown() {
        let record = Record::default().with("years", 3);
        assert_eq!(record.get("years"), &Value::Int(3));
        assert_eq!(record.get("age"), &Value::Unknown);
    }
}
