//! The shipped definitions, a table of bad ones, and properties of any.

use std::format;
use std::string::{String, ToString};
use std::vec::Vec;

use proptest::prelude::*;

use super::*;

/// Name and text of every definition that ships, the example included.
const SHIPPED: &[(&str, &str)] = &[
    ("programme", include_str!("../../../workflows/programme.toml")),
    ("task", include_str!("../../../workflows/task.toml")),
    ("pair", include_str!("../../../workflows/pair.toml")),
    ("document", include_str!("../../../workflows/document.toml")),
    ("programme", include_str!("../../../examples/workflows/programme-six-stages.toml")),
];

/// A small definition without problems, on 21 lines; the table below changes a piece of it.
const GOOD: &str = r#"[workflow]
name = "small"
kind = "programme"
title = { ru = "Малый", en = "Small" }
initial = "a"

[[stage]]
id = "a"
title = { ru = "Первая", en = "First" }

[[stage]]
id = "b"
title = { ru = "Вторая", en = "Second" }
outcome = "done"

[[transition]]
id = "go"
title = { ru = "Вперёд", en = "Go" }
from = "a"
to = "b"
roles = ["curator"]
"#;

/// Lines 22–: a second transition to append.
fn way(id: &str, from: &str, to: &str, rest: &str) -> String {
    format!(
        "\n[[transition]]\nid = \"{id}\"\ntitle = {{ ru = \"{id}\", en = \"{id}\" }}\nfrom = \"{from}\"\n\
         to = \"{to}\"\n{rest}\n"
    )
}

/// Lines 7–: a stage to put before the others.
fn stage(id: &str, rest: &str) -> String {
    format!("[[stage]]\nid = \"{id}\"\ntitle = {{ ru = \"{id}\", en = \"{id}\" }}\n{rest}\n\n")
}

/// Every diagnostic as `code line:column`, with ` ≈ suggestion` where there is one and a leading `~` on warnings.
fn problems(source: &str) -> Vec<String> {
    let vocabulary = Vocabulary {
        guards: Known::Only(["enough_hours".to_string()].into()),
        stages: [(SubjectKind::Pair, ["work".to_string(), "closed".to_string()].into())].into(),
        ..Vocabulary::default()
    };
    let (machine, diagnostics) = parse_with(source, &vocabulary);
    let errors = diagnostics.iter().any(|found| found.severity == Severity::Error);
    assert_eq!(machine.is_none(), errors, "a machine exactly where there is no error");
    diagnostics
        .iter()
        .map(|found| {
            let at = Position::of(source, found.span.start);
            let mark = if found.severity == Severity::Warning { "~" } else { "" };
            let meant = found.suggestion.as_ref().map(|meant| format!(" ≈ {meant}")).unwrap_or_default();
            format!("{mark}{} {}:{}{meant}", found.code.as_str(), at.line, at.column)
        })
        .collect()
}

#[track_caller]
fn check(source: &str, expected: &[&str]) {
    assert_eq!(problems(source), expected, "in\n{source}");
}

/// [`GOOD`] with a piece replaced.
#[track_caller]
fn check_changed(piece: &str, by: &str, expected: &[&str]) {
    assert!(GOOD.contains(piece), "`{piece}` is not in the definition");
    check(&GOOD.replacen(piece, by, 1), expected);
}

/// [`GOOD`] with a requirement of these lines, from line 23 on.
#[track_caller]
fn check_requirement(lines: &str, expected: &[&str]) {
    let head = "[[transition.require]]\nid = \"r\"\ntitle = { ru = \"Т\", en = \"T\" }\n";
    check(&format!("{GOOD}{head}{lines}\n"), expected);
}

#[test]
fn shipped_definitions_have_nothing_to_complain_about() {
    for (name, source) in SHIPPED {
        let (machine, diagnostics) = parse(source);
        assert_eq!(diagnostics, Vec::new(), "{name}");
        assert_eq!(machine.expect("a machine").name, *name);
    }
}

#[test]
fn definitions_of_a_school_are_read_together() {
    let sources: Vec<&str> = SHIPPED[..4].iter().map(|(_, source)| *source).collect();
    for (machine, diagnostics) in parse_set(&sources, &Vocabulary::default()) {
        assert_eq!(diagnostics, Vec::new());
        assert!(machine.is_some());
    }
    let renamed = sources[2].replace("\"closed\"", "\"finished\"");
    let answers = parse_set(&[sources[0], &renamed, sources[0]], &Vocabulary::default());
    let codes: Vec<Vec<Code>> =
        answers.iter().map(|(_, found)| found.iter().map(|found| found.code).collect()).collect();
    assert_eq!(codes[0], [Code::UnknownStage], "the programme names the pair's stage `closed`");
    assert_eq!(codes[1], []);
    assert_eq!(codes[2][0], Code::DuplicateName);
    assert!(answers[2].0.is_none());
}

#[test]
fn a_school_adds_its_own_names() {
    let mut vocabulary = Vocabulary::default();
    assert!(!vocabulary.roles.allows("завуч"));
    let found = vocabulary.extend("roles = [\"завуч\"]\ntagz = []\nhooks = 1\n");
    assert!(vocabulary.roles.allows("завуч"));
    let codes: Vec<Code> = found.iter().map(|found| found.code).collect();
    assert_eq!(codes, [Code::UnknownKey, Code::WrongType]);
    assert_eq!(vocabulary.extend("roles = ["), Vocabulary::default().extend("roles = ["));
    assert_eq!(vocabulary.extend("roles = [")[0].code, Code::Syntax);
}

#[test]
fn a_good_definition_becomes_its_machine() {
    check(GOOD, &[]);
    let machine = parse(GOOD).0.expect("a machine");
    assert_eq!(machine.initial, "a");
    assert_eq!(machine.stage("b").and_then(|stage| stage.outcome), Some(Outcome::Done));
    assert_eq!(machine.forward_from("a").map(|way| way.id.as_str()), Some("go"));
    assert_eq!(machine.transitions_from("b").count(), 0);
}

#[test]
fn a_task_is_done_in_one_step_and_can_be_reopened() {
    let machine = parse(SHIPPED[1].1).0.expect("a machine");
    for stage in ["planned", "in-progress", "submitted"] {
        let way = machine.ending_from(stage, Outcome::Done).expect("a way to done");
        assert_eq!((way.id.as_str(), way.to.as_str()), ("done", "done"), "{stage}");
        let way = machine.ending_from(stage, Outcome::Cancelled).expect("a way to cancelled");
        assert!(way.needs_reason, "{stage}");
    }
    assert_eq!(machine.forward_from("planned").map(|way| way.to.as_str()), Some("in-progress"));
    assert_eq!(machine.forward_from("done"), None);
    assert!(machine.transition("reopen").is_some_and(|way| way.back && way.needs_reason));
}

#[test]
fn a_programme_goes_forward_through_its_seven_stages() {
    let machine = parse(SHIPPED[0].1).0.expect("a machine");
    let mut stages = Vec::from([machine.initial.clone()]);
    while let Some(way) = stages.last().and_then(|stage| machine.forward_from(stage)) {
        stages.push(way.to.clone());
    }
    let expected = "conditions mentees mentors training pairs work completion completed";
    assert_eq!(stages.join(" "), expected);
    assert_eq!(machine.index_of("work"), Some(5));
}

#[test]
fn syntax_errors_are_all_reported_and_do_not_hide_the_rest() {
    check_changed("\"Первая\"", "Первая", &["syntax 9:16"]);
    check_changed("kind = \"programme\"", "kind =", &["syntax 3:7"]);
    check_changed("name = \"small\"", "name = \"small\"\nname = \"big\"", &["syntax 3:1"]);
    check_changed("id = \"b\"", "id = \"b\"\nid = \"c\"", &["syntax 13:1"]);
    let two = GOOD.replacen("\"a\"", "\"a", 1).replacen("[\"curator\"]", "[\"curater\"", 1);
    let found = problems(&two);
    assert!(found.iter().any(|found| found.starts_with("syntax 5:")), "{found:?}");
    assert!(found.iter().any(|found| found.starts_with("syntax 2")), "{found:?}");
    let mixed = GOOD.replacen("id = \"b\"", "id = b\"", 1).replacen("\"curator\"", "\"curater\"", 1);
    assert!(problems(&mixed).contains(&"unknown-role 21:10 ≈ curator".to_string()), "{:?}", problems(&mixed));
}

#[test]
fn keys_and_types_are_checked() {
    check_changed("outcome =", "outcom =", &["unknown-key 14:1 ≈ outcome"]);
    check_changed("kind = \"programme\"\n", "", &["missing-key 1:1"]);
    check_changed("kind = \"programme\"", "kind = \"program\"", &["bad-value 3:8 ≈ programme"]);
    check_changed("initial = \"a\"\n", "", &["missing-key 1:1"]);
    check_changed("initial = \"a\"", "initial = 1", &["wrong-type 5:11"]);
    check_changed("id = \"go\"", "id = \"go on\"", &["bad-id 17:6"]);
    check_changed("id = \"go\"\n", "", &["missing-key 16:1"]);
    check_changed("from = \"a\"", "from = []", &["empty-list 19:8"]);
    check_changed("from = \"a\"\n", "", &["missing-key 16:1"]);
    check_changed("from = \"a\"", "from = [\"a\", 2]", &["wrong-type 19:14"]);
    check_changed("to = \"b\"", "to = [\"b\"]", &["wrong-type 20:6"]);
    check_changed("outcome = \"done\"", "outcome = \"doen\"", &["bad-value 14:11 ≈ done"]);
    check_changed("roles = [", "automatic = \"yes\"\nroles = [", &["wrong-type 21:13"]);
    check_changed("[workflow]", "[worklfow]", &["missing-key 1:1", "unknown-key 1:2 ≈ workflow"]);
    check("", &["missing-key 1:1", "no-stages 1:1"]);
    check(
        "stage = 1\n[workflow]\nname = \"x\"\nkind = \"pair\"\ninitial = \"a\"\n",
        &["wrong-type 1:9", "missing-key 2:1"],
    );
}

#[test]
fn words_want_both_languages() {
    check_changed("ru = \"Первая\", ", "", &["~missing-language 9:9"]);
    check_changed("{ ru = \"Первая\", en = \"First\" }", "\"Первая\"", &["~missing-language 9:9"]);
    check_changed("en = \"First\"", "en = \" \"", &["~missing-language 9:9"]);
    check_changed("{ ru = \"Первая\", en = \"First\" }", "{}", &["missing-language 9:9"; 2]);
    check_changed("title = { ru = \"Первая\", en = \"First\" }\n", "", &["missing-key 7:1"]);
    let machine = parse(&GOOD.replacen("ru = \"Первая\", ", "", 1)).0.expect("a machine");
    assert_eq!(machine.stages[0].title.ru, "First");
}

#[test]
fn names_are_looked_up() {
    check_changed("[\"curator\"]", "[\"curator\", \"haed\"]", &["unknown-role 21:21 ≈ head"]);
    check_changed("to = \"b\"", "to = \"bb\"", &["unknown-stage 20:6"]);
    check_changed("to = \"b\"", "to = \"nowhere\"", &["unknown-stage 20:6"]);
    check_changed("initial = \"a\"", "initial = \"start\"", &["unknown-stage 5:11"]);
    check_changed("id = \"b\"", "id = \"a\"", &["duplicate-id 12:6", "unknown-stage 20:6"]);
    let entering = |entry: &str| GOOD.replacen("outcome", &format!("enter = [{entry}]\noutcome"), 1);
    for (entry, expected) in [
        ("{ notify = \"stage-enterd\", to = [\"head\"] }", "unknown-template 14:21 ≈ stage-entered"),
        ("{ notify = \"stage-entered\", to = [\"hed\"] }", "unknown-role 14:44 ≈ head"),
        ("{ notify = \"stage-entered\" }", "empty-list 14:10"),
        ("{ open = \"pair.formed\" }", "unknown-tag 14:19 ≈ pairs.formed"),
        ("{ draft = \"order.pair\" }", "unknown-document 14:20 ≈ order.pairs"),
        ("{ hook = \"on_stage_enterd\" }", "unknown-hook 14:19 ≈ on_stage_entered"),
        ("{ hook = \"on_task_due\", open = \"pairs.formed\" }", "not-one-of 14:19"),
        ("{}", "not-one-of 14:10"),
    ] {
        check(&entering(entry), &[expected]);
    }
    check_changed("outcome", "evidence = [\"mesting\"]\noutcome", &["unknown-evidence 14:13 ≈ meeting"]);
}

#[test]
fn one_slip_in_a_name_is_one_problem() {
    let source = SHIPPED[0].1.replacen("to = \"mentees\"", "to = \"mentes\"", 1);
    let (_, found) = parse(&source);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].code, found[0].suggestion.as_deref()), (Code::UnknownStage, Some("mentees")));
}

#[test]
fn requirements_state_one_condition_that_can_hold() {
    for good in [
        "tasks = \"pairs.formed\"",
        "tasks = \"pairs.formed\"\nstage = [\"work\"]\nat_least = 2\noccurrences = \"due\"",
        "count = \"trained\"\nshare = 80",
        "evidence = \"any\"\nlevel = \"should\"",
        "not_before = 2024-05-31",
        "not_after = \"+10bd\"",
        "document = \"order.pairs\"\nresponsible = \"head\"",
        "guard = \"enough_hours\"",
        "subjects = \"pair\"\nstage = [\"work\", \"closed\"]\nall = true",
        "any = [{ guard = \"enough_hours\" }, { evidence = \"order\", at_least = 2 }]",
    ] {
        check_requirement(good, &[]);
    }
    for (bad, expected) in [
        ("level = \"may\"\nguard = \"enough_hours\"", "bad-value 25:9"),
        ("level = \"must\"", "not-one-of 22:1"),
        ("guard = \"enough_hours\"\nevidence = \"any\"", "not-one-of 25:9"),
        ("any = []", "empty-list 25:7"),
        ("any = [{}]", "not-one-of 25:8"),
        ("any = [{ guard = \"enough\" }]", "unknown-guard 25:18"),
        ("guard = \"enough_hour\"", "unknown-guard 25:9 ≈ enough_hours"),
        ("tasks = \"pairs.fromed\"", "unknown-tag 25:9 ≈ pairs.formed"),
        ("document = \"order.pars\"", "unknown-document 25:12 ≈ order.pairs"),
        ("evidence = \"orders\"", "unknown-evidence 25:12 ≈ order"),
        ("guard = \"enough_hours\"\nresponsible = \"boss\"", "unknown-role 26:15"),
        ("guard = \"enough_hours\"\nat_least = 2", "unknown-key 26:1"),
        ("count = \"mentor\"", "bad-value 25:9 ≈ mentors"),
        ("count = \"mentors\"\nat_least = 0", "bad-value 26:12"),
        ("count = \"mentors\"\nshare = 101", "bad-value 26:9"),
        ("count = \"mentors\"\nshare = 50\nat_least = 1", "not-one-of 26:9"),
        ("count = \"mentors\"\nall = false", "bad-value 26:7"),
        ("subjects = \"pair\"\nstage = \"closd\"", "unknown-stage 26:9 ≈ closed"),
        ("subjects = \"programme\"", "wrong-subject 25:12"),
        ("tasks = \"pairs.formed\"\nstage = \"x\"\noutcome = \"done\"", "not-one-of 27:11"),
        ("not_before = \"31.02\"", "bad-term 25:14"),
        ("not_before = 10", "wrong-type 25:14"),
        ("not_before = 10:00:00", "bad-term 25:14"),
    ] {
        check_requirement(bad, &[expected]);
    }
    let twice =
        "guard = \"enough_hours\"\n[[transition.require]]\nid = \"r\"\ntitle = \"T\"\nevidence = \"any\"";
    check_requirement(twice, &["duplicate-id 27:6", "~missing-language 28:9"]);
    let in_task = GOOD.replacen("\"programme\"", "\"task\"", 1);
    let count =
        "[[transition.require]]\nid = \"r\"\ntitle = { ru = \"Т\", en = \"T\" }\ncount = \"mentors\"\n";
    check(&(in_task + count), &["wrong-subject 25:9"]);
}

#[test]
fn terms_of_stages_are_read() {
    for (term, expected) in [
        ("\"+14d\"", None),
        ("{ task = \"pairs.formed\", otherwise = \"30.10\" }", None),
        ("\"через неделю\"", Some("bad-term 14:8")),
        ("\"30.02\"", Some("bad-term 14:8")),
        ("{ task = \"pairs.formd\" }", Some("unknown-tag 14:17 ≈ pairs.formed")),
        ("{ task = \"pairs.formed\", otherwise = \"+3d\" }", Some("bad-term 14:45")),
        ("{ otherwise = \"30.10\" }", Some("missing-key 14:8")),
        ("[]", Some("wrong-type 14:8")),
    ] {
        let source = GOOD.replacen("outcome", &format!("term = {term}\noutcome"), 1);
        check(&source, expected.as_slice());
    }
}

#[test]
fn stages_can_be_reached_left_and_ended() {
    let with = |stages: &str, ways: &str| GOOD.replacen("[[stage]]", &format!("{stages}[[stage]]"), 1) + ways;
    check_changed("outcome = \"done\"\n", "", &["no-final-stage 5:11", "no-way-to-end 8:6", "dead-end 12:6"]);
    let lost = with(&stage("x", ""), &way("x1", "x", "b", "roles = [\"head\"]"));
    check(&lost, &["unreachable-stage 8:6"]);
    let dead = with(&stage("x", ""), &way("x1", "a", "x", "back = true\nroles = [\"head\"]"));
    check(&dead, &["dead-end 8:6"]);
    let circle = with(
        &(stage("x", "") + &stage("y", "")),
        &(way("x1", "a", "x", "back = true\nroles = [\"head\"]")
            + &way("x2", "x", "y", "roles = [\"head\"]")
            + &way("x3", "y", "x", "back = true\nroles = [\"head\"]")),
    );
    check(&circle, &["no-way-to-end 8:6", "no-way-to-end 13:6"]);
    let given_up = with(
        &(stage("x", "") + &stage("z", "outcome = \"cancelled\"")),
        &(way("x1", "a", "x", "back = true\nroles = [\"head\"]")
            + &way("x2", "x", "z", "roles = [\"head\"]")),
    );
    check(&given_up, &["~only-cancelled 8:6"]);
    check_changed("outcome = \"done\"", "outcome = \"cancelled\"", &["no-way-to-end 8:6"]);
}

#[test]
fn ways_out_of_a_stage_are_told_apart() {
    let again = way("again", "a", "b", "roles = [\"head\"]").replace("ru = \"again\"", "ru = \"вперёд \"");
    check(&(GOOD.to_string() + &again), &["ambiguous-title 25:9"]);
    let same_id = way("go", "a", "b", "roles = [\"head\"]");
    check(&(GOOD.to_string() + &same_id), &["duplicate-id 24:6", "ambiguous-title 25:9"]);

    let automatic = GOOD.replacen("roles = [\"curator\"]", "automatic = true", 1);
    check(&automatic, &[]);
    let second = way("auto", "a", "b", "automatic = true");
    check(&(automatic.clone() + &second), &["ambiguous-automatic 24:6"]);
    let guarded = "automatic = true\n[[transition.require]]\nid = \"r\"\ntitle = { ru = \"Т\", en = \"T\" }\n\
                   evidence = \"any\"";
    check(&(automatic.clone() + &way("auto", "a", "b", guarded)), &["ambiguous-automatic 24:6"]);
    let other = guarded.replace("evidence", "not_before = \"31.05\"\n# ");
    let both = automatic.replacen("automatic = true", guarded, 1);
    check(&(both.clone() + &way("auto", "a", "b", &other)), &[]);
    check(&(both + &way("auto", "a", "b", guarded)), &["ambiguous-automatic 28:6"]);
}

#[test]
fn somebody_takes_every_way_and_can_say_why() {
    check_changed("roles = [\"curator\"]\n", "", &["no-taker 17:6"]);
    check_changed("roles = [\"curator\"]", "automatic = true\nreason = true", &["automatic-reason 17:6"]);
    check(&(GOOD.to_string() + &way("stay", "a", "a", "roles = [\"head\"]")), &["self-loop 27:6"]);
    check(&(GOOD.to_string() + &way("stay", "a", "a", "reason = true\nroles = [\"head\"]")), &[]);
    let back = way("return", "b", "a", "roles = [\"head\"]");
    check(&(GOOD.to_string() + &back), &["~not-marked-back 24:6"]);
    check_changed("roles = [", "back = true\nroles = [", &["~back-leads-on 17:6"]);
}

#[test]
fn automatic_ways_do_not_run_in_a_circle() {
    let there = GOOD.replacen("roles = [\"curator\"]", "automatic = true", 1);
    let back = way("return", "b", "a", "back = true\nautomatic = true");
    let source = there + &back;
    check(&source, &["automatic-cycle 24:6"]);
    let (_, diagnostics) = parse(&source);
    assert_eq!(diagnostics[0].args, [("path", "a → b → a".to_string())]);
}

#[test]
fn everything_wrong_is_told_at_once() {
    let source = GOOD
        .replacen("programme", "program", 1)
        .replacen("\"Первая\"", "1", 1)
        .replacen("\"done\"", "\"don\"", 1)
        .replacen("\"curator\"", "\"curater\"", 1);
    let expected = ["bad-value 3:8 ≈ programme", "wrong-type 9:16", "~missing-language 9:9"];
    let found = problems(&source);
    for problem in expected.iter().chain(&["bad-value 14:11 ≈ done", "unknown-role 21:10 ≈ curator"]) {
        assert!(found.contains(&problem.to_string()), "{problem} in {found:?}");
    }
}

#[test]
fn a_star_stands_for_every_open_stage() {
    let source = GOOD.to_string() + &way("stop", "*", "b", "roles = [\"head\"]");
    check(&source, &[]);
    assert_eq!(parse(&source).0.expect("a machine").transition("stop").expect("it").from, ["a"]);
}

#[test]
fn a_hash_is_of_what_is_said_and_not_of_how() {
    let hash = |source: &str| parse(source).0.expect("a machine").hash;
    let good = hash(GOOD);
    let same = [
        GOOD.replace('\n', "\r\n"),
        GOOD.replace("name =", "# замечание\n  name   ="),
        GOOD.replace("name = \"small\"\nkind = \"programme\"", "kind = 'programme'\nname = 'small'"),
        GOOD.replace(
            "title = { ru = \"Вторая\", en = \"Second\" }",
            "title.en = \"Second\"\ntitle.ru = \"Вторая\"",
        ),
    ];
    for source in &same {
        assert_eq!(hash(source), good, "{source}");
    }
    for source in
        [GOOD.replace("Вторая", "Последняя"), GOOD.replace("\"done\"", "\"done\"\nterm = \"30.10\"")]
    {
        assert_ne!(hash(&source), good, "{source}");
    }
}

#[test]
fn a_machine_survives_being_stored() {
    for (name, source) in SHIPPED {
        let machine = parse(source).0.expect("a machine");
        let text = serde_json::to_string(&machine).expect("serializable");
        assert_eq!(serde_json::from_str::<Machine>(&text).expect("deserializable"), machine, "{name}");
    }
}

#[test]
fn what_is_no_definition_ends_soon_and_in_a_few_lines() {
    let many = |piece: &str, times: usize| piece.repeat(times);
    let way = "[[transition]]\nid = \"x\"\ntitle = \"x\"\nfrom = \"*\"\nto = \"b\"\nroles = [\"head\"]\n";
    for source in [
        many("[", 100_000),
        many("a = [", 100_000),
        many("{", 100_000),
        many("=\n", 50_000),
        many("x", 250_000),
        many("\u{0}", 100_000),
        GOOD.to_string() + &many("[[stage]]\n", 10_000),
        GOOD.to_string() + &many(way, 2_000),
        (0..5_000).map(|i| format!("k{i} = {i}\n")).collect(),
        (0..5_000).map(|i| format!("[[stage]]\nid = \"s{i}\"\ntitle = {i}\n")).collect(),
    ] {
        let (machine, diagnostics) = parse(&source);
        assert!(machine.is_none());
        assert!((1..=201).contains(&diagnostics.len()), "{} problems", diagnostics.len());
    }
}

/// A shipped definition with a few characters deleted, inserted or replaced.
fn mutated() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[\\[\\]{}=,\"'.#\n*+-]{1,3}",
        Just("stage".to_string()),
        Just("\u{feff}".to_string()),
        "[а-яё]{1,4}",
        Just("{ ru = \"Т\" }".to_string()),
    ];
    let edit = (any::<prop::sample::Index>(), 0usize..12, piece);
    (0..SHIPPED.len(), prop::collection::vec(edit, 1..5)).prop_map(|(which, edits)| {
        let mut text: Vec<char> = SHIPPED[which].1.chars().collect();
        for (at, cut, piece) in edits {
            let at = at.index(text.len());
            let end = (at + cut).min(text.len());
            text.splice(at..end, piece.chars());
        }
        text.into_iter().collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn whatever_is_written_is_read_or_refused_with_a_place(source in mutated()) {
        let (machine, diagnostics) = parse(&source);
        prop_assert!(machine.is_some() || diagnostics.iter().any(|found| found.severity == Severity::Error));
        for found in diagnostics {
            prop_assert!(source.get(found.span.clone()).is_some(), "{:?}", found);
            for related in found.related {
                prop_assert!(source.get(related.span.clone()).is_some());
            }
        }
    }

    #[test]
    fn comments_and_blanks_change_no_hash(lines in prop::collection::vec(0usize..400, 1..8), which in 0..SHIPPED.len()) {
        let source = SHIPPED[which].1;
        let mut changed: Vec<String> = source.lines().map(String::from).collect();
        for line in lines {
            // Inside a list that runs over lines a comment is as good as anywhere.
            let line = line % changed.len();
            changed.insert(line, "\t # замечание \"[[stage]]\"".into());
        }
        let hash = |source: &str| parse(source).0.map(|machine| machine.hash);
        prop_assert_eq!(hash(&changed.join("\n")), hash(source));
    }

    #[test]
    fn the_order_of_keys_changes_no_hash(seed in any::<u64>()) {
        let mut tables: Vec<Vec<&str>> = GOOD.split("\n\n").map(|table| table.lines().collect()).collect();
        let mut state = seed;
        for table in &mut tables {
            for i in (2..table.len()).rev() {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                table.swap(i, 1 + (state >> 33) as usize % i);
            }
        }
        let changed: Vec<String> = tables.iter().map(|table| table.join("\n")).collect();
        let hash = |source: &str| parse(source).0.map(|machine| machine.hash);
        prop_assert_eq!(hash(&changed.join("\n\n")), hash(GOOD));
    }
}

#[test]
fn a_school_adds_names_to_each_list_and_to_that_alone() {
    type List = fn(&Vocabulary) -> &Known;
    let lists: [(&str, List); 7] = [
        ("roles", |known| &known.roles),
        ("tags", |known| &known.tags),
        ("documents", |known| &known.documents),
        ("evidence", |known| &known.evidence),
        ("guards", |known| &known.guards),
        ("hooks", |known| &known.hooks),
        ("templates", |known| &known.templates),
    ];
    for (name, _) in lists {
        let only = || Known::Only(Default::default());
        let mut vocabulary =
            Vocabulary { guards: only(), hooks: only(), templates: only(), ..Vocabulary::default() };
        assert_eq!(vocabulary.extend(&format!("{name} = [\"own.name\"]\n")), [], "{name}");
        let allowing = lists.iter().filter(|(_, list)| list(&vocabulary).allows("own.name"));
        assert_eq!(allowing.map(|(list, _)| *list).collect::<Vec<_>>(), [name]);
    }
}

#[test]
fn kinds_and_counts_are_written_as_they_are_read() {
    let written = |condition: &str| {
        let head = "[[transition.require]]\nid = \"r\"\ntitle = { ru = \"Т\", en = \"T\" }\n";
        let (machine, diagnostics) = parse(&format!("{GOOD}{head}{condition}\n"));
        let machine = machine.unwrap_or_else(|| panic!("{diagnostics:?}"));
        machine.transitions[0].requires[0].any_of[0].clone()
    };
    for what in ["mentors", "mentees", "pairs", "trained", "consents", "requests", "paired", "meetings"] {
        match written(&format!("count = \"{what}\"")) {
            Condition::Count { what: read, .. } => assert_eq!(read.as_str(), what),
            other => panic!("{other:?}"),
        }
    }
    for kind in ["task", "pair", "document"] {
        match written(&format!("subjects = \"{kind}\"")) {
            Condition::Subjects { kind: read, .. } => assert_eq!(read.as_str(), kind),
            other => panic!("{other:?}"),
        }
    }
    assert!(matches!(written("not_after = \"+10bd\""), Condition::NotAfter { .. }));
    assert!(matches!(written("not_before = \"+10bd\""), Condition::NotBefore { .. }));
}

#[test]
fn ids_are_short_and_of_letters_that_can_be_typed() {
    let long = "a".repeat(64);
    for (id, good) in [
        ("go-1.b_c", true),
        ("вперёд", true),
        (long.as_str(), true),
        ("", false),
        ("a b", false),
        ("a/b", false),
    ] {
        let codes = |id: &str| problems(&GOOD.replacen("id = \"go\"", &format!("id = \"{id}\""), 1));
        assert_eq!(codes(id).is_empty(), good, "{id}: {:?}", codes(id));
    }
    let longer = GOOD.replacen("id = \"go\"", &format!("id = \"{}\"", "a".repeat(65)), 1);
    assert!(problems(&longer)[0].starts_with("bad-id"), "{:?}", problems(&longer));
}

#[test]
fn a_share_is_reached_at_it_and_nothing_of_nothing_is_enough() {
    for (quantity, have, of, enough) in [
        (Quantity::Share(65), 13, 20, true),
        (Quantity::Share(65), 12, 20, false),
        (Quantity::Share(1), 0, 0, false),
        (Quantity::AtLeast(2), 2, 0, true),
        (Quantity::AtLeast(2), 1, 9, false),
        (Quantity::All, 3, 3, true),
        (Quantity::All, 2, 3, false),
        (Quantity::All, 0, 0, false),
    ] {
        assert_eq!(quantity.enough(have, of), enough, "{quantity:?} {have} {of}");
    }
}
