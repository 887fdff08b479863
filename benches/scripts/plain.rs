//! The shipped script in Rhai as it comes: people as maps, host functions over arrays, `call_fn` for each pair.

use rhai::{AST, Array, Dynamic, Engine, Map, Scope};
use vekha::script::api::facts::FIELDS;
use vekha_core::facts::{Record, Value};

pub struct Plain {
    engine: Engine,
    ast: AST,
}

#[derive(Clone)]
struct Refusal;

impl Plain {
    pub fn new(text: &str) -> Self {
        let mut engine = Engine::new();
        engine.register_type::<Refusal>();
        engine.register_fn("отказ", |_: &str| Refusal);
        engine.register_fn("известно", |value: Dynamic| !value.is_unit());
        engine.register_fn("общие", |left: Array, right: Array| {
            let text = |value: &Dynamic| value.clone().into_string().unwrap_or_default();
            let right: Vec<String> = right.iter().map(text).collect();
            left.iter().filter(|value| right.contains(&text(value))).count() as i64
        });
        engine.register_fn("отвечает_запросу", |requests: Array, offers: Array| {
            let text = |value: &Dynamic| value.clone().into_string().unwrap_or_default();
            let offers: Vec<String> = offers.iter().map(text).collect();
            let met = requests.iter().filter(|value| offers.contains(&text(value))).count();
            met as f64 * 100.0 / requests.len() as f64
        });
        let ast = engine.compile(text).expect("the shipped script parses");
        Self { engine, ast }
    }

    /// The criteria, or none where the pair may not be.
    pub fn judge(&self, mentor: &Dynamic, mentee: &Dynamic) -> Option<Map> {
        let pair = || (mentor.clone(), mentee.clone());
        let may: Dynamic = self.engine.call_fn(&mut Scope::new(), &self.ast, "eligible", pair()).ok()?;
        if may.as_bool() != Ok(true) {
            return None;
        }
        self.engine.call_fn(&mut Scope::new(), &self.ast, "score", pair()).ok()
    }
}

/// A person as a map with the Russian names of fields.
pub fn person(record: &Record) -> Dynamic {
    let mut map = Map::new();
    for (english, russian, _) in FIELDS {
        if let Some(value) = record.0.get(*english) {
            map.insert((*russian).into(), of(value));
        }
    }
    map.into()
}

fn of(value: &Value) -> Dynamic {
    match value {
        Value::Int(value) => (*value).into(),
        Value::Text(text) => text.clone().into(),
        Value::List(values) => values.iter().map(of).collect::<Array>().into(),
        _ => Dynamic::UNIT,
    }
}
