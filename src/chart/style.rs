//! House style: colours, type, sizes and class limits, read from `data/catalogue/style.toml`.
//!
//! Belongs here: reading and checking the style. Does not belong here: a colour or a size written
//! in Rust, or opening the file.
//!
//! **Invariant:** every colour a palette or role names exists, every palette is long enough for its
//! use, and all sizes are positive.

use crate::domain::{Error, Result, error_codes};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A colour as red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Colour(pub u8, pub u8, pub u8);

/// House style, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Style {
    /// Categories, in order.
    pub main: Vec<Colour>,
    /// Parts of a total, in order.
    pub parts: Vec<Colour>,
    /// Classes of a map, lowest first.
    pub sequential: Vec<Colour>,
    /// Areas in focus, then the others.
    pub focus: [Colour; 2],
    /// Actual figure, then the one it is compared with.
    pub pair: [Colour; 2],
    /// Colours by what they are for.
    pub roles: Roles,
    /// Type.
    pub text: Text,
    /// Sizes in units of the picture.
    pub picture: Picture,
    /// Classes of a map.
    pub classes: Classes,
}

/// Colours by what they are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Roles {
    /// Text on the background.
    pub text: Colour,
    /// Border of a filled area.
    pub outline: Colour,
    /// Gridlines.
    pub gridline: Colour,
    /// Zero lines and leaders.
    pub axis: Colour,
    /// Lines of comparison, such as the mean of the region.
    pub reference: Colour,
    /// Hatching of areas without a figure.
    pub hatch: Colour,
    /// Periods that cannot be compared.
    pub band: Colour,
    /// Lines of areas that are not in focus.
    pub context: Colour,
    /// The paper.
    pub background: Colour,
}

/// Type.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Families in order of preference, as in CSS.
    pub family: String,
    /// Size in units of the picture.
    pub size: f64,
    /// Distance between baselines.
    pub line: f64,
}

/// Sizes in units of the picture.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Picture {
    /// Width of every picture; heights follow from the data.
    pub width: u32,
    /// Empty border.
    pub margin: f64,
    /// Width of outlines of areas.
    pub outline: f64,
    /// Width of gridlines.
    pub gridline: f64,
    /// Width of the lines of a trend.
    pub trend: f64,
    /// Width of the stem between the two ends of a dumbbell.
    pub stem: f64,
    /// Height of one row of bars, where there is room for all of them.
    pub row: f64,
    /// Height that a picture with many rows does not exceed, as long as there is room for their
    /// text.
    pub tallest: f64,
    /// Largest width of the column of labels.
    pub labels: f64,
}

/// How the classes of a map are formed.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Classes {
    /// The maximum number of classes.
    pub number: usize,
    /// How their limits are found.
    pub method: ClassMethod,
}

/// How class limits are found before they are rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClassMethod {
    /// About as many areas in each class.
    Quantiles,
    /// Each class as wide as the others.
    EqualIntervals,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    colours: BTreeMap<String, Colour>,
    palettes: RawPalettes,
    roles: RawRoles,
    text: Text,
    picture: Picture,
    classes: Classes,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPalettes {
    main: Vec<String>,
    parts: Vec<String>,
    sequential: Vec<String>,
    focus: [String; 2],
    pair: [String; 2],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRoles {
    text: String,
    outline: String,
    gridline: String,
    axis: String,
    reference: String,
    hatch: String,
    band: String,
    context: String,
    background: String,
}

impl Style {
    /// Reads and checks the text of a style file. Errors with `F201` when it cannot be read or
    /// names a key that does not exist, with `F204` when it contradicts itself and with `F206` when
    /// it defines a colour that nothing uses.
    pub fn parse(text: &str, file: &str) -> Result<Self> {
        let raw = read(text, file)?;
        let wrong = |key: &str| {
            Error::new(error_codes::DEFINITION_WRONG, "checking the house style")
                .in_file(file)
                .at_key(key)
        };
        let named = |key: &str, name: &String| {
            raw.colours
                .get(name)
                .copied()
                .ok_or_else(|| wrong(key).found(format!("the colour {name:?}")))
        };
        let all = |key: &str, names: &[String]| {
            names.iter().map(|name| named(key, name)).collect::<Result<Vec<_>>>()
        };
        let two = |key: &str, names: &[String; 2]| -> Result<[Colour; 2]> {
            Ok([named(key, &names[0])?, named(key, &names[1])?])
        };
        let style = Self {
            main: all("palettes.main", &raw.palettes.main)?,
            parts: all("palettes.parts", &raw.palettes.parts)?,
            sequential: all("palettes.sequential", &raw.palettes.sequential)?,
            focus: two("palettes.focus", &raw.palettes.focus)?,
            pair: two("palettes.pair", &raw.palettes.pair)?,
            roles: Roles {
                text: named("roles.text", &raw.roles.text)?,
                outline: named("roles.outline", &raw.roles.outline)?,
                gridline: named("roles.gridline", &raw.roles.gridline)?,
                axis: named("roles.axis", &raw.roles.axis)?,
                reference: named("roles.reference", &raw.roles.reference)?,
                hatch: named("roles.hatch", &raw.roles.hatch)?,
                band: named("roles.band", &raw.roles.band)?,
                context: named("roles.context", &raw.roles.context)?,
                background: named("roles.background", &raw.roles.background)?,
            },
            text: raw.text,
            picture: raw.picture,
            classes: raw.classes,
        };
        if let Some(unused) =
            raw.colours.keys().find(|name| !used(&raw.palettes, &raw.roles).contains(name))
        {
            return Err(Error::new(error_codes::DEFINITION_UNUSED, "checking the house style")
                .in_file(file)
                .at_key(format!("colours.{unused}"))
                .help("remove the colour, or name it in a palette or role"));
        }
        if let Some((key, expected)) = style.contradiction() {
            return Err(wrong(key).expected(expected));
        }
        match style.pale() {
            None => Ok(style),
            Some((key, contrast, min)) => Err(wrong(key)
                .found(format!("a contrast of {contrast:.2} : 1"))
                .expected(format!("{min} : 1 or more (WCAG 2.2, 1.4.3 and 1.4.11)"))
                .help("choose a darker or lighter colour, so that all readers can see it")),
        }
    }

    /// Colours that some readers could not see: text below 4.5 : 1, marks below 3 : 1 on the paper.
    ///
    /// Classes of maps, parts of compositions and what is out of focus have outlines, and their own
    /// text is white or black, whichever reads better.
    fn pale(&self) -> Option<(&'static str, f64, f64)> {
        let (roles, paper) = (&self.roles, self.roles.background);
        let texts = [("roles.text", roles.text, paper), ("roles.band", roles.text, roles.band)];
        let marks = [
            ("roles.outline", roles.outline),
            ("roles.axis", roles.axis),
            ("roles.reference", roles.reference),
            ("palettes.focus", self.focus[0]),
        ];
        let listed = self.main.iter().map(|colour| ("palettes.main", *colour));
        let pair = self.pair.iter().map(|colour| ("palettes.pair", *colour));
        let marks = marks
            .into_iter()
            .chain(listed)
            .chain(pair)
            .map(|(key, colour)| (key, colour.contrast(paper), 3.0));
        let texts =
            texts.into_iter().map(|(key, colour, below)| (key, colour.contrast(below), 4.5));
        texts.chain(marks).find(|(_, contrast, min)| contrast < min)
    }

    fn contradiction(&self) -> Option<(&'static str, &'static str)> {
        let sizes = [
            self.text.size,
            self.text.line,
            self.picture.margin,
            self.picture.outline,
            self.picture.gridline,
            self.picture.trend,
            self.picture.stem,
            self.picture.row,
            self.picture.labels,
        ];
        let drawable = |size: f64| size > 0.0 && size <= 1_000.0;
        let tallest = self.picture.tallest;
        if !(320..=2_000).contains(&self.picture.width) {
            Some(("picture.width", "320 to 2000"))
        } else if !sizes.into_iter().all(drawable) {
            Some(("text, picture", "sizes above 0 and at most 1000"))
        } else if !(600.0..=10_000.0).contains(&tallest) {
            Some(("picture.tallest", "600 to 10000"))
        } else if self.picture.labels * 2.0 > f64::from(self.picture.width) {
            Some(("picture.labels", "at most half the width"))
        } else if self.main.len() != 4 {
            Some(("palettes.main", "four colours"))
        } else if self.parts.len() != 6 {
            Some(("palettes.parts", "six colours"))
        } else if self.classes.number == 0 || self.classes.number > self.sequential.len() {
            Some(("classes.number", "from 1 to as many as palettes.sequential has colours"))
        } else {
            None
        }
    }
}

/// The keys of a style file. Errors with `F201` at the line and column that cannot be read.
fn read(text: &str, file: &str) -> Result<Raw> {
    toml::from_str(text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        let column = before
            .lines()
            .last()
            .filter(|_| !before.ends_with('\n'))
            .map_or(0, |line| line.chars().count());
        Error::new(error_codes::DEFINITION_UNREADABLE, "reading the house style")
            .in_file(file)
            .at_line(before.matches('\n').count() + 1, column + 1)
            .found(error.message())
    })
}

/// Every colour that a palette or role names.
fn used<'r>(palettes: &'r RawPalettes, roles: &'r RawRoles) -> Vec<&'r String> {
    let lists = palettes
        .main
        .iter()
        .chain(&palettes.parts)
        .chain(&palettes.sequential)
        .chain(&palettes.focus)
        .chain(&palettes.pair);
    let paper = [&roles.text, &roles.outline, &roles.gridline, &roles.axis];
    let marks = [&roles.reference, &roles.hatch, &roles.band, &roles.context, &roles.background];
    lists.chain(paper).chain(marks).collect()
}

impl Colour {
    /// Contrast between two colours after WCAG 2.2, from 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// White or black, whichever reads better on this colour.
    pub fn text_on(self) -> Self {
        let (white, black) = (Self(255, 255, 255), Self(0, 0, 0));
        if self.contrast(white) > self.contrast(black) { white } else { black }
    }

    /// The colour that lies a share of the way to another.
    pub(super) fn towards(self, other: Self, share: f64) -> Self {
        let mixed = |from: u8, to: u8| {
            (f64::from(from) + (f64::from(to) - f64::from(from)) * share).round() as u8
        };
        Self(mixed(self.0, other.0), mixed(self.1, other.1), mixed(self.2, other.2))
    }

    fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }
}

impl TryFrom<String> for Colour {
    type Error = String;

    fn try_from(text: String) -> std::result::Result<Self, String> {
        let channel =
            |at: usize| text.get(at..at + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (text.len(), text.starts_with('#'), channel(1), channel(3), channel(5)) {
            (7, true, Some(red), Some(green), Some(blue)) => Ok(Self(red, green, blue)),
            _ => Err(format!("{text:?} is not a colour such as #12436D")),
        }
    }
}

/// The house style as shipped, for tests.
#[cfg(test)]
pub(crate) fn house() -> Style {
    Style::parse(include_str!("../../data/catalogue/style.toml"), "style.toml").unwrap()
}

#[cfg(test)]
mod tests {
    use super::{Colour, Style, house};

    /// Contrasts from the table in the Government Analysis Function palettes' documentation,
    /// recomputed by hand.
    #[test]
    fn contrast_follows_wcag() {
        let white = Colour(255, 255, 255);
        for (colour, expected) in
            [(Colour(0x12, 0x43, 0x6D), 10.25), (Colour(0xF4, 0x6A, 0x25), 3.03)]
        {
            assert!((colour.contrast(white) - expected).abs() < 0.01);
        }
        assert!((white.contrast(Colour(0, 0, 0)) - 21.0).abs() < 1e-9);
    }

    #[test]
    fn text_is_legible_on_every_class_and_outlines_on_the_paper() {
        let style = house();
        for colour in &style.sequential {
            assert!(colour.contrast(colour.text_on()) >= 4.5, "{colour:?}");
        }
        assert!(style.roles.outline.contrast(style.roles.background) >= 3.0);
        assert!(style.pair.iter().all(|colour| colour.contrast(style.roles.background) >= 3.0));
    }

    #[test]
    fn refuses_keys_that_do_not_exist_and_colours_nobody_named() {
        let text = include_str!("../../data/catalogue/style.toml");
        let code = |text: &str| {
            Style::parse(text, "style.toml").map(|_| ()).map_err(|error| error.code().id)
        };
        assert_eq!(code(&text.replace("margin =", "margins =")), Err("F201"));
        assert_eq!(code(&text.replace("outline = \"black\"", "outline = \"blakc\"")), Err("F204"));
        assert_eq!(code(&text.replace("#12436D", "#1243")), Err("F201"));
        assert_eq!(
            code(&text.replace("[palettes]", "spare = \"#123456\"\n[palettes]")),
            Err("F206")
        );
        assert_eq!(code(&text.replace("size = 18", "size = 0")), Err("F204"));
        assert_eq!(
            code(&text.replace("text = \"black\"", "text = \"grey\"")),
            Err("F204"),
            "text that is too pale"
        );
        assert_eq!(
            code(&text.replace("axis = \"dark-grey\"", "axis = \"light-blue\"")),
            Err("F204"),
            "marks at 2.42 : 1"
        );
        let error = Style::parse("x = 1\n", "style.toml").unwrap_err();
        assert_eq!(error.place().line, Some((1, 1)));
    }
}
