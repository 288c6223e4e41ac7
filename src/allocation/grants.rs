//! Grants: the amount that each authority would be paid by the published rates, next to its number
//! of people for its size.

use crate::briefing::with_article;
use crate::catalogue::{Grant, Payment};
use crate::domain::{
    AreaCode, Date, Error, Field, Id, Result, Status, Unit, error_codes, long_date, with_decimals,
};
use crate::fairshare::{Paid, grant_income};
use crate::figures::{Figures, sources};
use crate::geography::Area;
use crate::indicator::Key;
use crate::knowledge::rules;
use crate::table::{Figure, Source, Units};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;

/// The grants to authorities.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct GrantList {
    /// A caption for the list.
    pub caption: String,
    /// The grants, by id.
    pub grants: Vec<GrantSummary>,
}

/// A grant in a list.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct GrantSummary {
    /// Its id.
    pub grant: Id,
    /// Its title.
    pub title: String,
    /// The purpose of its payments.
    pub definition: String,
    /// Where its rates are published.
    pub reference: String,
}

/// The total of a grant.
#[derive(Debug, Clone, PartialEq)]
pub struct GrantAnswer {
    /// The income of each authority.
    pub areas: GrantIncome,
    /// Each authority, payment and count.
    pub payments: GrantPayments,
}

/// The estimated income of authorities from a grant.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct GrantIncome {
    /// A caption with the estimate and the area, in a sentence without a full stop.
    pub caption: String,
    /// The grant.
    pub grant: Id,
    /// The region.
    pub region: AreaCode,
    /// The day of the people supported and of their rate.
    pub supported_on: Date,
    /// The payments of the grant, in its order.
    pub payments: Vec<GrantPayment>,
    /// One row for each authority.
    pub areas: Vec<AreaIncome>,
    /// The unit of each figure of an authority.
    pub units: Units,
    /// Notes that explain the figures.
    pub notes: Vec<String>,
    /// The editions that the figures come from.
    pub sources: Vec<Source>,
}

/// A payment of a grant.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct GrantPayment {
    /// Its id.
    pub payment: Id,
    /// Its title.
    pub title: String,
    /// Pounds for each person.
    pub rate_pounds: u32,
}

/// The estimated income of an authority.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AreaIncome {
    /// ONS code.
    pub area_code: AreaCode,
    /// Name.
    pub area_name: String,
    /// The sums of each payment over its counts, in the order of the payments.
    pub payments: Vec<PaymentSum>,
    /// All payments together, in pounds.
    pub income_pounds: Figure,
    /// People supported.
    pub people: Figure,
    /// People supported for 10,000 residents.
    pub rate_per_10k: Figure,
}

/// The total of a payment over its counts.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PaymentSum {
    /// The payment.
    pub payment: Id,
    /// People paid for.
    pub people: Figure,
    /// Pounds paid.
    pub pounds: Figure,
}

/// Every payment of a grant for every count.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct GrantPayments {
    /// A caption with the estimate and the area, in a sentence without a full stop.
    pub caption: String,
    /// The grant.
    pub grant: Id,
    /// The region.
    pub region: AreaCode,
    /// One row for each authority, payment and count.
    pub payments: Vec<AreaPayment>,
    /// The unit of each figure of a payment.
    pub units: Units,
    /// Notes that explain the figures.
    pub notes: Vec<String>,
    /// The editions that the figures come from.
    pub sources: Vec<Source>,
}

/// The payment to an authority for a count.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AreaPayment {
    /// ONS code.
    pub area_code: AreaCode,
    /// Name.
    pub area_name: String,
    /// The payment.
    pub payment: Id,
    /// The day of the count.
    pub period_end: Date,
    /// People paid for.
    pub people: Figure,
    /// Pounds for each person.
    pub rate_pounds: u32,
    /// Pounds paid.
    pub pounds: Figure,
}

impl AreaIncome {
    /// The gravest status of the income and of the rate.
    pub fn status(&self) -> Option<Status> {
        Status::combine(self.income_pounds.status, self.rate_per_10k.status)
    }
}

/// The units of the figures of an [`AreaIncome`].
const AREA_UNITS: &[(&str, Unit)] = &[
    ("pounds", Unit::Pounds),
    ("rate_pounds", Unit::Pounds),
    ("income_pounds", Unit::Pounds),
    ("people", Unit::People),
    ("rate_per_10k", Unit::Per10k),
];

/// The units of the figures of an [`AreaPayment`].
const PAYMENT_UNITS: &[(&str, Unit)] =
    &[("people", Unit::People), ("rate_pounds", Unit::Pounds), ("pounds", Unit::Pounds)];

/// The grants of the catalogue.
pub fn grants(figures: &Figures) -> GrantList {
    let summary = |grant: &Grant| GrantSummary {
        grant: grant.id.clone(),
        title: grant.title.clone(),
        definition: grant.definition.clone(),
        reference: grant.reference.clone(),
    };
    GrantList {
        caption: "Grants to authorities".to_owned(),
        grants: figures.catalogue().grants.values().map(summary).collect(),
    }
}

/// The total of a grant for each authority of a region, by published counts. See [`grant_income`]
/// for formula and missing values. Where the grant does not apply, all its payments are *not
/// applicable*.
///
/// Errors: `F301` unknown grant, `F304` where it applies and no authority has a count on any of its
/// days.
pub fn grant(figures: &Figures, id: &str, region: &AreaCode) -> Result<GrantAnswer> {
    let grant = figures.catalogue().grant(id)?;
    let first = first_day(grant);
    let areas = figures.geography().authorities_on(region, first);
    let mut all_paid: Vec<Vec<Vec<Paid>>> = Vec::new();
    for area in &areas {
        let of = |payment: &Payment| paid(figures, grant, payment, &area.code);
        all_paid.push(grant.payment.iter().map(of).collect::<Result<_>>()?);
    }
    let elsewhere =
        rules::why_not_applicable(figures.knowledge(), &grant.title, &grant.applies, region);
    let known = all_paid.iter().flatten().flatten().any(|paid| paid.people.value.is_some());
    if !known && elsewhere.is_none() {
        return Err(without_counts(figures, grant, region));
    }
    let name = with_article(&figures.geography().name_of(region));
    let caption = format!("{}: estimated income of authorities, {name}", grant.title);
    let sources = sources_of_grant(figures, grant, &areas, elsewhere.is_none())?;
    let notes = notes(grant, &all_paid, elsewhere, &name);
    let rows =
        areas.iter().zip(&all_paid).map(|(area, paid)| area_income(figures, grant, area, paid));
    let payment = |payment: &Payment| GrantPayment {
        payment: payment.id.clone(),
        title: payment.title.clone(),
        rate_pounds: payment.pounds,
    };
    Ok(GrantAnswer {
        areas: GrantIncome {
            caption: caption.clone(),
            grant: grant.id.clone(),
            region: region.clone(),
            supported_on: first,
            payments: grant.payment.iter().map(payment).collect(),
            areas: rows.collect::<Result<_>>()?,
            units: Units::of(AREA_UNITS),
            notes: notes.clone(),
            sources: sources.clone(),
        },
        payments: GrantPayments {
            caption,
            grant: grant.id.clone(),
            region: region.clone(),
            payments: payments(grant, &areas, &all_paid),
            units: Units::of(PAYMENT_UNITS),
            notes,
            sources,
        },
    })
}

fn without_counts(figures: &Figures, grant: &Grant, region: &AreaCode) -> Error {
    let days: BTreeSet<&Date> = grant.payment.iter().flat_map(|payment| &payment.days).collect();
    let days: Vec<String> = days.into_iter().map(Date::to_string).collect();
    Error::new(error_codes::NO_DATA, "estimating a grant")
        .at_key(grant.id.as_str())
        .found(format!(
            "no authority of {} with people by accommodation on {}",
            figures.geography().name_of(region),
            days.join(", ")
        ))
        .help("import the edition of Asy_D11 that has these days")
}

/// A description of the grant and its total; `elsewhere` is why it does not apply.
fn notes(
    grant: &Grant,
    paid: &[Vec<Vec<Paid>>],
    elsewhere: Option<String>,
    region: &str,
) -> Vec<String> {
    let mut notes: Vec<String> = elsewhere.iter().cloned().collect();
    notes.extend([grant.definition.clone(), format!("Source of the rates: {}.", grant.reference)]);
    let first = first_day(grant);
    notes.push(format!("Rate: people supported for 10,000 residents on {}.", long_date(first)));
    let all = Figure::sum(paid.iter().flatten().flatten().map(|paid| paid.pounds));
    match (elsewhere, all.value) {
        (Some(_), _) => {}
        (None, Some(pounds)) => {
            notes.push(format!(
                "All authorities of {region} together: £{}.",
                with_decimals(pounds, 0)
            ));
        }
        (None, None) => {
            let known: f64 =
                paid.iter().flatten().flatten().filter_map(|paid| paid.pounds.value).sum();
            notes.push(unknown(grant, paid));
            let known = with_decimals(known, 0);
            notes
                .push(format!("What is known for {region} adds up to £{known}: at least so much."));
        }
    }
    notes.extend(grant.payment.iter().filter_map(|payment| payment.counted.clone()));
    notes.extend(grant.caveats.iter().cloned());
    notes
}

/// The editions of the counts that are paid for, and of the people supported.
fn sources_of_grant(
    figures: &Figures,
    grant: &Grant,
    areas: &[&Area],
    applies: bool,
) -> Result<Vec<Source>> {
    let (first, roles) = (first_day(grant), &figures.catalogue().roles);
    let codes = areas.iter().map(|area| &area.code);
    let mut found: BTreeSet<Source> = sources::sources_on(
        figures,
        &[(roles.people.as_str(), first), (roles.rate.as_str(), first)],
        codes.clone(),
    )?
    .into_iter()
    .collect();
    for payment in grant.payment.iter().filter(|_| applies) {
        let mut keys: Vec<Key> = Vec::new();
        for (area, end) in
            codes.clone().flat_map(|area| payment.days.iter().map(move |end| (area, *end)))
        {
            let key = |code: &String| Key { area: area.clone(), end, dims: vec![code.clone()] };
            keys.extend(payment.accommodation.iter().map(key));
        }
        for id in payment.counts_of(grant) {
            found.extend(sources::sources_of(
                figures,
                figures.catalogue().indicator(id.as_str())?,
                &keys,
            )?);
        }
    }
    Ok(found.into_iter().collect())
}

fn paid(figures: &Figures, grant: &Grant, payment: &Payment, area: &AreaCode) -> Result<Vec<Paid>> {
    let is_paid = rules::applies_to(figures.knowledge(), &grant.applies, area);
    let of = payment
        .counts_of(grant)
        .iter()
        .map(|id| figures.values(id.as_str()))
        .collect::<Result<Vec<_>>>()?;
    let count =
        |end: Date| {
            if !is_paid {
                return Figure::missing(Status::NotApplicable);
            }
            let key = |code: &String| Key { area: area.clone(), end, dims: vec![code.clone()] };
            Figure::sum(of.iter().flat_map(|values| {
                payment.accommodation.iter().map(|code| values.figure(&key(code)))
            }))
        };
    let counts: Vec<Figure> = payment.days.iter().copied().map(count).collect();
    Ok(grant_income(payment.kind, &counts, f64::from(payment.pounds)))
}

fn area_income(
    figures: &Figures,
    grant: &Grant,
    area: &Area,
    paid: &[Vec<Paid>],
) -> Result<AreaIncome> {
    let sum = |paid: &[Paid], of: fn(&Paid) -> Figure| Figure::sum(paid.iter().map(of));
    let payment = |(payment, paid): (&Payment, &Vec<Paid>)| PaymentSum {
        payment: payment.id.clone(),
        people: sum(paid, |paid| paid.people),
        pounds: sum(paid, |paid| paid.pounds),
    };
    let payments: Vec<PaymentSum> = grant.payment.iter().zip(paid).map(payment).collect();
    let day = first_day(grant);
    Ok(AreaIncome {
        area_code: area.code.clone(),
        area_name: area.name.clone(),
        income_pounds: Figure::sum(payments.iter().map(|payment| payment.pounds)),
        payments,
        people: figures.figure(figures.catalogue().roles.people.as_str(), &area.code, day)?,
        rate_per_10k: figures.figure(figures.catalogue().roles.rate.as_str(), &area.code, day)?,
    })
}

/// Which payments are unknown for all authorities, in a sentence.
fn unknown(grant: &Grant, paid: &[Vec<Vec<Paid>>]) -> String {
    let mut days: Vec<String> = Vec::new();
    for (place, payment) in grant.payment.iter().enumerate() {
        let counted = &payment.days;
        let entries = paid.first().map_or(0, |area| area[place].len());
        for (entry, day) in counted[counted.len() - entries..].iter().enumerate() {
            if paid.iter().all(|area| area[place][entry].people.value.is_none()) {
                days.push(format!("{} to {}", payment.title.to_lowercase(), long_date(*day)));
            }
        }
    }
    format!(
        "Not known, and so no income either: {}. {} has what is known.",
        days.join("; "),
        Field::Payments
    )
}

/// The first day that a grant counts people on.
fn first_day(grant: &Grant) -> Date {
    grant.payment.iter().flat_map(|payment| &payment.days).min().copied().unwrap_or_default()
}

/// Every payment for every count, the counts in their order.
fn payments(grant: &Grant, areas: &[&Area], paid: &[Vec<Vec<Paid>>]) -> Vec<AreaPayment> {
    let mut rows = Vec::new();
    for (area, payments) in areas.iter().zip(paid) {
        for (payment, entries) in grant.payment.iter().zip(payments) {
            let days = &payment.days;
            for (entry, end) in entries.iter().zip(&days[days.len() - entries.len()..]) {
                rows.push(AreaPayment {
                    area_code: area.code.clone(),
                    area_name: area.name.clone(),
                    payment: payment.id.clone(),
                    period_end: *end,
                    people: entry.people,
                    rate_pounds: payment.pounds,
                    pounds: entry.pounds,
                });
            }
        }
    }
    rows
}
