//! Finds the area of a row, by code and name together, and corrects the publisher's known errors.

use super::Shaper;
use super::codes::{self, CodeAnomaly};
use crate::catalogue::{Action, Correction, Dataset, Layout};
use crate::domain::{AreaCode, AreaLevel, Date, Error, Result, error_codes, has_prefix};
use crate::geography::Area;

/// The area of a row, and the correction that was needed to find it.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    /// The area.
    pub area: &'a Area,
    /// The known error that was corrected.
    pub correction: Option<&'a Correction>,
    /// The anomaly of the printed code.
    pub oddity: Option<CodeAnomaly>,
}

impl<'a> Place<'a> {
    /// The area, without an anomaly.
    pub(super) fn of(area: &'a Area) -> Self {
        Self { area, correction: None, oddity: None }
    }
}

/// Finds the area of a row from its code and name, either of which may be absent. If both are
/// present, they must agree.
///
/// Returns `None` for counties where they are sums of districts. Errors: `F107` unknown, `F108`
/// contradiction.
pub(super) fn resolve<'a>(
    shaper: &Shaper<'a>,
    dataset: &'a Dataset,
    layout: &Layout,
    code: Option<&str>,
    name: Option<&str>,
    day: Date,
) -> Result<Option<Place<'a>>> {
    if let Some(only) = &layout.area {
        let area = shaper.geography.get(only)?;
        return Ok(Some(Place::of(area)));
    }
    let label = name.or(code).unwrap_or_default().trim();
    if let Some(rule) = dataset.not_an_area.iter().find(|rule| has_prefix(label, &rule.starts)) {
        let of_an_area = code
            .and_then(|code| AreaCode::new(code).ok())
            .and_then(|code| shaper.geography.get(&code).ok());
        if let Some(area) = of_an_area {
            return Err(contradiction(shaper, area, label));
        }
        let area = shaper.geography.get(&rule.area)?;
        return Ok(Some(Place::of(area)));
    }
    let Some(code) = code else {
        return by_name(shaper, label, day).map(|area| Some(Place::of(area)));
    };
    let agrees = |code: &AreaCode| name.is_some_and(|name| shaper.geography.is_called(code, name));
    let (code, oddity) = codes::read(code, agrees)?;
    if code.level() == AreaLevel::Other {
        return Err(codes::of_no_level(&code, name, dataset.id.as_str()));
    }
    let area = shaper.geography.get(&code)?;
    let kept = |place: Place<'a>| dataset.keeps(place.area.code.level()).then_some(place);
    if name.is_none() || agrees(&code) {
        return Ok(kept(Place { oddity, ..Place::of(area) }));
    }
    let name = name.unwrap_or_default().trim();
    let Some(correction) = correction_for(dataset, &code, name, day) else {
        return Err(contradiction(shaper, area, name));
    };
    let area = match correction.action {
        Action::TrustName => by_name(shaper, name, day)?,
        _ => area,
    };
    Ok(kept(Place { area, correction: Some(correction), oddity }))
}

fn correction_for<'a>(
    dataset: &'a Dataset,
    code: &AreaCode,
    name: &str,
    day: Date,
) -> Option<&'a Correction> {
    dataset.correction.iter().find(|correction| {
        matches!(correction.action, Action::TrustName | Action::TrustCode)
            && correction.is_on(day)
            && correction.codes.contains(code)
            && correction.name.as_deref().is_none_or(|wrong| wrong == name)
    })
}

/// The area with that name; if several codes share it, the one in force on the day.
fn by_name<'a>(shaper: &Shaper<'a>, name: &str, day: Date) -> Result<&'a Area> {
    let named = shaper.geography.named(name);
    let in_force = |area: &&&Area| {
        area.start.is_none_or(|start| start <= day) && area.end.is_none_or(|end| end >= day)
    };
    named.iter().find(in_force).or_else(|| named.first()).copied().ok_or_else(|| {
        let all: Vec<&str> = shaper.geography.all().map(|area| area.name.as_str()).collect();
        let near = crate::domain::nearest(name, &all)
            .map_or(String::new(), |near| format!(" (near: {near:?})"));
        Error::new(error_codes::AREA_UNKNOWN, "looking for the area of a row")
            .found(format!("the name {name:?}"))
            .expected(format!("the name of an area{near}"))
    })
}

fn contradiction(shaper: &Shaper<'_>, area: &Area, name: &str) -> Error {
    let meant: Vec<String> = shaper
        .geography
        .named(name)
        .iter()
        .filter(|other| other.code.level() == AreaLevel::Authority)
        .map(|other| other.code.to_string())
        .collect();
    let meant = if meant.is_empty() {
        "no area of that name is known".into()
    } else {
        format!("its code is {}", meant.join(" or "))
    };
    Error::new(error_codes::AREA_CONTRADICTION, "comparing the code of a row with its name")
        .found(format!("code {} ({}) beside the name {name:?}", area.code, area.name))
        .expected(format!("the code and a name of one area; {meant}"))
}
