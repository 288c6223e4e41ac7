//! The user's own files: what `-o` names is written where it leads, and a pack touches nothing that
//! it has not written.

use crate::support::{program, succeed};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// A pack of texts and tables, which is soon made.
fn brief(folder: &Path, words: &[&str]) -> Command {
    let mut command = program(folder);
    command.args(["brief", "--formats", "md,csv"]).args(words);
    command
}

/// Every file below a folder, with its bytes, by its path below it.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let below = |path: &Path| path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
    crate::wrong::contents(folder).into_iter().map(|(path, bytes)| (below(&path), bytes)).collect()
}

/// The names of everything in a folder, hidden files too.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[cfg(unix)]
#[test]
fn output_goes_into_a_pipe_and_through_a_link_and_keeps_the_mode() {
    use std::os::unix::fs::{FileTypeExt, PermissionsExt};
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let plain = succeed(program(folder).args(["datasets", "--format", "csv"])).stdout;
    assert!(Command::new("mkfifo").arg(folder.join("pipe")).status().unwrap().success());
    let mut child =
        program(folder).args(["datasets", "--format", "csv", "-o", "pipe"]).spawn().unwrap();
    assert_eq!(fs::read(folder.join("pipe")).unwrap(), plain);
    assert!(child.wait().unwrap().success());
    assert!(fs::metadata(folder.join("pipe")).unwrap().file_type().is_fifo());

    fs::create_dir(folder.join("elsewhere")).unwrap();
    fs::write(folder.join("elsewhere/a.csv"), "old").unwrap();
    fs::set_permissions(folder.join("elsewhere/a.csv"), fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink("elsewhere/a.csv", folder.join("link.csv")).unwrap();
    std::os::unix::fs::symlink("elsewhere/new.csv", folder.join("loose.csv")).unwrap();
    for file in ["link.csv", "loose.csv"] {
        succeed(program(folder).args(["datasets", "-o", file]));
        assert!(fs::symlink_metadata(folder.join(file)).unwrap().is_symlink(), "{file}");
        assert_eq!(fs::read(folder.join(file)).unwrap(), plain, "{file}");
    }
    // A file of two names keeps both, and what a shell has opened is added to.
    fs::hard_link(folder.join("elsewhere/a.csv"), folder.join("second.csv")).unwrap();
    fs::write(folder.join("second.csv"), "old").unwrap();
    succeed(program(folder).args(["datasets", "-o", "elsewhere/a.csv"]));
    assert_eq!(fs::read(folder.join("second.csv")).unwrap(), plain);
    fs::write(folder.join("log"), "precious\n").unwrap();
    for name in ["/dev/stdout", "/dev/fd/1"] {
        let before = fs::read(folder.join("log")).unwrap();
        let log = fs::File::options().append(true).open(folder.join("log")).unwrap();
        succeed(program(folder).args(["datasets", "--format", "csv", "-o", name]).stdout(log));
        assert_eq!(
            fs::read(folder.join("log")).unwrap(),
            [before, plain.clone()].concat(),
            "{name}"
        );
    }
    let mode = fs::metadata(folder.join("elsewhere/a.csv")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
    succeed(program(folder).args(["datasets", "--format", "csv", "-o", "/dev/null"]));
    assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());
}

#[test]
fn a_pack_leaves_what_it_has_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    succeed(&mut brief(folder, &["-o", "pack"]));
    let pack = folder.join("pack");
    let first = files(&pack);
    assert!(
        first.contains_key("charts/supported-map.svg") && first.contains_key("pack-files.json")
    );
    fs::create_dir_all(pack.join("minutes/2026")).unwrap();
    fs::write(pack.join("minutes/2026/notes.txt"), "mine").unwrap();
    fs::write(pack.join("charts/mine.svg"), "mine").unwrap();
    // Wales has no map: the map of London is the earlier pack's, and goes; what is mine stays.
    let output = succeed(&mut brief(folder, &["-o", "pack", "--region", "Wales"]));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.contains("removed of the pack before: ") && said.contains("charts/supported-map.svg"),
        "{said}"
    );
    let second = files(&pack);
    assert!(!second.contains_key("charts/supported-map.svg"));
    assert_eq!(second["minutes/2026/notes.txt"], b"mine");
    assert_eq!(second["charts/mine.svg"], b"mine");
    assert_eq!(names(folder), ["pack"], "nothing is left beside it");

    // A file of the same name that is mine, and one of the pack's that I have changed, are not
    // replaced unasked.
    fs::write(pack.join("charts/supported-map.svg"), "mine").unwrap();
    fs::write(pack.join("fair-shares.md"), "changed").unwrap();
    let held = files(&pack);
    let output = brief(folder, &["-o", "pack"]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(2) && said.contains("--overwrite"), "{said}");
    assert!(files(&pack) == held);
    succeed(&mut brief(folder, &["-o", "pack", "--overwrite"]));
    let mut third = files(&pack);
    third.retain(|name, _| !name.contains("mine") && !name.contains("minutes"));
    assert!(third == first, "the pack of London as it was made first");
}

/// Folders of the user's keep their modes, one that is read-only hinders nothing, and no pipe is
/// read for what a pack has written.
#[cfg(unix)]
#[test]
fn folders_and_pipes_of_the_user_stay_as_they_are() {
    use std::os::unix::fs::{FileTypeExt, PermissionsExt};
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let mode = |path: &str| fs::metadata(folder.join(path)).unwrap().permissions().mode() & 0o777;
    for (name, bits) in [("private", 0o700), ("readonly", 0o555)] {
        fs::create_dir_all(folder.join("pack").join(name)).unwrap();
        fs::write(folder.join("pack").join(name).join("mine.txt"), "mine").unwrap();
        fs::set_permissions(folder.join("pack").join(name), fs::Permissions::from_mode(bits))
            .unwrap();
    }
    assert!(Command::new("mkfifo").arg(folder.join("pack/pipe")).status().unwrap().success());
    for region in ["London", "Wales"] {
        succeed(&mut brief(folder, &["-o", "pack", "--region", region]));
        assert_eq!((mode("pack/private"), mode("pack/readonly")), (0o700, 0o555));
        assert_eq!(fs::read(folder.join("pack/readonly/mine.txt")).unwrap(), b"mine");
        assert!(fs::metadata(folder.join("pack/pipe")).unwrap().file_type().is_fifo());
        assert_eq!(names(folder), ["pack"], "nothing is left beside it");
    }
    // A pipe of the name of one of the pack's files is the user's.
    fs::remove_file(folder.join("pack/fair-shares.csv")).unwrap();
    fs::rename(folder.join("pack/pipe"), folder.join("pack/fair-shares.csv")).unwrap();
    assert_eq!(brief(folder, &["-o", "pack"]).output().unwrap().status.code(), Some(2));
    fs::set_permissions(folder.join("pack/readonly"), fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn the_folder_that_one_is_in_is_written_into_file_by_file() {
    let folder = tempfile::tempdir().unwrap();
    let (pack, elsewhere) = (folder.path().join("pack"), folder.path().join("elsewhere"));
    fs::create_dir(&pack).unwrap();
    fs::write(pack.join("notes.txt"), "mine").unwrap();
    for region in ["London", "Wales"] {
        let mut here = brief(folder.path(), &["-o", ".", "--region", region]);
        let output = succeed(here.current_dir(&pack));
        assert!(String::from_utf8_lossy(&output.stderr).contains("replaced one by one"));
        succeed(&mut brief(folder.path(), &["-o", "elsewhere", "--region", region]));
        let mut written = files(&pack);
        assert_eq!(written.remove("notes.txt").as_deref(), Some(b"mine".as_slice()));
        assert!(written == files(&elsewhere), "{region}");
    }
}

/// Killed at any moment, the folder holds the pack of London or the pack of Wales, and the next run
/// clears away what is left.
#[test]
fn a_kill_leaves_the_old_pack_or_the_new() {
    const KILLS: u32 = 6;
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let made = |region: &str| {
        let begun = std::time::Instant::now();
        succeed(&mut brief(folder, &["-o", region, "--region", region]));
        (files(&folder.join(region)), begun.elapsed())
    };
    let ((london, _), (wales, took)) = (made("London"), made("Wales"));
    let pack = folder.join("pack");
    succeed(&mut brief(folder, &["-o", "pack"]));
    let mut is_left = false;
    for kill in 0..KILLS {
        let mut child = brief(folder, &["-o", "pack", "--region", "Wales"])
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // From the middle of the work on, where the writing is, to just beyond its end.
        std::thread::sleep(took.mul_f64(0.6 + 0.08 * f64::from(kill)));
        let _ = child.kill();
        child.wait().unwrap();
        is_left |= names(folder).len() > 3;
        let held = files(&pack);
        assert!(held == london || held == wales, "kill {kill}: {:?}", held.keys());
        succeed(&mut brief(folder, &["-o", "pack"]));
        assert_eq!(names(folder), ["London", "Wales", "pack"], "kill {kill}");
        assert!(files(&pack) == london, "kill {kill}");
    }
    eprintln!("something was left aside by a kill: {is_left}");
}

/// What a run that died has left beside a folder goes, and what is being made there by another
/// stays.
#[cfg(unix)]
#[test]
fn what_was_left_beside_a_pack_is_cleared_away() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    for name in ["dead", "living"] {
        fs::create_dir(folder.join(format!(".pack.fairshares-{name}"))).unwrap();
    }
    let living = fs::File::open(folder.join(".pack.fairshares-living")).unwrap();
    living.lock().unwrap();
    // A run that died between the two steps of a swap has left the old pack under another name.
    fs::create_dir(folder.join(".pack.fairshares-1.old")).unwrap();
    fs::write(folder.join(".pack.fairshares-1.old/notes.txt"), "mine").unwrap();
    succeed(&mut brief(folder, &["-o", "pack"]));
    assert_eq!(names(folder), [".pack.fairshares-living", "pack"]);
    assert_eq!(fs::read(folder.join("pack/notes.txt")).unwrap(), b"mine");
}

#[test]
fn the_store_of_a_command_is_said_and_never_a_slip() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let run = |words: &[&str]| {
        let mut command = program(folder);
        command.env_remove("FAIRSHARES_STORE").env("HOME", folder.join("home")).args(words);
        let output = command.output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    // A folder that happens to hold `data/` is not a checkout of the project.
    fs::create_dir_all(folder.join("data/store")).unwrap();
    assert_eq!(run(&["datasets"]), (Some(0), String::new()));
    let (code, said) = run(&["datasets", "--store", "stoer"]);
    assert!(
        code == Some(2) && said.contains("error[F303]") && said.contains("option --store"),
        "{said}"
    );
    assert!(!folder.join("stoer").exists());
    fs::create_dir(folder.join("mine")).unwrap();
    let (code, said) = run(&["datasets", "--store", "mine"]);
    assert_eq!((code, said.as_str()), (Some(0), "store: mine (--store)\n"));
    assert_eq!(run(&["datasets", "--store", "mine", "-q"]), (Some(0), String::new()));
    let said = String::from_utf8(succeed(program(folder).arg("datasets")).stderr).unwrap();
    assert!(said.contains("which does not exist yet (FAIRSHARES_STORE)"), "{said}");
}
