//! What moved between two editions: new and vanished categories first, then figures, the largest
//! change first.

mod difference;

pub use difference::{DiffRow, DifferenceKind};

use self::difference::Difference;
use crate::catalogue::Dataset;
use crate::domain::{
    Action, AreaCode, Compare, Error, Id, Period, Result, Unit, counted, error_codes,
};
use crate::geography::Geography;
use crate::holdings::Holdings;
use crate::holdings::change::newest_alike;
use crate::holdings::edition::{Edition, label};
use crate::table::{Row, Source};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What two editions differ in.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Diff {
    /// Which editions are compared.
    pub caption: String,
    /// The dataset.
    pub dataset: Id,
    /// The older edition: its day, and where another has the same day also the start of its sha256.
    pub old: String,
    /// The newer edition.
    pub new: String,
    /// The dimensions of the codes in `dims`, by the names of the columns.
    pub dimensions: Vec<String>,
    /// The unit of the figures of each measure.
    pub units: BTreeMap<Id, Unit>,
    /// One category or figure that differs a row: categories first, then figures by the size of
    /// their change.
    pub rows: Vec<DiffRow>,
    /// How many figures are the same in both.
    pub unchanged: usize,
    /// Which editions and periods were compared, and how much did not change.
    pub notes: Vec<String>,
    /// The editions that the figures come from.
    pub sources: Vec<Source>,
}

/// Compares two editions of a dataset, named by their day or the start of their sha256. Without
/// names, compares the edition held back with the one that counts, or the two editions with the
/// highest precedence.
///
/// Errors: `F301` for an unknown dataset, `F303` for an edition that is not in the store, `F304`
/// when there are not two.
pub fn diff(holdings: &Holdings, dataset: &str, named: Option<(&str, &str)>) -> Result<Diff> {
    let dataset = holdings.catalogue().dataset(dataset)?;
    let waiting = holdings.held_back(dataset)?;
    let counting = holdings
        .editions_of(dataset)
        .or_else(|error| if waiting.is_empty() { Err(error) } else { Ok(Vec::new()) })?;
    let held: Vec<Edition> = waiting.into_iter().chain(counting).collect();
    let (old, new) = match named {
        Some((old, new)) => (find(old, &held)?, find(new, &held)?),
        None => comparable(holdings, dataset, &held)?,
    };
    let (old_table, new_table) =
        (holdings.read_unrefused(dataset, old)?, holdings.read_unrefused(dataset, new)?);
    let (old_rows, new_rows) = (old_table.rows()?, new_table.rows()?);
    let sides = Sides::new(dataset, holdings.geography(), &old_rows, &new_rows);
    let mut notes = vec![format!(
        "{}: {} compared with {} before",
        dataset.id,
        label(new, &held),
        label(old, &held)
    )];
    notes.extend(sides.periods_compared());
    let (rows, unchanged) = sides.rows();
    notes.push(format!(
        "{} listed, {} unchanged",
        counted(rows.len(), "difference", "differences"),
        counted(unchanged, "figure", "figures")
    ));
    let dims = dataset.dims();
    Ok(Diff {
        caption: format!("{}: what changed from {} to {}", dataset.title, old.name(), new.name()),
        dataset: dataset.id.clone(),
        old: label(old, &held),
        new: label(new, &held),
        units: dataset.measure.iter().map(|measure| (measure.id.clone(), measure.unit)).collect(),
        rows: rows.iter().map(|difference| difference.row(dims.len())).collect(),
        dimensions: dims,
        unchanged,
        notes,
        sources: old_table.sources().iter().chain(new_table.sources()).cloned().collect(),
    })
}

/// The first edition, and the one after it that it can be compared with: files of one dataset may
/// be about different measures. Errors with `F304`.
fn comparable<'e>(
    holdings: &Holdings,
    dataset: &Dataset,
    held: &'e [Edition],
) -> Result<(&'e Edition, &'e Edition)> {
    if let Some((new, others)) = held.split_first().filter(|(_, others)| !others.is_empty()) {
        let rows = holdings.read_unrefused(dataset, new)?.rows()?;
        for old in others {
            if share_a_measure(&holdings.read_unrefused(dataset, old)?.rows()?, &rows) {
                return Ok((old, new));
            }
        }
    }
    Err(Error::new(error_codes::NO_DATA, format!("looking for two editions of {}", dataset.id))
        .found(format!(
            "only {}",
            held.iter().map(|one| label(one, held)).collect::<Vec<_>>().join(", ")
        ))
        .help(format!("import another edition from {}", dataset.landing_page)))
}

/// The number of differences between two editions about the same days, in words; `None` without
/// differences.
pub(crate) fn differences(
    holdings: &Holdings,
    dataset: &Dataset,
    old: &[Row],
    new: &[Row],
) -> Option<String> {
    let (differences, unchanged) = Sides::new(dataset, holdings.geography(), old, new).rows();
    let found = counted(differences.len(), "difference", "differences");
    let rest = counted(unchanged, "figure", "figures");
    (!differences.is_empty())
        .then(|| format!("{found} from the edition of that day that is held; {rest} as before"))
}

/// True for editions that measure something in common.
pub(super) fn share_a_measure(old: &[Row], new: &[Row]) -> bool {
    let measured: BTreeSet<&str> = old.iter().map(|row| row.measure.as_str()).collect();
    new.iter().any(|row| measured.contains(row.measure.as_str()))
}

/// The edition of that day, or whose sha256 starts with the text. Errors with `F303`, naming the
/// editions there are.
fn find<'e>(text: &str, held: &'e [Edition]) -> Result<&'e Edition> {
    let is_meant = |edition: &&Edition| {
        edition.name() == text || (text.len() >= 4 && edition.sha256.starts_with(text))
    };
    let mut meant = held.iter().filter(is_meant);
    match (meant.next(), meant.next()) {
        (Some(edition), None) => Ok(edition),
        (found, _) => {
            let wrong = Error::new(error_codes::OPTION_WRONG, "looking for an edition");
            let all: Vec<String> = held.iter().map(|edition| label(edition, held)).collect();
            let problem = if found.is_some() {
                "which more than one edition is"
            } else {
                "which no edition is"
            };
            Err(wrong
                .found(format!("{text:?}, {problem}"))
                .expected(format!(
                    "the day, or the start of the sha256, of one of {}",
                    all.join(", ")
                ))
                .help(format!("{} lists the editions held of a dataset", Action::Check)))
        }
    }
}

/// Measure, area under one code for both editions, category, and the period where both have it.
type Key<'r> = (&'r str, &'r AreaCode, &'r [String], Option<Period>);

/// The rows of both editions, matched.
struct Sides<'r> {
    old: BTreeMap<Key<'r>, &'r Row>,
    new: BTreeMap<Key<'r>, &'r Row>,
    /// The periods compared, by measure: the periods that both have, or else the newest of each.
    periods: BTreeMap<&'r str, Periods>,
    categories: Vec<Difference<'r>>,
}

/// Which periods of a measure are compared.
enum Periods {
    Common(BTreeSet<Period>),
    Newest(Period, Period),
    /// One covers a quarter and the other a year, so the two cannot be compared.
    Unlike,
}

impl Periods {
    /// True for a period of one edition that is compared with the other.
    fn has(&self, period: Period, is_new: bool) -> bool {
        match self {
            Periods::Common(common) => common.contains(&period),
            Periods::Newest(old, new) => period == if is_new { *new } else { *old },
            Periods::Unlike => false,
        }
    }
}

impl<'r> Sides<'r> {
    fn new(dataset: &Dataset, geography: &'r Geography, old: &'r [Row], new: &'r [Row]) -> Self {
        let codes =
            |rows: &'r [Row]| rows.iter().map(|row| &row.area).collect::<BTreeSet<&AreaCode>>();
        let both: BTreeSet<&AreaCode> = codes(old).intersection(&codes(new)).copied().collect();
        // A recoded authority is the same authority, unless the editions themselves distinguish the
        // codes.
        let code = |row: &'r Row| {
            if both.contains(&row.area) { &row.area } else { geography.current(&row.area) }
        };
        let mut sides = Self {
            old: BTreeMap::new(),
            new: BTreeMap::new(),
            periods: BTreeMap::new(),
            categories: vec![],
        };
        sides.find_categories(dataset, old, new, &code);
        sides.find_periods(old, new);
        for (rows, is_new) in [(old, false), (new, true)] {
            for row in rows {
                let Some(period) = sides.compared(row, is_new) else { continue };
                let side = if is_new { &mut sides.new } else { &mut sides.old };
                let key = (row.measure.as_str(), code(row), &row.dims[..], period);
                let printed = (key.0, &row.area, key.2, key.3);
                let key = if side.contains_key(&key) { printed } else { key };
                side.insert(key, row);
            }
        }
        sides
    }

    /// The period that a row is matched by: `None` when its period or its measure is not compared.
    fn compared(&self, row: &Row, is_new: bool) -> Option<Option<Period>> {
        let periods = self
            .periods
            .get(row.measure.as_str())
            .filter(|periods| periods.has(row.period, is_new))?;
        Some(matches!(periods, Periods::Common(_)).then_some(row.period))
    }

    /// Finds measures, dimension codes and areas that appear in one edition only.
    fn find_categories(
        &mut self,
        dataset: &Dataset,
        old: &'r [Row],
        new: &'r [Row],
        code: &impl Fn(&'r Row) -> &'r AreaCode,
    ) {
        fn only<'r, T: Ord>(
            of: &'r [Row],
            without: &'r [Row],
            key: impl Fn(&'r Row) -> T,
        ) -> BTreeMap<T, &'r Row> {
            let held: BTreeSet<T> = without.iter().map(&key).collect();
            of.iter().map(|row| (key(row), row)).filter(|(key, _)| !held.contains(key)).collect()
        }
        let sides = [(new, old, true), (old, new, false)];
        for (of, without, is_new) in sides {
            let measures = only(of, without, |row| row.measure.as_str()).into_keys();
            self.categories.extend(measures.map(|measure| Difference::Measure(measure, is_new)));
        }
        for index in 0..dataset.dimension.len() {
            for (of, without, is_new) in sides {
                let codes = only(of, without, |row| row.dims[index].as_str()).into_keys();
                self.categories
                    .extend(codes.map(|code| Difference::Dimension(index, code, is_new)));
            }
        }
        for (of, without, is_new) in sides {
            let areas = only(of, without, code).into_iter();
            self.categories.extend(areas.map(|(code, row)| Difference::Area(code, row, is_new)));
        }
    }

    /// Finds which periods of each measure are compared, and which periods only one edition has.
    fn find_periods(&mut self, old: &'r [Row], new: &'r [Row]) {
        let of = |rows: &'r [Row]| {
            let mut periods: BTreeMap<&str, BTreeSet<Period>> = BTreeMap::new();
            rows.iter().for_each(|row| {
                periods.entry(&row.measure).or_default().insert(row.period);
            });
            periods
        };
        let (mut old, new) = (of(old), of(new));
        for (measure, new) in new {
            let Some(old) = old.remove(measure) else { continue };
            let common: BTreeSet<Period> = old.intersection(&new).copied().collect();
            let newest = new.iter().max_by_key(|period| (period.end, period.start)).copied();
            let compared =
                match newest.and_then(|newest| Some((newest_alike(&old, newest)?, newest))) {
                    _ if !common.is_empty() => Periods::Common(common),
                    Some((old, new)) => Periods::Newest(old, new),
                    None => Periods::Unlike,
                };
            for (periods, is_new) in [(&new, true), (&old, false)] {
                let single = periods.iter().filter(|period| !compared.has(**period, is_new));
                self.categories
                    .extend(single.map(|period| Difference::Period(measure, *period, is_new)));
            }
            self.periods.insert(measure, compared);
        }
    }

    /// A sentence for each measure of which other periods were compared than the same.
    fn periods_compared(&self) -> Vec<String> {
        let unlike = self.periods.iter().filter_map(|(measure, periods)| match periods {
            Periods::Common(_) => None,
            Periods::Newest(old, new) => {
                Some(format!("{measure}: no period in common, so {new} is compared with {old}"))
            }
            Periods::Unlike => {
                Some(format!("{measure}: only periods of unlike length, so no figure is compared"))
            }
        });
        unlike.collect()
    }

    /// The differences in the order they are printed, and how many figures did not change.
    fn rows(self) -> (Vec<Difference<'r>>, usize) {
        let mut figures: Vec<Difference<'r>> = Vec::new();
        let mut unchanged = 0;
        for (key, new) in &self.new {
            match self.old.get(key) {
                None if self.is_explained(key, true) => {}
                None => figures.push(Difference::Single(new, true)),
                Some(old) if (old.value, old.status) == (new.value, new.status) => unchanged += 1,
                Some(old) => figures.push(Difference::Moved(old, new)),
            }
        }
        for (key, old) in &self.old {
            if !self.new.contains_key(key) && !self.is_explained(key, false) {
                figures.push(Difference::Single(old, false));
            }
        }
        // The sort is stable: equal changes stay in the order of measure, area and category.
        figures.sort_by(|a, b| a.order().cmp(&b.order()).then(b.size().compare(&a.size())));
        let mut all = self.categories;
        all.extend(figures);
        (all, unchanged)
    }

    /// True when a figure appears in one edition only because its area or one of its codes does,
    /// which is listed already.
    fn is_explained(&self, (_, area, dims, _): &Key<'r>, is_new: bool) -> bool {
        self.categories.iter().any(|category| match category {
            Difference::Dimension(index, code, new) => *new == is_new && dims[*index] == **code,
            Difference::Area(code, _, new) => *new == is_new && code == area,
            _ => false,
        })
    }
}
