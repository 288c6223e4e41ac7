//! Estimates that each edition revises: figures of two days are of one edition, or not available
//! with the reason.
//!
//! The expected figures are those of the ONS workbooks mye23tablesew.xlsx (published 15 July 2024),
//! mye24tablesuk.xlsx and mye22final.xlsx, recomputed with pandas from sheets MYE3 and MYE4; the
//! sheet and year stand beside each.

use crate::printed;
use crate::support::{engine_at, imported};
use fairshares::domain::{AreaCode, Status};
use fairshares::engine::Engine;
use fairshares::figures::ShowRequest;
use fairshares::indicator::{Key, OF_TWO_EDITIONS};
use fairshares::table::{Figure, Listing};
use tempfile::TempDir;

const MYE22: &str = "published/mye/mye22final.xlsx";
const MYE23: &str = "published/mye/mye23tablesew.xlsx";
const MYE24: &str = "published/mye/mye24tablesuk.xlsx";
const ASY_D11: &str = "reconstructed/support-local-authority-datasets-sep-2024.xlsx";

const LONDON: &str = "E12000007";
const LAMBETH: &str = "E09000022";
const WESTMINSTER: &str = "E09000033";

/// An engine with files held, and the store they are in; `None` where the publishers' files are not
/// at hand.
fn holding(files: &[&str]) -> Option<(Engine, TempDir)> {
    let store = tempfile::tempdir().unwrap();
    Some((imported(store.path(), files)?, store))
}

fn key(area: &str, end: &str) -> Key {
    Key { area: AreaCode::new(area).unwrap(), end: end.parse().unwrap(), dims: Vec::new() }
}

fn figure(engine: &Engine, indicator: &str, area: &str, end: &str) -> Figure {
    engine.figures().values(indicator).unwrap().figure(&key(area, end))
}

/// A figure as it is printed with so many decimals.
fn printed(engine: &Engine, indicator: &str, area: &str, end: &str, decimals: usize) -> String {
    let value = figure(engine, indicator, area, end).value;
    value.map_or("none".to_owned(), |value| format!("{value:.decimals$}"))
}

/// A cell of the row of an indicator in the profile of an authority.
fn cell(profile: &Listing, indicator: &str, column: &str) -> String {
    let at = |name: &str| profile.column(name).unwrap();
    let row = profile.rows.iter().find(|row| row[at("indicator")].raw() == indicator).unwrap();
    row[at(column)].raw()
}

#[test]
fn figures_of_two_days_are_of_one_edition() {
    let Some((engine, _store)) = holding(&[MYE23, MYE24]) else { return };
    let number =
        |id: &str, area: &str, end: &str, decimals| printed(&engine, id, area, end, decimals);
    // MYE3 of mid-2023: 8,945,309 − 8,869,043 − 51,568; the back series of mid-2024 has 8,999,705
    // for mid-2023.
    assert_eq!(number("net-migration-by-residual", LONDON, "2023-06-30", 0), "24698");
    assert_eq!(number("population-change-unexplained", LONDON, "2023-06-30", 0), "0");
    assert_eq!(number("resident-population", LONDON, "2023-06-30", 0), "8999705");
    // MYE4 of mid-2024: 9,089,736 and 8,999,705; 316,920 and 318,738.
    assert_eq!(number("population-growth-rate", LONDON, "2024-06-30", 4), "0.9954");
    assert_eq!(number("population-growth-rate", LAMBETH, "2024-06-30", 4), "-0.5720");
    // MYE4 of mid-2024: 205,624 in mid-2020 and 219,582 in mid-2011.
    assert_eq!(number("resident-population-index", WESTMINSTER, "2020-06-30", 1), "93.6");
    let request = ["net-migration-by-residual", LONDON, "2023-06-30"];
    let derived = printed::trace_figure(engine.figures(), request).unwrap();
    assert!(
        derived.contains("8,945,309 people") && !derived.contains("mye24tablesuk"),
        "{derived}"
    );
}

#[test]
fn what_grew_is_told_within_one_edition() {
    let Some((engine, store)) = holding(&[MYE23, MYE24]) else { return };
    let profile = printed::place(engine.figures(), "Lambeth").unwrap();
    assert_eq!(cell(&profile, "resident-population", "change"), "-1818");
    assert_eq!(cell(&profile, "resident-population", "previous"), "318738");
    // Seen from the summer of 2025: mid-2023 was known as 57,690,323, which the edition of mid-2024
    // has as 57,932,470.
    let day = "2025-01-31".parse().unwrap();
    let england = AreaCode::england();
    let since = printed::since(
        engine_at(store.path(), None).figures(),
        "resident-population",
        &england,
        day,
    )
    .unwrap();
    let at = |name: &str| since.column(name).unwrap();
    let row = since.rows.iter().find(|row| row[at("area_code")].raw() == england.as_str()).unwrap();
    assert_eq!(row[at("known")].raw(), "57690323");
    assert_eq!(row[at("change")].raw(), "687631");
}

#[test]
fn without_an_edition_that_has_both_days_a_change_is_not_available_and_says_why() {
    let Some((engine, _store)) = holding(&[MYE23]) else { return };
    // Mid-2024 is bundled, as MYE2 prints it; MYE4 of mid-2023 has mid-2022 and mid-2023.
    let growth = figure(&engine, "population-growth-rate", LONDON, "2024-06-30");
    assert_eq!(growth, Figure::missing(Status::NotAvailable));
    assert_eq!(printed(&engine, "population-growth-rate", LONDON, "2023-06-30", 4), "0.8562");
    let request =
        ShowRequest::of_region("population-growth-rate".to_owned(), AreaCode::new(LONDON).unwrap());
    let notes = printed::show(engine.figures(), &request).unwrap().notes;
    assert!(notes.iter().any(|note| note.contains(OF_TWO_EDITIONS)), "{notes:?}");
    let traced =
        printed::trace_figure(engine.figures(), ["population-growth-rate", LONDON, "2024-06-30"])
            .unwrap();
    assert!(traced.contains(OF_TWO_EDITIONS));
    let profile = printed::place(engine.figures(), "Lambeth").unwrap();
    assert_eq!(cell(&profile, "resident-population", "change"), "");
    assert!(cell(&profile, "resident-population", "note").contains(OF_TWO_EDITIONS));
}

#[test]
fn a_count_is_set_against_the_newest_mid_year_held_before_it() {
    let Some((engine, _store)) = holding(&[ASY_D11, MYE22, MYE23]) else { return };
    // Mid-2023 is held for London (MYE4 of mid-2023), and no later than mid-2022 for the United
    // Kingdom.
    let (people, rate) = ("people-supported", "supported-per-10k");
    let day = "2024-03-31";
    let of = |id, area: &str| figure(&engine, id, area, day).value.unwrap();
    let expected = 10_000.0 * of(people, LONDON) / 8_945_309.0;
    assert!((of(rate, LONDON) - expected).abs() < 1e-9);
    // Of 104,299 people 100,669 have an authority (Asy_D11, rows of 31 March 2024 with a code of
    // one).
    let kingdom = AreaCode::united_kingdom();
    let expected = 10_000.0 * 100_669.0 / 67_596_281.0;
    assert!((of(rate, kingdom.as_str()) - expected).abs() < 1e-9);
}

#[test]
fn people_of_a_replaced_authority_are_counted_once_in_the_kingdom() {
    let Some((engine, _store)) = holding(&[ASY_D11]) else { return };
    // Asy_D11 counts earlier days in the authorities of 2023 and later, so that replaced ones have
    // no row. The 453 rows that it has of 31 December 2019 add up to 50,091 people.
    let kingdom = AreaCode::united_kingdom();
    let supported = figure(&engine, "people-supported", kingdom.as_str(), "2019-12-31");
    assert_eq!(supported, Figure::of(50_091.0));
}

#[test]
fn a_year_is_a_year_and_not_its_last_day() {
    let file = "published/context/els/gross-disposable-household-income-per-head.csv";
    let Some((engine, _store)) = holding(&[file]) else { return };
    // The file dates the newest figures 2023-01-01/P1Y.
    let values = engine.figures().values("disposable-income-per-head").unwrap();
    let value = values.get(&key(LAMBETH, "2023-12-31")).unwrap();
    assert_eq!(value.period.start.to_string(), "2023-01-01");
}
