//! Every publisher's interface, as documented, with recorded pages and the publishers' own files
//! where they are held.

use super::*;
use crate::printed;
use crate::publisher::{Asked, zip};
use crate::support::{moment, published_file};
use SourceOutcome::{Failed, HeldBack, New, Older};
use fairshares::catalogue::Interface;
use fairshares::catalogue::discover::ExploreLocalStatistics;
use fairshares::domain::Id;
use fairshares::holdings::{import, refresh};
use jiff::civil::date;
use std::fs;

/// The bytes of a publisher's file, or `None` where the folder of them is absent.
pub(super) fn published(path: &str) -> Option<Vec<u8>> {
    published_file(path)
        .map(|file| fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display())))
}

/// Outcomes and editions of a dataset, by edition.
pub(super) fn editions(report: &RefreshReport, dataset: &str) -> Vec<(SourceOutcome, String)> {
    let of_it = report.sources.iter().filter(|source| source.dataset == dataset);
    of_it
        .map(|source| {
            (source.outcome, source.edition.map_or_else(String::new, |day| day.to_string()))
        })
        .collect()
}

fn paths(asked: &[Asked]) -> Vec<&str> {
    asked.iter().map(|asked| asked.path.as_str()).collect()
}

#[test]
fn govuk_an_old_page_without_attachments_is_read_by_its_links() {
    let Some(page) = published("published/recorded-pages/govuk_landing_nino_march2018.html") else {
        return;
    };
    let file = published(
        "published/nino/nino-registrations-adult-overseas-nationals-march-2018-tables.ods",
    )
    .unwrap();
    let scene = Scene::new();
    let collection = "https://www.gov.uk/api/content/government/collections/national-insurance-number-allocations-to-adult-overseas-nationals-entering-the-uk";
    let path = "/government/statistics/national-insurance-number-allocations-to-adult-overseas-nationals-to-march-2018";
    let title = "National Insurance number allocations to adult overseas nationals to";
    scene.publisher.at(
        collection,
        Answer::json(&json!({ "links": { "documents": [
            { "title": format!("{title} December \
                2017"), "base_path": "/government/statistics/older" },
            { "title": format!("{title} March 2018"), "base_path": path },
            { "title": "Background information", "base_path": "/x" },
        ] } })),
    );
    // The interface knows no attachments of that year's page: its recorded HTML has the links.
    scene.publisher.at(&format!("https://www.gov.uk{path}"), Answer::html(page));
    let address = "https://www.gov.uk/government/uploads/system/uploads/attachment_data/file/710047/nino-registrations-adult-overseas-nationals-march-2018-tables.ods";
    let asset = "https://assets.publishing.service.gov.uk/government/uploads/system/uploads/attachment_data/file/710047/nino-registrations-adult-overseas-nationals-march-2018-tables.ods";
    scene.publisher.at(address, Answer::redirect(asset));
    scene.publisher.at(asset, Answer::file(file));
    let datasets = [
        "nino-registrations-by-area",
        "nino-registrations-by-nationality",
        "nino-registrations-by-quarter",
    ];
    let report = scene.refresh(&datasets, MORNING);
    for dataset in datasets {
        assert_eq!(editions(&report, dataset), [(New, "2018-03-31".to_owned())], "{report:?}");
    }
    // One file for three datasets: asked for once.
    let asked = scene.publisher.asked();
    assert_eq!(
        paths(&asked).iter().filter(|path| path.ends_with("-tables.ods")).count(),
        2,
        "{:?}",
        paths(&asked)
    );
    let history = scene.manifest().snapshots[0].fetched.clone().unwrap();
    assert_eq!((history.address.as_str(), history.redirects), (address, vec![asset.to_owned()]));
}

#[test]
fn govuk_links_in_the_body_of_an_answer_serve_where_it_lists_no_attachments() {
    let scene = Scene::new();
    let body = format!(
        "<p><a href=\"{}\">{TITLE} December 2025</a> (MS Excel, 1 MB)</p>",
        asset("1/a.xlsx")
    );
    scene.publisher.at(TABLES, Answer::json(&json!({ "details": { "body": body } })));
    scene.publisher.at(&asset("1/a.xlsx"), Answer::file(december().xlsx()));
    assert_eq!(
        editions(&scene.refresh(&["asy-d11"], MORNING), "asy-d11"),
        [(New, "2025-12-31".to_owned())]
    );
}

#[test]
fn govuk_a_file_is_told_by_its_name_where_its_title_says_nothing() {
    let Some(file) = published("published/small-boats/15_May_2026_Small_boats_-_time_series.ods")
    else {
        return;
    };
    let older =
        published("published/small-boats/27_March_2026_Small_boats_-_time_series.ods").unwrap();
    let scene = Scene::new();
    let page = "https://www.gov.uk/api/content/government/publications/migrants-detected-crossing-the-english-channel-in-small-boats";
    let newest = asset("b/15_May_2026_Small_boats_-_time_series.ods");
    let before = asset("a/27_March_2026_Small_boats_-_time_series.ods");
    scene.publisher.at(page, content(&[("Time series", &before), ("Time series", &newest)]));
    scene.publisher.at(&newest, Answer::file(file));
    scene.publisher.at(&before, Answer::file(older));
    let report = scene.refresh(&["small-boats-daily", "small-boats-weekly"], MORNING);
    assert_eq!(of(&report, "small-boats-daily").url.as_deref(), Some(newest.as_str()));
    assert_eq!(
        (outcome(&report, "small-boats-daily").0, outcome(&report, "small-boats-weekly").0),
        (New, New),
        "{report:?}"
    );
}

const LAMI: &str = "https://www.ons.gov.uk/peoplepopulationandcommunity/populationandmigration/migrationwithintheuk/datasets/localareamigrationindicatorsunitedkingdom";

#[test]
fn ons_a_recorded_page_without_json_is_read_by_its_links() {
    let Some(page) = published(
        "published/recorded-pages/ons_landing_localareamigrationindicatorsunitedkingdom_2018.html",
    ) else {
        return;
    };
    let file = published("published/lami/2021lamistables.xlsx").unwrap();
    let scene = Scene::new();
    scene.publisher.at(LAMI, Answer::html(page.clone()));
    let html = String::from_utf8(page).unwrap();
    let link = html
        .split("href=\"")
        .find(|text| text.starts_with("/file?uri="))
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let address =
        format!("https://www.ons.gov.uk{}", link.replace("&#x3D;", "=").replace("&amp;", "&"));
    scene.publisher.at(&address, Answer::file(file));
    let report = scene.refresh(&["lami-births", "lami-non-uk-born"], MORNING);
    assert_eq!(
        (outcome(&report, "lami-births").0, outcome(&report, "lami-non-uk-born").0),
        (New, New),
        "{report:?}"
    );
    // The page says "Next release: 22 August 2019".
    let journal = Store::at(&scene.store()).journal().unwrap();
    assert_eq!(
        journal.sources[&Id::new("lami-births").unwrap()].next_release,
        Some(date(2019, 8, 22))
    );
}

#[test]
fn ons_pages_lead_by_their_json_to_the_newest_part() {
    let Some(file) = published("published/lami/2021lamistables.xlsx") else { return };
    let scene = Scene::new();
    let path = LAMI.strip_prefix("https://www.ons.gov.uk").unwrap();
    scene.publisher.at(
        &format!("{LAMI}/data"),
        Answer::json(&json!({
            "type": "dataset_landing_page",
            "uri": path,
            "description": { "title": "Local Area Migration \
                Indicators", "nextRelease": "To be announced" },
            "datasets": [{ "uri": format!("{path}/current") }],
        })),
    );
    scene.publisher.at(
        &format!("{LAMI}/current/data"),
        Answer::json(&json!({
            "type": "dataset",
            "uri": format!("{path}/current"),
            "downloads": [{ "file": "notes.pdf" }, { "file": "2021lamistables.xlsx" }],
            "versions": [{ "uri": format!("{path}/current/previous/v1") }],
        })),
    );
    scene.publisher.at(
        &format!("https://www.ons.gov.uk/file?uri={path}/current/2021lamistables.xlsx"),
        Answer::file(file),
    );
    let report = scene.refresh(&["lami-births"], MORNING);
    assert_eq!(outcome(&report, "lami-births").0, New, "{report:?}");
    assert_eq!(scene.manifest().snapshots[0].file, "2021lamistables.xlsx");
    // A part whose newest version has no JSON has links.
    let scene2 = Scene::new();
    let part = json!({ "datasets": [{ "uri": format!("{path}/current") }], "description": { "nextRelease": "12 August 2027" } });
    scene2.publisher.at(&format!("{LAMI}/data"), Answer::json(&part));
    let link = format!("<a href=\"/file?uri={path}/current/2021lamistables.xlsx\">xlsx</a>");
    scene2.publisher.at(&format!("{LAMI}/current"), Answer::html(link));
    let file = published("published/lami/2021lamistables.xlsx").unwrap();
    scene2.publisher.at(
        &format!("https://www.ons.gov.uk/file?uri={path}/current/2021lamistables.xlsx"),
        Answer::file(file),
    );
    assert_eq!(outcome(&scene2.refresh(&["lami-births"], MORNING), "lami-births").0, New);
    let journal = Store::at(&scene2.store()).journal().unwrap();
    assert_eq!(
        journal.sources[&Id::new("lami-births").unwrap()].next_release,
        Some(date(2027, 8, 12))
    );
}

#[test]
fn ons_of_several_parts_the_newest_that_the_definition_means_is_taken() {
    let Some(file) = published("published/mye/mye22final.xlsx") else { return };
    let scene = Scene::new();
    let page =
        scene.engine().catalogue().dataset("mid-year-population").unwrap().landing_page.clone();
    let path = page.strip_prefix("https://www.ons.gov.uk").unwrap().to_owned();
    let uris = ["mid2021", "mid2022", "mid2011tomid2024"]
        .map(|part| json!({ "uri": format!("{path}/{part}") }));
    scene.publisher.at(&format!("{page}/data"), Answer::json(&json!({ "datasets": uris })));
    let part =
        json!({ "uri": format!("{path}/mid2022"), "downloads": [{ "file": "mye22final.xlsx" }] });
    scene.publisher.at(&format!("{page}/mid2022/data"), Answer::json(&part));
    scene.publisher.at(
        &format!("https://www.ons.gov.uk/file?uri={path}/mid2022/mye22final.xlsx"),
        Answer::file(file),
    );
    let report = scene.refresh(&["mid-year-population", "mid-year-series"], MORNING);
    assert_eq!(
        editions(&report, "mid-year-population").last(),
        Some(&(New, "2022-06-30".to_owned())),
        "{report:?}"
    );
}

#[test]
fn ons_api_leads_to_the_newest_version() {
    let scene = Scene::new();
    let api = "https://api.beta.ons.gov.uk/v1/datasets/TS029";
    let version = format!("{api}/editions/2021/versions/3");
    scene.publisher.at(
        api,
        Answer::json(&json!({ "links": { "latest_version": { "href": version, "id": "3" } }, "next_release": "" })),
    );
    let csv = "https://download.ons.gov.uk/downloads/datasets/TS029/editions/2021/versions/3.csv";
    scene.publisher.at(
        &version,
        Answer::json(
            &json!({ "version": 3, "downloads": { "csv": { "href": csv, "size": "9" } } }),
        ),
    );
    // In the layout of the ONS website; the figures are those of a publisher's file in another
    // layout.
    let Some(text) = published("reconstructed/census2021-ts029-ltla.csv") else { return };
    scene.publisher.at(csv, Answer::of(200, long_table(&text)).with("content-type", "text/csv"));
    let report = scene.refresh(&["census-english-proficiency"], MORNING);
    assert_eq!(
        editions(&report, "census-english-proficiency"),
        [(New, "2021-03-21".to_owned())],
        "{report:?}"
    );
    // The newer kind of dataset lists distributions.
    let scene2 = Scene::new();
    scene2
        .publisher
        .at(api, Answer::json(&json!({ "links": { "latest_version": { "href": version } } })));
    let listed = json!({ "distributions": [{ "format": "xlsx", "download_url": "x" }, { "format": "CSV", "download_url": csv }] });
    scene2.publisher.at(&version, Answer::json(&listed));
    scene2.publisher.at(csv, Answer::of(200, long_table(&text)).with("content-type", "text/csv"));
    assert_eq!(
        outcome(
            &scene2.refresh(&["census-english-proficiency"], MORNING),
            "census-english-proficiency"
        )
        .0,
        New
    );
}

/// A table of Nomis, one column for each category, as the website of the ONS has it, one row for
/// each.
fn long_table(wide: &[u8]) -> String {
    let mut reader = csv::Reader::from_reader(wide);
    let header = reader.headers().unwrap().clone();
    let name = "Proficiency in English language (6 categories)";
    let mut text = format!(
        "Lower tier local authorities Code,Lower tier local authorities,{name} \
         Code,{name},Observation\n"
    );
    for record in reader.records().map(Result::unwrap) {
        for (index, (column, value)) in header.iter().zip(&record).enumerate().skip(3) {
            let label = column
                .trim_start_matches("Proficiency in English language: ")
                .trim_end_matches("; measures: Value");
            text += &format!("{},\"{}\",{index},\"{label}\",{value}\n", &record[2], &record[1]);
        }
    }
    text
}

#[test]
fn nomis_archives_are_opened_and_the_misprinted_member_is_found() {
    let Some(file) = published("reconstructed/census2021-ts019-ltla.csv") else { return };
    let scene = Scene::new();
    let page = "https://www.nomisweb.co.uk/sources/census_2021_bulk";
    let links = "<a href=\"/output/census/2021/census2021-ts004.zip\">TS004</a><a \
        href=\"/output/census/2021/census2021-ts019.zip\">TS019</a>";
    scene.publisher.at(page, Answer::html(links));
    let archive = zip(&[
        ("metadata/ts019-2021-1.txt", b"notes"),
        ("census2021-ts019-ulta.csv", b"not read"),
        ("census2021-ts019-llta.csv", &file),
        ("census2021-ts019-oa.csv", b"not read"),
    ]);
    let address = "https://www.nomisweb.co.uk/output/census/2021/census2021-ts019.zip";
    scene
        .publisher
        .at(address, Answer::of(200, archive.clone()).with("content-type", "application/zip"));
    let report = scene.refresh(&["census-migrant-indicator"], MORNING);
    assert_eq!(
        editions(&report, "census-migrant-indicator"),
        [(New, "2021-03-21".to_owned())],
        "{report:?}"
    );
    let held = &scene.manifest().snapshots[0];
    assert_eq!(
        (held.file.as_str(), held.fetched.as_ref().unwrap().address.as_str()),
        ("census2021-ts019-llta.csv", address)
    );
    // The archive itself is asked for again only if it has changed.
    scene.publisher.asked();
    assert_eq!(
        outcome(&scene.refresh(&["census-migrant-indicator"], NOON), "census-migrant-indicator").0,
        SourceOutcome::Unchanged
    );
    assert!(scene.publisher.asked().iter().all(|asked| asked.sent == 0));
    // The same archive that a person has downloaded.
    let scene2 = Scene::new();
    let path = scene2.folder.path().join("downloaded.zip");
    fs::write(&path, archive).unwrap();
    let imported =
        import::import(engine_at(&scene2.store(), None).holdings(), &path, moment(NOON)).unwrap();
    assert_eq!(
        (imported.len(), imported[0].dataset.as_ref().map(Id::as_str)),
        (1, Some("census-migrant-indicator"))
    );
    // One in which no such file is.
    scene.publisher.at(address, Answer::file(zip(&[("census2021-ts019-oa.csv", b"x")])));
    let (outcome, reason) =
        outcome(&scene.refresh(&["census-migrant-indicator"], NOON), "census-migrant-indicator");
    assert_eq!(outcome, Failed);
    assert!(reason.starts_with("F506") && reason.contains("census2021-ts019-llta.csv"), "{reason}");
}

#[test]
fn nomis_queries_are_paged_under_the_cap() {
    let scene = Scene::new();
    scene.is_published_for(
        "ons/census-ethnic-group.toml",
        "K04000001",
        &["E09000001", "E09000002"],
    );
    let base = "https://www.nomisweb.co.uk/api/v01/dataset/NM_2041_1.data.csv?geography=TYPE154&measures=20100&select=date_name%2Cgeography_code%2Cgeography_name%2Cc2021_eth_20_name%2Cobs_value";
    let header =
        "\"DATE_NAME\",\"GEOGRAPHY_CODE\",\"GEOGRAPHY_NAME\",\"C2021_ETH_20_NAME\",\"OBS_VALUE\"\n";
    // Census 2021, TS021: usual residents of the City of London and of Barking and Dagenham, and
    // Chinese residents.
    let rows = [
        "\"2021\",\"E09000001\",\"City of London\",\"Total: All usual residents\",8583\n",
        "\"2021\",\"E09000001\",\"City of London\",\"Asian, Asian British or Asian Welsh: \
         Chinese\",545\n",
        "\"2021\",\"E09000002\",\"Barking and Dagenham\",\"Total: All usual residents\",218869\n",
        "\"2021\",\"E09000002\",\"Barking and Dagenham\",\"Asian, Asian British or Asian Welsh: \
         Chinese\",1346\n",
    ];
    let page = |offset: usize, rows: &[&str]| {
        let body = header.to_owned() + &rows.concat();
        let answer = Answer::of(200, body).with("content-type", "text/csv");
        scene.publisher.at(&format!("{base}&RecordOffset={offset}&RecordLimit=3"), answer);
    };
    page(0, &rows[..3]);
    page(3, &rows[3..]);
    let report = scene.refresh(&["census-ethnic-group"], MORNING);
    assert_eq!(
        editions(&report, "census-ethnic-group"),
        [(New, "2021-03-21".to_owned())],
        "{report:?}"
    );
    assert_eq!(scene.publisher.asked().len(), 2);
    assert_eq!(scene.manifest().snapshots[0].rows, 4);
    let address = scene.manifest().snapshots[0].fetched.clone().unwrap().address;
    assert!(!address.contains("RecordOffset"), "the query, not one of its pages: {address}");
    // A second run asks every page whether it has changed, and none has.
    assert_eq!(
        outcome(&scene.refresh(&["census-ethnic-group"], NOON), "census-ethnic-group").0,
        SourceOutcome::Unchanged
    );
    assert!(scene.publisher.asked().iter().all(|asked| asked.sent == 0));
    // Pages that do not fit together are no table.
    let other = Answer::of(200, "\"GEOGRAPHY_CODE\",\"OBS_VALUE\"\n\"E09000002\",1\n");
    scene.publisher.at(&format!("{base}&RecordOffset=3&RecordLimit=3"), other);
    let (outcome, reason) =
        outcome(&scene.refresh(&["census-ethnic-group"], NOON), "census-ethnic-group");
    assert!(
        outcome == Failed && reason.starts_with("F506") && reason.contains("columns"),
        "{reason}"
    );
}

#[test]
fn london_datastore_hashes_spare_the_download() {
    let Some(file) = published("published/nino/nino-registrations-overseas-borough-2010.csv")
    else {
        return;
    };
    let older = published("published/nino/nino-registrations-overseas-borough-2003.csv").unwrap();
    let scene = Scene::new();
    let slug = "national-insurance-number-registrations-overseas-nationals-borough";
    let resource = |year: u16, hash: &str| {
        let url = format!("https://files.example/x/nino-registrations-overseas-borough-{year}.csv");
        json!({ "title": format!("NINo registrations \
            {year}"), "url": url, "format": "csv", "check_hash": hash })
    };
    let api = format!("https://data.london.gov.uk/api/dataset/{slug}");
    let listed = json!({ "id": slug, "resources": { "aa": resource(2003, "h1"), "bb": resource(2010, "h2"), "cc": { "title": "Notes" } } });
    scene.publisher.at(&api, Answer::json(&listed));
    let download = |key: &str, year: u16| {
        format!(
            "https://data.london.gov.uk/download/{slug}/{key}/nino-registrations-overseas-borough-{year}.csv"
        )
    };
    scene.publisher.at(
        &download("aa", 2003),
        Answer::of(200, older).with("content-type", "text/csv").unversioned(),
    );
    scene.publisher.at(
        &download("bb", 2010),
        Answer::of(200, file).with("content-type", "text/csv").unversioned(),
    );
    let report = scene.refresh(&["nino-registrations-borough"], MORNING);
    let outcomes: Vec<_> = editions(&report, "nino-registrations-borough")
        .into_iter()
        .map(|(outcome, _)| outcome)
        .collect();
    assert!(
        outcomes == [Older, New] || outcomes == [New, New] || outcomes == [HeldBack, New],
        "{report:?}"
    );
    scene.publisher.asked();
    scene.refresh(&["nino-registrations-borough"], NOON);
    assert_eq!(scene.publisher.asked().len(), 1, "the hashes are as before: no file is asked for");
}

#[test]
fn education_statistics_fall_back_from_the_interface_to_the_archive_of_a_release() {
    let Some(file) =
        published("published/uasc/release-2023-24/cla_number_and_rate_per_10k_children.csv")
    else {
        return;
    };
    let scene = Scene::new();
    let search = "https://api.education.gov.uk/statistics/v1/publications";
    let none = json!({ "paging": { "totalPages": 1 }, "results": [{ "id": "1", "slug": "pupil-absence", "title": "Pupil absence" }] });
    scene.publisher.at(search, Answer::json(&none));
    let page = "https://explore-education-statistics.service.gov.uk/find-statistics/children-looked-after-in-england-including-adoptions";
    let archive =
        "https://content.explore-education-statistics.service.gov.uk/api/releases/9f1/files";
    scene
        .publisher
        .at(page, Answer::html(format!("<a href=\"{archive}\">Download all data (ZIP)</a>")));
    let bytes = zip(&[
        ("data-guidance/data-guidance.txt", b"guidance"),
        ("data/cla_number_and_rate_per_10k_children.csv", &file),
        ("data/other.csv", b"a,b"),
    ]);
    scene.publisher.at(archive, Answer::of(200, bytes).with("content-type", "application/zip"));
    let report = scene.refresh(&["children-looked-after"], MORNING);
    assert_eq!(
        editions(&report, "children-looked-after"),
        [(New, "2024-03-31".to_owned())],
        "{report:?}"
    );
    // On the interface, the data set itself.
    let scene2 = Scene::new();
    let slug = "children-looked-after-in-england-including-adoptions";
    let known =
        json!({ "results": [{ "id": "p1", "slug": slug, "title": "Children looked after" }] });
    scene2.publisher.at(search, Answer::json(&known));
    let sets = json!({ "results": [
        { "id": "d0", "title": "Something else", "latestVersion": { "file": { "id": "f0" } } },
        { "id": "d1", "title": "Number and rate per 10,000 children looked \
            after", "latestVersion": { "file": { "id": "f1" } } },
    ] });
    scene2.publisher.at(&format!("{search}/p1/data-sets"), Answer::json(&sets));
    let csv = "https://api.education.gov.uk/statistics/v1/data-sets/d1/csv";
    scene2.publisher.at(csv, Answer::of(200, file).with("content-type", "text/csv"));
    let report = scene2.refresh(&["children-looked-after"], MORNING);
    assert_eq!(
        editions(&report, "children-looked-after"),
        [(New, "2024-03-31".to_owned())],
        "{report:?}"
    );
}

#[test]
fn open_geography_features_come_in_pages() {
    let scene = Scene::new();
    scene.is_published_for(
        "ons/authority-centroids.toml",
        "K02000001",
        &["E09000001", "E09000002", "E09000003"],
    );
    let service = "https://services1.arcgis.com/ESMARspQHYMw9BZ9/arcgis/rest/services/Local_Authority_Districts_December_2021_UK_BUC_2022/FeatureServer/0/query";
    let query = "orderByFields=LAD21CD&outFields=LAD21CD%2CLAD21NM%2CBNG_E%2CBNG_N&returnGeometry=false&where=1%3D1&f=json";
    let fields = ["LAD21CD", "LAD21NM", "BNG_E", "BNG_N"].map(|name| json!({ "name": name }));
    let page = |offset: usize, areas: &[(&str, &str, u32, u32)], more: bool| {
        let features: Vec<_> = areas
            .iter()
            .map(|(code, name, east, north)| {
                json!({ "attributes": { "LAD21CD": code, "LAD21NM": name, "BNG_E": east, "BNG_N": north } })
            })
            .collect();
        let answer =
            json!({ "fields": fields, "features": features, "exceededTransferLimit": more });
        scene.publisher.at(
            &format!("{service}?{query}&resultOffset={offset}&resultRecordCount=2"),
            Answer::json(&answer),
        );
    };
    // Places near the boroughs' middles, read off the grid to a hundred metres: good enough to be
    // told apart.
    page(
        0,
        &[
            ("E09000001", "City of London", 532_400, 181_400),
            ("E09000002", "Barking and Dagenham", 547_800, 185_100),
        ],
        true,
    );
    page(2, &[("E09000003", "Barnet", 523_500, 191_800)], false);
    let report = scene.refresh(&["authority-centroids"], MORNING);
    assert_eq!(
        editions(&report, "authority-centroids"),
        [(New, "2021-12-31".to_owned())],
        "{report:?}"
    );
    assert_eq!(scene.manifest().snapshots[0].rows, 6);
    assert_eq!(scene.publisher.asked().len(), 2);
    // The portal refuses with the status of success.
    let refusal = json!({ "error": { "code": 400, "message": "Invalid URL" } });
    scene.publisher.at(
        &format!("{service}?{query}&resultOffset=0&resultRecordCount=2"),
        Answer::json(&refusal),
    );
    let (outcome, reason) =
        outcome(&scene.refresh(&["authority-centroids"], NOON), "authority-centroids");
    assert!(outcome == Failed && reason.contains("Invalid URL"), "{reason}");
}

#[test]
fn explore_local_statistics_gives_a_csv_for_each_indicator() {
    let scene = Scene::new();
    let discover = scene
        .engine()
        .catalogue()
        .dataset("explore-local-statistics")
        .unwrap()
        .discover
        .clone()
        .unwrap();
    let Interface::ExploreLocalStatistics(ExploreLocalStatistics { items, .. }) = discover.api
    else {
        panic!()
    };
    for item in &items {
        let Some(file) = published(&format!("published/context/els/{item}.csv")) else { return };
        let address = format!(
            "https://www.ons.gov.uk/explore-local-statistics/api/v1/data.csv?indicator={item}"
        );
        scene.publisher.at(&address, Answer::of(200, file).with("content-type", "text/csv"));
    }
    let report = scene.refresh(&["explore-local-statistics"], MORNING);
    assert_eq!(report.exit_code, 0, "{report:?}");
    assert_eq!(scene.manifest().snapshots.len(), items.len());
    assert_eq!(scene.publisher.asked().len(), items.len());
}

#[test]
fn stat_xplore_is_asked_with_a_key_or_not_at_all() {
    let scene = Scene::new();
    let (outcome, reason) = outcome(
        &scene.refresh(&["nino-registrations-stat-xplore"], MORNING),
        "nino-registrations-stat-xplore",
    );
    assert_eq!(outcome, Failed);
    assert!(
        reason.starts_with("F507") && reason.contains("FAIRSHARES_STAT_XPLORE_KEY"),
        "{reason}"
    );
    assert_eq!(scene.publisher.asked().len(), 0);
    // The documented form of an answer; numbers of no meaning.
    let path = "dwp/nino-registrations-stat-xplore.toml";
    scene.is_published_for(path, "K02000001", &["E09000003", "E09000009"]);
    let items = |labels: &[&str]| {
        labels.iter().map(|label| json!({ "labels": [label] })).collect::<Vec<_>>()
    };
    let answer = json!({
        "fields": [
            { "label": "Area", "items": items(&["Barnet", "Ealing"]) },
            { "label": "Quarter", "items": items(&["2025 Q3", "2025 Q4"]) },
        ],
        "cubes": { "str:count:Ninos:V_F_NINOS": { "values": [[11.0, 12.0], [21.0, 22.0]], "precision": 0 } },
    });
    scene
        .publisher
        .at("https://stat-xplore.dwp.gov.uk/webapi/rest/v1/table", Answer::json(&answer));
    let mut network = scene.network();
    network.keys.insert("stat-xplore".to_owned(), fairshares::source::fetch::Key("k".to_owned()));
    let request = RefreshRequest {
        datasets: vec!["nino-registrations-stat-xplore".to_owned()],
        now: moment(NOON),
        ..RefreshRequest::default()
    };
    let report =
        refresh::refresh(scene.engine().holdings(), &request, &network, &Unwatched).unwrap();
    assert_eq!(
        editions(&report, "nino-registrations-stat-xplore"),
        [(New, "2025-12-31".to_owned())],
        "{report:?}"
    );
    let asked = scene.publisher.asked();
    assert_eq!(asked[0].headers["apikey"], "k");
    let query: serde_json::Value = serde_json::from_str(&asked[0].body).unwrap();
    assert_eq!(query["database"], "str:database:Ninos");
    assert_eq!(query["dimensions"][1], json!(["str:field:Ninos:F_NINO_QTR:QTR_NAME"]));
    let listing =
        printed::tidy(engine_at(&scene.store(), None).figures(), "nino-registrations-stat-xplore")
            .unwrap();
    let values: Vec<String> = listing.rows.iter().map(|row| row[5].raw()).collect();
    assert_eq!(values, ["11", "12", "21", "22"]);
}
