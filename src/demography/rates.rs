//! Rates: events or people for a fixed number of residents.

/// For how many residents a rate is stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Per {
    /// Per cent.
    Hundred,
    /// Births, deaths and migration.
    Thousand,
    /// People in a kind of support.
    TenThousand,
    /// Mortality and disease.
    HundredThousand,
}

impl Per {
    /// Every one.
    pub const ALL: [Self; 4] =
        [Per::Hundred, Per::Thousand, Per::TenThousand, Per::HundredThousand];

    /// The multiplier.
    pub fn multiplier(self) -> f64 {
        match self {
            Per::Hundred => 100.0,
            Per::Thousand => 1_000.0,
            Per::TenThousand => 10_000.0,
            Per::HundredThousand => 100_000.0,
        }
    }
}

/// `multiplier · count / residents`; `None` without residents.
pub fn per_resident(count: f64, residents: f64, multiplier: f64) -> Option<f64> {
    (residents > 0.0).then(|| multiplier * count / residents)
}
