//! `fairshares surge`: who can take how many when people arrive over some weeks.

use super::output::Printing;
use super::{Outcome, Session, options};
use crate::allocation::{SharesRequest, surge};
use crate::charting::Plot;
use crate::domain::{Error, Field, Result, error_codes};
use crate::fairshare::Arrivals;
use clap::Args;
use itertools::Itertools;

/// More arrivals than there are people would be a slip of the finger.
const MAX_PEOPLE: u64 = 100_000_000;

/// Show how many people each area can take when people arrive over some weeks, under each key and
/// the limit
#[derive(Debug, Args)]
#[command(
    after_help = "Example: fairshares surge --people 2000 --weeks 8 --key population --key headroom"
)]
pub(super) struct Surge {
    /// The number of arrivals
    #[arg(long, value_name = "N")]
    people: u64,
    /// The number of weeks
    #[arg(long, value_name = "M", value_parser = clap::value_parser!(u32).range(1..=520))]
    weeks: u32,
    /// The key; repeat to compare
    #[arg(long, default_value = "population")]
    key: Vec<String>,
    /// Rule of apportionment
    #[arg(long, default_value = "sainte-lague")]
    rule: String,
    /// Limit in people per residents, or none [default: the key's]
    #[arg(long, value_name = "P/R")]
    cap: Option<String>,
    #[command(flatten)]
    printing: Printing,
}

impl Surge {
    pub(super) fn run(mut self, session: &Session) -> Result<Outcome> {
        self.key = self.key.into_iter().unique().collect();
        if self.people == 0 || self.people > MAX_PEOPLE {
            return Err(Error::new(error_codes::OPTION_WRONG, "placing people who arrive")
                .at_field(Field::People)
                .found(self.people.to_string())
                .expected("a whole number from 1 to 100,000,000"));
        }
        let engine = session.engine()?;
        let region = session.region(&engine)?;
        let request = SharesRequest {
            rule: Some(self.rule),
            cap: options::cap(self.cap.as_deref())?,
            ..SharesRequest::of_people(engine.catalogue(), region, String::new())
        };
        let arrivals = Arrivals { people: self.people, weeks: self.weeks };
        let answer = surge::surge(engine.figures(), &self.key, &request, arrivals)?;
        session.output.print_or_plot(&engine, &answer, Plot::surge, &self.printing)?;
        session.output.notes(&answer.notes);
        Ok(if answer.max_unplaced == 0 { Outcome::Well } else { Outcome::Different })
    }
}
