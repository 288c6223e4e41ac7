//! London Datastore: `GET /api/dataset/<slug>` lists `resources` by key, with title, address and
//! the hash of the file.
//!
//! A file is fetched from `/download/<slug>/<key>/<name>`. Its hash shows that it is new without a
//! request for the file.

use super::{Ask, Candidate, Found, Publisher, Rule, file_name, text};
use crate::catalogue::discover::LondonDatastore;
use crate::domain::Result;
use serde_json::Value;

const SITE: &str = "https://data.london.gov.uk";

impl Publisher for LondonDatastore {
    fn find(&self, rule: &Rule<'_>, ask: &dyn Ask) -> Result<Found> {
        let slug = rule.slug();
        let dataset = rule.json(ask, &format!("{SITE}/api/dataset/{slug}"))?;
        let resources = dataset.get("resources").and_then(Value::as_object);
        let resources = resources
            .ok_or_else(|| rule.unlisted("no resources").expected("the files of the dataset"))?;
        let (mut candidates, mut listed) = (Vec::new(), Vec::new());
        for (key, resource) in resources {
            let file =
                text(resource, &["url"]).and_then(|url| url.rsplit('/').next()).unwrap_or_default();
            let title = text(resource, &["title"]).unwrap_or(file);
            let address = format!("{SITE}/download/{slug}/{key}/{file}");
            let found = rule
                .candidate(&self.named, title, address.clone())
                .or_else(|| rule.candidate(&self.named, &file_name(file), address));
            let stamp = text(resource, &["check_hash"]).map(str::to_owned);
            candidates.extend(found.map(|candidate| Candidate { stamp, ..candidate }));
            listed.push(title.to_owned());
        }
        Ok(Found {
            candidates: rule.chosen(candidates, &listed, (&self.named, self.take))?,
            ..Found::default()
        })
    }
}
