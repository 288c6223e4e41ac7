//! The tables of packs: one authority theme by theme, the file of figures, and why a pack has no
//! table.
//!
//! Belongs here: which figures a table of a pack has. Does not belong here: columns (`tables`),
//! sentences, pictures.

use crate::briefing::figures_of_nation;
use crate::catalogue::{Indicator, Pack, Theme};
use crate::domain::{Action, AreaCode, Error, Id, Result, error_codes};
use crate::figures::place::newest;
use crate::figures::reasons::Cause;
use crate::figures::show::ValueRow;
use crate::figures::{Figures, ValuesAnswer, lists, place, provisional, reasons, show};
use crate::geography::Area;
use crate::indicator::Key;
use crate::table::Listing;
use crate::tables::{table_of_several, table_of_theme};
use std::collections::BTreeSet;

/// The known figures of an authority, a table for each theme, with notes on missing ones and the
/// reasons.
pub(crate) fn profile(figures: &Figures, area: &Area) -> Result<Vec<(String, Listing)>> {
    let profile = place::place(figures, area.code.as_str())?;
    let england = figures.geography().name_of(&AreaCode::england());
    let of_theme = |theme: Theme| -> Result<(String, Listing)> {
        let rows = || profile.rows.iter().filter(move |row| row.theme == theme);
        let known = || rows().filter(|row| row.is_known());
        let lacking = rows().filter(|row| !row.is_known());
        let lacking = lacking.map(|row| {
            format!(
                "{}: {}.",
                row.title,
                row.note.as_deref().unwrap_or_default().trim_end_matches('.')
            )
        });
        // Published for England alone: its figure takes the place of the United Kingdom's, and is
        // named below.
        let of_england = known().filter(|row| row.is_compared_with_england());
        let mut titles: Vec<&str> = of_england.map(|row| row.title.as_str()).collect();
        titles.dedup();
        let mut shown = Vec::new();
        for id in known().map(|row| row.indicator.as_str()).collect::<BTreeSet<_>>() {
            let (indicator, values) = (figures.catalogue().indicator(id)?, figures.values(id)?);
            shown.extend(newest(&values, &area.code).into_iter().map(|key| (indicator, key)));
        }
        let notes = lacking
            .chain(figures_of_nation(titles.iter().map(|title| (england.as_str(), *title))))
            .chain(provisional::provisional_note(figures, shown)?)
            .collect();
        let caption = format!("{}: {}", area.name, theme.title());
        Ok((theme.title().to_owned(), table_of_theme(caption, known(), notes)))
    };
    Theme::ALL.into_iter().map(of_theme).collect()
}

/// The figures of a pack: for each of its indicators the newest of the region, its authorities and
/// the wider areas around it.
pub(crate) fn figures_of_pack(
    figures: &Figures,
    indicators: &[&Indicator],
    area: &Area,
) -> Result<Vec<ValuesAnswer>> {
    let newest = indicators.iter().map(|indicator| newest_of_region(figures, indicator, area));
    Ok(newest.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect())
}

/// The figures of a pack, one to a row.
pub(crate) fn table_of_figures(
    figures: &Figures,
    answers: &[ValuesAnswer],
    area: &Area,
) -> Result<Listing> {
    let key = |row: &ValueRow| Key {
        area: row.area_code.clone(),
        end: row.period_end,
        dims: row.dims.clone(),
    };
    let mut shown = Vec::new();
    for answer in answers {
        let indicator = figures.catalogue().indicator(answer.indicator.as_str())?;
        shown.extend(answer.rows.iter().map(|row| (indicator, key(row))));
    }
    let caption = format!("Figures by indicator, area and period, {}", area.name);
    let notes = provisional::provisional_note(figures, shown)?.into_iter().collect();
    Ok(table_of_several(answers, caption, notes))
}

/// That no headline of a pack has a figure, and why.
pub(crate) fn nothing_for(figures: &Figures, pack: &Pack, area: &Area) -> Error {
    let headlines =
        || pack.headlines.iter().filter_map(|id| figures.catalogue().indicators.get(id));
    let lacking: BTreeSet<&str> = headlines()
        .flat_map(|one| reasons::lacking_datasets(figures, one, &area.code))
        .map(Id::as_str)
        .collect();
    let why = |one: &Indicator| {
        let values = figures.values(one.id.as_str()).ok()?;
        let lacking = reasons::lacking(figures, one, &values, &area.code);
        (lacking.cause == Cause::NotPublished).then_some(lacking.why)
    };
    let mut whys: BTreeSet<String> = headlines().filter_map(why).collect();
    if !lacking.is_empty() {
        whys.insert(format!(
            "no edition is held of {}",
            lacking.into_iter().collect::<Vec<_>>().join(", ")
        ));
    }
    let whys: Vec<String> = whys.into_iter().collect();
    Error::new(error_codes::NO_DATA, format!("making the pack {}", pack.id))
        .found(format!("no headline with a figure for {}; {}", area.name, whys.join("; ")))
        .help(format!(
            "{} fetches the publications, {} reads those that you have",
            Action::Refresh,
            Action::Import.on("FILE")
        ))
}

/// The newest values of an indicator in an area and the areas around it, where there are any.
fn newest_of_region(
    figures: &Figures,
    indicator: &Indicator,
    area: &Area,
) -> Result<Option<ValuesAnswer>> {
    let values = figures.values(indicator.id.as_str())?;
    let wider = figures.geography().england_and_uk_around(&area.code);
    let list = lists::areas_of_list(figures, &area.code, values.tier());
    let is_ours = |code: &AreaCode| wider.contains(code) || list.holds(code);
    let newest = values.newest_day_within(&is_ours);
    let found = values
        .iter()
        .filter(|(key, _)| is_ours(&key.area) && newest.is_none_or(|day| key.end == day));
    match show::values_answer(figures, indicator, &values, found.collect(), None, &area.code) {
        Err(error) if error.code() == error_codes::NO_DATA => Ok(None),
        answer => answer.map(Some),
    }
}
