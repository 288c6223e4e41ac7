//! What several tests need: an engine, the publishers' files, the program itself.

use fairshares::catalogue::{DefinitionFile, Indicator, Method};
use fairshares::domain::{AreaCode, Date, Id, Timestamp};
use fairshares::engine::{Engine, Settings};
use fairshares::geography::Area;
use fairshares::holdings::import;
use fairshares::indicator::Values;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

/// A moment such as `2026-11-21T09:30:00Z`.
pub fn moment(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// The folder of the publishers' files, or `None` with a word on stderr; in CI its absence is a
/// failure.
pub fn published_files() -> Option<PathBuf> {
    let named = std::env::var_os("FAIRSHARES_PUBLISHED").map(PathBuf::from);
    let folder =
        named.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"));
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(
        std::env::var_os("CI").is_none(),
        "the publishers' files must be there in CI: {}",
        folder.display()
    );
    eprintln!("skipped: no publishers' files in {}; set FAIRSHARES_PUBLISHED", folder.display());
    None
}

/// The publishers' file at a path below the folder, or `None` when the folder is not there.
pub fn published_file(path: &str) -> Option<PathBuf> {
    published_files().map(|folder| folder.join(path))
}

/// The area code of a text.
pub fn code(text: &str) -> AreaCode {
    AreaCode::new(text).unwrap()
}

/// An engine on a store with the publishers' files, or `None` when they are not there. The store is
/// a new one: it is copied from the store of the same files, which is filled once for all tests.
pub fn imported(store: &Path, paths: &[&str]) -> Option<Engine> {
    copy_folder(store_of(paths)?.as_path(), store);
    Some(engine_at(store, None))
}

/// The store of some of the publishers' files in this order; that of all but the last is its start.
fn store_of(paths: &[&str]) -> Option<PathBuf> {
    type Stores = BTreeMap<Vec<String>, Arc<OnceLock<Option<PathBuf>>>>;
    static STORES: Mutex<Stores> = Mutex::new(BTreeMap::new());
    let key: Vec<String> = paths.iter().map(|path| (*path).to_owned()).collect();
    let (number, cell) = {
        let mut stores = STORES.lock().unwrap();
        (stores.len(), stores.entry(key).or_default().clone())
    };
    cell.get_or_init(|| {
        let store = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("store-{number}"));
        let _ = std::fs::remove_dir_all(&store);
        let Some((last, others)) = paths.split_last() else { return Some(store) };
        copy_folder(&store_of(others)?, &store);
        let (file, now) = (published_file(last)?, moment("2026-11-29T09:30:00Z"));
        import::import(engine_at(&store, None).holdings(), &file, now)
            .unwrap_or_else(|error| panic!("{last}:\n{error}"));
        Some(store)
    })
    .clone()
}

/// Copies the files of a folder into another, which is made where it is not there.
pub fn copy_folder(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from).into_iter().filter(|_| from.exists()) {
        let entry = entry.unwrap();
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(target).unwrap();
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A store with a publication for every pack, filled once for all tests, or `None` when the
/// publishers' files are not there.
///
pub fn filled_store() -> Option<&'static Path> {
    static STORE: OnceLock<Option<PathBuf>> = OnceLock::new();
    let fill = || {
        let store = Path::new(env!("CARGO_TARGET_TMPDIR")).join("filled-store");
        let _ = std::fs::remove_dir_all(&store);
        let engine = engine_at(&store, None);
        for file in FILES_OF_PACKS {
            import::import(
                engine.holdings(),
                &published_file(file)?,
                moment("2026-11-21T09:30:00Z"),
            )
            .unwrap_or_else(|error| panic!("{file}:\n{error}"));
        }
        Some(store)
    };
    STORE.get_or_init(fill).as_deref()
}

/// One publication or more for every pack.
const FILES_OF_PACKS: [&str; 13] = [
    "published/mye/mye24tablesuk.xlsx",
    "published/mye/mye23tablesew.xlsx",
    "published/mye/mye22final.xlsx",
    "published/mye/ukpopestimatesmid2021on2021geographyfinal.xls",
    "published/internal-migration/ODMG01EW_LTLA.csv",
    "published/hclic/Statutory_Homelessness_Detailed_Local_Authority_Data_202506.ods",
    "published/rough-sleeping/Rough_Sleeping_Autumn_2016_Final_Tables.xls",
    "published/uasc/SFR50_CLA2017.csv",
    "published/lami/2021lamistables.xlsx",
    "published/ltim/december23ltimaccessible.xlsx",
    "reconstructed/census2021-ts029-ltla.csv",
    "reconstructed/resettlement-local-authority-datasets-sep-2024.xlsx",
    "reconstructed/UKVI_RASI_Q3_2023_Background_Published.ods",
];

/// An engine on an empty store.
pub fn engine() -> Engine {
    engine_at(Path::new("no-such-store"), None)
}

/// An engine on a store, as of a day.
pub fn engine_at(store: &Path, at: Option<Date>) -> Engine {
    Engine::open(&Settings { store: store.to_owned(), catalogue: None, at, today: None }).unwrap()
}

/// A census table of all authorities of England and Wales in the layout of Nomis, table TS019;
/// numbers of no meaning. It is on the boundaries of April 2021, as the census is.
pub fn migrants() -> String {
    let columns = [
        "Total: All usual residents aged 1 year and over",
        "Address one year ago is the same as the address of enumeration",
        "Address one year ago is student term-time or boarding school address in the UK",
        "Migrant from within the UK: Address one year ago was in the UK",
        "Migrant from outside the UK: Address one year ago was outside the UK",
    ];
    let columns = columns.map(|column| format!(",Migrant indicator: {column}"));
    let header = format!("date,geography,geography code{}\n", columns.concat());
    let (engine, day) = (engine(), "2021-04-01".parse().unwrap());
    let areas = engine.geography().authorities_on(&code("K04000001"), day);
    let row = |area: &&Area| format!("2021,\"{}\",{},1000,800,50,100,50\n", area.name, area.code);
    header + &areas.iter().map(row).collect::<String>()
}

/// Every part of an archive that is text, by its path.
pub fn text_parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes.to_vec())).unwrap();
    let mut found = BTreeMap::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let (name, mut text) = (part.name().unwrap().into_owned(), String::new());
        if part.read_to_string(&mut text).is_ok() {
            found.insert(name, text);
        }
    }
    found
}

/// The program with a store of its own, run in a folder.
pub fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fairshares"));
    command.current_dir(folder).env_clear().env("FAIRSHARES_STORE", folder.join("store"));
    command
}

/// What a program printed, without the quotation marks around the texts of a table.
pub fn unquoted(printed: &[u8]) -> String {
    String::from_utf8_lossy(printed).replace('"', "")
}

/// Runs a command that must succeed.
pub fn succeed(command: &mut Command) -> Output {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}:\n{}", String::from_utf8_lossy(&output.stderr));
    output
}

/// The lines of an oracle file without its citation, as cells by column name.
pub fn oracle(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    reader.deserialize().collect::<Result<_, _>>().unwrap()
}

/// How a run of the program ended, and what it took.
pub struct Watched {
    pub code: Option<i32>,
    pub said: String,
    pub took: Duration,
    /// The most memory held, in bytes; 0 where the system does not say.
    pub memory: u64,
}

/// Runs a command to its end, watching how much memory it holds.
pub fn watch(command: &mut Command) -> Watched {
    let begun = Instant::now();
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stderr = child.stderr.take().unwrap();
    let words = std::thread::spawn(move || std::io::read_to_string(&mut stderr).unwrap());
    let mut memory = 0;
    let status = loop {
        memory = memory.max(peak_memory(child.id()));
        memory = children(child.id()).into_iter().map(peak_memory).fold(memory, u64::max);
        match child.try_wait().unwrap() {
            Some(status) => break status,
            None => std::thread::sleep(Duration::from_millis(2)),
        }
    };
    Watched { code: status.code(), said: words.join().unwrap(), took: begun.elapsed(), memory }
}

/// The processes that a process has begun, as Linux lists them.
pub fn children(process: u32) -> Vec<u32> {
    let listed = std::fs::read_to_string(format!("/proc/{process}/task/{process}/children"))
        .unwrap_or_default();
    listed.split_whitespace().filter_map(|number| number.parse().ok()).collect()
}

/// The high-water mark of a process, as Linux keeps it.
fn peak_memory(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kibibytes = line
        .and_then(|line| line.split_whitespace().next())
        .and_then(|number| number.parse::<u64>().ok());
    kibibytes.map_or(0, |kibibytes| kibibytes * 1024)
}

/// True for two figures that are both missing, or equal to nine significant digits.
pub fn same_figure(one: Option<f64>, other: Option<f64>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => (one - other).abs() <= 1e-9 * other.abs().max(1.0),
        (one, other) => one.is_none() && other.is_none(),
    }
}

/// An indicator with those of the keys, each with its value as TOML, that its method reads.
pub fn indicator_by(method: &str, keys: &[(&str, &str)]) -> Indicator {
    let read = Method::keys(method).unwrap();
    let keys = keys.iter().filter(|(key, _)| read.contains(key));
    let keys: String = keys.map(|(key, value)| format!("{key} = {value}\n")).collect();
    let text = format!(
        "id = \"x\"\ntitle = \"X\"\ndefinition = \"X.\"\ntheme = \"asylum\"\nmethod = \
         \"{method}\"\nunit = \"per-10k\"\nkind = \"derived\"\npolarity = \"none\"\nreference = \
         \"none\"\ndims = [\"origin\"]\n{keys}"
    );
    let file = DefinitionFile {
        path: "indicators/asylum/x.toml".to_owned(),
        text: text.into(),
        shown: "x.toml".to_owned(),
    };
    Indicator::read(&file).unwrap_or_else(|error| panic!("{method}: {error}"))
}

/// The values of an indicator's inputs: those of `a`, of `b` and of any other.
pub fn inputs_of<'v>(
    indicator: &Indicator,
    [a, b, other]: [&'v Values; 3],
) -> BTreeMap<Id, &'v Values> {
    let values = |id: &Id| match id.as_str() {
        "a" => a,
        "b" => b,
        _ => other,
    };
    indicator.method.inputs().into_iter().map(|(_, id)| (id.clone(), values(id))).collect()
}
