//! Everything in a store read against its checksums, and what of it can be put right from the rest
//! of the store.
//!
//! Belongs here: lists, snapshots, tables, pins and wordings as files. Does not belong here:
//! reading publications again, which `holdings` does where a manifest has to be made anew.

mod item;

pub use item::{Condition, Item};

use super::lists::quarantine;
use super::sealed::{self, List, Unsound};
use super::{
    Journal, MANIFEST, Manifest, Pin, SNAPSHOTS, Snapshot, Store, Waiting, held_back, inaccessible,
    is_as_sealed, journal, names_in, pins, write_into, write_whole,
};
use crate::domain::{Action, Field, Result, Sha256, error_codes};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The folder of the wordings that an import or `mend` has found.
pub(super) const WORDINGS: &str = "wordings";

/// What takes the place of a list of which nothing can be relied upon.
type Instead<'i, T> = &'i dyn Fn() -> Result<Option<(T, String)>>;

impl Store {
    /// The manifest read against its checksum; with `instead` it is put right, from its copy or
    /// else from what that gives.
    pub fn verify_manifest(&self, instead: Option<Instead<'_, Manifest>>) -> Result<Option<Item>> {
        self.verify_list(MANIFEST, "manifest", instead, self.never_written().is_err())
    }

    /// The other lists read against their checksums, the pins among them; put right with `repair`.
    ///
    /// Errors: `F401` when the disk refuses.
    pub fn verify_lists(&self, repair: bool) -> Result<Vec<Item>> {
        let empty = |words: &str| format!("nothing of it could be kept: {words}");
        let journal = || {
            Ok(Some((
                Journal { version: Journal::VERSION, ..Journal::default() },
                empty("the next refresh asks for everything again"),
            )))
        };
        let waiting = || {
            Ok(Some((
                Waiting { version: Waiting::VERSION, ..Waiting::default() },
                empty("files that waited come again with the next refresh"),
            )))
        };
        let mut found = Vec::new();
        found.extend(self.verify_list(
            journal::LIST,
            "journal",
            repair.then_some(&journal),
            false,
        )?);
        found.extend(self.verify_list(
            held_back::LIST,
            "list of editions held back",
            repair.then_some(&waiting),
            false,
        )?);
        let mut names = self.names_of_pins()?;
        let copies = names_in(&self.copy_path(pins::FOLDER))?;
        names.extend(copies.iter().map(|copy| format!("{}/{copy}", pins::FOLDER)));
        names.retain(|name| name.ends_with(".json"));
        names.sort();
        names.dedup();
        let nothing = || Ok(None);
        for name in names {
            let shown = name.trim_start_matches("pins/").trim_end_matches(".json");
            found.extend(self.verify_list::<Pin>(
                &name,
                &format!("pin {shown}"),
                repair.then_some(&nothing),
                true,
            )?);
        }
        Ok(found)
    }

    /// What stands in the place of a list, whether or not it is text; `None` where nothing does.
    fn text_if_there(&self, name: &str) -> Result<Option<String>> {
        let path = self.folder.join(name);
        match fs::read(&path) {
            Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            // A folder in its place is no list either.
            Err(_) if path.is_dir() => Ok(Some(String::new())),
            Err(error) => Err(inaccessible("reading a list of the store", &path, &error)),
        }
    }

    /// One list; `None` where there is none and none is missed.
    fn verify_list<T: List>(
        &self,
        name: &str,
        shown: &str,
        instead: Option<Instead<'_, T>>,
        is_missed: bool,
    ) -> Result<Option<Item>> {
        let text = self.text_if_there(name)?;
        let has_copy = self.copy_path(name).exists();
        let item = |condition, detail: String| Ok(Some(Item::of(shown, condition, detail)));
        let (condition, found) = match text.as_deref().map(sealed::parse::<T>) {
            None if !(has_copy || is_missed) => return Ok(None),
            None => (Condition::Missing, "it is not there".to_owned()),
            Some(Ok(list))
                if self.copy_of::<T>(name).is_some_and(|copy| copy.serial() > list.serial()) =>
            {
                (Condition::Damaged, "it is older than its copy".to_owned())
            }
            Some(Ok(list)) => {
                let is_same = fs::read(self.copy_path(name)).ok().as_deref()
                    == text.as_deref().map(str::as_bytes);
                let is_old =
                    !has_copy && text.as_deref().is_some_and(|text| !sealed::is_sealed(text));
                return match (is_same, instead) {
                    (true, _) => item(Condition::Sound, String::new()),
                    (false, _) if is_old => item(
                        Condition::Sound,
                        "of an earlier version: it gains a checksum when it is next written"
                            .to_owned(),
                    ),
                    (false, None) => {
                        item(Condition::Damaged, "its copy is missing, damaged or older".to_owned())
                    }
                    (false, Some(_)) => {
                        self.write_list(name, &list)?;
                        item(
                            Condition::Repaired,
                            "its copy was missing, damaged or older".to_owned(),
                        )
                    }
                };
            }
            Some(Err(Unsound::Newer { version, is_sealed: true })) => {
                return item(
                    Condition::Newer,
                    format!("version {version} of its layout: use the newer program"),
                );
            }
            Some(Err(Unsound::Newer { version, .. })) => {
                (Condition::Damaged, format!("version {version} of its layout, without a checksum"))
            }
            Some(Err(Unsound::Damaged(found, _))) => (Condition::Damaged, found),
        };
        let Some(instead) = instead else { return item(condition, found) };
        let (list, from) = match self.copy_of::<T>(name) {
            Some(copy) => (copy, "restored from its copy".to_owned()),
            None => match instead()? {
                Some(made) => made,
                None => return item(condition, format!("{found}; its copy does not help either")),
            },
        };
        self.put_right(name, &list)?;
        item(Condition::Repaired, format!("{found}; {from}"))
    }

    /// The snapshots of a manifest read against their sha256; with `repair` bytes that are not
    /// whole are put aside, so that they are fetched or imported again.
    pub fn verify_snapshots(&self, manifest: &Manifest, repair: bool) -> Result<Vec<Item>> {
        let mut by_bytes: BTreeMap<Sha256, Vec<&Snapshot>> = BTreeMap::new();
        for snapshot in &manifest.snapshots {
            by_bytes.entry(snapshot.sha256).or_default().push(snapshot);
        }
        let mut found = Vec::new();
        for (sha256, editions) in &by_bytes {
            let Some(first) = editions.first() else { continue };
            let names: Vec<String> =
                editions.iter().map(|one| format!("{} {}", one.dataset, one.edition)).collect();
            let name = format!("snapshot of {} ({})", names.join(", "), first.file);
            let path = self.snapshot_path(*sha256);
            let (condition, detail) = match self.bytes(first) {
                Ok(_) => (Condition::Sound, String::new()),
                Err(_) if !path.exists() => (Condition::Missing, again(first)),
                Err(_) => {
                    if repair {
                        quarantine(&path)?;
                    }
                    (Condition::Damaged, again(first))
                }
            };
            found.push(Item::of(name, condition, detail));
        }
        let unlisted =
            self.snapshots_on_disk()?.into_iter().filter(|sha256| !by_bytes.contains_key(sha256));
        found.extend(unlisted.map(|sha256| {
            Item::of(
                format!("snapshot {sha256}"),
                Condition::Unlisted,
                "no edition needs it; import it by its path if one should",
            )
        }));
        Ok(found)
    }

    /// The files that wait for a person read against their sha256; with `repair` one whose bytes
    /// are lost waits no longer, so that it is fetched again.
    ///
    /// Errors: `F401`.
    pub fn verify_waiting(&self, repair: bool) -> Result<Vec<Item>> {
        let waiting = self.waiting().map(|waiting| waiting.held_back).unwrap_or_default();
        let mut found = Vec::new();
        for one in waiting {
            let name = format!("file held back for {} ({})", one.datasets_listed(), one.file);
            found.push(match (self.held_back_bytes(&one), repair) {
                (Ok(_), _) => Item::of(name, Condition::Sound, ""),
                (Err(error), false) => Item::of(name, Condition::Damaged, error.problem()),
                (Err(error), true) => {
                    self.strike_off(&[one.sha256])?;
                    let detail = format!(
                        "{}; it waits no longer: the next refresh fetches it again",
                        error.problem()
                    );
                    Item::of(name, Condition::Repaired, detail)
                }
            });
        }
        Ok(found)
    }

    /// The tables kept read against their checksums; `is_current` says which are of today's
    /// definitions. With `repair` those that are of no use are removed: they are shaped again when
    /// they are asked for.
    pub fn verify_tables(
        &self,
        is_current: &dyn Fn(&str) -> bool,
        repair: bool,
    ) -> Result<Vec<Item>> {
        let mut found = Vec::new();
        for name in self.names_of_tables()? {
            let condition = match (is_current(&name), self.checked_table(&name).is_some()) {
                (true, true) => Condition::Sound,
                (false, true) => Condition::OutOfDate,
                (false, false) if !Self::is_checkable(&name) => Condition::OutOfDate,
                (_, false) => Condition::Damaged,
            };
            let is_removed = repair && condition != Condition::Sound;
            if is_removed {
                self.remove_table(&name)?;
            }
            found.push(match is_removed {
                true => Item::of(
                    format!("table {name}"),
                    Condition::Repaired,
                    format!(
                        "{}; removed, it is shaped again when it is asked for",
                        condition.as_str()
                    ),
                ),
                false => Item::of(format!("table {name}"), condition, ""),
            });
        }
        Ok(found)
    }

    /// The wordings kept read against their checksums; with `repair` one that is not as it was
    /// written is restored from its copy, or put aside.
    ///
    /// Errors: `F401`.
    pub fn verify_wordings(&self, repair: bool) -> Result<Vec<Item>> {
        let mut names = names_in(&self.folder.join(WORDINGS))?;
        names.extend(names_in(&self.copy_path(WORDINGS))?);
        names.retain(|name| name.ends_with(".toml"));
        names.sort();
        names.dedup();
        let mut found = Vec::new();
        for name in names {
            let below = format!("{WORDINGS}/{name}");
            let whole = |text: &String| is_as_sealed(text) && !text.trim().is_empty();
            let read = |path: &Path| fs::read_to_string(path).ok().filter(whole);
            let path = self.folder.join(&below);
            let item = match (read(&path), repair) {
                (Some(_), _) => Item::of(&below, Condition::Sound, ""),
                (None, false) if !path.exists() => {
                    Item::of(&below, Condition::Missing, "its copy is there")
                }
                (None, false) => {
                    Item::of(&below, Condition::Damaged, "another text than its checksum is of")
                }
                (None, true) => {
                    // Hidden, so that it is not read as a definition.
                    let aside = path.with_file_name(format!(".{name}.damaged"));
                    fs::rename(&path, &aside)
                        .map_err(|error| inaccessible("putting wordings aside", &aside, &error))?;
                    let copy = read(&self.copy_path(&below));
                    let from = if copy.is_some() {
                        "restored from their copy".to_owned()
                    } else {
                        format!("put aside: {} finds them again", Action::Mend)
                    };
                    copy.map_or(Ok(()), |text| write_whole(&path, text.as_bytes()))?;
                    Item::of(
                        &below,
                        Condition::Repaired,
                        format!("missing, or another text than its checksum is of; {from}"),
                    )
                }
            };
            found.push(item);
        }
        Ok(found)
    }

    /// Keeps the copy of a wording that a repair falls back on. Errors with `F401`.
    pub fn copy_wording(&self, path: &Path) -> Result<()> {
        let Some(name) = path.file_name() else { return Ok(()) };
        let bytes =
            fs::read(path).map_err(|error| inaccessible("reading wordings", path, &error))?;
        write_into(&self.copy_path(WORDINGS).join(name), &bytes)
    }

    /// The editions of each pin that a manifest has not, or whose bytes are not there.
    pub fn verify_pinned(&self, is_held: &dyn Fn(&super::EditionId) -> bool) -> Vec<Item> {
        let pins = self.names_of_pins().unwrap_or_default();
        let pins = pins
            .iter()
            .filter_map(|name| self.read_if_there::<Pin>(name, pins::WHAT).ok().flatten());
        let lacking = |pin: Pin| {
            let gone: Vec<_> = pin.editions.into_iter().filter(|id| !is_held(id)).collect();
            let name = pin.name;
            gone.into_iter().map(move |id| {
                let detail = format!(
                    "edition {} of {} is not in the store: import its file again (sha256 {})",
                    id.edition, id.dataset, id.sha256
                );
                Item::of(format!("pin {name}"), Condition::Missing, detail)
            })
        };
        pins.flat_map(lacking).collect()
    }

    /// The snapshots of which a file is there, whether or not its bytes are as they were written.
    pub fn snapshots_on_disk(&self) -> Result<Vec<Sha256>> {
        Ok(names_in(&self.folder.join(SNAPSHOTS))?
            .iter()
            .filter_map(|name| Sha256::parse(name))
            .collect())
    }

    /// The bytes of a snapshot by its name, and when they were written. Errors with `F402`.
    pub fn snapshot_bytes(
        &self,
        sha256: Sha256,
    ) -> Result<(Vec<u8>, Option<std::time::SystemTime>)> {
        let path = self.snapshot_path(sha256);
        let written = fs::metadata(&path).and_then(|metadata| metadata.modified()).ok();
        Ok((self.checked_bytes(&path, sha256, &sha256.to_string())?, written))
    }

    /// Errors with `F405` for a manifest that a newer program has written: nothing of its store is
    /// touched.
    pub fn refuse_newer(&self) -> Result<()> {
        match self.manifest() {
            Err(error) if error.code() == error_codes::STORE_NEWER => {
                match self.verify_manifest(None)? {
                    Some(item) if item.condition == Condition::Newer => Err(error),
                    _ => Ok(()),
                }
            }
            _ => Ok(()),
        }
    }
}

/// What a person does about bytes that are lost.
fn again(snapshot: &Snapshot) -> String {
    match &snapshot.fetched {
        Some(history) => format!(
            "{}, then {}; or import {} again ({})",
            Action::Verify.with(Field::Repair),
            Action::Refresh.on(snapshot.dataset.as_str()),
            snapshot.file,
            history.address
        ),
        None => format!("import {} again: it is put back in its place", snapshot.file),
    }
}
