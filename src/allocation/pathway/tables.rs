//! Pathways as tables, and what they say in sentences.

use super::{Found, MoveCost, Plan};
use crate::allocation::key_tables::add_new;
use crate::catalogue::Way;
use crate::domain::{Status, Unit, counted, counted_people, long_date, percent, signed, with_decimals};
use crate::fairshare::{Inflow, Step, above, as_f64, departures_needed_percent};
use crate::figures::Figures;
use crate::table::{Cell, Column, Figure, Listing, columns};

/// A table's cells for one area: what it has of a number that is known.
fn people(number: u64) -> Cell {
    Cell::Number(as_f64(number))
}

fn column(name: &str, header: &str) -> Column {
    Column::number(name, header, Unit::People)
}

fn area_columns(first: Column) -> Vec<Column> {
    vec![first, Column::text(columns::AREA_CODE, "Area code"), Column::text(columns::AREA_NAME, "Area")]
}

fn sums(steps: &[Step], of: fn(&Step) -> &Vec<u64>, area: usize) -> u64 {
    steps.iter().map(|step| of(step)[area]).sum()
}

impl Plan<'_> {
    fn name(&self, area: usize) -> &str {
        &self.answer.shares.rows[area].name
    }

    fn limit(&self, area: usize) -> Cell {
        self.start.limits[area].map_or(Cell::Text(String::new()), people)
    }

    /// Places outside the ended type of accommodation that are wanted when so many people are in an area: those beyond the ones who live
    /// outside it already.
    fn wanted(&self, area: usize, number: u64) -> Figure {
        self.ended.elsewhere[area].map(|elsewhere| Some((as_f64(number) - elsewhere).max(0.0)))
    }

    /// Of those wanted at the end, how many are wanted by the end of a quarter when they are found evenly.
    fn wanted_by(&self, area: usize, at_end: u64, quarter: usize) -> Figure {
        let part = as_f64(quarter as u64 + 1) / as_f64(self.quarters.len() as u64);
        self.wanted(area, at_end).map(|wanted| Some((wanted * part).round()))
    }

    fn by(&self) -> String {
        self.quarters.last().map_or(String::new(), |day| long_date(*day))
    }
}

/// Each area at the start and at the end, by way.
pub(crate) fn pathway_areas(figures: &Figures, plan: &Plan<'_>, found: &[Found], outcomes: &[String]) -> Listing {
    let (title, day) = (&plan.ended.title, plan.ended.day.map_or(String::new(), long_date));
    let mut named = area_columns(Column::text("way", "Way"));
    named.extend([
        column("people", "People supported"),
        column("people_at_end", "People at the end"),
        column("due_at_end", "Due at the end"),
        column("gap_at_end", "Gap at the end").with_sign(),
        column("departures", "Departures"),
        column("arrivals", "Arrivals"),
        column("moved_out", "Moved out"),
        column("moved_in", "Moved in"),
        column("cap", "Limit (people)"),
        column("people_in_ended_accommodation", &format!("People in: {title}, {day}")),
        column("places_needed_elsewhere", "Places needed elsewhere"),
        Column::number("places_needed_per_quarter", "Places needed a quarter", Unit::People).with_decimals(1),
        Column::text(columns::STATUS, "Status"),
    ]);
    let quarters = as_f64(plan.quarters.len() as u64);
    let mut rows = Vec::new();
    for (one, last) in found.iter().filter_map(|one| Some((one, one.steps.last()?))) {
        for area in 0..plan.codes.len() {
            let inside = plan.ended.inside[area];
            let wanted = plan.wanted(area, last.people[area]);
            let status = Status::combine(plan.answer.shares.rows[area].actual.status, inside.status);
            rows.push(vec![
                one.way.id().into(),
                plan.codes[area].as_str().into(),
                plan.name(area).into(),
                plan.answer.shares.rows[area].actual.into(),
                people(last.people[area]),
                people(last.due[area]),
                Cell::Number(as_f64(last.people[area]) - as_f64(last.due[area])),
                people(sums(&one.steps, |step| &step.departures, area)),
                people(sums(&one.steps, |step| &step.arrivals, area)),
                people(sums(&one.steps, |step| &step.moved_out, area)),
                people(sums(&one.steps, |step| &step.moved_in, area)),
                plan.limit(area),
                inside.into(),
                wanted.into(),
                wanted.map(|wanted| Some(wanted / quarters)).into(),
                status.map_or("", Status::as_str).into(),
            ]);
        }
    }
    let caption = format!(
        "From the pattern of {} to fair shares by {}, {}",
        long_date(plan.answer.as_at),
        plan.by(),
        figures.geography().name_of(&plan.request.shares.region)
    );
    Listing { caption, columns: named, rows, notes: pathway_notes(figures, plan, found, outcomes) }
}

/// Each area in each quarter, by way.
pub(crate) fn pathway_quarters(figures: &Figures, plan: &Plan<'_>, found: &[Found], notes: &[String]) -> Listing {
    let title = &plan.ended.title;
    let mut named = area_columns(Column::text("way", "Way"));
    named.insert(1, Column::text(columns::PERIOD_END, "Quarter ending"));
    named.extend([
        column("departures", "Departures"),
        column("arrivals", "Arrivals"),
        column("moved_out", "Moved out"),
        column("moved_in", "Moved in"),
        column("people", "People at the end of the quarter"),
        column("due", "Due (people)"),
        column("gap", "Gap (people)").with_sign(),
        column("cap", "Limit (people)"),
        column("places_needed_elsewhere", &format!("Places needed outside {title} by then, found evenly")),
    ]);
    let mut rows = Vec::new();
    for one in found {
        for (quarter, (step, day)) in one.steps.iter().zip(&plan.quarters).enumerate() {
            for area in 0..plan.codes.len() {
                rows.push(vec![
                    one.way.id().into(),
                    Cell::Day(*day),
                    plan.codes[area].as_str().into(),
                    plan.name(area).into(),
                    people(step.departures[area]),
                    people(step.arrivals[area]),
                    people(step.moved_out[area]),
                    people(step.moved_in[area]),
                    people(step.people[area]),
                    people(step.due[area]),
                    Cell::Number(as_f64(step.people[area]) - as_f64(step.due[area])),
                    plan.limit(area),
                    plan.wanted_by(area, one.steps.last().map_or(0, |last| last.people[area]), quarter).into(),
                ]);
            }
        }
    }
    let caption =
        format!("Quarter by quarter to {}, {}", plan.by(), figures.geography().name_of(&plan.request.shares.region));
    Listing { caption, columns: named, rows, notes: notes.to_vec() }
}

/// Who moves from where to where.
pub(crate) fn pathway_moves(figures: &Figures, plan: &Plan<'_>, found: &[Found], notes: &[String]) -> Listing {
    let named = vec![
        Column::text("from_code", "From, code"),
        Column::text("from_name", "From"),
        Column::text("to_code", "To, code"),
        Column::text("to_name", "To"),
        column("people", "People"),
        Column::number("distance_km", "Distance (km)", Unit::Metres).with_decimals(1),
    ];
    let row = |one: &crate::fairshare::Move| {
        let (from, to) = (&plan.codes[one.from], &plan.codes[one.to]);
        let missing = Figure::missing(Status::NotAvailable);
        vec![
            from.as_str().into(),
            plan.name(one.from).into(),
            to.as_str().into(),
            plan.name(one.to).into(),
            people(one.people),
            figures.knowledge().centres.distance_km(from, to).map_or(missing, Figure::of).into(),
        ]
    };
    Listing {
        caption: format!(
            "The fewest moves to fair shares, {}",
            figures.geography().name_of(&plan.request.shares.region)
        ),
        columns: named,
        rows: found.iter().flat_map(|one| &one.moves).map(row).collect(),
        notes: notes.to_vec(),
    }
}

/// What the pathways say, and on what they rest.
fn pathway_notes(figures: &Figures, plan: &Plan<'_>, found: &[Found], outcomes: &[String]) -> Vec<String> {
    let mut notes = outcomes.to_vec();
    let quarters = u32::try_from(plan.quarters.len()).unwrap_or(u32::MAX);
    let needed = departures_needed_percent(&plan.start.people, &plan.due_now, quarters);
    if found.iter().any(|one| one.way == Way::ArrivalsAndDepartures) {
        notes.push(format!(
            "For no area to be above its present due by then without moves, {}% of the people in each would have to leave each quarter, \
             and none come to those above it.",
            with_decimals(needed, 1)
        ));
    }
    add_new(&mut notes, &found.iter().filter_map(|one| ending(plan, one)).collect::<Vec<_>>());
    if plan.ended.instead_of_hotels {
        notes.push(
            "The edition held does not tell hotels apart: all contingency accommodation is counted, which hotels are a part of."
                .to_owned(),
        );
    }
    if let (true, Some(moves)) =
        (plan.request.cost == MoveCost::Distance, found.iter().find(|one| !one.moves.is_empty()))
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
            "Moves are the fewest and, of these, the shortest: {} km each on average, between the centres of areas.",
            with_decimals(all / as_f64(moved.max(1)), 1)
        ));
    }
    let limit = plan.answer.limit.named();
    if let Some(asked) = plan.request.by.filter(|by| Some(by) != plan.quarters.last()) {
        notes.push(format!("To {}, the last end of a quarter up to {}.", plan.by(), long_date(asked)));
    }
    notes.push(format!("Rule of apportionment: {}; {limit}, of the present population.", plan.answer.rule));
    notes.extend(plan.answer.notes_with_population());
    notes.push("A pathway is no forecast: it says what would follow if rates stayed and places were found.".to_owned());
    notes
}

/// How many places outside a type of accommodation are wanted for it to end.
fn ending(plan: &Plan<'_>, one: &Found) -> Option<String> {
    let last = one.steps.last()?;
    let (title, day) = (&plan.ended.title, plan.ended.day.map_or("no day".to_owned(), long_date));
    let wanted: Vec<Figure> = (0..plan.codes.len()).map(|area| plan.wanted(area, last.people[area])).collect();
    let Some(places) = Figure::sum(wanted.iter().copied()).value else {
        return Some(format!(
            "What it takes to end the use of \u{201c}{title}\u{201d} cannot be said: people in it on {day} are not published for every area \
             in the editions held."
        ));
    };
    let areas = wanted.iter().filter(|wanted| wanted.value > Some(0.0)).count();
    Some(format!(
        "{}: to end the use of \u{201c}{title}\u{201d} by {}, {} places elsewhere are needed in {}, {} a quarter; people by accommodation are of \
         {day}, and those who live elsewhere, or have subsistence only, are taken to stay as many.",
        one.way.title(),
        plan.by(),
        with_decimals(places, 0),
        counted(areas, "area", "areas"),
        with_decimals(places / as_f64(plan.quarters.len() as u64), 0)
    ))
}

/// Where a way leads.
pub(super) fn outcome(plan: &Plan<'_>, one: &Found) -> Option<String> {
    let last = one.steps.last()?;
    let total = |people: &[u64]| people.iter().sum::<u64>();
    let part = |above: u64, all: u64| percent(100.0 * as_f64(above) / as_f64(all.max(1)));
    let at_first = above(&plan.start.people, &plan.due_now);
    let moved: u64 = one.moves.iter().map(|m| m.people).sum();
    let change = as_f64(total(&last.people)) - as_f64(total(&plan.start.people));
    let mut said = format!(
        "{}: {}. {} are supported by {} ({}). People above the whole numbers that their areas are due: {} ({}), now {} ({}).",
        one.way.title(),
        one.assumed,
        counted_people(total(&last.people)),
        plan.by(),
        if change == 0.0 { "as many as now".to_owned() } else { signed(change, 0) },
        counted_people(last.above_due()),
        part(last.above_due(), total(&last.people)),
        counted_people(at_first),
        part(at_first, total(&plan.start.people)),
    );
    let reached = one.steps.iter().position(|step| step.above_due() == 0);
    if let Some(reached) = reached.filter(|_| last.above_due() == 0) {
        said.push_str(&format!(" Every area is first at its due on {}.", long_date(plan.quarters[reached])));
    }
    if moved > 0 {
        said.push_str(&format!(" {} move.", counted_people(moved)));
    }
    if let Some(why) = unmet(plan, one) {
        said.push_str(&format!(" {why}"));
    }
    if last.waiting > 0 {
        said.push_str(&format!(" For {} no area has room under the limit.", counted_people(last.waiting)));
    }
    Some(said)
}

/// Why a way does not lead to what was asked for, in a sentence; nothing where it does or nothing was asked.
pub(super) fn unmet(plan: &Plan<'_>, one: &Found) -> Option<String> {
    let last = one.steps.last()?;
    let all: u64 = last.people.iter().sum();
    let asked = match plan.request.arrivals {
        Some(Inflow::Until(people)) if one.way != Way::Moves => Some(people),
        _ => None,
    };
    if let Some(asked) = asked.filter(|asked| all + last.waiting > *asked) {
        return Some(format!("Not as few as {}, because too few leave.", counted_people(asked)));
    }
    let without_room = one.way == Way::Moves && last.above_due() > 0;
    without_room.then(|| "No area has room for them under the limit, so they stay where they are.".to_owned())
}
