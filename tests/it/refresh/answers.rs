//! Answers that were not asked for are not trusted, and a file of which nobody says where it ends
//! waits for a person.

use super::interfaces::published;
use super::*;
use crate::printed;
use crate::publisher::{Asked, Fault};
use crate::support::{succeed, unquoted};
use SourceOutcome::{Failed, HeldBack, New};

const FILE: &str = "https://assets.publishing.service.gov.uk/media/6a1/a.xlsx";
const NOMIS: &str = "https://www.nomisweb.co.uk/api/v01/dataset/NM_2041_1.data.csv";

/// A scene in which December is listed, and its file not served yet.
fn scene_of_december() -> Scene {
    let scene = Scene::new();
    scene.page(&[(&format!("{TITLE} December 2025"), FILE)]);
    scene
}

/// A run that must fail with that code and these words, and take nothing.
fn fails(scene: &Scene, dataset: &str, code: &str, words: &str) {
    let report = scene.refresh(&[dataset], MORNING);
    let (outcome, reason) = outcome(&report, dataset);
    assert_eq!((outcome, report.exit_code), (Failed, 3), "{words}: {report:?}");
    assert!(reason.starts_with(code) && reason.contains(words), "{code} {words}: {reason}");
    assert_eq!(scene.manifest().snapshots.len(), 0, "{words}");
}

fn of_files(asked: &[Asked]) -> Vec<(u16, usize)> {
    asked
        .iter()
        .filter(|asked| asked.path.ends_with(".xlsx"))
        .map(|asked| (asked.status, asked.sent))
        .collect()
}

#[test]
fn a_file_that_comes_otherwise_than_asked_is_no_file() {
    let whole = december().xlsx();
    let answer =
        |status| Answer::of(status, whole.clone()).with("content-type", "application/octet-stream");
    for (answer, code, words) in [
        (answer(304), "F505", "the answer that it has not changed, which was not requested"),
        (answer(206), "F505", "the answer of a part, which was not requested"),
        (Answer::of(204, ""), "F505", "the answer 204"),
        (answer(201), "F505", "the answer 201"),
        (answer(202), "F505", "the answer 202"),
        (answer(203), "F505", "the answer 203"),
        (Answer::of(200, ""), "F505", "an empty file"),
        (answer(416), "F502", "416"),
        (answer(200).with("content-encoding", "gzip"), "F505", "an answer packed as gzip"),
        (answer(200).with("content-encoding", "br"), "F505", "an answer packed as br"),
        (answer(301), "F504", "a redirect that leads nowhere"),
        (answer(300).with("location", FILE), "F502", "300"),
        (answer(305).with("location", FILE), "F502", "305"),
    ] {
        let scene = scene_of_december();
        scene.publisher.at(FILE, answer);
        fails(&scene, "asy-d11", code, words);
    }
    // Asked for so, it is one.
    let scene = scene_of_december();
    scene.publisher.at(FILE, answer(200).with("content-encoding", "identity"));
    assert_eq!(of(&scene.refresh(&["asy-d11"], NOON), "asy-d11").outcome, New);
}

#[test]
fn a_file_of_which_the_store_has_lost_the_edition_is_not_said_to_be_unchanged() {
    let scene = scene_of_december();
    scene.publisher.at(FILE, Answer::file(december().xlsx()));
    scene.refresh(&["asy-d11"], MORNING);
    for file in std::fs::read_dir(scene.store().join("snapshots")).unwrap() {
        std::fs::remove_file(file.unwrap().path()).unwrap();
    }
    // It is remembered, and its bytes are lost: nobody asks whether it has changed.
    scene.publisher.at(FILE, Answer::of(304, ""));
    let report = scene.refresh(&["asy-d11"], NOON);
    let error = of(&report, "asy-d11").error.clone().unwrap();
    assert!(
        error.code().id == "F505" && error.problem().contains("which was not requested"),
        "{error}"
    );
    // It comes, and its bytes are put back.
    scene.publisher.at(FILE, Answer::file(december().xlsx()));
    scene.refresh(&["asy-d11"], NOON);
    assert!(printed::tidy(scene.engine().figures(), "asy-d11").is_ok());
}

#[test]
fn a_page_that_comes_otherwise_than_asked_is_no_page() {
    for (answer, words) in [
        (Answer::of(304, ""), "the answer that it has not changed, which was not requested"),
        (Answer::of(206, "{}"), "the answer of a part"),
        (Answer::of(204, ""), "the answer 204"),
        (Answer::of(200, ""), "an empty page"),
        (Answer::of(200, "{}").with("content-encoding", "br"), "an answer packed as br"),
    ] {
        let scene = Scene::new();
        scene.publisher.at(TABLES, answer);
        fails(&scene, "asy-d11", "F505", words);
    }
}

#[test]
fn a_packed_page_is_unpacked_and_one_cut_short_is_none() {
    let packed = |answer: &Answer| {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        std::io::Write::write_all(&mut packer, &answer.body).unwrap();
        packer.finish().unwrap()
    };
    let page = packed(&content(&[(&format!("{TITLE} December 2025"), FILE)]));
    let serve = |body: &[u8]| {
        let scene = Scene::new();
        scene.publisher.at(FILE, Answer::file(december().xlsx()));
        let answer = Answer::of(200, body)
            .with("content-type", "application/json")
            .with("content-encoding", "gzip");
        scene.publisher.at(TABLES, answer.failing(Fault::Unmeasured(usize::MAX)));
        outcome(&scene.refresh(&["asy-d11"], MORNING), "asy-d11")
    };
    assert_eq!(serve(&page).0, New);
    let (outcome, reason) = serve(&page[..page.len() / 2]);
    assert!(outcome == Failed && reason.starts_with("F503"), "{reason}");
}

#[test]
fn a_part_counts_only_where_it_goes_on_and_up_to_the_end_of_the_file() {
    let whole = december().xlsx();
    let broken = || Answer::file(whole.clone()).failing(Fault::BreaksOff(1_000));
    let rest = |fault| Answer::file(whole.clone()).failing(fault);
    // A part that ends before the file does is followed by the next.
    let scene = scene_of_december();
    scene.publisher.first_then(FILE, vec![broken(), rest(Fault::Parts(700)), rest(Fault::None)]);
    assert_eq!(of(&scene.refresh(&["asy-d11"], MORNING), "asy-d11").outcome, New);
    let asked = of_files(&scene.publisher.asked());
    assert_eq!(asked, [(200, whole.len()), (206, 700), (206, whole.len() - 1_700)]);
    // One that begins elsewhere is thrown away with what was kept.
    let scene = scene_of_december();
    scene.publisher.first_then(FILE, vec![broken(), rest(Fault::Shifts(5)), rest(Fault::None)]);
    assert_eq!(of(&scene.refresh(&["asy-d11"], MORNING), "asy-d11").outcome, New);
    let asked = of_files(&scene.publisher.asked());
    assert_eq!(asked, [(200, whole.len()), (206, whole.len() - 1_005), (200, whole.len())]);
}

/// One page of Nomis that has all there is: fewer rows than are asked for.
fn nomis() -> Answer {
    let text = "\"DATE_NAME\",\"GEOGRAPHY_CODE\",\"GEOGRAPHY_NAME\",\"C2021_ETH_20_NAME\",\"OBS_VALUE\"\n\"2021\",\"E09000001\",\"City of London\",\"Total: All usual residents\",8583\n\"2021\",\"E09000001\",\"City of London\",\"Asian, Asian British or Asian Welsh: Chinese\",545\n";
    Answer::of(200, text).with("content-type", "text/csv")
}

#[test]
fn a_table_without_a_length_waits_until_a_person_takes_it() {
    let scene = Scene::new();
    scene.is_published_for("ons/census-ethnic-group.toml", "K04000001", &["E09000001"]);
    scene.publisher.at(NOMIS, nomis().failing(Fault::Unmeasured(usize::MAX)));
    let report = scene.refresh(&["census-ethnic-group"], MORNING);
    let entry = of(&report, "census-ethnic-group");
    assert_eq!((entry.outcome, report.exit_code), (HeldBack, 1), "{report:?}");
    let codes: Vec<&str> = entry.reasons.iter().map(|reason| reason.code.as_str()).collect();
    assert!(codes.contains(&"F509"), "{entry:?}");
    assert!(report.notes.iter().any(|note| note.contains("without a length")), "{report:?}");
    let id = entry.held_back.clone().unwrap();
    let taken = succeed(scene.program().args(["refresh", "--accept", &id]));
    assert!(unquoted(&taken.stdout).contains("census-ethnic-group,new"));
    let accepted = scene.manifest().snapshots[0].accepted.clone().unwrap();
    assert!(accepted.contains("F509"), "{accepted}");
    let report = scene.refresh(&["census-ethnic-group"], NOON);
    assert_eq!(report.exit_code, 0, "{report:?}");
}

#[test]
fn the_same_table_with_a_length_settles_what_waited() {
    let scene = Scene::new();
    scene.is_published_for("ons/census-ethnic-group.toml", "K04000001", &["E09000001"]);
    scene.publisher.at(NOMIS, nomis().failing(Fault::Unmeasured(usize::MAX)));
    let held = outcome(&scene.refresh(&["census-ethnic-group"], MORNING), "census-ethnic-group");
    assert!(held.0 == HeldBack && held.1.starts_with("F509"), "{held:?}");
    scene.publisher.at(NOMIS, nomis());
    let report = scene.refresh(&["census-ethnic-group"], NOON);
    assert_eq!(
        (outcome(&report, "census-ethnic-group").0, scene.waiting()),
        (New, vec![]),
        "{report:?}"
    );
}

#[test]
fn a_csv_without_a_length_waits_and_a_workbook_does_not() {
    let scene = scene_of_december();
    scene
        .publisher
        .at(FILE, Answer::file(december().xlsx()).failing(Fault::Unmeasured(usize::MAX)));
    let report = scene.refresh(&["asy-d11"], MORNING);
    assert_eq!((of(&report, "asy-d11").outcome, report.exit_code), (New, 0), "{report:?}");
    let Some(file) = published("published/nino/nino-registrations-overseas-borough-2010.csv")
    else {
        return;
    };
    let slug = "national-insurance-number-registrations-overseas-nationals-borough";
    let dataset = json!({ "resources": { "k10": {
        "title": "nino-registrations-overseas-borough-2010.csv",
        "url": "https://files.example/x/nino-registrations-overseas-borough-2010.csv", "check_hash": "h" } } });
    let serve = |fault| {
        let scene = Scene::new();
        scene
            .publisher
            .at(&format!("https://data.london.gov.uk/api/dataset/{slug}"), Answer::json(&dataset));
        let address = format!(
            "https://data.london.gov.uk/download/{slug}/k10/nino-registrations-overseas-borough-2010.csv"
        );
        let answer = Answer::of(200, file.clone()).with("content-type", "text/csv").failing(fault);
        scene.publisher.at(&address, answer);
        let report = scene.refresh(&["nino-registrations-borough"], MORNING);
        let entry = report
            .sources
            .iter()
            .find(|told| told.dataset == "nino-registrations-borough")
            .unwrap();
        (entry.outcome, entry.reasons.iter().map(|reason| reason.code.clone()).collect::<Vec<_>>())
    };
    let (with, without) = (serve(Fault::None), serve(Fault::Unmeasured(usize::MAX)));
    assert!(!with.1.contains(&"F509".to_owned()), "{with:?}");
    assert_eq!(without.0, HeldBack);
    assert!(without.1.contains(&"F509".to_owned()), "{without:?}");
}
