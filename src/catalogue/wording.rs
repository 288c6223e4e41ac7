//! Wordings added to a dataset: texts that a publication prints and its definition does not contain
//! yet.
//!
//! Belongs here: their file, what each entry adds to a dataset and its codelists. Does not belong
//! here: entries that a dataset keeps as they are (`overrides`), how they are found
//! (`source::shape`), where they are stored (`holdings`).
//!
//! **Invariant:** a wording only adds; it never changes an existing part of a definition.

use super::overrides::{AreaWording, FileDate};
use super::{Code, Codelist, ColumnDefinition, Control, Dataset, Definitions, Role};
use crate::domain::{Error, Id, Result, error_codes};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The additions to one dataset. File: `wordings/<dataset>.toml`, also one written by
/// `fairshares mend`.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// The dataset; also the name of the file.
    pub dataset: Id,
    /// Further headers of its columns.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub header: Vec<HeaderWording>,
    /// Further columns that are not read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ignore: Vec<IgnoredColumn>,
    /// Further labels.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub label: Vec<LabelWording>,
    /// Names or codes of areas as they are printed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub area: Vec<AreaWording>,
    /// Further names of sheets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sheet: Vec<SheetWording>,
    /// Further texts of columns with a closed list of texts: constants, measures and remarks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub text: Vec<TextWording>,
    /// Further control figures.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub control: Vec<Control>,
    /// Days of files that do not contain their own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub file: Vec<FileDate>,
}

/// A header that a column has as well.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct HeaderWording {
    /// Id of the column.
    pub column: String,
    /// The header as printed.
    pub text: String,
    /// The evidence for it.
    pub proof: Option<String>,
}

/// A column that is not read.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct IgnoredColumn {
    /// Its header as printed.
    pub text: String,
    /// Why no figure is lost by it.
    pub proof: Option<String>,
}

/// A label that a code has as well.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct LabelWording {
    /// The codelist.
    pub codelist: Id,
    /// The label as printed.
    pub text: String,
    /// Its code; a new one where `parent` is given.
    pub code: String,
    /// For a new code: the code that it is a part of.
    pub parent: Option<String>,
    /// The evidence for it.
    pub proof: Option<String>,
}

/// A name that the sheet of a layout has as well.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SheetWording {
    /// A name that the sheet has had.
    pub sheet: String,
    /// The name as printed in the file.
    pub text: String,
    /// The evidence for it.
    pub proof: Option<String>,
}

/// A text in a column in place of a known one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct TextWording {
    /// Id of the column.
    pub column: String,
    /// The text as printed.
    pub text: String,
    /// The known text with the same meaning, or the text with which skipped rows begin.
    pub means: String,
    /// The evidence for it.
    pub proof: Option<String>,
}

impl Wording {
    /// No wording of a dataset.
    pub fn new(dataset: Id) -> Self {
        Self {
            dataset,
            header: Vec::new(),
            ignore: Vec::new(),
            label: Vec::new(),
            area: Vec::new(),
            sheet: Vec::new(),
            text: Vec::new(),
            control: Vec::new(),
            file: Vec::new(),
        }
    }

    /// Adds the entries of another of the same dataset, each once.
    pub fn extend(&mut self, other: Self) {
        fn add<T: PartialEq>(held: &mut Vec<T>, more: Vec<T>) {
            for one in more {
                if !held.contains(&one) {
                    held.push(one);
                }
            }
        }
        add(&mut self.header, other.header);
        add(&mut self.ignore, other.ignore);
        add(&mut self.label, other.label);
        add(&mut self.area, other.area);
        add(&mut self.sheet, other.sheet);
        add(&mut self.text, other.text);
        add(&mut self.control, other.control);
        add(&mut self.file, other.file);
    }

    /// The same with a proof for each entry that has none.
    pub fn with_proof(mut self, proof: &str) -> Self {
        let proofs = self.header.iter_mut().map(|one| &mut one.proof);
        let proofs = proofs.chain(self.ignore.iter_mut().map(|one| &mut one.proof));
        let proofs = proofs.chain(self.label.iter_mut().map(|one| &mut one.proof));
        let proofs = proofs.chain(self.area.iter_mut().map(|one| &mut one.proof));
        let proofs = proofs.chain(self.sheet.iter_mut().map(|one| &mut one.proof));
        let proofs = proofs.chain(self.text.iter_mut().map(|one| &mut one.proof));
        for held in proofs.chain(self.file.iter_mut().map(|one| &mut one.proof)) {
            held.get_or_insert_with(|| proof.to_owned());
        }
        self
    }

    /// True when it has no entry.
    pub fn is_empty(&self) -> bool {
        *self == Self::new(self.dataset.clone())
    }

    /// Applies it to a dataset and the codelists. Errors with `F202` for a column, codelist, code,
    /// sheet or text that does not exist, and with `F204` for an area that cannot be one.
    pub fn apply_to(
        &self,
        dataset: &mut Dataset,
        codelists: &mut Definitions<Codelist>,
    ) -> Result<()> {
        for one in &self.header {
            let column = dataset.column.iter_mut().find(|column| column.id == one.column);
            let column = column.ok_or_else(|| {
                dangling("header", &one.column, "the id of a column of the dataset")
            })?;
            add_text(&mut column.header, &one.text);
        }
        for one in &self.ignore {
            let id = format!("passed-over-{}", dataset.column.len() + 1);
            dataset.column.push(ignored(&id, &one.text));
            dataset.layout.iter_mut().for_each(|layout| layout.columns.push(id.clone()));
        }
        for one in &self.label {
            let list = codelists.get_mut(&one.codelist);
            let list = list
                .ok_or_else(|| dangling("label", one.codelist.as_str(), "the id of a codelist"))?;
            one.add_to(list)?;
            list.index();
        }
        for one in &self.sheet {
            let rules = dataset.layout.iter_mut().flat_map(|layout| &mut layout.sheet);
            let mut known = rules.filter(|rule| rule.names.contains(&one.sheet)).peekable();
            if known.peek().is_none() {
                return Err(dangling("sheet", &one.sheet, "a name of a sheet of the dataset"));
            }
            known.for_each(|rule| add_text(&mut rule.names, &one.text));
        }
        for one in &self.text {
            one.add_to(dataset)?;
        }
        dataset.printed_area.extend(self.area.iter().cloned());
        dataset.file_date.extend(self.file.iter().cloned());
        if let Some(recognise) = &mut dataset.recognise {
            recognise.control.extend(self.control.iter().cloned());
        }
        Ok(())
    }
}

impl LabelWording {
    fn add_to(&self, list: &mut Codelist) -> Result<()> {
        if let Some(code) = list.codes.iter_mut().find(|known| known.code == self.code) {
            let is_known = code.labels.split('|').any(|label| label.trim() == self.text.trim());
            if !is_known {
                code.labels = [code.labels.as_str(), &self.text].join("|");
            }
            return Ok(());
        }
        let Some(parent) = &self.parent else {
            return Err(dangling(
                "label",
                &self.code,
                "a code of the list, or a new one with its `parent`",
            ));
        };
        if !parent.is_empty() && list.get(parent).is_none() {
            return Err(dangling("label", parent, "a code of the list as `parent`"));
        }
        list.codes.push(Code {
            code: self.code.clone(),
            title: self.text.clone(),
            parent: parent.clone(),
            labels: self.text.clone(),
        });
        Ok(())
    }
}

impl TextWording {
    fn add_to(&self, dataset: &mut Dataset) -> Result<()> {
        let mut rules =
            dataset.pass_over.iter_mut().filter(|rule| rule.column.as_ref() == Some(&self.column));
        if let Some(rule) = rules.find(|rule| rule.starts.contains(&self.means)) {
            add_text(&mut rule.starts, &self.text);
            return Ok(());
        }
        let column = dataset.column.iter_mut().find(|column| column.id == self.column);
        let column = column
            .ok_or_else(|| dangling("text", &self.column, "the id of a column of the dataset"))?;
        if let Some(measure) = column.measures.get(&self.means).cloned() {
            column.measures.insert(self.text.clone(), measure);
        } else if let Some(status) = column.statuses.get(&self.means).copied() {
            column.statuses.insert(self.text.clone(), status);
        } else if column.values.contains(&self.means) {
            add_text(&mut column.values, &self.text);
        } else {
            return Err(dangling("text", &self.means, "a text of the column as `means`"));
        }
        Ok(())
    }
}

fn add_text(texts: &mut Vec<String>, text: &str) {
    if !texts.iter().any(|held| held == text) {
        texts.push(text.to_owned());
    }
}

fn ignored(id: &str, header: &str) -> ColumnDefinition {
    ColumnDefinition {
        id: id.to_owned(),
        header: vec![header.to_owned()],
        role: Role::Ignore,
        optional: true,
        dimension: None,
        measure: None,
        set: BTreeMap::new(),
        at: None,
        scale: None,
        empty: None,
        measures: BTreeMap::new(),
        beside: BTreeMap::new(),
        statuses: BTreeMap::new(),
        values: Vec::new(),
        may_be_empty: false,
        uncompared_codes: false,
        reason: Some("no measure needs it".to_owned()),
    }
}

fn dangling(key: &str, found: &str, expected: &str) -> Error {
    Error::new(error_codes::REFERENCE_DANGLING, "laying wordings over a dataset")
        .at_key(key)
        .found(format!("{found:?}"))
        .expected(expected)
}
