//! Generalised outlines of areas, for drawing.
//!
//! Belongs here: reading our CSV layout of outlines, and the lines that their licence requires to
//! be printed. Does not belong here: projections and colours (in the charts), distances or areas
//! (the outlines are far too coarse for measuring).
//!
//! **Invariant:** every [`Outline`] has at least one ring. Every ring has at least three distinct
//! points with finite coordinates on the globe. A ring is closed implicitly, from its last point to
//! its first.

use crate::domain::{AreaCode, Error, Result, error_codes};
use itertools::Itertools;
use std::sync::Arc;

/// The outline of one area: one ring for each separate piece of land.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline {
    /// The area.
    pub code: AreaCode,
    /// Rings of longitude and latitude in degrees (WGS84), closed implicitly.
    pub rings: Vec<Vec<(f64, f64)>>,
    /// The lines that the licence requires to be printed with the outline.
    pub attribution: Arc<[String]>,
}

const HEADER: [&str; 4] = ["area_code", "ring", "longitude", "latitude"];

/// Reads `area_code,ring,longitude,latitude`, one vertex per line, in drawing order. Lines
/// beginning with `#` are citations; `# attribution: …` is printed with each map. The vertices of a
/// ring are consecutive, and so are the rings of an area.
///
/// Errors with `F201` naming `file` and the line.
pub fn parse_outlines(text: &str, file: &str) -> Result<Vec<Outline>> {
    let mut outlines: Vec<Outline> = Vec::new();
    let mut open_ring = None;
    let attribution = attribution_of(text);
    for (line, fields) in super::layout::rows(text, &HEADER, file)? {
        let wrong = |what: &str| super::layout::wrong(file, line).expected(what);
        let code = AreaCode::new(&fields[0]).map_err(|e| e.in_file(file).at_line(line, 1))?;
        let ring: u32 = fields[1].parse().map_err(|_| wrong("a whole number in `ring`"))?;
        let longitude = degrees(&fields[2], 180.0)
            .ok_or_else(|| wrong("degrees from -180 to 180 in `longitude`"))?;
        let latitude = degrees(&fields[3], 90.0)
            .ok_or_else(|| wrong("degrees from -90 to 90 in `latitude`"))?;
        if outlines.last().is_none_or(|last| last.code != code) {
            if outlines.iter().any(|outline| outline.code == code) {
                return Err(wrong("the vertices of an area to stand together")
                    .found(format!("{code} again")));
            }
            outlines.push(Outline { code, rings: Vec::new(), attribution: attribution.clone() });
            open_ring = None;
        }
        let Some(outline) = outlines.last_mut() else { continue };
        if open_ring != Some(ring) {
            outline.rings.push(Vec::new());
            open_ring = Some(ring);
        }
        if let Some(points) = outline.rings.last_mut() {
            points.push((longitude, latitude));
        }
    }
    outlines.iter().try_for_each(|outline| check_rings(outline, file))?;
    Ok(outlines)
}

/// The lines after `# attribution:` in the citation of a file.
fn attribution_of(text: &str) -> Arc<[String]> {
    let lines = text.lines().filter_map(|line| line.strip_prefix("# attribution:"));
    lines.map(|line| line.trim().to_owned()).collect()
}

fn degrees(text: &str, limit: f64) -> Option<f64> {
    text.parse::<f64>().ok().filter(|value| value.abs() <= limit)
}

fn check_rings(outline: &Outline, file: &str) -> Result<()> {
    for ring in &outline.rings {
        let distinct = ring
            .iter()
            .unique_by(|(longitude, latitude)| [longitude, latitude].map(|one| one.to_bits()));
        if distinct.count() < 3 {
            return Err(Error::new(error_codes::DEFINITION_UNREADABLE, "reading outlines")
                .in_file(file)
                .at_key(outline.code.as_str())
                .found("a ring with fewer than three distinct points")
                .help("leave the ring out: it has no area"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::parse_outlines;

    const LONDON: &str = include_str!("../../data/catalogue/areas/outlines-london.csv");

    #[test]
    fn london_has_33_authorities_with_shared_borders() {
        let outlines = parse_outlines(LONDON, "outlines-london.csv").unwrap();
        assert_eq!(outlines.len(), 33);
        assert!(
            outlines.iter().all(|outline| outline.attribution[0].starts_with("Contains OS data ©"))
        );
        let vertices: usize = outlines.iter().flat_map(|o| &o.rings).map(Vec::len).sum();
        assert!((500..700).contains(&vertices), "{vertices}");
        let shared = |point| {
            outlines.iter().filter(|o| o.rings.iter().flatten().any(|p| p == point)).count()
        };
        for outline in &outlines {
            let on_borders = outline.rings[0].iter().filter(|point| shared(*point) > 1).count();
            assert!(on_borders >= 2, "{} shares no border", outline.code);
        }
    }

    #[test]
    fn refuses_what_cannot_be_drawn() {
        let head = "# citation\narea_code,ring,longitude,latitude\n";
        let point = "E09000001,1,0.0,51.0\n";
        for (body, line) in [
            ("E09000001,1,0.0\n".to_owned(), Some((3, 1))),
            ("E09000001,1,200,51\n".to_owned(), Some((3, 1))),
            ("E09000001,1,nan,51\n".to_owned(), Some((3, 1))),
            (format!("{point}E09000002,1,1,51\n{point}"), Some((5, 1))),
            (format!("{point}{point}E09000001,1,1,51\n"), None),
        ] {
            let error = parse_outlines(&format!("{head}{body}"), "x.csv").unwrap_err();
            assert_eq!(error.code().id, "F201", "{body}");
            assert_eq!(error.place().line, line, "{body}");
        }
        assert!(parse_outlines("code,ring\n", "x.csv").is_err());
    }
}
