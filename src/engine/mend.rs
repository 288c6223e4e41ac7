//! Mending: what the definitions lack to read a file, turned into wordings, with the sums that support them.
//!
//! Belongs here: which wordings are proposed, which of several the publication's own sums confirm, where they are kept.
//! Does not belong here: what a wording adds to a definition (`catalogue::wording`), what a file lacks (`source::shape`).
//!
//! **Invariant:** a proposal is *proved* only where sums of the publication need it and no other proposal fits as well.

mod alternatives;
mod areas;
mod entry;
mod ignored;
mod labels;
mod likeness;
mod texts;
mod tries;

use self::alternatives::{Alternative, alternatives};
use self::entry::{Entry, Sums, Support};
use self::tries::Tries;
use super::Engine;
use super::watch::Watched;
use crate::catalogue::{CheckKind, Codelist, Dataset, FileDate, Wording};
use crate::domain::{Date, Error, Id, Lack, Result, error_codes};
use crate::source::format::Workbook;
use crate::source::{ImportedFile, Reading, Shaper, Writer, read_text, sealed_text, write_whole};
use crate::table::{Cell, Column, Listing, Source};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// How often a file is read anew for what is still lacking.
const MOST_ROUNDS: usize = 12;

/// What a file lacks, and what would read it.
#[derive(Debug, Clone)]
pub struct Mended {
    /// What is proposed: kind, found, proposed, proof.
    pub listing: Listing,
    /// The same in sentences.
    pub notes: Vec<String>,
    /// The proposals as definitions, by dataset.
    pub wordings: Vec<Wording>,
    /// Those that sums of the publication confirm, and days that a person has given.
    pub proved: Vec<Wording>,
    /// The others, in sentences.
    pub unproved: Vec<String>,
    /// What would be read with them.
    pub readings: Vec<Reading>,
    /// What stands against the file still.
    pub left: Option<Error>,
    /// True when the publication's own sums confirm every proposal.
    pub is_proved: bool,
}

/// The definitions with wordings laid over them.
struct Laid {
    datasets: BTreeMap<Id, Dataset>,
    codelists: BTreeMap<Id, Codelist>,
}

impl Engine {
    /// What would read a file: proposals for everything that its dataset's definition lacks. Nothing is written.
    ///
    /// `as_at` is the day of a file that does not say it. Errors: those of reading where nothing can be proposed.
    pub fn mend(&self, path: &Path, as_at: Option<Date>) -> Result<Mended> {
        let file = ImportedFile::read(path, self.catalogue.limits.file_bytes)?;
        self.watched(&Watched::file(&file), || self.mend_file(&file, as_at, u8::MAX))
    }

    /// The same for a file that has been read into memory, by proposals up to a rank.
    pub(super) fn mend_file(&self, file: &ImportedFile, as_at: Option<Date>, rank: u8) -> Result<Mended> {
        let limits = &self.catalogue.limits;
        let most = if rank == 0 { limits.proof_readings } else { limits.mend_readings };
        let tries = &Tries::new(self, file, most);
        let mut entries: Vec<Entry> = Vec::new();
        let mut outcome = tries.read(&[])?;
        for _ in 0..MOST_ROUNDS {
            let lacks = lacks_of(&outcome);
            let known = |lack: &Lack| entries.iter().any(|entry| entry.lack == *lack);
            let new: Vec<Lack> = lacks.into_iter().filter(|lack| !known(lack)).collect();
            let before = entries.len();
            for lack in new {
                tries.spend()?;
                let mut found = match (&lack, as_at) {
                    (Lack::Day { dataset }, Some(day)) => vec![dated(dataset, file, day)],
                    _ => alternatives(self, &lack, outcome.as_deref().unwrap_or_default())?,
                };
                found.retain(|alternative| alternative.rank <= rank);
                if !found.is_empty() {
                    entries.push(Entry { lack, alternatives: found, chosen: 0, support: Support::default() });
                }
            }
            if entries.len() == before {
                break;
            }
            self.choose(tries, &mut entries, before)?;
            outcome = tries.read(&wordings_of(&entries))?;
        }
        if entries.is_empty() {
            return Err(self.nothing_to_mend(file, outcome));
        }
        let (readings, left) = match outcome {
            Ok(readings) => {
                self.weigh(tries, &mut entries, &readings)?;
                let left = readings.iter().find_map(|reading| reading.doubts().next().map(|(_, error)| error));
                (readings, left)
            }
            Err(error) => (Vec::new(), Some(error)),
        };
        Ok(Mended {
            listing: listing(&entries),
            notes: entries.iter().map(Entry::note).collect(),
            wordings: merged(entries.iter()),
            proved: merged(entries.iter().filter(|entry| entry.is_known())),
            unproved: entries.iter().filter(|entry| !entry.is_known()).map(Entry::note).collect(),
            is_proved: left.is_none() && entries.iter().all(Entry::is_proved),
            readings,
            left,
        })
    }

    /// Of each new entry, the first alternative with which the file is read further, and without a failed sum if there is one.
    fn choose(&self, tries: &Tries<'_>, entries: &mut [Entry], from: usize) -> Result<()> {
        for at in from..entries.len() {
            let mut best = (usize::MAX, 0);
            for choice in 0..entries[at].alternatives.len() {
                entries[at].chosen = choice;
                let badness = match tries.read(&wordings_of(entries))? {
                    Ok(readings) => differing(&readings),
                    // Read further than before, but not to the end.
                    Err(error) if error.lack().is_some_and(|lack| *lack != entries[at].lack) => usize::MAX - 2,
                    Err(_) => usize::MAX - 1,
                };
                if badness < best.0 {
                    best = (badness, choice);
                }
            }
            entries[at].chosen = best.1;
        }
        Ok(())
    }

    /// Finds for each entry the sums that need it, and what else fits as well.
    fn weigh(&self, tries: &Tries<'_>, entries: &mut [Entry], readings: &[Reading]) -> Result<()> {
        let laid = self.laid_over(&wordings_of(entries))?;
        for at in 0..entries.len() {
            let mut support = Support { sums: self.sums_for(&entries[at], readings, &laid)?, ..Support::default() };
            support.rivals = self.that_fit_as_well(tries, entries, at, differing(readings))?;
            let wording = &entries[at].alternative().wording;
            if !wording.ignore.is_empty() {
                let held = self.table(&wording.dataset)?;
                support.against = ignored::lost(&laid.datasets[&wording.dataset], readings, held.as_deref())?;
            }
            if let Lack::Area { name, code, .. } = &entries[at].lack {
                let printed = name.as_ref().or(code.as_ref()).map_or("", String::as_str);
                support.against = areas::several_named(&self.geography, printed);
                let without = tries.read(&wordings_without(entries, at))?.unwrap_or_default();
                let mut others = areas::without_a_row(&self.geography, entries[at].alternative(), readings, &without)?;
                others.retain(|other| !support.rivals.contains(other));
                support.rivals.append(&mut others);
            }
            entries[at].support = support;
        }
        Ok(())
    }

    /// How many sums of the publication hold only with an entry; all that hold where it only passes a column over.
    fn sums_for(&self, entry: &Entry, readings: &[Reading], laid: &Laid) -> Result<Sums> {
        let about = entry.alternative();
        let of_it = || readings.iter().filter(|reading| reading.dataset == about.wording.dataset);
        if !about.wording.ignore.is_empty() && about.wording.header.is_empty() {
            let hold = of_it().map(|reading| reading.sums_that_hold(&laid.datasets[&reading.dataset]));
            return Ok(Sums::Hold(hold.sum()));
        }
        // Sums of areas hold for any column or label that is additive; only parts of a whole tell them apart.
        let kind = match entry.lack {
            Lack::Area { .. } => CheckKind::AreasSum,
            _ => CheckKind::PartsSum,
        };
        let mut sums = 0;
        for reading in of_it() {
            let dataset = &laid.datasets[&reading.dataset];
            let concerned = |row: &crate::table::Row| about.concerns(row, dataset);
            sums += self.shaper_with(laid).sums_that_need(&reading.table, dataset, kind, &concerned)?;
        }
        Ok(Sums::NeedIt(sums))
    }

    /// The other alternatives of an entry, no less likely, with which no more checks and doubts differ.
    fn that_fit_as_well(
        &self,
        tries: &Tries<'_>,
        entries: &mut [Entry],
        at: usize,
        fits: usize,
    ) -> Result<Vec<String>> {
        let chosen = entries[at].chosen;
        let rank = entries[at].alternative().rank;
        let mut rivals = Vec::new();
        for choice in 0..entries[at].alternatives.len() {
            if choice == chosen || entries[at].alternatives[choice].rank > rank {
                continue;
            }
            entries[at].chosen = choice;
            let other = tries.read(&wordings_of(entries))?;
            if other.is_ok_and(|readings| differing(&readings) <= fits) {
                rivals.push(entries[at].alternative().rival.clone());
            }
        }
        entries[at].chosen = chosen;
        Ok(rivals)
    }

    /// The readings of a file obtained at a moment, with wordings laid over the definitions.
    pub(super) fn read_with(&self, file: &ImportedFile, wordings: &[&Wording], now: &str) -> Result<Vec<Reading>> {
        let laid = self.laid_over(wordings)?;
        let mut workbook = Workbook::open(&file.bytes, &file.name, &self.catalogue.limits)?;
        let source = Source {
            dataset: Id::new("unknown")?,
            edition: String::new(),
            file: file.name.clone(),
            sha256: file.sha256.clone(),
            retrieved: now.to_owned(),
            published: None,
            address: String::new(),
            bundled: false,
            revises: false,
        };
        self.shaper_with(&laid).examine(&mut workbook, &source)
    }

    fn laid_over(&self, wordings: &[&Wording]) -> Result<Laid> {
        let mut laid = Laid { datasets: self.catalogue.datasets.clone(), codelists: self.catalogue.codelists.clone() };
        for wording in wordings {
            let mut dataset = self.catalogue.dataset(wording.dataset.as_str())?.clone();
            if let Some(held) = laid.datasets.get(&wording.dataset) {
                dataset = held.clone();
            }
            wording.lay_over(&mut dataset, &mut laid.codelists)?;
            laid.datasets.insert(dataset.id.clone(), dataset);
        }
        Ok(laid)
    }

    fn shaper_with<'l>(&'l self, laid: &'l Laid) -> Shaper<'l> {
        Shaper { datasets: &laid.datasets, codelists: &laid.codelists, ..self.shaper() }
    }

    /// True unless it is certain that nothing can be proposed for what an error says is lacking.
    pub(super) fn may_mend(&self, error: &Error) -> bool {
        error.lack().is_some_and(|lack| alternatives::in_the_way(self, lack).is_none())
    }

    /// The error of a file for which nothing can be proposed, and why not.
    fn nothing_to_mend(&self, file: &ImportedFile, outcome: Result<Vec<Reading>>) -> Error {
        let doubt =
            |readings: &Vec<Reading>| readings.iter().find_map(|one| one.doubts().next().map(|(_, error)| error));
        let error = match outcome {
            Err(error) => Some(error),
            Ok(readings) => doubt(&readings).or_else(|| self.doubtful(file)),
        };
        let error = match error {
            Some(error) => {
                let why = error.lack().map_or_else(
                    || Some("it is about figures, not about a heading, a label, a sheet or an area".to_owned()),
                    |lack| alternatives::in_the_way(self, lack),
                );
                error.also(format!("no proposal: {}", why.unwrap_or("nothing fits it".to_owned())))
            }
            None => Error::new(error_codes::OPTION_WRONG, "looking for what a definition lacks")
                .found("a file that is read without it")
                .help("import it with `fairshares import FILE`"),
        };
        error.in_file(file.name.clone())
    }

    /// Writes wordings where every later import finds them: into the store's folder, or the folder of definitions given.
    ///
    /// Returns the files. What they hold already stays. Errors with `F401` and `F201`; for the store's folder as any change of it.
    pub fn keep_wordings(&self, wordings: &[Wording], folder: Option<&Path>, now: &str) -> Result<Vec<PathBuf>> {
        let mut kept = wordings.iter().filter(|wording| !wording.is_empty()).peekable();
        let most = self.catalogue.limits.definition_bytes;
        match folder.map(|folder| folder.join("wordings")) {
            Some(folder) => kept.map(|wording| keep_wording(wording, &folder, most)).collect(),
            None if kept.peek().is_none() => Ok(Vec::new()),
            None => self.store.change(Writer { doing: "keeping wordings", now }, |store| {
                let written: Vec<PathBuf> =
                    kept.map(|wording| keep_wording(wording, &self.wordings_folder, most)).collect::<Result<_>>()?;
                written.iter().try_for_each(|path| store.copy_wording(path))?;
                Ok(written)
            }),
        }
    }
}

/// Adds a wording to the file of its dataset in a folder, of `most` bytes. Errors with `F401` and `F114`.
fn keep_wording(wording: &Wording, folder: &Path, most: usize) -> Result<PathBuf> {
    let path = folder.join(format!("{}.toml", wording.dataset));
    let failed = |found: String| {
        Error::new(error_codes::FILE_INACCESSIBLE, "writing wordings").in_file(path.display().to_string()).found(found)
    };
    let mut whole = match path.exists() {
        true => toml::from_str(&read_text(&path, most)?).map_err(|error| failed(error.to_string()))?,
        false => Wording::new(wording.dataset.clone()),
    };
    whole.extend(wording.clone());
    let text = toml::to_string(&whole).map_err(|error| failed(error.to_string()))?;
    let head = "# Wordings laid over the definition of this dataset; see data/catalogue/README.md.\n";
    std::fs::create_dir_all(folder).map_err(|error| failed(error.to_string()))?;
    write_whole(&path, sealed_text(&format!("{head}{text}")).as_bytes())?;
    Ok(path)
}

/// How many checks and doubts of some readings differ.
fn differing(readings: &[Reading]) -> usize {
    readings.iter().map(|reading| reading.doubts().count()).sum()
}

/// What the definitions lack, as far as the file was read.
///
/// A table of the workbook that was not read at all stands among the doubts of the first that was.
pub(super) fn lacks_of(outcome: &Result<Vec<Reading>>) -> Vec<Lack> {
    let readings = match outcome {
        Err(error) => return error.lack().cloned().into_iter().collect(),
        Ok(readings) => readings,
    };
    let own = readings.iter().flat_map(|reading| reading.lacks.iter().cloned());
    let doubts = readings.iter().flat_map(Reading::doubts).filter_map(|(_, error)| error.lack().cloned());
    let mut seen = BTreeSet::new();
    own.chain(doubts).filter(|lack| seen.insert(lack.clone())).collect()
}

fn dated(dataset: &Id, file: &ImportedFile, day: Date) -> Alternative {
    let mut wording = Wording::new(dataset.clone());
    wording.file.push(FileDate { sha256: file.sha256.clone(), as_at: day.to_string(), proof: None });
    Alternative::new(format!("its figures are as at {day}"), wording, 0)
}

fn wordings_of(entries: &[Entry]) -> Vec<&Wording> {
    entries.iter().map(|entry| &entry.alternative().wording).collect()
}

fn wordings_without(entries: &[Entry], at: usize) -> Vec<&Wording> {
    let others = entries.iter().enumerate().filter(|(place, _)| *place != at);
    others.map(|(_, entry)| &entry.alternative().wording).collect()
}

/// One wording for each dataset, each entry with its proof.
fn merged<'e>(entries: impl Iterator<Item = &'e Entry>) -> Vec<Wording> {
    let mut all: BTreeMap<Id, Wording> = BTreeMap::new();
    for entry in entries {
        let wording = entry.alternative().wording.clone().with_proof(&entry.proof());
        let whole = all.entry(wording.dataset.clone()).or_insert_with(|| Wording::new(wording.dataset.clone()));
        whole.extend(wording);
    }
    all.into_values().collect()
}

fn listing(entries: &[Entry]) -> Listing {
    let names = ["kind", "found", "proposed", "proof"];
    let mut seen = BTreeSet::new();
    let rows = entries.iter().map(|entry| {
        let (kind, found) = alternatives::described(&entry.lack);
        [kind, &found, &entry.alternative().proposed, &entry.proof()].map(Cell::from).to_vec()
    });
    Listing {
        caption: "Proposed wordings".to_owned(),
        columns: names.iter().map(|name| Column::text(name, name)).collect(),
        rows: rows.filter(|row| seen.insert(format!("{row:?}"))).collect(),
        notes: Vec::new(),
    }
}
