//! Downloads of files to disk, piece by piece, so that an interrupted download can resume.
//!
//! A note next to the partial file records how many of its bytes are known to be on disk. It also
//! records the server's validators for the file. Only those bytes are reused, and only if the
//! server still offers the same version.

use super::exchange::{Exchange, Manner};
use super::response::{Validators, add_validators, validators, why_broken_off};
use super::retry::{Again, Failure};
use super::transfer_rate::{Deadline, TransferRate};
use super::{Client, FetchHistory, Request};
use crate::domain::{Error, Result, Sha256, error_codes};
use crate::source::inaccessible::inaccessible;
use crate::source::writing::write_whole;
use reqwest::StatusCode;
use reqwest::blocking::Response;
use reqwest::header::{self, HeaderMap, HeaderValue};
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// A downloaded file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Downloaded {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// How the file was fetched.
    pub history: FetchHistory,
    /// The headers that show whether the file has changed.
    pub validators: Validators,
}

/// The note next to a partial file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Note {
    validators: Validators,
    /// Number of bytes known to be on disk.
    kept: u64,
}

/// A partial file on disk.
struct Part {
    path: PathBuf,
    note: Note,
}

/// After this many bytes the file is flushed to disk, and the note is updated.
const FLUSHED_EACH: u64 = 4 * 1024 * 1024;

impl Client<'_> {
    /// Fetches a file of at most `most` bytes, resuming from what an earlier run left in the folder
    /// `aside`. Returns `None` when the server confirms that the version in `held` is current.
    ///
    /// Errors: `F401`, `F114`, `F501` to `F504`.
    pub fn download(
        &self,
        request: Request<'_>,
        held: &Validators,
        aside: &Path,
        most: u64,
    ) -> Result<Option<Downloaded>> {
        fs::create_dir_all(aside)
            .map_err(|error| inaccessible("making the folder of downloads", aside, &error))?;
        let mut part = Part::at(aside, request.address);
        self.with_retries(&request.host(), |deadline| {
            let headers = part.headers(held);
            let manner = Manner { headers: &headers, body: None, deadline };
            let Exchange { response, mut history } = self.exchange(&request, manner)?;
            match response.status() {
                StatusCode::NOT_MODIFIED => return Ok(None),
                StatusCode::RANGE_NOT_SATISFIABLE => {
                    part.begin(Validators::default());
                    return Err(incomplete(
                        &request,
                        "no more bytes than are kept, and the file has more".to_owned(),
                    ));
                }
                _ => {}
            }
            self.receive(&request, response, &mut history, &mut part, Bounds { most, deadline })?;
            let bytes = fs::read(&part.path)
                .map_err(|error| inaccessible("reading a download", &part.path, &error))?;
            // For a resumed download the server has announced only the length of the rest.
            history.headers.insert(header::CONTENT_LENGTH.to_string(), bytes.len().to_string());
            // An archive, and therefore a workbook, has its table of contents at its end. A
            // truncated one cannot be read.
            history.open_ended &= !bytes.starts_with(b"PK\x03\x04");
            Ok(Some(Downloaded { bytes, validators: validators(&history), history }))
        })
    }

    /// Removes the partial file of a download once its bytes are in the store.
    pub fn forget(aside: &Path, address: &str) {
        let part = Part::at(aside, address);
        // A file that cannot be removed is reused or overwritten next time.
        let _ = fs::remove_file(part.note_path());
        let _ = fs::remove_file(&part.path);
    }

    /// Appends the body of an answer to the partial file, or starts again if the server does.
    fn receive(
        &self,
        request: &Request<'_>,
        mut response: Response,
        history: &mut FetchHistory,
        part: &mut Part,
        Bounds { most, deadline }: Bounds,
    ) -> std::result::Result<(), Failure> {
        let is_rest = response.status() == StatusCode::PARTIAL_CONTENT;
        let range = ContentRange::of(response.headers())
            .filter(|range| is_rest && part.continues(range, history));
        if range.is_none() {
            part.begin(validators(history));
        }
        if is_rest && range.is_none() {
            return Err(incomplete(
                request,
                "another part of the file than was asked for".to_owned(),
            ));
        }
        let announced =
            response.content_length().map(|length| length.saturating_add(part.note.kept));
        // A part may end before the file does. Only a part that includes the length of the file
        // shows that it does not.
        let total = if let Some(range) = range { range.whole } else { announced };
        history.open_ended = if is_rest { total.is_none() } else { history.open_ended };
        within(request, total.or(announced).unwrap_or_default(), most)?;
        let path = part.path.clone();
        let on_disk = |error: std::io::Error| inaccessible("keeping a download", &path, &error);
        let mut file = part.open().map_err(on_disk)?;
        let (rate, before, name) =
            (TransferRate::new(self.rules, deadline), part.note.kept, name_of(history.end()));
        let (mut held, mut piece) = (part.note.kept, vec![0; 64 * 1024]);
        let broken_off = loop {
            let read = match response.read(&mut piece) {
                Ok(0) => {
                    break total
                        .is_some_and(|total| total != held)
                        .then(|| "the answer ended".to_owned());
                }
                Ok(read) => read,
                Err(error) => break Some(why_broken_off(error)),
            };
            file.write_all(&piece[..read]).map_err(on_disk)?;
            held += u64::try_from(read).unwrap_or_default();
            self.watcher.progress(&name, held, total);
            within(request, held, most)?;
            if held - part.note.kept >= FLUSHED_EACH {
                part.keep(&file, held).map_err(on_disk)?;
            }
            if let Some(fault) = rate.fault(held - before) {
                break Some(fault.to_owned());
            }
        };
        let Some(why) = broken_off else { return Ok(file.sync_all().map_err(on_disk)?) };
        // The bytes so far are good: the next attempt continues after them.
        let _ = part.keep(&file, held);
        Err(incomplete(request, after(held, total, &why)))
    }
}

/// An interrupted download, which is worth another attempt.
fn incomplete(request: &Request<'_>, found: String) -> Failure {
    let error =
        Error::new(error_codes::INCOMPLETE, request.doing()).in_file(request.shown()).found(found);
    Failure { error, again: Again::Later }
}

/// Errors with `F114` when a file exceeds the size limit.
fn within(request: &Request<'_>, bytes: u64, most: u64) -> Result<()> {
    if bytes <= most {
        return Ok(());
    }
    Err(Error::new(error_codes::TOO_LARGE, request.doing())
        .in_file(request.shown())
        .found(format!("a file of {bytes} bytes"))
        .expected(format!("at most {most} bytes")))
}

fn after(held: u64, total: Option<u64>, why: &str) -> String {
    match total {
        Some(total) => format!("{held} of {total} bytes, then: {why}"),
        None => format!("{held} bytes, then: {why}"),
    }
}

/// The part of a file that an answer contains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct ContentRange {
    /// Its first byte.
    first: u64,
    /// The length of the complete file, if the server provides it.
    whole: Option<u64>,
}

impl ContentRange {
    /// Parses a text such as `bytes 1000-1999/2000`, or `bytes 1000-1999/*` where the server does
    /// not know the total. `None` for any other text, and for a part that ends beyond the total or
    /// before it begins.
    fn of(headers: &HeaderMap) -> Option<Self> {
        let text = headers.get(header::CONTENT_RANGE)?.to_str().ok()?;
        let (range, whole) = text.strip_prefix("bytes ")?.split_once('/')?;
        let (first, last) = range.split_once('-')?;
        let (first, last): (u64, u64) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
        let whole = if whole.trim() == "*" { None } else { Some(whole.trim().parse().ok()?) };
        (first <= last && whole.is_none_or(|whole| last < whole)).then_some(Self { first, whole })
    }
}

/// The limits of a download.
#[derive(Clone, Copy)]
struct Bounds {
    /// Maximum number of bytes.
    most: u64,
    deadline: Deadline,
}

/// The last part of an address's path: the name of a file.
pub fn name_of(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let query_path = address.split_once("uri=").map(|(_, path)| path);
    let last =
        query_path.unwrap_or(path).trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let harmless =
        |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '(' | ')' | ' ' | '%' | '+');
    let name: String = last.chars().filter(|c| harmless(*c)).take(200).collect();
    if name.trim_matches('.').is_empty() { "file".to_owned() } else { name }
}

impl Part {
    fn at(aside: &Path, address: &str) -> Self {
        let path = aside.join(format!("{}.part", Sha256::digest(address.as_bytes()).start(24)));
        let mut part = Self { path, note: Note::default() };
        let note = fs::read(part.note_path())
            .ok()
            .and_then(|bytes| serde_json::from_slice::<Note>(&bytes).ok());
        let on_disk = fs::metadata(&part.path).map_or(0, |metadata| metadata.len());
        // A note with more bytes than the file has belongs to another part.
        part.note = note.filter(|note| note.kept <= on_disk).unwrap_or_default();
        part
    }

    /// True when an answer begins where the partial file ends and is the same version.
    fn continues(&self, range: &ContentRange, history: &FetchHistory) -> bool {
        let is_other = |held: &Option<String>, sent: &Option<String>| {
            held.is_some() && sent.is_some() && held != sent
        };
        let (held, sent) = (&self.note.validators, validators(history));
        range.first == self.note.kept && !is_other(&held.etag, &sent.etag)
    }

    fn note_path(&self) -> PathBuf {
        self.path.with_extension("json")
    }

    /// The headers that request the rest. Without a partial file they request the complete file,
    /// unless it is still the version in the store.
    fn headers(&self, held: &Validators) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        let is_strong = |etag: &&String| !etag.starts_with("W/");
        let same = self.note.validators.etag.as_ref().filter(is_strong).or(self
            .note
            .validators
            .last_modified
            .as_ref());
        match same
            .and_then(|value| HeaderValue::from_str(value).ok())
            .filter(|_| self.note.kept > 0)
        {
            Some(value) => {
                if let Ok(range) = HeaderValue::from_str(&format!("bytes={}-", self.note.kept)) {
                    headers.insert(header::RANGE, range);
                    headers.insert(header::IF_RANGE, value);
                }
            }
            None => add_validators(&mut headers, held),
        }
        headers
    }

    /// Starts again, because the bytes on disk belong to another version.
    fn begin(&mut self, validators: Validators) {
        // A part without its note is not reused.
        let _ = fs::remove_file(self.note_path());
        self.note = Note { validators, kept: 0 };
    }

    /// Opens the partial file for appending after the recorded bytes; anything beyond them is cut
    /// off.
    fn open(&self) -> std::io::Result<File> {
        let mut file = File::options().write(true).create(true).truncate(false).open(&self.path)?;
        file.set_len(self.note.kept)?;
        file.seek(SeekFrom::Start(self.note.kept))?;
        Ok(file)
    }

    /// Flushes the partial file and records its length.
    fn keep(&mut self, file: &File, held: u64) -> std::io::Result<()> {
        file.sync_data()?;
        self.note.kept = held;
        let text = serde_json::to_vec(&self.note)?;
        write_whole(&self.note_path(), &text)
            .map_err(|error| std::io::Error::other(error.problem()))
    }
}
