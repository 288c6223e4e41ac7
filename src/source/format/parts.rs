//! Where an xlsx file says its parts are.
//!
//! Belongs here: the relationships that calamine will follow. Does not belong here: the size of parts (`meter`).
//!
//! **Invariant:** after [`check`] the workbook is a file of the folder `xl`, and every sheet one of `xl` or
//! `xl/worksheets`: the places for which `meter` has rules, so that no part is read under the rules of another.

use super::fault::{shown, unreadable};
use super::markup::{Event, Reader};
use crate::domain::Result;

/// Checks the relationships of a workbook; `text_of` gives the text of an entry, if there is one of that name.
pub(super) fn check(text_of: &mut impl FnMut(&str) -> Option<Result<String>>) -> Result<()> {
    let mut lists = Vec::new();
    for (kind, target) in relationships(text_of("_rels/.rels"))? {
        if kind.ends_with("/officeDocument") {
            let path = target.trim_start_matches('/').to_ascii_lowercase();
            let file = path.strip_prefix("xl/").filter(|file| file.starts_with("workbook") && is_plain(file));
            let file = file.ok_or_else(|| misplaced("workbook", &target))?;
            lists.push(format!("xl/_rels/{file}.rels"));
        }
    }
    for list in lists {
        for (kind, target) in relationships(text_of(&list))? {
            let path = target.trim_start_matches('/').to_ascii_lowercase();
            let path = path.strip_prefix("xl/").unwrap_or(&path);
            let file = path.strip_prefix("worksheets/").unwrap_or(path);
            if kind.ends_with("/worksheet") && !(is_plain(file) && file.ends_with(".xml")) {
                return Err(misplaced("worksheet", &target));
            }
        }
    }
    Ok(())
}

fn is_plain(file: &str) -> bool {
    !file.contains(['/', '\\', '%'])
}

fn misplaced(what: &str, target: &str) -> crate::domain::Error {
    unreadable(format!("an xlsx file that names {} as its {what}", shown(target)))
}

/// Kind and target of every relationship in a list.
fn relationships(text: Option<Result<String>>) -> Result<Vec<(String, String)>> {
    let Some(text) = text.transpose()? else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    let mut reader = Reader::new(&text);
    while let Some(event) = reader.event()? {
        let Event::Start(tag) = event else { continue };
        if tag.name.rsplit(':').next() != Some("Relationship") {
            continue;
        }
        if let (Some(kind), Some(target)) = (tag.attribute("Type")?, tag.attribute("Target")?) {
            found.push((kind.into_owned(), target.into_owned()));
        }
    }
    Ok(found)
}
