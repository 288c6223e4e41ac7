//! What a publication's sums prove and what they do not: a sum that holds for another reading as
//! well proves neither.
//!
//! Workbooks are made by code from the bundled figures of Reg_01 and Reg_02.

use crate::support::{program, unquoted};
use crate::workbook::{Book, base};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// A folder with a changed workbook of a dataset.
fn changed(name: &str, change: impl Fn(&mut Book)) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut book = base(name);
    change(&mut book);
    fs::write(folder.path().join("new.xlsx"), book.xlsx()).unwrap();
    folder
}

fn run(folder: &Path, words: &[&str]) -> (Option<i32>, String) {
    let output = program(folder).args(words).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    (output.status.code(), unquoted(&output.stdout) + &said)
}

/// The place of an authority's row in Reg_02: the sheet, and the row from 0.
fn row_of(book: &Book, name: &str) -> (usize, usize) {
    let sheet = book.sheets.iter().position(|(name, _)| name == "Reg_02").unwrap();
    let row = book.sheets[sheet]
        .1
        .iter()
        .position(|row| row.first().is_some_and(|first| first == name))
        .unwrap();
    (sheet, row)
}

/// One row for two authorities, with their figures added up.
fn merge(book: &mut Book, [into, gone]: [&str; 2], name: &str, code: &str) {
    let ((sheet, into), (_, gone)) = (row_of(book, into), row_of(book, gone));
    let other = book.sheets[sheet].1[gone].clone();
    for (cell, other) in book.sheets[sheet].1[into].iter_mut().zip(other).skip(3) {
        if let (Ok(one), Ok(other)) = (cell.parse::<i64>(), other.parse::<i64>()) {
            *cell = (one + other).to_string();
        }
    }
    name.clone_into(&mut book.sheets[sheet].1[into][0]);
    code.clone_into(&mut book.sheets[sheet].1[into][2]);
    book.sheets[sheet].1.remove(gone);
}

#[test]
fn two_authorities_in_one_row_are_neither_of_them() {
    let folder = changed("regional-groups", |book| {
        merge(book, ["Hounslow", "Hillingdon"], "Hillingdon and Hounslow", "E09000034");
    });
    let folder = folder.path();
    let (code, printed) = run(folder, &["import", "new.xlsx"]);
    assert!(code == Some(3) && printed.contains("new.xlsx,,,,,doubtful,"), "{printed}");
    let (_, printed) = run(folder, &["mend", "new.xlsx", "--write"]);
    assert!(printed.contains("the name holds those of Hillingdon and Hounslow"), "{printed}");
    assert!(
        printed.contains("not written: area") && !folder.join("store/wordings").exists(),
        "{printed}"
    );
}

#[test]
fn an_authority_without_a_row_is_a_rival_of_any_proposal_for_its_region() {
    // A name that is near to Hounslow's; Hillingdon has no row either, and London's sum holds for
    // both.
    let folder = changed("regional-groups", |book| {
        merge(book, ["Hounslow", "Hillingdon"], "Hounslough", "E09000034");
    });
    let folder = folder.path();
    let (_, printed) = run(folder, &["mend", "new.xlsx", "--write"]);
    let expected = "hold with it, but 1 other proposal fits as well (Hillingdon (E09000017)): \
        check the publisher's notes";
    assert!(
        printed.contains("Hounslow (E09000018), whose name is near") && printed.contains(expected),
        "{printed}"
    );
    assert!(!folder.join("store/wordings").exists());
    // With Hillingdon's own row in place nobody else may be meant.
    let folder = changed("regional-groups", |book| {
        let (sheet, row) = row_of(book, "Hounslow");
        book.sheets[sheet].1[row][0] = "Hounslough".to_owned();
        book.sheets[sheet].1[row][2] = "E09000034".to_owned();
    });
    let (code, printed) = run(folder.path(), &["import", "new.xlsx"]);
    assert!(code == Some(0) && printed.contains(",proved,"), "{printed}");
}

#[test]
fn a_county_is_not_proposed_where_the_table_has_none() {
    let folder = changed("regional-groups", |book| {
        let (sheet, row) = row_of(book, "Horsham");
        book.sheets[sheet].1[row][0] = "West Sussex".to_owned();
        book.sheets[sheet].1[row][2] = "E06000099".to_owned();
    });
    let (_, printed) = run(folder.path(), &["mend", "new.xlsx"]);
    assert!(printed.contains("whose name is near") && !printed.contains("E10000032"), "{printed}");
}

/// The column of a heading in Reg_02, as a letter.
fn column_of(book: &Book, words: &str) -> char {
    let headings = &book.sheets.iter().find(|(name, _)| name == "Reg_02").unwrap().1[1];
    let at = headings.iter().position(|text| text.contains(words)).unwrap();
    char::from(b'A' + u8::try_from(at).unwrap())
}

#[test]
fn no_sum_proves_that_a_column_may_be_passed_over() {
    // The figures of a column that some editions lack stand under a heading that nobody knows.
    let folder = changed("regional-groups", |book| {
        let column = column_of(book, "Subsistence only");
        for row in ["Reg_01", "Reg_02"] {
            let shift = if row == "Reg_01" { 2 } else { 0 };
            let column = char::from(u8::try_from(column).unwrap() - shift);
            book.set(row, &format!("{column}2"), "Paid weekly");
        }
    });
    let folder = folder.path();
    let (code, printed) = run(folder, &["import", "new.xlsx"]);
    assert!(code == Some(3) && !printed.contains(",proved,"), "{printed}");
    let (_, printed) = run(folder, &["mend", "new.xlsx", "--write"]);
    assert!(
        printed.contains("is a column that no measure needs")
            && printed.contains("not written: header"),
        "{printed}"
    );
    assert!(
        !printed.contains("hold only with it") && !folder.join("store/wordings").exists(),
        "{printed}"
    );
}

#[test]
fn a_label_with_a_short_name_in_brackets_is_a_wording_before_it_is_a_new_part() {
    // The label stands in one row, and the same without brackets in the others.
    let folder = changed("asy-d11", |book| {
        book.set("Data_Asy_D11", "F8", "Dispersal Accommodation (community housing)");
    });
    let (_, printed) = run(folder.path(), &["mend", "new.xlsx", "--write"]);
    let row = printed.lines().find(|line| line.starts_with("label,")).unwrap_or(&printed);
    assert!(row.contains("a wording of dispersal"), "{printed}");
    assert!(
        row.contains("fits as well (a new part of ") || row.contains("fit as well (a new part of "),
        "{printed}"
    );
    assert!(!folder.path().join("store/wordings").exists(), "{printed}");
}

/// A workbook with Reg_01 and Reg_02 and, without the heading of its figures, Asy_D11.
fn with_an_unreadable_table() -> TempDir {
    changed("regional-groups", |book| {
        let asylum = base("asy-d11");
        book.sheets[0].1.extend(asylum.sheets[0].1[3..4].to_vec());
        book.sheets.push(asylum.sheets[1].clone());
        book.set("Data_Asy_D11", "G2", "");
    })
}

#[test]
fn accepting_a_file_does_not_make_its_other_tables_doubtful() {
    let folder = with_an_unreadable_table();
    let folder = folder.path();
    let (code, printed) = run(folder, &["import", "new.xlsx"]);
    let way_on = "imports the other tables of the file; nothing of asy-d11 is read then";
    assert!(
        code == Some(3) && printed.contains(way_on) && !printed.contains("marks the figures"),
        "{printed}"
    );
    let (code, printed) = run(folder, &["import", "new.xlsx", "--accept", "not needed"]);
    assert_eq!(code, Some(0), "{printed}");
    assert!(
        printed.contains("new.xlsx,regional-groups,2025-12-31,4862,2025-12-31,read,"),
        "{printed}"
    );
    assert_eq!(
        printed.matches("accepted: not needed (F104: nothing of asy-d11 was read").count(),
        1,
        "{printed}"
    );
    // It is remembered that somebody has taken the file.
    assert!(run(folder, &["import", "new.xlsx"]).1.contains(",already-held,"));
}

#[test]
fn mend_is_not_recommended_where_it_has_no_proposal() {
    let (_, printed) = run(with_an_unreadable_table().path(), &["import", "new.xlsx"]);
    assert!(!printed.contains("fairshares mend FILE"), "{printed}");
    let folder = changed("asy-d11", |book| book.set("Data_Asy_D11", "G2", ""));
    let (_, printed) = run(folder.path(), &["import", "new.xlsx"]);
    assert!(
        printed.contains(
            "look up in the publication what has changed: `fairshares mend` has no proposal"
        ),
        "{printed}"
    );
    let (code, printed) = run(folder.path(), &["mend", "new.xlsx"]);
    let why = "also no proposal: the sheet has no unknown heading that could be that of each \
        column missing (people)";
    assert!(code == Some(3) && printed.contains(why), "{printed}");
}
