//! Tests of the pyramid: words, missing bands, outlines.

use super::{Kind, Population, PopulationBand, Pyramid};
use crate::chart::ChartData;
use crate::chart::style::house;
use crate::domain::{Status, Unit};
use crate::table::Figure;

fn band(from: usize, to: Option<usize>, males: Figure, females: Figure) -> PopulationBand {
    PopulationBand { from, to, males, females }
}

fn two() -> ChartData {
    let mut data = ChartData::new(
        "Residents, London, 30 June 2023",
        "Share of the total population",
        Unit::Percent,
    );
    let shares = |young: [f64; 2], old: [f64; 2]| {
        let of = |[males, females]: [f64; 2]| (Figure::of(males), Figure::of(females));
        let ((m, f), (om, of)) = (of(young), of(old));
        vec![band(0, Some(4), m, f), band(5, None, om, of)]
    };
    let population = |label: &str, bands| Population { label: label.to_owned(), bands };
    data.populations.push(population("London", shares([30.0, 31.0], [20.0, 19.0])));
    data.populations.push(population("England", shares([25.0, 24.0], [25.0, 26.0])));
    data
}

#[test]
fn words_name_the_largest_bands_and_the_widest_gaps() {
    assert_eq!(
        Pyramid.describe(&two()),
        "Population pyramid, shares of the total population: Residents, London, 30 June 2023. \
         Largest in London: males aged 0 to 4, 30.0%; females aged 0 to 4, 31.0%. Furthest \
         above England: females aged 0 to 4, +7.0 percentage points; furthest below: females \
         aged 5 and over, \u{2212}7.0 percentage points."
    );
    let listing = Pyramid.listing(&two());
    let headers: Vec<&str> = listing.columns.iter().map(|column| column.header.as_str()).collect();
    assert_eq!(headers[..3], ["Age", "London, males (%)", "London, females (%)"]);
    assert_eq!(listing.rows[1][0].print(&listing.columns[0]), "5 and over");
}

#[test]
fn a_missing_band_is_a_symbol_and_not_a_bar() {
    let mut data = two();
    data.populations[0].bands[1].males = Figure::missing(Status::Suppressed);
    let svg = Pyramid.draw(&data, &house()).unwrap().svg;
    assert!(svg.contains(">[c]<") && svg.contains("[c] suppressed"));
    assert!(
        Pyramid.describe(&data).ends_with("1 of 4 figures are missing."),
        "{}",
        Pyramid.describe(&data)
    );
}

#[test]
fn more_than_one_outline_is_refused() {
    let mut data = two();
    data.populations.push(data.populations[1].clone());
    assert_eq!(Pyramid.draw(&data, &house()).unwrap_err().code().id, "F404");
}
