//! What changed most against its own history, and what else needs a look: each with the reason why it is listed.

use crate::catalogue::{Indicator, Method, Scan};
use crate::demography::outlying::robust_z;
use crate::domain::{AreaCode, Compare, Date, Error, Result, Status, error_codes, signed, with_decimals};
use crate::figures::series::{Series, is_within_chance, series};
use crate::figures::{Figures, provisional};
use crate::holdings::releases;
use crate::holdings::releases::Freshness;
use crate::indicator::Key;
use crate::table::{Cell, Column, Figure, Listing, columns};

/// Something that is listed.
pub(crate) struct Found {
    pub kind: Kind,
    pub indicator: String,
    pub area: Option<AreaCode>,
    pub day: Option<Date>,
    value: Option<f64>,
    previous: Option<f64>,
    decimals: usize,
    z: Option<f64>,
    why: String,
    /// The number that matters, in short, such as `142.1%`.
    pub said: String,
}

/// Why something is listed; in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    LimitReached,
    SuppressionChanged,
    BrokenSeries,
    Rising,
    Moved,
    Stale,
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Self::LimitReached => "limit-reached",
            Self::SuppressionChanged => "suppression-changed",
            Self::BrokenSeries => "broken-series",
            Self::Stale => "stale",
            Self::Rising => "rising",
            Self::Moved => "moved",
        }
    }
}

/// Every exception of a region and its authorities, then what moved most against the changes of its own series before.
pub fn scan(figures: &Figures, region: &AreaCode) -> Result<Listing> {
    let rule = &figures.catalogue().comparing.scan;
    let mut found = stale(figures)?;
    for indicator in figures.catalogue().indicators.values().filter(|one| one.listed && one.dims.is_empty()) {
        found.extend(looked_at(figures, rule, indicator, region)?);
    }
    // Of what moved, the farthest first; of the rest, by indicator and area.
    found.sort_by(|a, b| {
        let order = |one: &Found| (one.kind, one.indicator.clone(), one.area.clone());
        a.kind.cmp(&b.kind).then(size(b).compare(&size(a))).then_with(|| order(a).cmp(&order(b)))
    });
    let key = |one: &Found| Some(Key { area: one.area.clone()?, end: one.day?, dims: Vec::new() });
    let told = found.iter().filter_map(|one| Some((figures.catalogue().indicator(&one.indicator).ok()?, key(one)?)));
    let provisional = provisional::provisional_note(figures, told)?;
    let mut listing = scan_listing(figures, region, found);
    listing.notes.extend(provisional);
    Ok(listing)
}

/// What is to be listed of an indicator, of the authorities of a region and the region, or of one authority.
pub(crate) fn looked_at(
    figures: &Figures,
    rule: &Scan,
    indicator: &Indicator,
    region: &AreaCode,
) -> Result<Vec<Found>> {
    let values = figures.values_in(region, indicator.id.as_str())?;
    let authorities = figures.areas_now(region, values.tier());
    let all = authorities.iter().map(|area| &area.code).filter(|code| *code != region).chain([region]);
    Ok(all.flat_map(|area| look(rule, indicator, &series(&values, area, &[]))).collect())
}

/// The datasets of indicators of which a newer edition should be held.
fn stale(figures: &Figures) -> Result<Vec<Found>> {
    let Some(today) = figures.today() else { return Ok(Vec::new()) };
    let (editions, journal) = (figures.holdings().editions()?, releases::journal(figures.holdings())?);
    let mut found = Vec::new();
    for dataset in figures.catalogue().datasets.values().filter(|dataset| !dataset.bundled_only) {
        let newest = editions.iter().find(|edition| edition.dataset == dataset.id);
        let (next, freshness) = releases::freshness(figures.holdings(), dataset, newest, &journal, today);
        if let Freshness::Overdue(_) = freshness {
            found.push(Found {
                kind: Kind::Stale,
                indicator: dataset.id.to_string(),
                area: None,
                day: next.map(|next| next.day),
                value: None,
                previous: None,
                decimals: 0,
                z: None,
                why: format!("the edition held of {} is {freshness}", dataset.title),
                said: freshness.to_string(),
            });
        }
    }
    Ok(found)
}

fn scan_listing(figures: &Figures, region: &AreaCode, found: Vec<Found>) -> Listing {
    let name = |area: &Option<AreaCode>| area.as_ref().map_or(String::new(), |code| figures.geography().name_of(code));
    let number = |value: Option<f64>, decimals| {
        value.map_or(Cell::Text(String::new()), |value| Cell::Decimals(value, decimals, None))
    };
    let row = |one: &Found| {
        vec![
            one.kind.as_str().into(),
            Cell::Text(one.indicator.clone()),
            Cell::Text(one.area.as_ref().map_or(String::new(), AreaCode::to_string)),
            Cell::Text(name(&one.area)),
            one.day.map_or(Cell::Text(String::new()), Cell::Day),
            number(one.value, one.decimals),
            number(one.previous, one.decimals),
            number(one.z, 1),
            Cell::Text(one.why.clone()),
        ]
    };
    let text = Column::text;
    Listing {
        caption: format!("What needs a look in {}", figures.geography().name_of(region)),
        columns: vec![
            text("kind", "Kind"),
            text(columns::INDICATOR, "Indicator"),
            text(columns::AREA_CODE, "Area code"),
            text(columns::AREA_NAME, "Area"),
            text(columns::PERIOD_END, "To"),
            Column::numeric(columns::VALUE, "Value"),
            Column::numeric("previous", "Before"),
            Column::numeric("robust_z", "Robust z"),
            text("why", "Why"),
        ],
        rows: found.iter().map(row).collect(),
        notes: vec![figures.catalogue().comparing.scan.reference.clone()],
    }
}

/// How far something moved.
pub(crate) fn size(one: &Found) -> f64 {
    one.z.map_or(0.0, f64::abs)
}

/// True where a method is among those named.
fn names(named: &[String], method: &Method) -> bool {
    named.iter().any(|name| name == method.name())
}

/// Checks that the methods a rule names exist. Errors with `F202`.
pub(crate) fn check(rule: &Scan) -> Result<()> {
    let known = Method::NAMES;
    let named = rule.limit_methods.iter().chain(&rule.passed_over_methods);
    match named.into_iter().find(|name| !known.contains(&name.as_str())) {
        None => Ok(()),
        Some(name) => Err(Error::new(error_codes::REFERENCE_DANGLING, "checking what a scan lists")
            .at_key("methods")
            .found(format!("{name:?}"))
            .expected(format!("one of {}", known.join(", ")))),
    }
}

/// What is to be listed of one series.
fn look(rule: &Scan, indicator: &Indicator, series: &Series<'_>) -> Vec<Found> {
    let Some(((key, value), before)) = series.split_last() else { return Vec::new() };
    let previous = before.last().map(|(_, value)| value.figure);
    let found = |kind, z, why: String, said: String| Found {
        kind,
        said,
        indicator: indicator.id.to_string(),
        area: Some(key.area.clone()),
        day: Some(key.end),
        value: value.figure.value,
        previous: previous.and_then(|figure| figure.value),
        decimals: indicator.unit.decimals(),
        z,
        why,
    };
    let said = |value: f64| with_decimals(value, indicator.unit.decimals());
    let mut all = Vec::new();
    let is_limit = names(&rule.limit_methods, &indicator.method);
    if let Some(used) = value.figure.value.filter(|used| is_limit && *used >= rule.limit_percent) {
        let percent = format!("{}%", said(used));
        all.push(found(Kind::LimitReached, None, format!("{percent} of the limit is used"), percent));
    }
    if let Some(previous) = previous.filter(|previous| is_suppressed(*previous) != is_suppressed(value.figure)) {
        let words =
            if is_suppressed(previous) { "was suppressed and is no longer" } else { "is suppressed and was not" };
        all.push(found(Kind::SuppressionChanged, None, words.to_owned(), words.to_owned()));
    }
    if value.figure.status == Some(Status::Break) {
        all.push(found(
            Kind::BrokenSeries,
            None,
            "the newest figure is counted otherwise than those before".to_owned(),
            String::new(),
        ));
    } else if !names(&rule.passed_over_methods, &indicator.method) && !rule.nominal_units.contains(&indicator.unit) {
        all.extend(rising(rule, indicator, series).map(|percent| {
            let why = format!("rose {} times running, by {percent} together", rule.rises);
            found(Kind::Rising, None, why, format!("by {percent} together"))
        }));
        all.extend(moved(rule, indicator, series).map(|(z, change)| {
            let why = format!(
                "changed by {change}, {} robust standard deviations from its usual change",
                with_decimals(z.abs(), 1)
            );
            found(Kind::Moved, Some(z), why, change)
        }));
    }
    all
}

/// By how many per cent a series that is listed has risen several times running.
fn rising(rule: &Scan, indicator: &Indicator, series: &Series<'_>) -> Option<String> {
    let last = series.get(series.len().checked_sub(rule.rises + 1)?..)?;
    let known: Vec<f64> = last.iter().map(|(_, value)| value.figure.value).collect::<Option<_>>()?;
    let (first, newest) = (*known.first()?, *known.last()?);
    let is_small = indicator.unit.adds_up() && newest < rule.small_count;
    let rose = known.windows(2).all(|pair| pair[1] > pair[0])
        && !last.windows(2).any(|pair| is_within_chance(pair[0].1, pair[1].1));
    let percent = 100.0 * (newest - first) / first;
    let is_listed = rose && !is_small && first > 0.0 && percent >= rule.rise_percent;
    is_listed.then(|| format!("{}%", with_decimals(percent, 1)))
}

/// How far the newest change lies from the changes before, where that is far, and the change in words.
fn moved(rule: &Scan, indicator: &Indicator, series: &Series<'_>) -> Option<(f64, String)> {
    let figures: Vec<Option<f64>> = series.iter().map(|(_, value)| value.figure.value).collect();
    let [.., Some(before), Some(newest)] = figures.as_slice() else { return None };
    // As readers would see them: what is left of a subtraction beyond the printed digit is no change.
    let scale = 10f64.powi(i32::try_from(indicator.unit.decimals()).unwrap_or_default());
    let change = |pair: &[Option<f64>]| Some(((pair[1]? - pair[0]?) * scale).round() / scale);
    let changes: Vec<f64> = figures.windows(2).filter_map(change).collect();
    let is_small = indicator.unit.adds_up() && before.abs().max(newest.abs()) < rule.small_count;
    if changes.len() < rule.fewest_changes || is_small {
        return None;
    }
    if let [.., (_, before), (_, newest)] = series.as_slice()
        && is_within_chance(before, newest)
    {
        return None;
    }
    let z = robust_z(&changes)?.last().copied().filter(|z| z.abs() >= rule.robust_z)?;
    Some((z, signed(newest - before, indicator.unit.decimals())))
}

fn is_suppressed(figure: Figure) -> bool {
    figure.status == Some(Status::Suppressed)
}
