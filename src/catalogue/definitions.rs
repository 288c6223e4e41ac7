//! The definitions of one kind, by id.
//!
//! Belongs here: reading each definition once, and finding it. Does not belong here: the contents
//! of a definition, links between definitions.
//!
//! A catalogue of the built-in files alone is known to be correct: a test reads it in full. Each of
//! its definitions is therefore read on first use. A catalogue with files of other origin is read
//! in full when it is opened.

use super::DefinitionFile;
use crate::domain::{Error, Id, Result, error_codes};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// The definitions of one kind, in order of id.
#[derive(Debug, Clone)]
pub struct Definitions<T> {
    all: BTreeMap<Id, Definition<T>>,
}

/// A definition that is read already, or the file to read it from.
#[derive(Debug, Clone)]
struct Definition<T> {
    read: OnceLock<T>,
    unread: Option<(Arc<DefinitionFile>, Read<T>)>,
}

impl<T> Definition<T> {
    fn of(definition: T) -> Self {
        Self { read: OnceLock::from(definition), unread: None }
    }

    #[expect(clippy::panic, reason = "a test reads every built-in definition")]
    fn get(&self) -> &T {
        self.read.get_or_init(|| match self.unread.as_ref().map(|(file, read)| read(file)) {
            Some(Ok(definition)) => definition,
            Some(Err(error)) => panic!("{error}"),
            None => panic!("a definition without a file"),
        })
    }
}

/// Reads the definition in a file.
pub(super) type Read<T> = fn(&DefinitionFile) -> Result<T>;

/// When definitions are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    /// All of them, when the catalogue is opened.
    Opened,
    /// Each definition is read on first use.
    AskedFor,
}

impl<T> Definitions<T> {
    /// The definitions of a kind. Errors with `F204` for a file whose name is not an id. Where they
    /// are read at once it also errors as `read`, and with `F203` for an id that is not the file's
    /// name or is repeated.
    pub(super) fn of(
        when: When,
        files: Vec<&DefinitionFile>,
        read: Read<T>,
        id: impl Fn(&T) -> &Id,
    ) -> Result<Self> {
        match when {
            When::Opened => Self::read(&files, read, id),
            When::AskedFor => Self::unread(&files, read),
        }
    }

    fn read(files: &[&DefinitionFile], read: Read<T>, id: impl Fn(&T) -> &Id) -> Result<Self> {
        let mut all = BTreeMap::new();
        for file in files {
            let definition = read(file)?;
            let name = id(&definition).clone();
            let wrong = |found: String| {
                Err(Error::new(error_codes::ID_REPEATED, "reading a definition")
                    .in_file(&file.shown)
                    .at_key("id")
                    .found(found))
            };
            if name.as_str() != file.stem() {
                return wrong(format!("id {name} in a file named {}", file.stem()));
            }
            if all.insert(name.clone(), Definition::of(definition)).is_some() {
                return wrong(format!("id {name} a second time"));
            }
        }
        Ok(Self { all })
    }

    fn unread(files: &[&DefinitionFile], read: Read<T>) -> Result<Self> {
        let unread = |file: &&DefinitionFile| {
            let unread = Some((Arc::new((*file).clone()), read));
            Ok((Id::new(file.stem())?, Definition { read: OnceLock::new(), unread }))
        };
        Ok(Self { all: files.iter().map(unread).collect::<Result<_>>()? })
    }

    /// The definition of that id.
    pub fn get(&self, id: &Id) -> Option<&T> {
        self.all.get(id).map(Definition::get)
    }

    /// The definition of that id, to change it.
    pub fn get_mut(&mut self, id: &Id) -> Option<&mut T> {
        let definition = self.all.get_mut(id)?;
        definition.get();
        definition.read.get_mut()
    }

    /// True for an id that a definition has.
    pub fn contains_key(&self, id: &Id) -> bool {
        self.all.contains_key(id)
    }

    /// Adds a definition, or replaces the one of that id.
    pub fn insert(&mut self, id: Id, definition: T) {
        self.all.insert(id, Definition::of(definition));
    }

    /// The ids, in order.
    pub fn keys(&self) -> impl Iterator<Item = &Id> {
        self.all.keys()
    }

    /// The definitions, in order of id.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.all.values().map(Definition::get)
    }

    /// Ids and definitions, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&Id, &T)> {
        self.all.iter().map(|(id, definition)| (id, definition.get()))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// True when there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

impl<T> std::ops::Index<&Id> for Definitions<T> {
    type Output = T;

    fn index(&self, id: &Id) -> &T {
        self.all[id].get()
    }
}

impl<T> Default for Definitions<T> {
    fn default() -> Self {
        Self { all: BTreeMap::new() }
    }
}

impl<T> FromIterator<(Id, T)> for Definitions<T> {
    fn from_iter<I: IntoIterator<Item = (Id, T)>>(definitions: I) -> Self {
        Self {
            all: definitions
                .into_iter()
                .map(|(id, definition)| (id, Definition::of(definition)))
                .collect(),
        }
    }
}
