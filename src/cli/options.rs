//! Values of options that are one of a few words, as types.
//!
//! Belongs here: the words of the command line and what each means in a request. Does not belong here: options with a list of
//! words from the catalogue, which the request checks.

use crate::allocation::{Base, MoveCost, PathwayMode};
use crate::fairshare::Ties;
use clap::ValueEnum;
use clap::builder::{PossibleValuesParser, TypedValueParser};

/// `--ties`: what becomes of areas with the same claim to the last place.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum TiesOption {
    Order,
    Refuse,
}

/// `--base`: what is shared out.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum BaseOption {
    Actual,
    Places,
    Kingdom,
}

/// `--cost`: what a move costs.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum CostOption {
    Distance,
    Equal,
}

impl From<TiesOption> for Ties {
    fn from(option: TiesOption) -> Self {
        match option {
            TiesOption::Order => Self::Order,
            TiesOption::Refuse => Self::Refuse,
        }
    }
}

impl From<BaseOption> for Base {
    fn from(option: BaseOption) -> Self {
        match option {
            BaseOption::Actual => Self::Actual,
            BaseOption::Places => Self::Places,
            BaseOption::Kingdom => Self::Uk,
        }
    }
}

impl From<CostOption> for MoveCost {
    fn from(option: CostOption) -> Self {
        match option {
            CostOption::Distance => Self::Distance,
            CostOption::Equal => Self::Equal,
        }
    }
}

/// `--way`: a way to fair shares.
pub(super) fn pathway_modes() -> impl TypedValueParser<Value = PathwayMode> {
    let mode = |id: String| PathwayMode::ALL.into_iter().find(|mode| mode.id() == id).ok_or("no such way");
    PossibleValuesParser::new(PathwayMode::ALL.map(PathwayMode::id)).try_map(mode)
}
