//! Finding a definition by its id, and the error where there is none.

use super::Definitions;
use crate::domain::{self, Error, Field, Id, Result, error_codes, nearest};

/// How many names an error prints; more would hide its message.
const MOST_NAMES: usize = 40;

/// What lists the definitions of a kind.
fn lister(kind: &str) -> Option<domain::Asked> {
    match kind {
        "dataset" => Some(domain::Action::Datasets.asked()),
        "indicator" => Some(domain::Action::Indicators.asked()),
        "key" => Some(domain::Action::Keys.asked()),
        "chart" => Some(domain::Action::Chart.with(Field::List)),
        _ => None,
    }
}

pub(super) fn find<'a, T>(all: &'a Definitions<T>, id: &str, kind: &str) -> Result<&'a T> {
    Id::new(id).ok().and_then(|id| all.get(&id)).ok_or_else(|| {
        let names: Vec<&str> = all.keys().map(Id::as_str).collect();
        let mut error = Error::new(error_codes::UNKNOWN_ID, format!("looking for the {kind}"))
            .found(format!("{id:?}"))
            .expected(match names.len() {
                0..=MOST_NAMES => format!("one of {}", names.join(", ")),
                many => match lister(kind) {
                    Some(lists) => format!("one of {many} that {lists} lists"),
                    None => format!("one of {many}"),
                },
            });
        if let Some(near) = nearest(id, &names) {
            error = error.help(format!("did you mean `{near}`?"));
        }
        error
    })
}
