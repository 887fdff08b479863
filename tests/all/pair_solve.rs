//! `vekha pair solve`: what it prints, and what it says about files that are wrong. All names are invented.

use serde_json::{Value, json};

use crate::harness::{Place, Ran};

const CAPACITY: &str = "mentor,capacity,minimum\nm1,2,0\nm2,1,0\n";
const SCORES: &str = "mentor,mentee,score\nm1,a,0.1\nm1,b,0.2\nm2,a,0.30\nm2,c,-1\n";

/// Runs it over files given by name (`scores`, `capacity`, `fixed`, `forbidden`) and content.
fn solve(files: &[(&str, &[u8])], more: &[&str], code: i32) -> Ran {
    let place = Place::new();
    let mut args = vec!["pair".to_owned(), "solve".to_owned(), "--lang".to_owned(), "en".to_owned()];
    for (name, content) in files {
        place.file(&format!("{name}.csv"), content);
        args.extend([format!("--{name}"), format!("{name}.csv")]);
    }
    args.extend(more.iter().map(ToString::to_string));
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    place.vekha(&args).code(code)
}

fn answer(scores: &str, capacity: &str, more: &[(&str, &[u8])], objective: &str) -> Value {
    let files = [&[("scores", scores.as_bytes()), ("capacity", capacity.as_bytes())][..], more].concat();
    solve(&files, &["--json", "--objective", objective], 0).json()
}

fn pairs(value: &Value) -> Vec<String> {
    let name = |value: &Value| value.as_str().map(ToOwned::to_owned).unwrap_or_default();
    let list = value["pairs"].as_array().expect("a list");
    list.iter().map(|pair| format!("{}-{}", name(&pair["mentor"]), name(&pair["mentee"]))).collect()
}

#[test]
fn the_answer_has_exactly_these_fields() {
    let expected = json!({
        "cardinality": 3,
        "total": -0.7,
        "worst": -1,
        "certificate": "verified",
        "pairs": [
            {"mentor": "m1", "mentee": "a", "score": 0.1},
            {"mentor": "m1", "mentee": "b", "score": 0.2},
            {"mentor": "m2", "mentee": "c", "score": -1},
        ],
        "unmatched": [],
    });
    assert_eq!(answer(SCORES, CAPACITY, &[], "total"), expected);
}

#[test]
fn totals_have_no_binary_noise() {
    let scores = "mentor,mentee,score\nm1,a,0.1\nm1,b,0.2\n";
    let files = [("scores", scores.as_bytes()), ("capacity", CAPACITY.as_bytes())];
    solve(&files, &["--json"], 0).stdout_contains("\"total\": 0.3,").stdout_contains("\"score\": 0.1}");
}

#[test]
fn objectives_differ_where_they_should() {
    let capacity = "mentor,capacity\nx,1\ny,1\n";
    let scores = "mentor,mentee,score\nx,a,10\nx,b,6\ny,a,5\ny,b,0\n";
    // Together 11, the worst 5; the stable answer lets x and a have each other.
    assert_eq!(pairs(&answer(scores, capacity, &[], "total")), ["x-b", "y-a"]);
    assert_eq!(pairs(&answer(scores, capacity, &[], "stable")), ["x-a", "y-b"]);
    let scores = "mentor,mentee,score\nx,a,10\nx,b,4\ny,a,4\ny,b,0\n";
    assert_eq!(pairs(&answer(scores, capacity, &[], "total")), ["x-a", "y-b"]);
    assert_eq!(pairs(&answer(scores, capacity, &[], "fair")), ["x-b", "y-a"]);
}

#[test]
fn ties_go_to_the_first_in_the_files() {
    let capacity = "mentor,capacity\nq,1\np,1\n";
    let scores = "mentor,mentee,score\np,z,1\np,y,1\nq,y,1\nq,z,1\np,x,1\nq,x,1\n";
    for objective in ["total", "fair", "stable"] {
        let value = answer(scores, capacity, &[], objective);
        assert_eq!(pairs(&value), ["q-z", "p-y"], "{objective}");
        assert_eq!(value["unmatched"], json!(["x"]));
    }
}

#[test]
fn lines_in_another_order_give_the_same_bytes() {
    // Each mentee keeps his place of first appearance; everything else is turned around.
    let lines = ["m1,a,1", "m1,b,1", "m1,c,1", "m2,a,1", "m2,b,1", "m2,c,1", "m3,c,1", "m3,b,1", "m3,a,1"];
    let capacity = "mentor,capacity\nm1,1\nm2,1\nm3,1\n";
    let text = |order: &[usize]| {
        let lines: Vec<&str> = order.iter().map(|&at| lines[at]).collect();
        format!("mentor,mentee,score\n{}\n", lines.join("\n"))
    };
    let first = answer(&text(&[0, 1, 2, 3, 4, 5, 6, 7, 8]), capacity, &[], "total");
    assert_eq!(first, answer(&text(&[3, 0, 4, 7, 6, 5, 2, 1, 8]), capacity, &[], "total"));
    assert_eq!(first, answer(&text(&[8, 7, 6, 5, 4, 3, 2, 1, 0]), capacity, &[], "total").clone());
}

#[test]
fn fixed_and_forbidden_pairs_are_kept() {
    let fixed: (&str, &[u8]) = ("fixed", b"mentor,mentee\nm2,a\n");
    let value = answer(SCORES, CAPACITY, &[fixed], "total");
    assert_eq!(pairs(&value), ["m1-b", "m2-a"]);
    assert_eq!(value["unmatched"], json!(["c"]));
    // A mentee who stands only in the forbidden pairs is a mentee too.
    let forbidden: (&str, &[u8]) = ("forbidden", b"mentor,mentee\nm2,c\nm1,d\n");
    let value = answer(SCORES, CAPACITY, &[forbidden], "fair");
    assert_eq!(pairs(&value), ["m1-b", "m2-a"]);
    assert_eq!(value["unmatched"], json!(["c", "d"]));
}

#[track_caller]
fn infeasible(files: &[(&str, &[u8])], objective: &str, about: Value, reason: &str) {
    let mut all = vec![("scores", SCORES.as_bytes())];
    if !files.iter().any(|(name, _)| *name == "capacity") {
        all.push(("capacity", CAPACITY.as_bytes()));
    }
    all.extend(files);
    let ran = solve(&all, &["--json", "--objective", objective], 3);
    let mut value = ran.json()["infeasible"].clone();
    let said = value.as_object_mut().and_then(|object| object.remove("reason")).expect("a reason");
    assert!(said.as_str().is_some_and(|said| said.contains(reason)), "{said}");
    assert_eq!(value, about);
    solve(&all, &["--objective", objective], 3).stdout_empty().stderr_contains(reason);
}

#[test]
fn what_cannot_be_names_the_mentor_or_the_pair() {
    let pair = |mentor: &str, mentee: &str| json!({"pair": {"mentor": mentor, "mentee": mentee}});
    infeasible(&[("fixed", b"mentor,mentee\nm2,b\n")], "total", pair("m2", "b"), "not among the scored");
    infeasible(
        &[("fixed", b"mentor,mentee\nm2,a\n"), ("forbidden", b"mentor,mentee\nm2,a\n")],
        "total",
        pair("m2", "a"),
        "is forbidden",
    );
    infeasible(&[("fixed", b"mentor,mentee\nm1,a\nm2,a\n")], "fair", pair("m2", "a"), "both to m2 and to m1");
    infeasible(&[("fixed", b"mentor,mentee\nm2,a\nm2,c\n")], "total", json!({"mentor": "m2"}), "1 at most");
    infeasible(
        &[("capacity", b"mentor,capacity,minimum\nm1,2,0\nm2,1,2\n")],
        "total",
        json!({"mentor": "m2"}),
        "at least 2, but at most 1",
    );
    infeasible(
        &[("capacity", b"mentor,capacity,minimum\nm1,4,3\nm2,1,0\n")],
        "total",
        json!({"mentor": "m1"}),
        "only 2 could be theirs",
    );
    infeasible(
        &[("fixed", b"mentor,mentee\nm1,a\n")],
        "stable",
        pair("m1", "a"),
        "does not stand in the stable",
    );
}

#[test]
fn spreadsheets_of_every_kind_are_read() {
    let expected = answer(SCORES, CAPACITY, &[], "total");
    let semicolons =
        "\u{feff}Балл;Наставляемый;Наставник\r\n0,1;a;m1\r\n0,2;\"b\";m1\r\n0,3;a;m2\r\n\r\n-1;c;m2\r\n";
    assert_eq!(answer(semicolons, "mentor\tcapacity\nm1\t2\nm2\t1\n", &[], "total"), expected);
    // As programs write a decimal comma into a table parted by commas.
    let quoted = "mentor,mentee,score\nm1,a,\"1,5\"\nm1,b,\"0,125\"\n";
    assert_eq!(answer(quoted, "mentor,capacity\nm1,2\n", &[], "total")["total"], json!(1.625));
    // windows-1251
    let (scores, ..) = encoding_rs::WINDOWS_1251.encode("mentor;mentee;score\nШилова;Юнусов;1,5\n");
    let (capacity, ..) = encoding_rs::WINDOWS_1251.encode("mentor;capacity\nШилова;1\n");
    let ran = solve(&[("scores", &scores), ("capacity", &capacity)], &["--json"], 0);
    assert_eq!(ran.json()["pairs"], json!([{"mentor": "Шилова", "mentee": "Юнусов", "score": 1.5}]));
}

#[track_caller]
fn wrong(name: &str, content: &str, says: &[&str]) {
    let good = [("scores", SCORES), ("capacity", CAPACITY), ("fixed", "mentor,mentee\n")];
    let files: Vec<(&str, &[u8])> = good
        .iter()
        .map(|&(file, text)| (file, if file == name { content.as_bytes() } else { text.as_bytes() }))
        .collect();
    let ran = solve(&files, &[], 4).stdout_empty();
    for words in says {
        assert!(ran.stderr.contains(words), "no `{words}` in {}", ran.stderr);
    }
}

#[test]
fn a_wrong_file_is_answered_with_its_line_and_column() {
    wrong("scores", "", &["scores.csv is empty", "mentor, mentee, score"]);
    wrong("scores", "mentor,mentee\nm1,a\n", &["scores.csv, line 1", "no column “score”"]);
    wrong("scores", "mentor,mentor,mentee,score\n", &["two columns", "mentor"]);
    wrong("scores", "mentor,mentee,score\nm1,a,1\nm1,b,x\n", &["line 3, column “score”", "“x”"]);
    for number in ["NaN", "inf", "1_000", "0x1"] {
        wrong(
            "scores",
            &format!("mentor,mentee,score\nm1,a,{number}\n"),
            &["line 2", "not a decimal number"],
        );
    }
    wrong("scores", "mentor,mentee,score\nm1,a,1e40\n", &["line 2", "too large"]);
    wrong("scores", "mentor,mentee,score\nm1,a,\n", &["line 2, column “score”", "empty"]);
    wrong("scores", "mentor,mentee,score\nm1,,3\n", &["line 2, column “mentee”", "empty"]);
    wrong(
        "scores",
        "mentor,mentee,score\nm1,a,1\nm9,a,1\n",
        &["line 3, column “mentor”", "no line in the file"],
    );
    wrong("scores", "mentor,mentee,score\nm1,a,1\nm1,b,1\nm1,a,2\n", &["scored on lines 2 and 4"]);
    wrong(
        "scores",
        "mentor,mentee,score\nm1,a,1,5\n",
        &["line 2", "4 values for 3 columns", "part the fraction by a point"],
    );
    wrong("scores", "mentor,mentee,score\nm1,a,1\n\"m1,b,2\nm2,a,1\n", &["line 3", "is not closed"]);
    // Lines are those of an editor, with Windows' ends and with empty lines above.
    wrong("scores", "mentor,mentee,score\r\nm1,a,1\r\nm1,b,x\r\n", &["line 3, column “score”"]);
    wrong("scores", "mentor,mentee,score\r\nm1,a,1\r\n\r\nm1,a,2\r\n", &["scored on lines 2 and 4"]);
    wrong("scores", "mentor,mentee,score\nm1,a,1\n\n\nm1,b,x\n", &["line 5, column “score”"]);
    wrong("scores", "mentor,mentee,score\nm1,\"a\nb\",1\nm1,b,x\n", &["line 4, column “score”"]);
    // A comma in quotation marks is a decimal one, unless it parts thousands.
    wrong("scores", "mentor,mentee,score\nm1,a,\"1,500\"\n", &["line 2", "not a decimal number"]);
    wrong("capacity", "mentor,capacity\nm1,2\nm2,1\nm1,1\n", &["capacity.csv", "lines 2 and 4"]);
    for number in ["-1", "1.5", "many"] {
        wrong("capacity", &format!("mentor,capacity\nm1,{number}\nm2,1\n"), &["line 2, column “capacity”"]);
    }
    wrong("fixed", "mentor,mentee\nm7,a\n", &["fixed.csv, line 2, column “mentor”"]);
    solve(&[("scores", SCORES.as_bytes())], &["--capacity", "nowhere.csv"], 4).stderr_contains("nowhere.csv");
}

#[test]
fn one_name_is_one_person_only_when_asked() {
    let capacity = "mentor,capacity\nann,1\nbob,1\n";
    let scores = "mentor,mentee,score\nann,bob,9\nbob,ann,9\nann,ann,8\nann,eve,1\nbob,eve,1\n";
    assert_eq!(pairs(&answer(scores, capacity, &[], "total")), ["ann-bob", "bob-ann"]);
    let files = [("scores", scores.as_bytes()), ("capacity", capacity.as_bytes())];
    for objective in ["total", "fair", "stable"] {
        let ran = solve(&files, &["--json", "--same-people", "--objective", objective], 0);
        assert_eq!(pairs(&ran.json()), ["ann-bob", "bob-eve"], "{objective}");
    }
}

#[test]
fn people_read_a_table_and_what_was_proved() {
    let files = [("scores", SCORES.as_bytes()), ("capacity", CAPACITY.as_bytes())];
    solve(&files, &["--forbidden", "scores.csv"], 0)
        .stdout_contains("0 pairs")
        .stdout_contains("3 mentees are left");
    solve(&files, &["--lang", "ru"], 2);
    solve(&files, &[], 0).stdout_contains("3 pairs, total score -0.7").stdout_contains("nothing better");
}
