//! One request and its redirects, each step of which must be allowed.

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

/// What a server said about an answer that is worth keeping.
const KEPT: [header::HeaderName; 5] = [
    header::CONTENT_DISPOSITION,
    header::CONTENT_LENGTH,
    header::CONTENT_TYPE,
    header::ETAG,
    header::LAST_MODIFIED,
];

/// An answer, and the way to it.
pub(super) struct Exchange {
    pub response: Response,
    pub history: FetchHistory,
}

/// How a request is made.
#[derive(Clone, Copy)]
pub(super) struct Manner<'m> {
    /// Headers beside the usual ones.
    pub headers: &'m HeaderMap,
    /// What is posted; a plain request when absent.
    pub body: Option<&'m str>,
    /// Until when the answer must have come.
    pub deadline: Deadline,
}

impl Client<'_> {
    /// Asks once, following redirects; the answer is one that was asked for: the whole, and only
    /// where the headers ask for it *not modified*, a part, or that there is no such part.
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
        // The time of a request is that of its whole answer, the client's own that of each silence:
        // the shorter counts.
        let left = manner.deadline.left();
        let builder = if left < self.rules.silence() { builder.timeout(left) } else { builder };
        builder.headers(manner.headers.clone()).send().map_err(|error| Failure {
            again: if error.is_connect() { Again::Reconnect } else { Again::Later },
            error: Error::new(error_codes::UNREACHABLE, request.doing())
                .in_file(shown(url.as_str()))
                .found(last_cause(error)),
        })
    }

    /// Where a redirect leads, if that may be asked.
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
            // What is posted carries a key.
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

/// True for the statuses under which a server gives what was asked for.
fn is_answer(status: StatusCode, asked: &HeaderMap) -> bool {
    let has = |name: header::HeaderName| asked.contains_key(name);
    match status {
        StatusCode::OK => true,
        StatusCode::NOT_MODIFIED => has(header::IF_NONE_MATCH) || has(header::IF_MODIFIED_SINCE),
        StatusCode::PARTIAL_CONTENT | StatusCode::RANGE_NOT_SATISFIABLE => has(header::RANGE),
        _ => false,
    }
}

/// True for the statuses that lead to another address.
fn leads_on(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

/// How an answer is packed; `None` where it is not.
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

/// True when nothing but the end of the connection says where an answer ends, so that one cut short
/// looks whole.
fn is_open_ended(response: &Response) -> bool {
    let codings = response.headers().get_all(header::TRANSFER_ENCODING).iter();
    let is_chunked = codings
        .filter_map(|value| value.to_str().ok())
        .any(|coding| coding.to_lowercase().contains("chunked"));
    // From its second version on the protocol marks the end itself.
    response.version() < Version::HTTP_2 && response.content_length().is_none() && !is_chunked
}

/// The failure of an answer to something that nobody asked.
fn unasked(request: &Request<'_>, url: &Url, found: String) -> Failure {
    let error =
        Error::new(error_codes::CONTENT_UNEXPECTED, request.doing()).in_file(shown(url.as_str()));
    error
        .found(format!("{found}, which was not requested"))
        .expected("the answer to what was asked")
        .into()
}

/// The failure that a status stands for: those that pass are worth another attempt.
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

/// How long a server asks to wait: seconds, or a moment that is counted from its own clock;
/// `Some(None)` where it asks and how long cannot be read.
fn retry_after(headers: &HeaderMap) -> Option<Option<Duration>> {
    let text = |name: header::HeaderName| headers.get(name)?.to_str().ok();
    let moment = |text: &str| rfc2822::parse(text).ok().map(|zoned| zoned.timestamp());
    let read = |asked: &str| {
        if let Ok(seconds) = asked.parse() {
            return Some(Duration::from_secs(seconds));
        }
        let wait = moment(asked)?.duration_since(moment(text(header::DATE)?)?);
        // A moment that has passed asks for no more than the usual wait.
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

/// What went wrong beneath, in the words of the last cause, which says most; addresses are left
/// out.
pub(super) fn last_cause(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut last: &dyn std::error::Error = &error;
    while let Some(cause) = last.source() {
        last = cause;
    }
    let is_silence = error.is_timeout();
    if is_silence { "no answer in the time allowed".to_owned() } else { last.to_string() }
}
