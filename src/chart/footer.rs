//! A picture as a separate file: lines of text below it, because there is no page around it.
//!
//! Belongs here: the position of those lines. Does not belong here: their text.

use super::canvas::{Anchor, Canvas};
use super::style::{Style, Text};
use super::{Drawing, text_metrics};
use crate::domain::Result;

/// Size of these lines as a share of the text of the picture.
const SHARE: f64 = 0.75;

impl Drawing {
    /// The picture with lines of text below it, wrapped as one paragraph; the picture itself where
    /// there are none.
    ///
    /// Errors with `F404` when plotters refuses.
    pub fn with_lines_below(&self, lines: &[String], style: &Style) -> Result<Self> {
        if lines.is_empty() {
            return Ok(self.clone());
        }
        let (size, line) = (style.text.size * SHARE, style.text.line * SHARE);
        let small = Style { text: Text { size, line, ..style.text.clone() }, ..style.clone() };
        let margin = style.picture.margin;
        let wrapped =
            text_metrics::wrap(&lines.join(" "), f64::from(self.width) - 2.0 * margin, size, false);
        let mut canvas = Canvas::new(&small);
        canvas.paragraph((margin, line), Anchor::Start, false, &wrapped);
        let below = canvas.finish(line * wrapped.len() as f64 + margin, "", "")?;
        let (_, shapes) = below.svg.split_once("</desc>\n").unwrap_or_default();
        let shapes = shapes.strip_suffix("</svg>\n").unwrap_or(shapes);
        let height = self.height + below.height;
        let view = |height: u32| format!("viewBox=\"0 0 {} {height}\"", self.width);
        let drawn = self.svg.strip_suffix("</svg>\n").unwrap_or(&self.svg);
        let svg = format!(
            "{}<g transform=\"translate(0 {})\">\n{shapes}</g>\n</svg>\n",
            drawn.replacen(&view(self.height), &view(height), 1),
            self.height
        );
        Ok(Self { svg, height, ..self.clone() })
    }
}

#[cfg(test)]
mod tests {
    use crate::chart::{ChartData, find, style};
    use crate::domain::Unit;

    #[test]
    fn lines_stand_below_the_picture_and_are_escaped() {
        let style = style::house();
        let data = ChartData::new("Nowhere", "People", Unit::People);
        let drawing = find("ranked-bars").unwrap().draw(&data, &style).unwrap();
        assert_eq!(drawing.with_lines_below(&[], &style).unwrap(), drawing);
        let lines = ["Contains <data> ©".to_owned(), "word ".repeat(60)];
        let file = drawing.with_lines_below(&lines, &style).unwrap();
        assert!(file.height > drawing.height + 20, "two lines or more");
        assert!(file.svg.contains(&format!("viewBox=\"0 0 {} {}\"", file.width, file.height)));
        assert!(
            file.svg.contains("Contains &lt;data&gt; ©") && file.svg.ends_with("</g>\n</svg>\n")
        );
        assert_eq!(file.svg.matches("<svg").count(), 1);
    }
}
