//! `fairshares brief`: writes a briefing pack.

use super::options::LAST_MEETING;
use super::output::Printing;
use super::{Flags, Outcome, Session, now};
use crate::domain::{Error, Field, PlaceKey, Result, parse_publication_date};
use crate::holdings::prune;
use crate::packs::{Destination, PackRequest, Since, documents};
use clap::Args;
use std::path::{Path, PathBuf};

/// Write a briefing pack
#[derive(Debug, Args)]
#[command(
    after_help = "Example: fairshares brief fair-shares --region \"North West\" -o /tmp/briefing
Example: fairshares brief place --area Newham
Example: fairshares brief --since 2026-03-01
Example: fairshares brief --list"
)]
pub(super) struct Brief {
    /// The pack
    #[arg(default_value = "fair-shares")]
    pack: String,
    /// The authority, by name or code, for the pack `place`
    #[arg(long, value_name = "NAME|CODE")]
    area: Option<String>,
    /// Add the changes since a day, the last-meeting, a pin, or the pack in a folder
    #[arg(long, value_name = "DATE|PACK")]
    since: Option<String>,
    /// List the packs and write nothing
    #[arg(long)]
    list: bool,
    /// Format of that list: table, csv, json or md [default: table on a terminal, csv when piped]
    #[arg(long, value_name = "FORMAT", requires = "list")]
    format: Option<String>,
    /// Folder to write into [default: reports/out/PACK-REGION-DATE in a checkout, else
    /// PACK-REGION-DATE]
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Replace files in that folder that no earlier pack wrote, or that have changed since
    #[arg(long)]
    overwrite: bool,
    /// Formats, separated by commas: html, pdf, docx, xlsx, ods, csv, md
    #[arg(
        long,
        value_name = "LIST",
        value_delimiter = ',',
        default_value = "html,pdf,docx,xlsx,ods,csv,md"
    )]
    formats: Vec<String>,
    /// Pin the editions of the pack under a name; `prune` keeps them while the pin exists
    #[arg(long, value_name = "NAME")]
    pin: Option<String>,
    /// Use only the editions pinned under this name, to produce the same pack again
    #[arg(long, value_name = "NAME", conflicts_with = "pin")]
    pinned: Option<String>,
}

impl Brief {
    pub(super) fn run(self, session: &Session) -> Result<Outcome> {
        // Generated from one state of the store: a refresh may write to it meanwhile.
        let mut engine = session.engine()?;
        if self.list {
            session
                .output
                .print(&documents::packs(engine.figures()), &Printing::in_format(self.format))?;
            return Ok(Outcome::Well);
        }
        if let Some(name) = &self.pinned {
            engine = engine.pinned(name).map_err(|error| error.at_field(Field::Pinned))?;
        }
        let request = PackRequest {
            pack: self.pack,
            region: session.region(&engine)?,
            area: self.area,
            since: self.since.map(since),
            formats: self.formats,
            naming: &Flags,
        };
        let of = request.area.as_ref().map_or_else(
            || format!("--region {}", request.region),
            |area| format!("--area {area}"),
        );
        let made = format!("brief {} {of}", request.pack);
        let pin = self
            .pin
            .as_ref()
            .map(|name| prune::check_name_of_pin(engine.holdings(), name))
            .transpose()?;
        let pack = documents::compose(engine.figures(), &request).map_err(|error| {
            if is_about_pin(&error, &request) { error.help(SINCE) } else { error }
        })?;
        let folder = self.output.unwrap_or_else(|| home_of_packs().join(pack.folder_name()));
        let in_place = holds_current_folder(&folder);
        let written = pack.write(
            &request.formats,
            &Destination { folder, overwrite: self.overwrite, in_place },
        )?;
        if let Some(name) = pin {
            let at =
                session.global.at.as_ref().map(|day| format!(" --at {day}")).unwrap_or_default();
            prune::pin(engine.holdings(), &written.read, name, &format!("{made}{at}"), now())?;
        }
        written.notes.iter().for_each(|note| session.output.note(note));
        session.note_editions(&engine);
        session.output.note(&format!(
            "{} files in {}",
            written.files.len(),
            written.folder.display()
        ));
        session.output.note(&format!("open {}", written.first.display()));
        Ok(Outcome::Well)
    }
}

/// The values that `--since` accepts.
const SINCE: &str = "--since takes a day such as 2026-03-01, last-meeting, the name of a pin, or \
    the folder of an earlier pack";

/// True for an error about the pin that a pack was to be compared with.
fn is_about_pin(error: &Error, request: &PackRequest) -> bool {
    matches!(request.since, Some(Since::Pin(_)))
        && error.place().key == Some(PlaceKey::Field(Field::Since))
}

/// Parses `--since`: a day, `last-meeting`, the folder of an earlier pack, or else the name of a
/// pin.
fn since(text: String) -> Since {
    match parse_publication_date(&text) {
        Some(day) => Since::Day(day),
        None if text == LAST_MEETING => Since::LastMeeting,
        None if Path::new(&text).is_dir() => Since::Folder(PathBuf::from(text)),
        None => Since::Pin(text),
    }
}

/// `reports/out` in a checkout, else the current folder.
fn home_of_packs() -> PathBuf {
    if Path::new("reports").is_dir() { PathBuf::from("reports/out") } else { PathBuf::new() }
}

/// True for the folder that the command was given in, and for those above it: another folder cannot
/// take their place.
fn holds_current_folder(folder: &Path) -> bool {
    let end = |path: &Path| path.canonicalize().ok();
    matches!((end(folder), end(Path::new("."))), (Some(folder), Some(current)) if current.starts_with(&folder))
}
