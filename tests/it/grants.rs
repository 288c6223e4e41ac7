//! Grants, as an independent script recomputes them from the publisher's file.

use crate::support::{engine_at, oracle, published_files};
use fairshares::domain::Status;
use fairshares::table::Cell;

#[test]
fn what_grants_come_to_in_london_is_as_recomputed() {
    let Some(folder) = published_files() else { return };
    let store = tempfile::tempdir().unwrap();
    let file = folder.join("reconstructed/support-local-authority-datasets-sep-2024.xlsx");
    engine_at(store.path(), None).import(&file, "2026-11-26T09:30:00Z").unwrap();
    let engine = engine_at(store.path(), None);
    let london = engine.region("London").unwrap().code.clone();
    let lines = oracle(include_str!("../oracles/grants.csv"));
    let mut compared = 0;
    for grant in ["asylum-dispersal-grant-2022-23", "asylum-grant-2024-25"] {
        let answer = engine.grant(grant, &london).unwrap();
        for row in &answer.payments.rows {
            let text = |at: usize| row[at].raw();
            let is_it = |line: &&std::collections::BTreeMap<String, String>| {
                line["grant"] == grant
                    && line["area_code"] == text(0)
                    && line["payment"] == text(2)
                    && line["counted_on"] == text(3)
            };
            let line = lines.iter().find(is_it).unwrap_or_else(|| panic!("{row:?}"));
            for (name, at) in [("people", 4), ("pounds", 6)] {
                match line[name].as_str() {
                    "not-available" => assert_eq!(row[at].status(), Some(Status::NotAvailable), "{line:?}"),
                    number => assert_eq!(text(at), number, "{name} of {line:?}"),
                }
            }
            compared += 1;
        }
        // The sum of a payment is missing where one of its counts is.
        let income = answer.areas.columns.iter().position(|column| column.name == "income_pounds").unwrap();
        let is_whole = grant.ends_with("2022-23");
        assert!(answer.areas.rows.iter().all(|row| matches!(row[income], Cell::Missing(_)) != is_whole), "{grant}");
    }
    assert_eq!(compared, lines.len());
}
