//! What every method promises: missing in gives missing out with its reason, a true zero stays a
//! zero, nothing depends on the order of areas.

use crate::support::{engine, indicator_by, inputs_of};
use fairshares::catalogue::{Definitions, Indicator, Method};
use fairshares::domain::{AreaCode, Date, Period, Status};
use fairshares::indicator::{Inputs, Key, Origin, Value, Values, computed_by};
use fairshares::table::Figure;
use jiff::ToSpan;

const CITY: &str = "E09000001";
const HOUNSLOW: &str = "E09000018";
const LONDON: &str = "E12000007";

fn key(area: &str, day: &str, category: Option<&str>) -> Key {
    let dims = category.into_iter().map(str::to_owned).collect();
    Key { area: AreaCode::new(area).unwrap(), end: day.parse().unwrap(), dims }
}

/// Values on days, each about that day or about the quarter that it ends.
fn values(
    figures: &[(&str, Figure)],
    days: &[&str],
    category: Option<&str>,
    is_flow: bool,
) -> Values {
    let mut made = Values::new(Vec::new());
    for day in days {
        for (area, figure) in figures {
            let end: Date = day.parse().unwrap();
            let start =
                if is_flow { end.first_of_month().checked_sub(2.months()).unwrap() } else { end };
            let value = Value::of(Period { start, end }, *figure, Origin::Computed(Vec::new()));
            made.insert(key(area, day, category), value);
        }
    }
    made
}

/// An indicator with what its method needs: `a` are people, `b` residents, `c` a further term.
fn indicator(method: &str) -> Indicator {
    let keys = [
        ("of", "\"a\""),
        ("per", "\"b\""),
        ("multiplier", "10000.0"),
        ("within", "\"region\""),
        ("quarters", "1"),
        ("cap_residents_per_person", "200"),
        ("target_year", "2030"),
        ("base", "\"2025-03-31\""),
        ("term", "[{ indicator = \"a\" }, { indicator = \"c\" }]"),
    ];
    indicator_by(method, &keys)
}

/// Four quarters.
const DAYS: [&str; 4] = ["2025-12-31", "2025-09-30", "2025-06-30", "2025-03-31"];

/// Methods that set one count beside another of the same period, where others set a count beside a
/// population of before.
const OF_ONE_PERIOD: [&str; 2] = ["proportion", "effectiveness"];

/// What a method makes of a figure for the City of London, beside known figures of Hounslow and
/// London.
fn outcome(method: &str, people: Figure, residents: Figure) -> Figure {
    let category = (method == "share-of-whole").then_some("all");
    let is_flow = method == "rolling-year";
    let figures = [(CITY, people), (HOUNSLOW, Figure::of(1720.0)), (LONDON, Figure::of(16378.0))];
    let of = values(&figures, &DAYS, category, is_flow);
    let population =
        [(CITY, residents), (HOUNSLOW, Figure::of(299_424.0)), (LONDON, Figure::of(9_089_736.0))];
    let mid_year: &[&str] = if OF_ONE_PERIOD.contains(&method) { &DAYS } else { &["2024-06-30"] };
    let per = values(&population, mid_year, None, false);
    let part = values(&[(CITY, Figure::of(0.0))], &DAYS, None, false);
    let (definition, geography, codelists) =
        (indicator(method), engine().geography().clone(), Definitions::default());
    let inputs = Inputs {
        indicator: &definition,
        tables: Vec::new(),
        values: inputs_of(&definition, [&of, &per, &part]),
        geography: &geography,
        codelists: &codelists,
        breaks: Vec::new(),
        only: None,
    };
    computed_by(&definition.method).compute(&inputs).unwrap().figure(&key(
        CITY,
        "2025-12-31",
        category,
    ))
}

/// Methods that make a value of an area from the same area's values of other indicators; what
/// systems of areas, tables of moves and bands of age promise is tested in `systems.rs`.
fn derived() -> impl Iterator<Item = &'static str> {
    let others =
        ["count", "published", "not-published"].into_iter().chain(crate::systems::METHODS_TESTED);
    let others: Vec<&str> = others.collect();
    Method::NAMES.iter().copied().filter(move |method| !others.contains(method))
}

#[test]
fn suppressed_in_gives_suppressed_out() {
    for method in derived() {
        let made = outcome(method, Figure::missing(Status::Suppressed), Figure::of(15_111.0));
        if method == "proportionate-share" {
            // The area's own count plays no part in what a distribution by population would give
            // it.
            assert!((made.value.unwrap() - 16378.0 * 15_111.0 / 9_089_736.0).abs() < 1e-9);
        } else {
            assert_eq!(made, Figure::missing(Status::Suppressed), "{method}");
        }
    }
}

/// Methods that divide by another indicator, or take from it.
const WITH_PER: [&str; 8] = [
    "rate",
    "one-in-n",
    "cap-use",
    "headroom",
    "location-quotient",
    "proportion",
    "effectiveness",
    "gap",
];

#[test]
fn without_a_population_nothing_is_made_up() {
    for method in derived().filter(|method| WITH_PER.contains(method)) {
        let made = outcome(method, Figure::of(6.0), Figure::missing(Status::NotAvailable));
        assert_eq!(made, Figure::missing(Status::NotAvailable), "{method}");
    }
}

#[test]
fn nobody_is_a_zero_and_one_in_none_is_not_applicable() {
    for method in derived() {
        let made = outcome(method, Figure::of(0.0), Figure::of(15_111.0));
        match method {
            // Nobody: there is no N to name, no whole to take a share of, nothing to change from.
            "one-in-n" | "share-of-whole" | "percentage-change" | "index-number"
            | "growth-rate" => {
                assert_eq!(made, Figure::missing(Status::NotApplicable), "{method}");
            }
            "headroom" => assert_eq!(made, Figure::of(75.0)),
            "gap" => assert_eq!(made, Figure::of(15_111.0)),
            // Nobody came and people left.
            "effectiveness" => assert_eq!(made, Figure::of(-100.0)),
            "proportionate-share" => assert!(made.value.is_some_and(|value| value > 0.0)),
            _ => assert_eq!(made, Figure::of(0.0), "{method}"),
        }
    }
}

#[test]
fn people_on_a_day_are_not_added_over_quarters() {
    let stock = values(&[(CITY, Figure::of(6.0))], &DAYS, None, false);
    let (definition, geography, codelists) =
        (indicator("rolling-year"), engine().geography().clone(), Definitions::default());
    let inputs = Inputs {
        indicator: &definition,
        tables: Vec::new(),
        values: inputs_of(&definition, [&stock, &stock, &stock]),
        geography: &geography,
        codelists: &codelists,
        breaks: Vec::new(),
        only: None,
    };
    let made = computed_by(&definition.method).compute(&inputs).unwrap().figure(&key(
        CITY,
        "2025-12-31",
        None,
    ));
    assert_eq!(made, Figure::missing(Status::NotApplicable));
}

#[test]
fn the_guide_names_every_method_and_unit() {
    let guide = include_str!("../../data/catalogue/README.md");
    for method in Method::NAMES {
        assert!(
            guide.contains(&format!("`{method}`")),
            "data/catalogue/README.md does not name {method}"
        );
    }
    for unit in fairshares::domain::Unit::ALL {
        assert!(
            guide.contains(&format!("`{}`", unit.as_str())),
            "data/catalogue/README.md does not name {}",
            unit.as_str()
        );
    }
}
