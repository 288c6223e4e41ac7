//! What was once taken, held back, settled or told wrongly.

use super::calendar::if_due;
use super::interfaces::{editions, published};
use super::*;
use crate::publisher::{Fault, zip};
use crate::support::{moment, succeed, unquoted};
use SourceOutcome::{Discarded, Failed, HeldBack, New, Reissued, Unchanged};
use fairshares::domain::{AreaCode, Unit};
use fairshares::figures::changes::{Change, RevisedSeries};
use fairshares::figures::{ChangesRequest, changes};
use fairshares::holdings::refresh::admission;
use fairshares::holdings::{import, prune};
use jiff::civil::date;

/// The figures of December with others in Hillingdon's hotels, as if issued again.
fn reissue() -> Book {
    let mut book = december();
    book.set(SHEET, "G3", "1700");
    book
}

/// March with a column that no definition knows.
fn unreadable() -> Book {
    let mut book = march();
    book.set(SHEET, "G2", "Persons");
    book
}

/// A scene in which December is held and this file is listed.
fn scene(title: &str, address: &str, newcomer: &Book) -> Scene {
    let scene = Scene::new();
    scene.lists(&[(&format!("{TITLE} December 2025"), &asset("6a1/a.xlsx"), &december())]);
    scene.refresh(&["asy-d11"], "2026-02-26T10:00:00Z");
    scene.lists(&[(&format!("{TITLE} {title}"), &asset(address), newcomer)]);
    scene
}

/// A scene in which December is held and waits with other figures too.
fn scene_of_a_reissue() -> Scene {
    let scene = scene("December 2025", "6a2/a.xlsx", &reissue());
    let report = scene.refresh(&["asy-d11"], "2026-03-01T10:00:00Z");
    assert_eq!(outcome(&report, "asy-d11").0, HeldBack, "{report:?}");
    scene
}

/// Code of the first reason of a dataset's only entry.
fn code(report: &RefreshReport, dataset: &str) -> String {
    of(report, dataset).reasons[0].code.clone()
}

#[test]
fn an_unreadable_newest_edition_waits_on_when_an_older_good_one_comes() {
    let scene = Scene::new();
    let mut broken = quarter("December 2025");
    broken.set("Reg_02", "D2", "Persons");
    scene.lists_quarters(&[
        ("December 2025", &asset("a/dec.ods"), &broken),
        ("September 2025", &asset("b/sep.ods"), &quarter("September 2025")),
    ]);
    let told = |now: &str| {
        let report = scene.refresh(&["regional-groups"], now);
        (editions(&report, "regional-groups"), report.exit_code)
    };
    let none = String::new;
    assert_eq!(told(MORNING), (vec![(HeldBack, none()), (New, "2025-09-30".to_owned())], 1));
    assert_eq!(scene.waiting().len(), 1);
    scene.publisher.asked();
    assert_eq!(told(NOON), (vec![(Unchanged, none()), (HeldBack, none())], 1));
    assert!(scene.publisher.asked().iter().all(|asked| asked.sent == 0));
    let id = scene.waiting()[0].id().to_owned();
    admission::discard(scene.engine().holdings(), &id, moment(NOON)).unwrap();
    assert_eq!(told("2026-05-21T14:00:00Z"), (vec![(Unchanged, none()), (Discarded, none())], 0));
    assert_eq!(scene.waiting(), []);
}

#[test]
fn a_doubtful_quarter_waits_on_when_a_later_one_is_taken() {
    let scene = Scene::new();
    let september = quarter("September 2025");
    scene.lists_quarters(&[("September 2025", &asset("a/sep.ods"), &september)]);
    scene.refresh(&["regional-groups"], "2025-11-27T10:00:00Z");
    // One more resident in a borough, and so in its region.
    let mut again = september;
    for (sheet, name) in [("Reg_01", "London"), ("Reg_02", "Hillingdon")] {
        let rows = &mut again.sheets.iter_mut().find(|(held, _)| held == sheet).unwrap().1;
        let row = rows.iter_mut().find(|row| row[0] == name).unwrap();
        let population = row.len() - 2;
        row[population] = (row[population].parse::<u64>().unwrap() + 1).to_string();
    }
    let waits = ("September 2025", asset("b/sep.ods"), again);
    scene.lists_quarters(&[(waits.0, &waits.1, &waits.2)]);
    let report = scene.refresh(&["regional-groups"], "2025-12-04T10:00:00Z");
    assert_eq!(code(&report, "regional-groups"), "F120", "{report:?}");
    let december = ("December 2025", asset("c/dec.ods"), quarter("December 2025"));
    scene.lists_quarters(&[(december.0, &december.1, &december.2), (waits.0, &waits.1, &waits.2)]);
    let report = scene.refresh(&["regional-groups"], "2026-02-26T10:00:00Z");
    let told = editions(&report, "regional-groups");
    assert_eq!(
        told,
        [(HeldBack, "2025-09-30".to_owned()), (New, "2025-12-31".to_owned())],
        "{report:?}"
    );
    let taken = admission::accept(
        scene.engine().holdings(),
        "regional-groups",
        moment("2026-02-26T11:00:00Z"),
    )
    .unwrap();
    assert_eq!((taken[0].outcome, taken[0].edition), (Reissued, Some(date(2025, 9, 30))));
    assert_eq!(scene.waiting(), []);
}

#[test]
fn a_second_dataset_of_an_archive_is_looked_for_in_it() {
    let Some(migrants) = published("reconstructed/census2021-ts019-ltla.csv") else { return };
    let english = published("reconstructed/census2021-ts029-ltla.csv").unwrap();
    let scene = Scene::new();
    let page = "https://www.nomisweb.co.uk/sources/census_2021_bulk";
    let text = include_str!("../../../data/catalogue/datasets/ons/census-english-proficiency.toml");
    let from = text.find("[discover]").unwrap()..text.find("[[measure]]").unwrap();
    let discover = format!(
        "[discover]\napi = \"nomis-bulk\"\npage = \"{page}\"\nhosts = \
         [\"www.nomisweb.co.uk\"]\nitems = [\"census2021-ts019.zip\"]\nmembers = \
         [\"census2021-ts029-ltla.csv\"]\n\n"
    );
    scene.redefines("ons/census-english-proficiency.toml", &text[from], &discover);
    let archive =
        zip(&[("census2021-ts019-llta.csv", &migrants), ("census2021-ts029-ltla.csv", &english)]);
    scene
        .publisher
        .at(page, Answer::html("<a href=\"/output/census/2021/census2021-ts019.zip\">TS019</a>"));
    scene.publisher.at(
        "https://www.nomisweb.co.uk/output/census/2021/census2021-ts019.zip",
        Answer::file(archive),
    );
    let first = scene.refresh(&["census-migrant-indicator"], MORNING);
    let second = scene.refresh(&["census-english-proficiency"], NOON);
    for (report, dataset) in
        [(first, "census-migrant-indicator"), (second, "census-english-proficiency")]
    {
        assert_eq!(editions(&report, dataset), [(New, "2021-03-21".to_owned())], "{report:?}");
    }
    let held: Vec<_> = scene.manifest().snapshots.into_iter().map(|held| held.dataset).collect();
    assert_eq!(held, ["census-migrant-indicator", "census-english-proficiency"]);
}

#[test]
fn a_dataset_that_is_defined_later_is_looked_for_in_a_workbook_that_is_held() {
    let name = "nino-registrations-adult-overseas-nationals-march-2018-tables.ods";
    let Some(file) = published(&format!("published/nino/{name}")) else { return };
    let scene = Scene::new();
    let title = "National Insurance number allocations to adult overseas nationals to March 2018";
    let collection = "https://www.gov.uk/api/content/government/collections/national-insurance-number-allocations-to-adult-overseas-nationals-entering-the-uk";
    let documents = json!([{ "title": title, "base_path": "/government/statistics/nino" }]);
    scene.publisher.at(collection, Answer::json(&json!({ "links": { "documents": documents } })));
    let tables =
        "Summary tables: National Insurance numbers to adult overseas nationals to March 2018";
    let page = "https://www.gov.uk/api/content/government/statistics/nino";
    scene.publisher.at(page, content(&[(tables, &asset(name))]));
    scene.publisher.at(&asset(name), Answer::file(file));
    // A definition that recognises nothing stands for one that is not there yet.
    let definition = "dwp/nino-registrations-by-quarter.toml";
    scene.redefines(definition, "cover = [\"Table", "cover = [\"Another table");
    scene.refresh(&["nino-registrations-by-area"], MORNING);
    let held = |dataset: &str| {
        scene.manifest().snapshots.iter().filter(|held| held.dataset == dataset).count()
    };
    assert_eq!((held("nino-registrations-by-area"), held("nino-registrations-by-quarter")), (1, 0));
    std::fs::remove_file(scene.folder.path().join("catalogue/datasets").join(definition)).unwrap();
    let report = scene.refresh(&["nino-registrations-by-quarter"], NOON);
    assert_eq!(
        editions(&report, "nino-registrations-by-quarter"),
        [(New, "2018-03-31".to_owned())],
        "{report:?}"
    );
    assert_eq!((held("nino-registrations-by-area"), held("nino-registrations-by-quarter")), (1, 1));
}

#[test]
fn an_accepted_file_without_one_of_its_tables_is_not_held_back_again() {
    let scene = Scene::new();
    let title = TITLE.replace(", year ending", ", {period}");
    scene.redefines("home-office/irr-d01.toml", "named = [", &format!("named = [\n  \"{title}\","));
    let address = asset("6a1/a.xlsx");
    scene.page(&[(&format!("{TITLE} December 2025"), &address)]);
    scene.publisher.at(&address, Answer::file(december().xlsx()).unversioned());
    let told = |now: &str| {
        let report = scene.refresh(&["asy-d11", "irr-d01"], now);
        ([of(&report, "asy-d11").outcome, of(&report, "irr-d01").outcome], report.exit_code)
    };
    assert_eq!(told(MORNING), ([HeldBack, HeldBack], 1));
    admission::accept(scene.engine().holdings(), "asy-d11", moment(MORNING)).unwrap();
    assert_eq!(told(NOON), ([Unchanged, Unchanged], 0));
    assert_eq!(scene.waiting(), []);
    assert_eq!(std::fs::read_dir(scene.store().join("held-back")).unwrap().count(), 0);
}

#[test]
fn a_file_that_waits_for_one_dataset_is_listed_and_accepted_for_another() {
    let scene = Scene::new();
    scene.lists(&[(IRREGULAR, &asset("1/x.xlsx"), &march())]);
    assert_eq!(code(&scene.refresh(&["irr-d01"], MORNING), "irr-d01"), "F121");
    let report = scene.refresh(&["irr-d02"], NOON);
    assert_eq!((of(&report, "irr-d02").outcome, report.exit_code), (HeldBack, 1), "{report:?}");
    assert_eq!(scene.waiting()[0].datasets, ["irr-d01", "irr-d02"]);
    let taken = admission::accept(scene.engine().holdings(), "irr-d02", moment(NOON)).unwrap();
    let taken: Vec<_> = taken.iter().map(|taken| (taken.dataset.as_str(), taken.outcome)).collect();
    assert_eq!((taken, scene.waiting()), (vec![("asy-d11", New)], vec![]));
    let accepted = scene.manifest().snapshots[0].accepted.clone().unwrap();
    assert_eq!(
        accepted,
        "F121: irr-d01: no table of it in the file; F121: irr-d02: no table of it in the file"
    );
}

#[test]
fn nothing_is_accepted_while_a_refresh_runs() {
    let scene = scene_of_a_reissue();
    let running = Store::at(&scene.store()).begin_refresh(moment("2026-03-02T10:00:00Z")).unwrap();
    let error =
        admission::accept(scene.engine().holdings(), "asy-d11", moment("2026-03-02T10:00:01Z"))
            .unwrap_err();
    assert_eq!(error.code().id, "F403");
    assert!(error.finding().ends_with("refreshing since 2026-03-02T10:00:00Z"), "{error}");
    assert_eq!((scene.hillingdon().as_str(), scene.waiting().len()), ("1896", 1));
    drop(running);
    admission::accept(scene.engine().holdings(), "asy-d11", moment("2026-03-02T10:00:02Z"))
        .unwrap();
    assert_eq!(scene.hillingdon(), "1700");
}

#[test]
fn changes_tell_what_a_run_brought_and_what_was_accepted_from_it() {
    let scene = scene("December 2025", "6a2/a.xlsx", &reissue());
    scene.lists_quarters(&[("December 2025", &asset("a/dec.ods"), &quarter("December 2025"))]);
    scene.refresh(&["asy-d11", "regional-groups"], "2026-03-01T10:00:00Z");
    admission::accept(scene.engine().holdings(), "asy-d11", moment("2026-03-01T11:00:00Z"))
        .unwrap();
    let said = unquoted(&succeed(scene.program().arg("changes")).stdout);
    let come = "figures to 31 December 2025 have come, published on 26 February 2026";
    let has = |start: &str, end: &str| {
        said.lines().any(|line| line.starts_with(start) && line.contains(end))
    };
    assert!(
        has("Asylum seekers in receipt", &format!("{come}; a person took them in spite of F120")),
        "{said}"
    );
    assert!(has("Regional and local authority data", &format!("{come}.")), "{said}");
    assert!(has("Asylum seekers in receipt", "from 1,896 to 1,700"), "{said}");

    let request = ChangesRequest { region: AreaCode::new("E12000007").unwrap(), since: None };
    let answer = changes::changes(scene.engine().figures(), &request).unwrap();
    let revision = answer.rows.iter().find_map(|row| match row {
        Change::Revision(revision) if revision.of == RevisedSeries::Dataset => Some(revision),
        _ => None,
    });
    let revision = revision.unwrap();
    let revised =
        revision.figures.iter().find(|revised| revised.old.value == Some(1_896.0)).unwrap();
    assert_eq!((revised.area_name.as_str(), revised.new.value), ("Hillingdon", Some(1_700.0)));
    assert_eq!(
        (revised.unit, revised.period.end.to_string().as_str()),
        (Unit::People, "2025-12-31")
    );
    assert!(
        revision.sources.len() >= 2,
        "the edition before and the one now: {:?}",
        revision.sources
    );
    let accepted = answer.rows.iter().find_map(|row| match row {
        Change::Edition(edition) if edition.accepted.is_some() => Some(edition),
        _ => None,
    });
    assert_eq!(accepted.unwrap().source.published, Some("2026-02-26".parse().unwrap()));
    let json = serde_json::to_value(&answer).unwrap();
    let kinds: Vec<&str> =
        json["rows"].as_array().unwrap().iter().map(|row| row["kind"].as_str().unwrap()).collect();
    assert!(kinds.contains(&"edition") && kinds.contains(&"revision"), "{kinds:?}");
}

#[test]
fn lost_bytes_of_one_file_that_waits_do_not_stop_a_run() {
    let scene = scene_of_a_reissue();
    let id = scene.waiting()[0].id().to_owned();
    std::fs::remove_file(
        scene.store().join("held-back").join(scene.waiting()[0].sha256.to_string()),
    )
    .unwrap();
    // Under other definitions what waits is read again.
    scene.redefines(
        "home-office/asy-d11.toml",
        "id = \"asy-d11\"",
        "# A remark.\nid = \"asy-d11\"",
    );
    scene.lists_quarters(&[("December 2025", &asset("a/dec.ods"), &quarter("December 2025"))]);
    let report = scene.refresh(&["regional-groups"], MORNING);
    assert_eq!(
        editions(&report, "regional-groups"),
        [(New, "2025-12-31".to_owned())],
        "{report:?}"
    );
    assert_eq!((of(&report, "asy-d11").outcome, report.exit_code), (Failed, 3));
    let error = of(&report, "asy-d11").error.as_ref().unwrap();
    assert_eq!(error.code().id, "F402");
    assert!(error.to_string().contains(&format!("`refresh` with `discard = {id}`")), "{error}");
    admission::discard(scene.engine().holdings(), &id, moment(NOON)).unwrap();
    assert_eq!(scene.refresh(&["regional-groups"], NOON).exit_code, 0);
}

#[test]
fn what_was_pruned_is_not_fetched_again() {
    let scene = Scene::new();
    let december = quarter("December 2025");
    let mut remarked = december.clone();
    remarked.sheets[0].1.push(vec!["A note.".to_owned()]);
    scene.lists_quarters(&[
        ("December 2025", &asset("a/dec.ods"), &december),
        ("December 2025", &asset("b/dec-again.ods"), &remarked),
    ]);
    let day = || "2025-12-31".to_owned();
    let report = scene.refresh(&["regional-groups"], MORNING);
    assert_eq!(
        editions(&report, "regional-groups"),
        [(New, day()), (Reissued, day())],
        "{report:?}"
    );
    assert_eq!(prune::prune(scene.engine().holdings(), moment(NOON), false).unwrap().rows.len(), 1);
    scene.publisher.asked();
    let report = scene.refresh(&["regional-groups"], NOON);
    let outcomes: Vec<_> = report.sources.iter().map(|source| source.outcome).collect();
    assert_eq!((outcomes, report.exit_code), (vec![Unchanged, Discarded], 0), "{report:?}");
    assert!(scene.publisher.asked().iter().all(|asked| asked.sent == 0));
    assert_eq!(prune::prune(scene.engine().holdings(), moment(NOON), true).unwrap().rows.len(), 0);
}

#[test]
fn a_damaged_edition_before_holds_the_next_one_back() {
    let scene = scene("March 2026", "7b2/b.xlsx", &march());
    let held = scene.manifest().snapshots[0].sha256.to_string();
    std::fs::write(scene.store().join("snapshots").join(&held), b"something else").unwrap();
    let report = scene.refresh(&["asy-d11"], MORNING);
    let (outcome, reason) = outcome(&report, "asy-d11");
    assert_eq!((outcome, report.exit_code), (HeldBack, 1), "{report:?}");
    assert!(reason.starts_with("F402: ") && reason.contains(&held), "{reason}");
    assert_eq!((scene.manifest().snapshots.len(), scene.waiting().len()), (1, 1));
}

#[test]
fn a_good_edition_that_a_person_imports_settles_what_waited() {
    let scene = scene("March 2026", "7b2/b.xlsx", &unreadable());
    assert_eq!(code(&scene.refresh(&["asy-d11"], MORNING), "asy-d11"), "F104");
    let path = scene.folder.path().join("march.xlsx");
    std::fs::write(&path, march().xlsx()).unwrap();
    import::import(scene.engine().holdings(), &path, moment(NOON)).unwrap();
    assert_eq!(scene.waiting(), []);
    assert_eq!(std::fs::read_dir(scene.store().join("held-back")).unwrap().count(), 0);
}

#[test]
fn a_release_day_is_due_although_nothing_is_held() {
    let scene = Scene::new();
    scene.lists(&[(&format!("{TITLE} March 2026"), &asset("6a1/a.xlsx"), &unreadable())]);
    let asked = |now: &str| {
        let datasets = vec!["asy-d11".to_owned()];
        let request = RefreshRequest {
            datasets,
            if_due: true,
            now: moment(now),
            ..RefreshRequest::default()
        };
        scene.publisher.asked();
        scene.run(&request).unwrap();
        scene.publisher.asked().len()
    };
    assert_eq!(asked("2026-05-20T09:35:00Z"), 2, "never asked before");
    assert_eq!((scene.manifest().snapshots.len(), scene.waiting().len()), (0, 1));
    assert_eq!(asked("2026-05-21T08:29:00Z"), 0);
    scene.lists(&[(&format!("{TITLE} March 2026"), &asset("6a2/a.xlsx"), &march())]);
    assert_eq!(asked("2026-05-21T08:31:00Z"), 2, "due");
    assert_eq!((scene.manifest().snapshots.len(), scene.waiting().len()), (1, 0));
}

#[test]
fn a_timer_some_minutes_early_skips_no_hour() {
    let scene = Scene::new();
    scene.lists(&[(&format!("{TITLE} December 2025"), &asset("6a1/a.xlsx"), &december())]);
    let due = |now: &str| if_due(&scene, "asy-d11", now);
    due("2026-05-20T10:00:00Z");
    assert_eq!(due("2026-05-21T08:36:50Z"), (Unchanged, 2), "due, and not there yet");
    assert_eq!(
        due("2026-05-21T09:35:10Z"),
        (Unchanged, 2),
        "an hour later by a timer that is early"
    );
}

#[test]
fn a_file_cut_short_of_which_no_length_was_announced_is_no_edition() {
    let scene = Scene::new();
    let address = asset("6a1/a.xlsx");
    scene.page(&[(&format!("{TITLE} December 2025"), &address)]);
    let whole = december().xlsx();
    let half = Answer::file(whole.clone()).failing(Fault::Unmeasured(whole.len() / 2));
    scene.publisher.at(&address, half);
    let report = scene.refresh(&["asy-d11"], MORNING);
    assert_eq!((of(&report, "asy-d11").outcome, report.exit_code), (Failed, 3), "{report:?}");
    assert_eq!((code(&report, "asy-d11").as_str(), scene.waiting()), ("F101", vec![]));
    scene.publisher.at(&address, Answer::file(whole));
    let report = scene.refresh(&["asy-d11"], NOON);
    assert_eq!((of(&report, "asy-d11").outcome, report.exit_code), (New, 0), "{report:?}");
}

#[test]
fn a_reissue_that_the_publisher_takes_back_is_held_back_and_can_be_accepted_again() {
    let scene = scene_of_a_reissue();
    admission::accept(scene.engine().holdings(), "asy-d11", moment("2026-03-01T11:00:00Z"))
        .unwrap();
    assert_eq!(scene.hillingdon(), "1700");
    scene.lists(&[(&format!("{TITLE} December 2025"), &asset("6a3/a.xlsx"), &december())]);
    let report = scene.refresh(&["asy-d11"], "2026-03-05T10:00:00Z");
    assert_eq!(
        (outcome(&report, "asy-d11").0, code(&report, "asy-d11").as_str()),
        (HeldBack, "F120"),
        "{report:?}"
    );
    assert_eq!(scene.hillingdon(), "1700");
    admission::accept(scene.engine().holdings(), "asy-d11", moment("2026-03-05T11:00:00Z"))
        .unwrap();
    assert_eq!(scene.hillingdon(), "1896");
    assert_eq!(scene.waiting(), []);
    let request = ChangesRequest { region: AreaCode::new("E12000007").unwrap(), since: None };
    let answer = changes::changes(scene.engine().figures(), &request).unwrap();
    assert_eq!(
        answer.rows.iter().filter(|row| matches!(row, Change::Edition(_))).count(),
        1,
        "{answer:?}"
    );
    // Seen from between, the one that counted then.
    let store = scene.store();
    let seen = |day: &str| hillingdon(&engine_at(&store, Some(day.parse().unwrap())));
    assert_eq!((seen("2026-02-27").as_str(), seen("2026-03-02").as_str()), ("1896", "1700"));
}
