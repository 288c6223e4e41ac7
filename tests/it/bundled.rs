//! The figures inside the program are those of the publishers' files, cell for cell, and each names
//! its source.

use crate::printed;
use crate::support::{engine, engine_at, moment, published_file};
use fairshares::domain::{AreaCode, Status};
use fairshares::holdings::import;
use fairshares::table::{Cell, Listing};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const NOW: &str = "2026-11-21T09:30:00Z";

/// Rows by area, period, dimensions and measure, with value and status.
fn keyed(listing: &Listing) -> BTreeMap<String, (String, String)> {
    let [value, status] = ["value", "status"].map(|name| listing.column(name).unwrap());
    listing
        .rows
        .iter()
        .map(|row| {
            let key: Vec<String> = row[..value]
                .iter()
                .enumerate()
                .filter(|(at, _)| *at != 1)
                .map(|(_, cell)| cell.raw())
                .collect();
            (key.join("|"), (row[value].raw(), row[status].raw()))
        })
        .collect()
}

/// Every bundled row stands in the table read from the publisher's file with the same value and
/// status.
fn is_part_of_published(dataset: &str, file: &str) {
    let Some(file) = published_file(file) else { return };
    let bundled = keyed(&printed::tidy(engine().figures(), dataset).unwrap());
    let store = tempfile::tempdir().unwrap();
    let with_file = engine_at(store.path(), None);
    import::import(with_file.holdings(), &file, moment(NOW)).unwrap();
    let published = keyed(&printed::tidy(with_file.figures(), dataset).unwrap());
    assert!(!bundled.is_empty());
    for (key, figure) in &bundled {
        // The row of people without an authority is suppressed; the copy of the workbook that is
        // held here has noughts.
        let is_suppressed = key.starts_with("K99999999|2025-12-31") && figure.1 == "suppressed";
        assert!(
            is_suppressed || Some(figure) == published.get(key),
            "{dataset}: {key}: {figure:?}"
        );
    }
}

#[test]
fn regional_groups_are_those_of_reg_01_and_reg_02() {
    let file = "reconstructed/regional-and-local-authority-dataset-dec-2025.ods";
    is_part_of_published("regional-groups", file);
    let rows = printed::tidy(engine().figures(), "regional-groups").unwrap().rows;
    let codes: std::collections::BTreeSet<String> = rows.iter().map(|row| row[0].raw()).collect();
    let authority =
        |code: &&String| ["E06", "E07", "E08", "E09", "W06", "S12", "N09"].contains(&&code[..3]);
    assert_eq!(codes.iter().filter(authority).count(), 361);
    assert_eq!(
        codes.len(),
        361 + 12 + 1,
        "authorities, regions and nations, people without an authority"
    );
}

#[test]
fn totals_that_leave_suppressed_figures_out_are_lower_bounds() {
    let bundled = keyed(&printed::tidy(engine().figures(), "regional-groups").unwrap());
    let day = "2025-12-31|2025-12-31";
    let status = |area: &str, of: &str| bundled[&format!("{area}|{day}|{of}")].1.clone();
    // The City of London and the Isles of Scilly are suppressed: they, their regions and nothing
    // else are short of them.
    for (area, of) in [
        ("E12000007", "ukraine|all|arrivals"),
        ("E12000009", "ukraine|all|arrivals"),
        ("E12000007", "all|all|all-pathways"),
        ("E12000009", "all|all|all-pathways"),
        ("E09000001", "all|all|all-pathways"),
        ("E06000053", "all|all|all-pathways"),
    ] {
        assert_eq!(status(area, of), "lower-bound", "{area} {of}");
    }
    assert_eq!(status("E12000002", "ukraine|all|arrivals"), "");
    assert_eq!(status("E09000001", "ukraine|all|arrivals"), "suppressed");
    assert_eq!(status("K99999999", "ukraine|all|arrivals"), "suppressed");
    assert_eq!(bundled.values().filter(|(_, status)| status == "lower-bound").count(), 6);
    // And so is whatever adds them: the nine regions, the kingdom, but not Wales.
    let at = |id: &str, area: &str| {
        let values = engine().figures().values(id).unwrap();
        let code = AreaCode::new(area).unwrap();
        let value = values.iter_area(&code).last().unwrap().1.clone();
        value.figure
    };
    for id in ["homes-for-ukraine-arrivals", "all-three-pathways"] {
        for (area, is_bound) in [("E12000007", true), ("K02000001", true), ("W92000004", false)] {
            assert_eq!(at(id, area).status == Some(Status::LowerBound), is_bound, "{id} of {area}");
            assert!(at(id, area).value.is_some());
        }
    }
}

#[test]
fn population_by_single_year_of_age_is_that_of_mye2() {
    is_part_of_published("mid-year-population", "published/mye/mye24tablesew.csv");
    let rows = printed::tidy(engine().figures(), "mid-year-population").unwrap().rows;
    assert_eq!(rows.len(), 35 * 92, "33 boroughs, London, England; all ages and 0 to 90+");
}

#[test]
fn components_of_change_are_those_of_mye3() {
    is_part_of_published("components-of-change", "published/mye/mye23tablesew.xlsx");
}

#[test]
fn people_by_quarter_are_those_of_the_totals_by_authority() {
    let Some(file) =
        published_file("derived/home-office/Asy_D11_la_totals_jun-2021_to_mar-2026.csv")
    else {
        return;
    };
    let bundled = keyed(&printed::tidy(engine().figures(), "supported-people-by-quarter").unwrap());
    let mut reader = csv::Reader::from_path(file).unwrap();
    let mut count = 0;
    for record in reader.records() {
        let record = record.unwrap();
        let day = fairshares::domain::parse_publication_date(&record[0]).unwrap();
        let key = format!("{}|{day}|{day}|people", &record[1]);
        assert_eq!(bundled.get(&key), Some(&(record[2].to_owned(), String::new())), "{key}");
        count += 1;
    }
    assert_eq!(bundled.len(), count + 20, "and the United Kingdom on each of 20 days");
}

#[test]
fn united_kingdom_totals_by_quarter_are_those_of_the_workbook() {
    let Some(file) = published_file("reconstructed/support-local-authority-datasets-sep-2024.xlsx")
    else {
        return;
    };
    let bundled = keyed(&printed::tidy(engine().figures(), "supported-people-by-quarter").unwrap());
    let store = tempfile::tempdir().unwrap();
    let with_file = engine_at(store.path(), None);
    import::import(with_file.holdings(), &file, moment(NOW)).unwrap();
    let mut sums: BTreeMap<String, f64> = BTreeMap::new();
    for row in printed::tidy(with_file.figures(), "asy-d11").unwrap().rows {
        let Cell::Number(people) = row[7] else { panic!("{row:?}") };
        *sums.entry(row[3].raw()).or_default() += people;
    }
    for (day, people) in sums.into_iter().filter(|(day, _)| day.as_str() >= "2021-06-30") {
        let key = format!("K02000001|{day}|{day}|people");
        assert_eq!(bundled.get(&key), Some(&(people.to_string(), String::new())), "{key}");
    }
}

#[test]
fn from_march_2025_everybody_is_counted_in_an_authority() {
    // Published totals: 107,003 (Home Office, Reg_02, 31 December 2025) and 97,519 (Asy_D11, year
    // ending March 2026). The three days before are sums of the authorities' published figures and
    // only watched for change here.
    let bundled = keyed(&printed::tidy(engine().figures(), "supported-people-by-quarter").unwrap());
    let published = [
        ("2025-03-31", "106771"),
        ("2025-06-30", "106075"),
        ("2025-09-30", "111651"),
        ("2025-12-31", "107003"),
        ("2026-03-31", "97519"),
    ];
    for (day, people) in published {
        assert_eq!(
            bundled[&format!("K02000001|{day}|{day}|people")],
            (people.to_owned(), String::new()),
            "{day}"
        );
        let of_day =
            |key: &&String| key.contains(&format!("|{day}|{day}|")) && !key.starts_with("K02");
        let sum: f64 =
            bundled.keys().filter(of_day).map(|key| bundled[key].0.parse::<f64>().unwrap()).sum();
        assert_eq!(sum.to_string(), people, "{day}");
    }
}

#[test]
fn people_by_section_are_those_of_march_2026() {
    let Some(file) = published_file("derived/home-office/Asy_D11_by_support_type_31_Mar_2026.csv")
    else {
        return;
    };
    let bundled = keyed(&printed::tidy(engine().figures(), "supported-people-by-section").unwrap());
    let mut reader = csv::Reader::from_path(file).unwrap();
    let mut total = 0.0;
    for record in reader.records() {
        let record = record.unwrap();
        for (code, at) in [("all", 4), ("section-95", 5), ("section-98", 6), ("section-4", 7)] {
            let key = format!("{}|2026-03-31|2026-03-31|{code}|people", &record[1]);
            assert_eq!(bundled.get(&key), Some(&(record[at].to_owned(), String::new())), "{key}");
        }
        total += record[4].parse::<f64>().unwrap();
    }
    // Home Office, Asy_D11, year ending March 2026.
    assert!((total - 97_519.0).abs() < 0.5);
}

#[test]
fn every_bundled_file_names_its_source() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/bundled");
    let mut files = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|end| end == "csv") {
            let text = fs::read_to_string(&path).unwrap();
            for key in [
                "dataset",
                "edition",
                "publication",
                "publisher",
                "as at",
                "published",
                "retrieved",
                "address",
                "licence",
            ] {
                assert!(text.contains(&format!("# {key}: ")), "{}: no {key}", path.display());
            }
            files += 1;
        }
    }
    assert_eq!(files, 5);
}

#[test]
fn the_boroughs_add_up_to_london() {
    for (dataset, measure) in
        [("mid-year-population", "population"), ("components-of-change", "population")]
    {
        let mut sums: BTreeMap<(String, String), f64> = BTreeMap::new();
        let mut london = BTreeMap::new();
        let listing = printed::tidy(engine().figures(), dataset).unwrap();
        let value = listing.columns.iter().position(|column| column.name == "value").unwrap();
        for row in listing.rows.iter().filter(|row| row[value - 1] == measure.into()) {
            let key = (row[3].raw(), row[value - 2].raw());
            let Cell::Number(people) = row[value] else { panic!("{row:?}") };
            match row[0].raw().as_str() {
                "E12000007" => drop(london.insert(key, people)),
                "E92000001" => {}
                _ => *sums.entry(key).or_default() += people,
            }
        }
        assert_eq!(sums, london, "{dataset}");
    }
}

#[test]
fn regions_and_names_are_those_of_the_ons_lookups() {
    let engine = engine();
    let lookups = [
        (
            "published/geo/Local_Authority_District_to_Region_(December_2023)_Lookup_in_England.csv",
            2,
        ),
        ("published/geo/Local_Authority_District_to_Country_(April_2023)_Lookup_in_the_UK.csv", 3),
    ];
    for (file, parent) in lookups {
        let Some(path) = published_file(file) else { return };
        let text = fs::read_to_string(path).unwrap();
        let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let mut count = 0;
        for record in reader.records() {
            let record = record.unwrap();
            let code = AreaCode::new(&record[0]).unwrap();
            let whole = AreaCode::new(&record[parent]).unwrap();
            assert!(engine.geography().is_called(&code, &record[1]), "{code} {}", &record[1]);
            assert!(engine.geography().contains(&whole, &code), "{code} in {whole}");
            count += 1;
        }
        assert!(count == 296 || count == 361, "{file}: {count}");
    }
}

#[test]
fn outlines_are_those_of_the_generalised_boundaries() {
    let Some(file) = published_file("derived/geo/london_boroughs_ltla24_from_geographr.geojson")
    else {
        return;
    };
    let text = include_str!("../../data/catalogue/areas/outlines-london.csv");
    let outlines = fairshares::geography::parse_outlines(text, "outlines").unwrap();
    let vertices: usize = outlines.iter().flat_map(|outline| &outline.rings).map(Vec::len).sum();
    assert!(
        outlines.len() == 33 && (500..700).contains(&vertices),
        "{} outlines, {vertices} vertices",
        outlines.len()
    );
    let published: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    for feature in published["features"].as_array().unwrap() {
        let code = feature["properties"]["ltla24_code"].as_str().unwrap();
        let rings = feature["geometry"]["coordinates"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|polygon| polygon.as_array().unwrap());
        let points: Vec<(f64, f64)> = rings
            .flat_map(|ring| ring.as_array().unwrap())
            .map(|point| (point[0].as_f64().unwrap(), point[1].as_f64().unwrap()))
            .collect();
        let outline = outlines.iter().find(|outline| outline.code.as_str() == code).unwrap();
        for vertex in outline.rings.iter().flatten() {
            let near = points.iter().any(|point| {
                (point.0 - vertex.0).abs() < 1e-4 && (point.1 - vertex.1).abs() < 1e-4
            });
            assert!(near, "{code}: {vertex:?} is not a vertex of the published outline");
        }
    }
}
