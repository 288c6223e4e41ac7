//! One request and its redirects, each of which must be allowed.

use super::address::{permitted, shown};
use super::retry::{Again, Failure};
use super::transfer_rate::Deadline;
use super::{Client, FetchHistory, Request};
use crate::domain::{Error, ErrorCode, error_codes};
use jiff::fmt::rfc2822;
use reqwest::blocking::{RequestBuilder, Response};
use reqwest::header::{self, HeaderMap};
use reqwest::{StatusCode, Url, Version};
use std::collections::BTreeMap;
use std::time::Duration;

/// The response headers worth recording.
const KEPT: [header::HeaderName; 5] = [
    header::CONTENT_DISPOSITION,
    header::CONTENT_LENGTH,
    header::CONTENT_TYPE,
    header::ETAG,
    header::LAST_MODIFIED,
];

/// An answer, and how it was reached.
pub(super) struct Exchange {
    pub response: Response,
    pub history: FetchHistory,
}

/// How a request is made.
#[derive(Clone, Copy)]
pub(super) struct Manner<'m> {
    /// Headers in addition to the usual ones.
    pub headers: &'m HeaderMap,
    /// The body to post; a plain request when absent.
    pub body: Option<&'m str>,
    /// The time by which the answer must be complete.
    pub deadline: Deadline,
}

impl Client<'_> {
    /// Makes one request, following redirects. The answer is the complete content, unless the
    /// headers allow others. Those are *not modified*, a part, or that no such part exists.
    pub(super) fn exchange(
        &self,
        request: &Request<'_>,
        manner: Manner<'_>,
    ) -> Result<Exchange, Failure> {
        let mut url = permitted(request, request.address)?;
        let mut redirects = Vec::new();
        loop {
            let response = self.send(request, manner, &url)?;
            let status = response.status();
            if is_answer(status, manner.headers) {
                if let Some(packing) =
                    packing(&response).filter(|packing| !is_asked(packing, manner.headers))
                {
                    return Err(unasked(request, &url, format!("an answer packed as {packing}")));
                }
                let headers = self.without_keys_in(kept(response.headers()));
                let open_ended = is_open_ended(&response);
                let history = FetchHistory {
                    address: shown(request.address),
                    redirects,
                    headers,
                    open_ended,
                };
                return Ok(Exchange { response, history });
            }
            if !leads_on(status) {
                return Err(refused(request, &url, &response));
            }
            url = self.next(request, manner, &url, &response)?;
            redirects.push(shown(url.as_str()));
            if redirects.len() > self.rules.redirects {
                let error = forbidden(
                    request,
                    &url,
                    format!("{} redirects, one after the other", redirects.len()),
                );
                return Err(error.expected(format!("at most {}", self.rules.redirects)).into());
            }
        }
    }

    fn send(
        &self,
        request: &Request<'_>,
        manner: Manner<'_>,
        url: &Url,
    ) -> Result<Response, Failure> {
        self.take_turn(url.host_str().unwrap_or_default());
        let asked = self.network.mapped(request.dataset, url);
        let builder: RequestBuilder = match manner.body {
            None => self.http.get(asked),
            Some(body) => self
                .http
                .post(asked)
                .header(header::CONTENT_TYPE, "application/json")
                .body(body.to_owned()),
        };
        // The timeout of a request covers its complete answer; that of the client covers each
        // silence. The shorter counts.
        let left = manner.deadline.left();
        let builder = if left < self.rules.silence() { builder.timeout(left) } else { builder };
        builder.headers(manner.headers.clone()).send().map_err(|error| Failure {
            again: if error.is_connect() { Again::Reconnect } else { Again::Later },
            error: Error::new(error_codes::UNREACHABLE, request.doing())
                .in_file(shown(url.as_str()))
                .found(last_cause(error)),
        })
    }

    /// The target of a redirect, if it is allowed.
    fn next(
        &self,
        request: &Request<'_>,
        manner: Manner<'_>,
        url: &Url,
        response: &Response,
    ) -> Result<Url, Failure> {
        let location =
            response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
        let Some(location) = location else {
            return Err(forbidden(request, url, "a redirect that leads nowhere").into());
        };
        if manner.body.is_some() {
            // A posted query carries a key.
            return Err(forbidden(request, url, "a redirect of a query that carries a key").into());
        }
        let next =
            url.join(location).map_err(|error| forbidden(request, url, error.to_string()))?;
        Ok(permitted(request, next.as_str())?)
    }
}

fn forbidden(request: &Request<'_>, url: &Url, found: impl Into<String>) -> Error {
    Error::new(error_codes::ADDRESS_FORBIDDEN, request.doing())
        .in_file(shown(url.as_str()))
        .found(found)
}

/// True for the statuses with which a server returns what was requested.
fn is_answer(status: StatusCode, asked: &HeaderMap) -> bool {
    let has = |name: header::HeaderName| asked.contains_key(name);
    match status {
        StatusCode::OK => true,
        StatusCode::NOT_MODIFIED => has(header::IF_NONE_MATCH) || has(header::IF_MODIFIED_SINCE),
        StatusCode::PARTIAL_CONTENT | StatusCode::RANGE_NOT_SATISFIABLE => has(header::RANGE),
        _ => false,
    }
}

/// True for the redirect statuses.
fn leads_on(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

/// The content encoding of an answer; `None` if it has none.
pub(super) fn packing(response: &Response) -> Option<String> {
    let values = response.headers().get_all(header::CONTENT_ENCODING).iter();
    let packings: Vec<String> =
        values.map(|value| String::from_utf8_lossy(value.as_bytes()).to_lowercase()).collect();
    let packing = packings.join(", ");
    (!packing.trim().is_empty() && packing.trim() != "identity").then(|| packing.trim().to_owned())
}

fn is_asked(packing: &str, asked: &HeaderMap) -> bool {
    asked.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()) == Some(packing)
}

/// True when only the end of the connection marks the end of an answer, so that a truncated one
/// looks complete.
fn is_open_ended(response: &Response) -> bool {
    let codings = response.headers().get_all(header::TRANSFER_ENCODING).iter();
    let is_chunked = codings
        .filter_map(|value| value.to_str().ok())
        .any(|coding| coding.to_lowercase().contains("chunked"));
    // From its second version the protocol marks the end itself.
    response.version() < Version::HTTP_2 && response.content_length().is_none() && !is_chunked
}

/// The failure for an answer that does not match the request.
fn unasked(request: &Request<'_>, url: &Url, found: String) -> Failure {
    let error =
        Error::new(error_codes::CONTENT_UNEXPECTED, request.doing()).in_file(shown(url.as_str()));
    error
        .found(format!("{found}, which was not requested"))
        .expected("the answer to what was asked")
        .into()
}

/// The failure for a status; temporary ones are worth another attempt.
fn refused(request: &Request<'_>, url: &Url, response: &Response) -> Failure {
    let status = response.status();
    match status {
        StatusCode::NOT_MODIFIED => {
            return unasked(request, url, "the answer that it has not changed".to_owned());
        }
        StatusCode::PARTIAL_CONTENT => {
            return unasked(request, url, "the answer of a part".to_owned());
        }
        other if other.is_success() => return unasked(request, url, format!("the answer {other}")),
        _ => {}
    }
    let code: &'static ErrorCode = match status {
        StatusCode::NOT_FOUND | StatusCode::GONE => error_codes::GONE,
        StatusCode::SERVICE_UNAVAILABLE => error_codes::REFUSED,
        other if other.is_server_error() => error_codes::UNREACHABLE,
        _ => error_codes::REFUSED,
    };
    let passes = matches!(status.as_u16(), 408 | 425 | 429 | 500 | 502 | 503 | 504);
    let again = match (passes, retry_after(response.headers())) {
        (false, _) => Again::Never,
        (true, Some(Some(wait))) => Again::After(wait),
        (true, Some(None)) => Again::Unclear,
        (true, None) => Again::Later,
    };
    let error = Error::new(code, request.doing())
        .in_file(shown(url.as_str()))
        .found(format!("the answer {status}"));
    Failure { error, again }
}

/// How long a server asks to wait: seconds, or a time measured by the server's own clock.
/// `Some(None)` where the server asks for a wait that cannot be parsed.
fn retry_after(headers: &HeaderMap) -> Option<Option<Duration>> {
    let text = |name: header::HeaderName| headers.get(name)?.to_str().ok();
    let moment = |text: &str| rfc2822::parse(text).ok().map(|zoned| zoned.timestamp());
    let read = |asked: &str| {
        if let Ok(seconds) = asked.parse() {
            return Some(Duration::from_secs(seconds));
        }
        let wait = moment(asked)?.duration_since(moment(text(header::DATE)?)?);
        // A time in the past asks for no more than the usual wait.
        Some(Duration::try_from(wait).unwrap_or_default())
    };
    headers.get(header::RETRY_AFTER).map(|asked| read(asked.to_str().ok()?.trim()))
}

fn kept(headers: &HeaderMap) -> BTreeMap<String, String> {
    let text = |name: &header::HeaderName| {
        Some((name.to_string(), headers.get(name)?.to_str().ok()?.to_owned()))
    };
    KEPT.iter().filter_map(text).collect()
}

/// The underlying cause, in the words of the last cause, which is the most specific. Addresses are
/// left out.
pub(super) fn last_cause(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut last: &dyn std::error::Error = &error;
    while let Some(cause) = last.source() {
        last = cause;
    }
    let is_silence = error.is_timeout();
    if is_silence { "no answer in the time allowed".to_owned() } else { last.to_string() }
}
