//! The one distance that all kinds of chart use.
//!
//! Belongs here: that distance. Does not belong here: sizes from the house style (`style`),
//! and those of one kind.

/// Distance between neighbouring texts, and between text and marks.
pub(super) const GAP: f64 = 8.0;
