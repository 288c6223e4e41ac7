//! People who have no authority.

use crate::domain::{AreaCode, Date, Result, long_date, with_decimals};
use crate::figures::Figures;
use crate::indicator::Key;
use crate::table::Figure;

/// How many of the people that an indicator counts in the United Kingdom have no authority, where
/// there are any, in a sentence.
pub(crate) fn note(figures: &Figures, id: &str, day: Date) -> Result<Option<String>> {
    let values = figures.values(id)?;
    let key = Key { area: AreaCode::united_kingdom(), end: day, dims: Vec::new() };
    let (allocated, outside) = values.allocated(&key);
    let people = Figure::sum(outside.iter().map(|key| values.figure(key)));
    let (Some(people), Some(_), Some(total)) =
        (people.value, allocated.value, values.figure(&key).value)
    else {
        return Ok(None);
    };
    Ok((people > 0.0).then(|| {
        format!(
            "To {}: {} of {} people have no authority; shares and rates leave them out.",
            long_date(day),
            with_decimals(people, 0),
            with_decimals(total, 0)
        )
    }))
}
