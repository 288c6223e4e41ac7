//! Properties common to answers with pages and with files.
//!
//! Belongs here: whether an answer has changed, and why it was interrupted. Does not belong here:
//! the request (`exchange`), and the use of the answer (`page`, `download`).

use super::FetchHistory;
use super::exchange::last_cause;
use reqwest::header::{self, HeaderMap, HeaderName, HeaderValue};
use serde::{Deserialize, Serialize};

/// The headers that show whether a file has changed on its server.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Validators {
    /// The server's name for the version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// When the file was last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
}

/// The headers that show whether an answer has changed.
pub(super) fn validators(history: &FetchHistory) -> Validators {
    let of = |name: HeaderName| history.headers.get(name.as_str()).cloned();
    Validators { etag: of(header::ETAG), last_modified: of(header::LAST_MODIFIED) }
}

/// Makes a request conditional on a change.
pub(super) fn add_validators(headers: &mut HeaderMap, held: &Validators) {
    let pairs =
        [(header::IF_NONE_MATCH, &held.etag), (header::IF_MODIFIED_SINCE, &held.last_modified)];
    for (name, value) in pairs {
        if let Some(value) = value.as_deref().and_then(|value| HeaderValue::from_str(value).ok()) {
            headers.insert(name, value);
        }
    }
}

/// Why an answer was interrupted.
pub(super) fn why_broken_off(error: std::io::Error) -> String {
    match error.downcast::<reqwest::Error>() {
        Ok(error) => last_cause(error),
        Err(error) => error.to_string(),
    }
}
