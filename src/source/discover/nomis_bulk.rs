//! Zip archives of census tables on Nomis, one for each table, containing a file for each level of
//! geography.
//!
//! The names of the files include the publisher's own misprints (`-llta.csv` for `-ltla.csv`). The
//! definition therefore lists every pattern that occurs.

use super::links::links;
use super::{Ask, Candidate, Found, Publisher, Rule};
use crate::catalogue::discover::NomisBulk;
use crate::domain::Result;

impl Publisher for NomisBulk {
    fn find(&self, rule: &Rule<'_>, ask: &dyn Ask) -> Result<Found> {
        let links = links(rule, &ask.text(rule.page())?, rule.page())?;
        let name =
            |address: &str| address.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
        let archives: Vec<(String, String)> = links
            .into_iter()
            .map(|link| (name(&link.address), link.address))
            .filter(|(name, _)| name.ends_with(".zip"))
            .collect();
        let mut found = Found::default();
        for item in &self.items {
            let Some((title, address)) = archives.iter().find(|(name, _)| name == item) else {
                let listed: Vec<String> = archives.iter().map(|(name, _)| name.clone()).collect();
                return Err(rule.nothing(&listed, std::slice::from_ref(item)));
            };
            found.candidates.push(Candidate::of(title, address.clone()));
        }
        Ok(found)
    }
}
