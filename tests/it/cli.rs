//! The command line's contract: columns, formats, exit codes, and the commands that README shows.

use crate::support::{program, succeed};
use arrow::array::{AsArray, RecordBatch};
use arrow::datatypes::Float64Type;
use arrow::ipc::reader::FileReader;
use std::path::Path;

/// What the program prints on stdout, run in an empty folder.
fn run(arguments: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let output = program(folder.path()).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}:\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(!folder.path().join("store").exists(), "{arguments:?} made a store");
    String::from_utf8(output.stdout).unwrap()
}

fn header(arguments: &[&str]) -> String {
    let first = run(arguments).lines().next().unwrap_or_default().to_owned();
    assert!(first.starts_with('"') && first.ends_with('"'), "{first}");
    first.replace("\",\"", ",").trim_matches('"').to_owned()
}

/// The words of a command line, those in double quotes kept together.
fn words(line: &str) -> Vec<String> {
    let mut all = Vec::new();
    for (index, piece) in line.split('"').enumerate() {
        match index % 2 {
            1 => all.push(piece.to_owned()),
            _ => all.extend(piece.split_whitespace().map(str::to_owned)),
        }
    }
    all
}

#[test]
fn tables_have_the_columns_of_the_contract() {
    assert_eq!(
        header(&["shares"]),
        "area_code,area_name,population,actual,rate_per_10k,actual_share,fair_share,due,gap,ratio,location_quotient,cap,\
         headroom,places,status"
    );
    assert_eq!(header(&["inequality"]), "index,value");
    assert_eq!(
        header(&["show", "supported-per-10k", "--area", "Newham"]),
        "indicator,area_code,area_name,period_start,period_end,value,lower,upper,unit,status"
    );
    assert_eq!(
        header(&["show", "supported-by-accommodation"]),
        "indicator,area_code,area_name,period_start,period_end,accommodation,value,lower,upper,unit,status"
    );
    assert_eq!(
        header(&["place", "Newham"]),
        "theme,indicator,title,category,period_end,value,lower,upper,unit,status,rank,ranked_of,rank_best,rank_worst,previous_day,\
         previous,change,trend,recent,against_region,region,group,england,united_kingdom,neighbours,note"
    );
    assert_eq!(
        header(&["show", "people-supported", "--since", "2026-03-15"]),
        "indicator,area_code,area_name,known_period_end,known,period_end,value,change,unit"
    );
    assert_eq!(
        header(&["scan"]),
        "kind,indicator,area_code,area_name,period_end,value,previous,robust_z,why"
    );
    assert_eq!(header(&["check"]), "dataset,check,outcome,detail");
    assert_eq!(
        header(&["table", "supported-people-by-section"]),
        "area_code,area_name,period_start,period_end,support_type,measure,value,unit,status"
    );
}

#[test]
fn the_table_always_shows_all_boroughs_and_every_region_works() {
    assert_eq!(run(&["shares"]).lines().count(), 34);
    let regions = [
        ("North East", 12),
        ("North West", 35),
        ("Yorkshire and The Humber", 15),
        ("East Midlands", 35),
        ("West Midlands", 30),
        ("East of England", 45),
        ("South East", 64),
        ("South West", 27),
        ("Wales", 22),
        ("Scotland", 32),
        ("Northern Ireland", 11),
    ];
    // ONS, Local Authority District to Region (December 2023) Lookup and to Country (April 2023):
    // authorities of each.
    let mut total = 33;
    for (region, authorities) in regions {
        let table = run(&["--region", region, "shares"]);
        assert_eq!(table.lines().count(), authorities + 1, "{region}");
        total += authorities;
    }
    assert_eq!(total, 361);
}

#[test]
fn places_that_cannot_be_placed_are_said_and_the_exit_code_is_1() {
    let folder = tempfile::tempdir().unwrap();
    let output = program(folder.path()).args(["shares", "--places", "1000000"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("places could not be placed"));
    assert_eq!(
        String::from_utf8_lossy(&output.stdout).lines().count(),
        34,
        "the table is printed all the same"
    );
}

#[test]
fn places_follow_every_rule_with_floors_and_with_the_people_already_there() {
    let table = |more: &[&str]| {
        let text = run(&[&["shares", "--places", "500"], more].concat());
        let number = |line: &str, column: usize| {
            line.split(',').nth(column).unwrap().parse::<u64>().unwrap()
        };
        text.lines().skip(1).map(|line| (number(line, 3), number(line, 13))).collect::<Vec<_>>()
    };
    for rule in fairshares::fairshare::RULES {
        let few = table(&["--rule", rule.id(), "--floor", "4", "--cap", "none"]);
        assert_eq!(
            (few.iter().map(|row| row.1).sum::<u64>(), few.iter().all(|row| row.1 >= 4)),
            (500, true)
        );
        let existing = table(&["--rule", rule.id(), "--existing"]);
        assert_eq!(existing.iter().map(|row| row.1).sum::<u64>(), 500, "{}", rule.id());
        assert!(
            existing.iter().all(|row| row.0 < 1_000 || row.1 == 0),
            "{}: whoever has many gets none",
            rule.id()
        );
    }
}

#[test]
fn formats_agree_with_each_other() {
    let csv = run(&["shares", "--format", "csv"]);
    let json: serde_json::Value =
        serde_json::from_str(&run(&["shares", "--format", "json"])).unwrap();
    let areas = json["areas"].as_array().unwrap();
    assert_eq!(areas.len(), 33);
    let first = csv.lines().nth(1).unwrap();
    assert!(first.starts_with("\"E09000001\",\"City of London\","));
    assert_eq!(areas[0]["area_code"], "E09000001");
    assert_eq!(
        (json["units"]["actual"].as_str(), json["measure"].as_str()),
        (Some("people"), Some("people-supported"))
    );
    assert!(run(&["shares", "--format", "md"]).starts_with("| Area code | Area |"));
    assert!(run(&["shares", "--format", "table"]).starts_with("Area code"));

    let folder = tempfile::tempdir().unwrap();
    for ending in ["parquet", "arrow"] {
        let name = format!("shares.{ending}");
        succeed(program(folder.path()).args(["shares", "-o", &name]));
        assert!(folder.path().join(name).metadata().unwrap().len() > 1000);
    }
    let file = std::fs::File::open(folder.path().join("shares.arrow")).unwrap();
    let batches: Vec<RecordBatch> =
        FileReader::try_new(file, None).unwrap().map(Result::unwrap).collect();
    assert_eq!(batches.iter().map(RecordBatch::num_rows).sum::<usize>(), 33);
    let actual = |batch: &RecordBatch| {
        let column = batch.column_by_name("actual").unwrap().as_primitive::<Float64Type>();
        column.iter().flatten().sum::<f64>()
    };
    let total: f64 = batches.iter().map(actual).sum();
    assert!((total - 13_687.0).abs() < 0.5);
}

#[test]
fn verbose_says_which_editions_were_read_and_quiet_says_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let said = |option: &str| {
        let output = program(folder.path()).args([option, "shares"]).output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 34);
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(said("-v").contains("read mid-year-population edition 2024-06-30 (bundled"));
    assert_eq!(said("-q"), "");
}

#[test]
fn charts_are_drawn_as_svg_and_png_with_the_table_behind() {
    let folder = tempfile::tempdir().unwrap();
    for chart in [
        "supported-map",
        "supported-tiles",
        "supported-ranked",
        "fair-share-dumbbell",
        "supported-trend",
    ] {
        for ending in ["svg", "png"] {
            succeed(program(folder.path()).args([
                "chart",
                chart,
                "-o",
                &format!("{chart}.{ending}"),
            ]));
        }
        let svg = std::fs::read_to_string(folder.path().join(format!("{chart}.svg"))).unwrap();
        assert!(svg.contains("role=\"img\"") && svg.contains("<desc>"), "{chart}");
        let png = std::fs::read(folder.path().join(format!("{chart}.png"))).unwrap();
        assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n", "{chart}");
        assert_eq!(
            u32::from_be_bytes(png[16..20].try_into().unwrap()),
            1440,
            "{chart}: twice the width on a page"
        );
        assert!(run(&["chart", chart, "--table"]).lines().count() > 5, "{chart}");
    }
}

#[test]
fn a_figure_leads_back_to_its_cells() {
    let trace = run(&["trace", "supported-per-10k", "E09000018", "2025-12-31"]);
    for words in [
        "Hounslow",
        "1,720 people",
        "299,424 people",
        "by rate: r_i = m * A_i / P_i",
        "row ",
        "sha256 ",
    ] {
        assert!(trace.contains(words), "no {words:?} in:\n{trace}");
    }
    // tests/oracles/shares-london-2026-03-31.csv, keys.csv and pathways.csv.
    let share = run(&["trace", "shares", "swiss", "Croydon"]);
    for words in [
        "fair share = 4.1727%",
        "(13,687 + 61) × 4.5033% − 48",
        "credit 48 people of 61 in all",
        "= 240 people",
        "= 974 people",
    ] {
        assert!(share.contains(words), "no {words:?} in:\n{share}");
    }
    let path = run(&["trace", "pathway", "population", "Newham"]);
    assert!(
        path.contains(
            "  30 June 2026: 1,030 − 115 departures + 0 arrivals = 915; due 519 of the total"
        ),
        "{path}"
    );
    let surge = run(&["trace", "surge", "population", "Hillingdon", "30000", "10"]);
    assert!(
        surge.contains("113 placed, of a headroom of 113; limit binds; full in week 2"),
        "{surge}"
    );
    let region = run(&["trace", "shares", "population", "London"]);
    assert!(region.contains("due = total × fair share = 97,519 × "), "{region}");
    let sum = run(&["trace", "people-supported", "London", "2026-03-31"]);
    assert_eq!(sum.matches("+ people-supported").count(), 33);
}

/// An empty folder but for the tables that examples of commands read.
fn folder_with_examples() -> tempfile::TempDir {
    let (folder, examples) = (tempfile::tempdir().unwrap(), "data/examples");
    std::fs::create_dir_all(folder.path().join(examples)).unwrap();
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(examples)).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), folder.path().join(examples).join(entry.file_name())).unwrap();
    }
    folder
}

#[test]
fn every_command_explains_itself_and_its_example_runs() {
    let commands = [
        "brief",
        "shares",
        "inequality",
        "keys",
        "pathway",
        "surge",
        "grants",
        "fit",
        "indicators",
        "show",
        "place",
        "scan",
        "datasets",
        "table",
        "import",
        "mend",
        "check",
        "diff",
        "chart",
        "trace",
        "explain",
        "completions",
        "man",
    ];
    let folder = folder_with_examples();
    for command in commands {
        let help = run(&[command, "--help"]);
        let example =
            help.lines().find_map(|line| line.strip_prefix("Example: fairshares ")).unwrap();
        let example = example.split('>').next().unwrap();
        if ["import", "mend", "diff"].contains(&command) {
            continue; // Their examples name what the user has; `store` and `published` import files, `checks` compares.
        }
        succeed(program(folder.path()).args(words(example)));
    }
    assert!(run(&["explain", "f106"]).starts_with("F106: "));
    assert!(run(&["man"]).contains("fairshares"));
}

#[test]
fn more_arrivals_than_room_are_said_and_told_by_the_exit_code() {
    // London's headroom under one in 200 at 31 March 2026, summed over its boroughs, is in
    // shares-london-2026-03-31.csv.
    let shares = crate::support::oracle(include_str!("../oracles/shares-london-2026-03-31.csv"));
    let room: u64 = shares
        .iter()
        .map(|line| line["headroom"].trim_end_matches(".0").parse::<u64>().unwrap())
        .sum();
    let folder = tempfile::tempdir().unwrap();
    let surge = |people: u64| {
        let mut command = program(folder.path());
        command.args(["surge", "--people", &people.to_string(), "--weeks", "10"]).output().unwrap()
    };
    let (all, more) = (surge(room), surge(room + 7));
    assert_eq!((all.status.code(), more.status.code()), (Some(0), Some(1)));
    let said = String::from_utf8(more.stderr).unwrap();
    assert!(
        said.contains(
            "7 people cannot be placed, the first in week 10; 33 areas have no room left."
        ),
        "{said}"
    );
    let placed: u64 = csv::Reader::from_reader(more.stdout.as_slice())
        .records()
        .map(|record| record.unwrap()[3].parse::<u64>().unwrap())
        .sum();
    assert_eq!(placed, room);
}

#[test]
fn answers_about_fair_shares_are_pictures_where_the_file_is_one() {
    let folder = tempfile::tempdir().unwrap();
    for (name, command) in [
        ("shares", "shares"),
        ("keys", "shares --key population --key equal"),
        ("schemes", "shares --measure people-supported --measure homes-for-ukraine-arrivals"),
        ("parts", "keys population"),
        ("surge", "surge --people 500 --weeks 2"),
        ("pathway", "pathway --way arrivals --way moves"),
    ] {
        let file = format!("{name}.svg");
        succeed(program(folder.path()).args(words(command)).args(["-o", &file]));
        let svg = std::fs::read_to_string(folder.path().join(&file)).unwrap();
        for borough in ["Hillingdon", "City of London"] {
            assert!(svg.contains(&format!(">{borough}<")), "{name}: no {borough}");
        }
        assert!(svg.contains("<title>") && svg.contains("Dot plot of "), "{name}");
    }
    succeed(program(folder.path()).args(words("surge --people 500 --weeks 2 -o surge.png")));
    assert!(std::fs::read(folder.path().join("surge.png")).unwrap().starts_with(b"\x89PNG"));
}

#[test]
fn readme_shows_commands_that_run() {
    let readme =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let folder = folder_with_examples();
    let mut count = 0;
    for line in readme.lines().filter_map(|line| line.strip_prefix("    fairshares ")) {
        let line = line.split(" #").next().unwrap().trim();
        if ["import", "mend", "completions", "refresh"].iter().any(|name| line.starts_with(name)) {
            continue; // These name files of the user, or ask the publishers.
        }
        succeed(program(folder.path()).args(words(line)));
        count += 1;
    }
    assert!(count >= 5, "README shows {count} commands that run");
}

/// The lines below README's first command are the beginnings of those that it prints.
#[test]
fn readme_shows_what_its_first_command_prints() {
    const COMMAND: &str = "    fairshares shares --format table";
    let readme =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let (_, after) = readme.split_once(&format!("{COMMAND}\n\n")).unwrap();
    let shown: Vec<&str> = after.lines().map_while(|line| line.strip_prefix("    ")).collect();
    let printed = run(&["shares", "--format", "table"]);
    assert!(shown.len() > 5, "README shows {} lines", shown.len());
    for (line, whole) in shown.into_iter().zip(printed.lines()) {
        assert!(whole.starts_with(line), "README shows {line:?}, printed is {whole:?}");
    }
}
