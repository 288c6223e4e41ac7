//! Known errors of publishers are put right as declared, and nothing is when the publisher has
//! mended them.

use crate::support::{engine_at, moment, published_file};
use crate::workbook::base;
use fairshares::domain::{Id, Status};
use fairshares::engine::{Engine, Settings};
use fairshares::holdings::{Imported, import};
use fairshares::table::Row;
use std::fs;
use std::path::Path;

/// Imports the made workbook of Asy_D11 with corrections added to its definition.
fn imported(folder: &Path, corrections: &str) -> (Imported, Vec<Row>) {
    let definition = include_str!("../../data/catalogue/datasets/home-office/asy-d11.toml");
    let overrides = folder.join("catalogue/datasets/home-office");
    fs::create_dir_all(&overrides).unwrap();
    fs::write(overrides.join("asy-d11.toml"), format!("{definition}\n{corrections}")).unwrap();
    let file = folder.join("asylum.xlsx");
    fs::write(&file, base("asy-d11").xlsx()).unwrap();
    let settings = Settings {
        store: folder.join("store"),
        catalogue: Some(folder.join("catalogue")),
        at: None,
        today: None,
    };
    let engine = Engine::open(&settings).unwrap();
    let imported =
        import::import(engine.holdings(), &file, moment("2026-11-21T09:30:00Z")).unwrap().remove(0);
    let rows =
        engine.holdings().table(&Id::new("asy-d11").unwrap()).unwrap().unwrap().rows().unwrap();
    (imported, rows)
}

/// A correction of the 1,896 people in hotels in Hillingdon that the made workbook prints.
fn correction(action: &str, more: &str) -> String {
    format!(
        "[[correction]]\nid = \"hillingdon\"\naction = \"{action}\"\ncodes = \
         [\"E09000017\"]\nas_at = \"2025-12-31\"\nfixed = \
         {{ accommodation = \"contingency-hotel\" }}\n{more}\nreason = \"An example.\"\nnoticed = \
         \"2026-11-21\"\n"
    )
}

fn hotels(rows: &[Row]) -> (Option<f64>, Option<Status>) {
    let is_it = |row: &&Row| row.area.as_str() == "E09000017" && row.dims[1] == "contingency-hotel";
    rows.iter().find(is_it).map(|row| (row.value, row.status)).unwrap()
}

#[test]
fn figures_are_dropped_replaced_or_flagged() {
    for (action, more, expected) in [
        ("drop", "expect = 1896", (None, Some(Status::NotAvailable))),
        ("override", "expect = 1896\nvalue = 1986", (Some(1986.0), Some(Status::Revised))),
        ("flag", "status = \"unreliable\"", (Some(1896.0), Some(Status::Unreliable))),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let (imported, rows) = imported(folder.path(), &correction(action, more));
        assert_eq!(hotels(&rows), expected, "{action}");
        assert_eq!(rows.len(), 7, "{action}: no row is lost");
        assert!(
            imported
                .notes
                .iter()
                .any(|note| note == "correction hillingdon: 1 figure; An example."),
            "{imported:?}"
        );
    }
}

#[test]
fn nothing_is_corrected_once_the_publisher_has_mended_it() {
    let folder = tempfile::tempdir().unwrap();
    let (imported, rows) =
        imported(folder.path(), &correction("override", "expect = 1869\nvalue = 1986"));
    assert_eq!(hotels(&rows), (Some(1896.0), None));
    let said = "correction hillingdon: 1,896 in Data_Asy_D11!G3, and not 1,869, which is known to \
        be wrong: nothing to correct in this edition";
    assert!(imported.notes.iter().any(|note| note == said), "{imported:?}");
}

#[test]
fn a_correction_that_cannot_work_is_a_wrong_definition() {
    for (action, more) in [
        ("override", ""),
        ("flag", ""),
        ("flag", "status = \"suppressed\""),
        ("drop", "measures = [\"persons\"]"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let overrides = folder.path().join("datasets/home-office");
        fs::create_dir_all(&overrides).unwrap();
        let definition = include_str!("../../data/catalogue/datasets/home-office/asy-d11.toml");
        let text = format!("{definition}\n{}", correction(action, more));
        fs::write(overrides.join("asy-d11.toml"), text).unwrap();
        let catalogue = Some(folder.path().to_owned());
        let error = Engine::open(&Settings {
            store: folder.path().join("store"),
            catalogue,
            at: None,
            today: None,
        })
        .unwrap_err();
        assert!(matches!(error.code().id, "F204" | "F202"), "{action} {more}: {error}");
    }
}

/// The figures of a dataset in a published file, by area, last day and measure, and by the codes of
/// its dimensions.
struct Read(Vec<Row>);

impl Read {
    /// `None` where the file is not held.
    fn of(path: &str, dataset: &str) -> Option<Self> {
        let store = tempfile::tempdir().unwrap();
        let engine = engine_at(store.path(), None);
        import::import(engine.holdings(), &published_file(path)?, moment("2026-11-28T09:30:00Z"))
            .unwrap_or_else(|error| panic!("{path}:\n{error}"));
        Some(Self(
            engine.holdings().table(&Id::new(dataset).unwrap()).unwrap().unwrap().rows().unwrap(),
        ))
    }

    fn figure(
        &self,
        area: &str,
        day: &str,
        measure: &str,
        dims: &[&str],
    ) -> (Option<f64>, Option<Status>) {
        let is_it = |row: &&Row| {
            row.area.as_str() == area
                && row.period.end.to_string() == day
                && row.measure == measure
                && *row.dims == *dims
        };
        let row =
            self.0.iter().find(is_it).unwrap_or_else(|| panic!("no {measure} of {area} at {day}"));
        (row.value, row.status)
    }
}

const REVISED: Option<Status> = Some(Status::Revised);
const UNRELIABLE: Option<Status> = Some(Status::Unreliable);

#[test]
fn households_that_the_publisher_left_out_are_added() {
    // H-CLIC, January to March 2023, A1: Mendip 52.019, Sedgemoor 55.343, South Somerset 75.729 and
    // Somerset West and Taunton 71.506 thousand, which is missing in Somerset from April 2023 on;
    // the South West 2,509.094 and England 24,040.827 thousand.
    let right = [("E06000066", 254_597.0), ("E12000009", 2_509_094.0), ("E92000001", 24_040_827.0)];
    for (file, day) in [
        ("published/hclic/Detailed_LA_202306_all_dropdowns_fix.ods", "2023-06-30"),
        ("published/hclic/Detailed_LA_202309_fixed.ods", "2023-09-30"),
        ("published/hclic/Detailed_LA_202312.ods", "2023-12-31"),
    ] {
        for (dataset, dims) in [
            ("hclic-initial-assessments", &["all"][..]),
            ("hclic-temporary-accommodation", &["all"; 2]),
        ] {
            let Some(read) = Read::of(file, dataset) else { return };
            for (area, households) in right {
                let found = read.figure(area, day, "projected-households", dims);
                assert_eq!(found, (Some(households), REVISED), "{file} {dataset} {area}");
            }
            // Cumberland is printed with all three of its districts.
            let cumberland = read.figure("E06000063", day, "projected-households", dims);
            assert_eq!(cumberland, (Some(123_880.0), None), "{file} {dataset}");
        }
    }
}

#[test]
fn parts_of_returns_are_unreliable() {
    // Sefton: 247 duties in July to September 2021, 25 printed, 199 in January to March 2022.
    let Some(read) = Read::of("published/hclic/DetailedLA_202112.ods", "hclic-initial-assessments")
    else {
        return;
    };
    assert_eq!(
        read.figure("E08000014", "2021-12-31", "households", &["either"]),
        (Some(25.0), UNRELIABLE)
    );
    assert_eq!(read.figure("E08000014", "2021-12-31", "projected-households", &["all"]).1, None);
}

#[test]
fn moves_inside_a_nation_are_no_moves_over_its_border() {
    let file = "published/mye/ukpopestimatesmid2021on2021geographyfinal.xls";
    let Some(read) = Read::of(file, "components-of-change") else { return };
    let moves = |area: &str, measure: &str| read.figure(area, "2021-06-30", measure, &[]);
    for area in ["E92000001", "E12000007", "W92000004", "S92000003", "K04000001"] {
        assert_eq!(moves(area, "internal-in"), (None, Some(Status::NotAvailable)), "{area}");
        assert_eq!(moves(area, "internal-out"), (None, Some(Status::NotAvailable)), "{area}");
    }
    // Net migration is right, and Northern Ireland is printed without the moves between its
    // districts.
    assert_eq!(moves("E12000007", "internal-net"), (Some(-22_310.0), None));
    assert_eq!(moves("N92000002", "internal-in"), (Some(3_765.0), None));
    assert!(moves("E09000033", "internal-in").0.is_some());
}

#[test]
fn births_stand_beside_their_own_district() {
    let file = "published/lami/2021lamistables.xlsx";
    let Some(read) = Read::of(file, "lami-births") else { return };
    // Belfast's own years beside it: 4,584 births in 2015, 717 to mothers born abroad; 4,188 and
    // 685 in 2017.
    for (area, births, born_abroad) in
        [("N09000003", 4597.0, 726.0), ("N09000011", 1646.0, 167.0), ("N09000010", 2499.0, 316.0)]
    {
        assert_eq!(
            read.figure(area, "2016-12-31", "births", &[]),
            (Some(births), REVISED),
            "{area}"
        );
        let found = read.figure(area, "2016-12-31", "births-non-uk-born-mothers", &[]);
        assert_eq!(found, (Some(born_abroad), REVISED), "{area}");
    }
    // The row above the first displaced one is right.
    assert_eq!(read.figure("N09000001", "2016-12-31", "births", &[]), (Some(1767.0), None));
    // Births of ten districts, three figures each, and two percentages of 2018 that were cut off.
    assert_eq!(read.0.iter().filter(|row| row.status == REVISED).count(), 32);
    let Some(read) = Read::of(file, "lami-nino-registrations") else { return };
    // NISRA, population by single year of age, 2011; Belfast is known to be wrong to 2017, Antrim
    // and Newtownabbey is right.
    let aged_16_to_64 = |area: &str, day: &str| read.figure(area, day, "population-16-to-64", &[]);
    assert_eq!(aged_16_to_64("N09000003", "2011-06-30"), (Some(220_623.0), REVISED));
    assert_eq!(aged_16_to_64("N09000007", "2011-06-30"), (Some(86_422.0), REVISED));
    assert_eq!(aged_16_to_64("N09000003", "2017-06-30"), (Some(188_616.0), UNRELIABLE));
    assert_eq!(aged_16_to_64("N09000003", "2018-06-30"), (Some(223_776.0), None));
    assert_eq!(aged_16_to_64("N09000001", "2017-06-30").1, None);
}

#[test]
fn a_quarter_without_june_is_unreliable() {
    let file = "published/irregular-migration/irregular-migration-to-the-UK-detailed-dataset-year-ending-september-2023.xlsx";
    for (dataset, people) in
        [("irr-d02", 3692.0), ("irr-d03", 3641.0), ("irr-d04", 3692.0), ("irr-d05", 181.0)]
    {
        let Some(read) = Read::of(file, dataset) else { return };
        let (of_quarter, before): (Vec<&Row>, Vec<&Row>) =
            read.0.iter().partition(|row| row.period.end.to_string() == "2023-06-30");
        assert_eq!(of_quarter.iter().filter_map(|row| row.value).sum::<f64>(), people, "{dataset}");
        assert!(of_quarter.iter().all(|row| row.status == UNRELIABLE), "{dataset}");
        assert!(before.iter().all(|row| row.status.is_none()), "{dataset}");
    }
}

#[test]
fn figures_that_cannot_both_be_right_are_unreliable() {
    let Some(read) = Read::of(
        "published/transparency/UKVI_IP_Q3_2023_Background_Published.xlsx",
        "asylum-costs",
    ) else {
        return;
    };
    for (day, cases) in [("2022-03-31", 168_380.0), ("2023-03-31", 184_749.0)] {
        assert_eq!(
            read.figure("K02000001", day, "work-in-progress", &[]),
            (Some(cases), UNRELIABLE)
        );
        assert_eq!(read.figure("K02000001", day, "unit-cost", &[]).1, UNRELIABLE);
    }
    assert_eq!(read.figure("K02000001", "2021-03-31", "unit-cost", &[]).1, None);
    let Some(read) =
        Read::of("published/ltim/december23ltimaccessible.xlsx", "ltim-british-and-eu-by-reason")
    else {
        return;
    };
    let eu = |measure: &str, day: &str| read.figure("K02000001", day, measure, &["eu", "all"]);
    assert_eq!(eu("immigration", "2022-12-31"), (Some(115_000.0), UNRELIABLE));
    assert_eq!(eu("immigration", "2023-12-31"), (Some(126_000.0), Some(Status::Provisional)));
    let read =
        Read::of("published/ltim/december23ltimaccessible.xlsx", "ltim-uncertainty").unwrap();
    // Emigration in the year to December 2022: -493,000, between -515,000 and -462,000.
    let bounds = ["lower", "estimate", "upper"]
        .map(|bound| read.figure("K02000001", "2022-12-31", "emigration", &[bound]).0);
    assert_eq!(bounds, [Some(-515_000.0), Some(-493_000.0), Some(-462_000.0)]);
}
