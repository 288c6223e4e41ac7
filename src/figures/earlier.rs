//! An earlier figure next to a newer one of the same series.
//!
//! Belongs here: the break between the two, and which edition the earlier one is from. Does not
//! belong here: the wording.

use crate::briefing::Earlier;
use crate::domain::{Period, Status};
use crate::indicator::{Key, Value, Values};

/// The break between two periods of a series that are not counted in the same way.
pub(crate) fn divided(
    values: &Values,
    key: &Key,
    earlier: Period,
    later: Period,
) -> Option<String> {
    values.break_between(key, earlier, later).map(|one| one.label.to_lowercase())
}

/// A previously known figure of an earlier period, as in the edition of the newer one. The change
/// between the two is then not due to editions. Where the earlier figure has been revised, the
/// original is returned with it.
pub(crate) fn known_since(values: &Values, (key, now): (&Key, &Value), known: Earlier) -> Earlier {
    if known.period == now.period {
        return known;
    }
    let then = Key { end: known.period.end, ..key.clone() };
    match values.value_in_edition_of(now, &then).filter(|seen| seen.period == known.period) {
        Some(seen) => {
            let was = Some(known.figure)
                .filter(|was| was.value.is_some() && was.value != seen.figure.value);
            Earlier { figure: seen.figure.without(Status::Break), was, ..known }
        }
        None => Earlier {
            of_another_edition: values.source_of(now).is_some_and(|source| source.revises),
            ..known
        },
    }
}
