//! What a chart is given: figures with their areas, labels and lines of comparison.
//!
//! Belongs here: the data of one chart, and the order in which every kind ranks it. Does not belong
//! here: how a figure was computed.

use super::labels::{BandLabel, MarkLabel};
use super::matrix::Matrix;
use crate::domain::{AreaCode, Compare, Date, Status, Unit};
use crate::geography::{Outline, Tile};
use crate::table::Figure;

/// Everything one chart shows. A kind reads the parts it needs.
#[derive(Debug, Clone, PartialEq)]
pub struct ChartData {
    /// What, where and when, without a full stop. Becomes the title of the image, which is not
    /// drawn.
    pub caption: String,
    /// One for each area.
    pub items: Vec<Item>,
    /// What the figures are, such as `People supported`.
    pub value_label: String,
    /// What the second figures are, such as `Fair share`.
    pub second_label: Option<String>,
    /// The unit of all figures.
    pub unit: Unit,
    /// What the marks of a dot plot are, in the order of each item's.
    pub marks: Vec<MarkLabel>,
    /// What the ranges of a dot plot are.
    pub band: Option<BandLabel>,
    /// Lines of comparison.
    pub references: Vec<Reference>,
    /// Lines of a trend.
    pub series: Vec<Series>,
    /// Days from which a trend cannot be compared with earlier figures.
    pub breaks: Vec<BreakMark>,
    /// Days on a trend from which a policy changed.
    pub policies: Vec<PolicyMark>,
    /// Rows and columns of a slope, a composition or a heat map.
    pub matrix: Option<Matrix>,
    /// Flows between places.
    pub flows: Vec<Flow>,
    /// The continuation of a series.
    pub fan: Option<Fan>,
    /// What the areas' bases are, such as `Resident population`.
    pub base_label: Option<String>,
    /// Populations of a pyramid: that of the bars, then that of the outline.
    pub populations: Vec<Population>,
    /// Outlines for a map.
    pub outlines: Vec<Outline>,
    /// Places on the tile grid, and the short labels of a map.
    pub tiles: Vec<Tile>,
}

/// One area's figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The area.
    pub code: AreaCode,
    /// Its name as printed.
    pub label: String,
    /// The figure.
    pub figure: Figure,
    /// The figure it is compared with, such as a fair share.
    pub second: Option<Figure>,
    /// Its figures in a dot plot.
    pub marks: Vec<Figure>,
    /// The range that a figure could have.
    pub band: Option<(Figure, Figure)>,
    /// What the figure is measured by: the residents of a funnel or of a Lorenz curve.
    pub base: Option<Figure>,
    /// Its figures by date, ascending, in small multiples. A missing one leaves a gap.
    pub history: Vec<(Date, Figure)>,
    /// In focus: drawn stronger than the others.
    pub emphasis: bool,
}

/// A value every area is compared with.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// Label without the value, such as `London`.
    pub label: String,
    /// The value, in the unit of the chart.
    pub value: f64,
}

/// One line of a trend.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Name, printed at the line's end.
    pub label: String,
    /// Figures by date, ascending. A missing one leaves a gap.
    pub points: Vec<(Date, Figure)>,
}

/// A break in a series, or a period that cannot be compared.
#[derive(Debug, Clone, PartialEq)]
pub struct BreakMark {
    /// First date that is not comparable with the one before.
    pub date: Date,
    /// Last date of a period that is not comparable with the rest; `None` when all figures from
    /// `date` on are comparable.
    pub until: Option<Date>,
    /// Short text, such as `Section 98 included from here`.
    pub label: String,
}

/// A day from which a policy changed. Figures before and after it are comparable.
#[derive(Debug, Clone, PartialEq)]
pub struct PolicyMark {
    /// The first day.
    pub date: Date,
    /// Short text, such as `56 days to move on`.
    pub label: String,
    /// What changed, in a sentence.
    pub note: String,
}

/// A flow from one place to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Flow {
    /// Where it begins.
    pub from: String,
    /// Where it ends.
    pub to: String,
    /// How large it is, in the unit of the chart.
    pub figure: Figure,
}

/// How the first series of a chart goes on.
#[derive(Debug, Clone, PartialEq)]
pub struct Fan {
    /// What the intervals are, widest last, such as `95%`.
    pub levels: Vec<String>,
    /// What the continuation is, in a sentence.
    pub note: String,
    /// Its points, ascending and after the series.
    pub points: Vec<FanPoint>,
}

/// One day of a continuation.
#[derive(Debug, Clone, PartialEq)]
pub struct FanPoint {
    /// The day.
    pub date: Date,
    /// The middle.
    pub central: f64,
    /// Lower and upper limit of each of [`Fan::levels`].
    pub limits: Vec<(f64, f64)>,
}

/// A population by sex and band of age.
#[derive(Debug, Clone, PartialEq)]
pub struct Population {
    /// Name of the area.
    pub label: String,
    /// Its bands, youngest first.
    pub bands: Vec<PopulationBand>,
}

/// An age band, both sexes as shares of the total population.
#[derive(Debug, Clone, PartialEq)]
pub struct PopulationBand {
    /// First age.
    pub from: usize,
    /// Last age; `None` for the open band.
    pub to: Option<usize>,
    /// Males, in the unit of the chart.
    pub males: Figure,
    /// Females, in the unit of the chart.
    pub females: Figure,
}

impl PopulationBand {
    /// The ages as text: `0 to 4`, `90 and over`.
    pub(super) fn ages(&self) -> String {
        self.to.map_or(format!("{} and over", self.from), |to| format!("{} to {to}", self.from))
    }
}

impl ChartData {
    /// Data without figures yet.
    pub fn new(caption: &str, value_label: &str, unit: Unit) -> Self {
        Self {
            caption: caption.to_owned(),
            items: Vec::new(),
            value_label: value_label.to_owned(),
            second_label: None,
            unit,
            marks: Vec::new(),
            band: None,
            references: Vec::new(),
            series: Vec::new(),
            breaks: Vec::new(),
            policies: Vec::new(),
            matrix: None,
            flows: Vec::new(),
            fan: None,
            base_label: None,
            populations: Vec::new(),
            outlines: Vec::new(),
            tiles: Vec::new(),
        }
    }

    /// The items with their numbers, highest first and equals by name, then those without one, by
    /// name.
    ///
    /// Ranks are taken on unrounded numbers.
    pub(super) fn ranked(
        &self,
        number: impl Fn(&Item) -> Option<f64>,
    ) -> (Vec<(&Item, f64)>, Vec<&Item>) {
        let mut present: Vec<(&Item, f64)> = Vec::new();
        let mut missing: Vec<&Item> = Vec::new();
        for item in &self.items {
            match number(item).filter(|value| value.is_finite()) {
                Some(value) => present.push((item, value)),
                None => missing.push(item),
            }
        }
        present.sort_by(|(a, x), (b, y)| y.compare(x).then_with(|| by_name(a, b)));
        missing.sort_by(|a, b| by_name(a, b));
        (present, missing)
    }

    /// Its rows and columns; none where it has no matrix.
    pub(super) fn matrix(&self) -> Matrix {
        let empty =
            || Matrix { rows_are: "Area".to_owned(), columns: Vec::new(), rows: Vec::new() };
        self.matrix.clone().unwrap_or_else(empty)
    }

    /// What the marks of a dot plot are: those given, or the one figure that every chart has.
    pub(super) fn mark_labels(&self) -> Vec<MarkLabel> {
        if self.marks.is_empty() {
            return vec![MarkLabel { column: "value".to_owned(), label: self.value_label.clone() }];
        }
        self.marks.clone()
    }

    /// The figures of an area in a dot plot, one for each of [`ChartData::mark_labels`].
    pub(super) fn marks_of(&self, item: &Item) -> Vec<Figure> {
        if self.marks.is_empty() { vec![item.figure] } else { item.marks.clone() }
    }

    /// True when a break in the series, or either end of a period that cannot be compared, is
    /// between two dates.
    pub fn is_broken_between(&self, earlier: Date, later: Date) -> bool {
        self.breaks.iter().any(|mark| {
            let begins = earlier < mark.date && later >= mark.date;
            begins || mark.until.is_some_and(|until| earlier <= until && later > until)
        })
    }

    /// The item of an area.
    pub(super) fn item(&self, code: &AreaCode) -> Option<&Item> {
        self.items.iter().find(|item| item.code == *code)
    }

    /// The numbers of those areas that have one.
    pub(super) fn numbers_of<'d>(
        &'d self,
        areas: &'d [&AreaCode],
    ) -> impl Iterator<Item = f64> + 'd {
        areas.iter().filter_map(|code| self.item(code).and_then(Item::number))
    }

    /// The short label of an area.
    pub(super) fn short_label(&self, code: &AreaCode) -> Option<&str> {
        self.tiles.iter().find(|tile| tile.code == *code).map(|tile| tile.label.as_str())
    }
}

impl Item {
    /// An area with one figure.
    pub fn of(code: AreaCode, label: &str, figure: Figure) -> Self {
        Self {
            code,
            label: label.to_owned(),
            figure,
            second: None,
            marks: Vec::new(),
            band: None,
            base: None,
            history: Vec::new(),
            emphasis: false,
        }
    }

    /// The figure as a number that can be drawn.
    pub(super) fn number(&self) -> Option<f64> {
        self.figure.value.filter(|value| value.is_finite())
    }

    /// Actual minus comparison.
    pub(super) fn gap(&self) -> Figure {
        let second = self.second.unwrap_or(Figure::missing(Status::NotAvailable));
        self.figure.combine(second, |actual, compared| {
            Some(actual - compared).filter(|gap| gap.is_finite())
        })
    }
}

/// Why a figure is missing, when it is.
pub(super) fn missing_status(figure: Figure) -> Status {
    figure.status.filter(|status| status.is_missing()).unwrap_or(Status::NotAvailable)
}

fn by_name(a: &Item, b: &Item) -> std::cmp::Ordering {
    a.label.cmp(&b.label).then_with(|| a.code.cmp(&b.code))
}
