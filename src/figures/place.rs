//! One authority at a glance: every indicator with its comparators, its rank and its earlier
//! figure.

use crate::briefing::list;
use crate::catalogue::{Indicator, Theme};
use crate::demography::change;
use crate::domain::{
    Action, AreaCode, AreaLevel, Between, Compare, Date, Error, Field, Id, Result, Status, Tier,
    Unit, error_codes, is_a_year_before,
};
use crate::figures::comparators::{self, AgainstRegion, Comparators};
use crate::figures::neighbours::NearestNeighbours;
use crate::figures::rank::{Rank, rank_in_region};
use crate::figures::reasons::MissingReason;
use crate::figures::series::{Trend, recent, series, trend};
use crate::figures::sources::UsedSources;
use crate::figures::{Figures, neighbours, provisional, reasons};
use crate::geography::Area;
use crate::indicator::{self, Key, OF_TWO_EDITIONS, Value, Values};
use crate::knowledge::{categories, rules};
use crate::table::{Figure, Source};
use schemars::JsonSchema;
use serde::Serialize;

/// The profile of an authority.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ProfileAnswer {
    /// The area of the profile, as a caption.
    pub caption: String,
    /// The authority or county.
    pub area: AreaCode,
    /// Its statistical neighbours, the nearest first.
    pub nearest_neighbours: Vec<AreaCode>,
    /// One indicator a row; of one with categories the largest of them.
    pub rows: Vec<ProfileRow>,
    /// Notes that explain the figures.
    pub notes: Vec<String>,
    /// The editions that the figures come from.
    pub sources: Vec<Source>,
}

/// The newest figure of an indicator, its comparators, and its earlier figure.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ProfileRow {
    /// The subject of the indicator.
    pub theme: Theme,
    /// The indicator.
    pub indicator: Id,
    /// Its title.
    pub title: String,
    /// The titles of its categories; empty where it has none.
    pub category: String,
    /// Last day of the period; none where there are no figures.
    pub period_end: Option<Date>,
    /// The number, or why it is missing.
    #[serde(flatten)]
    pub figure: Figure,
    /// Lower limit of the interval, where the indicator has one.
    pub lower: Option<f64>,
    /// Upper limit of the interval, where the indicator has one.
    pub upper: Option<f64>,
    /// The unit of every figure of the row except `change`.
    pub unit: Unit,
    /// The rank in the region, 1 the highest.
    #[serde(flatten)]
    pub rank: Option<Rank>,
    /// Last day of the period of `previous`.
    pub previous_day: Option<Date>,
    /// The figure a year before, or else the one before of a period as long.
    pub previous: Option<Figure>,
    /// The figure minus the earlier one, both of one edition.
    pub change: Option<Figure>,
    /// The unit of `change`: percentage points for percentages.
    pub change_unit: Unit,
    /// Which way the last figures went.
    pub trend: Option<Trend>,
    /// The last figures, oldest first.
    pub recent: Vec<Figure>,
    /// How the figure compares with the region's, by its interval.
    pub against_region: Option<AgainstRegion>,
    /// Its comparators.
    #[serde(flatten)]
    pub comparators: Comparators,
    /// Why something is missing or not compared.
    pub note: Option<String>,
}

impl ProfileRow {
    /// True where there is a figure, or none is missing for a reason that has to be named.
    pub fn is_known(&self) -> bool {
        self.note.is_none() || self.figure.value.is_some()
    }

    /// True where there is a figure of England and none of the United Kingdom.
    pub fn is_compared_with_england(&self) -> bool {
        let has = |figure: Option<Figure>| figure.is_some_and(|figure| figure.value.is_some());
        has(self.comparators.england) && !has(self.comparators.united_kingdom)
    }
}

/// The name of an authority of a region, for errors that show what is expected.
pub(crate) fn example_of_authority<'f>(figures: &'f Figures, region: &AreaCode) -> &'f str {
    figures.areas_now(region, Tier::Lower).last().map_or("Newham", |area| &area.name)
}

/// The profile of an authority: one row for each indicator, those without figures with the reason.
///
/// Errors: `F302` for an area that is no authority.
pub fn place(figures: &Figures, name: &str) -> Result<ProfileAnswer> {
    let area = figures.geography().find(name)?;
    if area.code.level() != AreaLevel::Authority && !area.code.is_county_council() {
        return Err(Error::new(error_codes::UNKNOWN_AREA, "making the profile of a place")
            .found(format!("{} ({})", area.name, area.code))
            .expected(format!(
                "a local authority, such as {}, or a county with a council",
                example_of_authority(figures, &area.code)
            )));
    }
    let neighbours = match area.code.is_county_council() {
        true => NearestNeighbours { areas: Vec::new(), lacking: Vec::new() },
        false => neighbours::neighbours(figures, &area.code)?,
    };
    let (mut rows, mut shown, mut sources) = (Vec::new(), Vec::new(), UsedSources::new(figures));
    for theme in Theme::ALL {
        for indicator in figures.catalogue().indicators.values() {
            let is_regional_index = indicator::computed_by(&indicator.method).is_of_wider_areas();
            if indicator.theme != theme || !indicator.listed || is_regional_index {
                continue;
            }
            let newest = newest(&*figures.values(indicator.id.as_str())?, &area.code);
            if newest.is_empty() {
                rows.push(row_without_figures(figures, indicator, area)?);
            }
            for key in newest {
                rows.push(place_row(figures, indicator, &key, &neighbours.areas, &mut sources)?);
                shown.push((indicator, key));
            }
        }
    }
    let mut notes = notes(figures, area, &neighbours);
    notes.extend(provisional::provisional_note(figures, shown)?);
    Ok(ProfileAnswer {
        caption: format!("{}: profile", area.name),
        area: area.code.clone(),
        nearest_neighbours: neighbours.areas,
        rows,
        notes,
        sources: sources.into_sources(),
    })
}

/// How ranks, categories, comparisons and trends are to be read, and which authorities are
/// neighbours.
fn notes(figures: &Figures, area: &Area, neighbours: &NearestNeighbours) -> Vec<String> {
    let mut notes = vec![
        "Rank 1 is the highest of the region's authorities with a figure; ties share a rank. Where \
         figures have intervals, the best and worst rank say between which places the authority \
         can stand."
            .to_owned(),
        "Of indicators that tell categories apart the five largest are shown.".to_owned(),
        "Against the region: higher or lower where the 95% interval leaves the region's figure \
         out, otherwise similar.".to_owned(),
        "Trend: rising or falling where each of the last three changes went that way, from the \
         last break of the series on.".to_owned(),
    ];
    let names: Vec<String> =
        neighbours.areas.iter().map(|code| figures.geography().name_of(code)).collect();
    notes.push(if area.code.is_county_council() {
        format!(
            "No statistical neighbours: they are found for districts and unitary authorities. \
             Figures of its districts: {}.",
            Action::Place.on(format!("\"{}\"", area.name)).with(Field::Districts)
        )
    } else if neighbours.lacking.is_empty() {
        format!("Statistical neighbours, the nearest first: {}.", names.join(", "))
    } else {
        format!("No statistical neighbours: nothing is held of {}.", neighbours.lacking.join(", "))
    });
    notes
}

/// The row of an indicator without a figure for the area, with the reason.
fn row_without_figures(
    figures: &Figures,
    indicator: &Indicator,
    area: &Area,
) -> Result<ProfileRow> {
    let values = figures.values(indicator.id.as_str())?;
    let MissingReason { status, why, .. } =
        reasons::lacking(figures, indicator, &values, &area.code);
    let figure = Figure::missing(status);
    Ok(ProfileRow { note: Some(why).filter(|why| !why.is_empty()), ..row_of(indicator, figure) })
}

/// A row with a figure alone.
fn row_of(indicator: &Indicator, figure: Figure) -> ProfileRow {
    ProfileRow {
        theme: indicator.theme,
        indicator: indicator.id.clone(),
        title: indicator.title.clone(),
        category: String::new(),
        period_end: None,
        figure,
        lower: None,
        upper: None,
        unit: indicator.unit,
        change_unit: indicator.unit.of_difference(),
        rank: None,
        previous_day: None,
        previous: None,
        change: None,
        trend: None,
        recent: Vec::new(),
        against_region: None,
        comparators: Comparators::default(),
        note: None,
    }
}

fn place_row(
    figures: &Figures,
    indicator: &Indicator,
    key: &Key,
    neighbours: &[AreaCode],
    sources: &mut UsedSources<'_>,
) -> Result<ProfileRow> {
    let values = figures.values(indicator.id.as_str())?;
    let dimensions = categories::dimensions(figures.knowledge(), indicator);
    let category = categories::category(figures.knowledge(), &dimensions, key);
    let Some(value) = values.get(key) else {
        return Ok(ProfileRow { category, ..row_of(indicator, values.figure(key)) });
    };
    let earlier = earlier(&values, key, value);
    let comparators = comparators::comparators(figures, indicator, &values, key, neighbours);
    let wider = comparators::wider_than(figures, &key.area);
    for area in [&key.area].into_iter().chain(wider.iter().flatten()).chain(neighbours) {
        sources.add(indicator, &key.for_area(area))?;
    }
    earlier.iter().try_for_each(|earlier| sources.add(indicator, earlier.key))?;
    let series = series(&values, &key.area, &key.dims);
    let unit = indicator.unit;
    Ok(ProfileRow {
        category,
        period_end: Some(key.end),
        lower: value.interval.map(|interval| interval.lower),
        upper: value.interval.map(|interval| interval.upper),
        // A published rank is a place already.
        rank: if unit == Unit::Rank { None } else { rank_in_region(figures, &values, key) },
        previous_day: earlier.as_ref().map(|earlier| earlier.key.end),
        previous: earlier.as_ref().map(|earlier| earlier.figure),
        change: earlier.as_ref().map(|earlier| earlier.change),
        trend: trend(&series),
        recent: recent(&series).collect(),
        against_region: comparators::against(unit, value, comparators.region),
        note: note(figures, indicator, (key, value), earlier.as_ref(), &comparators)?,
        comparators,
        ..row_of(indicator, value.figure)
    })
}

/// An earlier figure, and the change from it.
struct Earlier<'v> {
    key: &'v Key,
    figure: Figure,
    change: Figure,
    /// Why there is no change.
    why_none: Option<String>,
}

/// The figure a year before, or else the one before of a period as long, as the edition of the
/// newest has it.
fn earlier<'v>(values: &'v Values, key: &Key, value: &Value) -> Option<Earlier<'v>> {
    let (before, known) = previous(values, key, value)?;
    let seen = values.value_in_edition_of(value, before);
    let then = seen.map_or(Figure::missing(Status::NotAvailable), |seen| seen.figure);
    let (change, divided) = values.change_without_break(
        key,
        (known.period, then),
        (value.period, value.figure),
        change::difference,
    );
    let why_none = if seen.is_none() { Some(OF_TWO_EDITIONS.to_owned()) } else { divided };
    Some(Earlier { key: before, figure: seen.unwrap_or(known).figure, change, why_none })
}

/// Why something of a row is missing or not compared; `None` where the row is complete.
fn note(
    figures: &Figures,
    indicator: &Indicator,
    (key, value): (&Key, &Value),
    earlier: Option<&Earlier<'_>>,
    comparators: &Comparators,
) -> Result<Option<String>> {
    let values = figures.values(indicator.id.as_str())?;
    let no_change = earlier
        .and_then(|earlier| earlier.why_none.as_ref())
        .map(|why| format!("no change: {why}"));
    let of_one_area = values.comparable().filter(|comparable| comparable.between == Between::None);
    let of_one_area = of_one_area.map(|comparable| format!("not compared: {}", comparable.reason));
    let is_missing = value.figure.value.is_none();
    let of_tier =
        is_missing.then(|| reasons::of_another_tier(figures, &values, &key.area)).flatten();
    let why = of_tier
        .or(reasons::missing_reason(figures, indicator, &values, key)?)
        .or(no_change)
        .or(of_one_area);
    let why = why.or_else(|| {
        rules::rule_not_applicable_reason(figures.knowledge(), indicator, &key.area, key.end)
    });
    let why = why.or_else(|| indicator.wider_areas_differ.clone());
    let at_least =
        comparators.named().into_iter().filter(|one| one.figure.is_some_and(Figure::is_at_least));
    let at_least: Vec<String> = at_least.map(|one| one.title.to_owned()).collect();
    let at_least = (!at_least.is_empty()).then(|| format!("at least: {}", list(&at_least)));
    let own = if value.figure.is_at_least() {
        reasons::lower_bound_reason(figures, indicator)
    } else {
        Vec::new()
    };
    let all: Vec<String> = why.into_iter().chain(own).chain(at_least).collect();
    Ok((!all.is_empty()).then(|| all.join("; ")))
}

/// Categories of an indicator that a profile has room for.
const MAX_CATEGORIES: usize = 5;

/// The keys of an area's newest figures: one, or, for an indicator with categories, those of the
/// largest, the largest first.
pub(crate) fn newest(values: &Values, area: &AreaCode) -> Vec<Key> {
    let Some(end) = values.iter_area(area).last().map(|(key, _)| key.end) else {
        return Vec::new();
    };
    let on_day = values.iter_area(area).filter(|(key, _)| key.end == end);
    // The total is a separate indicator, or there is none because a total would be meaningless.
    let mut parts: Vec<(&Key, &Value)> =
        on_day.filter(|(key, _)| key.dims.iter().all(|code| code != "all")).collect();
    let size = |value: &Value| value.figure.value.unwrap_or(f64::NEG_INFINITY);
    parts.sort_by(|a, b| size(b.1).compare(&size(a.1)));
    parts.into_iter().take(MAX_CATEGORIES).map(|(key, _)| key.clone()).collect()
}

/// The figure a year before, or else the one before of a period as long; `None` for the first.
fn previous<'v>(values: &'v Values, key: &Key, value: &Value) -> Option<(&'v Key, &'v Value)> {
    let is_earlier = |held: &Key, other: &Value| {
        held.end < key.end && held.dims == key.dims && other.period.is_as_long_as(value.period)
    };
    let earlier: Vec<(&Key, &Value)> =
        values.iter_area(&key.area).filter(|(held, other)| is_earlier(held, other)).collect();
    earlier.iter().find(|(held, _)| is_a_year_before(held.end, key.end)).or(earlier.last()).copied()
}
