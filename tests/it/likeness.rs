//! Like with like: tiers, coverage, breaks and comparability of the publishers' real files, and
//! that what is computed has all that it is computed from has. Expected numbers are sums and
//! quotients of cells of the files named, worked out outside the program.

use crate::printed;
use crate::support::{code, engine, engine_at, filled_store, imported};
use fairshares::allocation::{SharesRequest, shares};
use fairshares::catalogue::Indicator;
use fairshares::domain::{AreaCode, Error};
use fairshares::engine::{Engine, Settings};
use fairshares::figures::ShowRequest;
use fairshares::geography::Geography;
use fairshares::indicator::Origin;
use fairshares::packs::{Destination, PackRequest, documents};
use fairshares::table::{Cell, Listing};
use fairshares::tables::Answer;
use std::collections::BTreeSet;

/// The cells of one column, by area and day.
fn shown(engine: &Engine, indicator: &str, area: &str, day: &str, column: &str) -> Vec<Cell> {
    let day = Some(day.parse().unwrap());
    let of_area = ShowRequest::of_region(indicator.to_owned(), code("E12000007"));
    let request = ShowRequest { area: Some(area.to_owned()), from: day, to: day, ..of_area };
    cells(
        &printed::show(engine.figures(), &request)
            .unwrap_or_else(|error| panic!("{indicator} of {area}:\n{error}")),
        column,
    )
}

fn cells(listing: &Listing, column: &str) -> Vec<Cell> {
    let at = listing.columns.iter().position(|held| held.name == column).unwrap();
    listing.rows.iter().map(|row| row[at].clone()).collect()
}

fn number(engine: &Engine, indicator: &str, area: &str, day: &str) -> Option<f64> {
    match shown(engine, indicator, area, day, "value").first() {
        Some(Cell::Number(number)) => Some(*number),
        _ => None,
    }
}

fn status(engine: &Engine, indicator: &str, area: &str, day: &str) -> String {
    shown(engine, indicator, area, day, "status")[0].raw()
}

fn is_near(found: Option<f64>, expected: f64) {
    let found = found.unwrap_or_else(|| panic!("no figure where {expected} is"));
    assert!((found - expected).abs() < 5e-5 * expected.abs().max(1.0), "{found} and {expected}");
}

#[test]
fn children_are_looked_after_by_counties_and_unitary_authorities() {
    let store = tempfile::tempdir().unwrap();
    let files = [
        "published/uasc/CLA_31_March_UASC_by_LA_2021-2025.csv",
        "published/mye/ons_mid-year_population_estimates_2012_to_2024.csv",
    ];
    let Some(engine) = imported(store.path(), &files) else { return };
    // DfE, children looked after on 31 March 2025; ONS, residents aged 0 to 17, mid-2024: 451 /
    // 355,390.
    is_near(number(&engine, "unaccompanied-threshold-use", "E10000016", "2025-03-31"), 126.902_839);
    for (region, authorities, children) in
        [("E12000008", 19, 1_442.0), ("E12000006", 11, 737.0), ("E12000004", 10, 518.0)]
    {
        let request = SharesRequest::new(
            code(region),
            "child-population".to_owned(),
            "unaccompanied-children".to_owned(),
        );
        let shares = shares::shares(engine.figures(), &request).unwrap().shares;
        let sum: f64 = shares.rows.iter().filter_map(|row| row.actual.value).sum();
        assert_eq!((shares.rows.len(), sum), (authorities, children), "{region}");
        assert!(shares.rows.iter().all(|row| !row.code.is_district()), "{region}");
    }
}

#[test]
fn an_edition_with_one_kind_of_support_is_not_the_whole() {
    let store = tempfile::tempdir().unwrap();
    let files = ["reconstructed/section-95-support-local-authority-datasets-jun-2021.xlsx"];
    let Some(engine) = imported(store.path(), &files) else { return };
    // Home Office, Asy_D11 of June 2021: section 95 alone, 6,903 in London on 31 March 2021.
    assert_eq!(number(&engine, "people-supported", "London", "2021-03-31"), None);
    assert_eq!(number(&engine, "people-supported", "London", "2021-06-30"), Some(9_322.0));
    let by_section = shown(&engine, "supported-by-section", "London", "2021-03-31", "value");
    assert!(by_section.contains(&Cell::Number(6_903.0)), "{by_section:?}");
    assert_eq!(
        by_section.iter().filter(|cell| matches!(cell, Cell::Number(_))).count(),
        1,
        "not the whole"
    );
}

#[test]
fn the_kingdom_is_divided_by_the_people_whom_areas_count() {
    let store = tempfile::tempdir().unwrap();
    let files = ["reconstructed/support-local-authority-datasets-sep-2024.xlsx"];
    let Some(engine) = imported(store.path(), &files) else { return };
    // Home Office, Asy_D11 of September 2024: 45,768 / 106,482 and 14,807 / 21,715 in hotels on 31
    // December 2023.
    is_near(number(&engine, "share-in-hotels", "K02000001", "2023-12-31"), 42.981_912);
    is_near(number(&engine, "share-in-hotels", "London", "2023-12-31"), 68.187_889);
    assert_eq!(status(&engine, "share-in-hotels", "London", "2023-12-31"), "break");
    // Section 98 is counted in authorities from 31 December 2022, subsistence only not from 31
    // December 2023.
    for (indicator, day) in
        [("supported-in-dispersal", "2022-12-31"), ("supported-change-year", "2023-09-30")]
    {
        let status = status(&engine, indicator, "London", day);
        assert!(["break", "not-applicable"].contains(&status.as_str()), "{indicator}: {status}");
    }
    assert_eq!(
        status(&engine, "supported-subsistence-only", "London", "2024-03-31"),
        "not-available"
    );
}

#[test]
fn a_stretch_without_subsistence_only_is_marked_on_every_day() {
    let engine = engine();
    // Home Office, totals of Asy_D11: no row of the City of London on these five days.
    for day in ["2023-12-31", "2024-03-31", "2024-06-30", "2024-09-30", "2024-12-31"] {
        assert_eq!(status(&engine, "people-supported", "City of London", day), "break", "{day}");
    }
    assert_eq!(status(&engine, "people-supported", "City of London", "2023-09-30"), "");
    assert_eq!(number(&engine, "people-supported", "City of London", "2023-09-30"), Some(11.0));
}

#[test]
fn people_of_no_authority_are_not_in_the_whole_that_areas_are_compared_with() {
    let store = tempfile::tempdir().unwrap();
    let files = ["reconstructed/resettlement-local-authority-datasets-sep-2024.xlsx"];
    let Some(engine) = imported(store.path(), &files) else { return };
    let of = SharesRequest::new(
        code("E12000007"),
        "population".to_owned(),
        "people-resettled-year".to_owned(),
    );
    let answer = shares::shares(engine.figures(), &SharesRequest { regions: true, ..of }).unwrap();
    // Home Office, Res_D01, year to 30 September 2024: 505 of 9,554 have an authority; residents of
    // mid-2024.
    for (region, quotient) in [("S92000003", 3.5368), ("E12000007", 0.5433)] {
        let row = answer.shares.rows.iter().find(|row| row.code == code(region)).unwrap();
        is_near(row.location_quotient.value, quotient);
    }
    assert!(
        answer.table().notes.iter().any(|note| note.contains("9,049 of 9,554")),
        "{:?}",
        answer.table().notes
    );
}

#[test]
fn arrivals_without_super_sponsors_are_compared_within_england() {
    let of = SharesRequest::new(
        code("E12000007"),
        "population".to_owned(),
        "homes-for-ukraine-arrivals".to_owned(),
    );
    let answer =
        shares::shares(engine().figures(), &SharesRequest { regions: true, ..of }).unwrap();
    // Home Office, Reg_02, 31 December 2025: London's quotient among the nine regions of England.
    assert_eq!(answer.shares.rows.len(), 9);
    let london = answer.shares.rows.iter().find(|row| row.code == code("E12000007")).unwrap();
    is_near(london.location_quotient.value, 1.559);
}

#[test]
fn a_merged_authority_has_the_sum_of_the_districts_that_it_was_made_of() {
    let store = tempfile::tempdir().unwrap();
    let Some(engine) = imported(store.path(), &["reconstructed/census2021-ts029-ltla.csv"]) else {
        return;
    };
    // ONS, Census 2021, TS029: 3,763 / 555,798 of Mendip, Sedgemoor, Somerset West and Taunton,
    // South Somerset; 1,094 / 265,841.
    is_near(number(&engine, "low-english-proficiency-share", "E06000066", "2021-03-21"), 0.677_045);
    is_near(number(&engine, "low-english-proficiency-share", "E06000063", "2021-03-21"), 0.411_524);
}

#[test]
fn one_figure_under_both_codes_of_an_authority_is_one_figure() {
    let store = tempfile::tempdir().unwrap();
    let Some(engine) =
        imported(store.path(), &["published/context/els/children-in-relative-poverty.csv"])
    else {
        return;
    };
    // Explore Local Statistics, children after housing costs, year to March 2025, under E08000016
    // and E08000038.
    is_near(
        number(&engine, "children-in-relative-poverty", "Barnsley", "2025-03-31"),
        31.499_978_29,
    );
    is_near(
        number(&engine, "children-in-relative-poverty", "Sheffield", "2025-03-31"),
        31.594_767_82,
    );
}

/// The indicators that one is computed from, itself left out.
fn inputs(indicator: &Indicator) -> Vec<&str> {
    indicator.method.inputs().into_iter().map(|(_, id)| id.as_str()).collect()
}

#[test]
fn what_is_computed_has_every_break_and_the_tier_and_comparability_of_its_parts() {
    let Some(store) = filled_store() else { return };
    let engine = engine_at(store, None);
    let mut inherited = 0;
    for indicator in engine.catalogue().indicators.values() {
        let values = engine.figures().values(indicator.id.as_str()).unwrap();
        for input in inputs(indicator) {
            let of = engine.figures().values(input).unwrap();
            assert!(values.tier() >= of.tier(), "tier of {} and {input}", indicator.id);
            assert!(
                values.comparable().is_some() || of.comparable().is_none(),
                "{} and {input}",
                indicator.id
            );
            for (key, _) in values.iter().filter(|(key, _)| key.dims.is_empty()) {
                let labels = |values: &fairshares::indicator::Values| -> BTreeSet<String> {
                    values.breaks_of(&key.area, &[]).map(|one| one.label.clone()).collect()
                };
                let (own, parts) = (labels(&values), labels(&of));
                assert!(
                    parts.is_subset(&own),
                    "{} of {} lacks a break of {input}",
                    indicator.id,
                    key.area
                );
                inherited += parts.len();
            }
        }
    }
    assert!(inherited > 1_000, "{inherited}");
}

/// A key with a part that may not be compared between areas.
const KEY_BY_RENT: &str = r#"
id = "by-rent"
title = "Residents and rents"
definition = "Residents, adjusted down where rents are high."
illustrative = true
combine = "multiplicative"
base = "resident-population"
missing = "middle"
rounding = "largest-remainder"
reference = "none"

[[part]]
indicator = "median-private-rent"
weight = 1
direction = "less"
transform = "rank"
"#;

#[test]
fn areas_that_the_publisher_says_not_to_compare_are_not_compared() {
    let store = tempfile::tempdir().unwrap();
    let Some(engine) = imported(store.path(), &["published/context/la_private_rents_median.xlsx"])
    else {
        return;
    };
    let place = printed::place(engine.figures(), "Newham").unwrap();
    let at = cells(&place, "indicator")
        .iter()
        .position(|cell| cell.raw() == "median-private-rent")
        .unwrap();
    assert!(cells(&place, "value")[at].raw().parse::<f64>().is_ok());
    for column in ["rank", "ranked_of", "region", "neighbours"] {
        assert_eq!(cells(&place, column)[at].raw(), "", "{column}");
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("keys")).unwrap();
    std::fs::write(folder.path().join("keys/by-rent.toml"), KEY_BY_RENT).unwrap();
    let (store, catalogue) = (store.path().to_owned(), Some(folder.path().to_owned()));
    let by_rent = Engine::open(&Settings { store, catalogue, at: None, today: None }).unwrap();
    let of =
        SharesRequest::new(code("E12000007"), "by-rent".to_owned(), "people-supported".to_owned());
    let error = shares::shares(by_rent.figures(), &of).unwrap_err();
    assert!(error.to_string().contains("F306"), "{error}");
    let of = SharesRequest::new(
        code("E12000007"),
        "population".to_owned(),
        "median-private-rent".to_owned(),
    );
    let error: Error = shares::shares(engine.figures(), &of).unwrap_err();
    assert!(error.to_string().contains("F205") || error.to_string().contains("F306"), "{error}");
}

#[test]
fn ranks_and_trends_of_estimates_use_the_limits_that_are_published_beside_them() {
    let store = tempfile::tempdir().unwrap();
    let Some(engine) =
        imported(store.path(), &["published/context/els/gross-median-weekly-pay.csv"])
    else {
        return;
    };
    // Newham, April 2025: 689.1 with limits 645.88 and 732.32. Ten boroughs have a lower limit
    // above 732.32, none an upper one below 645.88.
    let profile = printed::place(engine.figures(), "Newham").unwrap();
    let at =
        cells(&profile, "indicator").iter().position(|id| id.raw() == "median-weekly-pay").unwrap();
    let of_newham = |column: &str| cells(&profile, column)[at].raw();
    let columns = ["lower", "upper", "rank", "rank_best", "rank_worst", "ranked_of", "trend"];
    assert_eq!(
        columns.map(of_newham),
        ["645.879648", "732.3203520000001", "31", "11", "32", "32", "mixed"].map(str::to_owned)
    );
    // No borough has three changes in one direction, each of whose limits lie apart.
    let scan = printed::scan(engine.figures(), &code("E12000007")).unwrap();
    let of_pay = cells(&scan, "indicator").into_iter().zip(cells(&scan, "kind"));
    let of_pay: Vec<String> = of_pay
        .filter(|(id, _)| id.raw() == "median-weekly-pay")
        .map(|(_, kind)| kind.raw())
        .collect();
    assert!(!of_pay.contains(&"rising".to_owned()), "{of_pay:?}");
}

/// An authority and those that it went into, which publications on later boundaries have in its
/// place.
fn in_later_publications<'g>(geography: &'g Geography, area: &'g AreaCode) -> Vec<&'g AreaCode> {
    let merged = |area: &AreaCode| {
        geography.made_of().iter().find(|(_, of)| of.contains(area)).map(|(new, _)| new)
    };
    std::iter::successors(Some(area), |area| merged(area)).collect()
}

#[test]
fn no_sum_over_a_region_of_two_tiers_counts_anybody_twice_or_leaves_a_tier_out() {
    let Some(store) = filled_store() else { return };
    let engine = engine_at(store, None);
    let geography = engine.geography();
    let mut checked_count = 0;
    for indicator in engine.catalogue().indicators.values() {
        let values = engine.figures().values(indicator.id.as_str()).unwrap();
        // East Midlands, East of England, South East: counties with districts beside unitary
        // authorities.
        for region in ["E12000004", "E12000006", "E12000008"].map(code) {
            for (key, value) in values.iter_area(&region) {
                let Origin::Sum { parts, .. } = &value.origin else { continue };
                let areas: BTreeSet<&AreaCode> = parts.iter().map(|part| &part.area).collect();
                if areas.contains(&region) {
                    continue; // A sum of categories of the region itself.
                }
                let has_figure = |part: &&&AreaCode| {
                    parts
                        .iter()
                        .any(|key| key.area == ***part && values.figure(key).value.is_some())
                };
                for authority in geography.authorities_on(&region, key.end) {
                    let here = || {
                        format!("{} of {region} on {}: {}", indicator.id, key.end, authority.name)
                    };
                    let own = in_later_publications(geography, &authority.code);
                    let parts = areas
                        .iter()
                        .filter(|part| own.iter().any(|area| geography.contains(part, area)));
                    assert!(parts.clone().filter(has_figure).count() <= 1, "twice: {}", here());
                    assert!(parts.count() > 0, "left out: {}", here());
                }
                checked_count += 1;
            }
        }
    }
    assert!(checked_count > 100, "{checked_count} sums");
}

#[test]
fn a_body_that_cannot_take_part_has_no_figure() {
    let store = tempfile::tempdir().unwrap();
    let Some(engine) =
        imported(store.path(), &["reconstructed/UKVI_RASI_Q3_2023_Background_Published.ods"])
    else {
        return;
    };
    // Home Office, NTS_01, column D: No in 202 of 416 rows of July to September 2023, 191 of
    // England and 11 of Northern Ireland.
    let table = printed::tidy(engine.figures(), "nts-01").unwrap();
    let rows = table
        .rows
        .iter()
        .filter(|row| row[2].raw() == "2023-07-01" && row[4].raw() == "transfers-out");
    let silent: Vec<String> =
        rows.filter(|row| row[7].raw() == "not-applicable").map(|row| row[0].raw()).collect();
    let of = |letter: char| silent.iter().filter(|code| code.starts_with(letter)).count();
    assert_eq!((silent.len(), of('E'), of('N')), (202, 191, 11));
    // The total of Northern Ireland: 4 children came, all to the Northern trust.
    assert_eq!(number(&engine, "transfers-in", "N92000002", "2023-09-30"), Some(4.0));
    // A number beside No: 1 from a port to Belfast, October to December 2021.
    assert_eq!(number(&engine, "transfers-from-port", "Belfast", "2021-12-31"), Some(1.0));
    assert_eq!(status(&engine, "transfers-from-port", "Belfast", "2021-12-31"), "unreliable");
    for (area, why) in [("Belfast", "health and social care trusts"), ("Ashford", "see Kent")] {
        let place = printed::place(engine.figures(), area).unwrap();
        for indicator in ["transfers-in", "net-transfers"] {
            let at =
                cells(&place, "indicator").iter().position(|cell| cell.raw() == indicator).unwrap();
            assert_eq!(cells(&place, "status")[at].raw(), "not-applicable", "{area}");
            assert!(
                cells(&place, "note")[at].raw().contains(why),
                "{area}: {:?}",
                cells(&place, "note")[at]
            );
        }
    }
    let belfast = ShowRequest::of_region("net-transfers".to_owned(), code("N92000002"));
    let listing = printed::show(
        engine.figures(),
        &ShowRequest { area: Some("Belfast".to_owned()), ..belfast },
    )
    .unwrap();
    assert!(
        listing.notes.iter().any(|note| note.starts_with("Not applicable: ")),
        "{:?}",
        listing.notes
    );
}

#[test]
fn a_measure_of_some_nations_alone_is_not_published_elsewhere() {
    let engine = engine();
    let why = |area: &str, indicator: &str| {
        let place = printed::place(engine.figures(), area).unwrap();
        let at =
            cells(&place, "indicator").iter().position(|cell| cell.raw() == indicator).unwrap();
        cells(&place, "note")[at].raw()
    };
    // Metadata of Explore Local Statistics: affordability of England and Wales, net additions of
    // England.
    let not_published = "not published: this measure of Explore Local Statistics is of England";
    assert_eq!(why("Glasgow City", "housing-affordability"), format!("{not_published} and Wales"));
    assert_eq!(why("Cardiff", "net-additions-to-housing"), not_published);
    assert!(why("Cardiff", "housing-affordability").starts_with("no data: "));
    assert!(why("Cardiff", "disposable-income-per-head").starts_with("no data: "));
    // Annual Population Survey, tables 1.1 and 2.1: Scotland and Northern Ireland have no rows of
    // districts.
    let not_held = "Annual Population Survey";
    assert!(
        why("Cardiff", "non-uk-born").contains(not_held)
            && !why("Glasgow City", "non-uk-born").contains(not_held)
    );
}

#[test]
fn asylum_cases_are_no_people() {
    let engine = engine();
    let indicator = engine.catalogue().indicator("asylum-work-in-progress").unwrap();
    assert_eq!((indicator.unit.as_str(), indicator.unit.label()), ("cases", "cases"));
}

#[test]
fn no_sentence_tells_a_change_across_a_break() {
    let store = tempfile::tempdir().unwrap();
    let files = ["published/rough-sleeping/Rough sleeping statistics England autumn 2017.xlsx"];
    if imported(store.path(), &files).is_none() {
        return;
    }
    let request =
        PackRequest::of_region("homelessness-and-rough-sleeping", code("E12000007"), &["md"]);
    let written = tempfile::tempdir().unwrap();
    documents::brief(
        engine_at(store.path(), Some("2018-06-01".parse().unwrap())).figures(),
        &request,
        &Destination::of(written.path()),
    )
    .unwrap();
    let text =
        std::fs::read_to_string(written.path().join("homelessness-and-rough-sleeping.md")).unwrap();
    // MHCLG, rough sleeping in England: autumn 2017, table 1: 964 people in London in 2016 and
    // 1,137 in 2017; 756 and 839 in the 24 boroughs that counted in both years, or estimated in
    // both.
    let told = "1,137 at 30 November 2017, not compared with 964 at 30 November 2016: the two are \
        not comparable";
    assert!(text.contains(told), "{text}");
    let alike = "; in the 24 of 33 authorities with comparable figures, they rose by 83 (11.0%) to \
        839, from 756.";
    assert!(text.contains(alike), "{text}");
}
