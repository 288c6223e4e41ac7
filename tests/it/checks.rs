//! What is declared is checked and printed with its numbers; what moved between editions is shown,
//! categories first; an edition that lost much is refused until a person has looked.

use crate::support::{engine_at, moment, program, published_file, succeed, unquoted};
use crate::workbook::{Book, base};
use fairshares::engine::Engine;
use fairshares::holdings::{DifferenceKind, check, diff, import};
use fairshares::table::Listing;
use fairshares::tables::Answer;
use jiff::civil::date;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const NOW: &str = "2026-11-21T09:30:00Z";
const SHEET: &str = "Data_Asy_D11";

/// The rows of a listing as text by column name.
fn rows(listing: &Listing) -> Vec<BTreeMap<String, String>> {
    let names = || listing.columns.iter().map(|column| column.name.clone());
    listing
        .rows
        .iter()
        .map(|row| names().zip(row.iter().map(fairshares::table::Cell::raw)).collect())
        .collect()
}

/// Outcome and detail of one check of a dataset.
fn found(engine: &Engine, dataset: &str, check: &str) -> (String, String) {
    let checked = check::check(engine.holdings(), &[dataset.to_owned()]).unwrap();
    let row = rows(&checked.table()).into_iter().find(|row| row["check"] == check);
    let row = row.unwrap_or_else(|| panic!("no check {check} of {dataset}"));
    (row["outcome"].clone(), row["detail"].clone())
}

/// The made workbook of Asy_D11 a quarter earlier: other figures, a kind of accommodation and a
/// borough that end there.
fn september() -> Book {
    let mut book = base("asy-d11");
    book.set("Cover_sheet", "A3", "year ending September 2025");
    book.set("Cover_sheet", "A5", "Published: 27 November 2025");
    for row in 3..=9 {
        book.set(SHEET, &format!("A{row}"), "30 Sep 2025");
    }
    book.set(SHEET, "G3", "1900"); // Hillingdon, hotel: 1,896 in December.
    book.set(SHEET, "G6", "1366"); // Hounslow, hotel: 1,466.
    book.set(SHEET, "G7", "*"); // Hounslow, dispersal: 190.
    book.set(SHEET, "F5", "Other Accommodation"); // Hillingdon, 79 on subsistence only.
    book.set(SHEET, "D8", "Barnet");
    book.set(SHEET, "E8", "E09000003");
    book
}

/// A folder with both quarters imported.
fn two_quarters() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("september.xlsx"), september().xlsx()).unwrap();
    fs::write(folder.path().join("december.xlsx"), base("asy-d11").xlsx()).unwrap();
    succeed(program(folder.path()).args(["import", "september.xlsx", "december.xlsx"]));
    folder
}

#[test]
fn every_bundled_edition_passes_its_checks_and_says_with_which_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let output = succeed(program(folder.path()).arg("check"));
    let text = unquoted(&output.stdout);
    let mut lines: Vec<&str> = text.lines().skip(1).collect();
    for dataset in [
        "components-of-change",
        "mid-year-population",
        "regional-groups",
        "supported-people-by-quarter",
    ] {
        for check in ["grain-unique", "missing-have-reasons"] {
            assert!(
                lines.iter().any(|line| line.starts_with(&format!("{dataset},{check},holds,"))),
                "{dataset} {check}"
            );
        }
    }
    // Home Office, Asy_D11 totals: 107,003 people at 31 December 2025 and 97,519 at 31 March 2026.
    assert!(text.contains("97,519 at 31 March 2026, 107,003 at 31 December 2025"), "{text}");
    // ONS, Local Authority District to Country (April 2023) Lookup: 361 districts.
    assert!(
        text.contains("regional-groups,coverage,holds,2025-12-31: United Kingdom: 361 authorities"),
        "{text}"
    );
    let as_printed = lines.clone();
    lines.sort_by_key(|line| line.splitn(3, ',').take(2).map(str::to_owned).collect::<Vec<_>>());
    assert_eq!(lines, as_printed, "sorted by dataset and check");
}

#[test]
fn a_difference_is_shown_beside_what_holds_and_the_exit_code_is_1() {
    let folder = two_quarters();
    // The same files under definitions that promise more than they hold: an error known of this
    // edition, a limit.
    let definition = include_str!("../../data/catalogue/datasets/home-office/asy-d11.toml");
    let definition = definition
        .replace("editions = [\"2024-09-30\"]", "editions = [\"2025-12-31\"]")
        .replace("at_least = 1\n", "at_least = 1\nat_most = 1500\n");
    let path = folder.path().join("catalogue/datasets/home-office/asy-d11.toml");
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, definition).unwrap();
    let output = program(folder.path())
        .args(["--catalogue", "catalogue", "check", "asy-d11"])
        .output()
        .unwrap();
    let text = unquoted(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{text}");
    for line in [
        "asy-d11,correction babergh-misspelt,differs,2025-12-31: nothing to correct",
        "asy-d11,correction babergh-misspelt,nothing-to-compare,2025-09-30: not met",
        "asy-d11,grain-unique,holds,",
        "asy-d11,whole-people,differs,2025-12-31: 1 wrong, the first: F116 found 1896 for \
         Hillingdon",
    ] {
        assert!(text.contains(line), "no {line:?} in\n{text}");
    }
    assert_eq!(
        program(folder.path()).args(["check", "asy-d11"]).output().unwrap().status.code(),
        Some(0)
    );
    assert_eq!(
        program(folder.path()).args(["check", "nothing"]).output().unwrap().status.code(),
        Some(2)
    );
}

#[test]
fn an_edition_that_cannot_be_read_hides_no_other() {
    let folder = two_quarters();
    let store = folder.path().join("store");
    for edition in engine_at(&store, None)
        .holdings()
        .editions()
        .unwrap()
        .iter()
        .filter(|edition| edition.dataset == "asy-d11")
    {
        let named = |path: &Path| {
            path.file_name().unwrap().to_string_lossy().starts_with(&edition.sha256.to_string())
        };
        let files =
            fs::read_dir(store.join("snapshots")).unwrap().map(|entry| entry.unwrap().path());
        let snapshot = files.into_iter().find(|path| named(path)).unwrap();
        let bytes = fs::read(&snapshot).unwrap();
        fs::write(&snapshot, b"something else").unwrap();
        let output = program(folder.path()).args(["check", "asy-d11"]).output().unwrap();
        assert_eq!(output.status.code(), Some(3));
        assert!(String::from_utf8_lossy(&output.stderr).contains("error[F402]"));
        assert!(unquoted(&output.stdout).contains("asy-d11,grain-unique,holds,"));
        fs::write(&snapshot, bytes).unwrap();
    }
}

#[test]
fn a_sudden_loss_is_refused_until_it_is_accepted() {
    let folder = two_quarters();
    // Without the row of Hillingdon's hotels 2,171 of 4,067 people are left: 53%.
    let mut short = base("asy-d11");
    short.remove_row(SHEET, "1896");
    fs::write(folder.path().join("short.xlsx"), short.xlsx()).unwrap();
    let refused = program(folder.path()).args(["import", "short.xlsx"]).output().unwrap();
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(3));
    assert!(
        said.contains("error[F117]") && said.contains("2,171 people") && said.contains("4,067"),
        "{said}"
    );
    let accepted = succeed(program(folder.path()).args([
        "import",
        "short.xlsx",
        "--accept",
        "the hotel has closed",
    ]));
    assert!(
        String::from_utf8_lossy(&accepted.stderr)
            .contains("short.xlsx: accepted: the hotel has closed (F117: short.xlsx: 2,171 people")
    );
    assert!(unquoted(&accepted.stdout).contains("short.xlsx,asy-d11,2025-12-31,6,2025-12-31"));
    // The same file again, and an edition older than those held, are not compared with anything.
    succeed(program(folder.path()).args(["import", "short.xlsx"]));
    let mut older = september();
    older.remove_row(SHEET, "1900");
    fs::write(folder.path().join("older.xlsx"), older.xlsx()).unwrap();
    succeed(program(folder.path()).args(["import", "older.xlsx"]));
}

fn import(store: &Path, path: &str) -> Option<Engine> {
    let file = published_file(path)?;
    let engine = engine_at(store, None);
    import::import(engine.holdings(), &file, moment(NOW))
        .unwrap_or_else(|error| panic!("{path}:\n{error}"));
    Some(engine)
}

#[test]
fn published_totals_are_compared_within_their_rounding() {
    let store = tempfile::tempdir().unwrap();
    let Some(engine) =
        import(store.path(), "published/mye/ukpopestimatesmid2021on2021geographyfinal.xls")
    else {
        return;
    };
    // ONS, mid-2021: the districts of Northern Ireland add up to 1,904,578, published 1,904,563.
    let checked = check::check(engine.holdings(), &["components-of-change".to_owned()]).unwrap();
    assert!(!checked.differs && checked.failures.is_empty());
    let all = rows(&checked.table());
    let sums = all.iter().find(|row| {
        row["check"] == "population-adds-up" && row["detail"].starts_with("2021-06-30")
    });
    let detail = &sums.unwrap()["detail"];
    assert!(
        detail.contains("largest difference 15 of 20 allowed")
            && detail.contains("1,904,563 against 1,904,578")
    );
    // 374 districts on the boundaries of 2021: 309, 22, 32 and 11.
    let counted = all
        .iter()
        .find(|row| row["check"].starts_with("authorities-of") && row["outcome"] == "holds");
    assert!(counted.unwrap()["detail"].contains("374 authorities"));
}

#[test]
fn known_errors_of_publishers_are_accounted_for_edition_by_edition() {
    let store = tempfile::tempdir().unwrap();
    let file = "reconstructed/support-local-authority-datasets-sep-2024.xlsx";
    let Some(engine) = import(store.path(), file) else { return };
    let outcome = |check: &str| found(&engine, "asy-d11", check);
    let (finding, detail) = outcome("correction babergh-misspelt");
    assert!(finding == "holds" && detail.starts_with("2024-09-30: 1 figure"), "{finding} {detail}");
    // The edition of June 2021 had two rows for Buckinghamshire; this one is not meant.
    assert_eq!(outcome("correction buckinghamshire-in-two-rows").0, "nothing-to-compare");
    // Home Office, Asy_D11, year ending September 2024: 109,024 people; 100,995 a quarter before.
    let (finding, detail) = outcome("change-on-the-quarter");
    assert!(
        finding == "holds"
            && detail.contains("109,024 at 30 September 2024, 100,995 at 30 June 2024"),
        "{detail}"
    );
}

#[test]
fn what_moved_is_listed_with_categories_first_and_the_largest_change_first() {
    let folder = two_quarters();
    let help = succeed(program(folder.path()).args(["diff", "--help"]));
    let help = String::from_utf8(help.stdout).unwrap();
    let example = help.lines().find_map(|line| line.strip_prefix("Example: fairshares ")).unwrap();
    let output = succeed(program(folder.path()).args(example.split_whitespace()));
    let text = unquoted(&output.stdout);
    let (old, new) = ("2025-09-30", "2025-12-31");
    let place = |code: &str, name: &str| format!("{code},{name},{new},{new},section-95");
    let hillingdon = place("E09000017", "Hillingdon");
    let hounslow = place("E09000018", "Hounslow");
    let expected = [
        "area_code,area_name,period_start,period_end,support_type,accommodation,measure,old,new,change,status"
            .to_owned(),
        ",,,,,subsistence-only,,,,,new".to_owned(),
        ",,,,,other,,,,,vanished".to_owned(),
        "E09000002,Barking and Dagenham,,,,,,,,,new".to_owned(),
        "E09000003,Barnet,,,,,,,,,vanished".to_owned(),
        format!("{hounslow},dispersal,people,,190,,was suppressed"),
        format!("{hounslow},contingency-hotel,people,1366,1466,100,"),
        format!("{hillingdon},contingency-hotel,people,1900,1896,-4,"),
    ];
    assert_eq!(text.lines().collect::<Vec<_>>(), expected);
    let notes = String::from_utf8(output.stderr).unwrap();
    assert!(notes.contains("asy-d11: 2025-12-31 compared with 2025-09-30 before"), "{notes}");
    assert!(notes.contains("31 December 2025 is compared with 30 September 2025"), "{notes}");
    assert!(notes.contains("7 differences listed, 2 figures unchanged"), "{notes}");
    // The two newest are compared when none is named; backwards the words and signs turn round.
    let newest = succeed(program(folder.path()).args(["diff", "asy-d11"]));
    assert_eq!(unquoted(&newest.stdout), text);
    let back = succeed(program(folder.path()).args(["diff", "asy-d11", new, old]));
    let back = unquoted(&back.stdout);
    assert!(
        back.contains("dispersal,people,190,,,suppressed") && back.contains("1466,1366,-100,"),
        "{back}"
    );
}

#[test]
fn a_quarter_is_not_compared_with_a_year() {
    let store = tempfile::tempdir().unwrap();
    // ONS, MYE3a of 2021 runs from Census day, 21 March, to 30 June; that of 2023 from July to
    // June.
    if import(store.path(), "published/mye/ukpopestimatesmid2021on2021geographyfinal.xls").is_none()
    {
        return;
    }
    let engine = import(store.path(), "published/mye/mye23tablesew.xlsx").unwrap();
    let is_new =
        |e: &&fairshares::holdings::Edition| e.dataset == "components-of-change" && !e.bundled;
    let new = engine.holdings().editions().unwrap().iter().find(is_new).unwrap().sha256.to_string();
    let diff =
        diff::diff(engine.holdings(), "components-of-change", Some(("2021-06-30", &new))).unwrap();
    let rows = rows(&diff.table());
    let births: Vec<_> = rows.iter().filter(|row| row["measure"] == "births").collect();
    assert!(
        births.iter().all(|row| row["change"].is_empty()),
        "three months are not subtracted from a year"
    );
    assert!(
        births.iter().any(|row| row["period_start"] == "2021-03-21" && row["status"] == "vanished")
    );
    // The measures of inflow and outflow are in the workbook of 2023 only.
    assert!(rows.iter().any(|row| row["measure"] == "international-in" && row["status"] == "new"));
}

#[test]
fn editions_are_named_by_day_or_by_the_start_of_their_sha256() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("groups.xlsx");
    fs::write(&file, base("regional-groups").xlsx()).unwrap();
    let engine = engine_at(&folder.path().join("store"), None);
    assert_eq!(
        diff::diff(engine.holdings(), "regional-groups", None).unwrap_err().code().id,
        "F304",
        "one edition is not two"
    );
    import::import(engine.holdings(), &file, moment(NOW)).unwrap();
    // The made workbook holds the bundled figures, so nothing differs; both are of one day.
    let diff = diff::diff(engine.holdings(), "regional-groups", None).unwrap();
    assert_eq!(diff.rows.len(), 0);
    let editions = engine.holdings().editions().unwrap();
    let [new, old] = [false, true].map(|bundled| {
        let is_it = |edition: &&fairshares::holdings::Edition| {
            edition.dataset == "regional-groups" && edition.bundled == bundled
        };
        editions.iter().find(is_it).unwrap().sha256.start(8)
    });
    assert_eq!(
        diff::diff(engine.holdings(), "regional-groups", Some((&old, &new))).unwrap().rows.len(),
        0
    );
    let same_day =
        diff::diff(engine.holdings(), "regional-groups", Some(("2025-12-31", &new))).unwrap_err();
    assert!(same_day.code().id == "F303" && same_day.to_string().contains(&old), "{same_day}");
    assert_eq!(
        diff::diff(engine.holdings(), "regional-groups", Some(("2020-01-01", &new)))
            .unwrap_err()
            .code()
            .id,
        "F303"
    );
}

#[test]
fn fewer_nations_and_sexes_are_another_scope_and_not_a_loss() {
    let store = tempfile::tempdir().unwrap();
    // The United Kingdom by sex; then England and Wales, persons only: 29% of the figures.
    if import(store.path(), "published/mye/mye22final.xlsx").is_none() {
        return;
    }
    let engine = import(store.path(), "published/mye/mye24tablesew.csv").unwrap();
    let sha = |bundled: bool| {
        let editions = engine.holdings().editions().unwrap();
        let is_it = |e: &&fairshares::holdings::Edition| {
            e.edition == date(2024, 6, 30) && e.bundled == bundled
        };
        editions.iter().find(is_it).unwrap().sha256.to_string()
    };
    let diff =
        diff::diff(engine.holdings(), "mid-year-population", Some(("2022-06-30", &sha(false))))
            .unwrap();
    let found = rows(&diff.table());
    for (column, code) in
        [("sex", "females"), ("sex", "males"), ("area_name", "Scotland"), ("area_name", "Belfast")]
    {
        assert!(
            found.iter().any(|row| row[column] == code && row["status"] == "vanished"),
            "{code}"
        );
    }
    assert!(found.iter().all(|row| row["status"] != "new"));
    // ONS, mid-year population estimates, first editions: London 8,866,180 in 2022 and 9,089,736 in
    // 2024.
    let london =
        found.iter().find(|row| row["area_code"] == "E12000007" && row["age"] == "all").unwrap();
    assert_eq!(
        ["old", "new", "change"].map(|name| london[name].as_str()),
        ["8866180", "9089736", "223556"]
    );
    // The figures inside the program are those of the publisher's file, for the areas that they are
    // of.
    let bundled =
        diff::diff(engine.holdings(), "mid-year-population", Some((&sha(true), &sha(false))))
            .unwrap();
    assert!(bundled.rows.iter().all(|row| row.difference == DifferenceKind::New), "nothing moved");
}

#[test]
fn a_category_whose_parts_are_all_printed_is_not_lost() {
    let store = tempfile::tempdir().unwrap();
    // H-CLIC to June 2020: either duty and prevention; afterwards prevention and relief.
    if import(store.path(), "published/hclic/DetailedLA_202006.ods").is_none() {
        return;
    }
    let file = published_file("published/hclic/DetailedLA_202012.ods").unwrap();
    let imported =
        import::import(engine_at(store.path(), None).holdings(), &file, moment(NOW)).unwrap();
    let reasons = imported
        .iter()
        .find(|one| one.dataset.as_ref().is_some_and(|id| *id == "hclic-reason-for-loss"))
        .unwrap();
    // Counted in the file by tests/independent/every_cell.py.
    assert_eq!(reasons.rows, 18_792);
    let checked =
        found(&engine_at(store.path(), None), "hclic-reason-for-loss", "change-on-the-quarter");
    assert_eq!(checked.0, "holds", "{checked:?}");
}

#[test]
fn an_area_under_its_new_code_is_not_gone() {
    let store = tempfile::tempdir().unwrap();
    // Barnsley and Sheffield have new codes since April 2025, which the second edition prints.
    if import(store.path(), "published/hclic/Detailed_LA_202503.ods").is_none() {
        return;
    }
    let file = "published/hclic/Statutory_Homelessness_Detailed_Local_Authority_Data_202506.ods";
    let imported = import::import(
        engine_at(store.path(), None).holdings(),
        &published_file(file).unwrap(),
        moment(NOW),
    )
    .unwrap();
    let gone = |note: &&String| note.contains("no figure any more");
    assert_eq!(imported.iter().flat_map(|one| &one.notes).find(gone), None);
}

/// The made workbook of Asy_D11 with a row each of these authorities, all of one region.
fn of_region(mut book: Book, region: &str, authorities: [(&str, &str); 7]) -> Book {
    for (row, (name, code)) in (3..).zip(authorities) {
        for (column, text) in [
            ("C", region),
            ("D", name),
            ("E", code),
            ("F", "Dispersal Accommodation"),
            ("G", "100"),
        ] {
            book.set(SHEET, &format!("{column}{row}"), text);
        }
    }
    book
}

#[test]
fn an_edition_without_the_authorities_of_a_region_is_doubtful() {
    let folder = tempfile::tempdir().unwrap();
    let london = [
        ("Hillingdon", "E09000017"),
        ("Hounslow", "E09000018"),
        ("Barnet", "E09000003"),
        ("Brent", "E09000005"),
        ("Ealing", "E09000009"),
        ("Enfield", "E09000010"),
        ("Newham", "E09000025"),
    ];
    let south_east = [
        ("Medway", "E06000035"),
        ("Reading", "E06000038"),
        ("Slough", "E06000039"),
        ("Portsmouth", "E06000044"),
        ("Southampton", "E06000045"),
        ("Hastings", "E07000062"),
        ("Oxford", "E07000178"),
    ];
    let write = |name: &str, book: &Book| fs::write(folder.path().join(name), book.xlsx()).unwrap();
    write("september.xlsx", &of_region(september(), "London", london));
    write("december.xlsx", &of_region(base("asy-d11"), "South East", south_east));
    succeed(program(folder.path()).args(["import", "september.xlsx"]));
    let output = program(folder.path()).args(["import", "december.xlsx"]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(
        said.contains(
            "0 authorities of London with people at 31 December 2025, but 7 in the edition"
        ),
        "{said}"
    );
    succeed(program(folder.path()).args([
        "import",
        "december.xlsx",
        "--accept",
        "the publisher says so",
    ]));
}

#[test]
fn figures_that_contradict_each_other_cost_themselves_and_no_others() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = base("asylum-costs");
    fs::write(folder.path().join("right.xlsx"), book.xlsx()).unwrap();
    // Home Office, ASY_04: 11,819 pounds in 2020/21; 15,301 is printed for a year later.
    book.set("ASY_04", "F5", "15301.486721");
    fs::write(folder.path().join("wrong.xlsx"), book.xlsx()).unwrap();
    let import =
        |words: &[&str]| program(folder.path()).arg("import").args(words).output().unwrap();
    assert_eq!(import(&["wrong.xlsx"]).status.code(), Some(3));
    succeed(program(folder.path()).args([
        "import",
        "wrong.xlsx",
        "--accept",
        "the publisher has been asked",
    ]));
    let table = succeed(program(folder.path()).args(["table", "asylum-costs", "--format", "csv"]));
    let table = String::from_utf8(table.stdout).unwrap();
    let unreliable: Vec<&str> =
        table.lines().filter(|line| line.ends_with("\"unreliable\"")).collect();
    assert_eq!(unreliable.len(), 3, "{table}");
    for measure in [",\"costs\",", ",\"work-in-progress\",", ",\"unit-cost\","] {
        assert!(
            unreliable.iter().any(|line| line.contains(measure) && line.contains("2021-03-31")),
            "{table}"
        );
    }
    succeed(
        program(tempfile::tempdir().unwrap().path())
            .arg("import")
            .arg(folder.path().join("right.xlsx")),
    );
}
