//! Links of web pages, for publishers without an API and for pages older than the API.
//!
//! Pages are parsed tag by tag and never as a tree. The tree of a hostile page can be thousands of
//! times larger than the page.

use super::super::shape::pattern::plain;
use super::Rule;
use crate::domain::{Error, Result, error_codes};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use std::cell::{Cell, RefCell};

/// A link: its text and its target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    pub text: String,
    pub address: String,
}

/// The links of a page with absolute addresses; links without text are left out.
///
/// Errors with `F114` for a page whose links or tags exceed the limits.
pub(super) fn links(rule: &Rule<'_>, html: &str, page: &str) -> Result<Vec<Link>> {
    let Ok(base) = reqwest::Url::parse(page) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for (href, text) in read(rule, html, page, None)?.links {
        let text = plain(&text);
        if let Some(address) = base.join(&href).ok().filter(|_| !text.is_empty()) {
            found.push(Link { text, address: address.to_string() });
        }
    }
    Ok(found)
}

/// The text after these words where a paragraph, a list item or a block begins with them. Returns
/// the first result of `understood`, from the rest of the block alone or together with the next
/// block.
///
/// Errors with `F114` as for links.
pub(super) fn said_behind<T>(
    rule: &Rule<'_>,
    html: &str,
    page: &str,
    words: &'static str,
    understood: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>> {
    let blocks = read(rule, html, page, Some(words))?.blocks;
    let said = blocks
        .iter()
        .enumerate()
        .filter_map(|(index, text)| Some((index, text.strip_prefix(words)?)));
    let mut found = said.filter_map(|(index, rest)| {
        understood(rest).or_else(|| understood(&format!("{rest} {}", blocks.get(index + 1)?)))
    });
    Ok(found.next())
}

/// The parsed content of a page.
#[derive(Default)]
struct Seen {
    /// Address as written and text of each link.
    links: Vec<(String, String)>,
    /// The text of each block that begins with the search words, up to the start of the next block.
    /// The block after it is included as well.
    blocks: Vec<String>,
}

/// Parses a page in pieces; blocks are recorded only where they begin with `sought`. Errors with
/// `F114`.
fn read(rule: &Rule<'_>, html: &str, page: &str, sought: Option<&'static str>) -> Result<Seen> {
    let bounds = rule.fetching;
    let too_large = |found: String, most: String| {
        let error = Error::new(
            error_codes::TOO_LARGE,
            format!("looking for new editions of {}", rule.dataset.id),
        );
        Err(error.in_file(super::shown(page)).found(found).expected(most))
    };
    let reader = Reader { longest: bounds.title_characters, sought, ..Reader::default() };
    let tokens = Tokenizer::new(reader, TokenizerOpts::default());
    let input = BufferQueue::default();
    // The length of an unfinished tag is checked between two pieces.
    let mut rest = html;
    while !rest.is_empty() {
        let (piece, behind) = rest.split_at(rest.floor_char_boundary(PIECE.min(rest.len())));
        rest = behind;
        input.push_back(StrTendril::from(piece));
        let _ = tokens.feed(&input);
        let waiting = tokens.sink.waiting.replace(tokens.sink.waiting.get() + piece.len());
        if waiting > bounds.tag_bytes {
            return too_large(
                "a tag that goes on".to_owned(),
                format!("at most {} bytes", bounds.tag_bytes),
            );
        }
        if tokens.sink.seen.borrow().links.len() > bounds.page_links {
            return too_large(
                "a page with more links".to_owned(),
                format!("at most {}", bounds.page_links),
            );
        }
    }
    tokens.end();
    Ok(tokens.sink.seen.take())
}

/// Number of bytes parsed at once.
const PIECE: usize = 4_096;

/// Receives the tags and text of a page during parsing.
#[derive(Default)]
struct Reader {
    seen: RefCell<Seen>,
    /// The address and text of the open link.
    open: RefCell<Option<(String, String)>>,
    /// The text of the current block so far.
    block: RefCell<String>,
    sought: Option<&'static str>,
    /// True when the previous block began with the search words.
    is_next: Cell<bool>,
    /// Number of bytes parsed since the last tag or text.
    waiting: Cell<usize>,
    /// Maximum length of a recorded link or block.
    longest: usize,
}

impl Reader {
    fn tag(&self, tag: &Tag) -> TokenSinkResult<()> {
        let name = &*tag.name;
        if name == "a" {
            // The start of a link ends the previous link.
            self.seen.borrow_mut().links.extend(self.open.take());
            if tag.kind == TagKind::StartTag {
                let href = tag.attrs.iter().find(|held| &*held.name.local == "href");
                self.open.replace(href.map(|held| (held.value.to_string(), String::new())));
            }
        } else {
            self.words(" ");
        }
        if ["li", "p", "div"].contains(&name) {
            self.end_block();
        }
        match (tag.kind, name) {
            (TagKind::StartTag, "script") => TokenSinkResult::RawData(RawKind::ScriptData),
            (TagKind::StartTag, "style" | "xmp" | "iframe" | "noembed" | "noframes") => {
                TokenSinkResult::RawData(RawKind::Rawtext)
            }
            (TagKind::StartTag, "textarea" | "title") => TokenSinkResult::RawData(RawKind::Rcdata),
            _ => TokenSinkResult::Continue,
        }
    }

    fn end_block(&self) {
        let block = plain(&self.block.take());
        let Some(sought) = self.sought.filter(|_| !block.is_empty()) else { return };
        let begins = block.starts_with(sought);
        if self.is_next.replace(begins) || begins {
            self.seen.borrow_mut().blocks.push(block);
        }
    }

    /// Adds text to the open link and the current block, up to the maximum length.
    fn words(&self, words: &str) {
        let add = |text: &mut String| {
            let room = self.longest.saturating_sub(text.len());
            text.push_str(&words[..words.floor_char_boundary(room.min(words.len()))]);
        };
        if let Some((_, text)) = self.open.borrow_mut().as_mut() {
            add(text);
        }
        add(&mut self.block.borrow_mut());
    }
}

impl TokenSink for Reader {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        if !matches!(token, Token::ParseError(_)) {
            self.waiting.set(0);
        }
        match token {
            Token::TagToken(tag) => return self.tag(&tag),
            Token::CharacterTokens(words) => self.words(&words),
            Token::EOFToken => {
                self.seen.borrow_mut().links.extend(self.open.take());
                self.end_block();
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}
