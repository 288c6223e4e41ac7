//! `fairshares fit`: a table fitted to totals of its rows and columns.

use super::output::Printing;
use super::{Outcome, Session};
use crate::allocation::{fit, inputs};
use crate::domain::Result;
use crate::fairshare::Ties;
use clap::Args;
use std::path::PathBuf;

/// Fit a table to totals of its rows and columns, such as places by borough and type of household
#[derive(Debug, Args)]
#[command(after_help = "Example: fairshares fit data/examples/occupations-1988.csv\n\n\
    The table is a CSV file: names, a column for each type, a last column and a last row `total`. Its cells say how the places are to\n\
    be spread, such as households in need; the totals are what has to come out. With --whole the numbers are places.")]
pub(super) struct Fit {
    /// The table; `-` is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// In whole places (biproportional apportionment) instead of unrounded (iterative proportional fitting)
    #[arg(long)]
    whole: bool,
    /// Cells that can exchange places at no cost: the first are served first, or the table is refused
    #[arg(long, default_value = "order", value_parser = ["order", "refuse"], requires = "whole")]
    ties: String,
    #[command(flatten)]
    printing: Printing,
}

impl Fit {
    pub(super) fn run(self, session: &Session) -> Result<Outcome> {
        let ties = if self.ties == "refuse" { Ties::Refuse } else { Ties::Order };
        let engine = session.engine()?;
        let table = fit::fit(&inputs::inputs(engine.figures(), &self.file, &mut std::io::stdin())?, self.whole, ties)?;
        session.output.print(&table, &self.printing)?;
        session.output.notes(&table.notes);
        Ok(Outcome::Well)
    }
}
