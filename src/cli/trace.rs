//! `fairshares trace`: a figure followed to the cells it was read from.

use super::output::Printing;
use super::{Outcome, Session};
use crate::allocation::derivations::{self, TraceRequest};
use crate::domain::{Result, parse_publication_date};
use crate::fairshare::Arrivals;
use crate::figures::trace::{FigureRequest, unknown};
use crate::tables::trace_lines;
use clap::Args;

/// Trace a figure to its file, sheet and cell
#[derive(Debug, Args)]
#[command(after_help = "Example: fairshares trace supported-per-10k E09000018 2025-12-31\n\nThe \
    derivation of answers about fair shares: trace shares KEY AREA, trace pathway KEY AREA,\ntrace \
    surge KEY AREA PEOPLE WEEKS, trace grants GRANT AREA.")]
pub(super) struct Trace {
    /// Indicator, area (ONS code or name), day, and a code for each dimension, such as an
    /// accommodation type; or shares, pathway, surge or grants with a key and an area
    #[arg(required = true, num_args = 3.., value_name = "FIGURE")]
    figure: Vec<String>,
    #[command(flatten)]
    printing: Printing,
}

impl Trace {
    pub(super) fn run(self, session: &Session) -> Result<Outcome> {
        let request = request(&self.figure)?;
        let answer = derivations::trace(session.engine()?.figures(), &request)?;
        if self.printing.is_plain() {
            let mut lines = trace_lines(&answer);
            lines.push(String::new());
            session.output.text(&lines.join("\n"))?;
        } else {
            session.output.print(&answer, &self.printing)?;
        }
        Ok(Outcome::Well)
    }
}

/// Parses `INDICATOR AREA DAY CODE…`, `shares KEY AREA`, `pathway KEY AREA`,
/// `surge KEY AREA PEOPLE WEEKS` or `grants GRANT AREA`. Errors with `F305`.
fn request(arguments: &[String]) -> Result<TraceRequest> {
    let wrong = |expected: &str| Err(unknown(arguments.join(" ")).expected(expected));
    Ok(match arguments {
        [of, key, area] if of == "shares" => {
            TraceRequest::Share { key: key.clone(), area: area.clone() }
        }
        [of, key, area] if of == "pathway" => {
            TraceRequest::Pathway { key: key.clone(), area: area.clone() }
        }
        [of, key, area, people, weeks] if of == "surge" => {
            let number = |text: &str| text.parse::<u32>().ok().filter(|number| *number > 0);
            let (Some(people), Some(weeks)) = (number(people), number(weeks)) else {
                return wrong("people and weeks above 0, such as surge population Newham 2000 8");
            };
            let arrivals = Arrivals { people: u64::from(people), weeks };
            TraceRequest::Surge { key: key.clone(), area: area.clone(), arrivals }
        }
        [of, grant, area] if of == "grants" => {
            TraceRequest::Grant { grant: grant.clone(), area: area.clone() }
        }
        [of, ..] if ["shares", "pathway", "surge", "grants"].contains(&of.as_str()) => {
            return wrong(
                "shares KEY AREA, pathway KEY AREA, surge KEY AREA PEOPLE WEEKS or grants GRANT \
                 AREA, an area of more words in quotes",
            );
        }
        [indicator, area, day, dims @ ..] => {
            let Some(day) = parse_publication_date(day) else {
                return wrong("a day such as 2025-12-31");
            };
            TraceRequest::Figure(FigureRequest {
                indicator: indicator.clone(),
                area: area.clone(),
                day,
                dims: dims.to_vec(),
            })
        }
        _ => return wrong("an indicator, an area and a day"),
    })
}
