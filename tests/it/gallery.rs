//! The gallery: every kind of chart on real figures of London, as kept in reports/gallery and shown
//! in README.
//!
//! `FAIRSHARES_GALLERY=1 cargo test gallery` makes it again; then look at every picture.

use crate::support::{engine_at, filled_store};
use fairshares::briefing::Figure;
use fairshares::chart::KINDS;
use fairshares::charting::charts;
use fairshares::domain::AreaCode;
use fairshares::engine::Engine;
use std::fs;
use std::path::{Path, PathBuf};

/// Where the gallery is kept.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("reports/gallery")
}

/// Charts that stand for their kind; README shows the first three.
const SHOWN: [&str; 5] = [
    "supported-map",
    "fair-share-dumbbell",
    "keys-compared",
    "supported-ranked",
    "supported-trend",
];

/// The chart of a kind that the gallery shows: one of [`SHOWN`], else the first for which figures
/// are held.
fn chart_of(engine: &Engine, kind: &str, region: &AreaCode) -> Figure {
    let charts = charts::charts(engine.figures());
    let mut of_kind: Vec<String> = charts
        .charts
        .iter()
        .filter(|chart| chart.kind == kind)
        .map(|chart| chart.chart.to_string())
        .collect();
    of_kind.sort_by_key(|id| !SHOWN.contains(&id.as_str()));
    let drawn = of_kind.iter().find_map(|id| charts::chart(engine.figures(), id, region).ok());
    drawn.unwrap_or_else(|| panic!("none of {of_kind:?} can be drawn"))
}

fn page(figures: &[(&'static str, &'static str, Figure)]) -> String {
    let mut text = String::from(
        "# Every kind of chart, on real figures of London\n\nMade by the program and held to it by \
         a test (`tests/it/gallery.rs`); each name is that of a kind, each file that of a \
         chart:\n`fairshares chart ID -o FILE` draws it for any region that has the figures.\n",
    );
    for (kind, about, figure) in figures {
        text.push_str(&format!("\n## {kind}\n\n{about}\n![{}]({}.svg)\n", figure.alt, figure.id));
    }
    text.push_str(PAGES);
    text
}

/// Pages of packs, kept as pictures by hand.
const PAGES: &str = "\n## Three packs\n\n![The front page as PDF: eight headlines in a table, what \
    needs attention, sources, on one sheet.](pages/front-page-pdf.png)\n![The front page in a \
    browser: the same, with headers by which tables can be \
    sorted.](pages/front-page-html.png)\n![Fair shares in a browser: what changed, what needs \
    attention, where London stands, a map.](pages/fair-shares-html.png)\n![Fair shares as PDF, \
    third page: a map of where people live.](pages/fair-shares-pdf.png)\n![Homelessness and rough \
    sleeping in a browser: what changed and what needs \
    attention.](pages/homelessness-html.png)\n![Homelessness and rough sleeping as PDF, third \
    page.](pages/homelessness-pdf.png)\n";

#[test]
fn the_gallery_shows_every_kind_as_the_program_draws_it() {
    let Some(store) = filled_store() else { return };
    let engine = engine_at(store, None);
    let london = engine.region("London").unwrap().code.clone();
    let figures: Vec<(&str, &str, Figure)> = KINDS
        .iter()
        .map(|kind| (kind.id(), kind.about(), chart_of(&engine, kind.id(), &london)))
        .collect();
    for id in SHOWN {
        assert!(figures.iter().any(|(.., figure)| figure.id == id), "{id} is not shown");
    }
    let mut kept: Vec<(String, String)> = figures
        .iter()
        .map(|(.., figure)| (format!("{}.svg", figure.id), figure.drawing.svg.clone()))
        .collect();
    kept.push(("README.md".to_owned(), page(&figures)));
    for (name, made) in kept {
        let path = folder().join(name);
        if std::env::var_os("FAIRSHARES_GALLERY").is_some() {
            fs::create_dir_all(folder()).unwrap();
            fs::write(&path, &made).unwrap();
        }
        let held = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            held == made,
            "{} is stale; make it again with FAIRSHARES_GALLERY=1 cargo test gallery",
            path.display()
        );
    }
}
