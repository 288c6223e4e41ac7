//! What servers do wrong: after each fault what was held answers, the manifest is sound, and
//! another run completes.

use super::*;
use crate::publisher::Fault;
use crate::support::moment;
use SourceOutcome::{Failed, New};
use fairshares::holdings::refresh;

const ADDRESS: &str = "https://assets.publishing.service.gov.uk/media/7b2/march.xlsx";

/// A scene in which December is held and March is listed.
fn scene() -> Scene {
    let scene = Scene::new();
    scene.lists(&[(&format!("{TITLE} December 2025"), &asset("6a1/a.xlsx"), &december())]);
    scene.refresh(&["asy-d11"], "2026-02-26T10:00:00Z");
    scene.page(&[(&format!("{TITLE} March 2026"), ADDRESS)]);
    scene.publisher.asked();
    scene
}

/// A run that must fail with that code and words, leave everything as it was, and complete once the
/// fault is gone.
fn fails(scene: &Scene, code: &str, words: &str) {
    let held = scene.held();
    let report = scene.refresh(&["asy-d11"], MORNING);
    let (outcome, reason) = outcome(&report, "asy-d11");
    assert_eq!((outcome, report.exit_code), (Failed, 3), "{words}: {report:?}");
    assert!(reason.starts_with(code) && reason.contains(words), "{code} {words}: {reason}");
    assert_eq!((scene.held(), scene.hillingdon().as_str()), (held, "1896"), "{words}");
    scene.publisher.at(ADDRESS, Answer::file(march().xlsx()));
    scene.page(&[(&format!("{TITLE} March 2026"), ADDRESS)]);
    let report = scene.refresh(&["asy-d11"], NOON);
    assert_eq!(of(&report, "asy-d11").outcome, New, "{words}: {report:?}");
    assert_eq!(scene.manifest().snapshots[1].edition.to_string(), "2026-03-31");
}

#[test]
fn a_refusal_is_final_or_tried_again_as_its_status_says() {
    for (status, code, tries) in [
        (403, "F502", 1),
        (404, "F508", 1),
        (410, "F508", 1),
        (429, "F502", 3),
        (500, "F501", 3),
        (503, "F502", 3),
    ] {
        let scene = scene();
        scene.publisher.at(ADDRESS, Answer::of(status, "no"));
        let held = scene.held();
        scene.refresh(&["asy-d11"], MORNING);
        let asked = scene.publisher.asked();
        assert_eq!(
            asked.iter().filter(|asked| asked.status == status).count(),
            tries,
            "{status}: {asked:?}"
        );
        assert_eq!(scene.held(), held);
        fails(&scene, code, &status.to_string());
    }
}

#[test]
fn a_server_that_asks_for_time_gets_it() {
    let scene = scene();
    let wait = Answer::of(429, "busy").with("retry-after", "1");
    scene.publisher.first_then(ADDRESS, vec![wait, Answer::file(march().xlsx())]);
    let begun = std::time::Instant::now();
    assert_eq!(of(&scene.refresh(&["asy-d11"], MORNING), "asy-d11").outcome, New);
    assert!(
        begun.elapsed() >= std::time::Duration::from_secs(1),
        "the usual wait would have been five milliseconds"
    );
}

#[test]
fn a_server_that_asks_for_more_time_than_we_wait_is_left_alone_until_then() {
    let scene = scene();
    // A moment two hours after the server's own clock.
    scene.publisher.at(
        ADDRESS,
        Answer::of(503, "closed").with("retry-after", "Thu, 26 Nov 2026 11:30:00 GMT"),
    );
    let report = scene.refresh(&["asy-d11"], MORNING);
    assert_eq!(
        (of(&report, "asy-d11").outcome, scene.publisher.asked().len()),
        (Failed, 2),
        "{report:?}"
    );
    let (outcome, reason) =
        outcome(&scene.refresh(&["asy-d11"], "2026-05-21T11:59:00Z"), "asy-d11");
    assert_eq!((outcome, scene.publisher.asked().len()), (Failed, 0));
    assert!(reason.contains("left alone until 2026-05-21T12:00:00Z"), "{reason}");
    scene.publisher.at(ADDRESS, Answer::file(march().xlsx()));
    assert_eq!(of(&scene.refresh(&["asy-d11"], "2026-05-21T12:00:01Z"), "asy-d11").outcome, New);
}

#[test]
fn silence_and_a_drip_end_in_time() {
    for (fault, code, words) in [
        (Fault::FallsSilent(0), "F503", "no answer in the time allowed"),
        (Fault::FallsSilent(700), "F503", "no answer in the time allowed"),
        (Fault::Drips(20), "F503", "more slowly than the slowest line"),
    ] {
        let scene = scene();
        scene.publisher.at(ADDRESS, Answer::file(march().xlsx()).unversioned().failing(fault));
        let begun = std::time::Instant::now();
        fails(&scene, code, words);
        assert!(
            begun.elapsed() < std::time::Duration::from_secs(20),
            "{fault:?}: {:?}",
            begun.elapsed()
        );
    }
}

#[test]
fn a_body_that_ends_too_early_is_no_file() {
    let whole = march().xlsx();
    let length = whole.len();
    for (fault, came, announced) in [
        (Fault::BreaksOff(0), 0, length),
        (Fault::BreaksOff(900), 900, length),
        (Fault::Overstates(10), length, length + 10),
    ] {
        let scene = scene();
        scene.publisher.at(ADDRESS, Answer::file(whole.clone()).unversioned().failing(fault));
        fails(&scene, "F503", &format!(": {came} of {announced} bytes, then: "));
    }
}

#[test]
fn a_download_goes_on_from_where_it_broke_off() {
    let scene = scene();
    let whole = march().xlsx();
    let broken = Answer::file(whole.clone()).failing(Fault::BreaksOff(1_000));
    scene.publisher.first_then(ADDRESS, vec![broken, Answer::file(whole.clone())]);
    assert_eq!(of(&scene.refresh(&["asy-d11"], MORNING), "asy-d11").outcome, New);
    let asked = scene.publisher.asked();
    let last = asked.last().unwrap();
    assert_eq!(
        (last.status, last.headers["range"].as_str(), last.sent),
        (206, "bytes=1000-", whole.len() - 1_000)
    );
    // One that has changed meanwhile begins anew.
    let scene = self::scene();
    let other = december().xlsx();
    let broken = Answer::file(other).failing(Fault::BreaksOff(1_000));
    scene.publisher.first_then(ADDRESS, vec![broken, Answer::file(whole.clone())]);
    assert_eq!(of(&scene.refresh(&["asy-d11"], MORNING), "asy-d11").outcome, New);
    assert_eq!(
        scene.publisher.asked().last().map(|asked| (asked.status, asked.sent)),
        Some((200, whole.len()))
    );
    assert_eq!(
        std::fs::read_dir(scene.store().join("downloads")).unwrap().count(),
        0,
        "nothing is left aside"
    );
}

#[test]
fn a_web_page_is_no_file_whatever_its_type() {
    let page =
        "<!DOCTYPE html><html><body>Sorry, we are having technical difficulties</body></html>";
    for (answer, words) in [
        (Answer::html(page), "an answer of the type text/html"),
        (Answer::file(page), "an HTML page"),
        (Answer::file("%PDF-1.7"), "a PDF document"),
        (Answer::file(""), "an empty file"),
        (Answer::json(&json!({ "error": "x" })), "an answer of the type application/json"),
    ] {
        let scene = scene();
        scene.publisher.at(ADDRESS, answer);
        fails(&scene, "F505", words);
    }
}

#[test]
fn redirects_lead_only_where_the_dataset_allows() {
    let here = format!("http://127.0.0.1:{}/march.xlsx", 8);
    for (to, words) in [
        ("https://files.example.com/march.xlsx", "the host files.example.com"),
        (here.as_str(), "the host 127.0.0.1"),
        ("https://localhost/march.xlsx", "the host localhost"),
        ("https://[::1]/march.xlsx", "the host [::1]"),
        ("https://169.254.169.254/latest/meta-data", "the host 169.254.169.254"),
        ("file:///etc/passwd", "the host"),
        ("https://assets.publishing.service.gov.uk:8443/x", "another protocol or port"),
        (ADDRESS, "redirects, one after the other"),
    ] {
        let scene = scene();
        scene.publisher.at(ADDRESS, Answer::redirect(to));
        fails(&scene, "F504", words);
    }
}

#[test]
fn a_page_that_is_none_or_lists_something_else_is_said() {
    let scene = scene();
    scene.page(&[("Something else, year ending March 2026", ADDRESS)]);
    fails(&scene, "F506", "\"Something else, year ending March 2026\"");
    let scene = self::scene();
    scene.publisher.at(TABLES, Answer::of(500, "no"));
    fails(&scene, "F501", "500");
    // Neither the interface nor the page knows it.
    let scene = self::scene();
    scene.publisher.at(TABLES, Answer::of(404, "no"));
    fails(&scene, "F508", "404");
    let scene = self::scene();
    scene.publisher.at(TABLES, Answer::html("<html><body>Please wait</body></html>"));
    fails(&scene, "F508", "404");
}

#[test]
fn a_file_beyond_the_bounds_is_not_read_to_its_end() {
    let scene = scene();
    let limits = include_str!("../../../data/catalogue/limits.toml")
        .replace("file_bytes = 67_108_864", "file_bytes = 2_000");
    std::fs::write(scene.folder.path().join("catalogue/limits.toml"), limits).unwrap();
    for answer in [
        Answer::file(vec![b'x'; 5_000]),
        Answer::file(vec![b'x'; 5_000]).failing(Fault::BreaksOff(4_000)),
    ] {
        scene.publisher.at(ADDRESS, answer);
        let (outcome, reason) = outcome(&scene.refresh(&["asy-d11"], MORNING), "asy-d11");
        assert_eq!(outcome, Failed);
        assert!(reason.starts_with("F114") && reason.contains("5000 bytes"), "{reason}");
    }
}

#[test]
fn one_source_that_fails_does_not_stop_the_others() {
    let scene = scene();
    scene.publisher.at(ADDRESS, Answer::file(march().xlsx()));
    // No page of regional data: both the interface and the page answer 404.
    let report = scene.refresh(&["asy-d11", "regional-groups"], MORNING);
    assert_eq!(
        (of(&report, "asy-d11").outcome, of(&report, "regional-groups").outcome),
        (New, Failed)
    );
    assert_eq!(report.exit_code, 3);
}

#[test]
fn nothing_listens_there() {
    let scene = scene();
    let mirrors = vec![fairshares::source::fetch::Mirror {
        dataset: None,
        base: "http://127.0.0.1:9".to_owned(),
    }];
    let network = Network { mirrors, ..Network::default() };
    let request = RefreshRequest {
        datasets: vec!["asy-d11".to_owned()],
        now: moment(MORNING),
        ..Default::default()
    };
    let report =
        refresh::refresh(scene.engine().holdings(), &request, &network, &Unwatched).unwrap();
    let (outcome, reason) = outcome(&report, "asy-d11");
    assert_eq!(outcome, Failed);
    assert!(reason.starts_with("F501") && reason.to_lowercase().contains("refused"), "{reason}");
    // A mirror for another dataset leaves this one to the real publisher, which is not asked from a
    // test.
}
