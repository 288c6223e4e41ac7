//! What is of one region is said there and nowhere else: words, sources, goals, meetings, rules.

use crate::printed;
use crate::support::{engine, engine_at, filled_store};
use fairshares::allocation::{
    MoveCost, PathwayRequest, SharesRequest, grants, key_list, key_parts, pathway, shares, surge,
};
use fairshares::catalogue::{PackOf, PathwayMode};
use fairshares::charting::charts;
use fairshares::domain::{AreaCode, Error, Result, Status};
use fairshares::engine::Engine;
use fairshares::fairshare::Arrivals;
use fairshares::figures::ShowRequest;
use fairshares::packs::{Destination, PackRequest, documents};
use fairshares::table::{Column, Listing};
use fairshares::tables::Answer;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

const LONDON: &str = "E12000007";

/// Words of London that nobody else should read, in small letters; each stands between characters
/// that are no letters.
const OF_LONDON: [&str; 16] = [
    "borough",
    "boroughs",
    "london leaders",
    "metropolitan police",
    "londoners",
    "in london",
    "for london",
    "london only",
    "london weights",
    "london partnership",
    "london strategic migration partnership",
    "inner or outer london",
    "inner and outer london",
    "15,000 residents",
    "18 november 2015",
    "by 2030 no migrant",
];

/// The words of London in a text, each with what stands around it.
fn of_london(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    // A hyphen makes a part of an id.
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_alphabetic() || c == '-');
    let mut found = Vec::new();
    let mut look = |words: &str, text: &str| {
        for (at, _) in text.match_indices(words) {
            let (before, after) = (&text[..at], &text[at + words.len()..]);
            if !is_letter(before.chars().next_back()) && !is_letter(after.chars().next()) {
                let around: String =
                    before.chars().rev().take(60).collect::<Vec<_>>().into_iter().rev().collect();
                found.push(format!(
                    "…{around}{words}{}…",
                    after.chars().take(40).collect::<String>()
                ));
            }
        }
    };
    OF_LONDON.iter().for_each(|words| look(words, &lower));
    // In small letters it is a word like any other.
    look("CHAIN", text);
    found
}

/// A listing as readers see it.
fn words_of(listing: &Listing) -> String {
    let headers = listing.columns.iter().map(|column: &Column| column.header.clone());
    let cells = listing.rows.iter().flatten().map(fairshares::table::Cell::raw);
    let all = std::iter::once(listing.caption.clone())
        .chain(headers)
        .chain(cells)
        .chain(listing.notes.clone());
    all.collect::<Vec<_>>().join("\n")
}

/// What is printed of an answer, or of an error.
fn said(answer: Result<Listing>) -> String {
    answer.map_or_else(|error: Error| error.to_string(), |listing| words_of(&listing))
}

/// Everything that commands print of a region, by the command.
#[expect(clippy::too_many_lines, reason = "a list of commands")]
fn commands(engine: &Engine, region: &AreaCode, authority: &str) -> Vec<(String, String)> {
    let catalogue = engine.catalogue();
    let mut printed = vec![
        ("keys".to_owned(), words_of(&key_list::keys(engine.figures()).table())),
        ("grants".to_owned(), words_of(&grants::grants(engine.figures()).table())),
        ("charts".to_owned(), words_of(&charts::charts(engine.figures()).table())),
        ("packs".to_owned(), words_of(&documents::packs(engine.figures()).table())),
        ("place".to_owned(), said(printed::place(engine.figures(), authority))),
        ("scan".to_owned(), said(printed::scan(engine.figures(), region))),
        (
            "last meeting".to_owned(),
            engine.last_meeting(region).map_or_else(|e| e.to_string(), |day| day.to_string()),
        ),
    ];
    let mut add = |command: String, text: String| printed.push((command, text));
    for key in catalogue.keys.keys().map(ToString::to_string) {
        let request = SharesRequest::of_people(engine.catalogue(), region.clone(), key.clone());
        add(
            format!("shares {key}"),
            said(shares::shares(engine.figures(), &request).map(|answer| answer.table())),
        );
        add(
            format!("keys {key}"),
            said(key_parts::key_parts(engine.figures(), &request).map(|answer| answer.table())),
        );
        let steps = SharesRequest { rule: Some("sainte-lague".to_owned()), ..request };
        let arrivals = Arrivals { people: 2000, weeks: 8 };
        add(
            format!("surge {key}"),
            said(
                surge::surge(engine.figures(), &[key], &steps, arrivals)
                    .map(|answer| answer.table()),
            ),
        );
    }
    let shares =
        SharesRequest::of_people(engine.catalogue(), region.clone(), "population".to_owned());
    let request = PathwayRequest {
        shares: SharesRequest { rule: Some("sainte-lague".to_owned()), ..shares },
        modes: PathwayMode::ALL.to_vec(),
        by: None,
        arrivals: None,
        departures_percent: None,
        cost: MoveCost::Equal,
        ending: None,
    };
    add(
        "pathway".to_owned(),
        said(pathway::pathway(engine.figures(), &request).map(|answer| answer.areas.table())),
    );
    add(
        "inequality".to_owned(),
        said(
            shares::inequality(engine.figures(), region, "people-supported")
                .map(|answer| answer.table()),
        ),
    );
    for grant in catalogue.grants.keys() {
        add(
            format!("grants {grant}"),
            said(
                grants::grant(engine.figures(), grant.as_str(), region)
                    .map(|answer| answer.areas.table()),
            ),
        );
    }
    // What is not published has a reason, which may be another in London.
    for indicator in
        catalogue.indicators.values().filter(|indicator| indicator.method.not_published().is_some())
    {
        let request = ShowRequest::of_region(indicator.id.to_string(), region.clone());
        add(format!("show {}", indicator.id), said(printed::show(engine.figures(), &request)));
    }
    printed
}

/// The texts of every pack that can be made of a region and of one of its authorities; errors where
/// none can.
fn packs(engine: &Engine, region: &AreaCode, authority: &str) -> Vec<(String, String)> {
    let mut printed = Vec::new();
    for pack in engine.catalogue().packs.values() {
        let area = (pack.of == PackOf::Authority).then(|| authority.to_owned());
        let id = pack.id.as_str();
        let request =
            PackRequest { area, ..PackRequest::of_region(id, region.clone(), &["html", "csv"]) };
        let folder = tempfile::tempdir().unwrap();
        match documents::brief(engine.figures(), &request, &Destination::of(folder.path())) {
            Err(error) => printed.push((format!("brief {id}"), error.to_string())),
            Ok(pack) => printed.extend(pack.files.into_iter().map(|name| {
                let bytes = std::fs::read(folder.path().join(&name)).unwrap();
                (format!("brief {id}: {name}"), String::from_utf8_lossy(&bytes).into_owned())
            })),
        }
    }
    printed
}

/// Refuses words of London in what is printed of other regions, and a lack of them in London. Two
/// regions at a time.
fn lint(store: &Path, only: &[&str]) {
    let (next, wrong) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let day = fairshares::domain::parse_publication_date("2026-03-31").unwrap();
    let work = || {
        let engine = engine_at(store, None);
        let is_asked = |code: &AreaCode| only.is_empty() || only.contains(&code.as_str());
        let regions: Vec<_> =
            engine.geography().regions().filter(|region| is_asked(&region.code)).collect();
        while let Some(region) = regions.get(next.fetch_add(1, Ordering::Relaxed)) {
            let authority = engine.geography().authorities_on(&region.code, day)[0].name.clone();
            let printed = packs(&engine, &region.code, &authority);
            let printed = printed.into_iter().chain(commands(&engine, &region.code, &authority));
            let said = printed.map(|(command, text)| (command, of_london(&text)));
            let said: Vec<_> = said.filter(|(_, words)| !words.is_empty()).collect();
            let of_region = said
                .iter()
                .map(|(command, words)| format!("{}, {command}: {words:?}", region.name));
            match region.code.as_str() {
                LONDON => assert!(!said.is_empty(), "London has no words of its own any more"),
                _ => wrong.lock().unwrap().extend(of_region),
            }
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(work);
        work();
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{} outputs:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_linter_finds_words_of_london() {
    for text in
        ["A borough has", "(CHAIN)", "people in London.", "about 15,000 residents", "Londoners"]
    {
        assert_eq!(of_london(text).len(), 1, "{text}");
    }
    for text in [
        "Middlesbrough and Peterborough",
        "a chain",
        "London",
        "City of London",
        "London Councils, Member Briefing",
    ] {
        assert!(of_london(text).is_empty(), "{text}");
    }
}

#[test]
fn words_of_london_are_said_in_no_other_region() {
    lint(Path::new("no-such-store"), &[]);
}

#[test]
fn words_of_london_are_said_in_no_other_region_with_every_kind_of_publication() {
    let Some(store) = filled_store() else { return };
    lint(store, &["E12000008", "W92000004"]);
}

#[test]
fn every_word_of_a_partnership_stands_in_the_prose_and_every_one_asked_for_is_had() {
    let engine = engine();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("reports/packs");
    let mut asked = std::collections::BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        asked.extend(
            text.split("{word:")
                .skip(1)
                .map(|rest| rest.split(['|', '}']).next().unwrap().to_owned()),
        );
    }
    let partnerships = engine.catalogue().partnerships.values();
    let had = partnerships.flat_map(|one| one.words.keys().map(ToString::to_string)).collect();
    assert_eq!(asked, had);
}

#[test]
fn meetings_and_goals_of_one_partnership_are_no_others() {
    let engine = engine();
    let code = |name: &str| engine.region(name).unwrap().code.clone();
    assert_eq!(engine.last_meeting(&code("London")).unwrap().to_string(), "2015-11-18");
    let error = engine.last_meeting(&code("Scotland")).unwrap_err().to_string();
    assert!(error.contains("Scotland") && error.contains("partnerships/"), "{error}");
    let Some(store) = filled_store() else { return };
    let filled = engine_at(store, None);
    let day = fairshares::domain::parse_publication_date("2026-03-31").unwrap();
    // Rough sleeping is counted all over England; the goal of 2030 is London's.
    for region in engine.geography().regions() {
        let authorities = engine.geography().authorities_on(&region.code, day);
        let values = filled.figures().values("rough-sleeping-path-to-2030").unwrap();
        for area in authorities.iter().map(|area| &area.code).chain([&region.code]) {
            let figures: Vec<_> = values.iter_area(area).map(|(_, value)| value.figure).collect();
            let is_known = figures.iter().any(|figure| figure.value.is_some());
            assert!(is_known || region.code.as_str() != LONDON, "{area}");
            let is_silent =
                figures.iter().all(|figure| figure.status == Some(Status::NotApplicable));
            assert!(is_silent || region.code.as_str() == LONDON, "{area}: {figures:?}");
        }
    }
}

#[test]
fn limits_and_thresholds_apply_where_and_when_they_are_in_force() {
    let engine = engine();
    let newest = |id: &str, area: &str| {
        let values = engine.figures().values(id).unwrap();
        values.iter_area(&AreaCode::new(area).unwrap()).last().map(|(_, value)| value.figure)
    };
    // Home Office, written question 24704 (June 2022): Northern Ireland does not form part of the
    // asylum dispersal system.
    for id in ["cap-use", "cap-headroom"] {
        for (area, applies) in
            [("S12000049", true), ("W06000015", true), ("N09000003", false), ("K02000001", false)]
        {
            let figure = newest(id, area).unwrap();
            assert_eq!(figure.value.is_some(), applies, "{id} of {area}");
            assert_eq!(figure.status == Some(Status::NotApplicable), !applies, "{id} of {area}");
        }
    }
    let shares = |region: &str| {
        let code = engine.region(region).unwrap().code.clone();
        shares::shares(
            engine.figures(),
            &SharesRequest::of_people(engine.catalogue(), code, "population".to_owned()),
        )
        .unwrap()
    };
    assert!(shares("Scotland").limit.cap.is_some());
    let of_ni = shares("Northern Ireland");
    assert!(
        of_ni.limit.cap.is_none()
            && of_ni.table().notes.iter().any(|note| note.starts_with("Not applicable in"))
    );
}
