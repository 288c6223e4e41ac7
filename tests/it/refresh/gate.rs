//! What is held back, and how a person settles it.

use super::*;
use crate::support::{moment, succeed, unquoted};
use SourceOutcome::{Discarded, HeldBack, New, Unchanged};

const ADDRESS: &str = "https://assets.publishing.service.gov.uk/media/7b2/march.xlsx";

/// A scene in which December is held and another file is listed.
fn scene(newcomer: &Book) -> Scene {
    let scene = Scene::new();
    scene.lists(&[(&format!("{TITLE} December 2025"), &asset("6a1/a.xlsx"), &december())]);
    scene.refresh(&["asy-d11"], "2026-02-26T10:00:00Z");
    scene.lists(&[(&format!("{TITLE} March 2026"), ADDRESS, newcomer)]);
    scene
}

/// The run that holds it back, with the first reason.
fn held_back(scene: &Scene, code: &str) -> SourceReport {
    let report = scene.refresh(&["asy-d11"], MORNING);
    let entry = of(&report, "asy-d11").clone();
    assert_eq!((entry.outcome, report.exit_code), (HeldBack, 1), "{report:?}");
    assert_eq!(entry.reasons[0].code, code, "{entry:?}");
    assert_eq!(
        (scene.hillingdon().as_str(), scene.manifest().snapshots.len()),
        ("1896", 1),
        "the edition before counts"
    );
    entry
}

#[test]
fn a_file_issued_again_under_the_same_date_with_other_figures_waits() {
    let mut again = december();
    again.set(SHEET, "G3", "1700");
    let scene = scene(&again);
    let entry = held_back(&scene, "F120");
    assert!(entry.reasons[0].text.contains(
        "asy-d11: 1 difference from the edition of that day that is held; 6 figures as before"
    ));
    // It is listed until it is settled, and not fetched again.
    scene.publisher.asked();
    let report = scene.refresh(&["asy-d11"], NOON);
    assert_eq!((of(&report, "asy-d11").outcome, report.exit_code), (HeldBack, 1));
    assert!(scene.publisher.asked().iter().all(|asked| asked.sent == 0));
    let listed = succeed(scene.program().arg("datasets")).stdout;
    let listed = unquoted(&listed);
    assert!(
        listed.lines().any(|line| line.starts_with("asy-d11,") && line.ends_with(",1")),
        "{listed}"
    );
    // What differs, with the edition held back as the newer one.
    let diff = unquoted(&succeed(scene.program().args(["diff", "asy-d11"])).stdout);
    assert!(
        diff.contains("Hillingdon") && diff.contains("1896,") && diff.contains("1700,"),
        "{diff}"
    );
    // Taken: the manifest says in spite of what.
    let taken =
        succeed(scene.program().args(["refresh", "--accept", entry.held_back.as_deref().unwrap()]));
    assert!(unquoted(&taken.stdout).contains("asy-d11,reissued,2025-12-31"));
    assert_eq!(scene.hillingdon(), "1700");
    let accepted = scene.manifest().snapshots[1].accepted.clone().unwrap();
    assert!(accepted.starts_with("F120: asy-d11: 1 difference"), "{accepted}");
    let report = scene.refresh(&["asy-d11"], "2026-05-21T14:00:00Z");
    assert_eq!((of(&report, "asy-d11").outcome, report.exit_code), (Unchanged, 0));
    assert!(unquoted(&succeed(scene.program().arg("changes")).stdout).contains("in spite of F120"));
}

#[test]
fn an_edition_that_a_person_leaves_is_not_asked_about_again() {
    let mut again = december();
    again.set(SHEET, "G3", "1700");
    let scene = scene(&again);
    held_back(&scene, "F120");
    succeed(scene.program().args(["refresh", "--discard", "asy-d11"]));
    let report = scene.refresh(&["asy-d11"], NOON);
    assert_eq!(report.exit_code, 0, "{report:?}");
    // The same bytes at another address.
    scene.lists(&[(&format!("{TITLE} March 2026"), &asset("8/x.xlsx"), &again)]);
    assert_eq!(of(&scene.refresh(&["asy-d11"], NOON), "asy-d11").outcome, Discarded);
    assert_eq!(scene.hillingdon(), "1896");
    let nothing = scene.program().args(["refresh", "--accept", "asy-d11"]).output().unwrap();
    assert_eq!(nothing.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&nothing.stderr).contains("no edition is held back"));
}

#[test]
fn a_fifth_of_the_rows_gone_waits() {
    // A hundred rows, one for each borough and kind of accommodation, and the same without every
    // fifth.
    let many = |skip: usize| {
        let mut book = march();
        let rows = &mut book.sheets.iter_mut().find(|(name, _)| name == SHEET).unwrap().1;
        let last = rows.pop().unwrap();
        let boroughs = crate::workbook::boroughs();
        let kinds =
            ["Initial Accommodation", "Other Accommodation", "Contingency Accommodation - Other"];
        let more = boroughs.iter().flat_map(|(code, name)| {
            kinds.map(|kind| {
                ["31 Mar 2026", "Section 4", "London", name.as_str(), code.as_str(), kind, "5"]
                    .map(str::to_owned)
                    .to_vec()
            })
        });
        rows.extend(
            more.enumerate()
                .filter(|(index, _)| skip == 0 || index % skip != 0)
                .map(|(_, row)| row),
        );
        rows.push(last);
        book
    };
    let scene = scene(&many(0));
    assert_eq!(of(&scene.refresh(&["asy-d11"], MORNING), "asy-d11").outcome, New);
    scene.lists(&[(&format!("{TITLE} March 2026"), &asset("8/x.xlsx"), &many(5))]);
    let report = scene.refresh(&["asy-d11"], NOON);
    let (outcome, reason) = outcome(&report, "asy-d11");
    assert_eq!((outcome, report.exit_code), (HeldBack, 1), "{report:?}");
    assert_eq!(
        reason,
        "F120: asy-d11: 20 differences from the edition of that day that is held; 93 figures as \
         before",
        "less than a fifth of all rows, and every one of them is missed"
    );
    // More than a fifth is a loss by itself, whatever else has changed.
    scene.lists(&[(&format!("{TITLE} March 2026"), &asset("9/x.xlsx"), &many(3))]);
    let report = scene.refresh(&["asy-d11"], NOON);
    let newest = report
        .sources
        .iter()
        .find(|source| source.url.as_deref() == Some(asset("9/x.xlsx").as_str()))
        .unwrap();
    assert_eq!(newest.reasons[0].code, "F117", "{report:?}");
}

#[test]
fn a_changed_layout_waits_until_the_definition_knows_it() {
    let mut reworded = march();
    reworded.set(SHEET, "G2", "Persons");
    let scene = scene(&reworded);
    let entry = held_back(&scene, "F104");
    assert!(entry.reasons[0].text.contains(SHEET), "{entry:?}");
    // No one can take what cannot be read.
    let refused = scene.program().args(["refresh", "--accept", "asy-d11"]).output().unwrap();
    assert_eq!(refused.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("error[F104]"));
    // The definition learns the word: the next run reads what waits again, without fetching it.
    scene.redefines(
        "home-office/asy-d11.toml",
        "header = [\"People\"",
        "header = [\"Persons\", \"People\"",
    );
    scene.publisher.asked();
    let report = scene.refresh(&["asy-d11"], NOON);
    let outcomes: Vec<_> = report.sources.iter().map(|source| source.outcome).collect();
    assert_eq!((outcomes, report.exit_code), (vec![New], 0), "{report:?}");
    assert!(scene.publisher.asked().iter().all(|asked| asked.sent == 0));
    assert_eq!(
        scene.manifest().snapshots[1].retrieved,
        moment(MORNING),
        "the time at which it came"
    );
}

#[test]
fn an_area_without_figures_any_more_waits() {
    let scene = scene(&march());
    scene.refresh(&["asy-d11"], MORNING);
    let mut without = march();
    without.set("Cover_sheet", "A3", "year ending June 2026");
    without.set("Cover_sheet", "A5", "Published: 27 August 2026");
    for row in 10..=16 {
        without.set(SHEET, &format!("A{row}"), "30 Jun 2026");
    }
    without.set(SHEET, "D15", "Hounslow");
    without.set(SHEET, "E15", "E09000018"); // Barking and Dagenham's row.
    without.set(SHEET, "F15", "Other Accommodation");
    scene.lists(&[(&format!("{TITLE} June 2026"), &asset("8/june.xlsx"), &without)]);
    let report = scene.refresh(&["asy-d11"], "2026-08-27T10:00:00Z");
    let (outcome, reason) = outcome(&report, "asy-d11");
    assert_eq!(outcome, HeldBack, "{report:?}");
    assert!(reason.starts_with("F121") && reason.contains("Barking and Dagenham"), "{reason}");
}

#[test]
fn a_good_edition_settles_what_waited_before_it() {
    let mut short = march();
    short.remove_row(SHEET, "1800");
    let scene = scene(&short);
    let report = scene.refresh(&["asy-d11"], MORNING);
    assert_eq!(of(&report, "asy-d11").outcome, HeldBack, "{report:?}");
    scene.lists(&[(&format!("{TITLE} March 2026"), &asset("8/good.xlsx"), &march())]);
    let report = scene.refresh(&["asy-d11"], NOON);
    assert_eq!((of(&report, "asy-d11").outcome, report.exit_code), (New, 0), "{report:?}");
    assert_eq!(scene.waiting(), []);
    assert_eq!(std::fs::read_dir(scene.store().join("held-back")).unwrap().count(), 0);
}

#[test]
fn a_table_that_should_be_in_the_file_and_is_not_waits() {
    let scene = Scene::new();
    // The file of the supported people under the title of irregular entry.
    scene.lists(&[(IRREGULAR, ADDRESS, &march())]);
    let report = scene.refresh(&["irr-d01", "irr-d02"], MORNING);
    for dataset in ["irr-d01", "irr-d02"] {
        let (outcome, reason) = outcome(&report, dataset);
        assert_eq!(outcome, HeldBack);
        assert!(
            reason.starts_with("F121") && reason.contains("irr-d01: no table of it in the file"),
            "{reason}"
        );
    }
    assert_eq!(scene.manifest().snapshots, []);
}

#[test]
fn a_text_file_that_was_cut_waits_until_a_person_takes_it() {
    let scene = Scene::new();
    let (page, address) = (
        "https://www.nomisweb.co.uk/sources/census_2021_bulk",
        "https://www.nomisweb.co.uk/output/census/2021/census2021-ts019.zip",
    );
    scene
        .publisher
        .at(page, Answer::html("<a href=\"/output/census/2021/census2021-ts019.zip\">TS019</a>"));
    let whole = crate::support::migrants();
    let serves = |text: &str| {
        let archive = crate::publisher::zip(&[("census2021-ts019-ltla.csv", text.as_bytes())]);
        scene.publisher.at(address, Answer::file(archive));
    };
    let half: String = whole.lines().take(200).map(|line| format!("{line}\n")).collect();
    serves(&half);
    let report = scene.refresh(&["census-migrant-indicator"], MORNING);
    let (outcome, reason) = outcome(&report, "census-migrant-indicator");
    assert_eq!((outcome, report.exit_code), (HeldBack, 1), "{report:?}");
    assert!(
        reason.starts_with("F123: whole file of census-migrant-indicator: found no row for"),
        "{reason}"
    );
    assert_eq!(scene.manifest().snapshots, []);
    // The whole one settles it.
    serves(&whole);
    let report = scene.refresh(&["census-migrant-indicator"], NOON);
    assert_eq!(
        (of(&report, "census-migrant-indicator").outcome, report.exit_code),
        (New, 0),
        "{report:?}"
    );
    assert_eq!(scene.waiting(), []);
}
