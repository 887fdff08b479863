//! Letters as files: one a parcel, named by its key and by nobody's name.

use std::path::PathBuf;

use super::{Channel, Letter};
use crate::notify::parcel::Try;

/// Writes letters into a folder.
#[derive(Clone, Debug)]
pub struct Files {
    dir: PathBuf,
}

impl Files {
    /// Letters in this folder, which is made when it is needed.
    pub fn new(dir: PathBuf) -> Self {
        Self { dir }
    }

    fn write(&self, letter: &Letter) -> std::io::Result<()> {
        let files = crate::files::Files::default();
        files.folder(&self.dir)?;
        let path = self.dir.join(format!("{}.txt", letter.key));
        let text = format!("{}\n{}\n\n{}\n", letter.name, letter.subject, letter.text);
        files.put_private(&path, text.as_bytes())
    }
}

impl Channel for Files {
    fn name(&self) -> &'static str {
        "file"
    }

    fn reaches(&self, _: Option<&str>) -> bool {
        true
    }

    fn knows_repeats(&self) -> bool {
        true
    }

    fn send(&self, letter: &Letter) -> Try {
        match self.write(letter) {
            Ok(()) => Try::Sent,
            Err(error) => Try::Later(format!("{:?}", error.kind()).to_lowercase()),
        }
    }
}
