//! One request and its redirects, each step of which must be allowed.

use super::address::{permitted, shown};
use super::patience::{Again, Failure};
use super::{Client, Request, Trail};
use crate::domain::{Error, ErrorCode, error_codes};
use jiff::fmt::rfc2822;
use reqwest::blocking::{Client as Http, RequestBuilder, Response};
use reqwest::header::{self, HeaderMap};
use reqwest::{StatusCode, Url};
use std::collections::BTreeMap;
use std::time::Duration;

/// What a server said about an answer that is worth keeping.
const KEPT: [header::HeaderName; 5] =
    [header::CONTENT_DISPOSITION, header::CONTENT_LENGTH, header::CONTENT_TYPE, header::ETAG, header::LAST_MODIFIED];

/// An answer, and the way to it.
pub(super) struct Exchange {
    pub response: Response,
    pub trail: Trail,
}

/// How a request is made.
#[derive(Clone, Copy)]
pub(super) struct Manner<'m> {
    /// With transfer in packed form or without.
    pub http: &'m Http,
    /// Headers beside the usual ones.
    pub headers: &'m HeaderMap,
    /// What is posted; a plain request when absent.
    pub body: Option<&'m str>,
}

impl Client<'_> {
    /// Asks once, following redirects; the answer's status is a success or *not modified*.
    pub(super) fn exchange(&self, request: &Request<'_>, manner: Manner<'_>) -> Result<Exchange, Failure> {
        let mut url = permitted(request, request.address)?;
        let mut redirects = Vec::new();
        loop {
            let response = self.send(request, manner, &url)?;
            let status = response.status();
            // Of a part that cannot be had the download itself knows what to do.
            let is_beyond = status == StatusCode::RANGE_NOT_SATISFIABLE && manner.headers.contains_key(header::RANGE);
            if status.is_success() || status == StatusCode::NOT_MODIFIED || is_beyond {
                let headers = self.without_keys_in(kept(response.headers()));
                let trail = Trail { address: shown(request.address), redirects, headers };
                return Ok(Exchange { response, trail });
            }
            if !status.is_redirection() {
                return Err(refused(request, &url, &response));
            }
            url = self.next(request, manner, &url, &response)?;
            redirects.push(shown(url.as_str()));
            if redirects.len() > self.rules.redirects {
                let error = forbidden(request, &url, format!("{} redirects, one after the other", redirects.len()));
                return Err(error.expected(format!("at most {}", self.rules.redirects)).into());
            }
        }
    }

    fn send(&self, request: &Request<'_>, manner: Manner<'_>, url: &Url) -> Result<Response, Failure> {
        let asked = self.network.mapped(request.dataset, url);
        let builder: RequestBuilder = match manner.body {
            None => manner.http.get(asked),
            Some(body) => {
                manner.http.post(asked).header(header::CONTENT_TYPE, "application/json").body(body.to_owned())
            }
        };
        builder.headers(manner.headers.clone()).send().map_err(|error| Failure {
            again: if error.is_connect() { Again::Reconnect } else { Again::Later },
            error: Error::new(error_codes::UNREACHABLE, request.doing())
                .in_file(shown(url.as_str()))
                .found(words(error)),
        })
    }

    /// Where a redirect leads, if that may be asked.
    fn next(&self, request: &Request<'_>, manner: Manner<'_>, url: &Url, response: &Response) -> Result<Url, Failure> {
        let location = response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
        let Some(location) = location else {
            return Err(forbidden(request, url, "a redirect that leads nowhere").into());
        };
        if manner.body.is_some() {
            // What is posted carries a key.
            return Err(forbidden(request, url, "a redirect of a query that carries a key").into());
        }
        let next = url.join(location).map_err(|error| forbidden(request, url, error.to_string()))?;
        Ok(permitted(request, next.as_str())?)
    }
}

fn forbidden(request: &Request<'_>, url: &Url, found: impl Into<String>) -> Error {
    Error::new(error_codes::ADDRESS_FORBIDDEN, request.doing()).in_file(shown(url.as_str())).found(found)
}

/// The failure that a status stands for: those that pass are worth another attempt.
fn refused(request: &Request<'_>, url: &Url, response: &Response) -> Failure {
    let status = response.status();
    let code: &'static ErrorCode = match status {
        StatusCode::NOT_FOUND | StatusCode::GONE => error_codes::GONE,
        StatusCode::SERVICE_UNAVAILABLE => error_codes::REFUSED,
        other if other.is_server_error() => error_codes::UNREACHABLE,
        _ => error_codes::REFUSED,
    };
    let passes = matches!(status.as_u16(), 408 | 425 | 429 | 500 | 502 | 503 | 504);
    let again = match (passes, retry_after(response.headers())) {
        (false, _) => Again::Never,
        (true, Some(wait)) => Again::After(wait),
        (true, None) => Again::Later,
    };
    let error = Error::new(code, request.doing()).in_file(shown(url.as_str())).found(format!("the answer {status}"));
    Failure { error, again }
}

/// How long a server asks to wait: seconds, or a moment that is counted from its own clock.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = |name: header::HeaderName| headers.get(name)?.to_str().ok();
    let asked = text(header::RETRY_AFTER)?.trim();
    if let Ok(seconds) = asked.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let moment = |text: &str| rfc2822::parse(text).ok().map(|zoned| zoned.timestamp());
    let wait = moment(asked)?.duration_since(moment(text(header::DATE)?)?);
    Duration::try_from(wait).ok()
}

fn kept(headers: &HeaderMap) -> BTreeMap<String, String> {
    let text = |name: &header::HeaderName| Some((name.to_string(), headers.get(name)?.to_str().ok()?.to_owned()));
    KEPT.iter().filter_map(text).collect()
}

/// What went wrong beneath, in the words of the last cause, which says most; addresses are left out.
pub(super) fn words(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut last: &dyn std::error::Error = &error;
    while let Some(cause) = last.source() {
        last = cause;
    }
    let is_silence = error.is_timeout();
    if is_silence { "no answer in the time allowed".to_owned() } else { last.to_string() }
}
