//! Words of charts: printed figures, headers, alternative text, the table behind a ranked chart.
//!
//! Belongs here: sentences and columns several kinds share, the heading and the note of who is missing, which all draw alike.
//! Does not belong here: where other words stand on the picture.

use super::canvas::{Anchor, Canvas};
use super::data::{ChartData, Item, missing_status};
use super::rows::GAP;
use super::{letters, pointer};
use crate::domain::{AreaCode, Compare, Status, Unit, counted, rounds_to_zero, with_decimals};
use crate::table::{Cell, Column, Figure, Listing, columns};

/// A number as printed in a chart of that unit: `1,234`, `5.1`, `15.3%`; `<0.1` for what only rounds to zero.
pub(super) fn number(value: f64, unit: Unit) -> String {
    let sign = if unit == Unit::Percent { "%" } else { "" };
    if rounds_to_zero(value, unit.decimals()) && value > 0.0 {
        let least = 10f64.powi(-i32::try_from(unit.decimals()).unwrap_or_default());
        return format!("<{}{sign}", with_decimals(least, unit.decimals()));
    }
    format!("{}{sign}", with_decimals(value, unit.decimals()))
}

/// A figure as printed in a chart: its number with the publisher's remark, or the symbol of its absence.
pub(super) fn figure(figure: Figure, unit: Unit) -> String {
    match (figure.value.filter(|value| value.is_finite()), figure.status) {
        (Some(value), None) => number(value, unit),
        (Some(value), Some(status)) => format!("{} {}", number(value, unit), status.symbol()),
        (None, _) => missing_status(figure).symbol().to_owned(),
    }
}

/// The unit of a difference between two figures of `unit`.
pub(super) fn unit_of_gap(unit: Unit) -> Unit {
    if unit == Unit::Percent { Unit::PercentagePoints } else { unit }
}

/// Draws what the values of a chart are, with their unit, at the top of the picture. Returns where the next thing may begin.
pub(super) fn draw_heading(canvas: &mut Canvas, data: &ChartData) -> f64 {
    let style = canvas.style;
    let margin = style.picture.margin;
    let room = f64::from(style.picture.width) - 2.0 * margin;
    let lines = letters::wrap(&header(&data.value_label, data.unit), room, style.text.size, false);
    canvas.paragraph((margin, margin + style.text.size), Anchor::Start, false, &lines);
    margin + lines.len() as f64 * style.text.line + GAP
}

/// A label with its unit in round brackets, where the label does not say it already.
pub(super) fn header(label: &str, unit: Unit) -> String {
    let said = label.to_lowercase().contains(&unit.label().to_lowercase());
    if said || matches!(unit, Unit::People | Unit::Events | Unit::Ratio) {
        label.to_owned()
    } else {
        format!("{label} ({})", unit.label())
    }
}

/// The statuses of missing figures with how many there are of each, in the order of legends.
pub(super) fn missing_counts(figures: impl Iterator<Item = Figure> + Clone) -> Vec<(Status, usize)> {
    let missing = figures.filter(|figure| figure.value.is_none_or(|value| !value.is_finite())).map(missing_status);
    let of = |status: Status| missing.clone().filter(|other| *other == status).count();
    Status::ALL.into_iter().map(|status| (status, of(status))).filter(|(_, number)| *number > 0).collect()
}

/// A sentence on missing figures, such as `2 of 33 areas have no figure: 1 suppressed, 1 not available.`
pub(super) fn missing_sentence(figures: impl Iterator<Item = Figure> + Clone) -> Option<String> {
    let all = figures.clone().count();
    let counts = missing_counts(figures);
    let missing: usize = counts.iter().map(|(_, number)| number).sum();
    let verb = if missing == 1 { "has" } else { "have" };
    let reasons: Vec<String> = counts.iter().map(|(status, number)| format!("{number} {}", status.label())).collect();
    let areas = counted(all, "area", "areas");
    (missing > 0).then(|| format!("{missing} of {areas} {verb} no figure: {}.", reasons.join(", ")))
}

/// The same of figures that are not one for each area, such as `1 of 4 figures is missing: 1 suppressed.`
pub(super) fn missing_figures(figures: impl Iterator<Item = Figure> + Clone) -> Option<String> {
    let all = figures.clone().count();
    let counts = missing_counts(figures);
    let missing: usize = counts.iter().map(|(_, number)| number).sum();
    let verb = if missing == 1 { "is" } else { "are" };
    let reasons: Vec<String> = counts.iter().map(|(status, number)| format!("{number} {}", status.label())).collect();
    let figures = counted(all, "figure", "figures");
    (missing > 0).then(|| format!("{missing} of {figures} {verb} missing: {}.", reasons.join(", ")))
}

/// Explains the symbols of `figures` below a chart, such as `[p] provisional`. Returns the bottom.
pub(super) fn write_symbols(canvas: &mut Canvas, figures: impl Iterator<Item = Figure> + Clone, top: f64) -> f64 {
    let occurs = |status: &Status| figures.clone().any(|figure| shown_status(figure) == Some(*status));
    let statuses = Status::ALL.into_iter().filter(occurs);
    let entries: Vec<String> = statuses.map(|status| format!("{} {}", status.symbol(), status.label())).collect();
    if entries.is_empty() {
        return top;
    }
    let style = canvas.style;
    let room = f64::from(style.picture.width) - 2.0 * style.picture.margin;
    let lines = letters::wrap(&entries.join(", "), room, style.text.size, false);
    canvas.paragraph((style.picture.margin, top + GAP + style.text.size), Anchor::Start, false, &lines);
    top + GAP + lines.len() as f64 * style.text.line
}

pub(super) fn shown_status(figure: Figure) -> Option<Status> {
    let present = figure.value.is_some_and(f64::is_finite);
    if present { figure.status } else { Some(missing_status(figure)) }
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
            format!("All {} have {}.", counted(present.len(), "area", "areas"), number(*highest, data.unit))
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

/// Who rose and who fell most between two days, in one sentence.
pub(super) fn describe_changes(changes: &[(&str, [Figure; 2])], unit: Unit) -> String {
    let change = |[before, after]: [Figure; 2]| {
        before.combine(after, |before, after| Some(after - before)).value.filter(|change| change.is_finite())
    };
    let mut known: Vec<(f64, &str, [Figure; 2])> =
        changes.iter().filter_map(|(label, ends)| Some((change(*ends)?, *label, *ends))).collect();
    known.sort_by(|a, b| b.0.compare(&a.0).then_with(|| a.1.cmp(b.1)));
    let said = |kind: &str, (_, label, ends): &(f64, &str, [Figure; 2])| {
        let [before, after] = ends.map(|end| figure(end, unit));
        format!("{kind}: {label}, from {before} to {after}")
    };
    let risen = known.first().filter(|(change, ..)| *change > 0.0).map(|one| said("Largest rise", one));
    let is_first = risen.is_none();
    let fall = if is_first { "Largest fall" } else { "largest fall" };
    let fallen = known.last().filter(|(change, ..)| *change < 0.0).map(|one| said(fall, one));
    let message: Vec<String> = risen.into_iter().chain(fallen).collect();
    match (known.is_empty(), message.is_empty()) {
        (true, _) => "No area has both figures.".to_owned(),
        (false, true) => "No area has changed.".to_owned(),
        (false, false) => format!("{}.", message.join("; ")),
    }
}

/// What a chart shows, where and when, the label only where the caption does not say it already.
pub(super) fn subject(data: &ChartData) -> String {
    if data.caption.to_lowercase().contains(&data.value_label.to_lowercase()) {
        data.caption.clone()
    } else {
        format!("{}, {}", header(&data.value_label, data.unit), data.caption)
    }
}

/// An area's name, with how many others print the same number.
fn with_equals(item: &Item, value: f64, all: &[(&Item, f64)], unit: Unit) -> String {
    let printed = number(value, unit);
    match all.iter().filter(|(_, other)| number(*other, unit) == printed).count() {
        0 | 1 => item.label.clone(),
        equal => format!("{} and {}", item.label, counted(equal - 1, "other", "others")),
    }
}

/// The table behind a chart with one figure an area, in the order of the chart, with the short labels of a map.
pub(super) fn list_ranked(data: &ChartData, with_short_labels: bool) -> Listing {
    let short = with_short_labels && !data.tiles.is_empty();
    let (present, missing) = data.ranked(Item::number);
    let items = present.into_iter().map(|(item, _)| item).chain(missing);
    let row = |item: &Item| {
        let mut cells = area_cells(item);
        if short {
            cells.push(data.short_label(&item.code).unwrap_or("none").into());
        }
        cells.push(item.figure.into());
        cells
    };
    let mut columns = area_columns();
    if short {
        columns.push(Column::text("label", "Label on the map"));
    }
    columns.push(Column::number("value", &header(&data.value_label, data.unit), data.unit));
    let reference = |label: &str, value: f64| format!("{label}: {}.", number(value, data.unit));
    let notes = data.references.iter().map(|line| reference(&line.label, line.value)).collect();
    Listing { caption: data.caption.clone(), columns, rows: items.map(row).collect(), notes }
}

/// An area's figure in words, also of one that has none or that the data do not hold.
pub(super) fn told_of_area(data: &ChartData, code: &AreaCode) -> String {
    match data.item(code) {
        Some(item) => format!("{}: {}", item.label, pointer::said(item.figure, data.unit)),
        None => {
            let label = data.short_label(code).unwrap_or(code.as_str());
            format!("{label}: {}", Status::NotAvailable.label())
        }
    }
}

/// The columns that name an area.
pub(super) fn area_columns() -> Vec<Column> {
    vec![Column::text(columns::AREA_NAME, "Area"), Column::text(columns::AREA_CODE, "Area code")]
}

/// The cells that name an area.
pub(super) fn area_cells(item: &Item) -> Vec<Cell> {
    vec![item.label.as_str().into(), item.code.as_str().into()]
}

#[cfg(test)]
mod tests {
    use super::{describe_ranked, header, list_ranked, number};
    use crate::chart::{ChartData, Item};
    use crate::domain::{AreaCode, Status, Unit};
    use crate::table::Figure;

    fn three(figures: [Figure; 3]) -> ChartData {
        let mut data = ChartData::new("London, 31 March 2026", "People supported", Unit::People);
        let areas = [("E09000003", "Barnet"), ("E09000018", "Hounslow"), ("E09000001", "City of London")];
        for ((code, label), figure) in areas.into_iter().zip(figures) {
            data.items.push(Item::of(AreaCode::new(code).unwrap(), label, figure));
        }
        data
    }

    #[test]
    fn descriptions_are_made_from_the_figures() {
        let suppressed = Figure::missing(Status::Suppressed);
        assert_eq!(
            describe_ranked("Bar chart", &three([Figure::of(1_137.0), Figure::of(1_298.0), suppressed])),
            "Bar chart: People supported, London, 31 March 2026. Highest: Hounslow, 1,298; lowest: Barnet, 1,137. \
             1 of 3 areas has no figure: 1 suppressed."
        );
        assert!(describe_ranked("Map", &three([Figure::of(0.0); 3])).contains("All 3 areas have 0."));
        assert!(describe_ranked("Map", &three([suppressed; 3])).contains("No area has a figure. 3 of 3 areas"));
    }

    #[test]
    fn the_table_behind_is_ranked_with_the_missing_last() {
        let missing = Figure::missing(Status::NotAvailable);
        let listing = list_ranked(&three([missing, Figure::of(0.0), Figure::of(3.0)]), false);
        let print = |row: &Vec<crate::table::Cell>| row[2].print(&listing.columns[2]);
        assert_eq!(listing.rows.iter().map(print).collect::<Vec<_>>(), ["3", "0", "[x]"]);
    }

    #[test]
    fn units_are_said_once() {
        assert_eq!(header("Supported people", Unit::Per10k), "Supported people (per 10,000 residents)");
        assert_eq!(
            header("Supported people per 10,000 residents", Unit::Per10k),
            "Supported people per 10,000 residents"
        );
        assert_eq!(header("People supported", Unit::People), "People supported");
        assert_eq!(number(15.25, Unit::Percent), "15.3%");
    }
}
