//! Grants, as an independent script recomputes them from the publisher's file.

use crate::support::{engine, engine_at, moment, oracle, published_files};
use fairshares::allocation::derivations::TraceRequest;
use fairshares::allocation::grants;
use fairshares::domain::Status;
use fairshares::engine::Engine;
use fairshares::holdings::import;
use fairshares::table::Cell;
use fairshares::tables::Answer;

const GRANTS: [&str; 2] = ["asylum-dispersal-grant-2022-23", "asylum-grant-2024-25"];

/// An engine with Asy_D11 of September 2024, and the folder that it lies in.
fn with_support_by_authority() -> Option<(tempfile::TempDir, Engine)> {
    let file =
        published_files()?.join("reconstructed/support-local-authority-datasets-sep-2024.xlsx");
    let store = tempfile::tempdir().unwrap();
    import::import(engine_at(store.path(), None).holdings(), &file, moment("2026-11-26T09:30:00Z"))
        .unwrap();
    let engine = engine_at(store.path(), None);
    Some((store, engine))
}

#[test]
fn what_grants_come_to_is_as_recomputed() {
    let Some((_store, engine)) = with_support_by_authority() else { return };
    let lines = oracle(include_str!("../oracles/grants.csv"));
    let mut compared = 0;
    for (grant, region) in GRANTS
        .iter()
        .flat_map(|grant| ["London", "Yorkshire and The Humber"].map(|of| (*grant, of)))
    {
        let answer =
            grants::grant(engine.figures(), grant, &engine.region(region).unwrap().code).unwrap();
        for row in &answer.payments.table().rows {
            let text = |at: usize| row[at].raw();
            let is_it = |line: &&std::collections::BTreeMap<String, String>| {
                line["grant"] == grant
                    && line["area_code"] == text(0)
                    && line["payment"] == text(2)
                    && line["counted_on"] == text(3)
            };
            // Of Yorkshire, West Yorkshire is recomputed.
            let Some(line) = lines.iter().find(is_it) else {
                assert_ne!(region, "London", "{row:?}");
                continue;
            };
            for (name, at) in [("people", 4), ("pounds", 6)] {
                match line[name].as_str() {
                    "not-available" => {
                        assert_eq!(row[at].status(), Some(Status::NotAvailable), "{line:?}");
                    }
                    number => assert_eq!(text(at), number, "{name} of {line:?}"),
                }
            }
            compared += 1;
        }
        // The sum of a payment is missing where one of its counts is.
        let areas = answer.areas.table();
        let income =
            areas.columns.iter().position(|column| column.name == "income_pounds").unwrap();
        let is_whole = grant.ends_with("2022-23");
        assert!(
            areas.rows.iter().all(|row| matches!(row[income], Cell::Missing(_)) != is_whole),
            "{grant}"
        );
    }
    assert_eq!(compared, lines.len());
}

#[test]
fn no_grant_is_paid_for_people_who_were_there_uncounted() {
    let Some((_store, engine)) = with_support_by_authority() else { return };
    let yorkshire = engine.region("Yorkshire and The Humber").unwrap().code.clone();
    let answer = grants::grant(engine.figures(), "asylum-dispersal-grant-2022-23", &yorkshire)
        .unwrap()
        .areas
        .table();
    let pounds = answer.column("growth_pounds").unwrap();
    // With people on section 98, counted by authority from 31 December 2022, it would be 136,500
    // and 325,500.
    for (name, paid) in [("Calderdale", "87500"), ("Bradford", "269500")] {
        let row = answer.rows.iter().find(|row| row[1].raw() == name).unwrap();
        assert_eq!(row[pounds].raw(), paid, "{name}");
    }
    assert!(
        answer.notes.iter().any(|note| note.contains("counted in authorities on both days")),
        "{:?}",
        answer.notes
    );
    let request =
        TraceRequest::Grant { grant: GRANTS[0].to_owned(), area: "Calderdale".to_owned() };
    let traced = crate::printed::trace(engine.figures(), &request).unwrap();
    assert!(traced.contains("section-4-by-accommodation"), "{traced}");
}

#[test]
fn no_grant_is_paid_where_it_does_not_apply() {
    // Home Office, funding instructions: "Applies to England, Scotland and Wales".
    let Some((_store, engine)) = with_support_by_authority() else { return };
    for grant in GRANTS {
        let paid = |region: &str| {
            let answer =
                grants::grant(engine.figures(), grant, &engine.region(region).unwrap().code)
                    .unwrap()
                    .areas
                    .table();
            let columns = answer
                .columns
                .iter()
                .enumerate()
                .filter(|(_, column)| column.name.ends_with("_pounds"));
            let columns: Vec<usize> = columns.map(|(at, _)| at).collect();
            (answer.rows.iter().map(|row| row[columns[0]].clone()).collect::<Vec<_>>(), answer)
        };
        let (cells, answer) = paid("Northern Ireland");
        assert_eq!(cells.len(), 11);
        assert!(cells.iter().all(|cell| cell.status() == Some(Status::NotApplicable)), "{cells:?}");
        assert!(
            answer.notes[0].starts_with("Not applicable in Northern Ireland: "),
            "{:?}",
            answer.notes
        );
        // How many people are supported there stays to be read.
        let people = answer.column("people").unwrap();
        assert!(
            answer
                .rows
                .iter()
                .any(|row| row[people].figure().value.is_some_and(|people| people > 0.0))
        );
        for region in ["Scotland", "Wales", "South East"] {
            assert!(
                paid(region).0.iter().all(|cell| cell.figure().value.is_some()),
                "{grant} in {region}"
            );
        }
    }
}

#[test]
fn without_any_figures_a_grant_that_does_not_apply_is_no_error() {
    let engine = engine();
    let of = |region: &str| {
        grants::grant(
            engine.figures(),
            "asylum-grant-2024-25",
            &engine.region(region).unwrap().code,
        )
    };
    assert!(of("Northern Ireland").is_ok());
    assert_eq!(of("Wales").unwrap_err().code().id, "F304");
}
