//! Which of two editions of one day counts, and the day of figures that are printed without one.

use crate::printed;
use crate::support::{engine_at, moment, published_file};
use crate::workbook::{Book, base};
use fairshares::domain::Date;
use fairshares::engine::Engine;
use fairshares::holdings::import;
use fairshares::table::Cell;
use std::fs;
use std::path::Path;

const NOW: &str = "2026-11-28T09:30:00Z";

/// The value of an area on a day, as printed by `show`; nothing where there is none.
fn value(engine: &Engine, indicator: &str, area: &str, day: &str) -> Option<f64> {
    let values = engine.figures().values(indicator).unwrap();
    let found = values.iter().find(|(key, _)| {
        key.area.as_str() == area && key.end == day.parse::<Date>().unwrap() && key.dims.is_empty()
    });
    found.and_then(|(_, value)| value.figure.value)
}

fn import(
    store: &Path,
    name: &str,
    book: &Book,
) -> fairshares::domain::Result<Vec<fairshares::holdings::Imported>> {
    let file = store.with_file_name(name);
    fs::write(&file, book.xlsx()).unwrap();
    import::import(engine_at(store, None).holdings(), &file, moment(NOW))
}

/// Asy_D11 with another number of people in Hillingdon's hotels, and another line of its cover
/// about publication.
fn edition(people: &str, published: &str) -> Book {
    let mut book = base("asy-d11");
    book.set("Data_Asy_D11", "G3", people);
    book.set("Cover_sheet", "A5", published);
    book
}

/// People in Hillingdon's hotels at 31 December 2025.
fn hotels(store: &Path) -> Option<f64> {
    let table = printed::tidy(engine_at(store, None).figures(), "asy-d11").unwrap();
    let hotel = |row: &&Vec<Cell>| {
        row[0].raw() == "E09000017"
            && row[3].raw() == "2025-12-31"
            && row[5].raw() == "contingency-hotel"
    };
    table.rows.iter().find(hotel).and_then(|row| row[7].raw().parse().ok())
}

#[test]
fn the_day_of_publication_is_read_from_lists_of_contents() {
    // As printed in the sheets Contents: a date alone in its row; "Revised 19th March 2019", which
    // is before the figures end.
    for (file, published, saved) in [
        (
            "Statutory_Homelessness_Detailed_Local_Authority_Data_202506.ods",
            Some("2025-10-16"),
            "2025-10-13",
        ),
        ("DetailedLA_201903_revised.xlsx", None, "2020-03-16"),
    ] {
        let Some(path) = published_file(&format!("published/hclic/{file}")) else { return };
        let store = tempfile::tempdir().unwrap();
        let imported = import::import(engine_at(store.path(), None).holdings(), &path, moment(NOW))
            .unwrap_or_else(|error| panic!("{error}"));
        let manifest = fs::read_to_string(store.path().join("manifest.json")).unwrap();
        let held: serde_json::Value = serde_json::from_str(&manifest).unwrap();
        assert_eq!(held["snapshots"][0]["published"].as_str(), published, "{file}");
        assert_eq!(held["snapshots"][0]["saved"].as_str(), Some(saved), "{file}");
        let is_noted = imported[0]
            .notes
            .iter()
            .any(|note| note.contains("19 March 2019 is printed as the day"));
        assert_eq!(is_noted, published.is_none(), "{:?}", imported[0].notes);
    }
}

#[test]
fn a_homelessness_edition_is_not_replaced_by_an_older_one_that_comes_later() {
    let folder = "published/hclic/Statutory_Homelessness_Detailed_Local_Authority_Data_202506";
    let Some(october) = published_file(&format!("{folder}.ods")) else { return };
    let february = published_file(&format!("{folder}_revised_2026-02-26.xlsx")).unwrap();
    for files in [[&february, &october], [&october, &february]] {
        let store = tempfile::tempdir().unwrap();
        for file in files {
            if let Err(error) = import::import_accepting(
                engine_at(store.path(), None).holdings(),
                file,
                "",
                moment(NOW),
            ) {
                panic!("{}:\n{error}", file.display());
            }
        }
        // MHCLG, TA1: Newham 7,136 in the edition of 26 February 2026, 7,137 in that of 16 October
        // 2025.
        let engine = engine_at(store.path(), None);
        assert_eq!(
            value(&engine, "temporary-accommodation", "E09000025", "2025-06-30"),
            Some(7_136.0)
        );
        let before = engine_at(store.path(), Some("2026-01-01".parse().unwrap()));
        assert_eq!(
            value(&before, "temporary-accommodation", "E09000025", "2025-06-30"),
            Some(7_137.0)
        );
    }
}

#[test]
fn the_later_published_counts_and_the_note_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    import(&store, "new.xlsx", &edition("1700", "Published: 26 March 2026")).unwrap();
    let older =
        import(&store, "old.xlsx", &edition("1896", "Published: 26 February 2026")).unwrap();
    assert_eq!(hotels(&store), Some(1_700.0));
    let note = "published on 26 February 2026: the edition of 31 December 2025 that is held, \
        published on 26 March 2026 (new.xlsx), is newer and stays in use for asy-d11";
    assert!(older[0].notes.iter().any(|found| found == note), "{:?}", older[0].notes);
    // Nothing changes however often either comes again.
    for (name, people, published) in
        [("new.xlsx", "1700", "26 March 2026"), ("old.xlsx", "1896", "26 February 2026")]
    {
        import(&store, name, &edition(people, &format!("Published: {published}"))).unwrap();
        assert_eq!(hotels(&store), Some(1_700.0));
    }
    assert_eq!(
        engine_at(&store, None)
            .holdings()
            .editions()
            .unwrap()
            .iter()
            .filter(|one| one.dataset == "asy-d11")
            .count(),
        2
    );
    let newest = import(&store, "newest.xlsx", &edition("1800", "Revised: 30 April 2026")).unwrap();
    assert!(
        newest[0].notes.iter().any(|note| note.contains("replaces the edition")),
        "{:?}",
        newest[0].notes
    );
    assert_eq!(hotels(&store), Some(1_800.0));
}

#[test]
fn without_a_date_a_person_is_asked() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    import(&store, "first.xlsx", &edition("1896", "")).unwrap();
    // The same figures in another file are no question.
    let mut same = edition("1896", "");
    same.set("Cover_sheet", "B9", "another cell");
    import(&store, "same.xlsx", &same).unwrap();
    let error = import(&store, "second.xlsx", &edition("1700", "")).unwrap_err();
    assert_eq!(error.code().id, "F113", "{error}");
    assert!(error.to_string().contains("`accept = REASON`"), "{error}");
    assert_eq!(hotels(&store), Some(1_896.0));
    import::import_accepting(
        engine_at(&store, None).holdings(),
        &folder.path().join("second.xlsx"),
        "the newer file",
        moment(NOW),
    )
    .unwrap();
    assert_eq!(hotels(&store), Some(1_700.0));
}

#[test]
fn an_edition_without_a_day_of_publication_is_seen_from_the_past() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    import(&store, "undated.xlsx", &edition("1896", "")).unwrap();
    let at = |day: &str| {
        let engine = engine_at(&store, Some(day.parse().unwrap()));
        value(&engine, "people-supported", "E09000017", "2025-12-31")
    };
    // 2,133 people in Hillingdon (Home Office, Asy_D11); bundled figures of that day came out on 26
    // February 2026.
    assert_eq!((at("2025-12-30"), at("2026-01-15")), (None, Some(2_133.0)));
    let program = crate::support::program(folder.path())
        .args(["show", "people-supported", "--at", "2026-01-15", "--from", "2025-12-31"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&program.stderr).into_owned();
    assert!(
        said.contains("asy-d11 edition 2025-12-31 (undated.xlsx): no day of publication is known"),
        "{said}"
    );
}

/// What became of files that are imported together, by the number of people in each, and how many
/// editions are held then.
fn together(files: &[(&str, &str, &str)], accept: bool) -> (Vec<(String, String)>, usize) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("files")).unwrap();
    for (name, people, published) in files {
        let book = edition(people, &format!("Published: {published}"));
        fs::write(folder.path().join("files").join(name), book.xlsx()).unwrap();
    }
    let mut command = crate::support::program(folder.path());
    command.args(["import", "files"]);
    if accept {
        command.args(["--accept", "both are the publisher's"]);
    }
    let printed = crate::support::unquoted(&command.output().unwrap().stdout);
    let became = |name: &str| {
        let line = printed.lines().find(|line| line.contains(name)).unwrap();
        line.split(',').nth(5).unwrap().to_owned()
    };
    let mut all: Vec<(String, String)> =
        files.iter().map(|(name, people, _)| ((*people).to_owned(), became(name))).collect();
    all.sort();
    let held = engine_at(&folder.path().join("store"), None).holdings().editions().unwrap();
    (all, held.iter().filter(|one| one.dataset == "asy-d11").count())
}

#[test]
fn of_two_files_under_one_cover_the_order_decides_nothing() {
    let day = "26 February 2026";
    let both_doubtful = |files: &[(&str, &str, &str)], accept| {
        let found = together(files, accept);
        let became = |people: &str| (people.to_owned(), "doubtful".to_owned());
        assert_eq!(found, (vec![became("1700"), became("1896")], 0), "{files:?}");
    };
    for accept in [false, true] {
        both_doubtful(&[("a.xlsx", "1896", day), ("b.xlsx", "1700", day)], accept);
        both_doubtful(&[("b.xlsx", "1896", day), ("a.xlsx", "1700", day)], accept);
    }
    // One that is newer than both counts, wherever it stands among them.
    for names in [
        ["a.xlsx", "b.xlsx", "c.xlsx"],
        ["b.xlsx", "c.xlsx", "a.xlsx"],
        ["a.xlsx", "c.xlsx", "b.xlsx"],
    ] {
        let files =
            [(names[0], "1896", day), (names[1], "1700", day), (names[2], "1800", "26 March 2026")];
        let (became, _) = together(&files, false);
        assert!(became.contains(&("1800".to_owned(), "read".to_owned())), "{became:?}");
    }
    // The same figures twice are no question.
    let (became, held) = together(&[("a.xlsx", "1896", day), ("b.xlsx", "1896", day)], false);
    assert!(became.iter().all(|(_, outcome)| outcome != "doubtful") && held >= 1, "{became:?}");
}

#[test]
fn a_file_issued_again_under_its_old_cover_is_asked_about() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    for first in ["1896", "1700"] {
        let second = if first == "1896" { "1700" } else { "1896" };
        let store = store.join(first);
        fs::create_dir_all(store.parent().unwrap()).unwrap();
        import(&store, "first.xlsx", &edition(first, "Published: 26 February 2026")).unwrap();
        let error = import(&store, "second.xlsx", &edition(second, "Published: 26 February 2026"))
            .unwrap_err();
        assert_eq!(error.code().id, "F113", "{error}");
        assert_eq!(hotels(&store), first.parse().ok());
        let file = store.with_file_name("second.xlsx");
        import::import_accepting(
            engine_at(&store, None).holdings(),
            &file,
            "the page says so",
            moment(NOW),
        )
        .unwrap();
        assert_eq!(hotels(&store), second.parse().ok(), "a person has chosen");
    }
}

/// Reg_02 as at 30 June 2026 with the bundled figures of December 2025, every population times a
/// factor.
fn regional_groups(times: u64) -> Book {
    let mut book = base("regional-groups");
    book.set("Cover_sheet", "A2", "year ending June 2026");
    book.set("Cover_sheet", "A4", "Published: 27 August 2026");
    for (sheet, rows) in &mut book.sheets {
        if sheet == "Cover_sheet" {
            continue;
        }
        rows[0][0] = rows[0][0].replace("31 December 2025", "30 June 2026");
        for row in rows.iter_mut().skip(2).filter(|row| row.len() > 2) {
            let population = row.len() - 2;
            if let Ok(people) = row[population].parse::<u64>() {
                row[population] = (people * times).to_string();
            }
        }
    }
    book
}

#[test]
fn printed_residents_are_dated_by_the_estimates_that_are_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    let imported = import(&store, "reg.xlsx", &regional_groups(1)).unwrap();
    assert!(
        imported[0].notes.iter().any(|note| note.contains("is dated 30 June 2024")),
        "{:?}",
        imported[0].notes
    );
    let engine = engine_at(&store, None);
    // ONS: the City of London has 15,111 residents at mid-2024 and 15,631 at mid-2025; the edition
    // prints the former.
    assert_eq!(value(&engine, "resident-population", "E09000001", "2024-06-30"), Some(15_111.0));
    assert_eq!(value(&engine, "resident-population", "E09000001", "2025-06-30"), None);
    assert_eq!(value(&engine, "resident-population", "S12000033", "2025-06-30"), None);
}

#[test]
fn printed_residents_that_are_those_of_no_estimate_have_no_date_and_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    let imported = import(&store, "reg.xlsx", &regional_groups(2)).unwrap();
    assert!(
        imported[0].notes.iter().any(|note| note.contains("is not known")),
        "{:?}",
        imported[0].notes
    );
    let engine = engine_at(&store, None);
    let table = printed::tidy(engine.figures(), "regional-groups").unwrap();
    let city = table
        .rows
        .iter()
        .find(|row| row[0] == "E09000001".into() && row[6] == "population-undated".into())
        .unwrap();
    assert_eq!(city[7].raw(), "30222", "twice 15,111, as at the day of the table: {city:?}");
    assert_eq!(city[3].raw(), "2026-06-30");
    for day in ["2025-06-30", "2026-06-30"] {
        assert_eq!(value(&engine, "resident-population", "E09000001", day), None);
    }
}
