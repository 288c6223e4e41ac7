//! The effect of a cell's style on what a reader sees.
//!
//! Belongs here: number formats, struck-through and raised fonts, by the style number of a cell.
//! Does not belong here: what a number format means (`shown`).

use super::super::fault::check_name;
use super::super::markup::{Event, Tag, local};
use super::super::shown::NumberFormat;
use super::super::stream::Stream;
use crate::domain::Result;
use std::collections::HashMap;
use std::sync::Arc;

/// The relevant properties of a style.
#[derive(Debug, Clone, Default)]
pub(in crate::source::format) struct Style {
    /// The format, if it does not show every number unchanged.
    pub(in crate::source::format) format: Option<Arc<NumberFormat>>,
    /// The content of the cell is struck through.
    pub(in crate::source::format) struck: bool,
    /// The content of the cell is raised, like footnote marks.
    pub(in crate::source::format) raised: bool,
}

/// The relevant properties of a font.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::source::format) struct Font {
    pub(in crate::source::format) struck: bool,
    pub(in crate::source::format) raised: bool,
}

impl Font {
    /// Records a property of the font: of a style, or of a part of a text.
    pub(super) fn note(&mut self, property: Tag<'_>) -> Result<()> {
        let value = property.attribute("val")?;
        match local(property.name) {
            "strike" | "dstrike" => {
                self.struck = !value.is_some_and(|value| matches!(&*value, "0" | "false"));
            }
            "vertAlign" => self.raised = value.is_some_and(|value| value == "superscript"),
            _ => {}
        }
        Ok(())
    }
}

/// Reads the styles of cells, in the order of the style numbers in cells.
pub(super) fn read(stream: &mut Stream<'_>) -> Result<Vec<Style>> {
    let mut formats: HashMap<u32, Option<Arc<NumberFormat>>> = HashMap::new();
    let (mut fonts, mut styles): (Vec<Font>, Vec<Style>) = (Vec::new(), Vec::new());
    let mut list = String::new();
    let limits = stream.limits;
    while let Some(event) = stream.event()? {
        let tag = match event {
            Event::Start(tag) => tag,
            Event::End(name) if local(name) == list => {
                list.clear();
                continue;
            }
            _ => continue,
        };
        match (list.as_str(), local(tag.name)) {
            ("", name @ ("numFmts" | "fonts" | "cellXfs")) if !tag.closed => {
                name.clone_into(&mut list);
            }
            // Table styles and conditional styles have their own formats and fonts, which no cell
            // refers to.
            ("", "dxfs" | "extLst") if !tag.closed => stream.skip()?,
            ("numFmts", "numFmt") => {
                let id = number(&tag, "numFmtId")?;
                let code = tag.attribute("formatCode")?.unwrap_or_default();
                check_name("a number format", &code, limits)?;
                formats.insert(id, NumberFormat::parse(&code).map(Arc::new));
            }
            ("fonts", "font") => fonts.push(Font::default()),
            ("fonts", _) => {
                if let Some(font) = fonts.last_mut() {
                    font.note(tag)?;
                }
            }
            ("cellXfs", "xf") => {
                let id = number(&tag, "numFmtId")?;
                let built_in =
                    || u16::try_from(id).ok().and_then(NumberFormat::built_in).map(Arc::new);
                let format = formats.entry(id).or_insert_with(built_in).clone();
                let font = fonts.get(number(&tag, "fontId")? as usize).copied().unwrap_or_default();
                styles.push(Style { format, struck: font.struck, raised: font.raised });
            }
            _ => {}
        }
    }
    Ok(styles)
}

fn number(tag: &Tag<'_>, attribute: &str) -> Result<u32> {
    Ok(tag.attribute(attribute)?.and_then(|number| number.trim().parse().ok()).unwrap_or(0))
}
