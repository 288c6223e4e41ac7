//! Reads the register of areas from its files and checks its invariant.

use super::{Geography, made_of, replaced};
use crate::domain::{AreaCode, Error, Result, error_codes, parse_publication_date};
use crate::geography::area::Area;
use crate::geography::groups::{Group, GroupLine, Groups};
use crate::geography::names::Names;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

const AREAS: &str = "areas/areas.csv";
const ALIASES: &str = "areas/aliases.csv";
const COUNTIES: &str = "areas/counties.csv";
const GROUPS: &str = "areas/groups.csv";

/// The texts of the files that make up the register, in `data/catalogue/areas/`.
#[derive(Debug, Clone, Copy)]
pub struct Register<'a> {
    /// `areas.csv`: every area with its region, its dates in force and its successors.
    pub areas: &'a str,
    /// `aliases.csv`: other names.
    pub aliases: &'a str,
    /// `counties.csv`: the districts of each county.
    pub counties: &'a str,
    /// `groups.csv`: groupings of authorities, such as Inner London.
    pub groups: &'a str,
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CountyLine {
    code: String,
    districts: String,
}

impl Geography {
    /// Reads the files of the register. Errors with `F201` (malformed), `F202` (a missing area) and
    /// `F203` (a duplicate area, county or group).
    pub fn read(register: &Register<'_>) -> Result<Self> {
        let mut areas = BTreeMap::new();
        for line in lines::<AreaLine>(register.areas, AREAS)? {
            let area = line.into_area()?;
            if let Some(earlier) = areas.insert(area.code.clone(), area) {
                return Err(repeated(AREAS, earlier.code.as_str()));
            }
        }
        let mut names = Names::of(areas.values());
        for line in lines::<AliasLine>(register.aliases, ALIASES)? {
            names.add(&line.alias, &present(&areas, &line.code, ALIASES)?.code);
        }
        let mut members: BTreeMap<AreaCode, BTreeSet<AreaCode>> = BTreeMap::new();
        for line in lines::<CountyLine>(register.counties, COUNTIES)? {
            let county = present(&areas, &line.code, COUNTIES)?.code.clone();
            let districts = line
                .districts
                .split_whitespace()
                .map(|code| Ok(present(&areas, code, COUNTIES)?.code.clone()));
            if members.insert(county, districts.collect::<Result<_>>()?).is_some() {
                return Err(repeated(COUNTIES, &line.code));
            }
        }
        let mut groups: Vec<Group> = Vec::new();
        for line in lines::<GroupLine>(register.groups, GROUPS)? {
            let group = line.into_group(|code| Ok(present(&areas, code, GROUPS)?.code.clone()))?;
            if groups.iter().any(|earlier| earlier.id == group.id) {
                return Err(repeated(GROUPS, group.id.as_str()));
            }
            members.extend(
                group.code.clone().map(|code| (code, group.members.iter().cloned().collect())),
            );
            groups.push(group);
        }
        let (replaced, made_of) = (replaced(areas.values()), made_of(&areas));
        let groups = Groups::new(groups);
        let geography = Self { areas, names, members, groups, replaced, made_of };
        geography.check()?;
        Ok(geography)
    }

    fn check(&self) -> Result<()> {
        for area in self.all() {
            let mut referred =
                [&area.parent, &area.became].into_iter().flatten().chain(&area.successors);
            let circular = self.ends_nowhere(&area.code);
            if let Some(code) = referred.find(|code| circular || self.get(code).is_err()) {
                return Err(Error::new(
                    error_codes::REFERENCE_DANGLING,
                    "reading the register of areas",
                )
                .in_file(AREAS)
                .at_key(area.code.as_str())
                .found(code.as_str().to_owned())
                .expected("the code of an area of the same file"));
            }
        }
        Ok(())
    }

    /// True when the parents or the recodings of an area form a cycle. A valid chain has fewer than
    /// eight links.
    fn ends_nowhere(&self, code: &AreaCode) -> bool {
        let circular = |step: fn(&Area) -> Option<&AreaCode>| {
            let mut current = self.get(code).ok();
            for _ in 0..8 {
                current = current.and_then(step).and_then(|next| self.get(next).ok());
            }
            current.is_some()
        };
        circular(|area| area.parent.as_ref()) || circular(|area| area.became.as_ref())
    }
}

impl AreaLine {
    fn into_area(self) -> Result<Area> {
        let optional =
            |text: &str| if text.is_empty() { Ok(None) } else { AreaCode::new(text).map(Some) };
        let date = |text: &str| match parse_publication_date(text) {
            None if !text.is_empty() => {
                Err(Error::new(error_codes::DEFINITION_UNREADABLE, "reading the register of areas")
                    .in_file(AREAS)
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
            successors: self
                .successors
                .split_whitespace()
                .map(AreaCode::new)
                .collect::<Result<_>>()?,
            name: self.name,
        })
    }
}

/// The area with a code that another file of the register refers to.
fn present<'a>(areas: &'a BTreeMap<AreaCode, Area>, code: &str, file: &str) -> Result<&'a Area> {
    AreaCode::new(code).ok().and_then(|code| areas.get(&code)).ok_or_else(|| {
        Error::new(error_codes::REFERENCE_DANGLING, "reading the register of areas")
            .in_file(file)
            .found(format!("{code:?}"))
            .expected("the code of an area of areas/areas.csv")
    })
}

fn repeated(file: &str, key: &str) -> Error {
    Error::new(error_codes::ID_REPEATED, "reading the register of areas")
        .in_file(file)
        .at_key(key)
        .found("a code a second time")
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

#[cfg(test)]
mod tests {
    use super::{Geography, Register};

    const AREAS: &str = "code,name,parent,start,end,became,successors\nE92000001,England,,,,,\nE07000163,Craven,E92000001,,,,\n";
    const SOUND: Register<'_> = Register {
        areas: AREAS,
        aliases: "code,alias,reason\n",
        counties: "code,districts\n",
        groups: "id,name,kind,code,members,source\n",
    };

    #[test]
    fn refuses_files_that_name_what_is_not_there_or_name_it_twice() {
        assert!(Geography::read(&SOUND).is_ok());
        let twice = format!("{AREAS}E07000163,Craven,E92000001,,,,\n");
        let orphan = format!("{AREAS}E07000164,Hambleton,E12000003,,,,\n");
        let circle = format!("{AREAS}E07000164,Hambleton,E07000164,,,,\n");
        let group = "id,name,kind,code,members,source\ndales,The Dales,statutory,,E07000163,none\n";
        for (register, code) in [
            (Register { areas: &twice, ..SOUND }, "F203"),
            (Register { areas: &orphan, ..SOUND }, "F202"),
            (Register { areas: &circle, ..SOUND }, "F202"),
            (Register { aliases: "code,alias,reason\nE07000999,Dales,none\n", ..SOUND }, "F202"),
            (
                Register { counties: "code,districts\nE92000001,E07000163 E07000999\n", ..SOUND },
                "F202",
            ),
            (Register { counties: "code,districts\nE92000001,\nE92000001,\n", ..SOUND }, "F203"),
            (Register { groups: &group.replace("E07000163", "Craven"), ..SOUND }, "F202"),
            (Register { groups: &group.replace("statutory", "customary"), ..SOUND }, "F201"),
            (
                Register {
                    groups: &format!("{group}dales,Again,statutory,,E07000163,none\n"),
                    ..SOUND
                },
                "F203",
            ),
        ] {
            assert_eq!(Geography::read(&register).unwrap_err().code().id, code, "{register:?}");
        }
    }
}
