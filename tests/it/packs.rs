//! The briefing: self-contained, the same bytes twice, every region, nothing left out, nothing said without figures.

use crate::support::{engine, engine_at, published_file};
use crate::workbook::base;
use fairshares::engine::{Engine, PackRequest};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The files of the fair-shares pack.
fn pack(engine: &Engine, region: &str) -> BTreeMap<String, String> {
    pack_of(engine, "fair-shares", region)
}

/// The files of a pack.
fn pack_of(engine: &Engine, pack: &str, region: &str) -> BTreeMap<String, String> {
    let folder = tempfile::tempdir().unwrap();
    let request = PackRequest {
        pack: pack.to_owned(),
        region: engine.region(region).unwrap().code.clone(),
        formats: ["html", "md", "csv"].map(str::to_owned).to_vec(),
    };
    let written = engine.brief(&request, folder.path()).unwrap_or_else(|error| panic!("{region}:\n{error}"));
    written
        .files
        .into_iter()
        .map(|name| (name.clone(), fs::read_to_string(folder.path().join(name)).unwrap()))
        .collect()
}

#[test]
fn the_page_needs_nothing_but_itself() {
    let html = &pack(&engine(), "London")["fair-shares.html"];
    for words in ["<script", "<link", "@import", "url(", "<img", "<iframe", "srcset"] {
        assert!(!html.contains(words), "the page asks for something: {words}");
    }
    for words in [
        "<html lang=\"en-GB\">",
        "<main",
        "class=\"skip\"",
        "<caption",
        "scope=\"col\"",
        "scope=\"row\"",
        "aria-label=",
    ] {
        assert!(html.contains(words), "no {words}");
    }
    assert_eq!(html.matches("<h1>").count(), 1);
    assert_eq!(html.matches("<svg ").count(), 6);
    assert_eq!(html.matches("<details>").count(), 6, "the table behind each chart");
    assert!(html.contains("have to be imported first"), "what is not drawn is said in words");
    assert!(!html.contains("{region}") && !html.contains("{{") && !html.contains("{date}"));
}

#[test]
fn headings_go_down_one_level_at_a_time_and_anchors_are_unique() {
    let html = &pack(&engine(), "London")["fair-shares.html"];
    let mut level = 1;
    for piece in html.split("<h").skip(1) {
        let Some(next) = piece.chars().next().and_then(|c| c.to_digit(10)) else { continue };
        assert!(next <= level + 1, "a heading of level {next} after one of level {level}");
        level = next;
    }
    let mut anchors: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|piece| piece.split('"').next()).collect();
    let count = anchors.len();
    anchors.sort_unstable();
    anchors.dedup();
    assert_eq!(anchors.len(), count, "an id stands twice");
}

#[test]
fn sentences_say_what_the_publications_say() {
    let text = &pack(&engine(), "London")["fair-shares.md"];
    // Home Office, Asy_D11, year ending March 2026: London 13,687; December 2025: 16,378, so 2,691 fewer.
    assert!(text.contains("On 31 March 2026, 13,687 people were receiving asylum support in London"), "{text}");
    assert!(text.contains("Since 31 December 2025 the number in London fell by 2,691 (16.4%)."));
    // Home Office, Reg_02, 31 December 2025: contingency 10,487 of 16,378; hotels are not told apart there.
    assert!(text.contains(
        "10,487 people (64.0%) were in contingency accommodation; how many of them were in hotels is not told apart"
    ));
    assert_eq!(
        text.matches("| E0900").count(),
        33 * 7,
        "33 rows in each table by borough: five behind charts, two of their own"
    );
}

#[test]
fn the_same_twice() {
    assert_eq!(pack(&engine(), "London"), pack(&engine(), "London"));
}

#[test]
fn every_region_and_nation_has_a_pack() {
    let engine = engine();
    let regions: Vec<String> = engine.geography().regions().map(|area| area.name.clone()).collect();
    assert_eq!(regions.len(), 12);
    for region in regions {
        let files = pack(&engine, &region);
        let text = &files["fair-shares.md"];
        let has_map = files.contains_key("charts/supported-map.svg");
        assert_eq!(has_map, region == "London", "{region}");
        assert!(has_map || text.contains("There is no map, because no outlines"), "{region}: the empty slot says so");
        assert!(
            files.contains_key("charts/supported-ranked.svg") && files.contains_key("tables/shares.csv"),
            "{region}"
        );
    }
}

#[test]
fn every_pack_is_made_for_every_region_and_twice_alike() {
    let engine = engine();
    let packs: Vec<String> = engine.catalogue().packs.keys().map(ToString::to_string).collect();
    for id in &packs {
        for region in ["London", "North West", "Scotland"] {
            let files = pack_of(&engine, id, region);
            let html = &files[&format!("{id}.html")];
            assert!(!html.contains("{region}") && !html.contains("{{") && !html.contains("{area"), "{id} {region}");
        }
        assert_eq!(pack_of(&engine, id, "London"), pack_of(&crate::support::engine(), id, "London"), "{id}");
    }
}

#[test]
fn every_pack_is_a_tagged_pdf_that_says_so_and_twice_the_same() {
    let has = |bytes: &[u8], words: &str| bytes.windows(words.len()).any(|window| window == words.as_bytes());
    let pdf = |engine: &Engine, pack: &str| {
        let folder = tempfile::tempdir().unwrap();
        let region = engine.region("London").unwrap().code.clone();
        let request = PackRequest { pack: pack.to_owned(), region, formats: vec!["pdf".to_owned()] };
        engine.brief(&request, folder.path()).unwrap();
        fs::read(folder.path().join(format!("{pack}.pdf"))).unwrap()
    };
    let engine = engine();
    for pack in engine.catalogue().packs.keys() {
        let bytes = pdf(&engine, pack.as_str());
        // PDF/UA-1 and PDF/A-2a: typst refuses to write a file that says so and lacks a title, a language, a tag or alternative text.
        for words in ["<pdfuaid:part>1<", "<pdfaid:part>2<", "<pdfaid:conformance>A<", "/MarkInfo"] {
            assert!(has(&bytes, words), "{pack}: no {words}");
        }
        assert_eq!(bytes, pdf(&crate::support::engine(), pack.as_str()), "{pack}");
    }
}

/// W3C (2015), Metadata Vocabulary for Tabular Data. The files were held against it with the Python package csvw.
#[test]
fn metadata_beside_csv_files_names_every_file_and_column() {
    let engine = engine();
    for pack in engine.catalogue().packs.keys() {
        let files = pack_of(&engine, pack.as_str(), "London");
        let metadata: serde_json::Value = serde_json::from_str(&files["csv-metadata.json"]).unwrap();
        let tables = metadata["tables"].as_array().unwrap();
        let urls: Vec<&str> = tables.iter().map(|table| table["url"].as_str().unwrap()).collect();
        let csv: Vec<&String> = files.keys().filter(|name| name.ends_with(".csv")).collect();
        assert_eq!(urls.len(), csv.len(), "{urls:?} and {csv:?}");
        for (table, url) in tables.iter().zip(urls) {
            let mut reader = csv::Reader::from_reader(files[url].as_bytes());
            let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
            let columns = table["tableSchema"]["columns"].as_array().unwrap();
            let names: Vec<&str> = columns.iter().map(|column| column["name"].as_str().unwrap()).collect();
            assert_eq!(header, names, "{url}");
            for record in reader.records() {
                for (text, column) in record.unwrap().iter().zip(columns) {
                    let is_number = text.is_empty() || text.parse::<f64>().is_ok();
                    assert!(column["datatype"] != "number" || is_number, "{url}: {text:?} in {column}");
                }
            }
        }
    }
}

#[test]
fn the_pack_on_emergencies_says_what_the_commands_say() {
    // tests/oracles/surges.csv and pathways.csv: recomputed from the publishers' files.
    let text = &pack_of(&engine(), "emergencies-and-2029", "London")["emergencies-and-2029.md"];
    for words in [
        "2,000 people arriving over 8 weeks in London, from 31 March 2026",
        "Population (limit 1 in 200): everybody is placed; every area has room left.",
        "By steering arrivals, with departures: From the pattern of 31 March 2026 to fair shares by 30 September 2029, London",
        "as many come as leave and 11.2% of those who are there leave each quarter",
        "7,995 places elsewhere are needed in 32 areas, 571 a quarter",
    ] {
        assert!(text.contains(words), "no {words:?}");
    }
}

#[test]
fn a_briefing_before_anything_was_published_is_refused_and_an_old_one_can_be_made_again() {
    let store = tempfile::tempdir().unwrap();
    let at = engine_at(store.path(), Some("2026-03-01".parse().unwrap()));
    let text = pack(&at, "London")["fair-shares.md"].clone();
    // Seen from 1 March 2026 the newest edition is Reg_02 as at 31 December 2025; hotels and the series came later.
    assert!(text.contains("On 31 December 2025, 16,378 people were receiving asylum support in London"), "{text}");
    assert!(text.contains("The change over a year cannot be stated"), "{text}");
    assert!(text.contains("Hillingdon and Hounslow"), "over the limit of one in 200 on that day");
    assert!(text.contains("Figures by legal basis are not held"));
}

#[test]
fn without_a_population_of_the_time_a_briefing_is_refused_in_words() {
    let store = tempfile::tempdir().unwrap();
    let Some(file) = published_file("reconstructed/support-local-authority-datasets-sep-2024.xlsx") else { return };
    engine_at(store.path(), None).import(&file, "2026-11-21T09:30:00Z").unwrap();
    let at = engine_at(store.path(), Some("2024-12-31".parse().unwrap()));
    // Without a population of that time no rate can be stated, so the pack is refused in words.
    let request =
        PackRequest { pack: "fair-shares".into(), region: at.region("London").unwrap().code.clone(), formats: vec![] };
    assert_eq!(at.document(&request).map(|_| ()).map_err(|error| error.code().id), Err("F304"));
}

#[test]
fn published_labels_cannot_become_markup() {
    let store = tempfile::tempdir().unwrap();
    let folder = store.path().join("files");
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join("<b>.xlsx");
    fs::write(&file, base("asy-d11").xlsx()).unwrap();
    let engine = engine_at(&store.path().join("store"), None);
    engine.import(&file, "2026-11-21T09:30:00Z").unwrap();
    let html = &pack(&engine, "London")["fair-shares.html"];
    assert!(html.contains("&lt;b&gt;.xlsx") && !html.contains("<b>.xlsx"));
}

#[test]
fn a_pack_in_the_folder_of_another_leaves_none_of_its_charts() {
    let (engine, folder) = (engine(), tempfile::tempdir().unwrap());
    for region in ["London", "Wales"] {
        let region = engine.region(region).unwrap().code.clone();
        let formats = ["md", "csv"].map(str::to_owned).to_vec();
        engine.brief(&PackRequest { pack: "fair-shares".into(), region, formats }, folder.path()).unwrap();
    }
    assert!(!folder.path().join("charts/supported-map.svg").exists(), "the map of London beside the pack of Wales");
    assert!(folder.path().join("charts/supported-ranked.svg").exists());
}

#[test]
fn attributions_are_those_of_the_catalogue() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("ATTRIBUTION.md");
    let made = engine().attributions();
    if std::env::var_os("FAIRSHARES_GALLERY").is_some() {
        fs::write(&path, &made).unwrap();
    }
    assert_eq!(
        fs::read_to_string(&path).unwrap_or_default(),
        made,
        "stale: FAIRSHARES_GALLERY=1 cargo test attributions"
    );
}

#[test]
fn pictures_in_readme_are_those_the_program_draws() {
    let engine = engine();
    let london = engine.region("London").unwrap().code.clone();
    let gallery = Path::new(env!("CARGO_MANIFEST_DIR")).join("reports/gallery");
    for chart in ["supported-map", "fair-share-dumbbell", "keys-compared"] {
        let path = gallery.join(format!("{chart}.svg"));
        let drawn = engine.chart(chart, &london).unwrap().drawing.svg;
        if std::env::var_os("FAIRSHARES_GALLERY").is_some() {
            fs::create_dir_all(&gallery).unwrap();
            fs::write(&path, &drawn).unwrap();
        }
        let kept = fs::read_to_string(&path).unwrap_or_default();
        assert!(kept == drawn, "{} is stale; make it again with FAIRSHARES_GALLERY=1 cargo test", path.display());
    }
}
