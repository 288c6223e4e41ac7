//! Rows of which something is not known: the rest of the table is read, and no figure that they may
//! be about shows nought.
//!
//! Workbooks are those of `grades`, broken in a row or two. Figures and marks are written by hand.

use crate::grades::{SHEET, accept, broken, figures, printed, section_95};
use crate::support::{program, unquoted};
use crate::workbook::Book;
use std::fs;
use std::path::Path;

/// Hillingdon's figures where its second row, 158 people in dispersal, is about nobody knows what.
const WITHOUT_THE_SECOND: [&str; 3] =
    ["contingency-hotel,1896,", "dispersal,,not-available", "subsistence-only,79,"];

/// What the import of a file says that is refused as unreadable.
fn unreadable(folder: &Path, file: &str) -> String {
    let refused = program(folder).args(["import", file]).output().unwrap();
    assert_eq!(refused.status.code(), Some(3));
    let table = unquoted(&refused.stdout);
    assert!(table.contains(&format!("{file},,,,,unreadable,")), "{table}");
    String::from_utf8(refused.stderr).unwrap()
}

/// Adds a row below the last before the end of the table.
fn add_row(book: &mut Book, cells: [&str; 7]) {
    let rows = &mut book.sheets.iter_mut().find(|(name, _)| name == SHEET).unwrap().1;
    let last = rows.len() - 1;
    rows.insert(last, cells.map(str::to_owned).to_vec());
}

#[test]
fn a_row_without_a_day_that_can_be_is_kept_for_none() {
    // A day that does not exist, and one after the file was obtained.
    for day in ["31 Nov 2025", "31 Dec 2071", "at the end of the year"] {
        let folder = broken(|book| book.set(SHEET, "A4", day));
        let folder = folder.path();
        accept(folder, "F115");
        assert_eq!(figures(folder, "Hillingdon"), WITHOUT_THE_SECOND, "{day}");
        assert_eq!(section_95(folder, "E09000017"), ",not-available");
        // Nobody else is concerned, and the edition is that of the other rows.
        assert_eq!(section_95(folder, "E09000018"), "1656,");
        assert_eq!(section_95(folder, "E08000025"), "0,");
        let table = printed(folder, &["table", "asy-d11"]);
        assert!(table.contains("2025-12-31") && !table.contains("2071"), "{table}");
    }
}

#[test]
fn a_row_without_a_day_leaves_the_days_that_have_its_figure() {
    let folder = broken(|book| {
        let hillingdon = ["Section 95", "London", "Hillingdon", "E09000017"];
        let [support, region, name, code] = hillingdon;
        add_row(
            book,
            ["30 Sep 2025", support, region, name, code, "Dispersal Accommodation", "150"],
        );
        add_row(book, ["30 Jun 2025", support, region, name, code, "Subsistence Only", "70"]);
        book.set(SHEET, "A4", "31 Nov 2025");
    });
    let folder = folder.path();
    accept(folder, "F115");
    let table = printed(folder, &["table", "asy-d11"]);
    let dispersal: Vec<&str> = table
        .lines()
        .filter(|line| line.contains("Hillingdon") && line.contains(",dispersal,"))
        .collect();
    let of =
        |day: &str| dispersal.iter().find(|line| line.contains(day)).copied().unwrap_or_default();
    assert_eq!(dispersal.len(), 3, "{table}");
    assert!(of("2025-09-30").contains(",150,"), "{table}");
    assert!(
        of("2025-12-31").contains("not-available") && of("2025-06-30").contains("not-available"),
        "{table}"
    );
}

#[test]
fn a_table_without_any_day_that_can_be_is_unreadable() {
    let folder =
        broken(|book| (3..=9).for_each(|row| book.set(SHEET, &format!("A{row}"), "31 Nov 2025")));
    let said = unreadable(folder.path(), "d11.xlsx");
    assert!(
        said.contains("error[F115]") && said.contains("and 6 more like it: no row is certain"),
        "{said}"
    );
    // Six of seven are too many.
    let folder =
        broken(|book| (3..=8).for_each(|row| book.set(SHEET, &format!("A{row}"), "31 Nov 2025")));
    let said = unreadable(folder.path(), "d11.xlsx");
    assert!(
        said.contains("error[F115]") && said.contains("more than a fifth of its figures"),
        "{said}"
    );
}

/// A text file of Explore Local Statistics: area code, name, indicator, period, figure, unit.
fn pay(rows: &[[&str; 6]]) -> String {
    let header = "areacd,areanm,geography,indicator,period,observation,measure,unit,lci_95,uci_95,status,notes\n";
    let line = |[code, name, indicator, period, figure, unit]: &[&str; 6]| {
        format!("{code},{name},Country,{indicator},{period},{figure},Pounds,{unit},,,,\n")
    };
    rows.iter().fold(header.to_owned(), |text, row| text + &line(row))
}

/// Imports pay, which must be doubtful for an unknown text and then accepted, and returns
/// `area,day,measure,value,status`.
fn accepted_pay(rows: &[[&str; 6]]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::write(folder.join("pay.csv"), pay(rows)).unwrap();
    let refused = program(folder).args(["import", "pay.csv"]).output().unwrap();
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(3), "{said}");
    assert!(said.contains("error[F106]") && said.contains("--accept REASON"), "{said}");
    printed(folder, &["import", "pay.csv", "--accept", "asked the publisher"]);
    let text = printed(folder, &["table", "explore-local-statistics"]);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headers = reader.headers().unwrap().clone();
    let at = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let columns = ["area_name", "period_end", "measure", "value", "status"].map(at);
    let rows = reader.records().map(Result::unwrap);
    let mut rows: Vec<String> =
        rows.map(|row| columns.map(|column| &row[column]).join(",")).collect();
    // Beside each figure stand its limits, of which these files have none.
    rows.retain(|row| row.contains("median-weekly-pay"));
    rows.sort();
    rows
}

const PAY: &str = "Gross median weekly pay";

#[test]
fn a_row_that_counts_something_unknown_is_not_available_where_no_other_row_has_its_figure() {
    let day = "2025-04-30";
    let united = ["K02000001", "United Kingdom", PAY, day, "642.5", "£"];
    let england = ["E92000001", "England", PAY, day, "650", "£"];
    let is = [
        "England,2025-04-30,median-weekly-pay,650,",
        "United Kingdom,2025-04-30,median-weekly-pay,642.5,",
        "Wales,2025-04-30,median-weekly-pay,,not-available",
    ];
    // Another unit in a column that says pounds, and another measure; England's second row is no
    // news.
    for (indicator, unit) in [(PAY, "€"), ("Gross mean weekly pay", "£")] {
        let wales = ["W92000004", "Wales", indicator, day, "600", unit];
        let again = ["E92000001", "England", indicator, day, "700", unit];
        assert_eq!(accepted_pay(&[united, england, wales, again]), is, "{indicator} {unit}");
    }
}

#[test]
fn a_table_of_which_no_row_counts_what_is_known_is_unreadable() {
    let folder = tempfile::tempdir().unwrap();
    let row = ["K02000001", "United Kingdom", PAY, "2025-04-30", "642.5", "€"];
    fs::write(folder.path().join("pay.csv"), pay(&[row])).unwrap();
    let said = unreadable(folder.path(), "pay.csv");
    assert!(said.contains("error[F106]") && said.contains("no row is certain"), "{said}");
}

#[test]
fn figures_below_the_end_of_a_table_leave_those_above_as_they_are() {
    let folder = broken(|book| {
        let rows = &mut book.sheets.iter_mut().find(|(name, _)| name == SHEET).unwrap().1;
        let row = |name, code, kind, people| {
            ["31 Dec 2025", "Section 95", "London", name, code, kind, people]
        };
        let below = [
            row("Hillingdon", "E09000017", "Dispersal Accommodation", "999"),
            row("Hounslow", "E09000018", "Subsistence Only", "55"),
        ];
        rows.extend(below.map(|cells| cells.map(str::to_owned).to_vec()));
    });
    let folder = folder.path();
    accept(folder, "F105");
    assert_eq!(
        figures(folder, "Hillingdon"),
        ["contingency-hotel,1896,", "dispersal,158,", "subsistence-only,79,"]
    );
    let hounslow = ["contingency-hotel,1466,", "dispersal,190,", "subsistence-only,,not-available"];
    assert_eq!(figures(folder, "Hounslow"), hounslow);
    assert_eq!(section_95(folder, "E09000017"), "2133,");
    assert_eq!(section_95(folder, "E09000018"), ",not-available");
    assert_eq!(section_95(folder, "E08000025"), "0,");
}

#[test]
fn a_text_file_with_short_and_long_rows_is_read_with_blanks() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let row = |code, name, figure| [code, name, PAY, "2025-04-30", figure, "£"];
    let whole = pay(&[
        row("K02000001", "United Kingdom", "642.5"),
        row("E92000001", "England", "650"),
        row("W92000004", "Wales", "600"),
        row("S92000003", "Scotland", "640"),
    ]);
    // Empty fields left out in one row, and empty ones more in another.
    let text = whole
        .replace("650,Pounds,£,,,,\n", "650,Pounds,£\n")
        .replace("600,Pounds,£,,,,\n", "600,Pounds,£,,,,,,\n");
    assert_ne!(text, whole);
    fs::write(folder.join("pay.csv"), &text).unwrap();
    assert!(
        printed(folder, &["import", "pay.csv"])
            .contains("pay.csv,explore-local-statistics,2025-04-30,12,")
    );
    // A short row without its figure says nothing of it.
    fs::write(folder.join("less.csv"), text.replace("650,Pounds,£\n", "\n")).unwrap();
    let refused = program(folder).args(["import", "less.csv"]).output().unwrap();
    assert!(unquoted(&refused.stdout).contains("less.csv,,,,,doubtful,"));
    // Cut in its last row, whatever other rows are short.
    let cut = whole.replace("650,Pounds,£,,,,\n", "650,Pounds,£\n");
    fs::write(folder.join("cut.csv"), cut.trim_end_matches(['\n', ','])).unwrap();
    assert!(unreadable(folder, "cut.csv").contains("error[F101]"));
}
