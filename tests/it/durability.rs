//! What the store withstands: a kill at any moment, two imports at once, a full disk, a link
//! swapped while reading.

use crate::printed;
use crate::publisher::quick_fetching;
use crate::support::{copy_folder, engine_at, moment, program, succeed};
use crate::workbook::base;
use crate::wrong::contents;
use fairshares::domain::Id;
use fairshares::engine::{Engine, Settings};
use fairshares::holdings::{import, prune};
use fairshares::source::{Manifest, Store};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Writes the two files of these tests, one publication each.
fn write_files(folder: &Path) {
    fs::write(folder.join("a.xlsx"), base("asy-d11").xlsx()).unwrap();
    fs::write(folder.join("b.xlsx"), base("regional-groups").xlsx()).unwrap();
}

fn import(folder: &Path, file: &str) -> Command {
    let mut command = program(folder);
    command.args(["import", file]).stdout(Stdio::null());
    command
}

/// The manifest, every snapshot of which has been found to have the bytes it was imported with.
fn sound(store: &Path) -> Manifest {
    engine_at(store, None).holdings().editions().unwrap();
    let store = Store::at(store);
    let manifest = store.manifest().unwrap();
    for snapshot in &manifest.snapshots {
        assert_eq!(store.bytes(snapshot).unwrap().len() as u64, snapshot.bytes);
    }
    manifest
}

fn datasets(manifest: &Manifest) -> Vec<&str> {
    let mut ids: Vec<&str> =
        manifest.snapshots.iter().map(|snapshot| snapshot.dataset.as_str()).collect();
    ids.sort_unstable();
    ids
}

fn left_aside(store: &Path) -> Vec<String> {
    let names = contents(store)
        .into_keys()
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned());
    names.filter(|name| name.starts_with(".aside-")).collect()
}

/// Kills an import at that moment and finds the store sound; then the next import mends what was
/// left.
fn killed(folder: &Path, is_moment: impl Fn(&Path, Instant) -> bool) {
    let store = folder.join("store");
    let _ = fs::remove_dir_all(&store);
    copy_folder(&folder.join("before"), &store);
    let begun = Instant::now();
    let mut child = import(folder, "b.xlsx").stderr(Stdio::null()).spawn().unwrap();
    while !is_moment(&store, begun) && child.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let held = sound(&store);
    assert!(
        matches!(datasets(&held).as_slice(), ["asy-d11"] | ["asy-d11", "regional-groups"]),
        "{held:?}"
    );
    import::import(
        engine_at(&store, None).holdings(),
        &folder.join("b.xlsx"),
        moment("2026-11-21T09:30:00Z"),
    )
    .unwrap();
    assert_eq!(datasets(&sound(&store)), ["asy-d11", "regional-groups"]);
    assert_eq!(left_aside(&store), Vec::<String>::new());
}

#[test]
fn a_kill_at_any_moment_leaves_the_store_sound() {
    const KILLS: u32 = 25;
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write_files(folder);
    succeed(&mut import(folder, "a.xlsx"));
    fs::rename(folder.join("store"), folder.join("before")).unwrap();
    copy_folder(&folder.join("before"), &folder.join("store"));
    let begun = Instant::now();
    succeed(&mut import(folder, "b.xlsx"));
    let whole = begun.elapsed();
    for n in 0..KILLS {
        let delay = whole * n / KILLS;
        killed(folder, |_, begun| begun.elapsed() >= delay);
    }
    // The writing is short: these kills fall into it, at its first sign and shortly after.
    let snapshots =
        |store: &Path| fs::read_dir(store.join("snapshots")).into_iter().flatten().count();
    for delay in [0, 200, 500, 1_000, 2_000, 5_000].map(Duration::from_micros) {
        killed(folder, |store, _| {
            let begun = snapshots(store) > 1;
            if begun {
                std::thread::sleep(delay);
            }
            begun
        });
    }
    let manifest = fs::read(folder.join("before/manifest.json")).unwrap();
    killed(folder, |store, _| {
        fs::read(store.join("manifest.json")).is_ok_and(|now| now != manifest)
    });
}

#[test]
fn what_a_dead_process_left_is_cleared_away_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write_files(folder);
    for place in ["", "snapshots", "tidy"] {
        fs::create_dir_all(folder.join("store").join(place)).unwrap();
        fs::write(folder.join("store").join(place).join(".aside-x1"), "half").unwrap();
    }
    fs::write(folder.join("store/notes.txt"), "a person's").unwrap();
    assert_eq!(left_aside(&folder.join("store")).len(), 3);
    succeed(&mut import(folder, "a.xlsx"));
    assert_eq!(left_aside(&folder.join("store")), Vec::<String>::new());
    assert_eq!(fs::read_to_string(folder.join("store/notes.txt")).unwrap(), "a person's");
}

#[test]
fn of_two_imports_at_once_none_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write_files(folder);
    for round in 0..6 {
        let _ = fs::remove_dir_all(folder.join("store"));
        let both = ["a.xlsx", "b.xlsx"]
            .map(|file| import(folder, file).stderr(Stdio::piped()).spawn().unwrap());
        for child in both {
            let output = child.wait_with_output().unwrap();
            assert!(
                output.status.success(),
                "round {round}: {}",
                String::from_utf8_lossy(&output.stderr)
            );
        }
        assert_eq!(
            datasets(&sound(&folder.join("store"))),
            ["asy-d11", "regional-groups"],
            "round {round}"
        );
    }
}

#[test]
fn the_lock_says_who_holds_it() {
    let folder = tempfile::tempdir().unwrap();
    let (store, file) = (folder.path().join("store"), folder.path().join("b.xlsx"));
    write_files(folder.path());
    import::import(
        engine_at(&store, None).holdings(),
        &folder.path().join("a.xlsx"),
        moment("2026-11-21T09:30:00Z"),
    )
    .unwrap();
    let lock = fs::read_to_string(store.join("lock")).unwrap();
    assert_eq!(
        lock,
        format!("process {}, importing since 2026-11-21T09:30:00Z\n", std::process::id())
    );
    let held = fs::File::options().read(true).write(true).open(store.join("lock")).unwrap();
    held.lock().unwrap();
    // One who waits for a second at most, so that the test does not take ten.
    let catalogue = folder.path().join("catalogue");
    fs::create_dir(&catalogue).unwrap();
    fs::write(catalogue.join("fetching.toml"), quick_fetching()).unwrap();
    let settings =
        Settings { store: store.clone(), catalogue: Some(catalogue), ..Settings::default() };
    let refused = |now: &str| {
        let engine = Engine::open(&settings).unwrap();
        import::import(engine.holdings(), &file, moment(now)).unwrap_err().problem()
    };
    let waited = "expected that it ends within 1 second";
    assert_eq!(refused("2026-11-21T09:31:00Z"), format!("found {}, {waited}", lock.trim()));
    // Words that no fairshares wrote are not repeated.
    fs::write(store.join("lock"), "\u{1b}[31mprocess of mine").unwrap();
    assert_eq!(
        refused("2026-11-21T09:32:00Z"),
        format!("found a process that has not said which it is, {waited}")
    );
}

/// A file aside belongs to who has locked it: another writer's cleaning leaves it alone.
#[test]
fn a_file_that_another_is_writing_is_not_cleared_away() {
    let folder = tempfile::tempdir().unwrap();
    write_files(folder.path());
    let store = folder.path().join("store");
    let aside = |name: &str| store.join("pages").join(name);
    fs::create_dir_all(store.join("pages")).unwrap();
    let mine = fs::File::create(aside(".aside-mine")).unwrap();
    mine.lock().unwrap();
    fs::write(aside(".aside-of-the-dead"), "").unwrap();
    let in_copies = store.join("copies/pins/.aside-of-the-dead");
    fs::create_dir_all(in_copies.parent().unwrap()).unwrap();
    fs::write(&in_copies, "").unwrap();
    succeed(&mut import(folder.path(), "a.xlsx"));
    assert!(
        aside(".aside-mine").exists()
            && !aside(".aside-of-the-dead").exists()
            && !in_copies.exists()
    );
}

/// Whoever pins waits for who prunes, and the other way round: a pinned edition is held, or the pin
/// is refused.
#[test]
fn a_pin_holds_beside_a_prune_and_a_name_is_given_once() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write_files(folder);
    succeed(&mut import(folder, "a.xlsx"));
    let store = folder.join("store");
    let pinned = |name: &'static str, read: bool| {
        let engine = engine_at(&store, None);
        if read {
            printed::tidy(engine.figures(), "asy-d11").unwrap();
        }
        let read = engine.holdings().editions_read().into_iter().collect();
        prune::pin(
            engine.holdings(),
            &read,
            Id::new(name).unwrap(),
            "brief",
            moment("2026-11-21T09:30:00Z"),
        )
    };
    let (one, other) = std::thread::scope(|scope| {
        let both = [scope.spawn(|| pinned("spring", true)), scope.spawn(|| pinned("spring", true))];
        both.map(|thread| thread.join().unwrap()).into()
    });
    assert!(one.is_ok() != other.is_ok(), "{one:?}, {other:?}");
    // What was read and is gone since cannot be pinned.
    let engine = engine_at(&store, None);
    printed::tidy(engine.figures(), "asy-d11").unwrap();
    fs::remove_file(store.join("pins/spring.json")).unwrap();
    fs::remove_file(store.join("copies/pins/spring.json")).unwrap();
    let held = Store::at(&store).manifest().unwrap().snapshots;
    let state = Store::at(&store).state().unwrap();
    assert!(Store::at(&store).remove(&held, &state, moment("2026-11-21T09:30:00Z")).unwrap());
    let read = engine.holdings().editions_read().into_iter().collect();
    let error = prune::pin(
        engine.holdings(),
        &read,
        Id::new("autumn").unwrap(),
        "brief",
        moment("2026-11-21T09:30:00Z"),
    )
    .unwrap_err();
    assert!(
        error.code().id == "F403" && error.problem().contains("was removed meanwhile"),
        "{error}"
    );
    // And what was decided before somebody pinned is not done.
    succeed(&mut import(folder, "a.xlsx"));
    let state = Store::at(&store).state().unwrap();
    pinned("winter", true).unwrap();
    assert!(!Store::at(&store).remove(&held, &state, moment("2026-11-21T09:30:00Z")).unwrap());
    assert_eq!(datasets(&sound(&store)), ["asy-d11"]);
}

/// A process that may not write files beyond a size meets, in writing, what it would meet on a full
/// disk.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_store_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write_files(folder);
    succeed(&mut import(folder, "a.xlsx"));
    let before = |path: &Path| {
        let mut files = contents(path);
        files.retain(|path, _| !path.ends_with("lock"));
        files
    };
    let held = before(&folder.join("store"));
    for blocks in [0, 1, 4] {
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" import b.xlsx");
        let mut shell = Command::new("sh");
        shell.args(["-c", &script, env!("CARGO_BIN_EXE_fairshares")]);
        let output = shell
            .current_dir(folder)
            .env("FAIRSHARES_STORE", folder.join("store"))
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(3), "{said}");
        assert!(said.contains("error[F401]") && said.contains("while writing a file"), "{said}");
        assert_eq!(
            before(&folder.join("store")),
            held,
            "{blocks} blocks: nothing changed, nothing left aside"
        );
    }
    succeed(&mut import(folder, "b.xlsx"));
}

#[test]
fn a_table_that_cannot_be_kept_is_shaped_again() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write_files(folder);
    fs::create_dir_all(folder.join("store")).unwrap();
    fs::write(folder.join("store/tidy"), "a file where the folder should be").unwrap();
    succeed(&mut import(folder, "a.xlsx"));
    assert_eq!(datasets(&sound(&folder.join("store"))), ["asy-d11"]);
    succeed(program(folder).args(["table", "asy-d11"]));
}

#[cfg(unix)]
#[test]
fn a_link_swapped_while_reading_never_mixes_two_files() {
    use std::sync::atomic::{AtomicBool, Ordering};
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write_files(folder);
    let swap = |to: &str| {
        std::os::unix::fs::symlink(to, folder.join("next")).unwrap();
        fs::rename(folder.join("next"), folder.join("link")).unwrap();
    };
    swap("a.xlsx");
    let done = AtomicBool::new(false);
    let mut met = std::collections::BTreeSet::new();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                ["b.xlsx", "a.xlsx"].into_iter().for_each(swap);
            }
        });
        for round in 0..30 {
            let store = folder.join(format!("store-{round}"));
            let imported = import::import(
                engine_at(&store, None).holdings(),
                &folder.join("link"),
                moment("2026-11-21T09:30:00Z"),
            )
            .unwrap();
            let manifest = sound(&store);
            let [held] = manifest.snapshots.as_slice() else { panic!("{manifest:?}") };
            let file = if held.dataset == "asy-d11" { "a.xlsx" } else { "b.xlsx" };
            assert_eq!(
                Store::at(&store).bytes(held).unwrap(),
                fs::read(folder.join(file)).unwrap()
            );
            assert_eq!(
                (imported[0].dataset.as_ref(), imported[0].rows),
                (Some(&held.dataset), held.rows)
            );
            met.insert(held.dataset.clone());
        }
        done.store(true, Ordering::Relaxed);
    });
    assert_eq!(met.len(), 2, "both files were met: {met:?}");
}
