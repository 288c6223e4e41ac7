//! Pictures of charts in a Word document.

use super::words::{Piece, piece};
use ooxmlsdk::schemas::{a, pic, w, wp};
use ooxmlsdk::simple_type::{BooleanValue, CoordinateValue};

/// The namespace of pictures, by which a drawing says that it is one.
const PICTURE: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";

/// The relationship from the document to the picture of a chart.
pub(super) fn chart_id(number: usize) -> String {
    format!("chart{number}")
}

/// A chart that stands in a line of the text, with its alternative text; its size is in English Metric Units.
pub(super) fn chart(number: usize, alt: &str, (width, height): (i64, i64)) -> Piece {
    let (id, name, description) = (number as u32, format!("Chart {number}"), Some(alt.to_owned()));
    let named = pic::NonVisualDrawingProperties {
        id,
        name: name.clone(),
        description: description.clone(),
        ..Default::default()
    };
    let locks = a::GraphicFrameLocks { no_change_aspect: Some(BooleanValue::One), ..Default::default() };
    let frame =
        wp::NonVisualGraphicFrameDrawingProperties { graphic_frame_locks: Some(locks.into()), ..Default::default() };
    let data = a::GraphicData {
        uri: PICTURE.to_owned(),
        graphic_data_choice: vec![a::GraphicDataChoice::Picture(
            picture(chart_id(number), named, (width, height)).into(),
        )],
    };
    let inline = wp::Inline {
        distance_from_top: Some(0),
        distance_from_bottom: Some(0),
        distance_from_left: Some(0),
        distance_from_right: Some(0),
        extent: wp::Extent { cx: width, cy: height },
        doc_properties: wp::DocProperties { id, name, description, ..Default::default() }.into(),
        non_visual_graphic_frame_drawing_properties: Some(frame.into()),
        graphic: a::Graphic { graphic_data: data, ..Default::default() }.into(),
        ..Default::default()
    };
    let drawing = w::Drawing { drawing_choice: Some(w::DrawingChoice::Inline(inline.into())), ..Default::default() };
    piece(w::RunChoice::Drawing(drawing.into()))
}

fn picture(file: String, named: pic::NonVisualDrawingProperties, (width, height): (i64, i64)) -> pic::Picture {
    let embedded = a::Blip { embed: Some(file), ..Default::default() };
    let stretch = a::Stretch { fill_rectangle: Some(a::FillRectangle::default()), ..Default::default() };
    let place = a::Transform2D {
        offset: Some(a::Offset::default()),
        extents: Some(a::Extents { cx: CoordinateValue::Emu(width), cy: CoordinateValue::Emu(height) }),
        ..Default::default()
    };
    let rectangle = a::PresetGeometry {
        preset: a::ShapeTypeValues::Rectangle,
        adjust_value_list: Some(a::AdjustValueList::default()),
        ..Default::default()
    };
    let properties =
        pic::NonVisualPictureProperties { non_visual_drawing_properties: named.into(), ..Default::default() };
    let fill = pic::BlipFill {
        blip: Some(embedded.into()),
        blip_fill_choice: Some(pic::BlipFillChoice::Stretch(stretch.into())),
        ..Default::default()
    };
    let shape = pic::ShapeProperties {
        transform2_d: Some(place.into()),
        shape_properties_choice1: Some(pic::ShapePropertiesChoice::PresetGeometry(rectangle.into())),
        ..Default::default()
    };
    pic::Picture {
        non_visual_picture_properties: Some(properties.into()),
        blip_fill: Some(fill.into()),
        shape_properties: Some(shape.into()),
        ..Default::default()
    }
}
