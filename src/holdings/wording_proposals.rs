//! Mends a file that a user has supplied.
//!
//! Belongs here: the message for a file for which nothing can be proposed. Does not belong here:
//! the proposals (`mend`).

use crate::domain::{Action, Date, Error, Result, error_codes};
use crate::holdings::mend::{Proposals, WordingProposals, in_the_way};
use crate::holdings::watch::Watched;
use crate::holdings::{Holdings, import, mend};
use crate::source::{ImportedFile, Reading};
use std::path::Path;

/// Proposals for everything that a file needs and its dataset's definition does not cover. Nothing
/// is written.
///
/// `as_at` is the day of a file that does not contain it. Errors: those of reading where nothing
/// can be proposed.
pub fn mend(holdings: &Holdings, path: &Path, as_at: Option<Date>) -> Result<WordingProposals> {
    let file = ImportedFile::read(path, holdings.catalogue().limits.file_bytes)?;
    holdings.reader().watched(&Watched::file(&file), || {
        match mend::mend_file(holdings, &file, as_at, u8::MAX)? {
            Proposals::Found(mended) => Ok(*mended),
            Proposals::None(outcome) => Err(nothing_to_mend(holdings, &file, outcome)),
        }
    })
}

/// The error of a file for which nothing can be proposed, and why not.
fn nothing_to_mend(
    holdings: &Holdings,
    file: &ImportedFile,
    outcome: Result<Vec<Reading>>,
) -> Error {
    let doubt = |readings: &Vec<Reading>| {
        readings.iter().find_map(|one| one.doubts().next().map(|(_, error)| error))
    };
    let error = match outcome {
        Err(error) => Some(error),
        Ok(readings) => doubt(&readings).or_else(|| import::doubtful(holdings, file)),
    };
    let error = match error {
        Some(error) => {
            let why = error.lack().map_or_else(
                || {
                    Some(
                        "it is about figures, not about a heading, a label, a sheet or an area"
                            .to_owned(),
                    )
                },
                |lack| in_the_way(holdings, lack),
            );
            error.also(format!("no proposal: {}", why.unwrap_or("nothing fits it".to_owned())))
        }
        None => Error::new(error_codes::OPTION_WRONG, "looking for what a definition lacks")
            .found("a file that is read without it")
            .help(format!("import it with {}", Action::Import.on("FILE"))),
    };
    error.in_file(file.name.clone())
}
