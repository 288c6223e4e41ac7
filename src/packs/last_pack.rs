//! What was known at the last pack. Its figures are those of a day, from the editions of a pin, or
//! as printed in an earlier pack's file of figures.
//!
//! Belongs here: the figures to compare with. Does not belong here: the sentences about them
//! (`briefing`).

use crate::briefing::Earlier;
use crate::catalogue::Indicator;
use crate::domain::{
    Action, AreaCode, Date, Error, Field, Period, Result, Status, error_codes, long_date,
};
use crate::figures::Figures;
use crate::holdings::edition::Edition;
use crate::knowledge::rules;
use crate::source::{EditionId, read_text};
use crate::table::{Figure, Source, columns};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The earlier day or pack that a pack is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Since {
    /// The figures published by a day.
    Day(Date),
    /// The figures published by the day of the board's last meeting.
    LastMeeting,
    /// The editions of a pin, by its name.
    Pin(String),
    /// The figures of an earlier pack, in its folder.
    Folder(PathBuf),
}

/// The figures that were known at the last pack.
pub(crate) struct LastPack {
    /// Since when, in words.
    pub words: String,
    known: Known,
}

enum Known {
    /// The figures as they were without later editions.
    Later(Box<Figures>),
    /// The newest figure of each indicator and area, as printed.
    Figures(BTreeMap<(String, AreaCode), Earlier>),
}

impl LastPack {
    /// The editions that these figures were read from.
    pub fn editions_read(&self) -> Vec<Source> {
        match &self.known {
            Known::Later(figures) => figures.holdings().editions_read(),
            Known::Figures(_) => Vec::new(),
        }
    }

    /// The newest figure that was known then.
    pub fn newest(&self, indicator: &Indicator, area: &AreaCode) -> Result<Option<Earlier>> {
        match &self.known {
            Known::Later(figures) => {
                let values = figures.values(indicator.id.as_str())?;
                let newest = values.newest_until(area, Date::MAX);
                Ok(newest.map(|(_, value)| Earlier::of(value.period, value.figure)))
            }
            Known::Figures(figures) => {
                Ok(figures.get(&(indicator.id.to_string(), area.clone())).cloned())
            }
        }
    }
}

/// The figures that were known at the last pack.
///
/// Errors: `F303` for a pin that does not exist and a region without meetings, `F101` for a file of
/// figures that cannot be read.
pub(crate) fn last_pack(
    figures: &Figures,
    pack: &str,
    area: &AreaCode,
    since: &Since,
) -> Result<LastPack> {
    let known_on = |day| LastPack {
        words: long_date(day),
        known: Known::Later(Box::new(figures.known_on(day))),
    };
    Ok(match since {
        Since::Day(day) => known_on(*day),
        Since::LastMeeting => {
            known_on(rules::last_meeting(figures.knowledge(), area, figures.today())?)
        }
        Since::Folder(folder) => {
            let file = folder.join(format!("{pack}.csv"));
            let figures = printed_figures(&file, figures.catalogue().limits.file_bytes)?;
            let newest = figures.values().map(|known| known.period.end).max();
            let of = newest.map_or(String::new(), |day| {
                format!(", whose newest figures are of {}", long_date(day))
            });
            LastPack { words: format!("the last pack{of}"), known: Known::Figures(figures) }
        }
        Since::Pin(name) => {
            let pinned = pinned(figures, name).map_err(|error| error.at_field(Field::Since))?;
            LastPack {
                words: format!("the pack pinned as {name}"),
                known: Known::Later(Box::new(pinned)),
            }
        }
    })
}

/// The same figures from the editions of a pin and no others, so that earlier results can be
/// reproduced.
///
/// Errors: `F303` for an unknown name, `F304` where one of its editions is no longer stored,
/// `F402`.
pub fn pinned(figures: &Figures, name: &str) -> Result<Figures> {
    let pins = figures.holdings().store().pins()?;
    let names: Vec<&str> = pins.iter().map(|pin| pin.name.as_str()).collect();
    let pin = pins.iter().find(|pin| pin.name.as_str() == name).ok_or_else(|| {
        Error::new(error_codes::OPTION_WRONG, "looking for a pin")
            .found(format!("{name:?}"))
            .expected(if names.is_empty() {
                "a pin; the store has none".to_owned()
            } else {
                format!("one of {}", names.join(", "))
            })
    })?;
    let all: BTreeSet<EditionId> = figures.holdings().editions()?.iter().map(Edition::id).collect();
    if let Some(gone) = pin.editions.iter().find(|edition| !all.contains(edition)) {
        return Err(Error::new(error_codes::NO_DATA, "looking for the editions of a pin")
            .at_key(name)
            .found(format!(
                "no edition {} of {} with the sha256 {}",
                gone.edition, gone.dataset, gone.sha256
            ))
            .help("import the file again, or use the version of the program that has it inside"));
    }
    Ok(figures.without(all.into_iter().filter(|edition| !pin.editions.contains(edition)).collect()))
}

/// The newest figure of each indicator and area in a pack's file of figures, categories left out.
fn printed_figures(file: &Path, limit: usize) -> Result<BTreeMap<(String, AreaCode), Earlier>> {
    let doing = "reading the figures of an earlier pack";
    let wrong = |found: String| {
        Error::new(error_codes::FILE_UNREADABLE, doing)
            .in_file(file.display().to_string())
            .found(found)
            .expected(format!(
                "the file of figures that {} writes",
                Action::Brief.setting(Field::Formats, "csv").without_program()
            ))
    };
    let text = read_text(file, limit).map_err(|error| wrong(error.finding().to_owned()))?;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| wrong(error.to_string()))?.clone();
    let column = |name: &str| {
        header
            .iter()
            .position(|held| held == name)
            .ok_or_else(|| wrong(format!("no column {name}")))
    };
    let (indicator, area) = (column(columns::INDICATOR)?, column(columns::AREA_CODE)?);
    let (start, end, category) =
        (column(columns::PERIOD_START)?, column(columns::PERIOD_END)?, column("category")?);
    let (value, status) = (column(columns::VALUE)?, column(columns::STATUS)?);
    let mut figures: BTreeMap<(String, AreaCode), Earlier> = BTreeMap::new();
    for record in reader.records() {
        let record = record.map_err(|error| wrong(error.to_string()))?;
        let text = |at: usize| record.get(at).unwrap_or_default();
        let day = |at: usize| {
            text(at).parse::<Date>().map_err(|_| wrong(format!("the day {:?}", text(at))))
        };
        if !text(category).is_empty() {
            continue;
        }
        let number =
            Some(text(value)).filter(|text| !text.is_empty()).map(str::parse::<f64>).transpose();
        let figure = Figure {
            value: number.map_err(|_| wrong(format!("the value {:?}", text(value))))?,
            status: Status::parse(text(status)),
        };
        let period = Period { start: day(start)?, end: day(end)? };
        let known = Earlier::of(period, figure);
        let key = (text(indicator).to_owned(), AreaCode::new(text(area))?);
        if figures.get(&key).is_none_or(|held| held.period.end <= period.end) {
            figures.insert(key, known);
        }
    }
    Ok(figures)
}
