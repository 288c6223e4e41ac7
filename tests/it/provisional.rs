//! Figures that publishers call provisional have one note below their table, and no other table has
//! it.

use crate::printed;
use crate::support::{code, engine, imported};
use fairshares::allocation::{SharesRequest, shares};
use fairshares::briefing::Block;
use fairshares::domain::AreaCode;
use fairshares::engine::Engine;
use fairshares::figures::ShowRequest;
use fairshares::packs::{PackRequest, documents};
use fairshares::table::Listing;
use fairshares::tables::Answer;

/// How many notes on provisional figures a table has.
fn notes(listing: &Listing) -> usize {
    listing.notes.iter().filter(|note| note.starts_with("Provisional figures. ")).count()
}

fn london() -> AreaCode {
    code("E12000007")
}

/// The values of Newham from one day to another.
fn newham(engine: &Engine, indicator: &str, from: Option<&str>, to: Option<&str>) -> Listing {
    let day = |text: Option<&str>| text.map(|text| text.parse().unwrap());
    let of_area = ShowRequest::of_region(indicator.to_owned(), london());
    let request =
        ShowRequest { area: Some("Newham".to_owned()), from: day(from), to: day(to), ..of_area };
    printed::show(engine.figures(), &request)
        .unwrap_or_else(|error| panic!("{indicator}:\n{error}"))
}

#[test]
fn a_table_of_provisional_figures_says_so_once() {
    let engine = engine();
    // Home Office, Immigration system statistics: the tables as a whole are provisional; ONS,
    // mid-year estimates: not.
    for (dataset, expected) in
        [("supported-people-by-quarter", 1), ("regional-groups", 1), ("mid-year-population", 0)]
    {
        if let Ok(listing) = printed::tidy(engine.figures(), dataset) {
            assert_eq!(notes(&listing), expected, "{dataset}");
        }
    }
    let show = |id: &str| {
        printed::show(engine.figures(), &ShowRequest::of_region(id.to_owned(), london())).unwrap()
    };
    for (indicator, expected) in
        [("people-supported", 1), ("supported-per-10k", 1), ("homes-for-ukraine-arrivals", 1)]
    {
        assert_eq!(notes(&show(indicator)), expected, "{indicator}");
    }
    assert_eq!(
        notes(
            &printed::since(
                engine.figures(),
                "people-supported",
                &london(),
                "2026-03-01".parse().unwrap()
            )
            .unwrap()
        ),
        1
    );
    assert_eq!(notes(&printed::scan(engine.figures(), &london()).unwrap()), 1);
    assert_eq!(notes(&printed::place(engine.figures(), "Hillingdon").unwrap()), 1);
    let shares = SharesRequest::of_people(engine.catalogue(), london(), "population".to_owned());
    assert_eq!(notes(&shares::shares(engine.figures(), &shares).unwrap().table()), 1);
}

#[test]
fn tables_of_packs_say_so_once() {
    let engine = engine();
    let request = PackRequest::of_region("fair-shares", london(), &[]);
    let document = documents::document(engine.figures(), &request).unwrap();
    assert_eq!(notes(&document.figures), 1);
    let tables = document.blocks.iter().filter_map(|block| match block {
        Block::Table { listing, .. } => Some(listing),
        _ => None,
    });
    assert!(tables.map(notes).all(|count| count <= 1));
}

#[test]
fn the_newest_figures_of_a_measure_are_provisional_and_the_others_not() {
    let folder = "published/context/els";
    // Metadata of the files: weekly pay of 2025 and disposable income of 2023 are provisional,
    // children in poverty in all years.
    let files = [
        ("gross-median-weekly-pay", "median-weekly-pay", "2025-01-01"),
        ("gross-disposable-household-income-per-head", "disposable-income-per-head", "2023-01-01"),
    ];
    for (file, indicator, newest) in files {
        let store = tempfile::tempdir().unwrap();
        let Some(engine) = imported(store.path(), &[&format!("{folder}/{file}.csv")]) else {
            return;
        };
        assert_eq!(notes(&newham(&engine, indicator, Some(newest), None)), 1, "{indicator}");
        assert_eq!(notes(&newham(&engine, indicator, None, None)), 1, "{indicator}");
        assert_eq!(notes(&newham(&engine, indicator, None, Some(newest))), 0, "{indicator}");
        assert_eq!(
            notes(&printed::tidy(engine.figures(), "explore-local-statistics").unwrap()),
            1,
            "{indicator}"
        );
    }
    for (file, indicator, expected) in [
        ("children-in-relative-poverty", "children-in-relative-poverty", 1),
        ("housing-affordability-ratio", "housing-affordability", 0),
    ] {
        let store = tempfile::tempdir().unwrap();
        let engine = imported(store.path(), &[&format!("{folder}/{file}.csv")]).unwrap();
        assert_eq!(
            notes(&newham(&engine, indicator, None, Some("2024-06-30"))),
            expected,
            "{indicator}"
        );
        assert_eq!(
            notes(&printed::tidy(engine.figures(), "explore-local-statistics").unwrap()),
            expected,
            "{indicator}"
        );
    }
}
