//! One authority at a glance: every indicator with its comparators, its rank and what it was before.

use crate::briefing::list;
use crate::catalogue::{Indicator, Theme};
use crate::demography::change;
use crate::demography::funnel::{self, Position};
use crate::demography::ranks::{First, rank_interval, ranks};
use crate::domain::{
    Action, AreaCode, AreaLevel, Between, Compare, Error, Field, Result, Status, Tier, Unit, error_codes,
    is_a_year_before,
};
use crate::figures::neighbours::{NearestNeighbours, middle};
use crate::figures::reasons::Lacking;
use crate::figures::series::{recent, series, trend};
use crate::figures::{Figures, neighbours, provisional, reasons};
use crate::geography::{Area, Group, GroupKind};
use crate::indicator::{self, Key, OF_TWO_EDITIONS, Value, Values};
use crate::knowledge::{categories, rules};
use crate::table::{Cell, Column, Figure, Listing, columns};
use itertools::Itertools;

/// Which columns stand beside the value, with the words for readers.
const COMPARATORS: [(&str, &str); 5] = [
    ("region", "Region"),
    ("group", "Sub-region"),
    ("england", "England"),
    ("united_kingdom", "United Kingdom"),
    ("neighbours", "Median of neighbours"),
];

/// Columns between the status and the comparators: ranks, the figure before, the change, the trend, the comparison.
const AFTER_STATUS: usize = 10;

/// The name of an authority of a region, for errors that say what is expected.
pub(crate) fn example_of_authority<'f>(figures: &'f Figures, region: &AreaCode) -> &'f str {
    figures.areas_now(region, Tier::Lower).last().map_or("Newham", |area| &area.name)
}

/// The profile of an authority: one row for each indicator, those without figures with the reason.
///
/// Errors: `F302` for an area that is no authority.
pub fn place(figures: &Figures, name: &str) -> Result<Listing> {
    let area = figures.geography().find(name)?.clone();
    let is_county = area.code.is_county_council();
    if area.code.level() != AreaLevel::Authority && !is_county {
        return Err(Error::new(error_codes::UNKNOWN_AREA, "making the profile of a place")
            .found(format!("{} ({})", area.name, area.code))
            .expected(format!(
                "a local authority, such as {}, or a county with a council",
                example_of_authority(figures, &area.code)
            )));
    }
    let neighbours = match is_county {
        true => NearestNeighbours { areas: Vec::new(), lacking: Vec::new() },
        false => neighbours::neighbours(figures, &area.code)?,
    };
    let (mut rows, mut told) = (Vec::new(), Vec::new());
    for theme in Theme::ALL {
        for indicator in figures.catalogue().indicators.values() {
            let of_wholes = indicator::computed_by(&indicator.method).is_of_wider_areas();
            if indicator.theme == theme && indicator.listed && !of_wholes {
                let values = figures.values(indicator.id.as_str())?;
                let newest = newest(&values, &area.code);
                told.extend(newest.iter().map(|key| (indicator, key.clone())));
                for key in newest.iter().map(Some).chain(newest.is_empty().then_some(None)) {
                    rows.push(place_row(figures, indicator, &area, key, &neighbours.areas)?);
                }
            }
        }
    }
    let mut notes = vec![
        "Rank 1 is the highest of the region's authorities with a figure; ties share a rank. Where figures have intervals, the \
         best and worst rank say between which places the authority can stand."
            .to_owned(),
        "Of indicators that tell categories apart the five largest are shown.".to_owned(),
        "Against the region: higher or lower where the 95% interval leaves the region's figure out, otherwise similar.".to_owned(),
        "Trend: rising or falling where each of the last three changes went that way, from the last break of the series on.".to_owned(),
    ];
    let names: Vec<String> = neighbours.areas.iter().map(|code| figures.geography().name_of(code)).collect();
    notes.push(if is_county {
        format!(
            "No statistical neighbours: they are found for districts and unitary authorities. Figures of its districts: \
             {}.",
            Action::Place.on(format!("\"{}\"", area.name)).with(Field::Districts)
        )
    } else if neighbours.lacking.is_empty() {
        format!("Statistical neighbours, the nearest first: {}.", names.join(", "))
    } else {
        format!("No statistical neighbours: nothing is held of {}.", neighbours.lacking.join(", "))
    });
    notes.extend(provisional::provisional_note(figures, told)?);
    Ok(Listing { caption: format!("{}: profile", area.name), columns: profile_columns(), rows, notes })
}

fn place_row(
    figures: &Figures,
    indicator: &Indicator,
    area: &Area,
    newest: Option<&Key>,
    neighbours: &[AreaCode],
) -> Result<Vec<Cell>> {
    let values = figures.values(indicator.id.as_str())?;
    let mut row: Vec<Cell> =
        vec![indicator.theme.as_str().into(), indicator.id.as_str().into(), indicator.title.as_str().into()];
    row.push(Cell::Text(newest.map_or(String::new(), |key| {
        categories::category(figures.knowledge(), &categories::dimensions(figures.knowledge(), indicator), key)
    })));
    let Some((key, value)) = newest.and_then(|key| Some((key, values.get(key)?))) else {
        let Lacking { status, why } = reasons::lacking(figures, indicator, &values, &area.code);
        row.extend([Cell::Text(String::new()), Cell::Missing(status)]);
        row.extend(vec![Cell::Text(String::new()); 2]);
        row.extend([indicator.unit.as_str().into(), status.as_str().into()]);
        row.extend(vec![Cell::Text(String::new()); AFTER_STATUS + COMPARATORS.len()]);
        row.push(Cell::Text(why));
        return Ok(row);
    };
    let unit = indicator.unit;
    let number = |figure: Figure| number(figure, unit);
    let comparator = |figure: Figure| match figure.is_at_least() {
        true => Cell::with_decimals(figure, unit.decimals()),
        false => number(figure),
    };
    let limit = |of: Option<f64>| of.map_or(Cell::Text(String::new()), |of| number(Figure::of(of)));
    row.extend([Cell::Day(key.end), number(value.figure)]);
    row.extend([limit(value.interval.map(|held| held.lower)), limit(value.interval.map(|held| held.upper))]);
    row.extend([indicator.unit.as_str().into(), value.figure.status.map_or("", Status::as_str).into()]);
    row.extend(match unit {
        // A published rank is a place already.
        Unit::Rank => [(); 4].map(|()| Cell::Text(String::new())),
        _ => rank_in_region(figures, &values, key, area),
    });
    let before = previous(&values, key, value);
    let seen = before.map(|(key, _)| values.as_seen_from(value, key));
    let made = before.zip(seen).map(|((_, held), seen)| {
        let then = seen.map_or(Figure::missing(Status::NotAvailable), |seen| seen.figure);
        values.unbroken(key, (held.period, then), (value.period, value.figure), change::difference)
    });
    let (change, divided) = made.map_or((None, None), |(change, why)| (Some(change), why));
    let before = before.map(|(key, held)| (key, seen.flatten().unwrap_or(held)));
    row.push(before.map_or(Cell::Text(String::new()), |(key, _)| Cell::Day(key.end)));
    row.push(before.map_or(Cell::Text(String::new()), |(_, before)| number(before.figure)));
    row.push(change.map_or(Cell::Text(String::new()), number));
    let series = series(&values, &area.code, &key.dims);
    row.push(trend(&series).unwrap_or_default().into());
    let shown = Column::text("", "");
    row.push(Cell::Text(recent(&series).map(|figure| number(figure).print(&shown)).collect::<Vec<_>>().join("; ")));
    let beside = comparators(figures, indicator, &values, key, area, neighbours);
    row.push(against(unit, value, beside.first().copied().flatten()).into());
    let at_least = beside.iter().zip(COMPARATORS).filter(|(figure, _)| figure.is_some_and(Figure::is_at_least));
    let at_least: Vec<String> = at_least.map(|(_, (_, header))| header.to_owned()).collect();
    row.extend(beside.into_iter().map(|beside| beside.map_or(Cell::Text(String::new()), comparator)));
    let of_another_edition = matches!(seen, Some(None)).then(|| format!("no change: {OF_TWO_EDITIONS}"));
    let divided = divided.map(|why| format!("no change: {why}"));
    let of_one_area = values.comparable().filter(|comparable| comparable.between == Between::None);
    let of_one_area = of_one_area.map(|comparable| format!("not compared: {}", comparable.reason));
    let is_missing = value.figure.value.is_none();
    let of_tier = is_missing.then(|| reasons::of_another_tier(figures, &values, &area.code)).flatten();
    let why = of_tier
        .or(reasons::why_missing(figures, indicator, &values, key)?)
        .or(of_another_edition)
        .or(divided)
        .or(of_one_area);
    let why = why.or_else(|| rules::why_rule_is_silent(figures.knowledge(), indicator, &area.code, key.end));
    let why = why.or_else(|| indicator.wider_areas_differ.clone());
    let at_least = (!at_least.is_empty()).then(|| format!("at least: {}", list(&at_least)));
    let own = if value.figure.is_at_least() { reasons::why_at_least(figures, indicator) } else { Vec::new() };
    row.push(Cell::Text(why.into_iter().chain(own).chain(at_least).collect::<Vec<_>>().join("; ")));
    Ok(row)
}

/// Region, Inner or Outer London, England, the United Kingdom and the middle one of the neighbours, at the same time; *not applicable*
/// for wider areas that the indicator says are no comparators.
fn comparators(
    figures: &Figures,
    indicator: &Indicator,
    values: &Values,
    key: &Key,
    area: &Area,
    neighbours: &[AreaCode],
) -> Vec<Option<Figure>> {
    let wider = wider_than(figures, &area.code);
    let is_apart = |code: &AreaCode| values.why_not_compared(&area.code, code, figures.geography()).is_some();
    let figure = |code: AreaCode| match why_no_comparator(figures, indicator, values, &area.code, &code) {
        Some(_) => Figure::missing(Status::NotApplicable),
        None => values.figure(&key.for_area(&code)),
    };
    let wider = wider.map(|code| code.filter(|code| !is_apart(code)));
    let mut beside: Vec<Option<Figure>> = wider.map(|code| code.map(figure)).to_vec();
    let has_neighbours = !neighbours.is_empty() && !neighbours.iter().any(is_apart);
    beside.push(has_neighbours.then(|| middle(values, neighbours, key)));
    beside
}

/// Why an area may not stand beside another: their figures may not be compared, or those of wider areas are counted otherwise.
pub(crate) fn why_no_comparator<'v>(
    figures: &Figures,
    indicator: &'v Indicator,
    values: &'v Values,
    own: &AreaCode,
    other: &AreaCode,
) -> Option<&'v str> {
    let is_wider = !matches!(other.level(), AreaLevel::Authority | AreaLevel::County);
    let differs = indicator.wider_areas_differ.as_deref().filter(|_| is_wider && own != other);
    values.why_not_compared(own, other, figures.geography()).or(differs)
}

/// What an area is set beside, itself first: its region, Inner or Outer London, England, the United Kingdom, the other regions and
/// nations, and its statistical neighbours.
pub(crate) fn compared_with(figures: &Figures, area: &AreaCode) -> Result<Vec<AreaCode>> {
    let area = figures.geography().current(area).clone();
    let mut all = vec![area.clone()];
    all.extend(wider_than(figures, &area).into_iter().flatten());
    all.extend(figures.geography().regions().map(|region| region.code.clone()));
    if area.level() == AreaLevel::Authority {
        all.extend(neighbours::neighbours(figures, &area)?.areas);
    }
    Ok(all.into_iter().unique().collect())
}

/// Region, Inner or Outer London, England and the United Kingdom, where the area lies in one.
fn wider_than(figures: &Figures, area: &AreaCode) -> [Option<AreaCode>; 4] {
    let region = figures.geography().partnership_of(area).map(|region| region.code.clone());
    let is_group = |group: &&Group| group.kind == GroupKind::Statistical && group.members.contains(area);
    let group = figures.geography().groups().iter().find(is_group).and_then(|group| group.code.clone());
    let england = Some(AreaCode::england()).filter(|england| figures.geography().contains(england, area));
    [region, group, england, Some(AreaCode::united_kingdom())]
}

/// The place of a value among the authorities of the region that have one, 1 the highest, of how many, and between which
/// places it can stand where all of them have intervals.
fn rank_in_region(figures: &Figures, values: &Values, key: &Key, area: &Area) -> [Cell; 4] {
    let nothing = || [(); 4].map(|()| Cell::Text(String::new()));
    let Some(region) = figures.geography().partnership_of(&area.code) else { return nothing() };
    // An authority of the other tier, areas that may not be compared, and figures that are at least so many have no rank.
    if !values.tier().has(&area.code)
        || values.figure(key).is_at_least()
        || values.why_not_compared(&area.code, &region.code, figures.geography()).is_some()
    {
        return nothing();
    }
    let authorities = figures.areas_now(&region.code, values.tier());
    let known: Vec<(&Area, &Value)> = authorities
        .into_iter()
        .filter_map(|one| Some((one, values.get(&key.for_area(&one.code))?)))
        .filter(|(_, value)| value.figure.value.is_some())
        .collect();
    let Some(at) = known.iter().position(|(one, _)| one.code == area.code) else { return nothing() };
    let figures: Vec<Figure> = known.iter().map(|(_, value)| value.figure).collect();
    let Some(rank) = ranks(&figures, First::Highest)[at].value else { return nothing() };
    let count = f64::from(u32::try_from(known.len()).unwrap_or(u32::MAX));
    let intervals: Option<Vec<_>> = known.iter().map(|(_, value)| value.interval).collect();
    let places = intervals.map(|intervals| rank_interval(&intervals, First::Highest)[at]);
    let place = |of: Option<f64>| of.map_or(Cell::Text(String::new()), Cell::Number);
    [
        Cell::Number(rank),
        Cell::Number(count),
        place(places.map(|held| held.lower)),
        place(places.map(|held| held.upper)),
    ]
}

/// Categories of an indicator that a profile has room for.
const MOST_CATEGORIES: usize = 5;

/// The keys of an area's newest figures: one, or of an indicator that tells categories apart those of the largest, the largest first.
pub(crate) fn newest(values: &Values, area: &AreaCode) -> Vec<Key> {
    let Some(end) = values.iter_area(area).last().map(|(key, _)| key.end) else { return Vec::new() };
    let on_day = values.iter_area(area).filter(|(key, _)| key.end == end);
    // The whole stands in an indicator of its own, or in none because it says nothing.
    let mut parts: Vec<(&Key, &Value)> = on_day.filter(|(key, _)| key.dims.iter().all(|code| code != "all")).collect();
    let size = |value: &Value| value.figure.value.unwrap_or(f64::NEG_INFINITY);
    parts.sort_by(|a, b| size(b.1).compare(&size(a.1)));
    parts.into_iter().take(MOST_CATEGORIES).map(|(key, _)| key.clone()).collect()
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

/// How a figure with an interval stands beside the region's; nothing of counts, which are of another size than the region's, nor where
/// either is *at least* so many.
fn against(unit: Unit, value: &Value, region: Option<Figure>) -> &'static str {
    let is_at_least = value.figure.is_at_least() || region.is_some_and(Figure::is_at_least);
    let (Some(interval), Some(region), false) =
        (&value.interval, region.and_then(|figure| figure.value), unit.adds_up() || is_at_least)
    else {
        return "";
    };
    match funnel::compared_with(interval, region) {
        Position::Below => "lower",
        Position::Within => "similar",
        Position::Above => "higher",
    }
}

/// A figure as a cell without its remark, or the reason why there is none.
pub(super) fn number(figure: Figure, unit: Unit) -> Cell {
    // What is remarked of a figure stands in a column of its own.
    Cell::with_decimals(
        Figure { status: figure.status.filter(|status| status.is_missing()), ..figure },
        unit.decimals(),
    )
}

fn profile_columns() -> Vec<Column> {
    let text =
        |names: &[(&str, &str)]| names.iter().map(|(name, header)| Column::text(name, header)).collect::<Vec<_>>();
    let numbers = |names: &[(&str, &str)]| {
        let column = |(name, header): &(&str, &str)| Column::numeric(name, header);
        names.iter().map(column).collect::<Vec<_>>()
    };
    let mut all =
        text(&[("theme", "Theme"), (columns::INDICATOR, "Indicator"), ("title", "Title"), ("category", "Category")]);
    all.extend(text(&[(columns::PERIOD_END, "To")]));
    all.extend(numbers(&[(columns::VALUE, "Value"), (columns::LOWER, "Lower limit"), (columns::UPPER, "Upper limit")]));
    all.extend(text(&[(columns::UNIT, "Unit"), (columns::STATUS, "Status")]));
    all.extend(numbers(&[
        ("rank", "Rank"),
        ("ranked_of", "Of"),
        ("rank_best", "Best rank"),
        ("rank_worst", "Worst rank"),
    ]));
    all.extend(text(&[("previous_day", "Before, to")]));
    all.extend(numbers(&[("previous", "Before")]));
    all.extend(numbers(&[("change", "Change")]).into_iter().map(Column::with_sign));
    all.extend(text(&[
        ("trend", "Trend"),
        ("recent", "Last figures, oldest first"),
        ("against_region", "Against the region"),
    ]));
    all.extend(numbers(&COMPARATORS));
    all.extend(text(&[("note", "Note")]));
    all
}
