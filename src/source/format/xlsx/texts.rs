//! Texts of an xlsx file: shared ones and those inside a cell, of one piece or of several with
//! fonts of their own.
//!
//! Belongs here: which of the pieces a reader takes for text. Does not belong here: labels and
//! figures. `shape` handles the meaning of a footnote mark after a label.
//!
//! **Invariant:** a raised mark is never a digit of the figure before it, and struck-through text
//! is ignored.

use super::super::markup::{Event, local, replace_entities};
use super::super::stream::Stream;
use super::styles::Font;
use crate::domain::{AreaCode, Result};
use std::borrow::Cow;
use std::sync::Arc;

/// Reads the table of shared texts.
pub(super) fn read(stream: &mut Stream<'_>) -> Result<Vec<Arc<str>>> {
    let mut texts = Vec::new();
    while let Some(event) = stream.event()? {
        if let Event::Start(tag) = event
            && local(tag.name) == "si"
        {
            let text = if tag.closed { String::new() } else { of(stream)? };
            texts.push(text.into());
        }
    }
    Ok(texts)
}

/// A text with its raised parts, assembled from pieces with their fonts.
#[derive(Debug, Default)]
pub(in crate::source::format) struct Pieces {
    text: String,
    /// The text without the raised pieces; `None` while there are none.
    level: Option<String>,
}

impl Pieces {
    /// Adds a piece.
    pub(in crate::source::format) fn add(&mut self, piece: &str, font: Font) {
        if font.struck {
            return;
        }
        if font.raised && self.level.is_none() {
            self.level = Some(self.text.clone());
        }
        self.text.push_str(piece);
        if let (Some(level), false) = (&mut self.level, font.raised) {
            level.push_str(piece);
        }
    }

    /// The text: without its raised pieces if the rest is a figure, a mark or a code; otherwise
    /// with them, as in m².
    pub(in crate::source::format) fn finish(self) -> String {
        match self.level {
            Some(level) if is_figure(&level) => level.trim_end().to_owned(),
            _ => self.text,
        }
    }
}

/// True for text without words: a number, a mark such as `[c]` or `..`, the code of an area.
pub(in crate::source::format) fn is_figure(text: &str) -> bool {
    let text = text.trim();
    let marked = text.rfind('[').filter(|_| text.ends_with(']')).map_or(text, |open| &text[..open]);
    !marked.chars().any(char::is_alphabetic) || AreaCode::new(text).is_ok()
}

/// Reads a text up to the end of the tag that was just started.
pub(super) fn of(stream: &mut Stream<'_>) -> Result<String> {
    let mut pieces = Pieces::default();
    let (mut font, mut depth) = (Font::default(), 1_usize);
    let longest = stream.longest_piece();
    while depth > 0 {
        match stream.inside()? {
            Event::End(name) => {
                depth -= 1;
                if local(name) == "r" {
                    font = Font::default();
                }
            }
            Event::Text(_) | Event::Verbatim(_) => {}
            Event::Start(tag) => match local(tag.name) {
                // The pronunciation of a Japanese text is not part of it.
                "rPh" if !tag.closed => stream.skip()?,
                "t" if !tag.closed => {
                    let preserved =
                        tag.attribute("xml:space")?.is_some_and(|space| space == "preserve");
                    let mut piece = String::new();
                    content(stream, &mut piece)?;
                    let kept = if preserved {
                        piece.as_str()
                    } else {
                        piece.trim_matches([' ', '\t', '\r', '\n'])
                    };
                    pieces.add(&unescaped(kept), font);
                    if pieces.text.len() > longest {
                        return Err(stream.long_text());
                    }
                }
                _ => {
                    font.note(tag)?;
                    depth += usize::from(!tag.closed);
                }
            },
        }
    }
    Ok(pieces.finish())
}

/// Adds the text up to the end of the tag that was just started; tags inside it are skipped.
pub(super) fn content(stream: &mut Stream<'_>, text: &mut String) -> Result<()> {
    let mut depth = 1_usize;
    while depth > 0 {
        match stream.inside()? {
            Event::Text(piece) => text.push_str(&unified(&replace_entities(piece)?)),
            Event::Verbatim(piece) => text.push_str(&unified(piece)),
            Event::Start(tag) => depth += usize::from(!tag.closed),
            Event::End(_) => depth -= 1,
        }
    }
    Ok(())
}

/// Normalises line ends as XML requires.
fn unified(text: &str) -> Cow<'_, str> {
    if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n").into()
    } else {
        text.into()
    }
}

/// Text with `_x000D_` and similar codes replaced by the characters they stand for.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    const DIGITS: usize = 4;
    if !text.contains("_x") {
        return text.into();
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("_x") {
        plain.push_str(before);
        let escaped = after.get(..DIGITS).filter(|_| after[DIGITS..].starts_with('_'));
        match escaped
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
            .and_then(char::from_u32)
        {
            Some(letter) => {
                plain.push(letter);
                rest = &after[DIGITS + 1..];
            }
            None => {
                plain.push_str("_x");
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain.into()
}
