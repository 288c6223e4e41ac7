//! Shipped indicators of the 33 London boroughs and of the United Kingdom, compared cell for cell
//! with what a Python script recomputes from the publishers' files: values to nine digits, periods,
//! limits, and which are missing and why.

use crate::support::{imported, oracle, same_figure};
use fairshares::domain::{AreaCode, Status};
use fairshares::engine::Engine;
use fairshares::indicator::Key;
use std::collections::{BTreeMap, BTreeSet};

/// How many cells differ that a failure prints.
const PRINTED: usize = 20;

/// How many areas an oracle has figures of: every borough of London, or the United Kingdom alone.
const BOROUGHS: usize = 33;
const KINGDOM: usize = 1;

/// For each indicator and figure (day and category) of an oracle the areas it has.
type Compared = BTreeMap<String, BTreeMap<String, BTreeSet<String>>>;

/// Imports files and compares every cell of an oracle with the indicators made from them.
fn agrees(expected: &str, areas: usize, indicators: usize, files: &[&str]) {
    let Some(seen) = compared(expected, files) else { return };
    assert!(seen.len() >= indicators, "{} indicators compared", seen.len());
    for (indicator, figures) in seen {
        for (figure, of) in figures {
            assert_eq!(of.len(), areas, "{indicator} {figure}: areas in the oracle");
        }
    }
}

/// What was compared and is the same; `None` where the publishers' files are not at hand.
fn compared(expected: &str, files: &[&str]) -> Option<Compared> {
    let store = tempfile::tempdir().unwrap();
    let engine = imported(store.path(), files)?;
    let mut seen = Compared::new();
    let mut problems = Vec::new();
    for line in oracle(expected) {
        let same_figures = format!("{} {}", line["period_end"], line["category"]);
        let of_indicator = seen.entry(line["indicator"].clone()).or_default();
        of_indicator.entry(same_figures).or_default().insert(line["area_code"].clone());
        if let Some(problem) = differs(&engine, &line) {
            problems.push(problem);
        }
    }
    let shown = problems.iter().take(PRINTED).cloned().collect::<Vec<_>>().join("\n");
    assert!(problems.is_empty(), "{} cells differ, among them\n{shown}", problems.len());
    Some(seen)
}

/// What differs between a line of an oracle and the indicator, if anything.
fn differs(engine: &Engine, line: &BTreeMap<String, String>) -> Option<String> {
    let values = engine.figures().values(&line["indicator"]).unwrap();
    let end = line["period_end"].parse().unwrap();
    let dims = line["category"].split_terminator(';').map(str::to_owned).collect();
    let key = Key { area: AreaCode::new(&line["area_code"]).unwrap(), end, dims };
    let Some(value) = values.get(&key) else { return Some(format!("no value for {line:?}")) };
    let number = |column: &str| line[column].parse::<f64>().ok();
    let told = |status: &Status| {
        value.figure.value.is_none() || matches!(status, Status::Unreliable | Status::LowerBound)
    };
    let missing = value.figure.status.filter(told).map_or("", Status::as_str);
    let (lower, upper) =
        (value.interval.map(|limits| limits.lower), value.interval.map(|limits| limits.upper));
    let same = same_figure(value.figure.value, number("value"))
        && missing == line["status"]
        && value.period.start.to_string() == line["period_start"]
        && same_figure(lower, number("lower"))
        && same_figure(upper, number("upper"));
    (!same).then(|| format!("{:?} {:?} for {line:?}", value.figure, value.interval))
}

#[test]
fn regions_as_systems_of_authorities() {
    let files = [
        "reconstructed/support-local-authority-datasets-sep-2024.xlsx",
        "published/mye/mye22final.xlsx",
        "published/mye/mye23tablesew.xlsx",
        "published/mye/mye24tablesuk.xlsx",
        "published/deprivation/File_10_-_IoD2019_Local_Authority_District_Summaries__lower-tier__.xlsx",
        "published/internal-migration/ODMG01EW_LTLA.csv",
        "published/census/ons-ethnic-population-la.csv",
        "published/hclic/Detailed_LA_202406_fix.xlsx",
        "published/hclic/Detailed_LA_202503.ods",
        "published/hclic/Statutory_Homelessness_Detailed_Local_Authority_Data_202506.ods",
    ];
    let Some(seen) = compared(include_str!("../oracles/indicators/systems.csv"), &files) else {
        return;
    };
    assert!(seen.len() >= 38, "{} indicators compared", seen.len());
}

#[test]
fn people_who_seek_protection() {
    let files = [
        "reconstructed/support-local-authority-datasets-sep-2024.xlsx",
        "reconstructed/resettlement-local-authority-datasets-sep-2024.xlsx",
        "reconstructed/regional-and-local-authority-dataset-dec-2025.ods",
        "reconstructed/UKVI_RASI_Q3_2023_Background_Published.ods",
        "published/uasc/SFR21_CLA.csv",
        "published/uasc/SFR41_CLA2016.csv",
        "published/uasc/SFR50_CLA2017.csv",
        "published/uasc/CLA_31_March_UASC_by_LA_2021-2025.csv",
        "published/uasc/release-2023-24/cla_number_and_rate_per_10k_children.csv",
        "published/mye/ons_mid-year_population_estimates_2012_to_2024.csv",
    ];
    agrees(include_str!("../oracles/indicators/people.csv"), BOROUGHS, 31, &files);
}

#[test]
fn homes_lost_and_nights_in_the_street() {
    let files = [
        "published/hclic/DetailedLA_201806.xlsx",
        "published/hclic/DetailedLA_202006.ods",
        "published/hclic/DetailedLA_202112.ods",
        "published/hclic/Detailed_LA_202309_fixed.ods",
        "published/hclic/Detailed_LA_202406_fix.xlsx",
        "published/hclic/Detailed_LA_202503.ods",
        "published/hclic/Statutory_Homelessness_Detailed_Local_Authority_Data_202506.ods",
        "published/rough-sleeping/Rough sleeping statistics England autumn 2017.xlsx",
    ];
    agrees(include_str!("../oracles/indicators/homes.csv"), BOROUGHS, 17, &files);
}

#[test]
fn change_and_ages_of_the_population() {
    let files = ["published/mye/mye23tablesew.xlsx", "published/mye/mye24tablesew.csv"];
    agrees(include_str!("../oracles/indicators/change.csv"), BOROUGHS, 30, &files);
}

#[test]
fn people_born_abroad_and_new_registrations() {
    let files = [
        "published/lami/2021lamistables.xlsx",
        "published/aps/populationbycountryofbirthandnationalityjul15tojun16.xls",
        "published/nino/nino-registrations-overseas-borough-2003.csv",
        "published/nino/nino-registrations-overseas-borough-2010.csv",
        "published/nino/nino-registrations-adult-overseas-nationals-march-2018-tables.ods",
    ];
    agrees(include_str!("../oracles/indicators/origin.csv"), BOROUGHS, 14, &files);
}

#[test]
fn the_places_people_live_in() {
    let files = [
        "reconstructed/census2021-ts029-ltla.csv",
        "reconstructed/census2021-ts019-ltla.csv",
        "published/census/la_count_households.xlsx",
        "published/census/ons-ethnic-population-la.csv",
        "published/deprivation/File_10_-_IoD2019_Local_Authority_District_Summaries__lower-tier__.xlsx",
        "published/context/la_private_rents_median.xlsx",
        "published/context/la_tenure.xlsx",
        "published/context/nomis_earning_jobs_data.xlsx",
        "published/context/uc_la_households.xlsx",
        "published/context/els/gross-disposable-household-income-per-head.csv",
        "published/context/els/children-in-relative-poverty.csv",
        "published/context/els/claimant-count.csv",
        "published/context/els/gross-median-weekly-pay.csv",
        "published/context/els/housing-affordability-ratio.csv",
        "published/context/els/net-additions-to-the-housing-stock.csv",
    ];
    agrees(include_str!("../oracles/indicators/place.csv"), BOROUGHS, 20, &files);
}

#[test]
fn what_is_published_for_the_kingdom_only() {
    let files = [
        "published/small-boats/15_May_2026_Small_boats_-_time_series.ods",
        "published/ltim/december23ltimaccessible.xlsx",
        "published/transparency/UKVI_IP_Q3_2023_Background_Published.xlsx",
    ];
    agrees(include_str!("../oracles/indicators/kingdom.csv"), KINGDOM, 7, &files);
}
