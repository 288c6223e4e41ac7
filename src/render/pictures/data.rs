//! Data for the tests of every chart as a picture: real London data, with gaps, and data that have
//! broken charts.
//!
//! Belongs here: figures of every part that a kind may read. Does not belong here: the checks on
//! the pictures.

use crate::chart::{
    BandLabel, BreakMark, ChartData, Fan, FanPoint, Flow, Item, MarkLabel, Matrix, MatrixRow,
    PolicyMark, Population, PopulationBand, Reference, Series,
};
use crate::domain::{AreaCode, Date, Status, Unit};
use crate::geography::{parse_outlines, parse_tiles};
use crate::table::Figure;
use jiff::civil::date;

const LONDON: &str = include_str!("../../../tests/fixtures/supported-london-2026-03-31.csv");

const LONG_NAMES: [&str; 4] = [
    "Bournemouth, Christchurch and Poole",
    "Armagh City, Banbridge and Craigavon",
    "King's Lynn and West Norfolk",
    "Kingston upon Hull, City of",
];

fn quarters() -> Vec<Date> {
    let ends = [(3, 31), (6, 30), (9, 30), (12, 31)];
    (2021..2026)
        .flat_map(|year| ends.into_iter().map(move |(month, day)| date(year, month, day)))
        .collect()
}

/// London with every part a kind may read; `figure` gives each area's figure from its place, people
/// and residents.
pub(super) fn london(unit: Unit, figure: impl Fn(usize, f64, f64) -> Figure) -> ChartData {
    let mut data = ChartData::new("London, 31 March 2026", "People supported", unit);
    let outlines = include_str!("../../../data/catalogue/areas/outlines-london.csv");
    let tiles = include_str!("../../../data/catalogue/areas/tiles-london.csv");
    data.outlines = parse_outlines(outlines, "outlines").unwrap();
    data.tiles = parse_tiles(tiles, "tiles").unwrap();
    data.second_label = Some("Fair share by population".to_owned());
    for (index, line) in LONDON.lines().filter(|line| !line.starts_with('#')).skip(1).enumerate() {
        let fields: Vec<&str> = line.split(',').collect();
        let (people, residents) = (fields[2].parse().unwrap(), fields[3].parse::<f64>().unwrap());
        let further =
            [0.0015, 0.0012, 0.0009, 0.002].map(|rate| figure(index, residents * rate, residents));
        data.items.push(Item {
            second: Some(further[0]),
            marks: std::iter::once(figure(index, people, residents)).chain(further).collect(),
            band: Some((further[2], further[3])),
            base: Some(Figure::of(residents)),
            history: history(figure(index, people, residents)),
            emphasis: index == 3,
            ..Item::of(
                AreaCode::new(fields[0]).unwrap(),
                fields[1],
                figure(index, people, residents),
            )
        });
    }
    data.references =
        [("London", 15.1), ("England", 15.1), ("Great Britain", 14.6), ("West Midlands", 46.0)]
            .map(|(label, value)| Reference { label: label.to_owned(), value })
            .to_vec();
    let label = |label: &str| MarkLabel {
        column: label.to_lowercase().replace(' ', "_"),
        label: label.to_owned(),
    };
    data.marks =
        ["Actual", "Due by population", "Due by equal parts", "Due by headroom", "Due by pressure"]
            .map(label)
            .to_vec();
    data.band = Some(BandLabel {
        label: "Where 95 of 100 draws lie".to_owned(),
        low: label("Lowest of the draws"),
        high: label("Highest of the draws"),
    });
    data.base_label = Some("Resident population".to_owned());
    add_trend(&mut data);
    add_matrix(&mut data);
    add_flows(&mut data);
    add_fan(&mut data);
    add_pyramid(&mut data);
    data
}

/// Two populations by age band, from the figures of as many areas.
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
    let population =
        |item: &Item, shift| Population { label: item.label.clone(), bands: bands(shift) };
    data.populations = data
        .items
        .iter()
        .take(2)
        .zip([0, 7])
        .map(|(item, shift)| population(item, shift))
        .collect();
}

/// Figures of quarters that rise to the last, with a gap; none where the last is missing.
fn history(last: Figure) -> Vec<(Date, Figure)> {
    let at = |index: usize| {
        if index == 5 { Figure::missing(Status::NotAvailable) } else { scaled(last, index) }
    };
    quarters().into_iter().enumerate().map(|(index, day)| (day, at(index))).collect()
}

fn scaled(figure: Figure, index: usize) -> Figure {
    Figure { value: figure.value.map(|value| value * (1.0 + index as f64) / 20.0), ..figure }
}

/// Each area's figures on five days.
fn add_matrix(data: &mut ChartData) {
    let figure = |item: &Item, index: usize, column: usize| {
        scaled(item.figure, 9 + (index * 7 + column * 5) % 11)
    };
    let row = |(index, item): (usize, &Item)| MatrixRow {
        code: Some(item.code.clone()),
        label: item.label.clone(),
        figures: (0..5).map(|column| figure(item, index, column)).collect(),
        emphasis: false,
    };
    let rows = data.items.iter().enumerate().map(row).collect();
    let days = ["Mar 2025", "Jun 2025", "Sep 2025", "Dec 2025", "31 March 2026"];
    let column = |label: &str| MarkLabel {
        column: label.to_lowercase().replace(' ', "_"),
        label: label.to_owned(),
    };
    data.matrix =
        Some(Matrix { rows_are: "Area".to_owned(), columns: days.map(column).to_vec(), rows });
}

/// From each area to every fourth.
fn add_flows(data: &mut ChartData) {
    for (index, from) in data.items.iter().enumerate() {
        for (step, to) in data.items.iter().step_by(4).enumerate() {
            let figure = scaled(from.figure, (index + step) % 9);
            data.flows.push(Flow { from: from.label.clone(), to: to.label.clone(), figure });
        }
    }
}

/// Six quarters after the last, from the first series' last figure on.
fn add_fan(data: &mut ChartData) {
    let last = data
        .series
        .first()
        .and_then(|series| series.points.iter().rev().find_map(|(_, figure)| figure.value));
    let days = [
        date(2026, 3, 31),
        date(2026, 6, 30),
        date(2026, 9, 30),
        date(2026, 12, 31),
        date(2027, 3, 31),
    ];
    let point = |(step, date): (usize, Date), last: f64| {
        let (central, wide) =
            (last * (1.0 + step as f64 / 20.0), last.abs() * (1.0 + step as f64).sqrt() / 10.0);
        let limits = [0.67, 1.28, 1.96].map(|z| (central - z * wide, central + z * wide)).to_vec();
        FanPoint { date, central, limits }
    };
    let points = last.map_or(Vec::new(), |last| {
        days.into_iter().enumerate().map(|at| point(at, last)).collect()
    });
    let levels = ["50%", "80%", "95%"].map(str::to_owned).to_vec();
    data.fan = Some(Fan { levels, note: "The past continued.".to_owned(), points });
}

fn add_trend(data: &mut ChartData) {
    for item in data.items.iter().take(4) {
        let value = |index: usize| match item.figure.value {
            Some(value) if index % 7 != 5 => Figure::of(value * (1.0 + index as f64 / 10.0)),
            _ => Figure::missing(Status::NotAvailable),
        };
        let points =
            quarters().into_iter().enumerate().map(|(index, day)| (day, value(index))).collect();
        data.series.push(Series { label: item.label.clone(), points });
    }
    let mark = |date, until, label: &str| BreakMark { date, until, label: label.to_owned() };
    data.breaks = vec![
        mark(date(2022, 12, 31), None, "Section 98 included from here"),
        mark(
            date(2023, 12, 31),
            Some(date(2024, 12, 31)),
            "Subsistence only not published by authority",
        ),
    ];
    let policy =
        |date, label: &str| PolicyMark { date, label: label.to_owned(), note: format!("{label}.") };
    data.policies = vec![
        policy(date(2024, 12, 9), "56 days to move on"),
        policy(date(2025, 9, 1), "28 days for single adults"),
        policy(date(2025, 12, 16), "Interim extension ends"),
        policy(date(2025, 12, 31), "56 days for the vulnerable end"),
        policy(date(2026, 2, 1), "After the last figure"),
    ];
}

pub(super) fn rates() -> ChartData {
    london(Unit::Per10k, |_, people, residents| Figure::of(people / residents * 1e4))
}

pub(super) fn with_missing() -> ChartData {
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
    add_matrix(&mut data);
    for (index, flow) in data.flows.iter_mut().enumerate() {
        (flow.from, flow.to) =
            (format!("{} {}", LONG_NAMES[index % 4], index % 7), LONG_NAMES[index % 3].to_owned());
    }
    for (series, name) in data.series.iter_mut().zip(LONG_NAMES) {
        series.label = name.to_owned();
    }
    data
}

/// Data that have broken charts: empty, one area, no figure at all, only zeros, values that are not
/// numbers.
fn extremes() -> Vec<(&'static str, ChartData)> {
    let mut one = rates();
    one.items.truncate(1);
    one.series.truncate(1);
    one.populations.truncate(1);
    one.series[0].points.truncate(1);
    one.matrix.iter_mut().for_each(|matrix| matrix.rows.truncate(1));
    one.flows.truncate(1);
    let mut empty = rates();
    empty.items.clear();
    empty.series.clear();
    empty.populations.clear();
    (empty.matrix, empty.fan) = (None, None);
    empty.flows.clear();
    let zeros = london(Unit::People, |_, _, _| Figure::of(0.0));
    let missing = london(Unit::People, |_, _, _| Figure::missing(Status::Suppressed));
    let odd = [f64::NAN, f64::INFINITY, -1e12, 1e-9, 1e12];
    let odd = london(Unit::Ratio, move |index, _, _| Figure::of(odd[index % 5]));
    vec![("one", one), ("empty", empty), ("zeros", zeros), ("all-missing", missing), ("odd", odd)]
}

pub(super) fn all() -> Vec<(&'static str, ChartData)> {
    let mut all =
        vec![("rates", rates()), ("with-missing", with_missing()), ("long-names", long_names())];
    all.extend(extremes());
    all
}
