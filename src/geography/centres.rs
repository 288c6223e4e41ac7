//! Centres of authorities, for distances between them.
//!
//! Belongs here: reading our CSV layout of centres, straight-line distances. Does not belong here:
//! outlines, which are for drawing.
//!
//! **Invariant:** every centre lies on the British national grid, and no area has two centres.

use crate::domain::{AreaCode, Result};
use std::collections::BTreeMap;

/// The centres of authorities.
#[derive(Debug, Clone, PartialEq)]
pub struct Centres(BTreeMap<AreaCode, (f64, f64)>);

const HEADER: [&str; 3] = ["area_code", "easting_km", "northing_km"];

/// The grid extends this far north, in kilometres, and less far east.
const GRID_KM: f64 = 1_300.0;

impl Centres {
    /// Reads `area_code,easting_km,northing_km`, one authority per line; lines beginning with `#`
    /// are citations.
    ///
    /// Errors with `F201` naming `file` and the line.
    pub fn parse(text: &str, file: &str) -> Result<Self> {
        let mut centres = BTreeMap::new();
        for (line, fields) in super::layout::rows(text, &HEADER, file)? {
            let wrong = |what: &str| super::layout::wrong(file, line).expected(what);
            let code = AreaCode::new(&fields[0]).map_err(|e| e.in_file(file).at_line(line, 1))?;
            let kilometres =
                |text: &str| text.parse::<f64>().ok().filter(|km| (0.0..=GRID_KM).contains(km));
            let easting = kilometres(&fields[1])
                .ok_or_else(|| wrong("kilometres from 0 to 1,300 in `easting_km`"))?;
            let northing = kilometres(&fields[2])
                .ok_or_else(|| wrong("kilometres from 0 to 1,300 in `northing_km`"))?;
            if centres.insert(code.clone(), (easting, northing)).is_some() {
                return Err(wrong("each area once").found(format!("{code} again")));
            }
        }
        Ok(Self(centres))
    }

    /// Kilometres between the centres of two areas as the crow flies; `None` where one has no
    /// centre.
    pub fn distance_km(&self, one: &AreaCode, other: &AreaCode) -> Option<f64> {
        let ((x, y), (u, v)) = (self.0.get(one)?, self.0.get(other)?);
        Some((x - u).hypot(y - v))
    }
}

#[cfg(test)]
mod tests {
    use super::Centres;
    use crate::domain::AreaCode;

    #[test]
    fn distances_are_those_of_the_map() {
        let centres =
            Centres::parse(include_str!("../../data/catalogue/areas/centres.csv"), "centres")
                .unwrap();
        let between = |one: &str, other: &str| {
            centres.distance_km(&AreaCode::new(one).unwrap(), &AreaCode::new(other).unwrap())
        };
        // mySociety, UK local authorities (2025): centroids of full outlines. Hillingdon 507.89,
        // 183.65; City of London 532.46, 181.22.
        let expected = (532.462_f64 - 507.890).hypot(181.223 - 183.653);
        assert!((between("E09000017", "E09000001").unwrap() - expected).abs() < 0.2);
        assert_eq!(between("E09000017", "E09000017"), Some(0.0));
        assert_eq!(between("E09000017", "E12000007"), None, "a region has no centre");
    }

    #[test]
    fn every_authority_in_force_has_a_centre() {
        let centres =
            Centres::parse(include_str!("../../data/catalogue/areas/centres.csv"), "centres")
                .unwrap();
        let geography = crate::geography::built_in();
        let day = jiff::civil::date(2026, 3, 31);
        let of = |region: &crate::geography::Area| geography.authorities_on(&region.code, day);
        let areas: Vec<_> = geography.regions().flat_map(of).collect();
        assert_eq!(areas.len(), 361);
        for area in areas {
            assert!(
                centres.distance_km(&area.code, &area.code).is_some(),
                "{} {}",
                area.code,
                area.name
            );
        }
    }

    #[test]
    fn lines_that_are_not_centres_say_where() {
        let of = |line: &str| {
            Centres::parse(&format!("area_code,easting_km,northing_km\n{line}\n"), "centres.csv")
        };
        for line in
            ["E09000001,x,1", "E09000001,1,-2", "E09000001,1,2000", "E09000001,1,2\nE09000001,1,2"]
        {
            let refused = of(line).unwrap_err();
            assert_eq!(refused.code().id, "F201", "{line}");
            assert!(refused.to_string().contains("centres.csv"), "{refused}");
        }
    }
}
