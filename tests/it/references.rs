//! Pages made from the catalogue are those that are committed: the cards of indicators and the
//! coverage of the board.

use crate::support::engine;
use fairshares::catalogue::Answer;
use fairshares::domain::Id;
use fairshares::reference::indicators;
use std::fs;
use std::path::Path;

/// Compares a page with the committed one, or writes it where `FAIRSHARES_GALLERY` is set.
fn is_committed(page: &str, made: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(page);
    if std::env::var_os("FAIRSHARES_GALLERY").is_some() {
        fs::write(&path, made).unwrap();
    }
    let held = fs::read_to_string(&path).unwrap_or_default();
    assert!(held == made, "data/{page} is stale: FAIRSHARES_GALLERY=1 cargo test references");
}

#[test]
fn the_cards_are_those_of_the_indicators() {
    is_committed(
        "INDICATORS.md",
        &indicators::reference_of_indicators(engine().figures()).unwrap(),
    );
}

#[test]
fn the_coverage_is_that_of_the_board() {
    is_committed("BOARD.md", &indicators::coverage_of_board(engine().figures()));
}

#[test]
fn the_board_has_as_many_rows_of_each_answer_as_its_documents() {
    // Counted by hand in the documents of the board: 78 rows.
    let engine = engine();
    let count =
        |answer| engine.catalogue().board.row.iter().filter(|row| row.answer == answer).count();
    assert_eq!(Answer::ALL.map(count), [31, 18, 12, 10, 7]);
}

#[test]
fn dates_of_the_move_on_period_touch_the_duties_after_asylum_support() {
    let engine = engine();
    let id = Id::new("duties-after-asylum-support").unwrap();
    let dates: Vec<_> = engine
        .catalogue()
        .calendar
        .policies_of(&id)
        .map(|policy| policy.date.to_string())
        .collect();
    assert_eq!(dates, ["2024-12-09", "2025-09-01", "2026-01-16", "2026-01-31"]);
}
