//! Keys as tables: which there are, several beside each other, and what each part of one gives to whom.

use crate::allocation::requests::SharesRequest;
use crate::allocation::shares;
use crate::allocation::shares::SharesAnswer;
use crate::catalogue::{Combine, Key, Part};
use crate::domain::{Compare, Result, Unit, long_date, signed, with_decimals};
use crate::fairshare::{Reversal, Share, reversals};
use crate::figures::Figures;
use crate::knowledge::rules;
use crate::table::{Cell, Column, Figure, Listing, columns};

/// The keys that there are.
pub fn keys(figures: &Figures) -> Listing {
    let names = [
        ("key", "Key"),
        ("title", "Title"),
        ("made_of", "Made of"),
        ("illustrative", "Illustrative"),
        ("definition", "Definition"),
        ("reference", "Reference"),
    ];
    let row = |key: &Key| {
        vec![
            key.id.as_str().into(),
            key.title.as_str().into(),
            Cell::Text(made_of(key)),
            if key.illustrative { "yes" } else { "" }.into(),
            key.definition.as_str().into(),
            key.reference.as_str().into(),
        ]
    };
    Listing {
        caption: "Fair-share keys".to_owned(),
        columns: names.map(|(name, header)| Column::text(name, header)).to_vec(),
        rows: figures.catalogue().keys.values().map(row).collect(),
        notes: Vec::new(),
    }
}

/// What each part of a key gives each area of a region: the figures, what the base gives, and what each part adds or takes, in
/// percentage points of the region's whole.
///
/// Errors: as of [`shares::shares`].
pub fn key_parts(figures: &Figures, request: &SharesRequest) -> Result<Listing> {
    let key = figures.catalogue().key(&request.key)?;
    let answer = shares::shares(figures, request)?;
    let percent = |name: String, header: String| Column::number(&name, &header, Unit::Percent).with_decimals(2);
    let mut named = vec![Column::text(columns::AREA_CODE, "Area code"), Column::text(columns::AREA_NAME, "Area")];
    named.push(percent("fair_share".to_owned(), "Fair share (%)".to_owned()));
    let mut rows: Vec<Vec<Cell>> = answer
        .shares
        .rows
        .iter()
        .map(|share| vec![share.code.as_str().into(), share.name.as_str().into(), share.fair_share.into()])
        .collect();
    let mut notes = answer.by_key.notes.clone();
    if let Some((composite, composed)) = &answer.by_key.composed {
        notes.extend(against_direction(key, &reversals(composite).unwrap_or_default(), &answer.shares.rows));
        let has_base = !matches!(key.combine, Some(Combine::Additive));
        let base = has_base.then_some((key.base.as_ref().map_or("equal", |base| base.as_str()), &composed.of_base));
        let parts = key.part.iter().map(|part| part.indicator.as_str()).zip(&composed.of_parts);
        for (id, column) in base.into_iter().chain(parts) {
            let name = id.replace('-', "_");
            let title = figures.catalogue().indicator(id).map_or("equal parts", |indicator| &indicator.title);
            named.push(percent(format!("from_{name}"), format!("From: {title} (percentage points)")).with_sign());
            rows.iter_mut().zip(column).for_each(|(row, share)| row.push(Cell::Number(100.0 * share)));
        }
    }
    if answer.by_key.adjustment.is_some() {
        let header = "From credits, floors and limits (percentage points)";
        named.push(percent("from_adjustments".to_owned(), header.to_owned()).with_sign());
        let changed = answer.shares.rows.iter().zip(answer.by_key.shares_percent());
        rows.iter_mut().zip(changed).for_each(|(row, (share, of_key))| {
            row.push(share.fair_share.combine(of_key, |due, of_key| Some(due - of_key)).into());
        });
    }
    let region = figures.geography().name_of(&request.region);
    notes.extend(
        rules::sentences_for(figures.knowledge(), &key.caveats, &request.region).into_iter().map(str::to_owned),
    );
    let caption = format!("{}: what makes the shares in {region}, {}", key.title, long_date(answer.as_at));
    Ok(Listing { caption, columns: named, rows, notes })
}

/// Several keys beside each other: for each area its share, what it is due and how far it is from it under each, the least and the
/// most it is due, and whether it is over or under whichever key is taken.
///
/// Errors: as of [`shares::shares`], for the first key that fails.
pub fn compare_keys(figures: &Figures, keys: &[String], request: &SharesRequest) -> Result<Listing> {
    let of_key = |key: &String| shares::shares(figures, &SharesRequest { key: key.clone(), ..request.clone() });
    let answers: Vec<SharesAnswer> = keys.iter().map(of_key).collect::<Result<_>>()?;
    let people = |name: &str, header: &str| Column::number(name, header, Unit::People);
    let mut named = vec![
        Column::text(columns::AREA_CODE, "Area code"),
        Column::text(columns::AREA_NAME, "Area"),
        people("population", "Population"),
        people("actual", "People supported"),
        Column::number("actual_share", "Actual share (%)", Unit::Percent),
    ];
    for key in keys {
        let (name, header) = (key.replace('-', "_"), figures.catalogue().key(key)?.title.clone());
        named.push(Column::number(&format!("{name}_share"), &format!("{header}: share (%)"), Unit::Percent));
        named.push(people(&format!("{name}_due"), &format!("{header}: due (people)")));
        named.push(people(&format!("{name}_gap"), &format!("{header}: gap (people)")).with_sign());
    }
    named.extend([people("least_due", "Least due (people)"), people("most_due", "Most due (people)")]);
    named.push(Column::text("direction", "Over or under"));
    let Some(first) = answers.first() else {
        return Ok(Listing { caption: String::new(), columns: named, rows: Vec::new(), notes: Vec::new() });
    };
    let row = |(place, share): (usize, &Share)| {
        let all: Vec<&Share> = answers.iter().map(|answer| &answer.shares.rows[place]).collect();
        let mut cells: Vec<Cell> = vec![share.code.as_str().into(), share.name.as_str().into()];
        cells.extend([share.population.into(), share.actual.into(), share.actual_share.into()]);
        cells.extend(all.iter().flat_map(|one| [one.fair_share, one.due, one.gap]).map(Cell::from));
        let due: Vec<Figure> = all.iter().map(|one| one.due).collect();
        let extreme = |choose: fn(f64, f64) -> f64| Figure::over([&due], |[due]| due.into_iter().reduce(choose));
        cells.extend([extreme(f64::min).into(), extreme(f64::max).into()]);
        cells.push(direction(&all).into());
        cells
    };
    let mut notes: Vec<String> = Vec::new();
    answers.iter().for_each(|answer| add_new(&mut notes, &answer.notes_with_population()));
    let flips = first.shares.rows.iter().enumerate().filter(|(place, _)| {
        direction(&answers.iter().map(|answer| &answer.shares.rows[*place]).collect::<Vec<_>>()) == DEPENDS
    });
    notes.insert(
        0,
        format!("Over or under depends on the key in {} of {} areas.", flips.count(), first.shares.rows.len()),
    );
    Ok(Listing {
        caption: format!("Keys compared, {}, {}", figures.geography().name_of(&request.region), long_date(first.as_at)),
        columns: named,
        rows: first.shares.rows.iter().enumerate().map(row).collect(),
        notes,
    })
}

/// A sentence for each part against whose direction the share of an area moves, or one that says that none does.
fn against_direction(key: &Key, reversals: &[Reversal], areas: &[Share]) -> Vec<String> {
    let sentence = |(place, part): (usize, &Part)| {
        let of_part = || reversals.iter().filter(|reversal| reversal.part == place);
        let worst = of_part().max_by(|one, other| one.size().compare(&other.size()))?;
        let names: Vec<&str> = of_part().map(|reversal| areas[reversal.area].name.as_str()).collect();
        let percent = |share: f64| with_decimals(100.0 * share, 2);
        Some(format!(
            "Shares move against the direction of {} in {}: at the most in {}, from {}% to {}% when its figure changes by {}%.",
            part.indicator,
            if names.len() == areas.len() { "every area".to_owned() } else { names.join(", ") },
            areas[worst.area].name,
            percent(worst.before),
            percent(worst.after),
            signed(worst.change_percent, 0)
        ))
    };
    let found: Vec<String> = key.part.iter().enumerate().filter_map(sentence).collect();
    if !found.is_empty() || key.part.is_empty() {
        return found;
    }
    vec![
        "No area's share moves against the direction of a part when its own figure changes by 1%, 10% or 50% either way."
            .to_owned(),
    ]
}

/// Adds the notes that are not there yet.
pub(super) fn add_new(notes: &mut Vec<String>, more: &[String]) {
    for note in more {
        if !notes.contains(note) {
            notes.push(note.clone());
        }
    }
}

/// The word for an area that is over its share under one key and under it under another.
const DEPENDS: &str = "depends on the key";

/// Whether an area is over or under what it is due whichever key is taken; a hair's breadth is neither.
fn direction(shares: &[&Share]) -> &'static str {
    let gaps: Option<Vec<f64>> = shares.iter().map(|share| share.gap.value).collect();
    let Some(gaps) = gaps else { return "" };
    let (over, under) = (gaps.iter().any(|gap| *gap >= 0.5), gaps.iter().any(|gap| *gap <= -0.5));
    match (over, under) {
        (true, true) => DEPENDS,
        (true, false) => "over",
        (false, true) => "under",
        (false, false) => "as due",
    }
}

/// A key's parts in words.
fn made_of(key: &Key) -> String {
    let base = key.base.iter().map(|base| format!("{base} as the base"));
    let parts = key.part.iter().map(|part| format!("{} × {}", part.weight, part.indicator));
    let indicator = key.indicator.iter().map(ToString::to_string);
    let words: Vec<String> = indicator.chain(base).chain(parts).collect();
    if words.is_empty() { "nothing but the number of areas".to_owned() } else { words.join(", ") }
}
