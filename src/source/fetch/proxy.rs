//! The proxy that the user sets, and the hosts that bypass it.
//!
//! Behind a web proxy (`http`, `https`) and behind `socks4a` and `socks5h`, the proxy looks names
//! up. Behind `socks4` and `socks5` the program does. A name that leads inside a private network is
//! then refused, as without a proxy. The same applies to hosts that bypass the proxy.

use super::Network;
use crate::domain::{Error, Result, error_codes};
use reqwest::{NoProxy, Proxy, Url};

/// The supported kinds of proxy.
const SCHEMES: [&str; 6] = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"];

impl Network {
    /// The proxy to build into a client. Errors with `F303` for an address that cannot be parsed,
    /// because the user does not want requests without the proxy.
    pub(super) fn through(&self) -> Result<Option<Proxy>> {
        let Some(url) = self.proxy_url()? else { return Ok(None) };
        let proxy = Proxy::all(url.as_str()).map_err(|_| unreadable())?;
        let past = self.no_proxy.as_deref().map(plain_names).unwrap_or_default();
        if past.split(',').any(|name| name == "*") {
            // reqwest 0.13 applies `*` to all names, but not to numeric addresses.
            return Ok(None);
        }
        let past = NoProxy::from_string(&past);
        Ok(Some(proxy.no_proxy(past)))
    }

    /// The host of the proxy, in lower case.
    pub(super) fn proxy_host(&self) -> Option<String> {
        self.proxy_url().ok()??.host_str().map(str::to_ascii_lowercase)
    }

    /// The address of the proxy. Without a scheme it is a web proxy, as in other programs.
    fn proxy_url(&self) -> Result<Option<Url>> {
        let Some(text) = self.proxy.as_deref().map(str::trim).filter(|text| !text.is_empty())
        else {
            return Ok(None);
        };
        let whole = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
        let url = Url::parse(&whole).map_err(|_| unreadable())?;
        let is_understood = SCHEMES.contains(&url.scheme()) && url.has_host();
        if is_understood { Ok(Some(url)) } else { Err(unreadable()) }
    }
}

/// The list in lower case, as hosts are compared, with `*.example` as `.example`, which means the
/// same.
fn plain_names(list: &str) -> String {
    let plain = |name: &str| {
        let name = name.trim().to_ascii_lowercase();
        name.strip_prefix("*.").map_or(name.clone(), |rest| format!(".{rest}"))
    };
    list.split(',').map(plain).collect::<Vec<_>>().join(",")
}

/// The address of a proxy may contain a password, so it is not repeated.
fn unreadable() -> Error {
    Error::new(error_codes::OPTION_WRONG, "reading the address of the proxy")
        .at_key("HTTPS_PROXY")
        .found("an address that cannot be read")
        .expected("one such as http://proxy.example:8080 or socks5h://proxy.example:1080")
}

#[cfg(test)]
mod tests {
    use super::{Network, plain_names};

    fn host(proxy: &str) -> Result<Option<String>, &'static str> {
        let network = Network { proxy: Some(proxy.to_owned()), ..Network::default() };
        network.through().map(|_| network.proxy_host()).map_err(|error| error.code().id)
    }

    #[test]
    fn proxies_of_every_kind_are_read_and_others_refused() {
        for proxy in [
            "http://Proxy.example:8080",
            "proxy.example:8080",
            "socks5://PROXY.example",
            "socks5h://u:p@proxy.example:1",
        ] {
            assert_eq!(host(proxy), Ok(Some("proxy.example".to_owned())), "{proxy}");
        }
        assert_eq!(host(" "), Ok(None));
        for wrong in ["ftp://proxy.example", "sock5://proxy.example:1080", "http://", "socks5:///x"]
        {
            assert_eq!(host(wrong), Err("F303"), "{wrong}");
        }
    }

    #[test]
    fn hosts_past_the_proxy_are_compared_as_hosts_are() {
        assert_eq!(
            plain_names("WWW.Gov.UK, *.ons.gov.uk,10.0.0.0/8"),
            "www.gov.uk,.ons.gov.uk,10.0.0.0/8"
        );
    }
}
