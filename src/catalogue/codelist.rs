//! Codelists: the labels publications print, and the codes they mean here.

use super::DefinitionFile;
use crate::domain::{Error, Id, Result, error_codes, normal_label, without_glued_marks};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A dimension's codes with all the labels that publications have printed for them.
///
/// File: `codelists/<id>.csv` with columns `code,title,parent,labels`; `labels` are separated by
/// `|`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Codelist {
    /// Name of the file.
    pub id: Id,
    /// The codes, in the order readers see them.
    pub codes: Vec<Code>,
    /// The position of each label's code, by the label's normal form.
    places: BTreeMap<String, usize>,
}

/// The code of figures whose label no codelist contains: they are *not available*, and so is every
/// sum that may need them.
pub const UNPLACED: &str = "unplaced";

/// One code of a [`Codelist`].
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Code {
    /// Such as `contingency-hotel`.
    pub code: String,
    /// Title for readers.
    pub title: String,
    /// The code that this one is a part of; empty at the top. A published total is never summed
    /// with its parts.
    pub parent: String,
    /// Labels as publications print them, separated by `|`; compared in their normal form, whatever
    /// differs in print alone.
    pub labels: String,
}

impl Code {
    fn labels(&self) -> impl Iterator<Item = &str> {
        self.labels.split('|').filter(|label| !label.trim().is_empty())
    }
}

impl Codelist {
    /// Reads a codelist. Errors with `F201` (malformed) and `F204` (parent missing, label given
    /// twice).
    pub(super) fn read(file: &DefinitionFile) -> Result<Self> {
        let stem = file
            .path
            .rsplit('/')
            .next()
            .and_then(|name| name.strip_suffix(".csv"))
            .unwrap_or_default();
        let codes = super::read::csv::<Code>(file, "the columns code,title,parent,labels")?;
        let list = Self::new(Id::new(stem)?, codes);
        list.check().map_err(|error| error.in_file(&file.shown))?;
        Ok(list)
    }

    /// A codelist of these codes. A label that appears twice belongs to the first code.
    pub fn new(id: Id, codes: Vec<Code>) -> Self {
        let mut list = Self { id, codes, places: BTreeMap::new() };
        list.index();
        list
    }

    /// Updates which code each label stands for, after codes or labels were added.
    pub(super) fn index(&mut self) {
        self.places.clear();
        for (place, code) in self.codes.iter().enumerate() {
            for label in code.labels() {
                self.places.entry(normal_label(label)).or_insert(place);
            }
        }
    }

    /// The code for a published label, whatever differs in print alone; `None` when no code has it,
    /// and for an empty one.
    ///
    /// Footnote digits glued to the label fall away where no code has them: `Europe1` is `Europe`.
    pub fn code_of(&self, label: &str) -> Option<&str> {
        let place = |label: &str| self.places.get(&normal_label(label));
        let place = place(label).or_else(|| without_glued_marks(label).and_then(place))?;
        self.codes.get(*place).map(|code| code.code.as_str())
    }

    /// The code's entry.
    pub fn get(&self, code: &str) -> Option<&Code> {
        self.codes.iter().find(|known| known.code == code)
    }

    /// Every label there is, for errors.
    pub fn labels(&self) -> Vec<&str> {
        self.codes.iter().flat_map(Code::labels).collect()
    }

    /// The codes directly below `parent`.
    pub fn children<'a>(&'a self, parent: &'a str) -> impl Iterator<Item = &'a str> {
        self.codes.iter().filter(move |code| code.parent == parent).map(|code| code.code.as_str())
    }

    /// True for a code that is another or is below it.
    pub fn lies_in(&self, part: &str, whole: &str) -> bool {
        part == whole
            || self
                .get(part)
                .is_some_and(|code| !code.parent.is_empty() && self.lies_in(&code.parent, whole))
    }

    fn check(&self) -> Result<()> {
        for (place, code) in self.codes.iter().enumerate() {
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
            let taken = |label: &&str| self.places.get(&normal_label(label)) != Some(&place);
            if let Some(label) = code.labels().find(taken) {
                return Err(Error::new(error_codes::DEFINITION_WRONG, doing)
                    .at_key(&code.code)
                    .found(format!("the label {label:?} a second time"))
                    .expected("each label under one code"));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Code, Codelist};
    use crate::domain::Id;

    fn list(labels: &[(&str, &str)]) -> Codelist {
        let code = |(code, labels): &(&str, &str)| Code {
            code: (*code).to_owned(),
            title: String::new(),
            parent: String::new(),
            labels: (*labels).to_owned(),
        };
        Codelist::new(Id::new("an-example").unwrap(), labels.iter().map(code).collect())
    }

    #[test]
    fn labels_are_found_whatever_differs_in_print_alone() {
        let list = list(&[
            ("all", ""),
            ("alone", "Living independently"),
            ("eu", "EU"),
            ("eu8", "EU8|Europe1"),
        ]);
        for (label, code) in [
            ("2. Living independently", Some("alone")),
            ("LIVING\u{a0}independently [note 3]", Some("alone")),
            ("Living independently2,3", Some("alone")),
            ("EU", Some("eu")),
            ("EU8", Some("eu8")),
            ("EU2", None),
            ("Europe1", Some("eu8")),
            ("Europe", None),
            ("", None),
            (" ", None),
        ] {
            assert_eq!(list.code_of(label), code, "{label:?}");
        }
        assert!(list.check().is_ok());
    }

    #[test]
    fn a_label_of_two_codes_is_refused_whatever_its_print() {
        assert!(list(&[("a", "Other: work"), ("b", "Other – Work")]).check().is_err());
        assert!(list(&[("a", "Other: work|Other – Work")]).check().is_ok());
    }
}
