//! Tests of the funnel plot: areas outside the limits, and the unit of rates.

use super::position::{FunnelPosition, plot};
use super::{Funnel, Kind, Position};
use crate::chart::{ChartData, Item, style::house};
use crate::domain::{AreaCode, Status, Unit};
use crate::table::Figure;

fn data(areas: &[(&str, Option<f64>, f64)]) -> ChartData {
    let mut data = ChartData::new("Rough sleeping, London", "Rough sleeping", Unit::People);
    data.base_label = Some("Residents".to_owned());
    for (index, (name, people, residents)) in areas.iter().enumerate() {
        let figure = people.map_or(Figure::missing(Status::Suppressed), Figure::of);
        let code = AreaCode::new(&format!("E0900000{index}")).unwrap();
        data.items
            .push(Item { base: Some(Figure::of(*residents)), ..Item::of(code, name, figure) });
    }
    data
}

/// 300 people among 300,000 residents are 10 per 10,000, so 100 are expected of each area. The
/// exact 99.8% limits of 145 events are 110.6 and 186.2, those of 95% of 122 events 101.3 and
/// 145.7 (scipy 1.17, `chi2.ppf`).
#[test]
fn areas_are_outside_the_limits_that_do_not_contain_the_overall_rate() {
    let data = data(&[
        ("A", Some(145.0), 1e5),
        ("B", Some(122.0), 1e5),
        ("C", Some(33.0), 1e5),
        ("D", None, 1e5),
    ]);
    let plot = plot(&data);
    assert!((plot.average - 1e-3).abs() < 1e-12 && plot.multiplier == 1e4);
    let position: Vec<FunnelPosition> = plot.spots.iter().map(|spot| spot.position).collect();
    assert_eq!(
        position,
        [
            FunnelPosition::Outside99Point8(Position::Above),
            FunnelPosition::Outside95(Position::Above),
            FunnelPosition::Outside99Point8(Position::Below)
        ]
    );
    assert_eq!(
        Funnel.describe(&data),
        "Funnel plot: Rough sleeping, London. Above the 99.8% limit around 10.0: A; below it: \
         C. 1 of 4 areas has no figure: 1 suppressed."
    );
    let svg = Funnel.draw(&data, &house()).unwrap().svg;
    for text in [">A<", ">B<", ">C<", "All 10.0", "Without: D [c]."] {
        assert!(svg.contains(text), "{text}");
    }
    assert_eq!(Funnel.listing(&data).rows[2][5].raw(), "below the 99.8% limit");
}

#[test]
fn rates_below_one_are_of_ten_times_as_many() {
    let data = data(&[("A", Some(3.0), 1e6)]);
    assert_eq!(plot(&data).heading(&data), "Rough sleeping per 100,000");
}
