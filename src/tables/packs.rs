//! Tables that packs alone print: headlines, authorities, categories, regions, legal basis,
//! accommodation, indices explained.

use super::shares::area_columns;
use super::{underscored, with_unit};
use crate::allocation::InequalityAnswer;
use crate::briefing::{HeadlineRow, HeadlineRows};
use crate::domain::{Period, Unit};
use crate::figures::authority_figures::{AreaFigureRow, AuthorityFigures};
use crate::figures::category_changes::CategoryChanges;
use crate::figures::regions_ranked::RegionRanking;
use crate::figures::support::{AccommodationTypes, LegalBasis};
use crate::indicator::inequality;
use crate::table::{Cell, Column, Figure, Listing, columns};

/// The headlines of a pack. Numbers stay numbers; notes on changes are below the table.
pub(crate) fn headlines(of: &HeadlineRows) -> Listing {
    let mut columns = vec![
        Column::text("headline", "Headline"),
        Column::numeric("newest", "Newest figure"),
        Column::text("unit", "Unit"),
        Column::text("as_at", "Of"),
        Column::numeric("on_period", "Change on the period before").with_sign(),
        Column::numeric("on_year", "Change on the year").with_sign(),
    ];
    let since = of
        .since
        .as_ref()
        .map(|since| Column::numeric("since", &format!("Change since {since}")).with_sign());
    columns.extend(since);
    columns.push(Column::numeric("united_kingdom", "United Kingdom"));
    let rows = of.rows.iter().map(headline_row).collect();
    Listing { caption: of.caption.clone(), columns, rows, notes: of.notes.clone() }
}

fn headline_row(row: &HeadlineRow) -> Vec<Cell> {
    let number = |figure: Figure| Cell::with_decimals(figure, row.unit.decimals());
    let period = row.period.map_or("not available".to_owned(), |period| period.to_string());
    let mut cells = vec![
        row.title.as_str().into(),
        number(row.figure),
        row.unit.label().into(),
        Cell::Text(period),
    ];
    cells.extend([number(row.on_period), number(row.on_year)]);
    cells.extend(row.since.map(number));
    cells.push(number(row.united_kingdom));
    cells
}

/// The authorities of a region with the newest figures of several indicators.
pub(crate) fn authorities(of: &AuthorityFigures) -> Listing {
    let mut columns = area_columns();
    columns.extend(of.indicators.iter().map(|one| {
        let header = format!("{}, {}", with_unit(&one.title, one.unit), one.period);
        Column::number(&underscored(one.indicator.as_str()), &header, one.unit)
    }));
    let rows = of.areas.iter().map(area_row).collect();
    Listing { caption: of.caption.clone(), columns, rows, notes: of.notes.clone() }
}

fn area_row(area: &AreaFigureRow) -> Vec<Cell> {
    let names: [Cell; 2] = [area.area_code.as_str().into(), area.area_name.as_str().into()];
    names.into_iter().chain(area.figures.iter().map(|figure| Cell::from(*figure))).collect()
}

/// The categories of an indicator: newest, and the period before with the change where there is
/// one.
pub(crate) fn categories(of: &CategoryChanges) -> Listing {
    let newest = format!("{}, {}", with_unit(&of.title, of.unit), of.period);
    let mut columns =
        vec![Column::text("category", "Category"), Column::number("newest", &newest, of.unit)];
    let changes = |before: Period| {
        [
            Column::number("before", &format!("Before, {before}"), of.unit),
            Column::number("change", "Change", of.change_unit).with_sign(),
        ]
    };
    columns.extend(of.previous_period.into_iter().flat_map(changes));
    let rows = of.rows.iter().map(|row| {
        let earlier = of.previous_period.map(|_| [row.previous, row.change].map(Cell::from));
        let newest: [Cell; 2] = [row.category.as_str().into(), row.value.into()];
        newest.into_iter().chain(earlier.into_iter().flatten()).collect()
    });
    Listing { caption: of.caption.clone(), columns, rows: rows.collect(), notes: of.notes.clone() }
}

/// The regions and nations by rate.
pub(crate) fn regions(of: &RegionRanking) -> Listing {
    let mut listed = vec![
        Column::text(columns::AREA_CODE, "Area code"),
        Column::text(columns::AREA_NAME, "Region or nation"),
    ];
    listed.extend(
        of.indicators
            .iter()
            .map(|one| Column::number(&underscored(one.indicator.as_str()), one.title, one.unit)),
    );
    let rows = of.areas.iter().map(area_row).collect();
    Listing { caption: of.caption.clone(), columns: listed, rows, notes: of.notes.clone() }
}

/// People by legal basis.
pub(crate) fn legal_basis(of: &LegalBasis) -> Listing {
    let columns = vec![
        Column::text("support_type", "Legal basis"),
        Column::number("people", "People", Unit::People),
        Column::number("share", "Share (%)", Unit::Percent),
    ];
    let rows = of
        .rows
        .iter()
        .map(|row| vec![row.title.as_str().into(), row.people.into(), row.share.into()]);
    Listing { caption: of.caption.clone(), columns, rows: rows.collect(), notes: Vec::new() }
}

/// The areas of a region by type of accommodation.
pub(crate) fn accommodation(of: &AccommodationTypes) -> Listing {
    let mut columns = area_columns();
    columns.extend(
        of.types
            .iter()
            .map(|one| Column::number(&underscored(&one.code), &one.title, Unit::People)),
    );
    columns.push(Column::number("contingency_share", "Share in contingency (%)", Unit::Percent));
    let rows = of.areas.iter().map(|area| {
        let mut cells: Vec<Cell> =
            vec![area.area_code.as_str().into(), area.area_name.as_str().into()];
        cells.extend(area.people.iter().map(|figure| Cell::from(*figure)));
        cells.push(area.contingency_share.into());
        cells
    });
    Listing { caption: of.caption.clone(), columns, rows: rows.collect(), notes: of.notes.clone() }
}

/// The indices of inequality, each with its meaning.
pub(crate) fn inequality_explained(answer: &InequalityAnswer) -> Listing {
    let rows = inequality::INDICES.iter().zip(&answer.indices).map(|(index, found)| {
        let value = match (found.value.value, found.value.status) {
            (Some(number), None) => Cell::Decimals(number, found.unit.decimals(), None),
            _ => Cell::from(found.value),
        };
        vec![index.title.into(), value, index.says.into()]
    });
    Listing {
        caption: answer.caption.clone(),
        columns: vec![
            Column::text("index", "Index"),
            Column::numeric("value", "Value").with_decimals(Unit::Ratio.decimals()),
            Column::text("says", "What it says"),
        ],
        rows: rows.collect(),
        notes: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::headlines;
    use crate::briefing::{Earlier, HeadlineFact, headline_rows};
    use crate::domain::{Period, Unit};
    use crate::table::{Figure, Listing};
    use jiff::civil::date;

    fn day(year: i16, month: i8) -> Period {
        Period::day(date(year, month, 30))
    }

    fn earlier(period: Period, value: f64) -> Earlier {
        Earlier::of(period, Figure::of(value))
    }

    fn duties() -> HeadlineFact {
        HeadlineFact {
            title: "Duties owed".to_owned(),
            area: "London".to_owned(),
            not_for: None,
            unit: Unit::Households,
            is_old: false,
            now: Ok((day(2025, 6), Figure::of(1204.0))),
            before: Some(earlier(day(2025, 3), 1000.0)),
            year: Some(earlier(day(2024, 6), 1204.0)),
            last_pack: None,
            united_kingdom: None,
            nation: None,
        }
    }

    fn table(facts: &[HeadlineFact], since: Option<&str>) -> Listing {
        headlines(&headline_rows(facts, "London", since))
    }

    #[test]
    fn headlines_are_numbers_with_a_column_for_the_last_pack_only_where_one_is_named() {
        let (with, without) = (table(&[duties()], Some("1 March 2025")), table(&[duties()], None));
        assert_eq!(with.columns.len(), without.columns.len() + 1);
        let printed_row = |listing: &Listing, row: usize| -> Vec<String> {
            listing.rows[row]
                .iter()
                .zip(&listing.columns)
                .map(|(cell, column)| cell.print(column))
                .collect()
        };
        assert_eq!(
            printed_row(&without, 0),
            ["Duties owed", "1,204", "households", "30 June 2025", "+204", "0", "[x]"],
            "the change on the year is none"
        );
        assert_eq!(printed_row(&with, 0)[6], "[x]", "no figure was available then");
        let annual =
            HeadlineFact { before: Some(earlier(day(2024, 6), 1000.0)), year: None, ..duties() };
        let row = printed_row(&table(&[annual], None), 0);
        assert_eq!(row[4], row[5], "the period before is the year before");
        let divided = Earlier {
            break_reason: Some("section 98".to_owned()),
            ..earlier(day(2025, 3), 1000.0)
        };
        let broken = table(&[HeadlineFact { before: Some(divided), ..duties() }], None);
        assert_eq!(printed_row(&broken, 0)[4], "[z]");
        assert!(broken.notes[0].contains("not comparable (section 98)"), "{:?}", broken.notes);
    }
}
