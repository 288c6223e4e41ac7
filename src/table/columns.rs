//! The names of all columns shared between modules, defined once. No other file spells a column
//! name.

/// ONS code of the area.
pub const AREA_CODE: &str = "area_code";
/// Name of the area as this project prints it.
pub const AREA_NAME: &str = "area_name";
/// First day of the period; equal to [`PERIOD_END`] for a stock.
pub const PERIOD_START: &str = "period_start";
/// Last day of the period; the reference date of a stock.
pub const PERIOD_END: &str = "period_end";
/// The measure, such as `people` or `births`.
pub const MEASURE: &str = "measure";
/// The number, or null with a status.
pub const VALUE: &str = "value";
/// Lower limit of the interval.
pub const LOWER: &str = "lower";
/// Upper limit of the interval.
pub const UPPER: &str = "upper";
/// Unit of the value, see [`Unit`](crate::domain::Unit).
pub const UNIT: &str = "unit";
/// Why the value is missing or what qualifies it, see [`Status`](crate::domain::Status).
pub const STATUS: &str = "status";
/// The figure in the older edition.
pub const OLD: &str = "old";
/// The figure in the newer edition.
pub const NEW: &str = "new";
/// The newer figure minus the older.
pub const CHANGE: &str = "change";
/// The source that the row was read from, as a position in
/// [`Table::sources`](super::Table::sources).
pub const SOURCE: &str = "source";
/// Sheet and cell of the figure in that source, such as `Reg_02!I15`.
pub const CELL: &str = "cell";
/// Id of the indicator.
pub const INDICATOR: &str = "indicator";

/// The meaning of a column name in all files, for readers of files; `None` for a name without a
/// fixed meaning.
pub fn meaning(name: &str) -> Option<&'static str> {
    MEANINGS.iter().find(|(known, _)| *known == name).map(|(_, meaning)| *meaning)
}

const MEANINGS: &[(&str, &str)] = &[
    (AREA_CODE, "Code of the area by the Office for National Statistics."),
    (AREA_NAME, "Name of the area."),
    (PERIOD_START, "First day of the period; for a count on a day, that day."),
    (PERIOD_END, "Last day of the period; for a count on a day, that day."),
    (VALUE, "The number, unrounded."),
    (LOWER, "Lower limit of the interval, where the indicator has one."),
    (UPPER, "Upper limit of the interval, where the indicator has one."),
    (UNIT, "Unit of the number."),
    (STATUS, "Why the number is missing, or what must be known of it:"),
    (INDICATOR, "Id of the indicator."),
    ("category", "Category within the indicator, such as a type of accommodation."),
    ("population", "Residents, by the mid-year estimate."),
    ("actual", "Number counted in the area."),
    ("rate_per_10k", "Number counted for every 10,000 residents of the area."),
    ("actual_share", "Number counted in the area as a percentage of that in the region."),
    ("fair_share", "The area's part by the key as a percentage of the region."),
    ("due", "What a distribution by the key would give the area, unrounded."),
    ("gap", "The actual number minus what is due, calculated before rounding."),
    ("ratio", "The actual number as a percentage of what is due."),
    (
        "location_quotient",
        "The area's share of what is counted divided by its share of residents: 1 is an even \
         share.",
    ),
    ("cap", "The maximum number that the limit allows in the area."),
    ("headroom", "How many more the limit allows in the area; 0 where it is exceeded."),
];

/// The columns before the dimensions, in order.
pub const LEADING: [&str; 4] = [AREA_CODE, AREA_NAME, PERIOD_START, PERIOD_END];
