//! Which areas a list of a region contains: the present authorities of the measure's tier, so that
//! no one is counted twice.
//!
//! Belongs here: the areas of such lists, and the note on those left out. Does not belong here: one
//! area requested by name (`listings`), tables as published.

use crate::briefing::list;
use crate::domain::{AreaCode, AreaLevel, Field, Tier, capitalised, counted, long_date};
use crate::figures::Figures;
use std::collections::BTreeSet;

/// Names that a note has room for.
const MOST_NAMES: usize = 12;

/// The areas of a list of a region.
pub(crate) struct AreasOfList<'e> {
    figures: &'e Figures,
    region: &'e AreaCode,
    tier: Tier,
    authorities: BTreeSet<&'e AreaCode>,
}

/// The areas of a list of a region, nation, county or the United Kingdom: itself, the wider areas
/// in it, and the authorities of a tier.
pub(crate) fn areas_of_list<'e>(
    figures: &'e Figures,
    region: &'e AreaCode,
    tier: Tier,
) -> AreasOfList<'e> {
    let authorities = figures.areas_now(region, tier).into_iter().map(|area| &area.code).collect();
    AreasOfList { figures, region, tier, authorities }
}

impl AreasOfList<'_> {
    /// True for an area that is in the list.
    pub(crate) fn holds(&self, area: &AreaCode) -> bool {
        match area.level() {
            AreaLevel::Unallocated => false,
            AreaLevel::Authority | AreaLevel::County => {
                area == self.region || self.authorities.contains(area)
            }
            _ => self.figures.geography().contains(self.region, area),
        }
    }

    /// Which of some areas of the region are left out, in a sentence; `None` where all are
    /// included.
    pub(crate) fn left_out<'a>(&self, areas: impl Iterator<Item = &'a AreaCode>) -> Option<String> {
        let is_left_out = |area: &&AreaCode| {
            let is_local = matches!(area.level(), AreaLevel::Authority | AreaLevel::County);
            is_local && !self.holds(area) && self.figures.geography().contains(self.region, area)
        };
        let all: BTreeSet<&AreaCode> = areas.filter(is_left_out).collect();
        let (of_tier, others): (Vec<&AreaCode>, Vec<&AreaCode>) =
            all.into_iter().partition(|area| self.tier.has(area));
        let day =
            self.figures.at().map_or("now".to_owned(), |day| format!("on {}", long_date(day)));
        let other_tier = if self.tier == Tier::Lower { "counties" } else { "districts" };
        let kinds =
            [(format!("authorities not there {day}"), of_tier), (other_tier.to_owned(), others)];
        let kinds = kinds.into_iter().filter(|(_, areas)| !areas.is_empty());
        let said: Vec<String> =
            kinds.map(|(kind, areas)| format!("{kind}: {}", self.names(&areas))).collect();
        let one = Field::Area.set_to("CODE");
        let why = format!("to avoid counting people twice; {one} shows any one of them");
        (!said.is_empty()).then(|| {
            format!(
                "Left out, {why}. {}.",
                said.iter().map(|one| capitalised(one)).collect::<Vec<_>>().join(". ")
            )
        })
    }

    fn names(&self, areas: &[&AreaCode]) -> String {
        // The code is added because such names are shared with other areas, or no longer in use.
        let named =
            |area: &&AreaCode| format!("{} ({area})", self.figures.geography().name_of(area));
        let mut names: Vec<String> = areas.iter().take(MOST_NAMES).map(named).collect();
        let more = areas.len().saturating_sub(MOST_NAMES);
        names.extend((more > 0).then(|| counted(more, "other", "others")));
        list(&names)
    }
}
