//! The module map of `src/README.md`, and rules of the code, checked by reading it.

mod imports;

use self::imports::{circles, imports, module_of, uncommented};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A row of the table of modules in `src/README.md`.
struct Module {
    level: u32,
    name: String,
    /// The last cell, such as "0-9, `tables`, except `source`".
    may_import: String,
}

impl Module {
    /// True if the last cell permits an import of `other`: its level or its name is listed, and no
    /// exception names it.
    fn may_import(&self, other: &Self) -> bool {
        let name = format!("`{}`", other.name);
        let mut allowed = false;
        for part in self.may_import.split(", ") {
            match part.strip_prefix("except ") {
                Some(exception) if exception == name => return false,
                Some(_) => {}
                None => allowed |= part == name || is_level(part, other.level),
            }
        }
        allowed || self.name == other.name
    }
}

/// True if a level is the number `part` or within the range, such as "0-9".
fn is_level(part: &str, level: u32) -> bool {
    let (first, last) = part.split_once('-').unwrap_or((part, part));
    matches!((first.parse::<u32>(), last.parse::<u32>()), (Ok(first), Ok(last))
        if (first..=last).contains(&level))
}

/// The table of modules in `src/README.md`, from which these tests know what may import what.
fn modules() -> Vec<Module> {
    let guide = fs::read_to_string(source().join("README.md")).unwrap();
    let rows = guide.lines().filter_map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [level, name, _, _, may_import] = cells.try_into().ok()?;
        let name = name.trim_matches('`').strip_suffix('/')?.to_owned();
        Some(Module { level: level.parse().ok()?, name, may_import: may_import.to_owned() })
    });
    rows.collect()
}

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
                let name =
                    path.strip_prefix(source()).unwrap().to_string_lossy().replace('\\', "/");
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
fn modules_import_what_the_guide_permits() {
    let modules = modules();
    for (name, text) in files().iter().filter(|(name, _)| !is_test_file(name)) {
        let room = room_of(name);
        if ["lib", "main"].contains(&room) {
            continue;
        }
        let own = modules
            .iter()
            .find(|module| module.name == room)
            .unwrap_or_else(|| panic!("{name}: src/README.md lists no module {room}"));
        for piece in without_tests(text).split("crate::").skip(1) {
            let imported: String =
                piece.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
            let other = modules.iter().find(|module| module.name == imported);
            assert!(
                other.is_some_and(|other| own.may_import(other)),
                "src/{name} imports crate::{imported}: {room} may import {}",
                own.may_import
            );
        }
    }
}

#[test]
fn no_files_import_one_another_in_a_circle() {
    let code: BTreeMap<String, String> =
        files().into_iter().filter(|(name, _)| !is_test_file(name)).collect();
    let found = circles(&imports(&code));
    let named: Vec<String> = found
        .iter()
        .map(|circle| circle.iter().map(|one| one.join("/")).collect::<Vec<_>>().join(", "))
        .collect();
    assert!(named.is_empty(), "circles of imports: {named:#?}");
}

/// A type's methods stand in the file that declares it, or in a module below that file: there they
/// are found, and a file that imports the type sees what it depends on.
#[test]
fn methods_stand_in_the_module_of_their_type() {
    let mut homes: BTreeMap<String, BTreeSet<Vec<String>>> = BTreeMap::new();
    let code: Vec<(String, String)> =
        files().into_iter().map(|(name, text)| (name, uncommented(&text))).collect();
    for (name, text) in &code {
        for keyword in ["struct ", "enum "] {
            for piece in text.split(keyword).skip(1) {
                homes.entry(identifier(piece)).or_default().insert(module_of(name));
            }
        }
    }
    for (name, text) in code.iter().filter(|(name, _)| !is_test_file(name)) {
        for line in text.lines().filter(|line| line.starts_with("impl") && !line.contains(" for "))
        {
            let after = line.trim_start_matches("impl");
            let after = if after.starts_with('<') {
                after.split_once("> ").map_or(after, |(_, rest)| rest)
            } else {
                after
            };
            let of = identifier(after.trim_start());
            let Some(homes) = homes.get(&of) else { continue };
            let own = module_of(name);
            assert!(
                homes.iter().any(|home| own.starts_with(home)),
                "src/{name}: an impl of {of}, which is declared elsewhere"
            );
        }
    }
}

/// The name that a text begins with.
fn identifier(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// Only a module of a lower level, or one named on its own, may be imported: no circle of modules.
#[test]
fn the_guide_lists_every_module_in_order() {
    let modules = modules();
    let listed: BTreeSet<String> = modules.iter().map(|module| module.name.clone()).collect();
    let folders = fs::read_dir(source()).unwrap().map(|entry| entry.unwrap().path());
    let folders: BTreeSet<String> = folders
        .filter(|path| path.is_dir())
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    assert_eq!(listed, folders, "modules of src/README.md, folders of src");
    for (index, module) in modules.iter().enumerate() {
        for later in &modules[index + 1..] {
            let (one, other) = (&module.name, &later.name);
            assert!(
                !module.may_import(later),
                "{one} may import {other}, which is listed below it"
            );
        }
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
        ("std::fs", &["source", "knowledge", "holdings", "packs"]),
        ("File::open", &["source", "holdings", "packs"]),
    ];
    for (name, text) in files().iter().filter(|(name, _)| !is_test_file(name)) {
        for (words, allowed) in rules {
            let used = without_tests(text).contains(words);
            assert!(!used || allowed.contains(&room_of(name)), "src/{name} uses {words}");
        }
    }
}

/// True where a line of code holds a flag of a command line: two hyphens and a letter at the
/// beginning of a word.
fn has_flag(line: &str) -> bool {
    let code = line.split(" // ").next().unwrap();
    code.match_indices("--").any(|(at, _)| {
        let begins = !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '-');
        begins && code[at + 2..].starts_with(|c: char| c.is_ascii_lowercase())
    })
}

#[test]
fn below_the_command_line_fields_are_named_and_not_flags() {
    let sample =
        ["\"give --places 5\"", "\"`--write` keeps\"", "\"--at\"", "\"<!--\", \"-->\"", "a - -b"];
    assert_eq!(sample.map(has_flag), [true, true, true, false, false]);
    // The first reads the names of colours in a style sheet; the second writes the documentation of
    // the program itself.
    let (style_sheet, documentation) = ("render/contrast.rs", "reference");
    for (name, text) in
        files().iter().filter(|(name, _)| !is_test_file(name) && room_of(name) != "cli")
    {
        let code = without_tests(text).lines().filter(|line| !line.trim_start().starts_with("//"));
        for line in code {
            assert!(
                !has_flag(line) || name == style_sheet,
                "src/{name} names a flag, not a field: {line}"
            );
            let names_command = line.contains("`fairshares ") && room_of(name) != documentation;
            assert!(!names_command, "src/{name} names a command, not an action: {line}");
        }
    }
}

#[test]
fn definitions_and_packs_name_no_command() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("data/catalogue"), root.join("reports/packs")];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with("README.md") {
                let text = fs::read_to_string(&path).unwrap();
                let named = text
                    .lines()
                    .find(|line| !line.starts_with('#') && line.contains("`fairshares "));
                assert!(
                    named.is_none(),
                    "{} names a command: {}",
                    path.display(),
                    named.unwrap_or_default()
                );
            }
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
        // The names of fields in JSON are attributes, which take no constant.
        let is_code = |line: &&str| !line.trim_start().starts_with("#[serde(rename = ");
        let code: Vec<&str> = without_tests(text).lines().filter(is_code).collect();
        for column in names {
            let render_names = code.iter().any(|line| line.contains(&format!("\"{column}\"")));
            assert!(!render_names, "src/{name} spells out {column}");
        }
    }
}

#[test]
fn nothing_drops_or_fills_missing_values() {
    for (name, text) in &files() {
        for words in ["drop_nulls", "fill_null", "unwrap_or(0.0)", "value.unwrap_or_default()"] {
            assert!(!text.contains(words), "src/{name} uses {words}");
        }
    }
}

/// Numbers of areas without those that are missing no longer stand in the order of the areas:
/// zipped with them they would be given to others. Where they are only summed, or are the middle or
/// the spread of what is known, none is dropped from a list.
#[test]
fn missing_values_are_never_dropped_from_what_stands_beside_areas() {
    const SUMMED: &[&str] = &[".sum()", "let known", "let known:", "known = ||"];
    let drops = |line: &str| line.contains("filter_map(|") && line.contains(".value)");
    for (name, text) in files()
        .iter()
        .filter(|(name, _)| ["allocation", "fairshare", "packs"].contains(&room_of(name)))
    {
        for line in without_tests(text).lines().filter(|line| drops(line)) {
            assert!(
                SUMMED.iter().any(|fine| line.contains(fine)),
                "src/{name} drops missing values: {line}"
            );
        }
    }
}

#[test]
fn files_have_a_header_and_stay_readable() {
    for (name, text) in &files() {
        assert!(text.starts_with("//! "), "src/{name} has no module header");
        let lines = text.lines().count();
        assert!(lines <= 420, "src/{name} has {lines} lines: split it by idea");
        assert!(
            !text.contains("TODO") && !text.contains("unimplemented!"),
            "src/{name} is unfinished"
        );
    }
    for Module { name: room, .. } in modules() {
        // Sentences go on from line to line.
        let text = files()[&format!("{room}/mod.rs")].replace("\n//! ", " ");
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
    for folder in ["src", "data", "data/catalogue", "data/bundled", "notebooks", "reports", "tests"]
    {
        let text = fs::read_to_string(root.join(folder).join("README.md"))
            .unwrap_or_else(|_| panic!("{folder} has no README"));
        assert!(text.lines().count() <= 90, "{folder}/README.md is too long");
    }
}
