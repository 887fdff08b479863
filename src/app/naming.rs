//! Where an erased person is still named: in what the vault holds about others, and in files of the home.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use vekha_core::ids::{PartyId, Subject};
use vekha_core::people::mentions::Mentions;
use vekha_core::vault::{Content, Profile, VaultKey, VaultPut};

/// Larger files are not read.
const LARGEST: u64 = 64 << 20;
/// Tags that part no words.
const RUNS: [&str; 16] = [
    "w:r",
    "w:t",
    "w:rPr",
    "w:b",
    "w:bCs",
    "w:i",
    "w:rFonts",
    "w:sz",
    "w:szCs",
    "w:lang",
    "w:proofErr",
    "r",
    "t",
    "rPr",
    "text:span",
    "text:s",
];
/// Folders within folders.
const DEPTH: usize = 8;

/// How parties are named, from everything that the vault ever knew them by, among all others.
pub fn naming(rows: &[VaultPut], parties: &[PartyId]) -> Mentions {
    let profile = |row: &&VaultPut| matches!(row.content, Content::Party(_));
    let (own, others): (Vec<&VaultPut>, Vec<&VaultPut>) = rows
        .iter()
        .filter(profile)
        .partition(|row| matches!(row.key.owner, Subject::Party(party) if parties.contains(&party)));
    Mentions::of(own.iter().flat_map(|row| names(row)), others.iter().flat_map(|row| names(row)))
}

fn names(row: &VaultPut) -> impl Iterator<Item = &str> {
    let profile: Option<&Profile> = match &row.content {
        Content::Party(profile) => Some(profile),
        _ => None,
    };
    profile
        .into_iter()
        .flat_map(|profile| std::iter::once(&profile.name).chain(&profile.spellings))
        .map(String::as_str)
}

/// Rows about others that name the person beyond doubt, as they read with `mark` instead.
pub fn redacted(
    rows: &[VaultPut],
    naming: &Mentions,
    mark: &str,
    goes: impl Fn(Subject) -> bool,
) -> Vec<(VaultKey, Content)> {
    let others = rows.iter().filter(|row| !goes(row.key.owner));
    others.filter_map(|row| Some((row.key, naming.redacted_content(&row.content, mark)?))).collect()
}

/// Files below a folder that name the person, perhaps; those that cannot be read are passed over.
pub fn files(root: &Path, besides: &[PathBuf], naming: &Mentions) -> Vec<PathBuf> {
    let mut found = Vec::new();
    walk(root, besides, DEPTH, &mut |path| {
        if text_of(path).is_some_and(|text| naming.named(&text)) {
            found.push(path.to_owned());
        }
    });
    found.sort();
    found
}

fn walk(folder: &Path, besides: &[PathBuf], depth: usize, visit: &mut impl FnMut(&Path)) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let (path, Ok(kind)) = (entry.path(), entry.file_type()) else { continue };
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if hidden || besides.contains(&path) {
            continue;
        }
        if kind.is_dir() && depth > 0 {
            walk(&path, besides, depth - 1, visit);
        } else if kind.is_file() && entry.metadata().is_ok_and(|data| data.len() <= LARGEST) {
            visit(&path);
        }
    }
}

/// What a file says: text as it is, the documents within an archive without their marks; `None` for anything else.
fn text_of(path: &Path) -> Option<String> {
    let bytes = fs::read(path).ok()?;
    if !bytes.starts_with(b"PK") {
        return plain(&bytes);
    }
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).ok()?;
    let mut text = String::new();
    for at in 0..archive.len() {
        let Ok(entry) = archive.by_index(at) else { continue };
        if !entry.name().is_ok_and(|name| name.ends_with(".xml")) {
            continue;
        }
        let mut bytes = Vec::new();
        // What is said to be small may not be.
        if entry.take(LARGEST).read_to_end(&mut bytes).is_ok() {
            text.push_str(&unmarked(&String::from_utf8_lossy(&bytes)));
            text.push('\n');
        }
    }
    Some(text)
}

fn plain(bytes: &[u8]) -> Option<String> {
    if bytes.contains(&0) {
        return None;
    }
    Some(match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1251.decode_without_bom_handling(bytes).0.into_owned(),
    })
}

/// XML without its tags: runs of one paragraph join, paragraphs and cells do not.
fn unmarked(xml: &str) -> String {
    let mut text = String::new();
    let mut rest = xml;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        let (tag, after) = tag.split_once('>').unwrap_or((tag, ""));
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
        if !RUNS.contains(&name) {
            text.push('\n');
        }
        rest = after;
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_several_runs_is_one_and_in_two_cells_is_two() {
        let runs =
            "<w:p><w:r><w:t>Выду</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>мова</w:t></w:r></w:p><w:p/>";
        assert_eq!(unmarked(runs).trim(), "Выдумова");
        let cells = "<si><t>Выдумова</t></si><si><t>А.П.</t></si>";
        assert!(unmarked(cells).contains("Выдумова\n"), "{}", unmarked(cells));
    }

    #[test]
    fn what_is_no_text_is_passed_over() {
        assert_eq!(plain(b"\x89PNG\0\0"), None);
        assert_eq!(plain(&[0xc2, 0xfb, 0xe4]).as_deref(), Some("Выд"));
    }
}
