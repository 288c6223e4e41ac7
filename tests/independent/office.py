"""Opens packs in LibreOffice, headless, and compares every number in them with the CSV files of the same pack.

Spreadsheets (.xlsx, .ods) are written out by LibreOffice sheet by sheet with the 15 significant digits that it has for a number, and every
number has to be that of the CSV file. Word documents (.docx) are written out as HTML, where numbers are rounded for readers, and every one has
to be what the CSV file's number rounds to. Needs nothing but the standard library. Before anything else, files in which one number was
changed have to be found.

Run: python tests/independent/office.py FOLDER …, each with one pack in all its formats
It prints what was found and nothing else, and ends with status 1 when that is anything.
"""
import csv
import datetime
import html.parser
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

SHEETS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
PAGE = "html:HTML (StarWriter)"
NUMBER = re.compile(r"^([+\u2212-]?[\d,]+(?:\.\d+)?)(?: \[[\w ]+\])?$")


def converted(files, form, folder):
    """Files opened by LibreOffice and written out in another form."""
    profile = (folder / "profile").resolve().as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", form, "--outdir", str(folder)]
    done = subprocess.run([*command, *map(str, files)], capture_output=True, text=True, check=False, timeout=900)
    if done.returncode != 0 or "Error:" in done.stderr:
        sys.exit(f"LibreOffice cannot open {', '.join(map(str, files))}: {done.stdout}{done.stderr}")


class Tables(html.parser.HTMLParser):
    """The tables of a page, as rows of texts."""

    def __init__(self):
        super().__init__()
        self.tables, self.cell = [], None

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.cell = []

    def handle_data(self, data):
        if self.cell is not None:
            self.cell.append(data)

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.tables[-1][-1].append(" ".join("".join(self.cell).split()))
            self.cell = None


def spreadsheet(file):
    """The tables of data in a workbook: header and rows, in the order of the sheets."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        converted([file], SHEETS, folder)
        sheets = {path.stem.removeprefix(f"{file.stem}-"): path for path in folder.glob("*.csv")}
        found = []
        for number in range(1, len(sheets) + 1):
            if f"Table_{number}" not in sheets:
                break
            rows = list(csv.reader(sheets[f"Table_{number}"].open(encoding="utf-8", newline="")))
            # Above the table only the first cell of a row is filled.
            rows = [row for row in rows if sum(cell != "" for cell in row) > 1]
            found.append((rows[0], rows[1:]) if rows else ([], []))
        return found


def document(file):
    """The tables in a Word document: header and rows, in their order."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        converted([file], PAGE, folder)
        reader = Tables()
        reader.feed((folder / f"{file.stem}.html").read_text(encoding="utf-8"))
        return [(rows[0], rows[1:]) for rows in reader.tables]


def same(written, kept):
    """Whether a number is that of the CSV file, to the digits that LibreOffice writes."""
    try:
        value, expected = float(written), float(kept)
    except ValueError:
        return False
    return abs(value - expected) <= 1e-14 * abs(expected)


def rounds(written, kept):
    """Whether a printed number is what that of the CSV file rounds to."""
    if written.startswith("[low]"):
        return kept not in ("", "0") and abs(float(kept)) < 0.5
    number = NUMBER.match(written)
    if not number or kept == "":
        return False
    digits = number[1].replace(",", "").replace("\u2212", "-")
    half = 0.5 * 10.0 ** -len(digits.partition(".")[2])
    return abs(float(digits) - float(kept)) <= half * (1 + 1e-9)


def plain(text):
    """A text as it stands in either file: days in one way, spaces once, without the mark that keeps formulas from running."""
    text = " ".join(text.split()).removeprefix("'")
    try:
        return datetime.datetime.strptime(text, "%d %B %Y").date().isoformat()
    except ValueError:
        return text


def compare(where, table, columns, kept, agrees):
    """What of a table is not what the CSV file has, and how many numbers were compared."""
    header, rows = table
    found, compared, at = [], 0, 0
    if len(rows) != len(kept):
        return [f"{where}: {len(rows)} rows, {len(kept)} in the CSV file"], 0
    for index, column in enumerate(columns):
        name, title = column["titles"]
        # A header that stands twice has a number behind it in sheets.
        shown = at < len(header) and plain(title) in (plain(header[at]), plain(re.sub(r" \(\d+\)$", "", header[at])))
        if not shown:
            # Statuses are symbols elsewhere; a column without anything in it is left out of sheets.
            if not name.endswith("_status") and any(row[index] for row in kept):
                found.append(f"{where}: no column {title}")
            continue
        for line, (row, of_file) in enumerate(zip(rows, kept), start=1):
            written, expected = row[at], of_file[index]
            if column["datatype"] == "number" and expected != "":
                compared += 1
                right = agrees(written, expected)
            elif column["datatype"] == "number" or expected == "":
                right = bool(re.fullmatch(r"(\[[\w ]+\])?", written))
            else:
                right = plain(written) == plain(expected)
            if not right:
                found.append(f"{where}, row {line}, {title}: {written!r}, {expected!r} in the CSV file")
        at += 1
        while at < len(header) and header[at].endswith(": remark"):
            at += 1
    if at < len(header):
        found.append(f"{where}: columns that the CSV file does not have: {header[at:]}")
    return found, compared


def csv_tables(folder):
    """The CSV files of a pack's tables in the order of the pack: address, columns, rows."""
    metadata = json.loads((folder / "csv-metadata.json").read_text(encoding="utf-8"))
    found = []
    for table in metadata["tables"]:
        if table["url"].startswith("tables/"):
            rows = list(csv.reader((folder / table["url"]).open(encoding="utf-8", newline="")))
            found.append((table["url"], table["tableSchema"]["columns"], rows[1:]))
    return found


def check(file, folder):
    """What of a file is not what the CSV files of the pack have."""
    tables, agrees = (document(file), rounds) if file.suffix == ".docx" else (spreadsheet(file), same)
    kept = csv_tables(folder)
    if len(tables) != len(kept):
        return [f"{file.name}: {len(tables)} tables, {len(kept)} CSV files"]
    found, numbers = [], 0
    for table, (url, columns, rows) in zip(tables, kept):
        wrong, compared = compare(f"{file.name}, {url}", table, columns, rows, agrees)
        found, numbers = found + wrong, numbers + compared
    there = any(column["datatype"] == "number" for _, columns, _ in kept for column in columns)
    return found if numbers or not there else [*found, f"{file.name}: no number was compared"]


def changed(file, folder):
    """A copy of a file in which one number is another."""
    part, pattern, change = {
        ".xlsx": (r"xl/worksheets/sheet\d+\.xml", r'(<c r="[C-Z]\d+" s="\d+"><v>\d+\.)(\d{9})', None),
        ".ods": (r"content\.xml", r'(office:value="-?\d+\.)(\d{9})', None),
        ".docx": (r"word/document\.xml", r"(<w:t[^>]*>\d{1,3},\d\d)(\d)(?=</w:t></w:r></w:p></w:tc>)", None),
    }[file.suffix]
    copy, done = folder / file.name, False
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(copy, "w") as new:
        for item in old.infolist():
            content = old.read(item)
            if not done and re.fullmatch(part, item.filename):
                text = content.decode("utf-8")
                # The last digit of those that are found, one up or down.
                other = re.sub(pattern, lambda found: found[1] + found[2][:-1] + str((int(found[2][-1]) + 5) % 10), text, count=1)
                done, content = other != text, other.encode("utf-8")
            new.writestr(item, content)
    if not done:
        sys.exit(f"office.py finds no number to change in {file}")
    return copy


def prove(files, folder):
    """Ends with an error unless a number that was changed is found in each form."""
    for file in files:
        with tempfile.TemporaryDirectory() as elsewhere:
            found = check(changed(file, pathlib.Path(elsewhere)), folder)
        if len(found) != 1:
            sys.exit(f"office.py does not find the one number that was changed in {file.name}: {found}")


def main(folders):
    found, folders = [], [pathlib.Path(folder) for folder in folders]
    # The first pack has the most tables, so that there is something to change in it.
    folders.sort(key=lambda folder: -len(csv_tables(folder)))
    for at, folder in enumerate(folders):
        files = sorted(path for path in folder.iterdir() if path.suffix in (".xlsx", ".ods", ".docx"))
        if [path.suffix for path in files] != [".docx", ".ods", ".xlsx"]:
            found.append(f"{folder}: not one file in each form: {files}")
            continue
        if at == 0:
            prove(files, folder)
        for file in files:
            found += check(file, folder)
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
