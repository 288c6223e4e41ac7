//! Tiers of local government: the kind of authorities that a count refers to.

use super::{AreaCode, AreaLevel};
use serde::Deserialize;

/// The tier of authorities that is responsible for what is counted.
///
/// Unitary authorities, metropolitan districts, London boroughs, council areas and local government
/// districts belong to both tiers. In the rest of England, districts lie in counties.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tier {
    /// Districts: housing, homelessness, planning, and anything counted where people live.
    #[default]
    Lower,
    /// Counties: children's services, schools, transfers of children, adult social care, public
    /// health.
    Upper,
}

/// The tiers of authorities for which a publication prints a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tiers {
    /// Districts and the authorities of both tiers.
    Lower,
    /// Counties and the authorities of both tiers.
    Upper,
    /// Districts and counties. Its authorities are compared by the lower tier.
    Both,
    /// No authority: only regions, nations or the United Kingdom.
    None,
}

impl Tiers {
    /// The tier whose authorities are listed and compared.
    pub fn compared(self) -> Tier {
        match self {
            Self::Upper => Tier::Upper,
            Self::Lower | Self::Both | Self::None => Tier::Lower,
        }
    }
}

impl Tier {
    /// True for an authority of the tier.
    pub fn has(self, area: &AreaCode) -> bool {
        match (self, area.level()) {
            (Self::Lower, level) => level == AreaLevel::Authority,
            (Self::Upper, AreaLevel::Authority) => !area.is_district(),
            (Self::Upper, AreaLevel::County) => area.is_county_council(),
            (Self::Upper, _) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Tier;
    use crate::domain::AreaCode;

    #[test]
    fn a_district_is_of_the_lower_tier_alone_and_a_county_of_the_upper() {
        // Kent, Ashford, Medway, Hounslow, Leeds, Greater Manchester (a county without a council),
        // the South East.
        let codes = [
            "E10000016",
            "E07000105",
            "E06000035",
            "E09000018",
            "E08000035",
            "E11000001",
            "E12000008",
            "S12000033",
        ];
        let of = |tier: Tier| codes.map(|code| tier.has(&AreaCode::new(code).unwrap()));
        assert_eq!(of(Tier::Lower), [false, true, true, true, true, false, false, true]);
        assert_eq!(of(Tier::Upper), [true, false, true, true, true, false, false, true]);
    }
}
