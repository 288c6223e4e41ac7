//! How often a file is read again while it is mended.
//!
//! Belongs here: counting the readings, and the refusal when there would be too many. Does not
//! belong here: the alternatives tried.
//!
//! **Invariant:** a proposal is compared with all its rivals or not proposed: where the readings
//! run out, mending fails.

use crate::catalogue::Wording;
use crate::domain::{Error, Field, Result, error_codes};
use crate::holdings::{Holdings, mend};
use crate::source::{ImportedFile, Reading};
use std::cell::Cell;

/// The readings of a file that mending may still take.
pub(crate) struct Tries<'t> {
    holdings: &'t Holdings,
    file: &'t ImportedFile,
    most: usize,
    left: Cell<usize>,
}

impl<'t> Tries<'t> {
    /// Tries with the permitted number of readings of a file.
    pub(super) fn new(holdings: &'t Holdings, file: &'t ImportedFile, most: usize) -> Self {
        Self { holdings, file, most, left: Cell::new(most) }
    }

    /// Counts one reading: any work that takes as much time as reading a small file. Errors with
    /// `F114` when no readings are left.
    pub(super) fn spend(&self) -> Result<()> {
        let left = self.left.get().checked_sub(1).ok_or_else(|| {
            Error::new(error_codes::TOO_LARGE, "looking for what a definition lacks")
                .in_file(self.file.name.clone())
                .found(format!("so much that the file would be read more than {} times", self.most))
                .expected(
                    "an edition of which a few headings, labels or areas differ from the last",
                )
                .help(format!(
                    "compare its headings and labels with the dataset's definition; or raise \
                     `mend_readings` in the limits.toml of a folder given with {}",
                    Field::Catalogue
                ))
        })?;
        self.left.set(left);
        Ok(())
    }

    /// The result of reading the file with wordings applied to the definitions. The outer error is
    /// `F114` when no readings are left.
    pub(super) fn read(&self, wordings: &[&Wording]) -> Result<Result<Vec<Reading>>> {
        self.spend()?;
        Ok(mend::read_with(self.holdings, self.file, wordings, None))
    }
}
