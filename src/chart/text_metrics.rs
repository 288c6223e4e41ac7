//! The embedded typeface: measuring and wrapping text before it is drawn.
//!
//! Belongs here: the bytes of the fonts, widths, line breaks. Does not belong here: placing or
//! drawing text.
//!
//! **Invariant:** Liberation Sans has the advance widths of Arial, so a measured width is right in
//! every browser that has either. Other browsers use Helvetica, which has the same widths.

use plotters::style::{FontDesc, FontFamily, FontStyle, register_font};
use std::sync::OnceLock;

/// Liberation Sans, regular, for rendering pictures as pixels or pages.
pub static REGULAR: &[u8] = include_bytes!("../../data/fonts/LiberationSans-Regular.ttf");

/// Liberation Sans, bold.
pub static BOLD: &[u8] = include_bytes!("../../data/fonts/LiberationSans-Bold.ttf");

/// The name under which plotters knows the typeface; it is replaced by the family list of the style
/// on finishing.
pub(super) const FAMILY: &str = "house";

/// Height of a capital letter, as a share of the size (OS/2 table of Liberation Sans: 1409 of
/// 2048).
pub(super) const CAPITAL: f64 = 0.688;

/// Depth of the letters that reach below the baseline, as a share of the size (hhea table: 434 of
/// 2048).
pub(super) const DESCENT: f64 = 0.212;

/// plotters scales fonts by ascent plus descent (hhea table: 1854 + 434 of 2048 units), SVG by the
/// em square.
const SCALE_OF_EM: f64 = 2288.0 / 2048.0;

/// plotters measures in integer pixels, so text is measured large and scaled down.
const MEASURED_EM: f64 = 4096.0;

/// Width of `text` in the units of `size`.
pub(super) fn width(text: &str, size: f64, bold: bool) -> f64 {
    static REGISTERED: OnceLock<bool> = OnceLock::new();
    let registered = *REGISTERED.get_or_init(|| {
        register_font(FAMILY, FontStyle::Normal, REGULAR).is_ok()
            && register_font(FAMILY, FontStyle::Bold, BOLD).is_ok()
    });
    let style = if bold { FontStyle::Bold } else { FontStyle::Normal };
    let font = FontDesc::new(FontFamily::Name(FAMILY), MEASURED_EM * SCALE_OF_EM, style);
    match font.box_size(text) {
        Ok((width, _)) if registered => f64::from(width) / MEASURED_EM * size,
        // The fonts are part of the program and tested, so this is never reached; a wide guess
        // cannot clip.
        _ => size * 0.7 * f64::from(u32::try_from(text.chars().count()).unwrap_or(u32::MAX)),
    }
}

/// Breaks `text` into lines no wider than `limit`, at spaces, or inside a word that is itself too
/// wide.
pub(super) fn wrap(text: &str, limit: f64, size: f64, bold: bool) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        if let Some(last) = lines.last_mut() {
            let joined = format!("{last} {word}");
            if width(&joined, size, bold) <= limit {
                *last = joined;
                continue;
            }
        }
        if width(word, size, bold) <= limit {
            lines.push(word.to_owned());
            continue;
        }
        let mut piece = String::new();
        for letter in word.chars() {
            piece.push(letter);
            if width(&piece, size, bold) > limit && piece.chars().count() > 1 {
                piece.pop();
                lines.push(std::mem::take(&mut piece));
                piece.push(letter);
            }
        }
        lines.push(piece);
    }
    if lines.is_empty() {
        lines.push(String::new());
    }
    lines
}

/// Width of the widest line.
pub(super) fn widest(lines: &[String], size: f64, bold: bool) -> f64 {
    lines.iter().map(|line| width(line, size, bold)).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::{width, wrap};

    /// Advance widths from the hmtx table of Arial (units of 1/2048 em): digits 1139, `M` 1706,
    /// space 569.
    #[test]
    fn widths_are_those_of_arial() {
        assert!((width("0123456789", 2048.0, false) - 11_390.0).abs() < 12.0);
        assert!((width("M", 2048.0, false) - 1_706.0).abs() < 2.0);
        assert!((width("M M", 2048.0, false) - 3_981.0).abs() < 3.0);
        assert_eq!(width("", 18.0, false), 0.0);
    }

    #[test]
    fn wraps_at_spaces_and_breaks_only_what_cannot_fit() {
        let name = "Bournemouth, Christchurch and Poole";
        assert_eq!(wrap(name, 236.0, 18.0, false), ["Bournemouth, Christchurch", "and Poole"]);
        assert_eq!(wrap("Barnet", 236.0, 18.0, false), ["Barnet"]);
        assert!(
            wrap(&"W".repeat(40), 100.0, 18.0, false)
                .iter()
                .all(|line| width(line, 18.0, false) <= 100.0)
        );
        assert_eq!(wrap("", 100.0, 18.0, false), [""]);
    }
}
