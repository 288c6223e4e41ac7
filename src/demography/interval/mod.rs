//! Intervals of counts and proportions, as public health in the United Kingdom uses them.
//!
//! A count of people on a day is complete. An interval then expresses the variability of the
//! underlying process, not a sampling error. It belongs on rates that are compared between small
//! areas, not on the stock itself.

mod clusters;
mod poisson;
mod wilson;

pub use clusters::clustered_interval;
pub use poisson::{EXACT_BELOW, count_interval};
pub use wilson::proportion_interval;

/// Lower and upper limit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower limit.
    pub lower: f64,
    /// Upper limit.
    pub upper: f64,
}

impl Interval {
    /// Both limits through a rising function, such as division by a population.
    pub fn map(self, function: impl Fn(f64) -> f64) -> Self {
        Self { lower: function(self.lower), upper: function(self.upper) }
    }

    /// True when a value is between the limits or on one.
    pub fn contains(self, value: f64) -> bool {
        (self.lower..=self.upper).contains(&value)
    }
}

/// A value with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The value.
    pub value: f64,
    /// Its interval; `None` when there are too few events for one.
    pub interval: Option<Interval>,
}

/// The two levels in use: 95 % for intervals and inner funnel limits, 99.8 % for outer ones.
///
/// Their quantiles are listed here because no other level is published; a general quantile function
/// would be another dependency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confidence {
    /// 95 %: 1 in 40 beyond each limit.
    Percent95,
    /// 99.8 %: 1 in 1,000 beyond each limit.
    Percent99Point8,
}

impl Confidence {
    /// The probability beyond each limit, `α/2`.
    pub fn tail(self) -> f64 {
        match self {
            Confidence::Percent95 => 0.025,
            Confidence::Percent99Point8 => 0.001,
        }
    }

    /// The quantile of the standard normal distribution, `z` at `1 − α/2`.
    pub fn z(self) -> f64 {
        match self {
            Confidence::Percent95 => 1.959_963_984_540_054,
            Confidence::Percent99Point8 => 3.090_232_306_167_813,
        }
    }
}
