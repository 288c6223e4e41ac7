//! The grades of reading: what is doubtful is refused until a person takes it, and is then marked
//! wherever it is used.
//!
//! The workbook is made by code from the bundled figures of Reg_02, broken in one place. Sums are
//! of the figures left.

use crate::support::{program, succeed, unquoted};
use crate::workbook::{Book, base};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

pub const SHEET: &str = "Data_Asy_D11";

/// A folder with a broken Asy_D11 of 31 December 2025.
pub fn broken(change: impl Fn(&mut Book)) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut book = base("asy-d11");
    change(&mut book);
    fs::write(folder.path().join("d11.xlsx"), book.xlsx()).unwrap();
    folder
}

/// What a command prints.
pub fn printed(folder: &Path, words: &[&str]) -> String {
    unquoted(&succeed(program(folder).args(words)).stdout)
}

/// Imports the file, which must be refused as doubtful at first, and then with a reason.
pub fn accept(folder: &Path, code: &str) {
    let refused = program(folder).args(["import", "d11.xlsx"]).output().unwrap();
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(3), "{said}");
    assert!(said.contains(&format!("error[{code}]")) && said.contains("--accept REASON"), "{said}");
    assert!(unquoted(&refused.stdout).contains("d11.xlsx,,,,,doubtful,"));
    let taken = printed(folder, &["import", "d11.xlsx", "--accept", "asked the publisher"]);
    assert!(taken.contains(",accepted,") && taken.contains("asked the publisher ("), "{taken}");
    let manifest = fs::read_to_string(folder.join("store/manifest.json")).unwrap();
    assert!(manifest.contains(&format!("asked the publisher ({code}: ")), "{manifest}");
}

/// Value and status of Hounslow's, or another's, figures: `accommodation,value,status` in the
/// table.
pub fn figures(folder: &Path, area: &str) -> Vec<String> {
    let text = printed(folder, &["table", "asy-d11"]);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headers = reader.headers().unwrap().clone();
    let at = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let rows = reader.records().map(Result::unwrap).filter(|row| &row[at("area_name")] == area);
    let mut rows: Vec<String> = rows
        .map(|row| {
            format!("{},{},{}", &row[at("accommodation")], &row[at("value")], &row[at("status")])
        })
        .collect();
    rows.sort();
    rows
}

/// Value and status of section 95 in an area: the sum over every kind of accommodation.
pub fn section_95(folder: &Path, area: &str) -> String {
    let text = printed(folder, &["show", "supported-by-section", "--area", area]);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headers = reader.headers().unwrap().clone();
    let at = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let row = reader
        .records()
        .map(Result::unwrap)
        .find(|row| &row[at("support_type")] == "section-95")
        .unwrap();
    format!("{},{}", &row[at("value")], &row[at("status")])
}

#[test]
fn text_in_a_figures_place_leaves_that_figure_out_and_every_sum_that_needs_it() {
    let folder = broken(|book| book.set(SHEET, "G7", "about 190"));
    let folder = folder.path();
    accept(folder, "F109");
    assert_eq!(
        figures(folder, "Hounslow"),
        ["contingency-hotel,1466,", "dispersal,,not-available"]
    );
    assert_eq!(section_95(folder, "E09000018"), ",not-available");
    // Hillingdon's 1,896 + 158 + 79.
    assert_eq!(section_95(folder, "E09000017"), "2133,");
    assert_eq!(section_95(folder, "E12000007"), ",not-available");
    // The check says so as long as the edition is held.
    let checked = program(folder).args(["check", "asy-d11"]).output().unwrap();
    assert_eq!(checked.status.code(), Some(1));
    assert!(unquoted(&checked.stdout).contains("asy-d11,reading F109,differs,"));
}

#[test]
fn an_unknown_label_is_kept_apart_and_no_category_it_may_be_shows_nought() {
    let folder = broken(|book| book.set(SHEET, "F6", "Floating hostel"));
    let folder = folder.path();
    accept(folder, "F106");
    let hounslow = figures(folder, "Hounslow");
    assert_eq!(
        hounslow,
        [
            "contingency-hotel,,not-available",
            "dispersal,190,",
            "subsistence-only,,not-available",
            "unplaced,,not-available"
        ]
    );
    assert_eq!(section_95(folder, "E09000018"), ",not-available");
    assert_eq!(section_95(folder, "E09000017"), "2133,");
    // Elsewhere nobody has such a label, and an absent category is nought there as before.
    assert_eq!(section_95(folder, "E08000025"), "0,");
}

#[test]
fn a_row_without_a_known_area_leaves_out_those_it_may_be_about() {
    // The row of Barking and Dagenham under a code and a name that nobody knows.
    let folder = broken(|book| {
        book.set(SHEET, "D8", "Barking with Dagenham");
        book.set(SHEET, "E8", "E09000099");
    });
    let folder = folder.path();
    accept(folder, "F107");
    // Nobody else has a row for dispersal, so it may be anybody's: none is nought.
    assert_eq!(section_95(folder, "E09000002"), ",not-available");
    assert_eq!(section_95(folder, "E08000025"), ",not-available");
    assert_eq!(section_95(folder, "E09000018"), "1656,");
    assert_eq!(section_95(folder, "E12000007"), ",not-available");

    // A code beside the name of another: both are in doubt, and nobody else.
    let folder = broken(|book| book.set(SHEET, "E8", "E09000001"));
    let folder = folder.path();
    accept(folder, "F108");
    assert_eq!(section_95(folder, "E09000002"), ",not-available");
    assert_eq!(section_95(folder, "E09000001"), ",not-available");
    assert_eq!(section_95(folder, "E08000025"), "0,");
    assert_eq!(section_95(folder, "E12000007"), ",not-available");
}

#[test]
fn a_figure_printed_twice_is_not_available_and_numbers_without_a_header_are_passed_over() {
    let folder = broken(|book| book.repeat_row(SHEET, "1896"));
    let folder = folder.path();
    accept(folder, "F110");
    let rows = ["contingency-hotel,,not-available", "dispersal,158,", "subsistence-only,79,"];
    assert_eq!(figures(folder, "Hillingdon"), rows);

    let folder = broken(|book| (3..=9).for_each(|row| book.set(SHEET, &format!("J{row}"), "12")));
    let folder = folder.path();
    accept(folder, "F105");
    assert_eq!(figures(folder, "Hillingdon").len(), 3);
    assert_eq!(section_95(folder, "E09000017"), "2133,");
}

#[test]
fn figures_of_a_failed_sum_are_unreliable_wherever_they_are_shown() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let mut book = base("regional-groups");
    let (sheet, rows) =
        book.sheets.iter().find(|(_, rows)| rows[0][0].starts_with("Reg_02")).unwrap().clone();
    let row =
        rows.iter().position(|row| row.first().is_some_and(|name| name == "Hounslow")).unwrap();
    // The tenth column: people in contingency accommodation. A part that its whole does not know
    // of.
    book.set(&sheet, &format!("L{}", row + 1), "9999");
    fs::write(folder.join("d11.xlsx"), book.xlsx()).unwrap();
    accept(folder, "F112");
    let shown = printed(folder, &["show", "supported-by-accommodation", "--area", "E09000018"]);
    assert!(shown.contains(",contingency,9999,,,people,unreliable"), "{shown}");
    assert!(
        shown.contains(",all,1720,,,people,unreliable")
            && shown.contains(",dispersal,190,,,people,unreliable"),
        "{shown}"
    );
    // London's total differs as well, and so its other boroughs; elsewhere all sums hold.
    let borough = printed(folder, &["show", "supported-by-accommodation", "--area", "E09000017"]);
    assert!(borough.contains(",contingency,1896,,,people,unreliable\n"), "{borough}");
    assert!(borough.contains(",dispersal,158,,,people,\n"), "{borough}");
    let leeds = printed(folder, &["show", "supported-by-accommodation", "--area", "E08000035"]);
    assert!(
        leeds.contains(",contingency,483,,,people,\n") && !leeds.contains("unreliable"),
        "{leeds}"
    );
    // The page of sources says who took it and why.
    succeed(program(folder).args(["brief", "-o", "pack", "--formats", "md"]));
    let pack = fs::read_to_string(folder.join("pack/fair-shares.md")).unwrap();
    assert!(pack.contains("Accepted with doubts: asked the publisher (F112"), "{pack}");
}

/// Both datasets of a workbook have an edition each; what is doubtful in one is no reason beside
/// the other.
#[test]
fn the_reason_for_accepting_stands_with_the_edition_that_it_was_given_for() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let mut book = base("regional-groups");
    let (sheet, rows) =
        book.sheets.iter().find(|(_, rows)| rows[0][0].starts_with("Reg_02")).unwrap().clone();
    let row =
        rows.iter().position(|row| row.first().is_some_and(|name| name == "Hounslow")).unwrap();
    book.set(&sheet, &format!("L{}", row + 1), "9999");
    // Asy_D11 in the same workbook, with the covers of both.
    let asylum = base("asy-d11");
    book.sheets[0].1.extend(asylum.sheets[0].1[3..4].to_vec());
    book.sheets.push(asylum.sheets[1].clone());
    fs::write(folder.join("d11.xlsx"), book.xlsx()).unwrap();
    let taken = printed(folder, &["import", "d11.xlsx", "--accept", "asked the publisher"]);
    let outcome = |dataset: &str| {
        let line =
            taken.lines().find(|line| line.contains(&format!(",{dataset},"))).unwrap_or(&taken);
        line.split(',').nth(5).unwrap_or_default().to_owned()
    };
    assert_eq!([outcome("regional-groups"), outcome("asy-d11")], ["accepted", "read"], "{taken}");
    let manifest = fs::read_to_string(folder.join("store/manifest.json")).unwrap();
    assert_eq!(manifest.matches("\"accepted\"").count(), 1, "{manifest}");
    succeed(program(folder).args(["brief", "-o", "pack", "--formats", "md"]));
    let pack = fs::read_to_string(folder.join("pack/fair-shares.md")).unwrap();
    let mut accepted = pack.lines().filter(|line| line.contains("Accepted with doubts"));
    assert!(
        accepted.next().is_some_and(|line| line.contains("(Reg\\_01, Reg\\_02) (edition")),
        "{pack}"
    );
    assert_eq!(accepted.next(), None);
    // A manifest that keeps the reason for every edition of the file, as it was once written, is
    // read as it is.
    let mut old: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    old.as_object_mut().unwrap().remove("checksum");
    old["version"] = 2.into();
    old["snapshots"]
        .as_array_mut()
        .unwrap()
        .iter_mut()
        .for_each(|held| held["accepted"] = "as it was".into());
    fs::write(folder.join("store/manifest.json"), old.to_string()).unwrap();
    let again = printed(folder, &["import", "d11.xlsx"]);
    assert_eq!(again.matches(",already-held,").count(), 2, "{again}");
}

#[test]
fn a_folder_is_walked_and_every_file_has_its_line() {
    let folder = broken(|_| {});
    let folder = folder.path();
    fs::create_dir_all(folder.join("all/below")).unwrap();
    fs::rename(folder.join("d11.xlsx"), folder.join("all/below/d11.xlsx")).unwrap();
    fs::write(folder.join("all/another.xlsx"), base("another-publication").xlsx()).unwrap();
    // What programs leave beside files that are open, and operating systems in folders.
    for name in ["~$d11.xlsx", ".~lock.d11.xlsx#", "Thumbs.db", ".DS_Store"] {
        fs::write(folder.join("all/below").join(name), "left behind").unwrap();
    }
    let output = succeed(program(folder).args(["import", "all"]));
    let text = unquoted(&output.stdout);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "file,dataset,edition,rows,as_at,outcome,detail");
    assert!(lines[1].starts_with("all/another.xlsx,,,,,not-ours,"), "{text}");
    assert!(
        lines[2].starts_with("all/below/d11.xlsx,asy-d11,2025-12-31,7,2025-12-31,read,"),
        "{text}"
    );
    assert!(
        String::from_utf8_lossy(&output.stderr)
            .contains("2 files: 1 edition read, 1 file not ours")
    );
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("; 4 hidden or temporary files passed over"), "{said}");
    assert_eq!(lines.len(), 3, "{text}");
    let again = printed(folder, &["import", "all"]);
    assert!(
        again.contains("all/below/d11.xlsx,asy-d11,2025-12-31,7,2025-12-31,already-held,"),
        "{again}"
    );
    // Nothing in it for anybody is a failure, and so is a file that is named and nobody reads.
    fs::remove_dir_all(folder.join("all/below")).unwrap();
    assert_eq!(program(folder).args(["import", "all"]).output().unwrap().status.code(), Some(3));
}

#[test]
fn an_accepted_file_is_already_held_whatever_has_been_lost_or_imported_since() {
    let folder = broken(|book| book.set(SHEET, "G7", "about 190"));
    let folder = folder.path();
    accept(folder, "F109");
    let manifest = fs::read_to_string(folder.join("store/manifest.json")).unwrap();
    let held = |why: &str| {
        let again = printed(folder, &["import", "d11.xlsx"]);
        assert!(
            again.contains("d11.xlsx,asy-d11,2025-12-31,7,2025-12-31,already-held,"),
            "{why}: {again}"
        );
    };
    held("nothing has changed");
    // Tables shaped before are a cache; definitions of another version of the program leave them
    // unread too.
    fs::remove_dir_all(folder.join("store/tidy")).unwrap();
    held("no tidy tables");
    assert_eq!(section_95(folder, "E09000018"), ",not-available");
    assert_eq!(fs::read_to_string(folder.join("store/manifest.json")).unwrap(), manifest);
    // Bytes that are damaged are put right, for the reason that was given before.
    let snapshot =
        fs::read_dir(folder.join("store/snapshots")).unwrap().next().unwrap().unwrap().path();
    fs::write(&snapshot, b"something else").unwrap();
    held("damaged bytes");
    assert_eq!(fs::read(&snapshot).unwrap(), fs::read(folder.join("d11.xlsx")).unwrap());
    assert_eq!(fs::read_to_string(folder.join("store/manifest.json")).unwrap(), manifest);
    // Another file of the same day has taken its place: what comes again changes nothing.
    fs::write(folder.join("better.xlsx"), base("asy-d11").xlsx()).unwrap();
    let better = printed(folder, &["import", "better.xlsx", "--accept", "the better one"]);
    assert!(better.contains("better.xlsx,asy-d11,2025-12-31,7,"), "{better}");
    held("superseded");
    assert_eq!(section_95(folder, "E09000018"), "1656,");
}

#[test]
fn nothing_is_accepted_without_a_reason_where_nobody_can_be_asked() {
    let folder = broken(|book| book.set(SHEET, "G7", "about 190"));
    let folder = folder.path();
    let ways: [&[&str]; 5] = [
        &["import", "d11.xlsx", "--accept"],
        &["import", "d11.xlsx", "--accept", ""],
        &["import", "d11.xlsx", "--accept", " \t"],
        &["import", "d11.xlsx", "--accept="],
        &["import", "--accept", "d11.xlsx"],
    ];
    for words in ways {
        let output = program(folder).args(words).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{words:?}: {said}");
        assert!(
            said.contains("error[F303]") && said.contains("expected a reason in words"),
            "{words:?}: {said}"
        );
        assert!(!folder.join("store/manifest.json").exists(), "{words:?}");
    }
}
