//! Tests of checks of interdependent figures, using publications that are known to contradict
//! themselves.

use super::tests::any_source;
use super::{Finding, Outcome, Subject, run};
use crate::catalogue::{Dataset, Definitions};
use crate::domain::{AreaCode, Date, Id, Period, Status, Unit};
use crate::geography::built_in;
use crate::table::{Row, Table, TableBuilder};
use jiff::civil::date;
use std::collections::BTreeSet;

const BY_QUARTER: &str = include_str!(
    "../../../../data/catalogue/datasets/home-office/supported-people-by-quarter.toml"
);

/// A figure with code, period and measure; its cell is its position in the list.
fn row(code: &str, period: Period, measure: &str, value: f64) -> Row {
    Row {
        area: AreaCode::new(code).unwrap(),
        area_name: code.into(),
        period,
        dims: Vec::new().into(),
        measure: measure.into(),
        value: Some(value),
        unit: Unit::People,
        status: None,
        source: 0,
        cell: "".into(),
    }
}

fn table(rows: &[Row]) -> Table {
    let mut builder = TableBuilder::new(Vec::new(), Vec::new());
    for (at, row) in rows.iter().enumerate() {
        let cell =
            if row.cell.is_empty() { format!("A{}", at + 1).into() } else { row.cell.clone() };
        builder.push(Row { cell, ..row.clone() });
    }
    builder.sources.push(any_source(date(2024, 6, 30)));
    builder.finish().unwrap()
}

/// The outcome of one check of a table, with another table called `other`.
fn beside(rows: &[Row], check: &str, other: &[Row]) -> Outcome {
    let mut dataset: Dataset = toml::from_str(BY_QUARTER).unwrap();
    dataset.check = vec![toml::from_str(&format!("id = \"it\"\n{check}")).unwrap()];
    let mut another: Dataset = toml::from_str(BY_QUARTER).unwrap();
    another.id = Id::new("other").unwrap();
    let others = [(&another, other.to_vec())];
    let (table, geography, codelists) = (table(rows), built_in(), Definitions::default());
    let subject = Subject {
        table: &table,
        dataset: &dataset,
        codelists: &codelists,
        geography: &geography,
        others: &others,
    };
    run(&subject).unwrap().into_iter().find(|outcome| outcome.check.to_string() == "it").unwrap()
}

fn outcome(rows: &[Row], check: &str) -> Outcome {
    beside(rows, check, &[])
}

/// The cells that an outcome makes doubtful, as positions in the list of figures from 1.
fn doubtful(outcome: &Outcome) -> BTreeSet<usize> {
    outcome.concerned.cells.iter().map(|cell| cell[1..].parse().unwrap()).collect()
}

fn contradicts(outcome: &Outcome) -> bool {
    outcome.finding == Finding::Differs
        && outcome.error.as_ref().is_some_and(|error| error.code().id == "F122")
}

const NORTHERN_IRELAND: &str = "N92000002";

fn districts() -> impl Iterator<Item = String> {
    ["01", "11", "02", "03", "04", "05", "06", "07", "08", "09", "10"]
        .into_iter()
        .map(|number| format!("N090000{number}"))
}

/// ONS, Local Area Migration Indicators 2021, Migration Flows: moves in and out of Northern Ireland
/// within the United Kingdom, and of its districts, in the years to mid-2015 and mid-2016.
const MOVES_2015: [(f64, f64); 12] = [
    (10473.0, 11236.0),
    (5069.0, 4509.0),
    (4606.0, 3379.0),
    (4891.0, 3876.0),
    (13207.0, 15571.0),
    (4351.0, 4335.0),
    (3057.0, 3092.0),
    (3013.0, 2808.0),
    (5833.0, 5245.0),
    (3350.0, 3473.0),
    (3017.0, 3417.0),
    (4019.0, 4449.0),
];
const MOVES_2016: [(f64, f64); 12] = [
    (10806.0, 10806.0),
    (4653.0, 4615.0),
    (4277.0, 3647.0),
    (4908.0, 4697.0),
    (15519.0, 16502.0),
    (4661.0, 4679.0),
    (3338.0, 3842.0),
    (2758.0, 2801.0),
    (5913.0, 5172.0),
    (3559.0, 3515.0),
    (3411.0, 3485.0),
    (4305.0, 4347.0),
];

/// Moves in, then moves out, for Northern Ireland and its districts.
fn moves(figures: [(f64, f64); 12], end: Date) -> Vec<Row> {
    let period = Period { start: end, end };
    let areas = || std::iter::once(NORTHERN_IRELAND.to_owned()).chain(districts());
    let ins = areas().zip(figures).map(|(area, (inflow, _))| row(&area, period, "in", inflow));
    let outs = areas().zip(figures).map(|(area, (_, outflow))| row(&area, period, "out", outflow));
    ins.chain(outs).collect()
}

const BALANCE: &str =
    "kind = \"moves-balance\"\nmeasure = \"in\"\nagainst = \"out\"\nwithin = 0.005";

#[test]
fn moves_between_districts_are_as_many_in_as_out() {
    let held = outcome(&moves(MOVES_2016, date(2016, 6, 30)), BALANCE);
    assert!(
        held.finding == Finding::Overlap
            && held.detail.contains("1 balance compared, none differs"),
        "{held:?}"
    );
    let differs = outcome(&moves(MOVES_2015, date(2015, 6, 30)), BALANCE);
    assert!(
        contradicts(&differs) && differs.detail.contains("1,022 of 219.70 allowed: 43,940 moves"),
        "{differs:?}"
    );
    assert_eq!(doubtful(&differs).len(), 24);
    // A figure known to be unreliable is not compared.
    let mut known = moves(MOVES_2015, date(2015, 6, 30));
    known[4].status = Some(Status::Unreliable);
    assert_eq!(outcome(&known, BALANCE).finding, Finding::NothingToCompare);
}

#[test]
fn moves_over_a_border_are_fewer_than_those_of_the_districts() {
    let check = "kind = \"moves-inside\"\nmeasure = \"in\"";
    let mut rows = moves(MOVES_2016, date(2016, 6, 30));
    assert_eq!(outcome(&rows, check).finding, Finding::Overlap);
    // ONS prints England and its regions in mid-2021 as the sum of their districts, here 57,302.
    for (printed, is_wrong) in [(57_302.0, true), (57_303.0, true), (57_301.0, false)] {
        rows[0].value = Some(printed);
        let found = outcome(&rows, check);
        assert_eq!(contradicts(&found), is_wrong, "{found:?}");
        assert_eq!(doubtful(&found), if is_wrong { BTreeSet::from([1]) } else { BTreeSet::new() });
    }
    // A missing district makes no figure doubtful.
    rows.remove(3);
    assert_eq!(outcome(&rows, check).finding, Finding::NothingToCompare);
}

#[test]
fn a_unit_cost_is_costs_by_cases() {
    // Home Office, ASY_04 of Q3 2023: costs, cases in progress and unit cost for 2020/21, 2021/22
    // and 2022/23.
    let years = [
        (
            date(2021, 3, 31),
            1_359_145_698.640_325_5,
            114_992.333_333_333_33,
            11_819.446_212_127_117,
        ),
        (date(2022, 3, 31), 2_115_584_829.155, 168_380.0, 15_301.486_720_896_184),
        (date(2023, 3, 31), 3_966_863_376.529_2, 184_749.0, 20_921.0),
    ];
    let of_year = |(day, costs, cases, unit)| {
        [("costs", costs), ("cases", cases), ("unit-cost", unit)]
            .map(|(measure, value)| row("K02000001", Period::day(day), measure, value))
    };
    let rows: Vec<Row> = years.into_iter().flat_map(of_year).collect();
    let check = "kind = \"formula\"\nmeasure = \"unit-cost\"\nformula = { of = \"costs\", by = \"cases\" }\nrounded = { total = 1 }";
    let found = outcome(&rows, check);
    assert!(contradicts(&found) && found.detail.starts_with("2 wrong"), "{found:?}");
    assert_eq!(doubtful(&found), (4..=9).collect());
    assert_eq!(outcome(&rows[..3], check).finding, Finding::Overlap);
    assert_eq!(outcome(&rows[..2], check).finding, Finding::NothingToCompare);
}

#[test]
fn net_is_in_less_out_however_the_sign_of_out_is_printed() {
    // ONS, year to December 2022: immigration 1,257,000, emigration 493,000, net 764,000.
    let check = "kind = \"formula\"\nmeasure = \"net\"\nformula = \
        { plus = [\"in\"], minus = [\"out\"] }\nrounded = { total = 1000, parts = 1000 }";
    let year = Period { start: date(2022, 1, 1), end: date(2022, 12, 31) };
    for (out, net, holds) in
        [(493e3, 764e3, true), (-493e3, 764e3, true), (-493e3, 765e3, true), (493e3, 766e3, false)]
    {
        let rows = [("in", 1_257e3), ("out", out), ("net", net)]
            .map(|(measure, value)| row("K02000001", year, measure, value));
        assert_eq!(outcome(&rows, check).finding == Finding::Overlap, holds, "{out} {net}");
    }
}

#[test]
fn a_share_does_not_jump_from_one_year_to_the_next() {
    // ONS, Local Area Migration Indicators 2021: Belfast, residents aged 16 to 64 and all
    // residents.
    let figures =
        [(2016, 188_902.0, 339_579.0), (2017, 188_616.0, 340_220.0), (2018, 223_776.0, 341_877.0)];
    let day = |year| Period::day(date(year, 6, 30));
    let aged = figures.map(|(year, aged, _)| row("N09000003", day(year), "aged-16-to-64", aged));
    let all = figures.map(|(year, _, all)| row("N09000003", day(year), "population", all));
    let check = |least: u32| {
        format!(
            "kind = \"ratio-steps\"\nformula = {{ of = \"aged-16-to-64\" }}\nat_most = \
             0.02\nat_least = {least}\nelsewhere = \
             {{ dataset = \"other\", measure = \"population\" }}"
        )
    };
    let found = beside(&aged, &check(20_000), &all);
    assert!(
        contradicts(&found) && found.detail.contains("from 55.4% at 30 June 2017 to 65.5%"),
        "{found:?}"
    );
    assert_eq!(doubtful(&found), BTreeSet::from([2, 3]));
    assert_eq!(beside(&aged[..2], &check(20_000), &all).finding, Finding::Overlap);
    assert_eq!(
        beside(&aged, &check(400_000), &all).finding,
        Finding::NothingToCompare,
        "too few residents"
    );
    assert_eq!(
        beside(&aged, &check(20_000), &[]).finding,
        Finding::NothingToCompare,
        "no other table"
    );
}

#[test]
fn a_figure_is_the_same_in_two_tables() {
    // ONS, May 2024: EU nationals who immigrated in the year to December 2022, in Tables 5 and 1.
    let year = Period { start: date(2022, 1, 1), end: date(2022, 12, 31) };
    let check = "kind = \"elsewhere\"\nelsewhere = { dataset = \"other\" }";
    let found = beside(
        &[row("K02000001", year, "in", 115e3)],
        check,
        &[row("K02000001", year, "in", 116e3)],
    );
    assert!(contradicts(&found) && found.detail.contains("115,000 in for K02000001"), "{found:?}");
    let other_measure = beside(
        &[row("K02000001", year, "in", 115e3)],
        check,
        &[row("K02000001", year, "out", 116e3)],
    );
    assert_eq!(other_measure.finding, Finding::NothingToCompare);
}

#[test]
fn a_quarter_is_the_sum_of_its_days() {
    // Home Office, November 2023: 3,692 arrivals in the second quarter of 2023 in Irr_D02. The
    // daily series has 3,817 in April and May, and 3,823 in June.
    let quarter = Period { start: date(2023, 4, 1), end: date(2023, 6, 30) };
    let months = [
        (Period { start: date(2023, 4, 1), end: date(2023, 5, 31) }, 3817.0),
        (Period { start: date(2023, 6, 1), end: date(2023, 6, 30) }, 3823.0),
    ]
    .map(|(period, people)| row("K02000001", period, "people", people));
    let check = "kind = \"elsewhere\"\nwithin = 0.03\nelsewhere = { dataset = \"other\" }";
    let of = |people| [row("K02000001", quarter, "people", people)];
    let found = beside(&of(3692.0), check, &months);
    assert!(contradicts(&found) && found.detail.contains("and 7,640 in other"), "{found:?}");
    assert_eq!(beside(&of(7600.0), check, &months).finding, Finding::Overlap);
    assert_eq!(
        beside(&of(3692.0), check, &months[..1]).finding,
        Finding::NothingToCompare,
        "June is missing"
    );
}

/// ONS, Local Area Migration Indicators 2021: births in the districts of Northern Ireland in 2015,
/// 2016 as printed, and 2017, in the order of the sheet with their rows.
const BIRTHS: [(u32, [f64; 3]); 11] = [
    (56, [1796.0, 1767.0, 1665.0]),
    (57, [1754.0, 2499.0, 1557.0]),
    (59, [2977.0, 1646.0, 2869.0]),
    (73, [4584.0, 2943.0, 4188.0]),
    (111, [1722.0, 4597.0, 1622.0]),
    (142, [2061.0, 1655.0, 1902.0]),
    (174, [1413.0, 2001.0, 1500.0]),
    (234, [1716.0, 1511.0, 1723.0]),
    (247, [1509.0, 1745.0, 1515.0]),
    (251, [2174.0, 1563.0, 2126.0]),
    (266, [2509.0, 2149.0, 2408.0]),
];

#[test]
fn births_that_stand_one_row_too_low_are_noticed() {
    let rows = |shift: usize| -> Vec<Row> {
        let printed = |at: usize, year: usize| match year {
            1 if at > 0 => BIRTHS[1 + (at - 1 + shift) % 10].1[1],
            _ => BIRTHS[at].1[year],
        };
        let of = |(at, code): (usize, String)| {
            [0, 1, 2].map(|year| {
                let day = Period::day(date(2015 + i16::try_from(year).unwrap(), 12, 31));
                let cell = format!("{}{}", ["X", "Y", "Z"][year], BIRTHS[at].0).into();
                Row { cell, ..row(&code, day, "births", printed(at, year)) }
            })
        };
        districts().enumerate().flat_map(of).collect()
    };
    let check = "kind = \"rows-in-place\"";
    let found = outcome(&rows(0), check);
    assert!(contradicts(&found) && found.detail.starts_with("1 wrong"), "{found:?}");
    // The first of the displaced rows contains the births of the last.
    assert_eq!(
        doubtful(&found),
        BIRTHS[1..].iter().map(|(at, _)| usize::try_from(*at).unwrap()).collect()
    );
    assert!(found.concerned.cells.iter().all(|cell| cell.starts_with('Y')));
    let put_right = outcome(&rows(1), check);
    assert_eq!(put_right.finding, Finding::Overlap, "{put_right:?}");
}

#[test]
fn a_tolerance_never_covers_a_whole() {
    // Home Office, NTS_01: four children came to Northern Ireland in July to September 2023, none
    // of them to one of its councils.
    let quarter = Period { start: date(2023, 7, 1), end: date(2023, 9, 30) };
    let mut rows = vec![row(NORTHERN_IRELAND, quarter, "children", 4.0)];
    rows.extend(districts().map(|code| row(&code, quarter, "children", 0.0)));
    let check = "kind = \"areas-sum\"\ntolerance = 4";
    let found = outcome(&rows, check);
    assert_eq!(found.error.as_ref().map(|error| error.code().id), Some("F112"), "{found:?}");
    // A tolerance as large as the only total would accept anything that is published.
    rows[1].value = Some(1.0);
    let found = outcome(&rows, check);
    assert_eq!(found.error.as_ref().map(|error| error.code().id), Some("F204"), "{found:?}");
    assert_eq!(outcome(&rows, "kind = \"areas-sum\"\ntolerance = 3").finding, Finding::Overlap);
    rows[1].value = Some(0.0);
    let excepted = outcome(&rows, &format!("{check}\nexcept = [\"{NORTHERN_IRELAND}\"]"));
    assert_eq!(excepted.finding, Finding::NothingToCompare);
}

#[test]
fn a_coarser_rounding_counts_only_where_all_wholes_of_the_level_are_round() {
    // H-CLIC, October to December 2020: Northern Ireland stands for a region here, with 1,180
    // thousand of 1,177,162 households.
    let day = Period::day(date(2020, 12, 31));
    let mut rows = vec![row(NORTHERN_IRELAND, day, "households", 1_180_000.0)];
    rows.extend(districts().map(|code| row(&code, day, "households", 107_014.0)));
    let check =
        "kind = \"areas-sum\"\nrounded = { total = 1, parts = 1, at_times = [1000, 10000] }";
    assert_eq!(outcome(&rows, check).finding, Finding::Overlap);
    rows[0].value = Some(1_180_001.0);
    assert_eq!(outcome(&rows, check).finding, Finding::Differs);
}
