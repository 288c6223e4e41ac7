//! Answers to requests as listings: shares, inequality, the values of an indicator, a tidy table, the catalogue.

use super::Engine;
use crate::catalogue::{Indicator, column_name};
use crate::domain::{AreaCode, AreaLevel, Date, Error, Id, Result, Status, Unit, error_codes, long_date};
use crate::fairshare::{AreaFigures, Base, Cap, Share, Shares, inequality, rule, shares};
use crate::indicator::{Key, Value};
use crate::table::{Cell, Column, Figure, Listing, columns};

/// A request to compare areas with their fair shares.
#[derive(Debug, Clone)]
pub struct SharesRequest {
    /// The region or nation.
    pub region: AreaCode,
    /// The key, such as `population`.
    pub key: String,
    /// The indicator that is shared, such as `people-supported`.
    pub measure: String,
    /// Places to apportion.
    pub places: Option<u64>,
    /// The rule of apportionment; the key's own when `None`.
    pub rule: Option<String>,
    /// The limit; the key's own when `None`, no limit when `Some(None)`.
    pub cap: Option<Option<Cap>>,
    /// What *due* is a share of.
    pub base: Base,
}

/// Areas beside their fair shares.
#[derive(Debug, Clone)]
pub struct SharesAnswer {
    /// The day of the counts.
    pub as_at: Date,
    /// The day of the population.
    pub population_as_at: Date,
    /// The limit applied.
    pub cap: Option<Cap>,
    /// The figures.
    pub shares: Shares,
    /// The figures as a table with the columns of the command line's contract.
    pub listing: Listing,
}

/// How uneven the distribution is.
#[derive(Debug, Clone)]
pub struct InequalityAnswer {
    /// The day of the counts.
    pub as_at: Date,
    /// One value for each index, in the order of [`inequality::INDICES`].
    pub values: Vec<Figure>,
    /// The same as a table.
    pub listing: Listing,
}

/// A request for the values of an indicator.
#[derive(Debug, Clone)]
pub struct ShowRequest {
    /// The indicator.
    pub indicator: String,
    /// The region whose areas are shown, itself included.
    pub region: AreaCode,
    /// Only this area, by code or name.
    pub area: Option<String>,
    /// Only periods that end on or after this day.
    pub from: Option<Date>,
    /// Only periods that end on or before this day.
    pub to: Option<Date>,
}

impl Engine {
    /// Compares the areas of a region with their fair shares. See [`shares`] for formulas and missing values.
    ///
    /// Errors: `F301` unknown key or measure, `F303` bad options, `F304` no figures.
    pub fn shares(&self, request: &SharesRequest) -> Result<SharesAnswer> {
        let key = self.catalogue.key(&request.key)?;
        let measure = self.catalogue.indicator(&request.measure)?;
        only_counts(measure)?;
        let as_at = self.newest_day(&request.measure, &request.region)?;
        let population_as_at = self.population_day(&request.region, as_at)?;
        let mut areas = Vec::new();
        for area in self.authorities(&request.region, as_at) {
            areas.push(AreaFigures {
                code: area.code.clone(),
                name: area.name.clone(),
                actual: self.figure(&request.measure, &area.code, as_at)?,
                population: self.figure(POPULATION, &area.code, population_as_at)?,
                key: self.figure(key.indicator.as_str(), &area.code, population_as_at)?,
            });
        }
        let rule = rule(request.rule.as_deref().unwrap_or(&key.rounding))?;
        let cap = request.cap.unwrap_or(key.cap_residents_per_person.map(Cap::one_in));
        let shares = shares(&areas, request.places, rule, cap, request.base)?;
        let region = &self.geography.get(&request.region)?.name;
        let mut listing = shares_listing(&shares);
        listing.caption =
            format!("{}: actual and fair share by {}, {region}, {}", measure.title, key.id, long_date(as_at));
        listing.notes = vec![format!("Population: mid-year estimate for {}.", long_date(population_as_at))];
        Ok(SharesAnswer { as_at, population_as_at, cap, shares, listing })
    }

    /// The day of the newest mid-year population that every authority of a region and the region itself have.
    pub(super) fn population_day(&self, region: &AreaCode, until: Date) -> Result<Date> {
        let values = self.values(POPULATION)?;
        let mut day = until;
        while let Some((key, _)) = values.newest_until(region, day) {
            let all = self.authorities(region, until);
            let has = |code: &AreaCode| values.figure(&Key { area: code.clone(), ..key.clone() }).value.is_some();
            if all.iter().all(|area| has(&area.code)) {
                return Ok(key.end);
            }
            match key.end.yesterday() {
                Ok(earlier) => day = earlier,
                Err(_) => break,
            }
        }
        Err(Error::new(error_codes::NO_DATA, "looking for the population of a region")
            .found(format!("no mid-year estimate for every authority of {region} up to {until}")))
    }

    /// How unevenly a measure is spread over the areas of a region, against their residents.
    pub fn inequality(&self, region: &AreaCode, measure: &str) -> Result<InequalityAnswer> {
        only_counts(self.catalogue.indicator(measure)?)?;
        let as_at = self.newest_day(measure, region)?;
        let population_as_at = self.population_day(region, as_at)?;
        let mut areas = Vec::new();
        for area in self.authorities(region, as_at) {
            let people = self.figure(measure, &area.code, as_at)?;
            areas.push((people, self.figure(POPULATION, &area.code, population_as_at)?));
        }
        let values: Vec<Figure> = inequality::INDICES.iter().map(|index| inequality::value(index, &areas)).collect();
        let name = &self.geography.get(region)?.name;
        let listing = Listing {
            caption: format!("How unevenly people are spread over {name}, {}", long_date(as_at)),
            columns: vec![
                Column::text("index", "Index"),
                Column::number("value", "Value", Unit::Ratio).with_decimals(4),
            ],
            rows: inequality::INDICES
                .iter()
                .zip(&values)
                .map(|(index, value)| vec![Cell::Text(index.id.to_owned()), Cell::from(*value)])
                .collect(),
            notes: Vec::new(),
        };
        Ok(InequalityAnswer { as_at, values, listing })
    }

    /// The values of an indicator for the areas of a region, the region, England or its nation, and the kingdom.
    pub fn show(&self, request: &ShowRequest) -> Result<Listing> {
        let indicator = self.catalogue.indicator(&request.indicator)?;
        let values = self.values(&request.indicator)?;
        let area = request.area.as_deref().map(|text| self.geography.find(text)).transpose()?;
        let asked = |key: &Key| match area {
            Some(area) => key.area == *self.geography.current(&area.code),
            None => self.geography.contains(&request.region, &key.area) && key.area.level() != AreaLevel::Unallocated,
        };
        let in_time =
            |key: &Key| request.from.is_none_or(|from| key.end >= from) && request.to.is_none_or(|to| key.end <= to);
        let rows: Vec<Vec<Cell>> = values
            .iter()
            .filter(|(key, _)| asked(key) && in_time(key))
            .map(|(key, value)| self.value_row(indicator, key, value))
            .collect();
        if rows.is_empty() {
            return Err(Error::new(error_codes::NO_DATA, format!("looking for values of {}", indicator.id))
                .found("none for that area and time"));
        }
        Ok(Listing {
            caption: indicator.title.clone(),
            columns: value_columns(indicator),
            rows,
            notes: indicator.caveats.clone(),
        })
    }

    fn value_row(&self, indicator: &Indicator, key: &Key, value: &Value) -> Vec<Cell> {
        let name = self.geography.get(&key.area).map_or(String::new(), |area| area.name.clone());
        let mut row: Vec<Cell> = vec![
            indicator.id.as_str().into(),
            key.area.as_str().into(),
            name.as_str().into(),
            value.period.start.to_string().as_str().into(),
            value.period.end.to_string().as_str().into(),
        ];
        row.extend(key.dims.iter().map(|code| Cell::Text(code.clone())));
        // Counts of supported people are complete, so no interval of theirs is printed; the columns are the contract's.
        let status = value.figure.status.map_or("", Status::as_str);
        row.extend([bare(value.figure), "".into(), "".into(), indicator.unit.as_str().into(), status.into()]);
        row
    }

    /// One tidy table as the editions held give it.
    pub fn tidy(&self, dataset: &str) -> Result<Listing> {
        let definition = self.catalogue.dataset(dataset)?;
        let table = self.table(&definition.id)?.ok_or_else(|| {
            Error::new(error_codes::NO_DATA, format!("looking for editions of {dataset}"))
                .found("none, bundled or imported")
                .help(format!("download the publication from {} and import it", definition.landing_page))
        })?;
        let mut listing = Listing {
            caption: definition.title.clone(),
            columns: columns::LEADING.iter().map(|name| Column::text(name, name)).collect(),
            rows: Vec::new(),
            notes: definition.caveats.clone(),
        };
        listing.columns.extend(table.dims().iter().map(|dim| Column::text(dim, dim)));
        listing.columns.push(Column::text(columns::MEASURE, columns::MEASURE));
        listing.columns.push(Column::number(columns::VALUE, columns::VALUE, Unit::People));
        listing.columns.extend([columns::UNIT, columns::STATUS].map(|name| Column::text(name, name)));
        for row in table.rows()? {
            let texts =
                [row.area.to_string(), row.area_name.clone(), row.period.start.to_string(), row.period.end.to_string()];
            let mut cells: Vec<Cell> =
                texts.into_iter().chain(row.dims.clone()).chain([row.measure.clone()]).map(Cell::Text).collect();
            let status = row.status.map_or("", Status::as_str);
            cells.extend([bare(row.figure()), row.unit.as_str().into(), status.into()]);
            listing.rows.push(cells);
        }
        Ok(listing)
    }

    /// The datasets with the edition held of each.
    pub fn datasets(&self) -> Result<Listing> {
        let editions = self.editions()?;
        let names = [
            ("dataset", "Dataset"),
            ("title", "Title"),
            ("publisher", "Publisher"),
            ("frequency", "Frequency"),
            ("geography", "Geography"),
            ("edition", "Edition held"),
            ("published", "Published"),
            ("held", "Held"),
            ("editions", "Editions"),
        ];
        let row = |id: &Id| {
            let definition = &self.catalogue.datasets[id];
            let held: Vec<_> = editions.iter().filter(|edition| edition.dataset == id.as_str()).collect();
            let newest = held.first();
            let text = |of: Option<String>| Cell::Text(of.unwrap_or_default());
            vec![
                id.as_str().into(),
                definition.title.as_str().into(),
                definition.publisher.as_str().into(),
                definition.frequency.as_str().into(),
                definition.geography.as_str().into(),
                text(newest.map(|edition| edition.edition.clone())),
                text(newest.and_then(|edition| edition.published.clone())),
                text(newest.map(|edition| if edition.bundled { "bundled" } else { "imported" }.to_owned())),
                Cell::Text(held.len().to_string()),
            ]
        };
        Ok(Listing {
            caption: "Datasets".to_owned(),
            columns: names.iter().map(|(name, header)| Column::text(name, header)).collect(),
            rows: self.catalogue.datasets.keys().map(row).collect(),
            notes: Vec::new(),
        })
    }

    /// The lines that the licences of the figures ask to print, as Markdown, made from the catalogue.
    pub fn attributions(&self) -> String {
        let mut lines: Vec<String> = vec![
            "# Attribution".to_owned(),
            "Made from `data/catalogue/datasets`; print the lines of the datasets you use.".to_owned(),
        ];
        for dataset in self.catalogue.datasets.values() {
            lines.push(format!(
                "- **{}** ({}). {} Licence: {}. <{}>",
                dataset.title, dataset.id, dataset.attribution, dataset.licence, dataset.landing_page
            ));
        }
        lines.push(
            "- **Outlines of authorities.** Contains OS data © Crown copyright and database right 2024. Source: Office for \
             National Statistics licensed under the Open Government Licence v3.0."
                .to_owned(),
        );
        lines.join("\n\n") + "\n"
    }

    /// The indicators there are.
    pub fn indicators(&self) -> Listing {
        let names = [
            ("indicator", "Indicator"),
            ("title", "Title"),
            ("theme", "Theme"),
            ("method", "Method"),
            ("unit", "Unit"),
            ("kind", "Kind"),
        ];
        let rows = self.catalogue.indicators.values().map(|indicator| {
            let theme = match indicator.theme {
                crate::catalogue::Theme::Asylum => "asylum",
                crate::catalogue::Theme::FlowsAndDemography => "flows-and-demography",
            };
            vec![
                indicator.id.as_str().into(),
                indicator.title.as_str().into(),
                theme.into(),
                indicator.method.as_str().into(),
                indicator.unit.as_str().into(),
                indicator.kind.as_str().into(),
            ]
        });
        Listing {
            caption: "Indicators".to_owned(),
            columns: names.iter().map(|(name, header)| Column::text(name, header)).collect(),
            rows: rows.collect(),
            notes: Vec::new(),
        }
    }
}

/// The indicator that every rate is taken of.
pub(super) const POPULATION: &str = "resident-population";

/// A cell with the number alone: the status has a column of its own.
fn bare(figure: Figure) -> Cell {
    figure.value.map_or(Cell::Missing(figure.status.unwrap_or(Status::NotAvailable)), Cell::Number)
}

/// Refuses measures that cannot be shared out: only a stock of people in one figure per area can.
fn only_counts(indicator: &Indicator) -> Result<()> {
    let countable = indicator.kind == crate::domain::MeasureKind::Stock && indicator.dims.is_empty();
    if countable {
        return Ok(());
    }
    Err(Error::new(error_codes::KINDS_MIXED, "sharing out a measure")
        .at_key("--measure")
        .found(format!(
            "{} ({}{})",
            indicator.id,
            indicator.kind.as_str(),
            if indicator.dims.is_empty() { "" } else { ", by category" }
        ))
        .expected("a stock with one figure per area, such as people-supported"))
}

fn value_columns(indicator: &Indicator) -> Vec<Column> {
    let mut all = vec![Column::text(columns::INDICATOR, "Indicator")];
    all.extend(
        [
            (columns::AREA_CODE, "Area code"),
            (columns::AREA_NAME, "Area"),
            (columns::PERIOD_START, "From"),
            (columns::PERIOD_END, "To"),
        ]
        .map(|(n, h)| Column::text(n, h)),
    );
    all.extend(indicator.dims.iter().map(|dim| Column::text(&column_name(dim), &column_name(dim))));
    let header = format!("Value ({})", indicator.unit.label());
    all.push(Column::number(columns::VALUE, &header, indicator.unit));
    all.extend([columns::LOWER, columns::UPPER].map(|name| Column::number(name, name, indicator.unit)));
    all.extend([(columns::UNIT, "Unit"), (columns::STATUS, "Status")].map(|(n, h)| Column::text(n, h)));
    all
}

/// The columns of `fairshares shares`, in the order of the contract.
fn shares_listing(shares: &Shares) -> Listing {
    let people = |name: &str, header: &str| Column::number(name, header, Unit::People);
    let percent = |name: &str, header: &str| Column::number(name, header, Unit::Percent);
    let columns = vec![
        Column::text(columns::AREA_CODE, "Area code"),
        Column::text(columns::AREA_NAME, "Area"),
        people("population", "Population"),
        people("actual", "People supported"),
        Column::number("rate_per_10k", "Rate (per 10,000 residents)", Unit::Per10k),
        percent("actual_share", "Actual share (%)"),
        percent("fair_share", "Fair share (%)"),
        people("due", "Due (people)"),
        people("gap", "Gap (people)").with_sign(),
        people("ratio", "Ratio (due = 100)"),
        Column::number("location_quotient", "Location quotient", Unit::Ratio),
        people("cap", "Limit (people)"),
        people("headroom", "Headroom (people)"),
        people("places", "Places"),
        Column::text(columns::STATUS, "Status"),
    ];
    let optional = |figure: Option<Figure>| figure.map_or(Cell::Text(String::new()), Cell::from);
    let row = |share: &Share| {
        vec![
            share.code.as_str().into(),
            share.name.as_str().into(),
            share.population.into(),
            share.actual.into(),
            share.rate_per_10k.into(),
            share.actual_share.into(),
            share.fair_share.into(),
            share.due.into(),
            share.gap.into(),
            share.ratio.into(),
            share.location_quotient.into(),
            optional(share.cap),
            optional(share.headroom),
            optional(share.places),
            share.status().map_or("", Status::as_str).into(),
        ]
    };
    Listing { caption: String::new(), columns, rows: shares.rows.iter().map(row).collect(), notes: Vec::new() }
}
