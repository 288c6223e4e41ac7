//! Codelists: the labels publications print, and the codes they mean here.

use super::DefinitionFile;
use crate::domain::{Error, Id, Result, error_codes};
use serde::Deserialize;

/// A dimension's codes with all the labels that publications have printed for them.
///
/// File: `codelists/<id>.csv` with columns `code,title,parent,labels`; `labels` are separated by `|`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Codelist {
    /// Name of the file.
    pub id: Id,
    /// The codes, in the order readers see them.
    pub codes: Vec<Code>,
}

/// The code of figures whose label no codelist knows: they are *not available*, and so is every sum that may need them.
pub const UNPLACED: &str = "unplaced";

/// One code of a [`Codelist`].
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Code {
    /// Such as `contingency-hotel`.
    pub code: String,
    /// Title for readers.
    pub title: String,
    /// The code that this one is a part of; empty at the top. A published whole is never summed with its parts.
    pub parent: String,
    /// Labels as publications print them, separated by `|`; compared without case and surrounding space.
    pub labels: String,
}

impl Codelist {
    /// Reads a codelist. Errors with `F201` (malformed) and `F204` (parent missing, label given twice).
    pub(super) fn read(file: &DefinitionFile) -> Result<Self> {
        let stem = file.path.rsplit('/').next().and_then(|name| name.strip_suffix(".csv")).unwrap_or_default();
        let codes = super::read::csv::<Code>(file, "the columns code,title,parent,labels")?;
        let list = Self { id: Id::new(stem)?, codes };
        list.check().map_err(|error| error.in_file(&file.shown))?;
        Ok(list)
    }

    /// The code for a published label, whatever its case and surrounding space; `None` when no code has it, and for an empty one.
    pub fn code_of(&self, label: &str) -> Option<&str> {
        // A code without labels is never printed: an empty cell is not it.
        let wanted = Some(folded(label)).filter(|label| !label.is_empty())?;
        self.codes
            .iter()
            .find(|code| code.labels.split('|').any(|known| folded(known) == wanted))
            .map(|code| code.code.as_str())
    }

    /// The code's entry.
    pub fn get(&self, code: &str) -> Option<&Code> {
        self.codes.iter().find(|known| known.code == code)
    }

    /// Every label there is, for errors.
    pub fn labels(&self) -> Vec<&str> {
        self.codes.iter().flat_map(|code| code.labels.split('|')).filter(|label| !label.trim().is_empty()).collect()
    }

    /// The codes directly below `parent`.
    pub fn children<'a>(&'a self, parent: &'a str) -> impl Iterator<Item = &'a str> {
        self.codes.iter().filter(move |code| code.parent == parent).map(|code| code.code.as_str())
    }

    fn check(&self) -> Result<()> {
        let mut seen: Vec<String> = Vec::new();
        for code in &self.codes {
            let doing = format!("reading the codelist {}", self.id);
            if code.code == UNPLACED {
                return Err(Error::new(error_codes::DEFINITION_WRONG, doing)
                    .at_key(&code.code)
                    .found("the code of labels that cannot be placed")
                    .expected("another code"));
            }
            if !code.parent.is_empty() && self.get(&code.parent).is_none() {
                return Err(Error::new(error_codes::REFERENCE_DANGLING, doing)
                    .at_key(&code.code)
                    .found(format!("parent {:?}", code.parent))
                    .expected("a code of the same list"));
            }
            for label in code.labels.split('|').map(folded).filter(|label| !label.is_empty()) {
                if seen.contains(&label) {
                    return Err(Error::new(error_codes::DEFINITION_WRONG, doing)
                        .at_key(&code.code)
                        .found(format!("the label {label:?} a second time"))
                        .expected("each label under one code"));
                }
                seen.push(label);
            }
        }
        Ok(())
    }
}

fn folded(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
