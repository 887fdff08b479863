//! Compiled indicators and the interpreter's side by side: the shipped script, and scripts and facts made at random.

use std::sync::Arc;

use proptest::prelude::*;
use vekha_core::schedule::Calendar;

use super::Scratch;
use super::given::{Given, Texts, slot};
use super::indicators::{Compiled, Found};
use crate::script::api::facts::{Facts, Schema};
use crate::script::kinds::answers::{Answer, Indicator, Shape, answer};
use crate::script::limits::{Limits, Meter};
use crate::script::program::{Program, Surroundings};
use crate::script::wire::{Question, Source};

const SHIPPED: &str = include_str!("../../../scripts/efficiency.rhai");

fn program(text: &str) -> Program {
    // The clock is no part of what a script means, and a busy machine is slow.
    let (limits, calendar) = (Limits { wall_ms: 600_000, ..Limits::default() }, Calendar::default());
    let schema = Schema::of([]);
    let around = Surroundings {
        limits: &limits,
        modules: &[],
        calendar: &calendar,
        schema: &schema,
        say: Arc::new(|_, _| ()),
    };
    let source = Source { name: "efficiency.rhai".into(), text: text.into() };
    Program::new(source, Meter::new(&limits, None), around)
        .unwrap_or_else(|fault| panic!("{fault:?}\n{text}"))
}

/// A subject's indicators by the interpreter.
fn interpreted(
    program: &Program,
    function: &str,
    also: &[String],
    given: &Given,
    texts: &Texts,
) -> Option<Vec<Indicator>> {
    let (record, schema) = (given.record(texts), Schema::of([]));
    let question =
        Question { also: also.to_vec(), ..Question::new(function, record.clone(), Shape::Indicators) };
    let facts = [rhai::Dynamic::from(Facts::new(&record, &schema))];
    match answer(program, &question, &facts) {
        Ok(Answer::Indicators(indicators)) => Some(indicators),
        Ok(other) => panic!("{other:?}"),
        Err(_) => None,
    }
}

/// Whether compiled code answered; where it does, the interpreter says the same.
#[track_caller]
fn compare(program: &Program, compiled: &Compiled, function: &str, also: &[String], given: &Given) -> bool {
    let (scratch, mut found) = (Scratch::default(), Found::default());
    if compiled.evaluate(function, also, given, &scratch, &mut found).is_none() {
        return false;
    }
    let texts = compiled.texts();
    let quick: Vec<Indicator> = found.lines().iter().map(|line| found.indicator(line, &texts)).collect();
    let expected = interpreted(program, function, also, given, &texts);
    assert_eq!(Some(quick), expected, "{function} of {:?}\n{}", given.record(&texts), program.source().text);
    true
}

/// What a fact may be; each field is left out one time in five.
fn fill(given: &mut Given, texts: &mut Texts, seed: &[u32; 40]) {
    let number = |at: usize| i64::from(seed[at % seed.len()]);
    let known = |at: usize| !seed[(at * 7 + 3) % seed.len()].is_multiple_of(5);
    let ints = [
        slot("meetings_planned"),
        slot("meetings_held"),
        slot("meetings_feedback"),
        slot("plan_total"),
        slot("plan_done"),
        slot("deadlines"),
        slot("overdue"),
        slot("load"),
        slot("capacity"),
        slot("pairs_started"),
        slot("pairs_completed"),
        slot("pairs_active"),
        slot("pairs_on_track"),
        slot("children"),
        slot("children_mentees"),
        slot("teens"),
        slot("teens_mentors"),
        slot("young_teachers"),
        slot("young_teachers_mentees"),
        slot("young_teachers_stayed"),
        slot("young_teachers_before"),
        slot("partners"),
        slot("partners_mentoring"),
        slot("mentees"),
        slot("mentees_satisfied"),
        slot("mentors"),
        slot("mentors_satisfied"),
    ];
    for (at, slot) in ints.into_iter().enumerate().filter(|(at, _)| known(*at)) {
        given.int(slot, number(at) % 12);
    }
    if known(30) {
        given.int(slot("year"), 2019 + number(30) % 8);
    }
    let day = |at: usize| chrono::NaiveDate::from_num_days_from_ce_opt(738_000 + seed[at] as i32 % 90);
    for (at, slot) in [(31, slot("today")), (32, slot("last_meeting"))] {
        day(at).filter(|_| known(at)).into_iter().for_each(|day| given.date(slot, day));
    }
    let papers = ["mentor.participation", "mentor.processing", "mentee.participation"];
    for (at, slot) in [(33, slot("consents")), (34, slot("consents_required"))] {
        if known(at) {
            let few = papers.iter().filter(|paper| seed[at] as usize % 7 + paper.len() % 3 > 2);
            given.texts(slot, few.map(|paper| texts.number(paper)).collect::<Vec<_>>());
        }
    }
    for (at, slot) in [(35, slot("before")), (36, slot("after"))] {
        if known(at) {
            let names = ["mentee.a", "mentee.b", "mentee.c", "mentor.a"];
            let some = names.iter().enumerate().filter(|(bit, _)| seed[at] >> bit & 1 == 1);
            let entries = some.map(|(bit, name)| (texts.number(name), f64::from(seed[at] % 10 + bit as u32)));
            given.scores(slot, entries.collect::<Vec<_>>());
        }
    }
    if known(37) {
        given.floats(slot("expectations"), (0..number(37) % 3).map(|n| 5.5 + n as f64));
    }
    if known(38) {
        given.ints(slot("curator_scale"), (0..(7 + number(38) % 4)).map(|n| n % 3));
    }
}

fn seeds() -> impl Strategy<Value = [u32; 40]> {
    proptest::array::uniform(0_u32..1_000)
}

#[test]
fn the_shipped_script_is_compiled_wholly() {
    let compiled = Compiled::new(&program(SHIPPED));
    let own = ["педагог_педагог", "ученик_ученик", "студент_ученик", "работодатель_ученик", "педагог_ученик"];
    let levels = ["pair", "mentor", "programme", "school"].map(str::to_owned).into_iter();
    for function in levels.chain(own.map(|form| format!("pair_{form}"))) {
        let report = compiled.report(&function).unwrap_or_else(|| panic!("no {function}"));
        assert!(report.is_ok(), "{function}: {report:?}");
    }
}

#[test]
fn the_shipped_script_says_the_same_both_ways() {
    let program = program(SHIPPED);
    let compiled = Compiled::new(&program);
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(200));
    let own = ["pair_педагог_педагог".to_owned(), "pair_нет_такой".to_owned()];
    let (quick, all) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
    let ran = runner.run(&seeds(), |seed| {
        let mut given = Given::default();
        fill(&mut given, &mut compiled.texts(), &seed);
        for function in ["pair", "mentor", "programme", "school"] {
            let also = if function == "pair" { &own[..] } else { &[] };
            quick.set(quick.get() + u32::from(compare(&program, &compiled, function, also, &given)));
            all.set(all.get() + 1);
        }
        Ok(())
    });
    ran.unwrap_or_else(|failure| panic!("{failure}"));
    assert!(quick.get() * 10 >= all.get() * 9, "{} of {} were compiled code's", quick.get(), all.get());
}

#[test]
fn a_fact_of_another_kind_is_the_interpreters() {
    let program = program("fn pair(f) { #{ x: indicator(f.meetings_held, #{}), y: f.plan_total } }");
    let compiled = Compiled::new(&program);
    let mut given = Given::default();
    given.int(slot("meetings_held"), 3);
    given.int(slot("plan_total"), 2);
    assert!(compare(&program, &compiled, "pair", &[], &given));
    given.float(slot("meetings_held"), 3.5);
    assert!(!compare(&program, &compiled, "pair", &[], &given));
}

#[test]
fn indicators_of_the_form_stand_over_those_of_all() {
    let text = "fn pair(f) { #{ a: 1, b: f.meetings_held, c: share(1, 0) } }
        fn pair_own(f) { #{ b: indicator(2.5, \"x\", #{ n: f.plan_total }), d: 4 } }";
    let program = program(text);
    let compiled = Compiled::new(&program);
    assert!(compare(&program, &compiled, "pair", &["pair_own".into()], &Given::default()));
    let (scratch, mut found) = (Scratch::default(), Found::default());
    compiled.evaluate("pair", &["pair_own".into()], &Given::default(), &scratch, &mut found).unwrap();
    let names: Vec<&str> = found.lines().iter().map(|line| line.name()).collect();
    assert_eq!(names, ["a", "c", "b", "d"]);
}

#[test]
fn a_function_of_other_parameters_is_the_interpreters_to_refuse() {
    let compiled = Compiled::new(&program("fn pair(a, b) { #{ x: 1 } }"));
    let (scratch, mut found) = (Scratch::default(), Found::default());
    assert!(compiled.evaluate("pair", &[], &Given::default(), &scratch, &mut found).is_none());
    assert!(compiled.evaluate("mentor", &[], &Given::default(), &scratch, &mut found).is_some());
    assert!(found.lines().is_empty(), "a script need not have every function");
}

#[test]
fn bands_of_another_day_are_asked_only_where_they_may_differ() {
    let text = "fn pair(f) { #{
        gap: indicator(days_between(f.last_meeting, f.today), if days_between(f.last_meeting, f.today) > 5 { \"late\" } else { \"ok\" }, #{}),
        held: indicator(f.meetings_held, band(f.meetings_held, [[3, \"many\"], [0, \"few\"]]), #{})
    } }";
    let program = program(text);
    let compiled = Compiled::new(&program);
    let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
    let mut now = Given::default();
    now.int(slot("meetings_held"), 3);
    now.date(slot("last_meeting"), day("2024-03-01"));
    now.date(slot("today"), day("2024-03-04"));
    let (scratch, mut found) = (Scratch::default(), Found::default());
    compiled.evaluate("pair", &[], &now, &scratch, &mut found).unwrap();
    let mut then = now.clone();
    for (on, held, keeps) in
        [("2024-03-06", 3, true), ("2024-03-07", 3, false), ("2024-03-04", 2, false), ("2024-03-05", 9, true)]
    {
        then.date(slot("today"), day(on));
        then.int(slot("meetings_held"), held);
        assert_eq!(compiled.keeps_bands(&found, &now, &then, &scratch), Some(keeps), "{on} {held}");
    }
}

/// Numbers of fields, literals and host functions.
fn number() -> BoxedStrategy<String> {
    let leaf = prop_oneof![
        (0_i64..120).prop_map(|n| n.to_string()),
        (0_i32..40).prop_map(|n| format!("{:?}", f64::from(n) / 4.0)),
        prop_oneof![
            Just("f.meetings_held"),
            Just("f.встреч_запланировано"),
            Just("f.plan_done"),
            Just("f.plan_total"),
            Just("f.deadlines - f.overdue"),
            Just("f.consents.len()"),
            Just("f.expectations.len()"),
            Just("f.before.len()"),
            Just("overlap(f.consents_required, f.consents)"),
            Just("days_between(f.last_meeting, f.today)"),
            Just("or_else(f.load, 2)"),
            Just("mean(f.expectations)"),
            Just("sum(f.curator_scale)"),
            Just("median(f.expectations)"),
            Just("shift(f)"),
            Just("f.before[\"mentee.a\"]"),
            Just("goal(\"a\", f.year)"),
        ]
        .prop_map(str::to_owned),
    ];
    leaf.prop_recursive(2, 8, 2, |inner| {
        let sign = prop_oneof![Just("+"), Just("-"), Just("*"), Just("/")];
        prop_oneof![
            (inner.clone(), sign, inner.clone()).prop_map(|(a, sign, b)| format!("({a} {sign} {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("share({a}, {b})")),
            (truth(inner.clone().boxed()), inner.clone(), inner)
                .prop_map(|(c, a, b)| format!("if {c} {{ {a} }} else {{ {b} }}")),
        ]
    })
    .boxed()
}

fn truth(inner: BoxedStrategy<String>) -> BoxedStrategy<String> {
    let sign = prop_oneof![Just("<"), Just("<="), Just(">"), Just(">="), Just("=="), Just("!=")];
    prop_oneof![
        (inner.clone(), sign, inner.clone()).prop_map(|(a, sign, b)| format!("{a} {sign} {b}")),
        inner.prop_map(|a| format!("is_applicable(share({a}, f.plan_total))")),
        Just("known(f.before)".to_owned()),
        Just("known(goal(\"b\", f.year))".to_owned()),
        Just("\"mentee.b\" in f.after".to_owned()),
        Just("f.consents.is_empty()".to_owned()),
    ]
    .boxed()
}

fn entry() -> impl Strategy<Value = String> {
    let band =
        |name: &str| format!("band({name}, [[65, \"хорошо\"], [40.5, \"внимание\"], [-3, \"плохо\"]])");
    prop_oneof![
        number(),
        number().prop_map(|a| format!("indicator({a}, #{{ value: f.meetings_held, scale: f.curator_scale }})")),
        (number(), number()).prop_map(move |(a, b)| format!(
            "{{ let x = {a}; indicator(x, {}, #{{ other: {b}, \"цель\": goal(\"b\", f.year), papers: f.consents }}) }}",
            band("x")
        )),
        (number(), truth(number())).prop_map(|(a, c)| format!(
            "indicator({a}, if {c} {{ \"да\" }} else {{ () }}, #{{ day: f.today, part: share(1, f.plan_total) }})"
        )),
        number().prop_map(|a| format!("early(f, {a})")),
        Just("indicator(unknown(), #{ n: 1 })".to_owned()),
        Just("f.meetings_held".to_owned()),
    ]
}

const HELPERS: &str = "
fn shift(f) {
    let a = [];
    let b = [];
    for name in f.before.keys() {
        if name in f.after { a.push(f.before[name]); b.push(f.after[name]); }
    }
    if a.is_empty() { return not_applicable(); }
    share(mean(b), mean(a))
}
fn goal(what, year) {
    let all = switch what { \"a\" => #{ \"2020\": 10, \"2023\": 50 }, \"b\" => #{ \"2021\": 2, \"x\": 5 }, _ => #{} };
    all[year.to_string()]
}
fn early(f, n) {
    if !known(f.plan_total) { return indicator(not_applicable(), #{ why: \"нет плана\" }); }
    let all = share(f.plan_done, f.plan_total);
    indicator(n, if all >= 65 { \"да\" } else { \"нет\" }, #{ n: n, all: all })
}";

#[test]
fn scripts_at_random_say_the_same_both_ways() {
    let config = ProptestConfig::default();
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { config.cases } else { 500 };
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig { cases, ..config });
    let (quick, all) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
    let facts = proptest::collection::vec(seeds(), 1..4);
    let entries = proptest::collection::vec(entry(), 1..4);
    let ran = runner.run(&(entries, facts), |(entries, facts)| {
        let entries: Vec<String> =
            entries.iter().enumerate().map(|(at, entry)| format!("\"к{at}\": {entry}")).collect();
        let text = format!("fn pair(f) {{ #{{ {} }} }}{HELPERS}", entries.join(", "));
        let program = program(&text);
        let compiled = Compiled::new(&program);
        for seed in &facts {
            let mut given = Given::default();
            fill(&mut given, &mut compiled.texts(), seed);
            quick.set(quick.get() + u32::from(compare(&program, &compiled, "pair", &[], &given)));
            all.set(all.get() + 1);
        }
        Ok(())
    });
    ran.unwrap_or_else(|failure| panic!("{failure}"));
    // Otherwise nothing was compared.
    assert!(quick.get() * 20 > all.get(), "{} of {} were compiled code's", quick.get(), all.get());
}
