//! The values of the first night in files that the peers read: what they compute is to be the same.
//!
//! For each level `NAME.tsv`: school, number, and for each indicator its value (empty where there is none) and its band,
//! under a heading of names.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufWriter, Result, Write as _};
use std::path::Path;

use vekha::app::App;
use vekha_core::ids::{SchoolId, Subject};
use vekha_core::metrics::{Indicators, Quantity};
use vekha_core::view::Read as _;

pub fn write(app: &App, schools: u32, folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    for (name, level) in [("pair", 4), ("mentor", 3), ("programme", 2), ("school", 0)] {
        let mut file = BufWriter::new(File::create(folder.join(name).with_extension("tsv"))?);
        let mut heading = BTreeSet::new();
        for id in (1..=schools).map(SchoolId) {
            let reading = app.read(id, None).map_err(|error| std::io::Error::other(format!("{error:?}")))?;
            let rows = reading.all_indicators().map_err(|error| std::io::Error::other(error.0))?;
            for row in rows.iter().filter(|row| level_of(row.subject).0 == level) {
                if heading.is_empty() {
                    heading = row.latest.iter().map(|latest| latest.name.clone()).collect();
                    let names: Vec<&str> = heading.iter().map(String::as_str).collect();
                    writeln!(file, "school\tno\t{}", names.join("\t"))?;
                }
                line(&mut file, id, row, &heading)?;
            }
        }
        file.flush()?;
    }
    Ok(())
}

fn line(
    file: &mut impl std::io::Write,
    id: SchoolId,
    row: &Indicators,
    names: &BTreeSet<String>,
) -> Result<()> {
    write!(file, "{id}\t{}", level_of(row.subject).1)?;
    for name in names {
        let latest = row.latest(name).expect("every subject of a level has the same indicators");
        let band = latest.band.as_deref().unwrap_or_default();
        match &latest.value {
            Quantity::Number(number) => write!(file, "\t{number:?}|{band}")?,
            Quantity::NoData(field) => write!(file, "\t?{field}|{band}")?,
            Quantity::NotApplicable => write!(file, "\t-|{band}")?,
        }
    }
    writeln!(file)
}

fn level_of(subject: Subject) -> (u32, u32) {
    match subject {
        Subject::Pair(id) => (4, id.0),
        Subject::Party(id) => (3, id.0),
        Subject::Programme(id) => (2, id.0),
        _ => (0, 0),
    }
}
