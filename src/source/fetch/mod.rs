//! Requests to publishers' servers, made politely and trusting no answer.
//!
//! Belongs here: requests, redirects, timeouts, limits, which hosts may be asked. Does not belong
//! here: what a page means (`discover`), what a file contains (`format`, `shape`), which edition
//! counts.
//!
//! **Invariant:** no request goes to a host that the dataset does not declare, redirects included.
//! Nothing that exceeds the limits is loaded into memory. Keys are sent to their publisher only.

mod address;
mod download;
mod exchange;
mod page;
mod proxy;
mod resolve;
mod response;
mod retry;
mod transfer_rate;

pub use address::Mirror;
pub use address::shown;
pub use download::{Downloaded, name_of};
pub use page::{Page, PageRequest};
pub use response::Validators;

use crate::catalogue::Fetching;
use crate::domain::{Error, Result, error_codes};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock};
use std::time::Instant;
use transfer_rate::Deadline;

/// The network settings of the environment.
#[derive(Debug, Clone, Default)]
pub struct Network {
    /// Servers that replace the publishers' servers.
    pub mirrors: Vec<Mirror>,
    /// The proxy for all requests.
    pub proxy: Option<String>,
    /// The hosts that bypass the proxy, separated by commas: `NO_PROXY`.
    pub no_proxy: Option<String>,
    /// Keys to publishers' APIs, by API.
    pub keys: BTreeMap<String, Key>,
}

/// A key to an API: it is sent, and never printed.
#[derive(Clone)]
pub struct Key(pub String);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

/// A request, with its dataset and the allowed hosts.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The dataset that needs the request.
    pub dataset: &'a str,
    /// The hosts that the dataset declares.
    pub hosts: &'a [String],
    /// The address on the publisher's server.
    pub address: &'a str,
}

impl Request<'_> {
    fn doing(&self) -> String {
        format!("asking a publisher for {}", self.dataset)
    }

    /// The address without parts that could be a secret.
    fn shown(&self) -> String {
        shown(self.address)
    }

    fn host(&self) -> String {
        let url = reqwest::Url::parse(self.address).ok();
        url.and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
    }
}

/// How an answer was reached.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FetchHistory {
    /// The address that was requested.
    pub address: String,
    /// The redirects, the last of which gave the answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub redirects: Vec<String>,
    /// The recorded headers of the answer.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// True when neither the server nor the answer itself shows where the answer ends.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub open_ended: bool,
}

impl FetchHistory {
    /// The address that gave the answer.
    pub fn end(&self) -> &str {
        self.redirects.last().unwrap_or(&self.address)
    }
}

/// Receives the progress of downloads.
pub trait Watcher: Sync {
    /// Reports the number of bytes received so far, and the total if the server has announced one.
    fn progress(&self, name: &str, bytes: u64, total: Option<u64>);
}

/// Makes requests to publishers' servers.
pub struct Client<'a> {
    http: reqwest::blocking::Client,
    rules: &'a Fetching,
    network: &'a Network,
    watcher: &'a dyn Watcher,
    left_alone: Mutex<BTreeMap<String, u64>>,
    /// Hosts to which no connection could be made, and why.
    down: Mutex<BTreeMap<String, String>>,
    /// When each host was last asked.
    turns: Mutex<BTreeMap<String, Instant>>,
    /// The deadline of the run.
    run: Deadline,
}

impl std::fmt::Debug for Client<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").finish_non_exhaustive()
    }
}

impl<'a> Client<'a> {
    /// A client that follows the rules. Errors with `F303` for a mirror or proxy whose address
    /// cannot be parsed.
    pub fn new(
        rules: &'a Fetching,
        network: &'a Network,
        watcher: &'a dyn Watcher,
    ) -> Result<Self> {
        static PROVIDER: OnceLock<()> = OnceLock::new();
        PROVIDER.get_or_init(|| {
            // This fails only if a program that uses the library has already chosen a provider,
            // which then works as well.
            let _ = rustls::crypto::ring::default_provider().install_default();
        });
        for mirror in &network.mirrors {
            mirror.check()?;
        }
        let mut builder = reqwest::blocking::Client::builder()
            .user_agent(rules.name_of_program(env!("CARGO_PKG_VERSION")))
            .connect_timeout(rules.connect())
            .timeout(rules.silence())
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .no_gzip()
            .no_proxy()
            .dns_resolver(std::sync::Arc::new(resolve::PublicOnly::besides(network)));
        if let Some(proxy) = network.through()? {
            builder = builder.proxy(proxy);
        }
        let http = builder.build().map_err(|error| {
            Error::new(error_codes::UNREACHABLE, "setting up the network")
                .found(exchange::last_cause(error))
        })?;
        let (left_alone, down, turns) = Default::default();
        Ok(Self {
            http,
            rules,
            network,
            watcher,
            left_alone,
            down,
            turns,
            run: Deadline::of_run(rules),
        })
    }

    /// The key to an API. Errors with `F507`, naming the environment variable.
    pub fn key(&self, interface: &str, variable: &str) -> Result<&Key> {
        self.network.keys.get(interface).ok_or_else(|| {
            Error::new(error_codes::KEY_MISSING, format!("asking {interface}"))
                .at_key(variable)
                .found("no key")
                .expected("the key of your account in that environment variable")
        })
    }

    /// The key to an API that also answers without a key.
    pub fn key_if_there(&self, interface: &str) -> Option<String> {
        self.network.keys.get(interface).map(|key| key.0.clone())
    }

    /// Errors with `F504` when the dataset does not allow the address.
    pub fn allows(&self, request: &Request<'_>) -> Result<()> {
        address::permitted(request, request.address).map(|_| ())
    }

    /// Text with any keys that the server repeated removed.
    pub(super) fn without_keys(&self, text: &str) -> String {
        self.network.keys.values().fold(text.to_owned(), |text, key| text.replace(&key.0, "…"))
    }

    fn without_keys_in(&self, headers: BTreeMap<String, String>) -> BTreeMap<String, String> {
        headers.into_iter().map(|(name, value)| (name, self.without_keys(&value))).collect()
    }

    /// The address that is actually requested. A mirror may serve one dataset and not another.
    pub(in crate::source) fn place(&self, request: &Request<'_>) -> String {
        let url = reqwest::Url::parse(request.address)
            .map(|url| self.network.mapped(request.dataset, &url));
        url.map_or_else(|_| request.shown(), |url| shown(url.as_str()))
    }

    /// The hosts that have asked for a pause of this many seconds.
    pub fn left_alone(&self) -> BTreeMap<String, u64> {
        self.left_alone.lock().map(|hosts| hosts.clone()).unwrap_or_default()
    }
}
