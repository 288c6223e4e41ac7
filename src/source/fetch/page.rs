//! Pages and answers of interfaces: read whole into memory, within bounds, and asked for anew only if they have changed.

use super::download::{Validators, add_validators, validators};
use super::exchange::{Exchange, Manner, words};
use super::pace::{Pace, TOO_SLOW};
use super::patience::{Again, Failure};
use super::{Client, Request, Trail};
use crate::domain::{Error, Result, error_codes};
use reqwest::header::{ACCEPT, HeaderMap, HeaderName, HeaderValue};
use serde::{Deserialize, Serialize};
use std::io::Read;

/// A page as it was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// The way to it.
    pub trail: Trail,
    /// What tells whether it has changed.
    pub validators: Validators,
    /// Its text.
    pub text: String,
}

/// What is asked for, and how.
#[derive(Debug, Clone, Copy)]
pub struct PageRequest<'a> {
    /// The address, and who may be asked.
    pub request: Request<'a>,
    /// What is posted, for interfaces that are asked so.
    pub body: Option<&'a str>,
    /// The header in which the interface expects a key, and the key.
    pub key: Option<(&'static str, &'a super::Key)>,
}

impl Client<'_> {
    /// Asks for a page; `held` is what was answered before, and `None` comes back where that still holds.
    ///
    /// Errors: `F501` to `F504`.
    pub fn page(&self, asked: PageRequest<'_>, held: Option<&Page>) -> Result<Option<Page>> {
        let mut headers = HeaderMap::new();
        headers
            .insert(ACCEPT, HeaderValue::from_static("application/json, text/html;q=0.9, text/csv;q=0.9, */*;q=0.5"));
        if let Some(held) = held {
            add_validators(&mut headers, &held.validators);
        }
        if let Some((name, key)) = asked.key {
            headers.insert(HeaderName::from_static(name), secret(key)?);
        }
        let manner = Manner { http: &self.pages, headers: &headers, body: asked.body };
        let host = asked.request.host();
        self.patiently(&host, || {
            let Exchange { response, trail } = self.exchange(&asked.request, manner)?;
            if response.status() == reqwest::StatusCode::NOT_MODIFIED {
                return Ok(None);
            }
            let validators = validators(&trail);
            let text = self.text(&asked.request, response)?;
            Ok(Some(Page { trail, validators, text }))
        })
    }

    /// The body of an answer as text, without the keys that the server may have repeated in it.
    fn text(
        &self,
        request: &Request<'_>,
        mut response: reqwest::blocking::Response,
    ) -> std::result::Result<String, Failure> {
        let failed = |code, found: String| Error::new(code, request.doing()).in_file(request.shown()).found(found);
        let broke_off = |found: String| Failure { error: failed(error_codes::INCOMPLETE, found), again: Again::Later };
        let (pace, most) = (Pace::new(self.rules), self.rules.page_bytes);
        let (mut bytes, mut piece) = (Vec::new(), vec![0; 16 * 1024]);
        loop {
            let read = response.read(&mut piece).map_err(|error| broke_off(broken(error)))?;
            if read == 0 {
                break;
            }
            bytes.extend_from_slice(&piece[..read]);
            let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
            if length > most {
                let error = failed(error_codes::TOO_LARGE, format!("a page of more than {most} bytes"));
                return Err(error.expected(format!("at most {most}")).into());
            }
            if pace.is_too_slow(length) {
                return Err(broke_off(TOO_SLOW.to_owned()));
            }
        }
        let text = String::from_utf8(bytes)
            .map_err(|error| failed(error_codes::CONTENT_UNEXPECTED, format!("text that is not UTF-8 ({error})")))?;
        Ok(self.without_keys(&text))
    }
}

/// A key as a header that is never printed. Errors with `F507` for one that no header can hold.
fn secret(key: &super::Key) -> Result<HeaderValue> {
    let mut value = HeaderValue::from_str(&key.0).map_err(|_| {
        Error::new(error_codes::KEY_MISSING, "sending a key").found("a key with characters that no key has")
    })?;
    value.set_sensitive(true);
    Ok(value)
}

/// Why an answer broke off.
pub(super) fn broken(error: std::io::Error) -> String {
    match error.downcast::<reqwest::Error>() {
        Ok(error) => words(error),
        Err(error) => error.to_string(),
    }
}
