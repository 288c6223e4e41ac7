//! Lists of a Word document.

use ooxmlsdk::schemas::w;
use ooxmlsdk::simple_type::SignedTwipsMeasureValue;

/// The list of all items with a bullet, and that of items with a number in text that an editor adds.
pub(super) const BULLETS: i32 = 1;
pub(super) const NUMBERS: i32 = 2;

/// The first number of a list with numbers: each list has its own, so that each counts from one.
pub(super) const FIRST: i32 = 10;

const BULLETED: i32 = 0;
const NUMBERED: i32 = 1;

/// The lists, with those of these numbers.
pub(super) fn lists(numbers: &[i32]) -> w::Numbering {
    let bullets = level("ListBullet", w::NumberFormatValues::Bullet, "•", (425, 283));
    let counted = level("ListNumber", w::NumberFormatValues::Decimal, "%1.", (567, 425));
    let mut instances = vec![list(BULLETS, BULLETED), list(NUMBERS, NUMBERED)];
    instances.extend(numbers.iter().map(|number| w::NumberingInstance {
        level_override: vec![w::LevelOverride {
            start_override_numbering_value: Some(w::StartOverrideNumberingValue { val: 1 }),
            ..Default::default()
        }],
        ..list(*number, NUMBERED)
    }));
    w::Numbering {
        xmlns: super::parts::words(),
        abstract_num: vec![kind(BULLETED, bullets), kind(NUMBERED, counted)],
        numbering_instance: instances,
        ..Default::default()
    }
}

fn list(number: i32, kind: i32) -> w::NumberingInstance {
    w::NumberingInstance { number_id: number, abstract_num_id: w::AbstractNumId { val: kind }, ..Default::default() }
}

fn kind(number: i32, level: w::Level) -> w::AbstractNum {
    w::AbstractNum {
        abstract_number_id: number,
        multi_level_type: Some(w::MultiLevelType { val: w::MultiLevelValues::HybridMultilevel }),
        level: vec![level],
        ..Default::default()
    }
}

/// What stands before the items of a style, and how far they are moved in and it out again, in twentieths of a point.
fn level(style: &str, format: w::NumberFormatValues, text: &str, (left, hanging): (i64, i64)) -> w::Level {
    let indentation = w::Indentation {
        left: Some(SignedTwipsMeasureValue::Twips(left)),
        hanging: Some(SignedTwipsMeasureValue::Twips(hanging)),
        ..Default::default()
    };
    let paragraph = w::PreviousParagraphProperties { indentation: Some(indentation), ..Default::default() };
    w::Level {
        start_numbering_value: Some(w::StartNumberingValue { val: 1 }),
        numbering_format: Some(w::NumberingFormat { val: format, ..Default::default() }),
        paragraph_style_id_in_level: Some(w::ParagraphStyleIdInLevel { val: style.to_owned() }),
        level_text: Some(w::LevelText { val: Some(text.to_owned()), ..Default::default() }),
        level_justification: Some(w::LevelJustification { w_val: w::LevelJustificationValues::Left }),
        previous_paragraph_properties: Some(paragraph.into()),
        ..Default::default()
    }
}
