//! Values of options that are one of a few words, as types.
//!
//! Belongs here: the words of the command line and what each means in a request. Does not belong
//! here: options with a list of words from the catalogue, which the request checks.

use crate::allocation::inputs::{self, InputSource};
use crate::allocation::{Base, Inputs, MoveCost, PathwayMode};
use crate::domain::Result;
use crate::engine::Engine;
use crate::fairshare::{Cap, Ties};
use clap::ValueEnum;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use std::path::Path;

/// The word for the newest meeting of the board, where a day is expected.
pub(super) const LAST_MEETING: &str = "last-meeting";

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

/// Reads a user's table: standard input for `-` and the paths that it has, else a file. Errors with
/// `F401` and `F114`.
pub(super) fn table_of_user(engine: &Engine, path: &Path) -> Result<Inputs> {
    let is_input = ["-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"]
        .iter()
        .any(|name| path == Path::new(name));
    if is_input {
        let source = InputSource::Stream { name: path, input: &mut std::io::stdin() };
        return inputs::inputs(engine.figures(), source);
    }
    inputs::inputs(engine.figures(), InputSource::File(path))
}

/// Parses `--cap`: absent for the key's own limit, `none` for no limit, or `1/200`. Errors with
/// `F303`.
pub(super) fn cap(text: Option<&str>) -> Result<Option<Option<Cap>>> {
    match text {
        None => Ok(None),
        Some("none") => Ok(Some(None)),
        Some(text) => Ok(Some(Some(Cap::parse(text)?))),
    }
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
    let mode =
        |id: String| PathwayMode::ALL.into_iter().find(|mode| mode.id() == id).ok_or("no such way");
    PossibleValuesParser::new(PathwayMode::ALL.map(PathwayMode::id)).try_map(mode)
}
