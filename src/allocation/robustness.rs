//! How far the shares of a key rest on its weights and on uncertain figures, as tables.

use crate::allocation::requests::SharesRequest;
use crate::allocation::shares;
use crate::allocation::shares::SharesAnswer;
use crate::domain::{Error, Field, Result, Unit, counted, error_codes, long_date};
use crate::fairshare::{self, Draws, Robustness};
use crate::figures::Figures;
use crate::knowledge::rules;
use crate::table::{Cell, Column, Listing, columns};

/// What the draws say, area by area and part by part.
#[derive(Debug, Clone)]
pub struct RobustnessAnswer {
    /// One row for each area.
    pub areas: Listing,
    /// One row for each part.
    pub parts: Listing,
}

/// Draws the weights of a key about the stated ones, its figures from their intervals, and imputed figures about the
/// middle of the others.
///
/// Errors: `F303` for a key of one figure, which has no weights; otherwise as of [`shares::shares`].
pub fn robustness(figures: &Figures, request: &SharesRequest, draws: Draws) -> Result<RobustnessAnswer> {
    let key = figures.catalogue().key(&request.key)?;
    let answer = shares::shares(figures, request)?;
    let made = &answer.by_key;
    let actual: Vec<Option<f64>> =
        answer.shares.rows.iter().map(|row| row.actual_share.value.map(|share| share / 100.0)).collect();
    // Credits, floors and limits are of a number of people; without any the shares stand as they are.
    let adjusted = |shares: Vec<f64>| match answer.shares.total.value {
        Some(people) => made.adjusted(shares, people),
        None => made.adjustment.is_none().then_some(shares),
    };
    let found = made.composed.as_ref();
    let found =
        found.and_then(|(composite, _)| fairshare::robustness(composite, &made.errors, &actual, draws, &adjusted));
    let found = found.ok_or_else(|| {
        Error::new(error_codes::OPTION_WRONG, "drawing the weights of a key")
            .at_field(Field::Key)
            .found(format!("{}, which has no weights, or draws that are no draws", key.id))
            .expected("a key of several parts, such as pressure; draws and a concentration above 0")
    })?;
    let region = figures.geography().name_of(&request.region);
    let mut notes = vec![format!(
        "{}, seed {}, concentration {}: the same seed gives the same numbers.",
        counted(draws.count as usize, "draw", "draws"),
        draws.seed,
        draws.concentration
    )];
    let of_weights = "Sobol indices are of the weights alone, with the figures as they are.";
    notes.push(match made.drawn.as_slice() {
        [] => "Drawn: the weights. No figure has an interval, and none is imputed.".to_owned(),
        drawn => format!("Drawn: the weights, and {}. {of_weights}", drawn.join("; ")),
    });
    notes.extend(made.notes.iter().cloned());
    notes.extend(
        rules::sentences_for(figures.knowledge(), &key.caveats, &request.region).into_iter().map(str::to_owned),
    );
    let caption = format!("{}: how robust the shares are, {region}, {}", key.title, long_date(answer.as_at));
    let parts = key.part.iter().map(|part| part.indicator.as_str()).zip(&key.part);
    let row = |((id, part), found): ((&str, &crate::catalogue::Part), &fairshare::Importance)| {
        vec![id.into(), Cell::Number(part.weight), Cell::Number(found.first_order), Cell::Number(found.total)]
    };
    let index = |name: &str, header: &str| Column::number(name, header, Unit::Index);
    Ok(RobustnessAnswer {
        parts: Listing {
            caption: format!("{}: which weights matter most, {region}", key.title),
            columns: vec![
                Column::text("part", "Part"),
                index("weight", "Weight"),
                index("first_order", "Sobol index, alone"),
                index("total", "Sobol index, with others"),
            ],
            rows: parts.zip(&found.parts).map(row).collect(),
            notes: std::iter::once(
                "Sobol index: the part of what the shares vary that is due to drawing a weight alone, and together with others. Weights \
                 add up to 1, so each one drawn moves the others too."
                    .to_owned(),
            )
            .chain(notes.iter().cloned())
            .collect(),
        },
        areas: Listing { caption, columns: area_columns(), rows: area_rows(&answer, &found), notes },
    })
}

fn area_columns() -> Vec<Column> {
    let percent = |name: &str, header: &str| Column::number(name, header, Unit::Percent).with_decimals(2);
    let rank = |name: &str, header: &str| Column::number(name, header, Unit::Rank);
    vec![
        Column::text(columns::AREA_CODE, "Area code"),
        Column::text(columns::AREA_NAME, "Area"),
        percent("fair_share", "Fair share (%)"),
        percent("median", "Median of the draws (%)"),
        percent("share_lower", "95 of 100 draws from (%)"),
        percent("share_upper", "95 of 100 draws to (%)"),
        rank("rank_lower", "Rank in 95 of 100 draws from"),
        rank("rank_upper", "Rank to"),
        Column::number("probability_over", "Draws in which it is over its share (%)", Unit::Percent),
        percent("actual_share", "Actual share (%)"),
    ]
}

fn area_rows(answer: &SharesAnswer, found: &Robustness) -> Vec<Vec<Cell>> {
    let pairs = answer.shares.rows.iter().zip(&found.areas);
    let row = |(share, drawn): (&fairshare::Share, &fairshare::AreaRobustness)| {
        let percent = |part: f64| Cell::Number(100.0 * part);
        let over = drawn
            .over
            .map_or(Cell::Missing(share.actual.status.unwrap_or(crate::domain::Status::NotAvailable)), percent);
        vec![
            share.code.as_str().into(),
            share.name.as_str().into(),
            share.fair_share.into(),
            percent(drawn.median),
            percent(drawn.share.lower),
            percent(drawn.share.upper),
            Cell::Number(drawn.rank.lower),
            Cell::Number(drawn.rank.upper),
            over,
            share.actual_share.into(),
        ]
    };
    pairs.map(row).collect()
}
