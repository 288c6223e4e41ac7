//! The figures built into the program: tidy CSV with its citation in the first lines.

use crate::catalogue::{Catalogue, Dataset, Dimension, column_name};
use crate::domain::{
    AreaCode, Date, Error, Period, Result, Retrieved, Sha256, Status, error_codes,
};
use crate::geography::Geography;
use crate::table::{Row, Source, Table, TableBuilder, columns};
use std::collections::{BTreeMap, BTreeSet};

/// A file of bundled figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BundledFile {
    /// Its name, such as `regional-groups@2025-12-31.csv`.
    pub name: String,
    /// Its text.
    pub text: &'static str,
    /// sha256 of its bytes.
    pub sha256: Sha256,
}

impl BundledFile {
    /// The source of the figures, according to the first lines of the file.
    ///
    /// The first lines are `# key: value` and must name dataset, edition, publication, publisher,
    /// as at, published, retrieved, address and licence. Errors with `F201` and `F301`.
    pub fn source(&self, catalogue: &Catalogue) -> Result<Source> {
        let head = self.head();
        let say = |key: &str| {
            head.get(key).map(|value| (*value).to_owned()).ok_or_else(|| {
                wrong(self, 1, format!("no line `# {key}: …`"))
                    .expected("the citation of the figures in the first lines")
            })
        };
        for key in ["publication", "publisher", "as at", "licence"] {
            say(key)?;
        }
        let day = |key: &str| {
            let text = say(key)?;
            let expected = "a day such as 2025-12-31";
            text.parse::<Date>()
                .map_err(|_| wrong(self, 1, format!("{text:?} as `{key}`")).expected(expected))
        };
        let dataset = catalogue.dataset(&say("dataset")?)?;
        Ok(Source {
            dataset: dataset.id.clone(),
            edition: day("edition")?,
            file: self.path(),
            sha256: self.sha256,
            retrieved: Retrieved::On(day("retrieved")?),
            published: Some(day("published")?),
            address: say("address")?,
            bundled: true,
            revises: dataset.revises,
        })
    }

    /// The number of figures: its lines below the citation and the header.
    pub fn rows(&self) -> usize {
        self.text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).skip(1).count()
    }

    fn path(&self) -> String {
        format!("data/bundled/{}", self.name)
    }

    fn head(&self) -> BTreeMap<&str, &str> {
        let comments = self.text.lines().map_while(|line| line.strip_prefix("# "));
        comments.filter_map(|line| line.split_once(": ")).collect()
    }
}

/// Reads a bundled file into the table of its dataset. Errors with `F204` and those of
/// [`BundledFile::source`] and [`Table::new`].
pub fn read_bundled(
    file: &BundledFile,
    catalogue: &Catalogue,
    geography: &Geography,
) -> Result<Table> {
    let source = file.source(catalogue)?;
    let dataset = catalogue.dataset(source.dataset.as_str())?;
    let mut builder = TableBuilder::new(dataset.dims(), dataset.measure.clone());
    builder.sources.push(source);
    let mut reader =
        csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(file.text.as_bytes());
    let header = reader.headers().map_err(|error| wrong(file, 1, error.to_string()))?.clone();
    let columns =
        Columns::of(&header, dataset, catalogue).map_err(|error| error.in_file(file.path()))?;
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(|error| wrong(file, 1, error.to_string()))? {
        let line = record.position().map_or(1, csv::Position::line);
        let row = columns.row(&record, geography, line);
        builder
            .push(row.map_err(|error| error.in_file(file.path()).at_cell(format!("row {line}")))?);
    }
    builder.finish().map_err(|error| error.in_file(file.path()))
}

/// The positions of the columns of a bundled file, and their allowed codes.
struct Columns<'a> {
    dataset: &'a Dataset,
    area: usize,
    start: usize,
    end: usize,
    /// For each dimension of the dataset, its column, and its codes if it has a list of them.
    dims: Vec<(&'a Dimension, usize, Option<BTreeSet<&'a str>>)>,
    measure: usize,
    value: usize,
    status: usize,
}

impl<'a> Columns<'a> {
    fn of(
        header: &csv::StringRecord,
        dataset: &'a Dataset,
        catalogue: &'a Catalogue,
    ) -> Result<Self> {
        let column = |name: &str| {
            header
                .iter()
                .position(|column| column == name)
                .ok_or_else(|| unfit(format!("no column {name}")))
        };
        let codes = |dimension: &Dimension| {
            let list = dimension.codelist.as_ref().and_then(|id| catalogue.codelists.get(id))?;
            Some(list.codes.iter().map(|code| code.code.as_str()).collect())
        };
        let dim = |dimension: &'a Dimension| {
            Ok((dimension, column(&column_name(&dimension.id))?, codes(dimension)))
        };
        Ok(Self {
            dataset,
            area: column(columns::AREA_CODE)?,
            start: column(columns::PERIOD_START)?,
            end: column(columns::PERIOD_END)?,
            dims: dataset.dimension.iter().map(dim).collect::<Result<_>>()?,
            measure: column(columns::MEASURE)?,
            value: column(columns::VALUE)?,
            status: column(columns::STATUS)?,
        })
    }

    fn row(&self, record: &csv::StringRecord, geography: &Geography, line: u64) -> Result<Row> {
        let field = |place: usize| record.get(place).unwrap_or_default();
        let day = |place| {
            field(place).parse::<Date>().map_err(|_| unfit(format!("the date {:?}", field(place))))
        };
        let area = geography.get(&AreaCode::new(field(self.area))?)?;
        let measure = field(self.measure);
        let measure = self
            .dataset
            .measure(measure)
            .ok_or_else(|| unfit(format!("the measure {measure:?}")))?;
        let code = |(dimension, place, codes): &(&Dimension, usize, Option<BTreeSet<&str>>)| {
            let code = field(*place);
            match codes.as_ref().is_none_or(|codes| codes.contains(code)) {
                true => Ok(code.to_owned()),
                false => Err(unfit(format!("the code {code:?} in {}", dimension.id))),
            }
        };
        let value = match field(self.value) {
            "" => None,
            text => Some(text.parse::<f64>().map_err(|_| unfit(format!("the value {text:?}")))?),
        };
        Ok(Row {
            area: area.code.clone(),
            area_name: area.name.as_str().into(),
            period: Period { start: day(self.start)?, end: day(self.end)? },
            dims: self.dims.iter().map(code).collect::<Result<Vec<_>>>()?.into(),
            measure: measure.id.as_str().into(),
            value,
            unit: measure.unit,
            status: Status::parse(field(self.status)),
            source: 0,
            cell: format!("row {line}").into(),
        })
    }
}

fn unfit(found: String) -> Error {
    Error::new(error_codes::DEFINITION_WRONG, "reading a bundled figure").found(found)
}

fn wrong(file: &BundledFile, line: usize, found: String) -> Error {
    Error::new(error_codes::DEFINITION_UNREADABLE, "reading bundled figures")
        .in_file(file.path())
        .at_line(line, 1)
        .found(found)
}
