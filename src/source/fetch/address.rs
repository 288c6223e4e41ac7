//! Which addresses may be requested, and which address a mirror uses instead.

use super::{Network, Request};
use crate::domain::{Error, Field, Result, error_codes};
use reqwest::Url;

/// A server that replaces publishers' servers: the original host becomes the first part of the
/// path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mirror {
    /// The dataset that the mirror serves; every dataset when absent.
    pub dataset: Option<String>,
    /// Its address.
    pub base: String,
}

impl Mirror {
    /// Errors with `F303` when the mirror's address is invalid.
    pub(super) fn check(&self) -> Result<()> {
        self.url().map(|_| ())
    }

    /// The host of the mirror.
    pub(super) fn host(&self) -> Option<String> {
        self.url().ok()?.host_str().map(str::to_owned)
    }

    fn url(&self) -> Result<Url> {
        let wrong = |found: String| {
            Error::new(error_codes::OPTION_WRONG, "reading the address of a mirror")
                .at_field(Field::Mirror)
                .found(found)
                .expected(
                    "an address such as http://127.0.0.1:8000, behind a dataset and = where it is \
                     for one alone",
                )
        };
        let url =
            Url::parse(&self.base).map_err(|error| wrong(format!("{:?} ({error})", self.base)))?;
        let is_web = ["http", "https"].contains(&url.scheme()) && url.has_host();
        if is_web { Ok(url) } else { Err(wrong(format!("{:?}", self.base))) }
    }
}

impl Network {
    /// The address that is actually requested.
    pub(super) fn mapped(&self, dataset: &str, url: &Url) -> Url {
        let for_it = |mirror: &&Mirror| mirror.dataset.as_deref().is_none_or(|of| of == dataset);
        // A mirror for this dataset only comes before one for all datasets.
        let mut mirrors: Vec<&Mirror> = self.mirrors.iter().filter(for_it).collect();
        mirrors.sort_by_key(|mirror| mirror.dataset.is_none());
        let Some(mut base) = mirrors.first().and_then(|mirror| mirror.url().ok()) else {
            return url.clone();
        };
        let path = format!(
            "{}/{}{}",
            base.path().trim_end_matches('/'),
            url.host_str().unwrap_or_default(),
            url.path()
        );
        base.set_path(&path);
        base.set_query(url.query());
        base
    }
}

/// The address of a request or of a redirect, if the dataset allows it. Errors with `F504`.
///
/// Links written with `http` are requested over `https`. Publishers' old pages contain such links,
/// and their servers answer to both.
pub(super) fn permitted(request: &Request<'_>, address: &str) -> Result<Url> {
    let refuse = |found: &str, expected: String| {
        Error::new(
            error_codes::ADDRESS_FORBIDDEN,
            format!("asking a publisher for {}", request.dataset),
        )
        .in_file(shown(address))
        .found(found)
        .expected(expected)
    };
    let mut url =
        Url::parse(address).map_err(|error| refuse(&error.to_string(), "an address".to_owned()))?;
    let host = url.host_str().unwrap_or_default().to_ascii_lowercase();
    if !request.hosts.contains(&host) {
        return Err(refuse(
            &format!("the host {host}"),
            format!("one of {}", request.hosts.join(", ")),
        ));
    }
    if url.scheme() == "http" && url.port().is_none() && url.set_scheme("https").is_err() {
        return Err(refuse("an address that cannot be asked over https", "https".to_owned()));
    }
    if url.scheme() != "https" || url.port().is_some() {
        return Err(refuse("another protocol or port", "https at its usual port".to_owned()));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refuse("a name or password in the address", "none".to_owned()));
    }
    url.set_fragment(None);
    Ok(url)
}

/// An address without parts that could be a secret: for errors, logs and manifests.
pub fn shown(address: &str) -> String {
    let Ok(mut url) = Url::parse(address) else { return address.chars().take(200).collect() };
    // Both calls fail only for addresses without a host.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    let is_secret = |name: &str| {
        let name = name.to_ascii_lowercase();
        // Links to file stores are signed, and anyone with the signature may fetch.
        name.starts_with("x-amz-")
            || ["uid", "key", "apikey", "api_key", "token", "sig", "signature"]
                .contains(&name.as_str())
    };
    if url.query_pairs().any(|(name, _)| is_secret(&name)) {
        let pairs: Vec<(String, String)> = url
            .query_pairs()
            .map(|(name, value)| {
                (
                    name.clone().into_owned(),
                    if is_secret(&name) { "…".into() } else { value.into_owned() },
                )
            })
            .collect();
        url.query_pairs_mut().clear().extend_pairs(pairs);
    }
    url.to_string()
}

#[cfg(test)]
mod tests {
    use super::{Mirror, permitted, shown};
    use crate::source::fetch::{Network, Request};

    fn allowed(address: &str) -> Result<String, String> {
        let hosts = ["www.gov.uk".to_owned(), "assets.publishing.service.gov.uk".to_owned()];
        let request = Request { dataset: "asy-d11", hosts: &hosts, address };
        permitted(&request, address).map(|url| url.to_string()).map_err(|error| error.problem())
    }

    #[test]
    fn only_declared_hosts_over_https_are_asked() {
        assert_eq!(allowed("https://www.gov.uk/x"), Ok("https://www.gov.uk/x".to_owned()));
        assert_eq!(allowed("http://www.gov.uk/x#a"), Ok("https://www.gov.uk/x".to_owned()));
        for wrong in [
            "https://www.gov.uk.example/x",
            "https://evil.example/www.gov.uk",
            "https://127.0.0.1/x",
            "http://localhost:8000/x",
            "https://[::1]/x",
            "https://www.gov.uk:8443/x",
            "https://user:word@www.gov.uk/x",
            "https://www.gov.uk@evil.example/x",
            "file:///etc/passwd",
            "ftp://www.gov.uk/x",
            "//www.gov.uk/x",
            "",
        ] {
            assert!(allowed(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_mirror_is_told_which_host_is_meant() {
        let mirror = |dataset: Option<&str>, base: &str| Mirror {
            dataset: dataset.map(str::to_owned),
            base: base.to_owned(),
        };
        let mirrors = vec![
            mirror(None, "http://all.example"),
            mirror(Some("asy-d11"), "http://127.0.0.1:8000/m/"),
        ];
        let network = Network { mirrors, ..Network::default() };
        let url = "https://www.gov.uk/api/content/x?y=1".parse().unwrap();
        assert_eq!(
            network.mapped("asy-d11", &url).as_str(),
            "http://127.0.0.1:8000/m/www.gov.uk/api/content/x?y=1"
        );
        assert_eq!(
            network.mapped("nts-01", &url).as_str(),
            "http://all.example/www.gov.uk/api/content/x?y=1"
        );
        assert_eq!(Network::default().mapped("nts-01", &url), url);
        assert!(mirror(None, "/tmp").check().is_err());
    }

    #[test]
    fn what_could_be_a_secret_is_not_shown() {
        assert_eq!(
            shown("https://a:b@x.example/d?uid=0x12&geography=TYPE154"),
            "https://x.example/d?uid=%E2%80%A6&geography=TYPE154"
        );
        assert_eq!(shown("https://x.example/d?a=1"), "https://x.example/d?a=1");
    }
}
