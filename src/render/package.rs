//! Packages of XML parts in a zip archive, which OpenDocument sheets and Word documents are.
//!
//! Belongs here: templates that escape, the archive. Does not belong here: the parts of a format,
//! and characters that XML cannot write (`characters.rs`).
//!
//! **Invariant:** every text that fills a template passes its automatic escaping, and the archive
//! has no date, so that the same parts give the same bytes.

use crate::domain::{Error, Result, error_codes};
use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, Value};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Templates of a format.
pub(super) struct Templates {
    environment: Environment<'static>,
    doing: &'static str,
}

impl Templates {
    /// Templates by name; `doing` says in errors what was being written.
    pub fn new(doing: &'static str, templates: &[(&'static str, &'static str)]) -> Result<Self> {
        let failed = |error| refused(doing, error);
        let mut environment = Environment::new();
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build().map_err(failed)?;
        environment.set_syntax(syntax);
        for (name, text) in templates {
            environment.add_template(name, text).map_err(failed)?;
        }
        Ok(Self { environment, doing })
    }

    /// A template filled in.
    pub fn fill(&self, name: &str, values: Value) -> Result<String> {
        let template = self.environment.get_template(name);
        template.and_then(|template| template.render(values)).map_err(|error| refused(self.doing, error))
    }
}

/// A part of a package: its path, its bytes, and whether they are compressed.
pub(super) struct Part {
    path: String,
    bytes: Vec<u8>,
    compression: CompressionMethod,
}

impl Part {
    /// A compressed part.
    pub fn of(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), bytes: bytes.into(), compression: CompressionMethod::Deflated }
    }

    /// A part as it stands: words that programs look for in the first bytes.
    pub fn stored(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { compression: CompressionMethod::Stored, ..Self::of(path, bytes) }
    }
}

/// The parts as an archive, in their order.
pub(super) fn archive(doing: &'static str, parts: &[Part]) -> Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for part in parts {
        let options = SimpleFileOptions::default().compression_method(part.compression);
        zip.start_file(part.path.as_str(), options).map_err(|error| refused(doing, error))?;
        zip.write_all(&part.bytes).map_err(|error| refused(doing, error))?;
    }
    Ok(zip.finish().map_err(|error| refused(doing, error))?.into_inner())
}

/// That something could not be written, with what was found; `doing` says what was being written.
pub(super) fn refused(doing: &'static str, found: impl ToString) -> Error {
    Error::new(error_codes::DRAWING_FAILED, doing).found(found.to_string())
}
