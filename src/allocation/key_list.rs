//! The list of fair-share keys.

use crate::catalogue::{Division, Key};
use crate::domain::Id;
use crate::figures::Figures;
use schemars::JsonSchema;
use serde::Serialize;

/// The fair-share keys.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct KeyList {
    /// A caption for the list.
    pub caption: String,
    /// The keys, by id.
    pub keys: Vec<KeySummary>,
}

/// A key in a list.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct KeySummary {
    /// Its id, such as `population`.
    pub key: Id,
    /// Its title.
    pub title: String,
    /// Its base and its parts with their weights, in a phrase.
    pub made_of: String,
    /// True for a key that illustrates what is possible and that no one has proposed.
    pub illustrative: bool,
    /// Its definition.
    pub definition: String,
    /// Where it is from.
    pub reference: String,
}

/// The keys of the catalogue.
pub fn keys(figures: &Figures) -> KeyList {
    let summary = |key: &Key| KeySummary {
        key: key.id.clone(),
        title: key.title.clone(),
        made_of: components_phrase(key),
        illustrative: key.illustrative,
        definition: key.definition.clone(),
        reference: key.reference.clone(),
    };
    KeyList {
        caption: "Fair-share keys".to_owned(),
        keys: figures.catalogue().keys.values().map(summary).collect(),
    }
}

/// A key's base and parts in a phrase.
fn components_phrase(key: &Key) -> String {
    match &key.division {
        Division::Indicator(indicator) => indicator.to_string(),
        Division::Equal => "nothing but the number of areas".to_owned(),
        Division::Parts { combine, parts } => {
            let base = combine.base().map(|base| format!("{base} as the base"));
            let parts = parts.iter().map(|part| format!("{} × {}", part.weight, part.indicator));
            base.into_iter().chain(parts).collect::<Vec<_>>().join(", ")
        }
    }
}
