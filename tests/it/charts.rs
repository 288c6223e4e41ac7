//! Charts from the publishers' real files: what is drawn, what is said beside it.

use crate::support::{engine, imported, oracle, same_figure};
use fairshares::allocation::shares;
use fairshares::charting::charts;
use fairshares::domain::AreaCode;
use fairshares::engine::{Engine, Settings};
use fairshares::table::Cell;
use fairshares::tables::Answer;

fn london() -> AreaCode {
    AreaCode::new("E12000007").unwrap()
}

/// H-CLIC, A2P and A2R, row of London, *Required to leave accommodation provided by Home Office as
/// asylum support*: 130 owed prevention and 1,370 owed relief from April to June 2024.
#[test]
fn quarters_not_held_are_gaps_and_policies_are_marked() {
    let store = tempfile::tempdir().unwrap();
    let files = [
        "published/hclic/Detailed_LA_202406_fix.xlsx",
        "published/hclic/Detailed_LA_202503.ods",
        "published/hclic/Statutory_Homelessness_Detailed_Local_Authority_Data_202506.ods",
    ];
    let Some(engine) = imported(store.path(), &files) else { return };
    let chart =
        charts::chart(engine.figures(), "duties-after-asylum-support-trend", &london()).unwrap();
    let column = &chart.listing.columns[1];
    let printed: Vec<String> = chart.listing.rows.iter().map(|row| row[1].print(column)).collect();
    assert_eq!(
        printed[..3],
        ["1,500 [e]", "[x]", "[x]"],
        "September and December 2024 are not held"
    );
    assert_eq!(printed.len(), 5);
    assert!(chart.drawing.svg.contains(">56 days to move on<"));
    assert!(!chart.drawing.svg.contains(">28 days for single adults<"), "after the last figure");
    assert!(chart.alt.contains("Marked: From 9 December 2024"), "{}", chart.alt);
    let notes = &chart.listing.notes;
    assert_eq!(notes.len(), 4, "{notes:?}");
    assert!(
        notes[0].starts_with("56 days to move on: ") && notes[3].contains(" (not on the chart): "),
        "{notes:?}"
    );
}

/// A pyramid of mid-2023 beside what a Python script makes of the same workbook, the outline
/// included.
fn pyramid_agrees(engine: &Engine, area: &str, outline: &str) {
    let chart =
        charts::chart(engine.figures(), "population-pyramid", &AreaCode::new(area).unwrap())
            .unwrap();
    let rows = oracle(include_str!("../oracles/pyramids.csv"));
    let mut compared = 0;
    for (code, first_column) in [(area, 1), (outline, 3)] {
        let expected: Vec<_> = rows.iter().filter(|row| row["area_code"] == code).collect();
        assert_eq!(expected.len(), chart.listing.rows.len(), "{code}");
        for (row, expected) in chart.listing.rows.iter().zip(expected) {
            for (column, sex) in [(first_column, "males"), (first_column + 1, "females")] {
                let Cell::Number(share) = row[column] else { panic!("{code}: {:?}", row[column]) };
                assert!(
                    same_figure(Some(share), expected[sex].parse().ok()),
                    "{code} {expected:?}: {share}"
                );
                compared += 1;
            }
        }
    }
    assert_eq!(compared, 19 * 4);
    assert!(
        chart.alt.starts_with("Population pyramid, shares of the total population: "),
        "{}",
        chart.alt
    );
}

#[test]
fn pyramids_are_those_of_the_publishers_workbook() {
    let store = tempfile::tempdir().unwrap();
    let Some(engine) = imported(store.path(), &["published/mye/mye23tablesew.xlsx"]) else {
        return;
    };
    pyramid_agrees(&engine, "E12000007", "E92000001");
    pyramid_agrees(&engine, "E09000025", "E92000001");
    let newham =
        charts::chart(engine.figures(), "population-pyramid", &AreaCode::new("E09000025").unwrap())
            .unwrap();
    assert_eq!(newham.title, "Age and sex of the residents of Newham");
    assert!(
        newham.drawing.svg.contains(">90 and over<") && newham.drawing.svg.contains(">England<")
    );
    assert!(newham.source.contains("edition 2023-06-30"), "{}", newham.source);
    let england =
        charts::chart(engine.figures(), "population-pyramid", &AreaCode::new("E92000001").unwrap())
            .unwrap();
    assert_eq!(england.listing.columns.len(), 3, "no outline of itself");
    let wales =
        charts::chart(engine.figures(), "population-pyramid", &AreaCode::new("W92000004").unwrap())
            .unwrap();
    assert_eq!(
        wales.listing.columns.len(),
        3,
        "nor of another nation where nothing is held of the kingdom"
    );
}

#[test]
fn a_pyramid_without_figures_by_sex_says_so() {
    let error = charts::chart(engine().figures(), "population-pyramid", &london()).unwrap_err();
    assert_eq!(
        error.code().id,
        "F304",
        "the figures inside the program are of both sexes together: {error}"
    );
}

#[test]
fn a_trend_is_drawn_of_one_authority_and_bars_are_not() {
    let hounslow = AreaCode::new("E09000018").unwrap();
    let trend = charts::chart(engine().figures(), "supported-trend", &hounslow).unwrap();
    // Home Office, Asy_D11 of 31 March 2026: 1,298 people in Hounslow.
    assert!(trend.alt.contains("Hounslow: 1,298 on 31 March 2026"), "{}", trend.alt);
    for bars in ["supported-ranked", "supported-map", "fair-share-dumbbell"] {
        assert_eq!(
            charts::chart(engine().figures(), bars, &hounslow).unwrap_err().code().id,
            "F303",
            "{bars}"
        );
    }
}

/// Home Office, Asy_D11 of 31 March 2026 and 2025: 1,532 people in Hillingdon, 2,946 a year before.
#[test]
fn charts_of_many_areas_are_drawn_from_the_figures_inside_the_program() {
    let engine = engine();
    let slope = charts::chart(engine.figures(), "supported-slope", &london()).unwrap();
    assert!(slope.alt.contains("argest fall: Hillingdon, from 2,946 to 1,532"), "{}", slope.alt);
    assert_eq!(slope.listing.rows.len(), 33);
    let heatmap = charts::chart(engine.figures(), "supported-heatmap", &london()).unwrap();
    assert_eq!((heatmap.listing.columns.len(), heatmap.listing.rows.len()), (2 + 5, 33));
    let multiples =
        charts::chart(engine.figures(), "supported-small-multiples", &london()).unwrap();
    assert!(multiples.drawing.svg.contains(">HIL<") && multiples.drawing.svg.contains(">1,532<"));
    assert_eq!(multiples.listing.columns.len(), 2 + 14);
    // The indices are those of `fairshares inequality`, which Python recomputes
    // (`tests/oracles/demography/inequality.csv`).
    let lorenz = charts::chart(engine.figures(), "supported-lorenz", &london()).unwrap();
    let indices = shares::inequality(engine.figures(), &london(), "people-supported").unwrap();
    let printed = |row: usize| {
        indices.table().rows[row][1].figure().value.map(|value| format!("{value:.3}")).unwrap()
    };
    let said =
        format!("Gini coefficient {}, Hoover index {} over 33 areas.", printed(2), printed(0));
    assert!(lorenz.alt.contains(&said), "{}", lorenz.alt);
    assert!(
        lorenz.listing.columns[3].header.contains("30 June 2024"),
        "{:?}",
        lorenz.listing.columns[3]
    );
}

#[test]
fn a_composition_is_of_the_parts_that_are_everybody() {
    let engine = engine();
    let chart =
        charts::chart(engine.figures(), "supported-by-accommodation-composition", &london())
            .unwrap();
    let whole = engine.figures().values("supported-by-accommodation").unwrap();
    let mut compared = 0;
    for row in &chart.listing.rows {
        let area = AreaCode::new(&row[1].raw()).unwrap();
        let all = whole
            .iter_area(&area)
            .filter(|(key, _)| key.dims == ["all"])
            .last()
            .unwrap()
            .1
            .figure
            .value;
        let parts: Option<Vec<f64>> = row[2..7].iter().map(|cell| cell.figure().value).collect();
        if let Some(parts) = parts {
            assert_eq!(Some(parts.iter().sum::<f64>()), all, "{area}");
            compared += 1;
        }
    }
    assert!(compared >= 30, "{compared} authorities have all parts");
}

#[test]
fn charts_without_figures_or_tiles_say_what_is_wanted() {
    let engine = engine();
    let code = |id: &str, area: &str| {
        charts::chart(engine.figures(), id, &AreaCode::new(area).unwrap()).unwrap_err().code().id
    };
    assert_eq!(code("arrivals-flow", "E12000007"), "F304");
    assert_eq!(code("population-fan", "E12000007"), "F304");
    assert_eq!(
        code("supported-small-multiples", "E12000005"),
        "F304",
        "no tiles of the West Midlands"
    );
    assert_eq!(code("supported-slope", "E09000018"), "F303", "one authority");
}

/// A picture on a page of A4 is 145 mm wide at most and 214 mm tall (`render/templates/page.typ`);
/// its text is 18 units of the 720 of its width.
#[test]
fn text_of_charts_of_many_areas_has_seven_points_in_print() {
    const POINTS: f64 = 72.0 / 25.4;
    let engine = engine();
    for (region, areas) in
        [("E12000006", 45), ("E12000008", 64), ("S92000003", 32), ("E12000007", 33)]
    {
        let region = AreaCode::new(region).unwrap();
        for id in [
            "supported-ranked",
            "fair-share-dumbbell",
            "keys-compared",
            "supported-heatmap",
            "supported-by-accommodation-composition",
            "supported-slope",
            "pathway-2029",
            "surge-of-2000",
        ] {
            let chart = charts::chart(engine.figures(), id, &region).unwrap();
            let (width, height) = (f64::from(chart.drawing.width), f64::from(chart.drawing.height));
            let millimetres = f64::min(145.0, 214.0 * width / height);
            let points = 18.0 / width * millimetres * POINTS;
            assert!(points >= 7.0, "{id} of {region}: {points:.2} points, {height} units tall");
            assert_eq!(chart.listing.rows.len(), areas, "{id} of {region}");
        }
    }
}

/// A folder of definitions brings the outlines of its region: a square about Manchester, made for
/// this test.
#[test]
fn a_region_whose_outlines_are_laid_over_has_a_map() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("areas")).unwrap();
    let square = "area_code,ring,longitude,latitude\nE08000003,1,-2.3,53.4\nE08000003,1,-2.2,53.4\nE08000003,1,-2.2,53.5\n\
                  E08000003,1,-2.3,53.5\nE08000003,1,-2.3,53.4\n";
    std::fs::write(folder.path().join("areas/outlines-north-west.csv"), square).unwrap();
    let north_west = AreaCode::new("E12000002").unwrap();
    let drawn = |catalogue: Option<&std::path::Path>| {
        let (store, catalogue) = ("no-such-store".into(), catalogue.map(std::path::Path::to_owned));
        let engine = Engine::open(&Settings { store, catalogue, ..Settings::default() })?;
        charts::chart(engine.figures(), "supported-map", &north_west)
    };
    assert_eq!(
        drawn(None).map(|_| ()).map_err(|error| error.code().id),
        Err("F304"),
        "none are inside the program"
    );
    let map = drawn(Some(folder.path())).unwrap();
    assert!(map.alt.starts_with("Map with areas shaded by class"), "{}", map.alt);
    assert!(map.drawing.svg.contains("<polygon"));
    // In two files an area would be drawn twice.
    std::fs::write(folder.path().join("areas/outlines-england.csv"), square).unwrap();
    assert_eq!(
        drawn(Some(folder.path())).map(|_| ()).map_err(|error| error.code().id),
        Err("F204")
    );
}
