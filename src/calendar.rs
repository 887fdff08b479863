//! Calendar files: the one that ships, and a school's own on top of it.

use std::io;
use std::path::{Path, PathBuf};

use vekha_core::schedule::{Calendar, CalendarError};

/// Russia's production calendar, as it ships.
pub const RUSSIA: &str = include_str!("../calendars/ru.toml");

/// A calendar for a school to fill in, with explanations.
pub const SCHOOL_TEMPLATE: &str = include_str!("../calendars/school.toml");

/// The name that stands for the calendar that ships.
pub const SHIPPED: &str = "ru";

/// The longest file that is read, in bytes.
pub const LIMIT: u64 = 1 << 20;

/// Why a calendar file was not read.
#[derive(Debug)]
pub enum Fault {
    /// The file cannot be opened or read.
    Unreadable(PathBuf, io::Error),
    /// It is longer than [`LIMIT`] or not UTF-8.
    NotText(PathBuf),
    /// It was read, but says something wrong.
    Wrong(PathBuf, CalendarError),
}

/// Russia's production calendar for the years that are known.
pub fn russia() -> Calendar {
    // The file is part of the program and a test reads it; without it weekends still hold.
    Calendar::from_toml(RUSSIA).unwrap_or_default()
}

/// A school's calendar on top of Russia's, or Russia's alone for the name [`SHIPPED`].
///
/// # Errors
/// A file that cannot be read, or says something wrong: then with its line and column.
pub fn load(path: &Path) -> Result<Calendar, Fault> {
    if path.as_os_str() == SHIPPED && !path.exists() {
        return Ok(russia());
    }
    let unreadable = |error| Fault::Unreadable(path.to_owned(), error);
    let file = std::fs::File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    io::Read::read_to_end(&mut io::Read::take(file, LIMIT + 1), &mut bytes).map_err(unreadable)?;
    let text = String::from_utf8(bytes).ok().filter(|text| text.len() as u64 <= LIMIT);
    let text = text.ok_or_else(|| Fault::NotText(path.to_owned()))?;
    let school = Calendar::from_toml(&text).map_err(|error| Fault::Wrong(path.to_owned(), error))?;
    Ok(russia().with(school))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_calendar_that_ships_knows_its_years() {
        let years: Vec<i32> = russia().years().map(|(year, _)| year).collect();
        assert_eq!(years, (2020..=2026).collect::<Vec<_>>());
        assert_eq!(load(Path::new(SHIPPED)).unwrap(), russia());
    }

    #[test]
    fn a_schools_file_is_laid_over_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("school.toml");
        std::fs::write(&path, SCHOOL_TEMPLATE).unwrap();
        let calendar = load(&path).unwrap();
        assert_eq!(calendar, russia());
        std::fs::write(&path, "name = \"Школа\"\nweek = 6\n").unwrap();
        let calendar = load(&path).unwrap();
        assert_eq!((calendar.name.as_str(), calendar.week, calendar.years().count()), ("Школа", 6, 7));
    }

    #[test]
    fn a_file_that_cannot_be_used_says_why() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("bad.toml");
        assert!(matches!(load(&path), Err(Fault::Unreadable(..))));
        std::fs::write(&path, [0xff, 0xfe]).unwrap();
        assert!(matches!(load(&path), Err(Fault::NotText(_))));
        std::fs::write(&path, "\nweek = 9\n").unwrap();
        match load(&path) {
            Err(Fault::Wrong(_, error)) => assert_eq!((error.line, error.column), (2, 8)),
            other => panic!("{other:?}"),
        }
    }
}
