//! Keys as they are in files, and what they mean. Belongs here: contradictions. Does not belong
//! here: links to other definitions.

use super::super::RegionalText;
use super::super::reference_check::wrong;
use super::{
    Bound, Burden, CapPer, Combine, Credit, Direction, Division, Exclusion, Key, KeyLimit,
    LimitedCount, MOST_PARTS, MissingPart, Part, PublishedShares, Rounding, Transform,
};
use crate::domain::{AreaCode, Error, Id, Result, error_codes};
use serde::Deserialize;
use std::num::NonZeroU64;

/// How far weights written as decimals may be from adding up to 1: two thirds have no end.
const NEAR_ONE: f64 = 1e-9;

/// No burden of an area stands for more people than this.
const MOST_CREDIT: f64 = 1e6;

/// The keys of a file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenKey {
    id: Id,
    title: String,
    definition: String,
    indicator: Option<Id>,
    combine: Option<WrittenCombine>,
    base: Option<Id>,
    strength: Option<f64>,
    #[serde(default)]
    part: Vec<Part>,
    #[serde(default)]
    missing: MissingPart,
    #[serde(default)]
    only_under_limit: bool,
    #[serde(default)]
    exclude: Vec<Exclusion>,
    #[serde(default)]
    credit: Vec<WrittenCredit>,
    #[serde(default)]
    bound: Vec<Bound>,
    cap_residents_per_person: Option<u64>,
    cap_of: Option<Id>,
    cap_per: Option<CapPer>,
    rounding: Rounding,
    #[serde(default)]
    illustrative: bool,
    reference: String,
    #[serde(default)]
    caveats: Vec<RegionalText>,
    #[serde(default)]
    published: Vec<PublishedShares>,
}

/// How parts are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum WrittenCombine {
    Equal,
    Additive,
    Multiplicative,
    LessPressure,
}

/// A credit.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenCredit {
    area: Option<AreaCode>,
    people: Option<f64>,
    indicator: Option<Id>,
    people_for_each: Option<f64>,
    reason: String,
}

/// The error of a key that contradicts itself.
fn contradiction(name: impl ToString, found: impl Into<String>, expected: &str) -> Error {
    wrong(error_codes::DEFINITION_WRONG, name, found).expected(expected)
}

impl WrittenKey {
    /// The key that they mean. Errors with `F204` for contradictions.
    pub fn into_key(self) -> Result<Key> {
        let limit =
            limit(self.cap_residents_per_person, self.cap_of, self.cap_per, self.only_under_limit)?;
        let credit =
            self.credit.into_iter().map(WrittenCredit::into_credit).collect::<Result<_>>()?;
        self.published.iter().try_for_each(check_published)?;
        self.bound.iter().try_for_each(check_bound)?;
        Ok(Key {
            division: division(
                &self.id,
                self.indicator,
                self.combine,
                (self.base, self.strength),
                self.part,
            )?,
            id: self.id,
            title: self.title,
            definition: self.definition,
            missing: self.missing,
            exclude: self.exclude,
            credit,
            bound: self.bound,
            limit,
            rounding: self.rounding,
            illustrative: self.illustrative,
            reference: self.reference,
            caveats: self.caveats,
            published: self.published,
        })
    }
}

/// The limit of a key; none without a number, whatever else is there.
fn limit(
    number: Option<u64>,
    of: Option<Id>,
    per: Option<CapPer>,
    only_under: bool,
) -> Result<Option<KeyLimit>> {
    const BOTH: &str = "`cap_residents_per_person` and `cap_of`";
    let is_of_count = number.is_some() && of.is_some();
    if let Some(per) = per.as_ref().filter(|_| !is_of_count) {
        return Err(contradiction(
            "cap_per",
            format!("{}, and no limit of a count", per.people),
            BOTH,
        ));
    }
    let Some(number) = number else {
        return if only_under {
            Err(contradiction("only_under_limit", "no limit", BOTH))
        } else {
            Ok(None)
        };
    };
    let residents_per_person = NonZeroU64::new(number)
        .ok_or_else(|| contradiction("cap_residents_per_person", "0", "a number above 0"))?;
    if only_under && !is_of_count {
        return Err(contradiction("only_under_limit", "no limit", BOTH));
    }
    Ok(Some(KeyLimit {
        residents_per_person,
        of: of.map(|indicator| LimitedCount { indicator, per, only_under }),
    }))
}

impl WrittenCredit {
    fn into_credit(self) -> Result<Credit> {
        let (burden, people) = match (self.area, self.people, self.indicator, self.people_for_each)
        {
            (Some(area), Some(people), None, None) => (Burden::OfArea { area, people }, people),
            (None, None, Some(indicator), Some(each)) => {
                (Burden::OfIndicator { indicator, people_for_each: each }, each)
            }
            _ => {
                let expected = "`area` and `people`, or `indicator` and `people_for_each`";
                return Err(contradiction(
                    "credit",
                    format!("neither or both kinds ({})", self.reason),
                    expected,
                ));
            }
        };
        if !(0.0..=MOST_CREDIT).contains(&people) || self.reason.trim().is_empty() {
            let expected = "people from 0 to 1,000,000, and a reason";
            return Err(contradiction(
                "credit",
                format!("{people} people, reason {:?}", self.reason),
                expected,
            ));
        }
        Ok(Credit { burden, reason: self.reason })
    }
}

fn check_published(published: &PublishedShares) -> Result<()> {
    let figures = published.shares.iter().map(|(_, figure)| figure);
    if figures.clone().any(|figure| figure.is_nan() || *figure < 0.0) || figures.sum::<f64>() <= 0.0
    {
        return Err(contradiction(
            &published.id,
            "a negative share, or nothing",
            "figures from 0 up",
        ));
    }
    Ok(())
}

fn check_bound(bound: &Bound) -> Result<()> {
    let (least, most) = (bound.least_percent, bound.most_percent);
    if !(0.0 <= least && least <= most && most <= 100.0) {
        let expected = "`least_percent` from 0 up, not above `most_percent`, at most 100";
        return Err(contradiction(
            &bound.area,
            format!("a share from {least} to {most}"),
            expected,
        ));
    }
    Ok(())
}

/// By what the key divides.
fn division(
    key: &Id,
    indicator: Option<Id>,
    combine: Option<WrittenCombine>,
    (base, strength): (Option<Id>, Option<f64>),
    parts: Vec<Part>,
) -> Result<Division> {
    let combine = match (indicator, combine) {
        (Some(indicator), None) if parts.is_empty() => return Ok(Division::Indicator(indicator)),
        (None, Some(WrittenCombine::Equal)) if parts.is_empty() => return Ok(Division::Equal),
        (None, Some(combine)) if combine != WrittenCombine::Equal && !parts.is_empty() => combine,
        _ => {
            return Err(contradiction(
                key,
                "neither or several of `indicator`, `combine = \"equal\"` and parts",
                "`indicator` for a key of one figure, or `combine` and a `[[part]]` for each of \
                 several",
            ));
        }
    };
    for part in &parts {
        part_fits(combine, base.is_some(), part, &parts)?;
    }
    if parts.len() > MOST_PARTS {
        return Err(contradiction(key, format!("{} parts", parts.len()), "at most ten parts"));
    }
    let sum: f64 = parts.iter().map(|part| part.weight).sum();
    if (sum - 1.0).abs() > NEAR_ONE {
        return Err(contradiction(
            key,
            format!("weights that add up to {sum}"),
            "weights that add up to 1",
        ));
    }
    let needed = |base: Option<Id>| {
        base.ok_or_else(|| {
            contradiction(key, "no `base`", "what the parts adjust, such as resident-population")
        })
    };
    let combine = match combine {
        WrittenCombine::Equal | WrittenCombine::Additive => Combine::Additive { base },
        WrittenCombine::Multiplicative => Combine::Multiplicative { base: needed(base)? },
        WrittenCombine::LessPressure => {
            let base = needed(base)?;
            let strength =
                strength.filter(|strength| (0.0..=1.0).contains(strength)).ok_or_else(|| {
                    contradiction(key, format!("strength {strength:?}"), "`strength` from 0 to 1")
                })?;
            Combine::LessPressure { base, strength }
        }
    };
    Ok(Division::Parts { combine, parts })
}

/// Checks that a part fits how the parts are put together.
fn part_fits(combine: WrittenCombine, has_base: bool, part: &Part, parts: &[Part]) -> Result<()> {
    let refused =
        |found: String, expected: &str| Err(contradiction(&part.indicator, found, expected));
    if !(0.0..=1.0).contains(&part.weight) {
        return refused(format!("weight {}", part.weight), "a weight from 0 to 1");
    }
    let less = part.direction == Direction::Less;
    if !part.transform.goes_both_ways() && less != part.transform.turns() {
        return refused(
            format!("direction {:?} with the transform {:?}", part.direction, part.transform)
                .to_lowercase(),
            "`less` with `inverse`, `more` with `share`, `volume` and `per-capita`; `min-max`, \
             `z-score` and `rank` go both ways",
        );
    }
    if matches!(part.transform, Transform::Volume | Transform::PerCapita) && !has_base {
        return refused(
            "a transform by the base, and no base".to_owned(),
            "`base`, such as resident-population",
        );
    }
    if combine == WrittenCombine::LessPressure
        && !matches!(part.transform, Transform::MinMax | Transform::Rank)
    {
        return refused(
            format!("the transform {:?}", part.transform).to_lowercase(),
            "`min-max` or `rank`, which lie between 0 and 1, for a pressure that is taken from 1",
        );
    }
    if part.least.is_nan()
        || part.least < 0.0
        || part.most.is_some_and(|most| most.is_nan() || most < part.least)
    {
        return refused(
            format!("from {} to {:?}", part.least, part.most),
            "`least` from 0 up and `most` not below it",
        );
    }
    if part.corrective.is_some_and(|most| most <= 0.0)
        || (part.corrective.is_some() && combine != WrittenCombine::Additive)
    {
        return refused("a corrective part".to_owned(), "`corrective` above 0, in an additive key");
    }
    if part.corrective.is_some() && parts.iter().all(|part| part.corrective.is_some()) {
        return refused(
            "corrective parts alone".to_owned(),
            "a part that is not corrective, to be corrected",
        );
    }
    Ok(())
}
