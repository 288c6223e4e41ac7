//! How servers were once asked, believed or told of wrongly.

use super::calendar::if_due;
use super::interfaces::published;
use super::*;
use crate::publisher::{Asked, Fault};
use crate::support::moment;
use SourceOutcome::{Failed, Listed, New, NotDue, Unchanged};
use fairshares::holdings::refresh;
use fairshares::source::fetch::Mirror;
use std::time::{Duration, Instant};

const ONS: &str = "https://www.ons.gov.uk";
const FILE: &str = "https://assets.publishing.service.gov.uk/media/6a1/a.xlsx";

/// A scene in which December is listed, and its file not served yet.
fn scene() -> Scene {
    let scene = Scene::new();
    scene.page(&[(&format!("{TITLE} December 2025"), FILE)]);
    scene
}

/// A run of the program in JSON with every note: what it printed, and how it ended.
fn said(command: &mut Command) -> (String, Option<i32>) {
    let output = command.args(["--format", "json", "-v"]).output().unwrap();
    let streams = [output.stdout, output.stderr].map(|stream| String::from_utf8(stream).unwrap());
    (streams.concat(), output.status.code())
}

/// The files of the store in which these words stand.
fn files_with(scene: &Scene, words: &str) -> Vec<PathBuf> {
    let is_in =
        |bytes: &Vec<u8>| bytes.windows(words.len()).any(|window| window == words.as_bytes());
    let found = contents(&scene.store()).into_iter().filter(|(_, bytes)| is_in(bytes));
    found.map(|(path, _)| path.strip_prefix(scene.store()).unwrap().to_owned()).collect()
}

fn of_files(asked: Vec<Asked>) -> Vec<(u16, Option<String>)> {
    let files = asked.into_iter().filter(|asked| asked.path.ends_with(".xlsx"));
    files.map(|asked| (asked.status, asked.headers.get("range").cloned())).collect()
}

#[test]
fn a_download_begins_anew_where_the_server_has_nothing_behind_what_is_kept() {
    let scene = scene();
    let whole = december().xlsx();
    let all = format!("bytes={}-", whole.len());
    // Every byte comes, and less than was announced.
    let overstated = Answer::file(whole.clone()).failing(Fault::Overstates(10));
    scene.publisher.first_then(FILE, vec![overstated, Answer::file(whole)]);
    let report = scene.refresh(&["asy-d11"], MORNING);
    assert_eq!(of(&report, "asy-d11").outcome, New, "{report:?}");
    assert_eq!(of_files(scene.publisher.asked()), [(200, None), (416, Some(all)), (200, None)]);
}

#[test]
fn the_length_in_the_manifest_is_that_of_the_whole_file_after_a_download_that_broke_off() {
    let scene = scene();
    let whole = december().xlsx();
    let length = whole.len();
    let broken = Answer::file(whole.clone()).failing(Fault::BreaksOff(1_000));
    scene.publisher.first_then(FILE, vec![broken, Answer::file(whole)]);
    scene.refresh(&["asy-d11"], MORNING);
    assert_eq!(
        of_files(scene.publisher.asked()),
        [(200, None), (206, Some("bytes=1000-".to_owned()))]
    );
    let held = &scene.manifest().snapshots[0];
    assert_eq!(usize::try_from(held.bytes), Ok(length));
    assert_eq!(held.fetched.as_ref().unwrap().headers["content-length"], length.to_string());
}

#[test]
fn a_page_that_drips_ends_in_time() {
    let scene = Scene::new();
    let mut page = content(&[(&format!("{TITLE} December 2025"), FILE)]);
    // At that pace it would take a minute.
    page.body.resize(1_200, b' ');
    scene.publisher.at(TABLES, page.failing(Fault::Drips(50)));
    let begun = Instant::now();
    let (outcome, reason) = outcome(&scene.refresh(&["asy-d11"], MORNING), "asy-d11");
    assert_eq!(outcome, Failed);
    assert!(
        reason.starts_with("F503") && reason.contains("more slowly than the slowest line"),
        "{reason}"
    );
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
}

#[test]
fn a_host_that_asks_to_be_left_alone_is_asked_nothing_more_in_that_run_and_for_at_most_a_day() {
    let scene = scene();
    scene.publisher.at(FILE, Answer::file(december().xlsx()));
    let ten_years = "315360000";
    scene.publisher.at(TABLES, Answer::of(429, "busy").with("retry-after", ten_years));
    let datasets = ["asy-d11", "regional-groups", "small-boats-daily"];
    let report = scene.refresh(&datasets, MORNING);
    for dataset in datasets {
        let (outcome, reason) = outcome(&report, dataset);
        assert!(outcome == Failed && reason.starts_with("F502"), "{dataset}: {reason}");
    }
    let asked = scene.publisher.asked();
    assert_eq!(asked.iter().map(|asked| asked.status).collect::<Vec<_>>(), [429], "{asked:?}");
    scene.page(&[(&format!("{TITLE} December 2025"), FILE)]);
    let report = scene.refresh(&["asy-d11"], "2026-05-22T09:59:59Z");
    assert_eq!((of(&report, "asy-d11").outcome, scene.publisher.asked().len()), (Failed, 0));
    assert_eq!(of(&scene.refresh(&["asy-d11"], "2026-05-22T10:00:00Z"), "asy-d11").outcome, New);
}

#[test]
fn a_dataset_that_is_not_due_does_not_fail_because_its_host_is_left_alone() {
    let scene = scene();
    scene.publisher.at(FILE, Answer::file(december().xlsx()));
    scene.refresh(&["asy-d11"], "2026-02-26T09:35:00Z");
    scene.publisher.at(REGIONAL, Answer::of(503, "busy").with("retry-after", "86400"));
    scene.refresh(&["regional-groups"], "2026-02-26T09:40:00Z");
    assert_eq!(if_due(&scene, "asy-d11", "2026-02-26T10:35:00Z"), (NotDue, 0));
    assert_eq!(
        of(&scene.refresh(&["asy-d11"], "2026-02-26T10:35:00Z"), "asy-d11").outcome,
        Failed,
        "asked by name"
    );
}

#[test]
fn a_mirror_for_one_dataset_is_asked_although_pages_are_shared() {
    let (scene, other) = (Scene::new(), Publisher::start());
    scene.page(&[]);
    other.at(TABLES, content(&[(IRREGULAR, FILE)]));
    let its_own = Mirror { dataset: Some("irr-d01".to_owned()), base: other.base() };
    let network =
        Network { mirrors: vec![scene.publisher.mirror(), its_own], ..Network::default() };
    let datasets = ["asy-d11", "irr-d01"].map(str::to_owned).to_vec();
    let request = RefreshRequest {
        datasets,
        dry_run: true,
        now: moment(MORNING),
        ..RefreshRequest::default()
    };
    let report =
        refresh::refresh(scene.engine().holdings(), &request, &network, &Unwatched).unwrap();
    assert_eq!(
        (outcome(&report, "asy-d11").0, outcome(&report, "irr-d01").0),
        (Failed, Listed),
        "{report:?}"
    );
    assert_eq!(other.asked().len(), 1);
}

#[test]
fn the_hosts_of_any_dataset_that_wants_a_file_decide() {
    let scene = Scene::new();
    scene.redefines(
        "home-office/irr-d01.toml",
        "\"www.gov.uk\", \"assets.publishing.service.gov.uk\"",
        "\"www.gov.uk\"",
    );
    scene.lists(&[(IRREGULAR, FILE, &march())]);
    let reason = |datasets: &[&str]| outcome(&scene.refresh(datasets, MORNING), "irr-d01").1;
    assert!(reason(&["irr-d01"]).starts_with("F504"));
    assert_eq!(of_files(scene.publisher.asked()), []);
    // Asked for by either, it is found not to be what its title says.
    let reason = reason(&["irr-d01", "irr-d02"]);
    assert!(reason.starts_with("F121"), "{reason}");
    assert_eq!(of_files(scene.publisher.asked()), [(200, None)]);
}

#[test]
fn keys_that_a_server_repeats_in_a_good_answer_stand_nowhere() {
    const KEY: &str = "s3cret-key-of-stat-xplore";
    const UID: &str = "0xs3cretuid";
    let nomis = "https://www.nomisweb.co.uk/api/v01/dataset/NM_2041_1.data.csv";
    let stat = "https://stat-xplore.dwp.gov.uk/webapi/rest/v1/table";
    let echo = |status, body: String| {
        Answer::of(status, body).unversioned().with("etag", UID).with("x-key", KEY)
    };
    let run = |scene: &Scene, datasets: &[&str]| {
        let mut command = scene.program();
        command.arg("refresh").args(datasets);
        said(command.env("FAIRSHARES_STAT_XPLORE_KEY", KEY).env("FAIRSHARES_NOMIS_UID", UID))
    };
    let stand_nowhere = |scene: &Scene, said: &str| {
        for secret in [KEY, UID] {
            assert!(!said.contains(secret), "{secret} was printed: {said}");
            assert_eq!(files_with(scene, secret), Vec::<PathBuf>::new(), "{secret}");
        }
    };
    let scene = Scene::new();
    let body = format!("the uid {UID} is over its limit\n");
    scene.publisher.at(nomis, echo(200, body).with("content-type", "text/csv"));
    scene.publisher.at(stat, echo(200, json!({ "message": KEY }).to_string()));
    let (printed, code) = run(&scene, &["census-ethnic-group", "nino-registrations-stat-xplore"]);
    assert_eq!(code, Some(3), "{printed}");
    assert!(printed.contains("the uid … is over its limit"), "{printed}");
    let kept = files_with(&scene, "is over its limit");
    let folders: Vec<_> = kept
        .iter()
        .map(|path| path.iter().next().unwrap().to_string_lossy().into_owned())
        .collect();
    assert_eq!(folders, ["copies", "held-back", "held-back.json", "pages"]);
    stand_nowhere(&scene, &printed);
    let scene = Scene::new();
    scene.publisher.at(nomis, echo(304, String::new()));
    let (printed, code) = run(&scene, &["census-ethnic-group"]);
    assert_eq!(code, Some(3), "{printed}");
    assert!(
        printed.contains("the answer that it has not changed, which was not requested"),
        "{printed}"
    );
    stand_nowhere(&scene, &printed);
}

#[test]
fn a_signed_link_stands_in_no_report_and_no_journal() {
    let scene = Scene::new();
    scene.page(&[(&format!("{TITLE} December 2025"), &format!("{FILE}?X-Amz-Signature=s3cret"))]);
    for (answer, word) in [
        (Answer::of(403, "no"), "\"failed\""),
        (Answer::file(december().xlsx()), "\"new\""),
        (Answer::file(december().xlsx()), "\"unchanged\""),
    ] {
        scene.publisher.at(FILE, answer);
        let (printed, _) = said(scene.program().args(["refresh", "asy-d11"]));
        assert!(printed.contains(word) && !printed.contains("s3cret"), "{printed}");
        // The page itself is kept as the publisher wrote it.
        let elsewhere =
            files_with(&scene, "s3cret").into_iter().filter(|path| !path.starts_with("pages"));
        assert_eq!(elsewhere.collect::<Vec<_>>(), Vec::<PathBuf>::new(), "{word}");
    }
    let asked = scene.publisher.asked();
    assert!(
        asked.iter().any(|asked| asked.path.ends_with("/a.xlsx?X-Amz-Signature=s3cret")),
        "{asked:?}"
    );
}

#[test]
fn a_home_of_somebody_else_that_begins_alike_is_not_shortened() {
    let scene = scene();
    std::fs::create_dir_all(scene.store()).unwrap();
    std::fs::write(scene.store().join("journal.json"), "{").unwrap();
    let home = scene.folder.path().display().to_string();
    let journal = scene.store().join("journal.json").display().to_string();
    for (home, shown) in
        [(&home[..home.len() - 2], journal.as_str()), (home.as_str(), "~/store/journal.json")]
    {
        let (printed, code) = said(scene.program().args(["refresh", "asy-d11"]).env("HOME", home));
        assert_eq!(code, Some(3));
        assert!(printed.contains(&format!("in {shown}")), "{home}: {printed}");
    }
}

#[test]
fn ons_parts_are_ordered_by_their_folders_and_not_by_the_page() {
    let parts = ["yearendingjune2025", "yearendingdecember2025", "yearendingdecember2023"];
    for first in 0..parts.len() {
        let scene = Scene::new();
        let page =
            scene.engine().catalogue().dataset("ltim-by-nationality").unwrap().landing_page.clone();
        let path = page.strip_prefix(ONS).unwrap();
        let mut listed = parts;
        listed.rotate_left(first);
        let uris = listed.map(|part| json!({ "uri": format!("{path}/{part}") }));
        scene.publisher.at(&format!("{page}/data"), Answer::json(&json!({ "datasets": uris })));
        for part in parts {
            let files = json!({ "uri": format!("{path}/{part}"), "downloads": [{ "file": "tables.xlsx" }] });
            scene.publisher.at(&format!("{page}/{part}/data"), Answer::json(&files));
        }
        let datasets = vec!["ltim-by-nationality".to_owned()];
        let look = RefreshRequest {
            datasets,
            dry_run: true,
            now: moment(MORNING),
            ..RefreshRequest::default()
        };
        let report = scene.run(&look).unwrap();
        let newest = format!("{ONS}/file?uri={path}/yearendingdecember2025/tables.xlsx");
        assert_eq!(
            of(&report, "ltim-by-nationality").url.as_deref(),
            Some(newest.as_str()),
            "{listed:?}"
        );
    }
}

#[test]
fn ons_superseded_versions_are_fetched_and_one_that_is_gone_hides_nothing() {
    const NAME: &str = "populationbycountryofbirthandnationalityjul15tojun16.xls";
    let Some(file) = published(&format!("published/aps/{NAME}")) else { return };
    let scene = Scene::new();
    let page =
        scene.engine().catalogue().dataset("aps-country-of-birth").unwrap().landing_page.clone();
    let path = page.strip_prefix(ONS).unwrap();
    let part = format!("{path}/july2015tojune2016");
    let answers = |uri: &str, answer: serde_json::Value| {
        scene.publisher.at(&format!("{ONS}{uri}/data"), Answer::json(&answer));
        scene.publisher.at(&format!("{ONS}/file?uri={uri}/{NAME}"), Answer::file(file.clone()));
    };
    let version = |number: u8| format!("{part}/previous/v{number}");
    let files = json!([{ "file": NAME }]);
    let versions = [1, 2].map(|number| json!({ "uri": version(number) }));
    answers(path, json!({ "datasets": [{ "uri": part }] }));
    answers(&part, json!({ "uri": part, "downloads": files, "versions": versions }));
    answers(&version(2), json!({ "uri": version(2), "downloads": files }));
    let report = scene.refresh(&["aps-country-of-birth"], MORNING);
    let told: Vec<_> =
        report.sources.iter().filter(|told| told.dataset == "aps-country-of-birth").collect();
    assert_eq!(
        told.iter().map(|told| told.outcome).collect::<Vec<_>>(),
        [New, Unchanged],
        "{report:?}"
    );
    let gone = format!("{ONS}{}", version(1));
    assert_eq!(
        report.notes,
        [format!("aps-country-of-birth: a superseded version is listed and not there: {gone}")]
    );
    let asked = scene.publisher.asked();
    let fetched =
        asked.iter().filter(|asked| asked.sent == file.len()).map(|asked| asked.path.clone());
    let address = |uri: &str| format!("/www.ons.gov.uk/file?uri={uri}/{NAME}");
    assert_eq!(fetched.collect::<Vec<_>>(), [address(&part), address(&version(2))]);
}
