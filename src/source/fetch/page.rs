//! Pages and answers of APIs: loaded completely into memory, within limits, and fetched again only
//! if they have changed.

use super::exchange::{Exchange, Manner, packing};
use super::response::{Validators, add_validators, validators, why_broken_off};
use super::retry::{Again, Failure};
use super::transfer_rate::{Deadline, TransferRate};
use super::{Client, FetchHistory, Request};
use crate::domain::{Error, Result, error_codes};
use flate2::read::GzDecoder;
use reqwest::blocking::Response;
use reqwest::header::{ACCEPT, ACCEPT_ENCODING, HeaderMap, HeaderName, HeaderValue};
use serde::{Deserialize, Serialize};
use std::io::Read;

/// A page as received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// How the page was fetched.
    #[serde(rename = "trail")]
    pub history: FetchHistory,
    /// The headers that show whether the page has changed.
    pub validators: Validators,
    /// Its text.
    pub text: String,
}

/// A request for a page.
#[derive(Debug, Clone, Copy)]
pub struct PageRequest<'a> {
    /// The address, and the allowed hosts.
    pub request: Request<'a>,
    /// The body to post, for APIs that use POST.
    pub body: Option<&'a str>,
    /// The header in which the API expects a key, and the key.
    pub key: Option<(&'static str, &'a super::Key)>,
}

impl Client<'_> {
    /// Requests a page. `held` is the previous answer; the result is `None` if that is still
    /// current.
    ///
    /// Errors: `F501` to `F504`.
    pub fn page(&self, asked: PageRequest<'_>, held: Option<&Page>) -> Result<Option<Page>> {
        let mut headers = HeaderMap::new();
        headers.insert(
            ACCEPT,
            HeaderValue::from_static(
                "application/json, text/html;q=0.9, text/csv;q=0.9, */*;q=0.5",
            ),
        );
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
        if let Some(held) = held {
            add_validators(&mut headers, &held.validators);
        }
        if let Some((name, key)) = asked.key {
            headers.insert(HeaderName::from_static(name), secret(key)?);
        }
        let host = asked.request.host();
        self.with_retries(&host, |deadline| {
            let manner = Manner { headers: &headers, body: asked.body, deadline };
            let Exchange { response, mut history } = self.exchange(&asked.request, manner)?;
            if response.status() == reqwest::StatusCode::NOT_MODIFIED {
                return Ok(None);
            }
            let validators = validators(&history);
            let is_packed = packing(&response).is_some();
            let text = self.text(&asked.request, response, deadline)?;
            // Compressed content marks its own end, and so does JSON.
            history.open_ended &=
                !is_packed && serde_json::from_str::<serde::de::IgnoredAny>(&text).is_err();
            Ok(Some(Page { history, validators, text }))
        })
    }

    /// The body of an answer as text, with any keys that the server repeated removed.
    fn text(
        &self,
        request: &Request<'_>,
        response: Response,
        deadline: Deadline,
    ) -> std::result::Result<String, Failure> {
        let failed = |code, found: String| {
            Error::new(code, request.doing()).in_file(request.shown()).found(found)
        };
        let broke_off = |found: String| Failure {
            error: failed(error_codes::INCOMPLETE, found),
            again: Again::Later,
        };
        let mut body: Box<dyn Read> = match packing(&response) {
            Some(_) => Box::new(GzDecoder::new(response)),
            None => Box::new(response),
        };
        let (rate, most) = (TransferRate::new(self.rules, deadline), self.rules.page_bytes);
        let (mut bytes, mut piece) = (Vec::new(), vec![0; 16 * 1024]);
        loop {
            let read = body.read(&mut piece).map_err(|error| broke_off(why_broken_off(error)))?;
            if read == 0 {
                break;
            }
            bytes.extend_from_slice(&piece[..read]);
            let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
            if length > most {
                let error =
                    failed(error_codes::TOO_LARGE, format!("a page of more than {most} bytes"));
                return Err(error.expected(format!("at most {most}")).into());
            }
            if let Some(fault) = rate.fault(length) {
                return Err(broke_off(fault.to_owned()));
            }
        }
        if bytes.is_empty() {
            return Err(failed(error_codes::CONTENT_UNEXPECTED, "an empty page".to_owned()).into());
        }
        let text = String::from_utf8(bytes).map_err(|error| {
            failed(error_codes::CONTENT_UNEXPECTED, format!("text that is not UTF-8 ({error})"))
        })?;
        Ok(self.without_keys(&text))
    }
}

/// A key as a header that is never printed. Errors with `F507` for a key that cannot be a header
/// value.
fn secret(key: &super::Key) -> Result<HeaderValue> {
    let mut value = HeaderValue::from_str(&key.0).map_err(|_| {
        Error::new(error_codes::KEY_MISSING, "sending a key")
            .found("a key with characters that no key has")
    })?;
    value.set_sensitive(true);
    Ok(value)
}
