//! The texts of a row that qualify its figures. They show whether the row belongs to the table, its
//! remark, its measure, and whether its body has a part in what is counted.
//!
//! Belongs here: the columns of a row that are not its area, its day, a label or a figure. Does not
//! belong here: the meaning of a text in place of a figure (`values`).

use super::Line;
use crate::catalogue::Role;
use crate::domain::{Error, Id, MissingDefinition, Status, error_codes, same_text};
use crate::source::shape::doubts::Doubts;
use crate::source::shape::figures::Unsure;
use crate::source::shape::header::Found;
use crate::table::Measure;
use std::collections::BTreeSet;

impl<'a> Line<'_, 'a> {
    /// Whether a row belongs to the table: its constant columns must have their constant text.
    pub(in crate::source::shape) fn kind(&self, doubts: &mut Doubts) -> Unsure {
        for found in self.header.of(Role::Constant) {
            let text = self.printed(found);
            let values = &found.definition.values;
            if !values.contains(&text) && !values.iter().any(|value| same_text(value, &text)) {
                doubts.kind(
                    self.unknown(found, &text, "values", values.iter()).in_sheet(&self.sheet.name),
                );
                return Unsure::Kind;
            }
        }
        Unsure::Nothing
    }

    /// The status in the row's remark column; *unreliable* if its meaning is unknown.
    pub(in crate::source::shape) fn remark(&self, doubts: &mut Doubts) -> Option<Status> {
        let mut remark = None;
        for found in self.header.of(Role::Status) {
            let text = self.text(found);
            if text.is_empty() {
                continue;
            }
            let statuses = &found.definition.statuses;
            let printed = || {
                statuses.iter().find(|(mark, _)| same_text(mark, text)).map(|(_, status)| status)
            };
            let unknown = || {
                self.unknown(found, text, "statuses", statuses.keys()).in_sheet(&self.sheet.name)
            };
            let status = statuses.get(text).or_else(printed).copied();
            remark =
                Status::combine(remark, Some(status.unwrap_or_else(|| doubts.remark(unknown()))));
        }
        remark
    }

    /// The status of a zero of the row if a column states that its body can have no part in what is
    /// counted. Also *unreliable* if the meaning of that column's text is unknown.
    pub(in crate::source::shape) fn no_part(
        &self,
        doubts: &mut Doubts,
    ) -> (Option<Status>, Option<Status>) {
        let (mut no_part, mut unknown) = (None, None);
        for found in self.header.of(Role::TakesPart) {
            let (text, definition) = (self.text(found), found.definition);
            let says = |known: &String| known == text || same_text(known, text);
            if let Some((_, status)) = definition.statuses.iter().find(|(known, _)| says(known)) {
                no_part = Status::combine(no_part, Some(*status));
            } else if !definition.values.iter().any(says) {
                let known = definition.values.iter().chain(definition.statuses.keys());
                let error = self.unknown(found, text, "values", known).in_sheet(&self.sheet.name);
                unknown = Some(doubts.remark(error));
            }
        }
        (no_part, unknown)
    }

    /// The measure that the row itself names; all measures that its column may name if the text
    /// matches none of them.
    pub(in crate::source::shape) fn measures_of_row(
        &self,
        kind: Unsure,
        doubts: &mut Doubts,
    ) -> (Vec<&'a Measure>, Unsure) {
        let Some(found) = self.header.of(Role::Measure).next() else { return (Vec::new(), kind) };
        let (text, measures) = (self.text(found), &found.definition.measures);
        let printed =
            || measures.iter().find(|(label, _)| same_text(label, text)).map(|(_, id)| id);
        let measure = |id: &Id| self.dataset.measure(id.as_str());
        if let Some(measure) = measures.get(text).or_else(printed).and_then(measure) {
            return (vec![measure], kind);
        }
        doubts.kind(
            self.unknown(found, text, "measures", measures.keys()).in_sheet(&self.sheet.name),
        );
        let ids: BTreeSet<&Id> = measures.values().collect();
        (ids.into_iter().filter_map(measure).collect(), Unsure::Measure)
    }

    /// `F106` for a text that is not among those `known` under a key of the column's definition.
    fn unknown<'k>(
        &self,
        found: &Found<'_>,
        text: &str,
        key: &str,
        known: impl Iterator<Item = &'k String>,
    ) -> Error {
        let (column, dataset) = (&found.definition.id, &self.dataset.id);
        let known: Vec<&str> = known.map(String::as_str).collect();
        Error::new(error_codes::LABEL_UNKNOWN, format!("reading the column {column} of {dataset}"))
            .at_cell(self.address(found))
            .found(format!("{text:?}"))
            .expected(format!("one of {}", known.join(", ")))
            .lacking(MissingDefinition::Text {
                dataset: dataset.clone(),
                column: column.clone(),
                text: text.trim().to_owned(),
            })
            .help(format!(
                "read the publisher's notes on it, then add it to `{key}` of the column {column} \
                 in data/catalogue/datasets/…/{dataset}.toml"
            ))
    }
}
