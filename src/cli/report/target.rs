//! Where a report goes. A file of somebody else is not overwritten unasked, and no half file is ever left.

use std::path::{Path, PathBuf};

use vekha_core::report::Document;

use crate::cli::{Ctx, Failure, Kind};
use crate::export::report::{Format, stamp};

/// The folder of reports in a home.
pub const FOLDER: &str = "reports";

/// The file to write; `None`: standard output, which a terminal is not for a document.
pub fn place(
    out: &Option<PathBuf>,
    document: &Document,
    format: Format,
    ctx: &Ctx,
) -> Result<Option<PathBuf>, Failure> {
    match out {
        Some(path) if path.as_os_str() == "-" => Ok(None),
        Some(path) => Ok(Some(path.clone())),
        None if !ctx.out.is_terminal() => Ok(None),
        None => {
            let stamp = &document.stamp;
            let what = if stamp.what.is_empty() { String::new() } else { format!("-{}", stamp.what) };
            let name = format!("{}{what}-{}.{}", stamp.report, stamp.date, format.extension());
            Ok(Some(ctx.home()?.dir.join(FOLDER).join(name)))
        }
    }
}

/// Writes a file whole or not at all. What stands there goes without a question only if it is a report.
pub fn write(path: &Path, bytes: &[u8], ctx: &mut Ctx) -> Result<(), Failure> {
    let io = |error| Failure::io(path, &error);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if folder.ends_with(FOLDER) {
        ctx.files.folder(folder).map_err(io)?;
    }
    if path.is_file() {
        let before = std::fs::read(path).map_err(io)?;
        let csv = Format::of(path) == Some(Format::Csv) && before.starts_with("\u{feff}".as_bytes());
        let question = ctx.say("report-overwrite", &[("file", path.display().to_string().into())]);
        if !csv && stamp::read(&before).is_none() && !ctx.out.confirm(&question)? {
            return Err(Failure::with(Kind::BadInput, "report-kept", [("file", path.display().to_string())]));
        }
    }
    ctx.files.put(path, bytes).map_err(|error| Failure::io(path, &error))
}
