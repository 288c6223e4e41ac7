//! What a publication declares of a measure, applied to the values read from it: tier,
//! comparability, breaks.
//!
//! Belongs here: the step from declarations to values. Does not belong here: what follows for a
//! figure of two days (`breaks`), for sums (`wider_areas`), how rows are read (`shape`).

use crate::catalogue::{IndicatorSource, Role};
use crate::indicator::shape::Shape;
use crate::indicator::{Held, Inputs, Origin, Value, Values};
use std::sync::Arc;

impl Values {
    /// Values of a source with the tier and comparability that its publication declares, before any
    /// are added.
    pub(in crate::indicator) fn of_source_declared(
        source: &IndicatorSource,
        held: Held<'_>,
    ) -> Self {
        let mut values = Self::new(held.table.sources().to_vec());
        values.tier = held.dataset.tiers(&source.measure).compared();
        let measure = held.dataset.measure(source.measure.as_str());
        values.restrict_comparability(measure.and_then(|measure| measure.comparable.as_ref()));
        values
    }

    /// Applies the declarations of their publication to complete values: which bodies can take no
    /// part, and its breaks.
    pub(in crate::indicator) fn hold_declared(
        &mut self,
        inputs: &Inputs<'_>,
        source: &IndicatorSource,
        held: Held<'_>,
        shape: &Shape<'_>,
    ) {
        for declared in
            inputs.breaks.iter().filter(|one| one.is_of(&held.dataset.id, &source.measure))
        {
            self.hold_break(declared, shape, inputs.geography);
        }
        self.explain_no_part(held);
    }

    /// Gives the values of bodies that can take no part the reason.
    fn explain_no_part(&mut self, held: Held<'_>) {
        let Some(column) = held.dataset.column.iter().find(|column| column.role == Role::TakesPart)
        else {
            return;
        };
        let reason: Arc<str> = column.reason.as_deref().unwrap_or_default().into();
        let is_read = |value: &Value| matches!(value.origin, Origin::Cells { .. });
        let is_one = |value: &Value| {
            value.figure.status.is_some_and(|of| column.statuses.values().any(|it| *it == of))
        };
        let is_silent =
            |value: &Value| value.figure.value.is_none() && is_one(value) && is_read(value);
        for (key, _) in self.map.iter().filter(|(_, value)| is_silent(value)) {
            self.reasons.entry(key.clone()).or_insert_with(|| Arc::clone(&reason));
        }
    }
}
