//! The part of the story about rules: an edit that is refused, the same edit with its impact, publication, the way
//! back.

use std::fs;
use std::path::Path;

use super::{Step, refused, step};
use crate::cli::{Ctx, Failure};
use crate::lang::Lang;

/// The script that is edited.
const SCRIPT: &str = "scripts/pairing.rhai";

/// The day of it: after the first proposals, before one is accepted.
const DAY: &str = "2023-10-18";

/// What a methodologist writes into a file before the next command.
#[derive(Clone, Copy)]
pub struct Edit {
    /// What stands there.
    from: &'static str,
    /// What it becomes.
    to: &'static str,
}

/// Where the rule goes: before that of ages.
const BEFORE: &str = "    if известно(наставляемый.возраст) {\n";

/// A rule with a slip of the pen.
const RULE: Edit = Edit {
    from: BEFORE,
    to: "    if известно(наставник.стаж) && наставник.стажж - наставляемый.стаж > 20 {\n        \
         return отказ(\"разница в стаже больше двадцати лет\");\n    }\n    if известно(наставляемый.возраст) {\n",
};

/// The slip mended.
const MENDED: Edit = Edit { from: "наставник.стажж", to: "наставник.стаж" };

/// From the edit to the rules of before.
pub fn story(lang: Lang) -> Vec<Step> {
    let why = lang.word("demo-rule");
    let back = lang.word("demo-rule-back");
    let edited = |edit, step| Step { edit: Some(edit), ..step };
    vec![
        step(DAY, &["script", "record", "pairing", "--pair", "Мечтателев", "Небылицын"]),
        edited(RULE, refused(step(DAY, &["script", "publish", "--why", &why]))),
        edited(MENDED, step(DAY, &["script", "impact"])),
        step(DAY, &["script", "publish", "--why", &why, "--yes"]),
        step(DAY, &["script", "history"]),
        step(DAY, &["script", "rollback", "1", "--why", &back, "--checkout", "--yes"]),
    ]
}

/// Writes an edit and shows it as lines that go and lines that come.
///
/// # Errors
/// What the system says.
pub fn write(ctx: &mut Ctx, dir: &Path, edit: Edit) -> Result<(), Failure> {
    let path = dir.join(SCRIPT);
    let text = fs::read_to_string(&path).map_err(|error| Failure::io(&path, &error))?;
    let edited = text.replacen(edit.from, edit.to, 1);
    fs::write(&path, &edited).map_err(|error| Failure::io(&path, &error))?;
    if ctx.out.is_json() {
        return Ok(());
    }
    let heading = ctx.say("demo-edit", &[("path", SCRIPT.into())]);
    ctx.out.line("");
    ctx.out.title(&heading);
    let (before, after): (Vec<&str>, Vec<&str>) = (text.lines().collect(), edited.lines().collect());
    let same = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
    let tail =
        before[same..].iter().rev().zip(after[same..].iter().rev()).take_while(|(a, b)| a == b).count();
    for line in &before[same..before.len() - tail] {
        ctx.out.line(format!("- {line}"));
    }
    for line in &after[same..after.len() - tail] {
        ctx.out.line(format!("+ {line}"));
    }
    Ok(())
}
