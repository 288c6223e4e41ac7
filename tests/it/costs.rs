//! What hostile files may cost the whole program, and what becomes of a file at which a library
//! fails: the reading is watched by a process of its own.

use crate::support::{Watched, program, unquoted, watch};
use crate::workbook::base;
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use std::time::Duration;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// What an import may take: each takes a second or two of a machine that does nothing else. The
/// square of what is repeated would take many minutes.
const SECONDS: Duration = Duration::from_secs(60);
const MEMORY: u64 = 500_000_000;

/// The sheet with the figures of Asy_D11.
const DATA: &str = "Data_Asy_D11";

fn import(folder: &Path, file: &str, bytes: &[u8]) -> Watched {
    fs::write(folder.join(file), bytes).unwrap();
    watch(program(folder).args(["import", file]))
}

fn assert_refused(run: &Watched, words: &str) {
    let Watched { code, said, took, memory } = run;
    eprintln!("{words}: {:.1} s, {} MB", took.as_secs_f64(), memory / 1_000_000);
    assert_eq!(*code, Some(3), "{said}");
    assert!(said.contains(words), "{words:?} is not in\n{said}");
    assert!(*took < SECONDS, "{words}: {took:?}");
    assert!(*memory < MEMORY, "{words}: {memory} bytes of memory");
}

#[test]
fn long_headings() {
    let folder = tempfile::tempdir().unwrap();
    // Forty rows, each of which may be the header of any layout.
    let heading = |n: usize| {
        format!("{n} number of households ({})", "household projections for ) 2024 ".repeat(15))
    };
    let row = (0..110).map(heading).collect::<Vec<_>>().join(",");
    let text = format!("{}\n1,2\n", vec![row; 40].join("\n"));
    assert_refused(&import(folder.path(), "a.csv", text.as_bytes()), "F102");
    // One heading that is longer than all of a page, against patterns with several places for any
    // text.
    let text =
        format!("Number of households ({},b\n1,2\n", "household projections for ) ".repeat(4_000));
    assert_refused(&import(folder.path(), "b.csv", text.as_bytes()), "F102");
}

#[test]
fn one_figure_in_many_rows() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = base("asy-d11");
    let grid = &mut book.sheets.iter_mut().find(|(name, _)| name == DATA).unwrap().1;
    let at = grid.iter().rposition(|cells| cells.len() > 5).unwrap();
    let row = grid[at].clone();
    grid.splice(at..at, vec![row; 12_000]);
    assert_refused(&import(folder.path(), "a.xlsx", &book.xlsx()), "F110");
}

#[test]
fn many_unknown_headings() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = base("asy-d11");
    let grid = &mut book.sheets.iter_mut().find(|(name, _)| name == DATA).unwrap().1;
    let header = grid.iter_mut().find(|cells| cells.contains(&"People".to_owned())).unwrap();
    // Four headings that are missing, and a hundred that may be any of them: as many orders as the
    // fourth power.
    header.iter_mut().skip(1).take(4).for_each(|text| text.insert_str(0, "The "));
    header.extend((0..100).map(|n| format!("Heading {n}")));
    assert_refused(&import(folder.path(), "a.xlsx", &book.xlsx()), "F104");
}

/// A folder of definitions with some bounds of its own.
fn with_limits(folder: &Path, changed: &[(&str, u64)]) {
    let mut text = fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("data/catalogue/limits.toml"),
    )
    .unwrap();
    for (key, value) in changed {
        let start = text.find(&format!("\n{key} = ")).unwrap() + 1;
        let end = start + text[start..].find('\n').unwrap();
        text.replace_range(start..end, &format!("{key} = {value}"));
    }
    fs::create_dir_all(folder.join("mine")).unwrap();
    fs::write(folder.join("mine/limits.toml"), text).unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_takes_too_much_memory_is_refused_and_the_others_are_read() {
    const MEGABYTES: usize = 180;
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    // Bounds that let through what the memory is too small for: a fault of ours, for want of one of
    // a library.
    let bounds = [
        ("reading_memory_bytes", 250_000_000),
        ("content_bytes", 400_000_000),
        ("expansion_ratio", 2_000),
    ];
    with_limits(folder, &bounds);
    fs::create_dir(folder.join("files")).unwrap();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("content.xml", SimpleFileOptions::default()).unwrap();
    zip.write_all(b"<office:document-content>").unwrap();
    (0..MEGABYTES).for_each(|_| zip.write_all(&vec![b' '; 1_000_000]).unwrap());
    fs::write(folder.join("files/a.ods"), zip.finish().unwrap().into_inner()).unwrap();
    fs::write(folder.join("files/b.xlsx"), base("asy-d11").xlsx()).unwrap();
    let mut command = program(folder);
    // Threads take memory too, and some machines have many.
    command.env("POLARS_MAX_THREADS", "2").env("RAYON_NUM_THREADS", "2");
    let output = command.args(["--catalogue", "mine", "import", "files"]).output().unwrap();
    let (printed, said) = (unquoted(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(said.contains("error[F114]") && said.contains("broke off (signal 6)"), "{said}");
    let row = |file: &str| {
        printed.lines().find(|line| line.contains(file)).unwrap_or_default().to_owned()
    };
    assert!(row("a.ods").contains("unreadable") && row("b.xlsx").contains("asy-d11"), "{printed}");
    assert!(row("b.xlsx").contains(",read,"), "{printed}");
}

#[cfg(unix)]
#[test]
fn a_file_that_takes_too_long_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    with_limits(folder.path(), &[("reading_seconds", 0), ("reading_seconds_per_megabyte", 0)]);
    fs::write(folder.path().join("a.xlsx"), base("asy-d11").xlsx()).unwrap();
    for command in ["import", "mend"] {
        let run = watch(program(folder.path()).args(["--catalogue", "mine", command, "a.xlsx"]));
        assert_refused(&run, "a file that was still being read after 0 seconds");
    }
    // In one process nobody watches.
    let run = watch(program(folder.path()).env("FAIRSHARES_WATCHER", "").args([
        "--catalogue",
        "mine",
        "import",
        "a.xlsx",
    ]));
    assert_eq!(run.code, Some(0), "{}", run.said);
}

#[cfg(target_os = "linux")]
#[test]
fn the_process_that_reads_ends_with_the_one_that_watches() {
    use crate::support::children;
    use std::process::Stdio;
    use std::time::Instant;

    let folder = tempfile::tempdir().unwrap();
    let mut book = base("asy-d11");
    let grid = &mut book.sheets.iter_mut().find(|(name, _)| name == DATA).unwrap().1;
    let at = grid.iter().rposition(|cells| cells.len() > 5).unwrap();
    let row = grid[at].clone();
    grid.splice(at..at, vec![row; 20_000]);
    fs::write(folder.path().join("a.xlsx"), book.xlsx()).unwrap();
    let mut watcher = program(folder.path())
        .args(["import", "a.xlsx"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let reader = loop {
        if let Some(reader) = children(watcher.id()).first() {
            break *reader;
        }
        assert!(watcher.try_wait().unwrap().is_none(), "it reads in a process of its own");
    };
    // Long enough for it to have found the other.
    std::thread::sleep(Duration::from_millis(500));
    watcher.kill().unwrap();
    watcher.wait().unwrap();
    let runs = || {
        let status = fs::read_to_string(format!("/proc/{reader}/status")).unwrap_or_default();
        status
            .lines()
            .any(|line| line.starts_with("State:") && !line.contains('Z') && !line.contains('X'))
    };
    let begun = Instant::now();
    while runs() {
        assert!(
            begun.elapsed() < Duration::from_secs(1),
            "it goes on without anybody to wait for it"
        );
        std::thread::sleep(Duration::from_millis(5));
    }
}
