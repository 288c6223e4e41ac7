//! The links of fair-share keys: parts that exist, weights that add up, transforms that fit their direction.

use super::reference_check::{exists, wrong};
use super::{Catalogue, Combine, Credit, Direction, Key, MOST_PARTS, Part, Transform};
use crate::domain::{AreaCode, Id, MeasureKind, Result, Unit, error_codes};

/// How far weights written as decimals may be from adding up to 1: two thirds have no end.
const NEAR_ONE: f64 = 1e-9;

/// No burden of an area stands for more people than this.
const MOST_CREDIT: f64 = 1e6;

/// Checks a key. Errors with `F202` for what does not exist, `F204` for contradictions, `F205` for counts that have no size.
pub(super) fn check(catalogue: &Catalogue, key: &Key) -> Result<()> {
    let parts = key.part.iter().map(|part| &part.indicator);
    for id in key.indicator.iter().chain(&key.base).chain(parts) {
        exists(&catalogue.indicators, id, "indicator")?;
        if catalogue.indicators[id].kind == MeasureKind::Cumulative {
            return Err(wrong(error_codes::KINDS_MIXED, id, "a cumulative count as a key")
                .expected("a stock or a flow: a count since a beginning is nobody's size"));
        }
    }
    let is_rank = |part: &&Part| catalogue.indicators[&part.indicator].unit == Unit::Rank;
    if let Some(part) = key.part.iter().filter(is_rank).find(|part| part.transform == Transform::Rank) {
        return Err(wrong(
            error_codes::DEFINITION_WRONG,
            "transform",
            format!("the rank of {}, a rank", part.indicator),
        )
        .expected("the score or rate that the rank was made of: a rank is not ranked again"));
    }
    if let Some(of) = &key.cap_of {
        exists(&catalogue.indicators, of, "indicator")?;
    }
    let contradiction = |name: &str, found: String, expected: &str| {
        Err(wrong(error_codes::DEFINITION_WRONG, name, found).expected(expected))
    };
    if let Some(per) = &key.cap_per {
        exists(&catalogue.indicators, &per.indicator, "indicator")?;
        if key.cap_of.is_none() || key.cap_residents_per_person.is_none() {
            let expected = "`cap_residents_per_person` and `cap_of`";
            return contradiction("cap_per", format!("{}, and no limit of a count", per.people), expected);
        }
    }
    if key.cap_residents_per_person == Some(0) {
        return contradiction("cap_residents_per_person", "0".to_owned(), "a number above 0");
    }
    if key.only_under_limit && (key.cap_residents_per_person.is_none() || key.cap_of.is_none()) {
        return contradiction("only_under_limit", "no limit".to_owned(), "`cap_residents_per_person` and `cap_of`");
    }
    for exclusion in &key.exclude {
        AreaCode::new(&exclusion.area)?;
    }
    adjustments(catalogue, key)?;
    match (&key.indicator, key.combine) {
        (Some(_), None) if key.part.is_empty() => Ok(()),
        (None, Some(Combine::Equal)) if key.part.is_empty() => Ok(()),
        (None, Some(combine)) if combine != Combine::Equal && !key.part.is_empty() => composite(key, combine),
        _ => contradiction(
            key.id.as_str(),
            "neither or several of `indicator`, `combine = \"equal\"` and parts".to_owned(),
            "`indicator` for a key of one figure, or `combine` and a `[[part]]` for each of several",
        ),
    }
}

/// Credits that are of one kind, floors and limits that leave room.
fn adjustments(catalogue: &Catalogue, key: &Key) -> Result<()> {
    let contradiction = |name: &str, found: String, expected: &str| {
        Err(wrong(error_codes::DEFINITION_WRONG, name, found).expected(expected))
    };
    for credit in &key.credit {
        let people = match credit {
            Credit { area: Some(area), people: Some(people), indicator: None, people_for_each: None, .. } => {
                AreaCode::new(area)?;
                people
            }
            Credit { area: None, people: None, indicator: Some(id), people_for_each: Some(people), .. } => {
                exists(&catalogue.indicators, id, "indicator")?;
                if !catalogue.indicators[id].unit.adds_up() {
                    return Err(wrong(error_codes::KINDS_MIXED, "indicator", format!("{id}, which is no count"))
                        .expected("a count, of which each unit stands for so many people"));
                }
                people
            }
            _ => {
                let expected = "`area` and `people`, or `indicator` and `people_for_each`";
                return contradiction("credit", format!("neither or both kinds ({})", credit.reason), expected);
            }
        };
        if !(0.0..=MOST_CREDIT).contains(people) || credit.reason.trim().is_empty() {
            let expected = "people from 0 to 1,000,000, and a reason";
            return contradiction("credit", format!("{people} people, reason {:?}", credit.reason), expected);
        }
    }
    for published in &key.published {
        let figures = published.shares.iter().map(|(_, figure)| figure);
        if figures.clone().any(|figure| figure.is_nan() || *figure < 0.0) || figures.sum::<f64>() <= 0.0 {
            return contradiction(
                published.id.as_str(),
                "a negative share, or nothing".to_owned(),
                "figures from 0 up",
            );
        }
    }
    for bound in &key.bound {
        AreaCode::new(&bound.area)?;
        let (least, most) = (bound.least_percent, bound.most_percent);
        if !(0.0 <= least && least <= most && most <= 100.0) {
            let expected = "`least_percent` from 0 up, not above `most_percent`, at most 100";
            return contradiction(&bound.area, format!("a share from {least} to {most}"), expected);
        }
    }
    Ok(())
}

fn composite(key: &Key, combine: Combine) -> Result<()> {
    let contradiction = |name: &Id, found: String, expected: &str| {
        Err(wrong(error_codes::DEFINITION_WRONG, name, found).expected(expected))
    };
    for part in &key.part {
        if !(part.weight >= 0.0 && part.weight <= 1.0) {
            return contradiction(&part.indicator, format!("weight {}", part.weight), "a weight from 0 to 1");
        }
        part_fits(key, combine, part)?;
    }
    if key.part.len() > MOST_PARTS {
        return contradiction(&key.id, format!("{} parts", key.part.len()), "at most ten parts");
    }
    let sum: f64 = key.part.iter().map(|part| part.weight).sum();
    if (sum - 1.0).abs() > NEAR_ONE {
        return contradiction(&key.id, format!("weights that add up to {sum}"), "weights that add up to 1");
    }
    if combine != Combine::Additive && key.base.is_none() {
        return contradiction(&key.id, "no `base`".to_owned(), "what the parts adjust, such as resident-population");
    }
    if combine == Combine::LessPressure && !key.strength.is_some_and(|strength| (0.0..=1.0).contains(&strength)) {
        return contradiction(&key.id, format!("strength {:?}", key.strength), "`strength` from 0 to 1");
    }
    Ok(())
}

fn part_fits(key: &Key, combine: Combine, part: &Part) -> Result<()> {
    let contradiction = |found: String, expected: &str| {
        Err(wrong(error_codes::DEFINITION_WRONG, &part.indicator, found).expected(expected))
    };
    let less = part.direction == Direction::Less;
    if !part.transform.goes_both_ways() && less != part.transform.turns() {
        return contradiction(
            format!("direction {:?} with the transform {:?}", part.direction, part.transform).to_lowercase(),
            "`less` with `inverse`, `more` with `share`, `volume` and `per-capita`; `min-max`, `z-score` and `rank` go both ways",
        );
    }
    if matches!(part.transform, Transform::Volume | Transform::PerCapita) && key.base.is_none() {
        return contradiction("a transform by the base, and no base".to_owned(), "`base`, such as resident-population");
    }
    if combine == Combine::LessPressure && !matches!(part.transform, Transform::MinMax | Transform::Rank) {
        return contradiction(
            format!("the transform {:?}", part.transform).to_lowercase(),
            "`min-max` or `rank`, which lie between 0 and 1, for a pressure that is taken from 1",
        );
    }
    if part.least.is_nan() || part.least < 0.0 || part.most.is_some_and(|most| most.is_nan() || most < part.least) {
        return contradiction(
            format!("from {} to {:?}", part.least, part.most),
            "`least` from 0 up and `most` not below it",
        );
    }
    if part.corrective.is_some_and(|most| most <= 0.0) || (part.corrective.is_some() && combine != Combine::Additive) {
        return contradiction("a corrective part".to_owned(), "`corrective` above 0, in an additive key");
    }
    if part.corrective.is_some() && key.part.iter().all(|part| part.corrective.is_some()) {
        return contradiction("corrective parts alone".to_owned(), "a part that is not corrective, to be corrected");
    }
    Ok(())
}
