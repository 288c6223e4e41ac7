//! Tests of every chart as a picture, as a reader would see it, measured on the drawn SVG.
//!
//! Belongs here: text inside the picture, labels that do not touch, symbols of missing figures,
//! hostile labels. Does not belong here: how a kind arranges its marks. With `FAIRSHARES_PICTURES`
//! set to a folder, the pictures are written there.

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
                    let ink =
                        text.flattened().bounding_box().transform(text.abs_transform()).unwrap();
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
                    assert!(
                        !touch,
                        "{} {name}: {text:?} {ink:?} touches {other:?} {theirs:?}",
                        kind.id()
                    );
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
        assert!(
            !statuses.is_empty() && statuses.iter().all(|status| status.is_missing()),
            "{}",
            kind.id()
        );
        // Lines over time print `no figure` where they would end.
        if !matches!(kind.id(), "trend" | "fan") {
            let texts = texts(&draw(*kind, "all-missing", &data));
            assert!(texts.iter().any(|(text, _)| text.contains("[c]")), "{}", kind.id());
            let has_axis =
                matches!(kind.id(), "dumbbell" | "dot-plot" | "small-multiples" | "funnel" | "fan");
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
    data.policies
        .iter_mut()
        .for_each(|mark| (mark.label, mark.note) = (hostile.to_owned(), hostile.to_owned()));
    data.tiles[0].label = "<&\">".to_owned();
    for kind in KINDS {
        let svg = draw(*kind, "hostile", &data).svg;
        assert!(!svg.contains("<script") && !svg.contains('\u{7}'), "{}", kind.id());
        assert!(Tree::from_str(&svg, &super::png::options()).is_ok(), "{}", kind.id());
        let root = svg.split_once('>').map_or("", |(root, _)| root);
        assert!(root.contains("role=\"img\"") && root.contains("viewBox=\"0 0 720 "), "{root}");
        assert!(!root.contains(" width=") && !root.contains(" height="), "{root}");
        assert!(svg.contains("<title>&lt;script&gt;") && svg.contains("<desc>"), "{}", kind.id());
        assert!(
            svg.contains("font-family=\"Arial, 'Liberation Sans', Helvetica, sans-serif\""),
            "{}",
            kind.id()
        );
        assert!(
            svg.contains("font-size=\"72\"") && svg.matches("font-family").count() == 1,
            "{}",
            kind.id()
        );
    }
}

#[test]
fn the_same_data_give_the_same_bytes() {
    for kind in KINDS {
        assert_eq!(draw(*kind, "rates", &rates()), draw(*kind, "rates", &rates()), "{}", kind.id());
        let mut shuffled = with_missing();
        shuffled.items.reverse();
        shuffled.matrix.iter_mut().for_each(|matrix| matrix.rows.reverse());
        assert_eq!(
            draw(*kind, "with-missing", &with_missing()).svg,
            draw(*kind, "with-missing", &shuffled).svg
        );
    }
}

/// The number of marks with a reason for a missing figure.
fn marked_missing(drawing: &Drawing) -> usize {
    let says = |text: &str, status: Status| text.contains(&format!(": {}", status.label()));
    let is_missing = |text: &str| {
        Status::ALL.into_iter().any(|status| status.is_missing() && says(text, status))
    };
    drawing.marks.iter().filter(|mark| is_missing(&mark.text)).count()
}

#[test]
fn every_mark_says_something_of_a_part_inside_the_picture() {
    for kind in KINDS {
        for (name, data) in all() {
            let drawing = draw(*kind, name, &data);
            for mark in &drawing.marks {
                let text = &mark.text;
                assert!(
                    text.contains(": ") && !text.contains("[") && !text.contains("NaN"),
                    "{} {name}: {text}",
                    kind.id()
                );
                assert!(!mark.rings.is_empty(), "{} {name}: {text} is nowhere", kind.id());
                for ring in &mark.rings {
                    let inside =
                        ring.iter().all(|(x, y)| *x <= drawing.width && *y <= drawing.height);
                    let [wide, tall] = [|point: &(u32, u32)| point.0, |point: &(u32, u32)| point.1]
                        .map(|of| {
                            let along = || ring.iter().map(of);
                            along().max().zip(along().min()).map_or(0, |(most, least)| most - least)
                        });
                    assert!(
                        inside && wide > 0 && tall > 0,
                        "{} {name}: {text} at {ring:?}",
                        kind.id()
                    );
                }
            }
        }
    }
}

#[test]
fn every_row_of_the_table_behind_has_a_mark_whether_its_figure_is_missing_or_not() {
    for kind in KINDS {
        for (name, data) in all() {
            let (drawing, listing) = (draw(*kind, name, &data), kind.listing(&data));
            let area = listing.column("area_name").unwrap_or(0);
            for row in &listing.rows {
                let who = row[area].print(&listing.columns[area]);
                // Only flows above a certain size are drawn as ribbons, and places beyond the
                // eighth are combined.
                let is_told = drawing.marks.iter().any(|mark| mark.text.contains(&who));
                let is_gathered = kind.id() == "flow"
                    && drawing.marks.iter().any(|mark| mark.text.contains("flows: "));
                let is_nothing = kind.id() == "flow" && row[2].print(&listing.columns[2]) == "0";
                assert!(
                    is_told || is_gathered || is_nothing,
                    "{} {name}: nothing tells of {who}",
                    kind.id()
                );
            }
        }
    }
}

#[test]
fn each_kind_has_a_mark_for_each_of_its_figures() {
    // London: 33 areas, 5 days of a matrix, 20 quarters, 19 bands of both sexes, 4 lines of
    // comparison of which two are the same.
    let expected = [
        ("ranked-bars", 33 + 3, 33),
        ("dumbbell", 33, 33),
        ("dot-plot", 33, 33),
        ("choropleth", 33, 33),
        ("tile-grid", 33, 33),
        ("trend", 20, 20),
        ("slope", 33, 33),
        ("small-multiples", 33, 33),
        ("heatmap", 33 * 5, 33 * 5),
        ("stacked-composition", 33 * 5, 33),
        ("lorenz", 33, 33),
        ("funnel", 33 + 1, 33),
        ("flow", 8 * 8 + 8 + 8, 1),
        ("fan", 20 + 5, 20),
        ("pyramid", 19 * 2, 19 * 2),
    ];
    let missing = london(Unit::People, |_, _, _| Figure::missing(Status::Suppressed));
    for (kind, (id, marks, reasons)) in KINDS.iter().zip(expected) {
        assert_eq!(kind.id(), id);
        assert_eq!(draw(*kind, "rates", &rates()).marks.len(), marks, "{id}");
        assert_eq!(marked_missing(&draw(*kind, "all-missing", &missing)), reasons, "{id}");
    }
}

#[test]
fn areas_that_no_map_shows_are_told_where_they_are_named() {
    let mut data = with_missing();
    let unmapped = data.items[0].code.clone();
    data.outlines.retain(|outline| outline.code != unmapped);
    data.tiles.retain(|tile| tile.code != unmapped);
    for kind in KINDS
        .iter()
        .filter(|kind| matches!(kind.id(), "choropleth" | "tile-grid" | "small-multiples"))
    {
        let marks = draw(*kind, "unmapped", &data).marks;
        let wanted = format!("{}: suppressed", data.items[0].label);
        assert_eq!(
            marks.iter().filter(|mark| mark.text == wanted).count(),
            1,
            "{}: {marks:?}",
            kind.id()
        );
    }
}
