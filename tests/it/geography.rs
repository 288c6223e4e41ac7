//! The register of areas is that of the publishers' files: codes, names, regions, changes,
//! counties, groups; and figures are put on other boundaries as the publishers' own totals say.

use crate::support::{code, engine, engine_at, moment, program, published_file, succeed, unquoted};
use fairshares::domain::{AreaCode, AreaLevel, Date};
use fairshares::engine::Engine;
use fairshares::figures::boundaries;
use fairshares::geography::{Geography, Group};
use fairshares::holdings::import;
use fairshares::table::Listing;
use fairshares::tables::Answer;
use std::collections::BTreeMap;

type Line = BTreeMap<String, String>;

/// The lines of a published CSV file by column name, whatever its line ends; `None` when it is not
/// there.
fn lines(path: &str) -> Option<Vec<Line>> {
    let bytes = std::fs::read(published_file(path)?).unwrap();
    let text = String::from_utf8_lossy(&bytes).replace("\r\n", "\n").replace('\r', "\n");
    let text = text.trim_start_matches('\u{feff}').to_owned();
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    Some(reader.deserialize().collect::<Result<_, _>>().unwrap())
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// True when the register says that the people of `from` are all or partly in `to` since.
fn leads_to(geography: &Geography, from: &str, to: &str) -> bool {
    let area = geography.get(&code(from)).unwrap_or_else(|error| panic!("{error}"));
    area.became.iter().chain(&area.successors).any(|next| *next == code(to))
}

#[test]
fn codes_names_and_regions_are_those_of_the_ons_lookups() {
    let engine = engine();
    let geography = engine.geography();
    let file =
        "published/geo/Local_Authority_District_to_Region_(December_2023)_Lookup_in_England.csv";
    let Some(regions) = lines(file) else { return };
    let countries = lines(
        "published/geo/Local_Authority_District_to_Country_(April_2023)_Lookup_in_the_UK.csv",
    )
    .unwrap();
    let districts: Vec<(&Line, &str)> = regions
        .iter()
        .map(|line| (line, "RGN23CD"))
        .chain(countries.iter().map(|line| (line, "CTRY23CD")))
        .collect();
    assert_eq!(districts.len(), 296 + 361);
    for (line, whole) in districts {
        let area = geography.get(&code(&line["LAD23CD"])).unwrap();
        assert_eq!(area.name, line["LAD23NM"]);
        assert!(
            geography.contains(&code(&line[whole]), &area.code),
            "{} is not in {}",
            area.name,
            line[whole]
        );
        assert!(area.in_force(day("2023-04-01")), "{}", area.name);
    }
    let hexes = std::fs::read_to_string(
        published_file("published/geo/uk-local-authority-districts-2023.hexjson").unwrap(),
    );
    let hexes: serde_json::Value = serde_json::from_str(&hexes.unwrap()).unwrap();
    let hexes = hexes["hexes"].as_object().unwrap();
    assert_eq!(hexes.len(), 361);
    for (id, hex) in hexes {
        assert_eq!(geography.get(&code(id)).unwrap().name, hex["n"].as_str().unwrap());
    }
}

#[test]
fn changes_are_those_that_the_ons_lists() {
    let engine = engine();
    let geography = engine.geography();
    let Some(changes) = lines("published/geo/uk-topojson_changes.csv") else { return };
    let mut held = 0;
    for change in &changes {
        // Combined authorities (E47) are groupings of authorities that no publication here counts
        // people in.
        if change["oldcd"].starts_with("E47") || change["newcd"].starts_with("E47") {
            continue;
        }
        let area = geography.get(&code(&change["oldcd"])).unwrap();
        // Codes change on 1 April of the year printed, but for the two of which an order (SSI
        // 2017/430) moved the boundary on 2 February 2018.
        let is_earlier = ["S12000015", "S12000024"].contains(&area.code.as_str());
        let last = if is_earlier { "02-01" } else { "03-31" };
        assert_eq!(area.end, Some(day(&format!("{}-{last}", change["start"]))), "{}", area.name);
        // A county ends without a successor in that file: its districts are listed instead.
        let ends = change["type"] == "termination" && change["newcd"].is_empty();
        assert!(ends || leads_to(geography, &change["oldcd"], &change["newcd"]), "{change:?}");
        held += 1;
    }
    assert!(held >= 50, "{held}");
    // The same in the changes of the Code History Database, England and Wales, 2009 to 2023.
    // Changes of name alone keep their code; the file begins with the structural changes of April
    // 2009.
    for change in lines("derived/geo/gsscoder_lad_code_changes.csv").unwrap() {
        let (from, to) = (&change["changed_from_code"], &change["changed_to_code"]);
        if from == to {
            assert!(geography.is_called(&code(to), &change["changed_from_name"]), "{change:?}");
            continue;
        }
        assert!(leads_to(geography, from, to), "{change:?}");
        let begins = |code: &AreaCode| geography.get(code).unwrap().start;
        assert_eq!(
            geography.get(&code(from)).unwrap().end,
            begins(&code(to)).unwrap().yesterday().ok(),
            "{change:?}"
        );
    }
}

#[test]
fn days_in_force_are_those_of_the_code_history_database() {
    let engine = engine();
    let geography = engine.geography();
    let Some(codes) = lines("derived/geo/gsscoder_all_lad_codes_dates.csv") else { return };
    let date = |text: &str| {
        let days: f64 = text.parse().ok()?;
        Some(day("1970-01-01").saturating_add(jiff::Span::new().days(days as i64)))
    };
    for line in codes {
        let area = geography.get(&code(&line["gss_code"])).unwrap();
        // Three authorities stand twice, under the name before and after a change; the register
        // holds them as one.
        let renamed = ["E07000112", "W06000014", "W06000016"].contains(&area.code.as_str());
        // The file was made before April 2025, when these two were recoded.
        let recoded_since = ["E08000016", "E08000019"].contains(&area.code.as_str());
        assert!(geography.is_called(&area.code, &line["gss_name"]), "{line:?}");
        if !renamed {
            assert_eq!(area.start, date(&line["start_date"]), "{line:?}");
            assert_eq!(area.end.filter(|_| !recoded_since), date(&line["end_date"]), "{line:?}");
        }
    }
}

#[test]
fn names_and_replacements_are_those_of_the_list_of_local_authorities() {
    let engine = engine();
    let geography = engine.geography();
    let Some(all) = lines("published/geo/uk_local_authorities.csv") else { return };
    let codes: BTreeMap<&str, &str> = all
        .iter()
        .map(|line| (line["local-authority-code"].as_str(), line["gss-code"].as_str()))
        .collect();
    let mut counties = 0;
    for line in &all {
        let gss = line["gss-code"].as_str();
        // Left out: combined authorities, and the 26 districts of Northern Ireland before 2015,
        // which have no code.
        if gss.starts_with("E47") || gss.is_empty() {
            assert!(!gss.is_empty() || line["end-date"] == "2015-03-31", "{line:?}");
            continue;
        }
        let area = geography.get(&code(gss)).unwrap();
        let own = line["nice-name"].trim_end_matches(" County").trim_end_matches(" Council");
        assert!(
            geography.is_called(&area.code, own)
                || geography.is_called(&area.code, &line["nice-name"]),
            "{line:?}"
        );
        for replacement in line["replaced-by"].split(',').filter(|code| !code.is_empty()) {
            assert!(leads_to(geography, gss, codes[replacement]), "{line:?}");
        }
        for former in line["former-gss-codes"].split(',').filter(|code| !code.is_empty()) {
            // Codes given up before the register begins, in the boundary changes of East
            // Dunbartonshire and Glasgow.
            if !["S12000009", "S12000043"].contains(&former) {
                assert!(leads_to(geography, former, gss), "{line:?}");
            }
        }
        // Forest Heath, a district of Suffolk, is printed in Surrey there.
        if let Some(county) = codes.get(line["county-la"].as_str()).filter(|_| gss != "E07000201") {
            assert!(geography.contains(&code(county), &area.code), "{line:?}");
            counties += 1;
        }
    }
    assert_eq!(counties, 203);
}

#[test]
fn every_authority_of_the_past_leads_to_one_in_force() {
    let engine = engine();
    let geography = engine.geography();
    for area in geography.all() {
        assert_eq!(
            area.end.is_some(),
            area.became.is_some() || !area.successors.is_empty(),
            "{}",
            area.code
        );
        for next in area.became.iter().chain(&area.successors) {
            let begins = geography.get(next).unwrap().start;
            assert_eq!(
                begins.and_then(|begins| begins.yesterday().ok()),
                area.end,
                "{} to {next}",
                area.code
            );
        }
    }
}

#[test]
fn counties_are_the_sums_of_their_districts() {
    let engine = engine();
    let geography = engine.geography();
    // ONS, population estimates for mid-2024, sheet MYE2: 27 counties of either kind above their
    // districts.
    let Some(rows) = lines("published/mye/mye24tablesew.csv") else { return };
    let people: BTreeMap<&str, f64> = rows
        .iter()
        .filter_map(|row| {
            Some((row["Code"].as_str(), row["All ages"].replace(',', "").parse().ok()?))
        })
        .collect();
    let mut counties = 0;
    for (county, total) in people.iter().filter(|(id, _)| ["E10", "E11"].contains(&&id[..3])) {
        let districts = people.iter().filter(|(id, _)| {
            let part = code(id);
            part.level() == AreaLevel::Authority && geography.contains(&code(county), &part)
        });
        assert_eq!(districts.map(|(_, people)| people).sum::<f64>(), *total, "{county}");
        let name = &rows.iter().find(|row| row["Code"] == *county).unwrap()["Name"];
        assert!(geography.is_called(&code(county), name), "{name}");
        counties += 1;
    }
    assert_eq!(counties, 21 + 6);
}

#[test]
fn inner_london_is_that_of_the_department_for_education() {
    let engine = engine();
    let geography = engine.geography();
    // DfE, Children looked after in England, 2024: every upper-tier authority with the code of its
    // region, boroughs with that of Inner or Outer London; names as DfE writes them.
    let file = "published/uasc/release-2023-24/cla_number_and_rate_per_10k_children.csv";
    let Some(rows) = lines(file) else { return };
    let mut boroughs = std::collections::BTreeSet::new();
    for row in rows.iter().filter(|row| row["geographic_level"] == "Local authority") {
        let area = code(&row["new_la_code"]);
        assert!(geography.is_called(&area, &row["la_name"]), "{} {}", area, row["la_name"]);
        assert!(geography.contains(&code(&row["region_code"]), &area), "{row:?}");
        if row["region_code"].starts_with("E13") {
            boroughs.insert(area);
        }
    }
    assert_eq!(boroughs.len(), 33);
    // The lookup that the GLA's programs use agrees.
    let members = |group: &Group| group.members.iter().map(ToString::to_string).collect::<Vec<_>>();
    let lookup = lines("derived/geo/lookup_lad_inner_outer_london.csv").unwrap();
    for id in ["inner-london", "outer-london"] {
        let group = geography.group(id).unwrap();
        let printed = group.code.as_ref().unwrap().as_str();
        let mut listed: Vec<String> = lookup
            .iter()
            .filter(|line| line["RGNCD"] == printed)
            .map(|line| line["gss_code"].clone())
            .collect();
        listed.sort();
        assert_eq!(members(group), listed, "{id}");
    }
    // Children aged 0 to 17 at mid-2024 (ONS, published by DfE): Inner London 639,273, the sum of
    // its authorities.
    let children =
        lines("published/mye/ons_mid-year_population_estimates_2012_to_2024.csv").unwrap();
    let of_2024 = || children.iter().filter(|row| row["time_period"] == "2024");
    let count = |row: &Line| row["population_estimate"].parse::<f64>().unwrap();
    for (id, total) in [("E13000001", 639_273.0), ("E13000002", 1_276_813.0)] {
        let parts = of_2024().filter(|row| {
            row["geographic_level"] == "Local authority"
                && geography.contains(&code(id), &code(&row["new_la_code"]))
        });
        assert_eq!(parts.map(count).sum::<f64>(), total, "{id}");
    }
}

#[test]
fn names_with_underscores_are_read() {
    let engine = engine();
    let geography = engine.geography();
    let Some(rows) = lines("published/gla/london-borough-profiles.csv") else { return };
    // Left out: a row without a code, named `National_comparator`.
    for row in rows.iter().filter(|row| row["Code"].len() == 9) {
        assert!(geography.is_called(&code(&row["Code"]), &row["Area_name"]), "{row:?}");
        if row["Code"].starts_with("E09") {
            let group =
                if row["Inner_Outer_London"] == "Inner_London" { "E13000001" } else { "E13000002" };
            assert!(geography.contains(&code(group), &code(&row["Code"])), "{row:?}");
        }
    }
}

/// The value and status of one measure of an area on a day, all categories together.
fn figure(listing: &Listing, area: &str, measure: &str, day: &str) -> Option<(String, String)> {
    let at = |name: &str| listing.columns.iter().position(|column| column.name == name).unwrap();
    let (areas, days, measures) = (at("area_code"), at("period_end"), at("measure"));
    let is_it = |row: &&Vec<fairshares::table::Cell>| {
        let cells = [(areas, area), (days, day), (measures, measure)];
        cells.iter().all(|(index, text)| row[*index].raw() == *text)
            && row[days + 1..measures]
                .iter()
                .all(|cell| cell.raw() == "all" || cell.raw() == "persons")
    };
    let row = listing.rows.iter().find(is_it)?;
    Some((row[at("value")].raw(), row[at("status")].raw()))
}

#[test]
fn the_estimates_of_mid_2021_on_later_boundaries() {
    let store = tempfile::tempdir().unwrap();
    let Some(file) = published_file("published/mye/ukpopestimatesmid2021on2021geographyfinal.xls")
    else {
        return;
    };
    let engine: Engine = engine_at(store.path(), None);
    import::import(engine.holdings(), &file, moment("2026-11-21T09:30:00Z")).unwrap();
    let table =
        boundaries::tidy_on(engine.figures(), "components-of-change", day("2023-04-01")).unwrap();
    // The same workbook prints the counties that became these authorities: North Yorkshire
    // (E10000023) 618,847 people and net internal migration 2,882; Somerset (E10000027) 573,119
    // people.
    let value =
        |area: &str, measure: &str| figure(&table.table(), area, measure, "2021-06-30").unwrap();
    let there = |number: &str| (number.to_owned(), String::new());
    assert_eq!(value("E06000065", "population"), there("618847"));
    assert_eq!(value("E06000065", "internal-net"), there("2882"));
    assert_eq!(value("E06000066", "population"), there("573119"));
    // Cumbria (E10000006) 500,821 became two.
    let halves =
        ["E06000063", "E06000064"].map(|area| value(area, "population").0.parse::<f64>().unwrap());
    assert_eq!(halves.iter().sum::<f64>(), 500_821.0);
    // Moves between Craven and Harrogate are no moves of North Yorkshire: they cannot be taken off,
    // so there is no sum.
    assert_eq!(value("E06000065", "internal-in"), (String::new(), "not-available".to_owned()));
    assert_eq!(figure(&table.table(), "E07000163", "population", "2021-06-30"), None);
    // Before April 2025 Barnsley has the code that the workbook prints, after it another: 244,893
    // people.
    assert_eq!(value("E08000016", "population"), there("244893"));
    let later =
        boundaries::tidy_on(engine.figures(), "components-of-change", day("2025-04-01")).unwrap();
    assert_eq!(
        figure(&later.table(), "E08000038", "population", "2021-06-30"),
        Some(there("244893"))
    );
    assert!(
        later.fitting.iter().any(|note| note == "Barnsley (E08000038): published as E08000016"),
        "{:?}",
        later.fitting
    );
    assert!(
        table
            .fitting
            .iter()
            .any(|note| note.starts_with("North Yorkshire (E06000065): the sum of Craven"))
    );
}

#[test]
fn a_table_on_the_boundaries_of_a_day_says_on_stderr_what_was_done() {
    let folder = tempfile::tempdir().unwrap();
    let words =
        ["table", "supported-people-by-quarter", "--boundaries", "2023-03-31", "--format", "csv"];
    let output = succeed(program(folder.path()).args(words));
    let data = unquoted(&output.stdout);
    let notes = String::from_utf8(output.stderr).unwrap();
    assert!(notes.contains("\non the authorities in force on 31 March 2023\n"), "{notes}");
    assert!(
        notes.contains("Craven (E07000163)")
            && notes.contains("published only within North Yorkshire (E06000065)")
    );
    // Home Office, Asy_D11: no figure of 2026 is on the districts of North Yorkshire; they are not
    // available, never zero.
    assert!(
        data.contains("E07000163,Craven,2026-03-31,2026-03-31,people,,people,not-available\n"),
        "no Craven"
    );
    assert!(!data.contains("E06000065"), "North Yorkshire was not in force");
}

#[test]
fn welsh_names_lead_to_their_authorities() {
    // Welsh Government, StatsWales: the 22 authorities by their Welsh names.
    let geography = engine();
    let geography = geography.geography();
    let names = [
        ("Ynys Môn", 1),
        ("Gwynedd", 2),
        ("Conwy", 3),
        ("Sir Ddinbych", 4),
        ("Sir y Fflint", 5),
        ("Wrecsam", 6),
        ("Ceredigion", 8),
        ("Sir Benfro", 9),
        ("Sir Gaerfyrddin", 10),
        ("Sir Gâr", 10),
        ("Abertawe", 11),
        ("Castell-nedd Port Talbot", 12),
        ("Pen-y-bont ar Ogwr", 13),
        ("Bro Morgannwg", 14),
        ("Caerdydd", 15),
        ("Rhondda Cynon Taf", 16),
        ("Caerffili", 18),
        ("Blaenau Gwent", 19),
        ("Tor-faen", 20),
        ("Sir Fynwy", 21),
        ("Casnewydd", 22),
        ("Powys", 23),
        ("Merthyr Tudful", 24),
    ];
    for (name, number) in names {
        let code = format!("W060000{number:02}");
        assert_eq!(geography.find(name).unwrap().code.as_str(), code, "{name}");
        assert_eq!(
            geography.find(&name.to_lowercase().replace('ô', "o")).unwrap().code.as_str(),
            code,
            "{name}"
        );
    }
    for name in ["Cymru", "cymru", "Wales"] {
        assert_eq!(geography.region(name).unwrap().code.as_str(), "W92000004", "{name}");
    }
}
