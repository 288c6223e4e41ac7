//! Names of categories: labels for the codes of a figure's dimensions.

use crate::catalogue::{Codelist, Dimension, Indicator};
use crate::domain::AreaCode;
use crate::indicator::Key;
use crate::knowledge::Knowledge;

/// The dimensions of an indicator, each where a dataset of its lineage has that dimension.
pub(crate) type Dimensions<'e> = Vec<Option<&'e Dimension>>;

/// The dimensions by which an indicator's figures are broken down.
pub(crate) fn dimensions<'e>(knowledge: &'e Knowledge, indicator: &'e Indicator) -> Dimensions<'e> {
    let datasets = knowledge.catalogue.datasets_of(&knowledge.catalogue.needed_lineage(indicator));
    let all: Vec<&Dimension> =
        datasets.into_iter().flat_map(|dataset| &dataset.dimension).collect();
    indicator.dims.iter().map(|id| all.iter().find(|one| one.id == *id).copied()).collect()
}

/// The codelist of an indicator with exactly one dimension; `None` for any other number of
/// dimensions, and for codes without titles.
pub(crate) fn only_codelist<'e>(
    knowledge: &'e Knowledge,
    indicator: &'e Indicator,
) -> Option<&'e Codelist> {
    let [dimension] = dimensions(knowledge, indicator)[..] else { return None };
    knowledge.catalogue.codelists.get(dimension?.codelist.as_ref()?)
}

/// The titles of a key's categories; empty if there are none.
pub(crate) fn category(knowledge: &Knowledge, dimensions: &Dimensions<'_>, key: &Key) -> String {
    let words = dimensions
        .iter()
        .zip(&key.dims)
        .map(|(dimension, code)| code_in_words(knowledge, *dimension, code));
    words.collect::<Vec<_>>().join(", ")
}

/// An area's name, a codelist's title, or the code itself where it needs no title, such as a year
/// of age.
fn code_in_words(knowledge: &Knowledge, dimension: Option<&Dimension>, code: &str) -> String {
    let is_area = dimension.is_some_and(|dimension| dimension.areas);
    if let Some(area) = is_area.then(|| AreaCode::new(code).ok()).flatten() {
        return knowledge.geography.name_of(&area);
    }
    let list = dimension
        .and_then(|dimension| knowledge.catalogue.codelists.get(dimension.codelist.as_ref()?));
    list.and_then(|list| list.get(code)).map_or_else(|| code.to_owned(), |code| code.title.clone())
}
