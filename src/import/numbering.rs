//! Automatic numbers of Word: the number of a paragraph stands nowhere in its text, it is counted.

use std::collections::BTreeMap;

use super::error::Trouble;
use super::package::Package;
use super::xml::{Step, walk};

const PART: &str = "word/numbering.xml";
/// Word has nine levels.
const LEVELS: usize = 9;

#[derive(Clone, Debug, Default)]
struct Level {
    /// `decimal`, `upperRoman`, `bullet`, …
    format: String,
    /// `%1.%2.`
    text: String,
    start: u32,
}

/// The lists of a document and how far each has counted.
#[derive(Debug, Default)]
pub struct Numbering {
    /// List → abstract list, and the starts it overrides.
    lists: BTreeMap<String, (String, BTreeMap<usize, u32>)>,
    abstracts: BTreeMap<String, Vec<Level>>,
    /// Counters by abstract list: lists of one abstract count on, unless they override the start.
    counters: BTreeMap<String, [u32; LEVELS]>,
    begun: Vec<String>,
}

#[derive(Default)]
struct Loading {
    abstract_id: Option<String>,
    list_id: Option<String>,
    level: Option<usize>,
}

impl Numbering {
    /// Reads the lists of a document, which may have none.
    pub fn of(package: &mut Package<'_>) -> Result<Self, Trouble> {
        let mut numbering = Self::default();
        if !package.has(PART) {
            return Ok(numbering);
        }
        let text = package.text(PART)?;
        let mut state = Loading::default();
        walk(PART, &text, |step| {
            numbering.load(&mut state, step);
            Ok(())
        })?;
        Ok(numbering)
    }

    fn load(&mut self, state: &mut Loading, step: Step<'_>) {
        match step {
            Step::Open(tag) => {
                let value = tag.attribute("val");
                match tag.name.as_str() {
                    "abstractNum" => {
                        state.abstract_id = tag.attribute("abstractNumId").map(str::to_owned);
                        if let Some(id) = &state.abstract_id {
                            self.abstracts.insert(id.clone(), vec![Level::default(); LEVELS]);
                        }
                    }
                    "num" => state.list_id = tag.attribute("numId").map(str::to_owned),
                    "abstractNumId" => {
                        if let (Some(list), Some(id)) = (&state.list_id, value) {
                            self.lists.insert(list.clone(), (id.to_owned(), BTreeMap::new()));
                        }
                    }
                    "lvl" | "lvlOverride" => state.level = tag.count("ilvl").filter(|level| *level < LEVELS),
                    "numFmt" => {
                        self.level(state, |level| level.format = value.unwrap_or_default().to_owned())
                    }
                    "lvlText" => self.level(state, |level| level.text = value.unwrap_or_default().to_owned()),
                    "start" => self.level(state, |level| level.start = tag.count("val").unwrap_or(1) as u32),
                    "startOverride" => {
                        let (Some(list), Some(level)) = (&state.list_id, state.level) else { return };
                        if let Some((_, starts)) = self.lists.get_mut(list) {
                            starts.insert(level, tag.count("val").unwrap_or(1) as u32);
                        }
                    }
                    _ => {}
                }
            }
            Step::Close("abstractNum") => state.abstract_id = None,
            Step::Close("num") => state.list_id = None,
            Step::Close(_) | Step::Text(_) => {}
        }
    }

    fn level(&mut self, state: &Loading, change: impl FnOnce(&mut Level)) {
        let (Some(id), Some(level)) = (&state.abstract_id, state.level) else { return };
        if let Some(levels) = self.abstracts.get_mut(id) {
            change(&mut levels[level]);
        }
    }

    /// The number of the next paragraph of list `id` at `level`; `None` for bullets and for what is no list.
    pub fn next(&mut self, id: &str, level: usize) -> Option<String> {
        let (abstract_id, starts) = self.lists.get(id)?;
        let levels = self.abstracts.get(abstract_id)?;
        let own = levels.get(level)?;
        if matches!(own.format.as_str(), "bullet" | "none" | "") || own.text.is_empty() {
            return None;
        }
        let fresh: [u32; LEVELS] = std::array::from_fn(|at| levels[at].start.saturating_sub(1));
        let counters = self.counters.entry(abstract_id.clone()).or_insert(fresh);
        if !self.begun.iter().any(|begun| begun == id) {
            self.begun.push(id.to_owned());
            for (at, start) in starts {
                counters[*at] = start.saturating_sub(1);
            }
        }
        counters[level] = counters[level].saturating_add(1);
        counters[level + 1..].copy_from_slice(&fresh[level + 1..]);
        let mut text = own.text.clone();
        for at in 0..=level {
            let value = counters[at].max(levels[at].start.max(1));
            text = text.replace(&format!("%{}", at + 1), &written(&levels[at].format, value));
        }
        Some(text)
    }
}

fn written(format: &str, value: u32) -> String {
    match format {
        "upperRoman" => roman(value),
        "lowerRoman" => roman(value).to_lowercase(),
        _ => value.to_string(),
    }
}

fn roman(mut value: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if value > 5000 {
        return value.to_string();
    }
    let mut text = String::new();
    for (worth, sign) in SIGNS {
        while value >= worth {
            text.push_str(sign);
            value -= worth;
        }
    }
    text
}
