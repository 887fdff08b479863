//! Compiled code against the interpreter: a script of bytes, or one grown from them, judges people both ways.

use std::sync::Arc;

use libfuzzer_sys::arbitrary::{Result, Unstructured};
use vekha::script::api::facts::Schema;
use vekha::script::fast::Fast;
use vekha::script::kinds::pairing::{People, judge, settings};
use vekha::script::limits::{Limits, Meter};
use vekha::script::program::{Program, Surroundings};
use vekha::script::sample;
use vekha::script::wire::Source;
use vekha::script::worker::caught;
use vekha_core::facts::{Record, Value};
use vekha_core::schedule::Calendar;

/// An odd first byte: the rest is the script's text, for people of the sample. An even one: both are grown.
pub fn fuzz(data: &[u8]) {
    crate::forgive_rhai();
    let Some((choice, rest)) = crate::split(data) else { return };
    if choice & 1 == 1 {
        let Ok(text) = std::str::from_utf8(rest) else { return };
        compare(text, &sample::mentors(3), &sample::mentees(3));
    } else {
        let mut from = Unstructured::new(rest);
        let (Ok(mentors), Ok(mentees)) = (people(&mut from), people(&mut from)) else { return };
        let Ok(text) = script(&mut from) else { return };
        compare(&text, &mentors, &mentees);
    }
}

fn compare(text: &str, mentors: &[Record], mentees: &[Record]) {
    // The clock is no part of what a script means.
    let limits = Limits { operations: 100_000, wall_ms: 600_000, ..Limits::default() };
    let calendar = Calendar::default();
    let schema = Schema::of(mentors.iter().chain(mentees));
    let around = Surroundings {
        limits: &limits,
        modules: &[],
        calendar: &calendar,
        schema: &schema,
        say: Arc::new(|_, _| ()),
    };
    let source = Source { name: "pairing.rhai".into(), text: text.into() };
    let work = || {
        let program = Program::new(source, Meter::new(&limits, None), around)?;
        let settings = settings(&program)?;
        let people = People::new(mentors, mentees, &schema);
        let fast = Fast::new(&program, &settings, mentors, mentees, &schema);
        let mut slots = fast.slots();
        for (mentor, first) in mentors.iter().enumerate() {
            for (mentee, second) in mentees.iter().enumerate() {
                let Some(found) = fast.verdict(mentor, mentee, &mut slots) else { continue };
                let pair = people.pair(mentor, mentee).expect("a pair of these people");
                let meant = judge(&program, &settings, &pair);
                // Words tell 0.0 from -0.0 and NaN from NaN.
                let (found, meant) = (format!("{found:?}"), format!("{meant:?}"));
                assert_eq!(found, meant, "{first:?} {second:?}\n{text}");
            }
        }
        Ok(())
    };
    // A script that does not parse is nothing to compare.
    let _ = caught("pairing.rhai", work);
}

const WORDS: [&str; 5] = ["физика", "химия", "Физика ", "", "ёж"];
const NUMBERS: [&str; 10] =
    ["0", "1", "2", "7", "(-1)", "9223372036854775807", "0.5", "2.25", "1e300", "(-9223372036854775808)"];
const FIELDS: [&str; 7] = ["a.years", "b.years", "a.load", "a.rate", "b.age", "a.age", "b.rate"];

fn people(from: &mut Unstructured<'_>) -> Result<Vec<Record>> {
    (0..from.int_in_range(1..=3)?).map(|_| person(from)).collect()
}

fn person(from: &mut Unstructured<'_>) -> Result<Record> {
    let mut record = Record::default();
    for (name, sort) in [
        ("id", 0),
        ("years", 0),
        ("age", 0),
        ("load", 0),
        ("rate", 1),
        ("subject", 2),
        ("kept", 3),
        ("slots", 4),
        ("requests", 4),
        ("competences", 4),
        ("preferences", 5),
        ("days", 5),
    ] {
        if from.ratio(1, 5)? {
            continue;
        }
        // Now and then a field holds what nobody expects there.
        let sort = if from.ratio(1, 16)? { from.int_in_range(0..=5)? } else { sort };
        let value = match sort {
            0 => Value::Int(i64::from(from.arbitrary::<i8>()?)),
            1 => Value::Float(f64::from(from.arbitrary::<i8>()?) / 4.0),
            2 => Value::from(*from.choose(&WORDS)?),
            3 => Value::Bool(from.arbitrary()?),
            4 => Value::List(list(from, |from| Ok(Value::from(*from.choose(&WORDS)?)))?),
            _ => Value::List(list(from, |from| Ok(Value::Int(from.int_in_range(0..=5)?)))?),
        };
        record = record.with(name, value);
    }
    Ok(record)
}

fn list<'a>(
    from: &mut Unstructured<'a>,
    one: impl Fn(&mut Unstructured<'a>) -> Result<Value>,
) -> Result<Vec<Value>> {
    (0..from.int_in_range(0..=3)?).map(|_| one(from)).collect()
}

fn script(from: &mut Unstructured<'_>) -> Result<String> {
    let when = truth(from, 3)?;
    let mut entries = Vec::new();
    for index in 0..from.int_in_range(1..=4)? {
        let entry = match from.int_in_range(0..=5)? {
            0 => "matches_request(b.requests, a.competences)".to_owned(),
            1 => "helper(a, b)".to_owned(),
            2 => "base".to_owned(),
            _ => number(from, 3)?,
        };
        entries.push(format!("\"к{index}\": {entry}"));
    }
    let helper = match from.int_in_range(0..=4)? {
        0 => format!(
            "let x = {}; if {} {{ return {}; }} x + {}",
            number(from, 2)?,
            truth(from, 2)?,
            number(from, 2)?,
            number(from, 2)?
        ),
        1 => {
            format!("let x = {}; if {} {{ x += {}; }} x", number(from, 2)?, truth(from, 2)?, number(from, 2)?)
        }
        2 => format!(
            "let n = 0; for s in a.slots {{ if s in b.slots {{ n += 1; }} }} n + {}",
            number(from, 2)?
        ),
        3 => {
            format!("let n = 0; for d in a.days {{ if d > {} {{ continue; }} n += d; }} n", number(from, 1)?)
        }
        _ => format!("if {} {{ {} }} else {{ {} }}", truth(from, 2)?, number(from, 2)?, number(from, 2)?),
    };
    Ok(format!(
        "fn eligible(a, b) {{ if {when} {{ return refuse(\"нет\"); }} true }}\n\
         fn score(a, b) {{ let base = {}; #{{ {} }} }}\n\
         fn weights() {{ #{{ \"к0\": 3, \"к1\": 0.5 }} }}\nfn helper(a, b) {{ {helper} }}",
        number(from, 1)?,
        entries.join(", ")
    ))
}

fn number(from: &mut Unstructured<'_>, depth: u8) -> Result<String> {
    if depth == 0 {
        return Ok(match from.int_in_range(0..=3)? {
            0 => (*from.choose(&NUMBERS)?).to_owned(),
            1 => from.choose(&["overlap(a.slots, b.slots)", "overlap(a.days, b.days)"])?.to_string(),
            _ => (*from.choose(&FIELDS)?).to_owned(),
        });
    }
    let less = depth - 1;
    Ok(match from.int_in_range(0..=7)? {
        0 => format!("min({}, {})", number(from, less)?, number(from, less)?),
        1 => format!("max({}, {})", number(from, less)?, number(from, less)?),
        2 => format!("(-{})", number(from, less)?),
        3 => format!("abs({})", number(from, less)?),
        4 => format!(
            "if {} {{ {} }} else {{ {} }}",
            truth(from, less)?,
            number(from, less)?,
            number(from, less)?
        ),
        5 => number(from, 0)?,
        _ => {
            let sign = *from.choose(&["+", "-", "*", "/", "%", "**"])?;
            format!("({} {sign} {})", number(from, less)?, number(from, less)?)
        }
    })
}

fn truth(from: &mut Unstructured<'_>, depth: u8) -> Result<String> {
    const PLAIN: [&str; 9] = [
        "a.subject == b.subject",
        "a.subject != \"химия\"",
        "known(a.age)",
        "known(b.slots)",
        "b.id in a.preferences",
        "a.kept",
        "!a.kept",
        "a.subject in b.slots",
        "a.kept == b.kept",
    ];
    if depth == 0 {
        return Ok((*from.choose(&PLAIN)?).to_owned());
    }
    let less = depth - 1;
    Ok(match from.int_in_range(0..=4)? {
        0 => format!("({} && {})", truth(from, less)?, truth(from, less)?),
        1 => format!("({} || {})", truth(from, less)?, truth(from, less)?),
        2 => format!("!({})", truth(from, less)?),
        3 => (*from.choose(&PLAIN)?).to_owned(),
        _ => {
            let sign = *from.choose(&["<", "<=", ">", ">=", "==", "!="])?;
            format!("{} {sign} {}", number(from, less)?, number(from, less)?)
        }
    })
}
