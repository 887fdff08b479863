//! «Памятка на неделю»: for every responsible person one page with what is late, what is due, what comes next and
//! what shows that it was done. It needs no channel: it is printed and handed over.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use docx_rs::{BreakType, Docx, Paragraph, Run, Table, TableCell, TableRow};
use vekha_core::decide::Rules;
use vekha_core::ids::PartyId;
use vekha_core::state::{Occurrence, Task};
use vekha_core::view::{Read, View, ViewError};
use vekha_core::workflow::vocabulary::{EVIDENCE, meaning};

use crate::app::Directory;
use crate::lang::Lang;

/// How far «next» looks beyond the week, in days.
const AHEAD: u64 = 28;

/// One task of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The number: «3.5», «5.5@2023-12».
    pub number: String,
    /// The title.
    pub title: String,
    /// The last day.
    pub to: NaiveDate,
    /// How many days ago that was; 0 where it is ahead.
    pub late: i64,
    /// What should come of it, and what shows it.
    pub evidence: String,
}

/// A person's page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// How the person is written.
    pub name: String,
    /// Past their last day.
    pub late: Vec<Item>,
    /// Due within the week.
    pub due: Vec<Item>,
    /// Due in the four weeks after.
    pub next: Vec<Item>,
}

/// The memos of a week.
#[derive(Clone, Debug)]
pub struct Memo {
    /// The school's name.
    pub school: String,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// The pages, by number of the person; nobody without anything to do.
    pub pages: Vec<Page>,
}

/// Gathers the memos of the week that begins on a day.
///
/// # Errors
/// What the view says.
pub fn week(
    view: &dyn View,
    rules: &Rules,
    directory: &Directory,
    from: NaiveDate,
    lang: Lang,
) -> Result<Memo, ViewError> {
    gather(view, rules, directory, (from, from + Days::new(6 + AHEAD)), lang)
}

/// The same with every open term, however far ahead.
///
/// # Errors
/// What the view says.
pub fn all(
    view: &dyn View,
    rules: &Rules,
    directory: &Directory,
    from: NaiveDate,
    lang: Lang,
) -> Result<Memo, ViewError> {
    gather(view, rules, directory, (from, NaiveDate::MAX), lang)
}

fn gather(
    view: &dyn View,
    rules: &Rules,
    directory: &Directory,
    (from, horizon): (NaiveDate, NaiveDate),
    lang: Lang,
) -> Result<Memo, ViewError> {
    let to = from + Days::new(6);
    let tasks: BTreeMap<_, Task> = view.tasks()?.into_iter().map(|task| (task.id, task)).collect();
    let mut pages: BTreeMap<Option<PartyId>, Page> = BTreeMap::new();
    for occurrence in view.occurrences(None)? {
        let Some(task) = tasks.get(&occurrence.task).filter(|task| !task.withdrawn) else { continue };
        let Some(day) = occurrence.to.filter(|day| occurrence.is_open() && *day <= horizon) else { continue };
        let item = item(rules, task, &occurrence, day, from, lang);
        for holder in responsible(view, &task.holders)? {
            let page = pages.entry(holder).or_default();
            let list = match day {
                day if day < from => &mut page.late,
                day if day <= to => &mut page.due,
                _ => &mut page.next,
            };
            list.push(item.clone());
        }
    }
    let nobody = lang.word("memo-nobody");
    let pages = pages.into_iter().map(|(holder, mut page)| {
        page.name = holder.map_or_else(|| nobody.clone(), |holder| directory.name(holder));
        for list in [&mut page.late, &mut page.due, &mut page.next] {
            list.sort_by(|a, b| (a.to, &a.number).cmp(&(b.to, &b.number)));
        }
        page
    });
    let school = view.school()?.map(|school| school.name).unwrap_or_default();
    Ok(Memo { school, from, to, pages: pages.collect() })
}

/// Those who answer for a task: whoever holds a role, each once; nobody is somebody too, so that nothing is lost.
fn responsible(view: &dyn View, holders: &[PartyId]) -> Result<Vec<Option<PartyId>>, ViewError> {
    let mut found = Vec::new();
    for holder in holders {
        let standing = view.standing(*holder)?;
        let held = view.party(standing)?.and_then(|party| party.held_by).unwrap_or(standing);
        if !found.contains(&Some(held)) {
            found.push(Some(held));
        }
    }
    if found.is_empty() {
        found.push(None);
    }
    Ok(found)
}

fn item(
    rules: &Rules,
    task: &Task,
    occurrence: &Occurrence,
    to: NaiveDate,
    today: NaiveDate,
    lang: Lang,
) -> Item {
    let number = match occurrence.key.is_empty() {
        true => task.wording.number.clone(),
        false => format!("{}@{}", task.wording.number, occurrence.key),
    };
    let stage = rules
        .machine(&occurrence.instance.workflow)
        .and_then(|machine| machine.stage(&occurrence.instance.stage));
    let kinds = stage.map(|stage| stage.evidence.as_slice()).unwrap_or_default();
    let named = |kind: &String| {
        meaning(EVIDENCE, kind).map_or_else(|| kind.clone(), |words| words.pick(lang == Lang::Ru).to_owned())
    };
    let mut evidence: Vec<String> = Vec::new();
    if !task.wording.result.trim().is_empty() {
        evidence.push(task.wording.result.trim().to_owned());
    }
    evidence.extend(kinds.iter().map(named));
    let evidence = if evidence.is_empty() { lang.word("memo-any-evidence") } else { evidence.join(", ") };
    Item { number, title: task.wording.title.clone(), to, late: (today - to).num_days().max(0), evidence }
}

fn day(date: NaiveDate) -> String {
    date.format("%d.%m.%Y").to_string()
}

impl Memo {
    fn week(&self, lang: Lang) -> String {
        lang.say("memo-week", &[("from", day(self.from).into()), ("to", day(self.to).into())])
    }

    fn sections<'p>(&self, page: &'p Page, lang: Lang) -> Vec<(String, &'p [Item])> {
        let lists = [("memo-late", &page.late), ("memo-due", &page.due), ("memo-next", &page.next)];
        lists
            .into_iter()
            .filter(|(_, list)| !list.is_empty())
            .map(|(id, list)| (lang.word(id), list.as_slice()))
            .collect()
    }

    fn term(item: &Item, lang: Lang) -> String {
        match item.late {
            0 => day(item.to),
            days => format!("{} ({})", day(item.to), lang.say("memo-days-late", &[("days", days.into())])),
        }
    }

    /// One file that prints one page for each person and needs no network.
    pub fn html(&self, lang: Lang) -> String {
        let code = if lang == Lang::Ru { "ru" } else { "en" };
        let title = escaped(&lang.word("memo-title"));
        let mut html = format!(
            "<!DOCTYPE html>\n<html lang=\"{code}\"><head><meta charset=\"utf-8\"><title>{title}</title><style>{STYLE}</style></head><body>\n"
        );
        for page in &self.pages {
            html += &format!(
                "<section><p class=\"school\">{}</p><h1>{title}</h1><p class=\"week\">{}</p><h2 class=\"name\">{}</h2>\n",
                escaped(&self.school),
                escaped(&self.week(lang)),
                escaped(&page.name)
            );
            for (heading, items) in self.sections(page, lang) {
                html += &format!("<h3>{}</h3><table><thead><tr>", escaped(&heading));
                for id in HEADS {
                    html += &format!("<th scope=\"col\">{}</th>", escaped(&lang.word(id)));
                }
                html += "</tr></thead><tbody>\n";
                for item in items {
                    html += &format!(
                        "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
                        escaped(&item.number),
                        escaped(&item.title),
                        escaped(&Self::term(item, lang)),
                        escaped(&item.evidence)
                    );
                }
                html += "</tbody></table>\n";
            }
            html += &format!("<p class=\"foot\">{}</p></section>\n", escaped(&lang.word("memo-foot")));
        }
        html + "</body></html>\n"
    }

    /// The same as a document that a school may edit.
    pub fn docx(&self, lang: Lang) -> Vec<u8> {
        let mut docx = Docx::new();
        let line = |text: &str, size: usize| Paragraph::new().add_run(Run::new().add_text(text).size(size));
        for (no, page) in self.pages.iter().enumerate() {
            if no > 0 {
                docx = docx.add_paragraph(Paragraph::new().add_run(Run::new().add_break(BreakType::Page)));
            }
            let bold = |text: &str, size: usize| {
                Paragraph::new().add_run(Run::new().add_text(text).size(size).bold())
            };
            docx = docx
                .add_paragraph(line(&self.school, 20))
                .add_paragraph(bold(&lang.word("memo-title"), 32))
                .add_paragraph(line(&self.week(lang), 22))
                .add_paragraph(bold(&page.name, 26));
            for (heading, items) in self.sections(page, lang) {
                let cell = |text: &str| TableCell::new().add_paragraph(line(text, 20));
                let heads = HEADS.map(|id| TableCell::new().add_paragraph(bold(&lang.word(id), 20)));
                let mut rows = vec![TableRow::new(heads.to_vec())];
                for item in items {
                    let term = Self::term(item, lang);
                    let texts = [&item.number, &item.title, &term, &item.evidence];
                    rows.push(TableRow::new(texts.map(|text| cell(text)).to_vec()));
                }
                let table = Table::new(rows).set_grid(vec![900, 4_300, 1_900, 2_500]);
                docx = docx.add_paragraph(bold(&heading, 24)).add_table(table);
            }
            docx = docx.add_paragraph(line(&lang.word("memo-foot"), 18));
        }
        let mut bytes = std::io::Cursor::new(Vec::new());
        // Written to memory: there is nothing that could fail.
        let _ = docx.build().pack(&mut bytes);
        bytes.into_inner()
    }
}

const HEADS: [&str; 4] = ["memo-no", "memo-task", "memo-term", "memo-evidence"];

const STYLE: &str = "body{font:12pt/1.4 'PT Serif',Georgia,serif;color:#111;margin:0 auto;max-width:19cm;padding:1cm}section{break-after:page}section:last-child{break-after:auto}h1{font-size:18pt;margin:.2em 0 0}h2.name{font-size:15pt;margin:.6em 0}h3{font-size:12.5pt;margin:1em 0 .3em}.school,.week,.foot{margin:0;color:#444}.foot{margin-top:1.2em;font-size:10pt}table{border-collapse:collapse;width:100%}th,td{border:1px solid #888;padding:.25em .45em;text-align:left;vertical-align:top}th{background:#eee;font-weight:600}td:nth-child(1),td:nth-child(3){white-space:nowrap}td:nth-child(3){white-space:normal;width:7em}";

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
