//! A proposal as one page that needs nothing else: for those who decide, and for print.

use std::collections::BTreeMap;
use std::fmt::Write;

use vekha_core::pairs::{Proposal, SCORE_UNIT};

use super::review::loads;
use super::shared::{Ready, points, reason};
use crate::cli::look::day;
use crate::cli::{Ctx, Desk, Failure};
use crate::lang::Lang;

const STYLE: &str = "body{font:15px/1.45 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;color:#222}\
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}table{border-collapse:collapse;width:100%}\
th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid #ccc}\
.n{text-align:right;white-space:nowrap}.c{display:flex;gap:.5rem;align-items:center;font-size:.85rem}\
.c span:first-child{width:9rem}.b{flex:1;height:.6rem;background:#eee}.b i{display:block;height:100%;background:#3a6ea5}\
tr{break-inside:avoid}@media print{body{margin:0;max-width:none}.b,.b i{print-color-adjust:exact}}";

/// The page. `ready`: the same round judged now, for the reasons of those left out.
///
/// # Errors
/// What the view says.
pub fn page(ctx: &Ctx, desk: &Desk<'_>, found: &Proposal, ready: &Ready) -> Result<String, Failure> {
    let title = ctx.say(
        "pairs-proposal-title",
        &[
            ("id", found.id.to_string().into()),
            ("date", day(found.on).into()),
            ("objective", ctx.word(&format!("pairs-objective-{}", found.objective)).into()),
        ],
    );
    let lang = if ctx.lang == Lang::Ru { "ru" } else { "en" };
    let title = escaped(&title);
    let mut page = format!(
        "<!doctype html><html lang=\"{lang}\"><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title>\
         <style>{STYLE}</style><h1>{title}</h1>"
    );
    let total: i128 = found.pairs.iter().map(|pair| i128::from(pair.score)).sum();
    let count = found.pairs.len() + found.left.len();
    for line in [
        ctx.say("pair-summary", &[("pairs", found.pairs.len().into()), ("total", points(total).into())]),
        ctx.say("pairs-coverage", &[("paired", found.pairs.len().into()), ("count", count.into())]),
        ctx.word(&format!("pairs-proved-{}", found.objective)),
    ] {
        put(&mut page, format_args!("<p>{}</p>", escaped(&line)));
    }
    pairs(ctx, desk, found, &mut page);
    let words = ["pair-column-mentor", "pairs-column-capacity", "pairs-column-has", "pairs-column-new"];
    head(ctx, "pairs-loads", &words, &mut page);
    for (party, capacity, has, new) in loads(desk, found)? {
        let name = escaped(&desk.look().name(party));
        let cells = format!("<td class=n>{capacity}<td class=n>{has}<td class=n>{new}");
        put(&mut page, format_args!("<tr><td>{name}{cells}"));
    }
    page.push_str("</table>");
    left(ctx, desk, found, ready, &mut page);
    page.push_str("</html>\n");
    Ok(page)
}

/// The pairs, the worst off first, each with its criteria as bars.
fn pairs(ctx: &Ctx, desk: &Desk<'_>, found: &Proposal, page: &mut String) {
    let words = [
        "pair-column-mentor",
        "pair-column-mentee",
        "pair-column-score",
        "pairs-column-complete",
        "pairs-criteria",
    ];
    head(ctx, "pairs-column-pairs", &words, page);
    let values = found.pairs.iter().flat_map(|pair| &pair.criteria).filter_map(|(_, value)| *value);
    // Bars are as long as the best there is, or 100 points.
    let longest = values.max().unwrap_or_default().max(100 * SCORE_UNIT);
    let mut sorted: Vec<_> = found.pairs.iter().collect();
    sorted.sort_by_key(|pair| pair.score);
    for pair in sorted {
        let [mentor, mentee] = [pair.mentor, pair.mentee].map(|party| escaped(&desk.look().name(party)));
        let (score, complete) = (points(pair.score.into()), pair.completeness);
        put(
            page,
            format_args!("<tr><td>{mentor}<td>{mentee}<td class=n>{score}<td class=n>{complete} %<td>"),
        );
        for (name, value) in &pair.criteria {
            let width = value.map_or(0, |value| value.max(0) * 100 / longest);
            let value = value.map_or_else(|| "—".to_owned(), |value| points(value.into()));
            let name = escaped(name);
            put(
                page,
                format_args!(
                    "<div class=c><span>{name}</span><span class=b><i style=\"width:{width}%\"></i></span>\
                     <span>{value}</span></div>"
                ),
            );
        }
    }
    page.push_str("</table>");
}

/// Those left out, and how many mentors each reason closed.
fn left(ctx: &Ctx, desk: &Desk<'_>, found: &Proposal, ready: &Ready, page: &mut String) {
    if found.left.is_empty() {
        return;
    }
    let heading = ctx.say("pair-unmatched", &[("count", found.left.len().into())]);
    put(page, format_args!("<h2>{}</h2><ul>", escaped(&heading)));
    let look = desk.look();
    for party in &found.left {
        put(page, format_args!("<li>{}", escaped(&look.name(*party))));
        let mut reasons: BTreeMap<u32, usize> = BTreeMap::new();
        for (couple, why) in &ready.judged.refused {
            if ready.round.people(*couple).1 == *party {
                *reasons.entry(*why).or_default() += 1;
            }
        }
        let open = ready.judged.candidates.iter();
        let open = open.filter(|(couple, _)| ready.round.people(*couple).1 == *party).count();
        let mut words: Vec<String> = Vec::new();
        for (why, count) in reasons {
            if let Some(why) = ready.judged.reasons.get(why as usize) {
                let args = [("reason", reason(&look, why).into()), ("count", count.into())];
                words.push(ctx.say("pairs-refused-so-many", &args));
            }
        }
        if open > 0 {
            words.push(ctx.say("pairs-suitable-full", &[("count", open.into())]));
        }
        put(page, format_args!(" — {}", escaped(&words.join("; "))));
    }
    page.push_str("</ul>");
}

fn head(ctx: &Ctx, heading: &str, columns: &[&str], page: &mut String) {
    put(page, format_args!("<h2>{}</h2><table><tr>", escaped(&ctx.word(heading))));
    for column in columns {
        put(page, format_args!("<th>{}", escaped(&ctx.word(column))));
    }
}

/// Writing into a text cannot fail.
fn put(page: &mut String, words: std::fmt::Arguments<'_>) {
    let _ = page.write_fmt(words);
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
