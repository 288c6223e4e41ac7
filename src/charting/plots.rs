//! Plots: which columns of an answer are drawn, so that every answer of the fair-shares engine is a chart too.
//!
//! Belongs here: tables into the data of a dot plot. Does not belong here: drawing, asking.

use crate::allocation::SharesAnswer;
use crate::catalogue::Way;
use crate::chart::{self, BandLabel, ChartData, Drawing, Item, MarkLabel};
use crate::domain::{AreaCode, Error, Result, Status, Unit, error_codes};
use crate::fairshare::Share;
use crate::figures::{Figures, attribution::attribution_of};
use crate::table::{Cell, Column, Figure, Listing, columns};

/// The kind of chart.
pub(super) const KIND: &str = "dot-plot";

/// What of an answer is drawn: one row for each area.
#[derive(Debug, Clone, PartialEq)]
pub struct Plot {
    /// What is drawn, where and when.
    caption: String,
    /// What the numbers are.
    value_label: &'static str,
    unit: Unit,
    /// The marks of each row, in the order drawn.
    marks: Vec<MarkLabel>,
    /// What a range is, and the names of its ends.
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
    fn item(&self) -> Item {
        let first = self.figures.first().copied().unwrap_or(Figure::missing(Status::NotApplicable));
        Item { band: self.band, marks: self.figures.clone(), ..Item::of(self.code.clone(), &self.name, first) }
    }
}

fn mark(column: &str, label: &str) -> MarkLabel {
    MarkLabel { column: column.to_owned(), label: label.to_owned() }
}

impl Plot {
    /// One key: what is there, and what it makes due; the actual number alone where nothing is due.
    pub fn shares(answer: &SharesAnswer) -> Self {
        let is_due = answer.shares.rows.iter().any(|share| share.due.value.is_some());
        let figures = |share: &Share| if is_due { vec![share.actual, share.due] } else { vec![share.actual] };
        let row = |share: &Share| PlotRow {
            code: share.code.clone(),
            name: share.name.clone(),
            figures: figures(share),
            band: None,
        };
        let mut marks = vec![mark("actual", "People supported"), mark("due", "Due (people)")];
        marks.truncate(if is_due { 2 } else { 1 });
        Self {
            caption: answer.caption.clone(),
            value_label: "People",
            unit: Unit::People,
            marks,
            band: None,
            rows: answer.shares.rows.iter().map(row).collect(),
        }
    }

    fn of(listing: &Listing, marks: Vec<String>, value_label: &'static str, unit: Unit) -> Self {
        Self::with_band(listing, marks, None, value_label, unit)
    }

    fn with_band(
        listing: &Listing,
        marks: Vec<String>,
        band: Option<(&'static str, [&'static str; 2])>,
        value_label: &'static str,
        unit: Unit,
    ) -> Self {
        let at = |name: &str| listing.column(name);
        let label = |name: &str| mark(name, at(name).map_or(name, |column| &listing.columns[column].header));
        let row = |row: &Vec<Cell>| {
            let figure =
                |name: &str| at(name).map_or(Figure::missing(Status::NotApplicable), |column| row[column].figure());
            let text = |name: &str| at(name).map_or(String::new(), |column| row[column].raw());
            let code = AreaCode::new(&text(columns::AREA_CODE)).ok()?;
            let band = band.map(|(_, [low, high])| (figure(low), figure(high)));
            let figures = marks.iter().map(|name| figure(name)).collect();
            Some(PlotRow { code, name: text(columns::AREA_NAME), figures, band })
        };
        Self {
            caption: listing.caption.clone(),
            value_label,
            unit,
            marks: marks.iter().map(|name| label(name)).collect(),
            band: band.map(|(said, [low, high])| BandLabel {
                label: said.to_owned(),
                low: label(low),
                high: label(high),
            }),
            rows: listing.rows.iter().filter_map(row).collect(),
        }
    }

    /// Several measures: each one's rate.
    pub fn measures(listing: &Listing, measures: &[String]) -> Self {
        let rates = measures.iter().map(|measure| format!("{}_per_10k", measure.replace('-', "_"))).collect();
        Self::of(listing, rates, "Rate", Unit::Per10k)
    }

    /// Several keys: what is there, and what each makes due.
    pub fn keys(listing: &Listing, keys: &[String]) -> Self {
        let due = keys.iter().map(|key| format!("{}_due", key.replace('-', "_")));
        Self::of(listing, std::iter::once("actual".to_owned()).chain(due).collect(), "People", Unit::People)
    }

    /// What each part of a key, but for its base, adds to shares or takes from them.
    pub fn parts(listing: &Listing) -> Self {
        let parts: Vec<String> =
            listing.columns.iter().map(|column| column.name.clone()).filter(|name| name.starts_with("from_")).collect();
        // What the base gives is a level, what the others do a change of it; a key without parts has nothing else.
        let changes = if parts.len() > 1 { parts[1..].to_vec() } else { vec!["fair_share".to_owned()] };
        Self::of(listing, changes, "Percentage points", Unit::PercentagePoints)
    }

    /// Draws: what an area has, its share, and where 95 of 100 drawn shares lie.
    pub fn robustness(listing: &Listing) -> Self {
        let marks = ["actual_share", "fair_share"].map(str::to_owned).to_vec();
        let band = Some(("Share in 95 of 100 draws", ["share_lower", "share_upper"]));
        Self::with_band(listing, marks, band, "Share", Unit::Percent)
    }

    /// Pathways: people now and at the end of each way; of a single way that does not get there, what is due too.
    pub fn pathway(listing: &Listing, ways: &[Way]) -> Self {
        let at = |name: &str| listing.column(name).unwrap_or_default();
        let (code, name, now) = (at(columns::AREA_CODE), at(columns::AREA_NAME), at("people"));
        let ways: Vec<Way> = Way::ALL.into_iter().filter(|way| ways.contains(way)).collect();
        let mut named: Vec<Column> = [code, name, now].map(|column| listing.columns[column].clone()).to_vec();
        let people = |name: String, header: &str| Column::number(&name, header, Unit::People);
        named.extend(ways.iter().map(|way| people(format!("{}_people", way.id().replace('-', "_")), way.title())));
        let misses = |row: &Vec<Cell>| row[at("people_at_end")].raw() != row[at("due_at_end")].raw();
        let with_due = ways.len() == 1 && listing.rows.iter().any(misses);
        if with_due {
            named.push(people("due_at_end".to_owned(), "Due at the end"));
        }
        let of_way = |way: Way| listing.rows.iter().filter(move |row| row[0].raw() == way.id());
        let first = ways.first().copied().into_iter().flat_map(of_way);
        let row = |(area, row): (usize, &Vec<Cell>)| {
            let mut cells = [code, name, now].map(|column| row[column].clone()).to_vec();
            cells.extend(ways.iter().filter_map(|way| Some(of_way(*way).nth(area)?[at("people_at_end")].clone())));
            if with_due {
                cells.push(row[at("due_at_end")].clone());
            }
            cells
        };
        let rows = first.enumerate().map(row).collect();
        let marks = named[2..].iter().map(|column| column.name.clone()).collect();
        let drawn = Listing { caption: listing.caption.clone(), columns: named, rows, notes: Vec::new() };
        Self::of(&drawn, marks, "People", Unit::People)
    }

    /// A surge: how many each key places.
    pub fn surge(listing: &Listing, keys: &[String]) -> Self {
        let placed = keys.iter().map(|key| format!("{}_placed", key.replace('-', "_"))).collect();
        Self::of(listing, placed, "People", Unit::People)
    }

    /// A grant: the income for each person supported.
    pub fn grant(listing: &Listing) -> Self {
        Self::of(listing, vec!["income_pounds".to_owned()], "Estimated income", Unit::Pounds)
    }

    /// The data of the dot plot.
    ///
    /// Errors: `F304` for a table of which no figure that is drawn is known.
    pub(super) fn data(&self) -> Result<ChartData> {
        let mut data = ChartData::new(&self.caption, self.value_label, self.unit);
        data.marks = self.marks.clone();
        data.band = self.band.clone();
        data.items = self.rows.iter().map(PlotRow::item).collect();
        let is_known = |item: &Item| item.marks.iter().any(|figure| figure.value.is_some());
        if !data.items.iter().any(is_known) {
            return Err(Error::new(error_codes::NO_DATA, "drawing a table")
                .found(format!(
                    "no figure of {}",
                    data.marks.iter().map(|mark| mark.label.as_str()).collect::<Vec<_>>().join(", ")
                ))
                .help("the table itself says which figures are missing and why"));
        }
        Ok(data)
    }
}

/// A plot as a picture in a file of its own, with the lines that the licences of all editions read so far ask to print.
///
/// Errors: `F304` for a table of which no figure that is drawn is known, `F404` for more figures than there are shapes.
pub fn plot(figures: &Figures, plot: &Plot) -> Result<Drawing> {
    let kind =
        chart::find(KIND).ok_or_else(|| Error::new(error_codes::REFERENCE_DANGLING, "drawing a table").at_key(KIND))?;
    let style = &figures.knowledge().style;
    let drawing = kind.draw(&plot.data()?, style)?;
    drawing.with_lines_below(&attribution_of(figures, &figures.holdings().editions_read(), &[]), style)
}
