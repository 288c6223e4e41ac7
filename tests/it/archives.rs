//! Archives of several files: every file in them is read, or said not to be.

use crate::publisher::zip;
use crate::support::{engine_at, moment, program, published_file, succeed, unquoted};
use crate::workbook::{Book, base};
use fairshares::holdings::{Imported, import};
use std::fs;
use std::path::Path;

const NOW: &str = "2026-11-21T09:30:00Z";
const PDF: &[u8] = b"%PDF-1.7\n";

fn import(folder: &Path, files: &[(&str, &[u8])]) -> fairshares::domain::Result<Vec<Imported>> {
    let path = folder.join("several.zip");
    fs::write(&path, zip(files)).unwrap();
    import::import(engine_at(&folder.join("store"), None).holdings(), &path, moment(NOW))
}

fn another() -> Vec<u8> {
    let mut book: Book = base("another-publication");
    book.sheets.truncate(1);
    book.xlsx()
}

#[test]
fn every_file_of_an_archive_is_read_and_strangers_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let (support, groups) = (base("asy-d11").xlsx(), base("regional-groups").xlsx());
    let files: [(&str, &[u8]); 5] = [
        ("tables/support.xlsx", &support),
        ("tables/groups.xlsx", &groups),
        ("tables/notes.pdf", PDF),
        ("another.xlsx", &another()),
        ("__MACOSX/._support.xlsx", b"x"),
    ];
    let imported = import(folder.path(), &files).unwrap();
    let datasets: Vec<&str> =
        imported.iter().filter_map(|edition| Some(edition.dataset.as_ref()?.as_str())).collect();
    assert!(datasets.contains(&"asy-d11") && datasets.contains(&"regional-groups"), "{datasets:?}");
    let notes: Vec<&String> = imported.iter().flat_map(|edition| &edition.notes).collect();
    for (file, words) in [("notes.pdf", "a PDF document"), ("another.xlsx", "")] {
        let start = format!("{file} in the archive is not read: found {words}");
        assert!(notes.iter().any(|note| note.starts_with(&start)), "{start:?} is not in {notes:?}");
    }
    assert!(!notes.iter().any(|note| note.contains("._support")), "{notes:?}");
}

#[test]
fn files_of_one_name_in_several_folders_are_told_by_their_paths() {
    let folder = tempfile::tempdir().unwrap();
    let (support, groups) = (base("asy-d11").xlsx(), base("regional-groups").xlsx());
    let files: [(&str, &[u8]); 4] = [
        ("2025/support/tables.xlsx", &support),
        ("2025/groups/tables.xlsx", &groups),
        ("2025/only.xlsx", &another()),
        ("2025/~$only.xlsx", b"owner"),
    ];
    fs::write(folder.path().join("several.zip"), zip(&files)).unwrap();
    let output = succeed(program(folder.path()).args(["import", "several.zip"]));
    let text = unquoted(&output.stdout);
    for line in [
        "several.zip > 2025/support/tables.xlsx,asy-d11,2025-12-31,",
        "several.zip > 2025/groups/tables.xlsx,regional-groups,2025-12-31,",
        "several.zip > only.xlsx,,,,,not-ours,",
    ] {
        assert!(text.lines().any(|held| held.starts_with(line)), "no {line} in {text}");
    }
    assert_eq!(text.lines().count(), 4, "{text}");
}

#[test]
fn an_archive_of_strangers_or_with_a_damaged_file_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let error = import(folder.path(), &[("notes.pdf", PDF), ("more.pdf", PDF)]).unwrap_err();
    assert_eq!((error.code().id, error.place().file.as_deref()), ("F101", Some("notes.pdf")));
    let (support, groups) = (base("asy-d11").xlsx(), base("regional-groups").xlsx());
    let cut = &groups[..groups.len() / 2];
    let error =
        import(folder.path(), &[("support.xlsx", &support), ("groups.xlsx", cut)]).unwrap_err();
    assert_eq!((error.code().id, error.place().file.as_deref()), ("F101", Some("groups.xlsx")));
    assert!(!folder.path().join("store/manifest.json").exists());
}

/// Archives of census tables hold the same table for many levels of area, one of which a dataset
/// names as its own.
#[test]
fn beside_the_file_that_a_dataset_names_its_other_levels_are_not_read() {
    let Some(path) = published_file("reconstructed/census2021-ts019-ltla.csv") else { return };
    let folder = tempfile::tempdir().unwrap();
    let named = fs::read(path).unwrap();
    let text = String::from_utf8(named.clone()).unwrap();
    let fewer: Vec<&str> = text.lines().take(3).collect();
    let fewer = fewer.join("\n").into_bytes();
    let files: [(&str, &[u8]); 2] =
        [("census2021-ts019-ctry.csv", &fewer), ("census2021-ts019-ltla.csv", &named)];
    let imported = import(folder.path(), &files).unwrap();
    let [edition] = imported.as_slice() else { panic!("{imported:?}") };
    assert!(edition.dataset.as_ref().is_some_and(|id| *id == "census-migrant-indicator"));
    assert!(
        edition
            .notes
            .iter()
            .any(|note| note.starts_with("census2021-ts019-ctry.csv in the archive is not read"))
    );
}

#[test]
fn of_two_files_of_an_archive_under_one_cover_none_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let mut other = base("asy-d11");
    other.set("Data_Asy_D11", "G3", "1700");
    let (first, second) = (base("asy-d11").xlsx(), other.xlsx());
    for files in [
        [("a.xlsx", &first[..]), ("b.xlsx", &second[..])],
        [("a.xlsx", &second[..]), ("b.xlsx", &first[..])],
    ] {
        let error = import(folder.path(), &files).unwrap_err();
        assert_eq!(error.code().id, "F113", "{error}");
        assert!(error.to_string().contains("than in a.xlsx"), "{error}");
        let held = engine_at(&folder.path().join("store"), None).holdings().editions().unwrap();
        assert!(held.iter().all(|edition| edition.bundled), "{held:?}");
    }
}
