//! Pyramid: a population by sex and age band as shares of its total, with the outline of another
//! for comparison.
//!
//! Belongs here: bars to both sides, the outline, the axis of shares. Does not belong here: making
//! bands of ages and taking shares (`demography::age_structure`).

use super::canvas::{Anchor, Canvas, Point, corners};
use super::data::{Population, PopulationBand, missing_status};
use super::gap::GAP;
use super::scale::Scale;
use super::{ChartData, Drawing, Kind, Style, format, heading, rows, text_metrics, tooltips};
use crate::domain::{Error, Result, Status, counted, error_codes, signed};
use crate::table::{Column, Figure, Listing};

/// See the header of this file.
pub(super) struct Pyramid;

/// Width of the sample before an entry of the legend.
const SWATCH: f64 = 34.0;

/// Width of the outline, which is black on bars that are 6.6 : 1 lighter.
const OUTLINE: f64 = 2.25;

/// The two sides, in the order in which they are drawn, listed and described.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sex {
    Males,
    Females,
}

const SEXES: [Sex; 2] = [Sex::Males, Sex::Females];

impl Sex {
    fn title(self) -> &'static str {
        match self {
            Self::Males => "Males",
            Self::Females => "Females",
        }
    }

    fn of(self, band: &PopulationBand) -> Figure {
        match self {
            Self::Males => band.males,
            Self::Females => band.females,
        }
    }

    /// The share of a band of the same ages in a population.
    fn of_same(self, population: &Population, band: &PopulationBand) -> Figure {
        let found = population.bands.iter().find(|other| other.from == band.from);
        found.map_or(Figure::missing(Status::NotAvailable), |other| self.of(other))
    }

    /// A share that can be drawn.
    fn number(self, band: &PopulationBand) -> Option<f64> {
        self.of(band).value.filter(|value| value.is_finite())
    }
}

/// Positions of the two sides and of the column of ages between them.
struct PyramidPlot {
    scale: Scale,
    /// Where the bars of each side begin.
    bases: [f64; 2],
    panel: f64,
    top: f64,
    row: f64,
    bands: usize,
}

impl PyramidPlot {
    /// Where a share ends on its side; less than nothing is drawn as nothing.
    fn at(&self, sex: Sex, share: f64) -> f64 {
        let along = self.scale.at(share.max(0.0)) * self.panel;
        match sex {
            Sex::Males => self.bases[0] - along,
            Sex::Females => self.bases[1] + along,
        }
    }

    /// Top of a band. The youngest band is at the bottom.
    fn top_of(&self, index: usize) -> f64 {
        self.top + (self.bands - 1 - index) as f64 * self.row
    }

    fn bottom(&self) -> f64 {
        self.top + self.bands as f64 * self.row
    }
}

impl Kind for Pyramid {
    fn id(&self) -> &'static str {
        "pyramid"
    }

    fn about(&self) -> &'static str {
        "Males to the left and females to the right by age band, as shares of the total \
         population, with the outline of another area."
    }

    fn draw(&self, data: &ChartData, style: &Style) -> Result<Drawing> {
        if data.populations.len() > 2 {
            return Err(Error::new(error_codes::DRAWING_FAILED, "drawing a pyramid")
                .found(format!("{} populations", data.populations.len()))
                .expected("one, and one for the outline; more outlines cannot be distinguished"));
        }
        let mut canvas = Canvas::new(style);
        let (margin, width) = (style.picture.margin, f64::from(style.picture.width));
        let below_heading = heading::draw_heading(&mut canvas, data);
        let baseline = draw_legend(&mut canvas, data, below_heading) + style.text.size;

        let plot = lay_out(data, baseline + GAP, style);
        let sides = [plot.bases[0] - plot.panel / 2.0, plot.bases[1] + plot.panel / 2.0];
        for (sex, middle) in SEXES.into_iter().zip(sides) {
            canvas.paragraph((middle, baseline), Anchor::Middle, true, &[sex.title().to_owned()]);
        }
        canvas.paragraph((width / 2.0, baseline), Anchor::Middle, true, &["Age".to_owned()]);
        let mut bottom = plot.bottom();
        if data.populations.iter().any(|population| shares(population).next().is_some()) {
            bottom = draw_axis(&mut canvas, data, &plot);
        }
        if let Some(first) = data.populations.first() {
            draw_bars(&mut canvas, first, &plot);
            write_ages(&mut canvas, first, &plot);
        }
        if let [first, other] = data.populations.as_slice() {
            draw_outline(&mut canvas, first, other, &plot);
        }
        let missing = data.populations.first().map_or(Vec::new(), missing_figures);
        if let Some(first) = data.populations.first() {
            write_missing(&mut canvas, first, &plot);
        }
        mark_bands(&mut canvas, data, &plot);
        let end = heading::write_symbols(&mut canvas, missing.into_iter(), bottom);
        canvas.finish(end + margin, &data.caption, &self.describe(data))
    }

    fn describe(&self, data: &ChartData) -> String {
        let mut sentences =
            vec![format!("Population pyramid, shares of the total population: {}.", data.caption)];
        let Some(first) = data.populations.first() else {
            return format!("{} No figures.", sentences.concat());
        };
        let largest = SEXES.into_iter().filter_map(|sex| {
            let (band, share) =
                largest(first.bands.iter().filter_map(|band| Some((band, sex.number(band)?))))?;
            Some(format!(
                "{} aged {}, {}",
                sex.title().to_lowercase(),
                band.ages(),
                format::number(share, data.unit)
            ))
        });
        let largest: Vec<String> = largest.collect();
        sentences.push(match largest.is_empty() {
            true => "No band has a figure.".to_owned(),
            false => format!("Largest in {}: {}.", first.label, largest.join("; ")),
        });
        sentences.extend(data.populations.get(1).and_then(|other| compared(first, other, data)));
        let missing = missing_figures(first).len();
        if missing > 0 {
            let all = counted(first.bands.len() * 2, "figure is", "figures are");
            sentences.push(format!("{missing} of {all} missing."));
        }
        sentences.join(" ")
    }

    fn listing(&self, data: &ChartData) -> Listing {
        let mut columns = vec![Column::text("age", "Age")];
        for (population, sex) in data.populations.iter().flat_map(|p| SEXES.map(|sex| (p, sex))) {
            let side = sex.title().to_lowercase();
            let name = format!("{}_{side}", population.label.to_lowercase().replace(' ', "_"));
            let header = format::header(&format!("{}, {side}", population.label), data.unit);
            columns.push(Column::number(&name, &header, data.unit));
        }
        let row = |band: &PopulationBand| {
            let figures =
                data.populations.iter().flat_map(|p| SEXES.map(|sex| sex.of_same(p, band).into()));
            std::iter::once(band.ages().as_str().into()).chain(figures).collect()
        };
        let rows = data
            .populations
            .first()
            .map_or(Vec::new(), |first| first.bands.iter().map(row).collect());
        let notes = vec![
            "Shares of the total population, males and females of all ages together.".to_owned(),
        ];
        Listing { caption: data.caption.clone(), columns, rows, notes }
    }
}

/// The band with the highest number; of equal ones the first.
fn largest<T>(numbers: impl Iterator<Item = (T, f64)>) -> Option<(T, f64)> {
    numbers.reduce(|best, next| if next.1 > best.1 { next } else { best })
}

/// The bands in which a population is furthest above and furthest below another.
fn compared(first: &Population, other: &Population, data: &ChartData) -> Option<String> {
    let gaps = || {
        first.bands.iter().flat_map(|band| SEXES.map(|sex| (band, sex))).filter_map(
            |(band, sex)| {
                let same = other.bands.iter().find(|other| other.from == band.from)?;
                Some(((band, sex), sex.number(band)? - sex.number(same)?))
            },
        )
    };
    let (above, more) = largest(gaps()).filter(|(_, gap)| *gap > 0.0)?;
    let (below, less) =
        largest(gaps().map(|(band, gap)| (band, -gap))).filter(|(_, gap)| *gap > 0.0)?;
    let format = |(band, sex): (&PopulationBand, Sex), gap: f64| {
        let unit = data.unit.of_difference();
        let gap = format!("{} {}", signed(gap, unit.decimals()), unit.label());
        format!("{} aged {}, {gap}", sex.title().to_lowercase(), band.ages())
    };
    Some(format!(
        "Furthest above {}: {}; furthest below: {}.",
        other.label,
        format(above, more),
        format(below, -less)
    ))
}

fn shares(population: &Population) -> impl Iterator<Item = f64> + '_ {
    population.bands.iter().flat_map(|band| SEXES.into_iter().filter_map(|sex| sex.number(band)))
}

fn missing_figures(population: &Population) -> Vec<Figure> {
    let sides =
        population.bands.iter().flat_map(|band| SEXES.map(|sex| (sex.number(band), sex.of(band))));
    sides.filter(|(number, _)| number.is_none()).map(|(_, figure)| figure).collect()
}

/// Both sides have one scale, and room for half of the label at its end.
fn lay_out(data: &ChartData, top: f64, style: &Style) -> PyramidPlot {
    let (margin, width) = (style.picture.margin, f64::from(style.picture.width));
    let values: Vec<f64> =
        data.populations.iter().flat_map(shares).map(|share| share.max(0.0)).collect();
    let scale = Scale::within(values.iter().copied(), data.unit, 4.0, (0.0, 1.0));
    let bands = data.populations.first().map_or(&[][..], |first| &first.bands);
    let ages: Vec<String> =
        bands.iter().map(PopulationBand::ages).chain(["Age".to_owned()]).collect();
    let half = text_metrics::widest(&ages, style.text.size, true) / 2.0 + GAP;
    let last = scale.ticks.last().map_or(0.0, |tick| {
        text_metrics::width(&scale.label(*tick, data.unit), style.text.size, false)
    });
    let bases = [width / 2.0 - half, width / 2.0 + half];
    // A label too wide for its place is left out, so it need not narrow the bars without end.
    let panel = bases[0] - margin - (last / 2.0).min(bases[0] / 4.0);
    PyramidPlot { scale, bases, panel, top, row: style.picture.row, bands: bands.len() }
}

/// A filled sample for the population of the bars, a stepped line for that of the outline. Returns
/// the bottom.
fn draw_legend(canvas: &mut Canvas, data: &ChartData, top: f64) -> f64 {
    let style = canvas.style;
    let (margin, height) = (style.picture.margin, style.text.size);
    let room = f64::from(style.picture.width) - 2.0 * margin - SWATCH - GAP;
    let mut top = top;
    for (index, population) in data.populations.iter().take(2).enumerate() {
        let lines = text_metrics::wrap(&population.label, room, style.text.size, false);
        if index == 0 {
            canvas.rectangle((margin, top), SWATCH, height, style.main[1]);
        } else {
            let (left, right) = (margin + 1.0, margin + SWATCH);
            let (low, middle, high) = (top + height, top + height / 2.0, top + 1.0);
            let steps = [
                (left, low),
                (left, middle),
                (left + SWATCH / 2.0, middle),
                (left + SWATCH / 2.0, high),
                (right, high),
            ];
            canvas.line(&steps, style.roles.reference, OUTLINE);
        }
        let baseline = rows::baseline_at(top + height / 2.0, style);
        canvas.paragraph((margin + SWATCH + GAP, baseline), Anchor::Start, false, &lines);
        top += lines.len() as f64 * style.text.line + 3.0;
    }
    top + GAP
}

/// Gridlines, and labels from zero outwards wherever they touch nothing. Returns the bottom.
fn draw_axis(canvas: &mut Canvas, data: &ChartData, plot: &PyramidPlot) -> f64 {
    let style = canvas.style;
    let baseline = plot.bottom() + GAP + style.text.size;
    let (left, right) =
        (style.picture.margin, f64::from(style.picture.width) - style.picture.margin);
    let mut taken: Vec<(f64, f64)> = Vec::new();
    for (tick, sex) in plot.scale.ticks.iter().flat_map(|tick| SEXES.map(|sex| (*tick, sex))) {
        let x = plot.at(sex, tick);
        let (colour, wide) = if tick == 0.0 {
            (style.roles.axis, 1.5)
        } else {
            (style.roles.gridline, style.picture.gridline)
        };
        canvas.line(&[(x, plot.top), (x, plot.bottom())], colour, wide);
        let label = plot.scale.label(tick, data.unit);
        let half = text_metrics::width(&label, style.text.size, false) / 2.0;
        let fits = x - half >= left && x + half <= right;
        if fits && taken.iter().all(|(from, to)| x + half + GAP <= *from || x - half >= *to + GAP) {
            canvas.text((x, baseline), Anchor::Middle, &label);
            taken.push((x - half, x + half));
        }
    }
    baseline + style.text.size * text_metrics::DESCENT
}

fn draw_bars(canvas: &mut Canvas, population: &Population, plot: &PyramidPlot) {
    let colour = canvas.style.main[1];
    for (index, band) in population.bands.iter().enumerate() {
        for sex in SEXES {
            let Some(share) = sex.number(band) else { continue };
            let (base, end) = (plot.at(sex, 0.0), plot.at(sex, share));
            let (left, right) = (base.min(end), base.max(end));
            canvas.rectangle(
                (left, plot.top_of(index) + 1.0),
                right - left,
                plot.row - 2.0,
                colour,
            );
        }
    }
}

fn write_ages(canvas: &mut Canvas, population: &Population, plot: &PyramidPlot) {
    let middle = (plot.bases[0] + plot.bases[1]) / 2.0;
    for (index, band) in population.bands.iter().enumerate() {
        let baseline = rows::baseline_at(plot.top_of(index) + plot.row / 2.0, canvas.style);
        canvas.text((middle, baseline), Anchor::Middle, &band.ages());
    }
}

/// The steps of the other population on both sides, interrupted where it has no figure.
fn draw_outline(canvas: &mut Canvas, first: &Population, other: &Population, plot: &PyramidPlot) {
    let roles = canvas.style.roles;
    for sex in SEXES {
        let ends: Vec<Option<f64>> = first
            .bands
            .iter()
            .map(|band| {
                other
                    .bands
                    .iter()
                    .find(|same| same.from == band.from)
                    .and_then(|same| sex.number(same))
            })
            .map(|share| share.map(|share| plot.at(sex, share)))
            .collect();
        let numbered: Vec<(usize, Option<f64>)> = ends.into_iter().enumerate().collect();
        for run in numbered.chunk_by(|a, b| a.1.is_some() == b.1.is_some()) {
            let steps: Vec<Point> = run
                .iter()
                .filter_map(|(index, end)| end.map(|end| (plot.top_of(*index), end)))
                .flat_map(|(top, end)| [(end, top + plot.row), (end, top)])
                .collect();
            if let (Some(start), Some(end)) = (steps.first(), steps.last()) {
                let base = plot.at(sex, 0.0);
                let closed: Vec<Point> =
                    [&[(base, start.1)][..], steps.as_slice(), &[(base, end.1)][..]].concat();
                canvas.line(&closed, roles.reference, OUTLINE);
            }
        }
    }
}

/// Adds a mark for each band and sex with its share in every population, over the full width of the
/// side.
fn mark_bands(canvas: &mut Canvas, data: &ChartData, plot: &PyramidPlot) {
    let bands = data.populations.first().map_or(&[][..], |first| &first.bands);
    for (index, band) in bands.iter().enumerate().rev() {
        for sex in SEXES {
            let of = |population: &Population| {
                format!(
                    "{}: {}",
                    population.label,
                    tooltips::format_with_unit(sex.of_same(population, band), data.unit)
                )
            };
            let shares: Vec<String> = data.populations.iter().map(of).collect();
            let left = if sex == Sex::Males { plot.bases[0] - plot.panel } else { plot.bases[1] };
            let outline = corners((left, plot.top_of(index)), plot.panel, plot.row);
            canvas.mark(
                &outline,
                format!("{} aged {}; {}", sex.title(), band.ages(), shares.join("; ")),
            );
        }
    }
}

/// The symbol in a bar's place, on a plate that keeps the outline out of it.
fn write_missing(canvas: &mut Canvas, population: &Population, plot: &PyramidPlot) {
    let (size, paper) = (canvas.style.text.size, canvas.style.roles.background);
    for (index, band) in population.bands.iter().enumerate() {
        for sex in SEXES.into_iter().filter(|sex| sex.number(band).is_none()) {
            let symbol = missing_status(sex.of(band)).symbol();
            let (wide, middle) =
                (text_metrics::width(symbol, size, false), plot.top_of(index) + plot.row / 2.0);
            let base = plot.at(sex, 0.0);
            let left = if sex == Sex::Males { base - GAP - wide } else { base + GAP };
            canvas.rectangle((left - 3.0, middle - size / 2.0), wide + 6.0, size, paper);
            canvas.text((left, rows::baseline_at(middle, canvas.style)), Anchor::Start, symbol);
        }
    }
}

#[cfg(test)]
mod tests;
