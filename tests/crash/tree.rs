//! A folder tree as a disk holds it: what was synced, and what was not.
//!
//! A file's bytes are durable when it was synced, its name when its folder was. After a cut, bytes that were not synced
//! are lost, kept or torn at sectors, each by itself; changes of names that were not synced are lost or kept, each by
//! itself, a rename whole. That is less than most file systems promise.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use redb::StorageBackend as _;
use vekha::files::{Change, Gate};
use vekha::store::sim::{Disk, Random};

/// Something that happened, in order.
#[derive(Clone, Debug)]
pub enum Happened {
    Open {
        file: u64,
        path: PathBuf,
        new: bool,
    },
    Write {
        file: u64,
        offset: u64,
        data: Vec<u8>,
    },
    Length {
        file: u64,
        length: u64,
    },
    Sync(u64),
    Rename(PathBuf, PathBuf),
    Link(PathBuf, PathBuf),
    Remove(PathBuf),
    Folder(PathBuf),
    SyncFolder(PathBuf),
    /// A step of the life begins.
    Begins(usize),
    /// It ended and said so, with this exit code.
    Ended(usize, u8),
    /// A letter left for the world: its key.
    Sent(String),
}

/// Writes down what is changed below a folder.
pub struct Recorder {
    root: PathBuf,
    happened: Mutex<Vec<Happened>>,
}

impl Recorder {
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned(), happened: Mutex::default() }
    }

    pub fn push(&self, happened: Happened) {
        self.happened.lock().unwrap_or_else(PoisonError::into_inner).push(happened);
    }

    pub fn take(&self) -> Vec<Happened> {
        std::mem::take(&mut self.happened.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn place(&self, path: &Path) -> PathBuf {
        path.strip_prefix(&self.root).unwrap_or(path).to_owned()
    }
}

impl Gate for Recorder {
    fn ask(&self, change: Change<'_>) -> io::Result<()> {
        let place = |path| self.place(path);
        self.push(match change {
            Change::Open { file, path, new } => Happened::Open { file, path: place(path), new },
            Change::Write { file, offset, data } => Happened::Write { file, offset, data: data.to_vec() },
            Change::Length { file, length } => Happened::Length { file, length },
            Change::Sync(file) => Happened::Sync(file),
            Change::Rename(from, to) => Happened::Rename(place(from), place(to)),
            Change::Link(from, to) => Happened::Link(place(from), place(to)),
            Change::Remove(path) => Happened::Remove(place(path)),
            Change::Folder(path) => Happened::Folder(place(path)),
            Change::SyncFolder(path) => Happened::SyncFolder(place(path)),
        });
        Ok(())
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Node {
    Folder,
    File(usize),
}

type Names = BTreeMap<PathBuf, Node>;

#[derive(Clone, Debug)]
enum Naming {
    Is(PathBuf, Node),
    Moves(PathBuf, PathBuf),
    Goes(PathBuf),
}

impl Naming {
    fn folder(&self) -> &Path {
        let (Self::Is(path, _) | Self::Moves(_, path) | Self::Goes(path)) = self;
        path.parent().unwrap_or(Path::new(""))
    }

    fn happens(&self, names: &mut Names) {
        match self {
            Self::Is(path, node) => drop(names.insert(path.clone(), node.clone())),
            Self::Moves(from, to) => {
                if let Some(node) = names.remove(from) {
                    names.insert(to.clone(), node);
                }
            }
            Self::Goes(path) => drop(names.remove(path)),
        }
    }
}

/// Files with their content.
pub type Contents = BTreeMap<PathBuf, Vec<u8>>;

/// The tree.
#[derive(Default)]
pub struct Tree {
    files: Vec<Disk>,
    open: BTreeMap<u64, usize>,
    now: Names,
    durable: Names,
    unsynced: Vec<Naming>,
}

impl Tree {
    /// A tree that holds these files, synced.
    pub fn holding(contents: &Contents) -> Self {
        let mut tree = Self::default();
        for (path, bytes) in contents {
            for folder in path.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty()) {
                tree.now.insert(folder.to_owned(), Node::Folder);
            }
            tree.files.push(Disk::holding(bytes.clone()));
            tree.now.insert(path.clone(), Node::File(tree.files.len() - 1));
        }
        tree.durable = tree.now.clone();
        tree
    }

    /// Does what happened.
    pub fn goes_on(&mut self, happened: &Happened) {
        match happened {
            Happened::Open { file, path, new } => self.open(*file, path, *new),
            Happened::Write { file, offset, data } => {
                let disk = &self.files[self.open[file]];
                let end = offset + data.len() as u64;
                if end > disk.len().unwrap() {
                    disk.set_len(end).unwrap();
                }
                disk.write(*offset, data).unwrap();
            }
            Happened::Length { file, length } => self.files[self.open[file]].set_len(*length).unwrap(),
            Happened::Sync(file) => self.files[self.open[file]].sync_data().unwrap(),
            Happened::Rename(from, to) => self.names(Naming::Moves(from.clone(), to.clone())),
            Happened::Link(from, to) => {
                let node = self.now[from].clone();
                self.names(Naming::Is(to.clone(), node));
            }
            Happened::Remove(path) => self.names(Naming::Goes(path.clone())),
            Happened::Folder(path) => self.names(Naming::Is(path.clone(), Node::Folder)),
            Happened::SyncFolder(folder) => {
                let (synced, left): (Vec<_>, Vec<_>) =
                    self.unsynced.drain(..).partition(|naming| naming.folder() == folder);
                synced.iter().for_each(|naming| naming.happens(&mut self.durable));
                self.unsynced = left;
            }
            Happened::Begins(_) | Happened::Ended(..) | Happened::Sent(_) => {}
        }
    }

    fn open(&mut self, file: u64, path: &Path, new: bool) {
        let at = match self.now.get(path) {
            Some(Node::File(at)) => {
                if new {
                    self.files[*at].set_len(0).unwrap();
                }
                *at
            }
            _ => {
                self.files.push(Disk::new());
                let at = self.files.len() - 1;
                self.names(Naming::Is(path.to_owned(), Node::File(at)));
                at
            }
        };
        self.open.insert(file, at);
    }

    fn names(&mut self, naming: Naming) {
        naming.happens(&mut self.now);
        self.unsynced.push(naming);
    }

    /// What a reader finds now.
    pub fn contents(&self) -> Contents {
        self.read(&self.now, |disk| disk.bytes())
    }

    /// The bytes of one file now.
    pub fn bytes(&self, path: &Path) -> Option<Vec<u8>> {
        match self.now.get(path)? {
            Node::File(at) => Some(self.files[*at].bytes()),
            Node::Folder => None,
        }
    }

    /// What is left once the power is back. `keep`: how many of a hundred unsynced sectors and names were kept.
    pub fn after_cut(&self, keep: u64, random: &mut Random) -> Contents {
        let mut names = self.durable.clone();
        for naming in &self.unsynced {
            if random.below(100) < keep {
                naming.happens(&mut names);
            }
        }
        let mut contents = Contents::new();
        for (path, node) in &names {
            let mut folders = path.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
            if let Node::File(at) = node
                && folders.all(|folder| names.get(folder) == Some(&Node::Folder))
            {
                contents.insert(path.clone(), self.files[*at].keeping(keep, random).bytes());
            }
        }
        contents
    }

    fn read(&self, names: &Names, bytes: impl Fn(&Disk) -> Vec<u8>) -> Contents {
        let files = names.iter().filter_map(|(path, node)| match node {
            Node::File(at) => Some((path.clone(), bytes(&self.files[*at]))),
            Node::Folder => None,
        });
        files.collect()
    }
}

/// Writes files below a folder.
pub fn lay_out(contents: &Contents, root: &Path) {
    for (path, bytes) in contents {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

/// Reads files below a folder.
pub fn read_in(root: &Path) -> Contents {
    let (mut folders, mut found) = (vec![root.to_owned()], Contents::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => {
                    let bytes = std::fs::read(&path).unwrap();
                    found.insert(path.strip_prefix(root).unwrap().to_owned(), bytes);
                }
            }
        }
    }
    found
}
