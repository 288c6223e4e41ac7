//! The reference of indicators and the coverage of the board, as Markdown generated from the
//! catalogue.
//!
//! Belongs here: definitions in words. Does not belong here: figures.

use crate::catalogue::method::{NotPublished, Within};
use crate::catalogue::{
    Answer, BoardDocument, BoardRow, Clusters, Dataset, Indicator, IndicatorSource, IntervalMethod,
    Method, Polarity, Theme,
};
use crate::domain::{Id, Result};
use crate::figures::Figures;
use crate::indicator::{self, InputRole};
use crate::knowledge::rules;
use itertools::Itertools;
use std::collections::BTreeMap;

/// One card for each indicator, by theme.
pub fn reference_of_indicators(figures: &Figures) -> Result<String> {
    let all = &figures.catalogue().indicators;
    let mut text = format!(
        "# Indicators\n\nMade from `data/catalogue/indicators`; do not edit. {} indicators, each \
         by the method that its card names; the methods are\ndocumented in `src/indicator`. \
         `fairshares show ID` prints the values.\n",
        all.len()
    );
    for theme in Theme::ALL {
        let of_theme: Vec<&Indicator> =
            all.values().filter(|indicator| indicator.theme == theme).collect();
        text.push_str(&format!("\n## {} ({})\n", theme.title(), of_theme.len()));
        for indicator in of_theme {
            text.push_str(&card(figures, indicator)?);
        }
    }
    Ok(text)
}

fn card(figures: &Figures, indicator: &Indicator) -> Result<String> {
    let mut text =
        format!("\n### {}\n\n`{}`. {}\n\n", indicator.title, indicator.id, indicator.definition);
    let mut line = |name: &str, words: String| {
        if !words.is_empty() {
            text.push_str(&format!("- **{name}**: {words}\n"));
        }
    };
    if let Some(not_published) = indicator.method.not_published() {
        line("Figures", without_figures(figures, not_published));
    }
    line("Numerator", numerator(figures, indicator));
    line("Denominator", denominator(figures, indicator));
    if indicator.method.not_published().is_none() {
        let method = indicator::computed_by(&indicator.method);
        let index = method.index().map_or(String::new(), |index| format!(", {index}"));
        line("Method", format!("{}{index}: `{}`", indicator.method.name(), method.formula()));
        line("Unit, kind", format!("{}, {}", indicator.unit.label(), indicator.kind.as_str()));
        line("Better", better(indicator.polarity).to_owned());
        line("Interval", interval(&indicator.interval));
        line(
            "Independent events",
            indicator.interval.independence().unwrap_or_default().to_owned(),
        );
    }
    let lineage = figures.catalogue().lineage(indicator);
    let datasets = figures.catalogue().datasets_of(&lineage);
    line("Geography", distinct(&datasets, |dataset| dataset.geography.clone()));
    line("Frequency", distinct(&datasets, |dataset| dataset.frequency.to_string()));
    line("Next release", distinct(&datasets, |dataset| release_words(figures, dataset)));
    line(
        "Sources",
        distinct(&datasets, |dataset| {
            format!("{}, {} (`{}`)", dataset.publisher, dataset.title, dataset.id)
        }),
    );
    line("Caveats", rules::everywhere(figures.knowledge(), &indicator.caveats));
    line(
        "Applies",
        indicator
            .applies
            .as_ref()
            .map_or(String::new(), |applies| rules::where_and_when(figures.knowledge(), applies)),
    );
    line("Breaks", breaks_in_words(figures, &lineage));
    let policies = figures.catalogue().calendar.policies_of(&indicator.id);
    line(
        "Policy",
        policies.map(|p| format!("{} ({})", p.note, p.reference)).collect::<Vec<_>>().join(" "),
    );
    line("Board", indicator.board.join(", "));
    line(
        "Reference",
        if indicator.reference == "none" { String::new() } else { indicator.reference.clone() },
    );
    Ok(text)
}

/// How an indicator without figures is available, and why it has none.
fn without_figures(
    figures: &Figures,
    NotPublished { availability, reason }: &NotPublished,
) -> String {
    format!("{}. {}", availability.label(), rules::everywhere(figures.knowledge(), reason.all()))
}

fn numerator(figures: &Figures, indicator: &Indicator) -> String {
    let terms = indicator.method.terms().iter().map(|term| {
        let sign = if term.minus { "less " } else { "" };
        format!("{sign}{}", titled(figures, &term.indicator))
    });
    let sources = indicator.method.sources().iter().map(source_words);
    let of = indicator.method.input(InputRole::Of).into_iter().map(|id| titled(figures, id));
    terms.chain(of).chain(sources).collect::<Vec<_>>().join("; ")
}

fn titled(figures: &Figures, id: &Id) -> String {
    figures
        .catalogue()
        .indicators
        .get(id)
        .map_or(String::new(), |indicator| format!("{} (`{id}`)", indicator.title))
}

fn denominator(figures: &Figures, indicator: &Indicator) -> String {
    let method = indicator::computed_by(&indicator.method);
    let per = indicator.method.input(InputRole::Per).into_iter().map(|id| {
        let day = if method.per_at_end() { ", on the last day of the period" } else { "" };
        format!("{}{day}", titled(figures, id))
    });
    let within = method.within().into_iter().map(|within| match within {
        Within::Region => "the same of the region".to_owned(),
        Within::Area(code) => format!("the same of {code}"),
    });
    let other = match &indicator.method {
        Method::Concentration(of) => Some(format!("in the order of {}", titled(figures, &of.by))),
        Method::IndexNumber(of) => Some(format!("the same on {}", of.base)),
        _ => None,
    };
    per.chain(within).chain(other).collect::<Vec<_>>().join("; ")
}

fn breaks_in_words(figures: &Figures, lineage: &[&Indicator]) -> String {
    let declared = lineage.iter().flat_map(|indicator| figures.catalogue().breaks_of(indicator));
    declared.map(|one| format!("{} ({})", one.note, one.reference)).unique().join(" ")
}

fn release_words(figures: &Figures, dataset: &Dataset) -> String {
    figures.catalogue().release_of(dataset).map_or(String::new(), |release| match &release.ended {
        Some(reason) => format!("{}: none, {reason}", release.title),
        None => format!("calendar of {}", release.title),
    })
}

/// The rows of the board with the indicators that answer them, and how many rows are answered how
/// far.
pub fn coverage_of_board(figures: &Figures) -> String {
    let rows = &figures.catalogue().board.row;
    let mut text = String::from(
        "# What the board asks, and what answers it\n\nMade from `data/catalogue/board.toml` and \
         `data/catalogue/indicators`; do not edit. How far the *public* answers, and \
         the\nindicators that do; those in italics have no figures here and say why.\n\n",
    );
    let documents = BoardDocument::ALL;
    text.push_str(&format!(
        "| answer | {} | all |\n",
        documents.map(BoardDocument::title).join(" | ")
    ));
    text.push_str("|---|---|---|---|---|---|\n");
    for answer in Answer::ALL {
        let count = |is: &dyn Fn(&BoardRow) -> bool| {
            rows.iter().filter(|row| row.answer == answer && is(row)).count()
        };
        let cells: Vec<String> =
            documents.iter().map(|of| count(&|row| row.document == *of).to_string()).collect();
        text.push_str(&format!(
            "| {} | {} | {} |\n",
            answer.label(),
            cells.join(" | "),
            count(&|_| true)
        ));
    }
    text.push_str(&format!(
        "| all | {} | {} |\n",
        documents
            .map(|of| rows.iter().filter(|row| row.document == of).count().to_string())
            .join(" | "),
        rows.len()
    ));
    for document in documents {
        text.push_str(&format!(
            "\n## {}\n\n| row | asked | answer | indicators |\n|---|---|---|---|\n",
            document.title()
        ));
        for row in rows.iter().filter(|row| row.document == document) {
            let answers = answers(figures, row);
            text.push_str(&format!(
                "| {} | {} | {} | {answers} |\n",
                row.reference,
                row.asked,
                row.answer.label()
            ));
        }
    }
    text
}

fn answers(figures: &Figures, row: &BoardRow) -> String {
    let named = figures
        .catalogue()
        .indicators
        .values()
        .filter(|indicator| indicator.board.contains(&row.reference));
    let words = named.map(|indicator| match indicator.method.not_published() {
        Some(why) => format!("*{}* ({})", indicator.id, why.availability.label()),
        None => format!("`{}`", indicator.id),
    });
    words.collect::<Vec<_>>().join(", ")
}

/// A source in words: the measure, the table it is read from and the fixed codes.
fn source_words(source: &IndicatorSource) -> String {
    let fixed: Vec<String> =
        source.fixed.iter().map(|(dimension, code)| format!("{dimension} {code}")).collect();
    let ages: Vec<String> = source
        .between
        .iter()
        .map(|(dimension, [from, to])| format!("{dimension} {from} to {to}"))
        .collect();
    let held = [fixed, ages].concat().join(", ");
    let held = if held.is_empty() { held } else { format!(" ({held})") };
    format!("`{}` of `{}`{held}", source.measure, source.dataset)
}

fn better(polarity: Polarity) -> &'static str {
    match polarity {
        Polarity::Higher => "higher",
        Polarity::Lower => "lower",
        Polarity::None => "neither higher nor lower",
    }
}

fn interval(method: &IntervalMethod) -> String {
    let words = match method {
        IntervalMethod::None => "",
        IntervalMethod::Byar(_) => "95%, Byar, exact Poisson below ten",
        IntervalMethod::Wilson(_) => "95%, Wilson",
        IntervalMethod::Dobson(_) => "95%, Dobson",
        IntervalMethod::Clusters(of) => {
            let Clusters { groups, people, reliable_from, reference } = of;
            return format!(
                "95%, of {groups} of {people} people, x ± 1.96 √({people} x), *unreliable* below \
                 {reliable_from} {groups} ({reference})"
            );
        }
        IntervalMethod::Published => "95%, the publisher's",
        IntervalMethod::Rounded => "where the true count lies, since the published one is rounded",
    };
    words.to_owned()
}

/// The texts of several datasets, each once.
fn distinct(datasets: &[&Dataset], words: impl Fn(&Dataset) -> String) -> String {
    let mut said: BTreeMap<String, usize> = BTreeMap::new();
    for (place, dataset) in datasets.iter().enumerate() {
        said.entry(words(dataset)).or_insert(place);
    }
    let mut said: Vec<(usize, String)> =
        said.into_iter().map(|(words, place)| (place, words)).collect();
    said.sort();
    said.into_iter()
        .map(|(_, words)| words)
        .filter(|words| !words.is_empty())
        .collect::<Vec<_>>()
        .join("; ")
}
