//! The links of fair-share keys: indicators that exist, and sizes that add up.

use super::reference_check::{exists, wrong};
use super::{Catalogue, Key, Part, Transform};
use crate::domain::{MeasureKind, Result, Unit, error_codes};

/// Checks a key. Errors with `F202` for what does not exist, `F204` for a rank of ranks, `F205` for
/// counts that have no size.
pub(super) fn check(catalogue: &Catalogue, key: &Key) -> Result<()> {
    for id in key.indicators() {
        exists(&catalogue.indicators, id, "indicator")?;
        if catalogue.indicators[id].kind == MeasureKind::Cumulative {
            return Err(wrong(error_codes::KINDS_MIXED, id, "a cumulative count as a key")
                .expected("a stock or a flow: a cumulative count does not measure size"));
        }
    }
    let is_rank = |part: &&Part| catalogue.indicators[&part.indicator].unit == Unit::Rank;
    if let Some(part) =
        key.parts().iter().filter(is_rank).find(|part| part.transform == Transform::Rank)
    {
        let found = format!("the rank of {}, a rank", part.indicator);
        return Err(wrong(error_codes::DEFINITION_WRONG, "transform", found)
            .expected("the score or rate that the rank was made of: a rank is not ranked again"));
    }
    for of in key.limit.iter().filter_map(|limit| limit.of.as_ref()) {
        exists(&catalogue.indicators, &of.indicator, "indicator")?;
        of.per
            .iter()
            .try_for_each(|per| exists(&catalogue.indicators, &per.indicator, "indicator"))?;
    }
    for id in key.credited() {
        exists(&catalogue.indicators, id, "indicator")?;
        if !catalogue.indicators[id].unit.adds_up() {
            return Err(wrong(
                error_codes::KINDS_MIXED,
                "indicator",
                format!("{id}, which is no count"),
            )
            .expected("a count, of which each unit stands for so many people"));
        }
    }
    Ok(())
}
