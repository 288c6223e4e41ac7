//! The register of areas: what exists, in what, since when, under which names.

use crate::domain::{AreaCode, AreaLevel, Date, Error, Result, error_codes, nearest, parse_publication_date};
use serde::Deserialize;
use std::collections::BTreeMap;

/// An area as the register holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// ONS code.
    pub code: AreaCode,
    /// Name printed by this project.
    pub name: String,
    /// Region of an English authority, otherwise the nation; `None` above the nations.
    pub parent: Option<AreaCode>,
    /// First day in force, when known.
    pub start: Option<Date>,
    /// Last day in force; `None` when in force.
    pub end: Option<Date>,
    /// The code that replaced this one for the same authority, where nothing else changed hands.
    pub became: Option<AreaCode>,
    /// The authorities that an abolished one went into.
    pub successors: Vec<AreaCode>,
}

/// Every area that publications count people in, 2009 to 2025.
#[derive(Debug, Clone)]
pub struct Geography {
    areas: BTreeMap<AreaCode, Area>,
    names: BTreeMap<String, Vec<AreaCode>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AreaLine {
    code: String,
    name: String,
    parent: String,
    start: String,
    end: String,
    became: String,
    successors: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AliasLine {
    code: String,
    alias: String,
    #[serde(rename = "reason")]
    _reason: String,
}

impl Geography {
    /// Reads `areas.csv` and `aliases.csv`. Errors with `F201` (malformed) and `F202` (parent or successor missing).
    pub fn read(areas: &str, aliases: &str) -> Result<Self> {
        let mut geography = Self { areas: BTreeMap::new(), names: BTreeMap::new() };
        for line in lines::<AreaLine>(areas, "areas/areas.csv")? {
            let area = line.into_area()?;
            geography.names.entry(folded(&area.name)).or_default().push(area.code.clone());
            let code = area.code.clone();
            if geography.areas.insert(code.clone(), area).is_some() {
                return Err(Error::new(error_codes::ID_REPEATED, "reading the register of areas")
                    .in_file("areas/areas.csv")
                    .at_key(code.as_str())
                    .found("a code a second time"));
            }
        }
        for line in lines::<AliasLine>(aliases, "areas/aliases.csv")? {
            let code = AreaCode::new(&line.code)?;
            geography.get(&code)?;
            geography.names.entry(folded(&line.alias)).or_default().push(code);
        }
        geography.check()?;
        Ok(geography)
    }

    /// The area of that code, or `F107`.
    pub fn get(&self, code: &AreaCode) -> Result<&Area> {
        self.areas.get(code).ok_or_else(|| {
            Error::new(error_codes::AREA_UNKNOWN, "looking up an area")
                .found(format!("code {code}"))
                .expected("a code in data/catalogue/areas/areas.csv")
        })
    }

    /// The areas that go by that name or one of its known variants, compared without case, punctuation, footnote
    /// digits and with `&` read as `and`.
    pub fn named(&self, name: &str) -> Vec<&Area> {
        self.names.get(&folded(name)).into_iter().flatten().filter_map(|code| self.areas.get(code)).collect()
    }

    /// True when `name` is a known name of the area: its own, or that of the same authority under another code.
    pub fn is_called(&self, code: &AreaCode, name: &str) -> bool {
        self.named(name).iter().any(|area| area.code == *code || self.current(&area.code) == self.current(code))
    }

    /// The code in force today for the same authority, following recodings (not mergers).
    pub fn current<'a>(&'a self, code: &'a AreaCode) -> &'a AreaCode {
        match self.areas.get(code).and_then(|area| area.became.as_ref()) {
            Some(next) if next != code => self.current(next),
            _ => code,
        }
    }

    /// The region or nation with its own Strategic Migration Partnership: by name or code, or `F302`.
    ///
    /// A leading "the" and spaces do not matter: `the North West`, `northwest`.
    pub fn region(&self, text: &str) -> Result<&Area> {
        let plain = folded(text);
        let plain = plain.strip_prefix("the ").unwrap_or(&plain);
        let by_code = AreaCode::new(text).ok().and_then(|code| self.areas.get(&code));
        let closed = |name: &str| name.replace(' ', "");
        let by_name =
            || self.names.iter().filter(|(name, _)| closed(name) == closed(plain)).flat_map(|(_, codes)| codes);
        let named = by_name().filter_map(|code| self.areas.get(code));
        by_code.into_iter().chain(named).find(|area| is_partnership(&area.code)).ok_or_else(|| {
            let names: Vec<&str> = self.regions().map(|area| area.name.as_str()).collect();
            Error::new(error_codes::UNKNOWN_AREA, "looking for a region")
                .at_key("--region")
                .found(format!("{text:?}"))
                .expected(format!("one of {}", names.join(", ")))
                .help("write the region's name in full, such as --region \"North West\"")
        })
    }

    /// The area of that code or exact name, or `F302`. Where a name is shared by codes, the one in force is meant.
    pub fn find(&self, text: &str) -> Result<&Area> {
        let by_code = AreaCode::new(text).ok().and_then(|code| self.areas.get(&code));
        by_code.or_else(|| self.named(text).into_iter().find(|area| area.end.is_none())).ok_or_else(|| {
            let error = Error::new(error_codes::UNKNOWN_AREA, "looking for an area").found(format!("{text:?}"));
            match self.meant(text).as_slice() {
                [] => error,
                names => error.help(format!("did you mean {}?", names.join(" or "))),
            }
        })
    }

    /// The areas in force whose name has all the words of a text, else the one with the nearest name.
    fn meant(&self, text: &str) -> Vec<String> {
        let in_force = || self.areas.values().filter(|area| area.end.is_none());
        let words = folded(text);
        let has_all = |area: &&Area| {
            let name = folded(&area.name);
            !words.is_empty() && words.split(' ').all(|word| name.split(' ').any(|part| part == word))
        };
        let by_word: Vec<String> = in_force().filter(has_all).map(|area| format!("{:?}", area.name)).take(3).collect();
        if !by_word.is_empty() {
            return by_word;
        }
        let names: Vec<&str> = in_force().map(|area| area.name.as_str()).collect();
        nearest(text, &names).map(|name| format!("{name:?}")).into_iter().collect()
    }

    /// The region or nation with a Strategic Migration Partnership that an area lies in, or is.
    pub fn partnership_of(&self, area: &AreaCode) -> Option<&Area> {
        let area = self.areas.get(area)?;
        if is_partnership(&area.code) {
            return Some(area);
        }
        area.parent.as_ref().and_then(|parent| self.partnership_of(parent))
    }

    /// The twelve regions and nations that have a Strategic Migration Partnership, by code.
    pub fn regions(&self) -> impl Iterator<Item = &Area> {
        self.areas.values().filter(|area| is_partnership(&area.code))
    }

    /// Every area, by code.
    pub fn all(&self) -> impl Iterator<Item = &Area> {
        self.areas.values()
    }

    /// The authorities of a region or nation in force on a day, by current code and without recoded doubles.
    /// For a kingdom code: all authorities of its nations.
    pub fn authorities_on(&self, whole: &AreaCode, day: Date) -> Vec<&Area> {
        self.areas
            .values()
            .filter(|area| area.code.level() == AreaLevel::Authority && self.contains(whole, &area.code))
            .filter(|area| {
                let recoded_later = area.became.is_some();
                let begun = area.start.is_none_or(|start| start <= day) || self.replaces_one_in_force(&area.code, day);
                begun && area.end.is_none_or(|end| end >= day) && !recoded_later
            })
            .collect()
    }

    /// True when `part` lies in `whole`, at whatever depth; a code contains itself.
    pub fn contains(&self, whole: &AreaCode, part: &AreaCode) -> bool {
        if whole == part || *whole == AreaCode::united_kingdom() {
            return true;
        }
        let nations: &[&str] = match whole.as_str() {
            "K03000001" => &["E92000001", "W92000004", "S92000003"],
            "K04000001" => &["E92000001", "W92000004"],
            _ => &[],
        };
        if nations.iter().any(|nation| part.as_str() == *nation) {
            return true;
        }
        self.areas.get(part).and_then(|area| area.parent.as_ref()).is_some_and(|parent| self.contains(whole, parent))
    }

    /// True when the parents or the recodings of an area form a circle.
    fn ends_nowhere(&self, code: &AreaCode) -> bool {
        let circular = |step: fn(&Area) -> Option<&AreaCode>| {
            let mut current = self.areas.get(code);
            for _ in 0..8 {
                current = current.and_then(step).and_then(|next| self.areas.get(next));
            }
            current.is_some()
        };
        circular(|area| area.parent.as_ref()) || circular(|area| area.became.as_ref())
    }

    fn replaces_one_in_force(&self, code: &AreaCode, day: Date) -> bool {
        self.areas
            .values()
            .filter(|area| area.became.as_ref() == Some(code))
            .any(|area| area.start.is_none_or(|start| start <= day))
    }

    fn check(&self) -> Result<()> {
        for area in self.areas.values() {
            for code in [&area.parent, &area.became].into_iter().flatten().chain(&area.successors) {
                // Neither the nations nor a recoding lead back to where they began: three steps suffice for both.
                let circular = self.ends_nowhere(&area.code);
                if circular || !self.areas.contains_key(code) {
                    return Err(Error::new(error_codes::REFERENCE_DANGLING, "reading the register of areas")
                        .in_file("areas/areas.csv")
                        .at_key(area.code.as_str())
                        .found(code.as_str().to_owned())
                        .expected("the code of an area of the same file"));
                }
            }
        }
        Ok(())
    }
}

fn is_partnership(code: &AreaCode) -> bool {
    match code.level() {
        AreaLevel::Region => true,
        AreaLevel::Nation => *code != AreaCode::england(),
        _ => false,
    }
}

impl AreaLine {
    fn into_area(self) -> Result<Area> {
        let optional = |text: &str| if text.is_empty() { Ok(None) } else { AreaCode::new(text).map(Some) };
        let date = |text: &str| match parse_publication_date(text) {
            None if !text.is_empty() => {
                Err(Error::new(error_codes::DEFINITION_UNREADABLE, "reading the register of areas")
                    .in_file("areas/areas.csv")
                    .at_key(&self.code)
                    .found(format!("the date {text:?}"))
                    .expected("a day such as 2009-01-01, or nothing"))
            }
            day => Ok(day),
        };
        Ok(Area {
            code: AreaCode::new(&self.code)?,
            parent: optional(&self.parent)?,
            became: optional(&self.became)?,
            start: date(&self.start)?,
            end: date(&self.end)?,
            successors: self.successors.split_whitespace().map(AreaCode::new).collect::<Result<_>>()?,
            name: self.name,
        })
    }
}

fn lines<T: serde::de::DeserializeOwned>(text: &str, file: &str) -> Result<Vec<T>> {
    csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .from_reader(text.as_bytes())
        .deserialize()
        .collect::<std::result::Result<_, csv::Error>>()
        .map_err(|error| {
            let line = error.position().map_or(1, csv::Position::line);
            Error::new(error_codes::DEFINITION_UNREADABLE, "reading the register of areas")
                .in_file(file)
                .at_line(usize::try_from(line).unwrap_or(1), 1)
                .found(error.to_string())
        })
}

/// A name for comparison: lower case, `&` as `and`, letters only (footnote digits and punctuation fall away).
fn folded(name: &str) -> String {
    let name = name.to_lowercase().replace('&', " and ");
    let letters: String = name.chars().map(|c| if c.is_alphabetic() { c } else { ' ' }).collect();
    letters.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::Geography;
    use crate::domain::AreaCode;
    use jiff::civil::date;

    fn geography() -> Geography {
        Geography::read(
            include_str!("../../data/catalogue/areas/areas.csv"),
            include_str!("../../data/catalogue/areas/aliases.csv"),
        )
        .unwrap()
    }

    #[test]
    fn the_united_kingdom_has_361_authorities_and_london_33() {
        // ONS, Local Authority District to Country (April 2023) Lookup in the UK: 361 districts.
        let geography = geography();
        let on = date(2025, 12, 31);
        let uk = AreaCode::new("K02000001").unwrap();
        let london = AreaCode::new("E12000007").unwrap();
        assert_eq!(geography.authorities_on(&uk, on).len(), 361);
        assert_eq!(geography.authorities_on(&london, on).len(), 33);
        // ONS mid-2021 estimates on 2021 boundaries list 374 districts (309 + 22 + 32 + 11).
        assert_eq!(geography.authorities_on(&uk, date(2022, 6, 30)).len(), 374);
        let sum: usize = geography.regions().map(|r| geography.authorities_on(&r.code, on).len()).sum();
        assert_eq!(sum, 361);
    }

    #[test]
    fn names_are_found_in_every_spelling() {
        let geography = geography();
        for name in ["Barking & Dagenham", "Barking_and_Dagenham", "BARKING AND DAGENHAM", "Barking and Dagenham2"] {
            assert_eq!(geography.find(name).unwrap().code.as_str(), "E09000002", "{name}");
        }
        assert_eq!(geography.find("Kingston-upon-Thames").unwrap().code.as_str(), "E09000021");
        assert_eq!(geography.region("yorkshire and the humber").unwrap().code.as_str(), "E12000003");
        for (text, code) in [
            ("the North West", "E12000002"),
            ("northwest", "E12000002"),
            ("NI", "N92000002"),
            ("Greater London", "E12000007"),
        ] {
            assert_eq!(geography.region(text).unwrap().code.as_str(), code, "{text}");
        }
        assert!(geography.region("England").is_err());
        for (text, meant) in [("Glasgow", "Glasgow City"), ("Bristol", "Bristol, City of"), ("Durham", "County Durham")]
        {
            assert!(geography.find(text).unwrap_err().to_string().contains(meant), "{text}");
        }
    }

    #[test]
    fn a_recoded_authority_is_one_authority() {
        let geography = geography();
        let old = AreaCode::new("E08000019").unwrap();
        assert_eq!(geography.current(&old).as_str(), "E08000039");
        assert!(geography.is_called(&old, "Sheffield"));
        assert!(!geography.is_called(&old, "Leeds"));
        let yorkshire = AreaCode::new("E12000003").unwrap();
        for day in [date(2024, 9, 30), date(2025, 12, 31)] {
            let sheffields = geography.authorities_on(&yorkshire, day).into_iter().filter(|a| a.name == "Sheffield");
            assert_eq!(sheffields.count(), 1, "{day}");
        }
    }
}
