//! The rows of pathways: each area at the end and in each quarter, and each move.

use super::answer::{AreaAtEnd, AreaInQuarter, AreaMove, ModeOutcome, ModeQuarters, Quarter};
use super::notes::{outcome, unmet_reason};
use super::{FollowedMode, Plan};
use crate::domain::Status;
use crate::fairshare::{Move, Step, as_f64};
use crate::figures::Figures;
use crate::table::Figure;

fn people(number: u64) -> Figure {
    Figure::of(as_f64(number))
}

fn sums(steps: &[Step], of: fn(&Step) -> &Vec<u64>, area: usize) -> Figure {
    people(steps.iter().map(|step| of(step)[area]).sum())
}

impl Plan<'_> {
    fn cap(&self, area: usize) -> Option<Figure> {
        self.start.limits[area].map(people)
    }

    /// Places outside the ended type of accommodation that this number of people in an area needs:
    /// those beyond the number who live outside it already.
    pub(super) fn places_needed(&self, area: usize, number: u64) -> Figure {
        self.ended.elsewhere[area].map(|elsewhere| Some((as_f64(number) - elsewhere).max(0.0)))
    }

    /// Of those needed at the end, how many are needed by the end of a quarter when they are found
    /// evenly.
    fn places_needed_by(&self, area: usize, at_end: u64, quarter: usize) -> Figure {
        let part = as_f64(quarter as u64 + 1) / as_f64(self.quarters.len() as u64);
        self.places_needed(area, at_end).map(|places| Some((places * part).round()))
    }
}

/// Each area at the start and at the end.
pub(super) fn mode_outcome(plan: &Plan<'_>, followed: &FollowedMode) -> ModeOutcome {
    let last = followed.last();
    let quarters = as_f64(plan.quarters.len() as u64);
    let area = |area: usize| {
        let places = plan.places_needed(area, last.people[area]);
        AreaAtEnd {
            area_code: plan.codes[area].clone(),
            area_name: plan.name(area).to_owned(),
            people: plan.answer.shares.rows[area].actual,
            people_at_end: people(last.people[area]),
            due_at_end: people(last.due[area]),
            gap_at_end: Figure::of(as_f64(last.people[area]) - as_f64(last.due[area])),
            departures: sums(&followed.steps, |step| &step.departures, area),
            arrivals: sums(&followed.steps, |step| &step.arrivals, area),
            moved_out: sums(&followed.steps, |step| &step.moved_out, area),
            moved_in: sums(&followed.steps, |step| &step.moved_in, area),
            cap: plan.cap(area),
            people_in_ended_accommodation: plan.ended.inside[area],
            places_needed_elsewhere: places,
            places_needed_per_quarter: places.map(|places| Some(places / quarters)),
        }
    };
    ModeOutcome {
        mode: followed.mode,
        outcome: outcome(plan, followed),
        is_unmet: last.waiting > 0 || unmet_reason(plan, followed).is_some(),
        areas: (0..plan.codes.len()).map(area).collect(),
    }
}

/// Each area in each quarter.
pub(super) fn mode_quarters(plan: &Plan<'_>, followed: &FollowedMode) -> ModeQuarters {
    let last = followed.last();
    let area = |step: &Step, quarter: usize, area: usize| AreaInQuarter {
        area_code: plan.codes[area].clone(),
        area_name: plan.name(area).to_owned(),
        departures: people(step.departures[area]),
        arrivals: people(step.arrivals[area]),
        moved_out: people(step.moved_out[area]),
        moved_in: people(step.moved_in[area]),
        people: people(step.people[area]),
        due: people(step.due[area]),
        gap: Figure::of(as_f64(step.people[area]) - as_f64(step.due[area])),
        cap: plan.cap(area),
        places_needed_elsewhere: plan.places_needed_by(area, last.people[area], quarter),
    };
    let quarter = |(quarter, (step, end)): (usize, (&Step, &crate::domain::Date))| Quarter {
        period_end: *end,
        waiting: step.waiting,
        areas: (0..plan.codes.len()).map(|place| area(step, quarter, place)).collect(),
    };
    let quarters = followed.steps.iter().zip(&plan.quarters).enumerate().map(quarter).collect();
    ModeQuarters { mode: followed.mode, quarters }
}

/// A move with its distance.
pub(super) fn area_move(figures: &Figures, plan: &Plan<'_>, one: &Move) -> AreaMove {
    let (from, to) = (&plan.codes[one.from], &plan.codes[one.to]);
    let kilometres = figures.knowledge().centres.distance_km(from, to);
    AreaMove {
        from_code: from.clone(),
        from_name: plan.name(one.from).to_owned(),
        to_code: to.clone(),
        to_name: plan.name(one.to).to_owned(),
        people: people(one.people),
        distance_km: kilometres.map_or(Figure::missing(Status::NotAvailable), Figure::of),
    }
}
