//! Where rules apply: to which areas, and in words.

use super::Engine;
use crate::briefing::{list, with_article};
use crate::catalogue::Applies;
use crate::domain::AreaCode;

impl Engine {
    /// True where a rule applies to an area and everything in it, on whichever day.
    pub(super) fn applies_to(&self, applies: &Applies, area: &AreaCode) -> bool {
        self.geography.lies_in(area, &applies.codes())
    }

    /// The areas of a rule in words: `England, Scotland and Wales`.
    fn areas_of(&self, applies: &Applies) -> String {
        let names: Vec<String> = applies.codes().iter().map(|code| with_article(&self.named(code))).collect();
        list(&names)
    }

    /// Why nothing of a rule is said of an area, in a sentence; `None` where it applies.
    pub(super) fn why_not_applicable(&self, what: &str, applies: &Applies, area: &AreaCode) -> Option<String> {
        if self.applies_to(applies, area) {
            return None;
        }
        let (areas, area) = (self.areas_of(applies), with_article(&self.named(area)));
        Some(format!("Not applicable in {area}: {what} applies in {areas} only ({}).", applies.reference))
    }
}
