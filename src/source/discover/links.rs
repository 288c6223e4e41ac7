//! Links of web pages: where a publisher has no interface, or a page is older than it.

use super::super::shape::pattern::plain;
use scraper::{ElementRef, Html, Selector};

/// A link: what it says and where it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    pub text: String,
    pub address: String,
}

/// The links of a page with their addresses made whole; those without words are left out.
pub(super) fn links(html: &str, page: &str) -> Vec<Link> {
    let Ok(base) = reqwest::Url::parse(page) else { return Vec::new() };
    let link = |anchor: ElementRef<'_>| {
        let text = words(anchor);
        let address = base.join(anchor.value().attr("href")?).ok()?;
        (!text.is_empty()).then(|| Link { text, address: address.to_string() })
    };
    select(&Html::parse_document(html), "a[href]", link)
}

/// The words of every element that a selector names.
pub(super) fn texts(html: &str, selector: &str) -> Vec<String> {
    select(&Html::parse_document(html), selector, |element| Some(words(element)))
}

fn select<T>(document: &Html, selector: &str, of: impl FnMut(ElementRef<'_>) -> Option<T>) -> Vec<T> {
    let selector = Selector::parse(selector).into_iter();
    let mut of = of;
    selector.flat_map(|selector| document.select(&selector).filter_map(&mut of).collect::<Vec<_>>()).collect()
}

fn words(element: ElementRef<'_>) -> String {
    plain(&element.text().collect::<Vec<_>>().join(" "))
}
