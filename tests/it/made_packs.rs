//! Every pack in every format, made once for all tests that look at one.
//!
//! Belongs here: making them. Does not belong here: what must hold of them (`packs`,
//! `spreadsheets`, `word`).

use crate::support::{engine_at, filled_store};
use fairshares::briefing::Document;
use fairshares::catalogue::PackOf;
use fairshares::engine::Engine;
use fairshares::packs::{Destination, PackRequest, documents};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock};

const FORMATS: [&str; 7] = ["html", "md", "csv", "pdf", "docx", "xlsx", "ods"];

/// A pack of London, or of Newham where it is of one authority.
pub struct MadePack {
    pub document: Document,
    /// By the path within the folder of the pack.
    pub files: BTreeMap<String, Vec<u8>>,
}

impl MadePack {
    /// The files that are text; those that are not, with their bytes replaced where they are no
    /// text.
    pub fn texts(&self) -> BTreeMap<&str, String> {
        let text = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).into_owned();
        self.files.iter().map(|(name, bytes)| (name.as_str(), text(bytes))).collect()
    }
}

/// A pack of a region, or of Newham where it is of one authority.
pub fn request_of(engine: &Engine, pack: &str, region: &str, formats: &[&str]) -> PackRequest {
    let of_authority = engine.catalogue().pack(pack).unwrap().of == PackOf::Authority;
    let region = engine.region(region).unwrap().code.clone();
    PackRequest {
        area: of_authority.then(|| "Newham".to_owned()),
        ..PackRequest::of_region(pack, region, formats)
    }
}

/// The files that a request writes into a new folder.
pub fn written(engine: &Engine, request: &PackRequest) -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let pack = documents::brief(engine.figures(), request, &Destination::of(folder.path()))
        .unwrap_or_else(|error| panic!("{}:\n{error}", request.pack));
    pack.files
        .into_iter()
        .map(|name| (name.clone(), fs::read(folder.path().join(name)).unwrap()))
        .collect()
}

/// Every pack by its id, made once, or `None` when the publishers' files are not there.
pub fn made_packs() -> Option<&'static BTreeMap<String, MadePack>> {
    static PACKS: OnceLock<Option<BTreeMap<String, MadePack>>> = OnceLock::new();
    PACKS.get_or_init(|| filled_store().map(make)).as_ref()
}

/// Makes every pack, two at a time.
pub fn make(store: &Path) -> BTreeMap<String, MadePack> {
    let (next, made) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
    let work = || {
        let engine = engine_at(store, None);
        let packs: Vec<String> = engine.catalogue().packs.keys().map(ToString::to_string).collect();
        while let Some(pack) = packs.get(next.fetch_add(1, Ordering::Relaxed)) {
            let request = request_of(&engine, pack, "London", &FORMATS);
            let document = documents::document(engine.figures(), &request)
                .unwrap_or_else(|error| panic!("{pack}:\n{error}"));
            let one = MadePack { document, files: written(&engine, &request) };
            made.lock().unwrap().insert(pack.clone(), one);
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(work);
        work();
    });
    made.into_inner().unwrap()
}
