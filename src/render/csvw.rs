//! CSV on the Web: the description of the columns of a document's CSV files, for machines.
//!
//! Source: W3C (2015), Metadata Vocabulary for Tabular Data.

use super::csv_columns::{CsvColumn, Kind, columns_of};
use super::dictionary;
use crate::briefing::Document;
use crate::domain::{Error, Result, Status, error_codes};
use crate::table::Listing;
use serde_json::{Value, json};

/// The name under which programs look for the metadata of CSV files.
pub(super) const FILE: &str = "csv-metadata.json";

const LICENCE: &str = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/";

/// The metadata of CSV files: titles, columns with their types, notes, sources, licence.
pub(super) fn metadata(document: &Document, files: &[(String, &Listing)]) -> Result<Vec<u8>> {
    let sources: Vec<&str> =
        document.sources.iter().map(|source| source.address.as_str()).collect();
    let statuses: Vec<Value> = Status::ALL
        .into_iter()
        .map(|status| json!({ "status": status.as_str(), "meaning": status.label() }))
        .collect();
    let metadata = json!({
        "@context": ["http://www.w3.org/ns/csvw", { "@language": "en" }],
        "dc:title": document.title,
        "dc:description": document.about,
        "dc:license": { "@id": LICENCE },
        "dc:rights": document.attribution.join(" "),
        "dc:source": sources,
        "notes": statuses,
        "tables": files.iter().map(|(url, listing)| table(document, url, listing)).collect::<Vec<_>>(),
    });
    let mut bytes = serde_json::to_vec_pretty(&metadata).map_err(|error| {
        Error::new(error_codes::DRAWING_FAILED, "writing metadata of CSV files")
            .found(error.to_string())
    })?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn table(document: &Document, url: &str, listing: &Listing) -> Value {
    let column = |column: CsvColumn| {
        let datatype = match column.kind {
            Kind::Number => "number",
            Kind::Day => "date",
            Kind::Text => "string",
        };
        let about = dictionary::definition(document, &column);
        json!({ "name": column.name, "titles": [column.name, column.title], "dc:description": about, "datatype": datatype, "null": "" })
    };
    json!({
        "url": url,
        "dc:title": listing.caption,
        "notes": listing.notes,
        "dialect": { "header": true, "encoding": "utf-8" },
        "tableSchema": { "columns": columns_of(listing).into_iter().map(column).collect::<Vec<_>>() },
    })
}
