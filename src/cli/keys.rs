//! `fairshares keys`: the keys, and how much each part of one gives each area.

use super::output::Printing;
use super::{Outcome, Session, options};
use crate::allocation::{SharesRequest, UnitShares, key_list, key_parts, units};
use crate::charting::Plot;
use crate::domain::{Error, Field, Result, error_codes};
use crate::engine::Engine;
use clap::Args;
use std::path::PathBuf;

/// List the fair-share keys, or show what each part of one gives each area
#[derive(Debug, Args)]
#[command(after_help = "Example: fairshares keys population --region London\n\nWith a key: the \
    share of each area, and how much of it comes from each part, in percentage points. The \
    notes\nreport whether a share moves against a part's direction, so that an area would lose by \
    improving.\nForeign keys on their own units: fairshares keys koenigsteiner --published \
    --places 1000")]
pub(super) struct Keys {
    /// The key whose parts are shown [default: list the keys]
    key: Option<String>,
    /// Use the published units of the key, such as Länder, instead of the areas of the region
    #[arg(long, requires = "key", conflicts_with = "inputs")]
    published: bool,
    /// Use your own units: a CSV file with `unit`, a column for each indicator of the key and
    /// optionally `credit`; `-` is standard input
    #[arg(long, value_name = "FILE", requires = "key")]
    inputs: Option<PathBuf>,
    /// Whole places to apportion among those units
    #[arg(long, value_name = "N", requires = "key")]
    places: Option<u64>,
    /// Rule of apportionment [default: the key's]
    #[arg(long, requires = "places")]
    rule: Option<String>,
    #[command(flatten)]
    printing: Printing,
}

impl Keys {
    pub(super) fn run(self, session: &Session) -> Result<Outcome> {
        let engine = session.engine()?;
        let Some(key) = self.key.clone() else {
            return session
                .output
                .print(&key_list::keys(engine.figures()), &self.printing)
                .map(|()| Outcome::Well);
        };
        if self.published || self.inputs.is_some() {
            let answer = self.on_units(&engine, &key)?;
            session.output.print(&answer, &self.printing)?;
            session.output.notes(&answer.notes);
            return Ok(Outcome::Well);
        }
        if self.places.is_some() {
            return Err(Error::new(error_codes::OPTION_WRONG, "showing what a key gives")
                .at_field(Field::Places)
                .found("without --published or --inputs")
                .expected(
                    "one of them; for the areas of a region: fairshares shares --key ID --places N",
                ));
        }
        let request = SharesRequest::of_people(engine.catalogue(), session.region(&engine)?, key);
        let answer = key_parts::key_parts(engine.figures(), &request)?;
        session.output.print_or_plot(&engine, &answer, Plot::parts, &self.printing)?;
        session.output.notes(&answer.notes);
        Ok(Outcome::Well)
    }

    /// The key on units that are no areas of the United Kingdom.
    fn on_units(&self, engine: &Engine, key: &str) -> Result<UnitShares> {
        let Some(path) = &self.inputs else {
            return units::published_key(engine.figures(), key, self.places, self.rule.as_deref());
        };
        units::key_on_inputs(
            engine.figures(),
            key,
            &options::table_of_user(engine, path)?,
            self.places,
            self.rule.as_deref(),
        )
    }
}
