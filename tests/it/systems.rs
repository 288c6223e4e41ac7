//! What methods promise that look at all authorities of a region, at tables of moves, or at bands
//! of age: a missing figure makes the outcome missing for its reason, indices stay in their ranges,
//! and neither units nor the naming of areas move them.

use crate::support::{code, engine, indicator_by, inputs_of};
use fairshares::catalogue::method::{
    CorrelationIndex, DiversityIndex, InequalityIndex, InequalityPart, MigrationIndex,
    MultigroupIndex, SegregationIndex,
};
use fairshares::catalogue::{Codelist, Definitions, Method};
use fairshares::domain::{AreaCode, Date, Id, Period, Status};
use fairshares::geography::Geography;
use fairshares::indicator::{Inputs, Key, Origin, Value, Values, computed_by};
use fairshares::table::Figure;
use proptest::prelude::*;

/// The methods that this file tests.
pub const METHODS_TESTED: [&str; 13] = [
    "inequality",
    "inequality-parts",
    "concentration",
    "segregation",
    "multigroup-segregation",
    "correlation",
    "migration-system",
    "diversity",
    "arrivals-by-origin",
    "departures-by-destination",
    "directly-standardised-rate",
    "standardised-ratio",
    "residual",
];

const DAY: &str = "2025-12-31";
const LONDON: &str = "E12000007";
const ENGLAND: &str = "E92000001";
const CITY: &str = "E09000001";

fn day() -> Date {
    DAY.parse().unwrap()
}

fn key(area: &AreaCode, dims: &[&str]) -> Key {
    Key { area: area.clone(), end: day(), dims: dims.iter().map(|dim| (*dim).to_owned()).collect() }
}

fn insert(values: &mut Values, key: Key, figure: Figure) {
    let period = Period::day(key.end);
    values.insert(key, Value::of(period, figure, Origin::Computed(Vec::new())));
}

thread_local! {
    static GEOGRAPHY: Geography = engine().geography().clone();
}

/// The authorities of an area on the day.
fn authorities(area: &str) -> Vec<AreaCode> {
    let codes = |geography: &Geography| {
        geography
            .authorities_on(&code(area), day())
            .into_iter()
            .map(|area| area.code.clone())
            .collect()
    };
    GEOGRAPHY.with(codes)
}

fn columns(areas: &[AreaCode], numbers: impl Fn(usize) -> f64) -> Values {
    let mut values = Values::new(Vec::new());
    areas
        .iter()
        .enumerate()
        .for_each(|(at, area)| insert(&mut values, key(area, &[]), Figure::of(numbers(at))));
    values
}

/// People of three groups in each area, the third being everybody else of a thousand.
fn grouped(areas: &[AreaCode], numbers: impl Fn(usize, usize) -> f64) -> Values {
    let mut values = Values::new(Vec::new());
    for (at, area) in areas.iter().enumerate() {
        for (group, name) in ["one", "two", "three"].into_iter().enumerate() {
            insert(&mut values, key(area, &[name]), Figure::of(numbers(at, group)));
        }
    }
    values
}

fn moves(areas: &[AreaCode], numbers: impl Fn(usize, usize) -> f64) -> Values {
    let mut values = Values::new(Vec::new());
    for (to, area) in areas.iter().enumerate() {
        for (from, origin) in areas.iter().enumerate() {
            insert(&mut values, key(area, &[origin.as_str()]), Figure::of(numbers(from, to)));
        }
    }
    values
}

fn ages(areas: &[AreaCode], bands: &[&str], numbers: impl Fn(usize) -> f64) -> Values {
    let mut values = Values::new(Vec::new());
    for area in areas {
        for (at, band) in bands.iter().enumerate() {
            insert(&mut values, key(area, &[band]), Figure::of(numbers(at)));
        }
    }
    values
}

fn groups() -> Definitions<Codelist> {
    let code = |code: &str, parent: &str| fairshares::catalogue::Code {
        code: code.to_owned(),
        title: code.to_owned(),
        parent: parent.to_owned(),
        labels: code.to_owned(),
    };
    let codes = vec![code("all", ""), code("one", "all"), code("two", "all"), code("three", "all")];
    let id = Id::new("groups").unwrap();
    [(id.clone(), Codelist::new(id, codes))].into_iter().collect()
}

/// What a method makes of three columns, with one of its indices.
fn made(id: &str, index: &str, (of, per, by): (&Values, &Values, &Values)) -> Values {
    let (index, within) = (format!("{index:?}"), format!("{ENGLAND:?}"));
    let keys = [
        ("index", index.as_str()),
        ("of", "\"a\""),
        ("per", "\"b\""),
        ("by", "\"c\""),
        ("groups", "\"groups\""),
        ("multiplier", "10000.0"),
        ("within", within.as_str()),
        ("term", "[{ indicator = \"a\" }]"),
    ];
    let definition = indicator_by(id, &keys);
    let codelists = groups();
    GEOGRAPHY.with(|geography| {
        let inputs = Inputs {
            indicator: &definition,
            tables: Vec::new(),
            values: inputs_of(&definition, [of, per, by]),
            geography,
            codelists: &codelists,
            breaks: Vec::new(),
            only: None,
        };
        computed_by(&definition.method).compute(&inputs).unwrap()
    })
}

/// Every index of every method that looks at two or three columns of authorities.
fn of_columns() -> Vec<(&'static str, &'static str)> {
    let mut all = vec![("concentration", "")];
    all.extend(InequalityIndex::ALL.iter().map(|index| ("inequality", index.as_str())));
    all.extend(InequalityPart::ALL.iter().map(|index| ("inequality-parts", index.as_str())));
    all.extend(SegregationIndex::ALL.iter().map(|index| ("segregation", index.as_str())));
    all.extend(CorrelationIndex::ALL.iter().map(|index| ("correlation", index.as_str())));
    all
}

/// The area for which a method has a value: parts of inequality are those of a nation.
fn whole_of(method: &str) -> &'static str {
    if method == "inequality-parts" { ENGLAND } else { LONDON }
}

#[test]
fn every_method_tested_here_exists() {
    assert!(METHODS_TESTED.iter().all(|id| Method::NAMES.contains(id)));
}

#[test]
fn one_suppressed_authority_suppresses_every_index() {
    for (id, index) in of_columns() {
        let areas = authorities(whole_of(id));
        let (mut people, residents) =
            (columns(&areas, |at| at as f64), columns(&areas, |at| 1000.0 + at as f64));
        insert(&mut people, key(&code(CITY), &[]), Figure::missing(Status::Suppressed));
        let made = made(id, index, (&people, &residents, &residents));
        assert_eq!(
            made.figure(&key(&code(whole_of(id)), &[])),
            Figure::missing(Status::Suppressed),
            "{id} {index}"
        );
    }
}

#[test]
fn one_authority_without_a_population_leaves_no_index() {
    for (id, index) in of_columns() {
        let areas = authorities(whole_of(id));
        let (people, residents) =
            (columns(&areas, |at| at as f64), columns(&areas[1..], |at| 1000.0 + at as f64));
        let made = made(id, index, (&people, &residents, &residents));
        assert_eq!(
            made.figure(&key(&code(whole_of(id)), &[])),
            Figure::missing(Status::NotAvailable),
            "{id} {index}"
        );
    }
}

#[test]
fn one_suppressed_group_or_flow_suppresses_what_is_made_of_all() {
    let areas = authorities(LONDON);
    let city = code(CITY);
    let mut people = grouped(&areas, |at, group| (at + group) as f64);
    insert(&mut people, key(&city, &["two"]), Figure::missing(Status::Suppressed));
    let london = key(&code(LONDON), &[]);
    for index in MultigroupIndex::ALL.iter().map(|index| index.as_str()) {
        let made = made("multigroup-segregation", index, (&people, &people, &people));
        assert_eq!(made.figure(&london), Figure::missing(Status::Suppressed), "{index}");
    }
    for index in DiversityIndex::ALL.iter().map(|index| index.as_str()) {
        let made = made("diversity", index, (&people, &people, &people));
        assert_eq!(made.figure(&key(&city, &[])), Figure::missing(Status::Suppressed), "{index}");
        assert!(made.figure(&key(&areas[1], &[])).value.is_some(), "{index}");
    }
    let mut flows = moves(&areas, |from, to| (from * to) as f64);
    insert(&mut flows, key(&city, &[areas[1].as_str()]), Figure::missing(Status::Suppressed));
    let residents = columns(&areas, |_| 1000.0);
    for index in MigrationIndex::ALL.iter().map(|index| index.as_str()) {
        let made = made("migration-system", index, (&flows, &residents, &residents));
        assert_eq!(made.figure(&london), Figure::missing(Status::Suppressed), "{index}");
    }
    let nothing = Values::new(Vec::new());
    let left = made("departures-by-destination", "", (&flows, &nothing, &nothing));
    assert_eq!(left.figure(&key(&areas[1], &[CITY])), Figure::missing(Status::Suppressed));
    let came = made("arrivals-by-origin", "", (&flows, &nothing, &nothing));
    assert_eq!(came.figure(&key(&city, &[areas[1].as_str()])), Figure::missing(Status::Suppressed));
}

#[test]
fn moves_within_an_area_are_neither_arrivals_nor_departures() {
    let areas = authorities(LONDON);
    let mut flows = moves(&areas, |_, _| 1.0);
    let birmingham = code("E08000025");
    insert(&mut flows, key(&birmingham, &[CITY]), Figure::of(7.0));
    insert(&mut flows, key(&birmingham, &[areas[1].as_str()]), Figure::of(5.0));
    insert(&mut flows, key(&code(LONDON), &[CITY]), Figure::of(33.0));
    insert(&mut flows, key(&code(LONDON), &["does-not-apply"]), Figure::of(9_000.0));
    insert(&mut flows, key(&code(LONDON), &["outside-uk"]), Figure::of(40.0));
    let nothing = Values::new(Vec::new());
    let came = made("arrivals-by-origin", "", (&flows, &nothing, &nothing));
    let to_london: Vec<(&str, Option<f64>)> = came
        .iter_area(&code(LONDON))
        .map(|(key, value)| (key.dims[0].as_str(), value.figure.value))
        .collect();
    assert_eq!(to_london, [("outside-uk", Some(40.0))]);
    assert!(came.get(&key(&code(CITY), &[CITY])).is_none());
    let left = made("departures-by-destination", "", (&flows, &nothing, &nothing));
    let from_london: Vec<(&str, Option<f64>)> = left
        .iter_area(&code(LONDON))
        .map(|(key, value)| (key.dims[0].as_str(), value.figure.value))
        .collect();
    assert_eq!(from_london, [("E08000025", Some(12.0))]);
    assert_eq!(left.figure(&key(&code(CITY), &["E08000025"])), Figure::of(7.0));
}

const BANDS: [&str; 3] = ["16-17", "18-24", "25+"];

#[test]
fn a_missing_band_of_age_leaves_no_standardised_rate() {
    let areas = vec![code(CITY), code(ENGLAND)];
    let single: Vec<String> =
        (0..90).map(|age| age.to_string()).chain(["90+".to_owned()]).collect();
    let single: Vec<&str> = single.iter().map(String::as_str).collect();
    let residents = ages(&areas, &single, |_| 1000.0);
    let events = ages(&areas, &BANDS, |_| 10.0);
    let mut suppressed = events.clone();
    insert(&mut suppressed, key(&areas[0], &["18-24"]), Figure::missing(Status::Suppressed));
    let short = ages(&areas, &single[..90], |_| 1000.0);
    for id in ["directly-standardised-rate", "standardised-ratio"] {
        let of_city = |events: &Values, residents: &Values| {
            made(id, "", (events, residents, residents)).figure(&key(&areas[0], &[]))
        };
        assert!(of_city(&events, &residents).value.is_some(), "{id}");
        assert_eq!(of_city(&suppressed, &residents), Figure::missing(Status::Suppressed), "{id}");
        // The open band is not whole without those of 90 and over.
        assert_eq!(of_city(&events, &short), Figure::missing(Status::NotAvailable), "{id}");
    }
}

#[test]
fn a_residual_needs_both_populations_and_every_component() {
    let area = code(CITY);
    let start: Date = "2025-01-01".parse().unwrap();
    let mut components = Values::new(Vec::new());
    let period = Period { start, end: day() };
    components
        .insert(key(&area, &[]), Value::of(period, Figure::of(30.0), Origin::Computed(Vec::new())));
    let mut population = columns(std::slice::from_ref(&area), |_| 1100.0);
    let nothing = Values::new(Vec::new());
    assert!(made("residual", "", (&components, &population, &nothing)).is_empty());
    let before = Key { area: area.clone(), end: start.yesterday().unwrap(), dims: Vec::new() };
    insert(&mut population, before, Figure::of(1000.0));
    let residual = |components: &Values| {
        made("residual", "", (components, &population, &nothing)).figure(&key(&area, &[]))
    };
    assert_eq!(residual(&components), Figure::of(70.0));
    components.insert(
        key(&area, &[]),
        Value::of(period, Figure::missing(Status::Suppressed), Origin::Computed(Vec::new())),
    );
    assert_eq!(residual(&components), Figure::missing(Status::Suppressed));
}

/// Numbers for as many areas as London has.
fn numbers() -> impl Strategy<Value = Vec<(f64, f64, f64)>> {
    let area = (0_u32..5_000, 5_000_u32..400_000, 0_u32..60);
    let area = area.prop_map(|(people, residents, score)| {
        (f64::from(people), f64::from(residents), f64::from(score))
    });
    proptest::collection::vec(area, 33)
}

/// What an index of London is, with areas and units as given.
fn of_london(id: &str, index: &str, numbers: &[(f64, f64, f64)], scale: f64) -> Option<f64> {
    let areas = authorities(LONDON);
    let people = columns(&areas, |at| scale * numbers[at].0);
    let residents = columns(&areas, |at| scale * numbers[at].1);
    let scores = columns(&areas, |at| numbers[at].2);
    made(id, index, (&people, &residents, &scores)).figure(&key(&code(LONDON), &[])).value
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn indices_stay_in_range_and_do_not_move_with_units_or_the_order_of_areas(numbers in numbers()) {
        let reversed: Vec<_> = numbers.iter().rev().copied().collect();
        for (id, index) in of_columns().into_iter().filter(|(id, _)| *id != "inequality-parts") {
            let Some(value) = of_london(id, index, &numbers, 1.0) else { continue };
            let (lowest, highest) = match (id, index) {
                ("correlation" | "concentration", _) => (-1.0, 1.0),
                ("inequality", "people_to_move") => (0.0, numbers.iter().map(|area| area.0).sum()),
                ("inequality", "effective_hosts") => (1.0, 33.0),
                ("inequality", "theil_t") => (0.0, f64::INFINITY),
                _ => (0.0, 1.0),
            };
            prop_assert!((lowest - 1e-9..=highest + 1e-9).contains(&value), "{} {}: {}", id, index, value);
            let near = |other: Option<f64>| other.is_some_and(|other| (other - value).abs() < 1e-9 * value.abs().max(1.0));
            prop_assert!(near(of_london(id, index, &reversed, 1.0)), "{} {} moves with the order \
                of areas", id, index);
            if index != "people_to_move" {
                prop_assert!(near(of_london(id, index, &numbers, 1000.0)), "{} {} moves with the \
                    unit", id, index);
            }
        }
    }
}
