//! Tests of every chart as a picture: what a reader would see, measured on the drawn SVG.
//!
//! Belongs here: text inside the picture, labels that do not touch, symbols of missing figures, hostile labels. Does
//! not belong here: how a kind lays itself out. With `FAIRSHARES_PICTURES` set to a folder, the pictures are put there.

mod contrast;
mod data;

use crate::chart::{ChartData, Drawing, KINDS, Kind, Style};
use crate::domain::{Status, Unit};
use crate::table::Figure;
use data::{all, london, rates, with_missing};
use resvg::usvg::{Group, Node, Rect, Tree};

fn style() -> Style {
    Style::parse(include_str!("../../data/catalogue/style.toml"), "style.toml").unwrap()
}

fn draw(kind: &dyn Kind, name: &str, data: &ChartData) -> Drawing {
    let drawing = kind.draw(data, &style()).unwrap();
    if let Ok(folder) = std::env::var("FAIRSHARES_PICTURES") {
        let picture = super::png(&drawing.svg, 720).unwrap();
        std::fs::write(format!("{folder}/{}-{name}.png", kind.id()), picture).unwrap();
    }
    drawing
}

/// Every text of a picture with the box of its ink.
fn texts(drawing: &Drawing) -> Vec<(String, Rect)> {
    fn walk(group: &Group, found: &mut Vec<(String, Rect)>) {
        for node in group.children() {
            match node {
                Node::Group(group) => walk(group, found),
                Node::Text(text) => {
                    let words: String = text.chunks().iter().map(|chunk| chunk.text()).collect();
                    let ink = text.flattened().bounding_box().transform(text.abs_transform()).unwrap();
                    found.push((words, ink));
                }
                _ => {}
            }
        }
    }
    let tree = Tree::from_str(&drawing.svg, &super::png::options()).unwrap();
    let mut found = Vec::new();
    walk(tree.root(), &mut found);
    found
}

#[test]
fn no_text_leaves_the_picture_whatever_the_data() {
    for kind in KINDS {
        for (name, data) in all() {
            let drawing = draw(*kind, name, &data);
            for (text, ink) in texts(&drawing) {
                let inside = ink.left() >= 0.0
                    && ink.top() >= 0.0
                    && ink.right() <= drawing.width as f32
                    && ink.bottom() <= drawing.height as f32;
                assert!(inside, "{} {name}: {text:?} at {ink:?} of {}", kind.id(), drawing.height);
            }
        }
    }
}

#[test]
fn no_two_texts_touch() {
    for kind in KINDS {
        for (name, data) in all() {
            let texts = texts(&draw(*kind, name, &data));
            for (index, (text, ink)) in texts.iter().enumerate() {
                for (other, theirs) in &texts[index + 1..] {
                    let touch = ink.left() < theirs.right()
                        && theirs.left() < ink.right()
                        && ink.top() < theirs.bottom()
                        && theirs.top() < ink.bottom();
                    assert!(!touch, "{} {name}: {text:?} {ink:?} touches {other:?} {theirs:?}", kind.id());
                }
            }
        }
    }
}

#[test]
fn missing_figures_are_shown_as_symbols_and_never_as_zero() {
    for kind in KINDS {
        let data = london(Unit::People, |_, _, _| Figure::missing(Status::Suppressed));
        let listing = kind.listing(&data);
        let statuses = listing.statuses();
        assert!(!statuses.is_empty() && statuses.iter().all(|status| status.is_missing()), "{}", kind.id());
        // Lines over time say `no figure` where they would end.
        if !matches!(kind.id(), "trend" | "fan") {
            let texts = texts(&draw(*kind, "all-missing", &data));
            assert!(texts.iter().any(|(text, _)| text.contains("[c]")), "{}", kind.id());
            let has_axis = matches!(kind.id(), "dumbbell" | "dot-plot" | "small-multiples" | "funnel" | "fan");
            assert!(has_axis || !texts.iter().any(|(text, _)| text == "0"), "{}", kind.id());
            let told = match kind.id() {
                "pyramid" => "38 of 38 figures are missing",
                "heatmap" => "165 of 165 figures are missing: 165 suppressed",
                "flow" => "297 of 297 flows have no figure: 297 suppressed",
                _ => "33 of 33 areas have no figure",
            };
            assert!(kind.describe(&data).contains(told), "{}", kind.describe(&data));
        }
    }
    for (id, lines) in [("trend", 4), ("fan", 1)] {
        let kind = KINDS.iter().find(|kind| kind.id() == id).unwrap();
        let data = london(Unit::People, |_, _, _| Figure::missing(Status::Suppressed));
        let texts = texts(&draw(*kind, "all-missing", &data));
        assert_eq!(texts.iter().filter(|(text, _)| text == "no figure").count(), lines, "{id}");
    }
}

#[test]
fn labels_are_escaped_and_the_root_speaks() {
    let hostile = "<script>alert(\"x\")&</script>\u{7}";
    let mut data = rates();
    data.caption = hostile.to_owned();
    data.value_label = hostile.to_owned();
    data.second_label = Some(hostile.to_owned());
    data.items.iter_mut().for_each(|item| item.label = hostile.to_owned());
    data.series.iter_mut().for_each(|series| series.label = hostile.to_owned());
    data.populations.iter_mut().for_each(|one| one.label = hostile.to_owned());
    data.flows.iter_mut().for_each(|flow| flow.from = hostile.to_owned());
    data.base_label = Some(hostile.to_owned());
    data.fan.iter_mut().for_each(|fan| fan.note = hostile.to_owned());
    if let Some(matrix) = &mut data.matrix {
        matrix.rows.iter_mut().for_each(|row| row.label = hostile.to_owned());
        matrix.columns.iter_mut().for_each(|column| column.label = hostile.to_owned());
    }
    data.references.iter_mut().for_each(|line| line.label = hostile.to_owned());
    data.breaks.iter_mut().for_each(|mark| mark.label = hostile.to_owned());
    data.policies.iter_mut().for_each(|mark| (mark.label, mark.note) = (hostile.to_owned(), hostile.to_owned()));
    data.tiles[0].label = "<&\">".to_owned();
    for kind in KINDS {
        let svg = draw(*kind, "hostile", &data).svg;
        assert!(!svg.contains("<script") && !svg.contains('\u{7}'), "{}", kind.id());
        assert!(Tree::from_str(&svg, &super::png::options()).is_ok(), "{}", kind.id());
        let root = svg.split_once('>').map_or("", |(root, _)| root);
        assert!(root.contains("role=\"img\"") && root.contains("viewBox=\"0 0 720 "), "{root}");
        assert!(!root.contains(" width=") && !root.contains(" height="), "{root}");
        assert!(svg.contains("<title>&lt;script&gt;") && svg.contains("<desc>"), "{}", kind.id());
        assert!(svg.contains("font-family=\"Arial, 'Liberation Sans', Helvetica, sans-serif\""), "{}", kind.id());
        assert!(svg.contains("font-size=\"72\"") && svg.matches("font-family").count() == 1, "{}", kind.id());
    }
}

#[test]
fn the_same_data_give_the_same_bytes() {
    for kind in KINDS {
        assert_eq!(draw(*kind, "rates", &rates()), draw(*kind, "rates", &rates()), "{}", kind.id());
        let mut shuffled = with_missing();
        shuffled.items.reverse();
        shuffled.matrix.iter_mut().for_each(|matrix| matrix.rows.reverse());
        assert_eq!(draw(*kind, "with-missing", &with_missing()).svg, draw(*kind, "with-missing", &shuffled).svg);
    }
}
