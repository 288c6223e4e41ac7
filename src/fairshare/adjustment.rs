//! Adjustments of shares: credits for burdens that a count of people does not include, floors and
//! limits of single areas.

use crate::domain::Compare;

/// Changes to the shares of a key, area by area.
#[derive(Debug, Clone, PartialEq)]
pub struct Adjustment {
    /// People who count as hosted although the count does not include them; 0 for an area without a
    /// credit.
    pub credits: Vec<f64>,
    /// The minimum share of each area, as a fraction.
    pub min: Vec<f64>,
    /// The maximum share of each area, as a fraction.
    pub max: Vec<f64>,
}

impl Adjustment {
    /// # What it measures
    /// The due shares when other burdens count as people hosted, and floors and limits of areas
    /// apply.
    ///
    /// # Formula
    /// `s` are the key's shares, `T` the total, `c` the credits in people, `l` and `m` the minimum
    /// and maximum. Then `x_i = max(l_i, min(m_i, μ s_i − c_i / T))`, with the `μ` at which
    /// `Σ x = 1`. Where neither floors nor limits bind, an area is due `s_i (T + Σc) − c_i`: its
    /// share of people and burdens together, less its own burdens. An area with more burdens than
    /// its share has a due number of 0, and the others share the rest.
    ///
    /// # Inputs and units
    /// Shares that add up to 1 and the total in people. Result: shares that add up to 1.
    ///
    /// # Missing and out of range
    /// `None` without people, for floors above the total, and for limits below it.
    ///
    /// # When not to use it
    /// To hide a key that is not agreed behind floors. They are printed next to the shares.
    ///
    /// # References
    /// Switzerland: Asylverordnung 1, article 21, and Kanton Solothurn, Sozialhilfehandbuch (a
    /// federal centre of 250 places: 50 people fewer a year). Austria:
    /// Grundversorgungsvereinbarung, article 15a B-VG.
    pub fn apply(&self, shares: &[f64], total: f64) -> Option<Vec<f64>> {
        if total.is_nan() || total <= 0.0 {
            return None;
        }
        let given = |level: f64| -> Vec<f64> {
            let of_area = |area: usize| {
                (level * shares[area] - self.credits[area] / total)
                    .min(self.max[area])
                    .max(self.min[area])
            };
            (0..shares.len()).map(of_area).collect()
        };
        let sum = |level: f64| given(level).iter().sum::<f64>();
        // Between neighbouring levels at which an area meets a bound, the sum rises in a straight
        // line.
        let meets = |area: usize, bound: f64| (bound + self.credits[area] / total) / shares[area];
        let areas = (0..shares.len()).filter(|area| shares[*area] > 0.0);
        let mut levels: Vec<f64> = areas
            .flat_map(|area| [meets(area, self.min[area]), meets(area, self.max[area])])
            .collect();
        levels.retain(|level| level.is_finite());
        levels.sort_by(f64::compare);
        levels.insert(0, 0.0);
        let above = levels.partition_point(|level| sum(*level) < 1.0);
        let from = *levels.get(above.checked_sub(1)?)?;
        let to = levels.get(above).copied().unwrap_or(from + 1.0);
        let (low, high) = (sum(from), sum(to));
        if high <= low {
            return None;
        }
        let exact = given(from + (1.0 - low) * (to - from) / (high - low));
        ((exact.iter().sum::<f64>() - 1.0).abs() < 1e-9).then_some(exact)
    }
}

#[cfg(test)]
mod tests {
    use super::Adjustment;
    use proptest::prelude::*;

    fn free(credits: &[f64]) -> Adjustment {
        let areas = credits.len();
        Adjustment { credits: credits.to_vec(), min: vec![0.0; areas], max: vec![1.0; areas] }
    }

    #[test]
    fn a_centre_counts_for_the_people_that_it_stands_for() {
        // Solothurn, 3.5% of Switzerland by its table of 2012, with a centre of 250 places at 0.2
        // each: of 10,000 people it is due 0.035 × 10,050 − 50 = 301.75.
        let due = free(&[50.0, 0.0]).apply(&[0.035, 0.965], 10_000.0).unwrap();
        assert!(
            (10_000.0 * due[0] - 301.75).abs() < 1e-9
                && (10_000.0 * due[1] - 0.965 * 10_050.0).abs() < 1e-9
        );
    }

    #[test]
    fn an_area_that_bears_more_than_its_share_is_due_nobody() {
        // By hand: credits of 60 in an area of a tenth, 100 people: of 160 it would be due 16 less
        // 60. The others share 100 as 4 to 5.
        let due = free(&[60.0, 0.0, 0.0]).apply(&[0.1, 0.4, 0.5], 100.0).unwrap();
        assert!(
            (due[0]).abs() < 1e-12
                && (due[1] - 4.0 / 9.0).abs() < 1e-12
                && (due[2] - 5.0 / 9.0).abs() < 1e-12
        );
    }

    #[test]
    fn floors_and_limits_that_cannot_hold_together_are_refused() {
        let bounds = |min: f64, max: f64| Adjustment {
            min: vec![min; 2],
            max: vec![max; 2],
            ..free(&[0.0, 0.0])
        };
        assert_eq!(bounds(0.6, 1.0).apply(&[0.5, 0.5], 10.0), None);
        assert_eq!(bounds(0.0, 0.4).apply(&[0.5, 0.5], 10.0), None);
        let due = bounds(0.3, 1.0).apply(&[0.1, 0.9], 10.0).unwrap();
        assert!((due[0] - 0.3).abs() < 1e-12 && (due[1] - 0.7).abs() < 1e-12);
        assert_eq!(free(&[0.0]).apply(&[1.0], 0.0), None);
    }

    proptest! {
        #[test]
        fn shares_add_up_within_their_bounds_and_areas_at_none_stand_alike(
            areas in prop::collection::vec((1_u32..1_000, 0_u32..400, 0_u32..30, 60_u32..1_000), 2..40),
        ) {
            let total: f64 = areas.iter().map(|area| f64::from(area.0)).sum();
            let shares: Vec<f64> = areas.iter().map(|area| f64::from(area.0) / total).collect();
            let per = |number: u32| f64::from(number) / (40.0 * 30.0);
            let adjustment = Adjustment {
                credits: areas.iter().map(|area| f64::from(area.1)).collect(),
                min: areas.iter().map(|area| per(area.2)).collect(),
                max: areas.iter().map(|area| per(area.3)).collect(),
            };
            let Some(due) = adjustment.apply(&shares, 5_000.0) else {
                prop_assert!(adjustment.max.iter().sum::<f64>() < 1.0 + 1e-9 || adjustment.min.iter().sum::<f64>() > 1.0 - 1e-9);
                return Ok(());
            };
            prop_assert!((due.iter().sum::<f64>() - 1.0).abs() < 1e-9);
            let mut level: Option<f64> = None;
            for (area, due) in due.iter().enumerate() {
                prop_assert!(*due >= adjustment.min[area] - 1e-12 && *due <= adjustment.max[area] + 1e-12);
                if *due > adjustment.min[area] + 1e-9 && *due < adjustment.max[area] - 1e-9 {
                    let own = (due + adjustment.credits[area] / 5_000.0) / shares[area];
                    prop_assert!(level.is_none_or(|level| (level - own).abs() < 1e-6 * own.max(1.0)), "people and burdens by the key");
                    level = Some(own);
                }
            }
        }
    }
}
