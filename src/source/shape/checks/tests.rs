//! Each kind of check on small tables with a known correct outcome: agreement, difference, nothing
//! to compare.

use super::{Finding, Outcome, Subject, run};
use crate::catalogue::{Codelist, Dataset};
use crate::domain::{AreaCode, Date, Id, Period, Retrieved, Sha256, Status, Unit};
use crate::geography::built_in;
use crate::table::{Figure, Row, Source, Table, TableBuilder};
use jiff::civil::date;

/// MHCLG, Statutory homelessness, detailed local authority tables, April to June 2024, table A1:
/// households assessed in the twelve authorities of the North East. The region is printed as 5,370,
/// rounded to 10; the authorities add up to 5,371.
const NORTH_EAST: [(&str, f64); 12] = [
    ("E06000005", 355.0),
    ("E06000047", 974.0),
    ("E08000037", 384.0),
    ("E06000001", 195.0),
    ("E06000002", 396.0),
    ("E08000021", 623.0),
    ("E08000022", 266.0),
    ("E06000057", 301.0),
    ("E06000003", 163.0),
    ("E08000023", 379.0),
    ("E06000004", 783.0),
    ("E08000024", 552.0),
];
const REGION: &str = "E12000001";
const DAY: Date = date(2024, 6, 30);

/// Areas, categories and figures as rows of people on one day.
fn table(dims: &[&str], figures: &[(&str, &[&str], Figure)]) -> Table {
    let mut builder =
        TableBuilder::new(dims.iter().map(|dim| (*dim).to_owned()).collect(), Vec::new());
    for (index, (code, codes, figure)) in figures.iter().enumerate() {
        builder.push(Row {
            area: AreaCode::new(code).unwrap(),
            area_name: (*code).into(),
            period: Period::day(DAY),
            dims: codes.iter().map(|code| (*code).to_owned()).collect(),
            measure: "people".into(),
            value: figure.value,
            unit: Unit::People,
            status: figure.status,
            source: 0,
            cell: format!("A{}", index + 1).into(),
        });
    }
    builder.sources.push(any_source(DAY));
    builder.finish().unwrap()
}

/// A source where only the edition matters.
pub(super) fn any_source(edition: Date) -> Source {
    Source {
        dataset: Id::new("any").unwrap(),
        edition,
        file: "any.xlsx".to_owned(),
        sha256: Sha256::digest(b"any"),
        retrieved: Retrieved::default(),
        published: None,
        address: String::new(),
        bundled: false,
        revises: false,
    }
}

/// The North East with a given published total and a changed figure for one authority.
fn north_east(total: f64, sunderland: Figure) -> Table {
    let mut figures: Vec<(&str, &[&str], Figure)> = NORTH_EAST
        .iter()
        .map(|(code, people)| (*code, &[] as &[&str], Figure::of(*people)))
        .collect();
    figures[11].2 = sunderland;
    figures.push((REGION, &[], Figure::of(total)));
    table(&[], &figures)
}

/// The outcome of one declared check on a table of a dataset without dimensions, or by legal basis
/// of support.
fn outcome(table: &Table, check: &str) -> Outcome {
    let text = if table.dims().is_empty() {
        include_str!(
            "../../../../data/catalogue/datasets/home-office/supported-people-by-quarter.toml"
        )
    } else {
        include_str!(
            "../../../../data/catalogue/datasets/home-office/supported-people-by-section.toml"
        )
    };
    let mut dataset: Dataset = toml::from_str(text).unwrap();
    dataset.check = vec![toml::from_str(&format!("id = \"it\"\n{check}")).unwrap()];
    let code = |code: &str, parent: &str| crate::catalogue::Code {
        code: code.to_owned(),
        title: String::new(),
        parent: parent.to_owned(),
        labels: String::new(),
    };
    let sections = ["section-95", "section-98", "section-4"].map(|section| code(section, "all"));
    let id = Id::new("support-type").unwrap();
    let list = Codelist::new(id.clone(), [code("all", "")].into_iter().chain(sections).collect());
    let geography = built_in();
    let codelists = [(id, list)].into_iter().collect();
    let subject = Subject {
        table,
        dataset: &dataset,
        codelists: &codelists,
        geography: &geography,
        others: &[],
    };
    run(&subject).unwrap().into_iter().find(|outcome| outcome.check.to_string() == "it").unwrap()
}

fn code_of(outcome: &Outcome) -> Option<&'static str> {
    outcome.error.as_ref().map(|error| error.code().id)
}

#[test]
fn a_total_rounded_to_ten_may_be_five_away_from_its_exact_parts() {
    let known = Figure::of(552.0);
    let rounded = "kind = \"areas-sum\"\nrounded = { total = 10 }";
    let held = outcome(&north_east(5370.0, known), rounded);
    assert_eq!(held.finding, Finding::Overlap, "{held:?}");
    assert!(
        held.detail.contains("largest difference 1 of 5 allowed")
            && held.detail.contains("5,370 against 5,371")
    );
    let differs = outcome(&north_east(5380.0, known), rounded);
    assert_eq!((differs.finding, code_of(&differs)), (Finding::Differs, Some("F112")));
    let exact = outcome(&north_east(5370.0, known), "kind = \"areas-sum\"");
    assert_eq!((exact.finding, code_of(&exact)), (Finding::Differs, Some("F112")));
}

#[test]
fn a_total_that_includes_estimates_is_at_least_the_parts_known() {
    // Without Sunderland the eleven others have 4,819.
    let imputed = "kind = \"areas-sum\"\nrounded = { total = 10 }\nimputed = true";
    let missing = Figure::missing(Status::NotAvailable);
    let held = outcome(&north_east(5370.0, missing), imputed);
    assert_eq!(held.finding, Finding::Overlap, "{held:?}");
    assert!(
        held.detail.contains("1 sum only held to be at least the parts known, with 1 part missing"),
        "{held:?}"
    );
    let lower = outcome(&north_east(4810.0, missing), imputed);
    assert_eq!((lower.finding, code_of(&lower)), (Finding::Differs, Some("F112")));
    // Without `imputed` the sum is unknown, and the outcome reports that.
    let unknown = outcome(&north_east(4810.0, missing), "kind = \"areas-sum\"");
    assert_eq!(unknown.finding, Finding::NothingToCompare);
    assert!(unknown.detail.contains("1 not compared for a missing figure"), "{unknown:?}");
    // With all parts present it is an ordinary sum again.
    let too_high = outcome(&north_east(5400.0, Figure::of(552.0)), imputed);
    assert_eq!(too_high.finding, Finding::Differs);
}

#[test]
fn a_region_without_one_of_its_authorities_is_not_compared_but_refused() {
    let mut figures: Vec<(&str, &[&str], Figure)> = NORTH_EAST
        .iter()
        .skip(1)
        .map(|(code, people)| (*code, &[] as &[&str], Figure::of(*people)))
        .collect();
    figures.push((REGION, &[], Figure::of(5370.0)));
    let outcome = outcome(&table(&[], &figures), "kind = \"areas-sum\"");
    assert_eq!((outcome.finding, code_of(&outcome)), (Finding::Differs, Some("F111")));
}

#[test]
fn rounding_of_the_parts_adds_up() {
    let section = |figures: [Figure; 4]| {
        let codes: [&[&str]; 4] = [&["all"], &["section-95"], &["section-98"], &["section-4"]];
        let rows: Vec<_> = codes
            .into_iter()
            .zip(figures)
            .map(|(codes, figure)| ("E09000018", codes, figure))
            .collect();
        table(&["support_type"], &rows)
    };
    // 34 + 34 + 34 = 102, each rounded to 10: 30 + 30 + 30 compared with 100.
    let rounded = section([100.0, 30.0, 30.0, 30.0].map(Figure::of));
    let check = "kind = \"parts-sum\"\ndimension = \"support-type\"";
    assert_eq!(outcome(&rounded, check).finding, Finding::Differs);
    let both = outcome(&rounded, &format!("{check}\nrounded = {{ total = 10, parts = 10 }}"));
    assert!(
        both.finding == Finding::Overlap && both.detail.contains("10 of 20 allowed"),
        "{both:?}"
    );
    let suppressed =
        [Figure::of(100.0), Figure::of(90.0), Figure::missing(Status::Suppressed), Figure::of(5.0)];
    assert_eq!(outcome(&section(suppressed), check).finding, Finding::NothingToCompare);
    assert_eq!(
        outcome(&section(suppressed), &format!("{check}\nimputed = true")).finding,
        Finding::Overlap
    );
}

#[test]
fn ranges_have_two_ends_and_rates_are_not_whole() {
    let rates =
        table(&[], &[("E09000018", &[], Figure::of(12.5)), ("E09000017", &[], Figure::of(100.0))]);
    let whole = outcome(&rates, "kind = \"range\"");
    assert_eq!((whole.finding, code_of(&whole)), (Finding::Differs, Some("F116")));
    let percent = outcome(&rates, "kind = \"range\"\nwhole = false\nat_most = 100");
    assert!(
        percent.finding == Finding::Overlap && percent.detail.contains("12.50 to 100"),
        "{percent:?}"
    );
    assert_eq!(
        outcome(&rates, "kind = \"range\"\nwhole = false\nat_most = 99").finding,
        Finding::Differs
    );
    let missing = table(&[], &[("E09000018", &[], Figure::missing(Status::Suppressed))]);
    assert_eq!(outcome(&missing, "kind = \"range\"").finding, Finding::NothingToCompare);
}

#[test]
fn areas_and_their_figures_are_counted() {
    let north_east = north_east(5370.0, Figure::of(552.0));
    let count = |limits: &str| {
        outcome(&north_east, &format!("kind = \"areas-count\"\nlevel = \"authority\"\n{limits}"))
    };
    assert_eq!(count("at_least = 12\nat_most = 12").finding, Finding::Overlap);
    let fewer = count("at_least = 13");
    assert_eq!((fewer.finding, code_of(&fewer)), (Finding::Differs, Some("F118")));
    let figure = Figure::of(1.0);
    let uneven = table(
        &["support_type"],
        &[
            ("E09000018", &["section-95"], figure),
            ("E09000018", &["section-98"], figure),
            ("E09000017", &["section-95"], figure),
            ("E09000016", &["section-95"], figure),
            ("E09000016", &["section-98"], figure),
        ],
    );
    let rows = "kind = \"rows-per-area\"\nlevel = \"authority\"";
    let alike = outcome(&uneven, rows);
    assert_eq!((alike.finding, code_of(&alike)), (Finding::Differs, Some("F118")));
    assert!(alike.detail.contains("1 figure of people for E09000017"), "{alike:?}");
    assert_eq!(
        outcome(&uneven, &format!("{rows}\nat_least = 1\nat_most = 2")).finding,
        Finding::Overlap
    );
    assert_eq!(
        outcome(&uneven, "kind = \"rows-per-area\"\nlevel = \"region\"").finding,
        Finding::NothingToCompare
    );
}
