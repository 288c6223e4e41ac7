//! Grants to authorities: what they pay for, at which rates, counted when.

use super::reference_check::{exists, wrong};
use super::{Applies, Catalogue, Indicator, applies};
use crate::domain::date_serde;
use crate::domain::{Date, Id, Result, error_codes};
use serde::Deserialize;

/// A grant, `grants/<id>.toml`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// Name of the file.
    pub id: Id,
    /// Title for readers.
    pub title: String,
    /// What it pays for, in one or two plain sentences.
    pub definition: String,
    /// The indicator of people by type of accommodation.
    pub of: Id,
    /// Where it is paid, and for which days.
    pub applies: Applies,
    /// Where its rules are published.
    pub reference: String,
    /// What must be known before its figures are used.
    pub caveats: Vec<String>,
    /// What it pays.
    pub payment: Vec<Payment>,
}

/// One payment of a grant.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Payment {
    /// Its name, in columns.
    pub id: Id,
    /// What is paid for, in a few words.
    pub title: String,
    /// For those who are there, or for more of them.
    pub kind: PaymentKind,
    /// Pounds for each person.
    pub pounds: u32,
    /// Indicators that are added up in the place of the grant's, where that one is not counted
    /// alike on all days of growth.
    #[serde(default)]
    pub of: Vec<Id>,
    /// Why, in a sentence for readers.
    pub counted: Option<String>,
    /// The types of accommodation that count, added up.
    pub accommodation: Vec<String>,
    /// The days of the counts: one for a stock, two or more for growth from each to the next.
    #[serde(deserialize_with = "date_serde::many")]
    pub days: Vec<Date>,
}

/// What a payment is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PaymentKind {
    /// Those who are there on a day.
    Stock,
    /// Those by whom a number has grown.
    Growth,
}

impl Payment {
    /// The indicators whose counts it pays for, added up.
    pub fn counts_of<'a>(&'a self, grant: &'a Grant) -> &'a [Id] {
        if self.of.is_empty() { std::slice::from_ref(&grant.of) } else { &self.of }
    }
}

/// Checks a grant. Errors with `F202` for what does not exist, `F204` for contradictions.
pub(super) fn check(catalogue: &Catalogue, grant: &Grant) -> Result<()> {
    exists(&catalogue.indicators, &grant.of, "indicator")?;
    applies::check(&grant.applies)?;
    for payment in &grant.payment {
        let contradiction = |found: String, expected: &str| {
            Err(wrong(error_codes::DEFINITION_WRONG, &payment.id, found).expected(expected))
        };
        payment.of.iter().try_for_each(|id| exists(&catalogue.indicators, id, "indicator"))?;
        if payment.of.is_empty() != payment.counted.is_none() {
            return contradiction(
                "`of` or `counted` alone".to_owned(),
                "both: other counts, and why they are taken",
            );
        }
        let fits = match payment.kind {
            PaymentKind::Stock => payment.days.len() == 1,
            PaymentKind::Growth => payment.days.len() > 1 && payment.days.is_sorted(),
        };
        if !fits {
            return contradiction(
                format!("days {:?}", payment.days),
                "one day such as 2024-03-31 for a stock, two or more in their order for growth",
            );
        }
        let is_known =
            |id: &Id, code: &String| types_of(catalogue, &catalogue.indicators[id]).contains(&code);
        let is_strange =
            |code: &&String| !payment.counts_of(grant).iter().all(|id| is_known(id, code));
        if let Some(strange) = payment.accommodation.iter().find(is_strange) {
            return contradiction(
                format!("accommodation {strange:?}"),
                "codes of the codelist of the indicator",
            );
        }
        if payment.accommodation.is_empty()
            || (payment.accommodation.len() > 1
                && payment.accommodation.iter().any(|code| code == "all"))
        {
            return contradiction(
                "nothing, or everything and more".to_owned(),
                "types of accommodation that do not overlap",
            );
        }
    }
    if grant.payment.is_empty() {
        return Err(wrong(error_codes::DEFINITION_WRONG, &grant.id, "no payment")
            .expected("a `[[payment]]`"));
    }
    Ok(())
}

/// The codes of the indicator's dimensions.
fn types_of<'a>(catalogue: &'a Catalogue, indicator: &Indicator) -> Vec<&'a String> {
    let sources = indicator
        .method
        .sources()
        .iter()
        .filter_map(|source| catalogue.datasets.get(&source.dataset));
    let dimensions = sources
        .flat_map(|dataset| &dataset.dimension)
        .filter(|dimension| indicator.dims.contains(&dimension.id));
    let lists =
        dimensions.filter_map(|dimension| catalogue.codelists.get(dimension.codelist.as_ref()?));
    lists.flat_map(|list| list.codes.iter().map(|code| &code.code)).collect()
}
