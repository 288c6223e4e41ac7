//! Derivations of fair shares: what a due number, a quarter of a pathway, a surge or a grant is made of, back to the cells.
//!
//! Belongs here: the lines of `fairshares trace shares`, `pathway`, `surge` and `grants`. Does not belong here: formulas, which the answers
//! themselves have applied.

use crate::allocation::pathway::{MoveCost, PathwayRequest};
use crate::allocation::requests::SharesRequest;
use crate::allocation::shares::SharesAnswer;
use crate::allocation::{grants, pathway, shares, surge};
use crate::catalogue::{Combine, Division, Key as FairShareKey, PathwayMode, PaymentKind};
use crate::domain::{AreaCode, Date, Id, Result, Unit, long_date, signed, with_decimals};
use crate::fairshare::{Adjustment, Arrivals, Share};
use crate::figures::trace::unknown;
use crate::figures::{Figures, trace};
use crate::geography::Area;
use crate::indicator::Key;
use crate::knowledge::rules;
use crate::table::Figure;

/// Walks a figure or an answer about fair shares back to the cells that it was read from, line by line.
///
/// The words are those of a figure, such as `supported-per-10k E09000018 2025-12-31`, or ask for the derivation of an answer, such as
/// `shares population Newham`. Errors: `F301` unknown indicator, `F302` unknown area, `F305` no such figure.
pub fn trace(figures: &Figures, words: &[String]) -> Result<String> {
    match derivation(figures, words)? {
        Some(mut lines) => {
            lines.push(String::new());
            Ok(lines.join("\n"))
        }
        None => trace::trace_figure(figures, words),
    }
}

/// The derivation of an answer about fair shares, line by line; `None` where the words ask for something else.
///
/// The words are `shares KEY AREA`, `pathway KEY AREA`, `surge KEY AREA PEOPLE WEEKS` or `grants GRANT AREA`.
/// Errors: as of the question; `F305` for an area that it is not about.
fn derivation(figures: &Figures, words: &[String]) -> Result<Option<Vec<String>>> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    Ok(Some(match words.as_slice() {
        ["shares", key, area] => derive_share(figures, key, figures.geography().find(area)?)?.1,
        ["pathway", key, area] => derive_pathway(figures, key, figures.geography().find(area)?)?,
        ["surge", key, area, people, weeks] => {
            let number = |text: &str| text.parse::<u32>().ok().filter(|number| *number > 0);
            let (Some(people), Some(weeks)) = (number(people), number(weeks)) else {
                return Err(
                    unknown(&words).expected("people and weeks above 0, such as surge population Newham 2000 8")
                );
            };
            derive_surge(figures, key, figures.geography().find(area)?, Arrivals { people: u64::from(people), weeks })?
        }
        ["grants", grant, area] => derive_grant(figures, grant, figures.geography().find(area)?)?,
        ["shares" | "pathway" | "surge" | "grants", ..] => {
            return Err(unknown(&words).expected(
                "shares KEY AREA, pathway KEY AREA, surge KEY AREA PEOPLE WEEKS or grants GRANT AREA, an area of more words in quotes",
            ));
        }
        _ => return Ok(None),
    }))
}

/// An area's share and due number, and the answer that it stands in.
fn derive_share(figures: &Figures, key: &str, area: &Area) -> Result<(SharesAnswer, Vec<String>)> {
    let request = request_of(figures, key, area)?;
    let answer = shares::shares(figures, &request)?;
    let key = figures.catalogue().key(key)?;
    let (place, share) = place_of(&answer.shares.rows, area)?;
    let mut lines = vec![
        format!("share of {} ({}) by {}, {}", share.name, share.code, key.id, long_date(answer.as_at)),
        format!("  fair share = {}%", printed(share.fair_share, 4)),
        format!(
            "  due = total × fair share = {} × {}% = {} people",
            printed(answer.shares.total, 0),
            printed(share.fair_share, 4),
            printed(share.due, 1)
        ),
        format!(
            "  gap = actual − due = {} − {} = {}",
            printed(share.actual, 0),
            printed(share.due, 1),
            print_signed(share.gap)
        ),
        format!(
            "  ratio = 100 · actual / due = {}; location quotient = {}",
            printed(share.ratio, 1),
            printed(share.location_quotient, 3)
        ),
    ];
    if let (Some(cap), Some(max), Some(headroom)) = (answer.limit.cap, share.cap, share.headroom) {
        lines.push(format!(
            "  limit {cap} of {} {}, rounded down = {}; headroom = max(0, limit − actual) = {}",
            printed(answer.limit.populations[place], 0),
            answer.limit.population(),
            printed(max, 0),
            printed(headroom, 0)
        ));
    }
    derive_key(figures, key, &answer, place, &mut lines)?;
    let roles = &figures.catalogue().roles;
    walk_figure(figures, roles.people.as_str(), &share.code, answer.as_at, "from ", &mut lines)?;
    if !answer.by_key.days.keys().any(|id| *id == roles.population) {
        walk_figure(figures, roles.population.as_str(), &share.code, answer.population_as_at, "from ", &mut lines)?;
    }
    let caption = &answer.caption;
    lines.push(format!("  total: {} people ({caption})", printed(answer.shares.total, 0)));
    Ok((answer, lines))
}

/// What a key gives an area: the figure by which the total is divided, or every part with its figure, and credits.
fn derive_key(
    figures: &Figures,
    key: &FairShareKey,
    answer: &SharesAnswer,
    place: usize,
    lines: &mut Vec<String>,
) -> Result<()> {
    let (by_key, code) = (&answer.by_key, &answer.shares.rows[place].code);
    if let Some((composite, composed)) = &by_key.composed {
        let formula = match composite.combine {
            Combine::Additive { .. } => "share = Σ weight × share of the part",
            Combine::Multiplicative { .. } => "share in proportion to base × Π part^weight",
            Combine::LessPressure { .. } => "share in proportion to base × (1 − strength × Σ weight × part)",
        };
        lines.push(format!(
            "  {formula}; the base alone gives {}%",
            with_decimals(100.0 * composed.of_base.get(place).copied().unwrap_or_default(), 4)
        ));
        if let Some(base) = key.base() {
            walk_key_figure(figures, base, by_key.days.get(base), code, "base ", lines)?;
        }
        let transformed = composite.transformed().unwrap_or_default();
        for (index, part) in key.parts().iter().enumerate() {
            lines.push(format!(
                "  part {}, weight {}, {} by {}: figure {} becomes {}, and adds {} percentage points",
                part.indicator,
                plain(part.weight),
                format!("{:?}", part.direction).to_lowercase(),
                format!("{:?}", part.transform).to_lowercase(),
                plain(composite.parts[index].figures[place]),
                plain(transformed.get(index).map_or(f64::NAN, |part| part[place])),
                signed(100.0 * composed.of_parts[index][place], 4)
            ));
            walk_key_figure(figures, &part.indicator, by_key.days.get(&part.indicator), code, "  figure ", lines)?;
        }
    }
    match &key.division {
        Division::Indicator(indicator) => {
            let all = Figure::sum(by_key.figures.iter().copied());
            lines.push(format!("  share of the key = {} / {}", printed(by_key.figures[place], 0), printed(all, 0)));
            walk_key_figure(figures, indicator, by_key.days.get(indicator), code, "key figure ", lines)?;
        }
        Division::Equal => {
            let share = 100.0 / by_key.figures.len() as f64;
            lines.push(format!("  every area alike; the base alone gives {}%", with_decimals(share, 4)));
        }
        Division::Parts { .. } => (),
    }
    let Some(adjustment) = &by_key.adjustment else { return Ok(()) };
    lines.extend(adjusted(adjustment, by_key.shares_percent()[place], answer.shares.total, place));
    for indicator in key.credited() {
        walk_key_figure(figures, indicator, by_key.days.get(indicator), code, "credit for ", lines)?;
    }
    Ok(())
}

/// An area's path, quarter by quarter, after its share.
fn derive_pathway(figures: &Figures, key: &str, area: &Area) -> Result<Vec<String>> {
    if region_of(figures, area)? == area.code {
        return Err(
            unknown(&[area.name.as_str()]).expected("an authority: a pathway is one among the authorities of a region")
        );
    }
    let (answer, mut lines) = derive_share(figures, key, area)?;
    let request = PathwayRequest {
        shares: request_of(figures, key, area)?.in_steps(),
        modes: vec![PathwayMode::ArrivalsAndDepartures],
        by: None,
        arrivals: None,
        departures_percent: None,
        cost: MoveCost::Distance,
        ending: None,
    };
    let found = pathway::pathway(figures, &request)?;
    let outcomes = found.areas.modes.iter().map(|mode| &mode.outcome);
    lines.extend(outcomes.map(|outcome| format!("path of {} by arrivals and departures: {outcome}", area.name)));
    let (_, share) = place_of(&answer.shares.rows, area)?;
    let mut before = share.actual;
    for quarter in found.quarters.modes.iter().flat_map(|mode| &mode.quarters) {
        for row in quarter.areas.iter().filter(|row| row.area_code == share.code) {
            lines.push(format!(
                "  {}: {} − {} leave + {} come = {}; due {} of the whole then",
                long_date(quarter.period_end),
                printed(before, 0),
                printed(row.departures, 0),
                printed(row.arrivals, 0),
                printed(row.people, 0),
                printed(row.due, 0)
            ));
            before = row.people;
        }
    }
    Ok(lines)
}

/// What an area takes of a surge, after its share.
fn derive_surge(figures: &Figures, key: &str, area: &Area, arrivals: Arrivals) -> Result<Vec<String>> {
    let (answer, mut lines) = derive_share(figures, key, area)?;
    let request = request_of(figures, key, area)?.in_steps();
    let found = surge::surge(figures, &[key.to_owned()], &request, arrivals)?;
    let (_, share) = place_of(&answer.shares.rows, area)?;
    for taken in found.areas.iter().filter(|row| row.area_code == share.code).flat_map(|row| &row.keys) {
        lines.push(format!(
            "{}: {} placed, of a headroom of {}; {} binds{}",
            found.caption,
            printed(taken.placed, 0),
            taken.headroom.map_or(String::new(), |headroom| printed(headroom, 0)),
            taken.binds_label(),
            taken.full_in_week.map_or(String::new(), |week| format!("; full in week {week}"))
        ));
    }
    lines.extend(found.notes.iter().map(|note| format!("  {note}")));
    Ok(lines)
}

/// What a grant pays for in an area, back to the counts.
fn derive_grant(figures: &Figures, id: &str, area: &Area) -> Result<Vec<String>> {
    let grant = figures.catalogue().grant(id)?;
    let region = region_of(figures, area)?;
    let found = grants::grant(figures, id, &region)?.payments;
    let mut lines = vec![format!("{} of {} ({})", grant.title, area.name, area.code)];
    if let Some(why) = rules::why_not_applicable(figures.knowledge(), &grant.title, &grant.applies, &area.code) {
        lines.push(format!("  {why}"));
        return Ok(lines);
    }
    for row in found.payments.iter().filter(|row| row.area_code == area.code) {
        lines.push(format!(
            "  {}, {}: {} people × £{} = £{}",
            row.payment,
            long_date(row.period_end),
            printed(row.people, 0),
            with_decimals(f64::from(row.rate_pounds), Unit::Pounds.decimals()),
            printed(row.pounds, Unit::Pounds.decimals())
        ));
    }
    for payment in &grant.payment {
        let rule = match payment.kind {
            PaymentKind::Stock => "people on the day",
            PaymentKind::Growth => "max(0, people on the day − people on the day before it in the list)",
        };
        lines.push(format!("  {}: {rule}, in {}", payment.id, payment.accommodation.join(" and ")));
        lines.extend(payment.counted.iter().map(|why| format!("    {why}")));
        let of = payment.counts_of(grant);
        for (end, id) in payment.days.iter().flat_map(|end| of.iter().map(move |id| (*end, id))) {
            for code in &payment.accommodation {
                let key = Key { area: area.code.clone(), end, dims: vec![code.clone()] };
                if figures.values(id.as_str())?.get(&key).is_some() {
                    trace::walk(figures, figures.catalogue().indicator(id.as_str())?, &key, 2, "", &mut lines)?;
                } else {
                    lines.push(format!("    {id} of {code} on {end}: no edition held has it"));
                }
            }
        }
    }
    Ok(lines)
}

/// A request about the areas that an area is compared with: the authorities of its region, or the regions.
fn request_of(figures: &Figures, key: &str, area: &Area) -> Result<SharesRequest> {
    let region = region_of(figures, area)?;
    let regions = region == area.code;
    Ok(SharesRequest { regions, ..SharesRequest::of_people(figures.catalogue(), region, key.to_owned()) })
}

fn region_of(figures: &Figures, area: &Area) -> Result<AreaCode> {
    let region = figures.geography().partnership_of(&area.code).map(|region| region.code.clone());
    region.ok_or_else(|| {
        unknown(&[area.name.as_str()]).expected("an authority, or a region or nation of the United Kingdom")
    })
}

fn walk_key_figure(
    figures: &Figures,
    id: &Id,
    day: Option<&Date>,
    area: &AreaCode,
    role: &str,
    lines: &mut Vec<String>,
) -> Result<()> {
    day.map_or(Ok(()), |day| walk_figure(figures, id.as_str(), area, *day, role, lines))
}

/// The way back from a figure, or a line that says that there is none.
fn walk_figure(
    figures: &Figures,
    id: &str,
    area: &AreaCode,
    end: Date,
    role: &str,
    lines: &mut Vec<String>,
) -> Result<()> {
    let key = Key { area: area.clone(), end, dims: Vec::new() };
    if figures.values(id)?.get(&key).is_none() {
        lines.push(format!("    {role}{id} on {end}: no figure; see the notes of the key"));
        return Ok(());
    }
    trace::walk(figures, figures.catalogue().indicator(id)?, &key, 2, role, lines)
}

/// The place of an area among those compared, and its row; `F305` where it is not one of them.
fn place_of<'s>(rows: &'s [Share], area: &Area) -> Result<(usize, &'s Share)> {
    let found = rows.iter().enumerate().find(|(_, row)| row.code == area.code);
    found.ok_or_else(|| unknown(&[area.name.as_str()]).expected("an area that has a share"))
}

/// Credits, floors and limits of an area, and what they make of its share by the key.
fn adjusted(adjustment: &Adjustment, of_key: Figure, total: Figure, place: usize) -> [String; 2] {
    let (own, all) = (plain(adjustment.credits[place]), plain(adjustment.credits.iter().sum()));
    [
        format!(
            "  due = (total + all credits) × share of the key − own credit = ({} + {all}) × {}% − {own}, where no floor or limit binds",
            printed(total, 0),
            printed(of_key, 4)
        ),
        format!(
            "  credits, floors and limits: credit {own} people of {all} in all; held from {}% to {}%",
            with_decimals(100.0 * adjustment.min[place], 2),
            with_decimals(100.0 * adjustment.max[place], 2)
        ),
    ]
}

fn printed(figure: Figure, decimals: usize) -> String {
    match (figure.value, figure.status) {
        (Some(value), None) => with_decimals(value, decimals),
        (Some(value), Some(status)) => format!("{} {}", with_decimals(value, decimals), status.symbol()),
        (None, status) => status.map_or("missing".to_owned(), |status| status.symbol().to_owned()),
    }
}

/// A number with no more decimals than it has, six at most.
fn plain(value: f64) -> String {
    let decimals = (0..6).find(|decimals| (value * 10f64.powi(*decimals)).fract() == 0.0).unwrap_or(6);
    with_decimals(value, usize::try_from(decimals).unwrap_or(6))
}

fn print_signed(figure: Figure) -> String {
    figure.value.map_or_else(|| printed(figure, 1), |value| signed(value, 1))
}
