//! A proposal as one page that needs nothing else: for those who decide, and for print.

use std::collections::BTreeMap;
use std::fmt::Write;

use vekha_core::ids::PartyId;
use vekha_core::markup::escaped;
use vekha_core::pairs::{Proposal, ProposedPair, SCORE_UNIT};
use vekha_core::view::Read;

use super::review::loads;
use super::shared::{Ready, points, reason};
use crate::cli::look::day;
use crate::cli::{Ctx, Desk, Failure, tell};
use crate::lang::Lang;

const STYLE: &str = include_str!("html.css");

/// The page. `ready`: the same round judged now, for the reasons of those left out.
///
/// # Errors
/// What the view says.
pub fn page(ctx: &Ctx, desk: &Desk<'_>, found: &Proposal, ready: &Ready) -> Result<String, Failure> {
    let mut page = Page { ctx, desk, found, text: String::new() };
    page.head()?;
    page.pairs();
    page.loads()?;
    page.fairness();
    page.left(ready);
    page.foot();
    Ok(page.text)
}

/// A page at work.
struct Page<'a> {
    ctx: &'a Ctx,
    desk: &'a Desk<'a>,
    found: &'a Proposal,
    text: String,
}

impl Page<'_> {
    fn put(&mut self, words: std::fmt::Arguments<'_>) {
        // Writing into a text cannot fail.
        let _ = self.text.write_fmt(words);
    }

    fn word(&self, id: &str) -> String {
        escaped(&self.ctx.word(id))
    }

    fn name(&self, party: PartyId) -> String {
        escaped(&self.desk.look().name(party))
    }

    fn head(&mut self) -> Result<(), Failure> {
        let (ctx, found) = (self.ctx, self.found);
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
        let school = self.desk.reading.school()?.map(|school| school.name).unwrap_or_default();
        let programme = match self.desk.reading.programme(found.programme)? {
            Some(found) => tell::form_title(ctx.lang, &found.form),
            None => String::new(),
        };
        self.put(format_args!(
            "<!doctype html><html lang=\"{lang}\"><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title>\
             <style>{STYLE}</style><p class=school>{}<br>{}</p><h1>{title}</h1>",
            escaped(&school),
            escaped(&programme)
        ));
        let total: i128 = found.pairs.iter().map(|pair| i128::from(pair.score)).sum();
        let count = found.pairs.len() + found.left.len();
        let summary = ctx.say(
            "pair-summary",
            &[("pairs", found.pairs.len().into()), ("total", points(ctx.lang, total).into())],
        );
        let coverage =
            ctx.say("pairs-coverage", &[("paired", found.pairs.len().into()), ("count", count.into())]);
        let proved = self.word(&format!("pairs-proved-{}", found.objective));
        let intro = self.word("pairs-page-intro");
        self.put(format_args!(
            "<p class=big>{}<br>{}</p><p>{intro}</p><p class=proved>✓ {proved}</p>",
            escaped(&coverage),
            escaped(&summary)
        ));
        Ok(())
    }

    /// A table with its headings; those in `right` stand on the right.
    fn table(&mut self, heading: &str, columns: &[&str], right: std::ops::Range<usize>) {
        let heading = self.word(heading);
        self.put(format_args!("<h2>{heading}</h2><table><thead><tr>"));
        for (no, column) in columns.iter().enumerate() {
            let class = if right.contains(&no) { " class=n" } else { "" };
            let column = self.word(column);
            self.put(format_args!("<th{class}>{column}"));
        }
        self.put(format_args!("<tbody>"));
    }

    /// The pairs, the worst off first, each with its criteria as bars.
    fn pairs(&mut self) {
        if self.found.pairs.is_empty() {
            return;
        }
        let columns = [
            "pair-column-mentor",
            "pair-column-mentee",
            "pair-column-score",
            "pairs-column-complete",
            "pairs-criteria",
        ];
        self.table("pairs-heading", &columns, 2..4);
        let values = self.found.pairs.iter().flat_map(|pair| &pair.criteria).filter_map(|(_, value)| *value);
        // Bars are as long as the best there is, or 100 points.
        let longest = values.max().unwrap_or_default().max(100 * SCORE_UNIT);
        let mut sorted: Vec<&ProposedPair> = self.found.pairs.iter().collect();
        sorted.sort_by_key(|pair| pair.score);
        for pair in sorted {
            let (mentor, mentee) = (self.name(pair.mentor), self.name(pair.mentee));
            let (score, complete) = (points(self.ctx.lang, pair.score.into()), pair.completeness);
            self.put(format_args!(
                "<tr><td>{mentor}<td>{mentee}<td class=n><b>{score}</b><td class=n>{complete}&nbsp;%<td class=k>"
            ));
            self.criteria(pair, longest);
        }
        self.put(format_args!("</table>"));
    }

    /// What each criterion gave; those without data on one line.
    fn criteria(&mut self, pair: &ProposedPair, longest: i64) {
        for (name, value) in &pair.criteria {
            let Some(value) = value else { continue };
            let width = value.max(&0) * 100 / longest;
            let (name, value) = (escaped(name), points(self.ctx.lang, (*value).into()));
            self.put(format_args!(
                "<div class=c><span>{name}</span>{}<span class=v>{value}</span></div>",
                bar(width)
            ));
        }
        let silent = pair.criteria.iter().filter(|(_, value)| value.is_none()).map(|(name, _)| name.as_str());
        let silent = silent.collect::<Vec<_>>().join(", ");
        if !silent.is_empty() {
            let line = self.ctx.say("pairs-page-no-data", &[("names", silent.into())]);
            self.put(format_args!("<div class=no>{}</div>", escaped(&line)));
        }
    }

    fn loads(&mut self) -> Result<(), Failure> {
        let columns = [
            "pair-column-mentor",
            "pairs-column-capacity",
            "pairs-column-has",
            "pairs-column-new",
            "pairs-page-taken",
        ];
        self.table("pairs-loads", &columns, 1..4);
        for (party, capacity, has, new) in loads(self.desk, self.found)? {
            let name = self.name(party);
            let width = (has + new) * 100 / (capacity as usize).max(has + new).max(1);
            self.put(format_args!(
                "<tr><td>{name}<td class=n>{capacity}<td class=n>{has}<td class=n>{new}<td class=l>{}",
                bar(width as i64)
            ));
        }
        self.put(format_args!("</table>"));
        Ok(())
    }

    /// How far the pairs are from each other.
    fn fairness(&mut self) {
        let mut scores: Vec<i64> = self.found.pairs.iter().map(|pair| pair.score).collect();
        scores.sort_unstable();
        let (Some(worst), Some(best)) = (scores.first(), scores.last()) else { return };
        let middle = scores[(scores.len() - 1) / 2];
        let half = scores.iter().filter(|score| **score * 2 < *best).count();
        let args = [
            ("worst", points(self.ctx.lang, (*worst).into()).into()),
            ("middle", points(self.ctx.lang, middle.into()).into()),
            ("best", points(self.ctx.lang, (*best).into()).into()),
            ("half", half.into()),
        ];
        let line = escaped(&self.ctx.say("pairs-page-fairness", &args));
        let heading = self.word("pairs-page-fair");
        self.put(format_args!("<h2>{heading}</h2><p>{line}</p>"));
    }

    /// Those left out, and how many mentors each reason closed.
    fn left(&mut self, ready: &Ready) {
        let found = self.found;
        if found.left.is_empty() {
            return;
        }
        let heading = self.ctx.say("pair-unmatched", &[("count", found.left.len().into())]);
        self.put(format_args!("<h2>{}</h2><ul>", escaped(&heading)));
        for party in &found.left {
            let name = self.name(*party);
            let words = self.why(ready, *party).join("; ");
            self.put(format_args!("<li>{name} — {}", escaped(&words)));
        }
        self.put(format_args!("</ul>"));
    }

    /// Why somebody has no mentor: how many each reason closed, how many would do and are taken.
    fn why(&self, ready: &Ready, party: PartyId) -> Vec<String> {
        let look = self.desk.look();
        let mut reasons: BTreeMap<u32, usize> = BTreeMap::new();
        for (couple, why) in &ready.judged.refused {
            if ready.round.people(*couple).1 == party {
                *reasons.entry(*why).or_default() += 1;
            }
        }
        let open = ready.judged.candidates.iter();
        let open = open.filter(|(couple, _)| ready.round.people(*couple).1 == party).count();
        let mut words: Vec<String> = Vec::new();
        for (why, count) in reasons {
            if let Some(why) = ready.judged.reasons.get(why as usize) {
                let args = [("reason", reason(&look, why).into()), ("count", count.into())];
                words.push(self.ctx.say("pairs-refused-so-many", &args));
            }
        }
        if open > 0 {
            words.push(self.ctx.say("pairs-suitable-full", &[("count", open.into())]));
        }
        if words.is_empty() {
            words.push(self.ctx.word("pairs-page-no-reason"));
        }
        words
    }

    fn foot(&mut self) {
        let args = [("script", self.found.script.short().into()), ("input", self.found.input.short().into())];
        let line = escaped(&self.ctx.say("pairs-page-foot", &args));
        self.put(format_args!("<footer>{line}</footer></html>\n"));
    }
}

/// A bar of so many per cent. The number stands beside it, so it says nothing to a screen reader.
fn bar(width: i64) -> String {
    format!("<span class=b aria-hidden=true><i style=\"width:{width}%\"></i></span>")
}
