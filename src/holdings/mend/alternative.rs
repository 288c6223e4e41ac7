//! One possible meaning of something in a file that its definition does not cover.

use crate::catalogue::{Dataset, LabelWording, Role, TextWording, Wording};
use crate::domain::Id;
use crate::table::Row;

/// One possible meaning for a missing definition.
#[derive(Debug, Clone)]
pub(crate) struct Alternative {
    /// The meaning in words.
    pub proposed: String,
    /// The same in a few words, where it is named as a rival of another.
    pub rival: String,
    /// The definition with that meaning.
    pub wording: Wording,
    /// The order of likelihood before any sum is checked: 0, or 1 where the meaning assumes more.
    pub rank: u8,
}

impl Alternative {
    pub(super) fn new(proposed: String, wording: Wording, rank: u8) -> Self {
        Self { rival: proposed.clone(), proposed, wording, rank }
    }

    /// True for the figures that would be others, or not be there, without it.
    pub(super) fn concerns(&self, row: &Row, dataset: &Dataset) -> bool {
        let of_column = |id: &str| {
            dataset.column(id).is_some_and(|column| match column.role {
                Role::Value | Role::Ages => {
                    let is_measure = column
                        .measure
                        .as_ref()
                        .is_none_or(|measure| measure.as_str() == row.measure);
                    let stands = |(dimension, code): (&Id, &String)| {
                        dataset.dim_index(dimension).is_none_or(|index| row.dims[index] == *code)
                    };
                    is_measure && column.set.iter().all(stands)
                }
                _ => true,
            })
        };
        let of_label = |label: &LabelWording| {
            let is_of = |index: &usize| {
                dataset.dimension[*index].codelist.as_ref() == Some(&label.codelist)
            };
            (0..dataset.dimension.len()).filter(is_of).any(|index| row.dims[index] == label.code)
        };
        // Sums may confirm which measure a text means; they never confirm the meaning of a constant
        // or a remark.
        let is_of_measure = |text: &TextWording| {
            let measures = dataset.column(&text.column).map(|column| &column.measures);
            measures
                .and_then(|known| known.get(&text.means))
                .is_some_and(|id| id.as_str() == row.measure)
        };
        let wording = &self.wording;
        wording.header.iter().any(|header| of_column(&header.column))
            || wording.label.iter().any(of_label)
            || wording.area.iter().any(|area| area.code == row.area)
            || wording.text.iter().any(is_of_measure)
            || wording.sheet.iter().any(|sheet| row.cell.starts_with(&format!("{}!", sheet.text)))
    }
}
