//! The one distance that all kinds of chart keep.
//!
//! Belongs here: that distance. Does not belong here: sizes that the house style says (`style`),
//! and those of one kind.

/// Distance between neighbouring texts, and between text and marks.
pub(super) const GAP: f64 = 8.0;
