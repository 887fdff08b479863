//! Indicators of many subjects and messages of many happenings, each in one call of the sandbox.

use vekha::script::fault::Fault;
use vekha::script::kinds::Script;
use vekha::script::kinds::answers::{Indicator, Measure, Recipient};
use vekha::script::kinds::efficiency::{Level, Subject, evaluate, names_of_form};
use vekha::script::kinds::hooks::{Happening, messages};
use vekha::script::kinds::pairing::Verdict;
use vekha::script::limits::Limits;
use vekha::script::sandbox::Sandbox;
use vekha::script::wire::{Judge, Source};
use vekha_core::facts::Record;
use vekha_core::people::Forms;
use vekha_core::schedule::Calendar;

fn sandbox() -> Sandbox {
    let limits = Limits { wall_ms: 3_000, memory_mb: 128, operations: 300_000, ..Limits::default() };
    Sandbox::of_program(env!("CARGO_BIN_EXE_vekha"), limits)
}

fn forms() -> Forms {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("forms");
    let read = |entry: std::io::Result<std::fs::DirEntry>| {
        let path = entry.unwrap().path();
        (path.display().to_string(), std::fs::read_to_string(&path).unwrap())
    };
    let files: Vec<(String, String)> = std::fs::read_dir(folder).unwrap().map(read).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    Forms::read(&files).unwrap()
}

fn efficiency() -> Script {
    Script::alone("scripts/efficiency.rhai", include_str!("../../scripts/efficiency.rhai"))
}

fn ids(indicators: &[Indicator]) -> Vec<&str> {
    indicators.iter().map(|found| found.id.as_str()).collect()
}

fn evaluated(script: &Script, subjects: Vec<Subject>) -> Vec<Result<Vec<Indicator>, (String, usize)>> {
    let answers = evaluate(&sandbox(), script, subjects).result.unwrap().into_iter();
    answers.map(|one| one.map_err(|fault| (fault.code, fault.at.map_or(0, |at| at.line)))).collect()
}

#[test]
fn a_form_adds_its_own_indicators_to_those_of_every_pair() {
    let facts = Record::default().with("meetings_held", 7).with("meetings_planned", 10);
    let plain = ["встречи", "план", "обратная связь", "по плану", "ожидания", "сдвиг", "согласия", "сроки"];
    let subjects = forms().forms.keys().map(|form| Subject::pair(form, &forms(), facts.clone())).collect();
    let found = evaluated(&efficiency(), subjects);
    assert_eq!(found.len(), 6);
    for pair in found {
        let pair = pair.unwrap();
        assert_eq!(ids(&pair), [&plain[..], &["перерыв"]].concat());
        assert_eq!((&pair[0].value, pair[0].band.as_deref()), (&Measure::Number(70.0), Some("хорошо")));
        assert_eq!(pair[8].value, Measure::NoData("today".into()));
    }
    let found = evaluated(&efficiency(), vec![Subject::new(Level::Pair, facts)]);
    assert_eq!(ids(found[0].as_ref().unwrap()), plain);
}

#[test]
fn a_form_is_known_by_its_id_and_by_its_titles_and_stands_over_the_rest() {
    assert_eq!(names_of_form("teacher-teacher", &forms()).len(), 3);
    for name in ["teacher_teacher", "педагог_педагог", "teacher_to_teacher"] {
        let text = format!("fn pair(f) {{ #{{ б: 1, а: 2 }} }} fn pair_{name}(f) {{ #{{ в: 3, б: 4 }} }}");
        let subject = Subject::pair("teacher-teacher", &forms(), Record::default());
        let found = evaluated(&Script::alone("efficiency.rhai", &text), vec![subject]);
        let found = found[0].as_ref().unwrap();
        assert_eq!(ids(found), ["а", "в", "б"], "{name}");
        assert_eq!(found[2].value, Measure::Number(4.0));
    }
}

#[test]
fn a_script_without_a_level_has_no_indicators_of_it() {
    let script = Script::alone("efficiency.rhai", "fn pair(f) { #{ а: f.years } }");
    let levels = [Level::School, Level::Mentor, Level::Programme];
    let subjects = levels.map(|level| Subject::new(level, Record::default()));
    assert_eq!(evaluated(&script, subjects.into()), [Ok(vec![]), Ok(vec![]), Ok(vec![])]);
}

#[test]
fn a_subject_at_which_the_script_fails_fails_alone_and_at_its_line() {
    let text = "fn pair(f) {\n  if f.years == 1 { throw \"x\"; }\n  #{ а: 1,\n     б: if f.years == 2 { \"много\" } else { 5 } }\n}\nfn mentor(a, b) { 1 }";
    let script = Script::alone("efficiency.rhai", text);
    let pair = |years: i64| Subject::new(Level::Pair, Record::default().with("years", years));
    let subjects = vec![pair(1), pair(3), pair(2), Subject::new(Level::Mentor, Record::default()), pair(4)];
    let found = evaluated(&script, subjects);
    let fault = |at: usize| found[at].as_ref().unwrap_err().clone();
    assert_eq!(fault(0), ("thrown".into(), 2));
    assert_eq!(fault(2), ("type".into(), 4));
    assert_eq!(fault(3), ("contract-params".into(), 6));
    assert_eq!(
        (ids(found[1].as_ref().unwrap()), ids(found[4].as_ref().unwrap())),
        (vec!["а", "б"], vec!["а", "б"])
    );
}

#[test]
fn many_subjects_are_one_call_and_keep_their_order() {
    let script = Script::alone("efficiency.rhai", "fn pair(f) { #{ а: f.years } }");
    let pair = |years: i64| Subject::new(Level::Pair, Record::default().with("years", years));
    let found = evaluated(&script, (0..5_000).map(pair).collect());
    for (years, found) in found.iter().enumerate() {
        assert_eq!(found.as_ref().unwrap()[0].value, Measure::Number(years as f64));
    }
    assert_eq!(found.len(), 5_000);
}

#[test]
fn hooks_answer_each_happening_and_fail_alone() {
    let script = Script::alone("scripts/hooks.rhai", include_str!("../../scripts/hooks.rhai"));
    let formed = Record::default().with("id", 3).with("mentor", 11).with("mentee", 12);
    let due = Record::default().with("task", "3.5");
    let happenings = vec![
        Happening::new("on_pair_formed", formed),
        Happening::new("on_pair_formed", Record::default()),
        Happening::new("on_task_due", due),
    ];
    let answers = messages(&sandbox(), &script, happenings).result.unwrap();
    let to = |at: usize| {
        let found: &Vec<_> = answers[at].as_ref().unwrap();
        found.iter().map(|message| (message.recipient(), message.template.clone())).collect::<Vec<_>>()
    };
    let party = |id| (Recipient::Party(id), "pair-formed".to_string());
    assert_eq!(to(0), [party(11), party(12)]);
    let fault = answers[1].as_ref().unwrap_err();
    assert!(fault.at.as_ref().is_some_and(|at| at.line > 0), "{fault:?}");
    assert_eq!(to(2), [(Recipient::Role("куратор".into()), "task-due".into())]);
}

#[test]
fn a_hook_that_is_not_there_says_nothing_and_one_that_cannot_be_is_refused() {
    let script = Script::alone("hooks.rhai", "fn on_task_due(f) { () }");
    let happening = |hook: &str| vec![Happening::new(hook, Record::default())];
    for hook in ["on_task_due", "on_task_overdue"] {
        let ran = messages(&sandbox(), &script, happening(hook));
        assert_eq!(ran.result.unwrap(), [Ok(vec![])], "{hook}");
    }
    let fault = messages(&sandbox(), &script, happening("on_task_duo")).result.unwrap_err();
    assert_eq!((fault.code.as_str(), fault.hint.as_deref()), ("contract-hook", Some("on_task_due")));
}

/// Verdicts with their pairs, and the code of the fault that ended the batch.
type Judged = (Vec<(u32, u32, Verdict)>, Option<String>);

/// 60 × 60 pairs judged by some workers.
fn judged(text: &str, workers: usize) -> Judged {
    let script = Source { name: "pairing.rhai".into(), text: text.into() };
    let people = |from: i64| (from..from + 60).map(|id| Record::default().with("id", id)).collect();
    let judge =
        Judge { script, mentors: people(0), mentees: people(100), pairs: None, from: 0, careful: false };
    let mut verdicts = Vec::new();
    let sandbox = sandbox().with_workers(workers);
    let ran = sandbox.judge(judge, &[], &Calendar::default(), &mut |a, b, verdict| {
        verdicts.push((a, b, verdict));
        true
    });
    // What ends a worker first, the clock or the memory, depends on the machine.
    for (.., verdict) in &mut verdicts {
        if let Verdict::Failed(fault) = verdict
            && ["time", "memory"].contains(&fault.code.as_str())
        {
            **fault = Fault::new("ended");
        }
    }
    (verdicts, ran.result.err().map(|fault| fault.code))
}

#[test]
fn several_workers_say_what_one_says_in_the_same_order() {
    let fine = "fn eligible(a, b) { if (a.id + b.id) % 7 == 0 { return refuse(\"семь\"); } true }
        fn score(a, b) { #{ x: a.id * 1000 + b.id, y: a.years, z: 1 / (a.id % 5) } }";
    let deadly = "fn eligible(a, b) { true }
        fn score(a, b) { if a.id == 41 && b.id == 141 { let s = []; loop { let t = \"\"; t.pad(1000000, 'x'); s.push(|| t); } } b.id }";
    for text in [fine, deadly, "fn eligible(a, b) { true }"] {
        let alone = judged(text, 1);
        let several = judged(text, 3);
        let differ = alone.0.iter().zip(&several.0).find(|(one, other)| one != other);
        assert_eq!((differ, several.0.len(), &several.1), (None, alone.0.len(), &alone.1));
        if text != "fn eligible(a, b) { true }" {
            assert_eq!(alone.0.len(), 3_600, "{:?}", alone.1);
            assert!(alone.0.iter().enumerate().all(|(at, (a, b, _))| at as u32 == a * 60 + b));
        }
    }
}

#[test]
fn several_workers_answer_questions_in_their_order() {
    let script = Script::alone("efficiency.rhai", "fn pair(f) { #{ а: 10 / f.years } }");
    let subjects =
        || (0..3_000_i64).map(|n| Subject::new(Level::Pair, Record::default().with("years", n % 11)));
    let of =
        |workers| evaluate(&sandbox().with_workers(workers), &script, subjects().collect()).result.unwrap();
    assert_eq!(of(2), of(1));
}

#[test]
fn calls_that_end_at_a_limit_are_borne_with_a_number_of_times() {
    // Each call prints before it is lost: what comes after the sixteenth is not called any more.
    let script = "fn eligible(a, b) { print(\"звали\"); loop { } }\nfn score(a, b) { 1 }";
    let people = |from: i64| (from..from + 5).map(|id| Record::default().with("id", id)).collect();
    let script = Source { name: "pairing.rhai".into(), text: script.into() };
    let judge =
        Judge { script, mentors: people(0), mentees: people(100), pairs: None, from: 0, careful: false };
    let limits = Limits { operations: 2_000, ..Limits::default() };
    let sandbox = Sandbox::of_program(env!("CARGO_BIN_EXE_vekha"), limits);
    let mut codes = Vec::new();
    let ran = sandbox.judge(judge, &[], &Calendar::default(), &mut |_, _, verdict| {
        codes.push(if let Verdict::Failed(fault) = verdict { fault.code } else { String::new() });
        true
    });
    assert!(ran.result.is_ok(), "{ran:?}");
    assert_eq!(codes, vec!["operations"; 25]);
    assert_eq!(ran.said.len(), 16, "{:?}", ran.said);
}
