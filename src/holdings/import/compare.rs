//! Compares an edition with the one before it during an import.
//!
//! Belongs here: which edition is comparable, and which results of the comparison a user must see.
//! Does not belong here: the comparison itself (`change`, `diff`), and its consequences.

use crate::catalogue::Dataset;
use crate::domain::{Date, Error, ErrorCode, Id, Result, Sha256, error_codes};
use crate::holdings::change::Between;
use crate::holdings::diff::share_a_measure;
use crate::holdings::edition::{Edition, label};
use crate::holdings::precedence::{Replaces, replaces};
use crate::holdings::{Holdings, check, diff};
use crate::source::Reading;

/// Returns `F117` when an edition has lost or changed more figures since the one before than is
/// accepted without review. Also returns everything else that a user should check before relying on
/// the edition.
///
/// The edition that counts, imported again, changes nothing and is not compared. An edition
/// imported after a newer one is not compared, unless the dataset's editions add up to a series.
/// Then it is compared with the edition that it may supersede.
pub(crate) fn compare(
    holdings: &Holdings,
    reading: &mut Reading,
    sha256: Sha256,
) -> Result<Compared> {
    let dataset = &holdings.catalogue().datasets[&reading.dataset];
    let day = reading.as_at;
    let mut held = holdings.editions()?;
    held.retain(|edition| edition.dataset == dataset.id);
    let is_before = |edition: &Edition| edition.sha256 != sha256 && edition.edition <= day;
    if changes_nothing(&held, dataset, day, sha256) {
        return Ok(Compared::default());
    }
    // An edition that a user imported is an entire publication; a built-in edition may be an
    // extract.
    held.sort_by_key(|edition| edition.bundled);
    let new = reading.table.rows()?;
    let mut comparable = None;
    for before in held.iter().filter(|edition| is_before(edition)) {
        match holdings.read_unrefused(dataset, before).and_then(|old| old.rows()) {
            // Files of one dataset may be about different measures, which cannot be compared.
            Ok(old) if share_a_measure(&old, &new) => comparable = Some((before, old)),
            Ok(_) => continue,
            // A damaged store is repaired by importing again, so the damage must not prevent an
            // import.
            Err(error) => {
                let name = label(before, &held);
                reading
                    .notes
                    .push(format!("not compared with the edition {name}: {}", error.problem()));
                // Without an edition to compare it with, nothing is accepted without review.
                return Ok(Compared { unseen: vec![error], ..Compared::default() });
            }
        }
        break;
    }
    let Some((before, old)) = comparable else {
        return Ok(Compared {
            loss: declared_change(holdings, dataset, reading)?,
            ..Compared::default()
        });
    };
    let name = label(before, &held);
    let between = if before.bundled { Between::Extract } else { Between::Editions };
    let comparison = check::comparison(holdings, dataset, between);
    let lost = comparison.loss(&old, &new, &name);
    let (mut unclear, mut unseen) = (None, Vec::new());
    if !dataset.accumulates {
        reading.notes.extend(comparison.shortened(&old, &new, &name));
    }
    if !before.bundled {
        if before.edition == day {
            let differences = diff::differences(holdings, dataset, &old, &new);
            match replaces(reading, before, differences.is_some()) {
                Replaces::No => return Ok(Compared::default()),
                Replaces::Unclear(error) => unclear = Some(error),
                Replaces::Yes => {}
            }
            unseen
                .extend(differences.map(|found| doubt(error_codes::REISSUED, &dataset.id, found)));
        }
        let vanished = comparison.vanished(&old, &new);
        unseen.extend(
            vanished.iter().map(|found| doubt(error_codes::TABLE_LOST, &dataset.id, found.clone())),
        );
        reading.notes.extend(vanished);
    }
    let loss = if lost.is_some() { lost } else { declared_change(holdings, dataset, reading)? };
    Ok(Compared { loss, unclear, unseen })
}

/// True for an edition that counts already, and for one that a newer one has superseded.
fn changes_nothing(held: &[Edition], dataset: &Dataset, day: Date, sha256: Sha256) -> bool {
    let mut imported = held.iter().filter(|edition| !edition.bundled);
    let is_superseded = imported.clone().any(|edition| edition.edition > day);
    // One that was superseded and comes again takes the place of what a person has accepted
    // meanwhile.
    let counts_already = imported
        .find(|edition| edition.edition == day)
        .is_some_and(|edition| edition.sha256 == sha256);
    counts_already || (is_superseded && !dataset.accumulates)
}

fn declared_change(
    holdings: &Holdings,
    dataset: &Dataset,
    reading: &Reading,
) -> Result<Option<Error>> {
    let outcomes = check::declared_changes(holdings, dataset, &reading.table, reading.as_at)?;
    Ok(outcomes.into_iter().find_map(|outcome| outcome.error))
}

/// What comparing an edition with the one before has found.
#[derive(Default)]
pub(crate) struct Compared {
    /// More figures, or a larger part of a total, are missing than is accepted without review.
    pub loss: Option<Error>,
    /// Two editions have the same day and it is unclear which is newer.
    pub unclear: Option<Error>,
    /// The errors that a refresh must not accept without review.
    pub unseen: Vec<Error>,
}

/// A doubt about a dataset in a file that a user must review.
pub(crate) fn doubt(code: &'static ErrorCode, dataset: &Id, found: String) -> Error {
    Error::new(code, format!("comparing {dataset} with the edition before"))
        .found(format!("{dataset}: {found}"))
}
