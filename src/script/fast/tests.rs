//! Compiled code and the interpreter side by side: on the shipped script, and on scripts and people made at random.

use std::sync::Arc;

use proptest::prelude::*;
use vekha_core::facts::{Record, Value};
use vekha_core::schedule::Calendar;

use super::Fast;
use crate::script::api::facts::Schema;
use crate::script::kinds::pairing::{People, Verdict, judge, settings};
use crate::script::limits::{Limits, Meter};
use crate::script::program::{Program, Surroundings};
use crate::script::sample;
use crate::script::wire::Source;

fn program(text: &str, schema: &Arc<Schema>) -> Program {
    // The clock is no part of what a script means, and a busy machine is slow.
    let (limits, calendar) = (Limits { wall_ms: 600_000, ..Limits::default() }, Calendar::default());
    let around =
        Surroundings { limits: &limits, modules: &[], calendar: &calendar, schema, say: Arc::new(|_, _| ()) };
    let source = Source { name: "pairing.rhai".into(), text: text.into() };
    Program::new(source, Meter::new(&limits, None), around)
        .unwrap_or_else(|fault| panic!("{fault:?}\n{text}"))
}

/// Judges every pair both ways; how many pairs were compiled code's.
fn compare(text: &str, mentors: &[Record], mentees: &[Record]) -> usize {
    let schema = Schema::of(mentors.iter().chain(mentees));
    let program = program(text, &schema);
    let settings = settings(&program).unwrap();
    let people = People::new(mentors, mentees, &schema);
    let fast = Fast::new(&program, &settings, mentors, mentees, &schema);
    let mut slots = fast.slots();
    let mut quick = 0;
    for (mentor, first) in mentors.iter().enumerate() {
        for (mentee, second) in mentees.iter().enumerate() {
            let Some(found) = fast.verdict(mentor, mentee, &mut slots) else { continue };
            let expected = judge(&program, &settings, &people.pair(mentor, mentee).unwrap());
            assert_eq!(found, expected, "{first:?} {second:?}\n{text}");
            quick += 1;
        }
    }
    quick
}

#[test]
fn the_shipped_script_is_compiled_wholly_and_says_the_same() {
    let text = include_str!("../../../scripts/pairing.rhai");
    let (mentors, mentees) = (sample::mentors(25), sample::mentees(25));
    assert_eq!(compare(text, &mentors, &mentees), 25 * 25);
}

#[test]
fn what_cannot_be_compiled_is_named_with_its_place() {
    let schema = Schema::of([]);
    let text = "fn eligible(a, b) { true }\nfn score(a, b) {\n  #{ x: a.slots.len() }\n}";
    let program = program(text, &schema);
    let fast = Fast::new(&program, &settings(&program).unwrap(), &[], &[], &schema);
    let [(_, eligible), (_, score)] = fast.report();
    assert_eq!(eligible, None);
    assert_eq!(score.unwrap().at.line(), Some(3));
}

#[test]
fn an_unknown_in_an_empty_list_is_unknown_both_ways() {
    let text = "fn eligible(a, b) { true }
        fn score(a, b) { #{ x: if a.subject in b.slots { 1 } else { 0 }, y: helper(a, b), z: 5 } }
        fn helper(a, b) { if known(a.age) || a.subject in b.slots { return a.years + 0; } a.years + 1 }";
    let slots = |list: &[&str]| Value::List(list.iter().map(|text| Value::from(*text)).collect());
    let years = |record: Record| record.with("years", 2);
    let mentors = [years(Record::default()), years(Record::default().with("subject", "химия"))];
    let mentees = [
        Record::default().with("slots", slots(&[])),
        Record::default().with("slots", slots(&["физика"])),
        Record::default(),
    ];
    assert_eq!(compare(text, &mentors, &mentees), 6);
    let schema = Schema::of(mentors.iter().chain(&mentees));
    let program = program(text, &schema);
    let people = People::new(&mentors, &mentees, &schema);
    let verdict = judge(&program, &settings(&program).unwrap(), &people.pair(0, 0).unwrap());
    let Verdict::Eligible(score) = verdict else { panic!("{verdict:?}") };
    let lacks = |name: &str| (name.to_string(), Err("subject".to_string()));
    assert_eq!(score.criteria, [lacks("x"), lacks("y"), ("z".into(), Ok(5.0))]);
}

#[test]
fn the_field_that_is_named_is_the_one_met_first() {
    let text = "fn eligible(a, b) { true }
        fn score(a, b) { #{
            x: a.years + overlap(a.slots, b.slots), y: a.years + b.age, z: overlap(a.slots, b.slots) + a.years,
            v: a.years + (1 + b.age), w: (b.age + 1) - a.years
        } }";
    let slots = Record::default().with("slots", Value::List(Vec::new()));
    let people =
        [Record::default(), slots.clone(), Record::default().with("years", 1), slots.with("years", 2)];
    let aged = [Record::default(), Record::default().with("age", 1)];
    for mentor in &people {
        for mentee in &aged {
            assert_eq!(
                compare(text, std::slice::from_ref(mentor), std::slice::from_ref(mentee)),
                1,
                "{mentor:?}"
            );
        }
    }
}

#[test]
fn what_is_not_there_is_told_before_what_is_of_the_wrong_type() {
    let text = "fn eligible(a, b) { true }
        fn score(a, b) { #{ x: matches_request(b.requests, a.competences), y: overlap(b.requests, a.competences) } }";
    let number = Record::default().with("requests", 8.0);
    assert_eq!(compare(text, &[Record::default()], std::slice::from_ref(&number)), 1);
    let listed = Record::default().with("competences", Value::List(vec!["физика".into()]));
    // A number in place of a list is the interpreter's to refuse.
    assert_eq!(compare(text, &[listed], &[number]), 0);
}

#[test]
fn numbers_that_differ_by_a_rounding_are_equal_both_ways() {
    let text = "fn eligible(a, b) { if a.rate / 9223372036854775807 != 0 { return refuse(\"нет\"); } true }
        fn score(a, b) { #{
            eq: if b.rate + 0.2 == 0.3 { 1 } else { 0 }, ne: if b.rate + 0.2 != 0.3 { 1 } else { 0 },
            lt: if b.rate + 0.2 < 0.3 { 1 } else { 0 }, le: if 0.3 <= b.rate + 0.2 { 1 } else { 0 },
            gt: if b.rate + 0.2 > 0.3 { 1 } else { 0 }, ge: if b.rate + 0.2 >= 0.3 { 1 } else { 0 },
            whole: if b.rate * 3 * 10 == 3 { 1 } else { 0 }, zero: if a.rate - b.rate > 0 { 1 } else { 0 }
        } }";
    let rated = |rate: f64| Record::default().with("rate", rate);
    let mentors = [rated(-26.75), rated(0.1), rated(0.1 + f64::EPSILON), rated(1e300)];
    let mentees = [rated(0.1), rated(0.100_000_1), rated(0.0), rated(-0.0)];
    let schema = Schema::of(mentors.iter().chain(&mentees));
    let program = program(text, &schema);
    let people = People::new(&mentors, &mentees, &schema);
    let fast = Fast::new(&program, &settings(&program).unwrap(), &mentors, &mentees, &schema);
    assert!(fast.report().iter().all(|(_, left)| left.is_none()), "{:?}", fast.report());
    assert_eq!(compare(text, &mentors, &mentees), 16);
    let verdict = judge(&program, &settings(&program).unwrap(), &people.pair(0, 0).unwrap());
    let Verdict::Eligible(score) = verdict else { panic!("{verdict:?}") };
    let of = |name: &str| score.criteria.iter().find(|(found, _)| found == name).unwrap().1.clone();
    assert_eq!((of("eq"), of("ne"), of("lt"), of("gt")), (Ok(1.0), Ok(0.0), Ok(0.0), Ok(0.0)));
}

#[test]
fn a_whole_field_beside_a_fraction_is_met_after_it() {
    let text = "fn eligible(a, b) { true }
        fn score(a, b) { #{ x: a.years + (1.5 + b.rate), y: (b.rate + 1.5) * a.years } }";
    let rated = Record::default().with("rate", 0.5);
    let people = [Record::default(), Record::default().with("years", 1)];
    for mentor in &people {
        for mentee in [&Record::default(), &rated] {
            let (all, mentees) = (people.to_vec(), [mentee.clone(), rated.clone()]);
            assert_eq!(compare(text, &all, &mentees), 4, "{mentor:?}");
        }
    }
}

/// Expressions of a type, made of fields, literals, operators and host functions.
fn number() -> BoxedStrategy<String> {
    let leaf = prop_oneof![
        (-3_i64..12).prop_map(|n| if n < 0 { format!("({n})") } else { n.to_string() }),
        (0_i32..40).prop_map(|n| format!("{:?}", f64::from(n) / 4.0)),
        prop_oneof![Just("a.years"), Just("b.years"), Just("a.load"), Just("a.rate"), Just("b.age")]
            .prop_map(str::to_string),
        Just("overlap(a.slots, b.slots)".to_string()),
        Just("overlap(a.days, b.days)".to_string()),
        Just("9223372036854775807".to_string()),
    ];
    leaf.prop_recursive(3, 12, 2, |inner| {
        let sign = prop_oneof![Just("+"), Just("-"), Just("*"), Just("/"), Just("%")];
        prop_oneof![
            (inner.clone(), sign, inner.clone()).prop_map(|(a, sign, b)| format!("({a} {sign} {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("min({a}, {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("max({a}, {b})")),
            inner.clone().prop_map(|a| format!("(-{a})")),
            (truth(inner.clone().boxed()), inner.clone(), inner)
                .prop_map(|(c, a, b)| format!("if {c} {{ {a} }} else {{ {b} }}")),
        ]
    })
    .boxed()
}

fn truth(inner: BoxedStrategy<String>) -> BoxedStrategy<String> {
    let sign = prop_oneof![Just("<"), Just("<="), Just(">"), Just(">="), Just("=="), Just("!=")];
    let leaf = prop_oneof![
        (inner.clone(), sign, inner).prop_map(|(a, sign, b)| format!("{a} {sign} {b}")),
        Just("a.subject == b.subject".to_string()),
        Just("a.subject != \"химия\"".to_string()),
        Just("known(a.age)".to_string()),
        Just("known(b.slots)".to_string()),
        Just("b.id in a.preferences".to_string()),
        Just("a.kept".to_string()),
        Just("!a.kept".to_string()),
        Just("a.subject in b.slots".to_string()),
    ];
    let joined = prop_oneof![Just("&&"), Just("||")];
    (leaf.clone(), proptest::option::of((joined, leaf)))
        .prop_map(|(first, more)| match more {
            Some((sign, second)) => format!("({first} {sign} {second})"),
            None => format!("({first})"),
        })
        .boxed()
}

/// A function of several statements.
fn function() -> impl Strategy<Value = String> {
    (number(), truth(number()), number(), number(), 0_usize..7).prop_map(|(first, when, then, last, form)| {
        match form {
            0 => format!("let x = {first}; if {when} {{ return {then}; }} x + {last}"),
            1 => format!("let x = {first}; if {when} {{ x += {then}; }} x"),
            2 => format!("let n = 0; for s in a.slots {{ if s in b.slots {{ n += 1; }} }} n + {last}"),
            3 => format!("if {when} {{ {then} }} else {{ {last} }}"),
            4 => format!(
                "if known(a.years) && known(b.age) && a.years > b.age {{ return 1; }} else if {when} {{ return 2; }}
                 let x = 1; if b.id in a.preferences {{ x += 1; }} if known(a.kept) {{ x -= 3; }} 20 + x * 40"
            ),
            5 => format!("let d = a.years - b.age; if d < 3 {{ return 0; }} if {when} {{ return 60; }} 100"),
            _ => "if a.id == b.id || a.subject != b.subject && a.years >= 4 { 1.5 } else { 0.25 }".to_string(),
        }
    })
}

fn script() -> impl Strategy<Value = String> {
    (
        truth(number()),
        proptest::collection::vec(
            prop_oneof![
                number(),
                Just("matches_request(b.requests, a.competences)".to_string()),
                Just("a.years".to_string()),
                Just("if known(a.age) && a.age > 3 { a.years * 2 } else { 7 }".to_string()),
                Just("100 - 100 * min(b.load, b.age) / b.age".to_string())
            ],
            1..4,
        ),
        function(),
    )
        .prop_map(|(when, entries, helper)| {
            let entries: Vec<String> =
                entries.iter().enumerate().map(|(index, entry)| format!("\"к{index}\": {entry}")).collect();
            format!(
                "fn eligible(a, b) {{ if known(b.age) {{ if known(a.age) && b.age < a.age {{ return refuse(\"мал\"); }} }}
                 if {when} {{ return refuse(\"нет\"); }} true }}\n\
                 fn score(a, b) {{ let base = a.years; #{{ {}, \"своя\": helper(a, b), \"база\": base }} }}\n\
                 fn weights() {{ #{{ \"к0\": 3, \"своя\": 0.5 }} }}\nfn helper(a, b) {{ {helper} }}",
                entries.join(", ")
            )
        })
}

fn person() -> impl Strategy<Value = Record> {
    let maybe = |value: BoxedStrategy<Value>| proptest::option::weighted(0.8, value);
    let whole = || (-2_i64..15).prop_map(Value::Int).boxed();
    let text = || prop_oneof![Just("физика"), Just("химия"), Just("Физика ")].prop_map(Value::from);
    let texts = || proptest::collection::vec(text(), 0..4).prop_map(Value::List).boxed();
    let wholes =
        || proptest::collection::vec((0_i64..5).prop_map(Value::Int), 0..4).prop_map(Value::List).boxed();
    let fields = [
        ("id", whole()),
        ("years", whole()),
        ("age", whole()),
        ("load", whole()),
        ("rate", (0_i32..9).prop_map(|n| Value::Float(f64::from(n) / 2.0)).boxed()),
        ("subject", text().boxed()),
        ("kept", any::<bool>().prop_map(Value::Bool).boxed()),
        ("slots", texts()),
        ("requests", texts()),
        ("competences", texts()),
        ("preferences", wholes()),
        ("days", wholes()),
    ];
    let fields: Vec<_> =
        fields.into_iter().map(|(name, value)| maybe(value).prop_map(move |value| (name, value))).collect();
    fields.prop_map(|fields| {
        fields.into_iter().fold(Record::default(), |record, (name, value)| match value {
            Some(value) => record.with(name, value),
            None => record,
        })
    })
}

#[test]
fn compiled_code_says_what_the_interpreter_says() {
    let config = ProptestConfig::default();
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { config.cases } else { 600 };
    let config = ProptestConfig { cases, ..config };
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let (quick, all) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
    let people = || proptest::collection::vec(person(), 1..4);
    let ran = runner.run(&(script(), people(), people()), |(text, mentors, mentees)| {
        quick.set(quick.get() + compare(&text, &mentors, &mentees));
        all.set(all.get() + mentors.len() * mentees.len());
        Ok(())
    });
    ran.unwrap_or_else(|failure| panic!("{failure}"));
    // Otherwise nothing was compared.
    assert!(quick.get() * 20 > all.get(), "{} of {} pairs were compiled code's", quick.get(), all.get());
}
