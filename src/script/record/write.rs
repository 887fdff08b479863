//! A disguised decision as a function of Rhai that a methodologist can read and edit.

use std::collections::BTreeMap;

use vekha_core::facts::{Record, Value};

use super::{Decision, Said, shown};
use crate::lang::Lang;
use crate::script::kinds::Kind;
use crate::script::kinds::answers::{Answer, Indicator, Measure, Message, Unmet};
use crate::script::kinds::pairing::{Score, Verdict, unknown_as_refusal};

/// Lines are no longer than this, in characters.
const WIDTH: usize = 110;

/// The words of a language that tests are written with.
struct Words {
    facts: &'static str,
    given: [&'static str; 2],
    date: &'static str,
    unknown: &'static str,
    not_applicable: &'static str,
    refuse: &'static str,
    indicator: &'static str,
    message: &'static str,
    expect: &'static str,
    expect_refusal: &'static str,
    expect_no_data: &'static str,
    expect_pair: &'static str,
    expect_indicators: &'static str,
    expect_messages: &'static str,
    score: [&'static str; 3],
}

const RUSSIAN: Words = Words {
    facts: "факты",
    given: ["наставник", "наставляемый"],
    date: "дата",
    unknown: "неизвестно()",
    not_applicable: "не_применимо()",
    refuse: "отказ",
    indicator: "показатель",
    message: "сообщение",
    expect: "ожидаем",
    expect_refusal: "ожидаем_отказ",
    expect_no_data: "ожидаем_нет_данных",
    expect_pair: "ожидаем_пару",
    expect_indicators: "ожидаем_показатели",
    expect_messages: "ожидаем_сообщения",
    score: ["балл", "полнота", "критерии"],
};

const ENGLISH: Words = Words {
    facts: "facts",
    given: ["mentor", "mentee"],
    date: "date",
    unknown: "unknown()",
    not_applicable: "not_applicable()",
    refuse: "refuse",
    indicator: "indicator",
    message: "message",
    expect: "expect",
    expect_refusal: "expect_refusal",
    expect_no_data: "expect_no_data",
    expect_pair: "expect_pair",
    expect_indicators: "expect_indicators",
    expect_messages: "expect_messages",
    score: ["score", "completeness", "criteria"],
};

/// The test as a function.
pub fn test(name: &str, decision: &Decision, said: &Said, lang: Lang) -> String {
    let writer = Writer { words: if lang == Lang::Ru { &RUSSIAN } else { &ENGLISH }, lang };
    writer.test(name, decision, said)
}

struct Writer {
    words: &'static Words,
    lang: Lang,
}

impl Writer {
    fn test(&self, name: &str, decision: &Decision, said: &Said) -> String {
        let mut text = format!("/// {}\nfn {name}() {{\n", self.title(decision, said));
        let given: Vec<&str> = match decision.kind {
            Kind::Pairing => self.words.given.to_vec(),
            _ => vec![if self.lang == Lang::Ru { "дано" } else { "given" }],
        };
        for (name, record) in given.iter().zip(&decision.facts) {
            text.push_str(&format!("    let {name} = {}(#{{\n", self.words.facts));
            text.push_str(&self.wrapped(&self.fields(record), 8));
            text.push_str("    });\n");
        }
        text.push_str(&self.expected(decision, &given, said));
        text.push_str("}\n");
        text
    }

    fn title(&self, decision: &Decision, said: &Said) -> String {
        let function = decision.functions.first().cloned().unwrap_or_default();
        let (id, value) = match said {
            Said::Pair(Verdict::Eligible(score)) => (
                "record-title-pair",
                score.total.map_or("—".into(), |total| self.lang.decimal(&format!("{total:.1}"))),
            ),
            Said::Pair(_) => ("record-title-refused", String::new()),
            Said::Answer(Answer::Indicators(_)) => ("record-title-indicators", function),
            Said::Answer(Answer::Guard(_)) => ("record-title-guard", function),
            Said::Answer(_) => ("record-title-hook", function),
        };
        self.lang.say(id, &[("value", value.into())])
    }

    fn fields(&self, record: &Record) -> Vec<String> {
        let named = |name: &str| {
            let name = shown(name, self.lang);
            if rhai::is_valid_identifier(&name) { name } else { quoted(&name) }
        };
        record.0.iter().map(|(name, value)| format!("{}: {}", named(name), self.value(value))).collect()
    }

    /// Items with commas, on as few lines as fit.
    fn wrapped(&self, items: &[String], indent: usize) -> String {
        let mut lines: Vec<String> = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let item = if index + 1 < items.len() { format!("{item},") } else { item.clone() };
            match lines.last_mut() {
                Some(line) if line.chars().count() + 1 + item.chars().count() <= WIDTH => {
                    line.push(' ');
                    line.push_str(&item);
                }
                _ => lines.push(format!("{}{item}", " ".repeat(indent))),
            }
        }
        lines.iter().map(|line| format!("{line}\n")).collect()
    }

    /// A pair that may not be, and why.
    fn refused(&self, given: &[&str], reason: &str) -> String {
        let Words { expect_pair, refuse, .. } = self.words;
        format!("{expect_pair}({}, {refuse}({}))", given.join(", "), quoted(reason))
    }

    fn expected(&self, decision: &Decision, given: &[&str], said: &Said) -> String {
        let words = self.words;
        let call =
            format!("{}({})", decision.functions.first().cloned().unwrap_or_default(), given.join(", "));
        let line = |text: String| format!("    {text};\n");
        match said {
            Said::Pair(Verdict::Eligible(score)) => {
                format!(
                    "    {}({}, #{{\n{}    }});\n",
                    words.expect_pair,
                    given.join(", "),
                    self.score(score)
                )
            }
            Said::Pair(Verdict::Refused(reason)) => line(self.refused(given, reason)),
            Said::Pair(Verdict::Unknown(field)) => line(self.refused(given, &unknown_as_refusal(field))),
            Said::Answer(Answer::Indicators(all)) => {
                let functions: Vec<String> = decision.functions.iter().map(|name| quoted(name)).collect();
                let indicators: Vec<String> = all.iter().map(|one| self.indicator(one)).collect();
                format!(
                    "    {}([{}], {}, #{{\n{}    }});\n",
                    words.expect_indicators,
                    functions.join(", "),
                    given.join(", "),
                    self.wrapped(&indicators, 8)
                )
            }
            Said::Answer(Answer::Guard(Ok(()))) => line(format!("{}({call}, true)", words.expect)),
            Said::Answer(Answer::Guard(Err(Unmet::Reason(reason)))) => {
                line(format!("{}({call}, {})", words.expect_refusal, quoted(reason)))
            }
            Said::Answer(Answer::Guard(Err(Unmet::NoData(_)))) => {
                line(format!("{}(|| {call})", words.expect_no_data))
            }
            Said::Answer(Answer::Messages(messages)) => {
                let messages: Vec<String> = messages.iter().map(|one| self.message(one)).collect();
                let list = match messages.is_empty() {
                    true => "[]".to_string(),
                    false => format!("[\n{}    ]", self.wrapped(&messages, 8)),
                };
                line(format!("{}({call}, {list})", words.expect_messages))
            }
            Said::Answer(Answer::Any(value)) => {
                line(format!("{}({call}, {})", words.expect, self.value(value)))
            }
            Said::Pair(Verdict::Failed(_)) => String::new(),
        }
    }

    fn score(&self, score: &Score) -> String {
        let [total, completeness, criteria] = self.words.score;
        let number =
            |value: Option<f64>| value.map_or(self.words.unknown.to_string(), |value| format!("{value:?}"));
        let mut text =
            format!("        {total}: {}, {completeness}: {:?}", number(score.total), score.completeness);
        if score.criteria.is_empty() {
            text.push('\n');
            return text;
        }
        let criterion = |(name, value): &(String, Result<f64, String>)| {
            format!("{}: {}", quoted(name), number(value.as_ref().ok().copied()))
        };
        let criteria_of: Vec<String> = score.criteria.iter().map(criterion).collect();
        text.push_str(&format!(",\n        {criteria}: #{{\n{}        }}\n", self.wrapped(&criteria_of, 12)));
        text
    }

    fn indicator(&self, found: &Indicator) -> String {
        let value = match &found.value {
            Measure::Number(number) => format!("{number:?}"),
            Measure::NoData(_) => self.words.unknown.into(),
            Measure::NotApplicable => self.words.not_applicable.into(),
        };
        let name = quoted(&found.id);
        if found.band.is_none() && found.parts.is_empty() {
            return format!("{name}: {value}");
        }
        let band = found.band.as_ref().map_or("()".to_string(), |band| quoted(band));
        format!("{name}: {}({value}, {band}, {})", self.words.indicator, self.map(&found.parts))
    }

    fn message(&self, message: &Message) -> String {
        if message.channel.is_none() && message.when.is_none() {
            let to = message.to.parse::<u32>().map_or_else(|_| quoted(&message.to), |id| id.to_string());
            let template = quoted(&message.template);
            return match message.data.is_empty() {
                true => format!("{}({to}, {template})", self.words.message),
                false => format!("{}({to}, {template}, {})", self.words.message, self.map(&message.data)),
            };
        }
        let mut entries =
            vec![format!("to: {}", quoted(&message.to)), format!("template: {}", quoted(&message.template))];
        entries.extend(message.channel.as_ref().map(|channel| format!("channel: {}", quoted(channel))));
        entries.extend(message.when.map(|day| format!("when: {}", self.value(&Value::Date(day)))));
        entries.push(format!("data: {}", self.map(&message.data)));
        format!("#{{ {} }}", entries.join(", "))
    }

    fn map(&self, map: &BTreeMap<String, Value>) -> String {
        if map.is_empty() {
            return "#{}".into();
        }
        let entries: Vec<String> =
            map.iter().map(|(name, value)| format!("{}: {}", quoted(name), self.value(value))).collect();
        format!("#{{ {} }}", entries.join(", "))
    }

    fn value(&self, value: &Value) -> String {
        match value {
            Value::Unknown => self.words.unknown.into(),
            Value::Bool(value) => value.to_string(),
            Value::Int(value) => value.to_string(),
            Value::Float(value) => format!("{value:?}"),
            Value::Text(text) => quoted(text),
            Value::Date(day) => format!("{}(\"{day}\")", self.words.date),
            Value::List(values) => {
                let values: Vec<String> = values.iter().map(|value| self.value(value)).collect();
                format!("[{}]", values.join(", "))
            }
            Value::Map(map) => self.map(map),
        }
    }
}

/// A text as Rhai reads it.
fn quoted(text: &str) -> String {
    let mut made = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => made.push_str("\\\""),
            '\\' => made.push_str("\\\\"),
            '\n' => made.push_str("\\n"),
            '\r' => made.push_str("\\r"),
            '\t' => made.push_str("\\t"),
            other if other.is_control() => made.push_str(&format!("\\u{:04x}", other as u32)),
            other => made.push(other),
        }
    }
    made.push('"');
    made
}
