//! Rules of apportionment against numbers made elsewhere (`tests/oracles` names each source), and
//! what they promise for all numbers.

mod properties;
mod tables;

use crate::support::oracle;
use fairshares::fairshare::{Claim, RULES, Request, Ties, rule};
use std::collections::{BTreeMap, BTreeSet};

fn numbers(text: &str) -> Vec<u64> {
    text.split_whitespace().map(|word| word.parse().unwrap()).collect()
}

fn claims(weights: &[u64]) -> Vec<Claim> {
    weights.iter().map(|weight| Claim::of(*weight)).collect()
}

/// Every row of a file of apportionments; how many there are of each rule.
fn agree(
    text: &str,
    ties: Ties,
    claims_of: fn(&BTreeMap<String, String>) -> Vec<Claim>,
) -> BTreeMap<String, usize> {
    let mut checked = BTreeMap::new();
    for row in oracle(text) {
        let request =
            Request { places: row["places"].parse().unwrap(), claims: claims_of(&row), ties };
        let answer = rule(&row["rule"])
            .unwrap()
            .apportion(&request)
            .unwrap_or_else(|why| panic!("{why:?}: {row:?}"));
        assert_eq!(answer.places, numbers(&row["given"]), "{row:?}");
        let unplaced: u64 = row.get("unplaced").map_or(0, |unplaced| unplaced.parse().unwrap());
        assert_eq!(answer.unplaced, unplaced, "{row:?}");
        *checked.entry(row["rule"].clone()).or_default() += 1;
    }
    checked
}

fn without_limits(row: &BTreeMap<String, String>) -> Vec<Claim> {
    claims(&numbers(&row["weights"]))
}

fn within_limits(row: &BTreeMap<String, String>) -> Vec<Claim> {
    let room = row["room"].split_whitespace().map(|word| word.parse().ok());
    let floors = numbers(&row["floor"]).into_iter().zip(numbers(&row["stock"]));
    let bounds = room.zip(floors);
    let of = |(weight, (room, (floor, stock)))| Claim { weight, room, floor, stock };
    numbers(&row["weights"]).into_iter().zip(bounds).map(of).collect()
}

#[test]
fn every_rule_gives_what_is_printed_elsewhere() {
    let checked = agree(
        include_str!("../../oracles/apportionments-published.csv"),
        Ties::Refuse,
        without_limits,
    );
    let rules: BTreeSet<&str> = RULES.iter().map(|rule| rule.id()).collect();
    assert_eq!(checked.keys().map(String::as_str).collect::<BTreeSet<_>>(), rules);
}

#[test]
fn every_rule_agrees_with_another_package_on_random_electorates() {
    let checked =
        agree(include_str!("../../oracles/apportionments.csv"), Ties::Order, without_limits);
    assert!(RULES.iter().all(|rule| checked[rule.id()] > 100), "{checked:?}");
}

#[test]
fn no_random_electorate_has_a_tie() {
    let text = include_str!("../../oracles/apportionments.csv");
    let kept: Vec<&str> = text.lines().filter(|line| !line.contains(",balinski-young,")).collect();
    agree(&kept.join("\n"), Ties::Refuse, without_limits);
}

#[test]
fn caps_floors_and_stock_are_those_of_the_definitions() {
    let checked = agree(
        include_str!("../../oracles/apportionments-limited.csv"),
        Ties::Refuse,
        within_limits,
    );
    let defined = RULES.iter().filter(|rule| rule.id() != "balinski-young");
    assert!(defined.into_iter().all(|rule| checked[rule.id()] > 80), "{checked:?}");
}

#[test]
fn a_key_that_is_rounded_share_by_share_loses_people_and_an_apportionment_does_not() {
    // The Königstein key of 2015 in hundred-thousandths of a per cent, for a thousand people.
    let published = oracle(include_str!("../../oracles/apportionments-published.csv"));
    let key =
        numbers(&published.iter().find(|row| row["source"] == "koenigstein").unwrap()["weights"]);
    assert_eq!(key.iter().sum::<u64>(), 10_000_000);
    assert_eq!(key.iter().map(|share| (share + 5_000) / 10_000).sum::<u64>(), 998);
    for rule in RULES {
        let request = Request { places: 1000, claims: claims(&key), ties: Ties::Refuse };
        assert_eq!(
            rule.apportion(&request).unwrap().places.iter().sum::<u64>(),
            1000,
            "{}",
            rule.id()
        );
    }
}

#[test]
fn the_relocation_keys_of_2015_were_rounded_one_by_one() {
    let rows = oracle(include_str!("../../oracles/relocation-keys.csv"));
    let column =
        |name: &str| -> Vec<u64> { rows.iter().filter_map(|row| row[name].parse().ok()).collect() };
    let (shares, may, september) =
        (column("share_may"), column("persons_may"), column("persons_september"));
    assert_eq!((shares.iter().sum::<u64>(), may.iter().sum::<u64>()), (10_000, 23_998));
    assert_eq!((september.len(), september.iter().sum::<u64>()), (22, 119_998));
    // Every printed number is its share of 24,000 rounded by itself: within what the two decimals
    // of the share leave open (1.2 people) and half a person. In tenths of people, a share of 0.01
    // per cent is 24.
    for (share, persons) in shares.iter().zip(&may) {
        assert!((share * 24).abs_diff(persons * 10) <= 12 + 5, "{share} {persons}");
    }
    for (weights, places) in [(&shares, 24_000), (&may, 24_000), (&september, 120_000)] {
        for rule in RULES {
            let request = Request { places, claims: claims(weights), ties: Ties::Order };
            let given = rule.apportion(&request).unwrap().places;
            assert_eq!(given.iter().sum::<u64>(), places, "{}", rule.id());
        }
    }
    // With the printed persons as weights, largest remainder gives everybody what is printed, and
    // two states one more.
    for (printed, places) in [(&may, 24_000), (&september, 120_000)] {
        let request = Request { places, claims: claims(printed), ties: Ties::Order };
        let given = rule("largest-remainder").unwrap().apportion(&request).unwrap().places;
        let more: Vec<u64> =
            given.iter().zip(printed).map(|(given, printed)| given - printed).collect();
        assert_eq!((more.iter().max(), more.iter().sum::<u64>()), (Some(&1), 2));
    }
}

#[test]
fn every_formula_of_fair_shares_can_be_signed() {
    let headings = [
        "# What it measures",
        "# Formula",
        "# Inputs and units",
        "# Missing and suppressed",
        "# When not to use it",
        "# Ties",
        "# References",
    ];
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/fairshare");
    for file in [
        "apportion/largest_remainder",
        "apportion/divisor",
        "apportion/balinski_young",
        "biproportional",
        "ras",
    ] {
        let text = std::fs::read_to_string(folder.join(file).with_extension("rs")).unwrap();
        let places: Vec<Option<usize>> =
            headings.iter().map(|heading| text.find(&format!("/// {heading}\n"))).collect();
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{file}: {places:?}");
    }
}
