//! The derivation of a grant to an area.

use super::region_of;
use crate::allocation::grants::{self, AreaPayment};
use crate::catalogue::{Grant, Payment, PaymentKind};
use crate::domain::{AreaCode, Id, Result};
use crate::figures::Figures;
use crate::figures::trace::{UsedFigure, used_figure};
use crate::geography::Area;
use crate::indicator::Key;
use crate::knowledge::rules;
use crate::table::Units;
use schemars::JsonSchema;
use serde::Serialize;

/// The payments of a grant to an area.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct GrantTrace {
    /// The grant.
    pub grant: Id,
    /// Its title.
    pub title: String,
    /// ONS code.
    pub area_code: AreaCode,
    /// Name.
    pub area_name: String,
    /// Why the grant does not apply in the area, in a sentence; then it pays nothing.
    pub not_applicable: Option<String>,
    /// The payment for each count.
    pub paid: Vec<AreaPayment>,
    /// The unit of each figure of the payments.
    pub units: Units,
    /// The payments of the grant, with the counts.
    pub payments: Vec<PaymentTrace>,
}

/// A payment of a grant and the counts of an area.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PaymentTrace {
    /// Its id.
    pub payment: Id,
    /// Which people are paid for.
    pub formula: &'static str,
    /// The types of accommodation that count, added up.
    pub accommodation: Vec<String>,
    /// Why other counts than those of the grant are used, in a sentence.
    pub counted: Option<String>,
    /// The counts, by day, indicator and type of accommodation.
    pub counts: Vec<UsedFigure>,
}

/// The payments of a grant to an area, traced back to the counts.
pub(super) fn derive_grant(figures: &Figures, id: &str, area: &Area) -> Result<GrantTrace> {
    let grant = figures.catalogue().grant(id)?;
    let region = region_of(figures, area)?;
    let found = grants::grant(figures, id, &region)?.payments;
    let not_applicable =
        rules::why_not_applicable(figures.knowledge(), &grant.title, &grant.applies, &area.code);
    let mut trace = GrantTrace {
        grant: grant.id.clone(),
        title: grant.title.clone(),
        area_code: area.code.clone(),
        area_name: area.name.clone(),
        not_applicable,
        paid: Vec::new(),
        units: found.units,
        payments: Vec::new(),
    };
    if trace.not_applicable.is_none() {
        trace.paid = found.payments.into_iter().filter(|row| row.area_code == area.code).collect();
        let payment = |payment| payment_trace(figures, grant, payment, &area.code);
        trace.payments = grant.payment.iter().map(payment).collect::<Result<_>>()?;
    }
    Ok(trace)
}

fn payment_trace(
    figures: &Figures,
    grant: &Grant,
    payment: &Payment,
    area: &AreaCode,
) -> Result<PaymentTrace> {
    let of = payment.counts_of(grant);
    let mut counts = Vec::new();
    for (end, id) in payment.days.iter().flat_map(|end| of.iter().map(move |id| (*end, id))) {
        for code in &payment.accommodation {
            counts.push(used_figure(
                figures,
                id,
                Key { area: area.clone(), end, dims: vec![code.clone()] },
            )?);
        }
    }
    Ok(PaymentTrace {
        payment: payment.id.clone(),
        formula: match payment.kind {
            PaymentKind::Stock => "people on the day",
            PaymentKind::Growth => {
                "max(0, people on the day − people on the day before it in the list)"
            }
        },
        accommodation: payment.accommodation.clone(),
        counted: payment.counted.clone(),
        counts,
    })
}
