//! Keys on their own units: as published where they are used, or on a user's table of inputs.
//!
//! Belongs here: a key without areas, counts and limits. Does not belong here: the authorities of
//! the United Kingdom (`keys.rs`).

use crate::allocation::inputs::Inputs;
use crate::allocation::key_parts::{Contribution, KeyComponent};
use crate::allocation::keys::{PARTS_OF_A_SHARE, part_with_figures};
use crate::catalogue::{Division, Key, Part, PublishedShares};
use crate::demography::shares::shares;
use crate::domain::{Error, Field, Id, Result, Unit, error_codes, with_decimals};
use crate::fairshare::{Adjustment, Claim, Composite, Request, Ties, as_f64, rule_or, tie_note};
use crate::figures::Figures;
use crate::table::{Figure, Units};
use itertools::Itertools;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// The name of the column that names units, and of that with people who count as hosted.
const UNIT: &str = "unit";
const CREDIT: &str = "credit";

/// More people than this are not counted exactly, and more units than this take minutes.
const LARGEST: f64 = 1e15;
const MAX_UNITS: usize = 5_000;

/// The shares of a key on units outside the United Kingdom, such as Länder.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct UnitShares {
    /// A caption, in a sentence without a full stop.
    pub caption: String,
    /// The key.
    pub key: Id,
    /// Where the shares were published; `None` for shares on a table of inputs.
    pub reference: Option<String>,
    /// The table of inputs; `None` for published shares.
    pub inputs: Option<String>,
    /// The rule by which places are apportioned; `None` where there are none.
    pub rule: Option<&'static str>,
    /// The base and the parts of the key; none where the shares are published or the key is of one
    /// indicator.
    pub components: Vec<KeyComponent>,
    /// One row for each unit.
    pub shares: Vec<UnitShare>,
    /// The unit of measurement of each figure.
    pub units: Units,
    /// Notes that explain the figures.
    pub notes: Vec<String>,
}

/// The share of a unit.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct UnitShare {
    /// The name of the unit.
    pub unit: String,
    /// Its share, in per cent.
    pub fair_share: Figure,
    /// The contribution of each component, in percentage points, in their order.
    pub from: Vec<Contribution>,
    /// Whole places; `None` when none are apportioned.
    pub places: Option<Figure>,
}

/// The units of measurement of the figures of a [`UnitShare`].
const UNITS: &[(&str, Unit)] =
    &[("fair_share", Unit::Percent), ("from", Unit::PercentagePoints), ("places", Unit::People)];

/// The shares that a key gives units.
struct Given {
    units: Vec<String>,
    shares: Vec<f64>,
    /// For each component of the key, its contribution to each unit's share.
    parts: Vec<(Id, Vec<f64>)>,
}

/// A key as published for its own units, its whole places by a rule, and the sum of its shares.
///
/// Errors: `F301` unknown key or rule, `F304` for a key without published figures, `F303` as of the
/// rule.
pub fn published_key(
    figures: &Figures,
    key: &str,
    places: Option<u64>,
    rule: Option<&str>,
) -> Result<UnitShares> {
    let key = figures.catalogue().key(key)?;
    let Some(published) = key.published.first() else {
        return Err(Error::new(
            error_codes::NO_DATA,
            "looking for a key as published for its own units",
        )
        .at_key(key.id.as_str())
        .found("none")
        .help(format!(
            "give the figures of its parts with {}; koenigsteiner, swiss and the keys of 2015 have \
             published shares",
            Field::Inputs.set_to("FILE")
        )));
    };
    let mut answer = unit_shares(figures, key, &given_by(published), places, rule)?;
    answer.caption.clone_from(&published.title);
    answer.reference = Some(published.reference.clone());
    answer.notes.push(format!("As published, without credits: {}.", published.reference));
    Ok(answer)
}

/// A key on a table of inputs (`unit`, a column for each indicator of the key, and `credit` where
/// there is one). Computes the share of every unit with its parts, and whole places by a rule.
///
/// Errors: as of [`published_key`]; `F303` for a table that cannot be read, with its line.
pub fn key_on_inputs(
    figures: &Figures,
    key: &str,
    inputs: &Inputs,
    places: Option<u64>,
    rule: Option<&str>,
) -> Result<UnitShares> {
    let key = figures.catalogue().key(key)?;
    let table = read(key, inputs)?;
    let given = on_inputs(key, &table, places).map_err(|error| error.in_file(&inputs.file))?;
    let mut answer = unit_shares(figures, key, &given, places, rule)?;
    answer.caption = format!("{}: shares on {}", key.title, inputs.file);
    answer.inputs = Some(inputs.file.clone());
    answer.notes.insert(0, format!("{}: {}", key.title, key.definition));
    if let Some(credits) = table.columns.get(CREDIT) {
        let all = with_decimals(credits.iter().sum(), 0);
        answer.notes.push(format!(
            "Credits of {all} in all count as people hosted, and shares are of the places without \
             them."
        ));
    }
    Ok(answer)
}

/// The shares of units and their places, without the note on where the shares are from.
fn unit_shares(
    figures: &Figures,
    key: &Key,
    given: &Given,
    places: Option<u64>,
    rule_id: Option<&str>,
) -> Result<UnitShares> {
    let (mut notes, mut used_rule) = (Vec::new(), None);
    let placed = match places {
        Some(places) => {
            let rule = rule_or(rule_id, key.rounding)?;
            let claims = given.shares.iter().map(|share| Claim::of(weight(*share))).collect();
            let request = Request { places, claims, ties: Ties::Order };
            let found = rule
                .apportion(&request)
                .map_err(|refused| refused.error(|at| given.units[at].clone()))?;
            notes.extend(tie_note(&rule.tied_for_last(&request), |at| given.units[at].clone()));
            notes.push(format!(
                "Places by {}: they add up to {}.",
                rule.id(),
                found.places.iter().sum::<u64>()
            ));
            used_rule = Some(rule.id());
            found.places
        }
        None => Vec::new(),
    };
    let component = |(id, _): &(Id, Vec<f64>)| KeyComponent {
        component: id.to_string(),
        title: figures
            .catalogue()
            .indicator(id.as_str())
            .map_or(id.as_str(), |indicator| &indicator.title)
            .to_owned(),
    };
    let contribution = |(id, shares): &(Id, Vec<f64>), at: usize| Contribution {
        component: id.to_string(),
        share: Figure::of(100.0 * shares[at]),
    };
    let row = |at: usize| UnitShare {
        unit: given.units[at].clone(),
        fair_share: Figure::of(100.0 * given.shares[at]),
        from: given.parts.iter().map(|part| contribution(part, at)).collect(),
        places: placed.get(at).map(|places| Figure::of(as_f64(*places))),
    };
    Ok(UnitShares {
        caption: String::new(),
        key: key.id.clone(),
        reference: None,
        inputs: None,
        rule: used_rule,
        components: given.parts.iter().map(component).collect(),
        shares: (0..given.units.len()).map(row).collect(),
        units: Units::of(UNITS),
        notes,
    })
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share from 0 to 1")]
fn weight(share: f64) -> u64 {
    (share * PARTS_OF_A_SHARE).round() as u64
}

fn given_by(published: &PublishedShares) -> Given {
    let total: f64 = published.shares.iter().map(|(_, figure)| figure).sum();
    Given {
        units: published.shares.iter().map(|(unit, _)| unit.clone()).collect(),
        shares: published.shares.iter().map(|(_, figure)| figure / total).collect(),
        parts: Vec::new(),
    }
}

/// The columns of a table by their names, and the units.
struct Table {
    units: Vec<String>,
    columns: BTreeMap<String, Vec<f64>>,
}

/// The indicators that a key needs, its base first, each once.
fn needed(key: &Key) -> Vec<&str> {
    key.indicators().map(Id::as_str).unique().collect()
}

/// Reads a table of inputs; every figure has to be there. Errors with `F303`.
fn read(key: &Key, inputs: &Inputs) -> Result<Table> {
    const DOING: &str = "reading the inputs of a key";
    let wrong =
        |line: u64, found: String, expected: &str| inputs.wrong(DOING, line, found, expected);
    let names: Vec<&str> = std::iter::once(UNIT).chain(needed(key)).collect();
    let header_expected =
        format!("the columns {}, each once, and {CREDIT} where there is one", names.join(", "));
    let mut reader = inputs.reader();
    let header =
        reader.headers().map_err(|error| wrong(1, error.to_string(), &header_expected))?.clone();
    let strange =
        header.iter().find(|name| *name != UNIT && *name != CREDIT && !needed(key).contains(name));
    if let Some(name) = strange {
        return Err(wrong(1, format!("the column {name:?}"), &header_expected));
    }
    if let Some(name) = names.iter().find(|name| !header.iter().any(|found| found == **name)) {
        return Err(wrong(1, format!("no column {name:?}"), &header_expected));
    }
    if let Some(name) =
        header.iter().find(|name| header.iter().filter(|other| other == name).count() > 1)
    {
        return Err(wrong(1, format!("the column {name:?} twice"), &header_expected));
    }
    let mut table = Table { units: Vec::new(), columns: BTreeMap::new() };
    for record in reader.records() {
        let (line, record) = inputs.row(record, DOING, &header_expected)?;
        for (name, text) in header.iter().zip(&record) {
            if name == UNIT {
                if text.is_empty() || table.units.iter().any(|unit| unit == text) {
                    return Err(wrong(
                        line,
                        format!("the unit {text:?}"),
                        "a name of its own for each unit",
                    ));
                }
                table.units.push(text.to_owned());
                continue;
            }
            let number = text.parse::<f64>().ok().filter(|number| (0.0..=LARGEST).contains(number));
            let number = number.ok_or_else(|| {
                let expected =
                    "a number from 0 to 1e15: a key divides among units that all have one";
                wrong(line, format!("{text:?} in {name}"), expected)
            })?;
            table.columns.entry(name.to_owned()).or_default().push(number);
        }
    }
    if table.units.len() > MAX_UNITS {
        return Err(wrong(
            1,
            format!("{} units", table.units.len()),
            &format!("at most {MAX_UNITS}"),
        ));
    }
    if table.units.is_empty() {
        return Err(wrong(1, "no unit".to_owned(), "a line for each unit below the header"));
    }
    Ok(table)
}

/// The shares that a key gives units with these figures.
fn on_inputs(key: &Key, table: &Table, places: Option<u64>) -> Result<Given> {
    let column = |id: &Id| table.columns.get(id.as_str()).cloned().unwrap_or_default();
    let units = table.units.len();
    let undefined = || {
        Error::new(error_codes::OPTION_WRONG, "putting the parts of a key together")
            .at_key(key.id.as_str())
            .found(without_value(key, table))
            .expected(
                "figures from 0 up, above 0 where an inverse is taken, and some people to divide",
            )
    };
    let (shares, parts) = match &key.division {
        Division::Indicator(indicator) => {
            (shares(&column(indicator)).ok_or_else(undefined)?, Vec::new())
        }
        Division::Equal => (shares(&vec![1.0; units]).ok_or_else(undefined)?, Vec::new()),
        Division::Parts { combine, parts } => {
            let with_figures = |part: &Part| part_with_figures(part, column(&part.indicator));
            let of_units = combine.with_base(|base| Ok(column(base)))?;
            let composite =
                Composite { combine: of_units, parts: parts.iter().map(with_figures).collect() };
            let composed = composite.composed().ok_or_else(undefined)?;
            let base = combine.base().map(|base| (base.clone(), composed.of_base.clone()));
            let with_base = composed.of_base.iter().any(|share| *share != 0.0);
            let of_parts =
                parts.iter().map(|part| part.indicator.clone()).zip(composed.of_parts.clone());
            (composed.shares, base.filter(|_| with_base).into_iter().chain(of_parts).collect())
        }
    };
    let Some(credits) = table.columns.get(CREDIT) else {
        return Ok(Given { units: table.units.clone(), shares, parts });
    };
    if places.is_none() {
        return Err(Error::new(error_codes::OPTION_WRONG, "setting credits against places")
            .at_field(Field::Places)
            .found("credits and no places")
            .expected("how many places there are, against which the credits weigh"));
    }
    let adjustment =
        Adjustment { credits: credits.clone(), min: vec![0.0; units], max: vec![1.0; units] };
    let shares =
        adjustment.apply(&shares, as_f64(places.unwrap_or_default())).ok_or_else(undefined)?;
    Ok(Given { units: table.units.clone(), shares, parts })
}

/// Which figure it is that a key has no value for.
fn without_value(key: &Key, table: &Table) -> String {
    let nothing = needed(key).into_iter().find_map(|id| {
        let at = table.columns.get(id)?.iter().position(|figure| *figure <= 0.0)?;
        Some(format!("{id} of {} is {}", table.units[at], table.columns[id][at]))
    });
    nothing
        .unwrap_or_else(|| "figures, or credits, of which every share would be nothing".to_owned())
}
