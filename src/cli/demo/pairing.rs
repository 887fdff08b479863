//! The part of the story about people: registries, a proposal, its reasons, a pin and its price, the order.
//! Everybody in it is invented.

use std::fs;
use std::path::Path;

use super::{Step, refused, script, step};
use crate::cli::Failure;
use crate::lang::Lang;

const BASES: [(&str, &[u8]); 3] = [
    ("mentees.csv", include_bytes!("../../../examples/invented-school/mentees.csv")),
    ("mentors.csv", include_bytes!("../../../examples/invented-school/mentors.csv")),
    ("consents.csv", include_bytes!("../../../examples/invented-school/consents.csv")),
];

/// The order as the story leaves it.
pub const ORDER: &str = "order-145.docx";

/// What the story makes in the folder.
pub fn files() -> impl Iterator<Item = &'static str> {
    BASES.iter().map(|(name, _)| *name).chain([ORDER])
}

/// Writes the registries.
///
/// # Errors
/// What the system says.
pub fn prepare(dir: &Path) -> Result<(), Failure> {
    for (name, bytes) in BASES {
        let file = dir.join(name);
        fs::write(&file, bytes).map_err(|error| Failure::io(&file, &error))?;
    }
    Ok(())
}

/// From the base of mentees to the programme at work.
pub fn story(dir: &Path, lang: Lang) -> Vec<Step> {
    let mut story = bases(dir, lang);
    story.extend(proposal(dir));
    story.extend(script::story(lang));
    story.extend(accepted());
    story.extend(order(dir, lang));
    story
}

fn quiet(step: Step) -> Step {
    Step { quiet: true, ..step }
}

/// Two bases, each a stage of the programme.
fn bases(dir: &Path, lang: Lang) -> Vec<Step> {
    let said = |id: &str| lang.word(id);
    let file = |name: &str| dir.join(name).display().to_string();
    let (mentees, mentors) = (file("mentees.csv"), file("mentors.csv"));
    let imported =
        |day, file: &str| step(day, &["import", "people", file, "--form", "teacher-teacher", "--yes"]);
    vec![
        imported("2023-09-14", &mentees),
        step("2023-09-14", &["task", "done", "3.2", "--note", &said("demo-mentees")]),
        step("2023-09-14", &["program", "advance"]),
        imported("2023-09-29", &mentors),
        step("2023-09-29", &["task", "done", "3.3", "--note", &said("demo-mentors")]),
        step("2023-09-29", &["program", "advance"]),
        step(
            "2023-10-16",
            &[
                "program",
                "advance",
                "--allow",
                "trained",
                "--reason",
                &said("demo-training"),
                "--until",
                "20.11.2023",
            ],
        ),
    ]
}

/// The best pairs, why these, why one person is left, what a pin costs.
fn proposal(dir: &Path) -> Vec<Step> {
    let consents = dir.join("consents.csv").display().to_string();
    let day = "2023-10-18";
    vec![
        quiet(step(day, &["consent", "import", &consents, "--yes"])),
        step(day, &["pair", "propose"]),
        step(day, &["pair", "explain", "Придумов", "Выдумова"]),
        step(day, &["pair", "explain", "Вымыслов"]),
        step(day, &["person", "edit", "Сказочникова", "--capacity", "2"]),
        step(day, &["pair", "propose"]),
        step(day, &["pair", "explain", "Фантазёров", "Небылицын"]),
        step(day, &["pair", "pin", "Фантазёров", "Небылицын"]),
        step(day, &["pair", "propose"]),
        step(day, &["pair", "free", "Фантазёров", "Небылицын"]),
        quiet(step(day, &["pair", "propose"])),
        step(day, &["pair", "verify"]),
    ]
}

/// The proposal is accepted, whatever was thought of in between.
fn accepted() -> Vec<Step> {
    vec![step("2023-10-18", &["pair", "accept"])]
}

/// Both sides agree, the head signs, pairs begin.
fn order(dir: &Path, lang: Lang) -> Vec<Step> {
    let said = |id: &str| lang.word(id);
    let out = dir.join(ORDER).display().to_string();
    let all = ["1", "2", "3", "4", "5", "6"];
    let of_all = |before: &[&str], after: &[&str]| {
        let words: Vec<&str> = before.iter().chain(&all).chain(after).copied().collect();
        step("2023-10-25", &words)
    };
    let day = "2023-10-27";
    vec![
        quiet(of_all(&["pair", "evidence"], &["--kind", "agreement.mentor"])),
        quiet(of_all(&["pair", "evidence"], &["--kind", "agreement.mentee"])),
        of_all(&["pair", "advance"], &[]),
        refused(step(day, &["program", "advance"])),
        step(day, &["order", "draft", "pairs", "--number", "145", "--on", "27.10.2023", "--out", &out]),
        step(day, &["order", "register", "--number", "145", "--date", "27.10.2023"]),
        step(day, &["task", "done", "3.5", "--note", &said("demo-pairs")]),
        step(day, &["program", "advance"]),
        step("2023-11-10", &["pair", "list"]),
    ]
}
