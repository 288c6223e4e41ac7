//! Broken and hostile files through the program itself: each is refused with a clear error, within
//! seconds and 500 MB, and leaves the store byte for byte as it was. What is refused, case by case,
//! is tested beside the readers.

use crate::support::{Watched, program, succeed, watch};
use crate::workbook::base;
use crate::wrong::contents;
use std::fs::{self, File};
use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::time::Duration;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

#[path = "../../src/source/format/tests/compound.rs"]
mod compound;

/// What a refusal may take. The tests run a program that is not optimised; a release is ten times
/// quicker.
const SECONDS: Duration = Duration::from_secs(10);
const MEMORY: u64 = 500_000_000;

const MEBIBYTE: usize = 1024 * 1024;
const SHEET: &str = "xl/worksheets/sheet1.xml";
/// What the parts of the workbook are to it.
const RELATIONS: &str = "xl/_rels/workbook.xml.rels";
/// The sheet with the figures, and where it stands.
const DATA: &str = "Data_Asy_D11";
const DATA_SHEET: &str = "xl/worksheets/sheet2.xml";

/// The entries of a workbook that is read without complaint.
fn parts() -> Vec<(String, String)> {
    let mut archive = ZipArchive::new(Cursor::new(base("asy-d11").xlsx())).unwrap();
    let count = archive.len();
    let part = |index| {
        let mut entry = archive.by_index(index).unwrap();
        let mut text = String::new();
        entry.read_to_string(&mut text).unwrap();
        (entry.name().unwrap().into_owned(), text)
    };
    (0..count).map(part).collect()
}

fn part(wanted: &str) -> String {
    parts().into_iter().find(|(name, _)| name == wanted).unwrap().1
}

/// That workbook with some of its entries replaced or added.
fn xlsx(changed: &[(&str, &str)]) -> Vec<u8> {
    let mut parts = parts();
    parts.retain(|(name, _)| changed.iter().all(|(other, _)| other != name));
    parts.extend(changed.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())));
    zipped(parts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())))
}

fn zipped<'a>(entries: impl Iterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn worksheet(rows: &str) -> String {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>")
}

fn ods(content: &str) -> Vec<u8> {
    let kind = "application/vnd.oasis.opendocument.spreadsheet";
    zipped([("mimetype", kind.as_bytes()), ("content.xml", content.as_bytes())].into_iter())
}

/// An OpenDocument edition of Asy_D11 whose table of figures goes on with these rows.
fn ods_table(rows: &str) -> Vec<u8> {
    let text = |cell: &String| {
        format!(
            "<table:table-cell \
             office:value-type=\"string\"><text:p>{cell}</text:p></table:table-cell>"
        )
    };
    let row = |cells: &Vec<String>| {
        format!("<table:table-row>{}</table:table-row>", cells.iter().map(text).collect::<String>())
    };
    let tables = base("asy-d11").sheets.into_iter().map(|(name, grid)| {
        let end = if name == DATA { rows } else { "" };
        let grid: String = grid
            .iter()
            .filter(|cells| !cells.contains(&"End of table".to_owned()))
            .map(row)
            .collect();
        format!("<table:table table:name=\"{name}\">{grid}{end}</table:table>")
    });
    ods(&format!(
        "<office:document-content><office:body><office:spreadsheet>{}</office:spreadsheet></office:body></office:document-content>",
        tables.collect::<String>()
    ))
}

/// The definitions of ten entities, each ten of the one before.
fn laughs() -> String {
    let lines =
        (1..10).map(|n| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10)));
    format!("<!DOCTYPE x [<!ENTITY l0 \"ha\">{}]>", lines.collect::<String>())
}

/// Replaces one run of bytes by another of the same length, everywhere.
fn replaced(mut bytes: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let starts: Vec<usize> =
        (0..=bytes.len() - from.len()).filter(|at| bytes[*at..].starts_with(from)).collect();
    assert!(!starts.is_empty());
    starts.into_iter().for_each(|at| bytes[at..at + to.len()].copy_from_slice(to));
    bytes
}

/// An archive in which a second name leads to the data of the first.
fn overlapping() -> Vec<u8> {
    let mut zip = ZipWriter::new_append(Cursor::new(base("asy-d11").xlsx())).unwrap();
    zip.shallow_copy_file(SHEET, "xl/worksheets/sheet9.xml").unwrap();
    zip.finish().unwrap().into_inner()
}

/// Name, bytes, code and words of the refusal.
type Case = (&'static str, Vec<u8>, &'static str, &'static str);

fn archives() -> Vec<Case> {
    let zeros = vec![0; 40 * MEBIBYTE];
    let spaces = " ".repeat(40 * MEBIBYTE);
    let good = xlsx(&[]);
    let entry = |path: &str| xlsx(&[(path, "x")]);
    let encrypted = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>";
    let manifest: Vec<(&str, &[u8])> =
        vec![("content.xml", b"noise"), ("META-INF/manifest.xml", encrypted.as_bytes())];
    let book: Vec<(&str, &[u8])> = vec![("xl/workbook.xml", b""), ("xl/media/image1.png", &zeros)];
    vec![
        ("zeros, deflated", zipped(book.into_iter()), "F114", "more than 250 times"),
        (
            "a sheet of blanks",
            xlsx(&[(SHEET, &worksheet(&spaces))]),
            "F114",
            "a text of more than 131068 bytes",
        ),
        (
            "a path out of the archive",
            entry("../../etc/passwd"),
            "F101",
            "an archive entry with the path",
        ),
        ("a path from the root", entry("/etc/passwd"), "F101", "an archive entry with the path"),
        (
            "a path with backslashes",
            entry("xl\\..\\..\\evil"),
            "F101",
            "an archive entry with the path",
        ),
        (
            "two entries of one name",
            replaced(entry("xl/worksheets/sheet3.xml"), b"sheet3.xml", b"sheet1.xml"),
            "F101",
            "two archive entries of the same name",
        ),
        ("entries over one another", overlapping(), "F101", "lie over one another"),
        ("a password on ods", zipped(manifest.into_iter()), "F101", "protected by a password"),
        ("xlsx cut short", good[..good.len() / 2].to_vec(), "F101", "cut short"),
        ("ods cut short", ods("<a/>")[..150].to_vec(), "F101", "cut short"),
    ]
}

fn workbooks() -> Vec<Case> {
    // The texts are read where a cell refers to one.
    let refers = worksheet("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>");
    let relation = "<Relationship Id=\"texts\" Target=\"sharedStrings.xml\" \
        Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings\"/></Relationships>";
    let relations = part(RELATIONS).replace("</Relationships>", relation);
    let texts = |content: &str| {
        let table = format!("<sst>{content}</sst>");
        xlsx(&[("xl/sharedStrings.xml", &table), (SHEET, &refers), (RELATIONS, &relations)])
    };
    // Different texts, so that the archive is not refused for its ratio alone.
    let many: String = (0..1_100_000).map(|n| format!("<si><t>{n}</t></si>")).collect();
    let heavy: String =
        (0..300_000).map(|n| format!("<si><t>{}</t></si>", format!("{n} ").repeat(20))).collect();
    let pieces = "<r><t>laughter </t></r>".repeat(200_000);
    let inline = format!("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is>{pieces}</is></c></row>");
    let far = r#"<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>"#;
    let far = part(DATA_SHEET).replace("</sheetData>", far);
    // Rows of one cell each in the last column that is allowed: a few bytes apiece, and 4,096 cells
    // with the gaps.
    let gaps: String = (20..1_000)
        .map(|row| format!("<row r=\"{row}\"><c r=\"FAN{row}\"><v>1</v></c></row>"))
        .collect();
    let gaps = part(DATA_SHEET).replace("</sheetData>", &format!("{gaps}</sheetData>"));
    let cell = "<row r=\"50\"><c r=\"A50\" t=\"inlineStr\"><is>";
    let deep =
        part(DATA_SHEET).replace("</sheetData>", &format!("{cell}{}", "<x>".repeat(200_000)));
    let elsewhere = r#"<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="media/a.png"/></Relationships>"#;
    vec![
        ("eleven hundred thousand texts", texts(&many), "F114", "more than 2000000 tags"),
        ("forty megabytes of texts", texts(&heavy), "F114", "more than 33554432 bytes"),
        (
            "a text in endless pieces",
            xlsx(&[(SHEET, &worksheet(&inline))]),
            "F114",
            "a text of more than",
        ),
        ("a cell at XFD1048576", xlsx(&[(DATA_SHEET, &far)]), "F114", "cell XFD1048576"),
        (
            "four million cells with the gaps",
            xlsx(&[(DATA_SHEET, &gaps)]),
            "F114",
            "at most 3000000 cells",
        ),
        (
            "entities in a worksheet",
            xlsx(&[(SHEET, &format!("{}{}", laughs(), worksheet("&l9;")))]),
            "F101",
            "document type or entity",
        ),
        (
            "entities in the texts",
            texts(&format!("{}<si><t>&l9;</t></si>", laughs())),
            "F101",
            "document type or entity",
        ),
        (
            "a sheet kept among pictures",
            xlsx(&[("xl/_rels/workbook.xml.rels", elsewhere)]),
            "F101",
            "as its worksheet",
        ),
        ("tags without end", xlsx(&[(DATA_SHEET, &deep)]), "F101", "a damaged xlsx workbook"),
    ]
}

fn open_documents() -> Vec<Case> {
    let filled = "office:value-type=\"float\" office:value=\"1\"";
    let repeated = |rows: &str, columns: &str| {
        ods_table(&format!(
            "<table:table-row table:number-rows-repeated=\"{rows}\"><table:table-cell \
             table:number-columns-repeated=\"{columns}\" {filled}/></table:table-row>"
        ))
    };
    let nested = "<text:span>".repeat(300_000);
    let cell =
        format!("<table:table-row><table:table-cell office:value-type=\"string\"><text:p>{nested}");
    let wide = format!(
        "<table:table-row>{}</table:table-row>",
        format!("<table:table-cell {filled}/>").repeat(100_000)
    );
    vec![
        ("ods rows repeated", repeated("1048000", "4000"), "F114", "at most 3000000 cells"),
        ("ods columns repeated", repeated("1", "18446744073709551615"), "F114", "column 4097"),
        ("ods cells in one row", ods_table(&wide), "F114", "column 4097"),
        (
            "ods entities",
            ods(&format!("{}<a>&l9;</a>", laughs())),
            "F101",
            "document type or entity",
        ),
        ("ods tags without end", ods_table(&cell), "F101", "ends in the middle"),
    ]
}

fn older_files() -> Vec<Case> {
    const END: u32 = u32::MAX - 1;
    let cell = [0_u8; 10];
    let locked = compound::xls_with(&[(0x002F, &[1, 0])], &[(0x00FD, &cell)]);
    let whole = compound::compound("Workbook", END, &compound::xls(&[(0x00FD, &cell)]));
    vec![
        (
            "a password on xlsx",
            compound::compound("EncryptedPackage", 0, &[]),
            "F101",
            "protected by a password",
        ),
        (
            "a password on xls",
            compound::compound("Workbook", END, &locked),
            "F101",
            "protected by a password",
        ),
        ("xls cut short", whole[..whole.len() / 2].to_vec(), "F101", "cut short"),
    ]
}

fn texts() -> Vec<Case> {
    let line = |bytes: usize| format!("Area,People\n{}", "a".repeat(bytes)).into_bytes();
    vec![
        ("a line of 20 MB", line(20_000_000), "F114", "a line of more than 1048576 bytes"),
        (
            "a quotation of 20 MB",
            format!("Area,People\n\"{}", "a\n".repeat(10_000_000)).into_bytes(),
            "F114",
            "never be closed",
        ),
        ("a million columns", b"a,".repeat(1_000_000), "F114", "a line of more than"),
        ("half a million columns", b"a,".repeat(500_000), "F114", "column 4097"),
        ("zeros and nothing else", vec![0; 60 * MEBIBYTE], "F101", "zero bytes and nothing else"),
        (
            "zeros behind a header",
            [b"Area,People\n".as_slice(), &[0; 4096]].concat(),
            "F101",
            "a zero byte",
        ),
    ]
}

fn assert_refused(name: &str, run: &Watched, code: &str, words: &str) {
    let Watched { code: exit, said, took, memory } = run;
    eprintln!("{name}: {code}, {:.1} s, {} MB", took.as_secs_f64(), memory / 1_000_000);
    assert_eq!(*exit, Some(3), "{name}: exit code\n{said}");
    assert!(
        said.contains(&format!("error[{code}]")) && said.contains(words),
        "{name}: {words:?} is not in\n{said}"
    );
    assert!(!said.contains("panicked"), "{name}:\n{said}");
    assert!(*took < SECONDS, "{name}: {took:?}");
    assert!(*memory < MEMORY, "{name}: {memory} bytes of memory");
}

/// A folder with a store that holds an edition.
fn folder_with_store() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("good.xlsx"), base("asy-d11").xlsx()).unwrap();
    succeed(program(folder.path()).args(["import", "good.xlsx"]));
    folder
}

fn refuse_all(cases: Vec<Case>) {
    let folder = folder_with_store();
    let folder = folder.path();
    let before = contents(&folder.join("store"));
    for (name, bytes, code, words) in cases {
        fs::write(folder.join("hostile"), bytes).unwrap();
        let run = watch(program(folder).args(["import", "hostile"]));
        assert_refused(name, &run, code, words);
        assert_eq!(contents(&folder.join("store")), before, "{name}: the store must not change");
    }
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["good.xlsx", "hostile", "store"], "nothing is unpacked onto the disk");
}

#[test]
fn hostile_archives() {
    refuse_all(archives());
}

#[test]
fn hostile_workbooks() {
    refuse_all(workbooks());
}

#[test]
fn hostile_open_documents() {
    refuse_all(open_documents());
}

#[test]
fn hostile_older_files() {
    refuse_all(older_files());
}

#[test]
fn hostile_texts() {
    refuse_all(texts());
}

#[test]
fn a_file_beyond_the_limit_is_refused_before_it_is_read() {
    let folder = folder_with_store();
    let path = folder.path().join("hostile");
    // One line of a gigabyte, which takes no room on the disk; with its size known, no byte of it
    // is read.
    let mut file = File::create(&path).unwrap();
    file.write_all(b"Area,People").unwrap();
    file.set_len(1 << 30).unwrap();
    let run = watch(program(folder.path()).args(["import", "hostile"]));
    assert_refused(
        "a line of a gigabyte",
        &run,
        "F114",
        "found 1073741824 bytes, expected at most 67108864",
    );
}

#[test]
fn a_limit_is_changed_by_a_definition() {
    let folder = folder_with_store();
    let text = fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("data/catalogue/limits.toml"),
    )
    .unwrap();
    fs::create_dir(folder.path().join("mine")).unwrap();
    fs::write(
        folder.path().join("mine/limits.toml"),
        text.replace("\nsheets = 500", "\nsheets = 1"),
    )
    .unwrap();
    let run = watch(program(folder.path()).args(["--catalogue", "mine", "import", "good.xlsx"]));
    assert_refused("two sheets", &run, "F114", "found 2 sheets, expected at most 1");
}

#[cfg(unix)]
#[test]
fn what_is_not_a_file_is_refused_without_waiting() {
    let folder = folder_with_store();
    let made =
        std::process::Command::new("mkfifo").arg(folder.path().join("pipe")).status().unwrap();
    assert!(made.success());
    std::os::unix::fs::symlink("pipe", folder.path().join("link")).unwrap();
    for path in ["pipe", "link", "/dev/zero"] {
        let run = watch(program(folder.path()).args(["import", path]));
        assert_refused(path, &run, "F401", "not a file");
    }
}
