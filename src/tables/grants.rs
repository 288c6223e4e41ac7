//! Tables of grants: the list of them, the income of authorities, and every payment.

use super::shares::area_columns;
use super::{Answer, underscored};
use crate::allocation::{AreaIncome, AreaPayment, GrantIncome, GrantList, GrantPayments};
use crate::domain::{Status, Unit, long_date};
use crate::table::{Cell, Column, Listing, columns};

impl Answer for GrantList {
    const NAME: &'static str = "grants";

    fn table(&self) -> Listing {
        let names = [
            ("grant", "Grant"),
            ("title", "Title"),
            ("definition", "Definition"),
            ("reference", "Reference"),
        ];
        let rows = self.grants.iter().map(|grant| {
            [grant.grant.as_str(), &grant.title, &grant.definition, &grant.reference]
                .map(Cell::from)
                .to_vec()
        });
        Listing {
            caption: self.caption.clone(),
            columns: names.map(|(name, header)| Column::text(name, header)).to_vec(),
            rows: rows.collect(),
            notes: Vec::new(),
        }
    }
}

impl Answer for GrantIncome {
    const NAME: &'static str = "grant";

    fn table(&self) -> Listing {
        let mut columns = area_columns();
        for payment in &self.payments {
            let (name, title) = (underscored(payment.payment.as_str()), &payment.title);
            columns.push(Column::number(
                &format!("{name}_people"),
                &format!("{title} (people)"),
                Unit::People,
            ));
            columns.push(Column::number(
                &format!("{name}_pounds"),
                &format!("{title} (£)"),
                Unit::Pounds,
            ));
        }
        let supported = format!("People supported, {}", long_date(self.supported_on));
        columns.extend([
            income_column(),
            Column::number("people", &supported, Unit::People),
            Column::number("rate_per_10k", "Rate (per 10,000 residents)", Unit::Per10k),
            Column::text(columns::STATUS, "Status"),
        ]);
        Listing {
            caption: self.caption.clone(),
            columns,
            rows: self.areas.iter().map(income_row).collect(),
            notes: self.notes.clone(),
        }
    }
}

/// All payments of a grant together.
pub(crate) fn income_column() -> Column {
    Column::number("income_pounds", "Estimated income (£)", Unit::Pounds)
}

fn income_row(area: &AreaIncome) -> Vec<Cell> {
    let mut cells: Vec<Cell> = vec![area.area_code.as_str().into(), area.area_name.as_str().into()];
    cells.extend(
        area.payments.iter().flat_map(|payment| [payment.people, payment.pounds]).map(Cell::from),
    );
    cells.extend([area.income_pounds, area.people, area.rate_per_10k].map(Cell::from));
    cells.push(area.status().map_or("", Status::as_str).into());
    cells
}

impl Answer for GrantPayments {
    const NAME: &'static str = "grant-payments";

    fn table(&self) -> Listing {
        let mut columns = area_columns();
        columns.extend([
            Column::text("payment", "Payment"),
            Column::text(columns::PERIOD_END, "Counted on"),
            Column::number("people", "People paid for", Unit::People),
            Column::number("rate_pounds", "Rate (£)", Unit::Pounds),
            Column::number("pounds", "Paid (£)", Unit::Pounds),
            Column::text(columns::STATUS, "Status"),
        ]);
        Listing {
            caption: self.caption.clone(),
            columns,
            rows: self.payments.iter().map(payment_row).collect(),
            notes: self.notes.clone(),
        }
    }
}

fn payment_row(row: &AreaPayment) -> Vec<Cell> {
    vec![
        row.area_code.as_str().into(),
        row.area_name.as_str().into(),
        row.payment.as_str().into(),
        Cell::Day(row.period_end),
        row.people.into(),
        Cell::Number(f64::from(row.rate_pounds)),
        row.pounds.into(),
        row.pounds.status.map_or("", Status::as_str).into(),
    ]
}
