//! Known errors of publishers, put right in the open.

use crate::domain::date_serde;
use crate::domain::{AreaCode, AreaLevel, Date, Id, Status};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A known error of the publisher.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// Name, unique in the dataset.
    pub id: Id,
    /// What is done about it.
    pub action: Action,
    /// The codes in question; where `figures` are listed, theirs.
    #[serde(default)]
    pub codes: Vec<AreaCode>,
    /// The levels of the areas in question, besides `codes`.
    #[serde(default)]
    pub levels: Vec<AreaLevel>,
    /// The day of the rows in question; any day when absent.
    #[serde(default, deserialize_with = "date_serde::optional")]
    pub as_at: Option<Date>,
    /// The first and the last day of the rows in question, where the error stands for longer than a
    /// day.
    pub between: Option<[Date; 2]>,
    /// For `trust-code`: the wrong name printed beside the code.
    pub name: Option<String>,
    /// The editions it is meant for, as days; every edition that has such rows when empty.
    #[serde(default, deserialize_with = "date_serde::many")]
    pub editions: Vec<Date>,
    /// The measures of the figures in question; every one when empty.
    #[serde(default)]
    pub measures: Vec<Id>,
    /// Dimensions held at one code.
    #[serde(default)]
    pub fixed: BTreeMap<Id, String>,
    /// The figure that the publisher prints. Where another stands, the publisher has mended it,
    /// nothing is corrected, and `check` says so.
    pub expect: Option<f64>,
    /// What the figures in question add up to where they are wrong. Where they add up to something
    /// else, the publisher has mended them and nothing is corrected.
    pub adds_up_to: Option<f64>,
    /// For `override`: the right figure.
    pub value: Option<f64>,
    /// Several wrong figures, each with what it has of its own; everything else is that of the
    /// correction.
    #[serde(default)]
    pub figures: Vec<WrongFigure>,
    /// For `flag`: what the figure is marked as.
    pub status: Option<Status>,
    /// What is wrong, and how it is known.
    pub reason: String,
    /// When it was noticed or reported to the publisher.
    #[serde(deserialize_with = "date_serde::one")]
    pub noticed: Date,
}

/// One of several wrong figures of a correction, or several of one area and day.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrongFigure {
    /// The code of its area.
    pub code: AreaCode,
    /// Its day; that of the correction when absent.
    #[serde(default, deserialize_with = "date_serde::optional")]
    pub as_at: Option<Date>,
    /// Its measure; those of the correction when absent.
    pub measure: Option<Id>,
    /// Dimensions held at one code, besides those of the correction.
    #[serde(default)]
    pub fixed: BTreeMap<Id, String>,
    /// The figure that the publisher prints.
    pub expect: Option<f64>,
    /// What the figures of that area, day and measure add up to where they are wrong.
    pub adds_up_to: Option<f64>,
    /// For `override`: the right figure.
    pub value: Option<f64>,
}

impl Correction {
    /// True when it is meant for rows of that day.
    pub fn is_on(&self, day: Date) -> bool {
        let is_between = |[first, last]: [Date; 2]| first <= day && day <= last;
        self.as_at.is_none_or(|as_at| as_at == day) && self.between.is_none_or(is_between)
    }

    /// The codes of areas that it is meant for.
    pub fn all_codes(&self) -> impl Iterator<Item = &AreaCode> {
        self.codes.iter().chain(self.figures.iter().map(|figure| &figure.code))
    }

    /// The days that it names, its own and those of its figures.
    pub fn days(&self) -> impl Iterator<Item = Date> {
        self.as_at.into_iter().chain(self.figures.iter().filter_map(|figure| figure.as_at))
    }
}

/// What is done about a known error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// The code is wrong: the area is taken from the name.
    TrustName,
    /// The name is wrong: the area is taken from the code.
    TrustCode,
    /// The publisher printed one figure in several rows: they are added.
    Sum,
    /// The figure is wrong and the right one is not known: it is *not available*.
    Drop,
    /// The figure is wrong and the right one is `value`.
    Override,
    /// The figure stands, with a remark.
    Flag,
}

impl Action {
    /// True for errors of figures, false for errors of where they belong.
    pub fn is_of_figures(self) -> bool {
        matches!(self, Self::Drop | Self::Override | Self::Flag)
    }
}
