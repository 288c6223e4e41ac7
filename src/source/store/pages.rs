//! Pages as they were answered last, so that they are asked for anew only if they have changed.

use super::{Store, sha256, write_into};
use crate::source::fetch::Page;
use std::fs;
use std::path::PathBuf;

impl Store {
    /// The page that was kept for an address. One that cannot be read is asked for again.
    pub fn page(&self, address: &str) -> Option<Page> {
        let page: Page = serde_json::from_slice(&fs::read(self.page_path(address)).ok()?).ok()?;
        let validators = &page.validators;
        (validators.etag.is_some() || validators.last_modified.is_some()).then_some(page)
    }

    /// Keeps a page. What cannot be kept is asked for again next time, so nothing here is an error.
    pub fn keep_page(&self, address: &str, page: &Page) {
        let path = self.page_path(address);
        if let (Ok(bytes), Some(folder), Some(name)) = (serde_json::to_vec(page), path.parent(), path.file_name()) {
            let _ = write_into(folder, &name.to_string_lossy(), &bytes);
        }
    }

    fn page_path(&self, address: &str) -> PathBuf {
        self.folder.join("pages").join(format!("{}.json", &sha256(address.as_bytes())[..24]))
    }
}
