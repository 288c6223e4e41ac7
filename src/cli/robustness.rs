//! `fairshares robustness`: how far the shares of a key rest on its weights.

use super::output::Printing;
use super::{Outcome, Session};
use crate::allocation::{SharesRequest, robustness};
use crate::charting::Plot;
use crate::domain::{Error, Field, Result, error_codes};
use crate::fairshare::Draws;
use clap::Args;

/// Show how far shares would move if the weights of a key were slightly different
#[derive(Debug, Args)]
#[command(
    after_help = "Example: fairshares robustness --key pressure --draws 10000\n\nWeights are drawn \
        from a Dirichlet distribution around the stated ones, figures from their intervals, \
        and\nimputed figures around the median of the others; a note lists them. --parts varies \
        only the weights.\n--parts says which weights matter most. The publications of the key's \
        parts have to be imported."
)]
pub(super) struct Robustness {
    /// The key, which must have several parts
    #[arg(long, default_value = "pressure")]
    key: String,
    /// The indicator that is shared
    #[arg(long, default_value = "people-supported")]
    measure: String,
    /// The number of draws
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    draws: u32,
    /// The seed of the random numbers: the same seed gives the same numbers
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How close weights stay to the stated ones: 50 lets a weight of 0.25 vary by 0.06 (standard
    /// deviation)
    #[arg(long, default_value_t = 50.0)]
    concentration: f64,
    /// Show which weights matter most, instead of the areas
    #[arg(long)]
    parts: bool,
    #[command(flatten)]
    printing: Printing,
}

impl Robustness {
    pub(super) fn run(self, session: &Session) -> Result<Outcome> {
        self.printing.refuse_picture("--parts", self.parts)?;
        if !(self.concentration > 0.0 && self.concentration <= 1e9) {
            return Err(Error::new(error_codes::OPTION_WRONG, "drawing the weights of a key")
                .at_field(Field::Concentration)
                .found(format!("{:e}", self.concentration))
                .expected("a number above 0, at most 1e9"));
        }
        let engine = session.engine()?;
        let request = SharesRequest::new(session.region(&engine)?, self.key, self.measure);
        let draws = Draws { count: self.draws, seed: self.seed, concentration: self.concentration };
        let answer = robustness::robustness(engine.figures(), &request, draws)?;
        if self.parts {
            session.output.print(&answer.parts, &self.printing)?;
            session.output.notes(&answer.parts.notes);
        } else {
            session.output.print_or_plot(
                &engine,
                &answer.areas,
                Plot::robustness,
                &self.printing,
            )?;
            session.output.notes(&answer.areas.notes);
        }
        Ok(Outcome::Well)
    }
}
