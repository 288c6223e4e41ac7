//! Fair-share keys of several parts: what every key promises, and London's shares as an independent
//! script recomputes them.

use crate::support::{engine_at, imported, oracle};
use fairshares::allocation::{
    Base, SharesRequest, key_comparison, key_parts, schemes, shares, units,
};
use fairshares::catalogue::{Combine, Direction, Transform};
use fairshares::engine::Engine;
use fairshares::fairshare::{Composite, PartFigures, reversals};
use fairshares::tables::Answer;
use proptest::prelude::*;

const TRANSFORMS: [(Transform, Direction); 10] = [
    (Transform::Share, Direction::More),
    (Transform::Volume, Direction::More),
    (Transform::PerCapita, Direction::More),
    (Transform::Inverse, Direction::Less),
    (Transform::MinMax, Direction::More),
    (Transform::MinMax, Direction::Less),
    (Transform::ZScore, Direction::More),
    (Transform::ZScore, Direction::Less),
    (Transform::Rank, Direction::More),
    (Transform::Rank, Direction::Less),
];

/// A key of three parts over some areas; pressures are taken from 1 only where they lie between 0
/// and 1.
fn composite() -> impl Strategy<Value = Composite> {
    let area = (1_000_u32..400_000, 1_u32..500, 1_u32..500, 1_u32..500);
    let areas = prop::collection::vec(area, 2..34);
    let kinds = (0..3_usize, [0..10_usize, 0..10, 0..10], 0..=1_usize);
    (areas, kinds, [1_u32..10, 1..10, 1..10]).prop_map(
        |(areas, (combine, transforms, corrective), weights)| {
            let base: Vec<f64> = areas.iter().map(|area| f64::from(area.0)).collect();
            let combine = match combine {
                0 => Combine::Additive { base: Some(base) },
                1 => Combine::Multiplicative { base },
                _ => Combine::LessPressure { base, strength: 0.5 },
            };
            let whole: f64 = weights.iter().map(|weight| f64::from(*weight)).sum();
            let columns = [0, 1, 2].map(|column| {
                areas
                    .iter()
                    .map(|area| f64::from([area.1, area.2, area.3][column]))
                    .collect::<Vec<f64>>()
            });
            let part = |place: usize| {
                let bounded = [TRANSFORMS[4], TRANSFORMS[5], TRANSFORMS[8], TRANSFORMS[9]];
                let (transform, direction) = match &combine {
                    Combine::LessPressure { .. } => bounded[transforms[place] % 4],
                    _ => TRANSFORMS[transforms[place]],
                };
                PartFigures {
                    weight: f64::from(weights[place]) / whole,
                    direction,
                    transform,
                    corrective: (combine.is_additive() && corrective == 1 && place == 2)
                        .then_some(0.3),
                    min: 0.0,
                    max: None,
                    figures: columns[place].clone(),
                }
            };
            let parts = (0..3).map(part).collect();
            Composite { combine, parts }
        },
    )
}

fn near(one: &[f64], other: &[f64]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(a, b)| (a - b).abs() < 1e-9)
}

proptest! {
    #[test]
    fn shares_add_up_and_come_from_the_base_and_the_parts(key in composite()) {
        let Some(composed) = key.composed() else { return Ok(()) };
        prop_assert!((composed.shares.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        prop_assert!(composed.shares.iter().all(|share| *share >= -1e-12));
        for (area, share) in composed.shares.iter().enumerate() {
            let parts: f64 = composed.of_parts.iter().map(|part| part[area]).sum();
            prop_assert!((composed.of_base[area] + parts - share).abs() < 1e-9);
        }
    }

    #[test]
    fn neither_units_nor_the_order_of_areas_matter(key in composite(), part in 0..3_usize) {
        let Some(shares) = key.shares() else { return Ok(()) };
        let mut scaled = key.clone();
        scaled.parts[part].figures.iter_mut().for_each(|figure| *figure *= 1000.0);
        scaled.combine.base_mut().into_iter().flatten().for_each(|base| *base *= 10.0);
        prop_assert!(near(&shares, &scaled.shares().unwrap()));
        let mut turned = key.clone();
        turned.parts.iter_mut().for_each(|part| part.figures.reverse());
        turned.combine.base_mut().into_iter().for_each(|base| base.reverse());
        let mut back = turned.shares().unwrap();
        back.reverse();
        prop_assert!(near(&shares, &back));
    }

    #[test]
    fn where_nothing_tells_areas_apart_the_base_decides(key in composite()) {
        if key.combine.is_additive() {
            return Ok(());
        }
        let mut alike = key.clone();
        for part in &mut alike.parts {
            // Volume and per-capita are themselves by the base.
            let by_base = matches!(part.transform, Transform::Volume | Transform::PerCapita);
            part.transform = if by_base { Transform::Rank } else { part.transform };
            part.figures.iter_mut().for_each(|figure| *figure = 7.0);
        }
        let base = alike.combine.base().cloned().unwrap();
        let whole: f64 = base.iter().sum();
        let expected: Vec<f64> = base.iter().map(|base| base / whole).collect();
        prop_assert!(near(&alike.shares().unwrap(), &expected));
    }

    #[test]
    fn more_of_a_burden_never_raises_the_share_of_who_bears_it(key in composite(), area in 0..2_usize, more in 1_u32..400) {
        // By ranks and inverses; the scales of min-max and z-score move with the areas that they
        // are made of.
        if matches!(key.combine, Combine::LessPressure { .. }) {
            return Ok(());
        }
        let mut before = key;
        for part in &mut before.parts {
            let inverse = part.transform == Transform::Inverse;
            (part.transform, part.direction) = (if inverse { Transform::Inverse } else { Transform::Rank }, Direction::Less);
        }
        let mut after = before.clone();
        after.parts[0].figures[area] += f64::from(more);
        let (Some(before), Some(after)) = (before.shares(), after.shares()) else { return Ok(()) };
        prop_assert!(after[area] <= before[area] + 1e-9, "{} became {}", before[area], after[area]);
    }

    #[test]
    fn inverse_factors_never_punish_for_improving(key in composite()) {
        // An additive key of shares and inverses, corrective or not: raising the own inverse by dx
        // takes at most dx from what others' limits let through, so the own share rises.
        let mut key = key;
        key.combine = Combine::Additive { base: key.combine.base().cloned() };
        for (place, part) in key.parts.iter_mut().enumerate() {
            (part.transform, part.direction) =
                if place == 0 { (Transform::Share, Direction::More) } else { (Transform::Inverse, Direction::Less) };
        }
        prop_assert_eq!(reversals(&key), Some(Vec::new()));
    }
}

#[test]
fn a_key_that_punishes_for_improving_is_found_out() {
    // A burden taken as a share: of 1 and 3 the first has a quarter; half of it, for an improvement
    // of 50%, is one of seven.
    let part = PartFigures {
        weight: 1.0,
        direction: Direction::Less,
        transform: Transform::Share,
        corrective: None,
        min: 0.0,
        max: None,
        figures: vec![1.0, 3.0],
    };
    let punishing =
        Composite { combine: Combine::Additive { base: None }, parts: vec![part.clone()] };
    let found = reversals(&punishing).unwrap();
    assert_eq!(found.len(), 2);
    assert_eq!(
        (found[0].part, found[0].area, found[0].change_percent, found[0].before),
        (0, 0, -50.0, 0.25)
    );
    assert!((found[0].after - 1.0 / 7.0).abs() < 1e-12, "{found:?}");
    let as_meant = PartFigures { direction: Direction::More, ..part };
    assert_eq!(reversals(&Composite { parts: vec![as_meant], ..punishing }), Some(Vec::new()));
}

#[test]
fn a_region_is_due_its_share_of_the_kingdom_and_its_authorities_theirs_of_that() {
    // Home Office, Asy_D11 as at 31 March 2026: 97,519 people, 13,687 of them in London. ONS,
    // mid-2024: 69,281,437 residents, 9,089,736 of them in London.
    let engine = engine_at(std::path::Path::new("no-such-store"), None);
    let of_regions = SharesRequest { regions: true, ..request(&engine, "population") };
    let regions = shares::shares(engine.figures(), &of_regions).unwrap().shares.rows;
    assert_eq!(regions.len(), 12);
    let london = regions.iter().find(|row| row.code.as_str() == "E12000007").unwrap();
    let due = 97_519.0 * 9_089_736.0 / 69_281_437.0;
    assert!((london.due.value.unwrap() - due).abs() < 1e-6, "{london:?}");
    // tests/oracles/indicators: 21.9% of the Theil index of the United Kingdom lies between its
    // regions.
    let notes = shares::shares(engine.figures(), &of_regions).unwrap().table().notes;
    assert!(notes.iter().any(|note| note.contains("(21.9%) lies between regions")), "{notes:?}");
    assert_eq!(
        (london.actual.value, london.cap),
        (Some(13_687.0), None),
        "the limit is one of authorities"
    );
    assert!((regions.iter().filter_map(|row| row.due.value).sum::<f64>() - 97_519.0).abs() < 1e-6);
    let of_kingdom = SharesRequest { base: Base::Uk, ..request(&engine, "population") };
    let boroughs = shares::shares(engine.figures(), &of_kingdom).unwrap().shares;
    assert!((boroughs.total.value.unwrap() - due).abs() < 1e-6);
    assert!((boroughs.rows.iter().filter_map(|row| row.due.value).sum::<f64>() - due).abs() < 1e-6);
    assert_eq!(
        shares::shares(engine.figures(), &SharesRequest { base: Base::Uk, ..of_regions })
            .unwrap_err()
            .code()
            .id,
        "F303"
    );
}

#[test]
fn only_people_whom_a_key_allocates_have_a_number_due() {
    let engine = engine_at(std::path::Path::new("no-such-store"), None);
    let measures = [
        "people-supported",
        "afghan-programme-population",
        "homes-for-ukraine-arrivals",
        "all-three-pathways",
    ];
    let request = |measure: &str| SharesRequest {
        measure: measure.to_owned(),
        ..request(&engine, "population")
    };
    for (measure, keyed) in measures.into_iter().zip([true, false, false, false]) {
        let rows = shares::shares(engine.figures(), &request(measure)).unwrap().shares.rows;
        let due = |row: &fairshares::fairshare::Share| {
            [row.due, row.gap, row.ratio].map(|figure| figure.value.is_some())
        };
        assert!(rows.iter().all(|row| due(row) == [keyed; 3]), "{measure}");
        // What is known of a number can be described whoever brings it about.
        assert!(
            rows.iter()
                .all(|row| row.actual.value.is_some() == row.location_quotient.value.is_some()),
            "{measure}"
        );
    }
    let listing = schemes::compare_measures(
        engine.figures(),
        &measures.map(str::to_owned),
        &request("people-supported"),
    )
    .unwrap()
    .table();
    let gaps: Vec<&str> = listing
        .columns
        .iter()
        .map(|column| column.name.as_str())
        .filter(|name| name.ends_with("_gap"))
        .collect();
    assert_eq!(gaps, ["people_supported_gap"]);
    // Home Office, Reg_02 as at 31 December 2025: the City of London's arrivals under Homes for
    // Ukraine are withheld.
    let arrivals = listing
        .columns
        .iter()
        .position(|column| column.name == "homes_for_ukraine_arrivals")
        .unwrap();
    assert_eq!(listing.rows[0][arrivals].status(), Some(fairshares::domain::Status::Suppressed));
    assert_eq!(
        shares::shares(engine.figures(), &request("supported-by-accommodation"))
            .unwrap_err()
            .code()
            .id,
        "F205"
    );
}

#[test]
fn areas_beyond_the_limit_get_no_share_of_what_the_others_divide() {
    // methods.md of the project's sources: at 31 December 2025 Hillingdon (0.648%) and Hounslow
    // (0.574%) alone are beyond 0.5% in London. Home Office, Reg_02 (people); ONS, mid-2024
    // (residents).
    let engine =
        engine_at(std::path::Path::new("no-such-store"), Some("2026-03-01".parse().unwrap()));
    let request = |key: &str| request(&engine, key);
    let (eligible, all) = (
        shares::shares(engine.figures(), &request("eligible-population")).unwrap(),
        shares::shares(engine.figures(), &request("population")).unwrap(),
    );
    let out = ["E09000017", "E09000018"];
    let left: f64 = all
        .shares
        .rows
        .iter()
        .filter(|row| !out.contains(&row.code.as_str()))
        .filter_map(|row| row.population.value)
        .sum();
    for row in &eligible.shares.rows {
        let expected = if out.contains(&row.code.as_str()) {
            0.0
        } else {
            100.0 * row.population.value.unwrap() / left
        };
        assert!((row.fair_share.value.unwrap() - expected).abs() < 1e-9, "{row:?}");
    }
    assert!(
        eligible
            .table()
            .notes
            .iter()
            .any(|note| note.starts_with("No share: Hillingdon, Hounslow ("))
    );
    let compared = key_comparison::compare_keys(
        engine.figures(),
        &["population".to_owned(), "equal".to_owned()],
        &request("population"),
    )
    .unwrap()
    .table();
    // Hillingdon has 2,133 people and is due 593 by residents, 496 by equal parts: over under both.
    // Bromley 175, due 604 and 496.
    let direction = |code: &str| {
        let row = compared.rows.iter().find(|row| row[0].raw() == code).unwrap();
        row.last().unwrap().raw()
    };
    assert_eq!(
        (direction("E09000017").as_str(), direction("E09000006").as_str()),
        ("over", "under")
    );
}

/// The numbers of a column of a table, in the order of its rows.
fn column(listing: &fairshares::table::Listing, name: &str) -> Vec<f64> {
    let at = listing
        .columns
        .iter()
        .position(|column| column.name == name)
        .unwrap_or_else(|| panic!("no {name}"));
    listing.rows.iter().map(|row| row[at].raw().parse().unwrap()).collect()
}

#[test]
fn foreign_keys_run_on_what_is_published_for_their_own_units() {
    let engine = engine_at(std::path::Path::new("no-such-store"), None);
    // tests/oracles/apportionments-published.csv: a thousand people by the key of 2015, computed
    // outside this project.
    let published = oracle(include_str!("../oracles/apportionments-published.csv"));
    let line = published.iter().find(|row| row["source"] == "koenigstein").unwrap();
    let expected: Vec<f64> =
        line["given"].split_whitespace().map(|number| number.parse().unwrap()).collect();
    assert_eq!(
        column(
            &units::published_key(engine.figures(), "koenigsteiner", Some(1_000), None)
                .unwrap()
                .table(),
            "places"
        ),
        expected
    );
    // tests/oracles/relocation-keys.csv: what is printed adds up to two fewer than were to be
    // relocated; whole places do not.
    for (key, places) in [("eu-may-2015", 24_000), ("eu-september-2015", 120_000), ("swiss", 1_000)]
    {
        let listing =
            units::published_key(engine.figures(), key, Some(places), None).unwrap().table();
        assert!(
            (column(&listing, "places").iter().sum::<f64>()
                - f64::from(u32::try_from(places).unwrap()))
            .abs()
                < 1e-9,
            "{key}"
        );
        assert!((column(&listing, "fair_share").iter().sum::<f64>() - 100.0).abs() < 1e-9, "{key}");
    }
    assert_eq!(
        units::published_key(engine.figures(), "austrian", None, None).unwrap_err().code().id,
        "F304"
    );
}

#[test]
fn a_key_runs_on_inputs_of_ones_own() {
    let engine = engine_at(std::path::Path::new("no-such-store"), None);
    let of = |key: &str, text: &str, places| {
        let inputs =
            fairshares::allocation::Inputs { file: "inputs.csv".to_owned(), text: text.to_owned() };
        units::key_on_inputs(engine.figures(), key, &inputs, places, None)
    };
    // By hand. Taxes of 20 for each of 100 and 10 for each of 300: two thirds of 2,000/5,000 and a
    // third of 100/400.
    let text = "unit,resident-population,disposable-income-per-head\nA,100,20\nB,300,10\n";
    let listing = of("koenigsteiner", text, Some(7)).unwrap().table();
    assert!((column(&listing, "fair_share")[0] - 35.0).abs() < 1e-9);
    assert_eq!(column(&listing, "places"), [2.0, 5.0]);
    // Solothurn, 3.5 of 100, with a centre of 250 places at 0.2 each: of 10,000 people 301.75.
    let text = "unit,resident-population,credit\nSolothurn,3.5,50\nOthers,96.5,0\n";
    let listing = of("swiss", text, Some(10_000)).unwrap().table();
    assert_eq!(column(&listing, "places"), [302.0, 9_698.0]);
    for wrong in [
        "unit,resident-population\nA,1\n",
        "unit,resident-population,disposable-income-per-head\nA,1,many\n",
    ] {
        let refused = of("koenigsteiner", wrong, None).unwrap_err();
        assert_eq!(refused.code().id, "F303", "{refused}");
    }
}

#[test]
fn a_part_is_held_to_its_least_and_its_most() {
    let part = |figures: [f64; 3], transform, least, most| PartFigures {
        weight: 1.0,
        direction: Direction::More,
        transform,
        corrective: None,
        min: least,
        max: most,
        figures: figures.to_vec(),
    };
    let shares = |combine, part| Composite { combine, parts: vec![part] }.shares().unwrap();
    // By hand. Of 7, 2 and 1 the first is held to half, and the others share the other half as 2 to
    // 1.
    let held = shares(
        Combine::Additive { base: None },
        part([7.0, 2.0, 1.0], Transform::Share, 0.0, Some(0.5)),
    );
    assert!(near(&held, &[0.5, 1.0 / 3.0, 1.0 / 6.0]), "{held:?}");
    // Of residents of 100 each, less half of a pressure of 0.8 at most and 0.2 at least: 90, 75 and
    // 60 of 225.
    let pressures = part([0.0, 5.0, 10.0], Transform::MinMax, 0.2, Some(0.8));
    let held = shares(Combine::LessPressure { base: vec![100.0; 3], strength: 0.5 }, pressures);
    assert!(near(&held, &[90.0 / 225.0, 75.0 / 225.0, 60.0 / 225.0]), "{held:?}");
}

#[test]
fn a_credit_takes_places_off_and_the_others_get_them() {
    // Reg_02 as at 31 December 2025 counts people in initial accommodation in Croydon; a fifth of
    // them are not due to it any more.
    let engine = engine_at(std::path::Path::new("no-such-store"), None);
    let placed = |key: &str| {
        let request =
            SharesRequest { places: Some(2_000), cap: Some(None), ..request(&engine, key) };
        let rows = shares::shares(engine.figures(), &request).unwrap().shares.rows;
        rows.iter().map(|row| row.places.unwrap().value.unwrap()).collect::<Vec<f64>>()
    };
    let (without, with) = (placed("population"), placed("swiss"));
    assert!(
        (without.iter().sum::<f64>() - 2_000.0).abs() < 1e-9
            && (with.iter().sum::<f64>() - 2_000.0).abs() < 1e-9
    );
    let croydon = 7;
    assert!(
        with[croydon] < without[croydon] - 30.0,
        "{} became {}",
        without[croydon],
        with[croydon]
    );
    // Of 2,000 places or 13,687 people alike: the credit is one of people, not of a percentage.
    let due = |key: &str| {
        shares::shares(engine.figures(), &request(&engine, key)).unwrap().shares.rows[croydon]
            .due
            .value
            .unwrap()
    };
    let (fewer_due, fewer_placed) =
        (due("population") - due("swiss"), without[croydon] - with[croydon]);
    assert!((fewer_due - fewer_placed).abs() < 1.0, "{fewer_due} and {fewer_placed}");
}

/// The shares of people supported in London by a key.
fn request(engine: &Engine, key: &str) -> SharesRequest {
    let region = engine.region("London").unwrap().code.clone();
    SharesRequest::new(region, key.to_owned(), "people-supported".to_owned())
}

#[test]
fn the_shares_of_london_are_those_of_an_independent_recomputation() {
    let store = tempfile::tempdir().unwrap();
    let files = [
        "published/hclic/Statutory_Homelessness_Detailed_Local_Authority_Data_202506.ods",
        "published/deprivation/File_10_-_IoD2019_Local_Authority_District_Summaries__lower-tier__.xlsx",
        "published/context/els/housing-affordability-ratio.csv",
        "published/context/els/gross-disposable-household-income-per-head.csv",
        "published/context/els/claimant-count.csv",
        "published/mye/ons_mid-year_population_estimates_2012_to_2024.csv",
    ];
    let Some(engine) = imported(store.path(), &files) else { return };
    let lines = oracle(include_str!("../oracles/keys.csv"));
    let mut keys: Vec<&str> = lines.iter().map(|line| line["key"].as_str()).collect();
    keys.dedup();
    assert_eq!(keys.len(), engine.catalogue().keys.len(), "{keys:?}");
    for key in keys {
        let request = request(&engine, key);
        let (answer, parts) = (
            shares::shares(engine.figures(), &request).unwrap(),
            key_parts::key_parts(engine.figures(), &request).unwrap().table(),
        );
        let of_key: Vec<_> = lines.iter().filter(|line| line["key"] == key).collect();
        assert_eq!(of_key.len(), 33, "{key}");
        let of_several = !engine.catalogue().key(key).unwrap().parts().is_empty();
        let monotone =
            parts.notes.iter().any(|note| note.starts_with("No area's share moves against"));
        assert_eq!(monotone, of_several, "{key}: {:?}", parts.notes);
        let filled =
            if of_key.iter().any(|line| line["status"] == "estimated") { "estimated" } else { "" };
        for ((line, share), row) in of_key.into_iter().zip(&answer.shares.rows).zip(&parts.rows) {
            let number = |text: &str| text.parse::<f64>().unwrap();
            assert_eq!(line["area_code"], share.code.as_str());
            let found = share.fair_share.value.unwrap() / 100.0;
            assert!((found - number(&line["share"])).abs() < 1e-9, "{line:?}: {found}");
            // A figure that had to be filled moves the shares of all.
            assert_eq!(
                share.fair_share.status.map_or("", |status| status.as_str()),
                filled,
                "{line:?}"
            );
            // A key of one indicator has no parts to tell apart.
            let base = line["from_base"].split_terminator(';');
            let expected: Vec<f64> =
                base.chain(line["from_parts"].split_terminator(';')).map(number).collect();
            let of_parts: Vec<f64> =
                row[3..].iter().map(|cell| cell.raw().parse::<f64>().unwrap() / 100.0).collect();
            let expected = if of_parts.len() < expected.len() {
                &expected[expected.len() - of_parts.len()..]
            } else {
                &expected
            };
            assert!(expected.is_empty() || near(&of_parts, expected), "{line:?}: {of_parts:?}");
        }
    }
}
