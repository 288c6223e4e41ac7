//! All areas: which exist, which areas contain them, and since when.
//!
//! Belongs here: how areas contain each other, what became of each, and access to their names and
//! groups. Does not belong here: matching a name to an area (`names`), what a group is (`groups`),
//! reading the files (`register`).

pub mod best_fit;
pub mod register;

use super::area::{Area, is_partnership};
use super::groups::{Group, Groups};
use super::names::Names;
use crate::domain::{AreaCode, AreaLevel, Date, Error, Result, Tier, error_codes};
use std::collections::{BTreeMap, BTreeSet};

/// Every area for which publications count people, 2009 to 2025.
#[derive(Debug, Clone)]
pub struct Geography {
    pub(super) areas: BTreeMap<AreaCode, Area>,
    pub(super) names: Names,
    /// The members of each county and of Inner and Outer London, in addition to the parents that
    /// all areas have.
    pub(super) members: BTreeMap<AreaCode, BTreeSet<AreaCode>>,
    pub(super) groups: Groups,
    /// The areas that were replaced, by the code that replaced theirs.
    pub(super) replaced: BTreeMap<AreaCode, Vec<AreaCode>>,
    /// The districts from which merged authorities were formed.
    pub(super) made_of: Vec<(AreaCode, BTreeSet<AreaCode>)>,
}

impl Geography {
    /// The name of an area, or its code if the register has no name for it.
    pub fn name_of(&self, area: &AreaCode) -> String {
        self.get(area).map_or_else(|_| area.to_string(), |area| area.name.clone())
    }

    /// England, if the area lies in it, and the United Kingdom; never the area itself.
    pub fn england_and_uk_around(&self, area: &AreaCode) -> Vec<AreaCode> {
        let wider = [AreaCode::england(), AreaCode::united_kingdom()].into_iter();
        wider.filter(|wider| wider != area && self.contains(wider, area)).collect()
    }

    /// The area with that code, or `F107`.
    pub fn get(&self, code: &AreaCode) -> Result<&Area> {
        self.areas.get(code).ok_or_else(|| {
            Error::new(error_codes::AREA_UNKNOWN, "looking up an area")
                .found(format!("code {code}"))
                .expected("a code in data/catalogue/areas/areas.csv")
        })
    }

    /// The code in force today for the same authority, following recodings (not mergers).
    pub fn current<'a>(&'a self, code: &'a AreaCode) -> &'a AreaCode {
        match self.areas.get(code).and_then(|area| area.became.as_ref()) {
            Some(next) if next != code => self.current(next),
            _ => code,
        }
    }

    /// True when an area is among some areas, under its own code or its current one. Also true when
    /// all authorities that it became part of are among them.
    pub fn is_among(&self, code: &AreaCode, areas: &BTreeSet<&AreaCode>) -> bool {
        let holds = |code: &AreaCode| areas.contains(code) || areas.contains(self.current(code));
        let went_into = self.areas.get(code).map_or(&[][..], |area| &area.successors);
        holds(code) || (!went_into.is_empty() && went_into.iter().all(holds))
    }

    /// The region or nation with a Strategic Migration Partnership that contains an area, or is
    /// that area.
    pub fn partnership_of(&self, area: &AreaCode) -> Option<&Area> {
        let area = self.areas.get(area)?;
        if is_partnership(&area.code) {
            return Some(area);
        }
        area.parent.as_ref().and_then(|parent| self.partnership_of(parent))
    }

    /// The nation that contains an area, or is that area; `None` above the nations.
    pub fn nation_of(&self, area: &AreaCode) -> Option<&AreaCode> {
        let area = self.areas.get(area)?;
        match area.code.level() {
            AreaLevel::Nation => Some(&area.code),
            _ => area.parent.as_ref().and_then(|parent| self.nation_of(parent)),
        }
    }

    /// The twelve regions and nations that have a Strategic Migration Partnership, by code.
    pub fn regions(&self) -> impl Iterator<Item = &Area> {
        self.areas.values().filter(|area| is_partnership(&area.code))
    }

    /// The authorities formed entirely from other authorities, each with its former districts. The
    /// earlier mergers come first.
    pub fn made_of(&self) -> &[(AreaCode, BTreeSet<AreaCode>)] {
        &self.made_of
    }

    /// Every area, by code.
    pub fn all(&self) -> impl Iterator<Item = &Area> {
        self.areas.values()
    }

    /// The authorities of a county, region or nation in force on a day, by current code and without
    /// recoded duplicates. For a group of nations: all their authorities.
    pub fn authorities_on(&self, whole: &AreaCode, day: Date) -> Vec<&Area> {
        self.areas_on(whole, day, Tier::Lower)
    }

    /// The same authorities for all days, for callers that need many days.
    pub fn authorities_in(&self, whole: &AreaCode) -> Vec<&Area> {
        self.areas_in(whole, Tier::Lower)
    }

    /// The authorities of one tier in a region, nation or group of nations in force on a day, as in
    /// [`Geography::authorities_on`].
    pub fn areas_on(&self, whole: &AreaCode, day: Date, tier: Tier) -> Vec<&Area> {
        self.areas_in(whole, tier).into_iter().filter(|area| self.counts_on(area, day)).collect()
    }

    /// The same authorities for all days, for callers that need many days.
    pub fn areas_in(&self, whole: &AreaCode, tier: Tier) -> Vec<&Area> {
        let is_of_tier = |area: &&Area| area.became.is_none() && tier.has(&area.code);
        self.areas
            .values()
            .filter(is_of_tier)
            .filter(|area| self.contains(whole, &area.code))
            .collect()
    }

    /// The districts that are or have been in a county.
    pub fn districts_of(&self, county: &AreaCode) -> Vec<&Area> {
        let districts = self.members.get(county).into_iter().flatten();
        districts
            .filter_map(|code| self.areas.get(code))
            .filter(|area| area.became.is_none())
            .collect()
    }

    /// The county that contains a district on a day; `None` for an authority of both tiers.
    pub fn county_of(&self, district: &AreaCode, day: Date) -> Option<&Area> {
        let mut counties = self.areas.values().filter(|area| area.code.is_county_council());
        counties.find(|county| {
            self.counts_on(county, day)
                && self.members.get(&county.code).is_some_and(|of| of.contains(district))
        })
    }

    /// True if an area is in force on a day, under its own code or one that it replaced.
    pub fn counts_on(&self, area: &Area, day: Date) -> bool {
        let is_over = area.end.is_some_and(|end| end < day);
        let has_begun = || {
            area.start.is_none_or(|start| start <= day)
                || self.replaces_one_in_force(&area.code, day)
        };
        !is_over && has_begun()
    }

    /// True when `part` lies in `whole`, at any depth; a code contains itself. A county contains
    /// its districts, and Inner London its authorities.
    pub fn contains(&self, whole: &AreaCode, part: &AreaCode) -> bool {
        if *whole == AreaCode::united_kingdom() {
            return true;
        }
        let nations: &[&str] = match whole.as_str() {
            "K03000001" => &["E92000001", "W92000004", "S92000003"],
            "K04000001" => &["E92000001", "W92000004"],
            _ => &[],
        };
        let members = self.members.get(whole);
        let is_it = |area: &AreaCode| {
            whole == area
                || nations.contains(&area.as_str())
                || members.is_some_and(|members| members.contains(area))
        };
        let parent = |area: &&AreaCode| self.areas.get(*area).and_then(|area| area.parent.as_ref());
        std::iter::successors(Some(part), parent).any(is_it)
    }

    /// True when an area lies in one of some wider areas or is one of them. Above the nations: true
    /// when all nations of the area do.
    pub fn lies_in(&self, area: &AreaCode, wider: &[AreaCode]) -> bool {
        let in_one = |area: &AreaCode| wider.iter().any(|whole| self.contains(whole, area));
        let nations = || {
            self.areas
                .keys()
                .filter(|code| code.level() == AreaLevel::Nation && self.contains(area, code))
        };
        in_one(area) || (area.level() == AreaLevel::Kingdom && nations().all(in_one))
    }

    /// The areas with that name or one of its known variants. Names are compared in the normal form
    /// of printed text without punctuation and footnote digits. "X, City of" equals "City of X".
    ///
    /// A name may be in two languages, such as `Caerdydd / Cardiff` or `Ynys Môn (Isle of
    /// Anglesey)`. It refers to the area that both names have in common.
    ///
    /// A county that shares its name with an authority or a region is excluded, because
    /// publications that print counties print their codes.
    pub fn named(&self, name: &str) -> Vec<&Area> {
        self.names.named(name, &self.areas)
    }

    /// True when `name` is a known name of the area: its own, or that of the same authority under
    /// another code.
    pub fn is_called(&self, code: &AreaCode, name: &str) -> bool {
        let mut named = self.names.all_named(name, &self.areas);
        named.any(|area| area.code == *code || self.current(&area.code) == self.current(code))
    }

    /// The region or nation with its own Strategic Migration Partnership, by name or code;
    /// otherwise `F302`.
    ///
    /// A leading "the" and spaces are ignored: `the North West`, `northwest`.
    pub fn region(&self, text: &str) -> Result<&Area> {
        self.names.region(text, &self.areas)
    }

    /// The area with that code or exact name, or `F302`. Where several codes share a name, the code
    /// in force is used.
    pub fn find(&self, text: &str) -> Result<&Area> {
        self.names.find(text, &self.areas)
    }

    /// Every group, in the order of the file.
    pub fn groups(&self) -> &[Group] {
        self.groups.all()
    }

    /// The group with that id, or `F302`.
    pub fn group(&self, id: &str) -> Result<&Group> {
        self.groups.get(id)
    }

    fn replaces_one_in_force(&self, code: &AreaCode, day: Date) -> bool {
        let replaced =
            self.replaced.get(code).into_iter().flatten().filter_map(|code| self.areas.get(code));
        replaced.into_iter().any(|area| area.start.is_none_or(|start| start <= day))
    }
}

/// For each code, the areas that it replaced.
pub(super) fn replaced<'a>(
    areas: impl Iterator<Item = &'a Area>,
) -> BTreeMap<AreaCode, Vec<AreaCode>> {
    let mut all: BTreeMap<AreaCode, Vec<AreaCode>> = BTreeMap::new();
    for (area, next) in areas.filter_map(|area| Some((area, area.became.as_ref()?))) {
        all.entry(next.clone()).or_default().push(area.code.clone());
    }
    all
}

/// The districts that became part of each authority and of no other, the earlier mergers first. An
/// authority that absorbed only part of a district is omitted.
pub(super) fn made_of(areas: &BTreeMap<AreaCode, Area>) -> Vec<(AreaCode, BTreeSet<AreaCode>)> {
    let mut all: BTreeMap<AreaCode, BTreeSet<AreaCode>> = BTreeMap::new();
    let mut divided = BTreeSet::new();
    for area in areas.values().filter(|area| area.code.level() == AreaLevel::Authority) {
        match area.successors.as_slice() {
            [] => {}
            [merged] => {
                all.entry(merged.clone()).or_default().insert(area.code.clone());
            }
            several => divided.extend(several.iter().cloned()),
        }
    }
    let mut all: Vec<_> = all.into_iter().filter(|(merged, _)| !divided.contains(merged)).collect();
    all.sort_by_key(|(merged, _)| areas.get(merged).and_then(|area| area.start));
    all
}

#[cfg(test)]
pub(super) mod tests {
    use super::Geography;
    use crate::domain::{AreaCode, AreaLevel};
    use crate::geography::Register;
    use jiff::civil::date;

    /// The current register.
    pub(crate) fn geography() -> Geography {
        Geography::read(&Register {
            areas: include_str!("../../data/catalogue/areas/areas.csv"),
            aliases: include_str!("../../data/catalogue/areas/aliases.csv"),
            counties: include_str!("../../data/catalogue/areas/counties.csv"),
            groups: include_str!("../../data/catalogue/areas/groups.csv"),
        })
        .unwrap()
    }

    pub(in crate::geography) fn code(text: &str) -> AreaCode {
        AreaCode::new(text).unwrap()
    }

    #[test]
    fn the_united_kingdom_has_361_authorities_and_london_33() {
        // ONS, Local Authority District to Country (April 2023) Lookup in the UK: 361 districts.
        let geography = geography();
        let on = date(2025, 12, 31);
        let uk = code("K02000001");
        assert_eq!(geography.authorities_on(&uk, on).len(), 361);
        assert_eq!(geography.authorities_on(&code("E12000007"), on).len(), 33);
        // ONS mid-2021 estimates on 2021 boundaries list 374 districts (309 + 22 + 32 + 11).
        assert_eq!(geography.authorities_on(&uk, date(2022, 6, 30)).len(), 374);
        let sum: usize =
            geography.regions().map(|r| geography.authorities_on(&r.code, on).len()).sum();
        assert_eq!(sum, 361);
    }

    #[test]
    fn an_area_lies_in_several_nations_when_one_of_them_holds_it_or_they_hold_all_of_it() {
        let geography = geography();
        let britain = ["E92000001", "S92000003", "W92000004"].map(code);
        for (area, lies) in [
            ("E09000033", true),
            ("E12000007", true),
            ("W06000015", true),
            ("N09000003", false),
            ("N92000002", false),
            ("K02000001", false),
            ("K03000001", true),
            ("K04000001", true),
        ] {
            assert_eq!(geography.lies_in(&code(area), &britain), lies, "{area}");
        }
        assert!(!geography.lies_in(&code("E92000001"), &[code("E12000007")]));
    }

    #[test]
    fn a_recoded_authority_is_one_authority() {
        let geography = geography();
        let old = code("E08000019");
        assert_eq!(geography.current(&old).as_str(), "E08000039");
        assert!(geography.is_called(&old, "Sheffield"));
        assert!(!geography.is_called(&old, "Leeds"));
        let yorkshire = code("E12000003");
        for day in [date(2024, 9, 30), date(2025, 12, 31)] {
            let sheffields = geography
                .authorities_on(&yorkshire, day)
                .into_iter()
                .filter(|a| a.name == "Sheffield");
            assert_eq!(sheffields.count(), 1, "{day}");
        }
    }

    #[test]
    fn counties_hold_their_districts_and_lie_in_a_region() {
        let geography = geography();
        // ONS mid-2021 estimates list Cumbria with six districts, Hertfordshire with ten, South
        // Yorkshire with four.
        let day = date(2021, 6, 30);
        for (county, districts) in
            [("E10000006", 6), ("E10000015", 10), ("E11000003", 4), ("E10000023", 7)]
        {
            assert_eq!(geography.authorities_on(&code(county), day).len(), districts, "{county}");
        }
        assert_eq!(geography.authorities_on(&code("E10000006"), date(2023, 4, 1)).len(), 0);
        assert!(geography.contains(&code("E12000002"), &code("E10000006")));
        assert_eq!(geography.partnership_of(&code("E10000006")).unwrap().name, "North West");
        for area in geography.all().filter(|area| area.code.level() == AreaLevel::County) {
            let held = geography.members.get(&area.code).unwrap();
            assert!(
                !held.is_empty()
                    && held
                        .iter()
                        .all(|district| geography.get(district).unwrap().parent == area.parent)
            );
        }
        // Every district of a county, and every metropolitan district, lies in exactly one county
        // at a time.
        for area in
            geography.all().filter(|area| ["E07", "E08"].contains(&&area.code.as_str()[..3]))
        {
            let begins = area.start.unwrap();
            let counties = geography
                .all()
                .filter(|c| c.code.level() == AreaLevel::County && c.in_force(begins));
            let around = counties.filter(|county| geography.contains(&county.code, &area.code));
            assert_eq!(around.count(), 1, "{}", area.name);
        }
    }
}
