//! Templates: a line with the subject, an empty line, the text. They are a school's own files, published with its
//! rules; where a published set lacks one, the shipped one is used.
//!
//! A template reaches nothing but what it is given: it cannot include another file, an unknown variable is an error
//! with its line, and its work is bounded.

use std::collections::BTreeMap;
use std::fmt;

use minijinja::{Environment, UndefinedBehavior, Value};
use vekha_core::view::Read;

use crate::app::{AppError, Reading, defaults};
use crate::lang::Lang;
use crate::store::StoreError;

/// Instructions that one rendering may take.
pub(super) const FUEL: u64 = 100_000;

/// The templates of one language, by name.
#[derive(Clone, Debug, Default)]
pub struct Templates {
    texts: BTreeMap<String, String>,
}

/// What is wrong with a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateError {
    /// Its name.
    pub name: String,
    /// The line of the file, from 1; 0 where none is known.
    pub line: usize,
    /// What: minijinja's words, which name variables and no data.
    pub words: String,
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.txt:{}: {}", self.name, self.line, self.words)
    }
}

/// A letter's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// One line.
    pub subject: String,
    /// Plain text without blanks around it.
    pub text: String,
}

impl Templates {
    /// What ships.
    pub fn shipped(lang: Lang) -> Self {
        let folder = folder(lang);
        let own = |path: &str| Some(path.strip_prefix(&folder)?.strip_suffix(".txt")?.to_owned());
        let texts = defaults::files().filter_map(|(path, text)| Some((own(&path)?, text.to_owned())));
        Self { texts: texts.collect() }
    }

    /// Those of the set in force, over what ships.
    ///
    /// # Errors
    /// What the store says.
    pub fn published(reading: &Reading<'_>, lang: Lang) -> Result<Self, AppError> {
        let mut templates = Self::shipped(lang);
        let Some(set) = reading.published()? else { return Ok(templates) };
        // One that a school wrote in the other language alone is better than none.
        let other = if lang == Lang::Ru { Lang::En } else { Lang::Ru };
        for (folder, own) in [(folder(other), false), (folder(lang), true)] {
            for (path, digest) in &set.parts {
                let name = path.strip_prefix(&folder).and_then(|name| name.strip_suffix(".txt"));
                let Some(name) = name.filter(|name| own || !templates.texts.contains_key(*name)) else {
                    continue;
                };
                if let Some(content) = reading.snapshot.blob(*digest)? {
                    let text =
                        String::from_utf8(content).map_err(|error| StoreError::Damaged(error.to_string()))?;
                    templates.texts.insert(name.to_owned(), text);
                }
            }
        }
        Ok(templates)
    }

    /// The working copies in a home, over what ships. Files that cannot be read are left to `publish` to name.
    pub fn working(home: &std::path::Path, lang: Lang) -> Self {
        let mut templates = Self::shipped(lang);
        let entries = std::fs::read_dir(home.join(folder(lang))).into_iter().flatten().flatten();
        for path in
            entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|e| e == "txt"))
        {
            if let Some(name) = path.file_stem().and_then(|name| name.to_str())
                && let Ok(text) = std::fs::read_to_string(&path)
            {
                templates.texts.insert(name.to_owned(), text);
            }
        }
        templates
    }

    /// One template for a test.
    pub fn of(name: &str, text: &str) -> Self {
        Self { texts: [(name.to_owned(), text.to_owned())].into() }
    }

    /// The names, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().map(String::as_str)
    }

    /// The text of a template.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.texts.get(name).map(String::as_str)
    }

    /// Fills a template.
    ///
    /// # Errors
    /// A template there is not, one without a subject, and what the template does wrong: with its line.
    pub fn render(&self, name: &str, data: &BTreeMap<String, Value>) -> Result<Rendered, TemplateError> {
        let error = |line, words: String| TemplateError { name: name.to_owned(), line, words };
        let text = self.text(name).ok_or_else(|| error(0, "?".into()))?;
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        let context = Value::from(data.clone());
        let filled = environment.render_named_str(name, text, context).map_err(|wrong| {
            let detail = wrong.detail().map(|detail| format!(": {detail}")).unwrap_or_default();
            error(wrong.line().unwrap_or(0), format!("{}{detail}", wrong.kind()))
        })?;
        let (first, rest) = filled.split_once('\n').unwrap_or((filled.as_str(), ""));
        let subject = first.strip_prefix("Тема:").or_else(|| first.strip_prefix("Subject:"));
        let subject = subject.map(str::trim).filter(|subject| !subject.is_empty());
        match subject {
            Some(subject) => Ok(Rendered { subject: subject.to_owned(), text: rest.trim().to_owned() }),
            None => Err(error(1, "Тема: … / Subject: …".into())),
        }
    }
}

/// Where the templates of a language stand in a home.
pub fn folder(lang: Lang) -> String {
    format!("templates/{}/", lang.code())
}

/// Invented data for a preview: every variable that a message may have.
pub fn sample() -> BTreeMap<String, Value> {
    let pairs: [(&str, &str); 34] = [
        ("получатель", "Выдумова Анна Петровна"),
        ("recipient", "Vydumova Anna Petrovna"),
        ("школа", "Школа № 0"),
        ("school", "School No. 0"),
        ("сегодня", "23.10.2023"),
        ("today", "23.10.2023"),
        ("задача", "3.5"),
        ("task", "3.5"),
        ("название", "Формирование наставнических пар"),
        ("title", "Forming mentoring pairs"),
        ("результат", "Приказ"),
        ("result", "Order"),
        ("ответственные", "Придумов Б.С."),
        ("holders", "Pridumov B.S."),
        ("срок", "30.10.2023"),
        ("due", "30.10.2023"),
        ("этап", "Формирование пар"),
        ("stage", "Forming pairs"),
        ("программа", "учитель – учитель"),
        ("programme", "teacher – teacher"),
        ("наставник", "Придумов Б.С."),
        ("mentor", "Pridumov B.S."),
        ("наставляемый", "Выдумова А.П."),
        ("mentee", "Vydumova A.P."),
        ("человек", "Выдумова А.П."),
        ("person", "Vydumova A.P."),
        ("документ", "Приказ о закреплении пар"),
        ("document", "Order on pairs"),
        ("вид_документа", "order.pairs"),
        ("document_kind", "order.pairs"),
        ("показатель", "встречи"),
        ("был", "хорошо"),
        ("стал", "удовлетворительно"),
        ("пара", "7"),
    ];
    let mut data: BTreeMap<String, Value> =
        pairs.into_iter().map(|(name, value)| (name.to_owned(), Value::from(value))).collect();
    for name in ["номер", "number", "pair"] {
        data.insert(name.into(), Value::from(7));
    }
    for name in ["дней", "days"] {
        data.insert(name.into(), Value::from(3));
    }
    data
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_template_renders_in_both_languages() {
        let names: Vec<_> = Templates::shipped(Lang::Ru).names().map(str::to_owned).collect();
        assert_eq!(names, Templates::shipped(Lang::En).names().collect::<Vec<_>>());
        for (name, ..) in vekha_core::workflow::vocabulary::TEMPLATES {
            assert!(names.iter().any(|known| known == name), "{name}");
        }
        for lang in [Lang::Ru, Lang::En] {
            let templates = Templates::shipped(lang);
            for name in &names {
                let made = templates.render(name, &sample()).unwrap();
                assert!(!made.text.is_empty() && !made.text.contains("{"), "{name}: {made:?}");
            }
        }
    }

    #[test]
    fn a_template_reaches_nothing_and_its_mistakes_have_lines() {
        let check = |text: &str, line: usize| {
            let error = Templates::of("own", text).render("own", &sample()).unwrap_err();
            assert_eq!(error.line, line, "{text}: {error}");
        };
        check("Тема: x\n\n{{ неизвестно }}", 3);
        check("Тема: x\n\n\n{{ задача", 4);
        check("Тема: x\n{% include \"/etc/passwd\" %}", 2);
        check("{{ задача }}\n\nтекст", 1);
        check("Тема: x\n{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}", 2);
    }

    #[test]
    fn data_is_not_code() {
        let data = BTreeMap::from([("имя".to_owned(), Value::from("{{ school }}"))]);
        let made = Templates::of("own", "Subject: a\n\n{{ имя }}").render("own", &data).unwrap();
        assert_eq!(made.text, "{{ school }}");
    }
}
