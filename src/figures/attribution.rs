//! The lines that licences require to be printed with figures and maps.
//!
//! Belongs here: which lines they are. Does not belong here: where a page or a picture has them
//! (`render`, `chart`).

use crate::figures::Figures;
use crate::geography::Outline;
use crate::table::Source;
use itertools::Itertools;

/// The lines that the licences of editions and of the drawn outlines require: each once, in the
/// order of the editions. A line that is the beginning of another is left out.
pub(crate) fn attribution_of<'s>(
    figures: &Figures,
    sources: impl IntoIterator<Item = &'s Source>,
    outlines: &[Outline],
) -> Vec<String> {
    let datasets =
        sources.into_iter().filter_map(|source| figures.catalogue().datasets.get(&source.dataset));
    let of_datasets = datasets.map(|dataset| dataset.attribution.as_str());
    let of_outlines =
        outlines.iter().flat_map(|outline| outline.attribution.iter()).map(String::as_str);
    each_once(of_datasets.chain(of_outlines))
}

/// Lines each once, without lines that are the beginning of another.
pub(crate) fn each_once<'l>(lines: impl IntoIterator<Item = &'l str>) -> Vec<String> {
    let lines: Vec<&str> = lines.into_iter().unique().collect();
    let is_part =
        |line: &&&str| lines.iter().any(|other| other != *line && other.starts_with(**line));
    lines.iter().filter(|line| !is_part(line)).map(|line| (*line).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::each_once;

    #[test]
    fn a_line_is_printed_once() {
        let lines =
            ["Source: ONS.", "Home Office.", "Source: ONS. Contains OS data.", "Home Office."];
        assert_eq!(each_once(lines), ["Home Office.", "Source: ONS. Contains OS data."]);
    }
}
