//! The change that a dataset declares as the largest, from one day to the next.
//!
//! Belongs here: checks with a largest change. Does not belong here: what every edition is checked
//! for, declared or not (`change`).

use super::pair::{are_near, newest, newest_alike, on, periods, select};
use super::{Between, Comparison};
use crate::catalogue::Check;
use crate::domain::{Error, Period, error_codes, percent, signed, thousands};
use crate::source::{CheckName, Finding, Outcome};
use crate::table::{Measure, Row};

impl Comparison<'_> {
    /// A declared check of the change between the newest day and the one before it, which is in the
    /// same edition or else the newest of the edition before.
    pub(in crate::holdings) fn declared(
        &self,
        (check, most): (&Check, f64),
        rows: &[Row],
        before: &[Row],
    ) -> Outcome {
        let (chosen, earlier) =
            (check.chosen(rows, self.dataset), check.chosen(before, self.dataset));
        let mut texts = Vec::new();
        let mut error = None;
        for measure in &self.dataset.measure {
            let Some((from, to, old, new)) = self.step(measure, &chosen, &earlier) else {
                continue;
            };
            let change = new / old - 1.0;
            let text = format!(
                "{}: {} at {to}, {} at {from} ({}%)",
                measure.id,
                thousands(new),
                thousands(old),
                signed(100.0 * change, 1)
            );
            if change.abs() > most {
                error.get_or_insert_with(|| {
                    Error::new(
                        error_codes::CHANGE_TOO_LARGE,
                        "comparing a total with that of the day before",
                    )
                    .at_key(format!("check {}", check.id))
                    .found(text.clone())
                    .expected(format!("a change of at most {}", percent(100.0 * most)))
                });
            }
            texts.push(text);
        }
        let finding = match (&error, texts.is_empty()) {
            (Some(_), _) => Finding::Differs,
            (None, true) => Finding::NothingToCompare,
            (None, false) => Finding::Overlap,
        };
        if texts.is_empty() {
            texts.push("no earlier day in this edition or one before to compare with".to_owned());
        }
        let detail = format!("{}; allowed {}", texts.join("; "), percent(100.0 * most));
        Outcome::new(CheckName::Declared(check.id.clone()), finding, detail, error)
    }

    /// The newest period of a measure, the one before it, and the totals of both.
    fn step(
        &self,
        measure: &Measure,
        rows: &[&Row],
        before: &[&Row],
    ) -> Option<(Period, Period, f64, f64)> {
        let (rows, before) =
            (select(rows.iter().copied(), measure), select(before.iter().copied(), measure));
        let to = newest(&rows)?;
        [(&rows, Between::Days), (&before, self.between)].into_iter().find_map(
            |(older, between)| {
                let earlier =
                    periods(older).into_iter().filter(|period| period.end < to.end).collect();
                let from =
                    newest_alike(&earlier, to).filter(|from| are_near(Some(*from), Some(to)))?;
                let (old, new) = self.totals(measure, &on(older, from), &on(&rows, to), between)?;
                Some((from, to, old, new))
            },
        )
    }
}
