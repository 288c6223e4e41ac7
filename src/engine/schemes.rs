//! Schemes beside each other: people who are allocated by a key, who come by pledges, and whom nobody allocates.

use super::Engine;
use super::answers::{SharesAnswer, SharesRequest};
use crate::catalogue::{Indicator, Scheme};
use crate::domain::{Comparable, Error, Result, Status, Unit, error_codes, long_date};
use crate::fairshare::{Share, Shares};
use crate::table::{Cell, Column, Figure, Listing, columns};

impl Engine {
    /// Several measures beside each other: for each area the number, the rate, the share and the location quotient of each, and of those
    /// that are allocated by a key also what is due and the gap.
    ///
    /// Errors: as of [`Engine::shares`], for the first measure that fails.
    pub fn compare_measures(&self, measures: &[String], request: &SharesRequest) -> Result<Listing> {
        let of_measure = |measure: &String| {
            let indicator = self.catalogue.indicator(measure)?;
            let answer = self.shares(&SharesRequest { measure: measure.clone(), ..request.clone() })?;
            Ok((indicator, answer))
        };
        let answers: Vec<(&Indicator, SharesAnswer)> = measures.iter().map(of_measure).collect::<Result<_>>()?;
        let mut named = vec![Column::text(columns::AREA_CODE, "Area code"), Column::text(columns::AREA_NAME, "Area")];
        named.push(Column::number("population", "Population", Unit::People));
        answers.iter().for_each(|(indicator, _)| named.extend(columns_of(indicator)));
        let row = |share: &Share| {
            let mut cells: Vec<Cell> = vec![share.code.as_str().into(), share.name.as_str().into()];
            cells.push(share.population.into());
            for (indicator, answer) in &answers {
                let own = answer.shares.rows.iter().find(|row| row.code == share.code);
                let figure = |of: fn(&Share) -> Figure| own.map_or(Figure::missing(Status::NotAvailable), of).into();
                cells.extend([figure(|s| s.actual), figure(|s| s.rate_per_10k), figure(|s| s.actual_share)]);
                cells.push(figure(|s| s.location_quotient));
                if is_keyed(indicator) {
                    cells.extend([figure(|s| s.due), figure(|s| s.gap)]);
                }
            }
            cells
        };
        let rows = answers.first().map_or(Vec::new(), |(_, answer)| answer.shares.rows.iter().map(row).collect());
        let note = |(indicator, answer): &(&Indicator, SharesAnswer)| {
            format!("{}: {}; {}.", indicator.title, long_date(answer.as_at), words(indicator))
        };
        Ok(Listing {
            caption: format!("Schemes compared, {}", self.named(&request.region)),
            columns: named,
            rows,
            notes: answers.iter().map(note).collect(),
        })
    }
}

/// True for people who are allocated by a key, of whom alone there is a number due.
pub(super) fn is_keyed(indicator: &Indicator) -> bool {
    indicator.scheme == Scheme::Keyed
}

/// Takes away what is due, the gap and the ratio of people whom no key allocates.
pub(super) fn without_due(shares: &mut Shares) {
    let nothing = Figure::missing(Status::NotApplicable);
    for row in &mut shares.rows {
        (row.due, row.gap, row.ratio) = (nothing, nothing, nothing);
    }
}

/// How people of a measure come to be where they are, in words.
pub(super) fn words(indicator: &Indicator) -> &'static str {
    match indicator.scheme {
        Scheme::Keyed => "allocated by a key",
        Scheme::Pledged => "as councils have pledged: nobody is due, a share describes",
        Scheme::Unallocated => "where sponsors are: nobody allocates, a share describes",
    }
}

/// `F306` for a measure of which no two areas, or no two nations, may be compared.
pub(super) fn not_compared(indicator: &Indicator, comparable: &Comparable) -> Error {
    Error::new(error_codes::NOT_COMPARABLE, "comparing areas")
        .at_key(indicator.id.as_str())
        .found(format!("{}: {}", indicator.title, comparable.reason))
        .help("`fairshares show` prints each area's own figures")
}

/// `F205` for a measure that cannot be shared out: by category, a rate, or a number over time that a key would allocate.
pub(super) fn can_be_shared(indicator: &Indicator) -> Result<()> {
    let is_stock = indicator.kind == crate::domain::MeasureKind::Stock;
    if indicator.dims.is_empty() && indicator.unit.adds_up() && (is_stock || !is_keyed(indicator)) {
        return Ok(());
    }
    let by_category = if indicator.dims.is_empty() { "" } else { ", by category" };
    Err(Error::new(error_codes::KINDS_MIXED, "sharing out a measure")
        .at_key("--measure")
        .found(format!("{} ({}{by_category})", indicator.id, indicator.kind.as_str()))
        .expected("a stock with one figure per area, such as people-supported"))
}

fn columns_of(indicator: &Indicator) -> Vec<Column> {
    let (name, title) = (indicator.id.as_str().replace('-', "_"), &indicator.title);
    let mut all = vec![
        Column::number(&name, title, Unit::People),
        Column::number(&format!("{name}_per_10k"), &format!("{title}: per 10,000 residents"), Unit::Per10k),
        Column::number(&format!("{name}_share"), &format!("{title}: share (%)"), Unit::Percent),
        Column::number(&format!("{name}_location_quotient"), &format!("{title}: location quotient"), Unit::Ratio),
    ];
    if is_keyed(indicator) {
        all.push(Column::number(&format!("{name}_due"), &format!("{title}: due"), Unit::People));
        all.push(Column::number(&format!("{name}_gap"), &format!("{title}: gap"), Unit::People).with_sign());
    }
    all
}
