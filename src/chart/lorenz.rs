//! Lorenz curve: how unevenly people are spread over areas, against what they are measured by.
//!
//! Belongs here: the curve, the line of equality, the indices as sentences. Does not belong here:
//! their formulas (`demography::inequality`).

use super::canvas::{Anchor, Canvas, Point, corners};
use super::data::missing_status;
use super::gap::GAP;
use super::matrix::number;
use super::{
    ChartData, Drawing, Item, Kind, Style, alt_text, format, heading, ranked_table, rows,
    text_metrics, tooltips,
};
use crate::demography::inequality::{gini, hoover};
use crate::domain::{Compare, Result, Status, Unit, counted, with_decimals};
use crate::table::{Column, Figure, Listing};

/// See the header of this file.
pub(super) struct Lorenz;

/// Side of the plot.
const PLOT: f64 = 560.0;

/// Half the side of the outline around an area's dot.
const AROUND: f64 = 10.0;

/// Decimals of the indices.
const DECIMALS: usize = 3;

/// An area on the curve, with the shares of it and of all areas of lower rate, in per cent.
struct Step<'d> {
    item: &'d Item,
    base_share: f64,
    share: f64,
}

/// The curve and its indices over the areas that have both figures.
struct Curve<'d> {
    steps: Vec<Step<'d>>,
    gini: Option<f64>,
    hoover: Option<f64>,
    /// Areas without one of the figures.
    left_out: Vec<(&'d Item, Status)>,
}

impl Kind for Lorenz {
    fn id(&self) -> &'static str {
        "lorenz"
    }

    fn about(&self) -> &'static str {
        "Shares of people against shares of residents, areas of lowest rate first: how far a \
         distribution is from even."
    }

    fn draw(&self, data: &ChartData, style: &Style) -> Result<Drawing> {
        let mut canvas = Canvas::new(style);
        let curve = curve(data);
        let (margin, width) = (style.picture.margin, f64::from(style.picture.width));
        let room = width - 2.0 * margin;
        let heading = text_metrics::wrap(
            &format!("Share of: {}", data.value_label),
            room,
            style.text.size,
            false,
        );
        canvas.paragraph((margin, margin + style.text.size), Anchor::Start, false, &heading);
        let top = margin + heading.len() as f64 * style.text.line + GAP + style.text.size / 2.0;
        let left = margin + text_metrics::width("100%", style.text.size, false) + GAP;
        let at = |x: f64, y: f64| (left + x / 100.0 * PLOT, top + PLOT - y / 100.0 * PLOT);

        let points: Vec<Point> = std::iter::once((0.0, 0.0))
            .chain(curve.steps.iter().map(|step| (step.base_share, step.share)))
            .map(|(x, y)| at(x, y))
            .collect();
        if points.len() > 1 {
            canvas.shape(&points, style.sequential[0]);
        }
        draw_axes(&mut canvas, at);
        canvas.line(
            &[at(0.0, 0.0), at(100.0, 100.0)],
            style.roles.reference,
            style.picture.outline,
        );
        canvas.text(
            (at(62.0, 62.0).0 - GAP, at(62.0, 62.0).1 - GAP),
            Anchor::End,
            "Line of equality",
        );
        if points.len() > 1 {
            draw_widest(&mut canvas, &curve, at);
            canvas.line(&points, style.focus[0], style.picture.trend);
            points.iter().skip(1).for_each(|point| canvas.disc(*point, 4.0, style.focus[0]));
        }
        mark_steps(&mut canvas, data, &curve, &points);
        let baseline = top + style.text.size + GAP;
        let lines: Vec<String> = index_sentences(&curve)
            .iter()
            .flat_map(|text| text_metrics::wrap(text, PLOT * 0.7, style.text.size, true))
            .collect();
        canvas.paragraph((left + 2.0 * GAP, baseline), Anchor::Start, true, &lines);

        let below = top + PLOT + GAP + style.text.line + GAP;
        let base = data.base_label.as_deref().unwrap_or("Residents");
        let axis_note =
            format!("Share of: {base}. Areas from the lowest rate to the highest, a dot for each.");
        let lines = text_metrics::wrap(&axis_note, room, style.text.size, false);
        canvas.paragraph((margin, below + style.text.size), Anchor::Start, false, &lines);
        let bottom = below + lines.len() as f64 * style.text.line;
        let bottom = write_left_out(&mut canvas, &curve, bottom);
        let absent = curve.left_out.iter().map(|(_, status)| Figure::missing(*status));
        let bottom = heading::write_symbols(&mut canvas, absent, bottom);
        canvas.finish(bottom + margin, &data.caption, &self.describe(data))
    }

    fn describe(&self, data: &ChartData) -> String {
        let curve = curve(data);
        let mut sentences = vec![format!("Lorenz curve: {}.", alt_text::subject(data))];
        sentences.push(match (curve.gini, curve.hoover) {
            (Some(gini), Some(hoover)) => format!(
                "Gini coefficient {}, Hoover index {} over {}.",
                with_decimals(gini, DECIMALS),
                with_decimals(hoover, DECIMALS),
                counted(curve.steps.len(), "area", "areas")
            ),
            _ => "The total is 0, so there is no curve.".to_owned(),
        });
        sentences.extend(alt_text::missing_sentence(data.items.iter().map(complete)));
        sentences.join(" ")
    }

    fn listing(&self, data: &ChartData) -> Listing {
        let curve = curve(data);
        let base = data.base_label.as_deref().unwrap_or("Residents");
        let mut columns = ranked_table::area_columns();
        columns.push(Column::number(
            "value",
            &format::header(&data.value_label, data.unit),
            data.unit,
        ));
        columns.push(Column::number("base", base, Unit::People));
        let share = |label: &str| format!("{label}, share of this and all areas of lower rate (%)");
        columns.push(Column::number("base_share", &share(base), Unit::Percent));
        columns.push(Column::number("value_share", &share(&data.value_label), Unit::Percent));
        let row = |item: &Item, shares: [Figure; 2]| {
            let mut cells = ranked_table::area_cells(item);
            let base = item.base.unwrap_or(Figure::missing(Status::NotAvailable));
            cells.extend([item.figure.into(), base.into(), shares[0].into(), shares[1].into()]);
            cells
        };
        let known = curve
            .steps
            .iter()
            .map(|step| row(step.item, [step.base_share, step.share].map(Figure::of)));
        let absent =
            curve.left_out.iter().map(|(item, status)| row(item, [Figure::missing(*status); 2]));
        let rows = known.chain(absent).collect();
        Listing { caption: data.caption.clone(), columns, rows, notes: index_sentences(&curve) }
    }
}

/// Both figures of an area as one: its rate, missing where either is.
fn complete(item: &Item) -> Figure {
    let base = item.base.unwrap_or(Figure::missing(Status::NotAvailable));
    let count = |figure: Figure| match number(figure) {
        Some(value) if value < 0.0 => Figure::missing(Status::NotApplicable),
        None => Figure::missing(missing_status(figure)),
        Some(_) => figure,
    };
    count(item.figure).combine(count(base), |people, base| (base > 0.0).then_some(people / base))
}

/// Areas in ascending order of their rates; equals by name.
fn curve(data: &ChartData) -> Curve<'_> {
    let mut known: Vec<(&Item, f64)> = Vec::new();
    let mut left_out: Vec<(&Item, Status)> = Vec::new();
    for item in &data.items {
        let rate = complete(item);
        match rate.value {
            Some(value) => known.push((item, value)),
            None => left_out.push((item, missing_status(rate))),
        }
    }
    let name = |a: &Item, b: &Item| a.label.cmp(&b.label).then_with(|| a.code.cmp(&b.code));
    known.sort_by(|(a, x), (b, y)| x.compare(y).then_with(|| name(a, b)));
    left_out.sort_by(|(a, _), (b, _)| name(a, b));
    let people: Vec<f64> = known.iter().filter_map(|(item, _)| item.figure.value).collect();
    let bases: Vec<f64> = known.iter().filter_map(|(item, _)| item.base?.value).collect();
    let (all, all_bases) = (people.iter().sum::<f64>(), bases.iter().sum::<f64>());
    let (mut below, mut base_below) = (0.0, 0.0);
    let mut steps = Vec::new();
    for ((item, _), (people, base)) in known.iter().zip(people.iter().zip(&bases)) {
        below += people;
        base_below += base;
        if all > 0.0 {
            steps.push(Step {
                item,
                base_share: 100.0 * base_below / all_bases,
                share: 100.0 * below / all,
            });
        }
    }
    if steps.is_empty() {
        left_out.extend(known.iter().map(|(item, _)| (*item, Status::NotApplicable)));
    }
    Curve { steps, gini: gini(&people, &bases), hoover: hoover(&people, &bases), left_out }
}

/// The indices as sentences.
fn index_sentences(curve: &Curve) -> Vec<String> {
    let printed = |index: Option<f64>| index.map(|index| with_decimals(index, DECIMALS));
    let gini =
        printed(curve.gini).map(|gini| format!("Gini coefficient {gini}: twice the shaded area."));
    let hoover =
        printed(curve.hoover).map(|hoover| format!("Hoover index {hoover}: the broken line."));
    gini.into_iter().chain(hoover).collect()
}

/// The widest distance between the curve and the line of equality, which is Hoover's index.
fn draw_widest(canvas: &mut Canvas, curve: &Curve, at: impl Fn(f64, f64) -> Point) {
    let style = canvas.style;
    let gap = |step: &&Step| step.base_share - step.share;
    if let Some(step) = curve.steps.iter().max_by(|a, b| gap(a).compare(&gap(b))) {
        let ends = [at(step.base_share, step.base_share), at(step.base_share, step.share)];
        canvas.dashes(&ends, style.roles.reference, 2.0);
    }
}

/// Adds a mark at each dot with both figures of the area and the position of the curve.
fn mark_steps(canvas: &mut Canvas, data: &ChartData, curve: &Curve, points: &[Point]) {
    let base = data.base_label.as_deref().unwrap_or("Residents");
    let dots: Vec<f64> = points.iter().skip(1).map(|point| point.0).collect();
    let ends = (f64::MIN, f64::MAX);
    for ((step, at), (from, to)) in
        curve.steps.iter().zip(points.iter().skip(1)).zip(tooltips::nearest_ranges(&dots, ends))
    {
        let (from, to) = (from.max(at.0 - AROUND), to.min(at.0 + AROUND));
        let people = tooltips::format_figure(step.item.figure, data.unit);
        let residents = tooltips::format_figure(
            step.item.base.unwrap_or(Figure::missing(Status::NotAvailable)),
            Unit::People,
        );
        let [share, base_share] =
            [step.share, step.base_share].map(|share| format::number(share, Unit::Percent));
        let label = format::header(&data.value_label, data.unit);
        let so_far = format!("this and all areas of lower rate: {share} and {base_share}");
        let text = format!("{}; {label}: {people}; {base}: {residents}; {so_far}", step.item.label);
        canvas.mark(&corners((from, at.1 - AROUND), (to - from).max(1.0), 2.0 * AROUND), text);
    }
}

fn draw_axes(canvas: &mut Canvas, at: impl Fn(f64, f64) -> Point) {
    let style = canvas.style;
    for tick in [0.0, 25.0, 50.0, 75.0, 100.0] {
        let colour = if tick == 0.0 { style.roles.axis } else { style.roles.gridline };
        let width = if tick == 0.0 { 1.5 } else { style.picture.gridline };
        canvas.line(&[at(0.0, tick), at(100.0, tick)], colour, width);
        canvas.line(&[at(tick, 0.0), at(tick, 100.0)], colour, width);
        let text = format!("{tick}%");
        let (x, y) = at(0.0, tick);
        canvas.text((x - GAP, rows::baseline_at(y, style)), Anchor::End, &text);
        let (x, y) = at(tick, 0.0);
        canvas.text(
            (x, y + GAP + style.text.size),
            if tick == 0.0 { Anchor::Start } else { Anchor::Middle },
            &text,
        );
    }
}

/// Names the areas that the curve leaves out. Returns the bottom.
fn write_left_out(canvas: &mut Canvas, curve: &Curve, top: f64) -> f64 {
    if curve.left_out.is_empty() {
        return top;
    }
    let style = canvas.style;
    let names: Vec<String> = curve
        .left_out
        .iter()
        .map(|(item, status)| format!("{} {}", item.label, status.symbol()))
        .collect();
    let room = f64::from(style.picture.width) - 2.0 * style.picture.margin;
    let lines = text_metrics::wrap(
        &format!("Without: {}.", names.join(", ")),
        room,
        style.text.size,
        false,
    );
    let at = (style.picture.margin, top + GAP + style.text.size);
    canvas.paragraph(at, Anchor::Start, false, &lines);
    for ((item, status), places) in
        curve.left_out.iter().zip(tooltips::text_outlines(&lines, at, &names, style))
    {
        canvas.mark_all(places, format!("{}: {}", item.label, status.label()));
    }
    top + GAP + lines.len() as f64 * style.text.line
}

#[cfg(test)]
mod tests {
    use super::{Kind, Lorenz, curve};
    use crate::chart::{ChartData, Item, style::house};
    use crate::domain::{AreaCode, Status, Unit};
    use crate::table::Figure;

    fn data(areas: &[(Option<f64>, f64)]) -> ChartData {
        let mut data = ChartData::new("Supported, London", "Supported", Unit::People);
        data.base_label = Some("Residents".to_owned());
        for (index, (people, residents)) in areas.iter().enumerate() {
            let figure = people.map_or(Figure::missing(Status::Suppressed), Figure::of);
            let code = AreaCode::new(&format!("E0900000{index}")).unwrap();
            let base = Some(Figure::of(*residents));
            data.items.push(Item { base, ..Item::of(code, &format!("Area {index}"), figure) });
        }
        data
    }

    /// Worked by hand: rates 0.1, 0.2 and 0.7 of equal populations give shares 10, 30 and 100 of
    /// people below 33.3, 66.7 and 100 of residents; Gini 1 − (0.1 + 0.4 + 1.3)/3 = 0.4, Hoover
    /// half of |0.1−⅓|+|0.2−⅓|+|0.7−⅓| = 0.367.
    #[test]
    fn the_curve_and_its_indices_are_those_worked_by_hand() {
        let data =
            data(&[(Some(70.0), 100.0), (Some(10.0), 100.0), (Some(20.0), 100.0), (None, 100.0)]);
        let curve = curve(&data);
        let shares: Vec<f64> = curve.steps.iter().map(|step| step.share.round()).collect();
        assert_eq!(shares, [10.0, 30.0, 100.0]);
        assert_eq!(
            Lorenz.describe(&data),
            "Lorenz curve: Supported, London. Gini coefficient 0.400, Hoover index 0.367 over 3 \
             areas. 1 of 4 areas has no figure: 1 suppressed."
        );
        let svg = Lorenz.draw(&data, &house()).unwrap().svg;
        assert!(svg.contains("Gini coefficient 0.400") && svg.contains("Without: Area 3 [c]."));
    }

    #[test]
    fn a_total_of_zero_has_no_curve() {
        let data = data(&[(Some(0.0), 100.0), (Some(0.0), 50.0)]);
        assert!(Lorenz.describe(&data).ends_with("The total is 0, so there is no curve."));
        assert!(Lorenz.draw(&data, &house()).unwrap().svg.contains("Area 0 [z]"));
        assert_eq!(
            Lorenz.listing(&data).rows[0][4].print(&Lorenz.listing(&data).columns[4]),
            "[z]"
        );
    }
}
