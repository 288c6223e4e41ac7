//! Values of an indicator that depends on a rule, where and when that rule applies.

use super::Values;
use crate::catalogue::Applies;
use crate::domain::Status;
use crate::geography::Geography;
use crate::table::Figure;

/// The values of an indicator that depends on a rule: *not applicable* outside the areas and the
/// days to which the rule applies.
pub fn where_it_applies(mut values: Values, applies: &Applies, geography: &Geography) -> Values {
    let outside: Vec<_> =
        values.areas().filter(|area| !geography.lies_in(area, &applies.areas)).cloned().collect();
    for (key, value) in &mut values.map {
        if !applies.is_in_force(key.end) || outside.binary_search(&key.area).is_ok() {
            value.figure = Figure::missing(Status::NotApplicable);
            value.interval = None;
        }
    }
    values
}
