//! Titles of charts that describe the figures: the words of a definition with its variables filled
//! in.
//!
//! Belongs here: the values of variables, and the words where the figures do not support the title.
//! Does not belong here: titles.

use crate::briefing::{Movement, with_article};
use crate::chart::{ChartData, Item, Series};
use crate::domain::{Compare, Date, Status, Unit, long_date, with_decimals};
use crate::table::Figure;

/// The text with its variables filled in from the data.
///
/// `{region}`, `{date}`; `{top}` and `{bottom}`, the area with the highest and with the lowest
/// figure (of several days the last); `{above}` and `{below}`, the area furthest above and below
/// what it is compared with; `{moved}`, how the line of a trend ended, such as `fell by 2,691
/// (16.4%) to 13,687`, or `were 13,687` where the figure before it is missing or counted otherwise;
/// `{moved_most}`, which of the areas changed most from the first to the last day, such as
/// `Hillingdon fell most, by 1,414 (48.0%)`.
pub(super) fn fill(text: &str, region: &str, day: Date, data: &ChartData) -> String {
    let mut levels = sorted(levels(data));
    let top = named(levels.first());
    levels.reverse();
    let bottom = named(levels.first());
    let mut gaps = sorted(
        data.items.iter().filter_map(|item| Some((item.label.as_str(), gap(item)?))).collect(),
    );
    let above = named(gaps.first());
    gaps.reverse();
    let below = named(gaps.first());
    let moved = data
        .series
        .first()
        .map_or_else(|| "have no figure".to_owned(), |series| moved(series, data));
    text.replace("{region}", &with_article(region))
        .replace("{date}", &long_date(day))
        .replace("{top}", top)
        .replace("{bottom}", bottom)
        .replace("{above}", above)
        .replace("{below}", below)
        .replace("{moved}", &moved)
        .replace("{moved_most}", &moved_most(data))
}

fn named<'d>(found: Option<&(&'d str, f64)>) -> &'d str {
    found.map_or("no area", |(label, _)| label)
}

/// The highest first, equals by name.
fn sorted(mut known: Vec<(&str, f64)>) -> Vec<(&str, f64)> {
    known.sort_by(|(a, x), (b, y)| y.compare(x).then_with(|| a.cmp(b)));
    known
}

/// Areas with their available figures, those of the last day where there are several.
fn levels(data: &ChartData) -> Vec<(&str, f64)> {
    let of_rows = data.matrix.iter().flat_map(|matrix| &matrix.rows);
    let last = of_rows.filter_map(|row| Some((row.label.as_str(), row.figures.last()?.value?)));
    data.items
        .iter()
        .filter_map(|item| Some((item.label.as_str(), item.figure.value?)))
        .chain(last)
        .collect()
}

/// An area's figure less its comparator's.
fn gap(item: &Item) -> Option<f64> {
    Some(item.figure.value? - item.second?.value?)
}

fn printed(value: f64, unit: Unit) -> String {
    let sign = if unit == Unit::Percent { "%" } else { "" };
    format!("{}{sign}", with_decimals(value, unit.decimals()))
}

/// How a line ended.
fn moved(series: &Series, data: &ChartData) -> String {
    let (before, last) = match series.points.as_slice() {
        [.., before, last] => (Some(before), last),
        [last] => (None, last),
        [] => return "have no figure".to_owned(),
    };
    let Some(value) = last.1.value else {
        return format!("are {}", last.1.status.unwrap_or(Status::NotAvailable).label());
    };
    let at_least = if last.1.is_at_least() { "at least " } else { "" };
    let level = format!("{at_least}{}", printed(value, data.unit));
    let is_compared = |(day, figure): &&(Date, Figure)| {
        !data.is_broken_between(*day, last.0) && !figure.is_at_least() && !last.1.is_at_least()
    };
    let Some(old) = before.filter(is_compared).and_then(|(_, figure)| figure.value) else {
        return format!("were {level}");
    };
    match Movement::of(value - old, old, data.unit) {
        moved @ (Movement::Rose(_) | Movement::Fell(_)) => format!("{moved} to {level}"),
        same @ (Movement::Same | Movement::SameWhenRounded) => format!("{same}: {level}"),
    }
}

/// Which area changed most from the first to the last day.
fn moved_most(data: &ChartData) -> String {
    let ends = |figures: &[Figure]| Some((figures.first()?.value?, figures.last()?.value?));
    let rows = data.matrix.iter().flat_map(|matrix| &matrix.rows);
    let changes = rows.filter_map(|row| Some((row.label.as_str(), ends(&row.figures)?)));
    let size = |(first, last): (f64, f64)| (last - first).abs();
    let most = changes.max_by(|a, b| size(a.1).compare(&size(b.1)).then_with(|| b.0.cmp(a.0)));
    let Some((area, (first, last))) = most.filter(|(_, ends)| size(*ends) > 0.0) else {
        return "No area changed".to_owned();
    };
    match Movement::of(last - first, first, data.unit) {
        Movement::Rose(by) => format!("{area} rose most, by {by}"),
        Movement::Fell(by) => format!("{area} fell most, by {by}"),
        Movement::Same | Movement::SameWhenRounded => "No area changed beyond rounding".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::fill;
    use crate::chart::{BreakMark, ChartData, Item, MarkLabel, Matrix, MatrixRow, Series};
    use crate::domain::{AreaCode, Status, Unit};
    use crate::table::Figure;
    use jiff::civil::date;

    fn data() -> ChartData {
        ChartData::new("People, London", "People", Unit::People)
    }

    fn filled(text: &str, data: &ChartData) -> String {
        fill(text, "North West", date(2026, 3, 31), data)
    }

    #[test]
    fn areas_are_named_by_their_figures_and_by_their_gaps() {
        let mut data = data();
        let area = |code: &str, label: &str, figure, second| Item {
            second: Some(Figure::of(second)),
            ..Item::of(AreaCode::new(code).unwrap(), label, figure)
        };
        data.items = vec![
            area("E09000001", "Alder", Figure::of(3.0), 9.0),
            area("E09000002", "Birch", Figure::of(5.0), 1.0),
            area("E09000003", "Cedar", Figure::missing(Status::Suppressed), 1.0),
        ];
        let text = "{top}, {bottom}, {above}, {below} in {region} on {date}";
        assert_eq!(
            filled(text, &data),
            "Birch, Alder, Birch, Alder in the North West on 31 March 2026"
        );
        assert_eq!(filled("{top}", &ChartData::new("", "", Unit::People)), "no area");
    }

    #[test]
    fn a_line_is_said_to_have_moved_only_where_its_last_two_figures_can_be_compared() {
        let ended = |before: Figure, last: Figure| {
            let points = vec![(date(2025, 12, 31), before), (date(2026, 3, 31), last)];
            ChartData { series: vec![Series { label: "London".to_owned(), points }], ..data() }
        };
        let fell = ended(Figure::of(1_000.0), Figure::of(900.0));
        assert_eq!(filled("People {moved}", &fell), "People fell by 100 (10.0%) to 900");
        assert_eq!(
            filled("{moved}", &ended(Figure::of(900.0), Figure::of(900.0))),
            "did not change: 900"
        );
        let missing = Figure::missing(Status::Suppressed);
        assert_eq!(filled("{moved}", &ended(missing, Figure::of(900.0))), "were 900");
        assert_eq!(filled("{moved}", &ended(Figure::of(900.0), missing)), "are suppressed");
        let mark = BreakMark {
            date: date(2026, 1, 1),
            until: None,
            label: "Counted otherwise".to_owned(),
        };
        assert_eq!(filled("{moved}", &ChartData { breaks: vec![mark], ..fell }), "were 900");
        assert_eq!(filled("{moved}", &data()), "have no figure");
    }

    #[test]
    fn the_area_that_changed_most_is_named_with_its_change() {
        let row = |label: &str, first, last| MatrixRow {
            code: None,
            label: label.to_owned(),
            figures: vec![Figure::of(first), Figure::of(last)],
            emphasis: false,
        };
        let columns = ["first", "last"]
            .map(|name| MarkLabel { column: name.to_owned(), label: name.to_owned() })
            .to_vec();
        let of = |rows| {
            let matrix = Matrix { rows_are: "Area".to_owned(), columns: columns.clone(), rows };
            ChartData { matrix: Some(matrix), ..data() }
        };
        let rows = vec![row("Alder", 10.0, 4.0), row("Birch", 10.0, 15.0)];
        assert_eq!(
            filled("{moved_most}; {top}", &of(rows)),
            "Alder fell most, by 6 (60.0%); Birch"
        );
        assert_eq!(filled("{moved_most}", &of(vec![row("Alder", 4.0, 4.0)])), "No area changed");
    }
}
