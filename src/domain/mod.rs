//! The types that all modules use: areas, periods, measures, units, statuses, identifiers, errors.
//!
//! Belongs here: small value types that mean something to a demographer and are validated on
//! construction. Does not belong here: data frames, files, definitions read from disk.
//!
//! **Invariant:** a value of one of these types is valid; downstream code does not check it again.

mod action;
mod area;
mod comparable;
pub(crate) mod date_serde;
mod error;
pub mod error_codes;
mod exit;
mod field;
mod id;
pub mod kept;
mod mapped_text;
mod measure;
mod missing_definition;
mod month_day;
mod naming;
mod nearest;
mod number;
mod once_cache;
mod parallel;
mod period;
mod period_in_line;
mod printed_period;
mod printed_text;
mod retrieved;
mod sentence;
mod sha256;
mod shown_text;
mod status;
mod tier;

pub use action::{Action, Asked, Manner};
pub use area::{AreaCode, AreaLevel};
pub use comparable::{Between, Comparable};
pub use error::{Error, Place, PlaceKey, Result};
pub use error_codes::ErrorCode;
pub use exit::Exit;
pub use field::{Field, SetField};
pub use id::{Id, NotAnId};
pub use mapped_text::{STAND_IN, mapped};
pub use measure::{MeasureKind, Unit};
pub use missing_definition::MissingDefinition;
pub use month_day::MonthDay;
pub use naming::{Naming, PlainNames, render_names};
pub use nearest::{edits_between, nearest};
pub use number::{
    Compare, counted, counted_people, one_decimal, percent, rounds_to_zero, signed, thousands,
    with_decimals,
};
pub use once_cache::{OnceCache, locked};
pub use parallel::in_parallel;
pub use period::{Date, Period, Timestamp, is_a_year_before, long_date, parse_publication_date};
pub use period_in_line::find_printed_period;
pub use printed_period::{PrintedPeriod, parse_printed_period};
pub(crate) use printed_period::{first_of_year_ending, quarter_ending};
pub use printed_text::{
    PrintedText, has_prefix, normal_label, normal_text, same_text, without_glued_marks,
    without_marks,
};
pub use retrieved::{Retrieved, day_of};
pub use sentence::capitalised;
pub use sha256::Sha256;
pub use shown_text::{one_line, one_line_within, quoted, shown_lines, unwritable_in, writable};
pub use status::Status;
pub use tier::{Tier, Tiers};
