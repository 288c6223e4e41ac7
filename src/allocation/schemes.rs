//! Schemes beside each other: people who are allocated by a key, who come by pledges, and whom nobody allocates.

use crate::allocation::measures::{is_keyed, words};
use crate::allocation::requests::SharesRequest;
use crate::allocation::shares;
use crate::allocation::shares::SharesAnswer;
use crate::catalogue::Indicator;
use crate::domain::{Result, Status, Unit, long_date};
use crate::fairshare::Share;
use crate::figures::Figures;
use crate::table::{Cell, Column, Figure, Listing, columns};

/// Several measures beside each other: for each area the number, the rate, the share and the location quotient of each, and of those
/// that are allocated by a key also what is due and the gap.
///
/// Errors: as of [`shares::shares`], for the first measure that fails.
pub fn compare_measures(figures: &Figures, measures: &[String], request: &SharesRequest) -> Result<Listing> {
    let of_measure = |measure: &String| {
        let indicator = figures.catalogue().indicator(measure)?;
        let answer = shares::shares(figures, &SharesRequest { measure: measure.clone(), ..request.clone() })?;
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
        caption: format!("Schemes compared, {}", figures.geography().name_of(&request.region)),
        columns: named,
        rows,
        notes: answers.iter().map(note).collect(),
    })
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
