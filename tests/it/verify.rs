//! Nothing in a store is believed unchecked, and what is lost is put right from the rest of it.

use crate::printed;
use crate::support::{engine_at, imported, moment, program, published_file, succeed, unquoted};
use crate::workbook::base;
use crate::wrong::contents;
use fairshares::domain::{Id, Sha256};
use fairshares::engine::Engine;
use fairshares::holdings::prune;
use fairshares::source::fetch::FetchHistory;
use fairshares::source::{HeldBack, Store, Writer};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

const NOW: &str = "2026-11-29T09:30:00Z";

/// A store with two publications, one of them pinned, and what a command answers from it.
fn filled(folder: &Path) -> String {
    fs::write(folder.join("a.xlsx"), base("asy-d11").xlsx()).unwrap();
    fs::write(folder.join("b.xlsx"), base("regional-groups").xlsx()).unwrap();
    succeed(program(folder).args(["import", "a.xlsx", "b.xlsx"]));
    let engine = engine_at(&folder.join("store"), None);
    printed::tidy(engine.figures(), "asy-d11").unwrap();
    let read = engine.holdings().editions_read().into_iter().collect();
    prune::pin(engine.holdings(), &read, Id::new("spring").unwrap(), "brief", moment(NOW)).unwrap();
    answers(folder)
}

fn answers(folder: &Path) -> String {
    let said = |arguments: &[&str]| unquoted(&succeed(program(folder).args(arguments)).stdout);
    format!("{}{}", said(&["table", "asy-d11"]), said(&["datasets"]))
}

fn verify(folder: &Path, repair: bool) -> Output {
    let arguments: &[&str] = if repair { &["verify", "--repair"] } else { &["verify"] };
    program(folder).args(arguments).output().unwrap()
}

/// The outcomes that are not `sound`, by item.
fn unsound(output: &Output) -> Vec<String> {
    unquoted(&output.stdout)
        .lines()
        .skip(1)
        .filter(|line| !line.contains(",sound,"))
        .map(str::to_owned)
        .collect()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_store_as_it_was_written_is_sound() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let output = verify(folder.path(), false);
    assert_eq!(
        (output.status.code(), unsound(&output)),
        (Some(0), Vec::new()),
        "{}",
        said(&output)
    );
    let items = unquoted(&output.stdout);
    for item in [
        "manifest,sound",
        "pin spring,sound",
        "snapshot of asy-d11 2025-12-31 (a.xlsx),sound",
        "table asy-d11-",
    ] {
        assert!(items.contains(item), "{item} is not in\n{items}");
    }
}

/// A flipped bit anywhere leads to the same answer or to an error, never to another answer and
/// never to a panic.
#[test]
fn a_flipped_bit_in_any_file_gives_no_other_answer() {
    const FLIPS_A_FILE: usize = 6;
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    filled(folder);
    let store = folder.join("store");
    let figures = |engine: Engine| {
        printed::tidy(engine.figures(), "asy-d11").map(|listing| format!("{listing:?}"))
    };
    let opened = || {
        Engine::open(&fairshares::engine::Settings { store: store.clone(), ..Default::default() })
    };
    let before = opened().and_then(figures).unwrap();
    let (mut same, mut refused) = (0, 0);
    for (path, bytes) in contents(&store) {
        for flip in 0..FLIPS_A_FILE.min(bytes.len()) {
            let mut flipped = bytes.clone();
            // Spread over the file, another bit each time.
            flipped[flip * (bytes.len() - 1) / FLIPS_A_FILE] ^= 1 << (flip % 8);
            fs::write(&path, &flipped).unwrap();
            match opened().and_then(figures) {
                Ok(after) => {
                    assert!(
                        after == before,
                        "{}: another answer after flip {flip}",
                        path.display()
                    );
                    same += 1;
                }
                Err(error) => {
                    assert!(
                        ["F402", "F405"].contains(&error.code().id),
                        "{}: {error}",
                        path.display()
                    );
                    refused += 1;
                }
            }
            fs::write(&path, &bytes).unwrap();
        }
    }
    assert!(same > 10 && refused > 10, "{same} the same, {refused} refused");
}

/// Each way in which a list can be lost, with the code of what every other command then says.
const LOSSES: [(&str, &str); 6] = [
    ("lost", "F402"),
    ("a folder", "F402"),
    ("halved", "F402"),
    ("empty", "F402"),
    ("not text", "F402"),
    ("of a newer version", "F405"),
];

fn lose(path: &Path, how: &str) {
    let bytes = fs::read(path).unwrap();
    match how {
        "lost" => fs::remove_file(path).unwrap(),
        "halved" => fs::write(path, &bytes[..bytes.len() / 2]).unwrap(),
        "empty" => fs::write(path, "").unwrap(),
        "a folder" => {
            fs::remove_file(path).unwrap();
            fs::create_dir(path).unwrap();
        }
        "not text" => fs::write(path, [0xff_u8, 0xfe, 0x00]).unwrap(),
        _ => fs::write(path, r#"{"version": 99, "snapshots": []}"#).unwrap(),
    }
}

#[test]
fn a_manifest_that_is_lost_is_said_and_put_right() {
    for (at, (how, code)) in LOSSES.into_iter().enumerate() {
        // Of the list alone, or of its copy as well.
        for with_copy in
            [[true, false], [false, true]][at % 2].into_iter().take(1 + usize::from(at == 0))
        {
            let folder = tempfile::tempdir().unwrap();
            let folder = folder.path();
            let before = filled(folder);
            let store = folder.join("store");
            lose(&store.join("manifest.json"), how);
            if !with_copy {
                lose(&store.join("copies/manifest.json"), how);
            }
            if how == "lost" && !with_copy {
                assert!(!store.join("copies/manifest.json").exists());
            }
            for arguments in
                [vec!["table", "asy-d11"], vec!["import", "b.xlsx"], vec!["prune", "--yes"]]
            {
                let held = contents(&store);
                let output = program(folder).args(&arguments).output().unwrap();
                let words = format!("{how}, {arguments:?}: {}", said(&output));
                assert_eq!(output.status.code(), Some(3), "{words}");
                assert!(
                    said(&output).contains(code) && said(&output).contains("verify --repair"),
                    "{words}"
                );
                assert!(
                    contents(&store) == held,
                    "{how}: nothing is written to a store that is not understood"
                );
            }
            let found = verify(folder, false);
            assert_eq!(found.status.code(), Some(1), "{how}: {}", said(&found));
            let repaired = verify(folder, true);
            assert_eq!(
                repaired.status.code(),
                Some(0),
                "{how}: {:?}\n{}",
                unsound(&repaired),
                said(&repaired)
            );
            assert!(
                unsound(&repaired)[0].starts_with("manifest,repaired"),
                "{:?}",
                unsound(&repaired)
            );
            assert_eq!(unsound(&verify(folder, false)), Vec::<String>::new(), "{how}");
            let held = Store::at(&store).manifest().unwrap();
            assert_eq!(held.snapshots.len(), 2, "{how}");
            assert_eq!(
                table(folder),
                before.split("\ndataset,").next().unwrap_or_default(),
                "{how}"
            );
            succeed(program(folder).args(["import", "b.xlsx"]));
        }
    }
}

/// The figures alone: a manifest that is made anew does not know the names of files.
fn table(folder: &Path) -> String {
    let all = answers(folder);
    all.split("\ndataset,").next().unwrap_or_default().to_owned()
}

#[test]
fn a_store_of_a_newer_version_is_refused_and_never_written_to() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    filled(folder);
    let manifest = folder.join("store/manifest.json");
    let text = fs::read_to_string(&manifest).unwrap();
    // As a newer program would write it: with the checksum of its own text.
    let bare = text.split_once("\",\n").map(|(_, rest)| format!("{{\n{rest}")).unwrap();
    let newer = bare.replace("\"version\": 3", "\"version\": 4");
    let checksum = sha256_of(&newer);
    fs::write(
        &manifest,
        newer.replacen("{\n", &format!("{{\n  \"checksum\": \"{checksum}\",\n"), 1),
    )
    .unwrap();
    let held = contents(&folder.join("store"));
    for arguments in
        [vec!["datasets"], vec!["import", "a.xlsx"], vec!["verify"], vec!["verify", "--repair"]]
    {
        let output = program(folder).args(&arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(3), "{arguments:?}");
        assert!(said(&output).contains("error[F405]"), "{arguments:?}: {}", said(&output));
        assert!(contents(&folder.join("store")) == held, "{arguments:?}");
    }
}

fn sha256_of(text: &str) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn bytes_that_are_lost_are_named_until_their_file_is_imported_again() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let before = filled(folder);
    let held = Store::at(&folder.join("store")).manifest().unwrap();
    let of_a = held.snapshots.iter().find(|snapshot| snapshot.file == "a.xlsx").unwrap();
    let path = folder.join("store/snapshots").join(of_a.sha256.to_string());
    fs::write(&path, "something else").unwrap();
    for (repair, word) in [(false, "damaged"), (true, "damaged"), (false, "missing")] {
        let output = verify(folder, repair);
        assert_eq!(output.status.code(), Some(1));
        let line = unsound(&output)
            .into_iter()
            .find(|line| line.starts_with("snapshot of asy-d11"))
            .unwrap();
        assert!(
            line.contains(&format!(",{word},")) && line.contains("import a.xlsx again"),
            "{line}"
        );
    }
    succeed(program(folder).args(["import", "a.xlsx"]));
    assert_eq!(unsound(&verify(folder, false)), Vec::<String>::new());
    assert_eq!(answers(folder), before);
}

#[test]
fn lists_tables_and_pins_are_put_right_from_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let before = filled(folder);
    let store = folder.join("store");
    lose(&store.join("pins/spring.json"), "halved");
    let tables: Vec<PathBuf> = contents(&store.join("tidy")).into_keys().collect();
    for table in &tables {
        lose(table, "halved");
    }
    let output = verify(folder, false);
    assert_eq!(unsound(&output).len(), 1 + tables.len(), "{:?}", unsound(&output));
    assert_eq!(
        program(folder).args(["prune", "--yes"]).output().unwrap().status.code(),
        Some(3),
        "a pin might need it"
    );
    assert_eq!(verify(folder, true).status.code(), Some(0));
    assert_eq!(answers(folder), before);
    assert_eq!(Store::at(&store).pins().unwrap()[0].name, "spring");
}

/// An older manifest that was put back is told from one whose copy was not written, and loses
/// nothing.
#[test]
fn a_manifest_older_than_its_copy_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::write(folder.join("a.xlsx"), base("asy-d11").xlsx()).unwrap();
    fs::write(folder.join("b.xlsx"), base("regional-groups").xlsx()).unwrap();
    succeed(program(folder).args(["import", "a.xlsx"]));
    let manifest = folder.join("store/manifest.json");
    let older = fs::read(&manifest).unwrap();
    succeed(program(folder).args(["import", "b.xlsx"]));
    let newer = fs::read(&manifest).unwrap();
    fs::write(&manifest, &older).unwrap();
    for arguments in [vec!["datasets"], vec!["import", "a.xlsx"]] {
        let output = program(folder).args(&arguments).output().unwrap();
        assert!(
            output.status.code() == Some(3)
                && said(&output).contains("older manifest than its copy")
        );
    }
    assert_eq!(verify(folder, true).status.code(), Some(0));
    assert_eq!(fs::read(&manifest).unwrap(), newer);
    // The other way round a run was killed before it wrote the copy: the list is the newer one.
    fs::write(folder.join("store/copies/manifest.json"), &older).unwrap();
    succeed(program(folder).args(["prune", "--yes"]));
    assert_eq!(fs::read(folder.join("store/copies/manifest.json")).unwrap(), newer);
}

/// A store of an earlier version has no checksums and no copies: it is sound, and gains them when
/// it is next written to.
#[test]
fn a_store_of_an_earlier_version_is_sound() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let before = filled(folder);
    let manifest = folder.join("store/manifest.json");
    let mut old: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(&manifest).unwrap()).unwrap();
    let held = old.as_object_mut().unwrap();
    held.retain(|key, _| !["checksum", "serial"].contains(&key.as_str()));
    held["version"] = 2.into();
    fs::write(&manifest, old.to_string()).unwrap();
    fs::remove_dir_all(folder.join("store/copies")).unwrap();
    fs::remove_dir_all(folder.join("store/pins")).unwrap();
    let output = verify(folder, false);
    assert_eq!(
        (output.status.code(), unsound(&output)),
        (Some(0), Vec::new()),
        "{}",
        said(&output)
    );
    assert_eq!(answers(folder), before);
    succeed(program(folder).args(["prune", "--yes"]));
    assert!(fs::read_to_string(&manifest).unwrap().starts_with("{\n  \"checksum\""));
    assert_eq!(answers(folder), before);
}

/// A pin of which the copy alone is left still holds: nothing is pruned until it is back, or given
/// up.
#[test]
fn a_pin_that_is_lost_holds() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    filled(folder);
    fs::remove_file(folder.join("store/pins/spring.json")).unwrap();
    let output = program(folder).args(["prune", "--yes"]).output().unwrap();
    assert!(
        output.status.code() == Some(3) && said(&output).contains("copies/pins/spring.json"),
        "{}",
        said(&output)
    );
    assert_eq!(verify(folder, true).status.code(), Some(0));
    assert!(folder.join("store/pins/spring.json").exists());
    succeed(program(folder).args(["prune", "--yes"]));
}

/// A file that waits and whose bytes are lost waits no longer after a repair, so that it comes
/// again.
#[test]
fn a_file_held_back_whose_bytes_are_lost_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    filled(folder);
    let store = Store::at(&folder.join("store"));
    let waiting = HeldBack {
        sha256: Sha256::digest(b"bytes"),
        bytes: 5,
        file: "waits.csv".to_owned(),
        datasets: vec![Id::new("asy-d11").unwrap()],
        edition: None,
        about: None,
        retrieved: moment(NOW),
        fetched: FetchHistory::default(),
        reasons: Vec::new(),
        takeable: false,
        judged_by: String::new(),
    };
    store
        .hold_back(waiting.clone(), b"bytes", Writer { doing: "refreshing", now: moment(NOW) })
        .unwrap();
    assert_eq!(verify(folder, false).status.code(), Some(0));
    fs::write(folder.join("store/held-back").join(waiting.sha256.to_string()), "other").unwrap();
    let output = verify(folder, false);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        unsound(&output)[0].starts_with("file held back for asy-d11 (waits.csv),damaged"),
        "{:?}",
        unsound(&output)
    );
    assert_eq!(verify(folder, true).status.code(), Some(0));
    assert!(store.waiting().unwrap().held_back.is_empty());
}

#[test]
fn wordings_are_checked_and_may_be_changed_by_hand() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    filled(folder);
    let wordings = folder.join("store/wordings/asy-d11.toml");
    fs::create_dir_all(wordings.parent().unwrap()).unwrap();
    let by_hand = "dataset = \"asy-d11\"\n";
    fs::write(&wordings, by_hand).unwrap();
    succeed(program(folder).args(["table", "asy-d11"]));
    fs::write(&wordings, format!("# checksum: {}\n{by_hand}# changed\n", sha256_of(by_hand)))
        .unwrap();
    let output = program(folder).args(["table", "asy-d11"]).output().unwrap();
    assert!(output.status.code() == Some(3) && said(&output).contains("F402"), "{}", said(&output));
    assert_eq!(verify(folder, false).status.code(), Some(1));
    assert_eq!(verify(folder, true).status.code(), Some(0));
    succeed(program(folder).args(["table", "asy-d11"]));
}

/// A manifest made anew from the snapshots of genuine publications gives the figures that it gave.
#[test]
fn a_manifest_is_made_anew_from_genuine_publications() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    let files = [
        "published/rough-sleeping/2019_Rough_Sleeping_Snapshot_Tables.xlsx",
        "published/uasc/SFR50_CLA2017.csv",
    ];
    if published_file(files[0]).is_none() || imported(&store, &files).is_none() {
        return;
    }
    let figures = || {
        ["rough-sleeping", "children-looked-after-sfr"].map(|id| {
            printed::tidy(engine_at(&store, None).figures(), id).map(|table| table.rows).ok()
        })
    };
    let (before, held) = (figures(), Store::at(&store).manifest().unwrap());
    lose(&store.join("manifest.json"), "empty");
    lose(&store.join("copies/manifest.json"), "empty");
    assert_eq!(verify(folder.path(), true).status.code(), Some(0));
    let anew = Store::at(&store).manifest().unwrap();
    let ids = |manifest: &fairshares::source::Manifest| {
        let mut ids: Vec<_> = manifest
            .snapshots
            .iter()
            .map(|snapshot| (snapshot.id(), snapshot.rows, snapshot.published))
            .collect();
        ids.sort();
        ids
    };
    assert_eq!(ids(&anew), ids(&held));
    assert!(before[0].is_some() && figures().len() == 2);
}
