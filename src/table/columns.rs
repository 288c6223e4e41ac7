//! The names of every column that crosses a wall, written once. No other file spells a column out.

/// ONS code of the area.
pub const AREA_CODE: &str = "area_code";
/// Name of the area as this project prints it.
pub const AREA_NAME: &str = "area_name";
/// First day of the period; equal to [`PERIOD_END`] for a stock.
pub const PERIOD_START: &str = "period_start";
/// Last day of the period: the day a stock is as at.
pub const PERIOD_END: &str = "period_end";
/// What was measured, such as `people` or `births`.
pub const MEASURE: &str = "measure";
/// The number, or null with a status.
pub const VALUE: &str = "value";
/// Lower limit of the interval.
pub const LOWER: &str = "lower";
/// Upper limit of the interval.
pub const UPPER: &str = "upper";
/// Unit of the value, see [`Unit`](crate::domain::Unit).
pub const UNIT: &str = "unit";
/// Why the value is missing or what must be known about it, see [`Status`](crate::domain::Status).
pub const STATUS: &str = "status";
/// The figure of the older edition.
pub const OLD: &str = "old";
/// The figure of the newer edition.
pub const NEW: &str = "new";
/// The newer figure minus the older.
pub const CHANGE: &str = "change";
/// Which of the table's sources the row was read from: its position in [`Table::sources`](super::Table::sources).
pub const SOURCE: &str = "source";
/// Sheet and cell of the figure in that source, such as `Reg_02!I15`.
pub const CELL: &str = "cell";
/// Id of the indicator.
pub const INDICATOR: &str = "indicator";

/// The columns before the dimensions, in order.
pub const LEADING: [&str; 4] = [AREA_CODE, AREA_NAME, PERIOD_START, PERIOD_END];
/// The columns after the dimensions, in order.
pub const TRAILING: [&str; 6] = [MEASURE, VALUE, UNIT, STATUS, SOURCE, CELL];
