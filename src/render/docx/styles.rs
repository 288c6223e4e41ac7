//! Styles of a Word document, which an editor finds in Word's own menus.
//!
//! Belongs here: which styles there are, and how they look. Does not belong here: the properties
//! that a style can set (`style.rs`).

use super::lists::{BULLETS, NUMBERS};
use super::namespace::LANGUAGE;
use super::properties::{Alignment, Distance, InList, ParagraphProperties, RunProperties, Spacing};
use super::size::Size;
use super::style::{Header, Of, Origin, Style};
use super::table_properties::{Border, Borders, CellProperties, Margins, TableProperties};
use super::xml::{Element, w};

const FONT: &str = "Arial";

/// The colours of links, of the lines of a table, and of the line under its header.
const LINK: &str = "12436D";
const LINES: &str = "767676";
const UNDER_HEADER: &str = "000000";

const CLOSE: Distance = Distance::Auto(240);
const NOTES: Distance = Distance::Auto(252);
const TEXT: Distance = Distance::Auto(276);

/// All styles.
pub(super) fn styles() -> Element {
    w("styles")
        .holding([defaults(), normal()])
        .holding(headings())
        .holding(text())
        .holding(Size::ALL.into_iter().flat_map(of_cells))
        .holding(characters())
        .holding([normal_table(), figures()])
}

fn defaults() -> Element {
    let letters = RunProperties { language: Some(LANGUAGE), font: Some(FONT), ..sized(24) };
    let paragraph = ParagraphProperties { spacing: after(160, Some(TEXT)), ..Default::default() };
    w("docDefaults").holding([
        w("rPrDefault").holding([letters.element()]),
        w("pPrDefault").holding([paragraph.element()]),
    ])
}

fn normal() -> Element {
    Style {
        origin: Origin::Default,
        is_offered: true,
        ..Style::new(Of::Paragraphs, "Normal", "Normal")
    }
    .element()
}

/// A paragraph style that is built into Word under this name.
fn known<'a>(id: &'a str, name: &'a str, paragraph: ParagraphProperties<'a>) -> Style<'a> {
    Style {
        based_on: Some("Normal"),
        paragraph: Some(paragraph),
        ..Style::new(Of::Paragraphs, id, name)
    }
}

/// A paragraph style that is not built into Word.
fn own<'a>(id: &'a str, name: &'a str, paragraph: ParagraphProperties<'a>) -> Style<'a> {
    Style { origin: Origin::Own, ..known(id, name, paragraph) }
}

/// A style that Word offers, followed by a plain text paragraph.
fn leading<'a>(style: Style<'a>, letters: RunProperties<'a>) -> Style<'a> {
    Style { is_offered: true, next: Some("Normal"), letters: Some(letters), ..style }
}

fn sized<'a>(size: usize) -> RunProperties<'a> {
    RunProperties { size: Some(size), ..Default::default() }
}

fn bold<'a>(size: Option<usize>) -> RunProperties<'a> {
    RunProperties { is_bold: true, size, ..Default::default() }
}

fn after(after: u32, line: Option<Distance>) -> Spacing {
    Spacing { before: None, after: Some(after), line }
}

fn around(before: u32, after: u32, line: Option<Distance>) -> Spacing {
    Spacing { before: Some(before), after: Some(after), line }
}

/// Paragraphs with so much room.
fn spaced<'a>(spacing: Spacing) -> ParagraphProperties<'a> {
    ParagraphProperties { spacing, ..Default::default() }
}

/// Paragraphs that stay with the next.
fn staying<'a>(spacing: Spacing) -> ParagraphProperties<'a> {
    ParagraphProperties { stays: true, ..spaced(spacing) }
}

/// Paragraphs that stay with the next and are not broken.
fn change_without_break<'a>(spacing: Spacing) -> ParagraphProperties<'a> {
    ParagraphProperties { is_whole: true, ..staying(spacing) }
}

fn headings() -> Vec<Element> {
    let title = known("Title", "Title", staying(after(120, Some(CLOSE))));
    let subtitle = known("Subtitle", "Subtitle", ParagraphProperties::default());
    let mut found =
        vec![leading(title, bold(Some(44))).element(), leading(subtitle, sized(28)).element()];
    for (outline, before, size) in [(0, 480, 32), (1, 320, 28), (2, 280, 25), (3, 240, 24)] {
        let (id, name) = (format!("Heading{}", outline + 1), format!("heading {}", outline + 1));
        let spacing = around(before, 120, Some(CLOSE));
        let paragraph =
            ParagraphProperties { outline: Some(outline), ..change_without_break(spacing) };
        found.push(leading(known(&id, &name, paragraph), bold(Some(size))).element());
    }
    let contents = known("ContentsHeading", "TOC Heading", staying(around(240, 80, None)));
    let line = Style { next: Some("Normal"), ..known("TOC1", "toc 1", spaced(after(60, None))) };
    found.extend([leading(contents, bold(Some(28))).element(), line.element()]);
    found
}

fn text() -> Vec<Element> {
    let caption = known("Caption", "caption", change_without_break(around(200, 80, Some(NOTES))));
    let subtitle = own("ChartSubtitle", "Chart Subtitle", change_without_break(after(80, None)));
    let chart = own("Chart", "Chart", spaced(after(80, Some(CLOSE))));
    let note = own("Note", "Note", spaced(around(60, 80, Some(NOTES))));
    let after_table =
        own("AfterTable", "After Table", spaced(after(0, Some(Distance::Exactly(120)))));
    let turn = own("Turn", "Turn of the Page", spaced(after(0, Some(Distance::Exactly(20)))));
    let footer =
        ParagraphProperties { alignment: Some(Alignment::Centre), ..spaced(after(0, None)) };
    let footer = known("Footer", "footer", footer);
    let styles = [
        of_items("ListBullet", "List Bullet", BULLETS),
        of_items("ListNumber", "List Number", NUMBERS),
        leading(caption, bold(None)),
        Style { next: Some("Chart"), ..subtitle },
        Style { next: Some("Note"), ..chart },
        Style { is_offered: true, letters: Some(sized(20)), ..note },
        after_table,
        Style { letters: Some(sized(2)), ..turn },
        Style { letters: Some(sized(18)), ..footer },
    ];
    styles.iter().map(Style::element).collect()
}

/// The style of items of a list.
fn of_items<'a>(id: &'a str, name: &'a str, number: i32) -> Style<'a> {
    let list = Some(InList { level: None, number });
    Style {
        is_offered: true,
        ..known(id, name, ParagraphProperties { list, ..spaced(after(80, None)) })
    }
}

/// Styles of cells of a size: text, and numbers at the right.
fn of_cells(size: Size) -> [Element; 2] {
    let (text, numbers) = (size.style(false), size.style(true));
    let (name_of_text, name_of_numbers) =
        (format!("Table {} Text", size.name()), format!("Table {} Number", size.name()));
    let right = ParagraphProperties { alignment: Some(Alignment::Right), ..Default::default() };
    let of_text = own(&text, &name_of_text, spaced(around(20, 20, Some(CLOSE))));
    let of_text = Style { letters: Some(sized(size.half_points())), ..of_text };
    let of_numbers = Style { based_on: Some(&text), ..own(&numbers, &name_of_numbers, right) };
    [of_text.element(), of_numbers.element()]
}

fn characters() -> [Element; 3] {
    let plain = Style::new(Of::Characters, "DefaultParagraphFont", "Default Paragraph Font");
    let strong = Style::new(Of::Characters, "Strong", "Strong");
    let link = RunProperties { colour: Some(LINK), is_underlined: true, ..Default::default() };
    [
        Style { origin: Origin::Default, ..plain }.element(),
        Style { is_offered: true, letters: Some(bold(None)), ..strong }.element(),
        Style { letters: Some(link), ..Style::new(Of::Characters, "Hyperlink", "Hyperlink") }
            .element(),
    ]
}

/// Tables without a style of their own: a little room left and right of the text.
fn normal_table() -> Element {
    let margins = Some(Margins { above_and_below: 0, left_and_right: 85 });
    let table = TableProperties { indentation: Some(0), margins, ..Default::default() };
    let style = Style::new(Of::Tables, "TableNormal", "Normal Table");
    Style { origin: Origin::Default, table: Some(table), ..style }.element()
}

/// Tables of figures: lines between rows, a bold header with a thick line under it.
fn figures() -> Element {
    let line = Some(Border { colour: LINES, width: 4 });
    let borders = Borders { top: line, bottom: line, between_rows: line };
    let under_header =
        Borders { bottom: Some(Border { colour: UNDER_HEADER, width: 12 }), ..Default::default() };
    let cells = CellProperties { borders: under_header, ..Default::default() };
    Style {
        origin: Origin::Own,
        based_on: Some("TableNormal"),
        table: Some(TableProperties { borders, ..Default::default() }),
        header: Some(Header { letters: bold(None), cells }),
        ..Style::new(Of::Tables, "Figures", "Figures")
    }
    .element()
}
