//! Grants as tables: what each authority would be paid by the published rates, beside how many people it has for its size.

use crate::briefing::with_article;
use crate::catalogue::{Grant, Payment};
use crate::domain::{AreaCode, Date, Error, Field, Result, Status, Unit, error_codes, long_date, with_decimals};
use crate::fairshare::{Paid, grant_income};
use crate::figures::Figures;
use crate::geography::Area;
use crate::indicator::Key;
use crate::knowledge::rules;
use crate::table::{Cell, Column, Figure, Listing, columns};
use std::collections::BTreeSet;

/// What a grant pays.
#[derive(Debug, Clone)]
pub struct GrantAnswer {
    /// Each authority: people and pounds by payment, all pounds, rate per 10,000 residents.
    pub areas: Listing,
    /// Each authority, payment and count.
    pub payments: Listing,
}

/// The grants that there are.
pub fn grants(figures: &Figures) -> Listing {
    let names = [("grant", "Grant"), ("title", "Title"), ("definition", "Definition"), ("reference", "Reference")];
    let row =
        |grant: &Grant| [grant.id.as_str(), &grant.title, &grant.definition, &grant.reference].map(Cell::from).to_vec();
    Listing {
        caption: "Grants to authorities".to_owned(),
        columns: names.map(|(name, header)| Column::text(name, header)).to_vec(),
        rows: figures.catalogue().grants.values().map(row).collect(),
        notes: Vec::new(),
    }
}

/// What a grant comes to for each authority of a region, by published counts. See [`grant_income`] for formula and missing values.
/// Where the grant does not apply, everything that it would pay is *not applicable*.
///
/// Errors: `F301` unknown grant, `F304` where it applies and no authority has a count on any of its days.
pub fn grant(figures: &Figures, id: &str, region: &AreaCode) -> Result<GrantAnswer> {
    let grant = figures.catalogue().grant(id)?;
    let first = first_day(grant);
    let areas = figures.geography().authorities_on(region, first);
    let mut all_paid: Vec<Vec<Vec<Paid>>> = Vec::new();
    for area in &areas {
        let of = |payment: &Payment| paid(figures, grant, payment, &area.code);
        all_paid.push(grant.payment.iter().map(of).collect::<Result<_>>()?);
    }
    let elsewhere = rules::why_not_applicable(figures.knowledge(), &grant.title, &grant.applies, region);
    let known = all_paid.iter().flatten().flatten().any(|paid| paid.people.value.is_some());
    if !known && elsewhere.is_none() {
        let days: BTreeSet<&Date> = grant.payment.iter().flat_map(|payment| &payment.days).collect();
        let days: Vec<String> = days.into_iter().map(Date::to_string).collect();
        return Err(Error::new(error_codes::NO_DATA, "estimating a grant")
            .at_key(id)
            .found(format!(
                "no authority of {} with people by accommodation on {}",
                figures.geography().name_of(region),
                days.join(", ")
            ))
            .help("import the edition of Asy_D11 that has these days"));
    }
    let name = with_article(&figures.geography().name_of(region));
    let mut rows = Vec::new();
    for (area, payments) in areas.iter().zip(&all_paid) {
        rows.push(grant_row(figures, area, payments, first)?);
    }
    let mut notes = vec![grant.definition.clone(), format!("Source of the rates: {}.", grant.reference)];
    notes.push(format!("Rate: people supported for 10,000 residents on {}.", long_date(first)));
    let all = Figure::sum(all_paid.iter().flatten().flatten().map(|paid| paid.pounds));
    match (elsewhere, all.value) {
        (Some(why), _) => notes.insert(0, why),
        (None, Some(pounds)) => {
            notes.push(format!("All authorities of {name} together: £{}.", with_decimals(pounds, 0)));
        }
        (None, None) => {
            let known: f64 = all_paid.iter().flatten().flatten().filter_map(|paid| paid.pounds.value).sum();
            notes.push(unknown(grant, &all_paid));
            notes.push(format!("What is known for {name} adds up to £{}: at least so much.", with_decimals(known, 0)));
        }
    }
    notes.extend(grant.payment.iter().filter_map(|payment| payment.counted.clone()));
    notes.extend(grant.caveats.iter().cloned());
    let caption = format!("{}: estimated income of authorities, {name}", grant.title);
    Ok(GrantAnswer {
        areas: Listing { caption: caption.clone(), columns: grant_columns(grant), rows, notes: notes.clone() },
        payments: payments(grant, &areas, &all_paid, caption, notes),
    })
}

fn paid(figures: &Figures, grant: &Grant, payment: &Payment, area: &AreaCode) -> Result<Vec<Paid>> {
    let is_paid = rules::applies_to(figures.knowledge(), &grant.applies, area);
    let of = payment.counts_of(grant).iter().map(|id| figures.values(id.as_str())).collect::<Result<Vec<_>>>()?;
    let count = |end: Date| {
        if !is_paid {
            return Figure::missing(Status::NotApplicable);
        }
        let key = |code: &String| Key { area: area.clone(), end, dims: vec![code.clone()] };
        Figure::sum(of.iter().flat_map(|values| payment.accommodation.iter().map(|code| values.figure(&key(code)))))
    };
    let counts: Vec<Figure> = payment.days.iter().copied().map(count).collect();
    Ok(grant_income(payment.kind, &counts, f64::from(payment.pounds)))
}

fn grant_row(figures: &Figures, area: &Area, payments: &[Vec<Paid>], day: Date) -> Result<Vec<Cell>> {
    let mut cells = vec![area.code.as_str().into(), area.name.as_str().into()];
    let sum = |paid: &[Paid], of: fn(&Paid) -> Figure| Figure::sum(paid.iter().map(of));
    for paid in payments {
        cells.extend([sum(paid, |paid| paid.people).into(), sum(paid, |paid| paid.pounds).into()]);
    }
    let income = Figure::sum(payments.iter().map(|paid| sum(paid, |paid| paid.pounds)));
    let supported = figures.figure(figures.catalogue().roles.people.as_str(), &area.code, day)?;
    let rate = figures.figure(figures.catalogue().roles.rate.as_str(), &area.code, day)?;
    cells.extend([income.into(), supported.into(), rate.into()]);
    let status = Status::combine(income.status, rate.status);
    cells.push(status.map_or("", Status::as_str).into());
    Ok(cells)
}

/// Which payments are not known for any authority, in a sentence.
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
    format!("Not known, and so no income either: {}. {} has what is known.", days.join("; "), Field::Payments)
}

/// The first day that a grant counts people on.
fn first_day(grant: &Grant) -> Date {
    grant.payment.iter().flat_map(|payment| &payment.days).min().copied().unwrap_or_default()
}

fn grant_columns(grant: &Grant) -> Vec<Column> {
    let mut named = vec![Column::text(columns::AREA_CODE, "Area code"), Column::text(columns::AREA_NAME, "Area")];
    for payment in &grant.payment {
        let (name, title) = (payment.id.as_str().replace('-', "_"), &payment.title);
        named.push(Column::number(&format!("{name}_people"), &format!("{title} (people)"), Unit::People));
        named.push(Column::number(&format!("{name}_pounds"), &format!("{title} (£)"), Unit::Pounds));
    }
    named.extend([
        Column::number("income_pounds", "Estimated income (£)", Unit::Pounds),
        Column::number("people", &format!("People supported, {}", long_date(first_day(grant))), Unit::People),
        Column::number("rate_per_10k", "Rate (per 10,000 residents)", Unit::Per10k),
        Column::text(columns::STATUS, "Status"),
    ]);
    named
}

fn payments(grant: &Grant, areas: &[&Area], paid: &[Vec<Vec<Paid>>], caption: String, notes: Vec<String>) -> Listing {
    let mut rows = Vec::new();
    for (area, payments) in areas.iter().zip(paid) {
        for (payment, entries) in grant.payment.iter().zip(payments) {
            let days = &payment.days;
            for (entry, end) in entries.iter().zip(&days[days.len() - entries.len()..]) {
                rows.push(vec![
                    area.code.as_str().into(),
                    area.name.as_str().into(),
                    payment.id.as_str().into(),
                    Cell::Day(*end),
                    entry.people.into(),
                    Cell::Number(f64::from(payment.pounds)),
                    entry.pounds.into(),
                    entry.pounds.status.map_or("", Status::as_str).into(),
                ]);
            }
        }
    }
    let columns = vec![
        Column::text(columns::AREA_CODE, "Area code"),
        Column::text(columns::AREA_NAME, "Area"),
        Column::text("payment", "Payment"),
        Column::text(columns::PERIOD_END, "Counted on"),
        Column::number("people", "People paid for", Unit::People),
        Column::number("rate_pounds", "Rate (£)", Unit::Pounds),
        Column::number("pounds", "Paid (£)", Unit::Pounds),
        Column::text(columns::STATUS, "Status"),
    ];
    Listing { caption, columns, rows, notes }
}
