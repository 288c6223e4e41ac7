//! Mending: what an edition prints that no definition knows is proposed as a wording, proved by the
//! publication's own sums where it has any, and read from then on.
//!
//! Workbooks are made by code from the bundled figures; what is read must be what the unbroken
//! workbook gives.

use crate::layouts::book;
use crate::support::{program, published_file, succeed, unquoted};
use crate::workbook::{Book, base};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

fn folder_with(name: &str, change: impl Fn(&mut Book)) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut book = base(name);
    fs::write(folder.path().join("good.xlsx"), book.xlsx()).unwrap();
    change(&mut book);
    fs::write(folder.path().join("new.xlsx"), book.xlsx()).unwrap();
    folder
}

fn printed(folder: &Path, words: &[&str]) -> String {
    unquoted(&succeed(program(folder).args(words)).stdout)
}

/// The figures of a table after importing a file into a store of its own: area, dimensions, value.
fn table(folder: &Path, file: &str, dataset: &str) -> String {
    let store = folder.join(format!("store-of-{file}"));
    let run = |words: &[&str]| {
        let output = succeed(program(folder).env("FAIRSHARES_STORE", &store).args(words));
        unquoted(&output.stdout)
    };
    if folder.join("store/wordings").is_dir() {
        fs::create_dir_all(store.join("wordings")).unwrap();
        for entry in fs::read_dir(folder.join("store/wordings")).unwrap() {
            let path = entry.unwrap().path();
            fs::copy(&path, store.join("wordings").join(path.file_name().unwrap())).unwrap();
        }
    }
    run(&["import", file]);
    run(&["table", dataset])
}

fn refused(folder: &Path) -> String {
    let output = program(folder).args(["import", "new.xlsx"]).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    unquoted(&output.stdout)
}

/// Proposes, writes, and holds what is then read against the unbroken file.
fn mended(folder: &Path, dataset: &str, found: &str) {
    let proposal = printed(folder, &["mend", "new.xlsx", "--write", "--unproved"]);
    assert!(
        proposal.starts_with("kind,found,proposed,proof\n") && proposal.contains(found),
        "{proposal}"
    );
    assert!(
        printed(folder, &["import", "new.xlsx"])
            .contains(&format!("new.xlsx,{dataset},2025-12-31,"))
    );
    assert_eq!(table(folder, "new.xlsx", dataset), table(folder, "good.xlsx", dataset));
}

const SHEET: &str = "Data_Asy_D11";

#[test]
fn a_reworded_header_is_mended() {
    let folder =
        folder_with("asy-d11", |book| book.set(SHEET, "G2", "Number of people in receipt"));
    assert!(refused(folder.path()).contains("new.xlsx,,,,,unreadable,"));
    mended(folder.path(), "asy-d11", "is the column people");
}

#[test]
fn a_label_a_sheet_and_an_area_are_mended() {
    let folder = folder_with("asy-d11", |book| {
        for row in [4, 7, 8, 9] {
            book.set(SHEET, &format!("F{row}"), "Dispersal Acommodation");
        }
    });
    mended(folder.path(), "asy-d11", "a wording of dispersal");

    let folder =
        folder_with("asy-d11", |book| "Data by authority".clone_into(&mut book.sheets[1].0));
    assert!(refused(folder.path()).contains(",unreadable,"));
    mended_but_for_cells(folder.path());

    let folder = folder_with("asy-d11", |book| book.set(SHEET, "E8", "E09000099"));
    assert!(refused(folder.path()).contains(",doubtful,"));
    mended(folder.path(), "asy-d11", "Barking and Dagenham (E09000002), as the name says");
}

/// A sheet under another name has other addresses of cells, and the same figures.
fn mended_but_for_cells(folder: &Path) {
    let proposal = printed(folder, &["mend", "new.xlsx", "--write", "--unproved"]);
    assert!(proposal.contains("is the sheet"), "{proposal}");
    let bare = |text: String| text.replace("Data by authority!", "").replace("Data_Asy_D11!", "");
    assert_eq!(
        bare(table(folder, "new.xlsx", "asy-d11")),
        bare(table(folder, "good.xlsx", "asy-d11"))
    );
}

#[test]
fn what_the_publications_sums_prove_is_read_and_remembered() {
    let dispersal = |book: &mut Book| {
        for sheet in ["Reg_01", "Reg_02"] {
            let cells = &book.sheets.iter().find(|(name, _)| name == sheet).unwrap().1[1];
            let at =
                cells.iter().position(|text| text.contains("Dispersal Accommodation")).unwrap();
            let column = char::from(b'A' + u8::try_from(at).unwrap());
            book.set(sheet, &format!("{column}2"), "Housed in the community (population)");
        }
    };
    let folder = folder_with("regional-groups", dispersal);
    let folder = folder.path();
    let text = printed(folder, &["import", "new.xlsx"]);
    assert!(text.contains(",proved,") && text.contains("hold only with it"), "{text}");
    assert!(folder.join("store/wordings/regional-groups.toml").is_file());
    let again = printed(folder, &["--store", "another", "import", "new.xlsx"]);
    assert!(again.contains(",proved,"), "another store does not know it: {again}");
    assert_eq!(
        table(folder, "new.xlsx", "regional-groups"),
        table(folder, "good.xlsx", "regional-groups")
    );
}

#[test]
fn two_headings_that_could_be_each_other_are_told_apart_by_the_sums() {
    let swap = |book: &mut Book| {
        for sheet in ["Reg_01", "Reg_02"] {
            let cells = book.sheets.iter().find(|(name, _)| name == sheet).unwrap().1[1].clone();
            for (words, new) in [
                ("(total) (population)", "Everybody supported"),
                ("Dispersal Accommodation", "Group one"),
            ] {
                let is_it =
                    |text: &String| text.contains("Supported Asylum") && text.contains(words);
                let at = cells.iter().position(is_it).unwrap();
                book.set(sheet, &format!("{}2", char::from(b'A' + u8::try_from(at).unwrap())), new);
            }
        }
    };
    let folder = folder_with("regional-groups", swap);
    let folder = folder.path();
    assert!(printed(folder, &["import", "new.xlsx"]).contains(",proved,"));
    assert_eq!(
        table(folder, "new.xlsx", "regional-groups"),
        table(folder, "good.xlsx", "regional-groups")
    );
}

#[test]
fn a_label_that_is_near_to_none_is_proposed_as_a_part_of_its_own() {
    let folder = folder_with("asy-d11", |book| book.set(SHEET, "F6", "Floating hostel"));
    let proposal = printed(folder.path(), &["mend", "new.xlsx"]);
    assert!(proposal.contains("a new part of all, under the code floating-hostel"), "{proposal}");
    // Nothing is written without being told.
    assert!(!folder.path().join("store").exists());
}

#[test]
fn nothing_is_proposed_for_a_file_that_is_read() {
    let folder = folder_with("asy-d11", |_| {});
    let output = program(folder.path()).args(["mend", "good.xlsx"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("a file that is read without it"));
}

#[test]
fn a_renamed_sheet_that_need_not_be_there_is_proved_by_its_sums() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let mut book = book("rough-sleeping-2018");
    let good = book.xlsx();
    "People by gender".clone_into(&mut book.sheets[1].0);
    fs::write(folder.join("new.xlsx"), book.xlsx()).unwrap();
    fs::write(folder.join("good.xlsx"), good).unwrap();
    let text = printed(folder, &["import", "new.xlsx"]);
    assert!(text.contains(",proved,") && text.contains("People by gender"), "{text}");
    let bare = |text: String| text.replace("People by gender!", "").replace("table 2a!", "");
    assert_eq!(
        bare(table(folder, "new.xlsx", "rough-sleeping")),
        bare(table(folder, "good.xlsx", "rough-sleeping"))
    );
    // Without the sheet it is the edition of a year that had none.
    book.sheets.remove(1);
    fs::write(folder.join("less.xlsx"), book.xlsx()).unwrap();
    let less = printed(folder, &["--store", "another", "import", "less.xlsx"]);
    assert!(
        less.contains("less.xlsx,rough-sleeping,2018-11-30,") && less.contains(",read,"),
        "{less}"
    );
}

#[test]
fn a_sheet_with_the_columns_of_a_part_that_no_sum_confirms_is_a_doubt_that_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let mut book = book("rough-sleeping-2018");
    let mut unsure = book.sheets[1].clone();
    "People by gender".clone_into(&mut unsure.0);
    // England's men of 2017 and 2018, with which neither year adds up to its total.
    unsure.1[5][4] = "9999".to_owned();
    unsure.1[5][8] = "9999".to_owned();
    book.sheets[1] = unsure;
    fs::write(folder.join("new.xlsx"), book.xlsx()).unwrap();
    let refused = program(folder).args(["import", "new.xlsx"]).output().unwrap();
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(3), "{said}");
    assert!(said.contains("error[F103]") && said.contains("sheet \"People by gender\""), "{said}");
    assert!(said.contains("--accept REASON"), "{said}");
    // Doubts are left, which is a failure of the command, but it says what it would propose.
    let proposed = program(folder).args(["mend", "new.xlsx"]).output().unwrap();
    let proposal = unquoted(&proposed.stdout);
    assert!(proposal.contains("People by gender is the sheet"), "{proposal}");
    let taken = printed(folder, &["import", "new.xlsx", "--accept", "asked the publisher"]);
    assert!(
        taken.contains("new.xlsx,rough-sleeping,2018-11-30,") && taken.contains(",accepted,"),
        "{taken}"
    );
    assert!(!printed(folder, &["table", "rough-sleeping"]).contains("9999"));
}

#[test]
fn a_reworded_text_of_a_column_that_knows_all_of_its_texts_is_proposed() {
    for (path, dataset, known, reworded) in [
        (
            "published/context/els/claimant-count.csv",
            "explore-local-statistics",
            "Claimant Count",
            "Claimant count (experimental)",
        ),
        (
            "published/uasc/cla_number_and_rate_per_10k_children_2025.csv",
            "children-looked-after",
            "Children looked after on 31 March each year",
            "Children looked after on 31 March of each year",
        ),
    ] {
        let Some(file) = published_file(path) else { return };
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let text = fs::read_to_string(file).unwrap();
        fs::write(folder.join("good.csv"), &text).unwrap();
        fs::write(folder.join("new.csv"), text.replace(known, reworded)).unwrap();
        let output = program(folder).args(["import", "new.csv"]).output().unwrap();
        assert_eq!(output.status.code(), Some(3), "{dataset}");
        let output =
            program(folder).args(["mend", "new.csv", "--write", "--unproved"]).output().unwrap();
        let proposal = unquoted(&output.stdout);
        let expected = format!("another wording of {known} in the column");
        assert!(
            proposal.contains(&expected) && proposal.contains("no published total confirms it"),
            "{proposal}"
        );
        assert_eq!(table(folder, "new.csv", dataset), table(folder, "good.csv", dataset));
    }
}
