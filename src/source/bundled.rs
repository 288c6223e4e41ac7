//! The figures that travel inside the program: tidy CSV with its citation in the first lines.

use crate::catalogue::{Catalogue, Dataset, column_name};
use crate::domain::{AreaCode, Date, Error, Period, Result, Retrieved, Sha256, Status, error_codes};
use crate::geography::Geography;
use crate::table::{Row, Source, Table, TableBuilder, columns};
use std::collections::BTreeMap;

/// A file of bundled figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BundledFile {
    /// Its name, such as `regional-groups@2025-12-31.csv`.
    pub name: String,
    /// Its text.
    pub text: String,
    /// sha256 of its bytes.
    pub sha256: Sha256,
}

/// Reads a bundled file into the table of its dataset.
///
/// The first lines are `# key: value` and must name dataset, edition, publication, publisher, as at, published,
/// retrieved, address and licence. Errors with `F201`, `F204` and those of [`Table::new`].
pub fn read_bundled(file: &BundledFile, catalogue: &Catalogue, geography: &Geography) -> Result<Table> {
    let head = head_of(file);
    let say = |key: &str| {
        head.get(key).map(|value| (*value).to_owned()).ok_or_else(|| {
            wrong(file, 1, format!("no line `# {key}: …`")).expected("the citation of the figures in the first lines")
        })
    };
    for key in ["publication", "publisher", "as at", "licence"] {
        say(key)?;
    }
    let day = |key: &str| {
        let text = say(key)?;
        let expected = "a day such as 2025-12-31";
        text.parse::<Date>().map_err(|_| wrong(file, 1, format!("{text:?} as `{key}`")).expected(expected))
    };
    let dataset = catalogue.dataset(&say("dataset")?)?;
    let mut builder = TableBuilder::new(dataset.dims(), dataset.measure.clone());
    builder.sources.push(Source {
        dataset: dataset.id.clone(),
        edition: day("edition")?,
        file: format!("data/bundled/{}", file.name),
        sha256: file.sha256,
        retrieved: Retrieved::On(day("retrieved")?),
        published: Some(day("published")?),
        address: say("address")?,
        bundled: true,
        revises: dataset.revises,
    });
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(file.text.as_bytes());
    let header = reader.headers().map_err(|error| wrong(file, 1, error.to_string()))?.clone();
    for record in reader.records() {
        let record = record.map_err(|error| wrong(file, 1, error.to_string()))?;
        let line = record.position().map_or(1, csv::Position::line);
        let fields: BTreeMap<&str, &str> = header.iter().zip(record.iter()).collect();
        builder
            .push(row(&fields, dataset, catalogue, geography, line).map_err(|error| {
                error.in_file(format!("data/bundled/{}", file.name)).at_cell(format!("row {line}"))
            })?);
    }
    builder.finish().map_err(|error| error.in_file(format!("data/bundled/{}", file.name)))
}

fn head_of(file: &BundledFile) -> BTreeMap<&str, &str> {
    let comments = file.text.lines().map_while(|line| line.strip_prefix("# "));
    comments.filter_map(|line| line.split_once(": ")).collect()
}

fn row(
    fields: &BTreeMap<&str, &str>,
    dataset: &Dataset,
    catalogue: &Catalogue,
    geography: &Geography,
    line: u64,
) -> Result<Row> {
    let unfit = |found: String| Error::new(error_codes::DEFINITION_WRONG, "reading a bundled figure").found(found);
    let field = |name: &str| fields.get(name).copied().ok_or_else(|| unfit(format!("no column {name}")));
    let day = |name: &str| field(name)?.parse::<Date>().map_err(|_| unfit(format!("the date {:?}", fields.get(name))));
    let area = geography.get(&AreaCode::new(field(columns::AREA_CODE)?)?)?;
    let measure = field(columns::MEASURE)?;
    let measure = dataset.measure(measure).ok_or_else(|| unfit(format!("the measure {measure:?}")))?;
    let mut dims = Vec::new();
    for dimension in &dataset.dimension {
        let code = field(&column_name(&dimension.id))?;
        let known = dimension.codelist.as_ref().and_then(|id| catalogue.codelists.get(id));
        if known.is_some_and(|list| list.get(code).is_none()) {
            return Err(unfit(format!("the code {code:?} in {}", dimension.id)));
        }
        dims.push(code.to_owned());
    }
    let value = match field(columns::VALUE)? {
        "" => None,
        text => Some(text.parse::<f64>().map_err(|_| unfit(format!("the value {text:?}")))?),
    };
    Ok(Row {
        area: area.code.clone(),
        area_name: area.name.as_str().into(),
        period: Period { start: day(columns::PERIOD_START)?, end: day(columns::PERIOD_END)? },
        dims: dims.into(),
        measure: measure.id.as_str().into(),
        value,
        unit: measure.unit,
        status: Status::parse(field(columns::STATUS)?),
        source: 0,
        cell: format!("row {line}").into(),
    })
}

fn wrong(file: &BundledFile, line: usize, found: String) -> Error {
    Error::new(error_codes::DEFINITION_UNREADABLE, "reading bundled figures")
        .in_file(format!("data/bundled/{}", file.name))
        .at_line(line, 1)
        .found(found)
}
