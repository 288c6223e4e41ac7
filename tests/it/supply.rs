//! Exceptions of what is checked of dependencies: each with its reason and the day to look again.

use fairshares::domain::Date;

/// The exceptions of `deny.toml`, each as the text of its entry.
fn exceptions(text: &str) -> Vec<toml::Value> {
    let settings: toml::Table = toml::from_str(text).unwrap();
    let lists = [
        ("advisories", "ignore"),
        ("licenses", "exceptions"),
        ("bans", "skip"),
        ("bans", "skip-tree"),
    ];
    let of = |(section, list): (&str, &str)| settings.get(section)?.get(list)?.as_array().cloned();
    lists.into_iter().filter_map(of).flatten().collect()
}

/// The day to look again, where an exception says it.
fn reload_if_changed(exception: &toml::Value) -> Option<Date> {
    let (reason, day) = exception.get("reason")?.as_str()?.rsplit_once("Look again by ")?;
    day.trim_end_matches('.').parse().ok().filter(|_| !reason.trim().is_empty())
}

#[test]
fn every_exception_says_why_and_when_to_look_again() {
    let ours = include_str!("../../deny.toml");
    for exception in exceptions(ours) {
        assert!(
            reload_if_changed(&exception).is_some(),
            "no reason with `Look again by YYYY-MM-DD`: {exception}"
        );
    }
    let made = "[advisories]\nignore = [\"RUSTSEC-2026-0001\", { id = \"RUSTSEC-2026-0002\", reason = \"Look again by 2027-01-01\" }, \
                { id = \"RUSTSEC-2026-0003\", reason = \"not reached. Look again by 2027-01-01\" }]";
    let found: Vec<bool> =
        exceptions(made).iter().map(|one| reload_if_changed(one).is_some()).collect();
    assert_eq!(found, [false, false, true]);
}
