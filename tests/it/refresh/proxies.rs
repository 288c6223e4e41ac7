//! Proxies: for the web and SOCKS, hosts that are asked past them, and private addresses that are
//! refused all the same.

use super::*;
use crate::socks::Socks;
use crate::support::moment;
use SourceOutcome::Failed;
use fairshares::holdings::refresh;

const FILE: &str = "https://assets.publishing.service.gov.uk/media/6a1/a.xlsx";

/// Nothing listens there.
const DEAD: &str = "http://127.0.0.1:9";

/// A scene in which December is listed and served.
fn scene() -> Scene {
    let scene = Scene::new();
    scene.lists(&[(&format!("{TITLE} December 2025"), FILE, &december())]);
    scene
}

/// How a run of the program ends with these variables.
fn ends(scene: &Scene, variables: &[(&str, &str)]) -> (Option<i32>, String) {
    let mut command = scene.program();
    let output =
        command.args(["refresh", "asy-d11"]).envs(variables.iter().copied()).output().unwrap();
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn hosts_that_the_user_names_are_asked_past_the_proxy() {
    for (proxy, past) in [("HTTPS_PROXY", "NO_PROXY"), ("all_proxy", "no_proxy")] {
        let (code, said) = ends(&scene(), &[(proxy, DEAD)]);
        assert_eq!(code, Some(3), "the proxy is asked: {said}");
        let (code, said) = ends(&scene(), &[(proxy, DEAD), (past, "example.org, 127.0.0.0/8")]);
        assert_eq!(code, Some(0), "{proxy} {past}: {said}");
    }
}

#[test]
fn what_is_no_proxy_is_an_error_and_not_asked_past() {
    for proxy in ["ftp://127.0.0.1:9", "sock5://127.0.0.1:9"] {
        let scene = scene();
        let (code, said) = ends(&scene, &[("HTTPS_PROXY", proxy)]);
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains("error[F303]") && said.contains("HTTPS_PROXY"), "{said}");
        assert_eq!(scene.publisher.asked().len(), 0);
    }
}

#[test]
fn everything_goes_through_a_socks_proxy() {
    let (scene, socks) = (scene(), Socks::start());
    let here = scene.publisher.base();
    let mirror = here.strip_prefix("http://").unwrap().to_owned();
    let (code, said) = ends(&scene, &[("ALL_PROXY", &socks.at("socks5"))]);
    assert_eq!(code, Some(0), "{said}");
    let asked = socks.asked();
    assert!(!asked.is_empty() && asked.iter().all(|to| *to == mirror), "{asked:?}");
    assert_eq!(scene.manifest().snapshots.len(), 1);
    // The proxy looks names up: it is told the name.
    let scene = self::scene();
    let named = scene.publisher.base().replace("127.0.0.1", "localhost");
    let (code, said) =
        ends(&scene, &[("ALL_PROXY", &socks.at("socks5h")), ("FAIRSHARES_MIRROR", &named)]);
    assert_eq!(code, Some(0), "{said}");
    let asked = socks.asked();
    assert!(!asked.is_empty() && asked.iter().all(|to| to.starts_with("localhost:")), "{asked:?}");
    // And past it.
    let scene = self::scene();
    let (code, said) = ends(&scene, &[("ALL_PROXY", &socks.at("socks5h")), ("NO_PROXY", "*")]);
    assert_eq!((code, socks.asked()), (Some(0), vec![]), "{said}");
}

#[test]
fn a_name_that_leads_inside_is_refused_wherever_it_is_we_who_look_it_up() {
    let socks = Socks::start();
    let run = |proxy: String, no_proxy: Option<&str>| {
        let scene = Scene::new();
        // A publisher whose name leads to this machine; no mirror stands in for it.
        scene.redefines("ons/aps-country-of-birth.toml", "www.ons.gov.uk", "localhost");
        let network = Network {
            proxy: Some(proxy),
            no_proxy: no_proxy.map(str::to_owned),
            ..Network::default()
        };
        let datasets = vec!["aps-country-of-birth".to_owned()];
        let request =
            RefreshRequest { datasets, now: moment(MORNING), ..RefreshRequest::default() };
        let report =
            refresh::refresh(scene.engine().holdings(), &request, &network, &Unwatched).unwrap();
        let (outcome, reason) = outcome(&report, "aps-country-of-birth");
        assert_eq!(outcome, Failed, "{reason}");
        reason
    };
    let refused = "which is not a public address";
    let reason = run(socks.at("socks5"), None);
    assert!(reason.contains(refused), "{reason}");
    let reason = run(socks.at("socks5h"), Some("localhost"));
    assert!(reason.contains(refused), "{reason}");
    let reason = run(DEAD.to_owned(), Some("*"));
    assert!(reason.contains(refused), "{reason}");
    assert_eq!(socks.asked(), Vec::<String>::new());
    // Where the proxy looks names up, the list of hosts alone protects.
    let reason = run(socks.at("socks5h"), None);
    assert!(!reason.contains(refused), "{reason}");
    assert!(socks.asked().iter().all(|to| to == "localhost:443"));
}
