//! Lists hold everybody once, merged authorities have denominators, and one question has one answer
//! wherever it is asked. Expected numbers are cells of the publishers' files named, and sums and
//! quotients of them worked out outside the program.

use crate::printed;
use crate::support::{code, engine, imported};
use fairshares::allocation::derivations::TraceRequest;
use fairshares::allocation::{SharesRequest, key_parts, shares};
use fairshares::domain::Error;
use fairshares::engine::Engine;
use fairshares::figures::ShowRequest;
use fairshares::packs::{PackRequest, documents};
use fairshares::render;
use fairshares::table::{Cell, Listing};
use fairshares::tables::Answer;

const HOMELESSNESS: &str = "published/hclic/Detailed_LA_202303.ods";
const UNACCOMPANIED: &str = "published/uasc/CLA_31_March_UASC_by_LA_2021-2025.csv";
const CHILDREN: &str = "published/mye/ons_mid-year_population_estimates_2012_to_2024.csv";

/// The values of a region, of March 2023 alone.
fn of_march_2023(engine: &Engine, indicator: &str, region: &str) -> Listing {
    let day = Some("2023-03-31".parse().unwrap());
    let of_region = ShowRequest::of_region(indicator.to_owned(), code(region));
    printed::show(engine.figures(), &ShowRequest { from: day, to: day, ..of_region }).unwrap()
}

fn texts(listing: &Listing, column: &str) -> Vec<String> {
    let at = listing.column(column).unwrap();
    listing.rows.iter().map(|row| row[at].raw()).collect()
}

/// The value of an area in a listing.
fn value(listing: &Listing, area: &str) -> f64 {
    let (codes, at) = (texts(listing, "area_code"), listing.column("value").unwrap());
    let row =
        codes.iter().position(|code| code == area).unwrap_or_else(|| panic!("no row of {area}"));
    match listing.rows[row][at] {
        Cell::Number(number) => number,
        _ => panic!("no number of {area}"),
    }
}

/// A pack as plain text.
fn pack(engine: &Engine, pack: &str, region: &str, area: Option<&str>) -> Result<String, Error> {
    let request = PackRequest {
        area: area.map(str::to_owned),
        ..PackRequest::of_region(pack, code(region), &["md"])
    };
    let bytes = render::document_format("md")
        .unwrap()
        .render(&documents::document(engine.figures(), &request)?)?;
    Ok(String::from_utf8(bytes).unwrap())
}

#[test]
fn a_list_of_a_region_holds_nobody_twice_and_names_whom_it_leaves_out() {
    let store = tempfile::tempdir().unwrap();
    let Some(engine) = imported(store.path(), &[HOMELESSNESS]) else { return };
    let listing = of_march_2023(&engine, "homelessness-duties", "E12000003");
    let codes = texts(&listing, "area_code");
    // North Yorkshire as it is: Craven to Selby owed 38, 63, 205, 52, 61, 207 and 72 (sheet A1).
    assert_eq!(value(&listing, "E06000065"), 698.0);
    assert!(
        !codes.iter().any(|code| code.starts_with("E07") || code.starts_with("E10")),
        "{codes:?}"
    );
    let note = listing.notes.iter().find(|note| note.starts_with("Left out")).unwrap();
    assert!(
        note.contains("Craven (E07000163), Hambleton")
            && note.contains("Counties: North Yorkshire (E10000023)"),
        "{note}"
    );
    let since = printed::since(
        engine.figures(),
        "homelessness-duties",
        &code("E12000003"),
        "2026-11-01".parse().unwrap(),
    )
    .unwrap();
    assert_eq!(texts(&since, "area_code"), codes);
    assert!(since.notes.iter().any(|note| note.contains("Craven")));
    // One that is asked for alone is there.
    let craven = ShowRequest {
        area: Some("E07000163".to_owned()),
        ..ShowRequest::of_region("homelessness-duties".to_owned(), code("E12000003"))
    };
    assert_eq!(value(&printed::show(engine.figures(), &craven).unwrap(), "E07000163"), 38.0);
}

#[test]
fn a_merged_authority_has_the_households_of_its_districts_and_rates_of_them() {
    let store = tempfile::tempdir().unwrap();
    let Some(engine) = imported(store.path(), &[HOMELESSNESS]) else { return };
    // Sheets A1 and TA1: households of Mendip, Sedgemoor, South Somerset, Somerset West and Taunton
    // in thousands 52.019, 55.343, 75.729, 71.506; duties 133, 179, 233, 131; in temporary
    // accommodation 19, 40, 63, 110. Craven to Selby: 213 of 278.830 thousand.
    assert_eq!(
        value(&of_march_2023(&engine, "households-projected", "E12000009"), "E06000066"),
        254_597.0
    );
    for (indicator, region, area, expected) in [
        (
            "homelessness-duties-per-1k-households-quarter",
            "E12000009",
            "E06000066",
            676.0 / 254.597,
        ),
        ("temporary-accommodation-per-1k-households", "E12000009", "E06000066", 232.0 / 254.597),
        ("temporary-accommodation-per-1k-households", "E12000003", "E06000065", 213.0 / 278.830),
    ] {
        let found = value(&of_march_2023(&engine, indicator, region), area);
        assert!((found - expected).abs() < 1e-9, "{indicator} of {area}: {found}");
    }
}

#[test]
fn a_merged_authority_of_which_no_rate_can_be_made_has_a_row_with_the_reason() {
    let store = tempfile::tempdir().unwrap();
    let Some(engine) =
        imported(store.path(), &["published/context/els/net-additions-to-the-housing-stock.csv"])
    else {
        return;
    };
    let listing = of_march_2023(&engine, "net-additions-to-housing", "E12000009");
    let row = texts(&listing, "area_code").iter().position(|code| code == "E06000066").unwrap();
    assert_eq!(texts(&listing, "status")[row], "not-available");
    assert!(listing.notes.iter().any(|note| note.contains(
        "published for the districts that the authority was made of"
    )));
}

#[test]
fn a_district_has_one_answer_about_children_wherever_they_are_counted_by_counties() {
    let store = tempfile::tempdir().unwrap();
    let Some(engine) = imported(store.path(), &[UNACCOMPANIED, CHILDREN]) else { return };
    let answer = "not applicable here: figures are of counties and unitary authorities; see Kent";
    let place = printed::place(engine.figures(), "Canterbury").unwrap();
    for indicator in ["child-population", "unaccompanied-children"] {
        let row = texts(&place, "indicator").iter().position(|id| id == indicator).unwrap();
        assert_eq!(texts(&place, "note")[row], answer, "{indicator}");
    }
    let of_canterbury = pack(&engine, "place", "E12000008", Some("Canterbury")).unwrap();
    assert!(!of_canterbury.contains("Unaccompanied asylum-seeking children looked after, England"));
    assert!(
        of_canterbury
            .contains("looked after: no figure. Not applicable here: figures are of counties")
    );
    let of_region = pack(&engine, "children", "E12000008", None).unwrap();
    assert!(
        !of_region.contains("Eastbourne"),
        "districts of East Sussex have no place in figures of counties"
    );
}

#[test]
fn the_profile_of_a_place_is_made_for_a_county_and_names_its_districts() {
    let kent = pack(&engine(), "place", "E12000008", Some("Kent")).unwrap();
    assert!(kent.contains("Its districts have their own profiles: Ashford, Canterbury, Dartford"));
    let error = pack(&engine(), "place", "E12000008", Some("South East")).unwrap_err().to_string();
    assert!(error.contains("such as Worthing") && !error.contains("Newham"), "{error}");
}

#[test]
fn a_pack_says_between_which_places_an_authority_can_stand() {
    let store = tempfile::tempdir().unwrap();
    let Some(engine) =
        imported(store.path(), &["published/context/els/gross-median-weekly-pay.csv"])
    else {
        return;
    };
    // ONS, Explore Local Statistics, April 2025: with the limits printed, 10 boroughs lie above
    // Newham's for certain.
    let newham = pack(&engine, "place", "E12000007", Some("Newham")).unwrap();
    assert!(newham.contains("| 31 of 32 (11 to 32) |"), "{newham}");
}

#[test]
fn areas_that_may_not_be_compared_are_not_applicable_beside_one_another() {
    let request = ShowRequest {
        area: Some("Hillingdon".to_owned()),
        beside: true,
        ..ShowRequest::of_region("homes-for-ukraine-arrivals".to_owned(), code("E12000007"))
    };
    let listing = printed::show(engine().figures(), &request).unwrap();
    let statuses = texts(&listing, "status");
    for (area, status) in texts(&listing, "area_code").iter().zip(statuses) {
        let is_isolated =
            ["K02000001", "N92000002", "S92000003", "W92000004"].contains(&area.as_str());
        assert_eq!(status == "not-applicable", is_isolated, "{area}: {status}");
    }
    assert!(
        listing.notes.iter().any(|note| note.starts_with("Not applicable beside Hillingdon: "))
    );
}

#[test]
fn what_another_office_publishes_has_one_answer_everywhere() {
    let store = tempfile::tempdir().unwrap();
    let Some(engine) = imported(store.path(), &[UNACCOMPANIED, CHILDREN]) else { return };
    let (wales, of) = (code("W92000004"), "unaccompanied-children");
    let shares = SharesRequest::new(wales.clone(), "population".to_owned(), of.to_owned());
    let errors = [
        printed::show(engine.figures(), &ShowRequest::of_region(of.to_owned(), wales.clone()))
            .unwrap_err(),
        shares::shares(engine.figures(), &shares).unwrap_err(),
        shares::inequality(engine.figures(), &wales, of).unwrap_err(),
        printed::trace_figure(engine.figures(), [of, "Cardiff", "2025-03-31"]).unwrap_err(),
    ];
    for error in errors {
        let said = error.to_string();
        assert!(said.contains("published by another office, not read: Welsh Government"), "{said}");
        assert!(!said.contains("import the publication"), "{said}");
    }
}

#[test]
fn a_key_of_children_divides_among_counties_whatever_is_shared() {
    let store = tempfile::tempdir().unwrap();
    let Some(engine) = imported(store.path(), &[UNACCOMPANIED, CHILDREN]) else { return };
    // DfE's copy of the mid-year estimates, mid-2024: Kent has 355,390 of the 2,023,914 children of
    // the South East.
    let parts = key_parts::key_parts(
        engine.figures(),
        &SharesRequest::of_people(
            engine.catalogue(),
            code("E12000008"),
            "child-population".to_owned(),
        ),
    )
    .unwrap()
    .table();
    let kent = texts(&parts, "area_code").iter().position(|code| code == "E10000016").unwrap();
    let share: f64 = texts(&parts, "fair_share")[kent].parse().unwrap();
    assert!((share - 100.0 * 355_390.0 / 2_023_914.0).abs() < 1e-9, "{share}");
    let request =
        TraceRequest::Share { key: "child-population".to_owned(), area: "Kent".to_owned() };
    let traced = printed::trace(engine.figures(), &request).unwrap();
    assert!(traced.contains("355,390 / 2,023,914"), "{traced}");
}

#[test]
fn a_change_over_several_years_says_so() {
    let store = tempfile::tempdir().unwrap();
    let Some(engine) = imported(store.path(), &["published/mye/mye22final.xlsx"]) else { return };
    // ONS, mid-2022 estimates: median age of Scotland 41.3 in mid-2011 and 43.0 in mid-2022.
    let scotland = pack(&engine, "demographic-trends", "S92000003", None).unwrap();
    assert!(scotland.contains("from 41.3 years at 30 June 2011, over 11 years."), "{scotland}");
}
