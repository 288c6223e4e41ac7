//! Lists of a Word document.
//!
//! Belongs here: what counts or marks items. Does not belong here: the items (`paragraphs.rs`),
//! their styles (`styles.rs`).
//!
//! Source: ISO/IEC 29500-1:2016, 17.9.

use super::properties::{Indentation, ParagraphProperties};
use super::xml::{Element, w};

/// The list of all items with a bullet, and the list of items with a number in text that an editor
/// adds.
pub(super) const BULLETS: i32 = 1;
pub(super) const NUMBERS: i32 = 2;

/// The first number of a list with numbers: each list has its own, so that each counts from one.
pub(super) const FIRST: i32 = 10;

/// What lists do before their items; lengths are in twentieths of a point.
struct Kind {
    id: i32,
    style: &'static str,
    format: &'static str,
    text: &'static str,
    indentation: Indentation,
}

const BULLETED: Kind = Kind {
    id: 0,
    style: "ListBullet",
    format: "bullet",
    text: "•",
    indentation: Indentation { left: 425, hanging: 283 },
};

const NUMBERED: Kind = Kind {
    id: 1,
    style: "ListNumber",
    format: "decimal",
    text: "%1.",
    indentation: Indentation { left: 567, hanging: 425 },
};

/// The lists, including those of these numbers.
pub(super) fn lists(numbers: &[i32]) -> Element {
    let from_one = || w("lvlOverride").with_w("ilvl", 0).holding([w("startOverride").val(1)]);
    w("numbering")
        .holding([BULLETED.element(), NUMBERED.element()])
        .holding([list(BULLETS, &BULLETED), list(NUMBERS, &NUMBERED)])
        .holding(numbers.iter().map(|number| list(*number, &NUMBERED).holding([from_one()])))
}

fn list(number: i32, kind: &Kind) -> Element {
    w("num").with_w("numId", number).holding([w("abstractNumId").val(kind.id)])
}

impl Kind {
    /// The kind and its one level, in the order of the schema.
    fn element(&self) -> Element {
        let paragraph =
            ParagraphProperties { indentation: Some(self.indentation), ..Default::default() };
        let level = w("lvl").with_w("ilvl", 0).holding([
            w("start").val(1),
            w("numFmt").val(self.format),
            w("pStyle").val(self.style),
            w("lvlText").val(self.text),
            w("lvlJc").val("left"),
            paragraph.element(),
        ]);
        w("abstractNum")
            .with_w("abstractNumId", self.id)
            .holding([w("multiLevelType").val("hybridMultilevel"), level])
    }
}
