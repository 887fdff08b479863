//! The end of the demo: a report that can be opened in a browser.

use std::path::{Path, PathBuf};

use crate::cli::Ctx;

/// Where the demo's report stands.
pub fn file(dir: &Path) -> PathBuf {
    dir.join("reports").join("school.html")
}

/// Where the night puts its papers.
pub fn of_nights(dir: &Path) -> PathBuf {
    dir.join("reports").join("night")
}

/// The words of the command that writes it.
pub fn words(dir: &Path) -> Vec<String> {
    let file = file(dir).display().to_string();
    ["report", "school", "--out", &file].map(str::to_owned).into()
}

/// Says where it is.
pub fn place(ctx: &mut Ctx, dir: &Path) {
    let path = std::path::absolute(file(dir)).unwrap_or_else(|_| file(dir));
    let line = format!("{}  {}", path.display(), ctx.word("report-demo-place"));
    ctx.out.line(line);
}
