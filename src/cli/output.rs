//! The destination of output: data to stdout or a file, everything else to stderr.

use super::Flags;
use crate::charting::{Plot, plots};
use crate::domain::{
    Error, Field, Result, error_codes, one_line_within, render_names, shown_lines,
};
use crate::engine::Engine;
use crate::render::{ListingFormat, json, listing_format, note_on_picture, png};
use crate::source::write_for_user;
use crate::table::Listing;
use crate::tables::Answer;
use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use clap::Args;
use std::io::{BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// The streams of the process.
pub(super) struct Output {
    quiet: bool,
    colour: ColorChoice,
}

/// The style of an error's first line on a terminal.
const ERROR: Style = AnsiColor::Red.on_default().bold();

/// Characters of a note; the longest of our own lists the wordings that were found.
const MAX_NOTE: usize = 4_000;

/// Width of a PNG in pixels: twice the width of a chart on a page.
const TWICE_THE_PAGE: u32 = 1440;

/// How a table is printed.
#[derive(Debug, Default, Args)]
pub(super) struct Printing {
    /// table, csv, json, md, parquet, arrow, xlsx or ods [default: table on a terminal, csv when
    /// piped]
    #[arg(long, value_name = "FORMAT")]
    format: Option<String>,
    /// File to write; its ending gives the format: .svg and .png give a picture of answers about
    /// fair shares
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Output {
    /// Streams that print no notes when `quiet`. Where colour is left to us, the terminal and
    /// `NO_COLOR` decide.
    pub(super) fn new(quiet: bool, colour: clap::ColorChoice) -> Self {
        let colour = match colour {
            clap::ColorChoice::Auto => ColorChoice::Auto,
            clap::ColorChoice::Always => ColorChoice::Always,
            clap::ColorChoice::Never => ColorChoice::Never,
        };
        Self { quiet, colour }
    }

    /// A note for people, on stderr, in one line.
    pub(super) fn note(&self, text: &str) {
        if !self.quiet {
            // A closed stderr must not stop the data.
            let _ = writeln!(
                std::io::stderr(),
                "{}",
                one_line_within(&without_home(&render_names(text, &Flags)), MAX_NOTE)
            );
        }
    }

    /// The notes of an answer, on stderr, each in one line.
    pub(super) fn notes(&self, notes: &[String]) {
        notes.iter().for_each(|note| self.note(note));
    }

    /// An error, on stderr.
    pub(super) fn error(&self, error: &Error) {
        let text = without_home(&error.format(&Flags));
        let mut stderr = AutoStream::new(std::io::stderr(), self.colour);
        let _ = match text.split_once(':') {
            Some((head, rest)) => writeln!(stderr, "{ERROR}{head}{ERROR:#}:{rest}"),
            None => writeln!(stderr, "{text}"),
        };
    }

    /// Bytes of data: unchanged on stdout for programs. On a terminal, which would obey control
    /// characters, they are shown safely.
    pub(super) fn data(&self, bytes: &[u8]) -> Result<()> {
        let mut out = std::io::stdout().lock();
        let is_shown = std::io::stdout().is_terminal();
        let shown = is_shown.then(|| shown_lines(&String::from_utf8_lossy(bytes)).into_owned());
        written(
            out.write_all(shown.as_ref().map_or(bytes, String::as_bytes))
                .and_then(|()| out.flush()),
        )
    }

    /// Sentences for people, on stdout.
    pub(super) fn text(&self, text: &str) -> Result<()> {
        self.data(shown_lines(&render_names(text, &Flags)).as_bytes())
    }

    /// A note on characters that could not be drawn in a picture.
    pub(super) fn note_on_picture(&self, path: &Path, svg: &str) {
        let note = note_on_picture(svg, path.extension().is_some_and(|ending| ending == "png"));
        note.iter().for_each(|note| self.note(note));
    }

    /// Writes bytes where `-o` points: on stdout where that is its name, which is not a file to be
    /// replaced.
    pub(super) fn file(&self, path: &Path, bytes: &[u8]) -> Result<()> {
        let is_stdout = ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"]
            .iter()
            .any(|name| path == Path::new(name));
        if is_stdout { self.data(bytes) } else { write_for_user(path, bytes) }
    }

    /// An answer, where and how the user requested it: as JSON, or as the table generated from it.
    pub(super) fn print<A: Answer>(&self, answer: &A, printing: &Printing) -> Result<()> {
        match printing.is_json() {
            true => printing.bytes(self, render_names(&json(answer)?, &Flags).as_bytes()),
            false => self.table(answer.table(), printing),
        }
    }

    /// The same, or its chart where a picture is requested.
    pub(super) fn print_or_plot<A: Answer>(
        &self,
        engine: &Engine,
        answer: &A,
        plot: impl FnOnce(&A) -> Plot,
        printing: &Printing,
    ) -> Result<()> {
        match &printing.output {
            Some(path) if printing.is_picture() => self.plot(engine, &plot(answer), path),
            _ => self.print(answer, printing),
        }
    }

    fn plot(&self, engine: &Engine, plot: &Plot, path: &Path) -> Result<()> {
        let svg = plots::plot(engine.figures(), plot)?.svg;
        self.file(path, &picture(path, &svg, TWICE_THE_PAGE)?)?;
        self.note_on_picture(path, &svg);
        Ok(())
    }

    fn table(&self, table: Listing, printing: &Printing) -> Result<()> {
        let format = printing.format()?;
        let bytes = format.render(&table.into_named(&Flags))?;
        match &printing.output {
            Some(path) => self.file(path, &bytes),
            None if !format.is_text() && std::io::stdout().is_terminal() => {
                Err(Error::new(error_codes::OPTION_WRONG, "printing a table")
                    .at_field(Field::Format)
                    .found(format!("{} on a terminal", format.id()))
                    .expected("a file, with -o FILE"))
            }
            None => self.data(&bytes),
        }
    }
}

/// The result of writing to stdout: a reader that has closed the pipe (`| head`) is not an error.
/// Errors with `F401`.
pub(super) fn written(result: std::io::Result<()>) -> Result<()> {
    match result {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Error::new(error_codes::FILE_INACCESSIBLE, "writing to stdout")
                .found(error.to_string()))
        }
        _ => Ok(()),
    }
}

/// A name as the label of a progress bar.
pub(super) fn progress_label(name: &str) -> String {
    const MAX_LABEL: usize = 100;
    one_line_within(name, MAX_LABEL)
}

/// The answer of the user at a terminal; empty where there is none. Errors with `F401`.
pub(super) fn ask(question: &str) -> Result<String> {
    let mut answer = String::new();
    if std::io::stdin().is_terminal() && std::io::stderr().is_terminal() {
        let mut stderr = std::io::stderr();
        let asked = write!(stderr, "{question}").and_then(|()| stderr.flush());
        asked.and_then(|()| std::io::stdin().lock().read_line(&mut answer)).map_err(|error| {
            Error::new(error_codes::FILE_INACCESSIBLE, "asking a question").found(error.to_string())
        })?;
    }
    Ok(answer.trim().to_owned())
}

/// A drawing as the bytes of a file, by its ending: SVG, or PNG of this width in pixels.
pub(super) fn picture(path: &Path, svg: &str, width: u32) -> Result<Vec<u8>> {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("png") => png(svg, width),
        _ => Ok(svg.as_bytes().to_vec()),
    }
}

/// Text without the path of the user's home, which other readers of the logs need not see.
pub(super) fn without_home(text: &str) -> String {
    let home = ["HOME", "USERPROFILE"]
        .iter()
        .find_map(std::env::var_os)
        .map(|home| home.to_string_lossy().into_owned());
    // `/` is the home of some services, and is part of every path.
    let home = home
        .map(|home| home.trim_end_matches(['/', '\\']).to_owned())
        .filter(|home| home.len() > 1);
    let Some(home) = home else { return text.to_owned() };
    let mut pieces = text.split(&home);
    let mut shown = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        // Another's home may begin with the same letters.
        let goes_on = piece.starts_with(|c: char| c.is_alphanumeric() || "._-".contains(c));
        shown.push_str(if goes_on { &home } else { "~" });
        shown.push_str(piece);
    }
    shown
}

impl Printing {
    /// Printing on stdout, in the format that was named.
    pub(super) fn in_format(format: Option<String>) -> Self {
        Self { format, output: None }
    }

    /// The file to write, if one was named.
    pub(super) fn file(&self) -> Option<&Path> {
        self.output.as_deref()
    }

    /// True when a picture is requested, by the ending of the file.
    pub(super) fn is_picture(&self) -> bool {
        matches!(self.named().as_deref(), Some("svg" | "png"))
    }

    /// Errors with `F303` for a picture of an option's list, which only a table can show.
    pub(super) fn refuse_picture(&self, option: &str, is_asked: bool) -> Result<()> {
        if !(is_asked && self.is_picture()) {
            return Ok(());
        }
        Err(Error::new(error_codes::OPTION_WRONG, "drawing an answer")
            .at_field(Field::Output)
            .found(format!("a picture of what {option} lists"))
            .expected(format!("a table, or no {option}")))
    }

    /// True when JSON is requested, for which some commands return more.
    pub(super) fn is_json(&self) -> bool {
        self.named().as_deref() == Some("json")
    }

    /// True when neither a format nor a file was requested.
    pub(super) fn is_plain(&self) -> bool {
        self.named().is_none()
    }

    /// Writes bytes where the user requested them.
    pub(super) fn bytes(&self, output: &Output, bytes: &[u8]) -> Result<()> {
        match &self.output {
            Some(path) => output.file(path, bytes),
            None => output.data(bytes),
        }
    }

    /// The format that was named, by its word or by the ending of the file.
    fn named(&self) -> Option<String> {
        let ending = || Some(self.output.as_ref()?.extension()?.to_string_lossy().into_owned());
        self.format.clone().or_else(ending)
    }

    fn format(&self) -> Result<&'static dyn ListingFormat> {
        match self.named() {
            Some(format) => listing_format(&format),
            None => listing_format(if std::io::stdout().is_terminal() { "table" } else { "csv" }),
        }
    }
}
