//! The gallery of wrong input: each file in `tests/wrong/` breaks one thing, runs the program, and
//! holds its message under snapshot. A refused import must leave the store byte for byte as it was.

use crate::publisher::{Answer, Fault, Publisher, quick_fetching, quick_fetching_with};
use crate::support::{program, succeed};
use crate::workbook::base;
use fairshares::domain::error_codes;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// One wrong input.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    /// The error it must raise; none where the outcome is declared, and then the exit code is.
    code: Option<String>,
    /// What is wrong, in a sentence.
    about: String,
    /// The words after `fairshares`.
    command: Vec<String>,
    /// Files made before.
    #[serde(default)]
    file: Vec<MadeFile>,
    /// Files imported before.
    #[serde(default)]
    before: Vec<String>,
    /// What a publisher answers, in place of all publishers.
    #[serde(default)]
    answer: Vec<MadeAnswer>,
    /// How it is asked, where that is not as in every test.
    #[serde(default)]
    fetching: BTreeMap<String, String>,
    /// The exit code, where it is not the error's own: an edition that waits is no failure.
    exit: Option<i32>,
    /// True: another process holds the store's lock.
    #[serde(default)]
    locked: bool,
    /// True: a good edition is imported before, and its snapshot is then changed.
    #[serde(default)]
    damaged: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MadeFile {
    /// Where, below the folder of the run.
    path: String,
    /// The text of the file …
    text: Option<String>,
    /// … or the workbook it is made from.
    workbook: Option<String>,
    /// Cells written over.
    #[serde(default)]
    set: Vec<Edit>,
    /// Row removed, by sheet and a text in it.
    remove_row: Option<[String; 2]>,
    /// Row repeated, by sheet and a text in it.
    repeat_row: Option<[String; 2]>,
    /// Sheet renamed, from and to.
    rename_sheet: Option<[String; 2]>,
    /// Only so many bytes are written.
    truncate: Option<usize>,
}

/// An answer of a publisher.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MadeAnswer {
    /// The address at the publisher's.
    address: String,
    /// Its status; 200 when absent.
    status: Option<u16>,
    /// Its body …
    text: Option<String>,
    /// … or a file made before.
    file: Option<String>,
    /// Where it leads on to.
    location: Option<String>,
    /// The connection is closed after so many bytes.
    breaks_off: Option<usize>,
    /// True: no length is announced.
    #[serde(default)]
    unmeasured: bool,
    /// Nothing comes after so many bytes.
    falls_silent: Option<usize>,
}

impl MadeAnswer {
    fn give(&self, publisher: &Publisher, folder: &Path) {
        let body = match (&self.text, &self.file) {
            (Some(text), _) => text.clone().into_bytes(),
            (None, Some(file)) => fs::read(folder.join(file)).unwrap(),
            (None, None) => Vec::new(),
        };
        let mut answer = Answer::of(self.status.unwrap_or(200), body);
        if let Some(location) = &self.location {
            answer = answer.with("location", location);
        }
        if let Some(bytes) = self.breaks_off {
            answer = answer.failing(Fault::BreaksOff(bytes));
        }
        if self.unmeasured {
            answer = answer.failing(Fault::Unmeasured(usize::MAX));
        }
        if let Some(bytes) = self.falls_silent {
            answer = answer.failing(Fault::FallsSilent(bytes));
        }
        publisher.at(&self.address, answer);
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Edit {
    sheet: String,
    cell: String,
    value: String,
}

impl MadeFile {
    fn write(&self, folder: &Path) {
        let path = folder.join(&self.path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let mut bytes = match (&self.text, &self.workbook) {
            (Some(text), None) => text.clone().into_bytes(),
            (None, Some(name)) => {
                let mut book = base(name);
                self.set.iter().for_each(|edit| book.set(&edit.sheet, &edit.cell, &edit.value));
                if let Some([sheet, text]) = &self.remove_row {
                    book.remove_row(sheet, text);
                }
                if let Some([sheet, text]) = &self.repeat_row {
                    book.repeat_row(sheet, text);
                }
                if let Some([from, to]) = &self.rename_sheet {
                    to.clone_into(
                        &mut book.sheets.iter_mut().find(|(name, _)| name == from).unwrap().0,
                    );
                }
                book.xlsx()
            }
            _ => panic!("{}: either text or workbook", self.path),
        };
        bytes.truncate(self.truncate.unwrap_or(bytes.len()));
        fs::write(path, bytes).unwrap();
    }
}

fn folder_of_examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/wrong")
}

fn examples() -> BTreeMap<String, Example> {
    let files = fs::read_dir(folder_of_examples()).unwrap().map(|entry| entry.unwrap().path());
    files
        .filter(|path| path.extension().is_some_and(|end| end == "toml"))
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            let example =
                toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            (path.file_stem().unwrap().to_string_lossy().into_owned(), example)
        })
        .collect()
}

/// Every file below a folder with its bytes.
pub fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(contents(&path));
        } else {
            found.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
    found
}

/// What counts in a store: everything but what a refresh keeps aside to know what it has asked.
fn counting(store: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = contents(store);
    let aside = [
        "journal.json",
        "lock",
        "refresh.lock",
        "held-back.json",
        "held-back",
        "downloads",
        "pages",
        "tidy",
        "copies",
    ];
    files.retain(|path, bytes| {
        let below = path.strip_prefix(store).unwrap();
        let is_empty = below == Path::new("manifest.json")
            && String::from_utf8_lossy(bytes).contains("\"snapshots\": []");
        !is_empty && !aside.iter().any(|name| below.starts_with(name))
    });
    files
}

/// Runs an example and returns what the program said on stderr.
fn run(name: &str, example: &Example) -> String {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::create_dir(folder.join("catalogue")).unwrap();
    example.file.iter().for_each(|file| file.write(folder));
    if example.damaged {
        fs::write(folder.join("good.xlsx"), base("asy-d11").xlsx()).unwrap();
        succeed(program(folder).args(["import", "good.xlsx"]));
        fs::remove_dir_all(folder.join("store/tidy")).unwrap();
        let snapshot =
            fs::read_dir(folder.join("store/snapshots")).unwrap().next().unwrap().unwrap().path();
        fs::write(snapshot, b"something else").unwrap();
    }
    for file in &example.before {
        succeed(program(folder).args(["import", file]));
    }
    let lock = example.locked.then(|| {
        fs::create_dir_all(folder.join("store")).unwrap();
        let mut file = fs::File::create(folder.join("store/lock")).unwrap();
        file.write_all(b"process 4242, importing since 2026-11-21T09:30:00Z\n").unwrap();
        file.lock().unwrap();
        file
    });
    let publisher = (!example.answer.is_empty()).then(Publisher::start);
    let mut command = program(folder);
    if let Some(publisher) = &publisher {
        example.answer.iter().for_each(|answer| answer.give(publisher, folder));
        let own: Vec<(&str, &str)> =
            example.fetching.iter().map(|(name, value)| (&**name, &**value)).collect();
        fs::write(folder.join("catalogue/fetching.toml"), quick_fetching_with(&own)).unwrap();
        command.args(["--catalogue", "catalogue"]).env("FAIRSHARES_MIRROR", publisher.base());
    } else if example.code.is_some() {
        command.arg("-q");
    }
    if example.locked {
        fs::write(folder.join("catalogue/fetching.toml"), quick_fetching()).unwrap();
        command.args(["--catalogue", "catalogue"]);
    }
    let look = if publisher.is_some() { counting } else { contents };
    let before = look(&folder.join("store"));
    let output = command.args(&example.command).output().unwrap();
    drop(lock);
    let said = String::from_utf8(output.stderr).unwrap();
    // Every command says which store it uses.
    let said: String =
        said.split_inclusive('\n').filter(|line| !line.starts_with("store: ")).collect();
    let code = example
        .code
        .as_ref()
        .map(|code| error_codes::find(code).unwrap_or_else(|| panic!("{name}: no code {code}")));
    if let Some(code) = code {
        let is_named = [format!("error[{}]", code.id), format!("({})", code.id)]
            .iter()
            .any(|words| said.contains(words));
        assert!(is_named, "{name} said:\n{said}");
    }
    let exit = example.exit.or(code.map(|code| code.exit as i32)).expect("a code or an exit code");
    assert_eq!(output.status.code(), Some(exit), "{name}: exit code\n{said}");
    assert!(look(&folder.join("store")) == before, "{name}: the store must not change");
    let said = said.replace(&folder.display().to_string(), "FOLDER");
    publisher.map_or(said.clone(), |publisher| said.replace(&publisher.base(), "PUBLISHER"))
}

#[test]
fn every_wrong_input_is_refused_with_place_and_remedy() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder_of_examples());
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (name, example) in examples() {
            assert!(example.about.ends_with('.'), "{name}: about is a sentence");
            insta::assert_snapshot!(name.clone(), run(&name, &example));
        }
    });
}

#[test]
fn every_error_has_an_example() {
    let shown: Vec<String> = examples().into_values().filter_map(|example| example.code).collect();
    for code in error_codes::ALL {
        assert!(
            shown.iter().any(|known| known == code.id),
            "{} ({}) has no example in tests/wrong",
            code.id,
            code.title
        );
    }
}

#[test]
fn errors_have_unique_codes_and_texts_a_user_can_act_on() {
    for (index, code) in error_codes::ALL.iter().enumerate() {
        assert!(
            error_codes::ALL[..index].iter().all(|other| other.id != code.id),
            "{} twice",
            code.id
        );
        assert!(code.explanation.ends_with('.') && code.explanation.len() > 30, "{}", code.id);
        assert!(!code.fix().is_empty() && !code.title.ends_with('.'), "{}", code.id);
    }
}
