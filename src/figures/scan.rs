//! What changed most against its own history, and what else needs a look: each with the reason why
//! it is listed.

use crate::catalogue::{Indicator, Method, Scan};
use crate::demography::outlying::robust_z;
use crate::domain::{
    AreaCode, Compare, Date, Error, Id, Result, Status, Unit, error_codes, signed, with_decimals,
};
use crate::figures::series::{Series, is_within_chance, series};
use crate::figures::sources::UsedSources;
use crate::figures::{Figures, provisional};
use crate::holdings::releases;
use crate::holdings::releases::Freshness;
use crate::indicator::Key;
use crate::table::{Figure, Source};
use schemars::JsonSchema;
use serde::Serialize;

/// What needs a look in a region.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ScanAnswer {
    /// A caption with the list and the area.
    pub caption: String,
    /// The region.
    pub region: AreaCode,
    /// How what changed most is found, with its source.
    pub method: String,
    /// The figures that are listed, by kind.
    pub rows: Vec<ScanRow>,
    /// The datasets of which a newer edition should be stored.
    pub stale: Vec<StaleDataset>,
    /// Notes that explain the figures.
    pub notes: Vec<String>,
    /// The editions that the figures come from.
    pub sources: Vec<Source>,
}

/// A figure that needs a look, and why.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ScanRow {
    /// Why it is listed.
    pub kind: Kind,
    /// The indicator.
    pub indicator: Id,
    /// The area.
    pub area_code: AreaCode,
    /// Its name.
    pub area_name: String,
    /// Last day of the period.
    pub period_end: Date,
    /// The newest figure.
    pub value: Figure,
    /// The figure before it; `None` where there is none.
    pub previous: Option<Figure>,
    /// The unit of both.
    pub unit: Unit,
    /// Robust standard deviations between the newest change and the usual one, for what moved.
    pub robust_z: Option<f64>,
    /// Why it is listed, in a sentence.
    pub why: String,
}

/// A dataset of which a newer edition should be stored.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct StaleDataset {
    /// The dataset.
    pub dataset: Id,
    /// The day on which its next edition was due, where a rule gives one.
    pub due: Option<Date>,
    /// Why it is listed, in a sentence.
    pub why: String,
}

/// A figure that needs a look.
pub(crate) struct Found {
    pub kind: Kind,
    id: Id,
    pub area: AreaCode,
    pub day: Date,
    value: Figure,
    previous: Option<Figure>,
    unit: Unit,
    z: Option<f64>,
    why: String,
    /// The number that matters, in short, such as `142.1%`.
    pub summary: String,
}

/// Why something is listed; in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A limit is used up.
    LimitReached,
    /// A figure is suppressed that was not, or the other way round.
    SuppressionChanged,
    /// The newest figure is counted differently from those before.
    BrokenSeries,
    /// It rose several times running.
    Rising,
    /// It changed by far more than is usual.
    Moved,
}

impl Kind {
    /// The word that is printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LimitReached => "limit-reached",
            Self::SuppressionChanged => "suppression-changed",
            Self::BrokenSeries => "broken-series",
            Self::Rising => "rising",
            Self::Moved => "moved",
        }
    }
}

/// Every exception of a region and its authorities, then what moved most against the changes of its
/// own series before.
pub fn scan(figures: &Figures, region: &AreaCode) -> Result<ScanAnswer> {
    let rule = &figures.catalogue().comparing.scan;
    let mut found = Vec::new();
    for indicator in
        figures.catalogue().indicators.values().filter(|one| one.listed && one.dims.is_empty())
    {
        found.extend(checked_count(figures, rule, indicator, region)?);
    }
    // Of what moved, the farthest first; of the rest, by indicator and area.
    found.sort_by(|a, b| {
        let order = |one: &Found| (one.kind, one.id.clone(), one.area.clone());
        a.kind.cmp(&b.kind).then(size(b).compare(&size(a))).then_with(|| order(a).cmp(&order(b)))
    });
    let key = |one: &Found| Key { area: one.area.clone(), end: one.day, dims: Vec::new() };
    let figure = |one: &Found| Some((figures.catalogue().indicators.get(&one.id)?, key(one)));
    let shown: Vec<(&Indicator, Key)> = found.iter().filter_map(figure).collect();
    let mut sources = UsedSources::new(figures);
    shown.iter().try_for_each(|(indicator, key)| sources.add(indicator, key))?;
    Ok(ScanAnswer {
        caption: format!("What needs a look in {}", figures.geography().name_of(region)),
        region: region.clone(),
        method: rule.reference.clone(),
        rows: found.into_iter().map(|one| row(figures, one)).collect(),
        stale: stale(figures)?,
        notes: provisional::provisional_note(figures, shown)?.into_iter().collect(),
        sources: sources.into_sources(),
    })
}

fn row(figures: &Figures, found: Found) -> ScanRow {
    ScanRow {
        kind: found.kind,
        indicator: found.id,
        area_name: figures.geography().name_of(&found.area),
        area_code: found.area,
        period_end: found.day,
        value: found.value,
        previous: found.previous,
        unit: found.unit,
        robust_z: found.z,
        why: found.why,
    }
}

/// The exceptions of an indicator, for the authorities of a region and the region, or for one
/// authority.
pub(crate) fn checked_count(
    figures: &Figures,
    rule: &Scan,
    indicator: &Indicator,
    region: &AreaCode,
) -> Result<Vec<Found>> {
    let values = figures.values_in(region, indicator.id.as_str())?;
    let authorities = figures.areas_now(region, values.tier());
    let all =
        authorities.iter().map(|area| &area.code).filter(|code| *code != region).chain([region]);
    Ok(all.flat_map(|area| look(rule, indicator, &series(&values, area, &[]))).collect())
}

/// The datasets of indicators of which a newer edition should be in the store.
fn stale(figures: &Figures) -> Result<Vec<StaleDataset>> {
    let Some(today) = figures.today() else { return Ok(Vec::new()) };
    let (editions, journal) =
        (figures.holdings().editions()?, releases::journal(figures.holdings())?);
    let mut found = Vec::new();
    for dataset in figures.catalogue().datasets.values().filter(|dataset| !dataset.bundled_only) {
        let newest = editions.iter().find(|edition| edition.dataset == dataset.id);
        let (next, freshness) =
            releases::freshness(figures.holdings(), dataset, newest, &journal, today);
        if let Freshness::Overdue(_) = freshness {
            found.push(StaleDataset {
                dataset: dataset.id.clone(),
                due: next.map(|next| next.day),
                why: format!("the edition held of {} is {freshness}", dataset.title),
            });
        }
    }
    Ok(found)
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
        Some(name) => {
            Err(Error::new(error_codes::REFERENCE_DANGLING, "checking what a scan lists")
                .at_key("methods")
                .found(format!("{name:?}"))
                .expected(format!("one of {}", known.join(", "))))
        }
    }
}

/// The exceptions of one series.
fn look(rule: &Scan, indicator: &Indicator, series: &Series<'_>) -> Vec<Found> {
    let Some(((key, value), before)) = series.split_last() else { return Vec::new() };
    let previous = before.last().map(|(_, value)| value.figure);
    let found = |kind, z, why: String, summary: String| Found {
        kind,
        summary,
        id: indicator.id.clone(),
        area: key.area.clone(),
        day: key.end,
        value: value.figure,
        previous,
        unit: indicator.unit,
        z,
        why,
    };
    let mut all = Vec::new();
    let is_limit = names(&rule.limit_methods, &indicator.method);
    if let Some(used) = value.figure.value.filter(|used| is_limit && *used >= rule.limit_percent) {
        let percent = format!("{}%", with_decimals(used, indicator.unit.decimals()));
        all.push(found(
            Kind::LimitReached,
            None,
            format!("{percent} of the limit is used"),
            percent,
        ));
    }
    if let Some(previous) =
        previous.filter(|previous| is_suppressed(*previous) != is_suppressed(value.figure))
    {
        let change = if is_suppressed(previous) {
            "was suppressed and is no longer"
        } else {
            "is suppressed and was not"
        };
        all.push(found(Kind::SuppressionChanged, None, change.to_owned(), change.to_owned()));
    }
    if value.figure.status == Some(Status::Break) {
        all.push(found(
            Kind::BrokenSeries,
            None,
            "the newest figure is counted differently from those before".to_owned(),
            String::new(),
        ));
    } else if !names(&rule.passed_over_methods, &indicator.method)
        && !rule.nominal_units.contains(&indicator.unit)
    {
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
    let known: Vec<f64> =
        last.iter().map(|(_, value)| value.figure.value).collect::<Option<_>>()?;
    let (first, newest) = (*known.first()?, *known.last()?);
    let is_small = indicator.unit.adds_up() && newest < rule.small_count;
    let rose = known.windows(2).all(|pair| pair[1] > pair[0])
        && !last.windows(2).any(|pair| is_within_chance(pair[0].1, pair[1].1));
    let percent = 100.0 * (newest - first) / first;
    let is_listed = rose && !is_small && first > 0.0 && percent >= rule.rise_percent;
    is_listed.then(|| format!("{}%", with_decimals(percent, 1)))
}

/// How far the newest change is from the changes before, where it is an outlier, and the change as
/// text.
fn moved(rule: &Scan, indicator: &Indicator, series: &Series<'_>) -> Option<(f64, String)> {
    let figures: Vec<Option<f64>> = series.iter().map(|(_, value)| value.figure.value).collect();
    let [.., Some(before), Some(newest)] = figures.as_slice() else { return None };
    // Rounded as readers see it: a remainder of the subtraction beyond the printed digit is no
    // change.
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
