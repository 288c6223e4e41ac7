//! Publishers' servers, asked politely and trusted with nothing.
//!
//! Belongs here: requests, redirects, patience, bounds, what may be asked of whom. Does not belong
//! here: what a page means (`discover`), what a file holds (`format`, `shape`), which edition
//! counts.
//!
//! **Invariant:** nothing is asked of a host that the dataset does not declare, redirects included;
//! nothing longer than the bounds is taken into memory; keys go to their publisher and nowhere
//! else.

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

/// What the surroundings say about the network.
#[derive(Debug, Clone, Default)]
pub struct Network {
    /// Servers asked in place of the publishers'.
    pub mirrors: Vec<Mirror>,
    /// The proxy through which everything is asked.
    pub proxy: Option<String>,
    /// The hosts that are asked past the proxy, with commas between them: `NO_PROXY`.
    pub no_proxy: Option<String>,
    /// Keys to publishers' interfaces, by interface.
    pub keys: BTreeMap<String, Key>,
}

/// A key to an interface: it is sent, and never printed.
#[derive(Clone)]
pub struct Key(pub String);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

/// Who asks for what, and who may be asked.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The dataset on whose behalf.
    pub dataset: &'a str,
    /// The hosts that it declares.
    pub hosts: &'a [String],
    /// The address at the publisher's.
    pub address: &'a str,
}

impl Request<'_> {
    fn doing(&self) -> String {
        format!("asking a publisher for {}", self.dataset)
    }

    /// The address without what could be a secret.
    fn shown(&self) -> String {
        shown(self.address)
    }

    fn host(&self) -> String {
        let url = reqwest::Url::parse(self.address).ok();
        url.and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
    }
}

/// Where an answer came from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FetchHistory {
    /// The address that was asked.
    pub address: String,
    /// The addresses that it led on to, the last of which gave the answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub redirects: Vec<String>,
    /// What the server said about the answer.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// True when the server did not say where the answer ends, and the answer itself does not show
    /// it either.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub open_ended: bool,
}

impl FetchHistory {
    /// The address that gave the answer.
    pub fn end(&self) -> &str {
        self.redirects.last().unwrap_or(&self.address)
    }
}

/// Told how far a download has come.
pub trait Watcher: Sync {
    /// So many bytes of a file have come, of a total that the server may have announced.
    fn progress(&self, name: &str, bytes: u64, total: Option<u64>);
}

/// Asks publishers' servers.
pub struct Client<'a> {
    http: reqwest::blocking::Client,
    rules: &'a Fetching,
    network: &'a Network,
    watcher: &'a dyn Watcher,
    left_alone: Mutex<BTreeMap<String, u64>>,
    /// Hosts that no connection could be made to, and why.
    down: Mutex<BTreeMap<String, String>>,
    /// When each host was asked last.
    turns: Mutex<BTreeMap<String, Instant>>,
    /// The end of the run.
    run: Deadline,
}

impl std::fmt::Debug for Client<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").finish_non_exhaustive()
    }
}

impl<'a> Client<'a> {
    /// A client that keeps the rules. Errors with `F303` for a mirror or proxy whose address cannot
    /// be read.
    pub fn new(
        rules: &'a Fetching,
        network: &'a Network,
        watcher: &'a dyn Watcher,
    ) -> Result<Self> {
        static PROVIDER: OnceLock<()> = OnceLock::new();
        PROVIDER.get_or_init(|| {
            // Refused only where a program around the library has chosen one already, which then
            // serves as well.
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

    /// The key to an interface. Errors with `F507`, naming the environment variable.
    pub fn key(&self, interface: &str, variable: &str) -> Result<&Key> {
        self.network.keys.get(interface).ok_or_else(|| {
            Error::new(error_codes::KEY_MISSING, format!("asking {interface}"))
                .at_key(variable)
                .found("no key")
                .expected("the key of your account in that environment variable")
        })
    }

    /// The key to an interface that answers without one too.
    pub fn key_if_there(&self, interface: &str) -> Option<String> {
        self.network.keys.get(interface).map(|key| key.0.clone())
    }

    /// Errors with `F504` when the dataset does not allow the address.
    pub fn allows(&self, request: &Request<'_>) -> Result<()> {
        address::permitted(request, request.address).map(|_| ())
    }

    /// Text without the keys that a server may have repeated in it.
    pub(super) fn without_keys(&self, text: &str) -> String {
        self.network.keys.values().fold(text.to_owned(), |text, key| text.replace(&key.0, "…"))
    }

    fn without_keys_in(&self, headers: BTreeMap<String, String>) -> BTreeMap<String, String> {
        headers.into_iter().map(|(name, value)| (name, self.without_keys(&value))).collect()
    }

    /// Where an address is really asked: a mirror may stand in for one dataset and not for another.
    pub(in crate::source) fn place(&self, request: &Request<'_>) -> String {
        let url = reqwest::Url::parse(request.address)
            .map(|url| self.network.mapped(request.dataset, &url));
        url.map_or_else(|_| request.shown(), |url| shown(url.as_str()))
    }

    /// The hosts that have asked to be left alone for so many seconds.
    pub fn left_alone(&self) -> BTreeMap<String, u64> {
        self.left_alone.lock().map(|hosts| hosts.clone()).unwrap_or_default()
    }
}
