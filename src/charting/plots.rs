//! Plots: which figures of an answer are drawn, so that every answer of the fair-shares engine is a
//! chart too.
//!
//! Belongs here: answers into the data of a dot plot. Does not belong here: drawing, asking.

use crate::allocation::pathway::{AreaAtEnd, ModeOutcome};
use crate::allocation::{
    AreaByKey, AreaByMeasure, AreaIncome, AreaKeyParts, AreaShareRange, GrantIncome, KeyComparison,
    KeyPartsAnswer, MeasureComparison, PathwayAreas, PathwayMode, ShareRanges, SharesAnswer,
    SurgeAnswer, SurgeArea,
};
use crate::chart::{self, BandLabel, ChartData, Drawing, Item, MarkLabel};
use crate::domain::{AreaCode, Error, Result, Status, Unit, capitalised, error_codes};
use crate::fairshare::Share;
use crate::figures::{Figures, attribution::attribution_of};
use crate::table::{Column, Figure};
use crate::tables::{grants, keys, measures, pathway, robustness, shares, surge};

/// The kind of chart.
pub(super) const KIND: &str = "dot-plot";

/// The drawn part of an answer: one row for each area.
#[derive(Debug, Clone, PartialEq)]
pub struct Plot {
    /// A caption with subject, area and date.
    caption: String,
    /// A description of the numbers.
    value_label: String,
    unit: Unit,
    /// The marks of each row, in the order drawn.
    marks: Vec<MarkLabel>,
    /// A description of a range, and the names of its ends.
    band: Option<BandLabel>,
    rows: Vec<PlotRow>,
}

/// An area with one figure for each mark.
#[derive(Debug, Clone, PartialEq)]
struct PlotRow {
    code: AreaCode,
    name: String,
    figures: Vec<Figure>,
    band: Option<(Figure, Figure)>,
}

impl PlotRow {
    fn new(code: &AreaCode, name: &str, figures: Vec<Figure>) -> Self {
        Self { code: code.clone(), name: name.to_owned(), figures, band: None }
    }

    fn item(&self) -> Item {
        let first = self.figures.first().copied().unwrap_or(Figure::missing(Status::NotApplicable));
        Item {
            band: self.band,
            marks: self.figures.clone(),
            ..Item::of(self.code.clone(), &self.name, first)
        }
    }
}

/// A mark that is named as the column of the same figures in the table.
fn mark(column: Column) -> MarkLabel {
    MarkLabel { column: column.name, label: column.header }
}

impl Plot {
    /// One key: the people counted and the due number; the people alone where there is no due
    /// number.
    pub fn shares(answer: &SharesAnswer) -> Self {
        let is_due = answer.shares.rows.iter().any(|share| share.due.value.is_some());
        let figures =
            |share: &Share| if is_due { vec![share.actual, share.due] } else { vec![share.actual] };
        let mut marks = vec![
            mark(shares::actual_column(&answer.measure_title, answer.measure_unit)),
            mark(shares::due_column(answer.measure_unit)),
        ];
        marks.truncate(if is_due { 2 } else { 1 });
        Self {
            caption: answer.caption.clone(),
            value_label: capitalised(answer.measure_unit.label()),
            unit: answer.measure_unit,
            marks,
            band: None,
            rows: answer
                .shares
                .rows
                .iter()
                .map(|share| PlotRow::new(&share.code, &share.name, figures(share)))
                .collect(),
        }
    }

    /// Several measures: the rate of each.
    pub fn measures(answer: &MeasureComparison) -> Self {
        let rates = |area: &AreaByMeasure| {
            area.measures.iter().map(|measure| measure.rate_per_10k).collect()
        };
        let row =
            |area: &AreaByMeasure| PlotRow::new(&area.area_code, &area.area_name, rates(area));
        let column = |(id, title): (&str, &String)| mark(measures::rate_column(id, title));
        let measures =
            answer.measures.iter().map(|measure| (measure.measure.as_str(), &measure.title));
        Self {
            caption: answer.caption.clone(),
            value_label: "Rate".to_owned(),
            unit: Unit::Per10k,
            marks: measures.map(column).collect(),
            band: None,
            rows: answer.areas.iter().map(row).collect(),
        }
    }

    /// Several keys: the people counted, and the number due by each key.
    pub fn keys(answer: &KeyComparison) -> Self {
        let figures = |area: &AreaByKey| {
            std::iter::once(area.actual)
                .chain(area.keys.iter().map(|key| key.due))
                .collect::<Vec<Figure>>()
        };
        let unit = answer.measure_unit;
        let row = |area: &AreaByKey| PlotRow::new(&area.area_code, &area.area_name, figures(area));
        let due = answer
            .keys
            .iter()
            .map(|key| keys::due_by_key_column(key.key.as_str(), &key.title, unit));
        Self {
            caption: answer.caption.clone(),
            value_label: capitalised(unit.label()),
            unit,
            marks: std::iter::once(shares::actual_column(&answer.measure_title, unit))
                .chain(due)
                .map(mark)
                .collect(),
            band: None,
            rows: answer.areas.iter().map(row).collect(),
        }
    }

    /// What each part of a key except its base adds to shares or subtracts from them.
    pub fn parts(answer: &KeyPartsAnswer) -> Self {
        // The base gives a level; the other parts change it.
        let with_adjustments =
            answer.has_adjustments && (answer.base.is_some() || !answer.parts.is_empty());
        let is_level = answer.parts.is_empty() && !with_adjustments;
        let changes = |area: &AreaKeyParts| -> Vec<Figure> {
            let adjustments = area.from_adjustments.filter(|_| with_adjustments);
            let level = is_level.then_some(area.fair_share);
            area.from_parts.iter().map(|from| from.share).chain(adjustments).chain(level).collect()
        };
        let row =
            |area: &AreaKeyParts| PlotRow::new(&area.area_code, &area.area_name, changes(area));
        let columns = answer.parts.iter().map(keys::component_column);
        let columns = columns.chain(with_adjustments.then(keys::adjustments_column));
        let columns = columns.chain(is_level.then(keys::fair_share_column));
        Self {
            caption: answer.caption.clone(),
            value_label: "Percentage points".to_owned(),
            unit: Unit::PercentagePoints,
            marks: columns.map(mark).collect(),
            band: None,
            rows: answer.areas.iter().map(row).collect(),
        }
    }

    /// Draws: an area's number of people, its share, and the range of 95 of 100 drawn shares.
    pub fn robustness(answer: &ShareRanges) -> Self {
        let row = |area: &AreaShareRange| PlotRow {
            band: Some((area.share_lower, area.share_upper)),
            ..PlotRow::new(
                &area.area_code,
                &area.area_name,
                vec![area.actual_share, area.fair_share],
            )
        };
        Self {
            caption: answer.caption.clone(),
            value_label: "Share".to_owned(),
            unit: Unit::Percent,
            marks: [robustness::actual_share_column(), robustness::share_column()]
                .map(mark)
                .to_vec(),
            band: Some(BandLabel {
                label: "Share in 95 of 100 draws".to_owned(),
                low: mark(robustness::lower_column()),
                high: mark(robustness::upper_column()),
            }),
            rows: answer.areas.iter().map(row).collect(),
        }
    }

    /// Pathways: people now and at the end of each mode; for a single mode that does not reach the
    /// due number, that number too.
    pub fn pathway(answer: &PathwayAreas) -> Self {
        let outcome = |mode: PathwayMode| answer.modes.iter().find(|outcome| outcome.mode == mode);
        let modes: Vec<&ModeOutcome> = PathwayMode::ALL.into_iter().filter_map(outcome).collect();
        let first: &[AreaAtEnd] = modes.first().map_or(&[], |mode| &mode.areas);
        let misses = |area: &AreaAtEnd| area.people_at_end != area.due_at_end;
        let with_due = modes.len() == 1 && first.iter().any(misses);
        let row = |(place, area): (usize, &AreaAtEnd)| {
            let ends = modes.iter().map(|mode| mode.areas[place].people_at_end);
            let figures =
                std::iter::once(area.people).chain(ends).chain(with_due.then_some(area.due_at_end));
            PlotRow::new(&area.area_code, &area.area_name, figures.collect())
        };
        let ends = modes.iter().map(|mode| pathway::people_by_mode_column(mode.mode));
        let columns = std::iter::once(pathway::people_column()).chain(ends);
        Self {
            caption: answer.caption.clone(),
            value_label: "People".to_owned(),
            unit: Unit::People,
            marks: columns.chain(with_due.then(pathway::due_at_end_column)).map(mark).collect(),
            band: None,
            rows: first.iter().enumerate().map(row).collect(),
        }
    }

    /// A surge: how many each key places.
    pub fn surge(answer: &SurgeAnswer) -> Self {
        let placed = |area: &SurgeArea| area.keys.iter().map(|key| key.placed).collect();
        let row = |area: &SurgeArea| PlotRow::new(&area.area_code, &area.area_name, placed(area));
        let columns =
            answer.keys.iter().map(|key| surge::placed_column(key.key.as_str(), &key.title));
        Self {
            caption: answer.caption.clone(),
            value_label: "People".to_owned(),
            unit: Unit::People,
            marks: columns.map(mark).collect(),
            band: None,
            rows: answer.areas.iter().map(row).collect(),
        }
    }

    /// A grant: its income.
    pub fn grant(answer: &GrantIncome) -> Self {
        let row = |area: &AreaIncome| {
            PlotRow::new(&area.area_code, &area.area_name, vec![area.income_pounds])
        };
        Self {
            caption: answer.caption.clone(),
            value_label: "Estimated income".to_owned(),
            unit: Unit::Pounds,
            marks: vec![mark(grants::income_column())],
            band: None,
            rows: answer.areas.iter().map(row).collect(),
        }
    }

    /// The data of the dot plot.
    ///
    /// Errors: `F304` for an answer in which every drawn figure is missing.
    pub(super) fn data(&self) -> Result<ChartData> {
        let mut data = ChartData::new(&self.caption, &self.value_label, self.unit);
        data.marks = self.marks.clone();
        data.band = self.band.clone();
        data.items = self.rows.iter().map(PlotRow::item).collect();
        let is_known = |item: &Item| item.marks.iter().any(|figure| figure.value.is_some());
        if !data.items.iter().any(is_known) {
            return Err(Error::new(error_codes::NO_DATA, "drawing a table")
                .found(format!(
                    "no figure of {}",
                    data.marks
                        .iter()
                        .map(|mark| mark.label.as_str())
                        .collect::<Vec<_>>()
                        .join(", ")
                ))
                .help("the table itself says which figures are missing and why"));
        }
        Ok(data)
    }
}

/// A plot as a picture in a separate file, with the lines that the licences of all editions read so
/// far require.
///
/// Errors: `F304` for an answer in which every drawn figure is missing, `F404` for more figures
/// than there are shapes.
pub fn plot(figures: &Figures, plot: &Plot) -> Result<Drawing> {
    let kind = chart::find(KIND).ok_or_else(|| {
        Error::new(error_codes::REFERENCE_DANGLING, "drawing a table").at_key(KIND)
    })?;
    let style = &figures.knowledge().style;
    let drawing = kind.draw(&plot.data()?, style)?;
    drawing
        .with_lines_below(&attribution_of(figures, &figures.holdings().editions_read(), &[]), style)
}
