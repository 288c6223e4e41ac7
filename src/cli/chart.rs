//! `fairshares chart`: one chart as SVG or PNG, or the table behind it.

use super::output::{Printing, picture};
use super::{Outcome, Session};
use crate::charting::charts;
use crate::domain::{Error, Field, Result, error_codes};
use crate::tables::ChartTable;
use clap::Args;

/// Draw one chart, or print the table behind it
#[derive(Debug, Args)]
#[command(after_help = "Example: fairshares chart supported-map -o map.png
Example: fairshares chart supported-trend --area Newham -o newham.svg")]
pub(super) struct Chart {
    /// The chart; see --list
    #[arg(required_unless_present = "list")]
    chart: Option<String>,
    /// List the charts
    #[arg(long)]
    list: bool,
    /// Only this area, by name or ONS code, for a chart of one area, such as a trend or a pyramid
    /// [default: the region]
    #[arg(long, value_name = "NAME|CODE")]
    area: Option<String>,
    /// Width of a PNG in pixels; 1440 is twice the width on a page
    #[arg(long, value_name = "PIXELS", default_value_t = 1440)]
    width: u32,
    /// Print the table behind the chart instead of drawing it
    #[arg(long)]
    table: bool,
    #[command(flatten)]
    printing: Printing,
}

impl Chart {
    pub(super) fn run(self, session: &Session) -> Result<Outcome> {
        let engine = session.engine()?;
        if self.list {
            session.output.print(&charts::charts(engine.figures()), &self.printing)?;
            return Ok(Outcome::Well);
        }
        let area = match &self.area {
            Some(area) => engine.geography().find(area)?.code.clone(),
            None => session.region(&engine)?,
        };
        let figure =
            charts::chart(engine.figures(), self.chart.as_deref().unwrap_or_default(), &area)?;
        if self.table {
            let table = ChartTable::new(&figure.id, figure.listing, figure.sources);
            session.output.print(&table, &self.printing)?;
            return Ok(Outcome::Well);
        }
        let path = self
            .printing
            .file()
            .ok_or_else(|| wrong("no file").expected("-o FILE ending in .svg or .png"))?;
        if !self.printing.is_picture() {
            return Err(
                wrong(&path.display().to_string()).expected("a file ending in .svg or .png")
            );
        }
        session.output.file(path, &picture(path, &figure.file, self.width)?)?;
        session.output.note_on_picture(path, &figure.file);
        session.note_editions(&engine);
        [&figure.title, &figure.subtitle, &figure.source]
            .iter()
            .for_each(|line| session.output.note(line));
        Ok(Outcome::Well)
    }
}

fn wrong(found: &str) -> Error {
    Error::new(error_codes::OPTION_WRONG, "writing a chart").at_field(Field::Output).found(found)
}
