//! What is due when: the release calendar, and what it spares the publishers.

use super::*;
use crate::printed;
use crate::support::{moment, succeed};
use SourceOutcome::{ByHand, Failed, New, NotDue, Unchanged};

/// A run that asks only for what is due: what became of the dataset, and how much was asked.
pub(super) fn if_due(scene: &Scene, dataset: &str, now: &str) -> (SourceOutcome, usize) {
    scene.publisher.asked();
    let request = RefreshRequest {
        datasets: vec![dataset.to_owned()],
        if_due: true,
        now: moment(now),
        ..RefreshRequest::default()
    };
    let report = scene.run(&request).unwrap();
    (of(&report, dataset).outcome, scene.publisher.asked().len())
}

#[test]
fn a_source_is_asked_from_the_minute_of_its_release_until_the_edition_is_there() {
    let scene = Scene::new();
    scene.lists(&[(&format!("{TITLE} December 2025"), &asset("6a1/a.xlsx"), &december())]);
    let due = |now: &str| if_due(&scene, "asy-d11", now);
    assert_eq!(due("2026-02-26T09:35:00Z"), (New, 2), "never asked before");
    assert_eq!(due("2026-02-26T10:35:00Z"), (NotDue, 0), "the next release is in May");
    assert_eq!(
        due("2026-03-05T10:35:00Z"),
        (Unchanged, 2),
        "a week later: editions are corrected without notice"
    );
    assert_eq!(due("2026-05-20T10:00:00Z"), (Unchanged, 2));
    // The Home Office publishes at 09:30 in London, which is 08:30 by the clock of the world in
    // May.
    assert_eq!(due("2026-05-21T08:29:00Z"), (NotDue, 0));
    assert_eq!(due("2026-05-21T08:31:00Z"), (Unchanged, 2), "due, and not there yet");
    assert_eq!(due("2026-05-21T08:45:00Z"), (NotDue, 0), "asked within the hour");
    scene.lists(&[(&format!("{TITLE} March 2026"), &asset("7b2/b.xlsx"), &march())]);
    assert_eq!(due("2026-05-21T09:35:00Z"), (New, 2));
    assert_eq!(due("2026-05-21T10:35:00Z"), (NotDue, 0), "the next release is in August");
    assert_eq!(due("2026-05-27T10:35:00Z"), (NotDue, 0));
}

#[test]
fn a_source_that_failed_is_asked_again_within_the_hour_and_not_sooner() {
    let scene = Scene::new();
    scene.publisher.at(TABLES, Answer::of(403, "no"));
    let (outcome, _) = if_due(&scene, "asy-d11", "2026-02-26T09:35:00Z");
    assert_eq!(outcome, Failed);
    assert_eq!(if_due(&scene, "asy-d11", "2026-02-26T10:00:00Z"), (NotDue, 0));
    scene.lists(&[(&format!("{TITLE} December 2025"), &asset("6a1/a.xlsx"), &december())]);
    assert_eq!(if_due(&scene, "asy-d11", "2026-02-26T10:35:00Z"), (New, 2));
}

#[test]
fn what_the_publisher_states_comes_before_the_rhythm() {
    let scene = Scene::new();
    let mut said = december();
    said.sheets[0].1.push(vec!["Next update: 4 June 2026".to_owned()]);
    scene.lists(&[(&format!("{TITLE} December 2025"), &asset("6a1/a.xlsx"), &said)]);
    scene.refresh(&["asy-d11"], "2026-02-26T09:35:00Z");
    let row = |day: &str| {
        let settings = Settings {
            store: scene.store(),
            today: Some(day.parse().unwrap()),
            ..Settings::default()
        };
        let listing = printed::datasets(Engine::open(&settings).unwrap().figures()).unwrap();
        let row = listing.rows.into_iter().find(|row| row[0].raw() == "asy-d11").unwrap();
        [10, 11, 12].map(|column| row[column].raw())
    };
    assert_eq!(row("2026-05-21"), ["2026-06-04", "yes", "current"]);
    assert_eq!(row("2026-06-04"), ["2026-06-04", "yes", "due"]);
    assert_eq!(row("2026-06-05"), ["2026-06-04", "yes", "overdue by 1 day"]);
    assert_eq!(row("2026-06-14"), ["2026-06-04", "yes", "overdue by 10 days"]);
}

#[test]
fn a_series_that_has_ended_is_not_asked_for_again() {
    let scene = Scene::new();
    let page = "https://www.nomisweb.co.uk/sources/census_2021_bulk";
    scene.publisher.at(page, Answer::html("<html><body><a href=\"/x.zip\">x</a></body></html>"));
    assert_eq!(
        if_due(&scene, "census-migrant-indicator", "2026-02-26T09:35:00Z").0,
        Failed,
        "it lists another file"
    );
    let zip = crate::publisher::zip(&[("census2021-ts019-llta.csv", &ts019())]);
    scene
        .publisher
        .at(page, Answer::html("<a href=\"/output/census/2021/census2021-ts019.zip\">TS019</a>"));
    scene.publisher.at(
        "https://www.nomisweb.co.uk/output/census/2021/census2021-ts019.zip",
        Answer::file(zip),
    );
    assert_eq!(if_due(&scene, "census-migrant-indicator", "2026-02-26T10:35:00Z").0, New);
    assert_eq!(if_due(&scene, "census-migrant-indicator", "2029-02-26T10:35:00Z"), (NotDue, 0));
}

#[test]
fn every_dataset_says_where_it_comes_from_and_when() {
    let engine = Scene::new().engine();
    for dataset in engine.catalogue().datasets.values() {
        assert!(dataset.release.is_some(), "{} names no release", dataset.id);
        assert!(
            dataset.discover.is_some() || dataset.bundled_only,
            "{} says not where it is found",
            dataset.id
        );
    }
}

#[test]
fn a_person_is_told_how_to_bring_what_no_interface_gives() {
    let scene = Scene::new();
    let report = scene.refresh(&["annual-pay"], MORNING);
    let entry = of(&report, "annual-pay");
    assert_eq!((entry.outcome, report.exit_code), (ByHand, 0));
    assert!(entry.notes[0].contains("Download it as Excel, and import it"), "{entry:?}");
    assert_eq!(scene.publisher.asked().len(), 0);
}

#[test]
fn the_network_is_not_used_offline() {
    let scene = Scene::new();
    let output = scene.program().args(["refresh", "asy-d11", "--offline"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(scene.publisher.asked().len(), 0);
    let unknown = scene.program().args(["refresh", "asy-d12"]).output().unwrap();
    assert_eq!(unknown.status.code(), Some(2));
    succeed(scene.program().args(["datasets", "--offline"]));
}

/// A table of the census in the layout of Nomis, with the real misprint in the name of its file;
/// numbers of no meaning.
fn ts019() -> Vec<u8> {
    let published = crate::support::published_file("reconstructed/census2021-ts019-ltla.csv");
    std::fs::read(published.unwrap()).unwrap()
}
