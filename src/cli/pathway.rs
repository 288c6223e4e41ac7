//! `fairshares pathway`: from today's pattern to fair shares by a date.

use super::options::{self, CostOption, pathway_modes};
use super::output::Printing;
use super::{Outcome, Session, day};
use crate::allocation::{PathwayMode, PathwayRequest, SharesRequest, pathway};
use crate::charting::Plot;
use crate::domain::{Error, Field, Result, error_codes};
use crate::fairshare::Inflow;
use clap::Args;

/// Show how today's pattern can become fair shares by a date, and what is needed to end hotels
#[derive(Debug, Args)]
#[command(after_help = "Example: fairshares pathway --by 2029-09-30\nThree pathways compared: \
    fairshares pathway --way arrivals --way arrivals-and-departures --way moves\nThe path of every \
    area: fairshares pathway --quarters -o path.csv\n\nWithout --arrivals and --departures, the \
    rates come from the rises and falls of the areas over the last year.")]
pub(super) struct Pathway {
    /// arrivals (no departures), arrivals-and-departures or moves; repeat to compare
    /// [default: arrivals-and-departures]
    #[arg(long, value_parser = pathway_modes())]
    way: Vec<PathwayMode>,
    /// The end date [default: the end of the accommodation contracts]
    #[arg(long, value_name = "DATE")]
    by: Option<String>,
    /// Arrivals each quarter [default: from the series]
    #[arg(long, value_name = "N")]
    arrivals: Option<u64>,
    /// People supported at the end, or now for the present number; arrivals lead there evenly
    #[arg(long, value_name = "N|now", conflicts_with = "arrivals", value_parser = people_at_end)]
    people: Option<Inflow>,
    /// Departures each quarter, in per cent [default: from the series]
    #[arg(long, value_name = "PERCENT")]
    departures: Option<f64>,
    /// The cost of a move: its distance, or equal for all
    #[arg(long, default_value = "distance")]
    cost: CostOption,
    /// The type of accommodation that is to end [default: contingency-hotel, or contingency if
    /// hotels are not separate]
    #[arg(long, value_name = "TYPE")]
    ending: Option<String>,
    /// The key
    #[arg(long, default_value = "population")]
    key: String,
    /// Rule of apportionment
    #[arg(long, default_value = "sainte-lague")]
    rule: String,
    /// Limit in people per residents, or none [default: the key's]
    #[arg(long, value_name = "P/R")]
    cap: Option<String>,
    /// Show every quarter of every area, instead of the start and the end
    #[arg(long, conflicts_with = "moves")]
    quarters: bool,
    /// Show the moves between areas, instead of the areas
    #[arg(long)]
    moves: bool,
    #[command(flatten)]
    printing: Printing,
}

/// More people than there are would be a slip of the finger.
const MAX_PEOPLE: u64 = 100_000_000;

fn people_at_end(text: &str) -> std::result::Result<Inflow, String> {
    if text == "now" {
        return Ok(Inflow::AsNow);
    }
    let people = text.parse().ok().filter(|people| *people <= MAX_PEOPLE);
    people.map(Inflow::Until).ok_or_else(|| "a whole number up to 100,000,000, or now".to_owned())
}

impl Pathway {
    pub(super) fn run(self, session: &Session) -> Result<Outcome> {
        let modes = self.modes()?;
        let engine = session.engine()?;
        let request = PathwayRequest {
            shares: SharesRequest {
                rule: Some(self.rule),
                cap: options::cap(self.cap.as_deref())?,
                ..SharesRequest::of_people(engine.catalogue(), session.region(&engine)?, self.key)
            },
            modes,
            by: self.by.as_deref().map(|text| day(Field::By, text)).transpose()?,
            arrivals: self.arrivals.map(Inflow::EachQuarter).or(self.people),
            departures_percent: self.departures,
            cost: self.cost.into(),
            ending: self.ending,
        };
        let answer = pathway::pathway(engine.figures(), &request)?;
        match (self.quarters, self.moves) {
            (true, _) => session.output.print(&answer.quarters, &self.printing),
            (_, true) => session.output.print(&answer.moves, &self.printing),
            _ => {
                session.output.print_or_plot(&engine, &answer.areas, Plot::pathway, &self.printing)
            }
        }?;
        session.output.notes(&answer.areas.notes);
        session.note_editions(&engine);
        Ok(if answer.is_unmet() { Outcome::Different } else { Outcome::Well })
    }

    /// The requested modes. Errors with `F303` for options that make no sense with them.
    fn modes(&self) -> Result<Vec<PathwayMode>> {
        let wrong = |field: Field, found: String, expected: &str| {
            Err(Error::new(error_codes::OPTION_WRONG, "following a pathway")
                .at_field(field)
                .found(found)
                .expected(expected))
        };
        if let Some(percent) = self.departures.filter(|percent| !(0.0..=100.0).contains(percent)) {
            return wrong(Field::Departures, percent.to_string(), "a percentage from 0 to 100");
        }
        if let Some(people) = self.arrivals.filter(|people| *people > MAX_PEOPLE) {
            return wrong(Field::Arrivals, people.to_string(), "a whole number up to 100,000,000");
        }
        let asked: Vec<PathwayMode> =
            PathwayMode::ALL.into_iter().filter(|mode| self.way.contains(mode)).collect();
        let modes = match (asked.is_empty(), self.moves) {
            (true, true) => vec![PathwayMode::Moves],
            (true, false) => vec![PathwayMode::ArrivalsAndDepartures],
            (false, _) => asked,
        };
        if self.moves && !modes.contains(&PathwayMode::Moves) {
            return wrong(
                Field::Moves,
                "pathways without moves".to_owned(),
                "--way moves among them, or no --way",
            );
        }
        if (self.arrivals.is_some() || self.people.is_some()) && modes == [PathwayMode::Moves] {
            return wrong(
                Field::Arrivals,
                "people who come where people are moved".to_owned(),
                "another --way among them",
            );
        }
        if self.departures.is_some() && !modes.contains(&PathwayMode::ArrivalsAndDepartures) {
            return wrong(
                Field::Departures,
                "departures in a pathway without departures".to_owned(),
                "--way arrivals-and-departures",
            );
        }
        self.printing.refuse_picture("--quarters", self.quarters)?;
        self.printing.refuse_picture("--moves", self.moves)?;
        Ok(modes)
    }
}
