//! Contrast of everything that is written in a colour of ours, computed from the templates and
//! styles as they are.
//!
//! Belongs here: colours of pages, PDF, Word documents and workbooks. Does not belong here: colours
//! of charts (`chart/style.rs`).
//!
//! Source: W3C (2023), Web Content Accessibility Guidelines 2.2, 1.4.3 (text, 4.5 to 1) and 1.4.11
//! (lines and focus, 3 to 1).

use crate::chart::Colour;
use std::collections::BTreeMap;

const STYLE: &str = include_str!("templates/page.css");
const DARK: &str = "@media (prefers-color-scheme: dark)";
const PRINT: &str = "@media print";

const TEXT: f64 = 4.5;
const LINE: f64 = 3.0;
const WHITE: Colour = Colour(255, 255, 255);

/// A rule of a style sheet: the media it is for, its selector, its declarations.
type Rule<'a> = (&'a str, &'a str, Vec<(&'a str, &'a str)>);

fn rules(css: &str) -> Vec<Rule<'_>> {
    let (mut found, mut media, mut rest) = (Vec::new(), "", css);
    while let Some(open) = rest.find(['{', '}']) {
        let before = rest[..open].rsplit("*/").next().unwrap().trim();
        let is_end = rest[open..].starts_with('}');
        rest = &rest[open + 1..];
        if is_end {
            media = "";
        } else if before.starts_with("@media") {
            media = before;
        } else {
            let (body, after) = rest.split_once('}').unwrap();
            let declarations = body.split(';').filter_map(|one| one.split_once(':'));
            found.push((
                media,
                before,
                declarations.map(|(name, value)| (name.trim(), value.trim())).collect(),
            ));
            rest = after;
        }
    }
    found
}

fn colour(text: &str) -> Option<Colour> {
    let digits = text.strip_prefix('#')?;
    let wide: String = if digits.len() == 3 {
        digits.chars().flat_map(|digit| [digit, digit]).collect()
    } else {
        digits.into()
    };
    let channel = |at: usize| u8::from_str_radix(wide.get(at..at + 2)?, 16).ok();
    Some(Colour(channel(0)?, channel(2)?, channel(4)?))
}

/// The colours by their names in a scheme: the colours of `:root`, then those of the media, in
/// their order.
fn scheme<'a>(rules: &[Rule<'a>], media: &[&str]) -> BTreeMap<&'a str, Colour> {
    let roots = rules
        .iter()
        .filter(|(of, selector, _)| *selector == ":root" && (of.is_empty() || media.contains(of)));
    roots
        .flat_map(|(_, _, all)| all)
        .filter_map(|(name, value)| Some((*name, colour(value)?)))
        .collect()
}

/// Names of colours in the declarations of a property, in every rule.
fn named<'a>(rules: &[Rule<'a>], is_property: impl Fn(&str) -> bool) -> Vec<&'a str> {
    let values = rules
        .iter()
        .flat_map(|(_, _, all)| all)
        .filter(|(name, _)| is_property(name))
        .map(|(_, value)| *value);
    values.filter_map(|value| value.split_once("var(")?.1.split(')').next()).collect()
}

#[test]
fn every_text_and_line_of_the_page_stands_out_in_light_dark_and_print() {
    let rules = rules(STYLE);
    let texts = named(&rules, |name| name == "color");
    let backgrounds = named(&rules, |name| name == "background");
    let lines = named(&rules, |name| name.starts_with("border") || name == "outline");
    assert!(
        texts.contains(&"--link") && backgrounds.contains(&"--soft") && lines.contains(&"--line"),
        "{rules:?}"
    );
    for media in [&[][..], &[DARK], &[PRINT], &[DARK, PRINT]] {
        let colours = scheme(&rules, media);
        assert_eq!(colours.len(), 5, "{media:?}: {colours:?}");
        for background in &backgrounds {
            let least =
                texts.iter().map(|text| (text, TEXT)).chain(lines.iter().map(|line| (line, LINE)));
            for (name, least) in least {
                let found = colours[name].contrast(colours[background]);
                assert!(
                    found >= least,
                    "{media:?}: {name} on {background} has {found:.2}, {least} is needed"
                );
            }
        }
    }
    assert_ne!(scheme(&rules, &[]), scheme(&rules, &[DARK]));
}

/// The outline of the current mark is drawn on charts of any colour, so its two lines must contrast
/// with each other.
#[test]
fn the_outline_of_a_mark_stands_out_whatever_lies_under_it() {
    let rules = rules(STYLE);
    let strokes = named(&rules, |name| name == "stroke");
    assert_eq!(strokes.len(), 2, "{strokes:?}");
    for media in [&[][..], &[DARK]] {
        let colours = scheme(&rules, media);
        let [outer, inner] = [colours[strokes[0]], colours[strokes[1]]];
        assert!(outer.contrast(inner) >= LINE, "{media:?}: {:.2}", outer.contrast(inner));
    }
}

#[test]
fn no_colour_of_the_page_goes_by_another_name() {
    for (media, selector, declarations) in rules(STYLE) {
        for (name, value) in declarations {
            // Charts are drawn for white paper, and have it in the dark as well.
            let is_paper =
                (media, selector, name, value) == (DARK, "figure svg", "background", "#fff");
            let is_free = name.starts_with("--") || is_paper || !value.contains('#');
            assert!(is_free, "{selector}: {name}: {value}");
            let is_coloured = name == "color" || name == "background";
            assert!(
                !is_coloured || is_paper || value == "none" || value.starts_with("var(--"),
                "{selector}: {value}"
            );
        }
    }
}

/// Hexadecimal colours behind these words.
fn behind<'a>(text: &'a str, words: &'a str) -> impl Iterator<Item = Colour> + 'a {
    text.split(words).skip(1).filter_map(|rest| colour(&format!("#{}", rest.get(..6)?)))
}

#[test]
fn everything_coloured_in_pdf_word_and_workbooks_stands_out_on_white() {
    let greys = include_str!("templates/page.typ").split("luma(").skip(1).map(|rest| {
        let grey = rest.split(')').next().unwrap().parse().unwrap();
        Colour(grey, grey, grey)
    });
    let word = super::docx::styles_as_written();
    let word = behind(&word, "w:color=\"").chain(behind(&word, "<w:color w:val=\""));
    let sheets = behind(include_str!("workbook/xlsx.rs"), "Color::RGB(0x");
    let open = behind(include_str!("templates/ods-content.xml"), "color=\"#");
    let found = [greys.collect::<Vec<_>>(), word.collect(), sheets.collect(), open.collect()];
    assert!(found[..3].iter().all(|colours| !colours.is_empty()), "{found:?}");
    for colour in found.concat() {
        assert!(colour.contrast(WHITE) >= TEXT, "{colour:?} has {:.2}", colour.contrast(WHITE));
    }
    for (name, template) in [
        ("page.typ", include_str!("templates/page.typ")),
        ("blocks.html", include_str!("templates/blocks.html")),
    ] {
        for words in ["rgb(", "fill:", "style="] {
            assert!(!template.contains(words), "{name}: a colour that is not looked at: {words}");
        }
    }
}
