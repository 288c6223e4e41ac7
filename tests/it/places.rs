//! Profiles of authorities, their statistical neighbours, and what a scan lists; neighbours and
//! changes as worked out by `tests/independent/places.py`.

use crate::printed;
use crate::support::{engine, engine_at, imported, moment, oracle, published_file};
use fairshares::catalogue::Indicator;
use fairshares::domain::AreaCode;
use fairshares::engine::{Engine, Settings};
use fairshares::figures::{ShowRequest, neighbours};
use fairshares::holdings::import;
use fairshares::indicator::computed_by;
use fairshares::table::{Cell, Listing};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const PLACES: &str = include_str!("../oracles/places.csv");

/// What the oracle compares: two variables, the boroughs of London, and changes of a short series.
const COMPARISON: &str = r#"
[neighbours]
among = "E12000007"
count = 5
reference = "none"
[[neighbours.variable]]
indicator = "people-supported"
weight = 1.0
[[neighbours.variable]]
indicator = "resident-population"
weight = 0.5
[scan]
robust_z = 1.0
fewest_changes = 10
small_count = 20.0
rises = 3
rise_percent = 10.0
nominal_units = []
limit_percent = 50.0
limit_methods = ["cap-use"]
passed_over_methods = []
reference = "none"
"#;

/// An engine on the bundled figures with that comparison, on a day.
fn comparing(today: Option<&str>) -> Engine {
    comparing_with(today, &[])
}

/// The same with other files of the catalogue besides.
fn comparing_with(today: Option<&str>, files: &[(&str, &str)]) -> Engine {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("comparison.toml", COMPARISON)].iter().chain(files) {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let store = Path::new("no-such-store").to_owned();
    let today = today.map(|day| day.parse().unwrap());
    Engine::open(&Settings { store, catalogue: Some(folder.path().to_owned()), at: None, today })
        .unwrap()
}

fn rows(listing: &Listing) -> Vec<BTreeMap<&str, &Cell>> {
    let names: Vec<&str> = listing.columns.iter().map(|column| column.name.as_str()).collect();
    listing.rows.iter().map(|row| names.iter().copied().zip(row).collect()).collect()
}

fn text(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        other => panic!("no text: {other:?}"),
    }
}

fn number(cell: &Cell) -> f64 {
    match cell {
        Cell::Number(number) | Cell::Decimals(number, ..) => *number,
        other => panic!("no number: {other:?}"),
    }
}

fn london() -> AreaCode {
    AreaCode::new("E12000007").unwrap()
}

#[test]
fn neighbours_are_those_of_an_independent_recomputation() {
    let engine = comparing(None);
    let mut count = 0;
    for line in oracle(PLACES).iter().filter(|line| line["kind"] == "neighbours") {
        let found =
            neighbours::neighbours(engine.figures(), &AreaCode::new(&line["area_code"]).unwrap())
                .unwrap();
        let codes: Vec<&str> = found.areas.iter().map(AreaCode::as_str).collect();
        assert_eq!(codes.join(" "), line["value"], "{}", line["area_code"]);
        count += 1;
    }
    assert_eq!(count, 33);
}

#[test]
fn neighbours_in_the_shipped_variables_are_those_of_an_independent_recomputation() {
    let store = tempfile::tempdir().unwrap();
    let files = [
        "published/mye/mye23tablesew.xlsx",
        "reconstructed/census2021-ts029-ltla.csv",
        "published/deprivation/File_10_-_IoD2019_Local_Authority_District_Summaries__lower-tier__.xlsx",
        "published/context/els/housing-affordability-ratio.csv",
        "published/context/la_tenure.xlsx",
    ];
    let Some(engine) = imported(store.path(), &files) else { return };
    let mut known = 0;
    for line in oracle(include_str!("../oracles/neighbours.csv")) {
        let found =
            neighbours::neighbours(engine.figures(), &AreaCode::new(&line["area_code"]).unwrap())
                .unwrap();
        let codes: Vec<&str> = found.areas.iter().map(AreaCode::as_str).collect();
        let expected =
            if line["neighbours"] == "not-available" { "" } else { line["neighbours"].as_str() };
        assert_eq!(codes.join(" "), expected, "{}", line["area_code"]);
        known += usize::from(!codes.is_empty());
    }
    assert_eq!(known, 33);
}

/// What the program prints of an indicator as a list of lines.
fn shown(
    engine: &Engine,
    indicator: &str,
    change: impl FnOnce(&mut ShowRequest),
) -> Vec<BTreeMap<String, String>> {
    let mut request = ShowRequest::of_region(indicator.to_owned(), london());
    change(&mut request);
    lines(&printed::show(engine.figures(), &request).unwrap())
}

fn lines(listing: &Listing) -> Vec<BTreeMap<String, String>> {
    rows(listing)
        .into_iter()
        .map(|row| row.into_iter().map(|(name, cell)| (name.to_owned(), cell.raw())).collect())
        .collect()
}

#[test]
fn an_authority_is_set_beside_its_region_its_half_of_london_the_nations_and_the_other_regions() {
    let engine = engine();
    let day = "2026-03-31".parse().unwrap();
    let beside = shown(&engine, "supported-per-10k", |request| {
        request.area = Some("Newham".to_owned());
        request.beside = true;
        request.from = Some(day);
    });
    let codes: Vec<&str> = beside.iter().map(|line| line["area_code"].as_str()).collect();
    assert_eq!(codes[..5], ["E09000025", "E12000007", "E13000001", "E92000001", "K02000001"]);
    let regions: BTreeSet<&str> = codes[5..].iter().copied().collect();
    assert_eq!(
        regions.len(),
        11,
        "the other eight regions of England, Scotland, Wales, Northern Ireland: {codes:?}"
    );
    let alone = shown(&engine, "supported-per-10k", |request| {
        request.area = Some("Newham".to_owned());
        request.from = Some(day);
    });
    assert_eq!(alone, beside[..1]);
}

#[test]
fn the_largest_categories_come_first_and_no_more_than_asked_for() {
    // Home Office, Asy_D11 as at 31 December 2025, United Kingdom by accommodation: dispersal
    // 68,538, contingency 32,667.
    let largest = shown(&engine(), "supported-by-accommodation", |request| {
        request.area = Some("K02000001".to_owned());
        request.top = Some(3);
        request.from = Some("2025-12-31".parse().unwrap());
        request.to = request.from;
    });
    let numbers: Vec<f64> = largest.iter().map(|line| line["value"].parse().unwrap()).collect();
    assert_eq!(numbers, [107_003.0, 68_538.0, 32_667.0], "{largest:?}");
    assert_eq!(largest[1]["category"], "Dispersal accommodation");
}

#[test]
fn what_has_changed_since_a_day_is_the_newest_less_what_was_known_then() {
    let Some(file) =
        published_file("derived/home-office/Asy_D11_la_totals_jun-2021_to_mar-2026.csv")
    else {
        return;
    };
    let mut published: BTreeMap<(String, String), f64> = BTreeMap::new();
    for record in csv::Reader::from_path(file).unwrap().records().map(Result::unwrap) {
        published.insert((record[1].to_owned(), record[0].to_owned()), record[2].parse().unwrap());
    }
    // The figures of March 2026 came out in May 2026, those of December 2025 on 26 February 2026.
    let listing = printed::since(
        engine().figures(),
        "people-supported",
        &london(),
        "2026-03-15".parse().unwrap(),
    )
    .unwrap();
    let boroughs: Vec<_> =
        lines(&listing).into_iter().filter(|line| line["area_code"].starts_with("E09")).collect();
    assert_eq!(boroughs.len(), 33);
    let of = |code: &str, day: &str| {
        published.get(&(code.to_owned(), day.to_owned())).copied().unwrap_or(0.0)
    };
    for line in boroughs {
        let (then, now) =
            (of(&line["area_code"], "31 Dec 2025"), of(&line["area_code"], "31 Mar 2026"));
        let expected = [then, now, now - then].map(|number| number.to_string());
        assert_eq!(
            [&line["known"], &line["value"], &line["change"]],
            expected.each_ref(),
            "{line:?}"
        );
        assert_eq!(
            (line["known_period_end"].as_str(), line["period_end"].as_str()),
            ("2025-12-31", "2026-03-31")
        );
    }
}

#[test]
fn without_one_of_the_variables_there_are_no_neighbours() {
    let found =
        neighbours::neighbours(engine().figures(), &AreaCode::new("E09000025").unwrap()).unwrap();
    assert_eq!(found.areas, []);
    assert!(found.lacking.contains(&"median-age".to_owned()), "{:?}", found.lacking);
}

#[test]
fn a_profile_says_rank_change_and_comparators_of_the_publication() {
    let Some(file) =
        published_file("derived/home-office/Asy_D11_la_totals_jun-2021_to_mar-2026.csv")
    else {
        return;
    };
    let mut published: BTreeMap<String, f64> = BTreeMap::new();
    for record in csv::Reader::from_path(file).unwrap().records().map(Result::unwrap) {
        if &record[0] == "31 Mar 2026" && record[1].starts_with("E09") {
            published.insert(record[1].to_owned(), record[2].parse().unwrap());
        }
    }
    let profile = printed::place(engine().figures(), "Newham").unwrap();
    let all = rows(&profile);
    let row = all.iter().find(|row| text(row["indicator"]) == "people-supported").unwrap();
    let newham = published["E09000025"];
    assert_eq!(number(row["value"]), newham);
    let higher = published.values().filter(|people| **people > newham).count();
    assert_eq!((number(row["rank"]), number(row["ranked_of"])), (higher as f64 + 1.0, 33.0));
    assert_eq!(number(row["region"]), published.values().sum::<f64>());
    // 1,268, 1,254 and 1,140 on the quarters since: each of the last three changes was a fall.
    assert_eq!(
        (text(row["trend"]), text(row["against_region"])),
        ("falling".to_owned(), String::new())
    );
    // 1,418 on 31 March 2025: the same publication, edition year ending March 2025.
    assert_eq!((number(row["previous"]), number(row["change"])), (1418.0, newham - 1418.0));
    // Inner London of the ONS: Newham is in it, as are thirteen others.
    let inner: f64 = INNER.iter().map(|code| published.get(*code).copied().unwrap_or(0.0)).sum();
    assert_eq!(number(row["group"]), inner);
}

/// Indices of Deprivation 2019, file 10: Newham's average score of 29.6 is the third of London's
/// 33, its rank of average score 43.
#[test]
fn a_published_rank_is_not_ranked_again() {
    let file = "published/deprivation/File_10_-_IoD2019_Local_Authority_District_Summaries__lower-tier__.xlsx";
    let Some(file) = published_file(file) else { return };
    let store = tempfile::tempdir().unwrap();
    import::import(engine_at(store.path(), None).holdings(), &file, moment("2026-11-26T09:30:00Z"))
        .unwrap();
    let profile = printed::place(engine_at(store.path(), None).figures(), "Newham").unwrap();
    let all = rows(&profile);
    let of = |indicator: &str| all.iter().find(|row| text(row["indicator"]) == indicator).unwrap();
    assert_eq!(number(of("deprivation-average-score")["rank"]), 3.0);
    let rank = of("deprivation-rank");
    assert_eq!(number(rank["value"]), 43.0);
    assert!(
        ["rank", "ranked_of", "rank_best", "rank_worst"]
            .iter()
            .all(|column| text(rank[*column]).is_empty())
    );
}

/// Inner London (E13000001) as the ONS prints it in MYE2, mid-2024.
pub(crate) const INNER: [&str; 14] = [
    "E09000001",
    "E09000007",
    "E09000012",
    "E09000013",
    "E09000014",
    "E09000019",
    "E09000020",
    "E09000022",
    "E09000023",
    "E09000025",
    "E09000028",
    "E09000030",
    "E09000032",
    "E09000033",
];

#[test]
fn a_profile_names_every_indicator_once_and_says_why_one_has_no_figure() {
    let engine = engine();
    let profile = printed::place(engine.figures(), "E09000025").unwrap();
    let all = rows(&profile);
    let named: Vec<String> = all.iter().map(|row| text(row["indicator"])).collect();
    let expected: BTreeSet<String> = engine
        .catalogue()
        .indicators
        .values()
        .filter(|one| one.listed && !is_of_wider_areas(one))
        .map(|one| one.id.to_string())
        .collect();
    assert_eq!(named.iter().cloned().collect::<BTreeSet<_>>(), expected);
    // One row each, but for the largest categories of those that tell categories apart.
    for id in &expected {
        let dims = &engine
            .catalogue()
            .indicators
            .iter()
            .find(|(held, _)| held.as_str() == id)
            .unwrap()
            .1
            .dims;
        let most = if dims.is_empty() { 1 } else { 5 };
        assert!((1..=most).contains(&named.iter().filter(|name| *name == id).count()), "{id}");
    }
    let unheld: Vec<_> =
        all.iter().filter(|row| matches!(row["period_end"], Cell::Text(_))).collect();
    assert!(unheld.len() > 20);
    for row in unheld {
        assert!(matches!(row["value"], Cell::Missing(_)), "{row:?}");
        assert!(!text(row["note"]).is_empty(), "{row:?}");
    }
}

/// True for indicators that say one thing of all authorities together.
fn is_of_wider_areas(indicator: &Indicator) -> bool {
    computed_by(&indicator.method).is_of_wider_areas()
}

/// What a scan lists of an indicator, by area, as the oracle prints it.
fn listed(listing: &Listing, kind: &str, indicator: &str) -> Vec<(String, f64, String)> {
    let all = rows(listing);
    let of_kind =
        all.iter().filter(|row| text(row["kind"]) == kind && text(row["indicator"]) == indicator);
    let mut found: Vec<_> = of_kind
        .map(|row| {
            let z = if let Cell::Decimals(z, ..) = row["robust_z"] { *z } else { 0.0 };
            (text(row["area_code"]), z, text(row["why"]))
        })
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

/// The lines of a kind in the oracle: code and value.
fn expected(kind: &str) -> Vec<(String, f64)> {
    let lines = oracle(PLACES);
    let lines = lines.iter().filter(|line| line["kind"] == kind);
    lines.map(|line| (line["area_code"].clone(), line["value"].parse().unwrap())).collect()
}

/// Breaks of asylum support, of which there are none.
const NO_BREAKS: &str = "id = \"asylum-support\"\nbreak = []";

#[test]
fn a_scan_lists_what_moved_as_recomputed() {
    // Without the declared breaks, as the recomputation has it.
    let listing = printed::scan(
        comparing_with(None, &[("breaks/asylum-support.toml", NO_BREAKS)]).figures(),
        &london(),
    )
    .unwrap();
    let mut moved = listed(&listing, "moved", "people-supported");
    moved.retain(|(area, ..)| area.starts_with("E09"));
    let expected = expected("moved");
    assert!(expected.len() > 5);
    assert_eq!(moved.len(), expected.len(), "{moved:?}");
    for ((area, z, _), (code, value)) in moved.iter().zip(expected) {
        assert_eq!(*area, code);
        // The constant is printed as 0.6745 and as 1.4826: alike to four digits.
        assert!((z - value).abs() < 1e-4 * value.abs(), "{area}: {z}, recomputed {value}");
    }
}

#[test]
fn a_scan_looks_at_no_change_across_a_break() {
    let listing = printed::scan(comparing(None).figures(), &london()).unwrap();
    // Since the break of 31 March 2025 there are four changes, too few to say what is usual.
    assert_eq!(listed(&listing, "moved", "people-supported"), []);
    let rising = listed(&listing, "rising", "people-supported");
    let expected = expected("rising");
    assert_eq!(rising.len(), expected.len());
    for ((area, _, why), (code, percent)) in rising.iter().zip(expected) {
        assert_eq!(*area, code);
        assert!(why.contains(&format!("{percent}%")), "{why}");
    }
}

#[test]
fn a_scan_lists_limits_and_editions_that_should_be_there() {
    let listing = printed::scan(comparing(Some("2026-11-25")).figures(), &london()).unwrap();
    // Over half of one in 200 residents, from the counts and populations in
    // shares-london-2026-03-31.csv.
    let shares = oracle(include_str!("../oracles/shares-london-2026-03-31.csv"));
    let is_half = |line: &BTreeMap<String, String>| {
        let (people, residents): (f64, f64) =
            (line["actual"].parse().unwrap(), line["population"].parse().unwrap());
        people >= 0.5 * residents / 200.0
    };
    let expected: Vec<String> =
        shares.iter().filter(|line| is_half(line)).map(|line| line["area_code"].clone()).collect();
    let found: Vec<String> =
        listed(&listing, "limit-reached", "cap-use").into_iter().map(|(area, ..)| area).collect();
    assert_eq!(found, expected);
    assert!(!expected.is_empty());
    // MYE2 of mid-2025 came out in July 2026 (release calendar of the ONS); mid-2024 is held.
    assert_eq!(listed(&listing, "stale", "mid-year-population").len(), 1);
    let earlier = printed::scan(comparing(Some("2025-08-15")).figures(), &london()).unwrap();
    assert_eq!(listed(&earlier, "stale", "mid-year-population").len(), 0);
}
