//! Styles of a Word document: what an editor finds in Word's own menus.

use super::Size;
use super::lists::{BULLETS, NUMBERS};
use super::table::twips;
use ooxmlsdk::schemas::w::{self, LineSpacingRuleValues};
use ooxmlsdk::simple_type::{HpsMeasureValue, OnOffValue, SignedTwipsMeasureValue};

const FONT: &str = "Arial";

/// The language of everything that is written here.
pub(super) const LANGUAGE: &str = "en-GB";

/// The colours of links, of the lines of a table, and of the line under its header.
const LINK: &str = "12436D";
const LINES: &str = "767676";
const UNDER_HEADER: &str = "000000";

/// Distance of lines: as high as the letters want, in 240ths, or fixed, in twentieths of a point.
type Distance = (i64, LineSpacingRuleValues);
const CLOSE: Distance = (240, LineSpacingRuleValues::Auto);
const NOTES: Distance = (252, LineSpacingRuleValues::Auto);
const TEXT: Distance = (276, LineSpacingRuleValues::Auto);

/// What a style of paragraphs changes in the style that it is based on. Lengths are in twentieths of a point, sizes in half points.
#[derive(Default)]
struct Look {
    /// The style that is offered for the paragraph after.
    next: &'static str,
    /// Whether Word shows it among the styles to choose from.
    is_offered: bool,
    /// Stays on the page of the next paragraph.
    stays: bool,
    /// Is not broken between pages.
    is_whole: bool,
    before: Option<i64>,
    after: Option<i64>,
    line: Option<Distance>,
    is_bold: bool,
    size: Option<u64>,
}

/// All styles.
pub(in super::super) fn styles() -> w::Styles {
    let mut style = vec![normal()];
    style.extend(headings());
    style.extend(text());
    style.extend([Size::Large, Size::Middle, Size::Small].into_iter().flat_map(of_cells));
    style.extend(characters());
    style.extend([normal_table(), figures()]);
    w::Styles { xmlns: super::parts::words(), doc_defaults: Some(defaults().into()), style, ..Default::default() }
}

fn defaults() -> w::DocDefaults {
    let font = Some(FONT.to_owned());
    let language = Some(LANGUAGE.to_owned());
    let run = w::RunPropertiesBaseStyle {
        run_fonts: Some(w::RunFonts {
            ascii: font.clone(),
            high_ansi: font.clone(),
            east_asia: font.clone(),
            complex_script: font,
            ..Default::default()
        }),
        font_size: Some(w::FontSize { val: HpsMeasureValue::HalfPoints(24) }),
        font_size_complex_script: Some(w::FontSizeComplexScript { val: HpsMeasureValue::HalfPoints(24) }),
        languages: Some(w::Languages { val: language.clone(), east_asia: language, bidi: Some("ar-SA".to_owned()) }),
        ..Default::default()
    };
    let paragraph = w::ParagraphPropertiesBaseStyle {
        spacing_between_lines: spacing(None, Some(160), Some(TEXT)),
        ..Default::default()
    };
    w::DocDefaults {
        run_properties_default: Some(
            w::RunPropertiesDefault { run_properties_base_style: Some(run.into()), ..Default::default() }.into(),
        ),
        paragraph_properties_default: Some(
            w::ParagraphPropertiesDefault {
                paragraph_properties_base_style: Some(paragraph.into()),
                ..Default::default()
            }
            .into(),
        ),
        ..Default::default()
    }
}

fn spacing(before: Option<i64>, after: Option<i64>, line: Option<Distance>) -> Option<w::SpacingBetweenLines> {
    let is_any = before.is_some() || after.is_some() || line.is_some();
    is_any.then(|| w::SpacingBetweenLines {
        before: before.map(SignedTwipsMeasureValue::Twips),
        after: after.map(SignedTwipsMeasureValue::Twips),
        line: line.map(|(distance, _)| SignedTwipsMeasureValue::Twips(distance)),
        line_rule: line.map(|(_, rule)| rule),
        ..Default::default()
    })
}

fn normal() -> w::Style {
    w::Style {
        default: Some(OnOffValue::One),
        primary_style: Some(w::PrimaryStyle::default()),
        ..named(w::StyleValues::Paragraph, "Normal", "Normal")
    }
}

fn named(kind: w::StyleValues, id: &str, name: &str) -> w::Style {
    w::Style {
        r#type: Some(kind),
        style_id: Some(id.to_owned()),
        style_name: Some(w::StyleName { val: name.to_owned() }),
        ..Default::default()
    }
}

/// A style of paragraphs that Word knows by this name.
fn known(id: &str, name: &str, look: Look) -> w::Style {
    let paragraph = w::StyleParagraphProperties {
        keep_next: look.stays.then(w::KeepNext::default),
        keep_lines: look.is_whole.then(w::KeepLines::default),
        spacing_between_lines: spacing(look.before, look.after, look.line),
        ..Default::default()
    };
    w::Style {
        based_on: Some(w::BasedOn { val: "Normal".to_owned() }),
        next_paragraph_style: (!look.next.is_empty()).then(|| w::NextParagraphStyle { val: look.next.to_owned() }),
        primary_style: look.is_offered.then(w::PrimaryStyle::default),
        style_paragraph_properties: Some(paragraph.into()),
        style_run_properties: (look.is_bold || look.size.is_some()).then(|| letters(look.is_bold, look.size).into()),
        ..named(w::StyleValues::Paragraph, id, name)
    }
}

/// A style of paragraphs that Word does not know.
fn own(id: &str, name: &str, look: Look) -> w::Style {
    w::Style { custom_style: Some(OnOffValue::One), ..known(id, name, look) }
}

fn letters(is_bold: bool, size: Option<u64>) -> w::StyleRunProperties {
    w::StyleRunProperties {
        bold: is_bold.then(w::Bold::default),
        font_size: size.map(|size| w::FontSize { val: HpsMeasureValue::HalfPoints(size) }),
        font_size_complex_script: size.map(|size| w::FontSizeComplexScript { val: HpsMeasureValue::HalfPoints(size) }),
        ..Default::default()
    }
}

/// A style with more to say about its paragraphs.
fn also(mut style: w::Style, change: impl FnOnce(&mut w::StyleParagraphProperties)) -> w::Style {
    change(style.style_paragraph_properties.get_or_insert_default());
    style
}

fn headings() -> Vec<w::Style> {
    let title = Look { is_offered: true, next: "Normal", is_bold: true, size: Some(44), ..Look::default() };
    let title = Look { stays: true, after: Some(120), line: Some(CLOSE), ..title };
    let subtitle = Look { is_offered: true, next: "Normal", size: Some(28), ..Look::default() };
    let mut found = vec![known("Title", "Title", title), known("Subtitle", "Subtitle", subtitle)];
    for (outline, before, size) in [(0, 480, 32), (1, 320, 28), (2, 280, 25), (3, 240, 24)] {
        let level = outline + 1;
        let look = Look { is_offered: true, next: "Normal", is_bold: true, size: Some(size), ..Look::default() };
        let look = Look { before: Some(before), after: Some(120), line: Some(CLOSE), ..look };
        let look = Look { stays: true, is_whole: true, ..look };
        found.push(also(known(&format!("Heading{level}"), &format!("heading {level}"), look), |paragraph| {
            paragraph.outline_level = Some(w::OutlineLevel { val: outline });
        }));
    }
    let contents = Look { is_offered: true, next: "Normal", is_bold: true, size: Some(28), ..Look::default() };
    let contents = Look { stays: true, before: Some(240), after: Some(80), ..contents };
    found.push(known("ContentsHeading", "TOC Heading", contents));
    found.push(known("TOC1", "toc 1", Look { next: "Normal", after: Some(60), ..Look::default() }));
    found
}

fn text() -> Vec<w::Style> {
    let list = |id: &str, name: &str, number: i32| {
        also(known(id, name, Look { is_offered: true, after: Some(80), ..Look::default() }), |paragraph| {
            let numbering_id = Some(w::NumberingId { val: number });
            paragraph.numbering_properties = Some(w::NumberingProperties { numbering_id, ..Default::default() }.into());
        })
    };
    let caption = Look { is_offered: true, next: "Normal", is_bold: true, line: Some(NOTES), ..Look::default() };
    let caption = Look { stays: true, is_whole: true, before: Some(200), after: Some(80), ..caption };
    let subtitle = Look { next: "Chart", stays: true, is_whole: true, after: Some(80), ..Look::default() };
    let chart = Look { next: "Note", after: Some(80), line: Some(CLOSE), ..Look::default() };
    let note = Look { is_offered: true, size: Some(20), line: Some(NOTES), ..Look::default() };
    let note = Look { before: Some(60), after: Some(80), ..note };
    let exactly = |distance| Some((distance, LineSpacingRuleValues::Exact));
    let after_table = Look { after: Some(0), line: exactly(120), ..Look::default() };
    let turn = Look { after: Some(0), line: exactly(20), size: Some(2), ..Look::default() };
    let footer = known("Footer", "footer", Look { after: Some(0), size: Some(18), ..Look::default() });
    vec![
        list("ListBullet", "List Bullet", BULLETS),
        list("ListNumber", "List Number", NUMBERS),
        known("Caption", "caption", caption),
        own("ChartSubtitle", "Chart Subtitle", subtitle),
        own("Chart", "Chart", chart),
        own("Note", "Note", note),
        own("AfterTable", "After Table", after_table),
        own("Turn", "Turn of the Page", turn),
        also(footer, |paragraph| paragraph.justification = aligned(w::JustificationValues::Center)),
    ]
}

fn aligned(val: w::JustificationValues) -> Option<w::Justification> {
    Some(w::Justification { val })
}

/// Styles of cells of a size: words, and numbers at the right.
fn of_cells(size: Size) -> [w::Style; 2] {
    let name = size.name();
    let look = Look { before: Some(20), after: Some(20), line: Some(CLOSE), ..Look::default() };
    let look = Look { size: Some(size.half_points() as u64), ..look };
    let (text, number) = (format!("Table{name}Text"), format!("Table{name}Number"));
    let mut numbers = own(&number, &format!("Table {name} Number"), Look::default());
    numbers.based_on = Some(w::BasedOn { val: text.clone() });
    [
        own(&text, &format!("Table {name} Text"), look),
        also(numbers, |paragraph| paragraph.justification = aligned(w::JustificationValues::Right)),
    ]
}

fn characters() -> [w::Style; 3] {
    let plain = named(w::StyleValues::Character, "DefaultParagraphFont", "Default Paragraph Font");
    let strong = w::Style {
        primary_style: Some(w::PrimaryStyle::default()),
        style_run_properties: Some(letters(true, None).into()),
        ..named(w::StyleValues::Character, "Strong", "Strong")
    };
    let link = w::StyleRunProperties {
        color: Some(w::Color { val: Some(LINK.to_owned()), ..Default::default() }),
        underline: Some(w::Underline { val: Some(w::UnderlineValues::Single), ..Default::default() }),
        ..Default::default()
    };
    let link = w::Style {
        style_run_properties: Some(link.into()),
        ..named(w::StyleValues::Character, "Hyperlink", "Hyperlink")
    };
    [w::Style { default: Some(OnOffValue::One), ..plain }, strong, link]
}

/// Tables without a style of their own: a little room beside the text.
fn normal_table() -> w::Style {
    let (none, beside, dxa) = (Some(twips(0)), Some(twips(85)), Some(w::TableWidthUnitValues::Dxa));
    let margins = w::TableCellMarginDefault {
        top_margin: Some(w::TopMargin { width: none, r#type: dxa }),
        table_cell_left_margin: Some(w::TableCellLeftMargin { width: beside, r#type: dxa }),
        bottom_margin: Some(w::BottomMargin { width: none, r#type: dxa }),
        table_cell_right_margin: Some(w::TableCellRightMargin { width: beside, r#type: dxa }),
        ..Default::default()
    };
    let table = w::StyleTableProperties {
        table_indentation: Some(w::TableIndentation { width: none, r#type: dxa }),
        table_cell_margin_default: Some(margins.into()),
        ..Default::default()
    };
    w::Style {
        default: Some(OnOffValue::One),
        style_table_properties: Some(table.into()),
        ..named(w::StyleValues::Table, "TableNormal", "Normal Table")
    }
}

/// Tables of figures: lines between rows, a bold header with a thick line under it.
fn figures() -> w::Style {
    let (single, grey) = (w::BorderValues::Single, Some(LINES.to_owned()));
    let (thin, space) = (Some(4), Some(0));
    let borders = w::TableBorders {
        top_border: Some(w::TopBorder { val: single, size: thin, space, color: grey.clone(), ..Default::default() }),
        bottom_border: Some(w::BottomBorder {
            val: single,
            size: thin,
            space,
            color: grey.clone(),
            ..Default::default()
        }),
        inside_horizontal_border: Some(w::InsideHorizontalBorder {
            val: single,
            size: thin,
            space,
            color: grey,
            ..Default::default()
        }),
        ..Default::default()
    };
    let under_header = w::TableCellBorders {
        bottom_border: Some(w::BottomBorder {
            val: single,
            size: Some(12),
            space,
            color: Some(UNDER_HEADER.to_owned()),
            ..Default::default()
        }),
        ..Default::default()
    };
    let cell = w::TableStyleConditionalFormattingTableCellProperties {
        table_cell_borders: Some(under_header.into()),
        ..Default::default()
    };
    let bold = w::RunPropertiesBaseStyle { bold: Some(w::Bold::default()), ..Default::default() };
    let header = w::TableStyleProperties {
        r#type: w::TableStyleOverrideValues::FirstRow,
        run_properties_base_style: Some(bold.into()),
        table_style_conditional_formatting_table_cell_properties: Some(cell.into()),
        ..Default::default()
    };
    let table = w::StyleTableProperties { table_borders: Some(borders.into()), ..Default::default() };
    w::Style {
        custom_style: Some(OnOffValue::One),
        based_on: Some(w::BasedOn { val: "TableNormal".to_owned() }),
        style_table_properties: Some(table.into()),
        table_style_properties: vec![header],
        ..named(w::StyleValues::Table, "Figures", "Figures")
    }
}
