//! Area codes: the nine-character codes of the Office for National Statistics.

use super::{Error, Result, error_codes};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

/// A nine-character ONS (GSS) code such as `E09000018`: a letter for the country and eight digits.
///
/// `K99999999` and `K99999998` are this project's own codes. They follow the ONS pattern of nines
/// for "not a place". They are for people not allocated to an authority, and for people whose kind
/// of support was not published by authority.
#[derive(Clone, Deserialize, Serialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct AreaCode {
    /// One number for each code, in the order of the text. Ordered maps of areas spend most of
    /// their time comparing codes.
    order: u32,
    text: [u8; LENGTH],
}

/// Number of characters in a code.
const LENGTH: usize = 9;

/// The kind of area that a code identifies, as far as the briefing distinguishes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AreaLevel {
    /// Lower-tier or unitary authority, London borough, council area, local government district.
    Authority,
    /// Upper-tier county or metropolitan county. A sum of authorities never includes one.
    County,
    /// Inner or Outer London, as defined by the Office for National Statistics: a wider area within
    /// a region.
    SubRegion,
    /// One of the nine English regions.
    Region,
    /// England, Wales, Scotland, Northern Ireland.
    Nation,
    /// A grouping of nations: England and Wales, Great Britain, the United Kingdom.
    Kingdom,
    /// People without an authority: included in the United Kingdom, shown in no borough.
    Unallocated,
    /// A kind of area that the program does not read, such as a health board, or no area.
    #[serde(skip)]
    Other,
}

impl TryFrom<String> for AreaCode {
    type Error = String;

    fn try_from(text: String) -> std::result::Result<Self, String> {
        Self::new(&text).map_err(|_| format!("{text:?} is no area code, such as E09000018"))
    }
}

impl From<AreaCode> for String {
    fn from(code: AreaCode) -> Self {
        code.as_str().to_owned()
    }
}

impl AreaCode {
    /// Checks the form of a code. Errors with `F107`; `geography` checks whether the area exists.
    pub fn new(text: &str) -> Result<Self> {
        let bytes: Option<[u8; LENGTH]> = text.trim().as_bytes().try_into().ok();
        if let Some(code) = bytes.and_then(Self::formed) {
            return Ok(code);
        }
        Err(Error::new(error_codes::AREA_UNKNOWN, "reading an area code")
            .found(format!("{:?}", text.trim()))
            .expected("a letter E, W, S, N or K and eight digits, such as E09000018"))
    }

    /// The code with these characters; `None` unless they are a country's letter followed by
    /// digits.
    const fn formed(text: [u8; LENGTH]) -> Option<Self> {
        let mut order = match text[0] {
            b'E' => 0,
            b'K' => 1,
            b'N' => 2,
            b'S' => 3,
            b'W' => 4,
            _ => return None,
        };
        let mut place = 1;
        while place < LENGTH {
            if !text[place].is_ascii_digit() {
                return None;
            }
            order = 10 * order + (text[place] - b'0') as u32;
            place += 1;
        }
        Some(Self { order, text })
    }

    /// One of this project's own constants. The build fails if its form is wrong.
    const fn known(text: [u8; LENGTH]) -> Self {
        match Self::formed(text) {
            Some(code) => code,
            None => panic!("no area code"),
        }
    }

    /// The United Kingdom.
    pub fn united_kingdom() -> Self {
        const { Self::known(*b"K02000001") }
    }

    /// England, the nation whose regions have partnerships of their own.
    pub fn england() -> Self {
        const { Self::known(*b"E92000001") }
    }

    /// People counted in no authority: those not allocated to one, and those whose authority is not
    /// published.
    pub fn unallocated() -> [Self; 2] {
        const { [Self::known(*b"K99999998"), Self::known(*b"K99999999")] }
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        // `new` accepts ASCII only.
        std::str::from_utf8(&self.text).unwrap_or_default()
    }

    /// True for a district that lies in a county with a council of its own.
    pub fn is_district(&self) -> bool {
        self.text.starts_with(b"E07")
    }

    /// True for a county with a council; metropolitan counties have no council.
    pub fn is_county_council(&self) -> bool {
        self.text.starts_with(b"E10")
    }

    /// The level of the area, from the code's entity prefix (ONS Register of Geographic Codes).
    pub fn level(&self) -> AreaLevel {
        match &self.text[..3] {
            b"E06" | b"E07" | b"E08" | b"E09" | b"W06" | b"S12" | b"N09" => AreaLevel::Authority,
            b"E12" => AreaLevel::Region,
            b"E13" => AreaLevel::SubRegion,
            b"E92" | b"W92" | b"S92" | b"N92" => AreaLevel::Nation,
            b"K99" => AreaLevel::Unallocated,
            b"K02" | b"K03" | b"K04" => AreaLevel::Kingdom,
            b"E10" | b"E11" => AreaLevel::County,
            _ => AreaLevel::Other,
        }
    }
}

impl PartialEq for AreaCode {
    fn eq(&self, other: &Self) -> bool {
        self.order == other.order
    }
}

impl Eq for AreaCode {}

impl Hash for AreaCode {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.order.hash(state);
    }
}

/// Codes sort in the order of their text.
impl Ord for AreaCode {
    fn cmp(&self, other: &Self) -> Ordering {
        self.order.cmp(&other.order)
    }
}

impl PartialOrd for AreaCode {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Debug for AreaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for AreaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
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
        for other in ["E80000017", "E19000017", "E47000001", "S21000001", "W11000023", "E00000001"]
        {
            assert_eq!(AreaCode::new(other).map(|c| c.level()), Ok(AreaLevel::Other), "{other}");
        }
        assert_eq!(AreaCode::new("K02000001").map(|c| c.level()), Ok(AreaLevel::Kingdom));
        assert_eq!(AreaCode::united_kingdom().level(), AreaLevel::Kingdom);
        assert_eq!(AreaCode::england().level(), AreaLevel::Nation);
        assert_eq!(AreaCode::new("K99999999").map(|c| c.level()), Ok(AreaLevel::Unallocated));
        let codes = [
            "E06000001",
            "E06000002",
            "E09000001",
            "K02000001",
            "N09000001",
            "S12000033",
            "W06000001",
        ]
        .map(|code| AreaCode::new(code).unwrap());
        assert!(codes.is_sorted());
        for wrong in ["", "E0900001", "09000018E", "Hillingdon", "N/A"] {
            assert!(AreaCode::new(wrong).is_err());
        }
    }
}
