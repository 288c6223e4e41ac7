//! Properties of paragraphs and of the letters in them.
//!
//! Belongs here: the properties that a paragraph, a style or the level of a list can set. Does not
//! belong here: the values they set.
//!
//! **Invariant:** the schema fixes the order of the elements; each type writes its own in that
//! order, which is the order of its fields.
//!
//! Source: ISO/IEC 29500-1:2016, 17.3.1.26 (`pPr`) and 17.3.2.28 (`rPr`).

use super::section::Section;
use super::xml::{Element, w};

/// Properties of a paragraph. Lengths are in twentieths of a point.
#[derive(Debug, Clone, Default)]
pub(super) struct ParagraphProperties<'a> {
    pub style: Option<&'a str>,
    /// Stays on the page of the next paragraph.
    pub stays: bool,
    /// Is not broken between pages.
    pub is_whole: bool,
    pub list: Option<InList>,
    pub spacing: Spacing,
    pub indentation: Option<Indentation>,
    pub alignment: Option<Alignment>,
    /// Level among the headings, from 0.
    pub outline: Option<u8>,
    /// The section that ends with this paragraph.
    pub section: Option<Section>,
}

impl ParagraphProperties<'_> {
    pub fn element(&self) -> Element {
        w("pPr")
            .holding(self.style.map(|style| w("pStyle").val(style)))
            .holding(self.stays.then(|| w("keepNext")))
            .holding(self.is_whole.then(|| w("keepLines")))
            .holding(self.list.map(InList::element))
            .holding(self.spacing.element())
            .holding(self.indentation.map(Indentation::element))
            .holding(self.alignment.map(|alignment| w("jc").val(alignment.name())))
            .holding(self.outline.map(|level| w("outlineLvl").val(level)))
            .holding(self.section.map(Section::element))
    }
}

/// The list that a paragraph is an item of; a style leaves the level to the list.
#[derive(Debug, Clone, Copy)]
pub(super) struct InList {
    pub level: Option<u8>,
    pub number: i32,
}

impl InList {
    fn element(self) -> Element {
        let level = self.level.map(|level| w("ilvl").val(level));
        w("numPr").holding(level).holding([w("numId").val(self.number)])
    }
}

/// Room above and below a paragraph, and between its lines.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Spacing {
    pub before: Option<u32>,
    pub after: Option<u32>,
    pub line: Option<Distance>,
}

/// Distance of lines: as high as the letters need, in 240ths, or fixed.
#[derive(Debug, Clone, Copy)]
pub(super) enum Distance {
    Auto(u32),
    Exactly(u32),
}

impl Spacing {
    fn element(&self) -> Option<Element> {
        let mut found = w("spacing");
        if let Some(before) = self.before {
            found = found.with_w("before", before);
        }
        if let Some(after) = self.after {
            found = found.with_w("after", after);
        }
        found = match self.line {
            Some(Distance::Auto(distance)) => {
                found.with_w("line", distance).with_w("lineRule", "auto")
            }
            Some(Distance::Exactly(distance)) => {
                found.with_w("line", distance).with_w("lineRule", "exact")
            }
            None => found,
        };
        let is_any = self.before.is_some() || self.after.is_some() || self.line.is_some();
        is_any.then_some(found)
    }
}

/// How far a paragraph is moved in, and its first line out again.
#[derive(Debug, Clone, Copy)]
pub(super) struct Indentation {
    pub left: u32,
    pub hanging: u32,
}

impl Indentation {
    fn element(self) -> Element {
        w("ind").with_w("left", self.left).with_w("hanging", self.hanging)
    }
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Alignment {
    Centre,
    Right,
}

impl Alignment {
    fn name(self) -> &'static str {
        match self {
            Self::Centre => "center",
            Self::Right => "right",
        }
    }
}

/// Properties of letters. Sizes are in half points.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct RunProperties<'a> {
    pub style: Option<&'a str>,
    pub font: Option<&'a str>,
    pub is_bold: bool,
    pub colour: Option<&'a str>,
    pub size: Option<usize>,
    pub is_underlined: bool,
    pub language: Option<&'a str>,
}

impl RunProperties<'_> {
    pub fn element(&self) -> Element {
        let font = |font| {
            w("rFonts")
                .with_w("ascii", font)
                .with_w("hAnsi", font)
                .with_w("eastAsia", font)
                .with_w("cs", font)
        };
        let language =
            |language| w("lang").val(language).with_w("eastAsia", language).with_w("bidi", "ar-SA");
        w("rPr")
            .holding(self.style.map(|style| w("rStyle").val(style)))
            .holding(self.font.map(font))
            .holding(self.is_bold.then(|| w("b")))
            .holding(self.colour.map(|colour| w("color").val(colour)))
            .holding(self.size.map(|size| w("sz").val(size)))
            .holding(self.size.map(|size| w("szCs").val(size)))
            .holding(self.is_underlined.then(|| w("u").val("single")))
            .holding(self.language.map(language))
    }
}
