//! Explore Local Statistics: one csv for each indicator, `GET /api/v1/data.csv?indicator=`.

use super::{Ask, Candidate, Found, Publisher, Rule, with_parameters};
use crate::catalogue::discover::ExploreLocalStatistics;
use crate::domain::Result;

const SITE: &str = "https://www.ons.gov.uk/explore-local-statistics/api/v1/data.csv";

impl Publisher for ExploreLocalStatistics {
    fn find(&self, _: &Rule<'_>, _: &dyn Ask) -> Result<Found> {
        let candidate = |item: &String| {
            let query = self.query.iter().map(|(name, value)| (name.as_str(), value.as_str()));
            let address =
                with_parameters(SITE, [("indicator", item.as_str())].into_iter().chain(query));
            Candidate::of(item, address)
        };
        Ok(Found { candidates: self.items.iter().map(candidate).collect(), ..Found::default() })
    }
}
