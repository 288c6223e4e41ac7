//! Tests of best fit, with a register and figures that are made up.

use super::{BestFit, Fit, Way};
use crate::domain::{AreaCode, Status};
use crate::geography::areas::tests::{code, geography};
use crate::geography::{Geography, Register};
use crate::table::Figure;
use jiff::civil::{Date, date};
use std::collections::BTreeMap;

const COUNTS: Fit =
    Fit { additive: true, absent: Figure { value: None, status: Some(Status::NotAvailable) } };
const RATES: Fit = Fit { additive: false, ..COUNTS };
const NOBODY: Fit = Fit { absent: Figure { value: Some(0.0), status: None }, ..COUNTS };
const UNKNOWN: Figure = Figure { value: None, status: Some(Status::NotAvailable) };

/// ONS, population estimates for mid-2021 on the boundaries of April 2021 (December 2022),
/// sheet MYE2 - Persons.
const NORTH_YORKSHIRE: [(&str, f64); 7] = [
    ("E07000163", 57_090.0),
    ("E07000164", 91_037.0),
    ("E07000165", 164_105.0),
    ("E07000166", 50_358.0),
    ("E07000167", 54_897.0),
    ("E07000168", 108_959.0),
    ("E07000169", 92_401.0),
];
/// The same sheet: Mendip, Sedgemoor, South Somerset, Somerset West and Taunton.
const SOMERSET: [(&str, f64); 4] = [
    ("E07000187", 116_285.0),
    ("E07000188", 125_752.0),
    ("E07000189", 173_173.0),
    ("E07000246", 157_909.0),
];

fn fitted(rows: &[(&str, f64)], day: Date, fit: Fit) -> BestFit {
    let published = rows.iter().map(|(area, value)| (code(area), Figure::of(*value))).collect();
    geography().boundaries(day).unwrap().fit(&published, fit)
}

fn of<'a>(outcome: &'a BestFit, area: &str) -> Option<(Figure, &'a Way)> {
    outcome
        .fitted
        .iter()
        .find(|fitted| fitted.area == code(area))
        .map(|fitted| (fitted.figure, &fitted.way))
}

fn codes(rows: &[(&str, f64)]) -> Vec<AreaCode> {
    rows.iter().map(|(area, _)| code(area)).collect()
}

#[test]
fn merged_authorities_add_up_to_the_county_that_the_same_sheet_prints() {
    // The sheet prints North Yorkshire (E10000023) 618,847 and Somerset (E10000027) 573,119:
    // the later unitaries.
    let rows = [&NORTH_YORKSHIRE[..], &SOMERSET[..]].concat();
    let outcome = fitted(&rows, date(2023, 4, 1), COUNTS);
    let parts = codes(&NORTH_YORKSHIRE);
    assert_eq!(
        of(&outcome, "E06000065"),
        Some((Figure::of(618_847.0), &Way::Summed { parts, lacking: Vec::new() }))
    );
    assert_eq!(of(&outcome, "E06000066").unwrap().0, Figure::of(573_119.0));
    assert_eq!((outcome.fitted.len(), outcome.excluded.len()), (2, 0));
    // Sheet MYE3a: net internal migration of the seven districts, and 2,882 for the county.
    let net = [268.0, 425.0, 1079.0, 82.0, 228.0, 396.0, 404.0];
    let rows: Vec<(&str, f64)> =
        NORTH_YORKSHIRE.iter().zip(net).map(|((area, _), value)| (*area, value)).collect();
    assert_eq!(
        of(&fitted(&rows, date(2025, 12, 31), COUNTS), "E06000065").unwrap().0,
        Figure::of(2_882.0)
    );
}

#[test]
fn a_merger_of_mergers_is_followed() {
    // Taunton Deane and West Somerset became Somerset West and Taunton in 2019, and that went
    // into Somerset in 2023.
    let rows = [
        ("E07000187", 1.0),
        ("E07000188", 2.0),
        ("E07000189", 4.0),
        ("E07000190", 8.0),
        ("E07000191", 16.0),
    ];
    assert_eq!(
        of(&fitted(&rows, date(2023, 4, 1), COUNTS), "E06000066").unwrap().0,
        Figure::of(31.0)
    );
    let between = fitted(&rows, date(2020, 6, 30), COUNTS);
    assert_eq!(of(&between, "E07000246").unwrap().0, Figure::of(24.0));
    assert_eq!(of(&between, "E07000187"), Some((Figure::of(1.0), &Way::Carried)));
}

#[test]
fn what_does_not_add_up_is_refused_across_a_merger_only() {
    let rows = [&NORTH_YORKSHIRE[..], &[("E08000035", 7.5), ("E08000019", 3.5)]].concat();
    let outcome = fitted(&rows, date(2025, 12, 31), RATES);
    assert_eq!(
        of(&outcome, "E06000065"),
        Some((UNKNOWN, &Way::NotAdditive(codes(&NORTH_YORKSHIRE))))
    );
    assert_eq!(of(&outcome, "E08000035"), Some((Figure::of(7.5), &Way::Carried)));
    assert_eq!(
        of(&outcome, "E08000039"),
        Some((Figure::of(3.5), &Way::Recoded(code("E08000019"))))
    );
}

#[test]
fn a_part_without_a_row_is_unknown_unless_the_publication_leaves_out_nobody() {
    let (first, rest) = NORTH_YORKSHIRE.split_first().unwrap();
    let lacking = vec![code(first.0)];
    let way = Way::Summed { parts: codes(rest), lacking };
    assert_eq!(of(&fitted(rest, date(2023, 4, 1), COUNTS), "E06000065"), Some((UNKNOWN, &way)));
    let sum = Figure::of(618_847.0 - first.1);
    assert_eq!(of(&fitted(rest, date(2023, 4, 1), NOBODY), "E06000065"), Some((sum, &way)));
}

#[test]
fn a_suppressed_part_suppresses_the_sum() {
    let mut published: BTreeMap<AreaCode, Figure> =
        SOMERSET.iter().map(|(area, value)| (code(area), Figure::of(*value))).collect();
    published.insert(code("E07000188"), Figure::missing(Status::Suppressed));
    let geography = geography();
    let outcome = geography.boundaries(date(2023, 4, 1)).unwrap().fit(&published, NOBODY);
    assert_eq!(of(&outcome, "E06000066").unwrap().0, Figure::missing(Status::Suppressed));
}

#[test]
fn a_later_whole_is_never_shared_out_to_its_parts() {
    let outcome =
        fitted(&[("E06000066", 573_119.0), ("E08000038", 5.0)], date(2018, 6, 30), COUNTS);
    let whole = Way::Merged(vec![code("E06000066")]);
    // Mendip, Sedgemoor, South Somerset, Taunton Deane, West Somerset, the last two by way of
    // one that came between.
    for district in ["E07000187", "E07000188", "E07000189", "E07000190", "E07000191"] {
        assert_eq!(of(&outcome, district), Some((UNKNOWN, &whole)), "{district}");
    }
    assert_eq!(
        of(&outcome, "E08000016"),
        Some((Figure::of(5.0), &Way::Recoded(code("E08000038"))))
    );
    assert_eq!((outcome.fitted.len(), outcome.excluded.len()), (6, 0));
}

#[test]
fn a_published_whole_is_not_added_to_its_parts_nor_one_authority_to_itself() {
    // ONS Explore Local Statistics prints obsolete and replacement codes beside each other.
    let rows =
        [&NORTH_YORKSHIRE[..], &[("E06000065", 618_627.0), ("E08000016", 1.0), ("E08000038", 2.0)]]
            .concat();
    let outcome = fitted(&rows, date(2025, 4, 1), COUNTS);
    assert_eq!(of(&outcome, "E06000065"), Some((Figure::of(618_627.0), &Way::Carried)));
    assert_eq!(of(&outcome, "E08000038"), Some((Figure::of(2.0), &Way::Carried)));
    assert_eq!(outcome.excluded, [codes(&NORTH_YORKSHIRE), vec![code("E08000016")]].concat());
}

#[test]
fn wider_areas_are_carried_and_abolished_counties_left_out() {
    let rows = [
        ("K02000001", 9.0),
        ("E12000003", 5.0),
        ("E10000023", 4.0),
        ("E10000016", 3.0),
        ("K99999999", 1.0),
    ];
    let outcome = fitted(&rows, date(2023, 4, 1), RATES);
    let carried: Vec<&str> = outcome.fitted.iter().map(|fitted| fitted.area.as_str()).collect();
    assert_eq!(carried, ["E10000016", "E12000003", "K02000001", "K99999999"]);
    assert_eq!(outcome.excluded, [code("E10000023")]);
}

#[test]
fn a_divided_authority_is_refused() {
    // No authority has been divided since 2009, so this register is made up: half of Craven to
    // each of two.
    let areas = "code,name,parent,start,end,became,successors\nE92000001,England,,,,,\n\
        E07000001,Craven,E92000001,2009-01-01,2023-03-31,,E06000001 E06000002\n\
        E06000001,West,E92000001,2023-04-01,,,\nE06000002,East,E92000001,2023-04-01,,,\n";
    let (aliases, counties) = ("code,alias,reason\n", "code,districts\n");
    let groups = "id,name,kind,code,members,source\n";
    let geography = Geography::read(&Register { areas, aliases, counties, groups }).unwrap();
    let published = BTreeMap::from([(code("E07000001"), Figure::of(10.0))]);
    let outcome = geography.boundaries(date(2024, 1, 1)).unwrap().fit(&published, COUNTS);
    let way = Way::Divided(vec![code("E07000001")]);
    assert_eq!(of(&outcome, "E06000001"), Some((UNKNOWN, &way)));
    assert_eq!(of(&outcome, "E06000002"), Some((UNKNOWN, &way)));
}

#[test]
fn there_are_no_boundaries_before_the_register() {
    let geography = geography();
    assert_eq!(geography.boundaries(date(2008, 12, 31)).unwrap_err().code().id, "F303");
    // ONS lists 374 districts in 2021 and 361 since April 2023.
    for (day, count) in [(date(2021, 6, 30), 374), (date(2023, 4, 1), 361), (date(2025, 4, 1), 361)]
    {
        assert_eq!(geography.boundaries(day).unwrap().authorities.len(), count, "{day}");
    }
}
