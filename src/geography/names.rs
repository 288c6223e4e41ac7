//! Names and spellings: finds the area that a publication prints or a user types.
//!
//! Belongs here: folding a name for comparison, and choosing among the areas that share one. Other
//! names for an area are data; `aliases.csv` lists them.
//!
//! **Invariant:** no two authorities, regions or nations in force share a folded name.

use super::area::{Area, is_partnership};
use crate::domain::{AreaCode, AreaLevel, Error, Field, Result, error_codes, nearest, normal_text};
use std::collections::BTreeMap;

/// All areas, by code.
type Areas = BTreeMap<AreaCode, Area>;

/// Folded names with the areas that have them.
#[derive(Debug, Clone, Default)]
pub(super) struct Names(BTreeMap<String, Vec<AreaCode>>);

impl Names {
    /// The areas' own names.
    pub(super) fn of<'a>(areas: impl Iterator<Item = &'a Area>) -> Self {
        let mut names = Self::default();
        areas.for_each(|area| names.add(&area.name, &area.code));
        names
    }

    /// Adds a name of an area.
    pub(super) fn add(&mut self, name: &str, area: &AreaCode) {
        let codes = self.0.entry(folded(name)).or_default();
        if !codes.contains(area) {
            codes.push(area.clone());
        }
    }

    /// The areas with a name; counties only if no other area has it.
    pub(super) fn named<'a>(&self, name: &str, areas: &'a Areas) -> Vec<&'a Area> {
        let all: Vec<&Area> = self.all_named(name, areas).collect();
        let is_county = |area: &&Area| area.code.level() == AreaLevel::County;
        if all.iter().all(is_county) {
            all
        } else {
            all.into_iter().filter(|area| !is_county(area)).collect()
        }
    }

    /// The areas with a name, including counties.
    pub(super) fn all_named<'a>(
        &self,
        name: &str,
        areas: &'a Areas,
    ) -> impl Iterator<Item = &'a Area> + use<'a> {
        let codes = match self.0.get(&folded(name)) {
            Some(codes) => codes.clone(),
            None => self.in_two_languages(name).unwrap_or_default(),
        };
        codes.into_iter().filter_map(|code| areas.get(&code))
    }

    /// The areas that every part of a name refers to. `None` if the name has one part only, or a
    /// part that matches none of them.
    fn in_two_languages(&self, name: &str) -> Option<Vec<AreaCode>> {
        let parts: Vec<&str> =
            name.split(['/', '(', ')', '\n']).filter(|part| !folded(part).is_empty()).collect();
        let (first, others) = parts.split_first().filter(|(_, others)| !others.is_empty())?;
        let named = |part: &&str| self.0.get(&folded(part));
        let mut codes = named(first)?.clone();
        for other in others {
            let other = named(other)?;
            codes.retain(|code| other.contains(code));
        }
        Some(codes).filter(|codes| !codes.is_empty())
    }

    /// The region or nation with its own Strategic Migration Partnership, by name or code;
    /// otherwise `F302`.
    ///
    /// A leading "the" and spaces are ignored: `the North West`, `northwest`.
    pub(super) fn region<'a>(&self, text: &str, areas: &'a Areas) -> Result<&'a Area> {
        let plain = folded(text);
        let plain = plain.strip_prefix("the ").unwrap_or(&plain);
        let by_code = AreaCode::new(text).ok().and_then(|code| areas.get(&code));
        let closed = |name: &str| name.replace(' ', "");
        let by_name = || {
            self.0
                .iter()
                .filter(|(name, _)| closed(name) == closed(plain))
                .flat_map(|(_, codes)| codes)
        };
        let named = by_name().filter_map(|code| areas.get(code));
        by_code.into_iter().chain(named).find(|area| is_partnership(&area.code)).ok_or_else(|| {
            let regions = areas.values().filter(|area| is_partnership(&area.code));
            let names: Vec<&str> = regions.map(|area| area.name.as_str()).collect();
            Error::new(error_codes::UNKNOWN_AREA, "looking for a region")
                .at_field(Field::Region)
                .found(format!("{text:?}"))
                .expected(format!("one of {}", names.join(", ")))
                .help(format!(
                    "write the region's name in full, such as {}",
                    Field::Region.set_to("\"North West\"")
                ))
        })
    }

    /// The area with that code or exact name, or `F302`. Where several codes share a name, the code
    /// in force is used.
    pub(super) fn find<'a>(&self, text: &str, areas: &'a Areas) -> Result<&'a Area> {
        let by_code = AreaCode::new(text).ok().and_then(|code| areas.get(&code));
        by_code
            .or_else(|| self.named(text, areas).into_iter().find(|area| area.end.is_none()))
            .ok_or_else(|| {
                let error = Error::new(error_codes::UNKNOWN_AREA, "looking for an area")
                    .found(format!("{text:?}"));
                match meant(text, areas).as_slice() {
                    [] => error,
                    names => error.help(format!("did you mean {}?", names.join(" or "))),
                }
            })
    }
}

/// The areas in force whose name contains all words of a text, otherwise the one with the nearest
/// name.
fn meant(text: &str, areas: &Areas) -> Vec<String> {
    let in_force = || areas.values().filter(|area| area.end.is_none());
    let words = folded(text);
    let has_all = |area: &&Area| {
        let name = folded(&area.name);
        !words.is_empty() && words.split(' ').all(|word| name.split(' ').any(|part| part == word))
    };
    let by_word: Vec<String> =
        in_force().filter(has_all).map(|area| format!("{:?}", area.name)).take(3).collect();
    if !by_word.is_empty() {
        return by_word;
    }
    let names: Vec<&str> = in_force().map(|area| area.name.as_str()).collect();
    nearest(text, &names).map(|name| format!("{name:?}")).into_iter().collect()
}
/// A name for comparison: its normal form with letters only, without footnote digits and
/// punctuation. The UA after names of unitary authorities is removed. "X, City of" and "X, County
/// of" become "City of X" and "County of X".
///
/// "City of" itself is never removed, because it alone distinguishes the City of London from
/// London.
fn folded(name: &str) -> String {
    let letters: String =
        normal_text(name).chars().map(|c| if c.is_alphabetic() { c } else { ' ' }).collect();
    let mut plain = letters.split_whitespace().collect::<Vec<_>>().join(" ");
    plain.truncate(plain.strip_suffix(" ua").unwrap_or(&plain).len());
    for title in ["city of", "county of"] {
        if let Some(stem) = plain.strip_suffix(title).filter(|stem| stem.ends_with(' ')) {
            return format!("{title} {}", stem.trim_end());
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::folded;
    use crate::domain::{AreaLevel, Date};
    use crate::geography::areas::tests::{code, geography};
    use std::collections::BTreeMap;

    #[test]
    #[expect(clippy::too_many_lines, reason = "one list of names")]
    fn names_are_found_in_every_spelling() {
        let geography = geography();
        for (names, expected) in [
            (
                &[
                    "Barking & Dagenham",
                    "Barking_and_Dagenham",
                    "BARKING AND DAGENHAM",
                    "Barking and Dagenham2",
                ][..],
                "E09000002",
            ),
            (&["Westminster2", "City of Westminster", "Westminster, City of"], "E09000033"),
            (&["Kingston-upon-Thames", "Kingston_upon_Thames"], "E09000021"),
            (&["Hammersmith & Fulham", "Hammersmith and Fulham"], "E09000013"),
            (&["Kensington & Chelsea"], "E09000020"),
            (&["City of London", "London, City of", "City_of_London"], "E09000001"),
            (&["London", "Greater London", "LONDON"], "E12000007"),
            (&["St. Helens", "St Helens"], "E08000013"),
            (&["Bristol, City of", "City of Bristol", "Bristol City of", "Bristol"], "E06000023"),
            (
                &["Herefordshire, County of", "County of Herefordshire", "Herefordshire"],
                "E06000019",
            ),
            (
                &[
                    "Kingston upon Hull, City of",
                    "Kingston Upon Hull City of",
                    "Kingston upon Hull",
                    "Hull",
                ],
                "E06000010",
            ),
            (&["County Durham", "Durham", "County Durham UA", "Durham (UA)"], "E06000047"),
            (
                &[
                    "King's Lynn and West Norfolk",
                    "King\u{2019}s Lynn & West Norfolk",
                    "Kings Lynn and West Norfolk",
                ],
                "E07000146",
            ),
            (&["Rhondda Cynon Taf", "Rhondda Cynon Taff", "Rhondda, Cynon, Taff"], "W06000016"),
            (&["Isles of Scilly"], "E06000053"),
            (&["Vale of Glamorgan", "The Vale of Glamorgan"], "W06000014"),
            (
                &[
                    "Isle of Anglesey",
                    "Anglesey",
                    "Ynys Môn",
                    "Ynys Mon",
                    "Ynys Môn / Isle of Anglesey",
                ][..],
                "W06000001",
            ),
            (&["Isle of Anglesey (Ynys Môn)", "Ynys Môn\nIsle of Anglesey [note 1]"], "W06000001"),
            (&["Torfaen / Torfaen", "Torfaen/Torfaen²"], "W06000020"),
            (&["Caerdydd / Cardiff", "Cardiff / Caerdydd"], "W06000015"),
            (&["Abertawe / Swansea"], "W06000011"),
            (&["Rhondda Cynon Taf / Rhondda Cynon Taff"], "W06000016"),
            (&["Barking\u{a0}and  Dagenham [note 3]", "Barking – and – Dagenham*"], "E09000002"),
            (
                &[
                    "Comhairle nan Eilean Siar",
                    "Na h-Eileanan Siar",
                    "Eilean Siar",
                    "Western Isles",
                ],
                "S12000013",
            ),
            (&["Shetland", "Shetland Islands"], "S12000027"),
            (&["Argyll & Bute"], "S12000035"),
            (
                &["Armagh City, Banbridge and Craigavon", "Armagh, Banbridge and Craigavon"],
                "N09000002",
            ),
            (&["Derry City and Strabane", "Derry City & Strabane"], "N09000005"),
            (&["City of Edinburgh", "Edinburgh, City of", "Edinburgh"], "S12000036"),
            (&["Dundee City", "Dundee"], "S12000042"),
            (&["Glasgow City", "Glasgow"], "S12000049"),
            (&["East of England", "EAST"], "E12000006"),
            (
                &["Yorkshire and The Humber", "Yorkshire & Humberside", "Yorkshire & the Humber"],
                "E12000003",
            ),
        ] {
            for name in names {
                assert_eq!(geography.find(name).unwrap().code.as_str(), expected, "{name}");
            }
        }
        for name in ["Caerdydd / Swansea", "Torfaen / Nowhere", "Nowhere / Torfaen", "/", "()"] {
            assert!(geography.named(name).is_empty(), "{name}");
        }
        for (text, meant) in [("Dunbartonshire", "East Dunbartonshire"), ("Sheffeld", "Sheffield")]
        {
            assert!(geography.find(text).unwrap_err().to_string().contains(meant), "{text}");
        }
    }

    #[test]
    fn regions_go_by_name_and_by_code() {
        let geography = geography();
        for (text, code) in [
            ("the North West", "E12000002"),
            ("northwest", "E12000002"),
            ("yorkshire and the humber", "E12000003"),
            ("West Midlands", "E12000005"),
            ("NI", "N92000002"),
            ("Greater London", "E12000007"),
        ] {
            assert_eq!(geography.region(text).unwrap().code.as_str(), code, "{text}");
        }
        assert!(geography.region("England").is_err());
    }

    #[test]
    fn no_two_areas_in_force_share_a_folded_name() {
        let geography = geography();
        for counties in [false, true] {
            for (name, codes) in &geography.names.0 {
                let in_force = codes
                    .iter()
                    .filter_map(|code| geography.get(code).ok())
                    .filter(|area| area.end.is_none());
                let alike: Vec<&str> = in_force
                    .filter(|area| (area.code.level() == AreaLevel::County) == counties)
                    .map(|area| area.code.as_str())
                    .collect();
                assert!(alike.len() <= 1, "{name:?} is shared by {alike:?}");
            }
        }
        let mut closed: BTreeMap<String, &str> = BTreeMap::new();
        for region in geography.regions() {
            assert_eq!(
                closed.insert(folded(&region.name).replace(' ', ""), region.code.as_str()),
                None
            );
        }
    }

    #[test]
    fn areas_in_force_at_once_have_one_folded_name_only_where_they_have_one_name() {
        let geography = geography();
        let day = |day: Option<Date>, open: Date| day.unwrap_or(open);
        let (first, last) = (Date::constant(1900, 1, 1), Date::constant(2200, 1, 1));
        let areas: Vec<_> = geography.all().collect();
        for (at, one) in areas.iter().enumerate() {
            for another in &areas[at + 1..] {
                let together = day(one.start, first) <= day(another.end, last)
                    && day(another.start, first) <= day(one.end, last);
                let alike = folded(&one.name) == folded(&another.name);
                assert!(
                    !(together && alike) || one.name == another.name,
                    "{} {}",
                    one.name,
                    another.name
                );
            }
        }
    }

    #[test]
    fn an_authority_comes_before_the_county_of_its_name() {
        let geography = geography();
        for (name, authority, county) in [
            ("North Yorkshire", "E06000065", "E10000023"),
            ("Somerset", "E06000066", "E10000027"),
            ("Cornwall", "E06000052", "E10000005"),
            ("West Midlands", "E12000005", "E11000005"),
        ] {
            assert_eq!(geography.find(name).unwrap().code, code(authority), "{name}");
            assert!(
                geography.named(name).iter().all(|area| area.code.level() != AreaLevel::County),
                "{name}"
            );
            // A row that prints the county's own code next to the name is not a contradiction.
            assert!(geography.is_called(&code(county), name), "{name}");
        }
        assert_eq!(geography.find("Kent").unwrap().code, code("E10000016"));
        assert!(geography.is_called(&code("E11000003"), "South Yorkshire (Met County)"));
    }
}
