//! Reference pages generated from the catalogue: the lines that licences require to be printed, and
//! what is read of each publication.
//!
//! Belongs here: definitions as Markdown. Does not belong here: figures.

use crate::catalogue::Dataset;
use crate::figures::{Figures, attribution::attribution_of};
use std::collections::{BTreeMap, BTreeSet};

/// The lines that the licences of the figures require, as Markdown, generated from the catalogue.
pub fn attributions(figures: &Figures) -> String {
    let mut lines: Vec<String> = vec![
        "# Attribution".to_owned(),
        "Made from `data/catalogue/datasets`; print the lines of the datasets you use.".to_owned(),
    ];
    for dataset in figures.catalogue().datasets.values() {
        lines.push(format!(
            "- **{}** ({}). {} Licence: {}. <{}>",
            dataset.title, dataset.id, dataset.attribution, dataset.licence, dataset.landing_page
        ));
    }
    let of_outlines = attribution_of(figures, &[], &figures.knowledge().outlines);
    lines.push(format!("- **Outlines of authorities.** {}", of_outlines.join(" ")));
    lines.join("\n\n") + "\n"
}

/// The parts read of each publication, as Markdown: supported layouts, tested editions, geography,
/// frequency, licence.
///
/// `tried` are the editions of real files that the tests read, by dataset.
pub fn reference_of_datasets(
    figures: &Figures,
    tried: &BTreeMap<String, BTreeSet<String>>,
) -> String {
    let mut text = String::from(
        "# Datasets\n\nMade from `data/catalogue/datasets` and `tests/oracles/editions`; do not \
         edit. *Tried* are the editions of the publishers' files\nthat the tests read, by the \
         newest day that each has figures for; other layouts are tested on small workbooks made \
         from\n`tests/layouts`, or on the figures inside the program.\n",
    );
    let mut publishers: BTreeMap<&str, Vec<&Dataset>> = BTreeMap::new();
    for dataset in figures.catalogue().datasets.values() {
        publishers.entry(&dataset.publisher).or_default().push(dataset);
    }
    for (publisher, datasets) in publishers {
        text.push_str(&format!("\n## {publisher}\n\n"));
        text.push_str(
            "| dataset | title | layouts known | editions tried | geography | frequency | found by \
             | licence |\n",
        );
        text.push_str("|---|---|---|---|---|---|---|---|\n");
        for dataset in datasets {
            text.push_str(&line(dataset, tried.get(dataset.id.as_str())));
        }
    }
    text
}

fn line(dataset: &Dataset, tried: Option<&BTreeSet<String>>) -> String {
    let layouts: Vec<&str> = dataset.layout.iter().map(|layout| layout.id.as_str()).collect();
    let layouts = match (dataset.bundled_only, layouts.is_empty()) {
        (true, _) => "inside the program".to_owned(),
        (false, true) => "none".to_owned(),
        (false, false) => layouts.join("; "),
    };
    let tried =
        tried.map_or("none".to_owned(), |days| days.iter().cloned().collect::<Vec<_>>().join(", "));
    let found = dataset.discover.as_ref().map_or("", |discover| discover.api.name()).to_owned();
    let cells = [
        &format!("`{}`", dataset.id),
        &dataset.title,
        &layouts,
        &tried,
        &dataset.geography,
        dataset.frequency.as_str(),
        &found,
        &dataset.licence,
    ];
    format!("| {} |\n", cells.map(|cell| cell.replace('|', "\\|")).join(" | "))
}
