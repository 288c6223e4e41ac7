//! Is it still one house? The table of rooms in `src/README.md`, held by reading the code.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Each room with what it may import besides itself; the order is that of the levels.
const ROOMS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("table", &["domain"]),
    ("demography", &["domain", "table"]),
    ("catalogue", &["domain", "table", "demography"]),
    ("geography", &["domain", "table", "demography"]),
    ("source", &["domain", "table", "demography", "catalogue", "geography"]),
    ("indicator", &["domain", "table", "demography", "catalogue", "geography"]),
    ("chart", &["domain", "table", "demography", "catalogue", "geography"]),
    ("fairshare", &["domain", "table", "demography", "catalogue", "geography", "indicator"]),
    ("briefing", &["domain", "table", "demography", "catalogue", "geography", "indicator", "chart", "fairshare"]),
    ("render", &["domain", "table", "demography", "catalogue", "geography", "chart", "briefing"]),
    (
        "engine",
        &[
            "domain",
            "table",
            "demography",
            "catalogue",
            "geography",
            "source",
            "indicator",
            "chart",
            "fairshare",
            "briefing",
            "render",
        ],
    ),
    ("cli", &["domain", "table", "source", "fairshare", "render", "engine"]),
];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every Rust file below `src`, with its text up to the unit tests at its foot.
fn files() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![source()];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let name = path.strip_prefix(source()).unwrap().to_string_lossy().replace('\\', "/");
                found.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

fn without_tests(text: &str) -> &str {
    text.split("\n#[cfg(test)]\nmod tests {").next().unwrap()
}

fn is_test_file(name: &str) -> bool {
    name.contains("/tests") || name.contains("/pictures")
}

fn room_of(name: &str) -> &str {
    name.split(['/', '.']).next().unwrap()
}

#[test]
fn rooms_import_only_downward() {
    for (name, text) in files().iter().filter(|(name, _)| !is_test_file(name)) {
        let room = room_of(name);
        if ["lib", "main"].contains(&room) {
            continue;
        }
        let allowed =
            ROOMS.iter().find(|(known, _)| *known == room).unwrap_or_else(|| panic!("{name}: no room {room}")).1;
        for piece in without_tests(text).split("crate::").skip(1) {
            let imported: String = piece.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
            let fine = imported == room || allowed.contains(&imported.as_str());
            assert!(fine, "src/{name} imports crate::{imported}, which is not below {room}");
        }
    }
}

#[test]
fn the_guide_draws_the_rooms_that_there_are() {
    let guide = fs::read_to_string(source().join("README.md")).unwrap();
    for (room, _) in ROOMS {
        assert!(guide.contains(&format!("`{room}/`")), "src/README.md does not mention {room}/");
        assert!(source().join(room).is_dir(), "no room {room}");
    }
}

#[test]
fn only_the_rim_touches_the_world() {
    let rules: &[(&str, &[&str])] = &[
        ("println!", &[]),
        ("eprintln!", &[]),
        ("std::process::exit", &[]),
        ("std::io::std", &["cli"]),
        ("std::env::var", &["cli"]),
        ("Timestamp::now", &["cli"]),
        ("SystemTime::now", &["cli"]),
        ("Instant::now", &["cli", "source"]),
        ("std::fs", &["source", "engine"]),
        ("File::open", &["source", "engine"]),
    ];
    for (name, text) in files().iter().filter(|(name, _)| !is_test_file(name)) {
        for (words, allowed) in rules {
            let used = without_tests(text).contains(words);
            assert!(!used || allowed.contains(&room_of(name)), "src/{name} uses {words}");
        }
    }
}

/// True where a line of code holds a flag of a command line: two hyphens and a letter at the beginning of a word.
fn has_flag(line: &str) -> bool {
    let code = line.split(" // ").next().unwrap();
    code.match_indices("--").any(|(at, _)| {
        let begins = !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '-');
        begins && code[at + 2..].starts_with(|c: char| c.is_ascii_lowercase())
    })
}

#[test]
fn below_the_command_line_fields_are_named_and_not_flags() {
    let sample = ["\"give --places 5\"", "\"`--write` keeps\"", "\"--at\"", "\"<!--\", \"-->\"", "a - -b"];
    assert_eq!(sample.map(has_flag), [true, true, true, false, false]);
    // The first reads the names of colours in a style sheet; the second writes the documentation of the program itself.
    let (style_sheet, documentation) = ("render/contrast.rs", "reference");
    for (name, text) in files().iter().filter(|(name, _)| !is_test_file(name) && room_of(name) != "cli") {
        let code = without_tests(text).lines().filter(|line| !line.trim_start().starts_with("//"));
        for line in code {
            assert!(!has_flag(line) || name == style_sheet, "src/{name} names a flag, not a field: {line}");
            let names_command = line.contains("`fairshares ") && room_of(name) != documentation;
            assert!(!names_command, "src/{name} names a command, not an action: {line}");
        }
    }
}

#[test]
fn columns_are_spelt_once() {
    let names = ["area_code", "area_name", "period_start", "period_end"];
    for (name, text) in files().iter().filter(|(name, _)| !is_test_file(name)) {
        if name.ends_with("table/columns.rs") || room_of(name) == "geography" {
            continue; // The register's own file layout has a column of the same name.
        }
        for column in names {
            assert!(!without_tests(text).contains(&format!("\"{column}\"")), "src/{name} spells out {column}");
        }
    }
}

#[test]
fn nothing_drops_or_fills_missing_values() {
    for (name, text) in &files() {
        for words in ["drop_nulls", "fill_null", "unwrap_or(0.0)"] {
            assert!(!text.contains(words), "src/{name} uses {words}");
        }
    }
}

#[test]
fn files_have_a_header_and_stay_readable() {
    for (name, text) in &files() {
        assert!(text.starts_with("//! "), "src/{name} has no module header");
        let lines = text.lines().count();
        assert!(lines <= 420, "src/{name} has {lines} lines: split it by idea");
        assert!(!text.contains("TODO") && !text.contains("unimplemented!"), "src/{name} is unfinished");
    }
    for (room, _) in ROOMS {
        let text = &files()[&format!("{room}/mod.rs")];
        assert!(
            text.contains("Belongs here") && text.to_lowercase().contains("does not belong"),
            "{room}: what belongs where"
        );
        assert!(text.contains("**Invariant:**"), "{room}: no invariant");
    }
}

#[test]
fn every_top_folder_has_a_short_readme() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["src", "data", "data/catalogue", "data/bundled", "notebooks", "reports", "tests"] {
        let text = fs::read_to_string(root.join(folder).join("README.md"))
            .unwrap_or_else(|_| panic!("{folder} has no README"));
        assert!(text.lines().count() <= 90, "{folder}/README.md is too long");
    }
}
