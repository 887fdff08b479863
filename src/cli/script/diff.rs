//! `vekha script diff [FROM] [TO]`

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};
use similar::{ChangeTag, TextDiff};

use super::sets::{files, history, in_force, named, title, working};
use crate::app::Part;
use crate::cli::{Ctx, Exit, Failure};

/// Lines of context around a change.
const CONTEXT: usize = 3;

/// Show, line by line, what changed between two sets, or between a set and the working copy
#[derive(Debug, clap::Args)]
#[command(after_help = "vekha script diff\nvekha script diff 1a2b3c4d\nvekha script diff 1 2 --json")]
pub struct Args {
    /// The set before: the beginning of its hash, or its number [the one in force]
    #[arg(value_name = "HASH")]
    from: Option<String>,

    /// The set after [the working copy]
    #[arg(value_name = "HASH")]
    to: Option<String>,
}

/// Shows it.
pub fn run(args: Args, ctx: &mut Ctx) -> Result<Exit, Failure> {
    let session = ctx.reading()?;
    let reading = session.read()?;
    let all = history(ctx, &reading)?;
    let from = match &args.from {
        Some(word) => named(&all, word)?,
        None => in_force(&all)?,
    };
    let before = files(ctx, &reading, from)?;
    let (after, to) = match &args.to {
        Some(word) => {
            let to = named(&all, word)?;
            (files(ctx, &reading, to)?, Some(to))
        }
        None => (working(ctx)?, None),
    };
    let names = [title(ctx, from), to.map_or_else(|| ctx.word("sets-working"), |to| title(ctx, to))];
    let changed = changed(&before, &after);
    if ctx.out.is_json() {
        let files: Vec<Value> = changed.iter().map(|change| change.json()).collect();
        ctx.out.json(&json!({
            "from": from.digest.to_string(),
            "to": to.map(|to| to.digest.to_string()),
            "files": files,
        }));
        return Ok(Exit::Done);
    }
    if changed.is_empty() {
        let args = [("from", names[0].as_str().into()), ("to", names[1].as_str().into())];
        let line = ctx.say("sets-no-difference", &args);
        ctx.out.line(line);
        return Ok(Exit::Done);
    }
    for change in &changed {
        change.show(&names, ctx);
    }
    Ok(Exit::Done)
}

/// A file that is not the same on both sides.
struct Change<'a> {
    path: &'a str,
    before: Option<&'a [u8]>,
    after: Option<&'a [u8]>,
}

fn changed<'a>(before: &'a [Part], after: &'a [Part]) -> Vec<Change<'a>> {
    let mut sides: BTreeMap<&str, Change<'a>> = BTreeMap::new();
    let empty = |path| Change { path, before: None, after: None };
    for part in before {
        sides.entry(&part.path).or_insert_with(|| empty(&part.path)).before = Some(&part.content);
    }
    for part in after {
        sides.entry(&part.path).or_insert_with(|| empty(&part.path)).after = Some(&part.content);
    }
    sides.into_values().filter(|change| change.before != change.after).collect()
}

impl<'a> Change<'a> {
    fn kind(&self) -> &'static str {
        match (self.before, self.after) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "changed",
        }
    }

    /// The two texts; `None` where one of them is none.
    fn texts(&self) -> Option<[&'a str; 2]> {
        let read = |side: Option<&'a [u8]>| std::str::from_utf8(side.unwrap_or_default()).ok();
        Some([read(self.before)?, read(self.after)?])
    }

    fn show(&self, names: &[String; 2], ctx: &mut Ctx) {
        let Some([before, after]) = self.texts() else {
            let line = ctx.say("sets-no-text", &[("path", self.path.into())]);
            ctx.out.line(line);
            return;
        };
        let diff = lines(before, after);
        let mut unified = diff.unified_diff();
        let heads = names.clone().map(|name| format!("{} ({name})", self.path));
        unified.context_radius(CONTEXT).missing_newline_hint(false).header(&heads[0], &heads[1]);
        ctx.out.raw(unified.to_string().as_bytes());
    }

    fn json(&self) -> Value {
        let Some([before, after]) = self.texts() else {
            return json!({"path": self.path, "change": self.kind(), "hunks": null});
        };
        let diff = lines(before, after);
        let (mut added, mut removed) = (0, 0);
        let mut hunks = Vec::new();
        for group in diff.grouped_ops(CONTEXT) {
            let mut rows = Vec::new();
            for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
                let tag = match change.tag() {
                    ChangeTag::Equal => " ",
                    ChangeTag::Insert => "+",
                    ChangeTag::Delete => "-",
                };
                added += usize::from(tag == "+");
                removed += usize::from(tag == "-");
                rows.push(json!({
                    "tag": tag,
                    "old": change.old_index().map(|index| index + 1),
                    "new": change.new_index().map(|index| index + 1),
                    "text": change.value().trim_end_matches(['\r', '\n']),
                }));
            }
            hunks.push(rows);
        }
        json!({"path": self.path, "change": self.kind(), "added": added, "removed": removed, "hunks": hunks})
    }
}

fn lines<'a>(before: &'a str, after: &'a str) -> TextDiff<'a, 'a, 'a, str> {
    // Past this the difference is right and no longer the shortest.
    TextDiff::configure().timeout(Duration::from_secs(2)).diff_lines(before, after)
}
