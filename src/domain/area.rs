//! Area codes: the nine-character codes of the Office for National Statistics.

use super::{Error, Result, error_codes};
use serde::Deserialize;
use std::cmp::Ordering;

/// A nine-character ONS (GSS) code such as `E09000018`: a letter for the country and eight digits.
///
/// `K99999999` and `K99999998` are this project's own, following the ONS pattern of nines for "not a place":
/// people not allocated to an authority, and people whose kind of support was not published by authority.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct AreaCode([u8; LENGTH]);

/// Characters of a code.
const LENGTH: usize = 9;

/// What sort of area a code names, as far as the briefing needs to tell them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AreaLevel {
    /// Lower-tier or unitary authority, London borough, council area, local government district.
    Authority,
    /// Upper-tier county or metropolitan county: never a part of a sum of authorities.
    County,
    /// Inner or Outer London, as the Office for National Statistics draws them: a wider area within a region.
    SubRegion,
    /// One of the nine English regions.
    Region,
    /// England, Wales, Scotland, Northern Ireland.
    Nation,
    /// A grouping of nations: England and Wales, Great Britain, the United Kingdom.
    Kingdom,
    /// People without an authority: counted in the United Kingdom, shown in no borough.
    Unallocated,
    /// A kind of area that is not read, such as a health board, or none at all.
    #[serde(skip)]
    Other,
}

impl TryFrom<String> for AreaCode {
    type Error = String;

    fn try_from(text: String) -> std::result::Result<Self, String> {
        Self::new(&text).map_err(|_| format!("{text:?} is no area code, such as E09000018"))
    }
}

impl AreaCode {
    /// Checks the form of a code. Errors with `F107`; whether the area exists is geography's question.
    pub fn new(text: &str) -> Result<Self> {
        let text = text.trim();
        let bytes: Option<[u8; LENGTH]> = text.as_bytes().try_into().ok();
        let is_formed = |bytes: &[u8; LENGTH]| {
            matches!(bytes[0], b'E' | b'W' | b'S' | b'N' | b'K') && bytes[1..].iter().all(u8::is_ascii_digit)
        };
        if let Some(code) = bytes.filter(is_formed) {
            return Ok(Self(code));
        }
        Err(Error::new(error_codes::AREA_UNKNOWN, "reading an area code")
            .found(format!("{text:?}"))
            .expected("a letter E, W, S, N or K and eight digits, such as E09000018"))
    }

    /// The United Kingdom.
    pub fn united_kingdom() -> Self {
        Self(*b"K02000001")
    }

    /// England, the nation whose regions have partnerships of their own.
    pub fn england() -> Self {
        Self(*b"E92000001")
    }

    /// People counted in no authority: those allocated to none, and those whose authority is not published.
    pub fn unallocated() -> [Self; 2] {
        [Self(*b"K99999998"), Self(*b"K99999999")]
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        // Nothing but ASCII passes `new`.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// True for a district that lies in a county with a council of its own.
    pub fn is_district(&self) -> bool {
        self.as_str().starts_with("E07")
    }

    /// True for a county with a council; metropolitan counties have none.
    pub fn is_county_council(&self) -> bool {
        self.as_str().starts_with("E10")
    }

    /// The level, told by the code's own entity prefix (ONS Register of Geographic Codes).
    pub fn level(&self) -> AreaLevel {
        match &self.as_str()[..3] {
            "E06" | "E07" | "E08" | "E09" | "W06" | "S12" | "N09" => AreaLevel::Authority,
            "E12" => AreaLevel::Region,
            "E13" => AreaLevel::SubRegion,
            "E92" | "W92" | "S92" | "N92" => AreaLevel::Nation,
            "K99" => AreaLevel::Unallocated,
            "K02" | "K03" | "K04" => AreaLevel::Kingdom,
            "E10" | "E11" => AreaLevel::County,
            _ => AreaLevel::Other,
        }
    }
}

/// In the order of the text, compared as two numbers: ordered maps of areas spend most of their time here.
impl Ord for AreaCode {
    fn cmp(&self, other: &Self) -> Ordering {
        let number =
            |Self([a, b, c, d, e, f, g, h, last]): &Self| (u64::from_be_bytes([*a, *b, *c, *d, *e, *f, *g, *h]), *last);
        number(self).cmp(&number(other))
    }
}

impl PartialOrd for AreaCode {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl std::fmt::Display for AreaCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::{AreaCode, AreaLevel};

    #[test]
    fn reads_codes_and_levels() {
        assert_eq!(AreaCode::new(" E09000018 ").map(|c| c.level()), Ok(AreaLevel::Authority));
        assert_eq!(AreaCode::new("E12000007").map(|c| c.level()), Ok(AreaLevel::Region));
        assert_eq!(AreaCode::new("E13000001").map(|c| c.level()), Ok(AreaLevel::SubRegion));
        for county in ["E10000006", "E11000003"] {
            assert_eq!(AreaCode::new(county).map(|c| c.level()), Ok(AreaLevel::County), "{county}");
        }
        for other in ["E80000017", "E19000017", "E47000001", "S21000001", "W11000023", "E00000001"] {
            assert_eq!(AreaCode::new(other).map(|c| c.level()), Ok(AreaLevel::Other), "{other}");
        }
        assert_eq!(AreaCode::new("K02000001").map(|c| c.level()), Ok(AreaLevel::Kingdom));
        assert_eq!(AreaCode::united_kingdom().level(), AreaLevel::Kingdom);
        assert_eq!(AreaCode::england().level(), AreaLevel::Nation);
        assert_eq!(AreaCode::new("K99999999").map(|c| c.level()), Ok(AreaLevel::Unallocated));
        let codes = ["E06000001", "E06000002", "E09000001", "K02000001"].map(|code| AreaCode::new(code).unwrap());
        assert!(codes.is_sorted());
        for wrong in ["", "E0900001", "09000018E", "Hillingdon", "N/A"] {
            assert!(AreaCode::new(wrong).is_err());
        }
    }
}
