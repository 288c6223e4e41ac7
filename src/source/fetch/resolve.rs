//! Resolution of host names to addresses, none of them inside a private network.
//!
//! A name on the list of allowed hosts could be made to point at a machine behind the firewall;
//! this module prevents that. Behind a proxy, the proxy looks names up, and only the list of hosts
//! protects.

use super::Network;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::collections::BTreeSet;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs};

/// Looks names up as the system does and refuses addresses that are not public, except for hosts
/// set by the user.
pub(super) struct PublicOnly {
    named: BTreeSet<String>,
    look_up: LookUp,
}

/// The function that looks a name up; the calling thread waits.
type LookUp = fn(&str) -> io::Result<Vec<SocketAddr>>;

impl PublicOnly {
    /// Mirrors and the proxy may be anywhere, because the user has set them.
    pub(super) fn besides(network: &Network) -> Self {
        let mirrors = network.mirrors.iter().filter_map(super::Mirror::host);
        let look_up = |name: &str| (name, 0).to_socket_addrs().map(Iterator::collect);
        Self { named: mirrors.chain(network.proxy_host()).collect(), look_up }
    }
}

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        let name = name.as_str().to_ascii_lowercase();
        let (is_named, look_up) = (self.named.contains(&name), self.look_up);
        let (sender, receiver) = tokio::sync::oneshot::channel();
        let asked = name.clone();
        // The look-up runs on a thread that is never joined. The system cannot be made to stop it,
        // and the run must end all the same.
        let begun = std::thread::Builder::new().name("look-up".to_owned()).spawn(move || {
            // The caller may have given up.
            let _ = sender.send(look_up(&asked));
        });
        Box::pin(async move {
            begun?;
            let found = receiver.await??;
            if let Some(private) =
                found.iter().find(|address| !is_named && !is_public(address.ip()))
            {
                return Err(format!(
                    "{name} leads to {}, which is not a public address",
                    private.ip()
                )
                .into());
            }
            let addresses: Addrs = Box::new(found.into_iter());
            Ok(addresses)
        })
    }
}

/// True for addresses that the IANA registries of special-purpose addresses leave to the public
/// internet.
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

/// Global unicast is 2000::/3, except Teredo and ORCHID (2001::/23), documentation (2001:db8::/32)
/// and 6to4 (2002::/16), which wrap other addresses.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let [first, second, ..] = address.segments();
    let is_wrapped = first == 0x2002 || (first == 0x2001 && (second < 0x200 || second == 0xdb8));
    (first & 0xe000) == 0x2000 && !is_wrapped
}

#[cfg(test)]
mod tests {
    use super::{PublicOnly, is_public};
    use std::time::{Duration, Instant};

    #[test]
    fn a_look_up_that_hangs_does_not_hold_up_the_run() {
        // As in `Client::new`: there is one provider for the entire program.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let look_up = |_: &str| {
            std::thread::sleep(Duration::from_secs(20));
            Ok(Vec::new())
        };
        let begun = Instant::now();
        let client = reqwest::blocking::Client::builder()
            .no_proxy()
            .connect_timeout(Duration::from_millis(100))
            .dns_resolver(std::sync::Arc::new(PublicOnly { named: Default::default(), look_up }))
            .build()
            .unwrap();
        assert!(client.get("http://nowhere.example/").send().is_err());
        drop(client);
        assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    }

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
