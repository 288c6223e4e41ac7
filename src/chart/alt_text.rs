//! Alternative text of charts.
//!
//! Belongs here: sentences that several kinds share. Does not belong here: how a number is
//! printed (`format`), the text of a part under the pointer (`tooltips`).

use super::data::{ChartData, Item, missing_status};
use super::format::{figure, header, number};
use crate::domain::{Compare, Status, Unit, counted};
use crate::table::Figure;

/// What a chart shows, where and when. The label is left out where the caption contains it.
pub(super) fn subject(data: &ChartData) -> String {
    if data.caption.to_lowercase().contains(&data.value_label.to_lowercase()) {
        data.caption.clone()
    } else {
        format!("{}, {}", header(&data.value_label, data.unit), data.caption)
    }
}

/// Alternative text of a chart with one figure an area: `kind` such as `Bar chart`.
pub(super) fn describe_ranked(kind: &str, data: &ChartData) -> String {
    let mut sentences = vec![format!("{kind}: {}.", subject(data))];
    let (present, _) = data.ranked(Item::number);
    sentences.push(match (present.first(), present.last()) {
        (Some((one, value)), Some(_)) if present.len() == 1 => {
            format!("{}: {}.", one.label, number(*value, data.unit))
        }
        (Some((_, highest)), Some((_, lowest))) if highest == lowest => {
            format!(
                "All {} have {}.",
                counted(present.len(), "area", "areas"),
                number(*highest, data.unit)
            )
        }
        (Some((top, highest)), Some((bottom, lowest))) => format!(
            "Highest: {}, {}; lowest: {}, {}.",
            with_equals(top, *highest, &present, data.unit),
            number(*highest, data.unit),
            with_equals(bottom, *lowest, &present, data.unit),
            number(*lowest, data.unit)
        ),
        _ => "No area has a figure.".to_owned(),
    });
    sentences.extend(missing_sentence(data.items.iter().map(|item| item.figure)));
    sentences.join(" ")
}

/// An area's name, with how many others print the same number.
fn with_equals(item: &Item, value: f64, all: &[(&Item, f64)], unit: Unit) -> String {
    let printed = number(value, unit);
    match all.iter().filter(|(_, other)| number(*other, unit) == printed).count() {
        0 | 1 => item.label.clone(),
        equal => format!("{} and {}", item.label, counted(equal - 1, "other", "others")),
    }
}

/// The largest rise and the largest fall between two days, in one sentence.
pub(super) fn describe_changes(changes: &[(&str, [Figure; 2])], unit: Unit) -> String {
    let change = |[before, after]: [Figure; 2]| {
        before
            .combine(after, |before, after| Some(after - before))
            .value
            .filter(|change| change.is_finite())
    };
    let mut known: Vec<(f64, &str, [Figure; 2])> =
        changes.iter().filter_map(|(label, ends)| Some((change(*ends)?, *label, *ends))).collect();
    known.sort_by(|a, b| b.0.compare(&a.0).then_with(|| a.1.cmp(b.1)));
    let sentence = |kind: &str, (_, label, ends): &(f64, &str, [Figure; 2])| {
        let [before, after] = ends.map(|end| figure(end, unit));
        format!("{kind}: {label}, from {before} to {after}")
    };
    let risen =
        known.first().filter(|(change, ..)| *change > 0.0).map(|one| sentence("Largest rise", one));
    let is_first = risen.is_none();
    let fall = if is_first { "Largest fall" } else { "largest fall" };
    let fallen = known.last().filter(|(change, ..)| *change < 0.0).map(|one| sentence(fall, one));
    let message: Vec<String> = risen.into_iter().chain(fallen).collect();
    match (known.is_empty(), message.is_empty()) {
        (true, _) => "No area has both figures.".to_owned(),
        (false, true) => "No area has changed.".to_owned(),
        (false, false) => format!("{}.", message.join("; ")),
    }
}

/// A sentence on missing figures, such as `2 of 33 areas have no figure: 1 suppressed, 1 not
/// available.`
pub(super) fn missing_sentence(figures: impl Iterator<Item = Figure> + Clone) -> Option<String> {
    let all = figures.clone().count();
    let counts = missing_counts(figures);
    let missing: usize = counts.iter().map(|(_, number)| number).sum();
    let verb = if missing == 1 { "has" } else { "have" };
    let reasons: Vec<String> =
        counts.iter().map(|(status, number)| format!("{number} {}", status.label())).collect();
    let areas = counted(all, "area", "areas");
    (missing > 0).then(|| format!("{missing} of {areas} {verb} no figure: {}.", reasons.join(", ")))
}

/// The same for figures that are not one for each area, such as `1 of 4 figures is missing: 1
/// suppressed.`
pub(super) fn missing_figures(figures: impl Iterator<Item = Figure> + Clone) -> Option<String> {
    let all = figures.clone().count();
    let counts = missing_counts(figures);
    let missing: usize = counts.iter().map(|(_, number)| number).sum();
    let verb = if missing == 1 { "is" } else { "are" };
    let reasons: Vec<String> =
        counts.iter().map(|(status, number)| format!("{number} {}", status.label())).collect();
    let figures = counted(all, "figure", "figures");
    (missing > 0).then(|| format!("{missing} of {figures} {verb} missing: {}.", reasons.join(", ")))
}

/// The statuses of missing figures with how many there are of each, in the order of legends.
pub(super) fn missing_counts(
    figures: impl Iterator<Item = Figure> + Clone,
) -> Vec<(Status, usize)> {
    let missing = figures
        .filter(|figure| figure.value.is_none_or(|value| !value.is_finite()))
        .map(missing_status);
    let of = |status: Status| missing.clone().filter(|other| *other == status).count();
    Status::ALL
        .into_iter()
        .map(|status| (status, of(status)))
        .filter(|(_, number)| *number > 0)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::describe_ranked;
    use crate::chart::{ChartData, Item};
    use crate::domain::{AreaCode, Status, Unit};
    use crate::table::Figure;

    fn three(figures: [Figure; 3]) -> ChartData {
        let mut data = ChartData::new("London, 31 March 2026", "People supported", Unit::People);
        let areas =
            [("E09000003", "Barnet"), ("E09000018", "Hounslow"), ("E09000001", "City of London")];
        for ((code, label), figure) in areas.into_iter().zip(figures) {
            data.items.push(Item::of(AreaCode::new(code).unwrap(), label, figure));
        }
        data
    }

    #[test]
    fn descriptions_are_made_from_the_figures() {
        let suppressed = Figure::missing(Status::Suppressed);
        assert_eq!(
            describe_ranked(
                "Bar chart",
                &three([Figure::of(1_137.0), Figure::of(1_298.0), suppressed])
            ),
            "Bar chart: People supported, London, 31 March 2026. Highest: Hounslow, 1,298; lowest: \
             Barnet, 1,137. 1 of 3 areas has no figure: 1 suppressed."
        );
        assert!(
            describe_ranked("Map", &three([Figure::of(0.0); 3])).contains("All 3 areas have 0.")
        );
        assert!(
            describe_ranked("Map", &three([suppressed; 3]))
                .contains("No area has a figure. 3 of 3 areas")
        );
    }
}
