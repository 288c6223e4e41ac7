//! Kills, two runs at once, clocks that jump, stores that cannot be written to, and what must never
//! be written down.

use super::*;
use crate::publisher::Fault;
use crate::support::{moment, succeed};
use SourceOutcome::{New, Unchanged};
use std::fs;
use std::process::Stdio;
use std::time::{Duration, Instant};

const ADDRESS: &str = "https://assets.publishing.service.gov.uk/media/7b2/march.xlsx";

/// A scene in which December is held and March is listed.
fn scene() -> Scene {
    let scene = Scene::new();
    scene.lists(&[(&format!("{TITLE} December 2025"), &asset("6a1/a.xlsx"), &december())]);
    scene.refresh(&["asy-d11"], "2026-02-26T10:00:00Z");
    scene.lists(&[(&format!("{TITLE} March 2026"), ADDRESS, &march())]);
    scene
}

fn refresh(scene: &Scene) -> Command {
    let mut command = scene.program();
    command.args(["refresh", "asy-d11"]).stdout(Stdio::null());
    command
}

/// The manifest, every snapshot of which has the bytes it was taken with.
fn sound(scene: &Scene) -> Vec<String> {
    let store = Store::at(&scene.store());
    let manifest = store.manifest().unwrap();
    for snapshot in &manifest.snapshots {
        assert_eq!(store.bytes(snapshot).unwrap().len() as u64, snapshot.bytes);
    }
    store.waiting().unwrap();
    store.journal().unwrap();
    manifest.snapshots.into_iter().map(|snapshot| snapshot.edition.to_string()).collect()
}

/// Kills a run at that moment: what was held answers; then another run completes and leaves nothing
/// aside.
fn killed(what: &str, fault: Fault, moment: impl Fn(&Scene, Instant) -> bool) {
    let scene = scene();
    scene.publisher.at(ADDRESS, Answer::file(march().xlsx()).failing(fault));
    let begun = Instant::now();
    let mut child = refresh(&scene).stderr(Stdio::null()).spawn().unwrap();
    while !moment(&scene, begun) && child.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let held = sound(&scene);
    assert!(held == ["2025-12-31"] || held == ["2025-12-31", "2026-03-31"], "{what}: {held:?}");
    assert_eq!(scene.hillingdon(), "1896", "{what}");
    scene.publisher.at(ADDRESS, Answer::file(march().xlsx()));
    let report = scene.refresh(&["asy-d11"], MORNING);
    assert!([New, Unchanged].contains(&of(&report, "asy-d11").outcome), "{what}: {report:?}");
    assert_eq!(sound(&scene), ["2025-12-31", "2026-03-31"], "{what}");
    let aside = contents(&scene.store()).into_keys().filter(|path| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        name.starts_with(".aside-") || name.ends_with(".part")
    });
    assert_eq!(aside.collect::<Vec<_>>(), Vec::<PathBuf>::new(), "{what}");
    // Whatever was told before the kill, the next run can tell what has come since.
    let since = succeed(scene.program().args(["changes", "--since", "2026-03-01"])).stdout;
    assert!(String::from_utf8(since).unwrap().contains("figures to 31 March 2026"), "{what}");
}

#[test]
fn a_kill_at_any_moment_leaves_the_store_sound() {
    const KILLS: u32 = 12;
    let whole = {
        let scene = scene();
        let begun = Instant::now();
        succeed(&mut refresh(&scene));
        begun.elapsed()
    };
    for n in 0..KILLS {
        killed("at some time", Fault::None, |_, begun| begun.elapsed() >= whole * n / KILLS);
    }
    let parts =
        |scene: &Scene| fs::read_dir(scene.store().join("downloads")).into_iter().flatten().count();
    let snapshots =
        |scene: &Scene| fs::read_dir(scene.store().join("snapshots")).into_iter().flatten().count();
    killed("while the file comes", Fault::FallsSilent(1_000), |scene, _| parts(scene) > 0);
    killed("once some of it is kept", Fault::BreaksOff(1_000), |scene, _| parts(scene) > 1);
    killed("once it has come", Fault::None, |scene, _| parts(scene) > 0);
    for delay in [0, 500, 2_000].map(Duration::from_micros) {
        killed("once it is in its place", Fault::None, |scene, _| {
            let is_there = snapshots(scene) > 1;
            if is_there {
                std::thread::sleep(delay);
            }
            is_there
        });
    }
    killed("once the manifest says so", Fault::None, |scene, _| {
        fs::read_to_string(scene.store().join("manifest.json"))
            .is_ok_and(|text| text.contains("2026-03-31"))
    });
}

#[test]
fn what_is_left_of_a_download_goes_once_its_file_is_held() {
    let scene = scene();
    let downloads = scene.store().join("downloads");
    // A run that is killed while it waits for the rest.
    scene.publisher.at(ADDRESS, Answer::file(march().xlsx()).failing(Fault::FallsSilent(1_000)));
    let mut child = refresh(&scene).stderr(Stdio::null()).spawn().unwrap();
    while contents(&downloads).is_empty() {
        assert!(child.try_wait().unwrap().is_none(), "it was to be killed before it ended");
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let left = contents(&downloads);
    scene.publisher.at(ADDRESS, Answer::file(march().xlsx()));
    assert_eq!(of(&scene.refresh(&["asy-d11"], MORNING), "asy-d11").outcome, New);
    assert!(contents(&downloads).is_empty());
    // As a kill between the journal and the tidying leaves it.
    left.iter().for_each(|(path, bytes)| fs::write(path, bytes).unwrap());
    assert_eq!(of(&scene.refresh(&["asy-d11"], MORNING), "asy-d11").outcome, Unchanged);
    assert!(contents(&downloads).is_empty(), "{left:?}");
}

#[test]
fn of_two_runs_at_once_one_is_told_of_the_other() {
    for round in 0..4 {
        let scene = scene();
        // Slow enough that both are under way together.
        scene.publisher.at(ADDRESS, Answer::file(march().xlsx()));
        let children = [(); 2].map(|()| refresh(&scene).stderr(Stdio::piped()).spawn().unwrap());
        let ended = children.map(|child| child.wait_with_output().unwrap());
        let refused = ended.iter().filter(|output| !output.status.success()).collect::<Vec<_>>();
        for output in &refused {
            let said = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(3), "round {round}: {said}");
            let named = ["refreshing since 20", "a process that has not said"];
            assert!(
                said.contains("error[F403]") && named.iter().any(|words| said.contains(words)),
                "{said}"
            );
        }
        assert!(refused.len() < 2, "round {round}: one of them was first");
        assert_eq!(sound(&scene), ["2025-12-31", "2026-03-31"], "round {round}");
    }
}

#[test]
fn a_run_waits_for_an_import_to_be_done() {
    let scene = scene();
    let lock = fs::File::options().write(true).open(scene.store().join("lock")).unwrap();
    lock.lock().unwrap();
    let holder = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(1_200));
        drop(lock);
    });
    let report = scene.refresh(&["asy-d11"], MORNING);
    holder.join().unwrap();
    assert_eq!(of(&report, "asy-d11").outcome, New);
}

#[test]
fn a_clock_that_jumps_back_stops_nothing() {
    let scene = scene();
    scene.refresh(&["asy-d11"], "2030-01-01T10:00:00Z");
    assert_eq!(sound(&scene), ["2025-12-31", "2026-03-31"]);
    scene.publisher.asked();
    // The journal was written in what is now the future: it says nothing, and everything is asked.
    let request = RefreshRequest {
        datasets: vec!["asy-d11".to_owned()],
        if_due: true,
        now: moment(MORNING),
        ..RefreshRequest::default()
    };
    let report = scene.run(&request).unwrap();
    assert_eq!((of(&report, "asy-d11").outcome, scene.publisher.asked().len()), (Unchanged, 2));
    // And what came in the future does not stay newer than what comes now.
    let mut june = march();
    june.set("Cover_sheet", "A3", "year ending June 2026");
    june.set("Cover_sheet", "A5", "Published: 27 August 2026");
    let rows = &mut june.sheets.iter_mut().find(|(name, _)| name == SHEET).unwrap().1;
    let mut newer: Vec<Vec<String>> = rows[9..16].to_vec();
    newer.iter_mut().for_each(|row| row[0] = "30 Jun 2026".to_owned());
    rows.splice(16..16, newer);
    scene.lists(&[(&format!("{TITLE} June 2026"), &asset("8/june.xlsx"), &june)]);
    let report = scene.refresh(&["asy-d11"], "2026-08-27T10:00:00Z");
    assert_eq!(of(&report, "asy-d11").outcome, New, "{report:?}");
    let said = String::from_utf8(succeed(scene.program().arg("changes")).stdout).unwrap();
    assert!(said.contains("figures to 30 June 2026"), "{said}");
    // Three boroughs in both: 3,968 people on either day.
    assert!(
        said.contains("London: 3,968 at 30 June 2026, the same as at 31 March 2026."),
        "{said}"
    );
}

#[test]
fn a_lost_journal_costs_requests_and_no_figures() {
    let scene = scene();
    scene.refresh(&["asy-d11"], MORNING);
    fs::remove_file(scene.store().join("journal.json")).unwrap();
    let held = scene.held();
    assert_eq!(of(&scene.refresh(&["asy-d11"], NOON), "asy-d11").outcome, Unchanged);
    assert_eq!(scene.held(), held);
    fs::write(scene.store().join("journal.json"), "{").unwrap();
    let request = RefreshRequest { now: moment(NOON), ..RefreshRequest::default() };
    assert_eq!(scene.run(&request).unwrap_err().code().id, "F402");
    assert_eq!(scene.hillingdon(), "1896", "other commands do without it");
}

/// Run as a user who may not write there: permissions bind everybody but root.
#[cfg(unix)]
#[test]
fn a_store_that_cannot_be_written_to_asks_nobody_and_still_answers() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    const NOBODY: u32 = 65_534;
    let scene = scene();
    let root = scene.folder.path();
    let open = |path: &Path| fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    open(root);
    // The program where anybody may run it.
    let copy = root.join("fairshares");
    fs::hard_link(env!("CARGO_BIN_EXE_fairshares"), &copy)
        .or_else(|_| fs::copy(env!("CARGO_BIN_EXE_fairshares"), &copy).map(drop))
        .unwrap();
    open(&copy);
    for path in contents(root).into_keys().filter(|path| *path != copy) {
        fs::set_permissions(path, fs::Permissions::from_mode(0o444)).unwrap();
    }
    for folder in
        ["store", "store/snapshots", "store/tidy", "store/pages", "store/downloads", "catalogue"]
    {
        fs::set_permissions(root.join(folder), fs::Permissions::from_mode(0o555)).unwrap();
    }
    scene.publisher.asked();
    let run = |arguments: &[&str]| {
        let mut command = Command::new(&copy);
        command.current_dir(root).env_clear().env("FAIRSHARES_STORE", scene.store());
        command
            .args(["--catalogue", "catalogue"])
            .args(arguments)
            .env("FAIRSHARES_MIRROR", scene.publisher.base());
        // Only root can become somebody else, and only root needs to.
        let output = command.uid(NOBODY).gid(NOBODY).output();
        output.or_else(|_| command.output()).unwrap()
    };
    let refused = run(&["refresh", "asy-d11"]);
    let said = String::from_utf8_lossy(&refused.stderr);
    assert_eq!(refused.status.code(), Some(3), "{said}");
    assert!(said.contains("error[F401]") && said.contains("ermission denied"), "{said}");
    assert_eq!(scene.publisher.asked().len(), 0, "nobody is asked for what cannot be kept");
    let answered = run(&["table", "asy-d11"]);
    assert!(String::from_utf8_lossy(&answered.stdout).contains("1896"), "{answered:?}");
    for folder in ["store", "store/snapshots", "store/tidy", "store/pages", "store/downloads"] {
        open(&root.join(folder));
    }
    for path in contents(&scene.store()).into_keys() {
        fs::set_permissions(path, fs::Permissions::from_mode(0o644)).unwrap();
    }
    assert_eq!(of(&scene.refresh(&["asy-d11"], MORNING), "asy-d11").outcome, New);
}

#[test]
#[expect(clippy::too_many_lines, reason = "one refresh, and every place that it writes to")]
fn secrets_and_home_paths_are_never_written_down() {
    const KEY: &str = "s3cret-key-of-stat-xplore";
    const UID: &str = "0xs3cretuid";
    let scene = scene();
    let stat = "https://stat-xplore.dwp.gov.uk/webapi/rest/v1/table";
    let nomis = "https://www.nomisweb.co.uk/api/v01/dataset/NM_2041_1.data.csv";
    // The servers repeat what they were sent, in every way that they can.
    for address in [stat, nomis] {
        let echo =
            Answer::of(403, format!("the key {KEY} of {UID} is not known")).with("etag", KEY);
        scene
            .publisher
            .at(address, echo.with("location", &format!("https://x.example/?key={KEY}")));
    }
    let redirected = format!("{ADDRESS}?uid={UID}&X-Amz-Signature={KEY}");
    scene.publisher.at(ADDRESS, Answer::redirect(&redirected));
    let query = redirected.strip_prefix("https:/").unwrap().to_owned();
    scene.publisher.at(&format!("https:/{query}"), Answer::file(march().xlsx()));
    let mut said = String::new();
    let datasets = ["asy-d11", "nino-registrations-stat-xplore", "census-ethnic-group"];
    for arguments in [vec!["--format", "json"], vec!["-v"], vec!["--format", "md", "-v"]] {
        let mut command = scene.program();
        command.arg("refresh").args(datasets).args(arguments).env("HOME", scene.folder.path());
        command.env("FAIRSHARES_STAT_XPLORE_KEY", KEY).env("FAIRSHARES_NOMIS_UID", UID);
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(3));
        said += &String::from_utf8_lossy(&output.stdout);
        said += &String::from_utf8_lossy(&output.stderr);
    }
    // The keys were sent where they belong, and nowhere else.
    let asked = scene.publisher.asked();
    let to = |words: &str| {
        asked
            .iter()
            .filter(|asked| asked.path.starts_with(&format!("/{words}")))
            .collect::<Vec<_>>()
    };
    assert!(
        to("stat-xplore.dwp").iter().all(|asked| asked.headers["apikey"] == KEY)
            && !to("stat-xplore.dwp").is_empty()
    );
    assert!(
        to("www.nomisweb").iter().all(|asked| asked.path.contains(UID))
            && !to("www.nomisweb").is_empty()
    );
    assert!(to("www.gov.uk").iter().all(|asked| !asked.headers.contains_key("apikey")));
    // An error of the store names its path, in a log without the home.
    fs::write(scene.store().join("journal.json"), "{").unwrap();
    let output = scene
        .program()
        .args(["refresh", "asy-d11"])
        .env("HOME", scene.folder.path())
        .output()
        .unwrap();
    said += &String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("~/store/journal.json"), "{said}");
    fs::remove_file(scene.store().join("journal.json")).unwrap();
    let home = scene.folder.path().display().to_string();
    for secret in [KEY, UID, home.as_str()] {
        assert!(!said.contains(secret), "{secret} was printed: {said}");
        for (path, bytes) in contents(&scene.store()) {
            let is_there = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!is_there, "{secret} stands in {}", path.display());
        }
    }
    assert!(said.contains("F502"), "the refusals are told: {said}");
    assert_eq!(sound(&scene), ["2025-12-31", "2026-03-31"]);
}
