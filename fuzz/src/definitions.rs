//! The other files that a school edits: calendars, forms, vocabularies, surveys, settings, templates of letters.

use std::sync::LazyLock;

use vekha::app::{Part, WorkingSet, defaults};
use vekha::config;
use vekha::notify::templates::{Templates, sample};
use vekha::words::deadline::calendar_problem;
use vekha_core::schedule::Calendar;
use vekha_core::survey::Survey;

use crate::{LANGS, said};

static OTHERS: LazyLock<Vec<Part>> = LazyLock::new(|| {
    let parts = defaults::files().map(|(path, text)| Part { path, content: text.into() });
    parts.filter(|part| !part.path.starts_with("scripts/")).collect()
});

/// The first byte chooses the kind.
pub fn fuzz(data: &[u8]) {
    let Some((choice, rest)) = crate::split(data) else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    match choice % 6 {
        0 => {
            if let Err(error) = Calendar::from_toml(text) {
                LANGS.iter().for_each(|lang| said(&calendar_problem(&error, *lang)));
            }
            among("calendar/a.toml", text);
        }
        1 => among("forms/a.toml", text),
        2 => among("vocabulary/a.toml", text),
        3 => {
            let _ = Survey::read(text);
            among("surveys/a.toml", text);
        }
        4 => LANGS.into_iter().for_each(|lang| {
            if let Err(failure) = config::parse(text, "vekha.toml", lang) {
                said(&failure.text(lang));
            }
        }),
        _ => {
            if let Ok(letter) = Templates::of("a", text).render("a", &sample()) {
                said(&letter.subject);
            }
        }
    }
}

/// The file beside everything that ships: a set that can be published, or a problem with its place.
fn among(path: &str, text: &str) {
    let mut parts = OTHERS.clone();
    parts.push(Part { path: path.into(), content: text.into() });
    match WorkingSet::of_parts(parts) {
        Ok(set) => drop(set.rules().expect("a set that was read has rules")),
        Err(error) => assert!(!error.path().is_empty()),
    }
}
