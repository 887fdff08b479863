//! Questionnaires from TOML, and answers as they stand in cells.

use std::format;
use std::string::ToString;

use super::*;

const GOOD: &str = r#"
[survey]
name = "mentee"
title = { ru = "Анкета", en = "Questionnaire" }
who = "mentee"
waves = ["before", "after"]

[[question]]
id = "comfort"
text = { ru = "1. Насколько вам комфортно?", en = "How comfortable is it?" }
kind = "scale"
also = ["Комфорт общения"]

[[question]]
id = "satisfaction"
text = { ru = "Довольны ли вы?", en = "Are you content?" }
kind = "scale"
to = 5
only = "after"
measure = "satisfaction"
satisfied = 4

[[question]]
id = "goal"
text = { ru = "Цель достигнута?", en = "Was the goal reached?" }
kind = "choice"

    [[question.option]]
    id = "full"
    text = { ru = "Полностью", en = "Fully" }
    value = 2

    [[question.option]]
    id = "none"
    text = { ru = "Нет, совсем", en = "Not at all" }
"#;

fn survey() -> Survey {
    Survey::read(GOOD).unwrap().0
}

#[test]
fn questions_are_asked_in_their_waves() {
    let survey = survey();
    let asked = |wave| survey.asked(wave).map(|question| question.id.as_str()).collect::<Vec<_>>();
    assert_eq!(asked(Wave::Before), ["comfort", "goal"]);
    assert_eq!(asked(Wave::After), ["comfort", "satisfaction", "goal"]);
    assert!(survey.is_for("any-form"));
}

#[test]
fn a_heading_is_known_by_its_words_whatever_its_number() {
    let survey = survey();
    let found = |heading: &str| survey.worded(Wave::After, heading).map(|question| question.id.clone());
    for heading in [
        "Насколько вам комфортно",
        "3) Насколько вам  комфортно?",
        "комфорт общения",
        "COMFORT",
        "1. Насколько вам комфортно? [1-10]",
        "Насколько вам комфортно (от 1 до 10)",
    ] {
        assert_eq!(found(heading).as_deref(), Some("comfort"), "{heading}");
    }
    for heading in ["Отметка времени", "()", "Насколько [вам] комфортно в школе (от 1 до 10)"]
    {
        assert_eq!(found(heading), None, "{heading}");
    }
    assert!(survey.worded(Wave::Before, "Довольны ли вы?").is_none());
    // A school leaves out what the blank of ours has in brackets.
    let mut survey = survey;
    survey.questions[0].text.ru = "Насколько вам комфортно (ожидаете, что будет) общаться?".into();
    let found = survey.worded(Wave::After, "2. Насколько вам комфортно общаться?");
    assert_eq!(found.map(|question| question.id.as_str()), Some("comfort"));
}

#[test]
fn answers_are_read_as_people_and_forms_write_them() {
    let survey = survey();
    let read = |id: &str, text: &str| survey.question(Wave::After, id).unwrap().read(text);
    let number = |value| Ok(Some(Given::Reply(Reply::Number(value))));
    for (text, value) in
        [("8", 8), ("8.0", 8), ("8,0", 8), ("8 из 10", 8), ("8/10", 8), ("10 — да", 10), ("7.", 7)]
    {
        assert_eq!(read("comfort", text), number(value), "{text}");
    }
    for text in ["11", "0", "восемь", "7.5", "NaN", "1e99"] {
        assert_eq!(read("comfort", text), Err(Misfit::Scale(1, 10)), "{text}");
    }
    for text in ["", " ", "—", "нет"] {
        assert_eq!(read("comfort", text), Ok(None), "{text:?}");
    }
    let full = Ok(Some(Given::Reply(Reply::Choice("full".into()))));
    for text in ["full", "полностью", "Fully", "2"] {
        assert_eq!(read("goal", text), full, "{text}");
    }
    assert!(matches!(read("goal", "может быть"), Err(Misfit::Choice(options)) if options.len() == 2));
}

#[test]
fn a_questionnaire_for_some_forms_is_for_no_other() {
    let source = GOOD.replacen("who =", "forms = [\"teacher-teacher\", \"student-student\"]\nwho =", 1);
    let survey = Survey::read(&source).unwrap().0;
    let forms = ["teacher-teacher", "student-student", "student-teacher", ""];
    assert_eq!(forms.map(|form| survey.is_for(form)), [true, true, false, false]);
}

#[test]
fn a_reply_fits_its_question_alone() {
    let survey = survey();
    let check = |id: &str, reply| survey.question(Wave::After, id).unwrap().check(&reply);
    let options = || match check("goal", Reply::Yes(true)) {
        Err(Misfit::Choice(options)) => options,
        other => panic!("{other:?}"),
    };
    assert_eq!(options().len(), 2);
    for (id, reply, fits) in [
        ("goal", Reply::Choice("full".into()), Ok(())),
        ("goal", Reply::Choice("none".into()), Ok(())),
        ("goal", Reply::Choice("partly".into()), Err(Misfit::Choice(options()))),
        ("goal", Reply::Number(2), Err(Misfit::Choice(options()))),
        ("comfort", Reply::Number(1), Ok(())),
        ("comfort", Reply::Number(10), Ok(())),
        ("comfort", Reply::Number(0), Err(Misfit::Scale(1, 10))),
        ("comfort", Reply::Number(11), Err(Misfit::Scale(1, 10))),
        ("comfort", Reply::Yes(true), Err(Misfit::Scale(1, 10))),
    ] {
        assert_eq!(check(id, reply.clone()), fits, "{id} {reply:?}");
    }
    let read = |kind: &str, text: &str| {
        let source = GOOD.replacen("kind = \"scale\"\nalso", &format!("kind = \"{kind}\"\nalso"), 1);
        Survey::read(&source).unwrap().0.question(Wave::Before, "comfort").unwrap().read(text)
    };
    assert_eq!(read("yes-no", "да"), Ok(Some(Given::Reply(Reply::Yes(true)))));
    assert_eq!(read("yes-no", "может быть"), Err(Misfit::YesNo));
    for kind in ["yes-no", "scale"] {
        assert_eq!(read(kind, "—"), Ok(None), "{kind}");
    }
    assert_eq!(read("text", " Всё  хорошо "), Ok(Some(Given::Text("Всё  хорошо".into()))));
    let goal = survey.question(Wave::After, "goal").unwrap();
    assert_eq!(goal.read("—"), Ok(None));
}

#[test]
fn a_note_at_the_end_of_a_heading_is_passed_over_where_two_questions_differ_by_none() {
    let mut survey = survey();
    // With the brackets away two questions would be worded alike; the note alone tells which is meant.
    survey.questions[0].text.ru = "Насколько вам комфортно (в школе)?".into();
    survey.questions[2].text.ru = "Насколько вам комфортно (дома)?".into();
    let found = |heading: &str| survey.worded(Wave::After, heading).map(|question| question.id.clone());
    for (heading, id) in [
        ("Насколько вам комфортно (в школе) [от 1 до 10]", Some("comfort")),
        ("Насколько вам комфортно (в школе)? (от 1 до 10)", Some("comfort")),
        ("Насколько вам комфортно (дома) [выберите]", Some("goal")),
        ("Насколько вам комфортно", None),
        ("[выберите]", None),
    ] {
        assert_eq!(found(heading).as_deref(), id, "{heading}");
    }
}

#[test]
fn measures_are_made_by_the_definition() {
    let survey = survey();
    let replies = |pairs: &[(&str, Reply)]| -> BTreeMap<String, Reply> {
        pairs.iter().map(|(id, reply)| (id.to_string(), reply.clone())).collect()
    };
    let given = replies(&[("comfort", Reply::Number(6)), ("satisfaction", Reply::Number(3))]);
    let measures = survey.measures(&given);
    assert_eq!(measures.satisfied, Some(false));
    assert_eq!(measures.scores.len(), 2);
    let content = survey.measures(&replies(&[("satisfaction", Reply::Number(4))]));
    assert_eq!(content.satisfied, Some(true));
    assert_eq!(survey.measures(&replies(&[("goal", Reply::Choice("full".into()))])), Measures::default());
}

#[test]
fn without_another_word_the_upper_quarter_of_a_scale_is_content() {
    let least = |scale: &str, measure: &str| {
        let source = GOOD.replacen("to = 5", scale, 1).replacen(
            "measure = \"satisfaction\"\nsatisfied = 4",
            measure,
            1,
        );
        let survey = Survey::read(&source).unwrap().0;
        survey.question(Wave::After, "satisfaction").unwrap().satisfied
    };
    let measure = "measure = \"satisfaction\"";
    for (scale, content) in
        [("to = 10", 8), ("to = 5", 4), ("from = 0\nto = 100", 75), ("from = 3\nto = 7", 6)]
    {
        assert_eq!(least(scale, measure), content, "{scale}");
    }
    let yes_no =
        GOOD.replacen("kind = \"scale\"\nto = 5", "kind = \"yes-no\"", 1).replacen("satisfied = 4\n", "", 1);
    let survey = Survey::read(&yes_no).unwrap().0;
    assert_eq!(survey.question(Wave::After, "satisfaction").unwrap().satisfied, 1);
}

#[track_caller]
fn check(from: &str, to: &str, expected: &[&str]) {
    let source = GOOD.replacen(from, to, 1);
    assert_ne!(source, GOOD, "nothing was replaced");
    let found: Vec<String> = Survey::read(&source).unwrap_err().iter().map(ToString::to_string).collect();
    assert_eq!(found, expected);
}

#[test]
fn every_mistake_is_named_with_its_line_and_column() {
    check(
        "kind = \"choice\"",
        "kind = \"pick\"",
        &["26:8: `pick`: write one of scale, yes-no, choice, text"],
    );
    check("id = \"satisfaction\"", "id = \"comfort\"", &["15:6: `comfort` stands twice"]);
    check(
        "only = \"after\"",
        "only = \"once\"",
        &["19:8: `once` is not among the waves of this questionnaire"],
    );
    check("to = 5", "to = 1", &["18:6: a scale needs `from` less than `to`"]);
    check(
        "[\"before\", \"after\"]",
        "[\"before\", \"once\"]",
        &[
            "6:9: waves = [\"before\", \"after\"], one of them, or [\"once\"]",
            "19:8: `after` is not among the waves of this questionnaire",
        ],
    );
    check(
        "kind = \"choice\"",
        "kind = \"choice\"\nfrom = 1",
        &["27:8: `from` means nothing for this kind of question"],
    );
    check(
        "kind = \"choice\"",
        "kind = \"choice\"\nmeasure = \"expectations\"",
        &["35:10: a measured question needs numbers: give every option a `value`"],
    );
    assert_eq!(Survey::read("[survey]\nname = 1\n").unwrap_err()[0].line, 2);
}

#[test]
fn a_name_stands_once_in_a_set() {
    let (file, errors) = Surveys::read(&[("a", GOOD), ("b", GOOD)]).unwrap_err();
    assert_eq!((file, format!("{}", errors[0])), (1, "3:8: `mentee` stands twice".into()));
}
