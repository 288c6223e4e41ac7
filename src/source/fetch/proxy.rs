//! The proxy that the user names, and the hosts that are asked past it.
//!
//! Behind a proxy for the web (`http`, `https`) and behind `socks4a` and `socks5h` it is the proxy
//! that looks names up; behind `socks4` and `socks5` we do, and a name that leads inside a private
//! network is refused as without a proxy. So it is for hosts that are asked past the proxy.

use super::Network;
use crate::domain::{Error, Result, error_codes};
use reqwest::{NoProxy, Proxy, Url};

/// The kinds of proxy that are understood.
const SCHEMES: [&str; 6] = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"];

impl Network {
    /// The proxy to build into a client. Errors with `F303` for an address that cannot be read:
    /// asking without the proxy instead would be what the user did not want.
    pub(super) fn through(&self) -> Result<Option<Proxy>> {
        let Some(url) = self.proxy_url()? else { return Ok(None) };
        let proxy = Proxy::all(url.as_str()).map_err(|_| unreadable())?;
        let past = self.no_proxy.as_deref().map(plain_names).unwrap_or_default();
        if past.split(',').any(|name| name == "*") {
            // reqwest 0.13 takes it for all names, and not for addresses in numbers.
            return Ok(None);
        }
        let past = NoProxy::from_string(&past);
        Ok(Some(proxy.no_proxy(past)))
    }

    /// The host of the proxy, in small letters.
    pub(super) fn proxy_host(&self) -> Option<String> {
        self.proxy_url().ok()??.host_str().map(str::to_ascii_lowercase)
    }

    /// The address of the proxy; without a kind it is one for the web, as other programs read it.
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

/// The list in small letters, as hosts are compared, and `*.example` as `.example`, which means the
/// same.
fn plain_names(list: &str) -> String {
    let plain = |name: &str| {
        let name = name.trim().to_ascii_lowercase();
        name.strip_prefix("*.").map_or(name.clone(), |rest| format!(".{rest}"))
    };
    list.split(',').map(plain).collect::<Vec<_>>().join(",")
}

/// The address of a proxy may hold a password, so it is not repeated.
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
