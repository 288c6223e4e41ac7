//! The indicators that the program itself asks for, whatever a request names.

/// The count that limits and the keyed scheme are about.
pub const PEOPLE: &str = "people-supported";

/// The indicator that every rate is taken of.
pub const POPULATION: &str = "resident-population";

/// People by type of accommodation.
pub const ACCOMMODATION: &str = "supported-by-accommodation";
