//! The Open Geography portal of the Office for National Statistics: features of an ArcGIS service,
//! in pages.
//!
//! `GET …/<service>/FeatureServer/0/query?f=json&resultOffset=` answers with `fields[].name` and
//! `features[].attributes`; `exceededTransferLimit` indicates more features. Names of services are
//! unpredictable, so the definition lists them.

use super::rows::Written;
use super::{Ask, Candidate, Found, Publisher, Rule, list, text, with_parameters};
use crate::catalogue::discover::OpenGeography;
use crate::domain::Result;
use serde_json::Value;
use std::collections::BTreeMap;

impl Publisher for OpenGeography {
    fn find(&self, rule: &Rule<'_>, ask: &dyn Ask) -> Result<Found> {
        let mut found = Found::default();
        for item in &self.items {
            let address = format!("{}/{item}/FeatureServer/0/query", rule.page());
            let made = all_pages(rule, &self.query, ask, &address)?;
            found.candidates.push(Candidate { made: Some(made), ..Candidate::of(item, address) });
        }
        Ok(found)
    }
}

/// The attributes of every feature, with the field names of the first page as header.
fn all_pages(
    rule: &Rule<'_>,
    query: &BTreeMap<String, String>,
    ask: &dyn Ask,
    address: &str,
) -> Result<String> {
    let mut table: Option<Written<'_>> = None;
    let mut held = 0;
    loop {
        let (offset, count) = (held.to_string(), rule.fetching.features_a_page.to_string());
        let query = query.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let paged = [
            ("f", "json"),
            ("resultOffset", offset.as_str()),
            ("resultRecordCount", count.as_str()),
        ];
        let page = rule.json(ask, &with_parameters(address, query.chain(paged)))?;
        if let Some(message) = text(&page, &["error", "message"]) {
            // The portal reports a refusal with a success status.
            return Err(rule.unlisted_at(address, format!("the refusal {message:?}")));
        }
        let names: Vec<&str> =
            list(&page, &["fields"]).iter().filter_map(|field| text(field, &["name"])).collect();
        let features = list(&page, &["features"]);
        if names.is_empty() || (features.is_empty() && table.is_none()) {
            return Err(rule
                .unlisted_at(address, "an answer without features")
                .expected("fields and features"));
        }
        let written = match &mut table {
            Some(table) => table,
            None => table.insert(Written::under(rule, &names)?),
        };
        features.iter().try_for_each(|feature| written.add(&record(&names, feature)))?;
        held += features.len();
        let is_more = page.get("exceededTransferLimit").and_then(Value::as_bool).unwrap_or(false);
        if !is_more || features.is_empty() {
            break;
        }
    }
    table.map_or_else(|| Ok(String::new()), Written::text)
}

fn record(names: &[&str], feature: &Value) -> Vec<String> {
    let attributes = feature.get("attributes");
    let value = |name: &&str| match attributes.and_then(|attributes| attributes.get(*name)) {
        Some(Value::String(text)) => text.clone(),
        None | Some(Value::Null) => String::new(),
        Some(other) => other.to_string(),
    };
    names.iter().map(value).collect()
}
