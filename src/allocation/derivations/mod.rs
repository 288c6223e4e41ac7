//! Derivations: how a figure, a due number, a pathway, a surge or a grant was computed, traced back
//! to the cells of publications.
//!
//! Belongs here: requests for traces and their answers. Does not belong here: formulas, which the
//! answers themselves apply; the lines that readers see (`tables/trace.rs`).

mod grant;
mod pathway;
mod share;
mod surge;

pub use grant::{GrantTrace, PaymentTrace};
pub use pathway::{PathwayTrace, QuarterTrace};
pub use share::{AreaAdjustment, KeyDivision, KeyPartTrace, ShareTrace};
pub use surge::SurgeTrace;

use crate::domain::{AreaCode, Result};
use crate::fairshare::Arrivals;
use crate::figures::Figures;
use crate::figures::trace::{self, FigureRequest, TracedFigure, unknown};
use crate::geography::Area;
use schemars::JsonSchema;
use serde::Serialize;

/// A request to trace a figure or an answer about fair shares.
#[derive(Debug, Clone)]
pub enum TraceRequest {
    /// A figure of an indicator.
    Figure(FigureRequest),
    /// An area's share and due number.
    Share {
        /// The key.
        key: String,
        /// The area, by code or name.
        area: String,
    },
    /// An area's path to its share, by arrivals and departures.
    Pathway {
        /// The key.
        key: String,
        /// The area, by code or name.
        area: String,
    },
    /// The part of a surge that an area takes.
    Surge {
        /// The key.
        key: String,
        /// The area, by code or name.
        area: String,
        /// The people who arrive.
        arrivals: Arrivals,
    },
    /// The payments of a grant to an area.
    Grant {
        /// The grant.
        grant: String,
        /// The area, by code or name.
        area: String,
    },
}

/// The derivation of a figure or an answer about fair shares.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum TraceAnswer {
    /// A figure of an indicator.
    Figure(Box<TracedFigure>),
    /// An area's share and due number.
    Share(Box<ShareTrace>),
    /// An area's path to its share.
    Pathway(Box<PathwayTrace>),
    /// The part of a surge that an area takes.
    Surge(Box<SurgeTrace>),
    /// The payments of a grant to an area.
    Grant(GrantTrace),
}

/// Traces a figure or an answer about fair shares to the cells of publications.
///
/// Errors: `F301` unknown indicator, key or grant, `F302` unknown area, `F305` no such figure;
/// those of the answer.
pub fn trace(figures: &Figures, request: &TraceRequest) -> Result<TraceAnswer> {
    let area = |text: &str| figures.geography().find(text);
    Ok(match request {
        TraceRequest::Figure(of) => {
            TraceAnswer::Figure(Box::new(trace::trace_figure(figures, of)?))
        }
        TraceRequest::Share { key, area: of } => {
            TraceAnswer::Share(Box::new(share::derive_share(figures, key, area(of)?)?))
        }
        TraceRequest::Pathway { key, area: of } => {
            TraceAnswer::Pathway(Box::new(pathway::derive_pathway(figures, key, area(of)?)?))
        }
        TraceRequest::Surge { key, area: of, arrivals } => {
            TraceAnswer::Surge(Box::new(surge::derive_surge(figures, key, area(of)?, *arrivals)?))
        }
        TraceRequest::Grant { grant, area: of } => {
            TraceAnswer::Grant(grant::derive_grant(figures, grant, area(of)?)?)
        }
    })
}

/// The region of an authority, or the region or nation itself. Errors with `F305` for any other
/// area.
fn region_of(figures: &Figures, area: &Area) -> Result<AreaCode> {
    let region = figures.geography().partnership_of(&area.code).map(|region| region.code.clone());
    region.ok_or_else(|| {
        unknown(&area.name).expected("an authority, or a region or nation of the United Kingdom")
    })
}
