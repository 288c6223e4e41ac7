//! Sections of a Word document: pages of the same format.
//!
//! Belongs here: size, margins and footer of pages. Does not belong here: where a section ends
//! (`mod.rs`), the footer's text (`parts.rs`).
//!
//! Source: ISO/IEC 29500-1:2016, 17.6.17 (`sectPr`).

use super::namespace::R;
use super::xml::{Element, w};

/// The relationship from the document to its footer.
pub(super) const FOOTER: &str = "footer";

/// A section of A4 pages with a footer; lengths are in twentieths of a point.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Section {
    /// With margins of 20 mm.
    #[default]
    Upright,
    /// With margins of 15 mm.
    Turned,
}

impl Section {
    pub fn element(self) -> Element {
        let (short, long) = (11_906, 16_838);
        let (size, margin, footer) = match self {
            Self::Upright => (w("pgSz").with_w("w", short).with_w("h", long), 1_134, 567),
            Self::Turned => (
                w("pgSz").with_w("w", long).with_w("h", short).with_w("orient", "landscape"),
                850,
                425,
            ),
        };
        let margins = w("pgMar")
            .with_w("top", margin)
            .with_w("right", margin)
            .with_w("bottom", margin)
            .with_w("left", margin);
        let margins = margins.with_w("header", footer).with_w("footer", footer).with_w("gutter", 0);
        let reference = w("footerReference").with_w("type", "default").with_in(R, "id", FOOTER);
        w("sectPr").holding([reference, w("type").val("nextPage"), size, margins])
    }
}
