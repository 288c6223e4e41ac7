//! `fairshares shares`: areas and their fair shares.

use super::options::{self, BaseOption, TiesOption};
use super::output::Printing;
use super::{Outcome, Session};
use crate::allocation::{SharesAnswer, SharesRequest, key_comparison, schemes, shares};
use crate::charting::Plot;
use crate::domain::{AreaCode, Error, Field, Result, counted, error_codes, long_date};
use crate::engine::Engine;
use crate::fairshare::Share;
use clap::Args;
use itertools::Itertools;

/// More places than there are people would be a slip of the finger.
const MAX_PLACES: u64 = 1_000_000_000;

/// Compare the areas of the region with their fair shares
#[derive(Debug, Args)]
#[command(after_help = "Example: fairshares shares --places 500 --format csv\n\
    Several keys compared: fairshares shares --key population --key equal")]
pub(super) struct Shares {
    /// The key that divides the total; repeat to compare
    #[arg(long, default_value = "population")]
    key: Vec<String>,
    /// The indicator that is shared; repeat to compare schemes
    #[arg(long, default_value = "people-supported")]
    measure: Vec<String>,
    /// Whole places to apportion under the limit
    #[arg(long, value_name = "N")]
    places: Option<u64>,
    /// Rule of apportionment: largest-remainder, sainte-lague, modified-sainte-lague, dhondt,
    /// huntington-hill, adams, dean or balinski-young [default: the key's]
    #[arg(long)]
    rule: Option<String>,
    /// The minimum number of places for each area
    #[arg(
        long,
        value_name = "N",
        default_value_t = 0,
        hide_default_value = true,
        requires = "places"
    )]
    floor: u64,
    /// Include the people already there: they and the places together follow the rule as far as
    /// possible without moves
    #[arg(long, requires = "places")]
    existing: bool,
    /// Ties for the last place: served in the order of area codes, or refused
    #[arg(long, default_value = "order")]
    ties: TiesOption,
    /// Limit in people per residents, or none [default: the key's: 1/200 of residents for
    /// population, 1/1000 of children for child-population]
    #[arg(long, value_name = "P/R")]
    cap: Option<String>,
    /// The total for `due`: the actual total, the places, or the region's share by the same key of
    /// people in the United Kingdom
    #[arg(long, default_value = "actual")]
    base: BaseOption,
    /// Compare the regions and nations of the United Kingdom with each other, instead of the
    /// authorities of one
    #[arg(long)]
    regions: bool,
    #[command(flatten)]
    printing: Printing,
}

impl Shares {
    pub(super) fn run(mut self, session: &Session) -> Result<Outcome> {
        self.key = self.key.into_iter().unique().collect();
        self.measure = self.measure.into_iter().unique().collect();
        self.check()?;
        let engine = session.engine()?;
        let request = self.request(session.region(&engine)?)?;
        if self.key.len() > 1 || self.measure.len() > 1 {
            self.compare(session, &engine, &request)?;
            return Ok(Outcome::Well);
        }
        let answer = shares::shares(engine.figures(), &request)?;
        session.output.print_or_plot(&engine, &answer, Plot::shares, &self.printing)?;
        session.output.note(&format!(
            "as at {}; population of {}; limit {}{}",
            long_date(answer.as_at),
            long_date(answer.population_as_at),
            answer.limit,
            self.places.map_or(String::new(), |_| format!("; places by {}", answer.rule))
        ));
        session.output.notes(&answer.notes);
        session.note_editions(&engine);
        Ok(self.note_headroom(&answer, session))
    }

    /// Several keys, or several measures, next to each other.
    fn compare(&self, session: &Session, engine: &Engine, request: &SharesRequest) -> Result<()> {
        if self.key.len() > 1 {
            let compared = key_comparison::compare_keys(engine.figures(), &self.key, request)?;
            session.output.print_or_plot(engine, &compared, Plot::keys, &self.printing)?;
            session.output.notes(&compared.notes);
        } else {
            let compared = schemes::compare_measures(engine.figures(), &self.measure, request)?;
            session.output.print_or_plot(engine, &compared, Plot::measures, &self.printing)?;
            session.output.notes(&compared.notes);
        }
        Ok(())
    }

    /// Errors with `F303` for options that make no sense, alone or together.
    fn check(&self) -> Result<()> {
        let wrong = |field: Field, found: String, expected: &str| {
            Err(Error::new(error_codes::OPTION_WRONG, "comparing with fair shares")
                .at_field(field)
                .found(found)
                .expected(expected))
        };
        if let Some(places) = self.places.filter(|places| *places == 0 || *places > MAX_PLACES) {
            return wrong(
                Field::Places,
                places.to_string(),
                "a whole number from 1 to 1,000,000,000",
            );
        }
        match (self.key.len() > 1, self.measure.len() > 1, self.places) {
            (true, true, _) => wrong(
                Field::Measure,
                "several keys and several measures".to_owned(),
                "several of one of them",
            ),
            (true, _, Some(_)) | (_, true, Some(_)) => wrong(
                Field::Places,
                "whole places of several keys or measures at once".to_owned(),
                "one key and one measure",
            ),
            _ => Ok(()),
        }
    }

    /// The request for the first key and measure.
    fn request(&self, region: AreaCode) -> Result<SharesRequest> {
        let first = |words: &[String]| words.first().cloned().unwrap_or_default();
        Ok(SharesRequest {
            places: self.places,
            rule: self.rule.clone(),
            floor: self.floor,
            existing: self.existing,
            ties: self.ties.into(),
            cap: options::cap(self.cap.as_deref())?,
            base: self.base.into(),
            regions: self.regions,
            ..SharesRequest::new(region, first(&self.key), first(&self.measure))
        })
    }

    /// Notes which areas have no room for places, and how many could not be placed.
    fn note_headroom(&self, answer: &SharesAnswer, session: &Session) -> Outcome {
        let is_full = |share: &&Share| {
            share.headroom.is_some_and(|headroom| headroom.value.is_none_or(|room| room < 1.0))
        };
        let full: Vec<&str> =
            answer.shares.rows.iter().filter(is_full).map(|share| share.name.as_str()).collect();
        if self.places.is_some() && !full.is_empty() {
            session.output.note(&format!(
                "no room under the limit, or none that is known: {}",
                full.join(", ")
            ));
        }
        let unplaced = answer.shares.unplaced;
        if unplaced == 0 {
            return Outcome::Well;
        }
        session.output.note(&format!(
            "{} could not be placed: no area has room under the limit",
            counted(usize::try_from(unplaced).unwrap_or(usize::MAX), "place", "places")
        ));
        Outcome::Different
    }
}
