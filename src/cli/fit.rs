//! `fairshares fit`: a table fitted to totals of its rows and columns.

use super::options::{self, TiesOption};
use super::output::Printing;
use super::{Outcome, Session};
use crate::allocation::fit;
use crate::domain::Result;
use clap::Args;
use std::path::PathBuf;

/// Fit a table to totals of its rows and columns, such as places by borough and type of household
#[derive(Debug, Args)]
#[command(
    after_help = "Example: fairshares fit data/examples/occupations-1988.csv\n\nThe table is a CSV \
        file: names, a column for each type, a last column and a last row `total`. Its cells give \
        the\ndistribution, such as households in need; the totals are the result required. With \
        --whole the numbers are places."
)]
pub(super) struct Fit {
    /// The table; `-` is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Whole places (biproportional apportionment) instead of fractions (iterative proportional
    /// fitting)
    #[arg(long)]
    whole: bool,
    /// Ties between cells: the first is served first, or the table is refused
    #[arg(long, default_value = "order", requires = "whole")]
    ties: TiesOption,
    #[command(flatten)]
    printing: Printing,
}

impl Fit {
    pub(super) fn run(self, session: &Session) -> Result<Outcome> {
        let engine = session.engine()?;
        let inputs = options::table_of_user(&engine, &self.file)?;
        let table = fit::fit(&inputs, self.whole, self.ties.into())?;
        session.output.print(&table, &self.printing)?;
        session.output.notes(&table.notes);
        Ok(Outcome::Well)
    }
}
