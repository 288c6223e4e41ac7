//! The reference of indicators and the coverage of the board, as Markdown made from the catalogue.
//!
//! Belongs here: definitions in words. Does not belong here: figures.

use super::Engine;
use crate::catalogue::{
    Answer, BoardDocument, BoardRow, Clusters, Dataset, Indicator, IndicatorSource, IntervalMethod, Theme,
};
use crate::domain::{Id, Result};
use crate::indicator;
use std::collections::{BTreeMap, BTreeSet};

impl Engine {
    /// One card for each indicator, by theme.
    pub fn reference_of_indicators(&self) -> Result<String> {
        let all = &self.catalogue.indicators;
        let mut text = format!(
            "# Indicators\n\nMade from `data/catalogue/indicators`; do not edit. {} indicators, each by the method that its card names; the methods \
             are\ndocumented in `src/indicator`. `fairshares show ID` prints the values.\n",
            all.len()
        );
        for theme in Theme::ALL {
            let of_theme: Vec<&Indicator> = all.values().filter(|indicator| indicator.theme == theme).collect();
            text.push_str(&format!("\n## {} ({})\n", theme.title(), of_theme.len()));
            for indicator in of_theme {
                text.push_str(&self.card(indicator)?);
            }
        }
        Ok(text)
    }

    fn card(&self, indicator: &Indicator) -> Result<String> {
        let mut text = format!("\n### {}\n\n`{}`. {}\n\n", indicator.title, indicator.id, indicator.definition);
        let mut line = |name: &str, words: String| {
            if !words.is_empty() {
                text.push_str(&format!("- **{name}**: {words}\n"));
            }
        };
        if let (Some(availability), Some(reason)) = (indicator.availability, &indicator.reason) {
            line("Figures", format!("{}. {}", availability.label(), self.everywhere(reason.all())));
        }
        line("Numerator", self.numerator(indicator));
        line("Denominator", self.denominator(indicator));
        let method = indicator::method(indicator)?;
        if indicator.availability.is_none() {
            let index = indicator.index.as_ref().map_or(String::new(), |index| format!(", {index}"));
            line("Method", format!("{}{index}: `{}`", method.id(), indicator::formula(indicator)?));
            line("Unit, kind", format!("{}, {}", indicator.unit.label(), indicator.kind.as_str()));
            line("Better", better(&indicator.polarity).to_owned());
            line("Interval", interval(&indicator.interval));
            line("Independent events", indicator.interval.independence().unwrap_or_default().to_owned());
        }
        let lineage = self.lineage(indicator);
        let datasets = self.datasets_of(&lineage);
        line("Geography", distinct(&datasets, |dataset| dataset.geography.clone()));
        line("Frequency", distinct(&datasets, |dataset| dataset.frequency.clone()));
        line("Next release", distinct(&datasets, |dataset| self.release_words(dataset)));
        line(
            "Sources",
            distinct(&datasets, |dataset| format!("{}, {} (`{}`)", dataset.publisher, dataset.title, dataset.id)),
        );
        line("Caveats", self.everywhere(&indicator.caveats));
        line("Applies", indicator.applies.as_ref().map_or(String::new(), |applies| self.where_and_when(applies)));
        line("Breaks", self.breaks_in_words(&lineage));
        let policies = self.catalogue.calendar.policies_of(&indicator.id);
        line("Policy", policies.map(|p| format!("{} ({})", p.note, p.reference)).collect::<Vec<_>>().join(" "));
        line("Board", indicator.board.join(", "));
        line("Reference", if indicator.reference == "none" { String::new() } else { indicator.reference.clone() });
        Ok(text)
    }

    fn numerator(&self, indicator: &Indicator) -> String {
        let terms = indicator.term.iter().map(|term| {
            let sign = if term.minus { "less " } else { "" };
            format!("{sign}{}", self.titled(&term.indicator))
        });
        let sources = indicator.source.iter().map(source_words);
        let of = indicator.of.iter().map(|id| self.titled(id));
        terms.chain(of).chain(sources).collect::<Vec<_>>().join("; ")
    }

    fn titled(&self, id: &Id) -> String {
        self.catalogue.indicators.get(id).map_or(String::new(), |indicator| format!("{} (`{id}`)", indicator.title))
    }

    fn denominator(&self, indicator: &Indicator) -> String {
        let per = indicator.per.iter().map(|id| {
            let day = if indicator.per_at_end { ", on the last day of the period" } else { "" };
            format!("{}{day}", self.titled(id))
        });
        let within = indicator.within.iter().map(|within| match within.as_str() {
            "region" => "the same of the region".to_owned(),
            code => format!("the same of {code}"),
        });
        let by = indicator.by.iter().map(|id| format!("in the order of {}", self.titled(id)));
        let base = indicator.base.iter().map(|day| format!("the same on {day}"));
        per.chain(within).chain(by).chain(base).collect::<Vec<_>>().join("; ")
    }

    /// An indicator and those that it is made of, itself first.
    pub(super) fn lineage<'a>(&'a self, indicator: &'a Indicator) -> Vec<&'a Indicator> {
        let (mut seen, mut found, mut open) = (BTreeSet::new(), Vec::new(), vec![&indicator.id]);
        while let Some(id) = open.pop() {
            let Some(of) = self.catalogue.indicators.get(id).filter(|_| seen.insert(id)) else { continue };
            open.extend(
                of.by.iter().chain(&of.per).chain(of.term.iter().rev().map(|term| &term.indicator)).chain(&of.of),
            );
            found.push(of);
        }
        found
    }

    /// The datasets that the indicators of a lineage are read from.
    pub(super) fn datasets_of(&self, lineage: &[&Indicator]) -> Vec<&Dataset> {
        let mut found: Vec<&Dataset> = Vec::new();
        for source in lineage.iter().flat_map(|indicator| &indicator.source) {
            let dataset = self.catalogue.datasets.get(&source.dataset);
            found.extend(dataset.filter(|dataset| !found.iter().any(|held| held.id == dataset.id)));
        }
        found
    }

    fn breaks_in_words(&self, lineage: &[&Indicator]) -> String {
        let mut all: Vec<String> = Vec::new();
        for declared in lineage.iter().flat_map(|indicator| self.catalogue.breaks_of(indicator)) {
            let words = format!("{} ({})", declared.note, declared.reference);
            if !all.contains(&words) {
                all.push(words);
            }
        }
        all.join(" ")
    }

    fn release_words(&self, dataset: &Dataset) -> String {
        self.release_of(dataset).map_or(String::new(), |release| match &release.ended {
            Some(reason) => format!("{}: none, {reason}", release.title),
            None => format!("calendar of {}", release.title),
        })
    }

    /// The rows of the board with the indicators that answer them, and how many rows are answered how far.
    pub fn coverage_of_board(&self) -> String {
        let rows = &self.catalogue.board.row;
        let mut text = String::from(
            "# What the board asks, and what answers it\n\nMade from `data/catalogue/board.toml` and `data/catalogue/indicators`; do not edit. How far \
             the *public* answers, and the\nindicators that do; those in italics have no figures here and say why.\n\n",
        );
        let documents = BoardDocument::ALL;
        text.push_str(&format!("| answer | {} | all |\n", documents.map(BoardDocument::title).join(" | ")));
        text.push_str("|---|---|---|---|---|---|\n");
        for answer in Answer::ALL {
            let count =
                |is: &dyn Fn(&BoardRow) -> bool| rows.iter().filter(|row| row.answer == answer && is(row)).count();
            let cells: Vec<String> = documents.iter().map(|of| count(&|row| row.document == *of).to_string()).collect();
            text.push_str(&format!("| {} | {} | {} |\n", answer.label(), cells.join(" | "), count(&|_| true)));
        }
        text.push_str(&format!(
            "| all | {} | {} |\n",
            documents.map(|of| rows.iter().filter(|row| row.document == of).count().to_string()).join(" | "),
            rows.len()
        ));
        for document in documents {
            text.push_str(&format!(
                "\n## {}\n\n| row | asked | answer | indicators |\n|---|---|---|---|\n",
                document.title()
            ));
            for row in rows.iter().filter(|row| row.document == document) {
                let answers = self.answers(row);
                text.push_str(&format!("| {} | {} | {} | {answers} |\n", row.reference, row.asked, row.answer.label()));
            }
        }
        text
    }

    fn answers(&self, row: &BoardRow) -> String {
        let named = self.catalogue.indicators.values().filter(|indicator| indicator.board.contains(&row.reference));
        let words = named.map(|indicator| match indicator.availability {
            Some(availability) => format!("*{}* ({})", indicator.id, availability.label()),
            None => format!("`{}`", indicator.id),
        });
        words.collect::<Vec<_>>().join(", ")
    }
}

/// A source in words: the measure, where it is read and what is held fixed.
fn source_words(source: &IndicatorSource) -> String {
    let fixed: Vec<String> = source.fixed.iter().map(|(dimension, code)| format!("{dimension} {code}")).collect();
    let ages: Vec<String> =
        source.between.iter().map(|(dimension, [from, to])| format!("{dimension} {from} to {to}")).collect();
    let held = [fixed, ages].concat().join(", ");
    let held = if held.is_empty() { held } else { format!(" ({held})") };
    format!("`{}` of `{}`{held}", source.measure, source.dataset)
}

fn better(polarity: &str) -> &'static str {
    match polarity {
        "higher" => "higher",
        "lower" => "lower",
        _ => "neither higher nor lower",
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
                "95%, of {groups} of {people} people, x ± 1.96 √({people} x), *unreliable* below {reliable_from} {groups} ({reference})"
            );
        }
        IntervalMethod::Published => "95%, the publisher's",
        IntervalMethod::Rounded => "where the true count lies, since the published one is rounded",
    };
    words.to_owned()
}

/// What several datasets say, each once.
fn distinct(datasets: &[&Dataset], words: impl Fn(&Dataset) -> String) -> String {
    let mut said: BTreeMap<String, usize> = BTreeMap::new();
    for (place, dataset) in datasets.iter().enumerate() {
        said.entry(words(dataset)).or_insert(place);
    }
    let mut said: Vec<(usize, String)> = said.into_iter().map(|(words, place)| (place, words)).collect();
    said.sort();
    said.into_iter().map(|(_, words)| words).filter(|words| !words.is_empty()).collect::<Vec<_>>().join("; ")
}
