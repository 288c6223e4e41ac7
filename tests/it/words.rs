//! Words from files, and files in odd places: what a terminal is sent, what a table may be read
//! from, what no name can refuse.

use crate::support::{Watched, engine_at, program, succeed, watch};
use fairshares::charting::charts;
use fairshares::engine::{Engine, Settings};
use fairshares::packs::{Destination, PackRequest, documents};
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// What a reader waits for; the program is not optimised here.
const SECONDS: Duration = Duration::from_secs(10);
const MEMORY: u64 = 500_000_000;

/// True for characters that a terminal obeys, or that turn or hide text.
fn is_obeyed(c: char) -> bool {
    c != '\n' && c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(unix)]
#[test]
fn a_terminal_is_sent_nothing_that_it_would_obey() {
    let folder = tempfile::tempdir().unwrap();
    let name = "a\u{1b}]0;owned\u{7}\nerror[F999]: b\u{202e}c\u{9b}2J.csv";
    fs::write(folder.path().join(name), "=1+1\u{1b}[31m,\u{202e}b\n1,2\n").unwrap();
    let long = "Area\u{1b}[2J".repeat(20_000);
    fs::write(folder.path().join("long.csv"), format!("{long},total\n{long},1\n")).unwrap();
    let runs: [&[&str]; 7] = [
        &["import", name],
        &["import", "."],
        &["fit", name],
        &["fit", "long.csv"],
        &["keys", "koenigsteiner", "--inputs", name],
        &["import", "long.csv", "--format", "table"],
        &["show", name, name, name],
    ];
    for arguments in runs {
        let output = program(folder.path()).args(arguments).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!said.contains(is_obeyed), "{arguments:?}: {said:?}");
        assert!(!said.lines().any(|line| line.starts_with("error[F999]")), "{arguments:?}: {said}");
        assert!(said.lines().all(|line| line.chars().count() < 5_000), "{arguments:?}");
        if arguments.contains(&"table") {
            let table = String::from_utf8(output.stdout).unwrap();
            assert!(
                !table.contains(is_obeyed)
                    && table.lines().all(|line| line.chars().count() < 5_000),
                "{table:?}"
            );
        }
    }
    // A program is given the data as they are.
    let listed = program(folder.path()).args(["import", name, "--format", "csv"]).output().unwrap();
    assert!(
        String::from_utf8_lossy(&listed.stdout)
            .contains("\u{1b}]0;owned\u{7}\nerror[F999]: b\u{202e}c")
    );
}

#[cfg(target_os = "linux")]
#[test]
fn data_on_a_terminal_are_shown_and_not_obeyed() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a\u{1b}]0;owned\u{7}\u{202e}.csv"), "a,b\n1,2\n").unwrap();
    let line =
        format!("{} --quiet --color never import . --format csv", env!("CARGO_BIN_EXE_fairshares"));
    // A terminal of its own for the program, from util-linux.
    let mut command = Command::new("script");
    command
        .args(["-q", "-e", "-c", &line, "/dev/null"])
        .current_dir(folder.path())
        .stdin(Stdio::null());
    let Ok(output) = command.env("FAIRSHARES_STORE", folder.path().join("store")).output() else {
        eprintln!("skipped: no program called script");
        return;
    };
    let said = String::from_utf8(output.stdout).unwrap().replace("\r\n", "\n");
    assert!(
        said.contains("a\u{fffd}]0;owned\u{fffd}\u{fffd}.csv\",") && !said.contains(is_obeyed),
        "{said:?}"
    );
}

/// A program that has to end within what a user waits for, and in little memory.
fn bounded(command: &mut Command) -> Watched {
    let run = watch(command);
    assert!(
        run.took < SECONDS && run.memory < MEMORY,
        "{:?}, {} bytes: {}",
        run.took,
        run.memory,
        run.said
    );
    run
}

#[cfg(unix)]
#[test]
fn tables_and_definitions_come_from_regular_files_and_bounded_streams() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    assert!(Command::new("mkfifo").arg(at("pipe")).status().unwrap().success());
    File::create(at("sparse.csv")).unwrap().set_len(10 << 30).unwrap();
    for name in ["definitions", "others", "pack", "wordings"] {
        fs::create_dir(at(name)).unwrap();
    }
    fs::create_dir_all(at("store/wordings")).unwrap();
    for link in ["definitions/fetching.toml", "pack/fair-shares.csv"] {
        std::os::unix::fs::symlink(at("pipe"), at(link)).unwrap();
    }
    std::os::unix::fs::symlink(at("sparse.csv"), at("others/style.toml")).unwrap();
    let cases: [(&[&str], &str); 9] = [
        (&["fit", "pipe"], "F401"),
        (&["fit", "/dev/zero"], "F401"),
        (&["fit", "definitions"], "F401"),
        (&["fit", "sparse.csv"], "F114"),
        (&["keys", "koenigsteiner", "--inputs", "pipe"], "F401"),
        (&["keys", "koenigsteiner", "--inputs", "sparse.csv"], "F114"),
        (&["--catalogue", "definitions", "indicators"], "F401"),
        (&["--catalogue", "others", "indicators"], "F114"),
        (&["brief", "fair-shares", "--since", "pack", "--formats", "md", "-o", "out"], "F101"),
    ];
    for (arguments, code) in cases {
        let run = bounded(program(folder.path()).args(arguments));
        assert!(run.said.contains(&format!("error[{code}]")), "{arguments:?}: {}", run.said);
    }
    for name in ["-", "/dev/stdin"] {
        let zeros = File::open("/dev/zero").unwrap();
        let run = bounded(program(folder.path()).args(["fit", name]).stdin(zeros));
        assert!(run.said.contains("error[F114]"), "{name}: {}", run.said);
    }
    std::os::unix::fs::symlink(at("pipe"), at("store/wordings/asy-d11.toml")).unwrap();
    let run = bounded(program(folder.path()).args(["indicators"]));
    assert!(run.said.contains("error[F401]"), "{}", run.said);
}

#[cfg(unix)]
#[test]
fn a_table_may_come_through_a_pipe() {
    let folder = tempfile::tempdir().unwrap();
    let table =
        fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/examples/occupations-1988.csv"))
            .unwrap();
    fs::write(folder.path().join("table.csv"), &table).unwrap();
    let plain =
        succeed(program(folder.path()).args(["fit", "table.csv", "--format", "csv"])).stdout;
    for name in ["-", "/dev/stdin"] {
        let mut command = program(folder.path());
        command.args(["fit", name, "--format", "csv"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(&table).unwrap();
        assert_eq!(child.wait_with_output().unwrap().stdout, plain, "{name}");
    }
}

#[cfg(unix)]
#[test]
fn folders_of_definitions_that_lead_in_a_circle_are_read_once() {
    let folder = tempfile::tempdir().unwrap();
    let mine = folder.path().join("mine");
    fs::create_dir(&mine).unwrap();
    fs::write(mine.join("README.md"), "Ours.").unwrap();
    for name in ["a", "b", "c"] {
        std::os::unix::fs::symlink(".", mine.join(name)).unwrap();
    }
    let run = bounded(program(folder.path()).args(["--catalogue", "mine", "indicators"]));
    assert_eq!(run.code, Some(0), "{}", run.said);
}

#[cfg(target_os = "linux")]
#[test]
fn help_that_cannot_be_written_is_a_failed_write_and_a_reader_that_has_gone_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let commands: [&[&str]; 7] = [
        &["--help"],
        &["help"],
        &["--version"],
        &["shares", "--help"],
        &["completions", "bash"],
        &["man"],
        &["explain"],
    ];
    for arguments in commands {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let output = program(folder.path())
            .args(arguments)
            .stdout(full)
            .stderr(Stdio::piped())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(3), "{arguments:?}: {said}");
        assert!(
            said.contains("error[F401]") && said.contains("writing to stdout"),
            "{arguments:?}: {said}"
        );

        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = program(folder.path())
            .args(arguments)
            .stdout(writer)
            .stderr(Stdio::piped())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), &*said), (Some(0), ""), "{arguments:?}");
    }
}

#[test]
fn names_that_the_typeface_lacks_or_xml_cannot_hold_refuse_no_pack() {
    let folder = tempfile::tempdir().unwrap();
    let mine = folder.path().join("mine/areas");
    fs::create_dir_all(&mine).unwrap();
    let areas = include_str!("../../data/catalogue/areas/areas.csv");
    let named = areas
        .replace(",Newham,", ",\"Nŷwham 東京 👩‍👧 \u{1}\u{fffe}\",")
        .replace(",Barnet,", ",بارنت \u{202e}x,")
        .replace(",Hackney,", ",Łódź e\u{301}\u{e000}\u{feff},");
    assert_ne!(named.matches(['東', 'ب', 'Ł']).count(), 0);
    fs::write(mine.join("areas.csv"), named).unwrap();
    let catalogue = Some(folder.path().join("mine"));
    let engine =
        Engine::open(&Settings { store: "no-such-store".into(), catalogue, at: None, today: None })
            .unwrap();
    let region = engine_at(Path::new("no-such-store"), None).region("London").unwrap().code.clone();
    let formats = ["html", "pdf", "docx", "xlsx", "ods", "csv", "md"];
    let request = PackRequest::of_region("fair-shares", region.clone(), &formats);
    let pack =
        documents::brief(engine.figures(), &request, &Destination::of(&folder.path().join("pack")))
            .unwrap();
    let read = |name: &str| fs::read(pack.folder.join(name)).unwrap();
    let text = |name: &str| String::from_utf8(read(name)).unwrap();
    assert!(
        text("fair-shares.md").contains("characters that the typeface does not have stand as □")
    );
    assert!(
        text("fair-shares.html").contains("東京")
            && !text("fair-shares.html").contains(['\u{1}', '\u{fffe}'])
    );
    assert!(
        text("fair-shares.csv").contains("東京 👩‍👧 \u{1}\u{fffe}"),
        "data for machines stay as they are"
    );
    let svgs = pack.files.iter().filter(|name| name.ends_with(".svg"));
    for name in svgs {
        let svg = text(name);
        assert!(!svg.contains(['\u{1}', '\u{fffe}']), "{name}");
        roxmltree(&svg);
    }
    let figure = charts::chart(engine.figures(), "supported-ranked", &region).unwrap();
    assert!(figure.drawing.svg.contains("Nŷwham 東京"), "browsers have other typefaces");
}

/// Reads a text as XML.
fn roxmltree(text: &str) {
    resvg::usvg::roxmltree::Document::parse(text).unwrap();
}
