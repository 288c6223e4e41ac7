//! Groups of authorities that are not a tier of government: Inner and Outer London, the sub-regions
//! of the London Plan.
//!
//! Two divisions of London are both called Inner and Outer. They differ in four authorities.
//! Comparing a figure for one division with a rate for the other would be wrong. The kind of each
//! group therefore identifies its division.

use crate::domain::{AreaCode, Error, Id, Result, error_codes};
use serde::Deserialize;

/// A named set of authorities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The id, such as `inner-london`.
    pub id: Id,
    /// Name for readers; the name of a group without a code includes the owner of the division.
    pub name: String,
    /// The owner of the division that the group belongs to.
    pub kind: GroupKind,
    /// The code under which publications print it, if it has one.
    pub code: Option<AreaCode>,
    /// Codes of its authorities in force today.
    pub members: Vec<AreaCode>,
    /// The source that defines the membership.
    pub source: String,
}

/// The owner of a group's division. Groups of one kind do not overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GroupKind {
    /// Defined by the Office for National Statistics: Haringey, Newham and the City of London are
    /// Inner, Greenwich is Outer.
    Statistical,
    /// Defined by the London Government Act 1963: Greenwich is Inner, Haringey and Newham are
    /// Outer, the City of London neither.
    Statutory,
    /// The five sub-regions of the London Plan of March 2021.
    #[serde(rename = "london-plan-2021")]
    LondonPlan2021,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GroupLine {
    id: Id,
    name: String,
    kind: GroupKind,
    code: String,
    members: String,
    source: String,
}

impl GroupLine {
    /// Converts the line to a group; `area` looks up the codes in it.
    pub(super) fn into_group(self, area: impl Fn(&str) -> Result<AreaCode>) -> Result<Group> {
        Ok(Group {
            code: if self.code.is_empty() { None } else { Some(area(&self.code)?) },
            members: self.members.split_whitespace().map(area).collect::<Result<_>>()?,
            id: self.id,
            name: self.name,
            kind: self.kind,
            source: self.source,
        })
    }
}

/// Every group, in the order of the file.
#[derive(Debug, Clone)]
pub(super) struct Groups(Vec<Group>);

impl Groups {
    /// Creates groups in the given order.
    pub(super) fn new(groups: Vec<Group>) -> Self {
        Self(groups)
    }

    /// Every group.
    pub(super) fn all(&self) -> &[Group] {
        &self.0
    }

    /// The group with that id, or `F302`.
    pub(super) fn get(&self, id: &str) -> Result<&Group> {
        self.0.iter().find(|group| group.id.as_str() == id).ok_or_else(|| {
            let ids: Vec<&str> = self.0.iter().map(|group| group.id.as_str()).collect();
            Error::new(error_codes::UNKNOWN_AREA, "looking for a group of areas")
                .found(format!("{id:?}"))
                .expected(format!("one of {}", ids.join(", ")))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::GroupKind;
    use crate::domain::{AreaCode, AreaLevel};
    use crate::geography::areas::tests::{code, geography};
    use jiff::civil::date;
    use std::collections::BTreeSet;

    #[test]
    fn each_division_covers_london_once() {
        let geography = geography();
        let london: BTreeSet<AreaCode> = geography
            .authorities_on(&code("E12000007"), date(2025, 12, 31))
            .iter()
            .map(|a| a.code.clone())
            .collect();
        for (kind, left_out) in [
            (GroupKind::Statistical, None),
            (GroupKind::Statutory, Some("E09000001")),
            (GroupKind::LondonPlan2021, None),
        ] {
            let of_kind = || {
                geography
                    .groups()
                    .iter()
                    .filter(|group| group.kind == kind)
                    .flat_map(|group| &group.members)
            };
            let mut covered: BTreeSet<AreaCode> = of_kind().cloned().collect();
            assert_eq!(covered.len(), of_kind().count(), "{kind:?} counts an authority twice");
            covered.extend(left_out.map(code));
            assert_eq!(covered, london, "{kind:?}");
        }
    }

    #[test]
    fn the_two_inner_londons_differ_in_four_authorities() {
        // ONS: 14 authorities, including the City. London Government Act 1963, s. 1(1)(a): the
        // boroughs numbered 1 to 12.
        let geography = geography();
        let of = |id: &str| {
            geography.group(id).unwrap().members.iter().cloned().collect::<BTreeSet<AreaCode>>()
        };
        let (statistical, statutory) = (of("inner-london"), of("inner-london-statutory"));
        assert_eq!((statistical.len(), statutory.len()), (14, 12));
        let named = |codes: Vec<&AreaCode>| {
            codes.into_iter().map(|c| geography.get(c).unwrap().name.clone()).collect::<Vec<_>>()
        };
        assert_eq!(
            named(statistical.difference(&statutory).collect()),
            ["City of London", "Haringey", "Newham"]
        );
        assert_eq!(named(statutory.difference(&statistical).collect()), ["Greenwich"]);
        assert_eq!(geography.group("inner-london").unwrap().code, Some(code("E13000001")));
        assert_eq!(geography.group("outer").unwrap_err().code().id, "F302");
    }

    #[test]
    fn inner_london_contains_its_authorities_and_lies_in_london() {
        let geography = geography();
        let (inner, outer) = (code("E13000001"), code("E13000002"));
        assert_eq!(inner.level(), AreaLevel::SubRegion);
        assert!(
            geography.contains(&inner, &code("E09000014"))
                && !geography.contains(&inner, &code("E09000011"))
        );
        assert!(
            geography.contains(&code("E12000007"), &inner)
                && geography.contains(&code("E92000001"), &inner)
        );
        let day = date(2025, 12, 31);
        assert_eq!(geography.authorities_on(&inner, day).len(), 14);
        assert_eq!(geography.authorities_on(&outer, day).len(), 19);
    }
}
