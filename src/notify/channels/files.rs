//! Letters as files: one a parcel, named by its key and by nobody's name.

use std::io::Write as _;
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
        std::fs::create_dir_all(&self.dir)?;
        let path = self.dir.join(format!("{}.txt", letter.key));
        let draft = self.dir.join(format!("{}.part", letter.key));
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&draft)?;
        write!(file, "{}\n{}\n\n{}\n", letter.name, letter.subject, letter.text)?;
        file.sync_all()?;
        std::fs::rename(draft, path)
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
