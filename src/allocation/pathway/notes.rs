//! The results of pathways and their assumptions, in sentences.

use super::{FollowedMode, MoveCost, Plan};
use crate::allocation::combined::add_new;
use crate::catalogue::PathwayMode;
use crate::domain::{counted, counted_people, long_date, percent, signed, with_decimals};
use crate::fairshare::{Inflow, above, as_f64, departures_needed_percent};
use crate::figures::Figures;
use crate::table::Figure;

/// The results of the pathways, and their assumptions.
pub(super) fn pathway_notes(
    figures: &Figures,
    plan: &Plan<'_>,
    followed: &[FollowedMode],
) -> Vec<String> {
    let mut notes: Vec<String> = followed.iter().map(|one| outcome(plan, one)).collect();
    let quarters = u32::try_from(plan.quarters.len()).unwrap_or(u32::MAX);
    let needed = departures_needed_percent(&plan.start.people, &plan.due_now, quarters);
    if followed.iter().any(|one| one.mode == PathwayMode::ArrivalsAndDepartures) {
        notes.push(format!(
            "For no area to be above its present due by then without moves, {}% of the people in \
             each would have to leave each quarter, and none come to those above it.",
            with_decimals(needed, 1)
        ));
    }
    add_new(&mut notes, followed.iter().map(|one| ending(plan, one)));
    if plan.ended.ending.instead_of_hotels {
        notes.push(
            "This edition does not report hotels separately: all contingency accommodation is \
             counted, which includes hotels."
                .to_owned(),
        );
    }
    if let (true, Some(moves)) =
        (plan.request.cost == MoveCost::Distance, followed.iter().find(|one| !one.moves.is_empty()))
    {
        let kilometres = |m: &crate::fairshare::Move| {
            figures
                .knowledge()
                .centres
                .distance_km(&plan.codes[m.from], &plan.codes[m.to])
                .map(|km| km * as_f64(m.people))
        };
        let all: f64 = moves.moves.iter().filter_map(kilometres).sum();
        let moved: u64 = moves.moves.iter().map(|m| m.people).sum();
        notes.push(format!(
            "Moves are the fewest and, of these, the shortest: {} km each on average, between the \
             centres of areas.",
            with_decimals(all / as_f64(moved.max(1)), 1)
        ));
    }
    let limit = plan.answer.limit.phrase();
    if let Some(asked) = plan.request.by.filter(|by| Some(by) != plan.quarters.last()) {
        notes.push(format!(
            "To {}, the last end of a quarter up to {}.",
            long_date(plan.by()),
            long_date(asked)
        ));
    }
    notes.push(format!(
        "Rule of apportionment: {}; {limit}, of the present population.",
        plan.answer.rule
    ));
    notes.extend(plan.answer.notes_with_population());
    notes.push(
        "A pathway is no forecast: it says what would follow if rates stayed and places were found."
            .to_owned(),
    );
    notes
}

/// How many places outside a type of accommodation are needed for it to end.
fn ending(plan: &Plan<'_>, one: &FollowedMode) -> String {
    let last = one.last();
    let (title, day) =
        (&plan.ended.ending.title, plan.ended.ending.as_at.map_or("no day".to_owned(), long_date));
    let needed: Vec<Figure> =
        (0..plan.codes.len()).map(|area| plan.places_needed(area, last.people[area])).collect();
    let Some(places) = Figure::sum(needed.iter().copied()).value else {
        return format!(
            "What it takes to end the use of \u{201c}{title}\u{201d} cannot be said: people in it \
             on {day} are not published for every area in the editions held."
        );
    };
    let areas = needed.iter().filter(|places| places.value > Some(0.0)).count();
    format!(
        "{}: to end the use of \u{201c}{title}\u{201d} by {}, {} places elsewhere are needed in \
         {}, {} a quarter; people by accommodation are of {day}, and those who live elsewhere, or \
         have subsistence only, are taken to stay as many.",
        one.mode.title(),
        long_date(plan.by()),
        with_decimals(places, 0),
        counted(areas, "area", "areas"),
        with_decimals(places / as_f64(plan.quarters.len() as u64), 0)
    )
}

/// Where a mode leads.
pub(super) fn outcome(plan: &Plan<'_>, one: &FollowedMode) -> String {
    let last = one.last();
    let total = |people: &[u64]| people.iter().sum::<u64>();
    let part = |above: u64, all: u64| percent(100.0 * as_f64(above) / as_f64(all.max(1)));
    let at_first = above(&plan.start.people, &plan.due_now);
    let moved: u64 = one.moves.iter().map(|m| m.people).sum();
    let change = as_f64(total(&last.people)) - as_f64(total(&plan.start.people));
    let mut text = format!(
        "{}: {}. {} are supported by {} ({}). People above the whole numbers that their areas are \
         due: {} ({}), now {} ({}).",
        one.mode.title(),
        one.assumed,
        counted_people(total(&last.people)),
        long_date(plan.by()),
        if change == 0.0 { "as many as now".to_owned() } else { signed(change, 0) },
        counted_people(last.above_due()),
        part(last.above_due(), total(&last.people)),
        counted_people(at_first),
        part(at_first, total(&plan.start.people)),
    );
    let reached = one.steps.iter().position(|step| step.above_due() == 0);
    if let Some(reached) = reached.filter(|_| last.above_due() == 0) {
        text.push_str(&format!(
            " Every area is first at its due on {}.",
            long_date(plan.quarters[reached])
        ));
    }
    if moved > 0 {
        text.push_str(&format!(" {} move.", counted_people(moved)));
    }
    if let Some(why) = unmet_reason(plan, one) {
        text.push_str(&format!(" {why}"));
    }
    if last.waiting > 0 {
        text.push_str(&format!(
            " For {} no area has room under the limit.",
            counted_people(last.waiting)
        ));
    }
    text
}

/// Why a mode does not fulfil the request, in a sentence; `None` where it does or nothing was
/// requested.
pub(super) fn unmet_reason(plan: &Plan<'_>, one: &FollowedMode) -> Option<String> {
    let last = one.last();
    let all: u64 = last.people.iter().sum();
    let asked = match plan.request.arrivals {
        Some(Inflow::Until(people)) if one.mode != PathwayMode::Moves => Some(people),
        _ => None,
    };
    if let Some(asked) = asked.filter(|asked| all + last.waiting > *asked) {
        return Some(format!("Not as few as {}, because too few leave.", counted_people(asked)));
    }
    let without_room = one.mode == PathwayMode::Moves && last.above_due() > 0;
    without_room.then(|| {
        "No area has room for them under the limit, so they stay where they are.".to_owned()
    })
}
