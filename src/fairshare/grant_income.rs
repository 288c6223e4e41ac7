//! Grant income: what authorities would be paid by the published rates.

use crate::catalogue::PaymentKind;
use crate::table::Figure;

/// The amount of one payment between two counts, or for one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Paid {
    /// People paid for.
    pub people: Figure,
    /// Pounds.
    pub pounds: Figure,
}

/// # What it measures
/// An estimate of the payment to an authority: for the people there on a day, or for the growth of
/// their number.
///
/// # Formula
/// *Stock*: `rate · N_0`. *Growth*: for each count after the first `rate · max(0, N_t − N_{t−1})`;
/// a fall pays nothing and is not deducted.
///
/// # Inputs and units
/// `counts`: people on the days of the payment, oldest first; `pounds` for each person. Result: one
/// entry for a stock, one for each later count of growth, in people and pounds.
///
/// # Missing and suppressed
/// A missing count makes the payments computed from it missing for its reason, and so every sum
/// with them.
///
/// # When not to use it
/// As accounts: the Home Office paid by its own counts of occupied places.
///
/// # References
/// UK Parliament, written question 28146, answer of 10 February 2025 (net growth quarter by
/// quarter); the files in `data/catalogue/grants` name the source of each rate.
pub fn grant_income(kind: PaymentKind, counts: &[Figure], pounds: f64) -> Vec<Paid> {
    let paid = |people: Figure| Paid { people, pounds: people.map(|people| Some(people * pounds)) };
    match kind {
        PaymentKind::Stock => counts.iter().map(|people| paid(*people)).collect(),
        PaymentKind::Growth => counts
            .windows(2)
            .map(|pair| {
                paid(pair[1].combine(pair[0], |after, before| Some((after - before).max(0.0))))
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::grant_income;
    use crate::catalogue::PaymentKind;
    use crate::domain::Status;
    use crate::table::Figure;

    #[test]
    fn growth_is_paid_for_quarter_by_quarter_and_a_fall_is_not_taken_back() {
        let counts = [100.0, 110.0, 90.0, 95.0].map(Figure::of);
        let paid = grant_income(PaymentKind::Growth, &counts, 3_500.0);
        assert_eq!(
            paid.iter().map(|paid| paid.pounds.value.unwrap()).collect::<Vec<_>>(),
            [35_000.0, 0.0, 17_500.0]
        );
        let stock = grant_income(PaymentKind::Stock, &counts[..1], 750.0);
        assert_eq!((stock.len(), stock[0].pounds.value), (1, Some(75_000.0)));
    }

    #[test]
    fn what_is_not_known_is_not_nothing() {
        let counts = [Figure::of(9.0), Figure::missing(Status::Suppressed), Figure::of(12.0)];
        let paid = grant_income(PaymentKind::Growth, &counts, 3_500.0);
        assert!(paid.iter().all(|paid| paid.pounds == Figure::missing(Status::Suppressed)));
    }
}
