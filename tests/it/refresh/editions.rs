//! First and second run, new, older and repeated editions, and what changed.

use super::*;
use crate::printed;
use crate::support::{moment, succeed, unquoted};
use SourceOutcome::{New, Older, Reissued, Unchanged};
use fairshares::holdings::refresh::admission;
use jiff::civil::date;

#[test]
fn a_first_run_takes_what_is_listed_and_says_where_it_came_from() {
    let scene = Scene::new();
    let address = asset("6a1/support-local-authority-datasets-dec-2025.xlsx");
    scene.lists(&[
        (
            "Immigration detention detailed datasets, year ending December 2025",
            &asset("1/x.xlsx"),
            &base("another-publication"),
        ),
        (&format!("{TITLE} December 2025"), &address, &december()),
        (&format!("{TITLE} September 2025"), &asset("2/x.xlsx"), &base("another-publication")),
    ]);
    let report = scene.refresh(&["asy-d11"], MORNING);
    assert_eq!((report.exit_code, outcome(&report, "asy-d11").0), (0, New), "{report:?}");
    assert_eq!(of(&report, "asy-d11").url.as_deref(), Some(address.as_str()));
    let manifest = scene.manifest();
    let [held] = manifest.snapshots.as_slice() else { panic!("{manifest:?}") };
    assert_eq!((held.edition, held.published), (date(2025, 12, 31), Some(date(2026, 2, 26))));
    assert_eq!(
        (held.retrieved, held.file.as_str()),
        (moment(MORNING), "support-local-authority-datasets-dec-2025.xlsx")
    );
    assert!(held.licence.starts_with("Open Government Licence"), "{held:?}");
    let history = held.fetched.as_ref().unwrap();
    assert_eq!((history.address.as_str(), history.redirects.len()), (address.as_str(), 0));
    assert_eq!(history.headers["content-type"], "application/octet-stream");
    assert!(history.headers.contains_key("etag"), "{history:?}");
    assert_eq!(scene.hillingdon(), "1896");
    // The page was asked first, then the one file that is meant; every request says who asks.
    let asked = scene.publisher.asked();
    let paths: Vec<&str> =
        asked.iter().map(|asked| asked.path.rsplit('/').next().unwrap()).collect();
    assert_eq!(
        paths,
        [
            "immigration-system-statistics-data-tables",
            "support-local-authority-datasets-dec-2025.xlsx"
        ]
    );
    assert!(
        asked.iter().all(|asked| asked.headers["user-agent"].starts_with("fairshares/0.1.0 (")),
        "{asked:?}"
    );
}

#[test]
fn a_second_run_downloads_nothing_and_leaves_the_store_as_it_was() {
    let scene = Scene::new();
    scene.lists(&[(&format!("{TITLE} December 2025"), &asset("6a1/a.xlsx"), &december())]);
    scene.refresh(&["asy-d11"], MORNING);
    let held = scene.held();
    scene.publisher.asked();
    let report = scene.refresh(&["asy-d11"], NOON);
    assert_eq!((report.exit_code, outcome(&report, "asy-d11").0), (0, Unchanged));
    let asked = scene.publisher.asked();
    assert_eq!(
        asked.iter().map(|asked| (asked.status, asked.sent)).collect::<Vec<_>>(),
        [(304, 0), (304, 0)]
    );
    assert_eq!(scene.held(), held);
}

#[test]
fn without_validators_the_bytes_decide() {
    let scene = Scene::new();
    let address = asset("6a1/a.xlsx");
    scene.page(&[(&format!("{TITLE} December 2025"), &address)]);
    scene.publisher.at(&address, Answer::file(december().xlsx()).unversioned());
    assert_eq!(outcome(&scene.refresh(&["asy-d11"], MORNING), "asy-d11").0, New);
    let held = scene.held();
    assert_eq!(outcome(&scene.refresh(&["asy-d11"], NOON), "asy-d11").0, Unchanged);
    assert_eq!(scene.held(), held);
}

#[test]
fn a_new_release_counts_and_is_told() {
    let scene = Scene::new();
    scene.lists(&[(&format!("{TITLE} December 2025"), &asset("6a1/a.xlsx"), &december())]);
    scene.refresh(&["asy-d11"], "2026-02-26T10:00:00Z");
    let mut revised = march();
    revised.set(SHEET, "G3", "1899"); // Hillingdon's hotels at 31 December: 1,896 before.
    scene.lists(&[(&format!("{TITLE} March 2026"), &asset("7b2/b.xlsx"), &revised)]);
    let report = scene.refresh(&["asy-d11"], MORNING);
    assert_eq!(outcome(&report, "asy-d11").0, New, "{report:?}");
    assert_eq!(scene.manifest().snapshots.len(), 2, "the edition before is kept");
    assert_eq!(scene.manifest().snapshots[1].next_release, Some(date(2026, 8, 27)));
    assert_eq!(scene.hillingdon(), "1899");
    let said = unquoted(&succeed(scene.program().args(["changes"])).stdout);
    let lines: Vec<&str> = said.lines().collect();
    let about = |words: &str| {
        lines.iter().find(|line| line.contains(words)).unwrap_or_else(|| panic!("{words}: {said}"))
    };
    // With the workbook London's total is the sum of its three boroughs, where the bundled one was
    // 16,378.
    let london = about("People receiving asylum support: ");
    assert!(london.contains("London at 31 December 2025 from 16,378 to 4,067 (−12,311)"), "{said}");
    assert!(
        about("figures to 31 March 2026 have come, published on 21 May 2026.")
            .starts_with("Asylum seekers"),
        "{said}"
    );
    assert!(about("1 of 7 earlier figures was revised").contains("Hillingdon"), "{said}");
    assert!(
        about("1 of 7 earlier figures was revised").contains("from 1,896 to 1,899 (+3)"),
        "{said}"
    );
    // Seen from before its publication the edition before is the newest.
    let before = engine_at(&scene.store(), Some("2026-05-20".parse().unwrap()));
    assert_eq!(hillingdon(&before), "1896");
}

#[test]
fn an_edition_is_what_its_cover_says_wherever_it_lies() {
    let scene = Scene::new();
    // The title and the name say March; the address leads on to the newest file, which is June's:
    // here, December's.
    let (old, new) = (asset("6a1/support-mar-2026.xlsx"), asset("9c9/support-newest.xlsx"));
    scene.page(&[(&format!("{TITLE} March 2026"), &old)]);
    scene.publisher.at(&old, Answer::redirect(&new));
    scene.publisher.at(&new, Answer::file(december().xlsx()));
    let report = scene.refresh(&["asy-d11"], MORNING);
    assert_eq!(of(&report, "asy-d11").edition, Some(date(2025, 12, 31)));
    let history = scene.manifest().snapshots[0].fetched.clone().unwrap();
    assert_eq!((history.address, history.redirects), (old, vec![new]));
    assert_eq!(scene.manifest().snapshots[0].file, "support-newest.xlsx");
}

#[test]
fn the_same_bytes_at_another_address_are_nothing_new() {
    let scene = Scene::new();
    scene.lists(&[(&format!("{TITLE} December 2025"), &asset("6a1/a.xlsx"), &december())]);
    scene.refresh(&["asy-d11"], MORNING);
    let held = scene.held();
    scene.lists(&[(&format!("{TITLE} December 2025"), &asset("7777/renamed.xlsx"), &december())]);
    let report = scene.refresh(&["asy-d11"], NOON);
    assert_eq!((report.exit_code, outcome(&report, "asy-d11").0), (0, Unchanged));
    assert_eq!(scene.held(), held);
}

#[test]
fn an_older_edition_never_counts_before_a_newer_one() {
    let scene = Scene::new();
    scene.lists(&[(&format!("{TITLE} March 2026"), &asset("7b2/b.xlsx"), &march())]);
    scene.refresh(&["asy-d11"], MORNING);
    scene.lists(&[(&format!("{TITLE} March 2026"), &asset("7b2/c.xlsx"), &december())]);
    assert_eq!(outcome(&scene.refresh(&["asy-d11"], NOON), "asy-d11").0, Older);
    let newest = printed::datasets(scene.engine().figures()).unwrap();
    let row = newest.rows.iter().find(|row| row[0].raw() == "asy-d11").unwrap();
    assert_eq!(row[5].raw(), "2026-03-31");
}

#[test]
fn a_file_issued_again_with_the_same_figures_takes_the_place_of_the_first() {
    let scene = Scene::new();
    scene.lists(&[(&format!("{TITLE} December 2025"), &asset("6a1/a.xlsx"), &december())]);
    scene.refresh(&["asy-d11"], MORNING);
    let mut again = december();
    again.sheets[0].1.push(vec!["Contact details corrected.".to_owned()]);
    scene.lists(&[(&format!("{TITLE} December 2025"), &asset("6a2/a.xlsx"), &again)]);
    let report = scene.refresh(&["asy-d11"], NOON);
    assert_eq!((report.exit_code, outcome(&report, "asy-d11").0), (0, Reissued), "{report:?}");
}

#[test]
fn every_quarter_that_a_page_lists_is_fetched_where_editions_add_up() {
    let scene = Scene::new();
    scene.lists_quarters(&[
        ("December 2025", &asset("a/dec.ods"), &quarter("December 2025")),
        ("September 2025", &asset("b/sep.ods"), &quarter("September 2025")),
    ]);
    let report = scene.refresh(&["regional-groups"], MORNING);
    let mut editions: Vec<_> =
        report.sources.iter().map(|source| (source.edition.unwrap(), source.outcome)).collect();
    editions.sort();
    assert_eq!(editions, [(date(2025, 9, 30), Older), (date(2025, 12, 31), New)], "{report:?}");
}

#[test]
fn a_look_asks_pages_and_fetches_nothing() {
    let scene = Scene::new();
    scene.lists(&[(&format!("{TITLE} December 2025"), &asset("6a1/a.xlsx"), &december())]);
    let output = succeed(scene.program().args(["refresh", "asy-d11", "--dry-run"]));
    let said = unquoted(&output.stdout);
    assert_eq!(
        said.lines().nth(1),
        Some(format!("asy-d11,listed,,{},", asset("6a1/a.xlsx")).as_str())
    );
    assert_eq!(scene.publisher.asked().len(), 1);
    assert!(!scene.store().exists());
}

#[test]
fn what_was_briefed_is_made_again_byte_for_byte() {
    let scene = Scene::new();
    scene.lists(&[(&format!("{TITLE} December 2025"), &asset("6a1/a.xlsx"), &december())]);
    scene.refresh(&["asy-d11"], "2026-02-27T10:00:00Z");
    let brief = |folder: &str| {
        let at = ["--at", "2026-03-01"];
        succeed(
            scene
                .program()
                .args(["brief", "-o", folder, "--pin", &format!("board-{folder}")])
                .args(at),
        );
        let folder = scene.folder.path().join(folder);
        contents(&folder)
            .into_iter()
            .map(|(path, bytes)| (path.strip_prefix(&folder).unwrap().to_owned(), bytes))
            .collect()
    };
    let before: BTreeMap<PathBuf, Vec<u8>> = brief("before");
    // Issued again under the same date with another figure, and taken; then a newer edition.
    let mut again = december();
    again.set(SHEET, "G3", "1700");
    scene.lists(&[(&format!("{TITLE} December 2025"), &asset("6a2/a.xlsx"), &again)]);
    scene.refresh(&["asy-d11"], "2026-03-05T10:00:00Z");
    admission::accept(scene.engine().holdings(), "asy-d11", moment("2026-03-05T11:00:00Z"))
        .unwrap();
    assert_eq!(scene.hillingdon(), "1700");
    scene.lists(&[(&format!("{TITLE} March 2026"), &asset("7b2/b.xlsx"), &march())]);
    scene.refresh(&["asy-d11"], MORNING);
    assert_eq!(brief("after"), before);
    // The editions that the pinned briefing needs stay, the one that nobody needs goes, and only
    // when asked.
    let listed = succeed(scene.program().arg("prune"));
    assert_eq!(
        unquoted(&listed.stdout).lines().count(),
        2,
        "a header and the edition issued again"
    );
    assert_eq!(scene.manifest().snapshots.len(), 3);
    succeed(scene.program().args(["prune", "--yes"]));
    assert_eq!(scene.manifest().snapshots.len(), 2);
    assert_eq!(brief("later"), before);
}
