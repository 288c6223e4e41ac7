//! Pictures as PNG, drawn from the SVG with the embedded typeface only.
//!
//! Belongs here: SVG to pixels. Does not belong here: drawing the SVG (`chart`), or fonts of the
//! machine, which would make the bytes depend on where the program runs.

use super::characters::drawable;
use crate::chart::text_metrics;
use crate::domain::{Error, Field, Result, error_codes};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{FontResolver, Options, Tree, fontdb};
use std::sync::Arc;

/// Wider pictures than this are a mistake: 2 x the widest screen in use.
const WIDEST: u32 = 8_000;

/// Pixels of the largest picture, about 400 MB of memory.
const MOST_PIXELS: f64 = 1e8;

/// Draws an SVG `width_px` wide, with a box for each character that the typeface does not have; the
/// height follows from its viewBox. Twice the width on the page looks sharp.
///
/// Errors with `F404` when the SVG cannot be read or the picture would be empty or too large.
pub fn png(svg: &str, width_px: u32) -> Result<Vec<u8>> {
    let failed = |found: String| {
        Error::new(error_codes::DRAWING_FAILED, "turning a chart into PNG").found(found)
    };
    let tree =
        Tree::from_str(&drawable(svg), &options()).map_err(|error| failed(error.to_string()))?;
    let scale = f64::from(width_px) / f64::from(tree.size().width());
    let height = (f64::from(tree.size().height()) * scale).round().max(1.0);
    if width_px == 0 || width_px > WIDEST || f64::from(width_px) * height > MOST_PIXELS {
        return Err(failed(format!("a picture of {width_px} by {height} pixels"))
            .expected("a width from 1 to 8,000 pixels and at most 100 million pixels in all")
            .help(format!("choose another width, such as {}", Field::Width.set_to("1440"))));
    }
    let mut pixels = Pixmap::new(width_px, height as u32)
        .ok_or_else(|| failed("an empty picture".to_owned()))?;
    let scale = scale as f32;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| failed(error.to_string()))
}

/// Parses SVG as [`png`] does: every family is Liberation Sans, regular or bold.
pub(crate) fn options() -> Options<'static> {
    let mut fonts = fontdb::Database::new();
    for bytes in [text_metrics::REGULAR, text_metrics::BOLD] {
        fonts.load_font_source(fontdb::Source::Binary(Arc::new(bytes)));
    }
    let select = Box::new(|font: &resvg::usvg::Font, fonts: &mut Arc<fontdb::Database>| {
        let weight = fontdb::Weight(font.weight());
        let families = [fontdb::Family::Name("Liberation Sans")];
        fonts.query(&fontdb::Query { families: &families, weight, ..fontdb::Query::default() })
    });
    let font_resolver = FontResolver { select_font: select, ..FontResolver::default() };
    Options {
        fontdb: Arc::new(fonts),
        font_resolver,
        font_family: "Liberation Sans".to_owned(),
        ..Options::default()
    }
}

#[cfg(test)]
mod tests {
    use super::png;

    const SVG: &str = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 40 20'>\
                       <text x='2' y='15' font-family='Arial' font-size='12'>Hä</text></svg>";

    #[test]
    fn draws_text_without_any_font_of_the_machine() {
        let bytes = png(SVG, 80).unwrap();
        let picture = resvg::tiny_skia::Pixmap::decode_png(&bytes).unwrap();
        assert_eq!((picture.width(), picture.height()), (80, 40));
        assert!(picture.pixels().iter().any(|pixel| pixel.alpha() > 200), "no ink");
        assert_eq!(bytes, png(SVG, 80).unwrap());
    }

    #[test]
    fn refuses_what_it_cannot_draw() {
        assert_eq!(png("<svg", 80).map_err(|error| error.code().id), Err("F404"));
        assert_eq!(png(SVG, 0).map_err(|error| error.code().id), Err("F404"));
        assert_eq!(png(SVG, 100_000).map_err(|error| error.code().id), Err("F404"));
    }
}
