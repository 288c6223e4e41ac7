//! Pages as last received, so that they are fetched again only if they have changed.

use super::{Store, sealed, write_into};
use crate::domain::Sha256;
use crate::source::fetch::Page;
use std::fs;
use std::path::PathBuf;

impl Store {
    /// The stored page for an address. A page that cannot be read is requested again.
    pub fn page(&self, address: &str) -> Option<Page> {
        let (text, is_sealed) =
            sealed::unseal(&fs::read_to_string(self.page_path(address)).ok()?).ok()?;
        let page: Page = serde_json::from_str(&text).ok().filter(|_| is_sealed)?;
        let validators = &page.validators;
        (validators.etag.is_some() || validators.last_modified.is_some()).then_some(page)
    }

    /// Stores a page. A page that cannot be stored is requested again next time, so failures are
    /// not errors.
    pub fn keep_page(&self, address: &str, page: &Page) {
        if let Ok(text) = serde_json::to_string_pretty(page) {
            let _ = write_into(&self.page_path(address), sealed::seal(&text).as_bytes());
        }
    }

    fn page_path(&self, address: &str) -> PathBuf {
        self.folder
            .join("pages")
            .join(format!("{}.json", Sha256::digest(address.as_bytes()).start(24)))
    }
}
