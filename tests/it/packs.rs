//! The briefing: self-contained, the same bytes twice, every region, nothing left out, nothing said
//! without figures.

use crate::made_packs::{MadePack, made_packs, make, request_of, written};
use crate::support::{engine, engine_at, filled_store, moment, program, published_file};
use crate::workbook::base;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use fairshares::domain::Id;
use fairshares::engine::Engine;
use fairshares::holdings::{import, prune};
use fairshares::packs::{Destination, PackRequest, Since, documents};
use fairshares::reference::datasets;
use fairshares::render;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The files of the fair-shares pack.
fn pack(engine: &Engine, region: &str) -> BTreeMap<String, String> {
    pack_of(engine, "fair-shares", region)
}

/// The files of a pack that are text.
fn pack_of(engine: &Engine, pack: &str, region: &str) -> BTreeMap<String, String> {
    let files = written(engine, &request_of(engine, pack, region, &["html", "md", "csv"]));
    files
        .into_iter()
        .map(|(name, bytes)| (name, String::from_utf8_lossy(&bytes).into_owned()))
        .collect()
}

#[test]
fn the_page_needs_nothing_but_itself() {
    let html = &pack(&engine(), "London")["fair-shares.html"];
    for words in [
        "<script ", "<link", "@import", "url(", "<img", "<iframe", "srcset", " style=", "import(",
        "fetch(",
    ] {
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
    assert_eq!(html.matches("<svg ").count(), 8);
    assert_eq!(html.matches("<details>").count(), 8, "the table behind each chart");
    assert_eq!(
        html.matches("<template>").count(),
        8,
        "what is told of the parts of each chart, which scripts alone show"
    );
    assert!(html.contains("have to be imported first"), "what is not drawn is said in words");
    assert!(!html.contains("{region}") && !html.contains("{{") && !html.contains("{date}"));
}

/// W3C, Content Security Policy Level 3, 6.7.3: the hash is of what stands between the tags.
#[test]
fn the_page_lets_its_own_script_and_style_run_and_nothing_else() {
    let html = &pack(&engine(), "London")["fair-shares.html"];
    for (kind, tag) in [("script-src", "script"), ("style-src", "style")] {
        assert_eq!(html.matches(&format!("<{tag}>")).count(), 1, "{tag}");
        let within = html
            .split(&format!("<{tag}>"))
            .nth(1)
            .unwrap()
            .split(&format!("</{tag}>"))
            .next()
            .unwrap();
        let hash = BASE64_STANDARD.encode(Sha256::digest(within));
        assert!(html.contains(&format!("{kind} 'sha256-{hash}';")), "{kind}");
    }
    assert!(html.contains("content=\"default-src 'none'; script-src 'sha256-"));
    let policy = html.find("http-equiv=\"Content-Security-Policy\"").unwrap();
    assert!(policy < html.find("<style>").unwrap(), "a policy counts for what comes after it");
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
    let mut anchors: Vec<&str> =
        html.split(" id=\"").skip(1).filter_map(|piece| piece.split('"').next()).collect();
    let count = anchors.len();
    anchors.sort_unstable();
    anchors.dedup();
    assert_eq!(anchors.len(), count, "an id stands twice");
}

#[test]
fn sentences_say_what_the_publications_say() {
    let text = &pack(&engine(), "London")["fair-shares.md"];
    // Home Office, Asy_D11, year ending March 2026: London 13,687; December 2025: 16,378, so 2,691
    // fewer.
    assert!(
        text.contains("On 31 March 2026, 13,687 people were receiving asylum support in London"),
        "{text}"
    );
    assert!(text.contains(
        "London: fell by 2,691 (16.4%) to 13,687 at 31 March 2026, from 16,378 at 31 December 2025."
    ));
    // Home Office, Reg_02, 31 December 2025: contingency 10,487 of 16,378; hotels are not told
    // apart there.
    assert!(text.contains(
        "10,487 people (64.0%) were in contingency accommodation; the edition does not show how \
         many of them were in hotels"
    ));
    assert_eq!(
        text.matches("| E0900").count(),
        33 * 9,
        "33 rows in each table by borough: seven behind charts, two of their own"
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
        assert!(
            has_map || text.contains("There is no map, because there are no outlines"),
            "{region}: the empty slot says so"
        );
        assert!(
            files.contains_key("charts/supported-ranked.svg")
                && files.contains_key("tables/shares.csv"),
            "{region}"
        );
    }
}

#[test]
fn every_pack_is_made_for_every_region() {
    let (Some(store), Some(packs)) = (filled_store(), made_packs()) else { return };
    let is_filled = |id: &str, html: &str| {
        assert!(
            !html.contains("{region}") && !html.contains("{{") && !html.contains("{area"),
            "{id}"
        );
    };
    let engine = engine_at(store, None);
    for (id, made) in packs {
        let html = &made.texts()[format!("{id}.html").as_str()];
        is_filled(id, html);
        assert!(html.contains("<h2 id=\"what-needs-attention\">"), "{id}");
        match documents::document(engine.figures(), &request_of(&engine, id, "Scotland", &["html"]))
        {
            Ok(document) => {
                let page = render::document_format("html").unwrap().render(&document).unwrap();
                is_filled(id, &String::from_utf8(page).unwrap());
            }
            // What is published of England alone makes no pack of Scotland.
            Err(error) => assert_eq!(error.code().id, "F304", "{id}: {error}"),
        }
    }
}

#[test]
fn every_pack_is_twice_the_same_in_every_format() {
    let (Some(store), Some(packs)) = (filled_store(), made_packs()) else { return };
    for (id, again) in make(store) {
        let names = |made: &MadePack| made.files.keys().cloned().collect::<Vec<String>>();
        assert_eq!(names(&again), names(&packs[&id]), "{id}");
        for (name, bytes) in &again.files {
            assert!(*bytes == packs[&id].files[name], "{id}: {name} is another");
        }
    }
}

#[test]
fn every_pack_is_a_tagged_pdf_that_says_so() {
    let has = |bytes: &[u8], words: &str| {
        bytes.windows(words.len()).any(|window| window == words.as_bytes())
    };
    let Some(packs) = made_packs() else { return };
    for (pack, made) in packs {
        let bytes = &made.files[&format!("{pack}.pdf")];
        // PDF/UA-1 and PDF/A-2a: typst refuses to write a file that says so and lacks a title, a
        // language, a tag or alternative text.
        for words in ["<pdfuaid:part>1<", "<pdfaid:part>2<", "<pdfaid:conformance>A<", "/MarkInfo"]
        {
            assert!(has(bytes, words), "{pack}: no {words}");
        }
    }
}

/// W3C (2015), Metadata Vocabulary for Tabular Data. The files were held against it with the Python
/// package csvw.
#[test]
fn metadata_beside_csv_files_names_every_file_and_column() {
    let Some(packs) = made_packs() else { return };
    for made in packs.values() {
        let files = made.texts();
        let metadata: serde_json::Value =
            serde_json::from_str(&files["csv-metadata.json"]).unwrap();
        let tables = metadata["tables"].as_array().unwrap();
        let urls: Vec<&str> = tables.iter().map(|table| table["url"].as_str().unwrap()).collect();
        let csv: Vec<&&str> = files.keys().filter(|name| name.ends_with(".csv")).collect();
        assert_eq!(urls.len(), csv.len(), "{urls:?} and {csv:?}");
        for (table, url) in tables.iter().zip(urls) {
            let mut reader = csv::Reader::from_reader(files[url].as_bytes());
            let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
            let columns = table["tableSchema"]["columns"].as_array().unwrap();
            let names: Vec<&str> =
                columns.iter().map(|column| column["name"].as_str().unwrap()).collect();
            assert_eq!(header, names, "{url}");
            for record in reader.records() {
                for (text, column) in record.unwrap().iter().zip(columns) {
                    let is_number = text.is_empty() || text.parse::<f64>().is_ok();
                    assert!(
                        column["datatype"] != "number" || is_number,
                        "{url}: {text:?} in {column}"
                    );
                }
            }
        }
    }
}

#[test]
fn the_dictionary_has_every_column_of_every_file_and_every_indicator() {
    let Some(packs) = made_packs() else { return };
    for (pack, made) in packs {
        let files = made.texts();
        let mut reader = csv::Reader::from_reader(files["data-dictionary.csv"].as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let of_file = |file: &str| -> Vec<String> {
            rows.iter()
                .filter(|row| &row[0] == file && row[3].is_empty())
                .map(|row| row[2].to_owned())
                .collect()
        };
        for (name, text) in files
            .iter()
            .filter(|(name, _)| name.ends_with(".csv") && **name != "data-dictionary.csv")
        {
            let header: Vec<String> = csv::Reader::from_reader(text.as_bytes())
                .headers()
                .unwrap()
                .iter()
                .map(str::to_owned)
                .collect();
            assert_eq!(of_file(name), header, "{pack} {name}");
        }
        let figures = &files[format!("{pack}.csv").as_str()];
        let mut listed: Vec<String> = csv::Reader::from_reader(figures.as_bytes())
            .records()
            .map(|row| row.unwrap()[0].to_owned())
            .collect();
        listed.dedup();
        let defined: Vec<String> =
            rows.iter().filter(|row| !row[3].is_empty()).map(|row| row[3].to_owned()).collect();
        assert_eq!(listed, defined, "{pack}");
        assert!(
            rows.iter().all(|row| row[8].len() > 5 && (&row[6] != "number" || !row[5].is_empty())),
            "{pack}"
        );
    }
}

#[test]
fn the_pack_on_emergencies_says_what_the_commands_say() {
    // tests/oracles/surges.csv and pathways.csv: recomputed from the publishers' files.
    let text = &pack_of(&engine(), "emergencies-and-2029", "London")["emergencies-and-2029.md"];
    for words in [
        "2,000 people arriving over 8 weeks in London, from 31 March 2026",
        "Population (limit 1 in 200): all people are placed; every area has room left.",
        "By steering arrivals, with departures: From the pattern of 31 March 2026 to fair shares \
         by 30 September 2029, London",
        "arrivals equal departures and 11.2% of those who are there leave each quarter",
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
    // Seen from 1 March 2026 the newest edition is Reg_02 as at 31 December 2025; hotels and the
    // series came later.
    assert!(
        text.contains("On 31 December 2025, 16,378 people were receiving asylum support in London"),
        "{text}"
    );
    assert!(text.contains(
        "People receiving asylum support, London: 16,378 at 31 December 2025. No earlier figure is \
         available."
    ));
    assert!(text.contains("Hillingdon and Hounslow"), "over the limit of one in 200 on that day");
    assert!(text.contains("Figures by legal basis are not available for London"));
}

#[test]
fn without_a_population_of_the_time_a_briefing_is_refused_in_words() {
    let store = tempfile::tempdir().unwrap();
    let Some(file) = published_file("reconstructed/support-local-authority-datasets-sep-2024.xlsx")
    else {
        return;
    };
    import::import(engine_at(store.path(), None).holdings(), &file, moment("2026-11-21T09:30:00Z"))
        .unwrap();
    let at = engine_at(store.path(), Some("2024-12-31".parse().unwrap()));
    // Without a population of that time no rate can be stated, so the pack is refused in words.
    let request = request_of(&at, "fair-shares", "London", &[]);
    assert_eq!(
        documents::document(at.figures(), &request).map(|_| ()).map_err(|error| error.code().id),
        Err("F304")
    );
}

#[test]
fn published_labels_cannot_become_markup() {
    let store = tempfile::tempdir().unwrap();
    let folder = store.path().join("files");
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join("<b>.xlsx");
    fs::write(&file, base("asy-d11").xlsx()).unwrap();
    let engine = engine_at(&store.path().join("store"), None);
    import::import(engine.holdings(), &file, moment("2026-11-21T09:30:00Z")).unwrap();
    let html = &pack(&engine, "London")["fair-shares.html"];
    assert!(html.contains("&lt;b&gt;.xlsx") && !html.contains("<b>.xlsx"));
}

#[test]
fn a_pack_in_the_folder_of_another_leaves_none_of_its_charts() {
    let (engine, folder) = (engine(), tempfile::tempdir().unwrap());
    for region in ["London", "Wales"] {
        documents::brief(
            engine.figures(),
            &request_of(&engine, "fair-shares", region, &["md", "csv"]),
            &Destination::of(folder.path()),
        )
        .unwrap();
    }
    assert!(
        !folder.path().join("charts/supported-map.svg").exists(),
        "the map of London beside the pack of Wales"
    );
    assert!(folder.path().join("charts/supported-ranked.svg").exists());
}

/// Every indicator that says why it is not published is named by a pack, so that the board sees the
/// row.
#[test]
fn what_is_not_published_is_said_in_a_pack() {
    let engine = engine();
    let catalogue = engine.catalogue();
    let named: Vec<_> = catalogue.packs.values().flat_map(|pack| &pack.unanswered).collect();
    let missing: Vec<_> = catalogue
        .indicators
        .values()
        .filter(|one| one.method.not_published().is_some() && !named.contains(&&one.id))
        .collect();
    assert!(
        missing.is_empty(),
        "{:?}",
        missing.iter().map(|one| one.id.as_str()).collect::<Vec<_>>()
    );
    let text = &pack_of(&engine, "fair-shares", "London")["fair-shares.md"];
    assert!(text.contains("Home Office publishes no routine figures on complaints"), "{text}");
}

#[test]
fn since_a_day_a_pin_or_an_earlier_pack_the_change_is_told() {
    let store = tempfile::tempdir().unwrap();
    let folder = store.path().join("spring");
    let said = |since: Since| {
        let engine = engine_at(store.path(), None);
        let request = PackRequest {
            since: Some(since.clone()),
            ..request_of(&engine, "fair-shares", "London", &[])
        };
        let document = documents::document(engine.figures(), &request)
            .unwrap_or_else(|error| panic!("{since:?}:\n{error}"));
        format!("{:?}", document.blocks)
    };
    // Home Office: Asy_D11 of 31 March 2026 was published on 21 May 2026, Reg_02 of 31 December
    // 2025 on 26 February.
    let moved = "People receiving asylum support, London: fell by 2,691 (16.4%) to 13,687 at 31 \
        March 2026, from 16,378 at 31 December 2025.";
    assert_eq!(
        said(Since::Day("2026-03-01".parse().unwrap())).matches(moved).count(),
        2,
        "on the period before, and since the day"
    );
    assert!(
        said(Since::Day("2026-06-01".parse().unwrap()))
            .contains("no newer figure; still 13,687 at 31 March 2026.")
    );
    let spring = engine_at(store.path(), Some("2026-03-01".parse().unwrap()));
    let request = request_of(&spring, "fair-shares", "London", &["csv"]);
    let written = documents::brief(spring.figures(), &request, &Destination::of(&folder)).unwrap();
    prune::pin(
        spring.holdings(),
        &written.read,
        Id::new("spring").unwrap(),
        "brief",
        moment("2026-03-01T09:00:00Z"),
    )
    .unwrap();
    assert_eq!(said(Since::Folder(folder)).matches(moved).count(), 2);
    assert_eq!(said(Since::Pin("spring".to_owned())).matches(moved).count(), 2);
    let engine = engine_at(store.path(), None);
    let wrong = PackRequest {
        since: Some(Since::Pin("autumn".to_owned())),
        ..request_of(&engine, "fair-shares", "London", &[])
    };
    assert_eq!(
        documents::document(engine.figures(), &wrong).map(|_| ()).map_err(|error| error.code().id),
        Err("F303")
    );
    // With the editions of the pin alone the pack of that day is made again.
    let again = engine.pinned("spring").unwrap();
    assert_eq!(pack(&again, "London"), pack(&spring, "London"));
}

#[test]
fn a_pack_of_an_authority_wants_one_and_a_pack_of_a_region_does_not() {
    let engine = engine();
    let code = |request: &PackRequest| {
        documents::document(engine.figures(), request).map(|_| ()).map_err(|error| error.code().id)
    };
    let london = engine.region("London").unwrap().code.clone();
    assert_eq!(code(&PackRequest::of_region("place", london.clone(), &[])), Err("F303"));
    let of = |pack: &str, area: &str| PackRequest {
        area: Some(area.to_owned()),
        ..PackRequest::of_region(pack, london.clone(), &[])
    };
    assert_eq!(code(&of("place", "London")), Err("F303"));
    assert_eq!(code(&of("place", "Newhan")), Err("F302"));
    assert_eq!(code(&of("fair-shares", "Newham")), Err("F303"));
    let text = &pack_of(&engine, "place", "London")["place.md"];
    // Home Office, Asy_D11, 31 March 2026: Newham 1,030.
    assert!(
        text.contains("# Newham: profile of a place") && text.contains("no published source"),
        "{text}"
    );
}

#[test]
fn a_pack_is_the_same_on_one_thread_and_on_two() {
    let folder = tempfile::tempdir().unwrap();
    let made = |threads: &str| {
        let pack = folder.path().join(threads);
        let mut command = program(folder.path());
        command.env("RAYON_NUM_THREADS", threads).env("POLARS_MAX_THREADS", threads);
        command.args(["--quiet", "brief", "emergencies-and-2029", "-o"]).arg(&pack);
        assert!(command.status().unwrap().success());
        let mut files = BTreeMap::new();
        for entry in walk(&pack) {
            files.insert(entry.strip_prefix(&pack).unwrap().to_owned(), fs::read(&entry).unwrap());
        }
        files
    };
    let (one, two) = (made("1"), made("2"));
    assert!(one.len() > 10);
    assert!(one == two, "the bytes of a pack depend on how many threads work");
}

/// Every file below a folder.
fn walk(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}

#[test]
fn attributions_are_those_of_the_catalogue() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("ATTRIBUTION.md");
    let made = datasets::attributions(engine().figures());
    if std::env::var_os("FAIRSHARES_GALLERY").is_some() {
        fs::write(&path, &made).unwrap();
    }
    assert_eq!(
        fs::read_to_string(&path).unwrap_or_default(),
        made,
        "stale: FAIRSHARES_GALLERY=1 cargo test attributions"
    );
}
