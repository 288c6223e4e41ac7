//! Names of hosts to addresses of machines, none of them inside a private network.
//!
//! A name on the list of allowed hosts could be made to point at a machine behind the firewall; this is where that ends.
//! Behind a proxy it is the proxy that looks names up, and the list of hosts alone protects.

use super::Network;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// Looks names up as the system does and refuses addresses that are not public, but for hosts the user has named.
pub(super) struct PublicOnly {
    named: BTreeSet<String>,
}

impl PublicOnly {
    /// Mirrors and the proxy may be anywhere: the user has named them.
    pub(super) fn besides(network: &Network) -> Self {
        let proxy = network.proxy.as_deref().and_then(|proxy| reqwest::Url::parse(proxy).ok());
        let proxy = proxy.and_then(|url| url.host_str().map(str::to_owned));
        Self { named: network.mirrors.iter().filter_map(super::Mirror::host).chain(proxy).collect() }
    }
}

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        let is_named = self.named.contains(name.as_str());
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            if let Some(private) = found.iter().find(|address| !is_named && !is_public(address.ip())) {
                return Err(
                    format!("{} leads to {}, which is not a public address", name.as_str(), private.ip()).into()
                );
            }
            let addresses: Addrs = Box::new(found.into_iter());
            Ok(addresses)
        })
    }
}

/// True for addresses that the IANA registries of special-purpose addresses leave to the public internet.
pub(super) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(mapped) => is_public_v4(mapped),
            None => is_public_v6(address),
        },
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let is_special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_broadcast()
        || address.is_documentation()
        || address.is_multicast()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (18..20).contains(&b));
    !is_special
}

/// Global unicast is 2000::/3, less Teredo and ORCHID (2001::/23), documentation (2001:db8::/32) and 6to4 (2002::/16),
/// which wrap other addresses.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let [first, second, ..] = address.segments();
    let is_wrapped = first == 0x2002 || (first == 0x2001 && (second < 0x200 || second == 0xdb8));
    (first & 0xe000) == 0x2000 && !is_wrapped
}

#[cfg(test)]
mod tests {
    use super::is_public;

    #[test]
    fn addresses_of_private_networks_are_told_from_public_ones() {
        for public in ["151.101.0.144", "8.8.8.8", "2a04:4e42::144", "::ffff:151.101.0.144"] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
        for private in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "224.0.0.1",
            "192.0.0.8",
            "198.18.0.1",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "ff02::1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:0:1::",
            "::ffff:127.0.0.1",
        ] {
            assert!(!is_public(private.parse().unwrap()), "{private}");
        }
    }
}
