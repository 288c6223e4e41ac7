//! Bounds of a run: what one listing may come to, how long a file and a run may take, pauses and
//! waits, and our name.

use super::*;
use crate::publisher::Fault;
use crate::support::moment;
use SourceOutcome::{Failed, New};
use std::time::{Duration, Instant};

const FILE: &str = "https://assets.publishing.service.gov.uk/media/6a1/a.xlsx";
const NOMIS: &str = "https://www.nomisweb.co.uk/api/v01/dataset/NM_2041_1.data.csv";
const PORTAL: &str = "https://services1.arcgis.com/ESMARspQHYMw9BZ9/arcgis/rest/services/Local_Authority_Districts_December_2021_UK_BUC_2022/FeatureServer/0/query";
const EDUCATION: &str = "https://explore-education-statistics.service.gov.uk/find-statistics/children-looked-after-in-england-including-adoptions";

/// A scene with settings of its own in which December is listed and served.
fn scene(own: &[(&str, &str)]) -> Scene {
    let scene = Scene::with(own);
    scene.lists(&[(&format!("{TITLE} December 2025"), FILE, &december())]);
    scene
}

/// The reason of a run that must fail.
fn failure(scene: &Scene, dataset: &str) -> String {
    let report = scene.refresh(&[dataset], MORNING);
    let (outcome, reason) = outcome(&report, dataset);
    assert_eq!((outcome, report.exit_code), (Failed, 3), "{report:?}");
    reason
}

/// A page of features that says each time that there are more.
fn endless(features: usize) -> Answer {
    let one = json!({ "attributes": { "LAD21CD": "E09000001", "LAD21NM": "City of London", "BNG_E": 1, "BNG_N": 1 } });
    let fields = ["LAD21CD", "LAD21NM", "BNG_E", "BNG_N"].map(|name| json!({ "name": name }));
    Answer::json(
        &json!({ "fields": fields, "features": vec![one; features], "exceededTransferLimit": true }),
    )
}

#[test]
fn a_listing_that_never_ends_is_ended() {
    for (own, code, words, most) in [
        ([("listing_pages", "3")], "F506", "more than 3 pages", 3),
        ([("listing_bytes", "2_000")], "F114", "pages of more than 2000 bytes together", 10),
        ([("page_values", "20")], "F114", "an answer of about", 1),
    ] {
        let scene = Scene::with(&own);
        scene.publisher.at(PORTAL, endless(2));
        let reason = failure(&scene, "authority-centroids");
        assert!(reason.starts_with(code) && reason.contains(words), "{own:?}: {reason}");
        let asked = scene.publisher.asked().len();
        assert!(asked <= most, "{own:?}: {asked} pages");
    }
}

#[test]
fn a_table_put_together_is_no_larger_than_a_listing_may_be() {
    // Names of fields stand once on the page, and a cell for each of them in every row.
    let scene = Scene::with(&[("listing_bytes", "20_000"), ("listing_pages", "2")]);
    let fields: Vec<_> = (0..200).map(|number| json!({ "name": number.to_string() })).collect();
    let page = json!({ "fields": fields, "features": vec![json!({}); 500] });
    scene.publisher.at(PORTAL, Answer::json(&page));
    let reason = failure(&scene, "authority-centroids");
    assert!(
        reason.starts_with("F114") && reason.contains("a table of more than 20000 bytes"),
        "{reason}"
    );
}

#[test]
fn a_web_page_is_read_up_to_its_bounds() {
    let link = "<a href=\"/x\">Something</a>";
    for (own, page, words) in [
        (("page_links", "20"), link.repeat(500), "a page with more links"),
        (("tag_bytes", "5_000"), format!("{link}<p {}>", "a ".repeat(9_000)), "a tag that goes on"),
    ] {
        let scene = Scene::with(&[own]);
        scene.publisher.at(
            "https://api.education.gov.uk/statistics/v1/publications",
            Answer::json(&json!({})),
        );
        scene.publisher.at(EDUCATION, Answer::html(page));
        let reason = failure(&scene, "children-looked-after");
        assert!(reason.starts_with("F114") && reason.contains(words), "{own:?}: {reason}");
    }
}

#[test]
fn a_title_that_goes_on_is_cut() {
    let scene = Scene::new();
    scene.page(&[(&"Something else ".repeat(10_000), FILE)]);
    let reason = failure(&scene, "asy-d11");
    assert!(
        reason.starts_with("F506") && reason.contains("Something else") && reason.len() < 1_000,
        "{}",
        reason.len()
    );
    scene
        .publisher
        .at("https://api.education.gov.uk/statistics/v1/publications", Answer::json(&json!({})));
    scene
        .publisher
        .at(EDUCATION, Answer::html(format!("<a href=\"/x\">{}</a>", "Something ".repeat(10_000))));
    let reason = failure(&scene, "children-looked-after");
    assert!(reason.starts_with("F506") && reason.len() < 1_000, "{}", reason.len());
}

#[test]
fn pages_of_a_host_are_remembered_up_to_a_bound() {
    for (most, times) in [("1_000_000", 1), ("0", 2)] {
        let scene = scene(&[("remembered_bytes", most)]);
        let datasets = ["asy-d11", "irr-d01"].map(str::to_owned).to_vec();
        scene
            .run(&RefreshRequest {
                datasets,
                dry_run: true,
                now: moment(MORNING),
                ..Default::default()
            })
            .unwrap();
        assert_eq!(scene.publisher.asked().len(), times, "{most}");
    }
}

#[test]
fn a_file_that_takes_too_long_ends_and_the_next_run_goes_on_from_there() {
    // Too slow for its time and not for the slowest line.
    let scene = scene(&[("file_milliseconds", "600"), ("slowest_bytes_per_second", "1")]);
    let whole = december().xlsx();
    scene.publisher.at(FILE, Answer::file(whole.clone()).failing(Fault::Drips(20)));
    let begun = Instant::now();
    let reason = failure(&scene, "asy-d11");
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    assert!(reason.starts_with("F503") && reason.contains("its time was over"), "{reason}");
    scene.publisher.at(FILE, Answer::file(whole));
    scene.publisher.asked();
    assert_eq!(of(&scene.refresh(&["asy-d11"], NOON), "asy-d11").outcome, New);
    assert_eq!(scene.publisher.asked().last().map(|asked| asked.status), Some(206));
}

#[test]
fn a_page_that_takes_too_long_ends_too() {
    let scene = scene(&[("file_milliseconds", "600"), ("slowest_bytes_per_second", "1")]);
    scene
        .publisher
        .at(TABLES, Answer::json(&json!({ "a": "b".repeat(2_000) })).failing(Fault::Drips(20)));
    let begun = Instant::now();
    let reason = failure(&scene, "asy-d11");
    assert!(reason.starts_with("F503") && reason.contains("its time was over"), "{reason}");
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}

#[test]
fn a_run_ends_in_its_time_and_says_what_it_did_not_reach() {
    let slow = [("run_milliseconds", "700"), ("slowest_bytes_per_second", "1")];
    let scene = scene(&slow);
    let page = content(&[(&format!("{TITLE} December 2025"), FILE)]);
    scene.publisher.at(TABLES, page.clone().failing(Fault::Drips(20)));
    scene.lists_quarters(&[(
        "December 2025",
        "https://assets.publishing.service.gov.uk/media/6a2/r.xlsx",
        &quarter("December 2025"),
    )]);
    let nothing_missing =
        "\"DATE_NAME\",\"GEOGRAPHY_CODE\",\"GEOGRAPHY_NAME\",\"C2021_ETH_20_NAME\",\"OBS_VALUE\"\n";
    scene.publisher.at(NOMIS, Answer::of(200, nothing_missing).with("content-type", "text/csv"));
    let datasets = ["asy-d11", "regional-groups", "census-ethnic-group"];
    let begun = Instant::now();
    let report = scene.refresh(&datasets, MORNING);
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    assert_eq!(report.exit_code, 3);
    for dataset in ["asy-d11", "regional-groups"] {
        let (outcome, reason) = outcome(&report, dataset);
        assert_eq!(outcome, Failed);
        assert!(
            reason.starts_with("F510") && reason.contains("the 0.7 seconds that a run may take"),
            "{reason}"
        );
    }
    let error = of(&report, "asy-d11").error.clone().unwrap().to_string();
    assert!(error.contains("not reached: asy-d11, regional-groups"), "{error}");
    // Another host was asked meanwhile, and what it said is dealt with.
    assert!(!outcome(&report, "census-ethnic-group").1.starts_with("F510"), "{report:?}");
    // They are due still, within the hour.
    scene.fetches(&[]);
    scene.publisher.at(TABLES, page);
    let datasets = datasets[..2].iter().map(|id| (*id).to_owned()).collect();
    let again = RefreshRequest {
        datasets,
        if_due: true,
        now: moment("2026-05-21T10:01:00Z"),
        ..Default::default()
    };
    let report = scene.run(&again).unwrap();
    assert_eq!(
        (of(&report, "asy-d11").outcome, of(&report, "regional-groups").outcome),
        (New, New),
        "{report:?}"
    );
}

#[test]
fn whom_the_run_before_did_not_reach_is_asked_first() {
    let scene = scene(&[]);
    scene.refresh(&["asy-d11"], MORNING);
    scene.publisher.asked();
    scene.refresh(&["asy-d11", "regional-groups"], NOON);
    let first = scene.publisher.asked().first().map(|asked| asked.path.clone()).unwrap();
    assert!(first.ends_with("regional-and-local-authority-data"), "{first}");
}

#[test]
fn a_wait_that_cannot_be_read_is_not_taken_for_none() {
    for asked_for in ["soon", "-5", "99999999999999999999999999", "1.5", ""] {
        let scene = scene(&[]);
        scene.publisher.at(FILE, Answer::of(429, "busy").with("retry-after", asked_for));
        scene.publisher.asked();
        let reason = failure(&scene, "asy-d11");
        let asked = scene.publisher.asked().into_iter().filter(|asked| asked.status == 429).count();
        assert!(
            asked == 1 && reason.starts_with("F502"),
            "{asked_for:?}: asked {asked} times, {reason}"
        );
    }
}

#[test]
fn a_host_has_a_pause_between_two_requests() {
    for (pause, least) in [("0", 0), ("400", 400)] {
        let scene = Scene::with(&[
            ("pause_milliseconds", pause),
            ("listing_pages", "2"),
            ("features_a_page", "2"),
        ]);
        scene.publisher.at(PORTAL, endless(2));
        let begun = Instant::now();
        failure(&scene, "authority-centroids");
        assert_eq!(scene.publisher.asked().len(), 2);
        assert!(begun.elapsed() >= Duration::from_millis(least), "{pause}: {:?}", begun.elapsed());
    }
}

#[test]
fn publishers_are_told_where_they_can_write() {
    let agent = |scene: &Scene| {
        scene.refresh(&["asy-d11"], MORNING);
        scene.publisher.asked()[0].headers["user-agent"].clone()
    };
    let bare = agent(&scene(&[]));
    assert!(bare.starts_with("fairshares/") && bare.matches('(').count() == 1, "{bare}");
    let own = scene(&[("contact", "\"https://partnership.example/data\"")]);
    assert!(agent(&own).ends_with(" (https://partnership.example/data)"));
    let of_packs = scene(&[]);
    let contact = of_packs.folder.path().join("catalogue/contact.toml");
    std::fs::write(contact, "contact = \"The Partnership, data@partnership.example\"").unwrap();
    assert!(agent(&of_packs).ends_with(" (data@partnership.example)"));
}

#[test]
fn settings_that_make_no_sense_are_errors_with_a_place() {
    for (own, found) in [
        (("attempts", "0"), "found 0"),
        (("redirects", "10_000"), "found 10000"),
        (("run_milliseconds", "0"), "found 0"),
    ] {
        let scene = Scene::with(&[own]);
        let output = scene.program().args(["refresh", "--dry-run", "asy-d11"]).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        let is_said =
            ["error[F204]", "fetching.toml", own.0, found].iter().all(|words| said.contains(words));
        assert!(is_said, "{said}");
        assert_eq!(scene.publisher.asked().len(), 0);
    }
}

#[test]
fn numbers_of_threads_that_no_library_works_with_are_errors() {
    for (name, value) in [
        ("POLARS_MAX_THREADS", "0"),
        ("POLARS_MAX_THREADS", "many"),
        ("RAYON_NUM_THREADS", "nonsense"),
    ] {
        let scene = Scene::new();
        let output = scene.program().arg("datasets").env(name, value).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(
            said.contains("error[F303]") && said.contains(name) && said.contains(value),
            "{said}"
        );
    }
    assert!(
        Scene::new()
            .program()
            .arg("datasets")
            .env("POLARS_MAX_THREADS", "2")
            .output()
            .unwrap()
            .status
            .success()
    );
}
