//! Tests of every chart as a picture: what a reader would see, measured on the drawn SVG.
//!
//! Belongs here: text inside the picture, labels that do not touch, symbols of missing figures, hostile labels. Does
//! not belong here: how a kind lays itself out. With `FAIRSHARES_PICTURES` set to a folder, the pictures are put there.

use crate::chart::{
    BandLabel, BreakMark, ChartData, Drawing, Item, KINDS, Kind, MarkLabel, PolicyMark, Population, PopulationBand,
    Reference, Series, Style,
};
use crate::domain::{AreaCode, Date, Status, Unit};
use crate::geography::{parse_outlines, parse_tiles};
use crate::table::Figure;
use jiff::civil::date;
use resvg::usvg::{Group, Node, Rect, Tree};

const LONDON: &str = include_str!("../../tests/fixtures/supported-london-2026-03-31.csv");

const LONG_NAMES: [&str; 4] = [
    "Bournemouth, Christchurch and Poole",
    "Armagh City, Banbridge and Craigavon",
    "King's Lynn and West Norfolk",
    "Kingston upon Hull, City of",
];

fn style() -> Style {
    Style::parse(include_str!("../../data/catalogue/style.toml"), "style.toml").unwrap()
}

fn quarters() -> Vec<Date> {
    let ends = [(3, 31), (6, 30), (9, 30), (12, 31)];
    (2021..2026).flat_map(|year| ends.into_iter().map(move |(month, day)| date(year, month, day))).collect()
}

/// London with every part a kind may read; `figure` gives each area's figure from its place, people and residents.
fn london(unit: Unit, figure: impl Fn(usize, f64, f64) -> Figure) -> ChartData {
    let mut data = ChartData::new("London, 31 March 2026", "People supported", unit);
    let outlines = include_str!("../../data/catalogue/areas/outlines-london.csv");
    let tiles = include_str!("../../data/catalogue/areas/tiles-london.csv");
    data.outlines = parse_outlines(outlines, "outlines").unwrap();
    data.tiles = parse_tiles(tiles, "tiles").unwrap();
    data.second_label = Some("Fair share by population".to_owned());
    for (index, line) in LONDON.lines().filter(|line| !line.starts_with('#')).skip(1).enumerate() {
        let fields: Vec<&str> = line.split(',').collect();
        let (people, residents) = (fields[2].parse().unwrap(), fields[3].parse::<f64>().unwrap());
        let further = [0.0015, 0.0012, 0.0009, 0.002].map(|rate| figure(index, residents * rate, residents));
        data.items.push(Item {
            second: Some(further[0]),
            marks: std::iter::once(figure(index, people, residents)).chain(further).collect(),
            band: Some((further[2], further[3])),
            emphasis: index == 3,
            ..Item::of(AreaCode::new(fields[0]).unwrap(), fields[1], figure(index, people, residents))
        });
    }
    data.references = [("London", 15.1), ("England", 15.1), ("Great Britain", 14.6), ("West Midlands", 46.0)]
        .map(|(label, value)| Reference { label: label.to_owned(), value })
        .to_vec();
    let label = |label: &str| MarkLabel { column: label.to_lowercase().replace(' ', "_"), label: label.to_owned() };
    data.marks =
        ["Actual", "Due by population", "Due by equal parts", "Due by headroom", "Due by pressure"].map(label).to_vec();
    data.band = Some(BandLabel {
        label: "Where 95 of 100 draws lie".to_owned(),
        low: label("Lowest of the draws"),
        high: label("Highest of the draws"),
    });
    add_trend(&mut data);
    add_pyramid(&mut data);
    data
}

/// Two populations by band of age, made of the figures of as many areas.
fn add_pyramid(data: &mut ChartData) {
    let figures: Vec<Figure> = data.items.iter().map(|item| item.figure).collect();
    let bands = |shift: usize| {
        let figure = |index: usize| figures[(index + shift) % figures.len()];
        let band = |index: usize| PopulationBand {
            from: index * 5,
            to: (index < 18).then_some(index * 5 + 4),
            males: figure(index),
            females: figure(index + 3),
        };
        (0..19).map(band).collect()
    };
    let population = |item: &Item, shift| Population { label: item.label.clone(), bands: bands(shift) };
    data.populations = data.items.iter().take(2).zip([0, 7]).map(|(item, shift)| population(item, shift)).collect();
}

fn add_trend(data: &mut ChartData) {
    for item in data.items.iter().take(4) {
        let value = |index: usize| match item.figure.value {
            Some(value) if index % 7 != 5 => Figure::of(value * (1.0 + index as f64 / 10.0)),
            _ => Figure::missing(Status::NotAvailable),
        };
        let points = quarters().into_iter().enumerate().map(|(index, day)| (day, value(index))).collect();
        data.series.push(Series { label: item.label.clone(), points });
    }
    let mark = |date, until, label: &str| BreakMark { date, until, label: label.to_owned() };
    data.breaks = vec![
        mark(date(2022, 12, 31), None, "Section 98 included from here"),
        mark(date(2023, 12, 31), Some(date(2024, 12, 31)), "Subsistence only not published by authority"),
    ];
    let policy = |date, label: &str| PolicyMark { date, label: label.to_owned(), note: format!("{label}.") };
    data.policies = vec![
        policy(date(2024, 12, 9), "56 days to move on"),
        policy(date(2025, 9, 1), "28 days for single adults"),
        policy(date(2025, 12, 16), "Interim extension ends"),
        policy(date(2025, 12, 31), "56 days for the vulnerable end"),
        policy(date(2026, 2, 1), "After the last figure"),
    ];
}

fn rates() -> ChartData {
    london(Unit::Per10k, |_, people, residents| Figure::of(people / residents * 1e4))
}

fn with_missing() -> ChartData {
    london(Unit::People, |index, people, _| match index % 8 {
        0 => Figure::missing(Status::Suppressed),
        3 => Figure { value: Some(people), status: Some(Status::Provisional) },
        5 => Figure::missing(Status::NotAvailable),
        _ => Figure::of(people),
    })
}

/// 67 areas, as many as the South East has, with the longest names of the country.
fn long_names() -> ChartData {
    let mut data = london(Unit::Percent, |index, _, _| Figure::of(index as f64 * 1.3 - 12.0));
    let again: Vec<Item> = data.items.iter().chain(&data.items.clone()).take(67).cloned().collect();
    data.items = again;
    for (index, item) in data.items.iter_mut().enumerate() {
        item.code = AreaCode::new(&format!("E07{index:06}")).unwrap();
        item.label = LONG_NAMES[index % 4].to_owned();
    }
    data.populations.iter_mut().zip(LONG_NAMES).for_each(|(one, name)| one.label = name.to_owned());
    for (series, name) in data.series.iter_mut().zip(LONG_NAMES) {
        series.label = name.to_owned();
    }
    data
}

/// Data that have broken charts: nothing, one area, no figure at all, only zeros, numbers that are none.
fn extremes() -> Vec<(&'static str, ChartData)> {
    let mut one = rates();
    one.items.truncate(1);
    one.series.truncate(1);
    one.populations.truncate(1);
    one.series[0].points.truncate(1);
    let mut empty = rates();
    empty.items.clear();
    empty.series.clear();
    empty.populations.clear();
    let zeros = london(Unit::People, |_, _, _| Figure::of(0.0));
    let missing = london(Unit::People, |_, _, _| Figure::missing(Status::Suppressed));
    let odd = [f64::NAN, f64::INFINITY, -1e12, 1e-9, 1e12];
    let odd = london(Unit::Ratio, move |index, _, _| Figure::of(odd[index % 5]));
    vec![("one", one), ("empty", empty), ("zeros", zeros), ("all-missing", missing), ("odd", odd)]
}

fn all() -> Vec<(&'static str, ChartData)> {
    let mut all = vec![("rates", rates()), ("with-missing", with_missing()), ("long-names", long_names())];
    all.extend(extremes());
    all
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
        if kind.id() != "trend" {
            let texts = texts(&draw(*kind, "all-missing", &data));
            assert!(texts.iter().any(|(text, _)| text.contains("[c]")), "{}", kind.id());
            let rows = |text: &String| text == "0" && !matches!(kind.id(), "dumbbell" | "dot-plot");
            assert!(!texts.iter().any(|(text, _)| rows(text)), "{}", kind.id());
            let told =
                if kind.id() == "pyramid" { "38 of 38 figures are missing" } else { "33 of 33 areas have no figure" };
            assert!(kind.describe(&data).contains(told), "{}", kind.describe(&data));
        }
    }
    let drawn = KINDS.iter().find(|kind| kind.id() == "trend").unwrap();
    let texts =
        texts(&draw(*drawn, "all-missing", &london(Unit::People, |_, _, _| Figure::missing(Status::Suppressed))));
    assert_eq!(texts.iter().filter(|(text, _)| text == "no figure").count(), 4);
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
        assert_eq!(draw(*kind, "with-missing", &with_missing()).svg, draw(*kind, "with-missing", &shuffled).svg);
    }
}
